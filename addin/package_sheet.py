"""One worksheet part → a Grid: every non-blank cell with what is shown and what is stored.

The number format of a style is taken apart once, and a number that the style has shown before is not formatted
again; a form reads in a millisecond or two.

    >>> style = Style("0.0%", False)
    >>> style.shown("0.8214")
    ('82.1%', Decimal('0.8214'), None)
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal, InvalidOperation

from addin.grid import MAX_COLUMN, MAX_ROW, Cell, Grid, Merge, column_name, coordinates
from addin.numberformat import BUILTIN, is_date, is_percent, shown, shown_date, to_date
from addin.package_book import Sheet, unescaped
from addin.package_error import PackageError, damaged, too_big
from addin.package_xml import Attributes, flag, integer, parse
from addin.package_zip import Archive
from udfs.decimals import ZERO, from_cell

_COLUMNS = {column_name(column): column for column in range(1, 257)}
_REMEMBERED = 2_000
_LONGEST_NUMBER = 400  # a double has 309 digits before the point at most
_BIGGEST_POWER, _SMALLEST_POWER = 40, -308
_HOLDS_TEXT = {"s", "str", "inlineStr"}

Shown = tuple[str, Decimal | None, dt.date | None]


class Style:
    """The number format of a cell style, with the numbers that it has shown."""

    __slots__ = ("_date", "_seen", "code", "date1904", "percent")

    def __init__(self, code: str, date1904: bool) -> None:
        self.code = code
        self.date1904 = date1904
        self.percent = is_percent(code)
        self._date = is_date(code)
        self._seen: dict[str, Shown] = {}

    def shown(self, raw: str) -> Shown:
        """Text, number and date for the number *raw* of a cell; what is no number is shown as it stands."""
        known = self._seen.get(raw)
        if known is None:
            known = self._show(raw)
            if len(self._seen) < _REMEMBERED:
                self._seen[raw] = known
        return known

    def iso(self, raw: str) -> Shown:
        """The same for a date that is stored as text: 2025-04-22T00:00:00."""
        try:
            moment = dt.datetime.fromisoformat(raw.strip().removesuffix("Z"))
        except ValueError:
            return raw, None, None
        time = Decimal(moment.hour * 3600 + moment.minute * 60 + moment.second) / 86_400
        return shown_date(moment.date(), time, self.code if self._date else BUILTIN[14]), None, moment.date()

    def _show(self, raw: str) -> Shown:
        number = _number(raw)
        if number is None:
            return raw, None, None
        if self._date:
            date = to_date(number, self.date1904)
            if date is not None:
                return shown_date(date, number, self.code), None, date
        return shown(number, self.code), number, None


def _number(raw: str) -> Decimal | None:
    """The number in *raw*; None where it is none, or is so big that decimal arithmetic on a form would fail on it."""
    if len(raw) > _LONGEST_NUMBER:
        return None
    try:
        number = from_cell(raw)
    except (ValueError, InvalidOperation):
        return None
    power = number.adjusted() if number else 0
    if power > _BIGGEST_POWER:
        return None
    return number if power >= _SMALLEST_POWER else ZERO


class Cursor:
    """Where in the sheet the XML is: rows and cells may leave out their address, and then follow the one before."""

    __slots__ = ("_digits", "_sheet", "column", "row")

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self.row = self.column = 0
        self._digits = "0"

    def enter_row(self, attributes: Attributes) -> None:
        """Go to the row of a row element. Raises PackageError outside the sheet."""
        self.row = integer(attributes, "r", self._sheet.part, self.row + 1)
        self.column = 0
        if not 1 <= self.row <= MAX_ROW:
            raise self._outside(str(self.row))
        self._digits = str(self.row)

    def enter_cell(self, attributes: Attributes) -> None:
        """Go to the cell of a c element. Raises PackageError outside the sheet."""
        address = attributes.get("r")
        digits = self._digits
        if address is None:
            self.column += 1
            if self.column > MAX_COLUMN or not self.row:
                raise self._outside(f"{self.row}, {self.column}")
        elif address.endswith(digits) and (column := _COLUMNS.get(address[: -len(digits)])):
            self.column = column
        else:
            try:
                self.row, self.column = coordinates(address)
            except ValueError:
                raise self._outside(address) from None
            self._digits = str(self.row)
