"""A form → the values that its score cells should hold.

Written are the scores of quantitative rows (定量), the budget's and the totals, where they are not what the scheme
gives; the score of a qualitative row is the choice of the person who fills in the form and left alone.

    >>> from addin.judging.examples import example_form
    >>> from addin.judging.judge import judge
    >>> from addin.judging.recognise import recognise
    >>> form = example_form({"E10": "76%"})
    >>> [(c.cell, c.old, c.new) for c in changes(judge(form, recognise(form)))]
    [('G10', '20', '16'), ('G15', '98.5', '94.5')]
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from addin.grid import Cell
from addin.judging.agreement import repaired, sign_in_doubt
from addin.judging.direction import READING_NAMES
from addin.judging.judged import JudgedForm, JudgedRow
from addin.judging.money import arithmetic, unsummed_columns
from addin.judging.proof import prove, wanted_points
from addin.judging.totals import field_number, overfull, score_sums
from addin.reading.form import Field
from addin.reading.labels import is_filler, squeeze
from addin.reading.numbers import PrintedNumber, number_in, printed
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


def changes(judged: JudgedForm) -> list[Change]:
    """The cells of the form to write, from the top: the budget's score, the rows' scores, subtotals, then the totals.

    Only what is proven is written: where the reading is open, no more than rows that print their own weight; never a
    total above the printed sum of the weights.
    """
    found: list[Change] = []
    whole = prove(judged).reading != "open"
    budget = _budget(judged, found) if whole else None
    rows = dict(_rows(judged, found, whole))
    if not whole:
        return found
    found += _subtotals(judged, rows, budget)
    total = _sum_as_it_will_stand(judged, rows, budget)
    return found + (_totals(judged, total) if total is not None else [])


def total_changes(judged: JudgedForm) -> list[Change]:
    """The totals to write where they are not the sum of the scores as these stand (JX-S04)."""
    sums = score_sums(judged)
    if sums is None or prove(judged).reading == "open":
        return []
    wrong = [
        field
        for field in _fields(judged)
        if not field.cell.formula
        and ((number := field_number(field)) is None or not any(map(number.agrees, sums)))
    ]
    return _totals(judged, sums[0], wrong)


def _fields(judged: JudgedForm) -> list[Field]:
    return [field for field in (judged.form.total, judged.form.head_total) if field is not None]


def _totals(judged: JudgedForm, exact: Decimal, fields: list[Field] | None = None) -> list[Change]:
    """The totals to write: none where the sum is above what the weights allow, nor a blank one of an unfinished form."""
    if exact > wanted_points(judged):
        return []
    found: list[Change] = []
    for field in _fields(judged) if fields is None else fields:
        if field.text or field.cell.formula or _finished(judged):
            found += _total(judged, field, exact)
    return found


def _finished(judged: JudgedForm) -> bool:
    """Whether every row in use has its actual and score, and outputs and benefits are both there."""
    rows = [indicator for indicator in judged.rows if not indicator.row.unused]
    sections = {indicator.row.section for indicator in rows}
    return {"产出", "效益"} <= sections and all(
        indicator.filled and (not indicator.leads or indicator.score is not None) for indicator in rows
    )


def _rows(
    judged: JudgedForm, found: list[Change], whole: bool
) -> Iterator[tuple[tuple[int, int], Decimal | None]]:
    """Every row's score as it will stand, by the place of its cell; what has to be written is added to *found*."""
    full = overfull(judged)
    for indicator, cell in judged.score_cells():
        proven = (whole or not indicator.implied) and indicator.row.index not in full
        score = row_score(indicator) if proven else None
        if score is not None and not _is_scored(judged, indicator, cell, score):
            found.append(_change(judged.form.sheet, cell, score.value, _with_direction(indicator, score)))
            yield (cell.row, cell.column), score.value
        elif indicator.score is not None:
            yield (cell.row, cell.column), indicator.score.value
        elif cell.blank or cell.pending or cell.error or not is_filler(cell.text, "value"):
            yield (cell.row, cell.column), None


