"""The money block (预算执行情况 / 项目资金): its headings, its lines, and which lines add up to which.

Any row whose headings name an executed amount and a budget begins one; its lines are those below with an amount or a
label, blank ones passed over.

>>> from addin.grid import Grid
>>> grid = Grid.from_table("表", [
...     ["预算执行情况（10分）", "资金来源", "年初预算", "全年预算数（万元）", "全年执行数", "执行率", "自评得分"],
...     [None, "合计", 100, 100, 96, "96%", "9.6"], [None, "其中：财政拨款", 60, 60, 56],
...     [None, "其中：中央", 40, 40, 40], [None, "地方", 20, 20, 16], [None, "其他资金", 40, 40, 40]])
>>> budget = find_money(GridRows.of(grid), 1, 6).budget
>>> budget.total.label.text, str(budget.points), budget.unit
('合计', '10', '万元')
>>> [(split.whole.label.text, [part.label.text for part in split.parts]) for split in budget.splits]
[('合计', ['其中：财政拨款', '其他资金']), ('其中：财政拨款', ['其中：中央', '地方'])]
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from addin.grid import Cell
from addin.reading.form import Budget, Money, MoneyUnit, Split
from addin.reading.grid_rows import GridRows
from addin.reading.labels import inline, is_filler, is_label, key, points, role, squeeze
from addin.reading.numbers import amount_in
from udfs.decimals import ZERO

_AMOUNTS = ("initial", "budget", "executed")
_ENDS = ("goals", "goal_block", "project", "department", "unit", "body", "date", "notes", "sign")
_CENT = Decimal("0.01")
_MOST_BLANK = 3
# A longer list of lines is one list: which of them add up to which is not looked for.
_MOST_LINES = 60


@dataclass(frozen=True, slots=True)
class MoneyBlock:
    """The block as read, and the rows that it takes up."""

    budget: Budget
    rows: frozenset[int]
    heads: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class _Heads:
    row: int
    bottom: int
    columns: dict[str, Cell]
    first: int
    last: int


def find_money(rows: GridRows, first: int, last: int) -> MoneyBlock | None:
    """The first money block between the rows *first* and *last*; None where there is none."""
    for row in rows.between(first, last):
        heads = _heads(rows, row, last)
        if heads is not None:
            block = _block(rows, heads, last)
            if block is not None:
                return block
    return None


def find_funds(rows: GridRows, first: int, last: int) -> MoneyBlock | None:
    """The funds of a list of targets, a source a line: 年度资金总额 | 100, 其中：财政拨款 | 80.

    >>> from addin.grid import Grid
    >>> rows = GridRows.of(Grid.from_table("表", [
    ...     ["项目资金（万元）", "年度资金总额：", None, 100], [None, "其中：财政拨款", None, 80], [None, "其他资金", None, 20]]))
    >>> budget = find_funds(rows, 1, 3).budget
    >>> budget.total.budget.text, [part.budget.text for part in budget.splits[0].parts]
    ('100', ['80', '20'])
    """
    for row in rows.between(first, last):
        for label in rows.rows[row]:
            value = _fund(rows, label)
            if value is not None and role("rows", label.text) == "total":
                return _funds(rows, label, value, last)
    return None


def _fund(rows: GridRows, label: Cell) -> Cell | None:
    """The first amount right of a label, blank cells between them passed over."""
    behind = [cell for cell in rows.rows.get(label.row, ()) if cell.column > label.column]
    return behind[0] if behind and _amount(behind[0]) is not None else None


def _funds(rows: GridRows, label: Cell, value: Cell, last: int) -> MoneyBlock:
    lines = [(label, value)]
    for row in rows.between(label.row + 1, last):
        beside = rows.grid.at(row, label.column)
        amount = rows.grid.at(row, value.column)
        if (
            beside.row != row
            or beside.blank
            or _ends(rows, row)
            or (_words(amount) and _amount(amount) is None)
        ):
            break
        lines.append((beside, amount))
    monies = [Money(text, None, amount, None, None, None, None) for text, amount in lines]
    side = next((cell for cell in reversed(rows.rows[label.row]) if cell.column < label.column), label)
    heads = _Heads(label.row, label.row, {}, label.column, value.column)
    unit = _unit(rows, heads, side)
    budget = Budget(
        total=monies[0],
        parts=tuple(monies[1:]),
        splits=tuple(split_up(monies[0], monies[1:], (), unit)),
        heading=side,
        points=None,
        unit=unit,
    )
    return MoneyBlock(budget, frozenset(cell.row for cell, _ in lines), (label, value))


def _heads(rows: GridRows, row: int, last: int) -> _Heads | None:
    """The headings in *row* (and in the row below, where they take two), or None."""
    found = _roles(rows, row)
    bottom = row
    if not _enough(found) and row < last:
        below = _roles(rows, row + 1)
        if "executed" in below and ("budget" in found or "initial" in found):
            found, bottom = {**found, **below}, row + 1
    if "budget" not in found and "sum" in found and "executed" in found:
        found["budget"] = found.pop("sum")  # 中央 | 省 | 本级 | 合计 | 执行数: the money by who gives it
    if not _enough(found):
        return None
    first = min(cell.column for cell in found.values())
    return _Heads(row, bottom, found, first, max(rows.end(cell) for cell in found.values()))


def _enough(found: dict[str, Cell]) -> bool:
    return "executed" in found and ("budget" in found or "initial" in found)


def _roles(rows: GridRows, row: int) -> dict[str, Cell]:
    """The headings of *row* by their role; of two with one role the one over amounts, then the first."""
    found: dict[str, Cell] = {}
    for cell in rows.rows.get(row, ()):
        name = role("budget", cell.text)
        if not name:
            continue
        known = found.get(name)
        if known is None or (_amounts_below(rows, cell) > _amounts_below(rows, known)):
            found[name] = cell
    return found


def _amounts_below(rows: GridRows, head: Cell) -> bool:
    start = rows.last_row(head) + 1
    return any(
        _amount(rows.grid.at(row, head.column)) is not None for row in range(start, start + _MOST_BLANK)
    )


def _amount(cell: Cell | None, unit: MoneyUnit = "万元") -> Decimal | None:
    return amount_in(cell, unit) if cell is not None and not cell.error else None


def _block(rows: GridRows, heads: _Heads, last: int) -> MoneyBlock | None:
    side = _side(rows, heads)
    monies: list[Money] = []
    used = {heads.row, heads.bottom}
    dividers: dict[int, Cell] = {}
    blank = 0
    for row in range(heads.bottom + 1, last + 1):
        if _ends(rows, row):
            break
        if row not in rows.rows and not _covered(rows, row, heads):
            blank += 1
            if blank > _MOST_BLANK:
                break
            continue
        line = _line(rows, row, heads, side)
        if line is None:
            break
        blank = 0
        used.add(row)
        if _divides(rows, line):
            dividers[len(monies)] = line.label
        else:
            monies.append(line)
    if not monies:
        return None
    total = next((money for money in monies if role("rows", money.label.text) == "total"), monies[0])
    at = monies.index(total)
    others = [money for money in monies if money is not total]
    starts = sorted({number - (number > at) for number in dividers})
    unit = _unit(rows, heads, side)
    budget = Budget(
        total=total,
        parts=tuple(others),
        splits=tuple(split_up(total, others, starts, unit)),
        heading=side or heads.columns["executed"],
        points=_points(rows, heads, side),
        unit=unit,
    )
    return MoneyBlock(budget, frozenset(used), tuple(rows.rows[heads.row]))


def _side(rows: GridRows, heads: _Heads) -> Cell | None:
    """The heading of the block at its side: the nearest text left of its first column."""
    return next((cell for cell in reversed(rows.rows[heads.row]) if cell.column < heads.first), None)


def _ends(rows: GridRows, row: int) -> bool:
    """Whether another part of the form begins in *row*."""
    for cell in rows.rows.get(row, ()):
        if cell.row != row:
            continue
        label = inline(cell.text)[0] or cell.text
        if any(is_label(label, name) for name in _ENDS) or role("columns", cell.text) in ("level1", "level2"):
            return True
    return False


def _covered(rows: GridRows, row: int, heads: _Heads) -> bool:
    """Whether a merge from above reaches into the amounts of *row*."""
    return any(
        rows.grid.at(row, heads.columns[name].column).row > heads.bottom
        and not rows.grid.at(row, heads.columns[name].column).blank
        for name in _AMOUNTS
        if name in heads.columns
    )


def _line(rows: GridRows, row: int, heads: _Heads, side: Cell | None) -> Money | None:
    """The line in *row*; None where it is none: no label of its own, and no amount."""

    def cell(name: str) -> Cell | None:
        head = heads.columns.get(name)
        return rows.grid.at(row, head.column) if head is not None else None

    label = _label(rows, row, heads)
    amounts = [amount for name in _AMOUNTS if (amount := cell(name)) is not None]
    # Words where amounts belong: another table of the form has begun (资金管理情况 | 情况说明).
    other = label is None or any(_words(amount) and amount.row == row for amount in amounts)
    if other and all(_amount(amount) is None for amount in amounts):
        return None
    label = label if label is not None else side or heads.columns["executed"]
    return Money(
        label=label,
        initial=cell("initial"),
        budget=cell("budget"),
        executed=cell("executed"),
        weight=cell("weight"),
        rate=cell("rate"),
        score=cell("score"),
        reason=cell("reason"),
    )


def _words(cell: Cell) -> bool:
    """Whether the cell holds a text that is no amount and no placeholder for one."""
    return (
        not cell.blank and not cell.error and not cell.pending and not is_filler(cell.text, "value_or_none")
    )


def _label(rows: GridRows, row: int, heads: _Heads) -> Cell | None:
    """The label of a money line: the nearest text left of the first amount that does not come down from above."""
    for column in range(heads.first - 1, 0, -1):
        cell = rows.grid.at(row, column)
        if cell.row > heads.row and not cell.blank:
            return cell if cell.row == row else None
    return None


def _divides(rows: GridRows, line: Money) -> bool:
    """Whether the line holds no amount and says that the same money is split anew (按支出性质)."""
    amounts = (line.initial, line.budget, line.executed)
    return (
        role("rows", line.label.text) == "divides"
        and not line.label.text.strip().startswith("其中")
        and all(amount is None or amount.blank for amount in amounts)
    )


def _points(rows: GridRows, heads: _Heads, side: Cell | None) -> Decimal | None:
    """The points in the headings of the block: at its side, over weight or score, or anywhere left of the amounts."""
    texts = [side.text] if side is not None else []
    texts += [heads.columns[name].text for name in ("weight", "score") if name in heads.columns]
    texts += [cell.text for cell in rows.rows[heads.row] if cell.column < heads.first]
    return next((value for value in map(points, texts) if value is not None), None)


def _unit(rows: GridRows, heads: _Heads, side: Cell | None) -> MoneyUnit:
    """元, 万元 or 亿元: as the headings say, else a line "单位：元" above them, else 万元."""
    texts = [cell.text for row in (heads.row, heads.bottom) for cell in rows.rows.get(row, ())]
    texts += [side.text] if side is not None else []
    for row in range(heads.row - 1, max(heads.row - 8, 0), -1):
        texts += [cell.text for cell in rows.rows.get(row, ()) if "单位" in cell.text and "元" in cell.text]
    for text in texts:
        plain = squeeze(text)
        for unit in ("亿元", "万元", "元"):
            if any(mark in plain for mark in (f"({unit}", f"{unit})", f"单位:{unit}", f"单位{unit}")):
                return unit
    return "万元"


def split_up(
    total: Money, lines: Sequence[Money], starts: Sequence[int] = (), unit: MoneyUnit = "万元"
) -> list[Split]:
    """Which of *lines* add up to which: the total's parts, the parts of a part, and second splits of the same money.

    *starts*: where a line without amounts (按支出性质) begins a split anew. Where nothing adds up the lines are the
    total's parts, 其中 below another part apart.
    """
    bounds = [*(starts if starts and starts[0] == 0 else [0, *starts]), len(lines)]
    blocks = [list(lines[low:high]) for low, high in itertools.pairwise(bounds) if high > low]
    if len(lines) > _MOST_LINES:
        return [Split(total, tuple(block)) for block in blocks]
    if len(blocks) == 1:
        blocks = _twice(total, blocks[0], unit)
    found: list[Split] = []
    for block in blocks:
        found += _nested(total, block, unit)
    return found


def _sums(lines: Sequence[Money], unit: MoneyUnit) -> dict[str, Decimal]:
    """The sum of each money column over *lines*, columns without an amount left out."""
    sums: dict[str, Decimal] = {}
    for column in _AMOUNTS:
        amounts = [_amount(getattr(line, column), unit) for line in lines]
        given = [amount for amount in amounts if amount is not None]
        if given:
            sums[column] = sum(given, ZERO)
    return sums


def _adds_up(whole: Money, lines: Sequence[Money], unit: MoneyUnit) -> bool:
    """Whether every money column of *lines* adds up to that of *whole*, 0.01 a line for rounding."""
    sums, wanted = _sums(lines, unit), _sums([whole], unit)
    compared = [name for name in sums if name in wanted]
    return bool(compared) and all(abs(sums[name] - wanted[name]) <= _CENT * len(lines) for name in compared)


def _twice(total: Money, lines: list[Money], unit: MoneyUnit) -> list[list[Money]]:
    """Two splits of the same money one below the other, where each adds up to the total and both do not together."""
    if _adds_up(total, lines, unit) or not any(_sums([total], unit).values()):
        return [lines]
    for cut in range(1, len(lines)):
        if _adds_up(total, lines[:cut], unit) and _adds_up(total, lines[cut:], unit):
            return [lines[:cut], lines[cut:]]
    return [lines]


def _nested(total: Money, lines: list[Money], unit: MoneyUnit) -> list[Split]:
    if not lines:
        return []
    if _adds_up(total, lines, unit):
        return [Split(total, tuple(lines))]
    top: list[Money] = []
    below: list[Split] = []
    at = 0
    while at < len(lines):
        end = _end_of_parts(lines, at, unit)
        top.append(lines[at])
        if end > at + 1:
            below.append(Split(lines[at], tuple(lines[at + 1 : end])))
        at = end
    if below and (
        _adds_up(total, top, unit) or any(_is_part_of_part(split.parts[0], lines) for split in below)
    ):
        return [Split(total, tuple(top)), *below]
    return [Split(total, tuple(lines))]


def _is_part_of_part(line: Money, lines: list[Money]) -> bool:
    return line is not lines[0] and key(line.label.text).startswith("其中")


def _end_of_parts(lines: list[Money], at: int, unit: MoneyUnit) -> int:
    """Behind the last line that belongs to the parts of the one at *at*: its own next line where it has none."""
    if not any(_sums([lines[at]], unit).values()):
        return at + 1
    for end in range(at + 2, len(lines) + 1):
        if _adds_up(lines[at], lines[at + 1 : end], unit) and (
            end > at + 2 or key(lines[at + 1].label.text).startswith("其中")
        ):
            return end
    if at + 1 < len(lines) and _is_part_of_part(lines[at + 1], lines):
        return at + 2
    return at + 1
