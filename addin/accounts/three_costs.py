"""T9, the three costs (三公): 预算数 and 决算数 as two halves, as pairs, or an item a row.

>>> from addin.accounts.titles import regions
>>> from addin.grid import Grid
>>> grid = Grid.from_table("三公", [["财政拨款“三公”经费支出决算表"], ["合计", "", "公务接待费", ""],
...     ["预算数", "决算数", "预算数", "决算数"], [1, 2, 3, 4], [5, 6, 5, 6]], merges=["A2:B2", "C2:D2"])
>>> [(line.role, line.figures["接待"].text) for line in read_three_costs(regions(grid)[0]).lines]
[('预算', '5'), ('决算', '6')]
"""

from __future__ import annotations

import itertools
import re

from addin.accounts.coded import notes
from addin.accounts.heads import amount, figure, head, paths
from addin.accounts.model import Figure, Line, Table
from addin.accounts.titles import Region
from addin.accounts.vocabulary import bare_name, first_match, named, tight, word


def read_three_costs(region: Region) -> Table | None:
    """The table in the region, or None where neither 预算数 nor 决算数 stands above its items."""
    rows = [
        row
        for row in range(region.top + 1, min(region.bottom, region.top + 12) + 1)
        if any(_is_phase(tight(region.grid.at(row, column).text)) for column in region.columns())
    ]
    if not rows:
        return None
    table = _by_columns(region, rows[0]) or _by_rows(region, rows[0])
    if table is None:
        return None
    top, lines, right = table
    said = head(region, top)
    lines = [
        Line(line.row, line.name, {key: _in_unit(item, said.wan) for key, item in line.figures.items()}, "", line.role, cell=line.cell)
        for line in lines
    ]  # fmt: skip
    bottom = max(figure_.row for line in lines for figure_ in line.figures.values())
    columns = tuple(dict.fromkeys(key for line in lines for key in line.figures))
    return Table(
        "T9", region.grid.name, region.title, region.top, region.left, bottom, right, tuple(lines), columns,
        said.years, said.money, said.wan, said.unit, notes(region, bottom),
    )  # fmt: skip


def _in_unit(item: Figure, wan: bool) -> Figure:
    if wan or item.value is None:
        return item
    return Figure(item.sheet, item.row, item.column, item.text, item.value / 10_000, False, item.kind)


def _is_phase(text: str) -> bool:
    return bool(text) and (
        word("budget").fullmatch(text) is not None or word("final").fullmatch(text) is not None
    )


def _phase(path: list[str]) -> str:
    for text in path:
        if word("budget").fullmatch(text):
            return "预算"
        if word("final").fullmatch(text):
            return "决算"
    return ""


def _item(path: list[str]) -> str:
    names = [text for text in path if not _is_phase(text) and text not in ("项目", "栏次")]
    return first_match(named("T9", "columns"), names[-1]) if names else ""


def _by_columns(region: Region, row: int) -> tuple[int, list[Line], int] | None:
    top = row
    while top - 1 > region.top and _names_items(region, top - 1):
        top -= 1
    last = row
    while last + 1 <= region.bottom and (
        _names_items(region, last + 1) or (last == row and _is_phase_row(region, last + 1))
    ):
        last += 1
    path = paths(region, top, last)
    roles = {column: (_phase(texts), _item(texts)) for column, texts in path.items() if _phase(texts)}
    roles = {column: role for column, role in roles.items() if role[1]}
    if len({item for _, item in roles.values()}) < 2:
        return None
    data = next((at for at in range(last + 1, region.bottom + 1) if _is_data(region, at, list(roles))), None)
    at = data or next(
        row_ for row_ in range(last + 1, region.bottom + 2) if not _numbered(region, row_, list(roles))
    )
    lines = [
        Line(at, phase, {item: figure(region, at, column, True) for column, (p, item) in roles.items() if p == phase}, "", phase, cell=(at, min(roles)))
        for phase in ("预算", "决算")
    ]  # fmt: skip
    return top, [line for line in lines if line.figures], max(roles)


def _names_items(region: Region, row: int) -> bool:
    texts = [tight(region.grid.at(row, column).text) for column in region.columns()]
    return any(first_match(named("T9", "columns"), text) for text in texts if text)


def _is_phase_row(region: Region, row: int) -> bool:
    return any(_is_phase(tight(region.grid.at(row, column).text)) for column in region.columns())


def _is_data(region: Region, row: int, columns: list[int]) -> bool:
    """Whether a row holds the figures: not 栏次 (1 … 12), not a sentence merged over the width."""
    texts = [tight(region.grid.at(row, column).text) for column in columns if region.grid.own(row, column)]
    if _numbered(region, row, columns):
        return False
    values = [text for text in texts if text]
    return len(texts) > 1 and any(amount(text)[0] is not None or re.search(r"\d", text) for text in values)


def _numbered(region: Region, row: int, columns: list[int]) -> bool:
    texts = [tight(region.grid.at(row, column).text) for column in columns]
    return "栏次" in texts or _is_numbering([text for text in texts if text])


def _is_numbering(texts: list[str]) -> bool:
    """Whether a row is 栏次: 1, 2, 3 …, one or the other left out."""
    numbers = [int(text) for text in texts if text.isascii() and text.isdigit()]
    return (
        len(numbers) == len(texts) > 2
        and numbers[0] in (1, 2)
        and all(0 < after - before <= 2 for before, after in itertools.pairwise(numbers))
    )


def _by_rows(region: Region, row: int) -> tuple[int, list[Line], int] | None:
    """An item a row: 项目 | 预算数 | 决算数."""
    phases = {
        column: phase
        for column in region.columns()
        if (phase := _phase([tight(region.grid.at(row, column).text)])) and region.grid.own(row, column)
    }
    figures: dict[str, dict[str, Figure]] = {"预算": {}, "决算": {}}
    first = 0
    for at in range(row + 1, region.bottom + 1):
        names = (
            re.sub("^其中[:,]?", "", bare_name(region.grid.at(at, column).text))
            for column in range(region.left, min(phases))
        )
        item = next((role for name in names if (role := first_match(named("T9", "columns"), name))), "")
        first = first or (at if item else 0)
        for column, phase in phases.items():
            if item and item not in figures[phase]:
                figures[phase][item] = figure(region, at, column, True)
    lines = [
        Line(first, phase, found, "", phase, cell=(first, region.left))
        for phase, found in figures.items()
        if len(found) > 1
    ]
    return (row, lines, max(phases)) if lines else None
