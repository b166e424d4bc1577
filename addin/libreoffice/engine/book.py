"""Workbooks and the application that holds them, as xlwings sees them.

app.books.open("自评表.xlsx").save("副本.xlsx")
"""

from __future__ import annotations

import functools
import numbers
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from addin.libreoffice.engine.api import BookApi
from addin.libreoffice.engine.base import CalcError, engine_class
from addin.libreoffice.engine.conditional import drop_idle_styles
from addin.libreoffice.engine.names import Names
from addin.libreoffice.engine.number_format import NumberFormats
from addin.libreoffice.engine.parsing import Formulas
from addin.libreoffice.engine.range import Range
from addin.libreoffice.engine.sheet import Sheet, Sheets
from addin.libreoffice.office import OfficeError, properties, url
from addin.libreoffice.uno_bridge import load_uno
from udfs.text import Text

if TYPE_CHECKING:
    from addin.libreoffice.engine.app import App

_FILTERS = {
    ".xlsx": "Calc MS Excel 2007 XML",
    ".xlsm": "Calc MS Excel 2007 VBA XML",
    ".xls": "MS Excel 97",
    ".ods": "calc8",
    ".csv": "Text - txt - csv (StarCalc)",
}
# Comma, double quote, UTF-8, from line 1, texts as shown.
_CSV = "44,34,76,1,,0,false,true,false"
_PDF = "calc_pdf_Export"


@engine_class
class Book(base_classes.Book):
    """One open workbook."""

    app: Any = None  # the base class has a property that only raises

    def __init__(self, app: App, document: Any) -> None:
        self.app, self.uno = app, document
        # Whether its macros may run: not those of a file that was opened without trust_macros.
        self.trusted = False
        # Counts how often cells were inserted or deleted.
        self.version = 0
        # Styles that only rules used which are deleted.
        self.idle_styles: set[str] = set()

    @property
    def api(self) -> BookApi:
        return BookApi(self)

    @property
    def fullname(self) -> str:
        return str(load_uno().fileUrlToSystemPath(self.uno.URL)) if self.uno.URL else str(self.uno.Title)

    @property
    def name(self) -> str:
        return Path(self.fullname).name

    @property
    def sheets(self) -> Sheets:
        return Sheets(self)

    @property
    def names(self) -> Names:
        return Names(self)

    @functools.cached_property
    def formulas(self) -> Formulas:
        """The document's formulas in Excel's spelling."""
        return Formulas(self.app.office, self.uno)

    @functools.cached_property
    def formats(self) -> NumberFormats:
        """The document's number formats."""
        return NumberFormats(self.uno, self.app.office.service("com.sun.star.util.NumberFormatter"))

    def names_to_range(self, text: str, sheet: Sheet) -> Range:
        """The range that a defined name or an address with a sheet stands for. Raises CalcError where there is none."""
        owner, _, rest = text.rpartition("!")
        if owner:
            named = owner.strip("'").replace("''", "'")
            if named in self.sheets:
                return self.sheets(named).range(rest)
        for names in (Names(self, sheet), Names(self)):
            for name, found in names.snapshot():
                if name.rpartition("!")[2].lower() == rest.lower():
                    return found.refers_to_range
        raise CalcError(Text(f"没有单元格区域“{text}”", f"there is no range {text!r}"))

    def activate(self) -> None:
        self.app.activated(self)

    def close(self) -> None:
        self.app.forget(self)
        self.uno.close(True)

    def save(self, path: str | None = None, password: str | None = None) -> None:
        target = Path(path or self.fullname)
        if not target.suffix:
            target = target.with_name(target.name + ".xlsx")
        self.write(target, password=password)

    def write(self, path: Path, *, copy: bool = False, password: str | None = None) -> None:
        """Write the workbook in the format of the path's ending; *copy*: it keeps its own name.

        Raises OfficeError where the ending is unknown or the file cannot be written.
        """
        ending = path.suffix.lower()
        if ending not in _FILTERS:
            known = " ".join(_FILTERS)
            raise OfficeError(
                Text(
                    f"不能保存为{ending or '没有扩展名的文件'}：只支持 {known}",
                    f"cannot save {path}: use {known}",
                )
            )
        options: dict[str, object] = {"FilterName": _FILTERS[ending], "Overwrite": True}
        if ending == ".csv":
            options["FilterOptions"] = _CSV
        if password:
            options["Password"] = password
        # What is still to be computed while a file is written changes cell formats under the writer: it then invents merges.
        self.uno.calculate()
        drop_idle_styles(self)
        store = self.uno.storeToURL if copy else self.uno.storeAsURL
        store(url(Path(os.path.realpath(path))), properties(**options))

    def to_pdf(self, path: str, quality: str = "standard") -> None:
        self.uno.storeToURL(url(Path(path)), properties(FilterName=_PDF, Overwrite=True))


@engine_class
class Books(base_classes.Books):
    """The workbooks that are open in an application."""

    def __init__(self, app: App) -> None:
        self.app = app

    @property
    def api(self) -> Any:
        return self.app.office.desktop.Components

    def __iter__(self) -> Iterator[Book]:
        return iter([self.app.book(document) for document in self.app.documents()])

    def __len__(self) -> int:
        return len(self.app.documents())

    @property
    def active(self) -> Book:
        documents = self.app.documents()
        if not documents:
            raise KeyError("no workbook is open")
        return self.app.book(self.app.front(documents))

    def __call__(self, name_or_index: str | int) -> Book:
        books = list(self)
        if isinstance(name_or_index, numbers.Number):
            if 1 <= int(name_or_index) <= len(books):
                return books[int(name_or_index) - 1]
        else:
            wanted = str(name_or_index).lower()
            for book in books:
                if wanted in (book.name.lower(), book.fullname.lower()):
                    return book
        raise KeyError(name_or_index)

    def add(self) -> Book:
        book = self.app.book(self.app.office.new())
        book.trusted = True
        book.activate()
        return book

    def open(
        self,
        fullname: str,
        update_links: object = None,
        read_only: bool | None = None,
        format: object = None,
        password: str | None = None,
        *others: object,
        **named: object,
    ) -> Book:
        options: dict[str, object] = {}
        if read_only:
            options["ReadOnly"] = True
        if password:
            options["Password"] = password
        trusted = self.app.trust_macros
        book = self.app.book(self.app.office.open(Path(fullname), macros=trusted, **options))
        book.trusted = trusted
        book.activate()
        return book
