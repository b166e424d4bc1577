"""Consolidation: figures first, scores after."""

from __future__ import annotations

import pytest

from udfs.aggregation import add_up, roll_up, weigh, weigh_scores
from udfs.decimals import D
from udfs.errors import AggregationError
from udfs.scoring import score_row


def test_absolute_values_are_added_in_one_unit() -> None:
    assert str(add_up(["1.1万人", "23101人", "99人"])) == "34200.0人"
    assert add_up(["90分钟", "2小时"]).number == 210


def test_relative_values_are_averaged_with_the_money() -> None:
    assert weigh(["90%", "100%"], [300, 100]).number == D("92.5")
    assert roll_up(["200元/人", "100元/人"], [1, 3]).number == 125


def test_counted_things_are_added_whatever_the_money() -> None:
    assert roll_up(["12场", "23场"], [300, 100]).number == 35


def test_the_consolidated_row_is_scored_after_adding_up() -> None:
    target, actual = add_up(["≥100人", "≥50人"]), add_up(["120人", "24人"])
    assert (target.op, target.number) == ("≥", 150)
    assert score_row(target, actual, 10).value == D("9.60")


def test_qualitative_scores_are_weighed_and_rounded_once() -> None:
    assert weigh_scores([8, 10, 9], [100, 100, 100]) == 9
    assert weigh_scores(["8.5", "9.25"], [2, 1]) == D("8.75")


REFUSED = [
    (lambda: add_up(["12人", "30%"]), "“12人”与“30%”的单位不同"),
    (lambda: add_up(["12人", "有所提升"]), "“有所提升”不是数"),
    (lambda: weigh(["90%", "95%"], [0, 0]), "无法加权"),
    (lambda: weigh(["90%"], [1, 2]), "个数不同"),
    (lambda: weigh(["90%"], [-1]), "小于0"),
    (lambda: add_up([]), "没有可汇总的数"),
]


@pytest.mark.parametrize(("call", "message"), REFUSED)
def test_what_does_not_go_together_is_named(call, message: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(AggregationError, match=message):
        call()
