"""A layout file → a Layout; every key is checked, and the form against its scheme.

>>> parse_layout("widths = 3", "示例.toml")
Traceback (most recent call last):
...
workbook_templates.errors.TemplateError: 表样文件 示例.toml：键 widths 的值 3 不对 / layout file 示例.toml: key widths has a wrong value: 3
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import get_args

from udfs.cells import column_name
from udfs.decimals import D, plain
from udfs.scheme import SECTIONS, Scheme, load_scheme
from udfs.strict_toml import Table, TomlFile
from udfs.text import Text
from workbook_templates.errors import TemplateError
from workbook_templates.layout_model import (
    CellKind,
    CellStyle,
    Column,
    Group,
    Kind,
    Layout,
    LayoutCell,
    LayoutRow,
    MoneyRow,
    Orientation,
)

INPUTS = tuple(
    "project department unit body date goal goal_set goal_done reason measure basic projects sign filled_by phone signed".split()
)
AMOUNTS = ("initial", "budget", "executed")
COLUMNS = ("level1", "level2", "name", "weight", "target", "actual", "method", "score", "note")
PLACEHOLDERS = ("year", "project", "body", "total", "goal")
_PLACEHOLDER = re.compile(r"\{([^}]*)\}?")
_KINDS: tuple[CellKind, ...] = get_args(CellKind)
_STYLES: tuple[CellStyle, ...] = get_args(CellStyle)
_MONEY_ROWS: tuple[MoneyRow, ...] = get_args(MoneyRow)
_ORIENTATIONS: tuple[Orientation, ...] = get_args(Orientation)


def parse_layout(text: str, file: str) -> Layout:
    """The layout in TOML *text*; *file* is what messages call it. Raises TemplateError, SchemeError."""
    root = TomlFile(file, Text("表样文件", "layout file"), TemplateError).table(text)
    widths = root.take("widths", list)
    if not 4 <= len(widths) <= 26 or not all(type(width) is int and 1 <= width <= 100 for width in widths):
        raise root.wrong("widths", widths)
    reader = _Rows(len(widths))
    table = root.table("table")
    columns = reader.columns(table.table("columns"))
    side = reader.cell(table.table("side"), {}) if "side" in table.values else None
    layout = Layout(
        scheme=root.take("scheme", str),
        form=root.take("form", str),
        source=root.take("source", str),
        orientation=root.one_of("orientation", _ORIENTATIONS),
        widths=tuple(widths),
        amounts=root.get("amounts", "General", str),
        total=root.get("total", "General", str),
        top=reader.rows(root.some_tables("top")),
        before=reader.rows(table.tables_or_none("before")),
        side=side,
        columns=columns,
        groups=tuple(_group(group) for group in table.some_tables("groups")),
        goals=table.count("goals", 1, 12, 1),
        numbered=table.get("numbered", False, bool),
        height=table.count("height", 10, 400),
        head_height=table.count("head_height", 10, 400),
        foot=reader.rows(root.some_tables("foot")),
    )
    table.done()
    root.done()
    _fits(layout, load_scheme(layout.scheme), root)
    return layout


def _group(table: Table) -> Group:
    group = Group(
        section=table.one_of("section", SECTIONS),
        heading=table.take("heading", str),
        method=table.get("method", "", str),
        kinds=tuple(_kind(kind) for kind in table.some_tables("kinds")),
    )
    table.done()
    return group


def _kind(table: Table) -> Kind:
    weight = table.take("weight", int, Decimal)
    if not 0 < weight <= 100:
        raise table.wrong("weight", weight)
    kind = Kind(table.take("name", str), table.count("rows", 1, 50), D(weight))
    table.done()
    return kind


class _Rows:
    """Reads rows of cells over *width* columns, each place taken once."""

    def __init__(self, width: int) -> None:
        self.width = width

    def rows(self, tables: list[Table]) -> tuple[LayoutRow, ...]:
        taken: dict[int, int] = {}
        return tuple(self._row(table, taken) for table in tables)

    def _row(self, table: Table, taken: dict[int, int]) -> LayoutRow:
        """One row; *taken* says for how many rows, this one included, cells from above still fill a column."""
        row = LayoutRow(
            height=table.count("height", 10, 400, 20),
            line=table.one_of("line", _MONEY_ROWS, ""),
            cells=tuple(self.cell(cell, taken) for cell in table.some_tables("cells")),
        )
        for column in range(self.width):
            if not taken.get(column):
                raise table.error(
                    "cells",
                    Text(
                        f"没有占满：缺 {column_name(column + 1)} 列",
                        f"leave column {column_name(column + 1)} out",
                    ),
                )
            taken[column] -= 1
        if not row.line and any(cell.kind == "money" for cell in row.cells):
            raise table.error(
                "line",
                Text("缺失：有金额的行应写明是哪一行", "is missing: a row with amounts says which it is"),
            )
        table.done()
        return row

    def cell(self, table: Table, taken: dict[int, int]) -> LayoutCell:
        columns = self._columns(table)
        down = table.count("down", 1, 50, 1)
        for column in range(columns[0], columns[1] + 1):
            if taken.get(column):
                raise table.error(
                    "at",
                    Text(
                        f"与别的单元格重叠：{column_name(column + 1)} 列",
                        f"overlaps in column {column_name(column + 1)}",
                    ),
                )
            taken[column] = down
        kinds = [kind for kind in _KINDS if kind in table.values]
        if len(kinds) != 1:
            raise table.error(
                "", Text(f"应恰有一项：{'、'.join(_KINDS)}", f"should have one of {', '.join(_KINDS)}")
            )
        kind = kinds[0]
        allowed = {
            "input": INPUTS,
            "money": (*AMOUNTS, "weight", "rate", "score"),
            "total": ("weight", "score"),
        }
        content = table.one_of(kind, allowed[kind]) if kind in allowed else table.take(kind, str)
        for name in _PLACEHOLDER.findall(content):
            if name not in PLACEHOLDERS:
                raise table.error(
                    kind,
                    Text(
                        f"中的 {{{name}}} 无法识别，可用：{'、'.join(PLACEHOLDERS)}",
                        f"names {{{name}}}, not one of {', '.join(PLACEHOLDERS)}",
                    ),
                )
        cell = LayoutCell(
            columns=columns,
            down=down,
            kind=kind,
            content=content,
            style=table.one_of("style", _STYLES, "label"),
            before=table.get("before", "", str),
            blank=table.get("blank", "", str),
            number=table.get("number", False, bool),
        )
        table.done()
        return cell

    def _columns(self, table: Table) -> tuple[int, int]:
        at = table.take("at", str)
        first, _, last = at.partition(":")
        last = last or first
        letters = [column_name(number) for number in range(1, self.width + 1)]
        if first not in letters or last not in letters or first > last:
            raise table.wrong("at", at)
        return letters.index(first), letters.index(last)

    def columns(self, table: Table) -> dict[str, Column]:
        taken: dict[int, int] = {}
        found = {}
        for name in COLUMNS:
            if name in table.values:
                found[name] = Column(self.cell(table.table(name), taken))
            elif name not in ("weight", "method", "note"):
                raise table.error(name, Text("缺失，请补上", "is missing; add it"))
        table.done()
        return found


def _fits(layout: Layout, scheme: Scheme, root: Table) -> None:
    """The form must be the scheme's: a weight column where the scheme has one, its points, its scored money."""
    if ("weight" in layout.columns) != (scheme.weights_on_form == "column"):
        raise root.error(
            "table.columns.weight",
            Text("与口径的 weights_on_form 不符", "contradicts the scheme's weights_on_form"),
        )
    covered = [layout.side] if layout.side is not None else []
    covered += [column.cell for column in layout.columns.values()]
    missing = set(range(len(layout.widths))) - {
        at for cell in covered for at in range(cell.columns[0], cell.columns[1] + 1)
    }
    if missing:
        letter = column_name(min(missing) + 1)
        raise root.error("table.columns", Text(f"没有占满：缺 {letter} 列", f"leave column {letter} out"))
    cells = [cell for row in (*layout.top, *layout.before, *layout.foot) for cell in row.cells]
    inputs = {cell.content for cell in cells if cell.kind == "input"} | {"year", "total", "goal"}
    for name in {name for cell in cells for name in _PLACEHOLDER.findall(cell.content)} - inputs:
        raise root.error(
            "top", Text(f"用到 {{{name}}}，却没有这一项输入", f"name {{{name}}} but have no such input")
        )
    if not any(cell.kind == "total" and cell.content == "score" for cell in cells):
        raise root.error("foot", Text("没有总分", "have no total"))
    if layout.columns["score"].cell.columns[0] != layout.columns["score"].cell.columns[1]:
        raise root.error("table.columns.score", Text("应为一列", "should be one column"))
    has_score = any(
        cell.kind == "money" and cell.content == "score" for row in layout.top for cell in row.cells
    )
    if has_score != scheme.budget_scored:
        raise root.error(
            "top", Text("预算得分与口径的 budget.scored 不符", "contradicts the scheme's budget.scored")
        )
    points = (
        layout.goals * sum(kind.weight for group in layout.groups for kind in group.kinds)
        + scheme.budget_points
    )
    if points != 100:
        raise root.error(
            "table.groups",
            Text(
                f"的分值加预算分值为{plain(points)}，应为100",
                f"weigh {plain(points)} with the budget, not 100",
            ),
        )
    split = {
        section: sum(k.weight for g in layout.groups if g.section == section for k in g.kinds)
        for section in dict.fromkeys(group.section for group in layout.groups)
    }
    if scheme.weights_on_form == "heading" and split not in [dict(allowed) for allowed in scheme.sections]:
        raise root.error(
            "table.groups",
            Text("的分值与口径的 sections 不符", "do not weigh what the scheme's sections say"),
        )
