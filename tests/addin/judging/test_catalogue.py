"""A check cannot be lost: what does not go together with the catalogue is an error when the checks are imported."""

from __future__ import annotations

import ast
import re
from importlib.resources import files
from pathlib import Path

import pytest

from addin import judging
from addin.grid import Cell
from addin.judging.catalogue import SCOPES, CatalogueError, catalogue, read_catalogue
from addin.judging.checks import CHECKS
from addin.judging.checks.registry import Check, all_filed, at, check, file_under
from addin.judging.examples import example_form
from addin.judging.judge import judge
from addin.judging.recognise import recognise
from udfs.text import Text

ENTRY = """
["JX-F01"]
level = "error"
scope = "form"
title = { zh = "名称未填", en = "A name is blank" }
why = { zh = "缺一项即无法归集。", en = "The form cannot be filed." }
fix = { zh = "填写全称。", en = "Fill in the full name." }
reference = "财预〔2020〕10号附件1"
"""
FOLDER = Path(str(files(judging)))
MODULES = sorted((FOLDER / "checks").glob("*.py"))
GROUPS = [path for path in MODULES if path.stem not in ("__init__", "registry")]


def nothing(_: object) -> list[object]:
    return []


FUNCTION: Check = nothing  # type: ignore[assignment]


def test_an_entry_as_it_should_be_is_read() -> None:
    assert read_catalogue(ENTRY)["JX-F01"].group == "F"


@pytest.mark.parametrize("key", ["level", "scope", "title", "why", "fix", "reference"])
def test_a_missing_key_is_named(key: str) -> None:
    text = re.sub(rf"(?m)^{key} = .*\n", "", ENTRY)
    with pytest.raises(CatalogueError, match=rf"JX-F01\.{key}"):
        read_catalogue(text)


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ('level = "error"', 'level = "fatal"', "JX-F01.level"),
        ('scope = "form"', 'scope = "row"', "JX-F01.scope"),
        ('scope = "form"', 'scope = "form"\nwhere = "A1"', "JX-F01.where"),
        (', en = "A name is blank"', "", "JX-F01.title.en"),
        ('zh = "名称未填"', 'zh = " "', "JX-F01.title.zh"),
        ('en = "A name is blank"', 'en = "A name is blank", de = "leer"', "JX-F01.title.de"),
        ('reference = "财预〔2020〕10号附件1"', 'reference = ""', "JX-F01.reference"),
        ('["JX-F01"]', '["JX-F1"]', "JX-F1"),
    ],
)
def test_what_is_wrong_with_an_entry_is_named(old: str, new: str, named: str) -> None:
    assert old in ENTRY
    with pytest.raises(CatalogueError, match=re.escape(named)):
        read_catalogue(ENTRY.replace(old, new))


def test_a_function_needs_its_code_in_the_catalogue() -> None:
    with pytest.raises(CatalogueError, match="JX-Z99"):
        check("JX-Z99")


@pytest.mark.parametrize("scope", [scope for scope in SCOPES if scope != "form"])
def test_a_code_found_elsewhere_takes_no_function(scope: str) -> None:
    with pytest.raises(CatalogueError, match=scope):
        file_under("JX-F01", {}, read_catalogue(ENTRY.replace('"form"', f'"{scope}"')))


def test_a_code_has_one_function() -> None:
    checks: dict[str, Check] = {}
    file_under("JX-F01", checks, read_catalogue(ENTRY))(FUNCTION)
    with pytest.raises(CatalogueError, match="JX-F01"):
        file_under("JX-F01", checks, read_catalogue(ENTRY))


def test_a_code_of_a_form_needs_its_function() -> None:
    with pytest.raises(CatalogueError, match="JX-F01"):
        all_filed({}, read_catalogue(ENTRY))
    with pytest.raises(CatalogueError, match="JX-S04"):
        all_filed({code: function for code, function in CHECKS.items() if code != "JX-S04"}, catalogue())


def test_the_codes_with_a_function_are_those_of_scope_form() -> None:
    assert set(CHECKS) == {code for code, entry in catalogue().items() if entry.scope == "form"}


@pytest.mark.parametrize("message", [Text("总分不符", ""), Text("", "the total is wrong"), Text(" ", " ")])
def test_a_finding_is_said_in_both_languages(message: Text) -> None:
    form = example_form()
    with pytest.raises(ValueError, match="JX-S04"):
        at(judge(form, recognise(form)), "JX-S04", Cell(1, 1), message)


@pytest.mark.parametrize("path", GROUPS, ids=lambda path: path.stem)
def test_a_message_is_one_value(path: Path) -> None:
    """at(judged, code, cell, message): nothing else by position, and the code is that of the function it stands in."""
    calls = 0
    for function in ast.walk(ast.parse(path.read_text("utf-8"))):
        if not isinstance(function, ast.FunctionDef):
            continue
        codes = [
            word.args[0].value
            for word in function.decorator_list
            if isinstance(word, ast.Call) and isinstance(word.args[0], ast.Constant)
        ]
        for call in ast.walk(function):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "at":
                calls += 1
                assert len(call.args) == 4
                assert isinstance(call.args[1], ast.Constant)
                assert call.args[1].value in codes
    assert calls


@pytest.mark.parametrize("path", GROUPS, ids=lambda path: path.stem)
def test_no_check_module_imports_another(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if (
            isinstance(node, ast.ImportFrom)
            and node.module
            and node.module.startswith("addin.judging.checks")
        ):
            assert node.module == "addin.judging.checks.registry"


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.py")), ids=lambda path: path.stem)
def test_what_checks_share_knows_no_check(path: Path) -> None:
    """A doctest may run the checks; a module beside them does not import them."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            assert not node.module.startswith("addin.judging.checks")


@pytest.mark.parametrize("code", catalogue())
def test_a_reference_says_where_the_rule_stands(code: str) -> None:
    """A regulation by its number, a named form's note or heading, or the arithmetic that it rests on."""
    reference = catalogue()[code].reference
    assert reference.startswith(
        ("财预〔", "常识校验：", "武汉市东西湖区2024年度自评表", "固原市本级2024年度自评表", "部门决算公开")
    ) or code in ("JX-W05", "JX-S08", "JX-P01")
    assert len(reference) > len("常识校验：")
