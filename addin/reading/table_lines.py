"""What a line of the indicator table is: an indicator, a level, a subtotal, the total, a closing line, a page line, a note.

>>> from addin.grid import Grid
>>> from addin.reading.heads import find_heads
>>> rows = GridRows.of(Grid.from_table("表", [
...     ["序号", "二级指标", "三级指标", "指标值", "完成值", "分值", "得分"], ["一、产出指标（50分）"],
...     [1, "数量指标", "期数", "≥4期", "5期", 50, 50], ["第1页 共2页"], ["小计", None, None, None, None, 50, 50],
...     ["评价结论", None, "完成"], ["总分", None, None, None, None, 100, 100]], merges=["A2:G2", "A4:G4"]))
>>> head, = find_heads(rows, None)
>>> [line_kind(rows, head, number) for number in range(2, 8)]
['band', 'row', 'page', 'subtotal', 'closing', 'total']
"""

from __future__ import annotations

from typing import Literal

from addin.grid import Cell
from addin.reading.grid_rows import GridRows
from addin.reading.heads import Head
from addin.reading.labels import dated_role, is_label, key, points, section
from addin.reading.names import label_of
from addin.reading.numbers import printed

LineKind = Literal["row", "band", "node", "subtotal", "total", "closing", "foot", "page", "note", "head"]
_FOOT = ("reason", "measure", "sign", "notes")
_LONGEST_BAND = 24


def first_of_names(head: Head) -> Cell:
    """The heading of the leftmost column of names or levels."""
    columns = head.columns
    named = [columns[name] for name in ("level1", "level2", "level3") if name in columns]
    return min(named or [columns["target"]], key=lambda cell: cell.column)


def leftmost(rows: GridRows, head: Head, line: int) -> Cell:
    """The first own cell of the line that is not the table's side heading (绩效指标) coming down from above."""
    cells = rows.rows[line]
    column = first_of_names(head).column
    return next((cell for cell in cells if cell.column >= column), cells[0])


def line_kind(rows: GridRows, head: Head, line: int) -> LineKind:
    """What *line*, which holds something, is in the table under *head*."""
    cells = rows.rows[line]
    first, left = cells[0], leftmost(rows, head, line)
    label = label_of(first)
    if is_label(label, "page"):
        return "page"
    if _repeats_heading(head, cells):
        return "head"
    for cell in (first, left):
        text = label_of(cell)
        if is_label(text, "total"):
            return "total"
        if is_label(text, "subtotal") and cell.column < head.columns["target"].column:
            return "subtotal"
    for name in _FOOT:
        if is_label(label, name) and not _is_row(rows, head, line):
            return "foot"
    if is_label(label, "closing") and not _is_row(rows, head, line):
        return "closing"
    if is_label(label, "goal_block"):
        return "band" if _over_width(rows, head, first) else "foot"
    if _over_width(rows, head, first):
        return "band" if _is_band(first) else "note"
    level = cells[0] if len(cells) == 1 else None
    if level is not None and "level1" not in head.columns and level.column <= _last_name(head):
        return "node"
    return "row"


def _repeats_heading(head: Head, cells: list[Cell]) -> bool:
    named = [dated_role(cell.text)[0] for cell in cells]
    return {"target", "actual"} <= set(named) and len([name for name in named if name]) >= 3


def _last_name(head: Head) -> int:
    return max(
        (head.columns[name].column for name in ("level2", "level3") if name in head.columns), default=0
    )


def _over_width(rows: GridRows, head: Head, first: Cell) -> bool:
    """Whether the line's first cell reaches over targets and actuals: a text over the width, whatever it begins with."""
    reach = max(head.columns["actual"].column, head.columns["target"].column)
    before = min(head.columns["actual"].column, head.columns["target"].column)
    return rows.end(first) >= reach and first.column < before


def _is_band(cell: Cell) -> bool:
    """Whether a text over the width names a level of the rows below: "一、产出指标（50分）"."""
    bare = key(cell.text)
    if not bare or len(bare) > _LONGEST_BAND or is_label(cell.text, "notes"):
        return False
    return section(bare) != "" or points(cell.text) is not None


def _is_row(rows: GridRows, head: Head, line: int) -> bool:
    """Whether the line has a target or an actual of its own and a weight or a score: it cannot be a closing line."""
    own = [rows.grid.at(line, head.columns[name].column) for name in ("target", "actual")]
    scored = [
        rows.grid.at(line, head.columns[name].column) for name in ("weight", "score") if name in head.columns
    ]
    return any(
        c.row == line and c.column == head.columns[n].column and not c.blank
        for c, n in zip(own, ("target", "actual"), strict=True)
    ) and any(printed(cell) is not None for cell in scored if cell.row == line)


def indicator_like(rows: GridRows, head: Head, line: int) -> bool:
    """Whether a line below a total or a closing line is an indicator all the same."""
    if line not in rows.rows or line_kind(rows, head, line) != "row":
        return False
    at = {cell.column for cell in rows.rows[line]}
    if not at & {head.columns["target"].column, head.columns["actual"].column}:
        return False
    return not head.scored or _is_row(rows, head, line)
