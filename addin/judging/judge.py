"""Working out a form under its scheme, once, for every check.

Weights are printed (分值) or implied: without a 分值 column the weights under a heading make up its points, a row that
meets its target has its score as weight, and what is then missing is the weight of the one row that misses it.

>>> from addin.judging.examples import example_form
>>> from addin.judging.recognise import recognise
>>> form = example_form(layout="heading")
>>> [(str(line.weight), line.implied) for line in judge(form, recognise(form)).rows[1:3]]
[('10', True), ('10', True)]
"""

from __future__ import annotations

from decimal import Decimal

from addin.judging.judged import JudgedForm, JudgedMoney, JudgedRow
from addin.reading.form import Form, Heading, Row
from addin.reading.labels import is_bounded, key, pattern
from addin.reading.numbers import amount_in, printed
from udfs.decimals import HUNDRED, ZERO
from udfs.errors import ScoringError
from udfs.normalise import squeezed
from udfs.scheme import Scheme
from udfs.score import Score
from udfs.scoring import UNDECIDED, score_row
from udfs.target import repaired_rate
from udfs.text import Text
from udfs.units import align


def judge(form: Form, scheme: Scheme) -> JudgedForm:
    """Work out *form* under *scheme*."""
    groups = _groups(form)
    lines = [_line(row, groups[row.index], scheme, form.year) for row in form.rows]
    judged = JudgedForm(form, scheme, lines, _funds(form, scheme))
    if form.has_weights:
        _printed_weights(judged)
    else:
        for heading in form.headings:
            _implied_weights(judged, heading)
    for line in lines:
        _recompute(judged, line)
    return judged


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


def _line(row: Row, group: tuple[int, ...], scheme: Scheme, year: int | None) -> JudgedRow:
    target = row.target
    repaired = repaired_rate(target) if is_bounded(row.name) else None
    line = JudgedRow(row, repaired or target, group)
    if row.own_score and row.score_cell is not None:
        line.score = printed(row.score_cell)
    line.standard = pattern("words", "standard").fullmatch(key(row.actual_cell.text)) is not None
    targets = {squeezed(row.target_text), squeezed(row.target_cell.text)}
    line.same_text = not row.actual_cell.blank and squeezed(row.actual_cell.text) in targets
    if line.target.kind in ("number", "range") and row.actual.kind in ("number", "range"):
        line.pair = align(line.target, row.actual)
        line.incomparable = line.pair is None and not line.same_text
    line.met, line.doubtful = _met(line, scheme, year)
    return line


def _met(line: JudgedRow, scheme: Scheme, year: int | None) -> tuple[bool | None, bool]:
    """Whether the target is met (None: nobody can tell), and whether that is the default reading's guess."""
    if not line.filled or line.standard or line.incomparable:
        return None, False
    if line.equal:
        return True, False
    target = line.target
    if target.kind == "several" or (target.sentence and not target.explicit):
        return None, False
    try:
        score = score_row(target, line.row.actual, 1, scheme, year=year)
    except ScoringError:
        band = scheme.band_of(squeezed(line.row.actual_cell.text)) if target.kind == "level" else None
        return (None if band is None else band.top == HUNDRED), False
    return score.met, target.kind == "number" and not target.explicit and target.number != 0


def _funds(form: Form, scheme: Scheme) -> JudgedMoney:
    money = JudgedMoney()
    budget = form.budget
    if budget is None:
        return money
    total = budget.total
    if total.planned is not None:
        money.planned = amount_in(total.planned, budget.in_wan)
    if total.executed is not None:
        money.executed = amount_in(total.executed, budget.in_wan)
    if money.planned is not None and money.planned > 0 and money.executed is not None and money.executed >= 0:
        money.rate = money.executed / money.planned
    if total.score is None:
        return money
    money.score = printed(total.score)
    number = printed(total.weight) if total.weight is not None else None
    money.weight = number.value if number is not None else budget.points
    if money.weight is None and scheme.budget_scored:
        money.weight = scheme.budget_points
    money.scored = money.weight is not None
    if money.weight is not None and money.rate is not None and money.planned and money.executed is not None:
        money.exact = min(money.weight * money.executed / money.planned, money.weight)
    return money


def _printed_weights(judged: JudgedForm) -> None:
    """The weight of a score cell: the sum of the weights of its rows, a merged weight once."""
    for line in judged.rows:
        if not line.leads or line.row.score_cell is None:
            continue
        cells = {}
        for index in line.group or (line.row.index,):
            cell = judged.form.rows[index].weight_cell
            if cell is not None:
                cells[cell.row, cell.column] = cell
        numbers = [printed(cell) for cell in cells.values()]
        if numbers and all(number is not None and number.value > 0 for number in numbers):
            line.weight = sum((number.value for number in numbers if number is not None), ZERO)


