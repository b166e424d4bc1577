"""What the Calc extension does with a call: cells as Calc passes them in, a number, a text or an error value out.

This file is copied into jx.oxt and runs inside LibreOffice's own Python: it imports nothing but the standard library
before the first call, for an import that fails while LibreOffice registers the extension spoils the user's profile.

    jxScore = method("JX_SCORE")

Calc passes a cell to a parameter declared `string` as its text, a number in full: so a blank cell ("") differs from
a 0 ("0"), and an error cell stops the call and is its result. A parameter that may be left out must be declared `any`:
there a blank cell is 0.0. An error value is a NaN that carries Calc's code.

>>> answer("JX_SCORE", ("≥95%", "0.93", "10", None, None))
9.79
>>> answer("JX_SCORE", ("", "", "10", None, None)), answer("JX_SCORE", ("0", "0", "10", None, None))
('', 10.0)
>>> error_code(answer("JX_SCORE", ("≥95%", "0.93", "10", "", "没有")))
32767
>>> answer("JX_TOTAL", (((16.35, 20.0),), 40.0))
76.35
"""

from __future__ import annotations

import datetime as dt
import importlib.util
import re
import struct
import sys
import time
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from typing import Any

CODES = {
    "#VALUE!": 519,
    "#N/A": 32767,
    "#REF!": 524,
    "#DIV/0!": 532,
    "#NAME?": 525,
    "#NUM!": 503,
    "#NULL!": 521,
}
_REMEMBERED = 65_536
_EXPONENT = re.compile(r"-?\d+(?:[.,]\d+)?E[+-]\d+")
_COMMA = re.compile(r"-?\d+,\d+")
_DAY_ZERO = dt.date(1899, 12, 30)
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
_FIRST, _LAST = 36_526, 73_050  # 2000-01-01 and 2099-12-31
_DATED = ("target", "actual")


def error(code: int) -> float:
    """The number that Calc takes for the error value of *code*."""
    found: float = struct.unpack("<d", struct.pack("<II", code, 0x7FF80000))[0]
    return found


def error_code(number: object) -> int:
    """Calc's code of an error value that `error` made, 0 for anything else."""
    if not isinstance(number, float) or number == number:
        return 0
    return int(struct.unpack("<II", struct.pack("<d", number))[0])


