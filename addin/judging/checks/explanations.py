"""E: explanations. Points lost ask for a reason, and for a measure where the form has a field for it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from addin.judging.agreement import deserves_full
from addin.judging.checks.registry import at, check
from addin.judging.findings import Finding
from addin.judging.judged import JudgedForm, JudgedRow
from addin.judging.money import lost_on_budget
from addin.judging.totals import shortfalls
from addin.reading.labels import is_filler
from addin.reading.numbers import number_in
from udfs.decimals import HUNDRED, ZERO, plain
from udfs.text import Text


def _lost(judged: JudgedForm, indicator: JudgedRow) -> Decimal:
    """The points that the row lost by its printed weight and score; 0 where either is unknown, or S02 gives full marks."""
    if (
        not indicator.leads
        or indicator.row.unused
        or indicator.implied
        or indicator.weight is None
        or indicator.score is None
        or deserves_full(judged, indicator)
    ):
        return ZERO
    return max(indicator.weight - indicator.score.value, ZERO)


def _lost_on_rows(judged: JudgedForm) -> Decimal:
    if judged.form.has_weights:
        return sum((_lost(judged, indicator) for indicator in judged.rows), ZERO)
    return sum((missing for _, missing in shortfalls(judged, meant=True) if missing > 0), ZERO)


def _lost_altogether(judged: JudgedForm) -> Decimal:
    """The points lost on the whole form; where a score is no number, what the printed total lacks to a hundred."""
    lost = lost_on_budget(judged) + _lost_on_rows(judged)
    total = judged.form.total or judged.form.head_total
    if lost == 0 and total is not None and any(_unknown(judged)):
        number = number_in(total.text)
        return max(HUNDRED - number.value, ZERO) if number is not None else ZERO
    return lost


def _unknown(judged: JudgedForm) -> Iterator[bool]:
    """For every score cell whether a text or an error stands in it."""
    budget = judged.form.budget
    if budget is not None and budget.total.score is not None and judged.money.scored:
        yield judged.money.score is None and not budget.total.score.blank
    for indicator in judged.rows:
        cell = indicator.row.score_cell
        if indicator.leads and cell is not None and not indicator.row.unused:
            yield indicator.score is None and not cell.blank


@check("JX-E01")
def reason(judged: JudgedForm) -> Iterator[Finding]:
    """Points are lost and the reason is blank or 无: on the row's own note, else once on the form's reason field."""
    form = judged.form
    if "note" in form.heads:
        for indicator in judged.rows:
            lost, cell = _lost(judged, indicator), indicator.row.note_cell
            if lost <= 0 or cell is None:
                continue
            notes = [form.rows[index].note_cell for index in indicator.group] or [cell]
            if all(note is None or is_filler(note.text, "reason") for note in notes):
                yield at(
                    judged,
                    "JX-E01",
                    cell,
                    Text(f"失{plain(lost)}分，没有填写原因", f"{plain(lost)} points lost, no reason given"),
                )
    if form.reason is None or not is_filler(form.reason.text, "reason"):
        return
    lost = lost_on_budget(judged) if "note" in form.heads else _lost_altogether(judged)
    if lost > 0:
        text = form.reason.text
        said, en = (f"填的是“{text}”", f"says {text!r}") if text else ("没有填写", "is blank")
        yield at(
            judged,
            "JX-E01",
            form.reason.cell,
            Text(
                f"共失{plain(lost)}分，{form.reason.label}{said}",
                f"{plain(lost)} points lost, the reason {en}",
            ),
            found=text,
        )


@check("JX-E02")
def measure(judged: JudgedForm) -> Iterator[Finding]:
    """Points are lost and 改进措施 is blank, where the form has that field."""
    field = judged.form.measure
    if field is None or not field.blank:
        return
    lost = _lost_altogether(judged)
    if lost > 0:
        yield at(
            judged,
            "JX-E02",
            field.cell,
            Text(
                f"共失{plain(lost)}分，{field.label}没有填写", f"{plain(lost)} points lost, no measure given"
            ),
            found="",
        )
