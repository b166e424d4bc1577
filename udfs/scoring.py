"""Scoring one row; every score knows its rule and can say its arithmetic.

>>> scheme = load_scheme("zhongwei-2024")
>>> score_row("10.65万元", "9.99万元", 4, scheme).value
Decimal('3.75')
>>> score_row("≤6.60万元", "7.44万元", 4, scheme).words.zh
'反向 4×6.60÷7.44=3.55'
>>> try:
...     score_row("≥95%", "低于95%", 10, scheme)
... except ScoringError as error:
...     error.cause
'misses'

Sources: 财预〔2020〕10号附件1 and the notes under the regional forms: 正向 得分=权重×B/A, 反向 得分=权重×A/B, never
above the weight; exactly, W×min(A/B, B/A): the cost rows of the Zhongwei forms. Ranges and dates are scored by the
nearer end and by "no later than"; no published note says otherwise.
"""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from udfs import levels
from udfs.actuals import Span, is_plain, measured, misses, settle, span, unclear
from udfs.arithmetic import Row, Rule
from udfs.deadlines import beside_date, kept
from udfs.decimals import HUNDRED, ZERO, D, plain
from udfs.described import SAME, score_band, score_level
from udfs.errors import ScoringError
from udfs.lexicon import DIRECTIONS, SIGNS
from udfs.normalise import squeezed
from udfs.scheme import DEFAULT, Scheme, load_scheme
from udfs.score import Number, Score, said, scored
from udfs.target import Target, parse
from udfs.text import Text
from udfs.units import Aligned, align

__all__ = ["DIRECTIONS", "UNDECIDED", "reading_of", "score_band", "score_row"]

_PLANNED = re.compile("预计|拟于|计划于|将于|(?<!按)计划")
# Why a figure among words, without an operator, is not scored.
UNDECIDED = Text(
    "目标值的数字夹在文字里，方向不明", "the number stands inside a sentence that gives no direction"
)


def reading_of(direction: str) -> str:
    """The reading that a *direction* argument names: 正向, 反向, 相等 or their English words. Raises ScoringError."""
    asked = squeezed(direction)
    for reading, names in DIRECTIONS.items():
        if asked in names:
            return reading
    known = "、".join(names[0] for names in DIRECTIONS.values())
    raise ScoringError(
        Text(f"方向“{direction}”无法识别，可用：{known}", f"unknown direction {direction!r}"), "direction"
    )


def _read(value: Target | str) -> Target:
    return value if isinstance(value, Target) else parse(value)


def score_row(
    target: Target | str,
    actual: Target | str,
    weight: Number,
    scheme: Scheme | None = None,
    direction: str = "",
    *,
    reading: str = "",
    year: int | None = None,
) -> Score:
    """The score of one row: target (A), actual (B) and weight (分值), quantitative or qualitative.

    *direction* (正向/反向/相等) overrides what a target without an operator means under the scheme; *reading*
    ("at_least", "at_most", "exact") does the same for callers inside. *year* fills in the year of dates without one.
    Raises ScoringError where the row cannot be scored, saying why in words and by its cause.
    """
    scheme = scheme or load_scheme(DEFAULT)
    wanted, got, points = _read(target), _read(actual), D(weight)
    if points < 0:
        raise ScoringError(
            Text(f"分值{plain(points)}小于0", f"the weight {plain(points)} is below 0"), "weight"
        )
    if direction:
        reading = reading_of(direction)
    _both_there(wanted, got)
    if wanted.kind == "date" or got.kind == "date":
        return _date(wanted, got, points, scheme, year)
    if wanted.kind == "level" or (wanted.sense == "none" and got.kind == "level"):
        return score_level(wanted, got, points, scheme)
    if squeezed(wanted.raw) == squeezed(got.raw) and wanted.number != 0:
        return scored(points, _rule(wanted, scheme, reading), points, True, scheme, SAME)
    return _number(wanted, _figure(wanted, got), points, scheme, reading)


