"""Which rows the indicator table of a workbook has: the layout's, more of them, or those of given inputs.

More rows are dealt out one by one to the level 2 indicators (二级指标) from the first to the last, then round again: every
level 2 indicator grows alike, and the headings over it with it.

    >>> from workbook_templates.layout import load_layout
    >>> layout = load_layout("hubei-2020")
    >>> [len(kind.slots) for kind in plan(layout, None, 11)[0][0].kinds]
    [2, 2, 1, 1]
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from decimal import Decimal

from udfs.text import Text
from workbook_templates.errors import TemplateError
from workbook_templates.inputs import Indicator, Inputs
from workbook_templates.layout_model import Group, Layout

MOST_ROWS = 300


@dataclass(frozen=True, slots=True)
class Slot:
    """A row of the table: its name cell's text, its weight, and the indicator filled in, if any."""

    name: str
    weight: Decimal | None
    given: Indicator | None


@dataclass(slots=True)
class PlannedKind:
    """A level 2 indicator with its rows."""

    name: str
    slots: list[Slot] = field(default_factory=list)


@dataclass(slots=True)
class PlannedGroup:
    """A level 1 heading with its level 2 indicators."""

    group: Group
    kinds: list[PlannedKind] = field(default_factory=list)


def plan(layout: Layout, inputs: Inputs | None, rows: int | None) -> list[list[PlannedGroup]]:
    """The groups of every goal's table. Raises TemplateError for too few or too many *rows*, and inputs without a place."""
    given = inputs.indicators if inputs is not None else ()
    tables = [_given(layout, given, goal) if given else _blank(layout) for goal in range(1, layout.goals + 1)]
    kinds = [kind for table in tables for group in table for kind in group.kinds]
    has = sum(len(kind.slots) for kind in kinds)
    wanted = has if rows is None else rows
    if not has <= wanted <= MOST_ROWS:
        raise TemplateError(
            Text(
                f"指标行数应在{has}—{MOST_ROWS}之间，给出的是{wanted}",
                f"a form of this scheme has {has} to {MOST_ROWS} indicator rows, not {wanted}",
            )
        )
    for kind in itertools.islice(itertools.cycle(kinds), wanted - has):
        kind.slots.append(Slot("", None, None))
    if layout.numbered:
        for kind in kinds:
            last = len(kind.slots)
            kind.slots = [
                slot if slot.given is not None else Slot(_placeholder(n, last), slot.weight, None)
                for n, slot in enumerate(kind.slots, 1)
            ]
    return tables


def _placeholder(number: int, last: int) -> str:
    """What stands in a name cell of the official form until a name is written there."""
    return "……" if number == last and last > 1 else f"指标{number}："


def _blank(layout: Layout) -> list[PlannedGroup]:
    return [
        PlannedGroup(
            group,
            [
                PlannedKind(
                    kind.name, [Slot("", kind.weight if n == 0 else None, None) for n in range(kind.rows)]
                )
                for kind in group.kinds
            ],
        )
        for group in layout.groups
    ]


def _given(layout: Layout, indicators: tuple[Indicator, ...], goal: int) -> list[PlannedGroup]:
    """The given indicators under the layout's headings.

    On a form with numbered rows (指标1, 指标2, ……) all its rows stay; on others, headings and level 2 indicators that have none
    are left out.
    """
    sections = {group.section: PlannedGroup(group) for group in layout.groups}
    if layout.numbered:
        for planned in sections.values():
            planned.kinds = [PlannedKind(kind.name) for kind in planned.group.kinds]
    for indicator in indicators:
        if not 1 <= indicator.goal <= layout.goals or indicator.section not in sections:
            raise TemplateError(
                Text(
                    f"指标“{indicator.name}”在本表没有位置：目标{indicator.goal}、{indicator.section or '未注明一级指标'}",
                    f"the form has no place for {indicator.name!r}: goal {indicator.goal}, section {indicator.section!r}",
                )
            )
        if indicator.goal == goal:
            kinds = sections[indicator.section].kinds
            kind = next((kind for kind in kinds if kind.name == indicator.level2), None)
            if kind is None:
                kind = PlannedKind(indicator.level2)
                kinds.append(kind)
            kind.slots.append(Slot(indicator.name, indicator.weight, indicator))
    if layout.numbered:
        for planned in sections.values():
            for kind, official in zip(planned.kinds, planned.group.kinds, strict=False):
                kind.slots += [Slot("", None, None)] * (official.rows - len(kind.slots))
    return [group for group in sections.values() if group.kinds]
