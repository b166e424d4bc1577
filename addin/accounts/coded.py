"""Tables with a code a line (T2 T3 T5 T7 T8): codes merged or in three columns, numbers or text, 合计 first or last.

>>> joined([(1, "208"), (2, "5"), (3, "1")], "")
'2080501'
>>> joined([(1, "2080101")], "")
'2080101'
"""

from __future__ import annotations

import re
from decimal import Decimal

from addin.accounts.heads import column_role, figure, head, paths
from addin.accounts.model import Kind, Line, Said, Table
from addin.accounts.titles import Region
from addin.accounts.vocabulary import bare_name, tight, word
from addin.grid import Cell

LENGTHS = (3, 5, 7)
_IN_HEAD = re.compile(r"单位[:：]|部门[:：]|金额单位|公开\d\d|^(?:20\d\d)年度?$|^[(]?万?元[)]?$|单位名称")
_CODE_AND_NAME = re.compile(r"(\d{7}|\d{5}|\d{3})[-—_.、:]?([^\d].*)")


def code_text(cell: Cell) -> str:
    """The digits of a code cell, or ""."""
    if cell.number is not None:
        whole = cell.number.to_integral_value()
        return format(whole, "f") if whole == cell.number and whole > Decimal(0) else ""
    text = tight(cell.text)
    return text if text.isascii() and text.isdigit() else ""


def joined(pieces: list[tuple[int, str]], before: str) -> str:
    """A code from its pieces by column, left to right; *before*, the last code, helps out a lone 款 or 项."""
    code = ""
    for _, piece in pieces:
        if len(piece) in LENGTHS and (not code or piece.startswith(code)):
            code = piece
        elif not code and before and len(piece) <= 2:
            code = before[: 3 if pieces[0][0] == 2 else 5] + piece.zfill(2)
        else:
            code += piece.zfill(2)
    return code if len(code) in LENGTHS else ""


def read_coded(region: Region) -> Table | None:
    """The table in the region, or None where it has no lines and no headings of its kind."""
    kind: Kind = region.kind  # type: ignore[assignment]
    heading = _name_heading(region)
    if heading is None:
        return None
    row, name = heading
    top = _first_heading(region, row)
    codes = _code_columns(region, top, row, name)
    first = next((r for r in range(row + 1, region.bottom + 1) if _is_line(region, r, codes, name)), None)
    last = (first or _foot(region, row)) - 1
    roles: dict[int, str] = {}
    for column, path in paths(region, top, last).items():
        role = column_role(kind, "", path) if column > name else ""
        if role and role not in roles.values():
            roles[column] = role
    if not roles:
        return None
    said = head(region, top)
    lines = _lines(region, first, codes, name, roles, said.wan) if first else []
    bottom = max((line.row for line in lines), default=last)
    return Table(
        kind, region.grid.name, region.title, region.top, region.left, bottom, max(roles), tuple(lines), tuple(roles.values()),
        said.years, said.money, said.wan, said.unit, notes(region, bottom),
    )  # fmt: skip


def notes(region: Region, bottom: int) -> tuple[Said, ...]:
    """The sentences of the region's cells (title aside), long enough to say something."""
    return tuple(said for said in region.cells()[1:] if len(said.text) > 6 and not said.text[0].isdigit())


def _name_heading(region: Region) -> tuple[int, int] | None:
    pattern = word("name_column")
    for said in region.cells()[1:]:
        if pattern.fullmatch(tight(said.text)):
            return said.row, said.column
    for said in region.cells()[1:]:
        if tight(said.text) in ("项目", "科目") and said.row > region.top:
            return said.row, said.column
    return None


def _first_heading(region: Region, row: int) -> int:
    """The first row of the headings: up from the name's heading to the head (编制单位, year, money unit) or a blank row."""
    top = row
    for above in range(row - 1, max(region.top, row - 4), -1):
        texts = [text for column in region.columns() if (text := tight(region.grid.at(above, column).text))]
        if not texts or any(_IN_HEAD.search(text) for text in texts):
            break
        top = above
    return top


def _code_columns(region: Region, top: int, row: int, name: int) -> list[int]:
    skip = word("skip_column")
    found = []
    for column in range(region.left, name):
        texts = [tight(region.grid.at(at, column).text) for at in range(top, row + 3)]
        if not any(skip.fullmatch(text) and text != "栏次" for text in texts if text):
            found.append(column)
    return found


def _own(region: Region, row: int, column: int) -> Cell:
    return region.grid.at(row, column) if region.grid.own(row, column) else Cell(row, column)


def _pieces(region: Region, row: int, codes: list[int]) -> list[tuple[int, str]]:
    found = []
    for index, column in enumerate(codes, 1):
        piece = code_text(_own(region, row, column))
        if piece:
            found.append((index, piece))
    return found


def _total_cell(region: Region, row: int, codes: list[int], name: int) -> int:
    """The column of the label 合计 in a row, or 0."""
    total = word("total")
    return next(
        (column for column in [name, *codes] if total.fullmatch(tight(_own(region, row, column).text))), 0
    )


def _is_line(region: Region, row: int, codes: list[int], name: int) -> bool:
    if _total_cell(region, row, codes, name):
        return True
    pieces = _pieces(region, row, codes)
    if pieces and len(pieces[0][1]) in LENGTHS:
        return True
    return not codes and _CODE_AND_NAME.fullmatch(tight(_own(region, row, name).text)) is not None


def _foot(region: Region, row: int) -> int:
    """The row of the first note below the headings, where a table has no line at all."""
    for said in region.cells():
        if said.row > row and len(said.text) > 12:
            return said.row
    return region.bottom + 1


def _lines(
    region: Region, first: int, codes: list[int], name: int, roles: dict[int, str], wan: bool
) -> list[Line]:
    lines: list[Line] = []
    before = ""
    for row in range(first, region.bottom + 1):
        code, said, role, at = "", tight(_own(region, row, name).text), "", name
        total = _total_cell(region, row, codes, name)
        if total:
            role, at = "total", total
        else:
            code = joined(_pieces(region, row, codes), before)
            match = _CODE_AND_NAME.fullmatch(said)
            if match:
                code, said = code or match[1], match[2]
            if not code or (not said and not _has_money(region, row, roles)):
                continue
            before = code
            at = codes[0] if codes else name
        figures = {role_: figure(region, row, column, wan) for column, role_ in roles.items()}
        lines.append(Line(row, bare_name(said), figures, code, role, cell=(row, at)))
    return lines


def _has_money(region: Region, row: int, roles: dict[int, str]) -> bool:
    return any(not _own(region, row, column).blank for column in roles)
