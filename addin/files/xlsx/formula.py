"""Which cells a formula refers to, as far as its text says.

Where the text does not say it (INDIRECT, OFFSET, tables, a colon between two calls), the answer is "anything":
a formula too many recalculated costs nothing, one too few shows an old number.

    >>> book = Names(["自评", "表 2"], [DefinedName("总分", None, "自评!$I$27")])
    >>> [area[:6] for area in book.references("SUM($B$2:B9)+'表 2'!A:A+总分", 0).areas]
    [(0, 0, 2, 2, 9, 2), (1, 1, 1, 1, 1048576, 1), (0, 0, 27, 9, 27, 9)]
    >>> book.references('INDIRECT("A"&1)', 0).anything
    True
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from addin.files.xlsx.parts import DefinedName
from addin.grid import MAX_COLUMN, MAX_ROW
from udfs.cells import column_number

_LONGEST = 32_768  # Excel allows 8,192 characters
_DEEPEST = 16
_ANYWHERE = {"INDIRECT", "OFFSET", "EVALUATE"}

_COLUMN, _ROW = r"\$?[A-Za-z]{1,3}", r"\$?[0-9]{1,7}"
_CELL = _COLUMN + _ROW
_TOKEN = re.compile(
    rf"""  "(?:[^"]|"")*"
      | \#[A-Z/0-9]+[!?]?
      | (?:(?P<sheet>'(?:[^']|'')*'|[\w.\[\]]+(?::[\w.]+)?)!)?
        (?: (?P<reference>{_CELL}(?::{_CELL})?|{_COLUMN}:{_COLUMN}|{_ROW}:{_ROW}) (?![\w.(\[!])
          | (?P<name>[^\W\d][\w.?\\]*) (?P<after>[(\[]?)
        )
      | [0-9]*\.?[0-9]+(?:[Ee][+-]?[0-9]+)?
      | (?P<open>[:\[])
    """,
    re.VERBOSE,
)
_CORNER = re.compile(r"(\$?)([A-Za-z]*)(\$?)([0-9]*)")


class Area(NamedTuple):
    """A range on the sheets *first* to *last* (indexes); *fixed*: have top, left, bottom, right a $?"""

    first: int
    last: int
    top: int
    left: int
    bottom: int
    right: int
    fixed: tuple[bool, bool, bool, bool]

    def moved(self, rows: int, columns: int) -> Area:
        """The range as a formula copied so far means it; where its edges cross, all that it could mean."""
        top, left, bottom, right = self.top, self.left, self.bottom, self.right
        if (top, bottom) != (1, MAX_ROW):
            top = top if self.fixed[0] else (top - 1 + rows) % MAX_ROW + 1
            bottom = bottom if self.fixed[2] else (bottom - 1 + rows) % MAX_ROW + 1
            if top > bottom:
                top, bottom = 1, MAX_ROW
        if (left, right) != (1, MAX_COLUMN):
            left = left if self.fixed[1] else (left - 1 + columns) % MAX_COLUMN + 1
            right = right if self.fixed[3] else (right - 1 + columns) % MAX_COLUMN + 1
            if left > right:
                left, right = 1, MAX_COLUMN
        return Area(self.first, self.last, top, left, bottom, right, self.fixed)


class References(NamedTuple):
    """The ranges that a formula reads; *anything* where it may read others as well."""

    areas: tuple[Area, ...] = ()
    anything: bool = False


class Names:
    """The sheets of a book in order and its defined names: what the words of a formula mean."""

    def __init__(self, sheets: Sequence[str], names: Sequence[DefinedName]) -> None:
        self._sheets = {name.casefold(): index for index, name in enumerate(sheets)}
        self._names = {(item.sheet, item.name.casefold()): item.formula for item in names}
        self._known: dict[tuple[str, int], References] = {}

    def references(self, formula: str, sheet: int, depth: int = 0) -> References:
        """What *formula* on the sheet of that index refers to."""
        known = self._known.get((formula, sheet))
        if known is None:
            known = self._known[formula, sheet] = self._read(formula, sheet, depth)
        return known

    def _read(self, formula: str, sheet: int, depth: int) -> References:
        if len(formula) > _LONGEST or depth > _DEEPEST:
            return References(anything=True)
        areas: list[Area] = []
        for match in _TOKEN.finditer(formula):
            if match["open"]:
                return References(anything=True)
            if not match["reference"] and not match["name"]:
                continue
            prefix = match["sheet"]
            sheets = self._sheet_range(prefix, sheet)
            if sheets is None and ":" in prefix and "[" not in prefix:
                return References(anything=True)  # A1:Sheet1!B2 looks like the sheets A1 to Sheet1
            area = _area(match["reference"], sheets) if match["reference"] and sheets else None
            if area is not None:
                areas.append(area)
                continue
            name = match["name"] or match["reference"].casefold()
            if match["after"] == "(":
                if name.upper() in _ANYWHERE or name.upper().startswith("GET."):
                    return References(anything=True)
            elif match["after"]:
                return References(anything=True)
            elif sheets:
                meant = self._name(name.casefold(), sheets[0], sheet, bool(prefix), depth)
                if meant.anything:
                    return meant
                areas += meant.areas
        return References(tuple(areas))

    def _sheet_range(self, prefix: str | None, here: int) -> tuple[int, int] | None:
        """The sheets that ``Sheet1!`` or ``'表 1:表 3'!`` means; None for another workbook's."""
        if prefix is None:
            return here, here
        if prefix.startswith("'"):
            prefix = prefix[1:-1].replace("''", "'")
        if prefix.startswith("[0]"):
            prefix = prefix[3:]
            if not prefix:
                return here, here
        first, _, last = prefix.casefold().partition(":")
        start, end = self._sheets.get(first), self._sheets.get(last or first)
        if start is None or end is None:
            return None
        return min(start, end), max(start, end)

    def _name(self, name: str, owner: int, here: int, qualified: bool, depth: int) -> References:
        formula = self._names.get((owner, name))
        if formula is None:
            formula = self._names.get((None, name))
        if formula is None:
            return References()
        meant = self.references(formula, owner if qualified else here, depth + 1)
        # A name without $ moves with the cell that uses it.
        if any(not all(area.fixed) for area in meant.areas if not _whole(area)):
            return References(anything=True)
        return meant


def _whole(area: Area) -> bool:
    rows = (area.top, area.bottom) == (1, MAX_ROW) and area.fixed[1] and area.fixed[3]
    columns = (area.left, area.right) == (1, MAX_COLUMN) and area.fixed[0] and area.fixed[2]
    return rows or columns


def _area(reference: str, sheets: tuple[int, int]) -> Area | None:
    """The range that ``$A$1:B2``, ``A:C`` or ``3:5`` means; None for what lies outside a sheet: a name."""
    start, _, end = reference.partition(":")
    corners = [_CORNER.fullmatch(start), _CORNER.fullmatch(end or start)]
    rows: list[tuple[int, bool]] = []
    columns: list[tuple[int, bool]] = []
    for at, corner in enumerate(corners):
        if corner is None:
            return None
        dollar, letters, dollar_row, digits = corner.groups()
        if not letters:
            dollar, dollar_row = "", dollar
        rows.append((int(digits) if digits else (1, MAX_ROW)[at], bool(dollar_row)))
        columns.append((column_number(letters) if letters else (1, MAX_COLUMN)[at], bool(dollar)))
    (top, top_fixed), (bottom, bottom_fixed) = sorted(rows)
    (left, left_fixed), (right, right_fixed) = sorted(columns)
    if top < 1 or bottom > MAX_ROW or right > MAX_COLUMN:
        return None
    fixed = top_fixed, left_fixed, bottom_fixed, right_fixed
    return Area(*sheets, top, left, bottom, right, fixed)
