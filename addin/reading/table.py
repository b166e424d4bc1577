"""The indicator table and what stands below it: rows, level 1 headings, totals, reasons, notes."""

from __future__ import annotations

import dataclasses

from addin.grid import Cell
from addin.reading.form import Field, Form, Heading, Row
from addin.reading.grid_rows import GridRows, Head
from addin.reading.heading import labelled
from addin.reading.labels import inline, is_label, points, section, squeeze
from udfs.deadlines import Deadline
from udfs.decimals import HUNDRED, plain
from udfs.normalise import normalise
from udfs.target import Target, parse

_FOOT = ("reason", "measure", "sign", "notes", "goal_block")


def read_table(form: Form, grid_rows: GridRows, heads: list[Head], end: int) -> None:
    """Fill in rows, headings, totals and foot from the first heading row to row *end*."""
    rows: list[Row] = []
    foot: list[int] = []
    goals: list[int] = []
    for number, head in enumerate(heads):
        limit = heads[number + 1].top - 1 if number + 1 < len(heads) else end
        stop = limit + 1
        for line in range(head.bottom + 1, limit + 1):
            cells = grid_rows.rows.get(line)
            if not cells:
                continue
            if _ends_table(grid_rows, head, line, limit):
                stop = line
                break
            row = _row(grid_rows, head, line, len(rows), rows[-1] if goals and goals[-1] == number else None)
            if row is not None:
                rows.append(row)
                goals.append(number)
        foot += [line for line in range(stop, limit + 1) if line in grid_rows.rows]
    form.rows, form.headings = _headings(grid_rows, heads, rows, goals)
    _foot(form, grid_rows, heads[-1], foot)


def _leftmost(grid_rows: GridRows, head: Head, line: int) -> Cell:
    """The first own cell of the row that is not the table's side heading (绩效指标) coming down from above."""
    level = head.columns.get("level1") or head.columns["level3"]
    cells = grid_rows.rows[line]
    return next((cell for cell in cells if cell.column >= level.column), cells[0])


def _ends_table(grid_rows: GridRows, head: Head, line: int, limit: int) -> bool:
    cells = grid_rows.rows[line]
    first = cells[0]
    label = inline(first.text)[0] or first.text
    if any(is_label(label, name) for name in _FOOT):
        return True
    if is_label(label, "total"):
        return not any(_indicator_like(grid_rows, head, below) for below in range(line + 1, limit + 1))
    if is_label(label, "subtotal"):
        return False
    # A text over the whole width is a note, whatever it begins with.
    return (
        grid_rows.end(first) >= head.columns["actual"].column and first.column < head.columns["target"].column
    )


def _indicator_like(grid_rows: GridRows, head: Head, line: int) -> bool:
    cells = grid_rows.rows.get(line)
    if not cells or any(
        is_label(inline(cells[0].text)[0] or cells[0].text, name) for name in (*_FOOT, "total", "subtotal")
    ):
        return False
    if grid_rows.end(cells[0]) >= head.columns["actual"].column:
        return False
    at = {cell.column for cell in cells}
    return head.columns["target"].column in at or head.columns["actual"].column in at


def _row(grid_rows: GridRows, head: Head, line: int, index: int, before: Row | None) -> Row | None:
    """The indicator in *line*; None for a subtotal, and for a line that only holds fillers."""
    grid, columns = grid_rows.grid, head.columns
    left = _leftmost(grid_rows, head, line)
    if is_label(left.text, "subtotal") or is_label(left.text, "total"):
        return None

    def cell(name: str) -> Cell | None:
        column = columns.get(name)
        return grid.at(line, column.column) if column is not None else None

    def below(name: str) -> tuple[str, bool]:
        found = cell(name)
        if found is None:
            return "", False
        return found.text.strip(), not found.blank

    level1, given1 = below("level1")
    level2, given2 = below("level2")
    if before is not None:  # a level typed once, its rows below left blank
        if not given1 and "level1" in columns:
            level1 = before.level1
        if not given2 and level1 == before.level1:
            level2 = before.level2
    if is_label(level2, "subtotal") or is_label(level1, "subtotal"):
        return None
    name = cell("level3")
    target, actual = cell("target"), cell("actual")
    if target is None or actual is None:
        return None
    score, weight, note = cell("score"), cell("weight"), cell("note")
    name = name or Cell(line, target.column)
    own_score = score is not None and score.row == line
    own_weight = weight is not None and weight.row == line
    row = Row(
        index=index,
        level1=level1,
        level2=level2,
        name=name.text.strip(),
        name_cell=name,
        target_cell=target,
        actual_cell=actual,
        score_cell=score,
        weight_cell=weight,
        note_cell=note,
        target_text=_target_text(target, cell("nature"), cell("unit")),
        target=_read_target(target, cell("nature"), cell("unit")),
        actual=_read_value(actual),
        section=section(level1, level2),
        own_score=own_score,
        own_weight=own_weight,
        heading=-1,
    )
    if not row.unused or (own_weight and weight is not None and not weight.blank):
        return row
    # Under a merged score a line without a name still is one of the group's; a filler ("……") is not.
    covered = score is not None and not own_score and not score.blank
    return row if covered and (not name.text.strip() or not row.nameless) else None


