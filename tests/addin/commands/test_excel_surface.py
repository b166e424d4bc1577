"""What the commands ask of xlwings is what its engine for Excel on Windows has: the source says so, where it cannot run."""

from __future__ import annotations

import ast
import inspect
from pathlib import Path

import pytest
import xlwings as xw
from xlwings import base_classes

ROOT = Path(__file__).parents[3]
SOURCES = [
    *sorted((ROOT / "addin" / "commands").glob("*.py")),
    ROOT / "addin" / "doctor" / "running_excel.py",
]
KINDS = (
    "App",
    "Books",
    "Book",
    "Sheets",
    "Sheet",
    "Range",
    "Font",
    "Note",
    "ConditionalFormats",
    "ConditionalFormat",
    "Names",
    "Name",
)
# Names that the sources use of objects of their own.
OURS = {"snapshot"}


def asked() -> set[str]:
    """Every attribute that the sources read, set or call."""
    return {
        node.attr
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Attribute)
    }


def members(text: str) -> dict[str, set[str]]:
    """The members that each class of a module defines itself or takes from another class of it."""
    classes = {node.name: node for node in ast.parse(text).body if isinstance(node, ast.ClassDef)}

    def own(name: str) -> set[str]:
        node = classes[name]
        found = {item.name for item in node.body if isinstance(item, ast.FunctionDef | ast.AsyncFunctionDef)}
        for item in node.body:
            if isinstance(item, ast.Assign):
                found |= {target.id for target in item.targets if isinstance(target, ast.Name)}
        for base in node.bases:
            if isinstance(base, ast.Name) and base.id in classes:
                found |= own(base.id)
        return found

    return {name: own(name) for name in classes}


EXCEL = members((Path(xw.__file__).parent / "_xlwindows.py").read_text("utf-8"))


@pytest.mark.parametrize("kind", KINDS)
def test_excels_engine_has_every_member_that_is_asked_for(kind: str) -> None:
    declared = {
        name
        for name, _ in inspect.getmembers(getattr(base_classes, kind))
        if not name.startswith("_") and name in vars(getattr(base_classes, kind))
    }
    assert not (declared & asked()) - EXCEL[kind] - OURS
