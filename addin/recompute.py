"""A form → the values that its score cells should hold.

Written are the scores of quantitative rows (定量), the budget's and the totals, where they are not what the scheme
gives; the score of a described row is the filler's and left alone.

    >>> from addin.workout import build
    >>> from addin.examples import example_form
    >>> from addin.recognise import recognise
    >>> form = example_form({"E10": "76%"})
    >>> [(c.cell, c.old, c.new) for c in changes(build(form, recognise(form)))]
    [('G10', '20', '16'), ('G15', '98.5', '94.5')]
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from addin.case import Case, Line
from addin.checking import scheme_for
from addin.checks.budget import parts as unsummed
from addin.checks.scores import field_number, overfull, score_sums
from addin.form import Field
from addin.grid import Cell, coordinates
from addin.labels import squeeze
from addin.package import PackageError, read
from addin.printed import Printed, number_in
from addin.reader import read_forms
from addin.workout import build
from udfs.decimals import ZERO, half_up, plain
from udfs.score import Score
from udfs.text import Text

_NUMBER = re.compile(r"\d+(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Change:
    """One cell to write: what stands there, what will, and the arithmetic. A text (“总分：96.35”) stays one."""

    sheet: str
    cell: str
    old: str
    new: str
    why: Text
    value: Decimal | str


@dataclass(frozen=True, slots=True)
class Left:
    """A score that was left alone although it may be wrong, and why."""

    sheet: str
    cell: str
    why: Text


def changes(case: Case) -> list[Change]:
    """The cells of the form to write, from the top: the budget's score, the rows' scores, then the totals."""
    found: list[Change] = []
    scores = list(_scores(case, found))
    total = _sum(scores)
    if total is not None:
        total = half_up(total, case.scheme.places)
        for field in (case.form.total, case.form.head_total):
            if field is not None:
                found += _total(case, field, total)
    return found


def total_changes(case: Case) -> list[Change]:
    """The totals to write where they are not the sum of the scores as these stand (JX-S04)."""
    sums = score_sums(case)
    if sums is None:
        return []
    found: list[Change] = []
    for field in (case.form.total, case.form.head_total):
        number = field_number(field)
        if field is None or field.cell.formula or (number is not None and any(map(number.agrees, sums))):
            continue
        found += _total(case, field, half_up(sums[0], case.scheme.places))
    return found


def _scores(case: Case, found: list[Change]) -> Iterator[Decimal | None]:
    """Every score as it will stand, None where it is no number; what has to be written is added to *found*."""
    sheet, funds, budget = case.form.sheet, case.funds, case.form.budget
    if budget is not None and budget.total.score is not None and funds.scored:
        new = budget_score(case)
        if new is None or _stands(case, budget.total.score, funds.score, new):
            yield funds.score.value if funds.score is not None else None
        else:
            sum_ = f"{plain(funds.weight or ZERO)}×{plain(funds.executed or ZERO)}÷{plain(funds.planned or ZERO)}"
            found.append(
                _change(sheet, budget.total.score, new, Text(f"执行得分 {sum_}", f"budget score {sum_}"))
            )
            yield new
    full = overfull(case)
    for line in case.lines:
        cell = line.row.score_cell
        if line.row.unused or not line.leads or cell is None:
            continue
        score = row_score(line) if line.row.index not in full else None
        if score is None or _stands(case, cell, line.score, score.value):
            yield (
                line.score.value
                if line.score is not None
                else (ZERO if cell.blank and not line.filled else None)
            )
        else:
            found.append(_change(sheet, cell, score.value, score.words))
            yield score.value


def budget_score(case: Case) -> Decimal | None:
    """The score that the scheme gives the budget row; None where its amounts are in doubt (B01) or missing."""
    if case.funds.exact is None or any(unsummed(case)):
        return None
    return half_up(case.funds.exact, case.scheme.places)


def row_score(line: Line) -> Score | None:
    """The score that the scheme gives a quantitative row; None for described rows and where none can be given."""
    return line.expected if line.target.kind != "level" and not line.unsure else None


def _stands(case: Case, cell: Cell, number: Printed | None, new: Decimal) -> bool:
    """Whether *cell* is *new* already: as it is shown, or, for a formula, at the scheme's decimals."""
    if number is None:
        return False
    return number.shown == new or (bool(cell.formula) and half_up(number.value, case.scheme.places) == new)


