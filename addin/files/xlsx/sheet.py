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
    reader = _SheetReader(archive, sheet, styles, strings, room)
    reader.run(archive)
    return reader.grid


class _SheetReader:
    """Takes the cells of a sheet from the parser's calls, one after the other."""

    def __init__(
        self, archive: Archive, sheet: Sheet, styles: list[Style], strings: list[str], room: int
    ) -> None:
        self.grid = Grid(sheet.name, hidden=sheet.hidden)
        self._part, self._styles, self._strings, self._room = sheet.part, styles, strings, room
        self._most_cells = archive.limits.cells
        self._merges = _Merges(self.grid.merges, archive.limits.merges, sheet.part)
        self._cursor = Cursor(sheet.name, sheet.part)
        self._text: list[str] = []
        self._hidden_rows: list[int] = []
        self._hidden_columns: list[tuple[int, int]] = []
        self._arrays: list[str] = []
        self._voids: set[tuple[int, int]] = set()
        # Of the cell that is being read:
        self._attributes: Attributes = {}
        self._value: str | None = None
        self._formula = ""
        self._inline: list[str] | None = None
        self._phonetic = False

    def run(self, archive: Archive) -> None:
        """Read the whole part. Raises FileError where it is damaged."""
        starts: dict[str, Start] = {
            "c": self._cell_start,
            "f": self._formula_start,
            "is": self._inline_start,
            "rPh": lambda _: self._guide(True),
            "row": self._row_start,
            "col": self._column_range,
            "mergeCell": self._merges.add,
        }
        ends: dict[str, End] = {
            "c": self._cell_end,
            "v": self._value_end,
            "f": self._formula_end,
            "t": self._inline_text_end,
            "rPh": lambda: self._guide(False),
        }
        parse(archive.chunks(self._part), self._part, "worksheet", starts, ends, text=self._text)
        for reference in self._arrays:
            _take_in(self.grid.cells, reference, self._voids, self._room)
        self.grid.hidden_rows = frozenset(self._hidden_rows)
        self.grid.hidden_columns = tuple(self._hidden_columns)

    def _row_start(self, found: Attributes) -> None:
        self._cursor.enter_row(found)
        if "hidden" in found and flag(found, "hidden"):
            self._hidden_rows.append(self._cursor.row)

    def _column_range(self, found: Attributes) -> None:
        if flag(found, "hidden"):
            first, last = integer(found, "min", self._part, 1), integer(found, "max", self._part, MAX_COLUMN)
            self._hidden_columns.append((max(1, first), min(MAX_COLUMN, last)))

    def _cell_start(self, found: Attributes) -> None:
        self._attributes = found
        self._value = self._inline = None
        self._formula = ""
        self._cursor.enter_cell(found)

    def _value_end(self) -> None:
        text = self._text
        self._value = text[0] if len(text) == 1 else "".join(text)

    def _formula_start(self, found: Attributes) -> None:
        if found.get("t") == "array" and ":" in found.get("ref", ""):
            self._arrays.append(found["ref"])

    def _formula_end(self) -> None:
        self._formula = "".join(self._text) or "…"

    def _inline_start(self, _: Attributes) -> None:
        self._inline = []

    def _inline_text_end(self) -> None:
        if self._inline is not None and not self._phonetic:
            self._inline.extend(self._text)

    def _guide(self, start: bool) -> None:
        self._phonetic = start

    def _cell_end(self) -> None:
        if self._value is None and self._inline is None and not self._formula:
            return
        if len(self.grid.cells) >= self._room:
            raise too_big(
                f"非空单元格超过 {self._most_cells} 个",
                f"more than {self._most_cells} cells that are not blank",
            )
        kind = self._attributes.get("t", "n")
        cell = self._text_cell(kind) if kind in _HOLDS_TEXT else self._value_cell(kind)
        if cell is not None:
            self.grid.cells[cell.row, cell.column] = cell

    def _text_cell(self, kind: str) -> Cell | None:
        """A cell that holds text; None where it is blank."""
        row, column, value = self._cursor.row, self._cursor.column, self._value
        if kind == "s":
            content = _shared(self._strings, value or "", self._cursor)
        else:
            content = unescaped((value or "") if self._inline is None else "".join(self._inline))
        if content or self._formula:
            return Cell(row, column, content, formula=self._formula, void=not content and value is not None)
        if value is not None:
            self._voids.add((row, column))
        return None

    def _value_cell(self, kind: str) -> Cell | None:
        """A cell that holds a number, a date, a truth value or an error; None where it is blank."""
        row, column = self._cursor.row, self._cursor.column
        content, formula = self._value or "", self._formula
        if not content:
            return Cell(row, column, formula=formula) if formula else None
        if kind == "b":
            truth = "TRUE" if content.strip() in ("1", "true") else "FALSE"
            return Cell(row, column, truth, formula=formula)
        if kind == "e":
            return Cell(row, column, content, error=content, formula=formula)
        index = integer(self._attributes, "s", self._part)
        style = self._styles[index if 0 <= index < len(self._styles) else 0]
        printed, number, date = style.iso(content) if kind == "d" else style.shown(content)
        percent = style.percent and number is not None
        return Cell(row, column, printed, number, date, "", formula, percent)


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
