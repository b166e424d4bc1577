"""A form under its scheme: what every check needs to know, worked out once.

Weights are printed (分值) or implied: without a 分值 column the weights under a heading make up its points, a row that
meets its target has its score as weight, and what is then missing is the weight of the one row that misses it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from addin.form import Form, Heading, Row
from addin.grid import Cell
from addin.labels import is_filler, key, pattern, squeeze
from addin.printed import Printed, money, printed
from udfs.decimals import HUNDRED, ZERO
from udfs.errors import ScoringError
from udfs.normalise import squeezed
from udfs.scheme import Scheme
from udfs.scoring import Score, score_row
from udfs.target import Target, repaired_rate
from udfs.text import Text
from udfs.units import Aligned, align


@dataclass(slots=True)
class Line:
    """One row, worked out.

    target      as read, a damaged rate repaired
    score       the printed score; None where blank, text or an error, and on rows covered by a merge above
    weight      printed or implied weight of the score's cell; None where unknown
    readings    the score under each reading that the scheme allows, the default first
    expected    the reading that the printed score agrees with, else the default one
    why         why there is no *expected*
    met         whether the target is met; None where nobody can tell
    """

    row: Row
    target: Target
    group: tuple[int, ...]
    score: Printed | None = None
    weight: Decimal | None = None
    implied: bool = False
    readings: dict[str, Score] = field(default_factory=dict)
    expected: Score | None = None
    why: Text | None = None
    met: bool | None = None
    doubtful: bool = False
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
class Funds:
    """The money block, worked out: amounts in 万元, the exact rate as a fraction, the weight and printed score."""

    planned: Decimal | None = None
    executed: Decimal | None = None
    rate: Decimal | None = None
    weight: Decimal | None = None
    score: Printed | None = None
    exact: Decimal | None = None
    scored: bool = False


@dataclass(slots=True)
class Case:
    """A form, its scheme, its lines and its money."""

    form: Form
    scheme: Scheme
    lines: list[Line]
    funds: Funds

    def line(self, row: Row) -> Line:
        return self.lines[row.index]

    def scores(self) -> list[tuple[Cell, Printed]]:
        """Every printed score with its cell, the budget's first; text and errors are left out."""
        found: list[tuple[Cell, Printed]] = []
        total = self.form.budget.total if self.form.budget else None
        if total is not None and total.score is not None and self.funds.score is not None:
            found.append((total.score, self.funds.score))
        for line in self.lines:
            if line.leads and line.score is not None and line.row.score_cell is not None:
                found.append((line.row.score_cell, line.score))
        return found

    def most_places(self, but: Cell | None = None) -> int:
        """The most decimals that the form's scores have, *but*'s left out, as far as the scheme has any."""
        places = [number.significant for cell, number in self.scores() if cell is not but]
        return min(max(places, default=0), self.scheme.places)

    def heading_lines(self, heading: Heading) -> list[Line]:
        return [self.lines[index] for index in heading.rows]

    def headings_sum(self) -> Decimal | None:
        """The points of all headings and of the budget; None where a heading states none."""
        points = [heading.points for heading in self.form.headings]
        if not points or any(value is None for value in points):
            return None
        budget = self.funds.weight if self.funds.weight is not None and self.funds.scored else ZERO
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


def build(form: Form, scheme: Scheme) -> Case:
    """Work out *form* under *scheme*."""
    groups = _groups(form)
    lines = [_line(row, groups[row.index], scheme) for row in form.rows]
    case = Case(form, scheme, lines, _funds(form, scheme))
    if form.has_weights:
        _printed_weights(case)
    else:
        for heading in form.headings:
            _implied_weights(case, heading)
    for line in lines:
        _recompute(case, line)
    return case


def _groups(form: Form) -> list[tuple[int, ...]]:
    """For every row the rows that share its score cell, unused lines left out."""
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


def bounded(name: str) -> bool:
    """Whether the indicator called *name* is a rate that cannot exceed 100% (满意度, 合格率 …)."""
    bare = squeeze(name)
    return pattern("words", "bounded").search(bare) is not None and not pattern("words", "unbounded").search(
        bare
    )


