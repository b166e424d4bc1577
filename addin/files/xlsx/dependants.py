"""Which formula cells of a workbook depend on cells that were changed, directly or by way of others.

>>> names = Names(["甲", "乙"], [])
>>> cells = [FormulaCell(0, 3, 1, "SUM(A1:A2)"), FormulaCell(1, 1, 1, "甲!A3*2"), FormulaCell(1, 2, 1, "B9")]
>>> sorted(dependants(cells, [(0, 2, 1)], names))
[0, 1]
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from addin.files.xlsx.formula import Area, Names, References
from addin.grid import coordinates

_ROUNDS = 32
_SPREAD = 10_000  # cells of a filled range that are noted one by one


@dataclass(slots=True)
class FormulaCell:
    """A formula in its cell: sheet (index), row, column, text; and how it is shared or what range it fills.

    A member of a shared group has no text but its group; the first of the group has both.
    """

    sheet: int
    row: int
    column: int
    text: str
    shared: str = ""
    ref: str = ""
    kind: str = ""


def dependants(
    cells: Sequence[FormulaCell], changed: Iterable[tuple[int, int, int]], names: Names
) -> set[int]:
    """The indexes of the *cells* that depend on *changed* (sheet, row, column).

    Where a text does not say what a formula reads, it is taken to depend.
    """
    known = _Changed()
    for sheet, row, column in changed:
        known.add(sheet, row, column)
    if known.empty:
        return set()
    reads = _reads(cells, names)
    marked = {index for index, found in enumerate(reads) if found.anything}
    for index in marked:
        known.fill(cells[index])
    waiting = [index for index in range(len(cells)) if index not in marked]
    for turn in range(_ROUNDS):
        # Chains of formulas run down a sheet or up: every other round goes the other way.
        if turn % 2:
            waiting.reverse()
        left = []
        for index in waiting:
            if any(known.touches(area) for area in reads[index].areas):
                marked.add(index)
                known.fill(cells[index])
            else:
                left.append(index)
        if len(left) == len(waiting):
            return marked
        waiting = left
        if turn % 2:
            waiting.reverse()
    return set(range(len(cells)))


def _reads(cells: Sequence[FormulaCell], names: Names) -> list[References]:
    groups: dict[tuple[int, str], FormulaCell] = {}
    reads: list[References] = []
    for cell in cells:
        if cell.kind == "dataTable":
            reads.append(References(anything=True))
            continue
        if cell.text:
            if cell.shared:
                groups[cell.sheet, cell.shared] = cell
            reads.append(names.references(cell.text, cell.sheet))
            continue
        first = groups.get((cell.sheet, cell.shared)) if cell.shared else None
        if first is None:
            reads.append(References(anything=True))
            continue
        found = names.references(first.text, cell.sheet)
        rows, columns = cell.row - first.row, cell.column - first.column
        reads.append(References(tuple(area.moved(rows, columns) for area in found.areas), found.anything))
    return reads


class _Changed:
    """The changed cells, by sheet and column; and the ranges too large to take apart."""

    def __init__(self) -> None:
        self._rows: dict[int, dict[int, list[int]]] = {}
        self._areas: list[Area] = []

    @property
    def empty(self) -> bool:
        return not self._rows

    def add(self, sheet: int, row: int, column: int) -> None:
        insort(self._rows.setdefault(sheet, {}).setdefault(column, []), row)

    def fill(self, cell: FormulaCell) -> None:
        """Note the cell, and all that its formula fills."""
        self.add(cell.sheet, cell.row, cell.column)
        if not cell.ref:
            return
        first, _, last = cell.ref.partition(":")
        try:
            top, left = coordinates(first)
            bottom, right = coordinates(last or first)
        except ValueError:
            return
        if (bottom - top + 1) * (right - left + 1) > _SPREAD:
            fixed = (True, True, True, True)
            self._areas.append(Area(cell.sheet, cell.sheet, top, left, bottom, right, fixed))
            return
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                self.add(cell.sheet, row, column)

    def touches(self, area: Area) -> bool:
        """True where one of the changed cells lies in *area*."""
        for sheet in range(area.first, area.last + 1):
            columns = self._rows.get(sheet)
            if columns is None:
                continue
            wide = area.right - area.left >= len(columns)
            for column in tuple(columns) if wide else range(area.left, area.right + 1):
                rows = columns.get(column)
                if rows is None or not area.left <= column <= area.right:
                    continue
                at = bisect_left(rows, area.top)
                if at < len(rows) and rows[at] <= area.bottom:
                    return True
        return any(
            area.first <= other.first <= area.last
            and area.top <= other.bottom
            and other.top <= area.bottom
            and area.left <= other.right
            and other.left <= area.right
            for other in self._areas
        )
