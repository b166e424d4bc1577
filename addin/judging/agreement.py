"""Whether a printed score follows from its row, asked once for every check that goes on from the answer.

>>> from addin.judging.examples import few_rows
>>> from addin.judging.judge import judge
>>> from addin.judging.recognise import recognise
>>> form = few_rows(("合格率", "≥90%", "81%", 20, 20), ("采购完成率", "100%", "50%", 10, 10), ("期数", "≥4期", "5期", 10, 8))
>>> judged = judge(form, recognise(form))
>>> [(disagrees(judged, indicator), deserves_full(judged, indicator)) for indicator in judged.rows]
[('error', False), ('review', False), ('error', True)]
"""

from __future__ import annotations

from typing import Literal

from addin.grid import Cell
from addin.judging.catalogue import Level
from addin.judging.judged import ComparedRow, JudgedForm, JudgedRow, unfilled
from addin.judging.totals import overfull
from addin.reading.labels import pattern, squeeze

Impossible = Literal["text", "negative", "above"]


def impossible(indicator: JudgedRow, cell: Cell) -> Impossible | None:
    """Why the score cannot be (S01): a text, below 0, above its printed weight; None where it can."""
    if cell.error or cell.pending or unfilled(cell):
        return None
    if indicator.score is None:
        return "text"
    if indicator.score.value < 0:
        return "negative"
    if not indicator.implied and indicator.weight is not None and indicator.score.value > indicator.weight:
        return "above"
    return None


def sign_in_doubt(indicator: ComparedRow) -> bool:
    """Whether a cost indicator (成本指标) has ≥ (T05), where nothing is said to be saved."""
    target, row = indicator.target, indicator.row
    return (
        row.cost
        and target.kind == "number"
        and target.op in ("≥", ">")
        and target.explicit
        and target.change != "down"
        and not indicator.met_by_anything
        and pattern("words", "saving").search(squeeze(row.name + row.target_text)) is None
    )


def repaired(indicator: ComparedRow) -> bool:
    """Whether the target is a damaged rate (290% for ≥90%) that is read as what it must have been (T07)."""
    return indicator.target.damaged and not indicator.row.target.damaged


def is_asked(judged: JudgedForm, indicator: JudgedRow) -> bool:
    """Whether the row is quantitative, and no other finding (T05, T07, T08, A02, A03, S01, W06) is the cause of its score."""
    cell = indicator.row.score_cell
    return cell is not None and not (
        indicator.target.kind == "level"
        or indicator.standard
        or indicator.incomparable
        or indicator.met_by_anything
        or sign_in_doubt(indicator)
        or repaired(indicator)
        or impossible(indicator, cell) is not None
        or indicator.row.index in overfull(judged)
    )


def disagrees(judged: JudgedForm, indicator: JudgedRow) -> Level | None:
    """How surely the printed score does not follow from the row (S02); None where it does, or nobody can say.

    "review": it follows in another direction than the one taken, or only when rounded further, or the points that are
    missing may be those of a row beside it.
    """
    expected, cell = indicator.expected, indicator.row.score_cell
    if expected is None or cell is None or indicator.score is None or not is_asked(judged, indicator):
        return None
    accuracy = indicator.score.accuracy(expected.exact, judged.most_places(but=cell), judged.scheme.places)
    if accuracy == "":
        return None
    unsure = accuracy == "review" or indicator.unsure or indicator.other is not None
    return "review" if unsure else "error"


def deserves_full(judged: JudgedForm, indicator: JudgedRow) -> bool:
    """Whether S02 says that the row deserves full marks: the points that it lost are no loss to explain."""
    expected = indicator.expected
    return expected is not None and expected.met and disagrees(judged, indicator) is not None