def _target_text(target: Cell, nature: Cell | None, unit: Cell | None) -> str:
    """The target as one text, where 指标性质 (≥) and 度量单位 (%) have columns of their own."""
    text = target.text.strip()
    if (
        text
        and unit is not None
        and not unit.blank
        and normalise(text).replace(".", "").lstrip("-≥≤<>=").isdigit()
    ):
        text += unit.text.strip()
    if text and nature is not None and not nature.blank:
        sign = normalise(nature.text)
        if parse(sign + "1").op and not parse(target.text).op:
            text = sign + text
    return text


def _read_target(target: Cell, nature: Cell | None, unit: Cell | None) -> Target:
    text = _target_text(target, nature, unit)
    return _read_value(target) if text == target.text.strip() else _stored(parse(text), target)


def _read_value(cell: Cell) -> Target:
    """What a target or actual cell says; a stored number counts, not the digits that its format leaves of it."""
    if cell.error:
        return Target(cell.text, "blank")
    if cell.date is not None:
        date = cell.date
        return Target(cell.text, "date", op="=", date=Deadline(date.year, date.month, date.day, False))
    # An accounting format shows a stored 0 as a dash.
    dash = cell.number is not None and not any(character.isdigit() for character in cell.text)
    return _stored(parse(plain(cell.number) if dash and cell.number is not None else cell.text), cell)


def _stored(read: Target, cell: Cell) -> Target:
    if cell.number is None or read.kind != "number" or read.multiplier != 1:
        return read
    number = cell.number * HUNDRED if cell.percent else cell.number
    if number == read.number:
        return read
    return dataclasses.replace(read, number=number)


def _headings(
    grid_rows: GridRows, heads: list[Head], rows: list[Row], goals: list[int]
) -> tuple[tuple[Row, ...], tuple[Heading, ...]]:
    """Rows under the same level 1 cell (or the same level 1 text, line by line) make up a heading."""
    groups: list[tuple[Cell, str, list[Row], int]] = []
    for row, goal in zip(rows, goals, strict=True):
        column = heads[goal].columns.get("level1")
        cell = (
            grid_rows.grid.at(row.target_cell.row, column.column) if column else heads[goal].columns["target"]
        )
        if groups and groups[-1][3] == goal and _continues(grid_rows, groups[-1][0], cell):
            groups[-1][2].append(row)
        else:
            groups.append((cell, row.level1, [row], goal))
    headings = []
    numbered = list(rows)
    for number, (cell, level1, members, goal) in enumerate(groups):
        sections = [member.section for member in members if member.section]
        headings.append(
            Heading(
                cell,
                max(sections, key=sections.count) if sections else "",
                points(level1),
                tuple(member.index for member in members),
                goal,
            )
        )
        for member in members:
            numbered[member.index] = dataclasses.replace(member, heading=number)
    return tuple(numbered), tuple(headings)


def _continues(grid_rows: GridRows, above: Cell, cell: Cell) -> bool:
    """Whether *cell* goes on with the heading *above*: the same merge, a blank, or the same text typed on every line.

    The same text in a merge of its own, or below one, is another heading.
    """
    if cell == above or cell.blank:
        return True
    merged = grid_rows.last_row(cell) > cell.row or grid_rows.last_row(above) > above.row
    return not merged and squeeze(cell.text) == squeeze(above.text)


def _foot(form: Form, grid_rows: GridRows, head: Head, foot: list[int]) -> None:
    notes: list[str] = []
    for line in foot:
        cells = grid_rows.rows[line]
        first = cells[0]
        # "合计 90", then "总计（含预算执行） 100": the last one is the form's.
        if is_label(inline(first.text)[0] or first.text, "total"):
            form.total = _total(form, grid_rows, head, first)
            continue
        for cell in cells:
            for name in ("reason", "measure"):
                if getattr(form, name) is None:
                    field = labelled(grid_rows, cell, name)
                    if field is not None:
                        setattr(form, name, field)
        if grid_rows.end(first) >= head.columns["actual"].column or is_label(
            inline(first.text)[0] or first.text, "notes"
        ):
            notes += [cell.text for cell in cells]
    form.notes = "\n".join(notes)


def _total(form: Form, grid_rows: GridRows, head: Head, label: Cell) -> Field:
    """The total beside its label: in the score column where that is not the label's own merge, else right of it."""
    weight = head.columns.get("weight")
    if weight is not None:
        cell = grid_rows.grid.at(label.row, weight.column)
        if cell.row == label.row and cell.column > grid_rows.end(label) - (
            grid_rows.end(label) - label.column
        ):
            form.total_weight = None if cell.column == label.column else cell
    score = head.columns.get("score")
    if score is not None:
        cell = grid_rows.grid.at(label.row, score.column)
        if (cell.row, cell.column) != (label.row, label.column):
            return Field("总分", cell, cell.text.strip(), label)
    behind = inline(label.text)[1] if inline(label.text)[0] else ""
    if behind:
        return Field("总分", label, behind, label)
    value = grid_rows.right_of(label)
    value = value if value is not None else label
    return Field("总分", value, value.text.strip() if value is not label else "", label)
