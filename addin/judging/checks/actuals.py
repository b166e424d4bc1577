"""A: actual values. A result must be measured, in the target's unit, and within what is possible.

"计划标准" names where a target came from; it is not what was achieved (A02).
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from addin.judging.checks.registry import at, check
from addin.judging.findings import Finding
from addin.judging.judged import JudgedForm, JudgedRow, unfilled
from addin.reading.labels import is_bounded, is_filler
from addin.reading.numbers import printed
from udfs.decimals import HUNDRED, half_up, plain
from udfs.text import Text


@check("JX-A01")
def blank(judged: JudgedForm) -> Iterator[Finding]:
    """The actual is blank on a row that is scored, or that has a name and a weight or a target."""
    for indicator in judged.rows:
        row = indicator.row
        if row.actual_cell.error or row.actual_cell.pending or not unfilled(row.actual_cell):
            continue
        if row.score_cell is not None and not row.unused and not unfilled(row.score_cell):
            message = Text("实际完成值为空，该行却有得分", "the actual is blank on a scored row")
        elif not row.nameless and _asks_for_an_actual(indicator):
            message = Text(
                "该行没有填写：有指标，没有实际完成值",
                "the row is not filled in: an indicator without an actual",
            )
        else:
            continue
        yield at(judged, "JX-A01", row.actual_cell, message)


def _asks_for_an_actual(indicator: JudgedRow) -> bool:
    """Whether the row has a target, or a weight of its own that is a number above 0."""
    row = indicator.row
    if indicator.target.kind != "blank":
        return True
    weight = printed(row.weight_cell) if row.weight_cell is not None and row.own_weight else None
    return weight is not None and weight.value > 0


@check("JX-A02")
def standard(judged: JudgedForm) -> Iterator[Finding]:
    """The actual is a kind of standard (计划标准, 政策标准, 历史值, 行业标准), not a result."""
    for indicator in judged.rows:
        if not indicator.row.unused and indicator.standard:
            text = indicator.row.actual_cell.text.strip()
            yield at(
                judged,
                "JX-A02",
                indicator.row.actual_cell,
                Text(
                    f"实际完成值填的是“{text}”，那是标准的种类，不是结果",
                    f"{text!r} names a kind of standard, it is no result",
                ),
            )


@check("JX-A03")
def units(judged: JudgedForm) -> Iterator[Finding]:
    """Target and actual have units that cannot be compared (20000人 against 100%); no unit takes the other's."""
    for indicator in judged.rows:
        if indicator.incomparable and not indicator.row.unused and not indicator.standard:
            row = indicator.row
            yield at(
                judged,
                "JX-A03",
                row.actual_cell,
                Text(
                    f"目标“{row.target_text}”与实际“{row.actual_cell.text.strip()}”的单位无法比较",
                    f"{row.target_text!r} and {row.actual_cell.text.strip()!r} have units that do not compare",
                ),
            )


@check("JX-A04")
def repeated(judged: JudgedForm) -> Iterator[Finding]:
    """The actual repeats the target with its operator (≥90% → ≥90%) instead of a measured value."""
    for indicator in judged.rows:
        row, actual = indicator.row, indicator.row.actual
        if row.unused or actual.kind != "number" or not actual.explicit or actual.sentence:
            continue
        if actual.damaged:  # T07 says so
            continue
        target = indicator.target
        if target.kind == "number" and target.op == actual.op and indicator.equal:
            yield at(
                judged,
                "JX-A04",
                row.actual_cell,
                Text(
                    f"实际完成值照抄目标“{row.target_text}”，没有写测得的数",
                    f"the actual repeats the target {row.target_text!r} instead of a measured value",
                ),
            )


@check("JX-A05")
def exceeds(judged: JudgedForm) -> Iterator[Finding]:
    """The actual is 130% or more of a ≥ or plain target (limit: the scheme's) and nothing explains it."""
    form = judged.form
    if form.reason is not None and not is_filler(form.reason.text, "reason"):
        return
    for indicator in judged.rows:
        ratio = _ratio(indicator)
        if ratio is None or ratio < judged.scheme.exceeds_from:
            continue
        note = indicator.row.note_cell
        if note is not None and not is_filler(note.text, "reason"):
            continue
        percent = plain(half_up(ratio, 1))
        yield at(
            judged,
            "JX-A05",
            indicator.row.actual_cell,
            Text(
                f"实际完成值为目标的{percent}%，没有说明原因",
                f"the actual is {percent}% of the target and nothing explains it",
            ),
        )


def _ratio(indicator: JudgedRow) -> Decimal | None:
    """The actual in percent of a target of which more may be had; None for any other."""
    pair, target = indicator.pair, indicator.target
    if (
        indicator.row.unused
        or pair is None
        or pair.ambiguous
        or pair.slip
        or target.kind != "number"
        or indicator.standard
    ):
        return None
    direction = indicator.direction
    if direction is None or direction.reading == "at_most" or target.direction == "equal":
        return None
    if pair.target <= 0 or (target.sentence and not target.explicit):
        return None
    return pair.actual * HUNDRED / pair.target


@check("JX-A06")
def all_equal(judged: JudgedForm) -> Iterator[Finding]:
    """Every actual on the form equals its target (blanks aside)."""
    indicators = [indicator for indicator in judged.rows if not indicator.row.unused and indicator.filled]
    if len(indicators) >= 2 and all(
        indicator.same_text or (indicator.equal and indicator.target.op == indicator.row.actual.op)
        for indicator in indicators
    ):
        yield at(
            judged,
            "JX-A06",
            judged.form.heads.get("actual"),
            Text(
                f"全部{len(indicators)}行的实际完成值都与目标值相同",
                f"all {len(indicators)} actuals equal their targets",
            ),
        )


@check("JX-A07")
def impossible(judged: JudgedForm) -> Iterator[Finding]:
    """A rate that cannot exceed 100% (满意度, 合格率, 准确率, 覆盖率 …) stands above it."""
    for indicator in judged.rows:
        row, actual = indicator.row, indicator.row.actual
        if row.unused or actual.kind != "number" or actual.number is None or not is_bounded(row.name):
            continue
        value = (
            indicator.pair.actual
            if indicator.pair is not None and indicator.pair.unit == "%"
            else actual.number
        )
        if (
            actual.unit == "%" or (indicator.pair is not None and indicator.pair.unit == "%")
        ) and value > HUNDRED:
            yield at(
                judged,
                "JX-A07",
                row.actual_cell,
                Text(
                    f"“{row.name}”不可能超过100%，实际却是{row.actual_cell.text.strip()}",
                    "a rate that cannot exceed 100% stands above it",
                ),
                expected="≤100%",
            )


@check("JX-A08")
def states_a_miss(judged: JudgedForm) -> Iterator[Finding]:
    """The actual states that it misses the target without saying by how much (低于95%, 未达到100人)."""
    for indicator in judged.rows:
        if indicator.row.unused or indicator.standard or not indicator.states_a_miss:
            continue
        row = indicator.row
        actual = row.actual_cell.text.strip()
        yield at(
            judged,
            "JX-A08",
            row.actual_cell,
            Text(
                f"实际完成值“{actual}”只说明没有达到目标“{row.target_text}”，没有写明完成了多少",
                f"the actual {actual!r} only states that it misses the target {row.target_text!r}, not by how much",
            ),
        )
