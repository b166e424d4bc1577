"""Whether the reading of a form proves itself, and what does not add up where it does not.

closed  weights and scores are what the form prints as their sums: nothing can have been overlooked
whole   they are not, but every number of the form has a meaning: then the form is wrong, and W01, S04 … say so
open    neither: perhaps not everything was read; what rests on the whole is to be verified, and nothing of it is written

>>> from addin.judging.examples import example_form
>>> from addin.judging.judge import judge
>>> from addin.judging.recognise import recognise
>>> for edits in ({}, {"G15": 90}):
...     form = example_form(edits)
...     print(prove(judge(form, recognise(form))).reading)
closed
whole
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from addin.grid import Cell
from addin.judging.judged import JudgedForm
from addin.judging.totals import printed_total, score_sums
from addin.judging.verdict import Reading
from addin.reading.numbers import PrintedNumber
from udfs.decimals import HUNDRED, ZERO, plain
from udfs.text import Text


@dataclass(frozen=True, slots=True)
class Proof:
    """How far a reading proves itself.

    why    what does not add up, where the reading is open
    cells  the cells that were passed over
    """

    reading: Reading
    why: Text | None = None
    cells: tuple[Cell, ...] = ()


def prove(judged: JudgedForm) -> Proof:
    """Whether the sums of *judged* close."""
    sums = sums_of(judged)
    if _closes(judged, sums):
        return Proof("closed")
    form = judged.form
    if not form.passed_over:
        return Proof("whole")
    return Proof("open", _why(judged, sums), form.passed_over)


@dataclass(frozen=True, slots=True)
class Sums:
    """The sums of a form: weights, None where one is not known; scores as stored and as shown; the printed total."""

    weights: Decimal | None
    scores: tuple[Decimal, Decimal] | None
    total: PrintedNumber | None


def sums_of(judged: JudgedForm) -> Sums:
    """The sums of *judged*."""
    found = printed_total(judged)
    return Sums(_weights(judged), score_sums(judged), found[1] if found is not None else None)


def wanted_points(judged: JudgedForm) -> Decimal:
    """What the weights must add up to: the printed sum (100, 110, 120), 100 where none is printed."""
    number = judged.form.total_points
    return number.value if number is not None and number.value > 0 else HUNDRED


def _weights(judged: JudgedForm) -> Decimal | None:
    """The sum of all weights: the rows', the budget's, and the points beside them; None where one is not known."""
    if not judged.form.has_weights:
        return judged.headings_sum()
    rows = judged.form.row_points
    budget = judged.money.weight if judged.money.scored and judged.money.weight is not None else ZERO
    return rows + budget + judged.form.points_beside if rows is not None else None


def _closes(judged: JudgedForm, sums: Sums) -> bool:
    if sums.weights is None or sums.scores is None or sums.total is None:
        return False
    return sums.weights == wanted_points(judged) and any(map(sums.total.agrees, sums.scores))


def _why(judged: JudgedForm, sums: Sums) -> Text:
    """What does not add up, in one sentence."""
    said: list[Text] = []
    wanted = wanted_points(judged)
    if sums.weights is None:
        said.append(Text("分值没有读全", "not every weight is known"))
    elif sums.weights != wanted:
        said.append(
            Text(
                f"读到的分值合计{plain(sums.weights)}，应为{plain(wanted)}",
                f"the weights that were read add up to {plain(sums.weights)}, not {plain(wanted)}",
            )
        )
    if sums.scores is not None and sums.total is not None and not any(map(sums.total.agrees, sums.scores)):
        said.append(
            Text(
                f"读到的得分合计{plain(sums.scores[0])}，总分为{plain(sums.total.shown)}",
                f"the scores that were read add up to {plain(sums.scores[0])}, the total is {plain(sums.total.shown)}",
            )
        )
    if not said:
        said.append(Text("有数字不明其义", "some numbers have no known meaning"))
    return Text("；".join(text.zh for text in said), "; ".join(text.en for text in said))