def _line(row: Row, group: tuple[int, ...], scheme: Scheme) -> Line:
    target = row.target
    repaired = repaired_rate(target) if bounded(row.name) else None
    line = Line(row, repaired or target, group)
    if row.own_score and row.score_cell is not None:
        line.score = printed(row.score_cell)
    line.standard = pattern("words", "standard").fullmatch(key(row.actual_cell.text)) is not None
    line.same_text = (
        not row.actual_cell.blank and squeezed(row.target_text) == squeezed(row.actual_cell.text)
    ) or (
        row.target_text != row.target_cell.text
        and squeezed(row.target_cell.text) == squeezed(row.actual_cell.text)
        and not row.actual_cell.blank
    )
    if line.target.kind in ("number", "range") and row.actual.kind in ("number", "range"):
        line.pair = align(line.target, row.actual)
        line.incomparable = line.pair is None and not line.same_text
    line.met, line.doubtful = _met(line, scheme)
    return line


def _met(line: Line, scheme: Scheme) -> tuple[bool | None, bool]:
    """Whether the target is met (None: nobody can tell), and whether that is the default reading's guess."""
    if not line.filled or line.standard or line.incomparable:
        return None, False
    if line.equal:
        return True, False
    target = line.target
    if target.kind == "several" or (target.sentence and not target.explicit):
        return None, False
    try:
        score = score_row(target, line.row.actual, 1, scheme)
    except ScoringError:
        band = scheme.band_of(squeezed(line.row.actual_cell.text)) if target.kind == "level" else None
        return (None if band is None else band.top == HUNDRED), False
    return score.met, target.kind == "number" and not target.explicit and target.number != 0


def _funds(form: Form, scheme: Scheme) -> Funds:
    funds = Funds()
    budget = form.budget
    if budget is None:
        return funds
    total = budget.total
    if total.planned is not None:
        funds.planned = money(total.planned, budget.in_wan)
    if total.executed is not None:
        funds.executed = money(total.executed, budget.in_wan)
    if funds.planned is not None and funds.planned > 0 and funds.executed is not None and funds.executed >= 0:
        funds.rate = funds.executed / funds.planned
    if total.score is None:
        return funds
    funds.score = printed(total.score)
    number = printed(total.weight) if total.weight is not None else None
    funds.weight = number.value if number is not None else budget.points
    if funds.weight is None and scheme.budget_scored:
        funds.weight = scheme.budget_points
    funds.scored = funds.weight is not None
    if funds.weight is not None and funds.rate is not None and funds.planned and funds.executed is not None:
        funds.exact = min(funds.weight * funds.executed / funds.planned, funds.weight)
    return funds


def _printed_weights(case: Case) -> None:
    """The weight of a score cell: the sum of the weights of its rows, a merged weight once."""
    for line in case.lines:
        if not line.leads or line.row.score_cell is None:
            continue
        cells = {}
        for index in line.group or (line.row.index,):
            cell = case.form.rows[index].weight_cell
            if cell is not None:
                cells[cell.row, cell.column] = cell
        numbers = [printed(cell) for cell in cells.values()]
        if numbers and all(number is not None and number.value > 0 for number in numbers):
            line.weight = sum((number.value for number in numbers if number is not None), ZERO)


def heading_short(case: Case, heading: Heading, points: Decimal) -> Decimal | None:
    """How many points the scores under *heading* fall short of *points*; None where one of them cannot be (S01)."""
    total = ZERO
    for line in case.heading_lines(heading):
        if not line.leads or line.row.unused:
            continue
        if line.score is None or line.score.value < 0:
            return None
        total += line.score.value
    return points - total


def meant_points(case: Case, heading: Heading) -> Decimal | None:
    """The points of a heading; the scheme's where the headings contradict each other (W03)."""
    if heading.points is not None and case.headings_sum() != HUNDRED:
        return case.section_of(heading) or heading.points
    return heading.points


def _implied_weights(case: Case, heading: Heading) -> None:
    lines = [line for line in case.heading_lines(heading) if line.leads and not line.row.unused]
    points = meant_points(case, heading)
    for line in lines:
        line.implied = True
        line.weight = line.score.value if line.score is not None else None
    if points is None:
        return
    short = heading_short(case, heading, points)
    if short is None or short < 0:
        # One score that cannot be one: with every other row met, the rest of the points are its weight.
        bad = [line for line in lines if line.score is None or line.score.value < 0]
        rest = [line for line in lines if line not in bad]
        for line in bad:
            line.weight = None
        if short is None and len(bad) == 1 and all(_group_met(case, line)[0] for line in rest):
            bad[0].weight = points - sum((line.score.value for line in rest if line.score is not None), ZERO)
        return
    met = {id(line): _group_met(case, line) for line in lines}
    # Whoever misses an operator's target is short of points; without an operator, only where points are missing.
    suspects = [line for line in lines if met[id(line)][0] is False and (short or not met[id(line)][1])]
    if short and not suspects:
        # No row misses its target as it is read: one whose direction is only assumed may, or one nobody can judge.
        unjudged = [line for line in lines if met[id(line)][0] is None]
        assumed = [line for line in lines if met[id(line)][1] and not line.equal]
        if unjudged or len(lines) == 1 or (len(assumed) == 1 and _explains(case, assumed[0], short)):
            suspects = unjudged + assumed
    if len(suspects) == 1:
        suspects[0].weight = (suspects[0].score.value if suspects[0].score else ZERO) + short
    elif len(suspects) > 1:
        for line in suspects:
            line.weight = None
            line.why = Text(
                "同一一级指标下有多行未达到目标，表内又无分值列，推算不出各行分值",
                "several rows under the heading miss their targets and no weights are printed",
            )


