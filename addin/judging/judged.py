"""A form under its scheme, worked out: what every check asks of its rows, its money and its headings.

The working out is done in addin.judging.judge.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from addin.grid import Cell
from addin.reading.form import Form, Heading, Row
from addin.reading.numbers import PrintedNumber
from udfs.decimals import HUNDRED, ZERO
from udfs.scheme import Scheme
from udfs.score import Score
from udfs.target import Target
from udfs.text import Text
from udfs.units import Aligned


@dataclass(slots=True)
class JudgedRow:
    """One row, worked out.

    target      as read, a damaged rate repaired
    score       the printed score; None where blank, text or an error, and on rows covered by a merge above
    weight      printed or implied weight of the score's cell; None where unknown
    readings    the score under each reading that the scheme allows, the default first
    expected    the reading that the printed score agrees with, else the default one
    why         why there is no *expected*
    met         whether the target is met; None where nobody can tell
    doubtful    *met* rests on an assumed direction
    implied     the weight is taken from the heading's points; *unsure* where a row that nobody can judge stands beside it
    pair        target and actual in one unit, where both are numbers that compare
    group       the rows under one merged score
    standard    the actual names a kind of standard (A02); incomparable: the units do not compare (A03)
    same_text   the actual repeats the target word for word
    """

    row: Row
    target: Target
    group: tuple[int, ...]
    score: PrintedNumber | None = None
    weight: Decimal | None = None
    implied: bool = False
    readings: dict[str, Score] = field(default_factory=dict)
    expected: Score | None = None
    why: Text | None = None
    met: bool | None = None
    doubtful: bool = False
    unsure: bool = False
    pair: Aligned | None = None
    standard: bool = False
    incomparable: bool = False
    same_text: bool = False

    @property
    def leads(self) -> bool:
        """Whether its score cell is its own (the first row of a merged score)."""
        return self.row.own_score

    @property
    def filled(self) -> bool:
        """Whether target and actual both hold something to compare."""
        return self.target.kind != "blank" and not self.row.actual_cell.blank

    @property
    def equal(self) -> bool:
        """Whether the actual is the target: the same words or the same number (700余人 for 700人 included)."""
        if self.same_text:
            return True
        pair = self.pair
        return pair is not None and not pair.ambiguous and pair.target2 is None and pair.target == pair.actual


@dataclass(slots=True)
class JudgedMoney:
    """The money block, worked out: amounts in 万元, the exact rate as a fraction, the weight and printed score."""

    planned: Decimal | None = None
    executed: Decimal | None = None
    rate: Decimal | None = None
    weight: Decimal | None = None
    score: PrintedNumber | None = None
    exact: Decimal | None = None
    scored: bool = False


@dataclass(slots=True)
class JudgedForm:
    """A form, its scheme, its lines and its money."""

    form: Form
    scheme: Scheme
    rows: list[JudgedRow]
    money: JudgedMoney

    def scores(self) -> list[tuple[Cell, PrintedNumber]]:
        """Every printed score with its cell, the budget's first; text and errors are left out."""
        found: list[tuple[Cell, PrintedNumber]] = []
        total = self.form.budget.total if self.form.budget else None
        if total is not None and total.score is not None and self.money.score is not None:
            found.append((total.score, self.money.score))
        for line in self.rows:
            if line.leads and line.score is not None and line.row.score_cell is not None:
                found.append((line.row.score_cell, line.score))
        return found

    def most_places(self, but: Cell | None = None) -> int:
        """The most decimals that the form's scores have, *but*'s left out, as far as the scheme has any."""
        places = [number.significant for cell, number in self.scores() if cell is not but]
        return min(max(places, default=0), self.scheme.places)

    def heading_rows(self, heading: Heading) -> list[JudgedRow]:
        return [self.rows[index] for index in heading.rows]

    def headings_sum(self) -> Decimal | None:
        """The points of all headings and of the budget; None where a heading states none."""
        points = [heading.points for heading in self.form.headings]
        if not points or any(value is None for value in points):
            return None
        budget = self.money.weight if self.money.weight is not None and self.money.scored else ZERO
        return sum((value for value in points if value is not None), budget)

    def section_of(self, heading: Heading) -> Decimal | None:
        """The points that the scheme gives the heading's section, where its splits agree on it or one fits the form."""
        splits = [split for split in self.scheme.sections if heading.section in split]
        if not splits:
            return None
        printed_points = {h.section: h.points for h in self.form.headings if h.goal == heading.goal}
        best = max(
            splits, key=lambda split: sum(printed_points.get(name) == value for name, value in split.items())
        )
        return best[heading.section]

    def short_of(self, heading: Heading, points: Decimal) -> Decimal | None:
        """How many points the scores under *heading* fall short of *points*; None where one of them cannot be (S01)."""
        total = ZERO
        for line in self.heading_rows(heading):
            if not line.leads or line.row.unused:
                continue
            if line.score is None or line.score.value < 0:
                return None
            total += line.score.value
        return points - total

    def meant_points(self, heading: Heading) -> Decimal | None:
        """The points of a heading; the scheme's where the headings contradict each other (W03)."""
        if heading.points is not None and self.headings_sum() != HUNDRED:
            return self.section_of(heading) or heading.points
        return heading.points
