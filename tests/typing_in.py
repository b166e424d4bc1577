"""A person at a blank template: types a form's inputs into its open cells, adds the rows that are wanting.

desk = opened(blank)
typed = type_in(desk, published)
typed.rows                                           # the sheet row of every indicator, in the form's order

Where the inputs stand follows from the layout; a 二级指标 in words of the form's own goes under the template's nearest.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal

import xlwings as xw
from desktop import answer
from published import Published

from addin.commands import COMMANDS, Desk
from udfs.decimals import half_up
from udfs.errors import ScoringError
from udfs.scheme import Scheme
from udfs.scoring import score_band, score_row
from workbook_templates.hints import TICKED
from workbook_templates.inputs import Indicator, Inputs
from workbook_templates.layout import load_layout
from workbook_templates.layout_model import LayoutRow
from workbook_templates.table import aside_columns

Place = tuple[int, int]


@dataclass(frozen=True)
class Kind:
    """A level 2 indicator of a blank template: its goal, section and name, its rows on the sheet."""

    goal: int
    section: str
    name: str
    top: int
    bottom: int


@dataclass
class Places:
    """Where a blank template takes its inputs: (row, column) from 1, by field, option, amount; goals in their order."""

    fields: dict[str, Place] = field(default_factory=dict)
    before: dict[str, str] = field(default_factory=dict)
    ticks: dict[str, Place] = field(default_factory=dict)
    money: dict[tuple[str, str], Place] = field(default_factory=dict)
    goals: list[Place] = field(default_factory=list)
    kinds: list[Kind] = field(default_factory=list)
    columns: dict[str, int] = field(default_factory=dict)

    def tables(self) -> list[tuple[int, int]]:
        """The first and the last row of every indicator table."""
        goals = {kind.goal for kind in self.kinds}
        rows = [[kind for kind in self.kinds if kind.goal == goal] for goal in sorted(goals)]
        return [(kinds[0].top, kinds[-1].bottom) for kinds in rows]


def places(scheme: Scheme) -> Places:
    """The places of the scheme's blank template."""
    layout = load_layout(scheme.id)
    found = Places()
    found.columns = {name: column + 1 for name, column in aside_columns(layout, scheme).items()}
    found.columns |= {name: column.cell.columns[0] + 1 for name, column in layout.columns.items()}
    found.fields["year"] = (1, found.columns["level"])
    row = 1
    for line in layout.top:
        _line(found, line, row)
        row += 1
    for goal in range(1, layout.goals + 1):
        for line in layout.before:
            _line(found, line, row)
            row += 1
        row += 1  # the headings
        for group in layout.groups:
            for kind in group.kinds:
                found.kinds.append(Kind(goal, group.section, kind.name, row, row + kind.rows - 1))
                row += kind.rows
    for line in layout.foot:
        _line(found, line, row)
        row += 1
    return found


def _line(found: Places, line: LayoutRow, row: int) -> None:
    for cell in line.cells:
        place = (row, cell.columns[0] + 1)
        if cell.kind == "tick":
            found.ticks[cell.content.strip()] = place
        elif cell.kind == "money":
            found.money[line.line, cell.content] = place
        elif cell.kind == "total":
            found.fields[f"total_{cell.content}"] = place
        elif cell.content == "goal":
            found.goals.append(place)
        elif cell.kind == "input" and cell.number:
            found.money[cell.content, "total"] = place
        elif cell.kind == "input":
            found.fields[cell.content] = place
            found.before[cell.content] = cell.before


@dataclass
class Typed:
    """The indicators that were typed, the sheet row of each, how many rows were inserted, and the places above the first."""

    indicators: list[Indicator]
    rows: list[int]
    inserted: int
    places: Places


def indicators(published: Published) -> list[Indicator]:
    """The form's indicators as a person enters them.

    Lines that nobody filled in are left out. A nameless one is named by its 二级指标, which the template does not let them change.
    A described result that is not the target word for word gets a level from the list, and the share that the form's own score
    says.
    """
    weights = _weights(published)
    found = []
    for number, given in enumerate(published.inputs.indicators):
        if not (given.target or given.actual):
            continue
        row = replace(given, name=given.name or given.level2, weight=weights[number])
        found.append(row if core(published, row) is not None else _with_level(published, row, number))
    return found


