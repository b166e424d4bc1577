"""Defined names of a workbook and of its sheets, with Excel's formulas.

book.names.add("总分", "=自评!$I$27").refers_to_range
"""

from __future__ import annotations

import numbers
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from addin.libreoffice.engine.base import engine_class, struct
from addin.libreoffice.engine.formula import quoted

if TYPE_CHECKING:
    from addin.libreoffice.engine.book import Book
    from addin.libreoffice.engine.range import Range
    from addin.libreoffice.engine.sheet import Sheet


@engine_class
class Name(base_classes.Name):
    """One defined name; *sheet* where it is that sheet's own."""

    def __init__(self, book: Book, named: Any, sheet: Sheet | None) -> None:
        self._book, self._named, self._sheet = book, named, sheet

    @property
    def api(self) -> Any:
        return self._named

    @property
    def name(self) -> str:
        plain = str(self._named.Name)
        return f"{quoted(self._sheet.name)}!{plain}" if self._sheet is not None else plain

    @name.setter
    def name(self, value: str) -> None:
        self._named.Name = value.rpartition("!")[2]

    @property
    def refers_to(self) -> str:
        content = str(self._named.Content)
        return self._book.formulas.excel(content) or "=" + content

    @refers_to.setter
    def refers_to(self, value: str) -> None:
        self._named.Content = self._book.formulas.plain(value)

    @property
    def refers_to_range(self) -> Range:
        area = self._named.getReferredCells()
        if area is None:
            # What Excel's interface raises where a name stands for something else than cells.
            raise ValueError(f"the name {self.name} does not refer to cells")
        return self._book.sheets.at(area)

    def delete(self) -> None:
        owner = self._book.uno if self._sheet is None else self._sheet.uno
        owner.NamedRanges.removeByName(self._named.Name)


@engine_class
class Names(base_classes.Names):
    """All names of a workbook, its sheets' own among them; or the names of one sheet."""

    def __init__(self, book: Book, sheet: Sheet | None = None) -> None:
        self._book, self._sheet = book, sheet

    @property
    def api(self) -> Any:
        return (self._book.uno if self._sheet is None else self._sheet.uno).NamedRanges

    def __iter__(self) -> Iterator[Name]:
        if self._sheet is None:
            for name in self._book.uno.NamedRanges.ElementNames:
                yield Name(self._book, self._book.uno.NamedRanges.getByName(name), None)
        for sheet in [self._sheet] if self._sheet is not None else list(self._book.sheets):
            own = sheet.uno.NamedRanges
            for name in own.ElementNames:
                yield Name(self._book, own.getByName(name), sheet)

    def snapshot(self) -> list[tuple[str, Name]]:
        return [(name.name, name) for name in self]

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def contains(self, name_or_index: str | int) -> bool:
        if isinstance(name_or_index, numbers.Number):
            return 1 <= int(name_or_index) <= len(self)
        return any(name.lower() == str(name_or_index).lower() for name, _ in self.snapshot())

    def __call__(self, name_or_index: str | int) -> Name:
        if isinstance(name_or_index, numbers.Number):
            return list(self)[int(name_or_index) - 1]
        for name, found in self.snapshot():
            if name.lower() == str(name_or_index).lower():
                return found
        raise KeyError(name_or_index)

    def add(self, name: str, refers_to: str) -> Name:
        sheet = self._sheet
        owner, _, plain = name.rpartition("!")
        if owner:
            sheet = self._book.sheets(owner.strip("'").replace("''", "'"))
        where = (self._book.uno if sheet is None else sheet.uno).NamedRanges
        content = self._book.formulas.plain(refers_to)
        if where.hasByName(plain):
            where.getByName(plain).Content = content
        else:
            where.addNewByName(plain, content, struct("table.CellAddress"), 0)
        return Name(self._book, where.getByName(plain), sheet)
