"""The published forms as inputs of a template."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from corpus import CORPUS, SCHEMES, WORKBOOKS

from addin.files import read
from addin.grid import Grid
from addin.judging.judge import judge as work_out
from addin.judging.judged import JudgedForm, JudgedRow
from addin.reading.form import Form, Money
from addin.reading.forms import read_forms
from addin.reading.numbers import amount_in
from udfs.scheme import load_scheme
from workbook_templates.build import build
from workbook_templates.inputs import Indicator, Inputs

PUBLISHED = sorted(
    path.stem.split("-", 2)[0] + "-" + path.stem.split("-", 2)[1]
    for path in (CORPUS / "forms").glob("*.yaml")
)


class Published:
    """A published form: its scheme, what was read of it, the same as inputs, and the template filled with these."""

    def __init__(self, name: str, target: Path) -> None:
        (path,) = (CORPUS / "forms").glob(f"{name}-*.yaml")
        found = re.search(r"^layout: (\w+)$", path.read_text("utf-8"), re.MULTILINE)
        assert found is not None
        self.scheme = load_scheme(SCHEMES[found[1]])
        (grid,) = read(WORKBOOKS / f"{name}.xlsx").grids
        (form,) = read_forms(grid)
        self.judged = work_out(form, self.scheme)
        self.inputs = inputs_of(self.judged, grid)
        self.path = target
        target.write_bytes(build(self.scheme.id, inputs=self.inputs))

    @property
    def form(self) -> Form:
        """The filled template, read back."""
        (form,) = (form for grid in read(self.path).grids for form in read_forms(grid))
        return form


def inputs_of(judged: JudgedForm, grid: Grid) -> Inputs:
    """What a person filled into the form; a weight shared by several rows is split between them."""
    form = judged.form
    names = ("project", "department", "unit", "body", "date", "goal_set", "goal_done", "reason", "measure")
    fields = {name: field.text for name in names if (field := getattr(form, name)) is not None}
    weights: dict[int, Decimal] = {}
    for line in judged.rows:
        for index in line.group if line.leads and line.weight is not None else ():
            weights[index] = line.weight / len(line.group)
    goals = [
        grid.at(row, 3).text
        for (row, _), cell in sorted(grid.cells.items())
        if re.match("年度绩效目标[1-4]", cell.text)
    ]
    return Inputs(
        year=form.year,
        fields=fields,
        ticked=frozenset(
            option.rstrip("☑")
            for cell in grid.cells.values()
            for option in re.findall(r"\d、[^\s□☑]+\s*☑", cell.text)
        ),
        money=dict(_money(judged)),
        goals=tuple(goals),
        indicators=tuple(_indicator(judged, line, weights) for line in judged.rows),
    )


def _money(judged: JudgedForm) -> Iterator[tuple[tuple[str, str], Decimal]]:
    budget = judged.form.budget
    if budget is None:
        return
    for part in (budget.total, *budget.parts):
        for column in ("initial", "budget", "executed"):
            cell = getattr(part, column)
            amount = amount_in(cell, budget.unit) if cell is not None else None
            if amount is not None:
                yield (_line(part, budget.total), column), amount


def _line(part: Money, total: Money) -> str:
    if part is total:
        return "total"
    return "current" if "财政拨款" in part.label.text else "carried" if "结转" in part.label.text else "other"


def _indicator(judged: JudgedForm, line: JudgedRow, weights: dict[int, Decimal]) -> Indicator:
    row = line.row
    return Indicator(
        section=row.section or judged.form.headings[row.heading].section,
        level2=row.level2,
        name=row.name,
        target=row.target_text,
        actual=row.actual_cell.text,
        weight=weights.get(row.index),
        note=row.note_cell.text if row.note_cell is not None else "",
        goal=judged.form.headings[row.heading].goal + 1,
    )
