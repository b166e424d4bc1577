"""Conditional formats: rules by formula or by value, each over a range, with a look of its own.

rule = sheet["B2:B9"].conditional_formats.add_custom("=B2>$A$1", fill_color=(255, 199, 206))
rule.formula; rule.fill_color; rule.delete()
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from addin.libreoffice.engine.base import CalcError, Rgb, engine_class, enum, lacking, rgb
from udfs.text import Text

if TYPE_CHECKING:
    from addin.libreoffice.engine.book import Book
    from addin.libreoffice.engine.range import Range

# com.sun.star.sheet.ConditionEntryType
_TYPES = {0: "", 1: "color_scale", 2: "data_bar", 3: "icon_set"}
_EXPRESSION = 24
_OPERATORS = {
    0: "equal_to",
    1: "less_than",
    2: "greater_than",
    3: "less_than_or_equal",
    4: "greater_than_or_equal",
    5: "not_equal_to",
    6: "between",
    7: "not_between",
}
_NUMBERS = {name: number for number, name in _OPERATORS.items()}
# The styles that hold a rule's look: those made here, and those LibreOffice makes when it reads a file.
_LOOK = re.compile(r"JX-CF-.*|(?:Ext)?ConditionalStyle_\d+")
_LOOKS = {
    "fill_color": "CellBackColor",
    "font_color": "CharColor",
    "font_bold": "CharWeight",
    "font_italic": "CharPosture",
}


@engine_class
class ConditionalFormat(base_classes.ConditionalFormat):
    """One rule: an entry of one of Calc's conditional formats, seen from a range."""

    def __init__(
        self, seen_from: Range, format_: Any, index: int, siblings: list[ConditionalFormat] | None = None
    ) -> None:
        """*siblings*: the rules of the same format that were found together; deleting one moves those after it."""
        self._from, self._format, self._index = seen_from, format_, index
        self._siblings = [] if siblings is None else siblings
        self._siblings.append(self)

    @property
    def _entry(self) -> Any:
        return self._format.getByIndex(self._index)

    @property
    def api(self) -> Any:
        return self._entry

    @property
    def type(self) -> str:
        entry = self._entry
        kind = _TYPES.get(entry.getType(), "unknown")
        if kind:
            return kind
        operator = entry.Operator
        return "custom" if operator == _EXPRESSION else "cell_value" if operator in _OPERATORS else "unknown"

    # Calc applies the first rule that holds and no other.
    stop_if_true = True

    def _formula(self, number: int) -> str:
        text = str(getattr(self._entry, f"Formula{number}"))
        return self._from.sheet.book.formulas.excel(text, native=True) or "=" + text

    @property
    def operator(self) -> str | None:
        return _OPERATORS[self._entry.Operator] if self.type == "cell_value" else None

    @property
    def formula1(self) -> str | None:
        return self._formula(1) if self.type == "cell_value" else None

    @property
    def formula2(self) -> str | None:
        return self._formula(2) if self.operator in ("between", "not_between") else None

    @property
    def formula(self) -> str | None:
        return self._formula(1) if self.type == "custom" else None

    def _look(self, name: str) -> Any:
        if self.type not in ("cell_value", "custom"):
            return None
        style = _styles(self._from).getByName(self._entry.StyleName)
        given = style.getPropertyState(_LOOKS[name]).value == "DIRECT_VALUE"
        return getattr(style, _LOOKS[name]) if given else None

    @property
    def fill_color(self) -> Rgb | None:
        return rgb(self._look("fill_color"))

    @property
    def font_color(self) -> Rgb | None:
        return rgb(self._look("font_color"))

    @property
    def font_bold(self) -> bool | None:
        weight = self._look("font_bold")
        return None if weight is None else weight > 100

    @property
    def font_italic(self) -> bool | None:
        posture = self._look("font_italic")
        return None if posture is None else posture.value != "NONE"

    def set(self, changes: Mapping[str, Any]) -> None:
        self._from.sheet.require_unprotected()
        entry = self._entry
        look = {name: getattr(self, name) for name in _LOOKS}
        for name, value in changes.items():
            if name == "operator":
                entry.Operator = _NUMBERS[value]
            elif name in ("formula", "formula1", "formula2"):
                number = "Formula2" if name == "formula2" else "Formula1"
                setattr(entry, number, self._from.sheet.book.formulas.plain(value) if value else "")
            elif name in _LOOKS:
                look[name] = value
        if look.keys() & changes.keys():
            old = entry.StyleName
            entry.StyleName = _style(self._from, look)
            _forget(self._from, old)

    def delete(self) -> None:
        self._from.sheet.require_unprotected()
        if not all(self._from.covers(area) for area in self._format.Range.getRangeAddresses()):
            lacking("ConditionalFormat", "delete (for a part of the rule's range)")
        _forget(self._from, self._entry.StyleName if self.type in ("cell_value", "custom") else "")
        formats = self._from.sheet.uno.ConditionalFormats
        rest = [self._format.getByIndex(i) for i in range(self._format.getCount()) if i != self._index]
        self._siblings.remove(self)
        if rest:
            # UNO's own way to take one entry out of a format raises an error: a new format takes the others.
            if any(entry.getType() for entry in rest):
                lacking("ConditionalFormat", "delete (beside a colour scale, data bar or icon set)")
            made = new_format(formats, self._format.Range)
            for index, entry in enumerate(rest):
                _fill(made, index, entry.Operator, entry.StyleName, entry.Formula1, entry.Formula2)
            for rule in self._siblings:
                rule._format, rule._index = made, rule._index - (rule._index > self._index)
        formats.removeByID(self._format.ID)


