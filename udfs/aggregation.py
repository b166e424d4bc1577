"""Consolidation (汇总): first the figures of all units, then the score.

"定量指标先汇总完成数，再计算得分": absolute values are added up (绝对值直接累加), relative ones (%, 率, per unit) are
averaged with the money as weights (按照资金额度加权平均). Source: notes 2 and 3 under the Hubei forms.

    >>> add_up(["1.1万人", "23101人"]).number, add_up(["1.1万人", "23101人"]).unit
    (Decimal('34101.0'), '人')
    >>> weigh(["90%", "100%"], [300, 100]).number
    Decimal('92.5')
    >>> weigh_scores([8, 10], [300, 100])
    Decimal('8.50')
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from udfs.decimals import ZERO, D, half_up
from udfs.errors import AggregationError
from udfs.score import Number
from udfs.target import Target, parse
from udfs.text import Text
from udfs.units import base

ABSOLUTE, RELATIVE = "absolute", "relative"


def kind_of(value: Target) -> str:
    """ "relative" for percentages and per-unit values (元/人), "absolute" for everything counted."""
    return RELATIVE if value.unit in ("%", "百分点", "度", "倍") or value.per else ABSOLUTE


def _figures(values: Sequence[Target | str]) -> tuple[list[Decimal], Target]:
    """The values in one unit, and the first one as their pattern. Raises AggregationError, naming both culprits."""
    read = [value if isinstance(value, Target) else parse(value) for value in values]
    if not read:
        raise AggregationError(Text("没有可汇总的数", "nothing to put together"))
    for value in read:
        if value.kind != "number" or value.number is None:
            raise AggregationError(
                Text(f"“{value.raw.strip()}”不是数，无法汇总", f"{value.raw.strip()!r} is no number")
            )
    first = next((value for value in read if value.unit), read[0])
    unit = base(ZERO, first.multiplier, first.unit)[1]
    figures = []
    for value in read:
        figure, its = base(value.number or ZERO, value.multiplier, value.unit)
        if its not in ("", unit) or (value.unit and first.unit and value.per != first.per):
            raise AggregationError(
                Text(
                    f"“{first.raw.strip()}”与“{value.raw.strip()}”的单位不同，无法汇总",
                    f"{first.raw.strip()!r} and {value.raw.strip()!r} have units that do not compare",
                )
            )
        figures.append(figure)
    return figures, first


def _result(number: Decimal, pattern: Target, op: str) -> Target:
    unit = base(ZERO, ZERO, pattern.unit)[1]
    made = Target("", "number", op=op, number=number, unit=unit, per=pattern.per)
    return Target(str(made), "number", op=op, number=number, unit=unit, per=pattern.per)


def add_up(values: Sequence[Target | str]) -> Target:
    """The sum of absolute values (绝对值累加), different units of one quantity converted first (万人 and 人).

    Targets and actuals alike; the operator is the first one's. Raises AggregationError.
    """
    figures, pattern = _figures(values)
    return _result(sum(figures, ZERO), pattern, pattern.op)


def weigh(values: Sequence[Target | str], money: Sequence[Number]) -> Target:
    """The mean of relative values weighted by the money (执行数, else 预算数; 万元), unrounded. Raises AggregationError."""
    figures, pattern = _figures(values)
    return _result(_mean(figures, money), pattern, pattern.op)


def roll_up(values: Sequence[Target | str], money: Sequence[Number], kind: str = "") -> Target:
    """Add up or weigh, by *kind* ("absolute", "relative") or by what the first value with a unit is."""
    _, pattern = _figures(values)
    return weigh(values, money) if (kind or kind_of(pattern)) == RELATIVE else add_up(values)


def weigh_scores(scores: Sequence[Number], money: Sequence[Number], places: int = 2) -> Decimal:
    """Qualitative scores averaged with the money as weights (对分值进行加权平均), rounded half up once."""
    return half_up(_mean([D(score) for score in scores], money), places)


def _mean(figures: Sequence[Decimal], money: Sequence[Number]) -> Decimal:
    if len(figures) != len(money):
        raise AggregationError(
            Text(
                f"{len(figures)}个数对{len(money)}个金额，个数不同",
                f"{len(figures)} figures, {len(money)} amounts",
            )
        )
    amounts = [D(amount) for amount in money]
    if any(amount < 0 for amount in amounts):
        raise AggregationError(Text("金额不能小于0", "an amount of money is below 0"))
    if sum(amounts, ZERO) == 0:
        raise AggregationError(Text("金额合计为0，无法加权", "the money adds up to 0: nothing to weigh by"))
    return sum((f * a for f, a in zip(figures, amounts, strict=True)), ZERO) / sum(amounts, ZERO)
