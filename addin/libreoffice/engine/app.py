"""The application: a running LibreOffice that xlwings takes for Excel.

app.alert("继续吗？", "绩效自评", "yes_no")      # recorded in app.impl.alerts; app.impl.answers holds what a test replies
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from addin.libreoffice.engine.base import CalcError, engine_class, uno_exception
from addin.libreoffice.engine.book import Book, Books
from addin.libreoffice.engine.range import Range
from addin.libreoffice.office import Office
from udfs.text import Text

if TYPE_CHECKING:
    from addin.libreoffice.engine import Apps

_YES = {"yes_no": "yes", "yes_no_cancel": "yes"}


@engine_class
class App(base_classes.App):
    """One running office. What Excel shows and LibreOffice without a window does not is kept and can be read."""

    visible = False
    screen_updating = display_alerts = enable_events = interactive = True
    status_bar: str | bool = False
    cut_copy_mode: str | None = None
    version = "16.0"
    startup_path = path = ""
    hwnd = None

    def __init__(self, apps: Apps, office: Office) -> None:
        self.apps, self.office = apps, office
        self.alerts: list[tuple[str, str | None, str, str | None]] = []
        self.answers: list[str] = []
        # Macros of a workbook run only where this is set before it is opened: a form from anywhere is no program.
        self.trust_macros = False
        self.copied: Range | None = None
        self._order: list[str] = []
        self._books: dict[str, Book] = {}

    @property
    def api(self) -> Any:
        return self.office.desktop

    @property
    def engine(self) -> Any:
        return self.apps.engine

    @property
    def pid(self) -> int:
        return self.office.pid

    @property
    def books(self) -> Books:
        return Books(self)

    def documents(self) -> list[Any]:
        """The spreadsheets that are open, in the order of their opening."""
        found = []
        components = self.office.desktop.Components.createEnumeration()
        while components.hasMoreElements():
            document = components.nextElement()
            if document.supportsService("com.sun.star.sheet.SpreadsheetDocument"):
                found.append(document)
        return found

    def book(self, document: Any) -> Book:
        """The workbook of a document, always the same one."""
        return self._books.setdefault(document.RuntimeUID, Book(self, document))

    def activated(self, book: Book) -> None:
        """Remember that *book* is before the person."""
        self._drop(book.uno.RuntimeUID)
        self._order.append(book.uno.RuntimeUID)

    def forget(self, book: Book) -> None:
        """Remember nothing of a workbook that is being closed."""
        number = book.uno.RuntimeUID
        self._drop(number)
        self._books.pop(number, None)
        if self.copied is not None and self.copied.sheet.book is book:
            self.copied = None

    def _drop(self, number: str) -> None:
        if number in self._order:
            self._order.remove(number)

    def front(self, documents: list[Any]) -> Any:
        """Of the open documents, the one that was activated last; the newest where none was."""
        by_number = {document.RuntimeUID: document for document in documents}
        for number in reversed(self._order):
            if number in by_number:
                return by_number[number]
        return documents[-1]

    def activate(self, steal_focus: bool = False) -> None:
        self.apps.to_front(self)

    @property
    def selection(self) -> Range | None:
        if not self.documents():
            return None
        book = self.books.active
        area = book.uno.CurrentSelection
        if area is None or not hasattr(area, "RangeAddress"):
            return None  # a drawing, or several ranges
        return book.sheets.at(area)

    @property
    def calculation(self) -> str:
        return "automatic" if self.books.active.uno.isAutomaticCalculationEnabled() else "manual"

    @calculation.setter
    def calculation(self, value: str) -> None:
        if value not in ("automatic", "manual"):
            raise ValueError(f"calculation is 'automatic' or 'manual', not {value!r}")
        for document in self.documents():
            document.enableAutomaticCalculation(value == "automatic")

    def calculate(self) -> None:
        # Hard: functions of extensions are asked anew too.
        for document in self.documents():
            document.calculateAll()

    def alert(
        self,
        prompt: str,
        title: str | None,
        buttons: str,
        mode: str | None,
        callback: Callable[[str], None] | None,
    ) -> str:
        self.alerts.append((prompt, title, buttons, mode))
        return self.answers.pop(0) if self.answers else _YES.get(buttons, "ok")

    def run(self, macro: str, args: list[Any]) -> Any:
        """Run a Basic macro: "Modul.Name", "'book.ods'!Module.Name" or "Library.Module.Name".

        Raises CalcError where there is none, or where the workbook was opened without its macros.
        """
        book, _, name = macro.rpartition("!")
        found = self.books(book.strip("'")) if book else self.books.active
        if not found.trusted:
            raise CalcError(
                Text(
                    f"不能运行宏“{macro}”：工作簿是不带宏打开的",
                    f"cannot run the macro {macro!r}: the workbook was opened without its macros",
                )
            )
        if name.count(".") < 2:
            libraries = found.uno.BasicLibraries.ElementNames
            name = f"{'VBAProject' if 'VBAProject' in libraries else 'Standard'}.{name}"
        where = f"vnd.sun.star.script:{name}?language=Basic&location=document"
        try:
            script = found.uno.getScriptProvider().getScript(where)
            return script.invoke(tuple(args), (), ())[0]
        except uno_exception() as error:
            said = str(getattr(error, "Message", error))
        raise CalcError(Text(f"不能运行宏“{macro}”：{said}", f"cannot run the macro {macro!r}: {said}"))

    def quit(self) -> None:
        for book in list(self.books):
            book.close()
        # The process belongs to whoever started it.
        self.apps.remove(self)

    def kill(self) -> None:
        self.quit()
