"""What a spreadsheet shows for a number: numbers under a format code, and dates out of serial numbers.

A cell stores 0.8214 and shows "82%"; the checks compare at the precision that the reader of the form sees,
so the shown text matters as much as the number. Rounding is decimal, half up, as everywhere.

    >>> shown(Decimal("0.8214"), "0%"), shown(Decimal("1234.5"), '#,##0.00"万元"')
    ('82%', '1,234.50万元')
    >>> day = to_date(Decimal(45769), date1904=False)
    >>> day, shown_date(day, Decimal(45769), 'yyyy"年"m"月"d"日"')
    (datetime.date(2025, 4, 22), '2025年4月22日')

Padding (``_x``, ``*x``, ``?``) is left out, and so are the blanks at both ends. Fractions and scientific
codes are shown as General. A code that shows a day is for shown_date; a time of day alone is for shown.
"""

from __future__ import annotations

import datetime as dt
from decimal import Context, Decimal

from addin.files.format_code import BUILTIN, Section, sections
from udfs.decimals import half_up, plain

__all__ = ["BUILTIN", "is_date", "is_percent", "shown", "shown_date", "to_date"]

_WIDE = Context(prec=60)
_LAST_SERIAL = Decimal(2_958_466)  # 9999-12-31, exclusive
_1904 = Decimal(1462)
_DAY = 86_400
_ELAPSED = {"h": 24, "m": 1440, "s": _DAY}
_MONTHS: tuple[str, ...] = ("January", "February", "March", "April", "May", "June")
_MONTHS += ("July", "August", "September", "October", "November", "December")
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def shown(number: Decimal, code: str) -> str:
    """The text shown for *number* under the format *code*; "" where the code hides it (";;;").

    >>> shown(Decimal("-3.456"), "0.00;[Red](0.00)"), shown(Decimal(123456), '0.0,"千"')
    ('(3.46)', '123.5千')
    >>> shown(Decimal(0), "0;-0;;@")
    ''
    """
    section, negative = _choose(sections(code), number)
    if section.kind in ("date", "time"):
        return _clock(to_date(number, False), number, section)
    size = number.copy_abs()
    if section.kind == "number" and size.adjusted() + section.scale < 25:
        body = _fixed(size, section)
    else:
        body = _general(size)
        if any(kind == "general" for kind, _ in section.tokens):
            body = "".join(body if kind == "general" else text for kind, text in section.tokens)
    return ("-" + body if negative else body).strip()


def is_date(code: str) -> bool:
    """True where *code* shows a day, month or year; not for a time of day alone.

    >>> is_date('m"月"d"日"'), is_date("h:mm"), is_date('0.00"day"')
    (True, False, False)
    """
    return sections(code)[0].kind == "date"


def is_percent(code: str) -> bool:
    """True where *code* shows a number as a percentage."""
    return sections(code)[0].percent


def to_date(serial: Decimal, date1904: bool) -> dt.date | None:
    """The day of a serial number; None before the first or after the last day of the calendar.

    Excel counts a 29 February 1900 that never was: 60 is no day, and the numbers below it are off by one.

    >>> to_date(Decimal(59), False), to_date(Decimal(60), False), to_date(Decimal("61.5"), False)
    (datetime.date(1900, 2, 28), None, datetime.date(1900, 3, 1))
    """
    if date1904:
        if not 0 <= serial < _LAST_SERIAL - _1904:
            return None
        return dt.date(1904, 1, 1) + dt.timedelta(days=int(serial))
    if not 1 <= serial < _LAST_SERIAL or 60 <= serial < 61:
        return None
    return dt.date(1899, 12, 31 if serial < 60 else 30) + dt.timedelta(days=int(serial))


def shown_date(date: dt.date, serial: Decimal, code: str) -> str:
    """The text shown for *date* under *code*; the time of day is the fraction of its serial number.

    >>> shown_date(dt.date(2024, 3, 5), Decimal("45356.75"), "yyyy-mm-dd hh:mm")
    '2024-03-05 18:00'
    """
    section = sections(code)[0]
    return _clock(date, serial, section if section.kind in ("date", "time") else sections(BUILTIN[14])[0])


def _general(size: Decimal) -> str:
    """General: at most eleven characters, else six digits and an exponent.

    >>> [_general(Decimal(n)) for n in ("1234567890.5", "0.1234567891", "0.0000123456", "123456789012")]
    ['1234567891', '0.123456789', '1.23456E-05', '1.23457E+11']
    """
    if not size:
        return "0"
    power = size.adjusted()
    if -11 < power < 11:
        text = plain(size)
        if len(text) > 11 and power >= -4:
            text = plain(half_up(size, max(0, 9 - max(0, power))))
        if len(text) <= 11:
            return text
    digits = half_up(size.scaleb(-power, _WIDE), 5)
    if digits >= 10:
        digits, power = digits.scaleb(-1), power + 1
    return f"{plain(digits)}E{power:+03d}"


