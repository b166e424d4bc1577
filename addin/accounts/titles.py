"""Where the tables stand: titles found by their words, each with the part of the sheet that belongs to it.

A 目录 lists all titles: a title without headings below it is no table. Two titles in one row share the sheet between
them. Tables that are none of the nine end the one above.

>>> from addin.grid import Grid
>>> grid = Grid.from_table("目录", [["收入决算表"], ["支出决算表"], ["项目", "本年支出合计"]])
>>> [(region.kind, region.top, region.bottom) for region in regions(grid)]
[('T3', 2, 3)]
"""

from __future__ import annotations

from dataclasses import dataclass

from addin.accounts.model import Said
from addin.accounts.vocabulary import is_other_title, kind_of, tight, word
from addin.grid import Grid


@dataclass(frozen=True, slots=True)
class Region:
    """A title's part of a sheet, both corners included; *kind* "" for a table that is none of the nine."""

    grid: Grid
    kind: str
    title: Said
    top: int
    left: int
    bottom: int
    right: int

    def rows(self) -> range:
        """The rows below the title."""
        return range(self.top + 1, self.bottom + 1)

    def columns(self) -> range:
        """The columns of the region."""
        return range(self.left, self.right + 1)

    def cells(self) -> list[Said]:
        """The texts of the region, row by row, the title first; of a merge its top-left cell alone."""
        return [
            Said(row, column, cell.text)
            for (row, column), cell in sorted(self.grid.cells.items())
            if self.top <= row <= self.bottom and self.left <= column <= self.right and cell.text.strip()
        ]


def regions(grid: Grid) -> list[Region]:
    """The tables of the nine on a sheet, with headings, in reading order."""
    titles = [
        (row, column, kind_of(cell.text), cell.text)
        for (row, column), cell in sorted(grid.cells.items())
        if cell.number is None and "表" in cell.text and (kind_of(cell.text) or is_other_title(cell.text))
    ]
    if not any(kind for _, _, kind, _ in titles):
        return []
    last_row = max(row for row, _ in grid.cells)
    last_column = max(column for _, column in grid.cells)
    last_column = max([last_column, *(merge.right for merge in grid.merges if merge.right < 300)])
    extents = {(row, column): _extent(grid, row, column) for row, column, _, _ in titles}
    found = []
    for row, column, kind, text in titles:
        left, right = _band(grid, [t[1] for t in titles if t[0] == row], column, last_column)
        below = [
            t[0] for t in titles if t[0] > row and not extents[t[0], t[1]].isdisjoint(range(left, right + 1))
        ]
        bottom = min(below, default=last_row + 1) - 1
        region = Region(grid, kind, Said(row, column, text), row, left, bottom, right)
        if kind and _has_headings(region):
            found.append(region)
    return found


def _band(grid: Grid, in_row: list[int], column: int, last: int) -> tuple[int, int]:
    """The columns that belong to the title at *column*, the titles of its row being at *in_row*."""
    at = in_row.index(column)
    left = _split(grid, in_row[at - 1], column) + 1 if at else 1
    right = _split(grid, column, in_row[at + 1]) if at + 1 < len(in_row) else last
    return left, right


def _extent(grid: Grid, row: int, column: int) -> set[int]:
    """The columns of the headings below a title, from its own as far as no blank column parts them."""
    used = {c for r, c in grid.cells if row < r <= row + 5}
    for merge in grid.merges:
        if row <= merge.top <= row + 5:
            used.update(range(merge.left, min(merge.right, merge.left + 255) + 1))
    found = {column}
    for step in (1, -1):
        at = column + step
        while at in used:
            found.add(at)
            at += step
    return found


def _split(grid: Grid, first: int, second: int) -> int:
    """The last column of the table whose title is at *first*, where the next one's is at *second*."""
    used = {c for (_, c), cell in grid.cells.items() if first < c < second and cell.text.strip()}
    for merge in grid.merges:
        used.update(range(max(merge.left, first + 1), min(merge.right, second - 1) + 1))
    free = [column for column in range(first + 1, second) if column not in used]
    return free[-1] if free else second - 1


def _has_headings(region: Region) -> bool:
    heading = word("heading")
    return any(heading.fullmatch(tight(said.text)) for said in region.cells()[1:])
