"""说明: why the selected cell is what it is, the arithmetic of its row and the findings on it.

>>> from addin.judging.examples import example_grid
>>> grid = example_grid()
>>> (judged,) = judged_forms([grid], "")
>>> cell = judged.rows[0].row.score_cell
>>> for sentence in explained(judged, grid, cell.row, cell.column)[:2]:
...     print(sentence)
G9  10
培训期数：目标 ≥4期，实际 5期
"""

from __future__ import annotations

from addin.checking.one_file import form_result, judged_forms
from addin.commands.desk import CommandError, Desk
from addin.grid import Cell, Grid, address
from addin.judging.findings import LEVEL_NAMES
from addin.judging.judged import JudgedForm, JudgedRow
from udfs.decimals import plain
from udfs.text import Text


def explain_cell(desk: Desk) -> None:
    """说明: say what stands behind the selected cell. Raises CommandError where nothing of a form is selected."""
    selected = desk.selection
    grid = desk.grid()
    row, column = (selected.row, selected.column) if selected is not None else (1, 1)
    merge = grid.merge_of(row, column)
    if merge is not None:
        row, column = merge.top, merge.left
    for judged in judged_forms([grid], desk.book.name):
        if judged.form.top <= row <= judged.form.bottom and judged.form.left <= column <= judged.form.right:
            desk.say("\n".join(explained(judged, grid, row, column)))
            return
    raise CommandError(
        Text("所选单元格不在绩效自评表内", "the selected cell is not part of a self-evaluation form")
    )


def explained(judged: JudgedForm, grid: Grid, row: int, column: int) -> list[str]:
    """The sentences about a cell of a form: its row's arithmetic, then its findings."""
    where = address(row, column)
    lines = [f"{where}  {grid.at(row, column).text.strip() or '（空）'}"]
    found = [item for item in form_result(judged).findings if item.cell == where]
    for line in judged.rows:
        cells = (
            line.row.target_cell,
            line.row.actual_cell,
            line.row.score_cell,
            line.row.weight_cell,
            line.row.name_cell,
            line.row.note_cell,
        )
        if any(cell is not None and _covers(grid, cell, row, column) for cell in cells):
            lines += _arithmetic(line, judged)
            break
    budget = judged.form.budget
    money = budget.total if budget is not None else None
    if money is not None and any(
        cell is not None and _covers(grid, cell, row, column)
        for cell in (money.initial, money.budget, money.executed, money.weight, money.rate, money.score)
    ):
        lines += _money(judged)
    for field in (judged.form.total, judged.form.head_total):
        if field is not None and field.cell.address == where:
            sums = form_result(judged).total["expected"]
            lines.append(f"总分＝各项得分之和＝{sums}" if sums else "总分＝各项得分之和")
            break
    for item in found:
        lines.append(f"{LEVEL_NAMES[item.level].zh} {item.code} {item.message.zh}")
        lines.append(f"→ {item.fix.zh}" + (f"（依据：{item.reference}）" if item.reference else ""))
    if not found:
        lines.append("这个单元格没有发现问题。")
    return lines


def _covers(grid: Grid, cell: Cell, row: int, column: int) -> bool:
    merge = grid.merge_of(cell.row, cell.column)
    if merge is None:
        return (cell.row, cell.column) == (row, column)
    return merge.top <= row <= merge.bottom and merge.left <= column <= merge.right


def _arithmetic(line: JudgedRow, judged: JudgedForm) -> list[str]:
    name = line.row.name.strip() or "（未命名指标）"
    lines = [
        f"{name}：目标 {line.row.target_text.strip() or '空'}，实际 {line.row.actual_cell.text.strip() or '空'}"
    ]
    if line.expected is not None:
        implied = "（分值由标题分值推算）" if line.implied else ""
        lines.append(
            f"应得 {plain(line.expected.value)}：{line.expected.words.zh}{implied}  口径 {judged.scheme.id or '按表内说明'}"
        )
        if line.direction is not None and line.direction.assumed:
            lines.append(f"目标值没有写明方向：{line.direction.words.zh}")
    elif line.why is not None:
        lines.append(f"不能计分：{line.why.zh}")
    return lines


def _money(judged: JudgedForm) -> list[str]:
    money = judged.money
    if money.exact is None or money.planned is None or money.executed is None or money.weight is None:
        return ["预算执行得分＝分值×执行数÷预算数；预算数、执行数或分值缺失，不能计算。"]
    return [f"预算执行得分＝{plain(money.weight)}×{plain(money.executed)}÷{plain(money.planned)}，不超过分值"]