def _both_there(wanted: Target, got: Target) -> None:
    if wanted.kind == "blank":
        raise ScoringError(Text("目标值为空", "the target is blank"), "blank")
    nothing = got.raw.strip() == "无" and (wanted.number == 0 or wanted.direction == "down")
    if got.kind == "blank" and not nothing:
        raise ScoringError(Text("实际完成值为空", "the actual is blank"), "blank")
    if wanted.kind == "several":
        raise ScoringError(Text("一格内有多个目标值", "more than one target in the cell"), "several")


def _figure(wanted: Target, got: Target) -> Target:
    """The number that an actual holds: 无 is 0, 全覆盖 is 100%. Raises ScoringError where it holds none."""
    if got.kind in ("number", "range"):
        return got
    if got.kind == "blank":
        return parse("0")
    if wanted.unit == "%" and levels.is_whole(got.raw):
        return parse("100%")
    if levels.denial(wanted.raw, got.raw) == "denied":
        raise misses(wanted, got)
    raise ScoringError(
        Text(f"实际完成值“{got.raw.strip()}”不是数", f"the actual {got.raw.strip()!r} is no number"), "text"
    )


def _rule(target: Target, scheme: Scheme, reading: str) -> Rule:
    """The reading of a number: its operator's, unless none is written; then the caller's, then the scheme's."""
    if target.kind == "range":
        return "range"
    written = SIGNS[target.op].reading
    if written and not (reading and target.inferred):
        return written
    return reading or scheme.bare  # type: ignore[return-value]


def _number(wanted: Target, got: Target, weight: Decimal, scheme: Scheme, reading: str) -> Score:
    rule = _rule(wanted, scheme, reading)
    if wanted.number == 0 == got.number and wanted.kind == got.kind == "number" and is_plain(got):
        got = replace(got, unit=wanted.unit, per=wanted.per)  # nothing of one thing is nothing of another
    if wanted.change == "down" and not got.change and got.number is not None and got.number < 0:
        raise unclear(wanted, got)  # -3% beside 下降3%: fell by 3, or rose?
    if is_plain(got):
        near = _aligned(wanted, got)
        score = _one(wanted, got, weight, scheme, rule, near)
    else:
        got = measured(wanted, got, rule)
        near = _aligned(wanted, got)
        score = _spanned(wanted, got, weight, scheme, rule, near)
    if wanted.sentence and not wanted.explicit and not reading and near.actual != near.target:
        raise ScoringError(UNDECIDED, "undecided")
    return score


def _aligned(wanted: Target, got: Target) -> Aligned:
    pair = align(wanted, got)
    target, actual = wanted.raw.strip(), got.raw.strip()
    if pair is None:
        raise ScoringError(
            Text(
                f"目标“{target}”与实际“{actual}”的单位无法比较",
                f"the units of {target!r} and {actual!r} do not compare",
            ),
            "units",
        )
    if pair.slip:
        raise ScoringError(
            Text(
                f"目标“{target}”与实际“{actual}”相差万倍，是否少写了“万”？",
                f"{target!r} and {actual!r} are ten thousand times apart: is a 万 missing?",
            ),
            "slip",
        )
    return pair


def _ambiguous(wanted: Target, got: Target) -> ScoringError:
    bare = got.raw.strip() if not got.unit else wanted.raw.strip()
    return ScoringError(
        Text(
            f"“{bare}”没有百分号或单位，可能有两种读法，请写明",
            f"{bare!r} lacks its % or unit and may mean two magnitudes",
        ),
        "ambiguous",
    )


def _row(wanted: Target, got: Target, weight: Decimal, scheme: Scheme, rule: Rule, pair: Aligned) -> Row:
    typed = wanted.multiplier == got.multiplier and wanted.unit == got.unit
    shown = _shown(wanted, pair.target) if typed else plain(pair.target)
    return Row(
        weight,
        scheme,
        rule,
        target=pair.target,
        high=pair.target2,
        op=wanted.op if not wanted.inferred else "",
        shown=shown,
    )


