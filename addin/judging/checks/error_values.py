"""P03: error values (#REF!, #NAME?, #DIV/0! …) in cells that the form uses."""

from __future__ import annotations

from collections.abc import Iterator

from addin.grid import Cell
from addin.judging.checks.registry import at, check
from addin.judging.findings import Finding
from addin.judging.judged import JudgedForm
from addin.reading.form import Form
from udfs.text import Text


def used_cells(form: Form) -> list[Cell]:
    """Every cell that the form's reading rests on, each once, from the top left down."""
    cells: list[Cell | None] = [form.title, *form.heads.values()]
    for field in (
        form.project,
        form.department,
        form.unit,
        form.body,
        form.date,
        form.goal_set,
        form.goal_done,
        form.total,
        form.head_total,
        form.reason,
        form.measure,
    ):
        if field is not None:
            cells.append(field.cell)
    if form.budget is not None:
        for money in (form.budget.total, *form.budget.parts):
            cells += [money.initial, money.budget, money.executed, money.weight, money.rate, money.score]
    for row in form.rows:
        cells += [
            row.name_cell,
            row.target_cell,
            row.actual_cell,
            row.weight_cell,
            row.score_cell,
            row.note_cell,
        ]
    cells += [heading.cell for heading in form.headings]
    unique = {(cell.row, cell.column): cell for cell in cells if cell is not None}
    return [unique[place] for place in sorted(unique)]


@check("JX-P03")
def errors(judged: JudgedForm) -> Iterator[Finding]:
    """An error value (#REF!, #NAME?, #DIV/0! …) in a cell that the form uses."""
    for cell in used_cells(judged.form):
        if cell.error:
            yield at(
                judged,
                "JX-P03",
                cell,
                Text(f"单元格是错误值{cell.error}", f"the cell holds the error value {cell.error}"),
                found=cell.error,
            )
