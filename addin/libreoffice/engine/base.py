"""What every class of the xlwings engine stands on: what it lacks says so by name, and errors of UNO become ours.

>>> from xlwings import base_classes
>>> @engine_class
... class Shape(base_classes.Shape):
...     @property
...     def name(self):
...         return "矩形 1"
>>> Shape().name
'矩形 1'
>>> Shape().delete()
Traceback (most recent call last):
NotImplementedError: the LibreOffice engine has no Shape.delete
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from typing import Any, NoReturn, TypeVar

from addin.libreoffice.uno_bridge import load_uno
from udfs.errors import JixiaoError
from udfs.text import Text

Rgb = tuple[int, int, int]
_Class = TypeVar("_Class", bound=type)


class CalcError(JixiaoError):
    """Raised where Calc refuses what was asked: a protected cell, a wrong password, a formula it cannot read."""


@functools.cache
def uno_exception() -> type[BaseException]:
    """The class of everything that UNO raises."""
    kind: type[BaseException] = load_uno().getClass("com.sun.star.uno.Exception")
    return kind


def enum(kind: str, value: str) -> Any:
    """A value of a UNO enumeration: enum("sheet.CellInsertMode", "DOWN")."""
    return load_uno().Enum(f"com.sun.star.{kind}", value)


def struct(kind: str) -> Any:
    """A new UNO struct: struct("table.CellAddress")."""
    return load_uno().createUnoStruct(f"com.sun.star.{kind}")


def lacking(owner: str, member: str) -> NoReturn:
    """Raise NotImplementedError naming what the engine does not have."""
    raise NotImplementedError(f"the LibreOffice engine has no {owner}.{member}")


def engine_class(cls: _Class) -> _Class:
    """Make a subclass of one of xlwings' base classes complete.

    What it leaves to the base class raises NotImplementedError with the member's name, a setter that it leaves out
    too; an exception of UNO leaves its methods as CalcError.
    """
    own = [kind for kind in cls.__mro__ if kind.__module__.startswith("addin.")]
    mine: dict[str, Any] = {}
    for kind in reversed(own):
        mine.update(vars(kind))
    for base in cls.__mro__:
        if base.__module__ != "xlwings.base_classes":
            continue
        for name, given in vars(base).items():
            if name in mine:
                if isinstance(given, property) and isinstance(mine[name], property):
                    mine[name] = _with_setter(cls.__name__, name, mine[name], given)
                    setattr(cls, name, mine[name])
            elif unwritten(given):
                setattr(cls, name, _missing(cls.__name__, name, given))
    for name, value in mine.items():
        if isinstance(value, property):
            get, put = value.fget, value.fset
            setattr(cls, name, property(get and _translated(get), put and _translated(put)))
        elif inspect.isfunction(value) and name != "__init__":
            setattr(cls, name, _translated(value))
    return cls


def unwritten(given: object) -> bool:
    """Whether a member of a base class does nothing but raise NotImplementedError."""
    if isinstance(given, property):
        return unwritten(given.fget) or (given.fset is not None and unwritten(given.fset))
    plain = given.__func__ if isinstance(given, staticmethod) else given
    return inspect.isfunction(plain) and "NotImplementedError" in plain.__code__.co_names


def _missing(owner: str, name: str, given: object) -> Any:
    if isinstance(given, property):

        def get(self: object) -> NoReturn:
            lacking(owner, name)

        def put(self: object, value: object) -> NoReturn:
            lacking(owner, name)

        return property(get, put)
    if inspect.iscoroutinefunction(given):

        async def awaited(self: object, *arguments: object, **named: object) -> NoReturn:
            lacking(owner, name)

        return awaited

    def call(self: object, *arguments: object, **named: object) -> NoReturn:
        lacking(owner, name)

    return call


def _with_setter(owner: str, name: str, mine: property, given: property) -> property:
    if given.fset is None or mine.fset is not None:
        return mine

    def put(self: object, value: object) -> NoReturn:
        lacking(owner, f"{name} (setting it)")

    return mine.setter(put)


def _translated(function: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(function)
    def call(*arguments: Any, **named: Any) -> Any:
        try:
            return function(*arguments, **named)
        except Exception as error:
            if not isinstance(error, uno_exception()):
                raise
            said = str(getattr(error, "Message", "")) or type(error).__name__.rpartition(".")[2]
            where = function.__qualname__
        raise CalcError(
            Text(f"LibreOffice 拒绝了操作（{where}）：{said}", f"LibreOffice refused {where}: {said}")
        )

    return call


def rgb(number: int | None) -> Rgb | None:
    """A UNO colour as (red, green, blue); None where there is none."""
    if number is None or number < 0:
        return None
    return number >> 16 & 255, number >> 8 & 255, number & 255


def number_of(color: Rgb | str | int | None) -> int:
    """A colour as xlwings takes it ((r, g, b), "#rrggbb" or Excel's number) as UNO's number; -1 for None."""
    if color is None:
        return -1
    if isinstance(color, str):
        return int(color.removeprefix("#"), 16)
    if isinstance(color, int):
        return (color & 255) << 16 | color & 0xFF00 | color >> 16
    red, green, blue = color
    return red << 16 | green << 8 | blue


class RangePart:
    """What the parts of Range know of it: its place, its UNO objects, and that it may refuse to be written to."""

    sheet: Any
    row: int
    column: int
    shape: tuple[int, int]
    uno: Any
    cell: Any

    def require_writable(self) -> None:
        raise NotImplementedError
