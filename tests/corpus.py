"""The real forms: 23 published ones, their variants and mutants, with what is to be found on each.

expected/NAME.json names every cell of a form, the findings that must be made (must), that may (may) and, for a mutant,
the one that is new. Nothing else may be found.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from addin.checking.one_file import check_file
from addin.checking.results import FileResult
from addin.files import read
from addin.judging.findings import Finding
from addin.reading.form import Form
from addin.reading.forms import read_forms

CORPUS = Path(__file__).parent / "data" / "corpus"
WORKBOOKS = CORPUS / "workbooks"
SCHEMES = {
    "zengdu_2020": "hubei-2020",
    "dongxihu_2024_project": "hubei-2024",
    "dongxihu_2024_overall": "hubei-2024-overall",
    "guyuan_2024": "guyuan-2024",
    "zhongwei_2024": "zhongwei-2024",
}


def names(folder: str) -> list[str]:
    """The expectation files of a folder ("." for the forms themselves), without their ending."""
    found = sorted((CORPUS / "expected" / folder).glob("*.json"))
    if not found:
        raise FileNotFoundError(f"no expectations in {folder}")
    return [path.name.removesuffix(".json") for path in found]


@cache
def expected(folder: str, name: str) -> dict[str, Any]:
    """One expectation file."""
    return dict(json.loads((CORPUS / "expected" / folder / f"{name}.json").read_text("utf-8")))


def workbook(expectation: dict[str, Any]) -> Path:
    """The workbook that an expectation is about."""
    return CORPUS / str(expectation["file"])


@cache
def checked(path: Path) -> FileResult:
    """The workbook, checked."""
    return check_file(str(path))


@cache
def forms(path: Path) -> list[Form]:
    """The forms of a workbook, as read."""
    return [form for grid in read(path).grids for form in read_forms(grid)]


def places(findings: tuple[Finding, ...] | list[Finding]) -> set[tuple[str, str]]:
    """Code and cell of every finding."""
    return {(finding.code, finding.cell) for finding in findings}
