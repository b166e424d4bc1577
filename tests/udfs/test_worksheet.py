"""The functions behind xlwings' own server code: registered by its real decorators, called by its real call_udf.

Only what Windows brings is replaced: the modules of pywin32 and of xlwings that cannot be imported elsewhere.
"""

from __future__ import annotations

import datetime as dt
import importlib
import subprocess
import sys
import types
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
import xlwings

import udfs
from udfs.functions import FUNCTIONS
from udfs.worksheet import CATEGORY, ERRORS, answer, keep_foreign_excels

NA, DIV, SPILL, VALUE = -2146826246, -2146826281, -2146826243, -2146826273
MISSING = -2147352572
Call = Callable[..., Any]


@pytest.fixture
def call_udf(monkeypatch: pytest.MonkeyPatch) -> Call:
    """xlwings.udfs.call_udf as it runs on Windows, for arguments as pywin32 hands them over."""
    windows: dict[str, dict[str, Any]] = {
        "pythoncom": {"CoInitialize": lambda: None},
        "pywintypes": {"com_error": OSError},
        "win32com": {},
        "win32com.client": {"Dispatch": None},
        "xlwings.com_server": {"loop": None},
        "xlwings._xlwindows": {
            "is_range_instance": lambda value: False,
            "Range": lambda xl: types.SimpleNamespace(),
        },
    }
    for name, content in windows.items():
        module = types.ModuleType(name)
        module.__dict__.update(content)
        monkeypatch.setitem(sys.modules, name, module)
    monkeypatch.setattr(xlwings, "_xlwindows", sys.modules["xlwings._xlwindows"], raising=False)
    monkeypatch.setattr(xlwings, "engines", {"excel": None})
    monkeypatch.delitem(sys.modules, "xlwings.udfs", raising=False)
    real = importlib.import_module("xlwings.udfs")
    monkeypatch.setitem(sys.modules, "xlwings.udfs", real)
    for name in ("func", "arg", "ret"):
        monkeypatch.setattr(xlwings, name, getattr(real, f"xl{name}"))
    monkeypatch.setattr(udfs, "worksheet", sys.modules["udfs.worksheet"])
    monkeypatch.delitem(sys.modules, "udfs.worksheet")
    monkeypatch.delattr(udfs, "worksheet")
    return lambda name, *arguments: real.call_udf("udfs", name, arguments)


@pytest.mark.parametrize("function", FUNCTIONS.values(), ids=FUNCTIONS)
def test_xlwings_knows_every_function_as_the_table_describes_it(call_udf: Call, function: Any) -> None:
    known = getattr(udfs, function.name).__xlfunc__
    assert (known["name"], known["category"], known["sub"]) == (function.name, CATEGORY, False)
    assert [argument["name"] for argument in known["args"]] == [one.name for one in function.arguments]
    assert [argument["doc"] for argument in known["args"]] == [one.help.zh for one in function.arguments]
    assert ["optional" in one for one in known["args"]] == [one.optional for one in function.arguments]
    assert known["args"][-1]["vararg"] == function.repeats


def test_a_row_is_scored(call_udf: Call) -> None:
    assert call_udf("JX_SCORE", "≥95%", 0.93, 10.0, MISSING, MISSING) == [[9.79]]


def test_a_column_is_one_call(call_udf: Call) -> None:
    column = call_udf("JX_SCORE", (("≥95%",), ("≤3天",), (None,)), (("93%",), ("4天",), (None,)), 10.0)
    assert column == [[9.79], [7.5], [""]]


def test_a_constant_of_one_row_arrives_flat(call_udf: Call) -> None:
    assert call_udf("JX_GRADE", (93.0, 55.0)) == [["优", "差"]]


def test_a_list_of_ranges_is_added_up(call_udf: Call) -> None:
    assert call_udf("JX_TOTAL", ((16.35,), (None,)), 20.0, ((40.0, "")), Decimal("0.5")) == [[76.85]]
    assert call_udf("JX_TOTAL") == [[VALUE]]


def test_figures_are_rolled_up_by_money(call_udf: Call) -> None:
    assert call_udf("JX_ROLLUP", (("90%",), ("100%",)), ((100.0,), (300.0,)), MISSING) == [[97.5]]


def test_a_date_is_judged_as_a_date(call_udf: Call) -> None:
    stored = dt.datetime(2024, 12, 20, tzinfo=dt.UTC)
    assert call_udf("JX_SCORE", "2024年12月31日前", stored, 5.0, MISSING, MISSING) == [[5.0]]


@pytest.mark.parametrize("error", [NA, DIV, SPILL])
def test_an_error_that_comes_in_comes_out(call_udf: Call, error: int) -> None:
    assert call_udf("JX_RATE", 80.0, error) == [[error]]
    assert call_udf("JX_RATE", ((80.0,), (50.0,)), ((error,), (25.0,))) == [[error], [0.5]]


def test_what_cannot_be_scored_is_an_error(call_udf: Call) -> None:
    assert call_udf("JX_SCORE", "20000人", "100%", 10.0, MISSING, MISSING) == [[VALUE]]
    assert call_udf("JX_GRADE", 93.0, "mof-1999") == [[NA]]


def test_an_error_of_a_newer_excel_is_an_error_all_the_same() -> None:
    assert answer("JX_RATE", 80.0, -2146828288 + 2222) == [[VALUE]]


@pytest.mark.parametrize("name", ERRORS)
def test_the_text_of_an_error_is_a_text(name: str) -> None:
    """Someone typed it: it is explained like any other text, and no result that names it is taken for an error."""
    (value,) = answer("JX_EXPLAIN", name, 1.0, 10.0)[0]
    assert isinstance(value, str) and value != name
    assert answer("JX_TARGET", name, "operator") == [[""]]


@pytest.mark.parametrize("function", FUNCTIONS.values(), ids=FUNCTIONS)
def test_a_number_goes_out_as_a_float_and_never_whole(function: Any) -> None:
    """A whole number is an error to the wrapper in VBA."""
    given = [float(value) if isinstance(value, int | Decimal) else value for value in function.example[0]]
    (value,) = answer(function.name, *given)[0]
    assert type(value) in (float, str)
    assert value == (float(function.example[1]) if isinstance(value, float) else function.example[1])


def test_the_package_itself_needs_nothing_but_python() -> None:
    ran = subprocess.run(
        [sys.executable, "-c", "import udfs, udfs.functions, sys; print('xlwings' in sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert ran.stdout.strip() == "False"


def test_what_is_no_function_is_not_found() -> None:
    with pytest.raises(AttributeError, match="JX_NONE"):
        udfs.JX_NONE  # noqa: B018
    with pytest.raises(AttributeError, match="udfs"):
        udfs.score_row  # noqa: B018


def test_no_excel_of_somebody_else_is_ended() -> None:
    ended: list[str] = []
    engine = types.SimpleNamespace(Apps=types.SimpleNamespace(cleanup=lambda: ended.append("every Excel")))
    keep_foreign_excels(engine)
    engine.Apps.cleanup()
    assert ended == []
