"""Tables with two sides (T1 T4): income on the left, spending on the right, with or without 行次.

>>> from addin.accounts.titles import regions
>>> from addin.grid import Grid
>>> grid = Grid.from_table("总表", [["收入支出决算总表"], ["项目", "金额", "项目", "金额"], ["五、事业收入", 5, "一、教育支出", 5],
...     ["本年收入合计", 5, "本年支出合计", 5], ["总计", 5, "总计", 5]])
>>> [(line.side, line.name, line.role) for line in read_two_sided(regions(grid)[0]).lines][:3]
[('left', '事业收入', '事业'), ('right', '教育支出', ''), ('left', '本年收入合计', '本年收入')]
"""

from __future__ import annotations

import re

from addin.accounts.coded import notes
from addin.accounts.heads import column_role, figure, head, paths
from addin.accounts.model import Kind, Line, Side, Table
from addin.accounts.titles import Region
from addin.accounts.vocabulary import bare_name, first_match, named, tight, word
from addin.grid import Cell

_PART = re.compile(
    r"^(其中|#)|^(基本支出|项目支出)结转|^项目支出结转和结余|^经营结余$|^(交纳|提取).*(所得税|基金|结余)"
)
_SIDE_NAME = re.compile("项目|收入项目|支出项目|收入|支出|项目.{0,8}(分类|科目).{0,3}")


def read_two_sided(region: Region) -> Table | None:
    """The table in the region, or None where it has not two sides."""
    kind: Kind = region.kind  # type: ignore[assignment]
    found = _sides(region)
    if found is None:
        return None
    row, left, right = found
    first, last = _first_line(region, row, left, right)
    top = row - 1 if row - 1 > region.top and _is_side_heading(region, row - 1) else row
    roles = _roles(region, kind, (left, right), (row, last))
    if not all(roles):
        return None
    said = head(region, top)
    lines: list[Line] = []
    for at in range(first, region.bottom + 1):
        for side, name_column, columns in (("left", left, roles[0]), ("right", right, roles[1])):
            line = _line(region, kind, side, (at, name_column), columns, said.wan)  # type: ignore[arg-type]
            if line is not None:
                lines.append(line)
    lines = _trimmed(_with_parts(lines))
    bottom = max((line.row for line in lines), default=last)
    money = tuple(dict.fromkeys([*roles[0].values(), *roles[1].values()]))
    return Table(
        kind, region.grid.name, region.title, region.top, region.left, bottom, max([*roles[0], *roles[1]]), tuple(lines),
        money, said.years, said.money, said.wan, said.unit, notes(region, bottom),
    )  # fmt: skip


def _is_side_heading(region: Region, row: int) -> bool:
    texts = [tight(region.grid.at(row, column).text) for column in region.columns()]
    return any(_SIDE_NAME.fullmatch(text) for text in texts if text)


def _sides(region: Region) -> tuple[int, int, int] | None:
    """The row of the headings and the columns of the two names."""
    for pattern in (re.compile("项目.{0,12}"), _SIDE_NAME):
        for row in range(region.top + 1, min(region.bottom, region.top + 12) + 1):
            at = [
                column
                for column in region.columns()
                if region.grid.own(row, column) and pattern.fullmatch(tight(region.grid.at(row, column).text))
            ]
            if len(at) >= 2:
                return row, at[0], at[1]
    return None


def _first_line(region: Region, row: int, left: int, right: int) -> tuple[int, int]:
    """The first row of the lines, and the last of the headings."""
    skip = word("skip_column")
    for at in range(row + 1, region.bottom + 1):
        for column in (left, right):
            cell = region.grid.at(at, column)
            text = tight(cell.text) if cell.row == at else ""
            if text and not skip.fullmatch(text) and not _SIDE_NAME.fullmatch(text):
                return at, at - 1
    return region.bottom + 1, row


def _roles(
    region: Region, kind: str, names: tuple[int, int], rows: tuple[int, int]
) -> tuple[dict[int, str], dict[int, str]]:
    """The money columns of both sides by column. Of several columns on one side those under 决算数 count."""
    left, right = names
    third = _third(region, rows[0], right)
    path = paths(region, *rows)
    found: list[dict[int, str]] = []
    for side, columns in (("left", range(left + 1, right)), ("right", range(right + 1, third))):
        roles: dict[int, str] = {}
        final = [c for c in columns if any(word("final").fullmatch(text) for text in path[c])]
        for column in final if len(final) < len(columns) and final else columns:
            if any(word("skip_column").fullmatch(text) and text != "栏次" for text in path[column]):
                continue
            role = column_role(kind, side, path[column])
            if role and role not in roles.values():
                roles[column] = role
        found.append(roles)
    return found[0], found[1]


def _third(region: Region, row: int, right: int) -> int:
    """Where a third side (支出按经济分类) begins, or the end of the region."""
    for column in range(right + 1, region.right + 1):
        if region.grid.own(row, column) and re.fullmatch(
            "项目.{0,12}", tight(region.grid.at(row, column).text)
        ):
            return column
    return region.right + 1


def _line(
    region: Region, kind: str, side: Side, at: tuple[int, int], columns: dict[int, str], wan: bool
) -> Line | None:
    row, column = at
    cell = region.grid.at(row, column) if region.grid.own(row, column) else Cell(row, column)
    text = tight(cell.text)
    figures = {role: figure(region, row, money, wan) for money, role in columns.items()}
    if len(text) > 40 or (re.match(r"注\d?[:：.]|说明[:：]|本表|备注", text)):
        return None
    if not text and all(item.blank for item in figures.values()):
        return None
    part = _PART.match(re.sub(r"^\d+[.、]", "", text)) is not None
    name = bare_name(text)
    role = "" if part else first_match(named(kind, side), name)
    return Line(row, name, figures, "", role, side, part, at)


def _with_parts(lines: list[Line]) -> list[Line]:
    """Below 本年收入合计 the names of the three funds mean parts of the opening balance; on the right likewise."""
    below: dict[str, bool] = {"left": False, "right": False}
    result = []
    for line in lines:
        if line.role in ("本年收入", "本年支出"):
            below[line.side] = True
        elif below[line.side] and re.match("一般公共预算|政府性基金|国有资本", line.name):
            role = next(
                name for name in ("一般公共预算", "政府性基金", "国有资本") if line.name.startswith(name[:4])
            )
            line = Line(line.row, line.name, line.figures, "", "年初" + role, line.side, True, line.cell)
        result.append(line)
    return result


def _trimmed(lines: list[Line]) -> list[Line]:
    """The lines down to each side's 总计; a role that stands twice belongs to the first line."""
    result: list[Line] = []
    ended: set[str] = set()
    seen: set[tuple[str, str]] = set()
    for line in lines:
        if line.side in ended:
            continue
        if line.role == "总计":
            ended.add(line.side)
        if line.role and (line.side, line.role) in seen:
            line = Line(line.row, line.name, line.figures, "", "", line.side, line.part, line.cell)
        seen.add((line.side, line.role))
        result.append(line)
    return result