def _fixed(size: Decimal, section: Section) -> str:
    """The digits of *size* laid into the placeholders of the section, literals where the code has them."""
    text = format(half_up(size.scaleb(section.scale, _WIDE), section.places), "f")
    whole, _, fraction = text.partition(".")
    whole = whole.lstrip("0")
    kinds = [kind for kind, _ in section.tokens]
    split = kinds.index("point") if "point" in kinds else len(kinds)

    parts: list[str] = []  # the whole part, from right to left
    count = 0

    def put(digits: str) -> None:
        nonlocal count
        for digit in reversed(digits):
            if section.grouped and count and count % 3 == 0:
                parts.append(",")
            count += 1
            parts.append(digit)

    left = kinds[:split].count("digit")
    if not left and section.places:
        put(whole)
    for kind, mark in reversed(section.tokens[:split]):
        if kind != "digit":
            parts.append(mark)
            continue
        left -= 1
        if not whole and mark == "0":
            put("0")
        elif left:
            put(whole[-1:])
            whole = whole[:-1]
        else:  # the leftmost placeholder takes all that remains
            put(whole)

    tail: list[str] = []
    kept = len(fraction.rstrip("0"))
    position = 0
    for kind, mark in section.tokens[split:]:
        if kind != "digit":
            tail.append(mark)
            continue
        if mark == "0" or position < kept:
            tail.append(fraction[position])
        position += 1
    return "".join(reversed(parts)) + "".join(tail)


def _clock(date: dt.date | None, serial: Decimal, section: Section) -> str:
    if date is None and section.kind == "date":
        return ("-" if serial < 0 else "") + _general(abs(serial))
    if not 0 <= serial < _LAST_SERIAL:
        return ("-" if serial < 0 else "") + _general(abs(serial))
    seconds = min(_DAY - 1, int(half_up(serial % 1 * _DAY, 0)))
    hour, minute, second = seconds // 3600, seconds // 60 % 60, seconds % 60
    twelve = any(kind == "half" for kind, _ in section.tokens)
    values = {"h": (hour % 12 or 12) if twelve else hour, "minute": minute, "s": second}
    out: list[str] = []
    for kind, text in section.tokens:
        width = len(text)
        if kind in values:
            out.append(f"{values[kind]:0{min(width, 2)}d}")
        elif kind == "half":
            out.append(text.split("/")[hour >= 12])
        elif kind == "elapsed":
            out.append(f"{int(serial * _ELAPSED[text[0]]):0{width}d}")
        elif kind == "fraction":
            out.append("." + "0" * width)
        elif kind in ("y", "m", "d", "weekday") and date is not None:
            out.append(_calendar(date, kind, width))
        else:
            out.append(text)
    return "".join(out).strip()


def _calendar(date: dt.date, kind: str, width: int) -> str:
    """One part of a date; *width* is how often the letter stands in the code."""
    if kind == "y":
        return f"{date.year % 100:02d}" if width <= 2 else f"{date.year:04d}"
    if kind == "weekday":
        day = "一二三四五六日"[date.weekday()]
        return day if width == 3 else "星期" + day
    if width <= 2:
        return f"{date.month if kind == 'm' else date.day:0{width}d}"
    name = _MONTHS[date.month - 1] if kind == "m" else _WEEKDAYS[date.weekday()]
    if width == 3:
        return name[:3]
    return name[0] if kind == "m" and width == 5 else name


def _choose(numeric: tuple[Section, ...], number: Decimal) -> tuple[Section, bool]:
    """The section for *number*, and whether a minus sign is still to be written."""
    negative = number < 0
    if any(section.condition for section in numeric):
        for index, section in enumerate(numeric):
            if section.condition is None:
                middle = index == 1 and len(numeric) == 3  # takes the negative numbers, as without conditions
                if middle and not negative:
                    continue
                return section, negative and not middle
            if _holds(number, *section.condition):
                sign, limit = section.condition
                return section, negative and not (sign in ("<", "<=") and limit <= 0)
        return numeric[-1], negative
    if len(numeric) == 1:
        return numeric[0], negative
    if negative:
        return numeric[1], False
    return numeric[2 if not number and len(numeric) == 3 else 0], False


def _holds(number: Decimal, sign: str, limit: Decimal) -> bool:
    if sign == "<>":
        return number != limit
    return (
        (number < limit and "<" in sign)
        or (number > limit and ">" in sign)
        or (number == limit and "=" in sign)
    )
