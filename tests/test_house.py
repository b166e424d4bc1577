"""The house rules that a machine can check: which way imports point, and that no binary floating point slips in."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MODULES = sorted(
    path for package in ("udfs", "workbook_templates", "addin") for path in (ROOT / package).rglob("*.py")
)


def imports(path: Path) -> set[str]:
    """The top-level packages that a module imports, wherever in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.split(".")[0])
    return found


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_there_are_modules_to_look_at() -> None:
    assert len(MODULES) > 30


@pytest.mark.parametrize("path", [path for path in MODULES if path.is_relative_to(ROOT / "udfs")], ids=name)
def test_the_arithmetic_imports_nothing_of_what_stands_above_it(path: Path) -> None:
    assert not imports(path) & {
        "addin",
        "workbook_templates",
        "openpyxl",
        "xlwings",
        "pandas",
        "pathlib",
        "datetime",
    } - (
        {"pathlib"}
        if path.name == "scheme.py"
        else {"datetime"}
        if path.name in ("deadlines.py", "functions.py")
        else {"xlwings"}
        if path.name == "worksheet.py"
        else set()
    )


# A host adapter is the only place that knows its host.
HOSTS = {
    "openpyxl": ("addin/cli/report_workbook.py",),
    "pyopenvba": ("addin/excel/packing.py",),
    "uno": ("addin/libreoffice/",),
    "com": ("addin/libreoffice/",),
    "xlsxwriter": ("workbook_templates/",),
    "xlwings": (
        "addin/commands/",
        "addin/doctor/running_excel.py",
        "addin/libreoffice/",
        "udfs/worksheet.py",
    ),
}
# Where numbers leave for a spreadsheet, which knows no others than binary ones.
EDGES = ("addin/commands/desk.py", "addin/libreoffice/", "udfs/worksheet.py")


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_a_host_is_known_to_its_adapter_alone(path: Path) -> None:
    for host in imports(path) & HOSTS.keys():
        assert name(path).startswith(HOSTS[host]), host


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_no_number_is_binary(path: Path) -> None:
    """Neither float() nor round(), nor a literal with a point."""
    if name(path).startswith(EDGES):
        return
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id not in ("float", "round"), f"line {node.lineno}"
        if isinstance(node, ast.Constant):
            assert not isinstance(node.value, float), f"line {node.lineno}"


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_user_input_is_never_checked_by_assert(path: Path) -> None:
    assert not [
        node.lineno for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Assert)
    ]


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_a_module_says_what_it_is_for(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text("utf-8")))
