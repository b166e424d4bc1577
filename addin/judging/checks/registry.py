"""Filing the checks under their codes, and running them over one form.

>>> from addin.judging.judge import judge
>>> from addin.judging.examples import example_form
>>> from addin.judging.recognise import recognise
>>> form = example_form({"G9": 51})
>>> [(f.code, f.cell, f.found, f.expected) for f in findings_of(judge(form, recognise(form)))][0]
('JX-S01', 'G9', '51', '10')
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from addin.grid import Cell, coordinates
from addin.judging.findings import Finding, catalogue, finding
from addin.judging.judged import JudgedForm
from udfs.text import Text

Check = Callable[[JudgedForm], Iterable[Finding]]
CHECKS: dict[str, Check] = {}


def check(code: str) -> Callable[[Check], Check]:
    """File a function under its code; a code has one function. Raises ValueError for a code filed twice."""

    def file(function: Check) -> Check:
        if code in CHECKS:
            raise ValueError(f"{code} is filed twice")
        CHECKS[code] = function
        return function

    return file


def at(
    judged: JudgedForm,
    code: str,
    cell: Cell | None,
    zh: str,
    en: str,
    *,
    expected: str = "",
    level: str = "",
    found: str | None = None,
) -> Finding:
    """A finding of *code* at *cell* of the form; what is found is the cell's text unless said otherwise."""
    return finding(
        code,
        Text(zh, en),
        sheet=judged.form.sheet,
        cell=cell.address if cell is not None else "",
        found=(cell.text.strip() if cell is not None else "") if found is None else found,
        expected=expected,
        level=level,
    )


def _place(item: Finding) -> tuple[int, int]:
    return coordinates(item.cell) if item.cell else (0, 0)


def findings_of(judged: JudgedForm) -> list[Finding]:
    """Every finding on the form, from the top left down; findings on one cell in the catalogue's order."""
    found: list[Finding] = []
    for code in catalogue():
        function = CHECKS.get(code)
        if function is not None:
            found += function(judged)
    return sorted(found, key=_place)
