"""One worksheet part → a Grid: every non-blank cell with what is shown and what is stored.

>>> cursor = Cursor("Sheet1", "xl/worksheets/sheet1.xml")
>>> cursor.enter_row({"r": "7"}), cursor.enter_cell({"r": "C7"}), cursor.enter_cell({})
(None, None, None)
>>> cursor.row, cursor.column
(7, 4)
"""

from __future__ import annotations

from dataclasses import replace

from addin.files.error import FileError, damaged, too_big
from addin.files.xlsx.container import Archive
from addin.files.xlsx.parts import Sheet, unescaped
from addin.files.xlsx.style import Style
from addin.files.xlsx.xml import Attributes, End, Start, flag, integer, parse
from addin.grid import MAX_COLUMN, MAX_ROW, Cell, Grid, Merge, column_name, coordinates

_COLUMNS = {column_name(column): column for column in range(1, 257)}
_HOLDS_TEXT = {"s", "str", "inlineStr"}


def read_sheet(archive: Archive, sheet: Sheet, styles: list[Style], strings: list[str], room: int) -> Grid:
    """The grid of *sheet*, of at most *room* cells. Raises FileError where the part is damaged."""
    part = sheet.part
    grid = Grid(sheet.name, hidden=sheet.hidden)
    cells = grid.cells
    hidden_rows: list[int] = []
    hidden_columns: list[tuple[int, int]] = []
    merges = _Merges(grid.merges, archive.limits.merges, part)
    cursor = Cursor(sheet.name, part)
    attributes: Attributes = {}
    value: str | None = None
    formula = ""
    inline: list[str] | None = None
    phonetic = False
    text: list[str] = []
    arrays: list[str] = []
    voids: set[tuple[int, int]] = set()

    def row_start(found: Attributes) -> None:
        cursor.enter_row(found)
        if "hidden" in found and flag(found, "hidden"):
            hidden_rows.append(cursor.row)

    def cell_start(found: Attributes) -> None:
        nonlocal attributes, value, formula, inline
        attributes = found
        value = inline = None
        formula = ""
        cursor.enter_cell(found)

    def value_end() -> None:
        nonlocal value
        value = text[0] if len(text) == 1 else "".join(text)

    def formula_start(found: Attributes) -> None:
        if found.get("t") == "array" and ":" in found.get("ref", ""):
            arrays.append(found["ref"])

    def formula_end() -> None:
        nonlocal formula
        formula = "".join(text) or "…"

    def inline_start(_: Attributes) -> None:
        nonlocal inline
        inline = []

    def inline_text_end() -> None:
        if inline is not None and not phonetic:
            inline.extend(text)

    def guide(start: bool) -> None:
        nonlocal phonetic
        phonetic = start

    def cell_end() -> None:
        if value is None and inline is None and not formula:
            return
        row, column = cursor.row, cursor.column
        if len(cells) >= room:
            limit = archive.limits.cells
            raise too_big(f"非空单元格超过 {limit} 个", f"more than {limit} cells that are not blank")
        kind = attributes.get("t", "n")
        content = value or ""
        if kind in _HOLDS_TEXT:
            if kind == "s":
                content = _shared(strings, content, cursor)
            else:
                content = unescaped(content if inline is None else "".join(inline))
            if content or formula:
                void = not content and value is not None
                cells[row, column] = Cell(row, column, content, formula=formula, void=void)
            elif value is not None:
                voids.add((row, column))
        elif not content:
            if formula:
                cells[row, column] = Cell(row, column, formula=formula)
        elif kind == "b":
            truth = "TRUE" if content.strip() in ("1", "true") else "FALSE"
            cells[row, column] = Cell(row, column, truth, formula=formula)
        elif kind == "e":
            cells[row, column] = Cell(row, column, content, error=content, formula=formula)
        else:
            index = integer(attributes, "s", part)
            style = styles[index if 0 <= index < len(styles) else 0]
            printed, number, date = style.iso(content) if kind == "d" else style.shown(content)
            percent = style.percent and number is not None
            cells[row, column] = Cell(row, column, printed, number, date, "", formula, percent)

    def column_range(found: Attributes) -> None:
        if flag(found, "hidden"):
            first, last = integer(found, "min", part, 1), integer(found, "max", part, MAX_COLUMN)
            hidden_columns.append((max(1, first), min(MAX_COLUMN, last)))

    starts: dict[str, Start] = {
        "c": cell_start,
        "f": formula_start,
        "is": inline_start,
        "rPh": lambda _: guide(True),
        "row": row_start,
        "col": column_range,
        "mergeCell": merges.add,
    }
    ends: dict[str, End] = {
        "c": cell_end,
        "v": value_end,
        "f": formula_end,
        "t": inline_text_end,
        "rPh": lambda: guide(False),
    }
    parse(archive.chunks(part), part, "worksheet", starts, ends, text)
    for reference in arrays:
        _take_in(cells, reference, voids, room)
    grid.hidden_rows = frozenset(hidden_rows)
    grid.hidden_columns = tuple(hidden_columns)
    return grid


