"""Rows come in and go, cells are copied and merged: what spans the place grows or shrinks with it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import xlwings as xw
from openpyxl import Workbook

Saved = Callable[[], Workbook]
RED, BLUE = (255, 0, 0), (0, 0, 255)


def test_a_row_comes_in_and_everything_around_it_grows(book: xw.Book, sheet: xw.Sheet, saved: Saved) -> None:
    sheet["A1:C6"].value = [[f"r{row}", row, None] for row in range(1, 7)]
    sheet["C7"].formula = "=SUM(B2:B5)"
    sheet["A2:A5"].merge()
    sheet["B2:B5"].conditional_formats.add_custom("=B2>3", fill_color=RED)
    sheet["C2:C5"].data_validation.set_list(["优", "良"])
    sheet["5:5"].rows.hidden = True
    sheet["B4"].add_note("看")
    sheet["B3"].color, sheet["B3"].font.bold = BLUE, True
    book.names.add("得分", "=Sheet1!$B$2:$B$5")
    sheet["4:4"].insert("down")
    assert sheet["A2"].merge_area.address == "$A$2:$A$6"
    assert sheet["C8"].formula == "=SUM(B2:B6)"
    assert book.names["得分"].refers_to == "=Sheet1!$B$2:$B$6"
    assert (sheet["B4"].value, sheet["B4"].color, sheet["B4"].font.bold) == (None, BLUE, True)
    assert (sheet["B5"].note.text, sheet["B4"].note) == ("看", None)
    assert [sheet[f"A{row}"].rows.hidden for row in (4, 5, 6, 7)] == [False, False, True, False]
    stored = saved()["Sheet1"]
    assert [str(area) for area in stored.merged_cells.ranges] == ["A2:A6"]
    assert [str(area.sqref) for area in stored.conditional_formatting] == ["B2:B6"]
    assert [str(item.sqref) for item in stored.data_validations.dataValidation] == ["C2:C6"]
    assert (stored["B5"].comment.text, stored.row_dimensions[6].hidden) == ("看", True)


def test_a_row_takes_its_formats_from_below_if_asked(sheet: xw.Sheet) -> None:
    sheet["A1:A2"].value = [["上"], ["下"]]
    sheet["A1"].color, sheet["A2"].color = RED, BLUE
    sheet["2:2"].insert("down", copy_origin="format_from_right_or_below")
    assert [sheet[f"A{row}"].color for row in (1, 2, 3)] == [RED, BLUE, BLUE]
    sheet["2:2"].delete("up")
    assert sheet["A1:A2"].value == ["上", "下"]


def test_cells_move_down_and_right_and_back(sheet: xw.Sheet) -> None:
    sheet["A1:B2"].value = [[1, 2], [3, 4]]
    sheet["A1"].insert("down")
    assert sheet["A1:B3"].value == [[None, 2], [1, 4], [3, None]]
    sheet["A1"].delete("up")
    sheet["A1"].insert("right")
    assert sheet["A1:C2"].value == [[None, 1, 2], [3, 4, None]]
    sheet["A1"].delete("left")
    sheet["B:B"].insert("right")
    assert sheet["A1:C2"].value == [[1, None, 2], [3, None, 4]]


def test_a_copy_has_formulas_moved_and_everything_else(sheet: xw.Sheet) -> None:
    sheet["A1:B1"].value = [5, "=A1*2"]
    sheet["B1"].color = RED
    sheet["B1"].data_validation.set_list(["10"])
    sheet["A1:B1"].copy(sheet["A2:B4"])
    assert sheet["B2:B4"].formula == (("=A2*2",), ("=A3*2",), ("=A4*2",))
    assert (sheet["B4"].color, sheet["B4"].data_validation.source) == (RED, "10")


def test_one_aspect_is_pasted(sheet: xw.Sheet) -> None:
    sheet["A1:B1"].value = [5, "=A1*2"]
    sheet["A1:B1"].number_format = "0.00"
    sheet["B1"].color = RED
    sheet["B1"].font.bold = True
    sheet["D1"].value = "留"
    sheet["C1:D1"].copy_from(sheet["A1:B1"], "formats")
    assert (sheet["D1"].value, sheet["D1"].color, sheet["D1"].font.bold) == ("留", RED, True)
    sheet["C2:D2"].copy_from(sheet["A1:B1"], "values")
    assert (sheet["D2"].formula, sheet["D2"].value, sheet["D2"].color) == ("10", 10, None)
    sheet["C3:D3"].copy_from(sheet["A1:B1"], "formulas")
    assert (sheet["C3"].value, sheet["D3"].formula, sheet["D3"].color) == (5, "=C3*2", None)
    sheet["A1:B1"].copy()
    sheet["C4"].paste("values_and_number_formats")
    assert (sheet["D4"].formula, sheet["D4"].number_format, sheet["D4"].color) == ("10", "0.00", None)
    with pytest.raises(NotImplementedError, match="transpose"):
        sheet["C9"].paste("values", transpose=True)


def test_merges(sheet: xw.Sheet) -> None:
    sheet["A2:B3"].value = [[None, "级"], ["x", "y"]]
    sheet["A2:B3"].merge()
    assert (sheet["B3"].merge_area.address, sheet["A2"].value, sheet["A3"].value) == ("$A$2:$B$3", "级", None)
    assert [sheet[place].merge_cells for place in ("B3", "A2:B3", "A1:A2", "A1")] == [True, True, None, False]
    sheet["A2"].unmerge()
    assert sheet["B3"].merge_area.address == "$B$3"
    sheet["D1:E2"].merge(across=True)
    assert (sheet["D1"].merge_area.address, sheet["E2"].merge_area.address) == ("$D$1:$E$1", "$D$2:$E$2")


def test_moving_around(sheet: xw.Sheet, app: xw.App) -> None:
    sheet["A1"].value = [[1, 2, None, 4], [5, 6, None, None], [7, None, None, None]]
    assert sheet["A1"].end("down").address == "$A$3"
    assert sheet["A3"].end("down").address == "$A$1048576"
    assert sheet["B1"].end("right").address == "$D$1"
    assert sheet["D1"].end("left").address == "$B$1"
    assert sheet["A9"].end("up").address == "$A$3"
    assert sheet["A1"].expand().address == "$A$1:$B$3"
    assert sheet["A1"].current_region.address == "$A$1:$B$3"
    sheet["B2:C3"].select()
    assert app.selection.address == "$B$2:$C$3"
    assert sheet["A1:D3"].find("6").address == "$B$2"
    assert sheet["A1:D3"].find("9") is None
    assert [area.address for area in sheet["A1:B3"].get_special_cells("blanks")] == ["$B$3"]


def test_addresses(book: xw.Book, sheet: xw.Sheet) -> None:
    assert [sheet.range(place).address for place in ("b2", (2, 2), "B:C", "2:3")] == [
        "$B$2",
        "$B$2",
        "$B:$C",
        "$2:$3",
    ]
    assert sheet.range((1, 1), (3, 2)).address == sheet.range("A1", "B3").address == "$A$1:$B$3"
    assert sheet["A1:C3"][1, :].address == "$A$2:$C$2"
    assert sheet["A1"].resize(2, 3).offset(1, 1).get_address(False, False) == "B2:D3"
    assert sheet["A1"].get_address(include_sheetname=True, external=False).endswith("Sheet1'!$A$1")
    assert sheet.range("'Sheet1'!C3").address == "$C$3"
    with pytest.raises(IndexError):
        sheet.range((0, 1))