def _one(wanted: Target, got: Target, weight: Decimal, scheme: Scheme, rule: Rule, pair: Aligned) -> Score:
    """An actual of one number, at each magnitude that it may have; two that differ are refused."""
    row = _row(wanted, got, weight, scheme, rule, pair)
    typed = wanted.multiplier == got.multiplier and wanted.unit == got.unit
    actual = max(pair.actual, ZERO) if pair.target >= 0 else pair.actual
    score = row.score(pair.actual, _shown(got, actual) if typed else "")
    if pair.ambiguous:
        other = pair.other
        if other is None:
            raise _ambiguous(wanted, got)
        second = _row(wanted, got, weight, scheme, rule, other).score(other.actual)
        if (score.value, score.met) != (second.value, second.met):
            raise _ambiguous(wanted, got)
    return score


def _spanned(
    wanted: Target, got: Target, weight: Decimal, scheme: Scheme, rule: Rule, pair: Aligned
) -> Score:
    """An actual that may be more than one number."""
    row = _row(wanted, got, weight, scheme, rule, pair)
    reach = span(got)
    if pair.ambiguous:
        raise _ambiguous(wanted, got)
    if reach.low is not None and reach.low == reach.high:
        typed = wanted.multiplier == got.multiplier and wanted.unit == got.unit and pair.actual >= 0
        return row.score(pair.actual, _shown(got, pair.actual) if typed else "")

    def moved(end: Decimal | None) -> Decimal | None:
        if end is None or end == got.number:
            return None if end is None else pair.actual
        far = _aligned(wanted, replace(got, kind="number", number=end, number2=None))
        if far.ambiguous:
            raise unclear(wanted, got)
        return far.actual

    return settle(
        row, wanted, got, Span(moved(reach.low), moved(reach.high), reach.low_open, reach.high_open)
    )


def _shown(side: Target, value: Decimal) -> str:
    """The figure as the user typed it, trailing zeros included, where it is the one compared."""
    number = side.number
    if number is None or (number != value and side.unit not in ("元", "%", "人") and side.multiplier == 1):
        return plain(value)
    return format(number, "f") if number >= 0 else plain(value)


def _date(wanted: Target, got: Target, weight: Decimal, scheme: Scheme, year: int | None) -> Score:
    if squeezed(wanted.raw) == squeezed(got.raw):
        return scored(weight, "date", weight, True, scheme, SAME)
    due, done = wanted.date or beside_date(squeezed(wanted.raw)), got.date or beside_date(squeezed(got.raw))
    if due is None or done is None:
        return _no_date(wanted, got, weight, scheme)
    if done.every == "日" and due.every:
        done = replace(done, every=due.every)
    _really_done(wanted, got)
    met = kept(due, done, due.year or year or done.year or 2000)
    if met is None:
        raise unclear(wanted, got)
    limit, day = wanted.raw.strip(), got.raw.strip()
    how = said(f"时限{limit}，实际{day}", f"due {limit}, done {day}")
    return scored(weight if met else ZERO, "date", weight, met, scheme, how)


def _really_done(wanted: Target, got: Target) -> None:
    """Refuses a date beside which the actual says that nothing, or not all, was done by then (12月尚未完工, 预计12月完成)."""
    said_not = levels.denial(wanted.raw, got.raw)
    if said_not == "denied":
        raise misses(wanted, got)
    if said_not or (got.raw != wanted.raw and _PLANNED.search(got.raw) and not _PLANNED.search(wanted.raw)):
        raise unclear(wanted, got)


def _no_date(wanted: Target, got: Target, weight: Decimal, scheme: Scheme) -> Score:
    """A date beside what is none: a level that says that all was done, or nothing that can be judged."""
    band = scheme.band_of(squeezed(got.raw)) if got.kind == "level" else None
    if band is not None and band.top == HUNDRED:
        return scored(weight, "date", weight, True, scheme, said(band.level, "stated as met"))
    if got.kind == "level" and levels.denial(wanted.raw, got.raw) == "denied":
        raise misses(wanted, got)
    raise ScoringError(
        Text(
            f"“{wanted.raw.strip()}”与“{got.raw.strip()}”不都是日期",
            f"{wanted.raw!r} and {got.raw!r} are not both dates",
        ),
        "date",
    )
