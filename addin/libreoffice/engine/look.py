"""How cells look: colour, font, borders, alignment, number format, sizes of rows and columns.

cell.color = (255, 199, 206); cell.font.bold = True; cell.number_format = "0.00%"
"""

from __future__ import annotations

from typing import Any

from xlwings import base_classes

from addin.libreoffice.engine.base import RangePart, Rgb, engine_class, enum, lacking, number_of, rgb
from addin.libreoffice.engine.borders import Borders

# A point and a pixel in 1/100 mm; a digit of the standard font takes 7 pixels, a cell's padding 5.
_POINT, _PIXEL = 2540 / 72, 2540 / 96
_DIGIT, _PADDING = 7, 5
_FORMATS = 32 | 64 | 512  # com.sun.star.sheet.CellFlags
_HORIZONTAL = {
    "general": "STANDARD",
    "left": "LEFT",
    "center": "CENTER",
    "right": "RIGHT",
    "justify": "BLOCK",
    "fill": "REPEAT",
    "distributed": "BLOCK",
}
_VERTICAL = {"top": 1, "center": 2, "bottom": 3, "justify": 4, "distributed": 4}
_DISTRIBUTED = 1  # com.sun.star.table.CellJustifyMethod
_LINK_COLOR = 0x0563C1


def uniform(area: Any, name: str) -> Any:
    """A property of a UNO range; None where its cells differ."""
    if area.getPropertyState(name).value == "AMBIGUOUS_VALUE":
        return None
    return area.getPropertyValue(name)


@engine_class
class Font(base_classes.Font):
    """The font of a range. Chinese text has properties of its own in Calc: they go together here."""

    def __init__(self, area: Looks) -> None:
        self._area = area

    @property
    def api(self) -> Any:
        return self._area.uno

    def _set(self, name: str, value: Any) -> None:
        self._area.require_writable()
        for script in ("", "Asian", "Complex"):
            setattr(self._area.uno, name + script, value)

    @property
    def bold(self) -> bool | None:
        weight = uniform(self.api, "CharWeight")
        return None if weight is None else weight > 100

    @bold.setter
    def bold(self, value: bool) -> None:
        self._set("CharWeight", 150.0 if value else 100.0)

    @property
    def italic(self) -> bool | None:
        posture = uniform(self.api, "CharPosture")
        return None if posture is None else posture.value != "NONE"

    @italic.setter
    def italic(self, value: bool) -> None:
        self._set("CharPosture", enum("awt.FontSlant", "ITALIC" if value else "NONE"))

    @property
    def size(self) -> float | None:
        size = uniform(self.api, "CharHeight")
        return None if size is None else float(size)

    @size.setter
    def size(self, value: float) -> None:
        self._set("CharHeight", float(value))

    @property
    def name(self) -> str | None:
        name = uniform(self.api, "CharFontName")
        return None if name is None else str(name)

    @name.setter
    def name(self, value: str) -> None:
        self._set("CharFontName", value)

    @property
    def color(self) -> Rgb | None:
        color = uniform(self.api, "CharColor")
        # Excel says black where nothing is said.
        return None if color is None else rgb(color) or (0, 0, 0)

    @color.setter
    def color(self, value: Rgb | str | int) -> None:
        self._area.require_writable()
        self.api.CharColor = number_of(value)


