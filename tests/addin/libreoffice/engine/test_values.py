"""Values: what is assigned is what is read, and what Excel would make of it."""

from __future__ import annotations

import datetime as dt
import time

import pytest
import xlwings as xw

from addin.libreoffice.engine.base import CalcError


def test_rows_come_back_as_they_were_written(sheet: xw.Sheet) -> None:
    sheet["B2"].value = [["产出指标", 20, None], ["效益指标", 30.5, True]]
    assert sheet["B2:D3"].value == [["产出指标", 20, None], ["效益指标", 30.5, True]]
    assert sheet["B2:D3"].raw_value == (("产出指标", 20, None), ("效益指标", 30.5, True))
    assert sheet.used_range.address == "$B$2:$D$3"


def test_one_value_fills_the_range_and_none_empties_it(sheet: xw.Sheet) -> None:
    sheet["A1:B2"].value = 7
    assert sheet["A1:B2"].value == [[7, 7], [7, 7]]
    sheet["A1:B2"].value = None
    assert sheet["A1:B2"].raw_value == ((None, None), (None, None))


@pytest.mark.parametrize(
    ("typed", "value", "code"),
    [
        ("90%", 0.9, "0.00%"),
        ("1,234.5", 1234.5, "General"),
        ("2024-1-5", dt.datetime(2024, 1, 5), "yyyy-mm-dd"),
        ("'12", "12", "General"),
        ("≥95%", "≥95%", "General"),
        ("优", "优", "General"),
    ],
)
def test_a_text_is_read_as_if_it_were_typed(sheet: xw.Sheet, typed: str, value: object, code: str) -> None:
    sheet["A1"].value = typed
    assert (sheet["A1"].value, sheet["A1"].number_format) == (value, code)


def test_a_cell_formatted_as_text_keeps_texts(sheet: xw.Sheet) -> None:
    sheet["A1:A2"].number_format = "@"
    sheet["A1:B2"].value = [["90%", "90%"], [5, 5]]
    assert sheet["A1:B2"].value == [["90%", 0.9], ["5", 5]]


def test_dates_and_moments(sheet: xw.Sheet) -> None:
    sheet["A1:A3"].options(transpose=True).value = [
        dt.date(2024, 12, 31),
        dt.datetime(2024, 12, 31, 17, 30),
        dt.time(6),
    ]
    assert sheet["A1"].value == dt.datetime(2024, 12, 31)
    assert sheet["A2"].value == dt.datetime(2024, 12, 31, 17, 30)
    assert sheet["A1"].number_format == "yyyy/m/d"
    sheet["B1"].number_format = 'yyyy"年"m"月"'
    sheet["B1"].value = dt.date(2024, 12, 31)
    assert sheet["B1"].number_format == 'yyyy"年"m"月"'


def test_error_cells_are_numbers_raw_and_nothing_or_their_name(sheet: xw.Sheet) -> None:
    sheet["A1:D1"].formula = ["=1/0", "=NA()", "=NO_SUCH(1)", '="a"+1']
    assert sheet["A1:D1"].raw_value == ((-2146826281, -2146826246, -2146826259, -2146826273),)
    assert sheet["A1:D1"].value == [None] * 4
    assert sheet["A1:D1"].options(err_to_str=True).value == ["#DIV/0!", "#N/A", "#NAME?", "#VALUE!"]


def test_a_whole_column_costs_no_more_than_its_used_part(sheet: xw.Sheet) -> None:
    sheet["A1:A3"].value = [[1], [2], [3]]
    start = time.perf_counter()
    values = sheet["A:A"].value
    assert (values[:4], len(values)) == ([1, 2, 3, None], 1_048_576)
    assert time.perf_counter() - start < 10


def test_ten_thousand_cells_are_written_and_read_in_blocks(sheet: xw.Sheet) -> None:
    rows = [
        [f"=A{row}*2" if column == 1 else row * 10 + column for column in range(10)] for row in range(1, 1001)
    ]
    start = time.perf_counter()
    sheet["A1"].value = rows
    assert sheet["A1:J1000"].value[999] == [10000, 20000, *range(10002, 10010)]
    assert sheet["B1:B1000"].formula[999] == ("=A1000*2",)
    # Cell by cell this takes more than 20 s here.
    assert time.perf_counter() - start < 8


def test_a_locked_cell_refuses_and_an_unlocked_one_takes_it(sheet: xw.Sheet) -> None:
    sheet["A1"].value = 1
    sheet["B1"].api.CellProtection = _unlocked(sheet)
    sheet.api.Protect("秘密")
    with pytest.raises(CalcError, match="Sheet1!A1 受保护"):
        sheet["A1"].value = 2
    with pytest.raises(CalcError):
        sheet["A1:B1"].value = [3, 3]
    sheet["B1"].value = 4
    assert sheet["A1:B1"].value == [1, 4]


def _unlocked(sheet: xw.Sheet) -> object:
    protection = sheet["B1"].api.CellProtection
    protection.IsLocked = False
    return protection


def test_a_cell_that_is_formatted_as_text_keeps_what_looks_like_a_formula(sheet: xw.Sheet) -> None:
    cells = sheet.range("A1:A2")
    cells.number_format = "@"
    cells[0].value = "=1套"
    cells[1].formula = "=1+1"
    assert cells.value == ["=1套", "=1+1"]
