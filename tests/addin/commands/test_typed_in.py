"""Every published form, typed by a person into the blank template of its scheme on a real spreadsheet.

The sheet shows what the core gives, and a check finds in it what it finds in the form as published, less what the template
does not let happen.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from corpus import WORKBOOKS
from desktop import Open
from published import PUBLISHED, Published
from typing_in import Typed, core, type_in

from addin.checking.one_file import check_file
from addin.files import read
from addin.grid import Cell
from addin.reading.form import Form
from addin.reading.forms import read_forms
from udfs.decimals import ZERO, half_up, plain
from workbook_templates.build import build

# What is found in a published form and not in the same form typed into the template, and why that is right. Nothing new may be
# found: the template adds no fault of its own.
PREVENTED = {
    "JX-F08": "the 二级指标 of the template is fixed: words of one's own go into the name's cell, and the row has a name",
    "JX-S02": "scores are computed",
    "JX-S03": "scores are computed: a result that is the target word for word earns the level's top",
    "JX-S05": "the total is computed, rounded as the scores are",
    "JX-S08": "every row has a score and a weight of its own, so one over several rows cannot hide how it came about",
}
# Points that a wrong score took away need no reason once it is computed: gone with the finding named, from the same row.
GOES_WITH = {"JX-E01": "JX-S03"}

# The template scores a target without a sign by the scheme until a direction is chosen beside it; where the indicator's name says
# the other one, the check asks.
ASKED = "JX-S02"

Found = Counter[tuple[str, str]]


@pytest.mark.parametrize("name", PUBLISHED)
def test_a_form_typed_in(name: str, opened: Open, tmp_path: Path) -> None:
    published, saved = Published(name, tmp_path / "filled.xlsx"), tmp_path / "saved.xlsx"
    (tmp_path / "blank.xlsx").write_bytes(build(published.scheme.id))
    desk = opened(tmp_path / "blank.xlsx", "自评表.xlsx")
    typed = type_in(desk, published)
    desk.copy_to(saved)
    scores_are_the_cores(form_in(saved), typed, published)
    before, after = found_in(WORKBOOKS / f"{name}.xlsx"), found_in(saved)
    for code, place in after - before:
        assert code == ASKED and ("JX-T02", place) in after, place
    for code, place in before - after:
        assert code in PREVENTED or (GOES_WITH.get(code), place) in before - after, place


def scores_are_the_cores(form: Form, typed: Typed, published: Published) -> None:
    """Every score, the budget's and the total."""
    rows = {row.name_cell.row: row for row in form.rows}
    assert sorted(rows) == sorted(typed.rows)
    assert [rows[number].name for number in typed.rows] == [row.name.strip() for row in typed.indicators]
    scores = [core(published, indicator) for indicator in typed.indicators]
    assert [shown(rows[number].score_cell) for number in typed.rows] == list(map(text, scores))
    budget, total = form.budget, form.total
    assert budget is not None and total is not None
    if published.scheme.budget_scored:
        exact = published.judged.money.exact
        assert exact is not None
        scores.append(half_up(exact, 2))
        assert shown(budget.total.score) == text(scores[-1])
    summed = None if None in scores else half_up(sum((score or ZERO for score in scores), ZERO), 2)
    assert shown(total.cell) == text(summed)


def text(score: Decimal | None) -> str:
    """A score as a cell shows it; no score is an error."""
    return plain(score) if score is not None else "#VALUE!"


def shown(cell: Cell | None) -> str:
    """A cell's stored value: a number plainly, a text or an error as it stands, nothing as "-"."""
    if cell is None or not (cell.text or cell.error):
        return "-"
    return plain(cell.number) if cell.number is not None else cell.text


def form_in(path: Path) -> Form:
    (form,) = (form for grid in read(path).grids for form in read_forms(grid))
    return form


def found_in(path: Path) -> Found:
    """The findings of a workbook: code, and the row or the field instead of the address."""
    names = dict(reversed(list(named_cells(form_in(path)))))
    return Counter((finding.code, names[finding.cell]) for finding in check_file(str(path)).all_findings())


def named_cells(form: Form) -> Iterator[tuple[str, str]]:
    """Every cell that a finding may be on, and what it is; where two share a cell, the first counts."""
    for row in form.rows:
        for cell in (
            row.name_cell,
            row.target_cell,
            row.actual_cell,
            row.score_cell,
            row.weight_cell,
            row.note_cell,
        ):
            if cell is not None:
                yield cell.address, row.name or row.level2
    for name in (
        "project",
        "department",
        "unit",
        "body",
        "date",
        "goal_set",
        "goal_done",
        "total",
        "head_total",
        "reason",
        "measure",
    ):
        field = getattr(form, name)
        if field is not None:
            yield field.cell.address, name
    yield form.title.address, "title"
    yield from ((cell.address, "year") for _, cell in form.years)
    yield from ((ticks.cell.address, ticks.label) for ticks in form.ticks)
    yield from ((heading.cell.address, f"{heading.section}{heading.goal}") for heading in form.headings)
    yield from ((cell.address, name) for name, cell in form.heads.items())
    if form.budget is not None:
        yield form.budget.heading.address, "budget"
        for line, money in enumerate((form.budget.total, *form.budget.parts)):
            for name in ("initial", "budget", "executed", "weight", "rate", "score"):
                cell = getattr(money, name)
                if cell is not None:
                    yield cell.address, f"{name}{line}"