def _take_in(
    cells: dict[tuple[int, int], Cell], reference: str, voids: set[tuple[int, int]], room: int
) -> None:
    """Make every cell of an array formula one with a formula: the file names it in the first of them alone."""
    try:
        first, last = reference.split(":")
        (top, left), (bottom, right) = coordinates(first), coordinates(last)
    except ValueError:
        return  # no range: it is read as a formula of its own cell
    if (bottom - top + 1) * (right - left + 1) + len(cells) > room:
        return
    for row in range(top, bottom + 1):
        for column in range(left, right + 1):
            cell = cells.get((row, column))
            if cell is None:
                cells[row, column] = Cell(row, column, formula="…", void=(row, column) in voids)
            elif not cell.formula:
                cells[row, column] = replace(cell, formula="…")


class Cursor:
    """Where in a sheet its XML is: rows and cells without an address follow the one before."""

    __slots__ = ("_digits", "_part", "column", "row", "sheet")

    def __init__(self, sheet: str, part: str) -> None:
        self.sheet = sheet
        self.row = self.column = 0
        self._part = part
        self._digits = "0"

    def enter_row(self, attributes: Attributes) -> None:
        """Go to the row of a row element. Raises FileError outside the sheet."""
        self.row = integer(attributes, "r", self._part, self.row + 1)
        self.column = 0
        if not 1 <= self.row <= MAX_ROW:
            raise self.outside(str(self.row))
        self._digits = str(self.row)

    def enter_cell(self, attributes: Attributes) -> None:
        """Go to the cell of a c element. Raises FileError outside the sheet."""
        address = attributes.get("r")
        digits = self._digits
        if address is None:
            self.column += 1
            if self.column > MAX_COLUMN or not self.row:
                raise self.outside(f"{self.row}, {self.column}")
        elif address.endswith(digits) and (column := _COLUMNS.get(address[: -len(digits)])):
            self.column = column
        else:
            try:
                self.row, self.column = coordinates(address)
            except ValueError:
                raise self.outside(address) from None
            self._digits = str(self.row)

    def outside(self, address: str) -> FileError:
        """The error for an *address* that is none."""
        return damaged(
            f"工作表“{self.sheet}”的单元格地址 {address[:40]!r} 无效",
            f"the sheet {self.sheet!r} has a cell at {address[:40]!r}",
        )


class _Merges:
    """The merged ranges of a sheet as they are read, and what a grid would have to keep for them."""

    def __init__(self, merges: list[Merge], limit: int, part: str) -> None:
        self._merges = merges
        self._limit = limit
        self._part = part
        self._columns = 0

    def add(self, attributes: Attributes) -> None:
        """Take in one mergeCell element."""
        reference = attributes.get("ref", "")
        first, _, last = reference.partition(":")
        try:
            top, left = coordinates(first)
            bottom, right = coordinates(last or first)
        except ValueError:
            raise damaged(
                f"部件 {self._part} 的合并区域 {reference[:40]!r} 无效",
                f"{self._part} merges the range {reference[:40]!r}",
            ) from None
        merge = Merge(min(top, bottom), min(left, right), max(top, bottom), max(left, right))
        if (merge.top, merge.left) == (merge.bottom, merge.right):
            return
        self._merges.append(merge)
        # A grid files a merge under its columns, so many wide ones (they must overlap) count by their width.
        self._columns += min(256, merge.right - merge.left + 1)
        if len(self._merges) > self._limit or self._columns > 20 * self._limit:
            raise too_big(f"合并单元格超过 {self._limit} 处", f"more than {self._limit} merged ranges")


def _shared(strings: list[str], raw: str, cursor: Cursor) -> str:
    digits = raw.strip()
    if not digits:
        return ""
    index = int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 20 else -1
    if not 0 <= index < len(strings):
        place = f"{column_name(cursor.column)}{cursor.row}"
        raise damaged(
            f"工作表“{cursor.sheet}”的 {place} 所指的文本不存在",
            f"{cursor.sheet}!{place} points to a text that is not there",
        )
    return strings[index]
