"""What a form's layout is made of; frozen, as read from a layout file.

>>> LayoutCell((0, 2), 1, "text", "项目名称", "label", "", "", False).columns
(0, 2)
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

CellKind = Literal["text", "input", "tick", "money", "total"]
CellStyle = Literal["label", "title", "subtitle", "left", "right", "plain", "note", "small", "sign"]
# The rows of the money block: 资金总额, 当年财政拨款, 上年结转, 其他资金; "": a row of the form that is none of them.
MoneyRow = Literal["", "total", "current", "carried", "other"]
Orientation = Literal["portrait", "landscape"]


@dataclass(frozen=True, slots=True)
class LayoutCell:
    """A cell of a form: *columns* is (first, last) from 0, *down* its rows.

    content  the label, or the name of the input, option, amount or total
    before   what stands in front of an input in the same cell ("填报日期："); blank: what a blank one shows
    """

    columns: tuple[int, int]
    down: int
    kind: CellKind
    content: str
    style: CellStyle
    before: str
    blank: str
    number: bool


@dataclass(frozen=True, slots=True)
class LayoutRow:
    """A row of a form: its height in points, and which row of the money block it is ("": none)."""

    height: int
    line: MoneyRow
    cells: tuple[LayoutCell, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the indicator table, by its heading's cell."""

    cell: LayoutCell


@dataclass(frozen=True, slots=True)
class Kind:
    """A level 2 indicator (二级指标): its rows, and the weight that its first row has at the beginning."""

    name: str
    rows: int
    weight: Decimal


@dataclass(frozen=True, slots=True)
class Group:
    """A level 1 heading (一级指标) of a section; *method* is the text of its 得分计算方法, "" goes on with the one above."""

    section: str
    heading: str
    method: str
    kinds: tuple[Kind, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Layout:
    """The form of a scheme. widths: of the columns, in characters; amounts, total: number formats."""

    scheme: str
    form: str
    source: str
    orientation: Orientation
    widths: tuple[int, ...]
    amounts: str
    total: str
    top: tuple[LayoutRow, ...]
    before: tuple[LayoutRow, ...]
    side: LayoutCell | None
    columns: dict[str, Column]
    groups: tuple[Group, ...]
    goals: int
    numbered: bool
    height: int
    head_height: int
    foot: tuple[LayoutRow, ...]

    @property
    def rows(self) -> int:
        """How many indicator rows the form has."""
        return self.goals * sum(kind.rows for group in self.groups for kind in group.kinds)
