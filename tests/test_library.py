"""The library: what `import addin` gives, what it brings in, and the examples of its page."""

from __future__ import annotations

import ast
import datetime as dt
import doctest
import inspect
import json
import shutil
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest
from corpus import WORKBOOKS

import addin
from addin.checking.one_file import check_file

ROOT = Path(__file__).parents[1]
FORM = WORKBOOKS / "002-06.xlsx"

FUNCTIONS = {"check", "check_many", "explain", "frame", "recompute", "schemes", "score"}
TYPES = {
    "Entry", "FileResult", "Finding", "FormResult", "Plan", "RowResult", "Scheme", "Text",
    "FileError", "JixiaoError", "SchemeError", "ScoringError",
}  # fmt: skip


def modules_after(code: str) -> set[str]:
    """What a fresh Python has imported after *code*."""
    ask = f"{code}\nimport sys, json\nprint(json.dumps(sorted(sys.modules)), file=sys.stderr)"
    words = [sys.executable, "-c", ask]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=True)
    return set(json.loads(done.stderr.splitlines()[-1]))


def roots(modules: set[str]) -> set[str]:
    return {name.split(".")[0] for name in modules}


HOSTS = {"xlwings", "uno", "openpyxl", "xlsxwriter", "pyopenvba", "pandas", "numpy"}


def test_what_is_public() -> None:
    assert set(addin.__all__) == FUNCTIONS | TYPES
    assert {name for name in addin.__all__ if inspect.isfunction(getattr(addin, name))} == FUNCTIONS
    assert {name for name in addin.__all__ if inspect.isclass(getattr(addin, name))} == TYPES
    assert set(addin.__all__) <= set(dir(addin))
    with pytest.raises(AttributeError, match="no attribute 'chekc'"):
        _ = addin.chekc


