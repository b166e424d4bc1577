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

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from addin.grid import Cell
from addin.judging.catalogue import Level
from addin.judging.judged import ComparedRow, JudgedForm, JudgedRow, unfilled
from addin.judging.totals import overfull, shortfalls
from addin.reading.labels import pattern, squeeze
from udfs.decimals import HUNDRED, half_up
from udfs.levels import denial

Impossible = Literal["text", "negative", "above"]


def impossible(indicator: JudgedRow, cell: Cell) -> Impossible | None:
    """Why the score cannot be (S01): a text, below 0, above its printed weight; None where it can."""
    if cell.error or cell.pending or unfilled(cell):
        return None
    if indicator.score is None:
        return "text"
    if indicator.score.value < 0:
        return "negative"
    weight, score = indicator.weight, indicator.score
    # 6.67 of a weight 20÷3, that a spreadsheet holds as 6.66666666666667, is rounded, not too much.
    if not indicator.implied and weight is not None and score.value > half_up(weight, score.places):
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


def full_though_missed(judged: JudgedForm, indicator: JudgedRow) -> bool:
    """Whether the row has full marks although its actual says itself that it misses (A08): by how much nobody knows."""
    return (
        indicator.states_a_miss
        and len(indicator.group) <= 1
        and is_asked(judged, indicator)
        and _full(judged, indicator)
    )


def _full(judged: JudgedForm, indicator: JudgedRow) -> bool:
    """Whether the printed score is the whole weight, or one of a heading whose points were given in full."""
    if indicator.score is None:
        return False
    if indicator.weight is None or indicator.implied:
        return any(
            short == 0 and indicator.row.index in heading.rows for heading, short in shortfalls(judged)
        )
    return indicator.score.value >= indicator.weight


@dataclass(frozen=True, slots=True)
class Denied:
    """A qualitative row whose actual denies its target (or reaches it in part), with more points than that earns.

    limit  the most that a level below the first one earns
    """

    indicator: JudgedRow
    partial: bool
    limit: Decimal


def denied_with_points(judged: JudgedForm, indicator: JudgedRow) -> Denied | None:
    """The row under the score of *indicator* that is denied and yet earns what is as expected (S03); None where none is.

    Full marks are too many for one that is reached in part (部分, 基本), more than the second level's for one that is
    denied (未建立, 尚未完成, 不合格).

    >>> from addin.judging.examples import few_rows
    >>> from addin.judging.judge import judge
    >>> from addin.judging.recognise import recognise
    >>> form = few_rows(("制度", "建立", "未建立", 10, 10), ("工程", "完成", "基本完成", 10, 10), ("工程", "完成", "基本完成", 10, 8), ("制度", "建立健全", "已建立", 5, 5))
    >>> judged = judge(form, recognise(form))
    >>> [found and found.partial for found in (denied_with_points(judged, indicator) for indicator in judged.rows)]
    [False, True, None, None]
    """
    score, weight = indicator.score, indicator.weight
    if score is None or indicator.standard:
        return None
    full = _full(judged, indicator)
    limit = (weight or score.value) * judged.scheme.bands[0].bottom / HUNDRED
    for member in judged.group_of(indicator):
        kind = _denial(member)
        many = kind == "denied" and not indicator.implied and weight is not None and score.value > limit
        if kind and (full or (many and len(indicator.group) <= 1)):
            return Denied(member, kind == "partial", limit)
    return None


def _denial(indicator: JudgedRow) -> str:
    """Whether the actual denies a target in words, or a day; where it misses a number, A08 and S02 say so."""
    row = indicator.row
    if indicator.target.kind not in ("level", "date") or indicator.states_a_miss or indicator.row.unused:
        return ""
    if row.actual.kind not in ("level", "blank"):
        return ""
    return denial(row.target_text, row.actual_cell.text)
