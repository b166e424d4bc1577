"""What an actual says beside its number: a bound, a range, a change the other way, a result that is short of its target.

An actual is a span of numbers, mostly of one. A score is given where both ends of the span earn the same, and refused
where they do not: 96%-98% meets ≥95%, 8-12天 may or may not keep ≤10天, 低于95% misses ≥95% by nobody knows how much.

>>> from udfs.target import parse
>>> str(measured(parse("≥3次"), parse("尚差1次"), "at_least"))
'2次'
>>> measured(parse("增长≥5%"), parse("下降6%"), "at_least").number
Decimal('-6')
>>> span(parse("700余人"))
Span(low=Decimal('700'), high=Decimal('800'), low_open=True, high_open=True)
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from udfs.arithmetic import Row
from udfs.decimals import ZERO
from udfs.errors import ScoringError
from udfs.levels import says_no
from udfs.nature import nature_in
from udfs.normalise import normalise
from udfs.patterns import lazy
from udfs.score import Score
from udfs.target import Target
from udfs.text import Text

# What stands beside the result and is none.
NO_RESULT = ("over", "saved", "early", "left", "planned")
_QUALIFIED = ("重大", "较大", "特大", "严重", "群体", "有责", "恶性")
_FIGURE = lazy(r"[\d≥≤><=]")
# Beyond every figure of a form: the open end of "95%以上".
_FAR = Decimal(10) ** 30


@dataclass(frozen=True, slots=True)
class Span:
    """From *low* to *high*, an end left out where it is open; None is no end at all."""

    low: Decimal | None
    high: Decimal | None
    low_open: bool = False
    high_open: bool = False


def is_plain(got: Target) -> bool:
    """Whether an actual is one number and nothing else; a number that was reached (达到95%) is one."""
    if got.kind != "number" or got.change or got.sentence or got.more or got.sense not in ("", "reached"):
        return False
    return got.op in ("", "=", "~") or got.sense == "reached"


def misses(wanted: Target, got: Target) -> ScoringError:
    """The refusal of an actual that says that it misses its target, not by how much."""
    target, actual = wanted.raw.strip(), got.raw.strip()
    return ScoringError(
        Text(
            f"实际完成值“{actual}”说明没有达到目标“{target}”，但没有写明差多少",
            f"the actual {actual!r} states that it misses {target!r} without saying by how much",
        ),
        "misses",
    )


def unclear(wanted: Target, got: Target) -> ScoringError:
    """The refusal of an actual that may or may not meet its target."""
    target, actual = wanted.raw.strip(), got.raw.strip()
    return ScoringError(
        Text(
            f"实际完成值“{actual}”不是确定的数，对目标“{target}”不止一种得分",
            f"the actual {actual!r} is no definite figure: more than one score follows for {target!r}",
        ),
        "unclear",
    )


def measured(wanted: Target, got: Target, rule: str) -> Target:
    """*got* as the number that is compared with *wanted*: a change the other way negative, what is short taken off.

    Raises ScoringError ("misses", "unclear") where the words give no result.
    """
    if got.sentence and got.sense != "none" and says_no(wanted.raw, got.raw):
        raise misses(wanted, got)
    if got.sentence and rule == "at_least" and _unwanted(got) and not _unwanted(wanted):
        raise unclear(wanted, got)
    if got.sense == "none":
        return _nothing(wanted, got, rule)
    if got.sense == "short" != wanted.sense:
        return _short(wanted, got, rule)
    if (
        wanted.number != 0
        and got.sense in NO_RESULT
        and got.sense != wanted.sense
        and not (got.change and wanted.change)
    ):
        raise (misses if got.sense == "over" and rule == "at_most" else unclear)(wanted, got)
    return _changed(wanted, got, rule) if got.change else got


def _unwanted(side: Target) -> bool:
    """Whether the words in front of the number name what is not wanted (不合格率3% against ≥95%)."""
    return nature_in(_FIGURE.split(normalise(side.raw), maxsplit=1)[0]) == "down"


def _nothing(wanted: Target, got: Target, rule: str) -> Target:
    """零投诉, 持平: a nought in words compares with a nought, a limit, or (持平) with a change."""
    if got.change == "none":
        if wanted.change or wanted.number == 0:
            return got
        raise unclear(wanted, got)
    if any(word in got.raw and word not in wanted.raw for word in _QUALIFIED):
        raise unclear(wanted, got)  # no serious accident is not no accident
    if wanted.number == 0 or (rule == "at_most" and wanted.explicit):
        return got
    raise unclear(wanted, got)


def _short(wanted: Target, got: Target, rule: str) -> Target:
    """尚差1次 of 3 is 2; by another unit, or of a limit that must not be passed, it is nothing that can be scored."""
    if wanted.kind != "number" or rule != "at_least" or wanted.number is None or got.number is None:
        raise unclear(wanted, got)
    if got.unit not in ("", wanted.unit) or (got.unit and got.multiplier != wanted.multiplier):
        raise misses(wanted, got)
    number = wanted.number - got.number
    if number < 0 or wanted.unit == "%":
        raise misses(wanted, got)
    return Target(
        got.raw, "number", number=number, unit=wanted.unit, per=wanted.per, multiplier=wanted.multiplier
    )


def _changed(wanted: Target, got: Target, rule: str) -> Target:
    """增长 against 下降 is negative; against a target that names no change, only growth is the number it seems to be."""
    if not wanted.change or wanted.change == "none":
        relative = got.unit in ("%", "百分点") or wanted.number == 0
        if got.change == "up" and got.sense == "" and (relative or rule == "at_least"):
            return got
        if wanted.change == "none":
            return got if got.change == "up" else _negated(got)
        if got.change == "down" and relative and wanted.number == 0:
            return _negated(got)
        raise unclear(wanted, got)
    if wanted.change == got.change:
        if got.number is not None and got.number < 0 and got.change == "down":
            raise unclear(wanted, got)
        return got
    return _negated(got)


def _negated(got: Target) -> Target:
    number = None if got.number is None else -abs(got.number)
    if got.number2 is not None and got.kind == "range":
        return replace(got, number=-got.number2, number2=number)
    return replace(got, number=number, op="" if got.op in ("≥", ">") and got.inferred else got.op)


def span(got: Target) -> Span:
    """The numbers that *got* may mean, in its own unit and before its multiplier."""
    number = got.number if got.number is not None else ZERO
    if got.kind == "range":
        return Span(number, got.number2)
    if got.more:
        step = Decimal(10) ** (len(str(int(abs(number)))) - len(str(int(abs(number))).rstrip("0")))
        return Span(number, number + (step if number >= 10 else 1), True, True)
    if got.sense == "nearly":
        return Span(None, number, False, True)
    if got.sense == "reached" or got.inferred or got.op in ("", "=", "~"):
        return Span(number, number)
    if got.op in ("≥", ">"):
        return Span(number, None, got.op == ">")
    return Span(None, number, False, got.op == "<")


def settle(row: Row, wanted: Target, got: Target, reach: Span) -> Score:
    """The one score that every number of *reach* earns (in the row's unit). Raises ScoringError where they differ."""
    if reach.low is not None and reach.low == reach.high:
        return row.score(reach.low)
    low = reach.low if reach.low is not None else (min(ZERO, row.target) if row.target >= 0 else -_FAR)
    high = reach.high if reach.high is not None else _FAR
    if row.rule == "exact" and row.target != 0:
        if got.more and low == row.target:  # 700余人 is 700人
            return row.score(low)
        raise unclear(wanted, got)
    if _all_missed(row, low, high, reach):
        raise misses(wanted, got)
    ends = [row.score(low), row.score(high)]
    inside = row.rule != "range" or ends[0].met == ends[1].met is True
    if ends[0].value != ends[1].value or ends[0].met != ends[1].met or not inside:
        raise unclear(wanted, got)
    return ends[1] if row.rule == "at_most" and reach.high is not None else ends[0]


def _all_missed(row: Row, low: Decimal, high: Decimal, reach: Span) -> bool:
    """Whether no number of the span meets the target, and how far it is off is not said."""
    if row.target == 0 or row.rule == "range":
        return False
    if row.rule == "at_least":
        return reach.low is None and (high < row.target or (high == row.target and reach.high_open))
    return (reach.high is None or reach.high_open) and (
        low > row.target or (low == row.target and reach.low_open)
    )
