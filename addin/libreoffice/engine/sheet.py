"""The sheets of a workbook, as xlwings sees them.

book.sheets["自评"].range("A1:J27"); book.sheets.add("结果", after=book.sheets[0])
"""

from __future__ import annotations

import functools
import numbers
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NoReturn

from xlwings import NoSuchObjectError, base_classes

from addin.libreoffice.engine.api import MAIN, SheetApi, as_saved
from addin.libreoffice.engine.base import CalcError, engine_class, lacking
from addin.libreoffice.engine.formula import quoted
from addin.libreoffice.engine.names import Names
from addin.libreoffice.engine.notes import Note, notes_of
from addin.libreoffice.engine.place import place
from addin.libreoffice.engine.range import CONTENTS, Range
from addin.libreoffice.engine.view import PageSetup, Shown
from udfs.text import Text

if TYPE_CHECKING:
    from addin.libreoffice.engine.book import Book


@engine_class
class Sheet(base_classes.Sheet):
    """One sheet."""

    book: Book = None  # type: ignore[assignment]  # the base class has a property that only raises

    def __init__(self, book: Book, sheet: Any) -> None:
        self.book = book
        self._uno, self._of_version = sheet, book.version

    @property
    def uno(self) -> Any:
        """The UNO sheet."""
        if self._of_version != self.book.version:
            # Calc moves the beginning of the sheet it gave out when cells are inserted or deleted: ask for it anew.
            number = self._uno.RangeAddress.Sheet
            self._uno, self._of_version = self.book.uno.Sheets.getByIndex(number), self.book.version
        return self._uno

    @functools.cached_property
    def api(self) -> SheetApi:
        return SheetApi(self)

    @property
    def name(self) -> str:
        return str(self.uno.Name)

    @name.setter
    def name(self, value: str) -> None:
        others = {name.lower() for name in self.book.uno.Sheets.ElementNames} - {self.name.lower()}
        if value.lower() in others:
            raise CalcError(Text(f"已有名为“{value}”的工作表", f"there is a sheet named {value!r} already"))
        self.uno.Name = value

    @property
    def names(self) -> Names:
        return Names(self.book, self)

    @property
    def index(self) -> int:
        return int(self.uno.RangeAddress.Sheet) + 1

    @property
    def notes(self) -> list[Note]:
        return notes_of(self)

    @property
    def comments(self) -> list[Any]:
        return []  # Calc has no threaded comments: it reads them as notes

    def at(self, row: int, column: int, rows: int = 1, columns: int = 1) -> Range:
        """The range of that size whose first cell is there."""
        return Range(self, row, column, rows, columns)

    def of(self, where: Any) -> Range:
        """The range of a UNO CellRangeAddress."""
        top, left = where.StartRow, where.StartColumn
        return self.at(top + 1, left + 1, where.EndRow - top + 1, where.EndColumn - left + 1)

    def range(self, arg1: Any, arg2: Any = None) -> Range:
        if isinstance(arg1, str) and arg2 is None and place(arg1) is None:
            return self.book.names_to_range(arg1, self)
        if isinstance(arg1, numbers.Number) and isinstance(arg2, numbers.Number):
            arg1, arg2 = (arg1, arg2), None
        first = self._box(arg1)
        if arg2 is None:
            return self.at(*first)
        second = self._box(arg2)
        top, left = min(first[0], second[0]), min(first[1], second[1])
        bottom = max(first[0] + first[2], second[0] + second[2])
        right = max(first[1] + first[3], second[1] + second[3])
        return self.at(top, left, bottom - top, right - left)

    def _box(self, given: Any) -> tuple[int, int, int, int]:
        if isinstance(given, Range):
            return (given.row, given.column, *given.shape)
        if isinstance(given, tuple):
            if 0 in given[:2]:
                raise IndexError("Attempted to access 0-based Range. xlwings/Excel Ranges are 1-based.")
            row, column = int(given[0]), int(given[1])
            return (row, column, int(given[2]), int(given[3])) if len(given) == 4 else (row, column, 1, 1)
        found = place(given)
        if found is None:
            named = self.book.names_to_range(given, self)
            return (named.row, named.column, *named.shape)
        return found

    @property
    def cells(self) -> Range:
        return self.at(1, 1, self.uno.Rows.Count, self.uno.Columns.Count)

    @property
    def used_range(self) -> Range:
        cursor = self.uno.createCursor()
        cursor.gotoStartOfUsedArea(False)
        cursor.gotoEndOfUsedArea(True)
        return self.of(cursor.RangeAddress)

    def require_unprotected(self) -> None:
        """Raise CalcError where the sheet is protected: what is to be done there is not about a cell's contents."""
        if self.uno.isProtected():
            raise CalcError(
                Text(f"工作表“{self.name}”受保护，不能修改", f"the sheet {self.name!r} is protected")
            )

    def shown(self) -> Shown:
        """The view of the document, with this sheet in it."""
        return Shown(self)

    def activate(self) -> None:
        self.book.activate()
        self.book.uno.CurrentController.setActiveSheet(self.uno)

    def select(self) -> None:
        self.activate()

    def clear_contents(self) -> None:
        self.require_unprotected()
        self.uno.clearContents(CONTENTS)

    def clear_formats(self) -> None:
        self.cells.clear_formats()

    def clear(self) -> None:
        self.cells.clear()

    def autofit(self, axis: str | None = None) -> None:
        self.used_range.autofit(axis)

    def delete(self) -> None:
        if self.book.uno.Sheets.Count == 1:
            raise CalcError(Text("工作簿至少要有一张工作表", "a workbook needs at least one sheet"))
        self.book.uno.Sheets.removeByName(self.name)

    def copy(self, before: Sheet | None, after: Sheet | None) -> None:
        target = before or after or self
        sheets = target.book.uno.Sheets
        number = 2
        while sheets.hasByName(f"{self.name} ({number})"):
            number += 1
        index = target.index - 1 if before else target.index
        if target.book.uno.RuntimeUID != self.book.uno.RuntimeUID:
            sheets.importSheet(self.book.uno, self.name, index)
        else:
            sheets.copyByName(self.name, f"{self.name} ({number})", index)
        target.book.sheets(index + 1).activate()

    def move(self, before: Sheet | None, after: Sheet | None) -> None:
        index = before.index - 1 if before is not None else after.index if after is not None else 0
        self.book.uno.Sheets.moveByName(self.name, index)

    @property
    def visible(self) -> bool:
        return bool(self.uno.IsVisible)

    @visible.setter
    def visible(self, value: bool) -> None:
        if not value and self.visible and sum(sheet.visible for sheet in self.book.sheets) == 1:
            raise CalcError(Text("至少要有一张可见的工作表", "at least one sheet has to stay visible"))
        self.uno.IsVisible = bool(value)

    @property
    def show_gridlines(self) -> bool:
        view = next(as_saved(self).iter(f"{MAIN}sheetView"))
        return view.get("showGridLines", "true") in ("true", "1")

    @show_gridlines.setter
    def show_gridlines(self, value: bool) -> None:
        if self.show_gridlines != bool(value):
            with self.shown() as view:
                helper = self.book.app.office.service("com.sun.star.frame.DispatchHelper")
                helper.executeDispatch(view.Frame, ".uno:ToggleSheetGrid", "", 0, ())

    @property
    def pivot_tables(self) -> NoReturn:
        lacking("Sheet", "pivot_tables")  # the base class has no such member to leave it to

    @property
    def page_setup(self) -> PageSetup:
        return PageSetup(self)


