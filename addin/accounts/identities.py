"""The identities of the accounts, from identities.toml, laid over the tables that are there.

An identity is a sum of figures with signs that is 0 (or not below 0), within the tolerance of rounded amounts (尾差).

>>> len(declared()) > 50, declared()[0].code
(True, 'JX-K01')
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from addin.accounts.model import WAN, Accounts, Figure, Line, Table
from addin.accounts.vocabulary import short_name
from udfs.decimals import ZERO
from udfs.text import Text

Place = tuple[str, int, int]
ONE_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Term:
    """TABLE.line.column with its sign, as declared."""

    table: str
    line: str
    column: str
    sign: int


@dataclass(frozen=True, slots=True)
class Declared:
    """One entry of identities.toml; *table* is the one that it loops over."""

    code: str
    each: str
    columns: tuple[str, ...]
    left: Term
    right: tuple[Term, ...]
    relation: Literal["=", ">="]
    only_fiscal: bool
    where: str
    words: Text


@dataclass(frozen=True, slots=True)
class Identity:
    """left = (or ≥) the right figures with their signs. *tolerance* in 万元; *label* says which row and column."""

    code: str
    left: Figure
    right: tuple[tuple[int, Figure], ...]
    relation: Literal["=", ">="]
    tolerance: Decimal
    words: Text
    label: str
    line: tuple[str, str, str]  # table, line's key, column: what is one cause when a row is lost

    def difference(self, values: dict[Place, Decimal]) -> Decimal:
        """left − right."""
        return values[self.left.place] - sum((sign * values[f.place] for sign, f in self.right), ZERO)

    def holds(self, values: dict[Place, Decimal]) -> bool:
        """Whether it holds within its tolerance."""
        difference = self.difference(values)
        return difference >= -self.tolerance if self.relation == ">=" else abs(difference) <= self.tolerance

    def exact(self, values: dict[Place, Decimal]) -> bool:
        """Whether it holds to the last digit."""
        difference = self.difference(values)
        return difference >= 0 if self.relation == ">=" else difference == 0

    def terms(self) -> Iterator[tuple[int, Figure]]:
        """Every figure with its sign in left − right."""
        yield 1, self.left
        for sign, figure in self.right:
            yield -sign, figure


@cache
def declared() -> tuple[Declared, ...]:
    """Every identity as declared, an entry for several tables once a table."""
    raw = tomllib.loads(files("addin.accounts").joinpath("identities.toml").read_text("utf-8"))
    return tuple(one for item in raw["identity"] for one in _entries(item))


def _entries(item: dict[str, Any]) -> Iterator[Declared]:
    for table in item.get("tables", [""]):
        columns = item.get("columns", ())
        yield Declared(
            item["code"],
            item.get("each", "once"),
            ("all",) if columns == "all" else tuple(columns) or ("",),
            _term(item["left"], table),
            tuple(_term(text, table) for text in item["right"]),
            item.get("is", "="),
            item.get("only_fiscal", False),
            item.get("where", ""),
            Text(item["words"]["zh"], item["words"]["en"]),
        )


def _term(text: str, table: str) -> Term:
    sign = -1 if text.startswith("-") else 1
    name, line, column = text.lstrip("-").split(".")
    return Term(table if name == "@" else name, line, column, sign)


def identities(accounts: Accounts, passed_over: Iterable[str] = ()) -> list[Identity]:
    """Every identity of *accounts* with money in it, those with a cell that is no number and the tables *passed_over* left out."""
    without = set(passed_over)
    return [
        identity
        for entry in declared()
        if not without & {entry.left.table, *(term.table for term in entry.right)}
        for identity in _laid(entry, accounts)
    ]


def _laid(entry: Declared, accounts: Accounts) -> Iterator[Identity]:
    table = accounts.get(entry.left.table)
    if table is None or not _applies(entry, accounts):
        return
    columns = table.columns if entry.columns == ("all",) else entry.columns
    for line in _loop(entry.each, table):
        for column in columns:
            made = _identity(entry, accounts, (table, line, column))
            if made is not None:
                yield made


def _applies(entry: Declared, accounts: Accounts) -> bool:
    """Whether an entry for one form of T6 is for this one: one block 合计 | 人员经费 | 公用经费, or a list with one sum."""
    table = accounts.get("T6")
    if entry.where != "one_block" or table is None:
        return entry.where != "one_block"
    return "人员" in table.columns or (table.role("合计") is not None and table.role("人员经费") is None)


def _loop(each: str, table: Table) -> list[Line | None]:
    if each == "line":
        return [line for line in table.lines if line.code or line.role == "total"]
    if each == "side":
        return [line for line in table.lines if line.side == "right" and not line.part]
    if each in ("parent", "top"):
        parents = table.parents()
        if each == "top":
            return [table.lines[index] for index, parent in parents.items() if not parent]
        above = set(parents.values())
        return [line for line in _first_of_each(table.coded()) if line.code in above]
    return [None]


def _first_of_each(lines: list[Line]) -> list[Line]:
    return list({line.code: line for line in reversed(lines)}.values())[::-1]


def _identity(entry: Declared, accounts: Accounts, loop: tuple[Table, Line | None, str]) -> Identity | None:
    left = figures_of(entry.left, accounts, loop)
    right = [(term.sign, figure) for term in entry.right for figure in figures_of(term, accounts, loop)]
    if len(left) != 1 or not right or (entry.where == "all_terms" and len(right) < len(entry.right)):
        return None
    every = [left[0], *(figure for _, figure in right)]
    if any(figure.value is None for figure in every) or all(figure.blank for figure in every):
        return None
    if any(figure.column == left[0].column and figure.place == left[0].place for _, figure in right):
        return None
    relation = entry.relation
    if relation == ">=":
        if entry.only_fiscal and only_fiscal(accounts):
            relation = "="
        elif entry.only_fiscal and _negative_parts(accounts, loop[1]):
            return None
    table, line, column = loop
    key = (line.code or line.role or line.name) if line is not None else entry.left.line
    label = "".join(
        [short_name(table.kind), (line.code or (line.name if line.name else "合计")) if line is not None else "", f"（{column}）" if column else ""]
    )  # fmt: skip
    return Identity(
        entry.code, left[0], tuple(right), relation, _tolerance(accounts, every, right), entry.words, label,
        (table.kind, key, column),
    )  # fmt: skip


def _negative_parts(accounts: Accounts, line: Line | None) -> bool:
    """Whether the "≥" side (T3) holds a negative amount in the row: 红字冲回 of money that is not fiscal."""
    return line is not None and any(f.value is not None and f.value < 0 for f in line.figures.values())


def only_fiscal(accounts: Accounts) -> bool:
    """Whether T1 has no income but fiscal, no 使用非财政拨款结余, and the opening balance of T4."""
    t1, t4 = accounts.get("T1"), accounts.get("T4")
    if t1 is None or t4 is None:
        return False

    def value(table: Table, role: str) -> Decimal | None:
        line = table.role(role, "left")
        return line.figures["金额"].value if line is not None and "金额" in line.figures else ZERO

    others = ("上级补助", "事业", "经营", "附属", "其他", "使用结余")
    return all(value(t1, role) == 0 for role in others) and value(t1, "年初") == value(t4, "年初")


def _tolerance(accounts: Accounts, every: list[Figure], right: list[tuple[int, Figure]]) -> Decimal:
    """max(u, u/2 × (n + 1)) for a sum of n amounts, u for an equality; in 元 to the cent nothing."""
    if all(not figure.wan for figure in every):
        unit = ZERO if accounts.places >= 2 else Decimal(1).scaleb(-accounts.places) / WAN
    else:
        unit = ONE_CENT if accounts.places >= 2 else Decimal(1).scaleb(-max(accounts.places, 0))
    terms = sum(not figure.blank for _, figure in right)
    return unit if len(right) == 1 else max(unit, unit / 2 * (terms + 1))


Finder = Callable[[Table, "Line | None"], list[Line]]


def figures_of(term: Term, accounts: Accounts, loop: tuple[Table, Line | None, str]) -> list[Figure]:
    table = accounts.get(term.table)
    if table is None:
        return []
    column = loop[2] if term.column == "@" else term.column
    lines = _select(term.line, table, loop[1], loop[0])
    return [line.figures[column] for line in lines if column in line.figures]


def _select(name: str, table: Table, line: Line | None, own: Table) -> list[Line]:
    """The lines of *table* that a selector names."""
    if line is not None and name in ("@", "@name", "children"):
        return _by_line(name, table, line, own)
    if name == "tops":
        return [table.lines[index] for index, parent in table.parents().items() if not parent]
    if name == "others":
        parents = table.parents()
        return [
            table.lines[index]
            for index, parent in parents.items()
            if not parent and table.lines[index].code not in ("301", "303")
        ]
    if name.startswith("code:"):
        return [one for one in table.coded() if one.code == name[5:]][:1]
    side, _, role = name.rpartition(":")
    if role in ("above", "between"):
        return list(_between(table, side, role))
    found = table.role(role, side)  # type: ignore[arg-type]
    return [found] if found is not None else []


def _by_line(name: str, table: Table, line: Line, own: Table) -> list[Line]:
    if name == "children":
        parents = table.parents()
        return [table.lines[index] for index, parent in parents.items() if parent == line.code]
    if table is own:
        return [line]
    if name == "@name":
        wanted = plain_name(line.name)
        return [one for one in table.lines if one.side == "right" and plain_name(one.name) == wanted][:1]
    if line.role == "total":
        found = table.role("total")
        return [found] if found is not None else []
    return [one for one in table.coded() if one.code == line.code][:1]


def plain_name(name: str) -> str:
    """A class's name for comparing: without 支出, 等, 的, brackets and punctuation; old names as the new ones.

    >>> plain_name("文化体育与传媒支出") == plain_name("文化旅游体育与传媒支出")
    True
    """
    bare = re.sub(r"\([^()]*\)|支出$|[、，,的等]", "", name.replace("（", "(").replace("）", ")"))
    bare = re.sub(r"支出$", "", bare)
    return _OLD_NAMES.get(bare, bare)


_OLD_NAMES = {
    "文化体育与传媒": "文化旅游体育与传媒",
    "医疗卫生与计划生育": "卫生健康",
    "医疗卫生": "卫生健康",
    "国土海洋气象": "自然资源海洋气象",
    "资源勘探信息": "资源勘探工业信息",
    "资源勘探电力信息": "资源勘探工业信息",
}


def _between(table: Table, side: str, which: str) -> Iterator[Line]:
    """The lines above a side's sum of the year, or those between it and 总计; parts are no terms."""
    past = False
    for line in table.lines:
        if line.side != side:
            continue
        if line.role in ("本年收入", "本年支出"):
            past = True
            continue
        if line.role == "总计":
            return
        if not line.part and past == (which == "between"):
            yield line
