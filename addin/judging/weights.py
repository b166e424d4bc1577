"""The weight of every score cell: printed (分值), or implied by the points of its heading.

Without a 分值 column the weights under a heading make up its points. A row that meets its target has its score as
weight; what is then missing is the weight of the one row that misses its target. A score is no other evidence of a
weight: where two rows may have lost the points, nobody knows whose they are.

>>> from addin.judging.examples import few_rows
>>> from addin.judging.judge import compare_form
>>> from addin.judging.recognise import recognise
>>> form = few_rows(("期数", "≥4期", "5期", 10), ("合格率", "≥90%", "81%", 9), points="20分")
>>> [(str(weight.value), weight.implied) for weight in row_weights(compare_form(form, recognise(form)))]
[('10', True), ('10', True)]
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from addin.judging.judged import ComparedForm, ComparedRow, RowWeight
from addin.reading.form import Heading
from addin.reading.numbers import printed
from udfs.decimals import ZERO
from udfs.text import Text

_SEVERAL_MISS = Text(
    "同一一级指标下有多行未达到目标，表内又无分值列，推算不出各行分值",
    "several rows under the heading miss their targets and no weights are printed",
)


def row_weights(compared: ComparedForm) -> tuple[RowWeight, ...]:
    """The weight of every row's score cell, in the order of the rows."""
    weights = [RowWeight() for _ in compared.rows]
    if compared.form.has_weights:
        return tuple(RowWeight(printed_weight(compared, indicator)) for indicator in compared.rows)
    for heading in compared.form.headings:
        for index, weight in implied_weights(compared, heading).items():
            weights[index] = weight
    for index, indicator in enumerate(compared.rows):
        beside = helper_weight(compared, indicator)
        if beside is not None:
            weights[index] = RowWeight(beside)
    return tuple(weights)


def helper_weight(compared: ComparedForm, indicator: ComparedRow) -> Decimal | None:
    """The weight that stands beside a form without a 分值 column (辅助列), for all rows of its score cell together."""
    if not indicator.leads:
        return None
    rows = (compared.form.rows[index] for index in indicator.group or (indicator.row.index,))
    numbers = [printed(row.helper["weight"]) for row in rows if "weight" in row.helper]
    known = [number.shown for number in numbers if number is not None and number.value > 0]
    return sum(known, ZERO) if known and len(known) == len(numbers) else None


def printed_weight(compared: ComparedForm, indicator: ComparedRow) -> Decimal | None:
    """The weight of a score cell: the sum of the weights of its rows, a merged weight once.

    >>> from addin.judging.examples import few_rows
    >>> from addin.judging.judge import compare_form
    >>> from addin.judging.recognise import recognise
    >>> form = few_rows(("一", "≥1个", "1个", 10, 25), ("二", "≥2个", "2个", 15, None), ("三", "≥3个", "3个", "十分", 5), merge="G4:G5")
    >>> compared = compare_form(form, recognise(form))
    >>> [str(printed_weight(compared, indicator)) for indicator in compared.rows]
    ['25', 'None', 'None']
    """
    if not indicator.leads or indicator.row.score_cell is None:
        return None
    rows = (compared.form.rows[index] for index in indicator.group or (indicator.row.index,))
    cells = {
        (row.weight_cell.row, row.weight_cell.column): row.weight_cell
        for row in rows
        if row.weight_cell is not None
    }
    numbers = [printed(cell) for cell in cells.values()]
    values = [number.value for number in numbers if number is not None and number.value > 0]
    return sum(values, ZERO) if values and len(values) == len(numbers) else None


def implied_weights(compared: ComparedForm, heading: Heading) -> dict[int, RowWeight]:
    """The weights of the score cells under *heading*, by the index of their rows."""
    rows = [compared.rows[index] for index in heading.rows]
    rows = [indicator for indicator in rows if indicator.leads and not indicator.row.unused]
    weights = {indicator.row.index: RowWeight(_printed_score(indicator), implied=True) for indicator in rows}
    points = compared.meant_points(heading)
    if points is None:
        return weights
    short = compared.short_of(heading, points)
    if short is None or short < 0:
        return weights | around_an_impossible_score(compared, rows, points, short)
    return weights | of_what_is_missing(compared, rows, short)


def _may_be(indicator: ComparedRow) -> bool:
    """Whether the printed score can be one: a number that is not below 0."""
    return indicator.score is not None and indicator.score.value >= 0


def _printed_score(indicator: ComparedRow) -> Decimal | None:
    return indicator.score.value if indicator.score is not None else None


