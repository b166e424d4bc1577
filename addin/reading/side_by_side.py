"""Two forms side by side on a sheet: the sheet cut between them, each part a grid of its own with the same addresses.

>>> sheet = Grid.from_table("表", [["一级指标", "指标值", "完成值", None, "一级指标", "指标值", "完成值"]])
>>> [sorted(cell.address for cell in part.cells.values()) for part in parts(sheet)]
[['A1', 'B1', 'C1'], ['E1', 'F1', 'G1']]
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from addin.grid import Cell, Grid
from addin.reading.labels import dated_role


def parts(grid: Grid) -> list[Grid]:
    """The parts of *grid* with a form each; the grid itself where it holds none side by side."""
    cuts = sorted(set(_cuts(grid)))
    if not cuts:
        return [grid]
    bounds = [0, *cuts, max(column for _, column in grid.cells) + 1]
    return [_part(grid, low + 1, high) for low, high in itertools.pairwise(bounds)]


def _cuts(grid: Grid) -> Iterator[int]:
    """The columns after which another form begins: a row names the columns of an indicator table twice."""
    by_row: dict[int, list[Cell]] = {}
    for (row, _), cell in sorted(grid.cells.items()):
        if not cell.blank:
            by_row.setdefault(row, []).append(cell)
    for cells in by_row.values():
        named = [(dated_role(cell.text)[0], cell) for cell in cells if len(cell.text) <= 40]
        firsts = [cell for name, cell in named if name == "level1"]
        if len(firsts) < 2:
            continue
        for before, after in itertools.pairwise(firsts):
            between = {name for name, cell in named if before.column < cell.column < after.column}
            behind = {name for name, cell in named if cell.column > after.column}
            if {"target", "actual"} <= between and {"target", "actual"} <= behind:
                cut = _gap(grid, before.column, after.column)
                if cut:
                    yield cut


def _gap(grid: Grid, low: int, high: int) -> int:
    """The last column before *high* behind which no merge and no side heading goes on; 0 where there is none."""
    for column in range(high - 1, low, -1):
        crossing = any(merge.left <= column < merge.right for merge in grid.merges)
        if not crossing:
            return column
    return 0


def _part(grid: Grid, left: int, right: int) -> Grid:
    """The columns *left* to *right* of *grid*."""
    return Grid(
        name=grid.name,
        cells={place: cell for place, cell in grid.cells.items() if left <= place[1] <= right},
        merges=[merge for merge in grid.merges if left <= merge.left and merge.right <= right],
        hidden_rows=grid.hidden_rows,
        hidden_columns=grid.hidden_columns,
        hidden=grid.hidden,
        seams=grid.seams,
    )
