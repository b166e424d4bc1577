"""The score that a row deserves by its direction, or why there is none. What is printed never chooses the direction.

>>> from addin.judging.examples import few_rows
>>> from addin.judging.judge import judge
>>> from addin.judging.recognise import recognise
>>> from udfs.decimals import plain
>>> form = few_rows(("合格率", "≥90%", "81%", 20, 18), ("采购完成率", "100%", "50%", 10, 10), ("人数", "20000人", "100%", 5, 5))
>>> [
...     [score and plain(score.value) for score in (indicator.expected, indicator.other)]
...     for indicator in judge(form, recognise(form)).rows
... ]
[['18', None], ['5', '10'], [None, None]]
"""

from __future__ import annotations

from decimal import Decimal

from addin.judging.direction import other_readings
from addin.judging.judged import ComparedForm, ComparedRow, ExpectedScore, RowWeight, unfilled
from addin.reading.numbers import PrintedNumber
from udfs.decimals import ZERO
from udfs.errors import ScoringError
from udfs.scheme import Reading, Scheme
from udfs.score import Score
from udfs.scoring import UNDECIDED, score_row
from udfs.text import Text

_PENDING = Text(
    "公式没有计算结果，请用 Excel 打开并保存一次",
    "a formula holds no result; open and save the file in Excel",
)
_SEVERAL = Text("一格内有多个目标值", "more than one target in the cell")
_MERGED = Text("得分合并在多行，各行分值不明", "the score is merged over rows of unknown weights")
_NO_WEIGHT = Text("分值不明", "the weight is unknown")
_ALL_MET = Text("各行均达到目标", "every row is met")


def expected_score(compared: ComparedForm, indicator: ComparedRow, weight: RowWeight) -> ExpectedScore:
    """What the score cell of *indicator* deserves at *weight*."""
    if not indicator.leads or indicator.row.unused or indicator.row.score_cell is None:
        return ExpectedScore(why=weight.why)
    if len(indicator.group) > 1:
        return merged_score(compared, indicator, weight)
    refused, why = refusal(indicator, weight)
    if refused:
        return ExpectedScore(why=why)
    return scored_by_direction(compared, indicator, weight)


def merged_score(compared: ComparedForm, indicator: ComparedRow, weight: RowWeight) -> ExpectedScore:
    """A score merged over several rows is full where all of them are met; else nobody knows the rows' weights.

    >>> from addin.judging.examples import few_rows
    >>> from addin.judging.judge import judge
    >>> from addin.judging.recognise import recognise
    >>> form = few_rows(("一", "≥1个", "1个", 10, 20), ("二", "≥2个", "2个", 15, None), ("三", "≥3个", "2个", 5, 3), merge="G4:G5")
    >>> [indicator.expected and str(indicator.expected.value) for indicator in judge(form, recognise(form)).rows]
    ['25', None, '3.33']
    """
    rows = [compared.rows[index] for index in indicator.group]
    if not all(row.met and not row.doubtful for row in rows):
        return ExpectedScore(why=weight.why or _MERGED)
    if weight.value is None:
        return ExpectedScore(why=weight.why)
    score = Score(
        value=weight.value, exact=weight.value, rule="group", weight=weight.value, met=True, words=_ALL_MET
    )
    return ExpectedScore(score, why=weight.why)


def refusal(indicator: ComparedRow, weight: RowWeight) -> tuple[bool, Text | None]:
    """Whether no score can be recomputed for the row, and why (None: another finding says so).

    >>> from addin.judging.examples import few_rows
    >>> from addin.judging.recognise import recognise
    >>> from addin.judging.judge import judge
    >>> form = few_rows(("率", "≥95%；≥98%", "96%", 10, 10), ("制度", "建立", "建立", "一", 10), ("数", "≥1个", "历史值", 5, 5))
    >>> [refusal(indicator, RowWeight(indicator.weight)) for indicator in judge(form, recognise(form)).rows]
    [(True, Text(zh='一格内有多个目标值', en='more than one target in the cell')), (True, None), (True, None)]
    """
    target, row = indicator.target, indicator.row
    cells = (row.target_cell, row.actual_cell)
    if any(cell.pending for cell in cells) or (row.score_cell is not None and row.score_cell.pending):
        return True, _PENDING
    if target.kind == "blank" or unfilled(row.actual_cell) or any(cell.blank or cell.error for cell in cells):
        return True, weight.why
    if indicator.standard or indicator.incomparable:
        return True, weight.why
    if target.kind == "several":
        return True, _SEVERAL
    if target.sentence and not target.explicit and not indicator.equal:
        return True, UNDECIDED
    if weight.value is None:
        # With a 分值 column a weight that is no number has a finding of its own (W04, P03).
        return True, weight.why or (_NO_WEIGHT if weight.implied else None)
    return weight.value < 0, weight.why


def scored_by_direction(compared: ComparedForm, indicator: ComparedRow, weight: RowWeight) -> ExpectedScore:
    """The score by the row's direction; beside it the one by another direction, where only that is what is printed."""
    direction, scheme = indicator.direction, compared.scheme
    value = weight.value if weight.value is not None else ZERO
    try:
        score = _score(compared, indicator, value, direction.reading if direction is not None else "")
    except ScoringError as error:
        return ExpectedScore(why=error.reason)
    if direction is None or not direction.assumed:
        return ExpectedScore(score, why=weight.why)
    most = compared.most_places(but=indicator.row.score_cell)
    others = {
        reading: other
        for reading in other_readings(direction, scheme)
        if (other := _score_or_none(compared, indicator, value, reading)) is not None
    }
    agreeing = None
    if not agrees(indicator.score, score, most, scheme):
        agreeing = next(
            (other for other in others.values() if agrees(indicator.score, other, most, scheme)), None
        )
    by_scheme = others.get(scheme.bare)
    certain = direction.source != "nature" or by_scheme is None or by_scheme.value == score.value
    return ExpectedScore(score, agreeing, certain, weight.why)


def _score(compared: ComparedForm, indicator: ComparedRow, weight: Decimal, reading: Reading | str) -> Score:
    return score_row(
        indicator.target,
        indicator.row.actual,
        weight,
        compared.scheme,
        reading=reading,
        year=compared.form.year,
    )


def _score_or_none(
    compared: ComparedForm, indicator: ComparedRow, weight: Decimal, reading: Reading
) -> Score | None:
    try:
        return _score(compared, indicator, weight, reading)
    except ScoringError:
        return None


def agrees(printed: PrintedNumber | None, score: Score, most: int, scheme: Scheme) -> bool:
    """Whether the *printed* score is *score*, be it rounded further; *most*: the decimals of the form's other scores."""
    return printed is not None and printed.accuracy(score.exact, most, scheme.places) != "error"
