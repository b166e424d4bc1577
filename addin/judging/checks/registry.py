"""Filing the checks under their codes, and running them over one form.

To add a check:

1. Give it the next free code of its group in catalogue.toml: level, scope = "form", title, why, fix and reference, each sentence in
   Chinese and English. The reference says where the rule stands (文号, or the form's own note, quoted).
2. Write a function under @check("JX-…") in its group's module: JudgedForm in, findings out, made by at(). Its docstring is the
   rule's sentence. What several checks need (money, weights, totals) stands in addin/judging beside them; no check
   module imports another.
3. Give examples.toml the edits to an example form that make the code appear, and the cell that is then named.
4. Run `make docs` (docs/checks.md) and `python tests/expectations.py`, which shows what the new check says of the real
   forms; where that is right, `python tests/expectations.py --write` keeps it in their expectation files.

What is forgotten is an error on import, or a failing test: a function whose code the catalogue lacks, a code without its
function, a sentence in one language, a code without an example.

>>> from addin.judging.judge import judge
>>> from addin.judging.examples import example_form
>>> from addin.judging.recognise import recognise
>>> form = example_form({"G9": 51})
>>> [(f.code, f.cell, f.found, f.expected) for f in findings_of(judge(form, recognise(form)))][0]
('JX-S01', 'G9', '51', '10')
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping

from addin.grid import Cell, coordinates
from addin.judging.catalogue import CatalogueError, Entry, Level, catalogue
from addin.judging.findings import Finding, finding
from addin.judging.judged import JudgedForm
from addin.judging.proof import prove
from udfs.text import Text

Check = Callable[[JudgedForm], Iterable[Finding]]
CHECKS: dict[str, Check] = {}


def check(code: str) -> Callable[[Check], Check]:
    """File a function under its code. Raises CatalogueError for a code that the catalogue lacks or that is filed twice."""
    return file_under(code, CHECKS, catalogue())


def file_under(code: str, checks: dict[str, Check], entries: Mapping[str, Entry]) -> Callable[[Check], Check]:
    """What check() does, with any *checks* and *entries*."""
    if code not in entries:
        raise CatalogueError(Text(f"校验目录里没有 {code}", f"the catalogue lacks {code}"))
    if entries[code].scope != "form":
        scope = entries[code].scope
        raise CatalogueError(
            Text(
                f"{code} 的 scope 是 {scope}，不能登记函数", f"{code} has scope {scope}: no function is filed"
            )
        )
    if code in checks:
        raise CatalogueError(Text(f"{code} 登记了两次", f"{code} is filed twice"))

    def file(function: Check) -> Check:
        checks[code] = function
        return function

    return file


def all_filed(checks: Mapping[str, Check], entries: Mapping[str, Entry]) -> None:
    """Raises CatalogueError for a code with scope "form" that no function is filed under."""
    lost = [code for code, entry in entries.items() if entry.scope == "form" and code not in checks]
    if lost:
        codes = ", ".join(lost)
        raise CatalogueError(Text(f"没有校验函数：{codes}", f"no function is filed under {codes}"))


def at(
    judged: JudgedForm,
    code: str,
    cell: Cell | None,
    message: Text,
    *,
    expected: str = "",
    level: Level | None = None,
    found: str | None = None,
) -> Finding:
    """A finding of *code* at *cell* of the form; what is found is the cell's text unless said otherwise."""
    return finding(
        code,
        message,
        sheet=(cell.sheet if cell is not None else "") or judged.form.sheet,
        cell=cell.address if cell is not None else "",
        found=(cell.text.strip() if cell is not None else "") if found is None else found,
        expected=expected,
        level=level,
    )


def _place(item: Finding) -> tuple[int, int]:
    return coordinates(item.cell) if item.cell else (0, 0)


# What is only true where nothing was overlooked.
_REST_ON_THE_WHOLE = ("JX-F06", "JX-W01", "JX-W02", "JX-W03", "JX-S04", "JX-S05", "JX-S07", "JX-S09")

# What holds on a list of targets (绩效目标申报表): it has no actuals, no scores and nothing to explain.
_FOR_TARGETS = ("JX-F01", "JX-F02", "JX-F06", "JX-F09", "JX-B01", "JX-W", "JX-T", "JX-P")


def _holds_for_targets(code: str) -> bool:
    return code.startswith(_FOR_TARGETS)


def findings_of(judged: JudgedForm) -> list[Finding]:
    """Every finding on the form, from the top left down; findings on one cell in the catalogue's order.

    Where the form was perhaps not read whole (JX-P05), what rests on the whole is to be verified, not an error.
    """
    found: list[Finding] = []
    for code in catalogue():
        function = CHECKS.get(code)
        if function is not None and (judged.form.kind != "targets" or _holds_for_targets(code)):
            found += function(judged)
    return sorted(_as_far_as_read(judged, found), key=_place)


def _as_far_as_read(judged: JudgedForm, found: list[Finding]) -> list[Finding]:
    if prove(judged).reading != "open":
        return found
    resting = (*_REST_ON_THE_WHOLE, "JX-B03") if judged.money.implied else _REST_ON_THE_WHOLE
    return [
        dataclasses.replace(item, level="review", fix=catalogue()["JX-P05"].fix)
        if item.level == "error" and item.code in resting
        else item
        for item in found
    ]
