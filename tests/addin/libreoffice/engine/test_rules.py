"""Conditional formats, validation, notes: made, read, in the file, taken away without a trace."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import xlwings as xw
from openpyxl import Workbook, load_workbook
from openpyxl.formatting.rule import CellIsRule, FormulaRule
from openpyxl.styles import Font, PatternFill

Saved = Callable[[], Workbook]
MARK = '=LEN("JIXIAO-MARK")>0'


def parts(book: xw.Book, path: Path) -> dict[str, bytes]:
    book.api.SaveCopyAs(str(path))
    with zipfile.ZipFile(path) as file:
        return {name: file.read(name) for name in file.namelist() if name.startswith("xl/")}


@pytest.fixture
def form(app: xw.App, book: xw.Book, tmp_path: Path) -> xw.Book:
    """A workbook with two rules of the user's over B2:B9."""
    source = Workbook()
    page = source.active
    page.title = "自评"
    for row in range(1, 10):
        page.cell(row, 2, row)
    green, blue = PatternFill("solid", bgColor="FF00FF00"), PatternFill("solid", bgColor="FF0000FF")
    page.conditional_formatting.add("B2:B9", FormulaRule(formula=["$B2>3"], fill=green, font=Font(b=True)))
    page.conditional_formatting.add("B2:B9", CellIsRule(operator="between", formula=["3", "5"], fill=blue))
    source.save(tmp_path / "form.xlsx")
    return app.books.open(str(tmp_path / "form.xlsx"))


def test_a_rule_by_formula_is_in_the_file(sheet: xw.Sheet, saved: Saved) -> None:
    rule = sheet["B2"].conditional_formats.add_custom(MARK, fill_color=(255, 199, 206), font_bold=True)
    assert (rule.type, rule.formula, rule.fill_color, rule.font_bold) == (
        "custom",
        MARK,
        (255, 199, 206),
        True,
    )
    (stored,) = saved()["Sheet1"].conditional_formatting
    (entry,) = stored.rules
    assert (str(stored.sqref), entry.type, entry.formula) == ("B2", "expression", [MARK[1:]])
    assert (entry.dxf.fill.bgColor.rgb, entry.dxf.font.b) == ("FFFFC7CE", True)


def test_rules_refer_to_cells_and_sheets_as_excel_does(book: xw.Book, sheet: xw.Sheet, saved: Saved) -> None:
    book.sheets.add("参数 表", after=sheet)
    rules = sheet["B2:B9"].conditional_formats
    rules.add_custom("=AND($A2>'参数 表'!$A$1,B2=\"a;b\")", fill_color=(1, 2, 3))
    rules.add_cell_value("between", 3, "=$A$1", font_color=(255, 0, 0))
    assert [(rule.formula, rule.operator, rule.formula1, rule.formula2) for rule in rules] == [
        ("=AND($A2>'参数 表'!$A$1,B2=\"a;b\")", None, None, None),
        (None, "between", "=3", "=$A$1"),
    ]
    stored = [rule.formula for area in saved()["Sheet1"].conditional_formatting for rule in area.rules]
    assert sorted(stored) == [["3", "$A$1"], ["AND($A2>'参数 表'!$A$1,B2=\"a;b\")"]]


def test_marks_are_taken_off_without_a_trace(form: xw.Book, tmp_path: Path) -> None:
    sheet = form.sheets["自评"]
    before = parts(form, tmp_path / "before.xlsx")
    for place in ("B2", "B3", "B4"):
        sheet[place].conditional_formats.add_custom(MARK, fill_color=(255, 199, 206))
        sheet[place].add_note("应为 97")
    assert parts(form, tmp_path / "marked.xlsx") != before
    for rule in list(sheet.cells.conditional_formats):
        if rule.type == "custom" and rule.formula == MARK:
            rule.delete()
    for note in list(sheet.notes):
        note.delete()
    assert parts(form, tmp_path / "after.xlsx") == before


def test_the_rules_of_one_format_are_deleted_one_by_one(form: xw.Book) -> None:
    rules = form.sheets["自评"]["B1:B9"].conditional_formats
    first, second = rules
    assert (first.formula, first.font_bold, second.operator, second.fill_color) == (
        "=$B2>3",
        True,
        "between",
        (0, 0, 255),
    )
    first.delete()
    assert [rule.operator for rule in rules] == ["between"]
    second.delete()
    assert len(rules) == 0


