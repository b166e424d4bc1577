"""Sums of scores: the total of a form beside its scores, and the scores under a heading beside its points.

>>> from addin.judging.examples import example_form
>>> from addin.judging.judge import judge
>>> from addin.judging.recognise import recognise
>>> for printed_total in ("98.5", "98.5004", "99.5"):
...     form = example_form({"G15": printed_total})
...     state = total_state(judge(form, recognise(form)))
...     print(state.standing, state.expected)
agrees 98.5
rounded 98.5
wrong 98.5
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from addin.grid import Cell, Grid, coordinates
from addin.judging.judged import JudgedForm, unfilled
from addin.reading.form import Field, Heading
from addin.reading.labels import is_filler, squeeze
from addin.reading.numbers import PrintedNumber, printed, total_in
from udfs.decimals import ZERO, half_up

_SUM = re.compile(r"SUM\(([^()]*)\)")
_PLACE = re.compile(r"[A-Z]{1,3}[0-9]{1,7}")
# A sum over more cells than a form has is no sum of its scores.
_MOST_CELLS = 20_000

Standing = Literal["agrees", "rounded", "wrong"]


@dataclass(frozen=True, slots=True)
class TotalState:
    """How the printed total stands to the scores: it agrees, agrees when rounded to their decimals, or is wrong.

    Where a score is still missing, a total agrees that the missing one may explain.

    expected  the sum of the scores, at their decimals where the total is "rounded"
    """

    standing: Standing
    expected: Decimal


def score_sums(judged: JudgedForm) -> tuple[Decimal, Decimal] | None:
    """The sum of the scores, as stored and as shown; None where one of them is no number, or is missing."""
    cells = [cell for _, cell in judged.score_cells()]
    if judged.budget_score_cell is not None:
        cells.append(judged.budget_score_cell)
    cells += [line.score_cell for line in judged.form.other_points if line.score_cell is not None]
    numbers = [
        printed(cell) for cell in cells if not is_filler(cell.text, "value") or cell.pending or cell.error
    ]
    if not numbers or any(number is None for number in numbers):
        return None
    return (
        sum((number.value for number in numbers if number), ZERO),
        sum((number.shown for number in numbers if number), ZERO),
    )


def missing_points(judged: JudgedForm) -> Decimal | None:
    """The most points that scores still missing may add (A01, S06, B09); 0 where none is, None where nobody knows.

    >>> from addin.judging.examples import few_rows
    >>> from addin.judging.judge import judge
    >>> from addin.judging.recognise import recognise
    >>> form = few_rows(("一", "≥10个", "9个", 10, 9), ("二", "≥2个", None, 5, None), ("三", "≥3个", "3个", 5, "/"))
    >>> str(missing_points(judge(form, recognise(form))))
    '10'
    """
    missing: list[Decimal | None] = [
        indicator.weight if judged.form.has_weights else None
        for indicator, cell in judged.score_cells()
        if unfilled(cell) and not cell.void
    ]
    budget = judged.budget_score_cell
    if budget is not None and unfilled(budget) and judged.money.planned != 0:
        missing.append(judged.money.weight)
    known = [points for points in missing if points is not None]
    return sum(known, ZERO) if len(known) == len(missing) else None


def printed_total(judged: JudgedForm) -> tuple[Field, PrintedNumber] | None:
    """The form's total: the one under the table, else the one above it."""
    field = judged.form.total or judged.form.head_total
    number = field_number(field)
    return (field, number) if field is not None and number is not None else None


def field_number(field: Field | None) -> PrintedNumber | None:
    """The number in a field of the form, behind its label where they share a cell; None where it is none."""
    if field is None or field.cell.error:
        return None
    number = printed(field.cell) if field.text == field.cell.text.strip() else None
    return number if number is not None else total_in(field.text)


def summed_formula(grid: Grid, cell: Cell) -> Decimal | None:
    """What a formula without a stored result gives, where it is a SUM of known cells (SUM(G9:G14,H6), G9+H6); else None.

    >>> cells = {(1, 1): Cell(1, 1, "8.5", Decimal("8.5")), (2, 1): Cell(2, 1, "90", Decimal(90)), (3, 1): Cell(3, 1, formula="SUM(A1:A2)")}
    >>> summed_formula(Grid("表", cells), cells[3, 1])
    Decimal('98.5')
    >>> summed_formula(Grid("表", cells), Cell(4, 1, formula="SUM(A1:A3)")) is None
    True
    """
    text = squeeze(cell.formula or cell.text.strip().removeprefix("=")).replace("$", "").upper()
    inside = _SUM.fullmatch(text)
    terms = re.split(r"[,，]", inside[1]) if inside else text.split("+")
    total = ZERO
    for term in terms:
        corners = term.split(":")
        if not all(_PLACE.fullmatch(corner) for corner in corners) or len(corners) > 2:
            return None
        (top, left), (bottom, right) = coordinates(corners[0]), coordinates(corners[-1])
        if (bottom - top + 1) * (right - left + 1) > _MOST_CELLS:
            return None
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                found = grid.at(row, column)
                if found.error or found.pending:
                    return None
                # A merge counts once, a text for nothing, as in a spreadsheet.
                total += (found.number or ZERO) if (found.row, found.column) == (row, column) else ZERO
    return total if len(terms) > 1 or inside else None


def total_state(judged: JudgedForm) -> TotalState | None:
    """How the total stands to the sum of the scores; None where the two cannot be compared."""
    found, sums = printed_total(judged), score_sums(judged)
    if found is None or sums is None:
        return None
    number, exact = found[1], sums[0]
    missing = missing_points(judged)
    if missing != 0 and number.value >= exact and (missing is None or number.value <= exact + missing):
        return TotalState("agrees", exact)
    if any(number.agrees(total) for total in sums):
        return TotalState("agrees", exact)
    most = judged.most_places()
    if number.places > most and any(half_up(number.shown, most) == half_up(total, most) for total in sums):
        return TotalState("rounded", half_up(sums[1], most))
    return TotalState("wrong", exact)


def shortfalls(judged: JudgedForm, meant: bool = False) -> Iterator[tuple[Heading, Decimal]]:
    """For every heading without printed weights its points less the scores under it.

    *meant*: the scheme's points, where the headings contradict each other (W03).

    >>> from addin.judging.examples import few_rows
    >>> from addin.judging.judge import judge
    >>> from addin.judging.recognise import recognise
    >>> form = few_rows(("一", "≥10个", "9个", 9), ("二", "≥2个", "2个", 5), ("三", "≥3个", "3个", 5), points="20分")
    >>> [(heading.cell.text, str(short)) for heading, short in shortfalls(judge(form, recognise(form)))]
    [('产出指标（20分）', '1')]
    """
    if judged.form.has_weights:
        return
    for heading in judged.form.headings:
        points = judged.meant_points(heading) if meant else heading.points
        short = judged.short_of(heading, points) if points is not None else None
        if short is not None:
            yield heading, short


def overfull(judged: JudgedForm) -> set[int]:
    """The rows under headings whose scores exceed their points (W06): no weight can be implied there."""
    return {index for heading, short in shortfalls(judged) if short < 0 for index in heading.rows}
