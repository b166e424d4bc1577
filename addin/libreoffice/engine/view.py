"""What a sheet's window and its print-out show: grid lines, the print area.

sheet.page_setup.print_area = "A1:J27"
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from addin.libreoffice.engine.base import engine_class

if TYPE_CHECKING:
    from addin.libreoffice.engine.sheet import Sheet


@engine_class
class PageSetup(base_classes.PageSetup):
    """How a sheet is printed."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet

    @property
    def api(self) -> Any:
        styles = self._sheet.book.uno.StyleFamilies.getByName("PageStyles")
        return styles.getByName(self._sheet.uno.PageStyle)

    @property
    def print_area(self) -> str | None:
        areas = self._sheet.uno.getPrintAreas()
        return ",".join(self._sheet.of(area).address for area in areas) or None

    @print_area.setter
    def print_area(self, value: str | None) -> None:
        areas = [self._sheet.range(part).uno.RangeAddress for part in (value or "").split(",") if part]
        self._sheet.uno.setPrintAreas(tuple(areas))


class Shown:
    """A sheet brought before the person for as long as its view is asked; then the one that was there before."""

    def __init__(self, sheet: Sheet) -> None:
        self._view, self._wanted = sheet.book.uno.CurrentController, sheet.uno
        self._before = self._view.ActiveSheet

    def __enter__(self) -> Any:
        # A window that was never shown has no view of its sheets.
        self._view.Frame.ContainerWindow.setVisible(True)
        self._view.setActiveSheet(self._wanted)
        return self._view

    def __exit__(self, *error: object) -> None:
        self._view.setActiveSheet(self._before)
