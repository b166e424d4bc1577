"""年度总体目标: what was set and what was done, under headings of their own or behind a colon; goals with tables of their own.

>>> from addin.grid import Grid
>>> rows = GridRows.of(Grid.from_table("表", [
...     ["年度总体目标", "预期目标", "实际完成情况"], [None, "办4期", "办了5期"]], merges=["A1:A2"]))
>>> [field.text for field in read_goals(rows, [1, 2])]
['办4期', '办了5期']
"""

from __future__ import annotations

from collections.abc import Iterable

from addin.grid import Cell
from addin.reading.form import Field, Goal
from addin.reading.grid_rows import GridRows
from addin.reading.heads import Head
from addin.reading.labels import inline, is_label, key, points, role
from addin.reading.names import is_any_label

_MOST_BLANK = 3


def read_goals(rows: GridRows, numbers: Iterable[int]) -> tuple[Field | None, Field | None]:
    """What was set and what was done, as far as the rows *numbers* have fields for it."""
    for row in numbers:
        for cell in rows.rows[row]:
            if not is_label(cell.text, "goals"):
                continue
            found = _under_headings(rows, cell) or _side_by_side(rows, cell)
            if found is not None:
                return found
    return None, None


def _under_headings(rows: GridRows, label: Cell) -> tuple[Field | None, Field | None] | None:
    """预期目标 | 实际完成情况 to the right of the label, the texts below them."""
    heads = [cell for cell in rows.rows[label.row] if cell.column > label.column]
    if rows.last_row(label) <= label.row or not heads:
        return None
    named = {_goal_role(head): head for head in heads}
    if "goal_set" not in named and "goal_done" not in named:
        return None
    if not all(_goal_role(head) or points(head.text) is None for head in heads):
        return None
    fields = {name: _field(head, _below(rows, head)) for name, head in named.items() if name}
    return fields.get("goal_set"), fields.get("goal_done")


def _side_by_side(rows: GridRows, label: Cell) -> tuple[Field | None, Field | None] | None:
    """年度绩效目标 | text | 实际完成情况 | text, or two texts that say themselves what they are."""
    cells = [cell for cell in rows.rows[label.row] if cell.column > label.column]
    done = next((cell for cell in cells if is_label(cell.text, "goal_done")), None)
    if done is not None:
        before = [cell for cell in cells if cell.column < done.column]
        behind = _behind(rows, done)
        if not before and (behind is None or role("columns", behind.text) or is_any_label(behind)):
            return _field(label, _below(rows, label)), _field(done, _below(rows, done))
        planned = _field(label, before[-1]) if before else None
        if behind is not None and (before or not behind.blank):
            return planned, _field(done, behind)
    if len(cells) == 2:
        return _field(cells[0], cells[0]), _field(cells[1], cells[1])
    return None


def _behind(rows: GridRows, label: Cell) -> Cell | None:
    """The cell right of *label*, the next text where that is blank."""
    behind = rows.right_of(label)
    if behind is None or not behind.blank:
        return behind
    return next((cell for cell in rows.rows[label.row] if cell.column > label.column), behind)


def _below(rows: GridRows, head: Cell) -> Cell:
    """The cell under *head*, rows without anything passed over."""
    row = rows.last_row(head) + 1
    for number in range(row, row + _MOST_BLANK):
        if number in rows.rows or rows.grid.merge_of(number, head.column) is not None:
            found = rows.grid.at(number, head.column)
            # What heads the table or another field is no text of a goal: that was left blank.
            return rows.below(head) if role("columns", found.text) or _is_bare_label(found) else found
    return rows.below(head)


def _is_bare_label(cell: Cell) -> bool:
    """Whether the cell is a label with nothing behind it."""
    return not inline(cell.text)[0] and is_any_label(cell)


def _goal_role(cell: Cell) -> str:
    return next((name for name in ("goal_set", "goal_done") if is_label(cell.text, name)), "")


def _field(label: Cell, value: Cell) -> Field:
    text = value.text
    before, behind = inline(text)
    if before and any(is_label(before, goal) for goal in ("goal_set", "goal_done", "goals")):
        text = behind
    return Field(key(label.text), value, text.strip(), label)


def goal_numbers(rows: GridRows, heads: list[Head]) -> tuple[list[int], list[Goal]]:
    """For every table the number of its goal, and the goals: a new one begins where a cell at the side names another.

    A table whose headings are only repeated (续表) goes on with the goal before it.
    """
    numbers: list[int] = []
    goals: list[Goal] = []
    for at, head in enumerate(heads):
        above = heads[at - 1].bottom + 1 if at else max(head.top - 3, 1)
        cell = _named_goal(rows, head, above)
        if cell is not None:
            goals.append(Goal(cell, points(cell.text)))
        elif not goals or not _repeats(rows, heads[at - 1], head):
            goals.append(Goal(head.columns["target"], None))
        numbers.append(len(goals) - 1)
    return numbers, goals


def _named_goal(rows: GridRows, head: Head, above: int) -> Cell | None:
    """The cell that names the goal of a table: at its side, or in a line above its headings."""
    first = min(cell.column for cell in head.columns.values())
    for row in range(head.bottom, above - 1, -1):
        for cell in rows.rows.get(row, ()):
            at_side = cell.column < first and rows.last_row(cell) >= head.top
            if (at_side or cell.row < head.top) and is_label(cell.text, "goal_block"):
                return cell
            if at_side and is_label(cell.text, "goals") and points(cell.text) is not None:
                return cell
    return None


def _repeats(rows: GridRows, before: Head, head: Head) -> bool:
    """Whether the headings are those of the table before, printed again on the next page."""
    same = [cell.text for cell in before.columns.values()] == [cell.text for cell in head.columns.values()]
    places = [cell.column for cell in before.columns.values()]
    return same and places == [cell.column for cell in head.columns.values()]
