"""E: explanations. Points lost ask for a reason, and for a measure where the form has a field for it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from addin.case import Case, Line
from addin.checks.base import at, check
from addin.checks.budget import lost_on_budget
from addin.checks.weights import shortfalls
from addin.findings import Finding
from addin.labels import is_filler
from addin.printed import number_in
from udfs.decimals import HUNDRED, ZERO, plain


def _lost(line: Line) -> Decimal:
    """The points that the row lost by its printed weight and score; 0 where either is unknown."""
    if not line.leads or line.row.unused or line.implied or line.weight is None or line.score is None:
        return ZERO
    return max(line.weight - line.score.value, ZERO)


def _lost_on_rows(case: Case) -> Decimal:
    if case.form.has_weights:
        return sum((_lost(line) for line in case.lines), ZERO)
    return sum((missing for _, missing in shortfalls(case, meant=True) if missing > 0), ZERO)


def _lost_altogether(case: Case) -> Decimal:
    """The points lost on the whole form; where a score is no number, what the printed total lacks to a hundred."""
    lost = lost_on_budget(case) + _lost_on_rows(case)
    total = case.form.total or case.form.head_total
    if lost == 0 and total is not None and any(_unknown(case)):
        number = number_in(total.text)
        return max(HUNDRED - number.value, ZERO) if number is not None else ZERO
    return lost


def _unknown(case: Case) -> Iterator[bool]:
    """For every score cell whether a text or an error stands in it."""
    budget = case.form.budget
    if budget is not None and budget.total.score is not None and case.funds.scored:
        yield case.funds.score is None and not budget.total.score.blank
    for line in case.lines:
        cell = line.row.score_cell
        if line.leads and cell is not None and not line.row.unused:
            yield line.score is None and not cell.blank


@check("JX-E01")
def reason(case: Case) -> Iterator[Finding]:
    """Points are lost and the reason is blank or 无: on the row's own note, else once on the form's reason field."""
    form = case.form
    if "note" in form.heads:
        for line in case.lines:
            lost, cell = _lost(line), line.row.note_cell
            if lost <= 0 or cell is None:
                continue
            notes = [form.rows[index].note_cell for index in line.group] or [cell]
            if all(note is None or is_filler(note.text, "reason") for note in notes):
                yield at(
                    case,
                    "JX-E01",
                    cell,
                    f"失{plain(lost)}分，没有填写原因",
                    f"{plain(lost)} points lost, no reason given",
                )
    if form.reason is None or not is_filler(form.reason.text, "reason"):
        return
    lost = lost_on_budget(case) if "note" in form.heads else _lost_altogether(case)
    if lost > 0:
        text = form.reason.text
        said, en = (f"填的是“{text}”", f"says {text!r}") if text else ("没有填写", "is blank")
        yield at(
            case,
            "JX-E01",
            form.reason.cell,
            f"共失{plain(lost)}分，{form.reason.label}{said}",
            f"{plain(lost)} points lost, the reason {en}",
            found=text,
        )


@check("JX-E02")
def measure(case: Case) -> Iterator[Finding]:
    """Points are lost and 改进措施 is blank, where the form has that field."""
    field = case.form.measure
    if field is None or not field.blank:
        return
    lost = _lost_altogether(case)
    if lost > 0:
        yield at(
            case,
            "JX-E02",
            field.cell,
            f"共失{plain(lost)}分，{field.label}没有填写",
            f"{plain(lost)} points lost, no measure given",
            found="",
        )
