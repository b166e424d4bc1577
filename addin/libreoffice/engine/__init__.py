"""An xlwings engine over LibreOffice: code written against xlwings runs on a real Calc, on any system.

    app = register(office)                                # office: a running addin.libreoffice.office.Office
    book = app.books.open("自评表.xlsx")
    book.sheets[0]["I19"].value

Only the open (BSD) part of xlwings is used. What the engine lacks raises NotImplementedError naming the member.
"""

from __future__ import annotations

import datetime as dt
import numbers
from collections.abc import Callable, Iterator
from typing import Any

import xlwings as xw
from xlwings import base_classes

from addin.libreoffice.engine.app import App
from addin.libreoffice.engine.base import engine_class
from addin.libreoffice.engine.values import ERROR_TEXTS
from addin.libreoffice.office import Office

NAME = "libreoffice"


@engine_class
class Apps(base_classes.Apps):
    """The running offices that were registered, the active one first."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._apps: list[App] = []

    def keys(self) -> list[int]:
        return [app.pid for app in self._apps]

    def add(
        self, spec: object = None, add_book: object = None, xl: object = None, visible: object = None
    ) -> App:
        if not self._apps:
            raise RuntimeError("register(office) first: the engine starts no LibreOffice of its own")
        return self._apps[0]

    def attach(self, office: Office) -> App:
        """The app of a running office."""
        app = next((app for app in self._apps if app.office is office), None) or App(self, office)
        self.to_front(app)
        return app

    def to_front(self, app: App) -> None:
        """Make *app* the active one."""
        self.remove(app)
        self._apps.insert(0, app)

    def remove(self, app: App) -> None:
        """Take *app* off the list; its office runs on."""
        if app in self._apps:
            self._apps.remove(app)

    @staticmethod
    def cleanup() -> None:
        """Nothing is left behind that could be ended: the engine starts no process."""

    def __iter__(self) -> Iterator[App]:
        return iter(list(self._apps))

    def __len__(self) -> int:
        return len(self._apps)

    def __getitem__(self, pid: int) -> App:
        for app in self._apps:
            if app.pid == pid:
                return app
        raise KeyError(pid)


class Engine:
    """What xlwings asks of an engine."""

    name = NAME
    type = "desktop"

    def __init__(self) -> None:
        self.apps = Apps(self)

    @staticmethod
    def prepare_xl_data_element(x: Any, options: object) -> Any:
        """One value on its way into a cell."""
        if isinstance(x, numbers.Real) and x != x:
            return ""  # not a number
        if isinstance(x, numbers.Real) and not isinstance(x, bool):
            return float(x)
        if type(x).__name__ == "bool_":
            return bool(x)
        return "" if x is None else x

    @staticmethod
    def clean_value_data(
        data: Any,
        datetime_builder: Callable[..., Any],
        empty_as: Any,
        number_builder: Callable[[float], Any] | None,
        err_to_str: bool,
    ) -> list[list[Any]]:
        """Values on their way out of cells."""

        def clean(value: Any) -> Any:
            if value is None or value == "":
                return empty_as
            if isinstance(value, dt.datetime):
                parts = ("month", "day", "year", "hour", "minute", "second", "microsecond")
                return datetime_builder(**{part: getattr(value, part) for part in parts}, tzinfo=None)
            if isinstance(value, int) and value in ERROR_TEXTS:
                return ERROR_TEXTS[value] if err_to_str else None
            if number_builder is not None and isinstance(value, float):
                return number_builder(value)
            return value

        return [[clean(value) for value in row] for row in data]


def register(office: Office) -> xw.App:
    """Let xlwings work on a running office; gives its app and makes it the active one.

    Raises NoBridgeError where Python cannot speak with LibreOffice.
    """
    if NAME not in xw.engines.engines_by_name:
        xw.engines.add(xw.Engine(impl=Engine()))
    engine = xw.engines[NAME]
    app: App = engine.impl.apps.attach(office)
    engine.activate()
    return xw.App(impl=app)