def _budget(judged: JudgedForm, found: list[Change]) -> Decimal | None:
    """The budget's score as it will stand, None where it is no number; what has to be written is added to *found*."""
    cell = judged.budget_score_cell
    if cell is None:
        return None
    money, new = judged.money, budget_score(judged)
    if new is None or _stands(judged, cell, money.score, new) or (cell.blank and not _finished(judged)):
        return money.score.value if money.score is not None else None
    product = arithmetic(money)
    why = Text(f"执行得分 {product}", f"budget score {product}")
    found.append(_change(judged.form.sheet, cell, new, why))
    return new


def _beside(judged: JudgedForm) -> list[Decimal | None]:
    """The scores of the points beside the indicators (决策, 管理)."""
    cells = [line.score_cell for line in judged.form.other_points if line.score_cell is not None]
    return [number.value if (number := printed(cell)) is not None else None for cell in cells]


def _sum_as_it_will_stand(
    judged: JudgedForm, rows: dict[tuple[int, int], Decimal | None], budget: Decimal | None
) -> Decimal | None:
    """The sum of all scores; None where one of them is missing."""
    scores = [*rows.values(), *_beside(judged)]
    if judged.budget_score_cell is not None:
        scores.append(budget)
    return _sum(scores)


def _subtotals(
    judged: JudgedForm, rows: dict[tuple[int, int], Decimal | None], budget: Decimal | None
) -> list[Change]:
    """The subtotals (小计) that the new scores make stale."""
    found: list[Change] = []
    beside = _beside(judged)
    now = {(cell.row, cell.column): indicator.score for indicator, cell in judged.score_cells()}
    for subtotal in judged.form.subtotals:
        cell = subtotal.score_cell
        number = printed(cell) if cell is not None else None
        cells = [judged.form.rows[index].score_cell for index in subtotal.rows]
        places = {(score.row, score.column) for score in cells if score is not None}
        scores = [rows[place] for place in places if place in rows]
        scores += [beside[index] for index in subtotal.points if index < len(beside)]
        exact = _sum(scores)
        if cell is None or number is None or exact is None:
            continue
        stood = sum((score.value for place in places if (score := now.get(place)) is not None), ZERO)
        stood += sum((beside[index] or ZERO for index in subtotal.points if index < len(beside)), ZERO)
        # Only a subtotal that was right and that the new scores make stale: with the budget's score, or without.
        money = judged.money.score.value if judged.money.score is not None else ZERO
        if number.agrees(stood + money) and money:
            exact += budget if budget is not None else money
        elif not number.agrees(stood):
            continue
        if number.agrees(exact):
            continue
        why = Text("其上各行得分之和", "the sum of the rows above")
        found.append(_change(judged.form.sheet, cell, half_up(exact, judged.scheme.places), why))
    return found


def budget_score(judged: JudgedForm) -> Decimal | None:
    """The score that the scheme gives the budget row; None where its amounts are in doubt (B01) or missing."""
    budget = judged.form.budget
    if judged.money.exact is None or budget is None or unsummed_columns(budget):
        return None
    return half_up(judged.money.exact, judged.scheme.places)


def row_score(indicator: JudgedRow) -> Score | None:
    """The score that the scheme gives a quantitative row; None for qualitative rows and where none can be given.

    A direction that only the indicator's name gives writes nothing where the scheme gives another score, nor does an
    assumed one over a score that follows from the other direction: a person decides.
    """
    if (
        indicator.target.kind == "level"
        or indicator.unsure
        or repaired(indicator)
        or sign_in_doubt(indicator)
    ):
        return None
    return indicator.expected if indicator.certain and indicator.other is None else None


def _is_scored(judged: JudgedForm, indicator: JudgedRow, cell: Cell, score: Score) -> bool:
    """Whether the cell holds *score* already: rounded as the scheme has it, or exactly (3.125 of 3.125)."""
    exact = indicator.score is not None and indicator.score.value == score.exact
    return exact or _stands(judged, cell, indicator.score, score.value)


