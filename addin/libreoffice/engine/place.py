"""Addresses in Excel's A1 spelling, and the ranges they name.

>>> place("$B$2:D4"), place("C:C"), place("2:3"), place("总分")
((2, 2, 3, 3), (1, 3, 1048576, 1), (2, 1, 2, 16384), None)
>>> spelled(2, 2, 3, 3), spelled(2, 1, 2, 16384), spelled(1, 1, 1, 1, rows=False, columns=False)
('$B$2:$D$4', '$2:$3', 'A1')
"""

from __future__ import annotations

import re

from addin.grid import MAX_COLUMN, MAX_ROW, column_name

_CORNER = r"\$?([A-Za-z]{1,3})?\$?(\d{1,7})?"
_PLACE = re.compile(rf"{_CORNER}(?::{_CORNER})?")


def _number(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def place(text: str) -> tuple[int, int, int, int] | None:
    """Row, column, height and width of what an address names; None where it is no address of a sheet."""
    found = _PLACE.fullmatch(text.strip())
    if found is None:
        return None
    column, row, last_column, last_row = found.groups()
    if ":" not in text:
        last_column, last_row = column, row
        if not (column and row):
            return None
    if (
        (column is None) != (last_column is None)
        or (row is None) != (last_row is None)
        or not (column or row)
    ):
        return None
    columns = sorted((_number(column), _number(last_column))) if column else [1, MAX_COLUMN]
    rows = sorted((int(row), int(last_row))) if row else [1, MAX_ROW]
    if not (rows[0] and rows[1] <= MAX_ROW and columns[1] <= MAX_COLUMN):
        return None
    return rows[0], columns[0], rows[1] - rows[0] + 1, columns[1] - columns[0] + 1


def spelled(
    row: int, column: int, height: int, width: int, *, rows: bool = True, columns: bool = True
) -> str:
    """The address of a range; *rows*, *columns*: whether they are written with a $."""
    by_row, by_column = "$" * rows, "$" * columns
    last_row, last_column = row + height - 1, column + width - 1
    if (row, height) == (1, MAX_ROW):
        return f"{by_column}{column_name(column)}:{by_column}{column_name(last_column)}"
    if (column, width) == (1, MAX_COLUMN):
        return f"{by_row}{row}:{by_row}{last_row}"
    first = f"{by_column}{column_name(column)}{by_row}{row}"
    if height == width == 1:
        return first
    return f"{first}:{by_column}{column_name(last_column)}{by_row}{last_row}"


def jump(held: list[bool], at: int, step: int, size: int) -> int:
    """Where Ctrl+arrow lands from index *at* on a line of cells that are filled where *held* says so."""

    def filled(index: int) -> bool:
        return 0 <= index < len(held) and held[index]

    if filled(at) and filled(at + step):
        while filled(at + step):
            at += step
        return at
    at += step
    while 0 <= at < len(held) and not held[at]:
        at += step
    return at if filled(at) else (0 if step < 0 else size - 1)


def blocks(formulas: list[tuple[int, int, str]]) -> list[tuple[int, int, list[list[str]]]]:
    """Formulas by place, in rectangles without gaps: (top, left, rows)."""
    runs: list[tuple[int, int, list[str]]] = []
    for row, column, text in formulas:
        if runs and runs[-1][0] == row and runs[-1][1] + len(runs[-1][2]) == column:
            runs[-1][2].append(text)
        else:
            runs.append((row, column, [text]))
    open_: dict[tuple[int, int], tuple[int, int, list[list[str]]]] = {}
    found = []
    for row, column, texts in runs:
        block = open_.get((column, len(texts)))
        if block is not None and block[0] + len(block[2]) == row:
            block[2].append(texts)
        else:
            block = (row, column, [texts])
            open_[column, len(texts)] = block
            found.append(block)
    return found
