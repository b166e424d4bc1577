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


def allowed(expectation: dict[str, Any]) -> set[tuple[str, str]]:
    """The places at which a form's expectation wants findings."""
    return {
        (must["code"], cell) for must in expectation["must"] for cell in (must["cell"], *must.get("or", []))
    }


def unforeseen(findings: tuple[Finding, ...], expectation: dict[str, Any]) -> set[tuple[str, str, str]]:
    """Code, cell and level of the findings that a form's expectation neither wants nor allows."""
    wanted = allowed(expectation)
    return {
        (finding.code, finding.cell, finding.level)
        for finding in findings
        if (finding.code, finding.cell) not in wanted and finding.code not in expectation["may"]
    }


def missed(findings: tuple[Finding, ...], expectation: dict[str, Any]) -> list[dict[str, Any]]:
    """What must be found on a form and is not."""
    found = places(findings)
    return [
        must
        for must in expectation["must"]
        if not must.get("contested")
        and not {(must["code"], cell) for cell in (must["cell"], *must.get("or", []))} & found
    ]


def planted(mutant: dict[str, Any]) -> set[tuple[str, str]]:
    """The places at which a mutant's own fault may be found; none where it has none."""
    if not mutant["new"]:
        return set()
    codes = [mutant["new"]["code"], *mutant["new"].get("or_codes", [])]
    return {(code, cell) for code in codes for cell in (mutant["new"]["cell"], *mutant["new"].get("or", []))}


def beside_the_planted(mutant: dict[str, Any]) -> set[tuple[str, str]]:
    """What is found on a mutant, but neither on the form that it was made of nor of its fault, and is not allowed."""
    (form,) = checked(workbook(mutant)).forms
    (base,) = checked(WORKBOOKS / f"{mutant['base']}.xlsx").forms
    more = places(form.findings) - places(base.findings) - planted(mutant)
    return {place for place in more if place[0] not in mutant.get("also", [])}
