"""A grid of cells → the forms on it, by headings and merges, never by a fixed address.

A form is found by the heading row of its indicator table (一级指标 | … | 指标值 | 完成值 | 得分); what lies above it up to
its title is its heading and money block, what lies below it is its totals and foot. Several such tables without a
title or 项目名称 between them are one form (部门整体 with its goals).

    >>> grid = Grid.from_table("自评", [
    ...     ["2024年度培训项目绩效自评表"], ["项目名称", "培训"],
    ...     ["一级指标", "二级指标", "三级指标", "分值", "年度指标值", "实际完成值", "得分"],
    ...     ["产出指标", "数量指标", "期数", 50, "≥4期", "4期", 50],
    ...     ["总分", None, None, 50, None, None, 50]])
    >>> form, = read_forms(grid)
    >>> form.project.text, form.rows[0].target.op, form.total.cell.address
    ('培训', '≥', 'G5')
"""

from __future__ import annotations

import itertools
import re

from addin.grid import Cell, Grid
from addin.reading.form import Form, year_in
from addin.reading.grid_rows import GridRows, Head
from addin.reading.heading import read_heading
from addin.reading.labels import inline, is_label, role, squeeze
from addin.reading.table import read_table

_TITLE = re.compile(r"(自评|绩效评价|评价|评分)(情况)?表|自评报告表|自评$")
_TITLE_YEAR = re.compile(r"(20\d\d)年")
_HEADING_YEAR = re.compile(r"[(\[]?20\d\d年度?[)\]]?|年度:20\d\d年?")


def _heads(grid_rows: GridRows) -> list[Head]:
    """Every indicator table's heading rows, from the top."""
    found: list[Head] = []
    for row, cells in grid_rows.rows.items():
        if found and row <= found[-1].bottom:
            continue
        first = next((cell for cell in cells if role("columns", cell.text) in ("level1", "level3")), None)
        if first is None:
            continue
        bottom = max(grid_rows.last_row(first), _split(grid_rows, first))
        above = row - 1 if not found or row - 1 > found[-1].bottom else row
        reaching = any(
            role("columns", cell.text) and grid_rows.last_row(cell) >= row
            for cell in grid_rows.rows.get(above, ())
        )
        head = _columns(grid_rows, above if reaching else row, bottom)
        if not _complete(head):
            head = _columns(grid_rows, above, bottom)
        if _complete(head):
            found.append(head)
    return found


def _complete(head: Head) -> bool:
    """Whether the columns are those of a self-evaluation: targets, actuals, and scores or weights."""
    return {"target", "actual"} <= head.columns.keys() and not head.columns.keys().isdisjoint(
        ("score", "weight")
    )


def _split(grid_rows: GridRows, first: Cell) -> int:
    """The second heading row where the first is not merged down over it: it names columns, but not the first one."""
    row = first.row + 1
    if not grid_rows.grid.at(row, first.column).blank:
        return first.row
    names = {role("columns", cell.text) for cell in grid_rows.rows.get(row, ())} - {"", "other"}
    return row if len(names) >= 2 else first.row


def _columns(grid_rows: GridRows, top: int, bottom: int) -> Head:
    """Which column is which: the lowest heading over a column says it."""
    columns: dict[str, Cell] = {}
    taken: set[int] = set()
    for row in range(bottom, top - 1, -1):
        for cell in grid_rows.rows.get(row, ()):
            name = role("columns", cell.text)
            if not name or cell.column in taken:
                continue
            taken.add(cell.column)
            if name != "other":
                columns.setdefault(name, cell)
    if (
        "level3" not in columns
    ):  # "绩效指标" over the names themselves; left of the levels it heads the table's side
        first = columns["level2"].column if "level2" in columns else 0
        for cell in grid_rows.rows.get(bottom, ()):
            if first < cell.column < columns.get("target", cell).column and is_label(cell.text, "table_side"):
                columns["level3"] = cell
    return Head(top, bottom, columns)


def _is_title(cell: Cell) -> bool:
    text = squeeze(cell.text)
    return len(text) <= 80 and _TITLE.search(text) is not None and not inline(cell.text)[0]