def test_what_a_type_checker_sees_is_what_python_gives() -> None:
    """The types are imported twice over: for a type checker, and when they are asked for."""
    tree = ast.parse(Path(addin.__file__).read_text("utf-8"))
    seen = {
        alias.name: node.module
        for block in tree.body
        if isinstance(block, ast.If)
        for node in block.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    assert seen == addin._TYPES


def test_the_package_is_typed() -> None:
    assert Path(addin.__file__).with_name("py.typed").exists()


def test_importing_it_brings_in_no_host_and_few_modules() -> None:
    for name in "udfs", "addin":
        ours = {module for module in modules_after(f"import {name}") if module.startswith(("addin", "udfs"))}
        assert len(ours) <= 4, sorted(ours)
        assert not roots(modules_after(f"import {name}")) & HOSTS
    assert modules_after("import udfs") - modules_after("pass") <= {"udfs", "typing"} | modules_after(
        "import typing"
    )


@pytest.mark.parametrize(
    "code",
    [
        "from udfs.functions import call; call('JX_SCORE', '≥95%', 0.93, 10)",
        f"import addin; addin.check({str(FORM)!r}); addin.score('≥95%', 0.93, 10); addin.explain('S02'); addin.schemes()",
        f"import addin; addin.recompute({str(FORM)!r}, preview=True); list(addin.check_many([{str(FORM)!r}]))",
        f"from addin.cli.main import main; main(['check', {str(FORM)!r}])",
        f"from addin.cli.main import main; main(['check', {str(FORM)!r}, '--format', 'json'])",
    ],
)
def test_no_host_and_no_pandas_unless_they_are_used(code: str) -> None:
    assert not roots(modules_after(code)) & HOSTS


def test_check_gives_what_jx_check_reports() -> None:
    assert addin.check(FORM).forms == check_file(str(FORM)).forms
    assert addin.check(str(FORM), "mof-2021").forms[0].scheme == "mof-2021"
    missing = addin.check("没有.xlsx")
    assert isinstance(missing.error, addin.Text)
    assert [finding.code for finding in missing.findings] == ["JX-P01"]
    with pytest.raises(addin.SchemeError):
        addin.check(FORM, "mof-1999")


def test_many_are_checked_in_their_order_and_folders_searched(tmp_path: Path) -> None:
    for name in "乙.xlsx", "甲.xlsx":
        shutil.copy(FORM, tmp_path / name)
    (tmp_path / "说明.txt").write_text("", "utf-8")
    assert [Path(result.path).name for result in addin.check_many([tmp_path])] == ["乙.xlsx", "甲.xlsx"]
    assert [result.path for result in addin.check_many(FORM)] == [str(FORM)]
    assert list(addin.check_many([])) == []


def test_one_path_is_no_list_of_letters() -> None:
    assert [result.path for result in addin.check_many(str(FORM))] == [str(FORM)]


def test_recompute_writes_once_and_overwrites_nothing(tmp_path: Path) -> None:
    out = tmp_path / "重算.xlsx"
    seen = addin.recompute(FORM, preview=True)
    assert not out.exists()
    assert addin.recompute(FORM, out) == seen
    assert next((change.cell, change.old, change.new) for change in seen.changes) == ("H16", "0", "0.9")
    assert addin.recompute(out, preview=True).changes == ()
    before = out.read_bytes()
    for target in out, FORM, None:
        with pytest.raises(addin.FileError):
            addin.recompute(FORM, target)
    assert out.read_bytes() == before
    with pytest.raises(addin.FileError):
        addin.recompute("没有.xlsx", preview=True)


@pytest.mark.parametrize(
    ("row", "points"),
    [
        (("≥95%", 0.93, 10), "9.79"),
        (("≥95%", "93%", "10"), "9.79"),
        ((Decimal("100"), 98, Decimal("5")), "4.9"),
        (("≤3天", "4天", 10), "7.5"),
        ((6, "8", 4, "反向"), "3"),
        (("6月底前", dt.date(2024, 6, 1), 10), "10"),
        (("7.44万元", "6.60万元", 4, "", "zhongwei-2024"), "3.55"),
    ],
)
def test_a_row_is_scored_from_plain_values(row: tuple[object, ...], points: str) -> None:
    got = addin.score(*row)  # type: ignore[arg-type]
    assert isinstance(got, Decimal)
    assert got == Decimal(points)


@pytest.mark.parametrize(
    "row",
    [("", 1, 1), ("≥1", None, 1), ("≥1", 1, None), ("≥1", 1, "十"), ("≥1", 1, -1), ("≥1", float("nan"), 1)],
)
def test_a_row_that_cannot_be_scored_says_why(row: tuple[object, ...]) -> None:
    with pytest.raises(addin.ScoringError):
        addin.score(*row)  # type: ignore[arg-type]


def test_explain_knows_codes_and_rows() -> None:
    assert addin.explain("JX-S02") is addin.explain("s02")
    with pytest.raises(addin.JixiaoError, match="JX-F01"):
        addin.explain("JX-Z99")
    row = next(row for row in addin.check(FORM).forms[0].rows if row.cells["score"] == "H16")
    assert addin.explain(row).zh == "正向 1×81÷90=0.9"


def test_schemes_are_those_that_ship() -> None:
    assert [scheme.id for scheme in addin.schemes()] == sorted(
        path.stem for path in (ROOT / "udfs" / "schemes").glob("*.toml")
    )


def test_a_frame_has_a_row_an_indicator() -> None:
    table = addin.frame([FORM])
    form = addin.check(FORM).forms[0]
    assert len(table) == len(form.rows)
    assert list(table["level3"]) == [row.level3 for row in form.rows]
    assert {type(value) for name in ("weight", "score", "expected") for value in table[name]} <= {
        Decimal,
        type(None),
    }
    assert str(table["year"].dtype) == "Int64"
    wrong = table[table["score_cell"] == "H16"].iloc[0]
    assert (wrong["score"], wrong["expected"], wrong["findings"]) == (Decimal(0), Decimal("0.9"), ("JX-S02",))
    assert set(table["file"]) == {str(FORM)} and set(table["scheme"]) == {"hubei-2024"}


def test_frames_of_all_forms_have_every_row_and_every_finding_of_a_row() -> None:
    books = sorted(WORKBOOKS.glob("*.xlsx"))
    results = list(addin.check_many(books))
    table = addin.frame(books)
    assert len(table) == sum(len(form.rows) for result in results for form in result.forms) > 200
    there = {
        (result.path, form.sheet, finding.code)
        for result in results
        for form in result.forms
        for finding in form.findings
        if any(finding.cell in row.cells.values() for row in form.rows)
    }
    found = {(row.file, row.sheet, code) for row in table.itertuples() for code in row.findings}
    assert found == there


def test_files_without_rows_are_named() -> None:
    with pytest.warns(UserWarning, match="没有.xlsx"):
        table = addin.frame(["没有.xlsx", FORM])
    assert list(table.attrs["without_rows"]) == ["没有.xlsx"]
    assert "there is no such file" in table.attrs["without_rows"]["没有.xlsx"]
    with pytest.warns(UserWarning):
        empty = addin.frame(["没有.xlsx"])
    assert list(empty.columns) == list(table.columns)


def test_without_pandas_the_frame_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(addin.JixiaoError, match="pip install pandas"):
        addin.frame([FORM])


def test_the_examples_of_the_page_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copy(FORM, tmp_path / "自评表.xlsx")
    monkeypatch.chdir(tmp_path)
    page = ROOT / "docs" / "library.md"
    text = page.read_text("utf-8")
    blocks = "\n".join(
        text.split("```python\n")[n].split("```")[0] for n in range(1, text.count("```python\n") + 1)
    )
    test = doctest.DocTestParser().get_doctest(blocks, {}, page.name, str(page), 0)
    said: list[str] = []
    result = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(test, out=said.append)
    assert result.attempted > 15
    assert not result.failed, "".join(said)


def test_the_page_has_every_function() -> None:
    text = (ROOT / "docs" / "library.md").read_text("utf-8")
    assert all(f"addin.{name}(" in text for name in FUNCTIONS)
