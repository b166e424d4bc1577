"""Writing cells: values, inputs and live formulas with their results, in the styles of the official forms.

XlsxWriter leaves the results of an array formula at 0 and writes an empty text as no result; LiveSheet writes them as
Excel does, so that a form opened without the add-in shows what its formulas last gave.

    pen = Pen(book, sheet)
    pen.live(Area(18, 8), '=JX_TOTAL(I12:I17)', D("98.5"), "label")
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from xlsxwriter import Workbook  # type: ignore[import-untyped]
from xlsxwriter.format import Format  # type: ignore[import-untyped]
from xlsxwriter.utility import xl_range, xl_rowcol_to_cell  # type: ignore[import-untyped]
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from udfs.decimals import D, from_cell, plain
from udfs.functions import CellError, Result

Shown = str | Decimal | CellError | None
_BODY = D("10.5")
_BORDERED: dict[str, Any] = {"border": 1, "align": "center"}
_STYLES: dict[str, dict[str, Any]] = {
    "label": _BORDERED,
    "left": {"border": 1, "align": "left"},
    "small": {"border": 1, "align": "left", "font_size": 9},
    "sign": {"border": 1, "align": "right"},
    "title": {"font_name": "黑体", "font_size": 16, "bold": True, "align": "center"},
    "subtitle": {"align": "center"},
    "plain": {"align": "left"},
    "right": {"align": "right"},
    "note": {"align": "left", "font_size": 9, "valign": "top"},
    "aside": {"border": 4, "align": "center", "font_size": 9, "color": "#595959", "bg_color": "#F2F2F2"},
    "aside_input": {"border": 4, "align": "center", "font_size": 9},
    "aside_text": {"align": "left", "font_size": 9, "color": "#595959", "text_wrap": False},
    "heading": {"align": "left", "bold": True},
    "cell": {"border": 1, "align": "left", "valign": "top"},
}


@dataclass(frozen=True, slots=True)
class Area:
    """A cell or a merged range, counted from 0, both corners included.

    >>> Area(4, 0, 8, 1).ref, Area(4, 0).fixed
    ('A5', '$A$5')
    """

    row: int
    column: int
    last_row: int = -1
    last_column: int = -1

    @property
    def bottom(self) -> int:
        return max(self.row, self.last_row)

    @property
    def right(self) -> int:
        return max(self.column, self.last_column)

    @property
    def single(self) -> bool:
        return (self.row, self.column) == (self.bottom, self.right)

    @property
    def ref(self) -> str:
        """The address of its first cell."""
        return str(xl_rowcol_to_cell(self.row, self.column))

    @property
    def fixed(self) -> str:
        """The address of its first cell, absolute."""
        return str(xl_rowcol_to_cell(self.row, self.column, row_abs=True, col_abs=True))

    @property
    def span(self) -> str:
        """The range ("E12:E38")."""
        return str(xl_range(self.row, self.column, self.bottom, self.right))


@dataclass(frozen=True, slots=True)
class _Live:
    formula: str
    array: str
    value: Shown


class LiveSheet(Worksheet):  # type: ignore[misc]
    """A worksheet that writes formulas with any kind of result, those inside an array formula included."""

    def __init__(self) -> None:
        super().__init__()
        self.live: dict[tuple[int, int], _Live] = {}

    def _write_cell(self, row: int, col: int, cell: Any) -> None:
        found = self.live.get((row, col))
        if found is None:
            super()._write_cell(row, col, cell)
            return
        attributes = [("r", xl_rowcol_to_cell(row, col)), ("s", cell.format._get_xf_index())]
        value = found.value
        if isinstance(value, CellError):
            attributes.append(("t", "e"))
            text = value.name
        elif isinstance(value, Decimal):
            text = plain(from_cell(plain(value)))
        else:
            attributes.append(("t", "str"))
            text = value or ""
        self._xml_start_tag("c", attributes)
        if found.array:
            self._write_cell_array_formula(found.formula, found.array)
        elif found.formula:
            self._xml_data_element("f", found.formula)
        self._write_cell_value(text)
        self._xml_end_tag("c")


class Pen:
    """Writes to one sheet; remembers how high each row has to be for its texts."""

    def __init__(self, book: Workbook, sheet: LiveSheet, widths: Sequence[int]) -> None:
        self.book, self.sheet, self.widths = book, sheet, widths
        self._formats: dict[tuple[str, bool, str], Format] = {}
        self._heights: dict[int, int] = {}

    def format(self, style: str, unlocked: bool = False, number: str = "") -> Format:
        """The format of a style; *number* is a number format, "@" for text."""
        key = (style, unlocked, number)
        if key not in self._formats:
            values: dict[str, Any] = {
                "font_name": "宋体",
                "font_size": _BODY,
                "valign": "vcenter",
                "text_wrap": True,
            }
            values |= _STYLES[style]
            if unlocked:
                values["locked"] = False
            if number and number != "General":
                values["num_format"] = number
            self._formats[key] = self.book.add_format(values)
        return self._formats[key]

    def put(self, area: Area, value: Shown, style: str, unlocked: bool = False, number: str = "") -> None:
        """A label or an input's value; None and "" leave the cell blank."""
        cell_format = self.format(style, unlocked, number)
        if not area.single:
            self.sheet.merge_range(area.row, area.column, area.bottom, area.right, "", cell_format)
        if isinstance(value, Decimal):
            self.sheet.write_number(area.row, area.column, value, cell_format)
        elif isinstance(value, str) and value:
            self.sheet.write_string(area.row, area.column, value, cell_format)
            self._grow(area, value)
        else:
            self.sheet.write_blank(area.row, area.column, None, cell_format)

    def live(self, area: Area, formula: str, value: Shown, style: str, number: str = "") -> None:
        """A formula, with what it gives now."""
        self.put(area, None, style, number=number)
        self.sheet.live[area.row, area.column] = _Live(formula.removeprefix("="), "", value)
        if isinstance(value, str):
            self._grow(area, value)

    def live_column(self, area: Area, formula: str, values: Sequence[Result], style: str) -> None:
        """One array formula down a column, with what it gives now in each row."""
        for number, value in enumerate(values):
            first = number == 0
            at = Area(area.row + number, area.column)
            self.put(at, None, style)
            self.sheet.live[at.row, at.column] = _Live(
                formula.removeprefix("=") if first else "", area.span if first else "", value
            )

    def height(self, row: int, least: int) -> None:
        """The height of a row in points: *least*, or more where a text needs it."""
        self._heights[row] = max(least, self._heights.get(row, 0))

    def finish(self) -> None:
        """Set the heights of the rows."""
        for row, height in self._heights.items():
            self.sheet.set_row(row, height)

    def _grow(self, area: Area, text: str) -> None:
        """Make room for a text in a single row; one merged over several rows has enough."""
        if area.row != area.bottom or area.right >= len(self.widths):
            return
        room = max(sum(self.widths[area.column : area.right + 1]) - 1, 1)
        lines = sum(max(1, -(-_width(line) // room)) for line in text.split("\n"))
        if lines > 1:
            self._heights[area.row] = max(self._heights.get(area.row, 0), min(6 + 14 * lines, 400))


def _width(text: str) -> int:
    """How wide a text is, in half-width characters."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WFA" else 1 for sign in text)