def new_format(formats: Any, ranges: Any) -> Any:
    """A new conditional format of a sheet over UNO ranges, still without rules."""
    number = formats.createByRange(ranges)
    return next(made for made in reversed(formats.getConditionalFormats()) if number == made.ID)


def _fill(format_: Any, index: int, operator: int, style: str, formula1: str, formula2: str | None) -> None:
    """Append a rule to a conditional format."""
    format_.createEntry(0, index)
    entry = format_.getByIndex(index)
    entry.Operator, entry.StyleName, entry.Formula1 = operator, style, formula1
    if formula2:
        entry.Formula2 = formula2


@engine_class
class ConditionalFormats(base_classes.ConditionalFormats):
    """The rules that apply to cells of a range."""

    def __init__(self, area: Range) -> None:
        self._area = area

    @property
    def api(self) -> Any:
        return self._area.sheet.uno.ConditionalFormats

    @property
    def parent(self) -> Range:
        return self._area

    def __iter__(self) -> Iterator[ConditionalFormat]:
        for format_ in self.api.getConditionalFormats():
            if any(self._area.meets(area) for area in format_.Range.getRangeAddresses()):
                siblings: list[ConditionalFormat] = []
                for index in range(format_.getCount()):
                    ConditionalFormat(self._area, format_, index, siblings)
                yield from list(siblings)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __call__(self, key: int) -> ConditionalFormat:
        return list(self)[key - 1]

    def __contains__(self, key: int) -> bool:
        return 1 <= key <= len(self)

    def add_custom(self, spec: Mapping[str, Any]) -> ConditionalFormat:
        return self._add(spec, _EXPRESSION, spec["formula"], None)

    def add_cell_value(self, spec: Mapping[str, Any]) -> ConditionalFormat:
        return self._add(spec, _NUMBERS[spec["operator"]], spec["formula1"], spec["formula2"])

    def _add(
        self, spec: Mapping[str, Any], operator: int, formula1: str, formula2: str | None
    ) -> ConditionalFormat:
        area = self._area
        area.sheet.require_unprotected()
        if area.sheet.book.formulas.calc(formula1) is None:
            raise CalcError(Text(f"条件格式的公式不能识别：{formula1}", f"unreadable rule: {formula1}"))
        ranges = area.sheet.book.uno.createInstance("com.sun.star.sheet.SheetCellRanges")
        ranges.addRangeAddress(area.uno.RangeAddress, False)
        made = new_format(self.api, ranges)
        plain = area.sheet.book.formulas.plain
        _fill(made, 0, operator, _style(area, spec), plain(formula1), plain(formula2) if formula2 else None)
        return ConditionalFormat(area, made, 0)

    def clear(self) -> None:
        self._area.sheet.require_unprotected()
        for rule in self:
            if rule.type in ("cell_value", "custom"):
                _forget(self._area, rule.api.StyleName)
        none = self._area.uno.ConditionalFormat
        none.clear()
        self._area.uno.ConditionalFormat = none


def _styles(area: Range) -> Any:
    return area.sheet.book.uno.StyleFamilies.getByName("CellStyles")


def _style(area: Range, look: Mapping[str, Any]) -> str:
    """The name of a cell style with this look, made where there is none yet."""
    told = {name: look[name] for name in _LOOKS if look.get(name) is not None}
    words = [
        "".join(f"{part:02X}" for part in value) if isinstance(value, tuple) else str(value)
        for value in told.values()
    ]
    name = "JX-CF-" + "-".join(f"{key}-{word}" for key, word in zip(told, words, strict=True))
    styles = _styles(area)
    if not styles.hasByName(name):
        style = area.sheet.book.uno.createInstance("com.sun.star.style.CellStyle")
        styles.insertByName(name, style)
        for key, value in told.items():
            if key.endswith("color"):
                red, green, blue = value
                setattr(style, _LOOKS[key], red << 16 | green << 8 | blue)
            elif key == "font_bold":
                style.CharWeight = 150.0 if value else 100.0
            else:
                style.CharPosture = enum("awt.FontSlant", "ITALIC" if value else "NONE")
    return name


def _forget(area: Range, name: str) -> None:
    """Remember that a rule no longer needs its style."""
    if _LOOK.fullmatch(name):
        area.sheet.book.idle_styles.add(name)


def drop_idle_styles(book: Book) -> None:
    """Take away the styles of deleted rules that no other rule uses: the file is then as it was before the rule."""
    if not book.idle_styles:
        return
    used = {
        entry.StyleName
        for sheet in book.uno.Sheets
        for format_ in sheet.ConditionalFormats.getConditionalFormats()
        for entry in (format_.getByIndex(index) for index in range(format_.getCount()))
        if entry.getType() == 0
    }
    styles = book.uno.StyleFamilies.getByName("CellStyles")
    for name in book.idle_styles - used:
        if styles.hasByName(name) and not styles.getByName(name).isInUse():
            styles.removeByName(name)
    book.idle_styles.clear()
