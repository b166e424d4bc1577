"""A grid row by row, as the reader goes through it.

>>> grid_rows = GridRows.of(Grid.from_table("表", [["项目名称", None, "培训"]], merges=["A1:B1"]))
>>> grid_rows.right_of(grid_rows.rows[1][0]).text
'培训'
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field

from addin.grid import Cell, Grid


@dataclass(slots=True)
class GridRows:
    """The grid row by row: every own, non-blank cell in its order, how far right the sheet goes, the rows in use."""

    grid: Grid
    rows: dict[int, list[Cell]] = field(default_factory=dict)
    right: int = 0
    numbers: list[int] = field(default_factory=list)

    @classmethod
    def of(cls, grid: Grid) -> GridRows:
        rows = cls(grid)
        for (row, column), cell in sorted(grid.cells.items()):
            if not cell.blank and grid.own(row, column):
                rows.rows.setdefault(row, []).append(cell)
                rows.right = max(rows.right, rows.end(cell))
        rows.numbers = list(rows.rows)
        return rows

    def between(self, first: int, last: int) -> list[int]:
        """The rows from *first* to *last*, both included, that hold something."""
        return self.numbers[bisect_left(self.numbers, first) : bisect_right(self.numbers, last)]

    def end(self, cell: Cell) -> int:
        """The last column that *cell* covers."""
        merge = self.grid.merge_of(cell.row, cell.column)
        return merge.right if merge else cell.column

    def last_row(self, cell: Cell) -> int:
        """The last row that *cell* covers."""
        merge = self.grid.merge_of(cell.row, cell.column)
        return merge.bottom if merge else cell.row

    def below(self, cell: Cell) -> Cell:
        """The cell under *cell*."""
        return self.grid.at(self.last_row(cell) + 1, cell.column)

    def right_of(self, cell: Cell) -> Cell | None:
        """The cell to the right of *cell*, blank or not, hidden columns passed over; None beyond the sheet's edge."""
        column = self.end(cell) + 1
        while any(first <= column <= last for first, last in self.grid.hidden_columns):
            if not self.grid.at(cell.row, column).blank:
                break
            column += 1
        return self.grid.at(cell.row, column) if column <= self.right else None
