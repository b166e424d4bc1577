"""Editing a sheet: inserting, deleting, moving, copying and merging cells, finding them.

sheet["5:5"].insert("down"); sheet["A1:B2"].copy(sheet["D1"]); sheet["A1:A3"].merge()
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from addin.libreoffice.engine.base import CalcError, RangePart, enum, lacking
from addin.libreoffice.engine.paste import PASTES, paint, paste_one
from udfs.text import Text

if TYPE_CHECKING:
    from addin.libreoffice.engine.range import Range

# com.sun.star.sheet.CellFlags: numbers and dates, texts, formulas
_CONSTANTS = {None: 1 | 2 | 4, "numbers": 1 | 2, "text": 4}
# com.sun.star.sheet.FormulaResult
_RESULTS = {None: 7, "numbers": 1, "text": 2, "errors": 4}


class Editing(RangePart):
    """The part of Range that changes the sheet around it."""

    def _whole(self) -> str:
        rows, columns = self.sheet.cells.shape
        return "rows" if self.shape[1] == columns else "columns" if self.shape[0] == rows else ""

    def _upright(self) -> bool:
        """Whether Excel, asked nothing, moves cells up or down: where the range is at least as wide as high."""
        return self.shape[1] >= self.shape[0]

    def insert(self, shift: str | None = None, copy_origin: str | None = None) -> None:
        self.sheet.require_unprotected()
        whole = self._whole()
        down = whole == "rows" or (not whole and (shift == "down" or (shift is None and self._upright())))
        mode = whole.upper() or ("DOWN" if down else "RIGHT")
        _refuse_split(self, down, after=False)
        self.sheet.uno.insertCells(self.uno.RangeAddress, enum("sheet.CellInsertMode", mode))
        self.sheet.book.version += 1
        if copy_origin != "format_from_right_or_below":
            return  # Calc takes the formats from above or from the left by itself
        used = self.sheet.used_range
        bottom, right = used.row + used.shape[0], used.column + used.shape[1]
        rows, columns = min(self.shape[0], bottom), min(self.shape[1], right)
        for i in range(rows if down else 1):
            for j in range(1 if down else columns):
                shape = (1, columns) if down else (rows, 1)
                row = self.row + (self.shape[0] if down else 0)
                column = self.column + (0 if down else self.shape[1])
                paint(
                    self.sheet.at(row, column, *shape), self.sheet.at(self.row + i, self.column + j, *shape)
                )

    def delete(self, shift: str | None = None) -> None:
        self.sheet.require_unprotected()
        up = shift == "up" or (shift is None and self._upright())
        whole = self._whole()
        mode = whole.upper() or ("UP" if up else "LEFT")
        down = whole == "rows" or (not whole and up)
        _refuse_split(self, down, after=False)
        _refuse_split(self, down, after=True)
        self.sheet.uno.removeRange(self.uno.RangeAddress, enum("sheet.CellDeleteMode", mode))
        self.sheet.book.version += 1

    def _one_book(self, other: Any, what: str) -> None:
        if other.sheet.book is not self.sheet.book:
            lacking("Range", f"{what} (between two workbooks)")

    def copy(self, destination: Any = None) -> None:
        if destination is None:
            self.sheet.book.app.copied = self
            return
        target = destination.impl if hasattr(destination, "impl") else destination
        target.copy_from(self)

    def move(self, destination: Any) -> None:
        target = destination.impl if hasattr(destination, "impl") else destination
        self._one_book(target, "move")
        self.require_writable()
        target.sheet.at(target.row, target.column, *self.shape).require_writable()
        target.sheet.uno.moveRange(target.cell.CellAddress, self.uno.RangeAddress)

    def copy_from(
        self, source_range: Any, copy_type: str = "all", skip_blanks: bool = False, transpose: bool = False
    ) -> None:
        source = source_range.impl if hasattr(source_range, "impl") else source_range
        self._one_book(source, "copy_from")
        if skip_blanks or transpose:
            lacking("Range", "copy_from(skip_blanks or transpose)")
        if copy_type not in ("all", "formats", "formulas", "values"):
            lacking("Range", f"copy_from(copy_type={copy_type!r})")
        self._paste(source, copy_type)

    def paste(
        self,
        paste: str | None = None,
        operation: str | None = None,
        skip_blanks: bool = False,
        transpose: bool = False,
    ) -> None:
        source = self.sheet.book.app.copied
        if source is None:
            raise CalcError(Text("没有已复制的单元格", "nothing has been copied"))
        self._one_book(source, "paste")
        if operation or skip_blanks or transpose:
            lacking("Range", "paste(operation, skip_blanks or transpose)")
        if paste not in PASTES:
            lacking("Range", f"paste({paste!r})")
        for part in PASTES[paste]:
            self._paste(source, part)

    def _paste(self, source: Range, part: str) -> None:
        """Paste one aspect of *source*: once from the range's first cell, or as often as it fits exactly."""
        rows, columns = source.shape
        fits = self.shape[0] % rows == 0 and self.shape[1] % columns == 0
        down, right = (self.shape[0] // rows, self.shape[1] // columns) if fits else (1, 1)
        for i in range(down):
            for j in range(right):
                target = self.sheet.at(self.row + i * rows, self.column + j * columns, rows, columns)
                target.require_writable()
                paste_one(source, target, part)

    def merge(self, across: bool = False) -> None:
        self.sheet.require_unprotected()
        parts = [self.sheet.at(self.row + i, self.column, 1, self.shape[1]) for i in range(self.shape[0])]
        for part in parts if across else [self]:
            if part.shape == (1, 1):
                continue
            _keep_first(part)
            part.uno.merge(True)

    def unmerge(self) -> None:
        self.sheet.require_unprotected()
        self.uno.merge(False)

    @property
    def merge_area(self) -> Range:
        cursor = self.sheet.uno.createCursorByRange(self.cell)
        cursor.collapseToMergedArea()
        area: Range = self.sheet.of(cursor.RangeAddress)
        return area

    @property
    def merge_cells(self) -> bool | None:
        area: Any = self
        part = area.in_use()
        if not part.uno.IsMerged:
            return bool(self.merge_area.shape != (1, 1))
        return True if all(merged for merged in _merged(part)) else None

    def find(self, text: str, whole: bool, direction: str, order: str, match_case: bool) -> Range | None:
        area = self.uno
        search = area.createSearchDescriptor()
        search.SearchString, search.SearchWords, search.SearchCaseSensitive = text, whole, match_case
        search.SearchType = 1  # what the cells show, not their formulas
        found = area.findAll(search)
        if found is None:
            return None
        cells = [
            (row, column)
            for where in found.getRangeAddresses()
            for row in range(where.StartRow + 1, where.EndRow + 2)
            for column in range(where.StartColumn + 1, where.EndColumn + 2)
        ]
        cells.sort(key=lambda cell: cell if order == "rows" else cell[::-1], reverse=direction == "backward")
        hit: Range = self.sheet.at(*cells[0])
        return hit

    def get_special_cells(self, cell_type: str, value_type: str | None) -> list[Range]:
        area = self.uno
        if cell_type == "visible":
            found = area.queryVisibleCells()
        elif cell_type == "blanks":
            used = self.sheet.used_range.uno.RangeAddress
            inside = area.queryIntersection(used).getRangeAddresses()
            return [
                self.sheet.of(where)
                for part in inside
                for where in self.sheet.of(part).uno.queryEmptyCells().getRangeAddresses()
            ]
        elif value_type not in (_CONSTANTS if cell_type == "constants" else _RESULTS):
            lacking("Range", f"get_special_cells({cell_type!r}, {value_type!r})")
        elif cell_type == "constants":
            found = area.queryContentCells(_CONSTANTS[value_type])
        else:
            found = area.queryFormulaCells(_RESULTS[value_type])
        return [self.sheet.of(where) for where in found.getRangeAddresses()]


def _refuse_split(area: Any, down: bool, after: bool) -> None:
    """Raise CalcError where an array formula lies across the edge at which *area* begins (*after*: ends)."""
    part = area.in_use()
    rows, columns = part.shape
    if down:
        line = part.sheet.at(part.row + (rows if after else 0), part.column, 1, columns)
    else:
        line = part.sheet.at(part.row, part.column + (columns if after else 0), rows, 1)
    edge = line.row if down else line.column
    if edge > 1:
        for where in arrays_in(line):
            if (where.StartRow if down else where.StartColumn) + 1 < edge:
                raise part_of_array(line)


def part_of_array(area: Range) -> CalcError:
    """The error of changing a part of an array formula."""
    return CalcError(
        Text(
            f"{area.arg1_input} 是数组公式的一部分，不能单独修改",
            f"{area.arg1_input} is a part of an array formula, which cannot be changed alone",
        )
    )


def arrays_in(area: Range) -> list[Any]:
    """The UNO addresses of the array formulas that have a cell in *area*."""
    found: list[Any] = []
    for i, row in enumerate(area.uno.getFormulaArray()):
        for j, text in enumerate(row):
            at = (area.row - 1 + i, area.column - 1 + j)
            if text[:2] != "{=" or any(
                w.StartRow <= at[0] <= w.EndRow and w.StartColumn <= at[1] <= w.EndColumn for w in found
            ):
                continue
            cursor = area.sheet.uno.createCursorByRange(area.uno.getCellByPosition(j, i))
            cursor.collapseToCurrentArray()
            found.append(cursor.RangeAddress)
    return found


def _merged(area: Range) -> list[bool]:
    """For every cell whether it belongs to a merge."""
    rows, columns = area.shape
    return [area(i, j).merge_area.shape != (1, 1) for i in range(1, rows + 1) for j in range(1, columns + 1)]


def _keep_first(area: Any) -> None:
    """What Excel does to the values of cells it merges: the first that holds something moves to the corner."""
    rows = area.uno.getFormulaArray()
    held = [(i, j) for i, row in enumerate(rows) for j, text in enumerate(row) if text != ""]
    if not held:
        return
    first = area.uno.getCellByPosition(held[0][1], held[0][0])
    if held[0] != (0, 0):
        area.sheet.uno.moveRange(
            area.cell.CellAddress,
            area.sheet.at(first.CellAddress.Row + 1, first.CellAddress.Column + 1).uno.RangeAddress,
        )
    for i, j in held:
        if (i, j) != (0, 0):
            area.uno.getCellByPosition(j, i).clearContents(1 | 2 | 4 | 16)
