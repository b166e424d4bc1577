"""The worksheet functions as typed in cells: values, ranges, blanks, errors."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from udfs.decimals import D, plain
from udfs.functions import FUNCTIONS, CellError, Given, call
from udfs.scoring import score_row

VALUE, NA = CellError("#VALUE!"), CellError("#N/A")


@pytest.mark.parametrize("name", FUNCTIONS)
def test_the_example_gives_what_it_says(name: str) -> None:
    arguments, result = FUNCTIONS[name].example
    got = call(name, *arguments)
    assert (
        plain(got) if isinstance(got, Decimal) else got.name if isinstance(got, CellError) else got
    ) == result


CALLS: list[tuple[str, tuple[Given, ...], object]] = [
    ("JX_SCORE", ("≥95%", 0.98, 10), D("10.00")),
    ("JX_SCORE", (0.95, 0.93, 10), D("9.79")),
    ("JX_SCORE", ("＞＝９５％", "９３％", "10"), D("9.79")),
    ("JX_SCORE", ("354万元", "277万元", 20, "反向"), D("20.00")),
    ("JX_SCORE", ("10.65万元", "9.99万元", 4, "", "zhongwei-2024"), D("3.75")),
    ("JX_SCORE", ("2024年底前", dt.date(2024, 12, 20), 5), D("5.00")),
    ("JX_SCORE", ("有所提升", "有所提升", 5), D("5.00")),
    ("JX_SCORE", (None, None, 10), ""),
    ("JX_SCORE", ("", "", 10), ""),
    ("JX_SCORE", ("≥95%", "", 10), VALUE),
    ("JX_SCORE", ("≥95%", "计划标准", 10), VALUE),
    ("JX_SCORE", ("≥95%", "93%", "十分"), VALUE),
    ("JX_SCORE", ("≥95%", "93%", 10, "上"), VALUE),
    ("JX_SCORE", ("≥95%", "93%", 10, "", "没有的口径"), NA),
    ("JX_BAND", ("达成预期指标", 10), D("10.00")),
    ("JX_BAND", ("达成预期指标", 10, 0.85), D("8.50")),
    ("JX_BAND", ("部分达成", 10), VALUE),
    ("JX_BAND", ("部分达成", 10, 0.85), VALUE),
    ("JX_RATE", (65, 53.132), D("53.132") / 65),
    ("JX_RATE", (0, 5), VALUE),
    ("JX_RATE", ("", ""), ""),
    ("JX_EXEC", (65, 53.132, 20), D("16.35")),
    ("JX_EXEC", (0, 0, 20), VALUE),
    ("JX_TOTAL", ([[16.35, 20], [None, 40]], 20), D("96.35")),
    ("JX_TOTAL", ([[16.35, "合格"]],), VALUE),
    ("JX_GRADE", (89.99,), "良"),
    ("JX_GRADE", (101,), VALUE),
    ("JX_DEVIATION", (0, 1), VALUE),
    ("JX_TARGET", ("≥95%", "direction"), "up"),
    ("JX_TARGET", ("≥95%", "方向"), "正向"),
    ("JX_TARGET", ("200元/人/年", "单位"), "元/人/年"),
    ("JX_TARGET", ("有所提升", "类型"), "文字"),
    ("JX_TARGET", ("≥95%", "颜色"), VALUE),
    ("JX_EXPLAIN", ("20000人", "100%", 5), "目标“20000人”与实际“100%”的单位无法比较"),
    ("JX_EXPLAIN", ("≥95%", "93%", 10, "", "没有的口径"), NA),
    ("JX_ROLLUP", ([["1.1万人"], ["23101人"]], [[1], [1]]), D("34101.0")),
    ("JX_ROLLUP", ([["90%"], ["100%"], [""]], [[300], [100], [7]]), D("92.5")),
    ("JX_ROLLUP", ([["12人"], ["30%"]], [[1], [1]]), VALUE),
    ("JX_ROLLUP", ([["12人"], ["30人"]], [[1]]), VALUE),
]  # fmt: skip


@pytest.mark.parametrize(("name", "arguments", "result"), CALLS)
def test_a_call(name: str, arguments: tuple[Given, ...], result: object) -> None:
    assert call(name, *arguments) == result


@pytest.mark.parametrize("name", FUNCTIONS)
def test_an_error_cell_that_comes_in_comes_out(name: str) -> None:
    arguments = [CellError("#DIV/0!") for argument in FUNCTIONS[name].arguments if not argument.optional]
    assert call(name, *arguments) == CellError("#DIV/0!")


def test_a_column_costs_one_call_and_scores_as_its_rows() -> None:
    targets = [["≥95%"], ["≤48小时"], [""], ["10万元"], ["没有"]]
    actuals = [["93%"], ["50小时"], [""], ["9.99万元"], ["有"]]
    weights = [[10], [5], [5], [10], [5]]
    column = call("JX_SCORE", targets, actuals, weights)
    assert column == [
        [call("JX_SCORE", target, actual, weight)]
        for (target,), (actual,), (weight,) in zip(targets, actuals, weights, strict=True)
    ]
    assert column == [[score_row("≥95%", "93%", 10).value], [score_row("≤48小时", "50小时", 5).value], [""],
                      [score_row("10万元", "9.99万元", 10).value], [VALUE]]  # fmt: skip


def test_a_column_and_a_row_make_a_table() -> None:
    table = call("JX_RATE", [[100], [200]], [[50, 100]])
    assert table == [[D("0.5"), D(1)], [D("0.25"), D("0.5")]]


def test_a_range_that_is_too_short_is_not_available_beyond_its_end() -> None:
    assert call("JX_SCORE", [["≥1"], ["≥1"], ["≥1"]], [[1], [1]], 5) == [[D("5.00")], [D("5.00")], [NA]]


def test_one_wrong_row_leaves_the_others() -> None:
    assert call("JX_SCORE", [["≥1"], [CellError("#REF!")]], 1, 5) == [[D("5.00")], [CellError("#REF!")]]


def test_a_figure_in_a_sentence_is_scored_where_a_direction_is_given() -> None:
    target = "追讨民工工资上千余万元"
    assert call("JX_SCORE", target, "100万元", 8) == VALUE
    assert call("JX_EXPLAIN", target, "100万元", 8) == "目标值的数字夹在文字里，方向不明"
    assert call("JX_SCORE", target, "1000万元", 8) == D("8.00")
    assert call("JX_SCORE", target, "500万元", 8, "正向") == D("4.00")


def test_too_few_or_too_many_arguments_are_the_hosts_mistake() -> None:
    with pytest.raises(TypeError):
        call("JX_SCORE", "≥1", 1)
    with pytest.raises(TypeError):
        call("JX_RATE", 1, 2, 3)