def _with_direction(indicator: JudgedRow, score: Score) -> Text:
    """The arithmetic of *score*, and who gives its direction where the target does not write one."""
    direction = indicator.direction
    if direction is None or not direction.assumed or score.rule not in READING_NAMES:
        return score.words
    return Text(
        f"{score.words.zh}（方向依据{direction.why.zh}）",
        f"{score.words.en} (the direction by {direction.why.en})",
    )


def _stands(judged: JudgedForm, cell: Cell, number: PrintedNumber | None, new: Decimal) -> bool:
    """Whether *cell* is *new* already: as it is shown, or, for a formula, at the scheme's decimals."""
    if number is None:
        return False
    # A cell whose format shows fewer decimals (2.0 for 1.95) holds what was written all the same.
    return new in (number.shown, number.value) or (
        bool(cell.formula) and half_up(number.value, judged.scheme.places) == new
    )


def _change(sheet: str, cell: Cell, new: Decimal, why: Text) -> Change:
    return Change(cell.sheet or sheet, cell.address, cell.text.strip(), plain(new), why, new)


def _sum(scores: list[Decimal | None]) -> Decimal | None:
    numbers = [score for score in scores if score is not None]
    return sum(numbers, ZERO) if scores and len(numbers) == len(scores) else None


def _total(judged: JudgedForm, field: Field, exact: Decimal) -> list[Change]:
    """The change to a total, none where it already is the *exact* sum, or that at the scheme's decimals."""
    number = field_number(field)
    total = half_up(exact, judged.scheme.places)
    if field.cell.error or _stands(judged, field.cell, number, total):
        return []
    if number is not None and number.shown == exact:
        return []
    why = Text("各项得分之和", "the sum of the scores")
    if field.cell is not field.label_cell and _plain_number(field.text):
        return [_change(judged.form.sheet, field.cell, total, why)]
    if number is None and squeeze(field.text):
        return []
    text = field.cell.text
    at = text.rfind(field.text) if field.text else len(text)
    new = text[:at] + (_NUMBER.sub(plain(total), text[at:], count=1) if field.text else plain(total))
    return [
        Change(field.cell.sheet or judged.form.sheet, field.cell.address, field.text, plain(total), why, new)
    ]


def _plain_number(text: str) -> bool:
    return not text or (number_in(text) is not None and not text.endswith("分"))


def left_alone(judged: JudgedForm) -> list[Left]:
    """The scores that could not be recomputed, with the reason."""
    return [
        Left(cell.sheet or judged.form.sheet, cell.address, _why(indicator))
        for indicator, cell in judged.score_cells()
        if indicator.target.kind != "level" and _is_left(judged, indicator, cell)
    ]


def _is_left(judged: JudgedForm, indicator: JudgedRow, cell: Cell) -> bool:
    """Whether nothing is written to the score although it may be wrong."""
    if indicator.expected is None:
        return True
    return row_score(indicator) is None and not _is_scored(judged, indicator, cell, indicator.expected)


def _why(indicator: JudgedRow) -> Text:
    if indicator.standard:
        return Text(
            "实际完成值是标准的种类，不是结果", "the actual names a kind of standard, it is no result"
        )
    if indicator.incomparable:
        return Text("目标值与实际完成值的单位无法比较", "the units of target and actual do not compare")
    if sign_in_doubt(indicator):
        return Text("成本指标用了≥，方向存疑", "a cost indicator with ≥: its direction is in doubt")
    if repaired(indicator):
        return Text("目标值的符号有误，请先改正", "the target's sign is damaged; correct it first")
    if indicator.expected is not None and indicator.direction is not None and indicator.direction.assumed:
        words = indicator.direction.words
        return Text(
            f"目标值没有写明方向，{words.zh}应得{plain(indicator.expected.value)}，请写明后再重算",
            f"no direction is written; {words.en}, it is {plain(indicator.expected.value)}; write it first",
        )
    return indicator.why or Text("缺少目标值、实际完成值或分值", "target, actual or weight is missing")
