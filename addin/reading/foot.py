"""What stands below the tables: the total, reasons and measures, notes.

>>> from addin.grid import Grid
>>> from addin.reading.heads import find_heads
>>> rows = GridRows.of(Grid.from_table("表", [["一级指标", "三级指标", "指标值", "完成值", "分值", "得分"],
...     ["总分", None, None, None, 100, "97.4（优）"], ["改进措施", "加强管理"]]))
>>> foot = read_foot(rows, find_heads(rows, None)[-1], [2, 3])
>>> foot.total.text, foot.total_weight.text, foot.measure.text
('97.4（优）', '100', '加强管理')
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from addin.grid import Cell
from addin.reading.form import Field
from addin.reading.grid_rows import GridRows
from addin.reading.heads import Head
from addin.reading.labels import inline, is_label
from addin.reading.names import label_of, labelled


@dataclass(slots=True)
class Foot:
    """The total with the weight beside it, the reasons, the measures, and the notes as one text."""

    total: Field | None = None
    total_weight: Cell | None = None
    reason: Field | None = None
    measure: Field | None = None
    notes: str = ""


def read_foot(rows: GridRows, head: Head, lines: Iterable[int]) -> Foot:
    """What the *lines* below (or between) the rows of the last table say."""
    foot = Foot()
    notes: list[str] = []
    for line in lines:
        cells = rows.rows[line]
        first = cells[0]
        # "合计 90", then "总计（含预算执行） 100": the last one is the form's.
        if is_label(label_of(first), "total"):
            foot.total, foot.total_weight = _total(rows, head, first), _total_weight(rows, head, first)
            continue
        for cell in cells:
            foot.reason = foot.reason or labelled(rows, cell, "reason")
            foot.measure = foot.measure or labelled(rows, cell, "measure")
        if rows.end(first) >= head.columns["actual"].column or is_label(label_of(first), "notes"):
            notes += [cell.text for cell in cells]
    foot.notes = "\n".join(notes)
    return foot


def _total_weight(rows: GridRows, head: Head, label: Cell) -> Cell | None:
    """The cell of the weights' sum in the total's line."""
    weight = head.columns.get("weight")
    if weight is None:
        return None
    cell = rows.grid.at(label.row, weight.column)
    return cell if cell.row == label.row and cell.column > label.column else None


def _total(rows: GridRows, head: Head, label: Cell) -> Field | None:
    """The total beside its label: in the score column where that is not the label's own merge, else right of it."""
    score = head.columns.get("score")
    if score is not None:
        cell = rows.grid.at(label.row, score.column)
        if (cell.row, cell.column) != (label.row, label.column):
            return Field("总分", cell, cell.text.strip(), label)
    behind = inline(label.text)[1] if inline(label.text)[0] else ""
    if behind:
        return Field("总分", label, behind, label)
    value = rows.right_of(label)
    if score is None and (value is None or value.blank):
        return None  # without a score column a blank beside the label is no total to fill in
    return (
        Field("总分", value, value.text.strip(), label)
        if value is not None
        else Field("总分", label, "", label)
    )
