"""The indicator table of a form, and the columns beside it that help filling in.

One array formula a table gives the scores, one the arithmetic in words: a call a column, not a call a row. A row that has a
direction or a level of its own is scored beside the form (另计), and only then.

>>> from udfs.scheme import load_scheme
>>> from workbook_templates.layout import load_layout
>>> aside_columns(load_layout("zhongwei-2024"), load_scheme("zhongwei-2024"))
{'direction': 11, 'level': 12, 'share': 13, 'own': 14, 'words': 15}
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from udfs.decimals import plain
from udfs.functions import Result
from udfs.scheme import Scheme
from workbook_templates import formulas
from workbook_templates.formulas import RowSpots
from workbook_templates.hints import Hints
from workbook_templates.layout_model import Group, Layout
from workbook_templates.pen import Area, Pen, Shown
from workbook_templates.plan import PlannedGroup, Slot

# Headings of the columns beside the form: the reader knows them by 辅助列. Widths in characters.
_ASIDE = {
    "weight": ("辅助列\n（分值）", 8),
    "direction": ("辅助列\n（方向）", 9),
    "level": ("辅助列\n（档次）", 18),
    "share": ("辅助列\n（档内%）", 9),
    "own": ("辅助列\n（另计）", 9),
    "words": ("辅助列（算式）", 46),
}


@dataclass(frozen=True, slots=True)
class Block:
    """A table as drawn: the ranges of its columns, its weights and scores, whether any actual is filled in."""

    bottom: int
    actual: Area
    weight: Area
    score: Area
    weights: tuple[Decimal | None, ...]
    scores: tuple[Result, ...]
    filled: bool


def aside_columns(layout: Layout, scheme: Scheme) -> dict[str, int]:
    """The columns beside the form, one left free between; a 分值 column only where the form prints none."""
    names = [name for name in _ASIDE if name != "weight" or scheme.weights_on_form == "heading"]
    return {name: len(layout.widths) + 1 + n for n, name in enumerate(names)}


def aside_widths(columns: dict[str, int]) -> dict[int, int]:
    """How wide the columns beside the form are."""
    return {column: _ASIDE[name][1] for name, column in columns.items()}


class TableDrawing:
    """Draws one table."""

    def __init__(self, pen: Pen, layout: Layout, scheme: Scheme, aside: dict[str, int], hints: Hints) -> None:
        self.pen, self.layout, self.scheme, self.hints = pen, layout, scheme, hints
        self.columns = {name: column.cell.columns for name, column in layout.columns.items()}
        self.aside = {name: (column, column) for name, column in aside.items()}
        if "weight" in self.aside:
            self.columns["weight"] = self.aside["weight"]

    def draw(self, row: int, groups: list[PlannedGroup]) -> Block:
        """Heading row and rows, from *row* on."""
        self._head(row)
        top = row + 1
        slots = [slot for group in groups for kind in group.kinds for slot in kind.slots]
        bottom = row + len(slots)
        if self.layout.side is not None:
            first, last = self.layout.side.columns
            self.pen.put(Area(row, first, bottom, last), self.layout.side.content, "label")
        self._levels(top, groups)
        for at, slot in enumerate(slots, top):
            self._slot(at, slot)
        return self._live(top, bottom, slots)

    def _head(self, row: int) -> None:
        self.pen.height(row, self.layout.head_height)
        for column in self.layout.columns.values():
            first, last = column.cell.columns
            self.pen.put(Area(row, first, row, last), column.cell.content, "label")
        for name, (column_, _) in self.aside.items():
            self.pen.put(Area(row, column_), _ASIDE[name][0], "aside")

    def _levels(self, top: int, groups: list[PlannedGroup]) -> None:
        at = top
        methods: list[tuple[int, str]] = []
        for planned in groups:
            first = at
            for kind in planned.kinds:
                end = at + len(kind.slots) - 1
                self.pen.put(self._area("level2", at, end), kind.name, "label")
                at = end + 1
            self.pen.put(self._area("level1", first, at - 1), planned.group.heading, "label")
            if planned.group.method or not methods:
                methods.append((first, planned.group.method))
            if "weight" in self.aside:
                self.hints.points_colour(self._area("weight", first, at - 1), plain(_points(planned.group)))
        if "method" in self.columns:
            ends = [start for start, _ in methods[1:]] + [at]
            for (start, text), end in zip(methods, ends, strict=True):
                self.pen.put(self._area("method", start, end - 1), text, "small")

    def _area(self, name: str, top: int, bottom: int) -> Area:
        columns = self.columns.get(name) or self.aside[name]
        return Area(top, columns[0], bottom, columns[1])

    def _slot(self, row: int, slot: Slot) -> None:
        self.pen.height(row, self.layout.height)
        given = slot.given
        put = self.pen.put
        left = "left" if self.layout.numbered else "label"
        put(self._area("name", row, row), slot.name, left, unlocked=True)
        put(self._area("target", row, row), given.target if given else "", "label", unlocked=True, number="@")
        put(self._area("actual", row, row), given.actual if given else "", "label", unlocked=True, number="@")
        style = "aside_input" if "weight" in self.aside else "label"
        put(self._area("weight", row, row), slot.weight, style, unlocked=True)
        if "note" in self.columns:
            put(self._area("note", row, row), given.note if given else "", "left", unlocked=True)
        share: Shown = given.share if given else None
        put(self._area("direction", row, row), given.direction if given else "", "aside_input", unlocked=True)
        put(self._area("level", row, row), given.level if given else "", "aside_input", unlocked=True)
        put(self._area("share", row, row), share, "aside_input", unlocked=True)

    def _live(self, top: int, bottom: int, slots: list[Slot]) -> Block:
        names = ("target", "actual", "weight", "direction", "level", "share", "own", "score", "words")
        areas = {name: self._area(name, top, bottom) for name in names}
        scores, words = formulas.score_formulas(
            {name: Area(top, area.column, bottom, area.column).span for name, area in areas.items()}
        )
        values = [formulas.row_values(_spots(slot), self.scheme.id) for slot in slots]
        self.pen.live_column(areas["score"], scores, [score for _, score, _ in values], "label")
        self.pen.live_column(areas["words"], words, [said for _, _, said in values], "aside_text")
        for row, (own, _, _) in enumerate(values, top):
            cells = {name: Area(row, area.column).ref for name, area in areas.items()}
            self.pen.live(Area(row, areas["own"].column), formulas.own_formula(cells), own, "aside")
        self.hints.rows(areas["target"], areas["actual"])
        self.hints.weight(areas["weight"])
        self.hints.choices(areas["direction"], areas["level"], areas["share"])
        note = self._area("note", top, bottom) if "note" in self.columns else None
        self.hints.indicator_colours(areas["target"], areas["actual"], areas["weight"], areas["score"], note)
        return Block(
            bottom=bottom,
            actual=areas["actual"],
            weight=areas["weight"],
            score=areas["score"],
            weights=tuple(slot.weight for slot in slots),
            scores=tuple(score for _, score, _ in values),
            filled=any(slot.given is not None and slot.given.actual for slot in slots),
        )


def _points(group: Group) -> Decimal:
    return sum((kind.weight for kind in group.kinds), Decimal(0))


def _spots(slot: Slot) -> RowSpots:
    given = slot.given
    if given is None:
        return RowSpots("", "", slot.weight, "", "", None)
    return RowSpots(given.target, given.actual, slot.weight, given.direction, given.level, given.share)
