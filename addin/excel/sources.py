"""The sources of the Excel add-in: its VBA modules, its ribbon, and the texts that a user reads.

What can be made is made from the tables: a wrapper for every worksheet function (udfs.functions), an item of the
ribbon's gallery for every layout. JixiaoFunctions.bas is kept beside the modules written by hand, so that a
change of it is seen; this writes it again:

    python -m addin.excel.sources

VBA source is ASCII, whatever the table says: Chinese goes into a sheet of the add-in and into the ribbon's XML.

>>> print(wrapper(FUNCTIONS["JX_GRADE"]))
Public Function JX_GRADE(total As Variant, Optional scheme As Variant) As Variant
    JX_GRADE = JxCall("JX_GRADE", Array(JxGiven(total), JxGiven(scheme)))
End Function
>>> texts()["JX_GRADE"]
('总分的等级。结果：优、良、中、差', '总分', '口径，省略为 mof-2020')
"""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from udfs.cells import column_name
from udfs.errors import JixiaoError
from udfs.functions import FUNCTIONS, Argument, Function
from udfs.scheme import load_scheme
from udfs.text import Text
from udfs.worksheet import CATEGORY
from workbook_templates.layout import layout_ids

PROJECT = "jixiao"
RUNTIME, GENERATED, BOOK_CODE = "xlwings", "JixiaoFunctions", "ThisWorkbook"
FUNCTION_MODULES = ("JixiaoServer", GENERATED)
RIBBON_MODULES = ("JixiaoText", "JixiaoRibbon")
ADDIN_MODULES = (*FUNCTION_MODULES, *RIBBON_MODULES, "JixiaoHelp")
TEXT_SHEET = "text"

_FOLDER = Path(__file__).parent
_GENERATED_HEAD = """\
Attribute VB_Name = "JixiaoFunctions"
Option Explicit
' The worksheet functions. Generated from the table in udfs/functions.py by addin/excel/sources.py: do not edit.
"""
_MESSAGES = {
    "category": CATEGORY,
    "no workbook": "请先打开或新建一个工作簿，再点这个按钮。",
    "not run": "命令没有完成：计算服务没有启动，或中途退出。\n"
    "请在命令提示符中运行 jx doctor，按它的提示处理，然后重新打开 Excel。",
}
_LAYOUTS = "<!-- layouts -->"
# The server's command line has the path of the workbook that happens to be active: one server a workbook. The
# add-in's own path is always the same.
_ACTIVE, _FIXED = "ActiveWorkbook.FullName", "ThisWorkbook.FullName"
_COMMAND = re.compile(
    rf'^ *PYTHONPATH = AddExcelDir & ";" & {re.escape(_ACTIVE)} & ";" & {re.escape(_FIXED)} & .*$',
    re.MULTILINE,
)
# The configuration, too, is looked for in whatever workbook is active.
_CONFIG_FROM, _CONFIG_TO = "Function GetDirectoryConfigFilePath", "Function SaveConfigToFile"
_PROJECT = 'PROJECT_NAME As String = "myaddin"'


class SourceError(JixiaoError):
    """Raised where a source cannot be used: xlwings is missing or is not the version that we know."""


def wrapper(function: Function) -> str:
    """The VBA function that a cell's formula calls."""
    if function.repeats:
        name = function.arguments[-1].name
        return (
            f"Public Function {function.name}(ParamArray {name}() As Variant) As Variant\n"
            f"    Dim given As Variant\n"
            f"    given = {name}\n"
            f'    {function.name} = JxCall("{function.name}", JxGivenAll(given))\n'
            "End Function"
        )
    declared = ", ".join(map(_declared, function.arguments))
    given = ", ".join(f"JxGiven({argument.name})" for argument in function.arguments)
    return (
        f"Public Function {function.name}({declared}) As Variant\n"
        f'    {function.name} = JxCall("{function.name}", Array({given}))\n'
        "End Function"
    )


def _declared(argument: Argument) -> str:
    return f"{'Optional ' if argument.optional else ''}{argument.name} As Variant"


def functions_module() -> str:
    """The text of JixiaoFunctions.bas."""
    return "\n".join([_GENERATED_HEAD, *(wrapper(function) + "\n" for function in FUNCTIONS.values())])


