"""A form under its scheme, worked out: what every check asks of its rows, its money and its headings.

The records grow step by step and never change: a row compared (addin.judging.rows), the weight of its score
(addin.judging.weights), the score that it deserves (addin.judging.expected); addin.judging.judge puts them together.

>>> from addin.judging.examples import few_rows
>>> from addin.judging.judge import judge
>>> from addin.judging.recognise import recognise
>>> from udfs.decimals import plain
>>> form = few_rows(("培训期数", "≥4期", "5期", 10, 10), ("考核合格率", "≥90%", "81%", 20, 20))
>>> judged = judge(form, recognise(form))
>>> [(indicator.met, str(indicator.weight), plain(indicator.expected.value)) for indicator in judged.rows]
[(True, '10', '10'), (False, '20', '18')]
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from addin.grid import Cell
from addin.judging.direction import Direction
from addin.reading.form import Form, Heading, Row
from addin.reading.labels import is_filler
from addin.reading.numbers import PrintedNumber
from udfs.decimals import HUNDRED, ZERO
from udfs.errors import Cause
from udfs.scheme import Scheme
from udfs.score import Score
from udfs.target import Target
from udfs.text import Text
from udfs.units import Aligned


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """One indicator, its actual compared with its target.

    row           the row as read
    target        as read, a damaged rate put right
    group         the rows under one merged score
    score         the printed score; None where blank, text or an error, and on rows covered by a merge above
    pair          target and actual in one unit, where both are numbers that compare
    standard      the actual names a kind of standard (A02)
    incomparable  the units do not compare (A03)
    same_text     the actual repeats the target word for word
    equal         the actual is the target: the same words or the same number (700余人 for 700人 included)
    met           whether the target is met; None where nobody can say
    doubtful      *met* rests on an assumed direction
    cause         where *met* is None because the actual cannot be scored: the kind of reason; "" else
    direction     the way the target is meant and who says so; None where it is no single number
    """

    row: Row
    target: Target
    group: tuple[int, ...]
    score: PrintedNumber | None
    pair: Aligned | None
    standard: bool
    incomparable: bool
    same_text: bool
    equal: bool
    met: bool | None
    doubtful: bool
    cause: Cause
    direction: Direction | None

    @property
    def leads(self) -> bool:
        """Whether its score cell is its own (the first row of a merged score)."""
        return self.row.own_score

    @property
    def filled(self) -> bool:
        """Whether target and actual both hold something to compare; "/" is nothing (A01)."""
        return self.target.kind != "blank" and not unfilled(self.row.actual_cell)

    @property
    def states_a_miss(self) -> bool:
        """Whether the actual says itself that it misses the target, not by how much (A08): 低于95%, 未完成."""
        return self.cause == "misses"

    @property
    def met_by_anything(self) -> bool:
        """Whether the target is ≥ 0 (T08): what follows from it says nothing more."""
        return self.target.kind == "number" and self.target.op == "≥" and self.target.number == 0


def unfilled(cell: Cell) -> bool:
    """Whether nobody filled in a score or an actual: blank, or a dash or stroke that is no stored 0."""
    return cell.number is None and not cell.error and not cell.pending and is_filler(cell.text, "value")


@dataclass(frozen=True, slots=True)
class RowWeight:
    """The weight of a score cell: printed, or *implied* by its heading's points.

    value   None where unknown; *why* says why, where that is known
    unsure  the missing points may be those of a row beside it that nobody can judge
    """

    value: Decimal | None = None
    implied: bool = False
    unsure: bool = False
    why: Text | None = None


@dataclass(frozen=True, slots=True)
class ExpectedScore:
    """What a score cell deserves.

    score   by the row's direction; never by what is printed
    other   the score by another direction, where the printed one agrees with it and not with *score*
    certain whether *score* follows from the form or the scheme, and not from a name alone
    why     why there is no *score*
    """

    score: Score | None = None
    other: Score | None = None
    certain: bool = True
    why: Text | None = None


@dataclass(frozen=True, slots=True)
class JudgedRow(ComparedRow):
    """One indicator, worked out: compared, with the weight of its score cell and the score that it deserves.

    weight    printed or implied weight of the score's cell; None where unknown
    implied   the weight is taken from the heading's points; *unsure* where a row that nobody can judge stands beside it
    expected  the score that the row deserves by its direction; never by what is printed
    other     the score by another direction, where the printed one agrees with it and not with *expected*
    certain   whether *expected* follows from the form or the scheme, and not from a name alone
    why       why there is no *expected*
    """

    weight: Decimal | None
    implied: bool
    unsure: bool
    expected: Score | None
    other: Score | None
    certain: bool
    why: Text | None


@dataclass(frozen=True, slots=True)
class JudgedMoney:
    """The money block, worked out: amounts in 万元, the exact rate as a fraction, the weight and printed score.

    exact   weight × rate, capped at the weight and not rounded; None where an amount or the weight is missing
    scored  whether the form scores its money; its weight may be unknown all the same
    """

    planned: Decimal | None = None
    executed: Decimal | None = None
    rate: Decimal | None = None
    weight: Decimal | None = None
    score: PrintedNumber | None = None
    exact: Decimal | None = None
    scored: bool = False
    implied: bool = False


@dataclass(frozen=True, slots=True)
class ComparedForm:
    """A form, its scheme, its rows compared and its money worked out; no score is recomputed yet."""

    form: Form
    scheme: Scheme
    rows: tuple[ComparedRow, ...]
    money: JudgedMoney

    @property
    def budget_score_cell(self) -> Cell | None:
        """The cell of the budget's score, where the form scores its money."""
        budget = self.form.budget
        return budget.total.score if budget is not None and self.money.scored else None

    def scores(self) -> Iterator[tuple[Cell, PrintedNumber]]:
        """Every printed score with its cell, the budget's first; text and errors are left out."""
        total = self.form.budget.total if self.form.budget else None
        if total is not None and total.score is not None and self.money.score is not None:
            yield total.score, self.money.score
        for indicator in self.rows:
            cell = indicator.row.score_cell
            if indicator.leads and indicator.score is not None and cell is not None:
                yield cell, indicator.score

    def most_places(self, but: Cell | None = None) -> int:
        """The most decimals that the form's scores have, *but*'s left out, as far as the scheme has any."""
        places = [number.significant for cell, number in self.scores() if cell is not but]
        return min(max(places, default=0), self.scheme.places)

    def headings_sum(self) -> Decimal | None:
        """The points of all headings and of the budget; None where a heading states none."""
        points = [heading.points for heading in self.form.headings]
        if not points or any(value is None for value in points):
            return None
        budget = self.money.weight if self.money.weight is not None and self.money.scored else ZERO
        return sum((value for value in points if value is not None), budget) + self.form.points_beside

    def section_of(self, heading: Heading) -> Decimal | None:
        """The points that the scheme gives the heading's section, where its splits agree on it or one fits the form."""
        splits = [split for split in self.scheme.sections if heading.section in split]
        if not splits:
            return None
        stated = {h.section: h.points for h in self.form.headings if h.goal == heading.goal}

        def fitting(split: Mapping[str, Decimal]) -> int:
            return sum(stated.get(section) == points for section, points in split.items())

        return max(splits, key=fitting)[heading.section]

    def meant_points(self, heading: Heading) -> Decimal | None:
        """The points of a heading; the scheme's where the headings contradict each other (W03)."""
        if heading.points is not None and self.headings_sum() != HUNDRED:
            return self.section_of(heading) or heading.points
        return heading.points

    def short_of(self, heading: Heading, points: Decimal) -> Decimal | None:
        """How many points the scores under *heading* fall short of *points*; None where one of them cannot be (S01)."""
        total = ZERO
        for indicator in (self.rows[index] for index in heading.rows):
            if not indicator.leads or indicator.row.unused:
                continue
            if indicator.score is None or indicator.score.value < 0:
                return None
            total += indicator.score.value
        return points - total


@dataclass(frozen=True, slots=True)
class JudgedForm(ComparedForm):
    """A form, its scheme, its rows and its money, worked out."""

    rows: tuple[JudgedRow, ...]

    def under(self, heading: Heading) -> list[JudgedRow]:
        """The rows in use under *heading*."""
        rows = [self.rows[index] for index in heading.rows]
        return [indicator for indicator in rows if not indicator.row.unused]

    def group_of(self, indicator: JudgedRow) -> list[JudgedRow]:
        """The rows that share the score of *indicator*, itself included."""
        return [self.rows[index] for index in indicator.group] or [indicator]

    def score_cells(self) -> Iterator[tuple[JudgedRow, Cell]]:
        """The rows in use that have a score cell of their own, with it."""
        for indicator in self.rows:
            if not indicator.row.unused and indicator.leads and indicator.row.score_cell is not None:
                yield indicator, indicator.row.score_cell