def _change(sheet: str, cell: Cell, new: Decimal, why: Text) -> Change:
    return Change(sheet, cell.address, cell.text.strip(), plain(new), why, new)


def _sum(scores: list[Decimal | None]) -> Decimal | None:
    numbers = [score for score in scores if score is not None]
    return sum(numbers, ZERO) if scores and len(numbers) == len(scores) else None


def _total(case: Case, field: Field, total: Decimal) -> list[Change]:
    """The change to a total, none where it already is *total*."""
    number = field_number(field)
    if field.cell.error or _stands(case, field.cell, number, total):
        return []
    why = Text("各项得分之和", "the sum of the scores")
    if field.cell is not field.label_cell and _plain_number(field.text):
        return [_change(case.form.sheet, field.cell, total, why)]
    if number is None and squeeze(field.text):
        return []
    text = field.cell.text
    at = text.rfind(field.text) if field.text else len(text)
    new = text[:at] + (_NUMBER.sub(plain(total), text[at:], count=1) if field.text else plain(total))
    return [Change(case.form.sheet, field.cell.address, field.text, plain(total), why, new)]


def _plain_number(text: str) -> bool:
    return not text or (number_in(text) is not None and not text.endswith("分"))


def left_alone(case: Case) -> list[Left]:
    """The scores that could not be recomputed, with the reason."""
    found = []
    for line in case.lines:
        cell = line.row.score_cell
        if (
            not line.row.unused
            and line.leads
            and cell is not None
            and line.expected is None
            and line.target.kind != "level"
        ):
            found.append(Left(case.form.sheet, cell.address, _why(line)))
    return found


def _why(line: Line) -> Text:
    if line.standard:
        return Text(
            "实际完成值是标准的种类，不是结果", "the actual names a kind of standard, it is no result"
        )
    if line.incomparable:
        return Text("目标值与实际完成值的单位无法比较", "the units of target and actual do not compare")
    return line.why or Text("缺少目标值、实际完成值或分值", "target, actual or weight is missing")


@dataclass(frozen=True, slots=True)
class Plan:
    """What a recomputation of a workbook will write, what it leaves, and which of the cells hold formulas."""

    changes: tuple[Change, ...]
    left: tuple[Left, ...]
    formulas: frozenset[tuple[str, str]]
    signed: bool

    @property
    def edits(self) -> dict[str, dict[str, Decimal | str]]:
        """The cells to write, by sheet and address."""
        edits: dict[str, dict[str, Decimal | str]] = {}
        for change in self.changes:
            edits.setdefault(change.sheet, {})[change.cell] = change.value
        return edits

    def lines(self) -> Iterator[Text]:
        """The plan in words, a sentence a cell."""
        for change in self.changes:
            start = f"{change.sheet}!{change.cell}  {change.old or '—'} → {change.new}"
            zh = en = ""
            if (change.sheet, change.cell) in self.formulas:
                zh = "（公式保留，只更新显示值；Excel 重算后若不同，请改公式）"
                en = " (the formula is kept, its shown value refreshed; mend it where Excel computes another)"
            yield Text(f"{start}  {change.why.zh}{zh}", f"{start}  {change.why.en}{en}")
        for left in self.left:
            start = f"{left.sheet}!{left.cell}"
            yield Text(f"{start}  未重算：{left.why.zh}", f"{start}  left as it is: {left.why.en}")


def plan(source: Path, scheme: str = "") -> Plan:
    """What recomputing the workbook *source* has to write.

    Raises PackageError for a file that cannot be read or holds no form, SchemeError for a scheme that does not apply.
    """
    book = read(source)
    made: list[Change] = []
    left: list[Left] = []
    forms = 0
    for grid in book.grids:
        for form in read_forms(grid):
            forms += 1
            case = build(form, scheme_for(form, scheme))
            made += changes(case)
            left += left_alone(case)
    if not forms:
        raise PackageError(
            Text(
                "没有找到绩效自评表，没有可重算的得分", "no self-evaluation form found: nothing to recompute"
            )
        )
    grids = {grid.name: grid for grid in book.grids}
    formulas = frozenset(
        (change.sheet, change.cell)
        for change in made
        if grids[change.sheet].at(*coordinates(change.cell)).formula
    )
    return Plan(tuple(made), tuple(left), formulas, book.signed)