def module(name: str) -> str:
    """The text of a module in addin/excel/vba, or of xlwings' own."""
    if name == RUNTIME:
        return runtime()
    return (_FOLDER / "vba" / f"{name}.bas").read_text("utf-8")


def runtime() -> str:
    """xlwings' VBA module for add-ins, of the installed version: our project's name, one server for all workbooks.

    Raises SourceError where xlwings is not installed or its module has changed.
    """
    found = importlib.util.find_spec("xlwings")
    if found is None or found.origin is None:
        raise SourceError(Text("没有安装 xlwings", "xlwings is not installed"))
    text = Path(found.origin).with_name("xlwings_custom_addin.bas").read_text("utf-8")
    commands = _COMMAND.findall(text)
    if text.count(_PROJECT) != 1 or len(commands) != 1:
        raise _another_version()
    text = text.replace(_PROJECT, _PROJECT.replace("myaddin", PROJECT))
    text = text.replace(commands[0], commands[0].replace(_ACTIVE, _FIXED))
    # A form that somebody sent must not say which program is started as Python.
    start, end = text.find(_CONFIG_FROM), text.find(_CONFIG_TO)
    if not 0 <= start < end:
        raise _another_version()
    return text[:start] + text[start:end].replace("ActiveWorkbook", "ThisWorkbook") + text[end:]


def _another_version() -> SourceError:
    return SourceError(
        Text(
            "安装的 xlwings 版本与本产品不符，请按 requirements.lock 重新安装",
            "this version of xlwings is not the one that the add-in is made for; install requirements.lock",
        )
    )


def texts() -> dict[str, tuple[str, ...]]:
    """The rows of the add-in's sheet of texts: key, text; for a function also the help of every argument."""
    rows: dict[str, tuple[str, ...]] = {key: (text,) for key, text in _MESSAGES.items()}
    for function in FUNCTIONS.values():
        rows[function.name] = (_description(function), *(argument.help.zh for argument in function.arguments))
    return rows


def text_rows() -> str:
    """The same rows as the XML of a sheet."""
    return "".join(
        f'<row r="{number}">'
        + "".join(
            f'<c r="{column_name(column)}{number}" t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'
            for column, text in enumerate((key, *row), 1)
        )
        + "</row>"
        for number, (key, row) in enumerate(texts().items(), 1)
    )


def _description(function: Function) -> str:
    return f"{function.help.zh}。结果：{function.gives.zh}"


def ribbon() -> str:
    """The ribbon's XML, with an item in the gallery 新建表 for every scheme that has a layout: only those have a form to make."""
    text = (_FOLDER / "ribbon" / "customUI.xml").read_text("utf-8")
    items = [
        f"<item id={quoteattr('jxNew_' + scheme.id)} label={quoteattr(scheme.name)} "
        f"screentip={quoteattr(scheme.id)} supertip={quoteattr(f'{scheme.jurisdiction}；{scheme.reference}')}/>"
        for scheme in map(load_scheme, layout_ids())
    ]
    return text.replace(_LAYOUTS, ("\n" + " " * 12).join(items))


def intellisense() -> str:
    """The help that the Excel-DNA IntelliSense add-in shows while a formula is typed."""
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<IntelliSense xmlns="http://schemas.excel-dna.net/intellisense/1.0">',
        "  <FunctionInfo>",
    ]
    for function in FUNCTIONS.values():
        lines.append(
            f"    <Function Name={quoteattr(function.name)} Description={quoteattr(_description(function))}>"
        )
        for argument in function.arguments:
            name = f"[{argument.name}]" if argument.optional else argument.name
            shown = name + "…" if function.repeats and argument is function.arguments[-1] else name
            lines.append(
                f"      <Argument Name={quoteattr(shown)} Description={quoteattr(argument.help.zh)}/>"
            )
        lines.append("    </Function>")
    return "\n".join([*lines, "  </FunctionInfo>", "</IntelliSense>", ""])


def main() -> None:
    """Write the generated module again."""
    target = _FOLDER / "vba" / f"{GENERATED}.bas"
    target.write_text(functions_module(), encoding="ascii", newline="\n")


if __name__ == "__main__":
    main()
