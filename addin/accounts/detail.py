"""T6, 基本支出 by economic code: one, two or three blocks 编码 | 名称 | 决算数 side by side, and the sums below them.

>>> from addin.accounts.titles import regions
>>> from addin.grid import Grid
>>> grid = Grid.from_table("表六", [["基本支出决算表"], ["科目编码", "科目名称", "决算数", "科目编码", "科目名称", "决算数"],
...     ["301", "工资福利支出", 5, "302", "商品和服务支出", 2], ["人员经费合计", "", 5, "公用经费合计", "", 2]])
>>> [(line.code or line.role, line.figures["决算"].text) for line in read_detail(regions(grid)[0]).lines]
[('301', '5'), ('302', '2'), ('人员经费', '5'), ('公用经费', '2')]
"""

from __future__ import annotations

from dataclasses import dataclass

from addin.accounts.coded import code_text, joined, notes
from addin.accounts.heads import column_role, figure, head, paths
from addin.accounts.model import Line, Table
from addin.accounts.titles import Region
from addin.accounts.vocabulary import bare_name, first_match, named, tight, word
from addin.grid import Cell


@dataclass(frozen=True, slots=True)
class _Block:
    codes: tuple[int, ...]
    name: int
    money: dict[int, str]


def read_detail(region: Region) -> Table | None:
    """The table in the region, or None where it has no block."""
    heading = _headings(region)
    if heading is None:
        return None
    row, names = heading
    top = row - 1 if row - 1 > region.top and not _is_head(region, row - 1) else row
    first = next((r for r in range(row + 1, region.bottom + 1) if _codes_in(region, r)), row + 1)
    blocks = _blocks(region, names, (row, first - 1), top)
    if not blocks:
        return None
    said = head(region, top)
    lines: list[Line] = []
    before = [""] * len(blocks)
    for at in range(first, region.bottom + 1):
        totals = _totals(region, at, blocks, said.wan)
        lines += totals
        for index, block in enumerate(blocks if not totals else ()):
            line = _line(region, at, block, before[index], said.wan)
            if line is not None:
                before[index] = line.code
                lines.append(line)
    if len(blocks) > 1:
        lines.sort(key=lambda line: bool(line.role))
    bottom = max((line.row for line in lines), default=row)
    columns = tuple(dict.fromkeys(role for block in blocks for role in block.money.values()))
    return Table(
        "T6", region.grid.name, region.title, region.top, region.left, bottom, max(max(b.money) for b in blocks), tuple(lines),
        columns, said.years, said.money, said.wan, said.unit, notes(region, bottom),
    )  # fmt: skip


def _headings(region: Region) -> tuple[int, list[int]] | None:
    pattern = word("name_column")
    for row in range(region.top + 1, min(region.bottom, region.top + 12) + 1):
        names = [
            column
            for column in region.columns()
            if region.grid.own(row, column) and pattern.fullmatch(tight(region.grid.at(row, column).text))
        ]
        if names:
            return row, names
    return None


def _is_head(region: Region, row: int) -> bool:
    """Whether a row is of the table's head (编制单位, 金额单位), not of its headings."""
    texts = [tight(region.grid.at(row, column).text) for column in region.columns()]
    return any("单位" in text or "公开" in text for text in texts)


def _codes_in(region: Region, row: int) -> bool:
    texts = [region.grid.at(row, column) for column in region.columns() if region.grid.own(row, column)]
    if any(word("total").fullmatch(tight(cell.text)) for cell in texts):
        return True
    return any(code_text(cell)[:1] == "3" and len(code_text(cell)) in (3, 5) for cell in texts)


def _blocks(region: Region, names: list[int], rows: tuple[int, int], top: int) -> list[_Block]:
    path = paths(region, top, rows[1])
    skip = word("skip_column")
    found: list[_Block] = []
    begin = region.left
    for index, name in enumerate(names):
        end = names[index + 1] if index + 1 < len(names) else region.right + 1
        money: dict[int, str] = {}
        next_codes = end
        for column in range(name + 1, end):
            role = column_role("T6", "", path[column])
            if money and any(word("code_column").fullmatch(text) for text in path[column][-1:]):
                next_codes = column
                break
            if role and role not in money.values():
                money[column] = role
        codes = tuple(
            column
            for column in range(begin, name)
            if not any(skip.fullmatch(text) and text != "栏次" for text in path[column])
        )
        if money:
            found.append(_Block(codes, name, money))
        begin = next_codes
    return found


def _own(region: Region, row: int, column: int) -> Cell:
    return region.grid.at(row, column) if region.grid.own(row, column) else Cell(row, column)


def _line(region: Region, row: int, block: _Block, before: str, wan: bool) -> Line | None:
    pieces = [
        (index, text)
        for index, column in enumerate(block.codes, 1)
        if (text := code_text(_own(region, row, column)))
    ]
    code = joined(pieces, before) if pieces else ""
    if len(code) not in (3, 5) or code[0] not in "35":
        return None
    name = bare_name(_own(region, row, block.name).text)
    figures = {role: figure(region, row, column, wan) for column, role in block.money.items()}
    return Line(row, name, figures, code, cell=(row, block.codes[0] if block.codes else block.name))


def _totals(region: Region, row: int, blocks: list[_Block], wan: bool) -> list[Line]:
    """The sums of a row: each label with the figure right of it (in a table of one block, by column)."""
    labels = []
    for column in region.columns():
        cell = _own(region, row, column)
        role = first_match(named("T6", "left"), tight(cell.text)) if cell.number is None else ""
        if role:
            labels.append((column, role))
    if len(blocks) == 1 and len(blocks[0].money) > 1:
        return [
            Line(row, role, {name: figure(region, row, at, wan) for at, name in blocks[0].money.items()}, "", role, cell=(row, column))
            for column, role in labels[:1]
        ]  # fmt: skip
    money = [column for block in blocks for column in block.money]
    found = []
    for index, (column, role) in enumerate(labels):
        end = labels[index + 1][0] if index + 1 < len(labels) else region.right + 1
        places = [at for at in range(column + 1, end) if at in money and region.grid.own(row, at)]
        filled = [at for at in range(column + 1, end) if not _own(region, row, at).blank]
        at = filled[0] if filled else places[-1] if places else 0
        if at:
            found.append(
                Line(row, role, {"决算": figure(region, row, at, wan)}, "", role, cell=(row, column))
            )
    return found
