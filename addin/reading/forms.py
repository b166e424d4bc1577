"""A grid of cells → the forms on it, by headings and merges, never by a fixed address.

A form is found by the heading row of its indicator table (一级指标 | … | 指标值 | 完成值 | 得分); what lies above it up to
its title is its heading and money block, what lies below it is its totals and foot. Several such tables without a
title or 项目名称 between them are one form (部门整体 with its goals, a table printed on two pages).

    >>> grid = Grid.from_table("自评", [
    ...     ["2024年度培训项目绩效自评表"], ["项目名称", "培训"],
    ...     ["一级指标", "二级指标", "三级指标", "分值", "年度指标值", "实际完成值", "得分"],
    ...     ["产出指标", "数量指标", "期数", 50, "≥4期", "4期", 50],
    ...     ["总分", None, None, 50, None, None, 50]])
    >>> form, = read_forms(grid)
    >>> form.project.text, form.rows[0].target.op, form.total.cell.address, form.passed_over
    ('培训', '≥', 'G5', ())
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from addin.grid import Cell, Grid
from addin.reading.foot import read_foot
from addin.reading.form import Field, Form, Kind, year_in
from addin.reading.goals import read_goals
from addin.reading.grid_rows import GridRows
from addin.reading.heads import Head, find_heads, find_target_heads, year_of_sheet
from addin.reading.labels import inline, is_label, squeeze
from addin.reading.money import MoneyBlock, find_funds, find_money
from addin.reading.names import Names, is_targets_title, is_title, read_names
from addin.reading.passed_over import passed_over_above, passed_over_in_money, passed_over_in_table
from addin.reading.points_tables import find_points_tables
from addin.reading.side_by_side import parts
from addin.reading.table import Tables, read_tables

_TITLE_ROWS = 8
_TITLE_YEAR = re.compile(r"(20\d\d)年")
_HEADING_YEAR = re.compile(r"[(\[]?20\d\d年度?[)\]]?|年度:20\d\d年?")


def read_forms(grid: Grid) -> list[Form]:
    """The forms on *grid*, from the top, then from the left; none where the sheet holds no self-evaluation form."""
    return [form for part in parts(grid) for form in _forms(part)]


def _forms(grid: Grid) -> list[Form]:
    rows = GridRows.of(grid)
    year = year_of_sheet(rows)
    heads = find_heads(rows, year)
    if not heads and any(
        is_targets_title(cell) for row in rows.numbers[:_TITLE_ROWS] for cell in rows.rows[row]
    ):
        heads = find_target_heads(rows, year)
    if not heads:
        return []
    groups = _groups(rows, heads)
    forms = []
    for number, (start, group) in enumerate(groups):
        end = groups[number + 1][0] - 1 if number + 1 < len(groups) else rows.numbers[-1]
        forms.append(_read(rows, start, end, group))
    return forms


def _starts_form(cell: Cell) -> bool:
    if is_title(cell):
        return "续" not in cell.text
    return is_label(cell.text, "project") or is_label(inline(cell.text)[0], "project")


def _groups(rows: GridRows, heads: list[Head]) -> list[tuple[int, list[Head]]]:
    """The heads of each form, with the row that its part of the sheet begins in."""
    groups: list[tuple[int, list[Head]]] = [(1, [heads[0]])]
    for before, head in itertools.pairwise(heads):
        start = next(
            (
                row
                for row in range(before.bottom + 1, head.top)
                if any(_starts_form(cell) for cell in rows.rows.get(row, ()))
            ),
            None,
        )
        if start is None:
            groups[-1][1].append(head)
        else:
            groups.append((start, [head]))
    return groups


def _read(rows: GridRows, start: int, end: int, heads: list[Head]) -> Form:
    title = _title(rows, start, heads[0].top)
    # What stands beyond the table's last heading ("辅助列" apart) is no part of the form, however far it lies.
    edge = max(
        rows.end(cell) for row in range(heads[0].top, heads[0].bottom + 1) for cell in rows.rows.get(row, ())
    )
    above = rows.between(title.row, heads[0].top - 1)
    find = find_funds if heads[0].targets else find_money
    money = find(rows, title.row, heads[0].top - 1)
    tables = read_tables(rows, heads, end)
    free = [row for row in above if money is None or row not in money.rows]
    process = find_points_tables(rows, free)
    free = [row for row in free if not any(row in table.rows for table in process)]
    names = read_names(rows, [row for row in above if row in free], title)
    goal_set, goal_done = read_goals(rows, free)
    foot = read_foot(rows, heads[-1], tables.foot)
    part = [cell for row in rows.between(title.row, end) for cell in rows.rows[row] if cell.column <= edge]
    fields = names.fields
    return Form(
        sheet=rows.grid.name,
        grid=rows.grid,
        top=title.row,
        left=min(cell.column for cell in part),
        bottom=max(rows.last_row(cell) for cell in part if not cell.above),
        right=max(rows.end(cell) for cell in part),
        kind="targets" if heads[0].targets else _kind(names, title),
        title=title,
        years=_years(rows, title, heads[0].top),
        project=fields.get("project"),
        department=fields.get("department") or _budget_department(names),
        unit=fields.get("unit"),
        body=fields.get("body"),
        date=fields.get("date"),
        ticks=tuple(names.ticks),
        budget=money.budget if money is not None else None,
        goal_set=goal_set,
        goal_done=goal_done,
        heads={n: c for n, c in heads[0].columns.items() if not (heads[0].targets and n == "actual")},
        headings=tables.headings,
        rows=tables.rows,
        total=foot.total,
        head_total=names.total,
        total_weight=foot.total_weight,
        reason=foot.reason,
        measure=foot.measure,
        notes=foot.notes,
        goals=tables.goals,
        other_points=(*(line for table in process for line in table.lines), *tables.points),
        subtotals=tables.subtotals,
        has_levels=tables.has_levels,
        passed_over=tuple(_passed_over(rows, heads, tables, money, free, edge)),
    )


def _passed_over(
    rows: GridRows,
    heads: list[Head],
    tables: Tables,
    money: MoneyBlock | None,
    free: Sequence[int],
    edge: int,
) -> list[Cell]:
    found = passed_over_above(rows, free, edge)
    if money is not None:
        found += passed_over_in_money(rows, sorted(money.rows), money.heads)
    table_lines = sorted(tables.seen - set(tables.foot))
    return sorted(
        [*found, *passed_over_in_table(rows, heads, table_lines)], key=lambda cell: (cell.row, cell.column)
    )


def _budget_department(names: Names) -> Field | None:
    """预算部门, where it stands on a project's form beside the unit: it is the department."""
    return names.fields.get("body") if {"project", "unit"} <= names.fields.keys() else None