class Looks(RangePart):
    """The part of Range that is about its looks."""

    @property
    def color(self) -> Rgb | None:
        if uniform(self.uno, "IsCellBackgroundTransparent"):
            return None
        return rgb(uniform(self.uno, "CellBackColor"))

    @color.setter
    def color(self, value: Rgb | str | int | None) -> None:
        self.require_writable()
        self.uno.CellBackColor = number_of(value)

    def set_colors(self, colors: list[list[Any]]) -> None:
        self.require_writable()
        area = self.uno
        for i, row in enumerate(colors):
            for j, color in enumerate(row):
                if color is not ...:
                    area.getCellByPosition(j, i).CellBackColor = number_of(color)

    @property
    def font(self) -> Font:
        return Font(self)

    @property
    def borders(self) -> Borders:
        return Borders(self)

    @property
    def number_format(self) -> str | None:
        key = uniform(self.uno, "NumberFormat")
        return None if key is None else str(self.sheet.book.formats.code(key))

    @number_format.setter
    def number_format(self, value: str) -> None:
        self.require_writable()
        self.uno.NumberFormat = self.sheet.book.formats.key(value)

    @property
    def wrap_text(self) -> bool | None:
        wrapped = uniform(self.uno, "IsTextWrapped")
        return None if wrapped is None else bool(wrapped)

    @wrap_text.setter
    def wrap_text(self, value: bool) -> None:
        self.require_writable()
        self.uno.IsTextWrapped = bool(value)

    @property
    def horizontal_alignment(self) -> str | None:
        told = uniform(self.uno, "HoriJustify")
        if told is None:
            return None
        if told.value == "BLOCK" and self.uno.HoriJustifyMethod == _DISTRIBUTED:
            return "distributed"
        return next((name for name, own in _HORIZONTAL.items() if own == told.value), None)

    @horizontal_alignment.setter
    def horizontal_alignment(self, value: str) -> None:
        if value not in _HORIZONTAL:
            lacking("Range", f"horizontal_alignment = {value!r}")
        self.require_writable()
        self.uno.HoriJustify = enum("table.CellHoriJustify", _HORIZONTAL[value])
        self.uno.HoriJustifyMethod = _DISTRIBUTED if value == "distributed" else 0

    @property
    def vertical_alignment(self) -> str | None:
        told = uniform(self.uno, "VertJustify")
        if told is None:
            return None
        if told == _VERTICAL["justify"] and self.uno.VertJustifyMethod == _DISTRIBUTED:
            return "distributed"
        return next((name for name, own in _VERTICAL.items() if own == told), "bottom")

    @vertical_alignment.setter
    def vertical_alignment(self, value: str) -> None:
        self.require_writable()
        self.uno.VertJustify = _VERTICAL[value]
        self.uno.VertJustifyMethod = _DISTRIBUTED if value == "distributed" else 0

    def clear_looks(self) -> None:
        """Take away formats, merges and conditional formats; the contents, validation and notes stay."""
        self.sheet.require_unprotected()
        area: Any = self
        validations = [
            (block, block.getByIndex(0).Validation)
            for block in (self.uno.getUniqueCellFormatRanges() if area.data_validation.type != "none" else ())
        ]
        area.conditional_formats.clear()
        self.uno.merge(False)
        self.uno.clearContents(_FORMATS)
        for block, validation in validations:
            for where in block.getRangeAddresses():
                self.sheet.of(where).uno.Validation = validation

    def _lines(self, axis: str) -> list[Any]:
        area: Any = self
        return list(getattr(area.in_use().uno, axis))

    def _common(self, axis: str, size: str) -> float | None:
        lines = self._lines(axis)
        sizes = {getattr(line, size) if line.IsVisible else 0 for line in lines}
        return sizes.pop() if len(sizes) == 1 else None

    @property
    def row_height(self) -> float | None:
        height = self._common("Rows", "Height")
        # Calc counts in twentieths of a point.
        return None if height is None else round(height / _POINT * 20) / 20

    @row_height.setter
    def row_height(self, value: float) -> None:
        self.sheet.require_unprotected()
        self.uno.Rows.Height = round(value * _POINT)

    @property
    def column_width(self) -> float | None:
        width = self._common("Columns", "Width")
        return None if width is None else round(max(0, (width / _PIXEL - _PADDING) / _DIGIT), 2)

    @column_width.setter
    def column_width(self, value: float) -> None:
        self.sheet.require_unprotected()
        self.uno.Columns.Width = round((value * _DIGIT + _PADDING) * _PIXEL)

    @property
    def width(self) -> float:
        return float(self.uno.Size.Width / _POINT)

    @property
    def height(self) -> float:
        return float(self.uno.Size.Height / _POINT)

    @property
    def left(self) -> float:
        return float(self.uno.Position.X / _POINT)

    @property
    def top(self) -> float:
        return float(self.uno.Position.Y / _POINT)

    def _hidden(self, first: str, last: str, size: int) -> bool | None:
        visible: set[int] = set()
        for where in self.uno.queryVisibleCells().getRangeAddresses():
            visible |= set(range(getattr(where, first), getattr(where, last) + 1))
        return True if not visible else False if len(visible) == size else None

    @property
    def row_hidden(self) -> bool | None:
        return self._hidden("StartRow", "EndRow", self.shape[0])

    @row_hidden.setter
    def row_hidden(self, value: bool) -> None:
        self.sheet.require_unprotected()
        self.uno.Rows.IsVisible = not value

    @property
    def column_hidden(self) -> bool | None:
        return self._hidden("StartColumn", "EndColumn", self.shape[1])

    @column_hidden.setter
    def column_hidden(self, value: bool) -> None:
        self.sheet.require_unprotected()
        self.uno.Columns.IsVisible = not value

    def autofit(self, axis: str | None = None) -> None:
        self.sheet.require_unprotected()
        if axis in (None, "columns", "c"):
            self.uno.Columns.OptimalWidth = True
        if axis in (None, "rows", "r"):
            self.uno.Rows.OptimalHeight = True

    def _link(self) -> Any:
        fields = list(self.cell.TextFields)
        return fields[0] if fields and hasattr(fields[0], "URL") else None

    @property
    def hyperlink(self) -> str:
        link = self._link()
        if link is None:
            raise Exception("The cell doesn't seem to contain a hyperlink!")  # word for word as on Windows
        return str(link.URL)

    def add_hyperlink(
        self, address: str, text_to_display: str | None = None, screen_tip: str | None = None
    ) -> None:
        self.require_writable()
        field = self.sheet.book.uno.createInstance("com.sun.star.text.TextField.URL")
        field.URL, field.Representation = address, text_to_display or address
        cell = self.cell
        cell.String = ""
        cell.insertTextContent(cell.createTextCursor(), field, False)
        cell.CharColor, cell.CharUnderline = _LINK_COLOR, 1
