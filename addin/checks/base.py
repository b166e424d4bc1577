"""Filing the checks under their codes, and running them over one form.

>>> from addin.workout import build
>>> from addin.examples import example_form
>>> from addin.recognise import recognise
>>> form = example_form({"G9": 51})
>>> [(f.code, f.cell, f.found, f.expected) for f in check_case(build(form, recognise(form)))][0]
('JX-S01', 'G9', '51', '10')
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from addin.case import Case
from addin.findings import Finding, catalogue, finding
from addin.grid import Cell, coordinates
from udfs.text import Text

Check = Callable[[Case], Iterable[Finding]]
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
    case: Case,
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
        sheet=case.form.sheet,
        cell=cell.address if cell is not None else "",
        found=(cell.text.strip() if cell is not None else "") if found is None else found,
        expected=expected,
        level=level,
    )


def _place(item: Finding) -> tuple[int, int]:
    return coordinates(item.cell) if item.cell else (0, 0)


def check_case(case: Case) -> list[Finding]:
    """Every finding on the form, from the top left down; findings on one cell in the catalogue's order."""
    found: list[Finding] = []
    for code in catalogue():
        function = CHECKS.get(code)
        if function is not None:
            found += function(case)
    return sorted(found, key=_place)
