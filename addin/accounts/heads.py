"""What stands above a table's first line: year, money unit, name of the unit, and the headings of the columns.

>>> amount("1,688.19"), amount("—"), amount("1,688.l9")
((Decimal('1688.19'), ''), (Decimal('0'), ''), (None, '1,688.l9'))
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from addin.accounts.model import WAN, Figure, Said
from addin.accounts.titles import Region
from addin.accounts.vocabulary import first_match, named, tight, word
from addin.grid import Cell
from udfs.decimals import ZERO, D

_NUMBER = re.compile(r"[-+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|[-+]?\.\d+")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?:年度?|$)")
_MONEY = re.compile(r"(?:单位|币种)[:：]?(?:人民币)?(万元|元)|^[(（]?(万元|元)[)）]?$|[(（](万元|元)[)）]$")
_UNIT = re.compile(
    r"^(?:编制|填报|公开)?(?:单位|部门)(?:名称)?[:：](.+)$|^(?:编制|填报|公开)(?:单位|部门)[:：]?(.+)$"
)


@dataclass(frozen=True, slots=True)
class Head:
    """Year texts ("2024年度"), the text that names the money unit, and the unit's name."""

    years: tuple[Said, ...]
    money: Said | None
    wan: bool
    unit: str


def head(region: Region, first_heading: int) -> Head:
    """The head of a table: its title and what stands between it and the headings (row *first_heading*)."""
    years, money, unit, wan = [], None, "", True
    for said in region.cells():
        if said.row > first_heading:
            break
        text = tight(said.text)
        if said.row < first_heading or said.row == region.top:
            match = _YEAR.search(text)
            if match:
                years.append(Said(said.row, said.column, match[0]))
        if said.row > region.top and money is None:
            match = _MONEY.search(text)
            if match:
                name = match[1] or match[2] or match[3]
                money, wan = Said(said.row, said.column, name), name == "万元"
        match = _UNIT.match(text)
        if match and not unit and not _MONEY.search(text):
            unit = match[1] or match[2]
    return Head(tuple(years), money, wan, unit)


def amount(text: str) -> tuple[Decimal | None, str]:
    """The number that an amount cell shows, with "" ; (0, "") for no money; (None, text) for what is no number."""
    plain = re.sub("[－–—−―]", "-", tight(text)) if any(mark in text for mark in "－–—−―") else text.strip()
    if word("blank").fullmatch(tight(text)):
        return ZERO, ""
    if any(ord(character) > 127 for character in plain):
        plain = tight(plain)
    return (D(plain.replace(",", "")), "") if _NUMBER.fullmatch(plain) else (None, text)


def figure(region: Region, row: int, column: int, wan: bool) -> Figure:
    """The amount cell at a place of the region."""
    grid = region.grid
    cell = grid.at(row, column) if grid.own(row, column) else Cell(row, column)
    if cell.number is not None:
        text, value = cell.text.strip(), cell.number
    elif cell.pending:
        return Figure(grid.name, row, column, "=" + cell.formula, None, wan, region.kind)
    else:
        known, _ = amount(cell.text)
        blank = not cell.error and word("blank").fullmatch(tight(cell.text)) is not None
        text = "" if blank else cell.text.strip()
        if known is None or cell.error:
            return Figure(grid.name, row, column, text or cell.error, None, wan, region.kind)
        value = known
    return Figure(grid.name, row, column, text, value if wan else value / WAN, wan, region.kind)


def paths(region: Region, first: int, last: int) -> dict[int, list[str]]:
    """For each column the distinct texts of rows *first* … *last* (merges expanded), top to bottom."""
    found: dict[int, list[str]] = {}
    for column in region.columns():
        texts: list[str] = []
        for row in range(first, last + 1):
            text = re.sub(r"\([万元]+\)$", "", tight(region.grid.at(row, column).text))
            if text and text not in texts and not text.isdigit():
                texts.append(text)
        found[column] = texts
    return found


def column_role(kind: str, side: str, path: list[str]) -> str:
    """Which money column of the table the headings *path* names, or ""."""
    patterns = named(kind, "columns", side) if side else named(kind, "columns")
    if any(text.startswith(("其中", "#其中")) for text in path[-1:]):
        return ""
    for text in reversed(path[-2:] if path[-1:] and path[-1] in ("小计", "合计") else path[-1:]):
        plain = re.sub(r"^(其中[:：])", "其中", text)
        role = first_match(patterns, plain)
        if role and not (text in ("小计", "合计") and len(path) > 1 and first_match(patterns, path[-2])):
            return role
    nameless = word("nameless")
    names = [text for text in path if not nameless.fullmatch(text)]
    return first_match(patterns, names[-1]) if names and names[-1] != path[-1] else ""
