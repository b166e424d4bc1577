"""What the function wizard and the IntelliSense add-in know of the functions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree

import pytest
from pyopenvba.apps.excel._model import Application, Workbook
from pyopenvba.interpreter import VBAArray, VBARuntimeError
from pyopenvba.interpreter._objects import MemberSpec

from addin.excel import sources as vbasource
from udfs.functions import FUNCTIONS
from udfs.worksheet import CATEGORY

NAMESPACE = "{http://schemas.excel-dna.net/intellisense/1.0}"


class Described:
    """Excel's MacroOptions: it refuses for a hidden workbook if *picky*, and always if *broken*."""

    def __init__(self) -> None:
        self.picky = self.broken = False
        self.hidden, self.saved = True, False
        self.functions: dict[str, tuple[str, str, list[object]]] = {}


@pytest.fixture
def described(monkeypatch: pytest.MonkeyPatch) -> Described:
    given = Described()

    def options(
        self: Application, Macro: str, Description: str, Category: str, ArgumentDescriptions: VBAArray
    ) -> None:
        if given.broken or (given.picky and given.hidden):
            raise VBARuntimeError(1004, "Cannot edit a macro on a hidden workbook.")
        given.functions[Macro] = (Description, Category, ArgumentDescriptions.elements())

    def keep(name: str) -> tuple[Callable[..., object], Callable[..., None]]:
        return lambda self: getattr(given, name), lambda self, value: setattr(given, name, value)

    names = ("Macro", "Description", "Category", "ArgumentDescriptions")
    monkeypatch.setitem(
        Application._vba_members,
        "macrooptions",
        MemberSpec("MacroOptions", "method", options, parameters=names),
    )
    for member, name in (("IsAddin", "hidden"), ("Saved", "saved")):
        spec = MemberSpec(member, "property", *keep(name))
        monkeypatch.setitem(Workbook._vba_members, member.lower(), spec)
    return given


@pytest.mark.parametrize("picky", [False, True], ids=["willing", "refuses a hidden workbook"])
def test_every_function_is_described(addin_excel: Any, described: Described, picky: bool) -> None:
    described.picky = picky
    addin_excel.app.run("JxDescribe")
    assert described.functions == {
        f"'jx.xlam'!{function.name}": (
            vbasource.texts()[function.name][0],
            CATEGORY,
            [argument.help.zh for argument in function.arguments],
        )
        for function in FUNCTIONS.values()
    }
    assert described.hidden and described.saved
    assert addin_excel.app.run("JxDescribeTrouble") == ""


def test_excel_that_refuses_starts_all_the_same_and_the_diagnosis_knows(
    addin_excel: Any, described: Described
) -> None:
    described.broken = True
    addin_excel.app.run("JxDescribe")
    assert addin_excel.app.run("JxDescribeTrouble") == "1004 Cannot edit a macro on a hidden workbook."
    assert described.hidden and described.saved and addin_excel.app.dialogs == []


def test_opening_the_addin_describes_the_functions(addin_excel: Any, described: Described) -> None:
    code = addin_excel.app.add_module(
        vbasource.module(vbasource.BOOK_CODE), name=vbasource.BOOK_CODE, kind="document"
    )
    code.interpreter.call(code.procedure("Workbook_Open"), code, [], {}, me=code.document)
    assert len(described.functions) == len(FUNCTIONS)


def test_no_text_is_longer_than_excel_takes() -> None:
    assert all(len(text) <= 255 for row in vbasource.texts().values() for text in row)


def test_the_help_while_typing_names_every_argument() -> None:
    root = ElementTree.fromstring(vbasource.intellisense().encode())
    functions = root.findall(f"{NAMESPACE}FunctionInfo/{NAMESPACE}Function")
    assert [one.get("Name") for one in functions] == list(FUNCTIONS)
    for one in functions:
        known = FUNCTIONS[one.get("Name", "")]
        shown = [argument.get("Name", "").strip("[]…") for argument in one]
        assert shown == [argument.name for argument in known.arguments]
        assert [argument.get("Name", "")[0] == "[" for argument in one] == [
            argument.optional for argument in known.arguments
        ]