def _implied_weights(judged: JudgedForm, heading: Heading) -> None:
    lines = [line for line in judged.heading_rows(heading) if line.leads and not line.row.unused]
    points = judged.meant_points(heading)
    for line in lines:
        line.implied = True
        line.weight = line.score.value if line.score is not None else None
    if points is None:
        return
    short = judged.short_of(heading, points)
    if short is None or short < 0:
        # One score that cannot be one: with every other row met, the rest of the points are its weight.
        bad = [line for line in lines if line.score is None or line.score.value < 0]
        rest = [line for line in lines if line not in bad]
        for line in bad:
            line.weight = None
        if short is None and len(bad) == 1 and all(_group_met(judged, line)[0] for line in rest):
            bad[0].weight = points - sum((line.score.value for line in rest if line.score is not None), ZERO)
        return
    met = {id(line): _group_met(judged, line) for line in lines}
    # Whoever misses an operator's target is short of points; without an operator, only where points are missing.
    suspects = [line for line in lines if met[id(line)][0] is False and (short or not met[id(line)][1])]
    if short and not suspects:
        # No row misses its target as it is read: one whose direction is only assumed may, or one nobody can judge.
        unjudged = [line for line in lines if met[id(line)][0] is None]
        assumed = [line for line in lines if met[id(line)][1] and not line.equal]
        if any(_faulty(line) for line in unjudged):
            suspects = unjudged
        elif unjudged or len(lines) == 1 or (len(assumed) == 1 and _explains(judged, assumed[0], short)):
            suspects = unjudged + assumed
    unsure = any(met[id(line)][0] is None for line in lines if line not in suspects)
    for line in suspects:
        line.unsure = bool(short) and unsure
    if len(suspects) == 1:
        suspects[0].weight = (suspects[0].score.value if suspects[0].score else ZERO) + short
    elif len(suspects) > 1:
        for line in suspects:
            line.weight = None
            line.why = Text(
                "同一一级指标下有多行未达到目标，表内又无分值列，推算不出各行分值",
                "several rows under the heading miss their targets and no weights are printed",
            )


def _faulty(line: JudgedRow) -> bool:
    """Whether the row has a fault of its own (T01, T04, A01, A02, A03) that keeps it from being judged."""
    return line.standard or line.incomparable or not line.filled or line.target.kind == "several"


def _explains(judged: JudgedForm, line: JudgedRow, short: Decimal) -> bool:
    """Whether the points that are missing are the row's by another reading of its target that the scheme allows."""
    if line.score is None or len(line.group) > 1:
        return False
    for reading in _allowed(judged, line):
        try:
            score = score_row(
                line.target, line.row.actual, line.score.value + short, judged.scheme, reading=reading
            )
        except ScoringError:
            return False
        if line.score.agrees(score.exact):
            return True
    return False


def _group_met(judged: JudgedForm, line: JudgedRow) -> tuple[bool | None, bool]:
    """Whether all rows of the score are met, and whether that rests on an assumed direction."""
    found = [judged.rows[index] for index in line.group] or [line]
    if all(member.met for member in found):
        return True, any(member.doubtful for member in found)
    if any(member.met is False and not member.doubtful for member in found):
        return False, False
    return (False if any(member.met is False for member in found) else None), any(m.doubtful for m in found)


def _recompute(judged: JudgedForm, line: JudgedRow) -> None:
    """The scores that the scheme allows the line's score cell."""
    if not line.leads or line.row.unused or line.row.score_cell is None:
        return
    if len(line.group) > 1:
        if all(judged.rows[index].met and not judged.rows[index].doubtful for index in line.group):
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
        line.why = UNDECIDED
        return
    if line.weight is None:
        # With a 分值 column a weight that is no number has a finding of its own (W04, P03).
        if line.implied:
            line.why = line.why or Text("分值不明", "the weight is unknown")
        return
    if line.weight < 0:
        return
    for reading in _allowed(judged, line):
        try:
            score = score_row(
                target, line.row.actual, line.weight, judged.scheme, reading=reading, year=judged.form.year
            )
        except ScoringError as error:
            line.why = error.reason
            return
        line.readings.setdefault(score.rule, score)
    scores = list(line.readings.values())
    line.expected = scores[0]
    most, places = judged.most_places(but=line.row.score_cell), judged.scheme.places
    agreeing = [
        score
        for score in scores
        if line.score is not None and line.score.accuracy(score.exact, most, places) != "error"
    ]
    if agreeing:
        line.expected = agreeing[0]


def _allowed(judged: JudgedForm, line: JudgedRow) -> tuple[str, ...]:
    """The readings that the scheme allows the row: an operator allows one, none allows the scheme's."""
    if line.target.explicit or line.target.kind != "number":
        return ("",)
    accepted = judged.scheme.accepts_cost if line.row.cost else judged.scheme.accepts
    return (judged.scheme.bare, *(reading for reading in accepted if reading != judged.scheme.bare))
