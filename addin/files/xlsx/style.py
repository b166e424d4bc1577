"""The number format of a cell style, applied to the raw text of a cell.

A code is taken apart once, and a number that the style has shown before is not formatted again; that is most
of what makes a form read in a millisecond or two.

    >>> style = Style("0.0%", False)
    >>> style.shown("0.8214"), style.percent
    (('82.1%', Decimal('0.8214'), None), True)
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal, InvalidOperation

from addin.files.number_format import BUILTIN, is_date, is_percent, shown, shown_date, to_date
from udfs.decimals import ZERO, from_cell

_REMEMBERED = 2_000
_LONGEST_NUMBER = 400  # a double has 309 digits before the point at most
_BIGGEST_POWER, _SMALLEST_POWER = 40, -308

Shown = tuple[str, Decimal | None, dt.date | None]


class Style:
    """What cells of one style show: text, and number or date."""

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
        """The same for a date that is stored as text.

        >>> Style("General", False).iso("2025-04-22T00:00:00")
        ('2025/4/22', None, datetime.date(2025, 4, 22))
        """
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
    """The number in *raw*; None where it is none, or so big that decimal arithmetic would fail on it."""
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
