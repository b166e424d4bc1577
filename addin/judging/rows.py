"""A row's actual beside its target: are they equal, is the target met, or can nobody compare them?

>>> from addin.judging.examples import few_rows
>>> from addin.judging.recognise import recognise
>>> form = few_rows(("培训期数", "≥4期", "5期", 10, 10), ("培训人数", "700人", "700余人", 10, 10), ("补贴", "300人", "9%", 10, 10))
>>> compared = compare_rows(form, recognise(form))
>>> [(indicator.equal, indicator.met, indicator.incomparable) for indicator in compared]
[(False, True, False), (True, True, False), (False, None, True)]
"""

from __future__ import annotations

from addin.judging.direction import Direction, direction_of
from addin.judging.judged import ComparedRow, unfilled
from addin.reading.form import Form, Row
from addin.reading.labels import is_bounded, key, pattern
from addin.reading.numbers import printed
from udfs.decimals import HUNDRED
from udfs.errors import Cause, ScoringError
from udfs.normalise import squeezed
from udfs.scheme import Scheme
from udfs.scoring import score_row
from udfs.target import Target, repaired_rate
from udfs.units import Aligned, align

_NUMBERS = ("number", "range")


def compare_rows(form: Form, scheme: Scheme) -> tuple[ComparedRow, ...]:
    """Every row of *form* with its actual compared with its target."""
    groups = merged_scores(form)
    return tuple(compare(row, groups[row.index], scheme, form.year) for row in form.rows)


def merged_scores(form: Form) -> list[tuple[int, ...]]:
    """For every row the rows that share its score cell, unused lines left out.

    >>> from addin.judging.examples import few_rows
    >>> merged_scores(few_rows(("一", "≥1个", "1个", 10, 10), ("二", "≥2个", "2个", 10, None), ("三", "", "", 10, None), merge="G4:G6"))
    [(0, 1), (0, 1), (0, 1)]
    """
    members: dict[tuple[int, int], list[int]] = {}
    for row in form.rows:
        if row.score_cell is not None and not (row.target_cell.blank and row.actual_cell.blank):
            members.setdefault((row.score_cell.row, row.score_cell.column), []).append(row.index)
    return [
        tuple(members.get((row.score_cell.row, row.score_cell.column), ()))
        if row.score_cell
        else (row.index,)
        for row in form.rows
    ]


def compare(row: Row, group: tuple[int, ...], scheme: Scheme, year: int | None) -> ComparedRow:
    """*row* with its actual compared with its target; *group* holds the rows that share its score."""
    target = target_meant(row)
    standard = names_a_standard(row)
    same_text = repeats_the_target(row)
    pair = _pair(target, row.actual)
    numbers = target.kind in _NUMBERS and row.actual.kind in _NUMBERS
    incomparable = numbers and pair is None and not same_text
    equal = same_text or (pair is not None and same_number(target, row.actual, pair))
    direction = direction_of(row, target, scheme)
    met: bool | None = None
    doubtful = False
    cause: Cause = ""
    if target.kind != "blank" and not unfilled(row.actual_cell) and not standard and not incomparable:
        met, doubtful, cause = (True, False, "") if equal else meets(row, target, direction, scheme, year)
    return ComparedRow(
        row=row,
        target=target,
        group=group,
        score=printed(row.score_cell) if row.own_score and row.score_cell is not None else None,
        pair=pair,
        standard=standard,
        incomparable=incomparable,
        same_text=same_text,
        equal=equal,
        met=met,
        doubtful=doubtful,
        cause=cause,
        direction=direction,
    )


def target_meant(row: Row) -> Target:
    """The target as read; of a rate that cannot exceed 100 % a damaged sign is put right (290% for ≥90%).

    >>> from addin.judging.examples import few_rows
    >>> rates = few_rows(("群众满意度", "290%", "95%", 10, 10), ("产值增速", "290%", "295%", 10, 10), ("参训率", "≥90%", "95%", 10, 10))
    >>> [str(target_meant(row)) for row in rates.rows]
    ['≥90%', '290%', '≥90%']
    """
    repaired = repaired_rate(row.target) if is_bounded(row.name) else None
    return repaired or row.target


def names_a_standard(row: Row) -> bool:
    """Whether the actual names a kind of standard (计划标准, 历史值 …) instead of a result (A02)."""
    return pattern("words", "standard").fullmatch(key(row.actual_cell.text)) is not None


def repeats_the_target(row: Row) -> bool:
    """Whether the actual is the target word for word, with its sign or without."""
    targets = {squeezed(row.target_text), squeezed(row.target_cell.text)}
    return not row.actual_cell.blank and squeezed(row.actual_cell.text) in targets


def _pair(target: Target, actual: Target) -> Aligned | None:
    """Target and actual in one unit; None where either is no number or the units do not compare."""
    if target.kind in _NUMBERS and actual.kind in _NUMBERS:
        return align(target, actual)
    return None


def same_number(target: Target, actual: Target, pair: Aligned) -> bool:
    """Whether the actual is the target's number, said in no other sense (低于90% is not 90%, a fall of 5% no growth of it).

    >>> from udfs.target import parse
    >>> pairs = (("≥90%", "90%"), ("700人", "700余人"), ("≥90%", "低于90%"), ("≤30天", "30余天"), ("增长5%", "下降5%"), ("≥95%", "达到95%"))
    >>> [same_number(parse(one), parse(other), align(parse(one), parse(other))) for one, other in pairs]
    [True, True, False, False, False, True]
    """
    if pair.ambiguous or pair.target2 is not None or pair.target != pair.actual:
        return False
    if actual.sense not in ("", "reached", "none", target.sense) or actual.change not in ("", target.change):
        return False
    return (
        actual.direction in ("", "equal", "about", target.direction)
        or actual.sense == "reached"
        or (actual.direction == "up" and target.direction in ("", "equal"))
    )


def meets(
    row: Row, target: Target, direction: Direction | None, scheme: Scheme, year: int | None
) -> tuple[bool | None, bool, Cause]:
    """Whether the actual meets *target* (None: nobody can say), whether that rests on an assumed direction, and why nobody can.

    >>> from addin.judging.examples import few_rows
    >>> from addin.judging.recognise import recognise
    >>> form = few_rows(("人均成本", "≤600元", "580元", 10, 10), ("培训人数", "300人", "280人", 10, 10), ("制度", "建立", "未达成预期指标且效果较差", 10, 3))
    >>> scheme = recognise(form)
    >>> [meets(row, row.target, direction_of(row, row.target, scheme), scheme, 2024) for row in form.rows]
    [(True, False, ''), (False, True, ''), (False, False, 'share')]
    """
    if target.kind == "several" or (target.sentence and not target.explicit):
        return None, False, "several" if target.kind == "several" else "undecided"
    reading = direction.reading if direction is not None else ""
    try:
        score = score_row(target, row.actual, 1, scheme, reading=reading, year=year)
    except ScoringError as error:
        if error.cause in ("misses", "denied", "partial"):
            return False, False, error.cause
        band = scheme.band_of(squeezed(row.actual_cell.text)) if target.kind == "level" else None
        return (None if band is None else band.top == HUNDRED), False, error.cause
    return score.met, direction is not None and direction.assumed and target.number != 0, ""