def _starts_form(cell: Cell) -> bool:
    return _is_title(cell) or is_label(cell.text, "project") or is_label(inline(cell.text)[0], "project")


def _groups(grid_rows: GridRows, heads: list[Head]) -> list[tuple[int, list[Head]]]:
    """The heads of each form, with the row that its part of the sheet begins in."""
    groups: list[tuple[int, list[Head]]] = [(1, [heads[0]])]
    for before, head in itertools.pairwise(heads):
        start = next(
            (
                row
                for row in grid_rows.rows
                if before.bottom < row < head.top and any(_starts_form(cell) for cell in grid_rows.rows[row])
            ),
            None,
        )
        if start is None:
            groups[-1][1].append(head)
        else:
            groups.append((start, [head]))
    return groups


def read_forms(grid: Grid) -> list[Form]:
    """The forms on *grid*, from the top; none where the sheet holds no self-evaluation form."""
    grid_rows = GridRows.of(grid)
    heads = _heads(grid_rows)
    if not heads:
        return []
    groups = _groups(grid_rows, heads)
    forms = []
    for number, (start, group) in enumerate(groups):
        end = groups[number + 1][0] - 1 if number + 1 < len(groups) else max(grid_rows.rows)
        forms.append(_read(grid_rows, start, end, group))
    return forms


def _read(grid_rows: GridRows, start: int, end: int, heads: list[Head]) -> Form:
    title = _title(grid_rows, start, heads[0].top)
    top = title.row
    columns = heads[0].columns
    # What stands beyond the table's last heading ("辅助列" apart) is no part of the form, however far it lies.
    edge = max(
        grid_rows.end(cell)
        for row in range(heads[0].top, heads[0].bottom + 1)
        for cell in grid_rows.rows.get(row, ())
    )
    part = [
        cell
        for row in grid_rows.rows
        if top <= row <= end
        for cell in grid_rows.rows[row]
        if cell.column <= edge
    ]
    form = Form(
        sheet=grid_rows.grid.name,
        grid=grid_rows.grid,
        top=top,
        left=min(cell.column for cell in part),
        bottom=max(grid_rows.last_row(cell) for cell in part),
        right=max(grid_rows.end(cell) for cell in part),
        kind="project",
        title=title,
        heads=dict(columns),
    )
    read_heading(form, grid_rows, heads[0].top - 1)
    read_table(form, grid_rows, heads, end)
    form.years = _years(form, grid_rows, heads[0].top)
    if form.project is None and (form.body is not None or "整体" in title.text):
        form.kind = "overall"
    return form


def _title(grid_rows: GridRows, start: int, before: int) -> Cell:
    """The title: the last cell above the table that is worded as one, else the first text of the form's part."""
    rows = [row for row in grid_rows.rows if start <= row < before]
    titles = [cell for row in rows for cell in grid_rows.rows[row] if _is_title(cell)]
    if titles:
        return titles[0]
    labelled = next(
        (row for row in rows if any(is_label(cell.text, "project") for cell in grid_rows.rows[row])), None
    )
    if labelled is not None:
        above = [row for row in rows if row < labelled and len(grid_rows.rows[row]) == 1]
        return grid_rows.rows[above[0] if above else labelled][0]
    return grid_rows.rows[rows[0]][0] if rows else grid_rows.rows[before][0]


def _years(form: Form, grid_rows: GridRows, before: int) -> tuple[tuple[int, Cell], ...]:
    """The years that title and headings name: the title first, then "(2024年度)" and the like under it."""
    found: list[tuple[int, Cell]] = []
    for row in sorted(row for row in grid_rows.rows if form.top <= row < before):
        for cell in grid_rows.rows[row]:
            if cell is form.title:
                match = _TITLE_YEAR.search(squeeze(cell.text))
                year = int(match[1]) if match else year_in(cell.text)
            else:
                year = year_in(cell.text) if _HEADING_YEAR.fullmatch(squeeze(cell.text)) else None
            if year is not None:
                found.append((year, cell))
    return tuple(found)
