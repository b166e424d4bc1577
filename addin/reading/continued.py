"""A table that goes on on the next sheet: the sheets joined to one grid, each cell with its own sheet and address.

>>> first = Grid.from_table("表", [["项目绩效自评表"], ["项目名称", "培训"],
...     ["一级指标", "三级指标", "指标值", "完成值", "分值", "得分"], ["产出指标", "期数", "≥4期", "4期", 50, 50]])
>>> second = Grid.from_table("续", [["一级指标", "三级指标", "指标值", "完成值", "分值", "得分"],
...     ["效益指标", "知晓率", "≥90%", "95%", 50, 50], ["总分", None, None, None, 100, 100]])
>>> (form,) = [form for grid in joined([first, second]) for form in read_forms(grid)]
>>> [(row.name, row.score_cell.sheet, row.score_cell.address) for row in form.rows], form.total.cell.address, form.range
([('期数', '', 'F4'), ('知晓率', '续', 'F2')], 'F3', 'A1:F4')
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

from addin.grid import Grid, Merge
from addin.reading.form import Form
from addin.reading.forms import read_forms
from addin.reading.labels import dated_role

_FIRST_ROWS = 5


def joined(grids: Iterable[Grid]) -> list[Grid]:
    """The sheets of a workbook, those that go on with the table of the sheet before joined to it."""
    found: list[Grid] = []
    for grid in grids:
        if found and _begins_with_headings(grid) and _goes_on(found[-1], grid):
            found[-1] = _join(found[-1], grid)
        else:
            found.append(grid)
    return found


def _begins_with_headings(grid: Grid) -> bool:
    """Whether the first rows of the sheet head an indicator table."""
    roles = {
        dated_role(cell.text)[0] for (row, _), cell in grid.cells.items() if row <= _FIRST_ROWS and cell.text
    }
    return {"target", "actual"} <= roles


def _goes_on(before: Grid, after: Grid) -> bool:
    """Whether *after* holds the rest of the last form of *before*."""
    forms, rest = read_forms(before), read_forms(after)
    return bool(forms) and len(rest) == 1 and _unfinished(forms[-1]) and _nameless(rest[0], forms[-1])


def _unfinished(form: Form) -> bool:
    return form.total is None and form.kind != "targets"


def _nameless(form: Form, before: Form) -> bool:
    """Whether the form names nobody and has no money, but the columns of the one before it."""
    named = (form.project, form.department, form.unit, form.body, form.budget)
    return all(part is None for part in named) and form.heads.keys() == before.heads.keys()


def _join(first: Grid, second: Grid) -> Grid:
    """*second* below *first*."""
    above = max((row for row, _ in first.cells), default=0)
    above = max([above, *(merge.bottom for merge in first.merges if merge.top <= above)])
    moved = {
        (row + above, column): dataclasses.replace(cell, row=row + above, sheet=second.name, above=above)
        for (row, column), cell in second.cells.items()
    }
    merges = [
        Merge(merge.top + above, merge.left, merge.bottom + above, merge.right) for merge in second.merges
    ]
    return Grid(
        name=first.name,
        cells={**first.cells, **moved},
        merges=[*first.merges, *merges],
        hidden_rows=first.hidden_rows | {row + above for row in second.hidden_rows},
        hidden_columns=first.hidden_columns,
        hidden=first.hidden,
        seams=(*first.seams, (above, second.name)),
    )