def _explains(case: Case, line: Line, short: Decimal) -> bool:
    """Whether the points that are missing are the row's by another reading of its target that the scheme allows."""
    if line.score is None or len(line.group) > 1:
        return False
    for reading in _allowed(case, line):
        try:
            score = score_row(
                line.target, line.row.actual, line.score.value + short, case.scheme, reading=reading
            )
        except ScoringError:
            return False
        if line.score.agrees(score.exact):
            return True
    return False


def _group_met(case: Case, line: Line) -> tuple[bool | None, bool]:
    """Whether all rows of the score are met, and whether that rests on an assumed direction."""
    found = [case.lines[index] for index in line.group] or [line]
    if all(member.met for member in found):
        return True, any(member.doubtful for member in found)
    if any(member.met is False and not member.doubtful for member in found):
        return False, False
    return (False if any(member.met is False for member in found) else None), any(m.doubtful for m in found)


def _recompute(case: Case, line: Line) -> None:
    """The scores that the scheme allows the line's score cell."""
    if not line.leads or line.row.unused or line.row.score_cell is None:
        return
    if len(line.group) > 1:
        if all(case.lines[index].met and not case.lines[index].doubtful for index in line.group):
            if line.weight is not None:
                score = Score(
                    line.weight,
                    line.weight,
                    "group",
                    line.weight,
                    True,
                    Text("各行均达到目标", "every row is met"),
                )
                line.readings["group"] = line.expected = score
            return
        line.why = line.why or Text(
            "得分合并在多行，各行分值不明", "the score is merged over rows of unknown weights"
        )
        return
    target, cells = line.target, (line.row.target_cell, line.row.actual_cell, line.row.score_cell)
    if any(cell.pending for cell in cells):
        line.why = Text(
            "公式没有计算结果，请用 Excel 打开并保存一次",
            "a formula holds no result; open and save the file in Excel",
        )
        return
    if target.kind == "blank" or any(cell.blank or cell.error for cell in cells[:2]):
        return
    if line.standard or line.incomparable:
        return
    if target.kind == "several":
        line.why = Text("一格内有多个目标值", "more than one target in the cell")
        return
    if target.sentence and not target.explicit and not line.equal:
        line.why = Text(
            "目标值的数字夹在文字里，方向不明", "the number stands inside a sentence that gives no direction"
        )
        return
    if line.weight is None:
        # With a 分值 column a weight that is no number has a finding of its own (W04, P03).
        if line.implied:
            line.why = line.why or Text("分值不明", "the weight is unknown")
        return
    if line.weight < 0:
        return
    for reading in _allowed(case, line):
        try:
            score = score_row(
                target, line.row.actual, line.weight, case.scheme, reading=reading, year=case.form.year
            )
        except ScoringError as error:
            line.why = error.reason
            return
        line.readings.setdefault(score.rule, score)
    scores = list(line.readings.values())
    line.expected = scores[0]
    most, places = case.most_places(but=line.row.score_cell), case.scheme.places
    agreeing = [
        score
        for score in scores
        if line.score is not None and line.score.accuracy(score.exact, most, places) != "error"
    ]
    if agreeing:
        line.expected = agreeing[0]


def _allowed(case: Case, line: Line) -> tuple[str, ...]:
    """The readings that the scheme allows the row: an operator allows one, none allows the scheme's."""
    if line.target.explicit or line.target.kind != "number":
        return ("",)
    accepted = case.scheme.accepts_cost if line.row.cost else case.scheme.accepts
    return (case.scheme.bare, *(reading for reading in accepted if reading != case.scheme.bare))


def blank_reason(text: str) -> bool:
    """Whether a reason is blank or 无."""
    return is_filler(text, "reason")