def test_a_rule_is_changed(form: xw.Book) -> None:
    first, second = form.sheets["自评"]["B2:B9"].conditional_formats
    first.set(formula="=$B2>8", fill_color=(1, 1, 1))
    second.set(operator="greater_than", formula1=4)
    assert [
        (rule.formula, rule.operator, rule.fill_color)
        for rule in form.sheets["自评"].cells.conditional_formats
    ] == [
        ("=$B2>8", None, (1, 1, 1)),
        (None, "greater_than", (0, 0, 255)),
    ]


def test_clearing_the_rules_of_a_part_leaves_them_to_the_rest(form: xw.Book) -> None:
    sheet = form.sheets["自评"]
    sheet["B4"].conditional_formats.clear()
    assert [sheet[place].conditional_formats.count for place in ("B3", "B4", "B5")] == [2, 0, 2]
    with pytest.raises(NotImplementedError, match=r"ConditionalFormat\.delete"):
        next(iter(sheet["B5"].conditional_formats)).delete()


def test_a_list_with_a_hint(sheet: xw.Sheet, saved: Saved) -> None:
    validation = sheet["B2:B4"].data_validation
    validation.set_list(["优", "良"])
    validation.api.InputTitle, validation.api.InputMessage = "等级", "选一个"
    validation.api.ErrorMessage, validation.api.AlertStyle = "只能选优或良", 2
    assert (validation.type, validation.source, validation.input_title, validation.input_message) == (
        "list",
        "优,良",
        "等级",
        "选一个",
    )
    assert (validation.alert_style, validation.show_input, validation.in_cell_dropdown) == (
        "warning",
        True,
        True,
    )
    (stored,) = saved()["Sheet1"].data_validations.dataValidation
    assert (str(stored.sqref), stored.type, stored.formula1) == ("B2:B4", "list", '"优,良"')
    assert (stored.promptTitle, stored.prompt, stored.showInputMessage) == ("等级", "选一个", True)
    assert (stored.error, stored.errorStyle, stored.showErrorMessage) == ("只能选优或良", "warning", True)
    validation.delete()
    assert sheet["B2"].data_validation.type == "none"


def test_other_validations(book: xw.Book, sheet: xw.Sheet, saved: Saved) -> None:
    sheet["A1"].data_validation.set_custom("=LEN(A1)>3")
    sheet["A2"].data_validation.set_decimal("between", 0, "=$B$1")
    sheet["A3"].data_validation.set_list(sheet["D1:D3"])
    assert sheet["A1"].data_validation.formula == "=LEN(A1)>3"
    assert (sheet["A2"].data_validation.operator, sheet["A2"].data_validation.formula2) == (
        "between",
        "=$B$1",
    )
    assert sheet["A3"].data_validation.source == "=Sheet1!$D$1:$D$3"
    assert (sheet["A1:A3"].data_validation.type, sheet["A3:A4"].data_validation.type) == (
        "inconsistent",
        "mixed_criteria",
    )
    stored = {
        str(item.sqref): (item.type, item.formula1)
        for item in saved()["Sheet1"].data_validations.dataValidation
    }
    assert stored == {
        "A1": ("custom", "LEN(A1)>3"),
        "A2": ("decimal", "0"),
        "A3": ("list", "Sheet1!$D$1:$D$3"),
    }


def test_notes(sheet: xw.Sheet, saved: Saved) -> None:
    assert sheet["B2"].note is None
    note = sheet["B2"].add_note("【绩效自评】\n应为 97")
    assert (note.text, note.location.address) == ("【绩效自评】\n应为 97", "$B$2")
    note.text = "应为 98"
    assert sheet["B2"].note.text == "应为 98"
    assert (len(sheet.notes), sheet.notes["B2"].author) == (1, note.author)
    assert saved()["Sheet1"]["B2"].comment.text == "应为 98"
    with pytest.raises(ValueError, match="already has a note"):
        sheet["B2"].add_note("x")
    sheet["B2"].note.delete()
    assert (sheet["B2"].note, len(sheet.notes)) == (None, 0)


def test_a_note_keeps_the_author_of_the_file(app: xw.App, book: xw.Book, tmp_path: Path) -> None:
    from openpyxl.comments import Comment

    source = Workbook()
    source.active["A1"].comment = Comment("已核实", "张三")
    source.save(tmp_path / "note.xlsx")
    opened = app.books.open(str(tmp_path / "note.xlsx"))
    assert (opened.sheets[0]["A1"].note.author, opened.sheets[0]["A1"].note.text) == ("张三", "已核实")
    opened.save()
    assert load_workbook(tmp_path / "note.xlsx").active["A1"].comment.author == "张三"
