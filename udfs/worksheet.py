"""The worksheet functions as xlwings' server calls them: what Excel sends becomes values, what they give goes back.

    CallUDF("udfs", "JX_SCORE", ("≥95%", 0.93, 10.0))       [[9.79]]
    CallUDF("udfs", "JX_RATE", (80.0, -2146826246))         [[-2146826246]]     an #N/A goes in and comes out

An error of a cell is a whole number on the wire, in both directions: the code that Excel itself gives it
(0x800A0000 + 2042 for #N/A). A number of a cell is never whole there but a float, and a text is a text: so no
result can be mistaken for an error, whatever it says. The VBA wrapper, addin/excel/vba/JixiaoServer.bas, makes a real
error of every whole number that it gets.

Each function carries the description that xlwings puts on it, made from the table in udfs.functions. The
arguments are read raw: xlwings' own cleaning gives a blank for an error, or a text that a user might have typed.

>>> answer("JX_SCORE", "≥95%", ((0.93,), (None,), (-2146826281,)), 10.0)
[[9.79], [-2146826273], [-2146826281]]
>>> answer("JX_GRADE", 93.0), answer("JX_GRADE", 93.0, "mof-1999")
([['优']], [[-2146826246]])
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import xlwings as xw

from udfs.functions import FUNCTIONS, VALUE, CellError, Function, Given, Result, Rows, Value, call

CATEGORY = "绩效自评"

# The numbers of Excel's CVErr; those from 2043 are younger than the others.
ERRORS = {
    "#NULL!": 2000,
    "#DIV/0!": 2007,
    "#VALUE!": 2015,
    "#REF!": 2023,
    "#NAME?": 2029,
    "#NUM!": 2036,
    "#N/A": 2042,
    "#GETTING_DATA": 2043,
    "#SPILL!": 2045,
    "#CONNECT!": 2046,
    "#BLOCKED!": 2047,
    "#UNKNOWN!": 2048,
    "#FIELD!": 2049,
    "#CALC!": 2050,
}
_NAMES = {number: name for name, number in ERRORS.items()}
_SCODE = -0x7FF60000  # 0x800A0000, as a signed number of 32 bits

Wire = str | float | int  # float: a number; int: an error


def answer(name: str, *arguments: object) -> list[list[Wire]]:
    """What the function *name* gives for arguments as Excel sends them: rows, even of a single value."""
    try:
        given = call(name, *(_given(argument) for argument in arguments))
    except TypeError:  # =JX_TOTAL(): Excel lets a formula leave out all of a list
        given = VALUE
    rows = given if isinstance(given, list) else [[given]]
    return [[_sent(value) for value in row] for row in rows]


def _given(argument: object) -> Given | CellError:
    """A value, or rows of values: a range is a tuple of rows, an array constant of one row a tuple of values."""
    if not isinstance(argument, tuple | list):
        return _value(argument)
    if not argument or not isinstance(argument[0], tuple | list):
        argument = (argument,)
    rows: Rows = [[_value(value) for value in row] for row in argument]  # type: ignore[misc]
    return rows


def _value(value: Any) -> Value | CellError:
    """One value: a number, a text, a date (pywin32's is a datetime), None for a blank cell, or an error."""
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value - _SCODE < 0x10000:
        name = _NAMES.get(value - _SCODE)
        return CellError(name) if name is not None else VALUE
    return value  # type: ignore[no-any-return]


def _sent(value: Result) -> Wire:
    if isinstance(value, CellError):
        return _SCODE + ERRORS.get(value.name, ERRORS[VALUE.name])
    if isinstance(value, Decimal):
        # pywin32 would send a Decimal as currency, with four decimals; a cell holds a float.
        return float(value)
    return value


def _registered(function: Function) -> Callable[..., list[list[Wire]]]:
    """The function for xlwings: a signature and descriptions, from the table."""

    def worksheet_function(*arguments: object) -> list[list[Wire]]:
        return answer(function.name, *arguments)

    worksheet_function.__name__ = worksheet_function.__qualname__ = function.name
    worksheet_function.__doc__ = function.help.zh
    # xlwings reads the arguments off the signature, and every kind of value is right for each of them.
    worksheet_function.__annotations__ = {}
    worksheet_function.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        [_parameter(function, at) for at in range(len(function.arguments))]
    )
    made: Callable[..., list[list[Wire]]] = xw.ret("raw")(worksheet_function)
    for argument in function.arguments:
        made = xw.arg(argument.name, "raw", doc=argument.help.zh)(made)
    # Last: the others put the category back to xlwings' own.
    return xw.func(category=CATEGORY)(made)


def _parameter(function: Function, at: int) -> inspect.Parameter:
    argument = function.arguments[at]
    if function.repeats and at == len(function.arguments) - 1:
        return inspect.Parameter(argument.name, inspect.Parameter.VAR_POSITIONAL)
    default = None if argument.optional else inspect.Parameter.empty
    return inspect.Parameter(argument.name, inspect.Parameter.POSITIONAL_OR_KEYWORD, default=default)


def keep_foreign_excels(engine: Any = None) -> None:
    """Keep xlwings' engine for Excel from ending every Excel in which it sees no workbook: those are somebody's.

    A command calls this before it touches an application; where there is no such engine it does nothing.
    """
    if engine is None and sys.platform == "win32":
        engine = xw._xlwindows
    if engine is not None:
        engine.Apps.cleanup = staticmethod(lambda: None)


for _function in FUNCTIONS.values():
    globals()[_function.name] = _registered(_function)
