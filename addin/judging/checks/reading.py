"""P: what can be read of the form: error values (#REF!, #NAME?, #DIV/0! …), and cells whose meaning is not known."""

from __future__ import annotations

from collections.abc import Iterator

from addin.grid import Cell
from addin.judging.checks.registry import at, check
from addin.judging.findings import Finding
from addin.judging.judged import JudgedForm
from addin.judging.proof import prove
from addin.reading.form import Form, Row
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
    rows = {
        (row.score_cell.row, row.score_cell.column): row
        for row in judged.form.rows
        if row.score_cell is not None
    }
    for cell in used_cells(judged.form):
        if cell.error:
            row = rows.get((cell.row, cell.column))
            message = _what_to_choose(row, cell) if row is not None else None
            said = Text(f"单元格是错误值{cell.error}", f"the cell holds the error value {cell.error}")
            yield at(judged, "JX-P03", cell, message or said, found=cell.error)


def _what_to_choose(row: Row, cell: Cell) -> Text | None:
    """For the score of a template that waits for a choice beside the form: what to choose and where."""
    level, share = row.helper.get("level"), row.helper.get("share")
    if level is None or row.target.kind != "level":
        return None
    if level.blank:
        return Text(
            f"{cell.error}：定性指标还没有档次，请在{level.address}选档次",
            f"{cell.error}: choose the level of this qualitative row in {level.address}",
        )
    if share is not None and share.blank:
        return Text(
            f"{cell.error}：{level.text.strip()}的得分要给出比例，请在{share.address}填比例",
            f"{cell.error}: fill in the share of {level.text.strip()} in {share.address}",
        )
    return None


_NAMED_AT_MOST = 12


@check("JX-P05")
def not_read_whole(judged: JudgedForm) -> Iterator[Finding]:
    """The reading is open: what does not add up, and which cells were passed over."""
    proof = prove(judged)
    if proof.reading != "open" or proof.why is None:
        return
    cells = "、".join(cell.address for cell in proof.cells[:_NAMED_AT_MOST])
    more = len(proof.cells) - _NAMED_AT_MOST
    zh, en = proof.why.zh, proof.why.en
    if cells:
        zh += f"；没有读懂的单元格：{cells}{f'等{len(proof.cells)}处' if more > 0 else ''}"
        en += f"; cells passed over: {cells.replace('、', ', ')}{f' and {more} more' if more > 0 else ''}"
    yield at(judged, "JX-P05", proof.cells[0] if proof.cells else judged.form.title, Text(zh, en), found="")
