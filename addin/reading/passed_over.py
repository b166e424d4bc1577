"""Cells of a form that hold a number and whose meaning is not known: a form with such cells was perhaps not read whole.

What is known: names and their values, the money block, the tables' columns that the vocabulary knows, subtotals,
totals, notes. A column whose heading nobody knows is named by its heading, then the numbers under it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from addin.grid import Cell
from addin.reading.grid_rows import GridRows
from addin.reading.heads import Head
from addin.reading.numbers import printed

Place = tuple[int, int]


def passed_over_in_table(rows: GridRows, heads: list[Head], lines: Iterable[int]) -> list[Cell]:
    """Headings that say nothing, and columns without a heading, with the numbers under them, *lines* being the table's."""
    found: list[Cell] = []
    numbers = list(lines)
    for at, head in enumerate(heads):
        end = heads[at + 1].top if at + 1 < len(heads) else max([*numbers, head.bottom]) + 1
        inside = [line for line in numbers if head.bottom < line < end]
        found += _columns(rows, head, inside)
    return found


def _columns(rows: GridRows, head: Head, lines: list[int]) -> Iterator[Cell]:
    known = {column for cell in (*head.columns.values(), *head.known) for column in _covered(rows, cell)}
    first = min(cell.column for cell in head.columns.values())
    edge = max(rows.end(cell) for cell in (*head.columns.values(), *head.known, *head.unknown))
    under: dict[int, list[Cell]] = {}
    for line in lines:
        for cell in rows.rows.get(line, ()):
            if first < cell.column <= edge and cell.column not in known and _is_number(cell):
                under.setdefault(cell.column, []).append(cell)
    for column in sorted(under):
        yield from (cell for cell in head.unknown if column in _covered(rows, cell))
        yield from under[column]


def _covered(rows: GridRows, cell: Cell) -> range:
    return range(cell.column, rows.end(cell) + 1)


def _is_number(cell: Cell) -> bool:
    return cell.date is None and printed(cell) is not None


def passed_over_above(rows: GridRows, numbers: Iterable[int], edge: int) -> list[Cell]:
    """The numbers in the rows *numbers* above the table that do not stand right of the text that names them."""
    found: list[Cell] = []
    for row in numbers:
        before: Cell | None = None
        for cell in rows.rows.get(row, ()):
            if cell.column > edge:
                break
            if (_is_number(cell) and before is not None and _is_number(before)) or (
                _is_number(cell) and before is None and len(rows.rows[row]) > 1
            ):
                found.append(cell)
            before = cell
    return found


def passed_over_in_money(rows: GridRows, numbers: Iterable[int], heads: tuple[Cell, ...]) -> list[Cell]:
    """The numbers of the money block without any heading above them."""
    covered = {column for cell in heads for column in _covered(rows, cell)}
    top = min((cell.row for cell in heads), default=0)
    return [
        cell
        for row in numbers
        if row > top
        for cell in rows.rows.get(row, ())
        if _is_number(cell) and cell.column not in covered
    ]
