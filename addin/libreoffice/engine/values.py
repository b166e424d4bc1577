"""Cell values between xlwings and Calc: numbers, texts, dates, booleans, errors; typed texts read as Excel reads them.

A sheet is read and written in blocks; single cells are touched only where a block cannot say what they hold
(an error, a date, a text that looks like a number).

    >>> serial(dt.datetime(2024, 1, 1, 12)), moment(45292.5)
    (45292.5, datetime.datetime(2024, 1, 1, 12, 0))
    >>> [looks_typed(text) for text in ("90%", "2024-1-5", "TRUE", "1,234.5", "优", "≥95%", "3.")]
    [True, True, True, True, False, False, True]
"""

from __future__ import annotations

import datetime as dt
import numbers
import re
from collections.abc import Sequence
from typing import Any

from addin.libreoffice.engine.number_format import DATE_OR_TIME, LOGICAL, TEXT, NumberFormats

# Calc's error → the number by which Excel's programming interface names it.
ERRORS = {
    521: -2146826288,
    532: -2146826281,
    519: -2146826273,
    524: -2146826265,
    525: -2146826259,
    503: -2146826252,
    32767: -2146826246,
}
ERROR_TEXTS = {
    -2146826288: "#NULL!",
    -2146826281: "#DIV/0!",
    -2146826273: "#VALUE!",
    -2146826265: "#REF!",
    -2146826259: "#NAME?",
    -2146826252: "#NUM!",
    -2146826246: "#N/A",
}
_VALUE_ERROR = -2146826273
_EPOCH = dt.datetime(1899, 12, 30)
_TYPED = re.compile(
    r"\s*(?:[-+]?\s*[$¥￥€£]?\s*(?:\d[\d,]*\.?\d*|\.\d+)(?:[Ee][-+]?\d+)?\s*%?|true|false|\d+ \d+/\d+"
    r"|\d{1,4}[-/]\d{1,2}(?:[-/]\d{1,4})?(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?|\d{1,2}:\d{2}(?::\d{2})?)\s*",
    re.I,
)
Rows = list[list[Any]]


def serial(when: dt.date) -> float:
    """The number by which a spreadsheet knows a date or a moment."""
    if not isinstance(when, dt.datetime):
        when = dt.datetime(when.year, when.month, when.day)
    return (when.replace(tzinfo=None) - _EPOCH) / dt.timedelta(days=1)


def moment(number: float) -> dt.datetime:
    """The moment that a spreadsheet knows by *number*."""
    return _EPOCH + dt.timedelta(seconds=round(number * 86400, 3))


def looks_typed(text: str) -> bool:
    """Whether Excel might read *text* as something else than a text when it is assigned to a cell."""
    return _TYPED.fullmatch(text) is not None


def as_rows(data: Any, shape: tuple[int, int]) -> Rows:
    """Values as xlwings hands them over (one, a row, or rows) as rows; one value fills *shape*."""
    if not isinstance(data, list | tuple):
        return [[data] * shape[1] for _ in range(shape[0])]
    if not data or not isinstance(data[0], list | tuple):
        return [list(data)]
    return [list(row) for row in data]


def read(area: Any, formats: NumberFormats) -> Rows:
    """The values of a UNO cell range, as Excel's interface gives them; blank cells are None."""
    rows: Rows = [list(row) for row in area.getDataArray()]
    top, left = area.RangeAddress.StartRow, area.RangeAddress.StartColumn
    if any(isinstance(value, float) for row in rows for value in row):
        for block in area.getCellFormatRanges():
            kind = formats.kind(block.NumberFormat)
            if not kind & (DATE_OR_TIME | LOGICAL):
                continue
            where = block.RangeAddress
            for i in range(where.StartRow - top, where.EndRow - top + 1):
                row = rows[i]
                for j in range(where.StartColumn - left, where.EndColumn - left + 1):
                    if isinstance(row[j], float):
                        row[j] = bool(row[j]) if kind & LOGICAL else moment(row[j])
    for i, row in enumerate(rows):
        for j, value in enumerate(row):
            if value is None:
                row[j] = ERRORS.get(area.getCellByPosition(j, i).getError(), _VALUE_ERROR)
            elif value == "":
                row[j] = None
    return rows


def write(area: Any, rows: Sequence[Sequence[Any]], formats: NumberFormats) -> list[tuple[int, int, str]]:
    """Write values into a UNO cell range of their shape; gives the formulas among them, not yet written."""
    before = _formats(area)
    # Whatever is assigned to a cell that is formatted as text stays a text.
    texts = _cells(area, [block for block, key in before if formats.kind(key) & TEXT])
    special: list[tuple[int, int, Any]] = []
    formulas: list[tuple[int, int, str]] = []
    block = []
    for i, row in enumerate(rows):
        line: list[Any] = []
        for j, value in enumerate(row):
            if value is None:
                line.append("")
            elif isinstance(value, bool | dt.date | dt.time):
                special.append((i, j, value))
                line.append("")
            elif isinstance(value, numbers.Real):
                number = float(value)
                line.append(number if (i, j) not in texts else f"{number:.15g}")
            elif (i, j) in texts or not isinstance(value, str):
                line.append(str(value))
            elif value[:1] == "=" and len(value) > 1:
                formulas.append((i, j, value))
                line.append("")
            elif value[:1] == "'":
                line.append(value[1:])
            elif looks_typed(value):
                special.append((i, j, value))
                line.append("")
            else:
                line.append(value)
        block.append(tuple(line))
    area.setDataArray(tuple(block))
    for part, key in before:
        # Calc formats a text like "12" as text; in Excel the format stays.
        if part.getPropertyState("NumberFormat").value == "AMBIGUOUS_VALUE" or part.NumberFormat != key:
            part.NumberFormat = key
    for i, j, value in special:
        _write_special(area.getCellByPosition(j, i), value, formats)
    return formulas


def _formats(area: Any) -> list[tuple[Any, int]]:
    """The equally formatted blocks of a UNO range, each with its number format."""
    if area.getPropertyState("NumberFormat").value != "AMBIGUOUS_VALUE":
        return [(area, int(area.NumberFormat))]
    return [(block, int(block.NumberFormat)) for block in area.getCellFormatRanges()]


def _cells(area: Any, blocks: Sequence[Any]) -> frozenset[tuple[int, int]]:
    """The places that *blocks* take in *area*."""
    top, left = area.RangeAddress.StartRow, area.RangeAddress.StartColumn
    found = set()
    for where in (block.RangeAddress for block in blocks):
        for i in range(where.StartRow - top, where.EndRow - top + 1):
            found |= {(i, j) for j in range(where.StartColumn - left, where.EndColumn - left + 1)}
    return frozenset(found)


def _write_special(cell: Any, value: Any, formats: NumberFormats) -> None:
    held = int(cell.NumberFormat)
    if isinstance(value, bool):
        cell.Value, cell.NumberFormat = float(value), formats.key("BOOLEAN")
    elif isinstance(value, str):
        typed = formats.typed(value, held)
        if typed is None:
            cell.String = value
            cell.NumberFormat = held
        else:
            cell.Value = typed[0]
            if typed[1] != held:
                cell.NumberFormat = typed[1]
    else:
        if isinstance(value, dt.time):
            number, code = serial(dt.datetime.combine(_EPOCH, value)), "h:mm:ss"
        else:
            number = serial(value)
            code = "yyyy/m/d" if number == int(number) else "yyyy/m/d h:mm"
        cell.Value = number
        if not formats.kind(held) & DATE_OR_TIME:
            cell.NumberFormat = formats.key(code)
