"""The house rules that a machine can check; which way imports point is import-linter's (pyproject.toml)."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MODULES = sorted(
    path for package in ("udfs", "workbook_templates", "addin") for path in (ROOT / package).rglob("*.py")
)


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_there_are_modules_to_look_at() -> None:
    assert len(MODULES) > 30


# Where numbers leave for a spreadsheet, which knows no others than binary ones.
EDGES = ("addin/commands/desk.py", "addin/libreoffice/", "udfs/worksheet.py")


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
