"""Tables of points beside the indicators (项目决策, 项目管理 …): what they give belongs to the form's total.

>>> from addin.grid import Grid
>>> rows = GridRows.of(Grid.from_table("表", [
...     ["项目权重", "评价内容", "分值", "自评分", "评价标准"], ["项目决策 2 分", "决策依据", 2, 2, "有文件"],
...     ["项目管理 3 分", "财务制度", 3, "2.5", "健全"], ["项目绩效 95 分"]]))
>>> table, = find_points_tables(rows, [1, 2, 3, 4])
>>> [(line.label.text, line.weight_cell.text, line.score_cell.text) for line in table.lines]
[('决策依据', '2', '2'), ('财务制度', '3', '2.5')]
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from addin.grid import Cell
from addin.reading.form import Points
from addin.reading.grid_rows import GridRows
from addin.reading.labels import dated_role, points
from addin.reading.numbers import printed


@dataclass(frozen=True, slots=True)
class PointsTable:
    """The lines of such a table, the rows that it takes up, and the headings that are no points."""

    lines: tuple[Points, ...]
    rows: frozenset[int]


def find_points_tables(rows: GridRows, numbers: Sequence[int]) -> list[PointsTable]:
    """The tables of points in the rows *numbers*: headings of a weight and a score, none of a target or an actual."""
    found: list[PointsTable] = []
    taken: set[int] = set()
    for row in numbers:
        if row in taken:
            continue
        heads = {dated_role(cell.text)[0]: cell for cell in rows.rows[row]}
        if not {"weight", "score"} <= heads.keys() or heads.keys() & {"target", "actual"}:
            continue
        table = _read(rows, row, heads["weight"], heads["score"], numbers)
        if table is not None:
            found.append(table)
            taken |= table.rows
    return found


def _read(rows: GridRows, head: int, weight: Cell, score: Cell, numbers: Sequence[int]) -> PointsTable | None:
    lines: list[Points] = []
    used = {head}
    for row in [number for number in numbers if number > head]:
        cells = (rows.grid.at(row, weight.column), rows.grid.at(row, score.column))
        label = _label(rows, row, min(weight.column, score.column))
        if label is None or all(printed(cell) is None for cell in cells) or row - max(used) > 2:
            break
        used.add(row)
        lines.append(points_line(label, *cells))
    return PointsTable(tuple(lines), frozenset(used)) if lines else None


def points_line(label: Cell, weight: Cell | None, score: Cell | None) -> Points:
    """The line with the points that its weight cell, else its label ("决策依据（2分）"), states."""
    number = printed(weight) if weight is not None else None
    return Points(label, weight, score, number.value if number is not None else points(label.text))


def _label(rows: GridRows, row: int, before: int) -> Cell | None:
    """The nearest text left of the points that stands in the row."""
    for column in range(before - 1, 0, -1):
        cell = rows.grid.at(row, column)
        if not cell.blank and cell.row == row:
            return cell
    return None
