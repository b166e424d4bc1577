"""Formulas: Excel's spelling in and out, filled, as arrays, refused where they cannot be read."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import xlwings as xw
from openpyxl import Workbook

from addin.libreoffice.engine.base import CalcError


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("=SUM(A1:B1,Sheet1!$A$1)", 7),
        ("=IF(A1>1,\"a;b\",'表 2'!A1)", "a;b"),
        ("=SUM({1,2;3,4})", 10),
        ("=SUM((A1,B1))", 5),
        ("=SUM(A:A A1:B1)", 2),
        ("=IFERROR(1/0,TRUE)", True),
        ('=ROUND(A1*100%,2)&"分"', "2分"),
        ('=CONVERT(1,"m","cm")', 100),
        ("=总分+1", 3),
        ("=SUM('Sheet1:表 2'!A1)", 11),
    ],
)
def test_what_is_set_is_read_and_computed(
    book: xw.Book, sheet: xw.Sheet, formula: str, value: object
) -> None:
    book.sheets.add("表 2", after=sheet)["A1"].value = 9
    book.names.add("总分", "=Sheet1!$A$1")
    sheet["A1:B1"].value = [2, 3]
    sheet["D4"].formula = formula
    assert (sheet["D4"].formula, sheet["D4"].value) == (formula, value)
    sheet["D5:E5"].formula2 = [[formula, "x"]]
    assert sheet["D5:E5"].formula2 == ((formula, "x"),)


def test_one_formula_fills_a_range_with_its_references_moved(sheet: xw.Sheet) -> None:
    sheet["A1:B2"].value = [[1, 2], [3, 4]]
    sheet["D1:E2"].formula = "=A1*$A$1"
    assert sheet["D1:E2"].formula == (("=A1*$A$1", "=B1*$A$1"), ("=A2*$A$1", "=B2*$A$1"))
    assert sheet["D1:E2"].value == [[1, 2], [3, 4]]


def test_constants_are_texts_of_themselves(sheet: xw.Sheet) -> None:
    sheet["A1:D1"].value = ["优", 0.5, "'12", None]
    assert sheet["A1:D1"].formula == (("优", "0.5", "12", ""),)


@pytest.mark.parametrize("formula", ["=SUM(1,))", "=1+", "=没有!A1"])
def test_what_is_no_formula_is_refused(sheet: xw.Sheet, formula: str) -> None:
    with pytest.raises(CalcError):
        sheet["A1"].formula = formula
    assert sheet["A1"].value is None


def test_an_array_formula_is_one_for_all_its_cells(sheet: xw.Sheet, saved: Callable[[], Workbook]) -> None:
    sheet["A1:A3"].value = [[1], [2], [3]]
    sheet["B1:B3"].formula_array = "=A1:A3*2"
    assert sheet["B1:B3"].value == [2, 4, 6]
    assert (sheet["B2"].formula_array, sheet["B2"].formula, sheet["B2"].has_array) == ("=A1:A3*2",) * 2 + (
        True,
    )
    assert not sheet["A1"].has_array
    stored = saved()["Sheet1"]["B1"].value
    assert (stored.ref, stored.text) == ("B1:B3", "=A1:A3*2")


@pytest.mark.parametrize(
    "change",
    [
        lambda sheet: sheet["2:2"].insert("down"),
        lambda sheet: sheet["3:3"].delete("up"),
        lambda sheet: sheet["B2"].clear_contents(),
        lambda sheet: setattr(sheet["B2"], "value", 1),
    ],
)
def test_no_part_of_an_array_formula_is_changed(sheet: xw.Sheet, change: Callable[[xw.Sheet], None]) -> None:
    sheet["B1:B3"].formula_array = "=A1:A3*2"
    with pytest.raises(CalcError):
        change(sheet)
    assert sheet["B1:B3"].formula == (("=A1:A3*2",),) * 3


def test_calculation_by_hand_and_at_once(app: xw.App, book: xw.Book, sheet: xw.Sheet) -> None:
    sheet["A1"].value, sheet["A2"].formula = 1, "=A1+1"
    app.calculation = "manual"
    sheet["A1"].value = 5
    assert (app.calculation, sheet["A2"].value) == ("manual", 2)
    app.calculate()
    assert sheet["A2"].value == 6
    app.calculation = "automatic"
    sheet["A1"].value = 7
    assert sheet["A2"].value == 8


def test_names_of_the_book_and_of_a_sheet(book: xw.Book, sheet: xw.Sheet) -> None:
    sheet["A1:A2"].value = [[3], [4]]
    book.names.add("得分", "=Sheet1!$A$1:$A$2")
    sheet["B1"].name = "总分"
    sheet.names.add("本表", "=Sheet1!$A$2")
    assert [name.name for name in book.names] == ["得分", "总分", "Sheet1!本表"]
    assert book.names["得分"].refers_to == "=Sheet1!$A$1:$A$2"
    assert book.names["得分"].refers_to_range.value == [3, 4]
    assert sheet["得分"].address == "$A$1:$A$2"
    assert sheet["B1"].name.name == "总分"
    book.names["得分"].refers_to = "=Sheet1!$A$1"
    assert book.names["得分"].refers_to_range.address == "$A$1"
    book.names["得分"].delete()
    assert "得分" not in book.names
    book.names.add("率", "=0.5*2")
    with pytest.raises(ValueError, match="does not refer to cells"):
        _ = book.names["率"].refers_to_range