def _kind(names: Names, title: Cell) -> Kind:
    if "project" not in names.fields and ("body" in names.fields or "整体" in title.text):
        return "overall"
    return "project"


def _title(rows: GridRows, start: int, before: int) -> Cell:
    """The title: the last cell above the table that is worded as one, else the first text of the form's part."""
    numbers = rows.between(start, before - 1)
    titles = [cell for row in numbers for cell in rows.rows[row] if is_title(cell)]
    if titles:
        return titles[0]
    labelled = next(
        (row for row in numbers if any(is_label(cell.text, "project") for cell in rows.rows[row])), None
    )
    if labelled is not None:
        above = [row for row in numbers if row < labelled and len(rows.rows[row]) == 1]
        return rows.rows[above[0] if above else labelled][0]
    return rows.rows[numbers[0]][0] if numbers else rows.rows[before][0]


def _years(rows: GridRows, title: Cell, before: int) -> tuple[tuple[int, Cell], ...]:
    """The years that title and headings name: the title first, then "(2024年度)" and the like under it."""
    found: list[tuple[int, Cell]] = []
    for row in rows.between(title.row, before - 1):
        for cell in rows.rows[row]:
            if cell is title:
                match = _TITLE_YEAR.search(squeeze(cell.text))
                year = int(match[1]) if match else year_in(cell.text)
            else:
                year = year_in(cell.text) if _HEADING_YEAR.fullmatch(squeeze(cell.text)) else None
            if year is not None:
                found.append((year, cell))
    return tuple(found)
