"""Grids → the tables of the accounts, each kind once.

>>> from addin.grid import Grid
>>> grid = Grid.from_table("总表", [["收入支出决算总表"], ["项目", "金额", "项目", "金额"], ["五、事业收入", 5, "一、教育支出", 5]])
>>> [(table.kind, table.range) for table in tables_in([grid])]
[('T1', 'A1:D3')]
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from addin.accounts.coded import read_coded
from addin.accounts.detail import read_detail
from addin.accounts.model import WAN, Accounts, Table
from addin.accounts.three_costs import read_three_costs
from addin.accounts.titles import Region, regions
from addin.accounts.two_sided import read_two_sided
from addin.accounts.vocabulary import vocabulary
from addin.grid import Grid

_READERS = {
    "coded": read_coded,
    "two_sided": read_two_sided,
    "detail": read_detail,
    "three_costs": read_three_costs,
}


def tables_in(grids: Iterable[Grid]) -> list[Table]:
    """Every table of the nine kinds on the sheets, in order; where a kind stands twice, the one that says more."""
    found: list[Table] = []
    for grid in grids:
        for region in regions(grid):
            table = _read(region)
            if table is not None:
                found.append(table)
    return _units([table for table in found if table is _best(found, table.kind)])


def _units(tables: list[Table]) -> list[Table]:
    """A table that names no money unit has the one that the others name."""
    said = [table.wan for table in tables if table.money is not None]
    if not said or said.count(False) <= said.count(True):
        return tables
    return [table if table.money is not None else _in_yuan(table) for table in tables]


def _in_yuan(table: Table) -> Table:
    lines = tuple(
        replace(
            line,
            figures={
                key: replace(f, wan=False, value=f.value / WAN if f.value is not None else None)
                for key, f in line.figures.items()
            },
        )
        for line in table.lines
    )
    return replace(table, lines=lines, wan=False)


def _read(region: Region) -> Table | None:
    return _READERS[vocabulary()[region.kind]["shape"]](region)


def _best(tables: list[Table], kind: str) -> Table:
    """Of the tables of a kind the one with the column 本年收入 (both forms of T8 stand in some books), then with money."""
    same = [table for table in tables if table.kind == kind]
    return max(same, key=lambda table: ("收入" in table.columns and kind == "T8", not table.empty))


def accounts_of(tables: Iterable[Table]) -> Accounts:
    """The set of these tables, with the decimals (at most 2) that its amounts are printed with."""
    by_kind = {table.kind: table for table in tables}
    places = 0
    for table in by_kind.values():
        for figure in table.figures():
            if figure.value is not None and figure.text:
                places = max(places, len(figure.text.partition(".")[2].rstrip("%")))
    return Accounts(by_kind, min(places, 2))
