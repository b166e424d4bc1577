"""What a sheet's window and its print-out show: frozen panes, the print area.

sheet.freeze_panes.freeze_at("A1:B4"); sheet.page_setup.print_area = "A1:J27"
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


@engine_class
class FreezePanes(base_classes.FreezePanes):
    """The rows and columns of a sheet that stay in sight."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet

    def _freeze(self, columns: int, rows: int) -> None:
        with self._sheet.shown() as view:
            view.freezeAtPosition(columns, rows)

    def freeze_at(self, frozen_range: str) -> None:
        area = self._sheet.range(frozen_range)
        whole_rows = area.shape[1] == self._sheet.cells.shape[1]
        whole_columns = area.shape[0] == self._sheet.cells.shape[0]
        self._freeze(
            0 if whole_rows else area.column + area.shape[1] - 1,
            0 if whole_columns else area.row + area.shape[0] - 1,
        )

    def unfreeze(self) -> None:
        self._freeze(0, 0)


class Shown:
    """A sheet brought before the person for as long as its view is asked; then the one that was there before."""

    def __init__(self, sheet: Sheet) -> None:
        self._view, self._wanted = sheet.book.uno.CurrentController, sheet.uno
        self._before = self._view.ActiveSheet

    def __enter__(self) -> Any:
        # A window that was never shown has no size, and nothing can be frozen in it.
        self._view.Frame.ContainerWindow.setVisible(True)
        self._view.setActiveSheet(self._wanted)
        return self._view

    def __exit__(self, *error: object) -> None:
        self._view.setActiveSheet(self._before)
