"""A range of cells: where it is, what it holds, its formulas. How it looks is in xl_look, how it is edited in xl_edit.

sheet.range("A1:C3").raw_value            # ((1.0, None, '优'), …): rows of values; one value for one cell
sheet.range("D1").formula = "=SUM(A1:C1)"
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from addin.libreoffice.engine.base import CalcError, engine_class
from addin.libreoffice.engine.conditional import ConditionalFormats
from addin.libreoffice.engine.edit import Editing, arrays_in, part_of_array
from addin.libreoffice.engine.formula import quoted, shifted
from addin.libreoffice.engine.look import Looks
from addin.libreoffice.engine.names import Name, Names
from addin.libreoffice.engine.notes import Note, note_of
from addin.libreoffice.engine.number_format import TEXT
from addin.libreoffice.engine.place import blocks, jump, spelled
from addin.libreoffice.engine.validation import DataValidation
from addin.libreoffice.engine.values import as_rows, read, write
from udfs.text import Text

if TYPE_CHECKING:
    from addin.libreoffice.engine.sheet import Sheet

# com.sun.star.sheet.CellFlags
CONTENTS = 1 | 2 | 4 | 16
_EVERYTHING = 1023 - 128  # all but drawings
_MANY = 500_000
_STEPS = {"down": (1, 0), "up": (-1, 0), "right": (0, 1), "left": (0, -1)}


@engine_class
class Range(Editing, Looks, base_classes.Range):
    """A rectangle of cells on one sheet; rows and columns count from 1. It may be empty (0 rows or columns)."""

    sheet: Sheet
    row: int = 0  # the base class has properties that only raise
    column: int = 0
    shape: tuple[int, int] = (0, 0)
    options: Any = None

    def __init__(self, sheet: Sheet, row: int, column: int, rows: int, columns: int) -> None:
        self.sheet, self.row, self.column, self.shape = sheet, row, column, (rows, columns)

    @property
    def uno(self) -> Any:
        """The UNO cell range."""
        top, left = self.row - 1, self.column - 1
        return self.sheet.uno.getCellRangeByPosition(
            left, top, left + self.shape[1] - 1, top + self.shape[0] - 1
        )

    @property
    def cell(self) -> Any:
        """The UNO cell at the range's beginning."""
        return self.sheet.uno.getCellByPosition(self.column - 1, self.row - 1)

    @property
    def api(self) -> Any:
        return self.uno if len(self) else None

    @property
    def coords(self) -> tuple[str, int, int, int, int]:
        return (self.sheet.name, self.row, self.column, *self.shape)

    @property
    def arg1_input(self) -> str:
        return self.get_address(False, False, False)

    def __len__(self) -> int:
        return self.shape[0] * self.shape[1]

    def __call__(self, arg1: int, arg2: int | None = None) -> Range:
        if arg2 is None:
            down, right = divmod(arg1 - 1, self.shape[1])
            return self.sheet.at(self.row + down, self.column + right)
        return self.sheet.at(self.row + arg1 - 1, self.column + arg2 - 1)

    @property
    def rows(self) -> Range:
        return self

    @property
    def columns(self) -> Range:
        return self

    def covers(self, where: Any) -> bool:
        """Whether a UNO CellRangeAddress lies in the range."""
        return bool(
            self.row - 1 <= where.StartRow
            and where.EndRow < self.row - 1 + self.shape[0]
            and self.column - 1 <= where.StartColumn
            and where.EndColumn < self.column - 1 + self.shape[1]
        )

    def meets(self, where: Any) -> bool:
        """Whether a UNO CellRangeAddress has a cell of the range."""
        return bool(
            where.StartRow < self.row - 1 + self.shape[0]
            and self.row - 1 <= where.EndRow
            and where.StartColumn < self.column - 1 + self.shape[1]
            and self.column - 1 <= where.EndColumn
        )

    def require_writable(self) -> None:
        """Raise CalcError where the sheet is protected and a cell of the range is locked."""
        if not self.sheet.uno.isProtected():
            return
        blocks = self.uno.getCellFormatRanges() if len(self) > 1 else [self.cell]
        if any(block.CellProtection.IsLocked for block in blocks):
            raise CalcError(
                Text(
                    f"{quoted(self.sheet.name)}!{self.arg1_input} 受保护，不能修改",
                    f"{quoted(self.sheet.name)}!{self.arg1_input} is protected",
                )
            )

    def in_use(self) -> Range:
        """The part of a huge range (a whole row, column or sheet) that lies in the used one; at least a cell."""
        if len(self) < _MANY:
            return self
        used = self.sheet.used_range
        rows = max(1, min(self.shape[0], used.row + used.shape[0] - self.row))
        columns = max(1, min(self.shape[1], used.column + used.shape[1] - self.column))
        return self.sheet.at(self.row, self.column, rows, columns)

    @property
    def raw_value(self) -> Any:
        if not len(self):
            return None
        part = self.in_use()
        rows = read(part.uno, self.sheet.book.formats)
        if self.shape == (1, 1):
            return rows[0][0]
        missing = self.shape[1] - part.shape[1]
        full = [tuple(row) + (None,) * missing for row in rows]
        return tuple(full) + ((None,) * self.shape[1],) * (self.shape[0] - part.shape[0])

    @raw_value.setter
    def raw_value(self, data: Any) -> None:
        self._write(data)

    def _write(self, data: Any) -> None:
        if not len(self):
            return
        one_formula = isinstance(data, str) and data[:1] == "=" and len(data) > 1
        rows = as_rows(data, self.shape)
        area = self.sheet.at(self.row, self.column, len(rows), len(rows[0]))
        area.require_writable()
        formats = self.sheet.book.formats
        # In cells that are formatted as text even "=1套" is one.
        if one_formula and not formats.kind(int(area.uno.NumberFormat)) & TEXT:
            self.sheet.book.formulas.put(
                area.uno,
                [[shifted(data, i, j) for j in range(self.shape[1])] for i in range(self.shape[0])],
            )
            return
        formulas = write(area.uno, rows, formats)
        for top, left, block in blocks(formulas):
            part = self.sheet.at(self.row + top, self.column + left, len(block), len(block[0]))
            self.sheet.book.formulas.put(part.uno, block)

    @property
    def formula(self) -> Any:
        if not len(self):
            return None
        part = self.in_use()
        rows = part.sheet.book.formulas.texts(part.uno)
        if self.shape == (1, 1):
            return rows[0][0]
        full = [tuple(row) + ("",) * (self.shape[1] - part.shape[1]) for row in rows]
        return tuple(full) + (("",) * self.shape[1],) * (self.shape[0] - part.shape[0])

    @formula.setter
    def formula(self, value: Any) -> None:
        self._write(value)

    @property
    def formula2(self) -> Any:
        return self.formula

    @formula2.setter
    def formula2(self, value: Any) -> None:
        self._write(value)

    def _get_array(self) -> str | None:
        if not self.has_array:
            return str(self.sheet.at(self.row, self.column).formula) or None
        return self.sheet.book.formulas.excel(self.cell.getArrayFormula()) or self._array_by_parser()

    def _array_by_parser(self) -> str:
        cursor = self.sheet.uno.createCursorByRange(self.cell)
        cursor.collapseToCurrentArray()
        return str(self.sheet.book.formulas.of(cursor.getCellByPosition(0, 0)))

    def _set_array(self, value: str) -> None:
        self.require_writable()
        self.sheet.book.formulas.put_array(self.uno, value)

    formula_array = property(_get_array, _set_array)

    @property
    def has_array(self) -> bool | None:
        if not len(self):
            return False
        # An empty text for the range as a whole says no more than that it is not one array.
        return bool(self.cell.getArrayFormula())

    def clear_contents(self) -> None:
        self.require_writable()
        if not all(self.covers(where) for where in arrays_in(self.in_use())):
            raise part_of_array(self)
        self.uno.clearContents(CONTENTS)

    def clear_formats(self) -> None:
        self.clear_looks()

    def clear(self) -> None:
        self.require_writable()
        self.clear_looks()
        self.data_validation.delete()
        self.uno.clearContents(_EVERYTHING)

    def get_address(self, row_absolute: bool, col_absolute: bool, external: bool) -> str:
        if not len(self):
            return f"{spelled(self.row, self.column, 1, 1)}{{{self.shape[0]}x{self.shape[1]}}}"
        address = spelled(
            self.row, self.column, *self.shape, rows=bool(row_absolute), columns=bool(col_absolute)
        )
        if not external:
            return address
        owner = f"[{self.sheet.book.name}]{self.sheet.name}"
        plain = quoted(self.sheet.name) == self.sheet.name and not set(self.sheet.book.name) & set(" '()-")
        return f"{owner if plain else quoted(owner)}!{address}"

    @property
    def address(self) -> str:
        return self.get_address(True, True, False)

    @property
    def current_region(self) -> Range:
        cursor = self.sheet.uno.createCursorByRange(self.uno)
        cursor.collapseToCurrentRegion()
        return self.sheet.of(cursor.RangeAddress)

    def end(self, direction: str) -> Range:
        down, right = _STEPS[direction]
        used = self.sheet.used_range
        bottom, side = used.row + used.shape[0] - 1, used.column + used.shape[1] - 1
        last = self.sheet.cells.shape
        if down:
            line = self.sheet.at(1, self.column, max(bottom, self.row), 1)
            held = [row[0] != "" for row in line.uno.getDataArray()]
            found = jump(held, self.row - 1, down, last[0])
            return self.sheet.at(found + 1, self.column)
        line = self.sheet.at(self.row, 1, 1, max(side, self.column))
        held = [value != "" for value in line.uno.getDataArray()[0]]
        return self.sheet.at(self.row, jump(held, self.column - 1, right, last[1]) + 1)

    def select(self) -> None:
        self.sheet.activate()
        self.sheet.book.uno.CurrentController.select(self.uno)

    @property
    def name(self) -> Name | None:
        for name in Names(self.sheet.book):
            area = name.api.getReferredCells()
            if area is not None and self.sheet.book.sheets.at(area).coords == self.coords:
                return name
        return None

    @name.setter
    def name(self, value: str) -> None:
        Names(self.sheet.book).add(value, f"={quoted(self.sheet.name)}!{self.address}")

    @property
    def note(self) -> Note | None:
        return note_of(self)

    def add_note(self, text: str) -> Note:
        self.sheet.require_unprotected()
        self.sheet.uno.Annotations.insertNew(self.cell.CellAddress, text)
        return Note(self)

    @property
    def comment(self) -> None:
        return None  # Calc has no threaded comments

    @property
    def table(self) -> None:
        return None  # nor tables

    @property
    def conditional_formats(self) -> ConditionalFormats:
        return ConditionalFormats(self)

    @property
    def data_validation(self) -> DataValidation:
        return DataValidation(self)
