"""What a spreadsheet shows for a number: number format codes, and dates out of serial numbers.

A cell stores 0.8214 and shows "82%"; the checks compare at the precision that the reader of the form sees,
so the shown text matters as much as the number. Rounding is decimal, half up, as everywhere.

    >>> shown(Decimal("0.8214"), "0%"), shown(Decimal("1234.5"), '#,##0.00"万元"')
    ('82%', '1,234.50万元')
    >>> day = to_date(Decimal(45769), date1904=False)
    >>> day, shown_date(day, Decimal(45769), 'yyyy"年"m"月"d"日"')
    (datetime.date(2025, 4, 22), '2025年4月22日')

Padding (``_x``, ``*x``, ``?``) is left out; fractions and scientific codes are shown as General. A code that
shows a date is for shown_date; one that shows a time of day alone works with shown as well.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from decimal import Context, Decimal
from functools import lru_cache

from udfs.decimals import half_up, plain

# The formats a file names by number only; currency and dates as a Chinese Excel shows them.
BUILTIN: dict[int, str] = {
    0: "General",
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    5: '"¥"#,##0;"¥"\\-#,##0',
    6: '"¥"#,##0;[Red]"¥"\\-#,##0',
    7: '"¥"#,##0.00;"¥"\\-#,##0.00',
    8: '"¥"#,##0.00;[Red]"¥"\\-#,##0.00',
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    12: "# ?/?",
    13: "# ??/??",
    14: "yyyy/m/d",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    22: "yyyy/m/d h:mm",
    30: "m-d-yy",
    31: 'yyyy"年"m"月"d"日"',
    32: 'h"时"mm"分"',
    33: 'h"时"mm"分"ss"秒"',
    37: "#,##0_);(#,##0)",
    38: "#,##0_);[Red](#,##0)",
    39: "#,##0.00_);(#,##0.00)",
    40: "#,##0.00_);[Red](#,##0.00)",
    41: '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ',
    42: '_ "¥"* #,##0_ ;_ "¥"* -#,##0_ ;_ "¥"* "-"_ ;_ @_ ',
    43: '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ',
    44: '_ "¥"* #,##0.00_ ;_ "¥"* -#,##0.00_ ;_ "¥"* "-"??_ ;_ @_ ',
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mm:ss.0",
    48: "##0.0E+0",
    49: "@",
}
BUILTIN |= dict.fromkeys((27, 36, 50, 52, 57), 'yyyy"年"m"月"')
BUILTIN |= dict.fromkeys((28, 29, 51, 53, 54, 58), 'm"月"d"日"')
BUILTIN |= dict.fromkeys((34, 55), '上午/下午h"时"mm"分"')
BUILTIN |= dict.fromkeys((35, 56), '上午/下午h"时"mm"分"ss"秒"')

_LONGEST_CODE = 1024  # Excel allows 255; a longer one would only serve to blow the text up
_MOST_DECIMALS = 30
_WIDE = Context(prec=60)
_LAST_SERIAL = Decimal(2_958_466)  # 9999-12-31, exclusive
_1904 = Decimal(1462)
_MONTHS = ("January February March April May June July August September October November December").split()
_WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()

_TOKEN = re.compile(
    r"""  "(?P<quoted>[^"]*)"?
      | [\\!](?P<escaped>.)
      | [_*](?P<padding>.)
      | \[(?P<bracket>[^\]]*)\]
      | (?P<general>General|G/通用格式)
      | (?P<half>AM/PM|A/P|上午/下午)
      | (?P<exponent>E[+-])
      | (?P<date>y+|m+|d+|h+|s+|e+|a{3,4}|g+|b+)
      | (?P<digit>[0\#?])
      | (?P<sign>[.,%/@])
      | (?P<plain>.)
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?\d{1,15}(?:\.\d{1,15})?)$")
_ELAPSED = re.compile(r"h+|m+|s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Section:
    """One of the parts between the semicolons: (kind, text) tokens and what was counted in them.

    Kinds: lit, digit, point, general, and for dates y m d h s a (weekday), M (minute), half, elapsed, fraction.
    """

    tokens: tuple[tuple[str, str], ...]
    condition: tuple[str, Decimal] | None
    kind: str  # "number", "date", "time" or "general"
    places: int
    scale: int  # power of ten: +2 for each %, -3 for each trailing comma
    grouped: bool
    percent: bool


def shown(number: Decimal, code: str) -> str:
    """The text shown for *number* under the format *code*; "" where the code hides it (";;;").

    >>> shown(Decimal("-3.456"), "0.00;[Red](0.00)"), shown(Decimal(123456), '0.0,"千"'), shown(Decimal(0), "0;-0;;@")
    ('(3.46)', '123.5千', '')
    """
    sections = _sections(code)
    section, negative = _choose(sections, number)
    if section is None:
        return ""
    if section.kind in ("date", "time"):
        return _clock(to_date(number, False), number, section)
    size = abs(number)
    if section.kind == "general" or (number and not -300 < number.adjusted() < 25):
        body = _general(size)
        if any(kind == "general" for kind, _ in section.tokens):
            body = "".join(body if kind == "general" else text for kind, text in section.tokens)
    else:
        body = _fixed(size, section)
    return ("-" + body if negative else body).strip()


def is_date(code: str) -> bool:
    """True where *code* shows a day, month or year: ``yyyy-mm-dd``, ``m"月"d"日"``; not for a time of day alone."""
    return _sections(code)[0].kind == "date"


def is_percent(code: str) -> bool:
    """True where *code* shows a number as a percentage."""
    return _sections(code)[0].percent


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
    """The text shown for the *date* whose serial number is *serial* (its fraction is the time of day).

    >>> shown_date(dt.date(2024, 3, 5), Decimal("45356.75"), "yyyy-mm-dd hh:mm"), shown_date(
    ...     dt.date(2024, 3, 5), Decimal(45356), "[$-409]d-mmm-yy;@")
    ('2024-03-05 18:00', '5-Mar-24')
    """
    section = _sections(code)[0]
    return _clock(date, serial, section if section.kind in ("date", "time") else _sections(BUILTIN[14])[0])


def _general(size: Decimal) -> str:
    """General: at most eleven characters, else six digits and an exponent.

    >>> [_general(Decimal(n)) for n in ("1234567890.5", "0.1234567891", "0.00001", "0.0000123456", "123456789012")]
    ['1234567891', '0.123456789', '0.00001', '1.23456E-05', '1.23457E+11']
    """
    if not size:
        return "0"
    power = size.adjusted()
    if -11 < power < 11:
        text = plain(size)
        if len(text) > 11 and power >= -4:
            text = plain(half_up(size, max(0, 9 - power) if power >= 0 else 9))
        if len(text) <= 11:
            return text
    digits = half_up(size.scaleb(-power, _WIDE), 5)
    if digits >= 10:
        digits, power = digits.scaleb(-1), power + 1
    return f"{plain(digits)}E{power:+03d}"


def _fixed(size: Decimal, section: _Section) -> str:
    """The digits of *size* laid into the placeholders of the section, literals where the code has them."""
    text = format(half_up(size.scaleb(section.scale, _WIDE), section.places), "f")
    whole, _, fraction = text.partition(".")
    whole = whole.lstrip("0")
    before: list[tuple[str, str]] = []
    after: list[tuple[str, str]] = []
    for token in section.tokens:
        (after if after or token[0] == "point" else before).append(token)

    parts: list[str] = []  # from right to left
    left = sum(kind == "digit" for kind, _ in before)
    shown_digits = 0

    def put(digit: str) -> None:
        nonlocal shown_digits
        if section.grouped and shown_digits and shown_digits % 3 == 0:
            parts.append(",")
        shown_digits += 1
        parts.append(digit)

    for kind, mark in reversed(before):
        if kind != "digit":
            parts.append(mark)
            continue
        left -= 1
        if whole:
            put(whole[-1])
            whole = whole[:-1]
        elif mark == "0":
            put("0")
        if not left:  # the leftmost placeholder takes all digits that remain
            for digit in reversed(whole):
                put(digit)
            whole = ""
    head = "".join(reversed(parts))

    kept = fraction.rstrip("0")
    tail: list[str] = []
    position = 0
    for kind, mark in after:
        if kind == "digit":
            if mark == "0" or position < len(kept):
                tail.append(fraction[position])
            position += 1
        else:
            tail.append(mark)
    return head + "".join(tail)


def _clock(date: dt.date | None, serial: Decimal, section: _Section) -> str:
    if date is None and section.kind == "date":
        return ("-" if serial < 0 else "") + _general(abs(serial))
    day = abs(serial) % 1
    seconds = min(86_399, int(half_up(day * 86_400, 0)))
    hour, minute, second = seconds // 3600, seconds // 60 % 60, seconds % 60
    half = any(kind == "half" for kind, _ in section.tokens)
    elapsed = {"h": 24, "m": 1440, "s": 86_400}
    out: list[str] = []
    for kind, text in section.tokens:
        width = len(text)
        if kind == "h":
            value = (hour % 12 or 12) if half else hour
            out.append(f"{value:0{min(width, 2)}d}")
        elif kind == "M":
            out.append(f"{minute:0{min(width, 2)}d}")
        elif kind == "s":
            out.append(f"{second:0{min(width, 2)}d}")
        elif kind == "half":
            out.append(text.split("/")[hour >= 12])
        elif kind == "elapsed":
            out.append(f"{int(abs(serial) * elapsed[text[0]]):0{width}d}")
        elif kind == "fraction":
            out.append("." + "0" * width)
        elif kind in "ymda" and date is not None:
            out.append(_calendar(date, kind, width))
        else:
            out.append(text)
    return "".join(out).strip()


def _calendar(date: dt.date, kind: str, width: int) -> str:
    if kind == "y":
        return f"{date.year % 100:02d}" if width <= 2 else f"{date.year:04d}"
    if kind == "a":
        day = "一二三四五六日"[date.weekday()]
        return day if width == 3 else "星期" + day
    if width <= 2:
        return f"{date.month if kind == 'm' else date.day:0{width}d}"
    name = _MONTHS[date.month - 1] if kind == "m" else _WEEKDAYS[date.weekday()]
    if width == 3:
        return name[:3]
    return name[0] if kind == "m" and width == 5 else name


def _choose(sections: tuple[_Section, ...], number: Decimal) -> tuple[_Section | None, bool]:
    """The section for *number*, and whether a minus sign is still to be written."""
    numeric = sections[:3]
    negative = number < 0
    if any(section.condition for section in numeric):
        for index, section in enumerate(numeric):
            condition = section.condition
            if condition is None:
                if index == 1 and len(numeric) == 3 and not negative:
                    continue
                return section, negative and index != 1
            if _holds(number, condition):
                return section, negative and not (condition[0] in ("<", "<=") and condition[1] <= 0)
        return numeric[-1], negative
    if len(numeric) == 1:
        return numeric[0], negative
    if negative:
        return numeric[1], False
    return (numeric[2] if not number and len(numeric) == 3 else numeric[0]), False


def _holds(number: Decimal, condition: tuple[str, Decimal]) -> bool:
    sign, limit = condition
    if sign == "=":
        return number == limit
    if sign == "<>":
        return number != limit
    if sign[0] == "<":
        return number < limit or (sign == "<=" and number == limit)
    return number > limit or (sign == ">=" and number == limit)
