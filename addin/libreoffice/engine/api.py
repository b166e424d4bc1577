"""The few members of Excel's own objects that commands reach through ``.api``: a copy of the book, a sheet's protection.

book.api.SaveCopyAs("副本.xlsx")
sheet.api.ProtectContents; sheet.api.Unprotect(""); sheet.api.Protect(Password="")
"""

from __future__ import annotations

import functools
import tempfile
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn
from xml.etree import ElementTree

from addin.libreoffice.engine.base import CalcError, lacking, uno_exception
from udfs.text import Text

if TYPE_CHECKING:
    from addin.libreoffice.engine.book import Book
    from addin.libreoffice.engine.sheet import Sheet

# Excel's Protection members → the attributes of <sheetProtection>, which say what is *not* allowed.
_ALLOWED = {
    "AllowFormattingCells": "formatCells",
    "AllowFormattingColumns": "formatColumns",
    "AllowFormattingRows": "formatRows",
    "AllowInsertingColumns": "insertColumns",
    "AllowInsertingRows": "insertRows",
    "AllowInsertingHyperlinks": "insertHyperlinks",
    "AllowDeletingColumns": "deleteColumns",
    "AllowDeletingRows": "deleteRows",
    "AllowSorting": "sort",
    "AllowFiltering": "autoFilter",
    "AllowUsingPivotTables": "pivotTables",
}
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def as_saved(sheet: Sheet) -> ElementTree.Element:
    """The sheet's part of the .xlsx as it would be saved now: it tells what UNO does not."""
    with tempfile.TemporaryDirectory(prefix="jixiao-") as folder:
        path = Path(folder, "copy.xlsx")
        sheet.book.write(path, copy=True)
        with zipfile.ZipFile(path) as file:
            book = ElementTree.fromstring(file.read("xl/workbook.xml"))
            links = ElementTree.fromstring(file.read("xl/_rels/workbook.xml.rels"))
            wanted = next(
                page.get(_RELATION) for page in book.iter(f"{MAIN}sheet") if page.get("name") == sheet.name
            )
            part = next(str(link.get("Target")) for link in links if link.get("Id") == wanted)
            return ElementTree.fromstring(file.read(f"xl/{part}"))


class BookApi:
    """Excel's Workbook object, as far as it is needed."""

    def __init__(self, book: Book) -> None:
        self._book = book

    def SaveCopyAs(self, Filename: str) -> None:
        """Write a copy in the format of its ending; the book keeps its name and what is unsaved stays so."""
        self._book.write(Path(Filename), copy=True)

    @property
    def ProtectStructure(self) -> bool:
        return bool(self._book.uno.isProtected())

    @property
    def Saved(self) -> bool:
        return not self._book.uno.isModified()

    def __getattr__(self, name: str) -> NoReturn:
        lacking("Book", f"api.{name}")


class Protection:
    """What a protected sheet still allows: Excel's Protection object, to be read."""

    def __init__(self, told: dict[str, str]) -> None:
        self._told = told

    def __getattr__(self, name: str) -> bool:
        if name not in _ALLOWED:
            lacking("Sheet", f"api.Protection.{name}")
        return self._told.get(_ALLOWED[name], "true") in ("false", "0")


class SheetApi:
    """Excel's Worksheet object, as far as its protection goes."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet

    @property
    def ProtectContents(self) -> bool:
        return bool(self._sheet.uno.isProtected())

    @property
    def ProtectDrawingObjects(self) -> bool:
        return self.ProtectContents and self._told.get("objects", "false") in ("true", "1")

    @property
    def ProtectScenarios(self) -> bool:
        return self.ProtectContents and self._told.get("scenarios", "false") in ("true", "1")

    @property
    def Protection(self) -> Protection:
        return Protection(self._told)

    @functools.cached_property
    def _told(self) -> dict[str, str]:
        found = as_saved(self._sheet).find(f"{MAIN}sheetProtection")
        return {} if found is None else dict(found.attrib)

    def Protect(self, Password: str | None = None, **options: bool) -> None:
        """Protect the sheet; it allows what it allowed before.

        UNO cannot say anew what a protected sheet allows: other *options* than those it has had raise
        NotImplementedError, and so does Contents=False.
        """
        if not options.pop("Contents", True):
            lacking("Sheet", "api.Protect(Contents=False)")
        self._sheet.uno.protect(Password or "")
        if not options:
            return
        self.__dict__.pop("_told", None)
        now = {"DrawingObjects": self.ProtectDrawingObjects, "Scenarios": self.ProtectScenarios}
        for name, value in options.items():
            held = now[name] if name in now else getattr(self.Protection, name)
            if held != bool(value):
                self._sheet.uno.unprotect(Password or "")
                lacking("Sheet", f"api.Protect({name}={value})")

    def Unprotect(self, Password: str | None = None) -> None:
        """Lift the protection. Raises CalcError where the password is wrong."""
        if not self.ProtectContents:
            return
        try:
            self._sheet.uno.unprotect(Password or "")
        except uno_exception():
            refused = True
        else:
            refused = bool(self._sheet.uno.isProtected())
        if refused:
            raise CalcError(
                Text(
                    f"工作表“{self._sheet.name}”的保护密码不对",
                    f"wrong password for the sheet {self._sheet.name!r}",
                )
            )

    def __getattr__(self, name: str) -> NoReturn:
        lacking("Sheet", f"api.{name}")
