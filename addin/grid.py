"""A sheet as a grid of cells, whoever holds it: an .xlsx part, Excel, LibreOffice, or an example in a test.

The reader and the checks see nothing but this. Rows and columns count from 1; a merge is named by its
top-left cell, and every cell inside it answers with that one.

    >>> g = Grid.from_table("自评", [["项目名称", "甲"], ["总分", 100]])
    >>> g.at(1, 2).text, g.at(2, 2).number, g.at(9, 9).text
    ('甲', Decimal('100'), '')
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from string import ascii_letters

from udfs.cells import column_name as column_name
from udfs.cells import column_number
from udfs.decimals import D, plain

MAX_ROW = 1_048_576
MAX_COLUMN = 16_384
_NONE: tuple[list[int], list[Merge]] = ([], [])
_OVERLAPPING = 4


def address(row: int, column: int) -> str:
    """``(19, 9)`` → ``"I19"``."""
    return f"{column_name(column)}{row}"


def coordinates(a1: str) -> tuple[int, int]:
    """``"I19"`` → ``(19, 9)``; ``$`` is allowed. Raises ValueError for anything that is no cell of a sheet."""
    text = a1.replace("$", "")
    digits = text.lstrip(ascii_letters)
    letters = text[: len(text) - len(digits)]
    if not (1 <= len(letters) <= 3 and digits.isascii() and digits.isdigit() and len(digits) <= 7):
        raise ValueError(f"not a cell address: {a1!r}")
    row, column = int(digits), column_number(letters)
    if not (1 <= row <= MAX_ROW and 1 <= column <= MAX_COLUMN):
        raise ValueError(f"outside the sheet: {a1!r}")
    return row, column


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: what is shown, and what is stored.

    text     as shown ("82%", "2025/4/22"); "" for a blank cell
    number   the stored number (0.82), or None where the cell holds text, a date, an error or nothing
    date     the stored date, where the number format says that the number is one
    error    the error value ("#REF!"), or ""
    formula  the formula without its "=", or ""; "…" where only its being one is known
    percent  True where *number* is shown as a percentage
    void     True for a formula whose stored result is an empty text
    sheet    the sheet that it stands on, where its table began on another one; "" else
    above    on such a sheet: how many rows of the sheets before count as standing above it
    """

    row: int
    column: int
    text: str = ""
    number: Decimal | None = None
    date: dt.date | None = None
    error: str = ""
    formula: str = ""
    percent: bool = False
    void: bool = False
    sheet: str = ""
    above: int = 0

    @property
    def address(self) -> str:
        """Its A1 address on its own sheet."""
        return address(self.row - self.above, self.column)

    @property
    def blank(self) -> bool:
        """True where nothing is seen in the cell; a formula without a stored result may be anything."""
        return not self.text.strip() and not self.error and (not self.formula or self.void)

    @property
    def pending(self) -> bool:
        """True for a formula whose result the file does not hold (it was never calculated)."""
        return bool(self.formula) and not self.text.strip() and not self.error and not self.void


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged range, both corners included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(slots=True)
class Grid:
    """A sheet: its non-blank cells by (row, column), its merges, and which rows and columns are hidden.

    seams  the sheets that its table goes on on, with the rows above each (addin.reading.continued)
    """

    name: str
    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)
    merges: list[Merge] = field(default_factory=list)
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: tuple[tuple[int, int], ...] = ()
    hidden: bool = False
    seams: tuple[tuple[int, str], ...] = ()
    _covering: dict[int, tuple[list[int], list[Merge]]] | None = field(
        default=None, repr=False, compare=False
    )

    def merge_of(self, row: int, column: int) -> Merge | None:
        """The merge that covers the cell, or None."""
        if self._covering is None:
            self._covering = self._by_column()
        tops, merges = self._covering.get(column, _NONE)
        at = bisect_right(tops, row) - 1
        # Merges of a sound file do not overlap; of overlapping ones (a damaged file) the nearest above counts.
        for merge in reversed(merges[max(at - _OVERLAPPING, 0) : at + 1]):
            if row <= merge.bottom and column <= merge.right:
                return merge
        return None

    def _by_column(self) -> dict[int, tuple[list[int], list[Merge]]]:
        """The merges under every column that they cover, from the top down, with their first rows.

        Never more columns than a form can be wide: one damaged "A1:XFD1048576" must not cost a million entries.
        """
        index: dict[int, list[Merge]] = {}
        for merge in sorted(self.merges, key=lambda merge: merge.top):
            for at in range(merge.left, min(merge.right, merge.left + 255) + 1):
                index.setdefault(at, []).append(merge)
        return {column: ([merge.top for merge in merges], merges) for column, merges in index.items()}

    def at(self, row: int, column: int) -> Cell:
        """The cell at the place; inside a merge its top-left cell; a blank one where nothing is stored."""
        merge = self.merge_of(row, column)
        if merge is not None:
            row, column = merge.top, merge.left
        return self.cells.get((row, column)) or self._blank(row, column)

    def _blank(self, row: int, column: int) -> Cell:
        for above, sheet in reversed(self.seams):
            if row > above:
                return Cell(row, column, sheet=sheet, above=above)
        return Cell(row, column)

    def own(self, row: int, column: int) -> bool:
        """True unless the place lies inside a merge and is not its top-left cell."""
        merge = self.merge_of(row, column)
        return merge is None or (merge.top, merge.left) == (row, column)

    @classmethod
    def from_table(
        cls,
        name: str,
        rows: Iterable[Sequence[str | int | Decimal | None]],
        merges: Iterable[str] = (),
        top: int = 1,
        left: int = 1,
    ) -> Grid:
        """A grid from rows of values, as examples and tests write them; text starting with # is an error value."""
        grid = cls(name)
        for r, values in enumerate(rows, top):
            for c, value in enumerate(values, left):
                if value is None or value == "":
                    continue
                if isinstance(value, str):
                    error = value if value.startswith("#") else ""
                    cell = Cell(r, c, value, error=error)
                else:
                    number = D(value)
                    cell = Cell(r, c, plain(number), number)
                grid.cells[r, c] = cell
        for merge in merges:
            first, last = merge.split(":")
            grid.merges.append(Merge(*coordinates(first), *coordinates(last)))
        return grid
