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

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from addin.judging.judged import JudgedForm
from addin.reading.form import Field, Heading
from addin.reading.labels import is_filler
from addin.reading.numbers import PrintedNumber, printed, total_in
from udfs.decimals import ZERO, half_up

Standing = Literal["agrees", "rounded", "wrong"]


@dataclass(frozen=True, slots=True)
class TotalState:
    """How the printed total stands to the scores: it agrees, agrees when rounded to their decimals, or is wrong.

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


def total_state(judged: JudgedForm) -> TotalState | None:
    """How the total stands to the sum of the scores; None where the two cannot be compared."""
    found, sums = printed_total(judged), score_sums(judged)
    if found is None or sums is None:
        return None
    number, exact = found[1], sums[0]
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
