"""The add-in's own VBA, run: pyOpenVBA's Excel, with a double in the place of xlwings' module.

The double's server converts as pywin32 does, squeezes a result as xlwings' server does, and calls the real functions.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from corpus import WORKBOOKS
from pyopenvba.apps.excel import ExcelApplication
from pyopenvba.apps.excel._model import Application
from pyopenvba.interpreter import (
    EMPTY,
    VBAArray,
    VBAErrorValue,
    VBAInt,
    VBAObject,
    VBARuntimeError,
    member,
    method,
)
from pyopenvba.interpreter._objects import MemberSpec
from pyopenvba.interpreter._values import VBADate

from addin.excel import sources as vbasource
from addin.excel.packing import build_addin, put_modules
from udfs.worksheet import answer

BASE = -2146828288
XLWINGS = """
Public kept As Object
Public started As Long
Public startable As Boolean
Public failing As Boolean

Public Sub Install(ByVal given As Object)
    Set kept = given
    startable = True
End Sub

Public Function XLPy() As Object
    started = started + 1
    If Not startable Then Err.Raise 1000, , "Could not activate Python COM server"
    Set XLPy = kept
End Function

Public Function RunPython(ByVal code As String)
    Debug.Print code
    If failing Then Err.Raise 1001, , "no Python"
    If Not startable Then RunPython = -1
End Function
"""


def sent(value: object) -> object:
    """A value of VBA as pywin32 gives it to Python."""
    if isinstance(value, VBAArray):
        (low, high) = value.bounds[0]
        if value.dimensions == 1:
            return tuple(sent(value.get([at])) for at in range(low, high + 1))
        (left, right) = value.bounds[1]
        return tuple(
            tuple(sent(value.get([row, column])) for column in range(left, right + 1))
            for row in range(low, high + 1)
        )
    if isinstance(value, VBAErrorValue):
        return BASE + value.number
    if isinstance(value, VBADate):
        return (value.EPOCH + dt.timedelta(days=value.serial)).replace(tzinfo=dt.UTC)
    if value is EMPTY:
        return None
    assert isinstance(value, str | float | bool | int | Decimal), value
    return value


def given(value: object) -> object:
    """A value of Python as pywin32 gives it to VBA."""
    if isinstance(value, list):
        if not isinstance(value[0], list):
            return VBAArray([(0, len(value) - 1)], items=[given(one) for one in value])
        array = VBAArray([(0, len(value) - 1), (0, len(value[0]) - 1)])
        for row, values in enumerate(value):
            for column, one in enumerate(values):
                array.set([row, column], given(one))
        return array
    if type(value) is int:
        return VBAInt(value, "Long")
    return value


class Server(VBAObject):
    """xlwings' COM server; it dies *deaths* times when it is called."""

    def __init__(self) -> None:
        self.calls: list[str] = []
        self.deaths = 0

    @method
    def CallUDF(self, script: object, name: object, arguments: object) -> object:
        if self.deaths:
            self.deaths -= 1
            raise VBARuntimeError(-2147023174, "The RPC server is unavailable.")
        assert script == "udfs"
        self.calls.append(str(name))
        values = sent(arguments)
        assert isinstance(values, tuple)
        rows = answer(str(name), *values)
        if len(rows) > 1:
            return given(rows)
        return given(rows[0][0] if len(rows[0]) == 1 else rows[0])


class Control(VBAObject):
    """A button of a command bar."""

    vba_type_name = "IRibbonControl"

    def __init__(self, enabled: bool) -> None:
        self._enabled = enabled

    @member
    def Enabled(self) -> object:
        return self._enabled


class Bar(VBAObject):
    """The standard command bar, whose first button is New."""

    def __init__(self, enabled: bool) -> None:
        self._enabled = enabled

    @method
    def Controls(self, Index: object) -> object:
        return Control(self._enabled)


class Excel:
    """An Excel with the add-in in it and a sheet to work on."""

    def __init__(self, book: Path | None = None) -> None:
        if book is None:
            self.app = ExcelApplication()
            self.app.add_workbook()
        else:
            self.app = ExcelApplication.open(book, with_vba=False)
        self.app.freeze_clock(dt.datetime(2024, 12, 31, 9))
        self.server = Server()
        self.wizard = False
        self.app.add_module(XLWINGS, name="xlwings")
        for name in vbasource.ADDIN_MODULES:
            self.app.add_module(vbasource.module(name), name=name)
        self.app.run("Install", self.server)

    def range(self, address: str, values: list[list[object]] | None = None, shown: str = "") -> VBAObject:
        """Cells of the sheet, after *values* were written to them in the number format *shown*."""
        cells = self.app.sheet(1).sheet.vba_get("Range", [address])
        assert isinstance(cells, VBAObject)
        if shown:
            cells.vba_set("NumberFormat", shown)
        for row, line in enumerate(values or [], 1):
            for column, value in enumerate(line, 1):
                one = cells.vba_get("Cells", [row, column])
                assert isinstance(one, VBAObject)
                one.vba_set("Value", value)
        return cells

    def call(self, function: str, *arguments: object) -> Any:
        """What a cell shows: a value, or rows of them; an error as its number."""
        shown = self.app.run(function, *arguments)
        if isinstance(shown, list):
            return [[_plain(one) for one in row] if isinstance(row, list) else _plain(row) for row in shown]
        return _plain(shown)

    def click(self, callback: str, *arguments: object) -> None:
        """Click a button of the ribbon."""
        self.app.run(callback, Control(enabled=True), *arguments)

    def state(self, name: str) -> Any:
        """A variable of the double."""
        return self.app.interpreter.module("xlwings").variables[name].get()

    def set(self, name: str, value: object) -> None:
        self.app.interpreter.module("xlwings").variables[name].set(value)


def _plain(value: object) -> object:
    return f"error {value.number}" if isinstance(value, VBAErrorValue) else value


@pytest.fixture
def excel(monkeypatch: pytest.MonkeyPatch) -> Excel:
    made = Excel()

    def command_bars(self: Application, Index: object = "") -> Bar:
        return Bar(enabled=not made.wizard)

    bars = MemberSpec("CommandBars", "method", getter=command_bars, parameters=("Index",))
    monkeypatch.setitem(Application._vba_members, "commandbars", bars)
    return made


@pytest.fixture(scope="session")
def jx_xlam(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The add-in, built."""
    target = tmp_path_factory.mktemp("addin") / "jx.xlam"
    build_addin(target)
    return target


@pytest.fixture(scope="session")
def jx_xlsm(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A published form with our modules in it."""
    target = tmp_path_factory.mktemp("form") / "form.xlsm"
    put_modules(WORKBOOKS / "002-06.xlsx", target)
    return target


@pytest.fixture
def addin_excel(jx_xlam: Path) -> Excel:
    """An Excel whose workbook is the add-in itself, with its sheet of texts."""
    return Excel(jx_xlam)
