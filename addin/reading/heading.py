"""What stands above the indicator table: names, date, boxes to tick, money block, goals.

Every label is looked up by its words; its value stands behind its colon or in the cell to its right.
"""

from __future__ import annotations

from decimal import Decimal

from addin.grid import Cell
from addin.reading.form import Budget, Field, Form, Money, Ticks
from addin.reading.grid_rows import GridRows
from addin.reading.labels import inline, is_label, key, pattern, points, role, squeeze, words

_NAMES = ("project", "department", "unit", "body", "date")
_LABELS = (*_NAMES, "total", "goals", "reason", "measure", "sign")
_ENDS_MONEY = ("goals", "goal_block", *_NAMES)


def labelled(grid_rows: GridRows, cell: Cell, name: str) -> Field | None:
    """The field that *cell* opens, where it is the label *name*; None where it is not."""
    label, behind = inline(cell.text)
    if label and is_label(label, name):
        if behind.strip():
            return Field(label, cell, behind, cell)
    elif is_label(cell.text, name):
        label = key(cell.text)
    else:
        return None
    value = grid_rows.right_of(cell)
    # Behind a colon with nothing to its right the value belongs into the label's own cell.
    alone = value is not None and value.blank and inline(cell.text)[0] != ""
    if value is None or alone or value.row != cell.row or _is_any_label(value):
        return Field(label, cell, "", cell)
    return Field(label, value, value.text.strip(), cell)


def _is_any_label(cell: Cell) -> bool:
    label = inline(cell.text)[0] or cell.text
    return (
        any(is_label(label, name) for name in _LABELS)
        or pattern("ticks", "groups").fullmatch(key(label)) is not None
    )


def read_heading(form: Form, grid_rows: GridRows, last: int) -> None:
    """Fill in what the rows from the form's top to row *last* say."""
    rows = sorted(row for row in grid_rows.rows if form.top <= row <= last)
    ticks: list[Ticks] = []
    money_rows: set[int] = set()
    for row in rows:
        cells = grid_rows.rows[row]
        if form.budget is None:
            found = _budget(grid_rows, row, last)
            if found is not None:
                form.budget, money_rows = found
        if row in money_rows:
            continue
        for cell in cells:
            for name in _NAMES:
                known: Field | None = getattr(form, name)
                # A line above the table may repeat a name ("单位名称：…"): the cell of its own is the one to mend.
                if known is None or known.cell is known.label_cell:
                    field = labelled(grid_rows, cell, name)
                    if field is not None and (known is None or field.cell is not field.label_cell):
                        setattr(form, name, field)
            if form.head_total is None and cell is not form.title:
                total = labelled(grid_rows, cell, "total")
                if total is not None and not total.blank:
                    form.head_total = total
        group = _ticks(grid_rows, cells)
        if group is not None:
            ticks.append(group)
    form.ticks = tuple(ticks)
    _goals(form, grid_rows, [row for row in rows if row not in money_rows])


def _ticks(grid_rows: GridRows, cells: list[Cell]) -> Ticks | None:
    """The group of boxes that the row holds: a known label, or any label with a box behind it."""
    first = cells[0]
    label, behind = inline(first.text)
    known = pattern("ticks", "groups").fullmatch(label or key(first.text)) is not None
    text = behind + "".join(cell.text for cell in cells[1:]) if label or len(cells) > 1 else ""
    ticked = sum(text.count(sign) for sign in words("ticks", "ticked"))
    boxes = ticked + sum(text.count(sign) for sign in words("ticks", "open"))
    if not known and not (boxes and len(key(first.text)) <= 8 and key(first.text)):
        return None
    option = first if label and behind else (cells[1] if len(cells) > 1 else first)
    return Ticks(label or key(first.text), option, boxes, ticked)


def _budget(grid_rows: GridRows, row: int, last: int) -> tuple[Budget, set[int]] | None:
    """The money block whose headings stand in *row*, and the rows that it takes up."""
    columns: dict[str, Cell] = {}
    for cell in grid_rows.rows[row]:
        name = role("budget", cell.text)
        if name and name not in columns:
            columns[name] = cell
    if "executed" not in columns or not ("budget" in columns or "initial" in columns):
        return None
    first = min(cell.column for cell in columns.values())
    heading = next((cell for cell in reversed(grid_rows.rows[row]) if cell.column < first), None)
    monies: list[Money] = []
    used = {row}
    for below in range(row + 1, last + 1):
        texts = [cell.text for cell in grid_rows.rows.get(below, ())]
        label = _money_label(grid_rows, below, first, row)
        if label is None or any(is_label(text, name) for text in texts for name in _ENDS_MONEY):
            break
        monies.append(_money(grid_rows, below, label, columns))
        used.add(below)
    if not monies:
        return None
    total = next((money for money in monies if role("rows", money.label.text) == "total"), monies[0])
    said: list[Decimal | None] = [points(heading.text)] if heading is not None else []
    said += [points(columns[name].text) for name in ("weight", "score") if name in columns]
    heads = "".join(squeeze(cell.text) for cell in grid_rows.rows[row])
    budget = Budget(
        total=total,
        parts=tuple(money for money in monies if money is not total),
        heading=heading or columns["executed"],
        points=next((value for value in said if value is not None), None),
        in_wan="(元)" not in heads and "单位:元" not in heads,
    )
    return budget, used


def _money_label(grid_rows: GridRows, row: int, first: int, heading_row: int) -> Cell | None:
    """The label of a money line: the nearest text left of the first amount that does not come down from above."""
    for column in range(first - 1, 0, -1):
        cell = grid_rows.grid.at(row, column)
        if cell.row > heading_row and not cell.blank:
            return cell if cell.row == row else None
    return None


def _money(grid_rows: GridRows, row: int, label: Cell, columns: dict[str, Cell]) -> Money:
    def cell(name: str) -> Cell | None:
        head = columns.get(name)
        return grid_rows.grid.at(row, head.column) if head is not None else None

    return Money(
        label, cell("initial"), cell("budget"), cell("executed"), cell("weight"), cell("rate"), cell("score")
    )


def _goals(form: Form, grid_rows: GridRows, rows: list[int]) -> None:
    """年度总体目标: what was set and what was done, under headings of their own or behind a colon."""
    for row in rows:
        for cell in grid_rows.rows[row]:
            if not is_label(cell.text, "goals"):
                continue
            last = grid_rows.last_row(cell)
            texts = [c for c in grid_rows.rows[row] if c.column > cell.column]
            if last > row and texts and all(_goal_role(c) for c in texts):
                for head in texts:
                    _set_goal(form, head, grid_rows.below(head), _goal_role(head))
                return
            if len(texts) == 2:
                for text, name in zip(texts, ("goal_set", "goal_done"), strict=True):
                    _set_goal(form, text, text, name)
                return


def _goal_role(cell: Cell) -> str:
    return next((name for name in ("goal_set", "goal_done") if is_label(cell.text, name)), "")


def _set_goal(form: Form, label: Cell, value: Cell, name: str) -> None:
    text = value.text
    before, behind = inline(text)
    if before and any(is_label(before, goal) for goal in ("goal_set", "goal_done", "goals")):
        text = behind
    setattr(form, name, Field(key(label.text), value, text.strip(), label))
