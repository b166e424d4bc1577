"""A form as read: its heading, money block, rows, totals and foot, each with the cells it stands in.

Nothing here knows where the cells came from or what the rules are.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from addin.grid import Cell, Grid, address
from addin.reading.labels import is_filler
from addin.reading.numbers import PrintedNumber, printed
from udfs.decimals import ZERO
from udfs.target import Target


@dataclass(frozen=True, slots=True)
class Field:
    """A labelled value: the text of the label, the cell of the value (the label's, where they share one), its text."""

    label: str
    cell: Cell
    text: str
    label_cell: Cell

    @property
    def blank(self) -> bool:
        return is_filler(self.text, "value")


@dataclass(frozen=True, slots=True)
class Ticks:
    """A group of boxes (项目类别 …): its label, its first option, how many boxes there are and how many ticked."""

    label: str
    cell: Cell
    boxes: int
    ticked: int


MoneyUnit = Literal["元", "万元", "亿元"]
Kind = Literal["project", "overall", "targets"]


@dataclass(frozen=True, slots=True)
class Money:
    """One line of the money block; a column that the form has not is None. *label*: of a line without one, the block's."""

    label: Cell
    initial: Cell | None
    budget: Cell | None
    executed: Cell | None
    weight: Cell | None
    rate: Cell | None
    score: Cell | None
    reason: Cell | None = None

    @property
    def planned(self) -> Cell | None:
        """The budget that counts: the adjusted one (全年预算数) where it is filled in, else the initial one."""
        if self.budget is not None and not (self.budget.blank and self.initial and not self.initial.blank):
            return self.budget
        return self.initial


@dataclass(frozen=True, slots=True)
class Split:
    """A line of the money block and the lines that add up to it (其中：…), each split of the same money on its own."""

    whole: Money
    parts: tuple[Money, ...]


@dataclass(frozen=True, slots=True)
class Budget:
    """The money block (预算执行情况 / 项目资金): total line, its other lines, and what its headings say.

    parts   every line below the total, at whatever depth
    splits  which lines add up to which: the total's parts, parts of a part, a second split of the same money
    points  the points in its headings ("(20分)", "分值 (10分)"), or None
    unit    of its amounts: 元, 万元 or 亿元
    """

    total: Money
    parts: tuple[Money, ...]
    splits: tuple[Split, ...]
    heading: Cell
    points: Decimal | None
    unit: MoneyUnit

    @property
    def in_wan(self) -> bool:
        """Whether the amounts are in 万元."""
        return self.unit == "万元"


@dataclass(frozen=True, slots=True)
class Points:
    """Points beside the indicators and the money (项目决策, 项目管理 …) that belong to the form's total.

    points  the most that can be had, where the form says it; a cell is None where the form has no such column
    """

    label: Cell
    weight_cell: Cell | None
    score_cell: Cell | None
    points: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Subtotal:
    """A line 小计 or 合计 between the levels: *rows* are the indexes of the rows that it adds up.

    money   it adds up the budget row too
    points  the indexes of the points beside the indicators (Form.other_points) that it adds up
    """

    label: Cell
    weight_cell: Cell | None
    score_cell: Cell | None
    rows: tuple[int, ...]
    money: bool = False
    points: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Goal:
    """A yearly goal with a table of its own (年度绩效目标1（40分）): its cell and points, None where it states none."""

    cell: Cell
    points: Decimal | None


@dataclass(frozen=True, slots=True)
class Heading:
    """A level 1 heading (一级指标) with its rows: "产出指标 (40分)"."""

    cell: Cell
    section: str
    points: Decimal | None
    rows: tuple[int, ...]
    goal: int


@dataclass(frozen=True, slots=True)
class Row:
    """One indicator (三级指标) with its cells; None for a column that the form has not.

    target, actual  as read; target_text is put together where the form splits it (指标性质 | 指标值 | 度量单位)
    own_score       False where the score stands in a merge that began further up; likewise own_weight
    sign            what the form's column 指标性质 / 计算符号 says, as an operator: ≥, ≤, =; 定性; "" where it has none
    nature          the same column as it stands there: 正向, ═; unit_text: the unit column (度量单位)
    part_of         the index of the row that a line 其中：… without weight and score belongs to
    helper          the cells beside the form in a template (辅助列): direction, level, share
    """

    index: int
    level1: str
    level2: str
    name: str
    name_cell: Cell
    target_cell: Cell
    actual_cell: Cell
    score_cell: Cell | None
    weight_cell: Cell | None
    note_cell: Cell | None
    target_text: str
    target: Target
    actual: Target
    section: str
    own_score: bool
    own_weight: bool
    heading: int
    sign: str = ""
    nature: str = ""
    unit_text: str = ""
    part_of: int | None = None
    helper: Mapping[str, Cell] = field(default_factory=dict)

    @property
    def nameless(self) -> bool:
        return is_filler(self.name, "name")

    @property
    def unused(self) -> bool:
        """A line that nobody filled in: no target, no actual, no score of its own, or placeholders (— / 无) there.

        A line with a name and a weight is to be filled in, and no unused one.
        """
        cells = [self.target_cell, self.actual_cell]
        if self.own_score and self.score_cell is not None:
            cells.append(self.score_cell)
        if all(cell.blank for cell in cells):
            return True
        if self.own_weight and self.weight_cell is not None:
            cells.append(self.weight_cell)
        return all(
            cell.number is None and is_filler(cell.text, "value_or_none") for cell in cells
        ) and not any(cell.error or cell.pending for cell in cells)

    @property
    def cost(self) -> bool:
        """Whether it is a cost indicator (成本指标)."""
        return "成本" in self.level1 or "成本" in self.level2


@dataclass(frozen=True, slots=True)
class Form:
    """A self-evaluation form on a sheet, or a list of targets (kind "targets": 绩效目标申报表) without actuals.

    goals         the yearly goals, where each has a table of its own
    other_points  points beside indicators and money (决策, 管理) that belong to the total
    subtotals     lines 小计 between the levels
    has_levels    whether the form has level columns, level lines or a tree of levels
    passed_over   cells of the form with a number, or headings above numbers, whose meaning is not known
    """

    sheet: str
    grid: Grid
    top: int
    left: int
    bottom: int
    right: int
    kind: Kind
    title: Cell
    years: tuple[tuple[int, Cell], ...] = ()
    project: Field | None = None
    department: Field | None = None
    unit: Field | None = None
    body: Field | None = None
    date: Field | None = None
    ticks: tuple[Ticks, ...] = ()
    budget: Budget | None = None
    goal_set: Field | None = None
    goal_done: Field | None = None
    heads: dict[str, Cell] = field(default_factory=dict)
    headings: tuple[Heading, ...] = ()
    rows: tuple[Row, ...] = ()
    total: Field | None = None
    head_total: Field | None = None
    total_weight: Cell | None = None
    reason: Field | None = None
    measure: Field | None = None
    notes: str = ""
    goals: tuple[Goal, ...] = ()
    other_points: tuple[Points, ...] = ()
    subtotals: tuple[Subtotal, ...] = ()
    has_levels: bool = True
    passed_over: tuple[Cell, ...] = ()

    @property
    def range(self) -> str:
        return f"{address(self.top, self.left)}:{address(self.bottom, self.right)}"

    @property
    def year(self) -> int | None:
        """The year that the form reports on: the title's, else the heading's, else the one before filing."""
        if self.years:
            return self.years[0][0]
        filed = self.filed
        return filed - 1 if filed else None

    @property
    def filed(self) -> int | None:
        """The year of 填报日期, or None."""
        if self.date is None:
            return None
        if self.date.cell.date is not None:
            return self.date.cell.date.year
        return year_in(self.date.text)

    @property
    def unit_name(self) -> str:
        """Who reports: 单位名称, else 实施单位, else 主管部门."""
        for named in (self.body, self.unit, self.department):
            if named is not None and not named.blank:
                return named.text
        return ""

    @property
    def has_weights(self) -> bool:
        """Whether the rows have a 分值 column."""
        return "weight" in self.heads

    @property
    def total_points(self) -> PrintedNumber | None:
        """The weight that the form prints beside its total: 100, 110, 120; None where it prints none."""
        return printed(self.total_weight) if self.total_weight is not None else None

    @property
    def row_points(self) -> Decimal | None:
        """The sum of the rows' printed weights, a merged one once; None where one is no number or none is printed."""
        cells = {
            (row.weight_cell.row, row.weight_cell.column): row.weight_cell
            for row in self.rows
            if row.weight_cell is not None and not row.unused and not row.weight_cell.blank
        }
        numbers = [printed(cell) for cell in cells.values()]
        values = [number.value for number in numbers if number is not None]
        return sum(values, ZERO) if values and len(values) == len(numbers) else None

    @property
    def points_beside(self) -> Decimal:
        """The points of 决策, 管理 and the like: what they give at most belongs to the form's total."""
        return sum((line.points for line in self.other_points if line.points is not None), ZERO)

    def explained(self) -> bool:
        """Whether a reason or a note stands anywhere on the form."""
        if self.reason is not None and not is_filler(self.reason.text, "reason"):
            return True
        if self.budget is not None and any(
            line.reason is not None and not is_filler(line.reason.text, "reason")
            for line in (self.budget.total, *self.budget.parts)
        ):
            return True
        return any(
            row.note_cell is not None and not is_filler(row.note_cell.text, "reason") for row in self.rows
        )


def year_in(text: str) -> int | None:
    """The first year that *text* names, or None."""
    for start in range(len(text) - 3):
        four = text[start : start + 4]
        if four.isascii() and four.isdigit() and 1990 <= int(four) <= 2099:
            before, behind = text[start - 1 : start], text[start + 4 : start + 5]
            if not (before.isdigit() or (behind.isdigit() and behind.isascii())):
                return int(four)
    return None
