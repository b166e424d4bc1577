"""Labels and their values above and below the tables: names, date, boxes to tick, the total in the heading.

Every label is looked up by its words; its value stands behind its colon, in the cell to its right, or further right
where the cells between are blank.

>>> from addin.grid import Grid
>>> rows = GridRows.of(Grid.from_table("表", [["项目名称", None, "培训", None, "实施单位：党校"]]))
>>> labelled(rows, rows.rows[1][0], "project").text, labelled(rows, rows.rows[1][2], "unit").text
('培训', '党校')
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from addin.grid import Cell
from addin.reading.form import Field, Ticks
from addin.reading.grid_rows import GridRows
from addin.reading.labels import inline, is_label, key, pattern, squeeze, words

NAMES = ("project", "department", "unit", "body", "date")
_LABELS = (*NAMES, "total", "goals", "reason", "measure", "sign", "closing")


def label_of(cell: Cell) -> str:
    """What a cell says before its colon, else its whole text."""
    return inline(cell.text)[0] or cell.text


def labelled(rows: GridRows, cell: Cell, name: str) -> Field | None:
    """The field that *cell* opens, where it is the label *name*; None where it is not."""
    label, behind = inline(cell.text)
    if label and is_label(label, name):
        if behind.strip():
            return Field(label, cell, behind, cell)
    elif is_label(cell.text, name):
        label = key(cell.text)
    else:
        return None
    value = rows.right_of(cell)
    # Behind a colon with nothing to its right the value belongs into the label's own cell.
    alone = value is not None and value.blank and inline(cell.text)[0] != ""
    if value is not None and value.blank and not alone:
        value = _further_right(rows, cell, value)
    if value is None or alone or value.row != cell.row or is_any_label(value):
        return Field(label, cell, "", cell)
    return Field(label, value, value.text.strip(), cell)


def _further_right(rows: GridRows, label: Cell, value: Cell) -> Cell:
    """The first text right of blank cells, where it is no label and stands in no merge from above; else the blank cell."""
    for cell in rows.rows.get(label.row, ()):
        if cell.column > value.column:
            following = rows.right_of(cell)
            pair = (
                following is not None
                and not following.blank
                and following.row == label.row
                and not is_any_label(following)
            )
            return (
                value if is_any_label(cell) or _opens_pair(cell) or (pair and len(cell.text) <= 8) else cell
            )
    return value


def _opens_pair(cell: Cell) -> bool:
    return inline(cell.text)[0] != ""


def is_any_label(cell: Cell) -> bool:
    """Whether *cell* is a label of the form's heading or foot."""
    label = label_of(cell)
    return (
        any(is_label(label, name) for name in _LABELS)
        or pattern("ticks", "groups").fullmatch(key(label)) is not None
    )


@dataclass(slots=True)
class Names:
    """What the rows above the table say of the form: its fields by name, its boxes, a total in the heading."""

    fields: dict[str, Field] = field(default_factory=dict)
    ticks: list[Ticks] = field(default_factory=list)
    total: Field | None = None


def read_names(rows: GridRows, numbers: Iterable[int], title: Cell) -> Names:
    """The names, boxes and total in the rows *numbers*."""
    found = Names()
    for row in numbers:
        cells = rows.rows[row]
        for cell in cells:
            for name in NAMES:
                _take(found, name, labelled(rows, cell, name))
            if found.total is None and cell is not title:
                total = labelled(rows, cell, "total")
                if total is not None and not total.blank:
                    found.total = total
        group = _ticks(cells)
        if group is not None:
            found.ticks.append(group)
    return found


def _take(found: Names, name: str, field: Field | None) -> None:
    """The first field of a name; a line above the table may repeat one ("单位名称：…"): the cell of its own counts."""
    known = found.fields.get(name)
    if field is None or (known is not None and known.cell is not known.label_cell):
        return
    if known is None or field.cell is not field.label_cell:
        found.fields[name] = field


def _ticks(cells: list[Cell]) -> Ticks | None:
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


def is_title(cell: Cell) -> bool:
    """Whether the cell is worded as the title of a self-evaluation form, or of a list of targets."""
    text = squeeze(cell.text)
    titled = pattern("labels", "title").search(text) is not None or is_targets_title(cell)
    return len(text) <= 80 and titled and not inline(cell.text)[0]


def is_targets_title(cell: Cell) -> bool:
    """Whether the cell is worded as the title of a 绩效目标申报表: targets without actuals and scores."""
    text = squeeze(cell.text)
    return len(text) <= 80 and pattern("labels", "targets_title").search(text) is not None
