"""What the links ask of a self-evaluation form: its money with the cells, and the totals that an overall form states.

stated_of(judged)  →  Stated
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from addin.grid import Cell
from addin.judging.judged import JudgedForm
from addin.reading.form import MoneyUnit
from addin.reading.labels import key
from addin.reading.numbers import amount_in, printed

_IN_WAN: dict[MoneyUnit, Decimal] = {"元": Decimal(1) / 10_000, "万元": Decimal(1), "亿元": Decimal(10_000)}
_TOTALS = {
    "基本": re.compile("(部门)?基本支出(总额|合计)?"),
    "项目": re.compile("(部门)?项目支出(总额|合计)?"),
}


@dataclass(frozen=True, slots=True)
class StatedAmount:
    """An amount of a form in 万元, with its cell (A1) and text."""

    value: Decimal
    cell: str
    text: str


@dataclass(frozen=True, slots=True)
class Stated:
    """planned, executed: the money block's total line; totals: 基本, 项目 of an overall form; project_cell: 项目名称."""

    planned: StatedAmount | None
    executed: StatedAmount | None
    totals: tuple[tuple[str, StatedAmount], ...]
    project_cell: str
    score: Decimal | None


def stated_of(judged: JudgedForm) -> Stated:
    """The amounts that a form states."""
    form, money = judged.form, judged.money
    total = form.budget.total if form.budget is not None else None
    score = form.total or form.head_total
    number = printed(score.cell) if score is not None else None
    unit = _IN_WAN[form.budget.unit] if form.budget is not None else Decimal(1)
    return Stated(
        _amount(money.planned, unit, total.planned if total is not None else None),
        _amount(money.executed, unit, total.executed if total is not None else None),
        tuple(_totals(judged)) if form.kind == "overall" else (),
        form.project.cell.address if form.project is not None else "",
        number.value if number is not None else None,
    )


def _amount(value: Decimal | None, unit: Decimal, cell: Cell | None) -> StatedAmount | None:
    return (
        StatedAmount(value * unit, cell.address, cell.text.strip())
        if value is not None and cell is not None
        else None
    )


def _totals(judged: JudgedForm) -> list[tuple[str, StatedAmount]]:
    form = judged.form
    found: list[tuple[str, StatedAmount]] = []
    for (row, column), cell in sorted(form.grid.cells.items()):
        if (
            not (form.top <= row <= form.bottom and form.left <= column <= form.right)
            or cell.number is not None
        ):
            continue
        name = next((name for name, pattern in _TOTALS.items() if pattern.fullmatch(key(cell.text))), "")
        if name and name not in dict(found):
            value = _beside(judged, row, column)
            if value is not None:
                found.append((name, value))
    return found


def _beside(judged: JudgedForm, row: int, column: int) -> StatedAmount | None:
    grid, budget = judged.form.grid, judged.form.budget
    unit: MoneyUnit = budget.unit if budget is not None else "万元"
    for at in range(column + 1, judged.form.right + 1):
        cell = grid.at(row, at)
        if not grid.own(row, at) or cell.blank:
            continue
        return _amount(amount_in(cell, unit), _IN_WAN[unit], cell)
    return None