def around_an_impossible_score(
    compared: ComparedForm, rows: list[ComparedRow], points: Decimal, short: Decimal | None
) -> dict[int, RowWeight]:
    """One score that cannot be one: with every other row met, the rest of the points are its weight.

    *short* is None where such a score stands there, and below 0 where the scores exceed the points (W06).

    >>> from addin.judging.examples import few_rows
    >>> from addin.judging.judge import compare_form
    >>> from addin.judging.recognise import recognise
    >>> form = few_rows(("一", "≥1个", "1个", 8), ("二", "≥2个", "2个", "满分"), ("三", "≥3个", "3个", 7), points="20分")
    >>> compared = compare_form(form, recognise(form))
    >>> [str(weight.value) for weight in row_weights(compared)]
    ['8', '5', '7']
    """
    impossible = [indicator for indicator in rows if not _may_be(indicator)]
    others = [indicator for indicator in rows if _may_be(indicator)]
    value = None
    if short is None and len(impossible) == 1 and all(group_met(compared, other)[0] for other in others):
        value = points - sum((_printed_score(other) or ZERO for other in others), ZERO)
    return {indicator.row.index: RowWeight(value, implied=True) for indicator in impossible}


@dataclass(frozen=True, slots=True, eq=False)
class _Standing:
    """A score cell under a heading: whether its rows are met (None: nobody can say), and whether that is assumed."""

    indicator: ComparedRow
    met: bool | None
    assumed: bool


def of_what_is_missing(
    compared: ComparedForm, rows: list[ComparedRow], short: Decimal
) -> dict[int, RowWeight]:
    """The one row that may have lost the points that are *short* has them in its weight; of several nobody knows.

    >>> from addin.judging.examples import few_rows
    >>> from addin.judging.judge import compare_form
    >>> from addin.judging.recognise import recognise
    >>> form = few_rows(("一", "≥10个", "9个", 9), ("二", "≥10个", "8个", 8), ("三", "≥3个", "3个", 7), points="27分")
    >>> [str(weight.value) for weight in row_weights(compare_form(form, recognise(form)))]
    ['None', 'None', '7']
    """
    standings = [_Standing(indicator, *group_met(compared, indicator)) for indicator in rows]
    suspects = may_have_lost(compared, standings, short)
    unsure = bool(short) and any(one.met is None for one in standings if one not in suspects)
    if len(suspects) == 1:
        indicator = suspects[0].indicator
        value = (_printed_score(indicator) or ZERO) + short
        return {indicator.row.index: RowWeight(value, implied=True, unsure=unsure)}
    unknown = RowWeight(None, implied=True, unsure=unsure, why=_SEVERAL_MISS)
    return {one.indicator.row.index: unknown for one in suspects}


def may_have_lost(compared: ComparedForm, standings: list[_Standing], short: Decimal) -> list[_Standing]:
    """The score cells that may have lost the points that are *short*.

    Whoever misses a target with an operator is short of points; without an operator, only where points are missing. Where no
    row misses its target as it is read, one whose direction is only assumed may, or one that nobody can judge.

    >>> from addin.judging.examples import few_rows
    >>> from addin.judging.judge import compare_form
    >>> from addin.judging.recognise import recognise
    >>> form = few_rows(("一", "10万元", "12.5万元", 8), ("二", "≥2个", "2个", 5), ("三", "≥3个", "3个", 7), points="22分")
    >>> [str(weight.value) for weight in row_weights(compare_form(form, recognise(form)))]
    ['10', '5', '7']
    """
    missing = [one for one in standings if one.met is False and (short or not one.assumed)]
    if missing or not short:
        return missing
    unjudged = [one for one in standings if one.met is None]
    assumed = [one for one in standings if one.assumed and not one.indicator.equal]
    if any(faulty(one.indicator) for one in unjudged):
        return unjudged
    return unjudged + assumed


def faulty(indicator: ComparedRow) -> bool:
    """Whether the row has a fault of its own (T01, T04, A01, A02, A03) that keeps it from being judged."""
    return (
        indicator.standard
        or indicator.incomparable
        or not indicator.filled
        or indicator.target.kind == "several"
    )


def group_met(compared: ComparedForm, indicator: ComparedRow) -> tuple[bool | None, bool]:
    """Whether all rows of the score are met, and whether that rests on an assumed direction.

    >>> from addin.judging.examples import few_rows
    >>> from addin.judging.judge import compare_form
    >>> from addin.judging.recognise import recognise
    >>> form = few_rows(("一", "≥1个", "1个", 10, 25), ("二", "2个", "3个", 15, None), ("三", "3个", "1个", 5, 5), merge="G4:G5")
    >>> compared = compare_form(form, recognise(form))
    >>> [group_met(compared, indicator) for indicator in compared.rows]
    [(True, True), (True, True), (False, True)]
    """
    members = [compared.rows[index] for index in indicator.group] or [indicator]
    assumed = any(member.doubtful for member in members)
    if all(member.met for member in members):
        return True, assumed
    if any(member.met is False and not member.doubtful for member in members):
        return False, False
    return (False if any(member.met is False for member in members) else None), assumed
