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
from dataclasses import replace
from decimal import Decimal

from udfs.actuals import NO_RESULT
from udfs.decimals import ONE, ZERO, D, half_up
from udfs.errors import AggregationError
from udfs.score import Number
from udfs.target import Target, parse
from udfs.text import Text
from udfs.units import align

ABSOLUTE, RELATIVE = "absolute", "relative"


def kind_of(value: Target) -> str:
    """ "relative" for percentages and per-unit values (元/人), "absolute" for everything counted."""
    return RELATIVE if value.unit in ("%", "百分点", "度", "倍") or value.per else ABSOLUTE


def _figures(values: Sequence[Target | str]) -> tuple[list[Decimal], Target]:
    """The values in the unit of the first that has one, and that one. Raises AggregationError, naming both figures."""
    read = [value if isinstance(value, Target) else parse(value) for value in values]
    if not read:
        raise AggregationError(Text("没有可汇总的数", "nothing to put together"))
    for value in read:
        if value.kind != "number" or value.number is None or value.sense in ("short", *NO_RESULT):
            raise AggregationError(
                Text(f"“{value.raw.strip()}”不是数，无法汇总", f"{value.raw.strip()!r} is no number")
            )
    first = next((value for value in read if value.unit), read[0])
    one = replace(first, number=ONE, number2=None, multiplier=ONE, op="")
    return [_figure(value, first, one) for value in read], first


def _figure(value: Target, first: Target, one: Target) -> Decimal:
    """*value* in the unit of *first*; a fall among rises is negative, a bare 0.97 beside 95% is 97."""
    if not _alike(value, first):
        a, b = first.raw.strip(), value.raw.strip()
        raise AggregationError(
            Text(f"“{a}”与“{b}”的说法不同，无法汇总", f"{a!r} and {b!r} do not say the same kind of thing")
        )
    number = value.number if value.number is not None else ZERO
    if value.change and first.change and value.change != first.change:
        number = -number
    if value.unit or not first.unit:
        # In one unit of the first: what both are converted into cancels out.
        pair, beside = align(one, replace(value, number=number, op="")), align(first, value)
        if pair is None or (beside is not None and beside.slip):
            raise _unlike(first, value)
        return pair.actual / pair.target
    pair = align(first, replace(value, number=number, op=""))
    if pair is None or pair.ambiguous:
        raise _unlike(first, value)
    return pair.actual


def _alike(value: Target, first: Target) -> bool:
    """Whether both are measured: 未达到10人 is no figure, a change is none beside a level, nor 元 beside 元/人."""
    if bool(value.change) != bool(first.change) or (value.unit and bool(value.per) != bool(first.per)):
        return False
    if value.op in ("<", ">") and value.explicit:
        return False
    bound, other = (side.op if side.explicit and side.sense == "" else "" for side in (value, first))
    return bound == other or {bound, other} <= {"", "=", "≥"}


def _unlike(first: Target, value: Target) -> AggregationError:
    a, b = first.raw.strip(), value.raw.strip()
    return AggregationError(
        Text(f"“{a}”与“{b}”的单位不同，无法汇总", f"{a!r} and {b!r} have units that do not compare")
    )


def _result(number: Decimal, pattern: Target) -> Target:
    made = Target("", "number", op=pattern.op, number=number, unit=pattern.unit, per=pattern.per)
    return replace(made, raw=str(made))


def add_up(values: Sequence[Target | str]) -> Target:
    """The sum of absolute values (绝对值累加), different units of one quantity converted first (万人 and 人).

    Targets and actuals alike; the operator is the first one's. Raises AggregationError.
    """
    figures, pattern = _figures(values)
    return _result(sum(figures, ZERO), pattern)


def weigh(values: Sequence[Target | str], money: Sequence[Number]) -> Target:
    """The mean of relative values weighted by the money (执行数, else 预算数; 万元), unrounded. Raises AggregationError."""
    figures, pattern = _figures(values)
    return _result(_mean(figures, money), pattern)


def roll_up(values: Sequence[Target | str], money: Sequence[Number], kind: str = "") -> Target:
    """Add up or weigh, by *kind* ("absolute", "relative") or by what the first value with a unit is."""
    figures, pattern = _figures(values)
    if not kind and not pattern.unit and pattern.multiplier == ONE and _fractions(figures):
        raise AggregationError(
            Text(
                "0.95这样的数没有单位，可能是比率，请写明绝对值或相对值",
                "figures such as 0.95 without a unit may be rates: say whether they are absolute or relative",
            )
        )
    return weigh(values, money) if (kind or kind_of(pattern)) == RELATIVE else add_up(values)


def _fractions(figures: Sequence[Decimal]) -> bool:
    """Whether the figures may be the stored values of percentages: none above 1, one at least between 0 and 1."""
    return all(abs(figure) <= 1 for figure in figures) and any(0 < abs(figure) < 1 for figure in figures)


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