def _weights(published: Published) -> list[Decimal | None]:
    """The weights; one that several rows share is split to the cent, and the last row takes what is left."""
    weights = [row.weight for row in published.inputs.indicators]
    for line in published.judged.rows:
        if line.leads and line.weight is not None and len(line.group) > 1:
            part = half_up(line.weight / len(line.group), 2)
            for number in line.group[:-1]:
                weights[number] = part
            weights[line.group[-1]] = line.weight - part * (len(line.group) - 1)
    return weights


def _with_level(published: Published, row: Indicator, number: int) -> Indicator:
    lines = published.judged.rows
    line = next(line for line in lines if number in line.group and line.leads)
    if line.score is None or line.weight is None:
        return row
    share = half_up(line.score.value * 100 / line.weight, 2)
    band = next(band for band in published.scheme.bands if band.bottom <= share <= band.top)
    return replace(row, level=band.level, share=share)


def core(published: Published, row: Indicator) -> Decimal | None:
    """What the arithmetic gives for an indicator; None where it gives no score."""
    if row.weight is None:
        return None
    try:
        if row.level:
            return score_band(row.level, row.weight, published.scheme, row.share).value
        return score_row(row.target, row.actual, row.weight, published.scheme).value
    except ScoringError:
        return None


def type_in(desk: Desk, published: Published) -> Typed:
    """Type everything: what stands above and below the tables first, then the tables from below, so that nothing moves before."""
    where, given, sheet = places(published.scheme), published.inputs, desk.sheet
    for place, value in _inputs(where, given):
        sheet.range(place).value = value
    rows_given = indicators(published)
    by_kind: dict[Kind, list[int]] = {kind: [] for kind in where.kinds}
    for number, indicator in enumerate(rows_given):
        by_kind[nearest(where.kinds, indicator)].append(number)
    rows = [0] * len(rows_given)
    inserted = 0
    for kind in reversed(where.kinds):
        numbers = by_kind[kind]
        room = kind.bottom - kind.top + 1
        _indicators(sheet, where, kind.top, [rows_given[number] for number in numbers[:room]], room)
        for row in range(kind.bottom, kind.top + len(numbers) - 1):
            add_row(desk, row, where.columns["name"])
            _indicators(sheet, where, row + 1, [rows_given[numbers[row + 1 - kind.top]]], 1)
        more = max(0, len(numbers) - room)
        rows = [row + more if row else 0 for row in rows]
        for n, number in enumerate(numbers):
            rows[number] = kind.top + n
        inserted += more
    desk.app.calculate()
    return Typed(rows_given, rows, inserted, where)


def add_row(desk: Desk, row: int, column: int) -> None:
    """Select a cell of the row above and click 插入指标行."""
    desk.sheet.range((row, column)).select()
    answer(desk, "yes")
    COMMANDS["insert_row"](desk)


def nearest(kinds: list[Kind], indicator: Indicator) -> Kind:
    """The level 2 indicator of the template that shares the most signs with the form's, under the same heading."""
    same = [kind for kind in kinds if (kind.goal, kind.section) == (indicator.goal, indicator.section)]
    return next((kind for kind in same if kind.name == indicator.level2), None) or max(
        same, key=lambda kind: len(set(kind.name) & set(indicator.level2))
    )


def _inputs(where: Places, given: Inputs) -> Iterator[tuple[Place, str | float]]:
    """Every input above and below the tables, as it is typed."""
    if given.year is not None:
        yield where.fields["year"], given.year
    for name, text in given.fields.items():
        if text:
            yield where.fields[name], where.before[name] + text
    for option in given.ticked:
        yield where.ticks[option.strip()], option + TICKED
    for key, amount in given.money.items():
        yield where.money[key], float(amount)
    yield from zip(where.goals, given.goals, strict=False)


def _indicators(sheet: xw.Sheet, where: Places, top: int, given: list[Indicator], room: int) -> None:
    """Fill *room* rows from *top* on, a column at a time; a row too many loses the weight that the template gave it."""
    typed: dict[str, list[object]] = {
        "name": [row.name for row in given],
        "target": [row.target for row in given],
        "actual": [row.actual for row in given],
        "direction": [row.direction for row in given],
        "level": [row.level for row in given],
    }
    if "note" in where.columns:
        typed["note"] = [row.note for row in given]
    typed["weight"] = [float(row.weight) if row.weight is not None else None for row in given]
    typed["share"] = [float(row.share) if row.share is not None else None for row in given]
    for name, values in typed.items():
        column = where.columns[name]
        if name == "weight":
            values += [None] * (room - len(values))
        if any(value not in ("", None) for value in values) or name == "weight":
            sheet.range((top, column), (top + len(values) - 1, column)).value = [[value] for value in values]
