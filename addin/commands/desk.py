"""The open workbook and the person before it: what every command asks of them.

desk = Desk(xw.Book.caller())
forms = desk.snapshot()              # the workbook as it stands on the screen, saved or not
if desk.ask("…继续吗？"): …

>>> from udfs.decimals import D
>>> held(Cell(3, 2, "16.50", D("16.5"))), held(Cell(3, 3, "16分"))
(Decimal('16.5'), '16分')
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

import xlwings as xw

from addin.commands.memory import Shelf
from addin.files import Workbook, read
from addin.grid import Cell, Grid
from udfs.errors import JixiaoError
from udfs.text import Text

TITLE = "绩效自评"


class CommandError(JixiaoError):
    """Raised where a command cannot do its work: no form on the sheet, no file name, a sheet with a password."""


class Stopped(JixiaoError):
    """Raised where the person pressed Esc."""


def escape_pressed() -> bool:
    """Whether Esc is held down, or was pressed since this was last asked (Windows; elsewhere nothing is known of it)."""
    if sys.platform != "win32":
        return False
    import ctypes

    escape = 0x1B
    return bool(ctypes.windll.user32.GetAsyncKeyState(escape) & 0x8001)


@dataclass(slots=True)
class Desk:
    """A workbook open in a spreadsheet. *escape* says whether the person wants to stop."""

    book: xw.Book
    escape: Callable[[], bool] = escape_pressed
    _consent: bool | None = field(default=None, repr=False)

    @property
    def app(self) -> xw.App:
        return self.book.app

    @property
    def sheet(self) -> xw.Sheet:
        """The sheet before the person."""
        return self.book.sheets.active

    @property
    def fullname(self) -> str:
        """The workbook's full name; its address (https://…) where it is not synchronised to this machine."""
        try:
            return self.book.fullname
        except xw.XlwingsError:
            return str(self.book.api.FullName)

    @property
    def memory(self) -> Shelf:
        """What commands wrote over in this workbook; one that was never saved has it for as long as Excel runs."""
        name = self.fullname
        saved = Path(name).is_absolute() or "://" in name
        return Shelf(name if saved else f"{name} {self.app.pid}")

    @property
    def selection(self) -> xw.Range | None:
        """The selected cells; None for a picture, a chart and the like."""
        try:
            return self.book.selection
        except AttributeError:
            # xlwings asks whatever is selected for its address, and expects another error where it has none.
            return None

    def say(self, message: str, critical: bool = False) -> None:
        """One message with an OK button."""
        self.app.alert(message, TITLE, "ok", "critical" if critical else "info")

    def ask(self, question: str) -> bool:
        """A question with yes and no."""
        return self.app.alert(question, TITLE, "yes_no") == "yes"

    def consent(self) -> None:
        """Answer yes for the person: the workbook is a copy of our own making."""
        self._consent = True

    def snapshot(self) -> Workbook:
        """The workbook as it stands, read from a copy; raises FileError where it is of another format."""
        ending = Path(self.fullname).suffix.lower()
        # A virus scanner may still hold the copy.
        with tempfile.TemporaryDirectory(prefix="jixiao-", ignore_cleanup_errors=True) as folder:
            copy = Path(folder, f"copy{ending if ending in ('.xlsx', '.xlsm', '.xls') else '.xlsx'}")
            self.copy_to(copy)
            return read(copy)

    def copy_to(self, path: Path) -> None:
        """Write a copy of the workbook as it stands; the open one keeps its name and what is unsaved stays so."""
        self.book.api.SaveCopyAs(str(path))

    def grid(self) -> Grid:
        """The sheet before the person, as the reader sees it."""
        name = self.sheet.name
        for grid in self.snapshot().grids:
            if grid.name == name:
                return grid
        raise CommandError(Text(f"“{name}”不是工作表", f"{name!r} is no worksheet"))

    @contextmanager
    def quiet(self) -> Iterator[None]:
        """No flicker, no events; the sheet, the status bar and the screen are afterwards as they were."""
        if sys.platform == "win32":
            # Esc is for the command to see; Visual Basic, which waits for it, would break off in the middle.
            self.app.api.EnableCancelKey = 0
        # By its name: a command may delete the sheet, and Excel then knows nothing of it any more.
        active = self.sheet.name
        with self.app.properties(screen_updating=False, enable_events=False):
            try:
                yield
            finally:
                self.app.status_bar = False
                if active in [sheet.name for sheet in self.book.sheets]:
                    self.book.sheets[active].activate()

    def progress(self, done: int, total: int, what: str) -> None:
        """Say in the status bar how far a command is. Raises Stopped where Esc is pressed."""
        # What was pressed before the command began was not meant for it.
        if self.escape() and done:
            raise Stopped(
                Text(f"已按 Esc 停止：完成 {done}/{total}", f"stopped with Esc: {done} of {total} done")
            )
        self.app.status_bar = (
            f"{TITLE}：{what}（{done + 1}/{total}），按 Esc 停止" if total > 1 else f"{TITLE}：{what}"
        )

    @contextmanager
    def unlocked(self, sheet: xw.Sheet) -> Iterator[bool]:
        """Whether *sheet* may be written to: a protected one is asked about, lifted, and protected again as it was.

        False where the person says no, or where a password guards it.
        """
        api = sheet.api
        if not api.ProtectContents:
            yield True
            return
        if self._consent is None:
            self._consent = self.ask(
                f"工作表“{sheet.name}”有保护。这个命令要写入它，需要暂时解除保护，完成后按原样恢复。继续吗？"
            )
        if not self._consent:
            yield False
            return
        options = {name: bool(getattr(api.Protection, name)) for name in _ALLOWED}
        drawings, scenarios = bool(api.ProtectDrawingObjects), bool(api.ProtectScenarios)
        # Excel and LibreOffice each raise an error of their own where it takes a password.
        with suppress(Exception):
            api.Unprotect("")
        if api.ProtectContents:
            yield False
            return
        try:
            yield True
        finally:
            api.Protect(DrawingObjects=drawings, Contents=True, Scenarios=scenarios, **options)

    @contextmanager
    def writable(self, sheet: xw.Sheet) -> Iterator[None]:
        """As *unlocked*, for a command that is nothing without the sheet. Raises CommandError where it stays locked."""
        with self.unlocked(sheet) as unlocked:
            if not unlocked:
                raise CommandError(
                    Text(
                        f"工作表“{sheet.name}”受保护，没有改写；请先撤销工作表保护",
                        f"the sheet {sheet.name!r} is protected; unprotect it first",
                    )
                )
            yield


# What a protected sheet may still allow: the members of Excel's Protection object.
_ALLOWED = (
    "AllowFormattingCells",
    "AllowFormattingColumns",
    "AllowFormattingRows",
    "AllowInsertingColumns",
    "AllowInsertingRows",
    "AllowInsertingHyperlinks",
    "AllowDeletingColumns",
    "AllowDeletingRows",
    "AllowSorting",
    "AllowFiltering",
    "AllowUsingPivotTables",
)


def put(cell: xw.Range, value: Decimal | str | None) -> None:
    """Write a number, a text that stays a text, or nothing into a cell; its format stays."""
    if value is None:
        cell.merge_area.clear_contents()
    elif isinstance(value, str):
        # A cell of the format 文本 takes any text as it is; elsewhere the sign keeps "15.6" from becoming a number.
        cell.value = value if cell.number_format == "@" else "'" + value
    else:
        cell.value = float(value)  # what a spreadsheet stores


def held(cell: Cell) -> Decimal | str | None:
    """What a cell that holds no formula holds, as *put* writes it."""
    if cell.number is not None:
        return cell.number
    return cell.text or None
