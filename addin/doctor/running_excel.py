"""jx doctor --excel: what only a running spreadsheet can show, asked of one through xlwings.

check_in_app works on any xlwings App whose functions are loaded: Excel with jx.xlam, or LibreOffice through our own engine.
What no program can see from outside (the ribbon, the function wizard, prompts) is left to a person: docs/excel-checklist.md.

    app = xlwings.App(visible=True, add_book=False)
    for step in check_in_app(app):
        print(step.state, step.found.zh)
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from addin.doctor.step import REINSTALL, Step
from addin.excel.installing import ADDIN, no_excel
from addin.excel.windows import InstallError, this_machine
from udfs.functions import FUNCTIONS, Value, text_of
from udfs.text import Text

DIAGNOSE = Text("先运行 jx doctor，按它的提示处理", "run jx doctor first and do what it says")
# What ERROR.TYPE says of an error cell.
_ERRORS = {"#DIV/0!": "2", "#VALUE!": "3", "#N/A": "7"}


def look_in_excel() -> Iterator[Step]:
    """The steps in an Excel started for the purpose. Raises InstallError where there is none, or no add-in in it."""
    if sys.platform != "win32":
        raise InstallError(
            Text(
                "jx doctor --excel 需要 Windows 上的 Excel；本机请用 jx doctor",
                "jx doctor --excel needs Excel on Windows; here, use jx doctor",
            )
        )
    machine = this_machine()
    if not machine.office_versions():
        raise no_excel(machine)
    path = machine.start_folder / ADDIN
    if not path.exists():
        raise InstallError(
            Text(
                f"没有 {path}；请先运行 jx addin install --excel",
                f"no {path}; run jx addin install --excel first",
            )
        )
    import xlwings

    from udfs.worksheet import keep_foreign_excels

    keep_foreign_excels()
    # An Excel that a program starts leaves XLSTART alone, so the add-in is opened by hand.
    app = xlwings.App(visible=True, add_book=False)
    try:
        addin = app.books.open(str(path), read_only=True)
        yield from check_in_app(app)
        yield from check_in_excel(app, addin)
        addin.close()
    finally:
        app.quit()


def check_in_app(app: Any) -> Iterator[Step]:
    """The steps in any xlwings *app* whose JX functions are loaded; it opens books of its own and closes them."""
    book = app.books.add()
    try:
        sheet = book.sheets[0]
        yield _step(app, sheet, "examples", Text("公式示例", "the functions' examples"), _examples)
        yield _step(app, sheet, "array", Text("数组公式", "an array formula"), _array)
        yield _step(app, sheet, "error-in", Text("错误值输入", "an error cell as an argument"), _error_in)
        yield _step(app, sheet, "error-out", Text("不能计算时的错误值", "what cannot be scored"), _error_out)
        yield _step(app, sheet, "recalculation", Text("重新计算", "recalculation"), _recalculation)
    finally:
        book.close()
    yield _save_and_reopen(app)


def check_in_excel(app: Any, addin: Any) -> Iterator[Step]:
    """The steps that only Excel itself can answer: functions that spill, where it has them, and their descriptions."""
    book = app.books.add()
    try:
        sheet = book.sheets[0]
        # Excel 2016 and 2019 call themselves 16.0, as those that spill do: only the function itself shows the difference.
        sheet["A1"].formula = "=SUM(SEQUENCE(2))"
        if text_of(sheet["A1"].value) == "3":
            yield _step(app, sheet, "spill", Text("动态数组", "a spilled result"), _spill)
    finally:
        book.close()
    yield descriptions(addin)


def descriptions(addin: Any) -> Step:
    """MacroOptions ran for every function when the add-in was opened; the add-in remembers what went wrong."""
    name = Text("函数说明", "the functions' descriptions")
    trouble = str(addin.macro("JxDescribeTrouble")() or "")
    if trouble:
        return Step("descriptions", name, "miss", Text(trouble, trouble), DIAGNOSE)
    return Step("descriptions", name, "ok", Text("已登记", "registered"))


def formula(name: str, arguments: tuple[Value, ...]) -> str:
    """A call as a cell writes it.

    >>> formula("JX_SCORE", ("≥95%", "93%", 10))
    '=JX_SCORE("≥95%","93%",10)'
    """
    written = ['"' + value + '"' if isinstance(value, str) else text_of(value) for value in arguments]
    return f"={name}({','.join(written)})"


def _step(app: Any, sheet: Any, id_: str, name: Text, ask: Callable[[Any, Any], list[str]]) -> Step:
    """A step that *ask* fills the sheet for; it gives what came out wrong."""
    sheet.clear()
    wrong = ask(app, sheet)
    if wrong:
        return Step(id_, name, "miss", Text("；".join(wrong), "; ".join(wrong)), DIAGNOSE)
    return Step(id_, name, "ok", Text("与预期一致", "as expected"))


def _unlike(sheet: Any, cells: dict[str, str]) -> list[str]:
    """The cells that do not show what is expected: "A1: 3, not 4"."""
    shown = {cell: text_of(sheet[cell].value) for cell in cells}
    return [
        f"{cell}: {shown[cell] or '#'} ≠ {expected}"
        for cell, expected in cells.items()
        if shown[cell] != expected
    ]


def _examples(app: Any, sheet: Any) -> list[str]:
    expected = {}
    for row, function in enumerate(FUNCTIONS.values(), 1):
        arguments, expected[f"A{row}"] = function.example
        sheet[f"A{row}"].formula = formula(function.name, arguments)
    app.calculate()
    names = list(FUNCTIONS)
    return [f"{names[int(said[1 : said.index(':')]) - 1]} {said}" for said in _unlike(sheet, expected)]


def _rows(sheet: Any) -> None:
    sheet["A1"].value = [["≥95%", "93%", 10], ["≤3天", "4天", 10], ["≥1", 1, 5]]


def _array(app: Any, sheet: Any) -> list[str]:
    _rows(sheet)
    sheet["D1:D3"].formula_array = "=JX_SCORE(A1:A3,B1:B3,C1:C3)"
    app.calculate()
    return _unlike(sheet, {"D1": "9.79", "D2": "7.5", "D3": "5"})


def _spill(app: Any, sheet: Any) -> list[str]:
    _rows(sheet)
    sheet["D1"].formula2 = "=JX_SCORE(A1:A3,B1:B3,C1:C3)"
    app.calculate()
    return _unlike(sheet, {"D1": "9.79", "D2": "7.5", "D3": "5"})


def _error_in(app: Any, sheet: Any) -> list[str]:
    """The error of a cell comes out again; one inside a range is an error too (LibreOffice has its own for that)."""
    sheet["A1"].formula = "=1/0"
    sheet["B1"].formula = '=JX_SCORE(A1,"93%",10)'
    sheet["C1"].formula = "=ERROR.TYPE(B1)"
    sheet["B2"].formula = "=JX_TOTAL(A1:A2,10)"
    sheet["C2"].formula = "=IF(ISERROR(B2),1,0)"
    app.calculate()
    return _unlike(sheet, {"C1": _ERRORS["#DIV/0!"], "C2": "1"})


def _error_out(app: Any, sheet: Any) -> list[str]:
    """#VALUE! for units that do not compare, #N/A for an unknown scheme, and a SUM that does not pass over them."""
    sheet["A1"].formula = '=JX_SCORE("20000人","100%",10)'
    sheet["A2"].formula = '=JX_SCORE("≥95%","93%",10,"","no-such-scheme")'
    sheet["A3"].formula = "=SUM(A1,10)"
    for row in (1, 2, 3):
        sheet[f"B{row}"].formula = f"=ERROR.TYPE(A{row})"
    app.calculate()
    return _unlike(sheet, {"B1": _ERRORS["#VALUE!"], "B2": _ERRORS["#N/A"], "B3": _ERRORS["#VALUE!"]})


def _recalculation(app: Any, sheet: Any) -> list[str]:
    sheet["A1"].value = "93%"
    sheet["B1"].formula = '=JX_SCORE("≥95%",A1,10)'
    app.calculate()
    before = _unlike(sheet, {"B1": "9.79"})
    sheet["A1"].value = "96%"
    app.calculate()
    return before + _unlike(sheet, {"B1": "10"})


def _save_and_reopen(app: Any) -> Step:
    """A saved book keeps its formula under the plain name, without a path to the add-in, and its value."""
    name = Text("保存后重新打开", "saved and opened again")
    written = '=JX_SCORE("≥95%","93%",10)'
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder, "jx.xlsx"))
        book = app.books.add()
        book.sheets[0]["A1"].formula = written
        app.calculate()
        book.save(path)
        book.close()
        book = app.books.open(path)
        app.calculate()
        kept, shown = book.sheets[0]["A1"].formula, text_of(book.sheets[0]["A1"].value)
        book.close()
    if (kept, shown) == (written, "9.79"):
        return Step("reopen", name, "ok", Text("公式和值不变", "formula and value are the same"))
    said = f"{kept} → {shown or '#'}"
    return Step("reopen", name, "miss", Text(said, said), REINSTALL)