@engine_class
class Sheets(base_classes.Sheets):
    """The sheets of one workbook, in their order."""

    def __init__(self, book: Book) -> None:
        self._book = book

    @property
    def api(self) -> Any:
        return self._book.uno.Sheets

    def __len__(self) -> int:
        return int(self.api.Count)

    def __iter__(self) -> Iterator[Sheet]:
        return (Sheet(self._book, sheet) for sheet in self.api)

    def __contains__(self, name: str) -> bool:
        return str(name).lower() in (own.lower() for own in self.api.ElementNames)

    def __call__(self, name_or_index: str | int) -> Sheet:
        if isinstance(name_or_index, numbers.Number):
            if not 1 <= int(name_or_index) <= len(self):
                raise NoSuchObjectError(f"there is no sheet {name_or_index} in {self._book.name}")
            return Sheet(self._book, self.api.getByIndex(int(name_or_index) - 1))
        for name in self.api.ElementNames:
            if name.lower() == str(name_or_index).lower():
                return Sheet(self._book, self.api.getByName(name))
        raise NoSuchObjectError(f"there is no sheet {quoted(str(name_or_index))} in {self._book.name}")

    @property
    def active(self) -> Sheet:
        return Sheet(self._book, self._book.uno.CurrentController.ActiveSheet)

    def at(self, area: Any) -> Range:
        """The range of a UNO cell range."""
        return Sheet(self._book, area.Spreadsheet).of(area.RangeAddress)

    def add(self, before: Sheet | None = None, after: Sheet | None = None, name: str | None = None) -> Sheet:
        index = before.index - 1 if before else after.index if after else self.active.index - 1
        number = 1
        while f"Sheet{number}" in self:
            number += 1
        self.api.insertNewByName(name or f"Sheet{number}", index)
        made = self(index + 1)
        made.activate()
        return made