class _Answers(dict[tuple[Any, ...], Any]):
    """What a function gave for the arguments of earlier calls: a recalculation asks the same again."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def __missing__(self, arguments: tuple[Any, ...]) -> Any:
        result = answer(self.name, arguments)
        if not any(map(_serial, arguments)):
            if len(self) >= _REMEMBERED:
                self.clear()
            self[arguments] = result
        return result


def method(name: str) -> Callable[..., Any]:
    """The method of the UNO object behind the function *name*."""
    if name in ("JX_TOTAL", "JX_ROLLUP"):
        return lambda self, *arguments: answer(name, arguments if name == "JX_ROLLUP" else arguments[0])
    answers = _Answers(name)
    return lambda self, *arguments: answers[arguments]


def answer(name: str, arguments: tuple[Any, ...]) -> float | str:
    """The result of one call as Calc takes it: a number (an error value among them) or a text."""
    _stand_in()
    from udfs.functions import FUNCTIONS, CellError, call

    function = FUNCTIONS[name]
    given: list[Any] = list(arguments)
    while given and given[-1] is None:
        given.pop()
    if not any(argument.whole for argument in function.arguments):
        names = [argument.name for argument in function.arguments]
        given = [_single(value) for value in given]
        # No direction and no scheme is called 0: the cell is blank.
        given = ["" if value == 0.0 and names[at] != "share" else value for at, value in enumerate(given)]
        _read_dates(names, given)
        if "share" in names[: len(given)] and given[names.index("share")] == 0.0:
            # A blank cell, or a share of nothing: where the level asks for a share, it is the latter.
            given[names.index("share")] = ""
            first = call(name, *given)
            if not isinstance(first, CellError):
                return _given_back(first)
            given[names.index("share")] = 0
    elif name == "JX_ROLLUP" and len(given) > 2:
        given[2] = _single(given[2]) or ""
    return _given_back(call(name, *given))


def _stand_in() -> None:
    """See to it that udfs finds a tomllib: some builds of LibreOffice bring a Python before 3.11, which has none."""
    if "tomllib" not in sys.modules and importlib.util.find_spec("tomllib") is None:
        sys.modules["tomllib"] = importlib.import_module("jx_tomllib")


def _given_back(result: object) -> float | str:
    if isinstance(result, str):
        return result
    if isinstance(result, Decimal):
        return float(result)
    return error(CODES.get(getattr(result, "name", ""), CODES["#VALUE!"]))


def _single(value: Any) -> Any:
    """An argument that is one value; a range in place of one counts where all its cells hold the same."""
    if isinstance(value, tuple):
        values = {cell for row in value for cell in row}
        return _single(values.pop()) if len(values) == 1 else value
    if isinstance(value, str):
        if _COMMA.fullmatch(value) and OFFICE.decimal_sign() == ",":
            value = value.replace(",", ".")
        elif _EXPONENT.fullmatch(value):
            value = Decimal(value.replace(",", "."))
    return value


def _serial(value: object) -> bool:
    """Whether a text may be a date as Calc counts them, in days."""
    return isinstance(value, str) and bool(_SERIAL.fullmatch(value)) and _FIRST <= Decimal(value) <= _LAST


def _read_dates(names: list[str], given: list[Any]) -> None:
    """Put dates for the counted days among *given*: beside another date, or where the cells are shown as dates."""
    from udfs.target import parse

    places = [at for at, name in enumerate(names[: len(given)]) if name in _DATED]
    counted = [at for at in places if _serial(given[at])]
    if not counted:
        return
    others = [given[at] for at in places if at not in counted]
    beside_a_date = any(isinstance(other, str) and parse(other).kind == "date" for other in others)
    if beside_a_date or (not others and all(OFFICE.shown(Decimal(given[at])) for at in counted)):
        for at in counted:
            given[at] = _DAY_ZERO + dt.timedelta(days=int(Decimal(given[at])))


class Office:
    """What has to be asked of the running office: its decimal sign, and the days that spreadsheets show as dates.

    Calc does not say which cell an argument came from. A number between 36526 and 73050 in the place of a target or an
    actual is looked up: among the cells with a date format. A file that is being loaded is not open yet; it is
    calculated once more when it is.
    """

    def __init__(self) -> None:
        self._context: Any = None
        self._listener: Callable[[Callable[[Any], None]], Any] | None = None
        self._sign: Callable[[], str] = lambda: "."
        self._found: set[Decimal] = set()
        self._until = 0.0
        self._waiting: Any = None
        self._missed = False
        self._loading: list[Any] = []

    def start(
        self, context: Any, listener: Callable[[Callable[[Any], None]], Any], sign: Callable[[], str]
    ) -> None:
        """Look into the office of *context*; *listener* makes a UNO listener of a function, *sign* asks for "." or ","."""
        self._context, self._listener, self._sign = context, listener, cache(sign)

    def decimal_sign(self) -> str:
        """The sign with which Calc writes a number that it passes as text."""
        return self._sign()

    def shown(self, day: Decimal) -> bool:
        """Whether a cell of an open spreadsheet shows *day* as a date."""
        if self._context is None or self._listener is None:
            return False
        now = time.monotonic()
        if now >= self._until:
            self._found = {number for document in self._documents() for number in days(document)}
            # The rows of one recalculation share a look; looking never takes more than a tenth of the time.
            self._until = time.monotonic() + max(0.02, 10 * (time.monotonic() - now))
        if day in self._found:
            return True
        self._missed = True
        if self._waiting is None:
            self._waiting = self._listener(self._loaded)
            events = "/singletons/com.sun.star.frame.theGlobalEventBroadcaster"
            self._context.getValueByName(events).addDocumentEventListener(self._waiting)
        return False

    def _documents(self) -> list[Any]:
        manager, found = self._context.ServiceManager, list(self._loading)
        desktop = manager.createInstanceWithContext("com.sun.star.frame.Desktop", self._context)
        components = desktop.Components.createEnumeration()
        while components.hasMoreElements():
            component = components.nextElement()
            if hasattr(component, "Sheets"):
                found.append(component)
        return found

    def _loaded(self, event: Any) -> None:
        """Calculate a file once more where a number was looked up in vain while it was being loaded."""
        if event.EventName != "OnLoadFinished" or not self._missed or not hasattr(event.Source, "Sheets"):
            return
        self._missed = False
        if days(event.Source):
            self._loading, self._until = [event.Source], 0.0
            event.Source.calculateAll()
            self._loading, self._missed = [], False


def days(document: Any) -> set[Decimal]:
    """The numbers in a spreadsheet's cells that have a date format."""
    found: set[Decimal] = set()
    formats = document.NumberFormats
    for sheet in document.Sheets:
        groups = sheet.UniqueCellFormatRanges
        for at in range(groups.Count):
            group = groups.getByIndex(at)
            if not formats.getByKey(group.NumberFormat).Type & 2:  # com.sun.star.util.NumberFormat.DATE
                continue
            for area in group.queryContentCells(1 | 2 | 16):  # numbers, dates, formulas
                found |= {Decimal(v) for row in area.DataArray for v in row if isinstance(v, float)}
    return found


OFFICE = Office()
