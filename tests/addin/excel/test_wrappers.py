"""The functions as a cell calls them: through the generated VBA, to Python and back."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from pyopenvba.interpreter import VBAErrorValue

from udfs.functions import FUNCTIONS

NO_ANSWER, WIZARD = "error 2029", "error 2043"


@pytest.mark.parametrize("function", FUNCTIONS.values(), ids=FUNCTIONS)
def test_the_example_of_every_function(excel: Any, function: Any) -> None:
    given = [float(value) if isinstance(value, int | Decimal) else value for value in function.example[0]]
    shown = excel.call(function.name, *given)
    assert str(shown).removesuffix(".0") == function.example[1]
    assert excel.server.calls == [function.name]


def test_cells_a_literal_and_a_scheme(excel: Any) -> None:
    excel.range("A1:B1", [["部分达成", 10]])
    assert excel.call("JX_BAND", excel.range("A1"), excel.range("B1"), 0.7, "mof-2021") == 7


def test_a_column_is_one_call(excel: Any) -> None:
    excel.range("A1:C3", [["≥95%", "93%", 10], ["≤3天", "4天", 10], ["", "", 10]])
    column = excel.call("JX_SCORE", excel.range("A1:A3"), excel.range("B1:B3"), excel.range("C1:C3"))
    assert column == [[9.79], [7.5], [""]]
    assert excel.server.calls == ["JX_SCORE"]


def test_a_row_fills_a_row(excel: Any) -> None:
    excel.range("A1:C1", [[93, 55, "?"]])
    assert excel.call("JX_GRADE", excel.range("A1:C1")) == ["优", "差", "error 2015"]


def test_blank_cells_are_blank(excel: Any) -> None:
    assert excel.call("JX_SCORE", excel.range("A1"), excel.range("B1"), 10.0) == ""
    assert excel.call("JX_TOTAL", excel.range("A1:B9")) == 0


def test_a_total_of_ranges_and_numbers(excel: Any) -> None:
    excel.range("A1:A3", [[16.35], [""], [20]])
    assert excel.call("JX_TOTAL", excel.range("A1:A3"), 40.0, excel.range("C1")) == 76.35
    excel.range("A2", [["未完成"]])
    assert excel.call("JX_TOTAL", excel.range("A1:A3"), 40.0) == "error 2015"
    assert excel.call("JX_TOTAL") == "error 2015"


def test_a_roll_up_of_two_ranges(excel: Any) -> None:
    excel.range("A1:B2", [["12人", 5], ["8人", 15]])
    assert excel.call("JX_ROLLUP", excel.range("A1:A2"), excel.range("B1:B2")) == 20
    excel.range("A1:A2", [["90%"], ["100%"]])
    assert excel.call("JX_ROLLUP", excel.range("A1:A2"), excel.range("B1:B2"), "相对值") == 0.975


@pytest.mark.parametrize("number", [2000, 2007, 2015, 2023, 2029, 2036, 2042, 2043, 2045, 2050])
def test_an_error_cell_comes_out_as_the_same_error(excel: Any, number: int) -> None:
    excel.range("A1:A2", [[80], [VBAErrorValue(number)]])
    assert excel.call("JX_RATE", 160.0, excel.range("A2")) == f"error {number}"
    assert excel.call("JX_RATE", 160.0, excel.range("A1:A2")) == [[0.5], [f"error {number}"]]


def test_an_unknown_scheme_is_not_available(excel: Any) -> None:
    assert excel.call("JX_GRADE", 93.0, "mof-1999") == "error 2042"


def test_a_text_stays_a_text_whatever_it_says(excel: Any) -> None:
    assert excel.call("JX_TARGET", "-2146826246个", "unit") == "个"
    assert "-2146826246" in excel.call("JX_EXPLAIN", "≥95%", "-2146826246人", 10.0)


def test_money_keeps_all_its_decimals(excel: Any) -> None:
    """Value cuts a cell shown as money to four decimals: of these amounts nothing would be left."""
    cells = excel.range("A1:A2", [[0.00004], [0.00002]], shown="$#,##0.00")
    assert excel.call("JX_RATE", excel.range("A1"), excel.range("A2")) == 0.5
    assert excel.call("JX_RATE", 0.00004, cells) == [[1], [0.5]]


def test_a_date_is_a_date(excel: Any) -> None:
    excel.range("A1:A2", [[45646], [45657]], shown="yyyy-mm-dd")
    scores = excel.call("JX_SCORE", "2024年12月20日前", excel.range("A1:A2"), 5.0)
    assert scores == [[5], [0]]


def test_a_range_of_several_areas_is_refused(excel: Any) -> None:
    excel.range("A1:C1", [[10, 20, 30]])
    assert excel.call("JX_TOTAL", excel.range("A1,C1")) == "error 2015"


def test_the_server_is_started_once_and_kept(excel: Any) -> None:
    for _ in range(3):
        assert excel.call("JX_RATE", 80.0, 60.0) == 0.75
    assert excel.state("started") == 1


def test_a_server_that_died_is_started_once_more_and_kept(excel: Any) -> None:
    excel.call("JX_RATE", 80.0, 60.0)
    excel.server.deaths = 1
    assert excel.call("JX_RATE", 80.0, 60.0) == 0.75
    assert excel.call("JX_RATE", 80.0, 40.0) == 0.5
    assert excel.state("started") == 2


def test_a_server_that_dies_twice_leaves_an_error_and_the_next_cell_tries_again(excel: Any) -> None:
    excel.call("JX_RATE", 80.0, 60.0)
    excel.server.deaths = 2
    assert excel.call("JX_RATE", 80.0, 60.0) == NO_ANSWER
    assert excel.state("started") == 2
    assert excel.call("JX_RATE", 80.0, 60.0) == 0.75


def test_python_that_does_not_start_is_not_waited_for_in_every_cell(excel: Any) -> None:
    excel.set("startable", False)
    assert [excel.call("JX_RATE", 80.0, 60.0) for _ in range(3)] == [NO_ANSWER] * 3
    assert excel.state("started") == 1
    excel.set("startable", True)
    excel.app.freeze_clock(dt.datetime(2024, 12, 31, 9, 0, 29))
    assert excel.call("JX_RATE", 80.0, 60.0) == NO_ANSWER
    excel.app.freeze_clock(dt.datetime(2024, 12, 31, 9, 0, 31))
    assert excel.call("JX_RATE", 80.0, 60.0) == 0.75


def test_a_click_on_the_ribbon_ends_the_waiting(excel: Any) -> None:
    excel.set("startable", False)
    assert excel.call("JX_RATE", 80.0, 60.0) == NO_ANSWER
    excel.set("startable", True)
    excel.app.run("JxTryAgain")
    assert excel.call("JX_RATE", 80.0, 60.0) == 0.75


def test_the_function_wizard_does_not_call_python(excel: Any) -> None:
    excel.wizard = True
    assert excel.call("JX_RATE", 80.0, 60.0) == WIZARD
    assert (excel.state("started"), excel.server.calls) == (0, [])
    excel.wizard = False
    assert excel.call("JX_RATE", 80.0, 60.0) == 0.75
