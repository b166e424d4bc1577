"""Looks: set, seen, and in the file that another program reads."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import xlwings as xw
from openpyxl import Workbook

Saved = Callable[[], Workbook]


def test_colours_fonts_and_alignment(sheet: xw.Sheet, saved: Saved) -> None:
    cell = sheet["A1"]
    cell.value, cell.color = "总分", (255, 199, 206)
    cell.font.set(name="宋体", size=14, bold=True, italic=True, color="#c00000")
    cell.horizontal_alignment, cell.vertical_alignment, cell.wrap_text = "center", "top", True
    assert (cell.color, cell.font.name, cell.font.size, cell.font.bold) == ((255, 199, 206), "宋体", 14, True)
    assert (cell.font.italic, cell.font.color, cell.wrap_text) == (True, (192, 0, 0), True)
    assert (cell.horizontal_alignment, cell.vertical_alignment) == ("center", "top")
    assert sheet["A1:B1"].font.bold is sheet["A1:B1"].wrap_text is sheet["A1:B1"].color is None
    stored = saved()["Sheet1"]["A1"]
    assert stored.fill.fgColor.rgb == "FFFFC7CE"
    assert (stored.font.name, stored.font.sz, stored.font.b, stored.font.i) == ("宋体", 14, True, True)
    assert stored.font.color.rgb == "FFC00000"
    assert (stored.alignment.horizontal, stored.alignment.vertical, stored.alignment.wrapText) == (
        "center",
        "top",
        True,
    )
    cell.color = None
    assert cell.color is None


def test_many_colours_at_once(sheet: xw.Sheet) -> None:
    sheet["A1:B2"].set_colors([["#ffc7ce", ...], [None, (1, 2, 3)]])
    assert [sheet[place].color for place in ("A1", "B1", "A2", "B2")] == [
        (255, 199, 206),
        None,
        None,
        (1, 2, 3),
    ]


def test_borders(sheet: xw.Sheet, saved: Saved) -> None:
    area = sheet["B2:C3"]
    area.borders.set("all", line_style="continuous", weight="thin", color=(1, 2, 3))
    area.borders["edge_bottom"].weight = "medium"
    assert (area.borders.line_style, area.borders.color, area.borders.weight) == (
        "continuous",
        (1, 2, 3),
        None,
    )
    stored = saved()["Sheet1"]
    assert (stored["B2"].border.top.style, stored["C3"].border.bottom.style) == ("thin", "medium")
    assert stored["B2"].border.left.color.rgb == "FF010203"
    area.borders.clear()
    assert area.borders.line_style == "none"


@pytest.mark.parametrize(
    "code", ["0.00%", "#,##0.00", "yyyy-mm-dd", 'yyyy"年"m"月"d"日"', "0.00;[Red]-0.00", "@", "General"]
)
def test_number_formats_are_excels(sheet: xw.Sheet, saved: Saved, code: str) -> None:
    sheet["A1"].value = 45000.5
    sheet["A1"].number_format = code
    assert sheet["A1"].number_format == code
    assert saved()["Sheet1"]["A1"].number_format.lower().replace("\\", "") == code.lower().replace('"', "")


def test_sizes_and_hidden_rows(sheet: xw.Sheet, saved: Saved) -> None:
    sheet["A1"].value = "x"
    sheet["A1"].row_height, sheet["B1"].column_width, sheet["C1"].column_width = 30, 20, 10
    sheet["3:4"].rows.hidden = True
    sheet["D:D"].columns.hidden = True
    assert (sheet["A1"].row_height, sheet["B1"].column_width, sheet["A1:B1"].column_width) == (30, 20, None)
    assert (sheet["A3:A4"].rows.hidden, sheet["A2:A3"].rows.hidden, sheet["A2"].rows.hidden) == (
        True,
        None,
        False,
    )
    assert (sheet["D1"].columns.hidden, sheet["C1"].columns.hidden) == (True, False)
    stored = saved()["Sheet1"]
    assert stored.row_dimensions[1].height == 30
    # How wide a character is depends on the fonts of the machine: columns are compared with each other.
    assert 1.8 < stored.column_dimensions["B"].width / stored.column_dimensions["C"].width < 2.2
    assert stored.row_dimensions[3].hidden and stored.column_dimensions["D"].hidden
    sheet["3:4"].rows.hidden = False
    assert sheet["3:4"].rows.hidden is False


def test_autofit_makes_a_column_wide_enough(sheet: xw.Sheet) -> None:
    sheet["A1"].value = "很长的绩效指标名称" * 4
    narrow = sheet["A1"].column_width
    sheet["A1"].columns.autofit()
    assert sheet["A1"].column_width > 2 * narrow


def test_links(sheet: xw.Sheet, saved: Saved) -> None:
    sheet["A1"].add_hyperlink("#'Sheet1'!C3", "C3", "去看")
    sheet["A2"].add_hyperlink("https://example.org/")
    assert (sheet["A1"].value, sheet["A1"].hyperlink) == ("C3", "#'Sheet1'!C3")
    assert sheet["A2"].hyperlink == "https://example.org/"
    stored = saved()["Sheet1"]
    assert (stored["A1"].hyperlink.location, stored["A2"].hyperlink.target) == (
        "'Sheet1'!C3",
        "https://example.org/",
    )
    with pytest.raises(Exception, match="doesn't seem to contain a hyperlink"):
        _ = sheet["A3"].hyperlink


def test_gridlines_and_print_area(book: xw.Book, sheet: xw.Sheet, saved: Saved) -> None:
    sheet["A1:C9"].value = 1
    sheet.show_gridlines = False
    sheet.page_setup.print_area = "A1:C9"
    assert (sheet.show_gridlines, sheet.page_setup.print_area) == (False, "$A$1:$C$9")
    stored = saved()["Sheet1"]
    assert stored.sheet_view.showGridLines is False
    assert stored.print_area == "'Sheet1'!$A$1:$C$9"
    sheet.show_gridlines = True
    sheet.page_setup.print_area = None
    stored = saved()["Sheet1"]
    assert (stored.sheet_view.showGridLines, stored.print_area) == (True, "")


def test_clearing_formats_leaves_values_and_clearing_leaves_nothing(sheet: xw.Sheet) -> None:
    sheet["A1"].value, sheet["A1"].color = 1, (1, 2, 3)
    sheet["A1"].data_validation.set_list(["1", "2"])
    sheet["A1"].add_note("看")
    sheet["A1"].clear_formats()
    assert (sheet["A1"].value, sheet["A1"].color, sheet["A1"].data_validation.type) == (1, None, "list")
    sheet["A1"].clear()
    assert (sheet["A1"].value, sheet["A1"].note, sheet["A1"].data_validation.type) == (None, None, "none")
