"""X: between the forms of one workbook or folder: the same quantity is the same number everywhere, a form stands once.

Of every form a trace is kept: whose it is, its quantities, and a checksum of every cell.

>>> from addin.judging.examples import example_form
>>> from addin.judging.judge import judge
>>> from addin.judging.recognise import recognise
>>> def trace(path, edits):
...     form = example_form(edits)
...     return trace_of(judge(form, recognise(form)), path)
>>> seen = Seen()
>>> seen.compare(trace("a.xlsx", {})), seen.compare(trace("c.xlsx", {"B3": "另一项目"}))
([], [])
>>> for edits in ({}, {"E9": "6期"}, {"B3": "另一培训", "E9": "6期"}):
...     print([(found.code, found.cell, found.message.en.partition("; ")[2]) for found in seen.compare(trace("b.xlsx", edits))])
[('JX-X12', 'B3', 'both say the same of all')]
[('JX-X12', 'B3', 'they differ first at E9')]
[('JX-X01', 'E9', '')]
"""

from __future__ import annotations

import dataclasses
import re
import struct
import zlib
from dataclasses import dataclass
from decimal import Decimal

from addin.grid import address
from addin.judging.findings import Finding, finding
from addin.judging.judged import JudgedForm
from addin.reading.form import Form
from addin.reading.labels import pattern, squeeze
from udfs.decimals import plain
from udfs.text import Text
from udfs.units import base

_NUMBERING = re.compile(r"^(?:三级)?指标[\d一二三四五六七八九十]*[:：、.]|^[\d]+[、.)](?!\d)")


# A cell of a trace: its row and column from the form's corner, and a checksum of what it holds.
_CELL = struct.Struct(">IHI")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A measured quantity of a form: what it is called, whose and when, and its numbers in one unit."""

    path: str
    sheet: str
    target_cell: str
    actual_cell: str
    name: str
    owners: frozenset[str]
    year: int | None
    unit: str
    target: Decimal
    actual: Decimal
    target_text: str
    actual_text: str


@dataclass(frozen=True, slots=True)
class Trace:
    """What is kept of a form to hold later ones against.

    identity     unit (单位), project (项目), kind and year; None where the form does not say whose it is
    cell         the cell of the project's name (on an overall form: the unit's)
    top, left    its upper left corner
    contents     its filled cells in their order, each as _CELL
    """

    path: str
    sheet: str
    cell: str
    found: str
    identity: tuple[str, str, str, int | None] | None
    top: int
    left: int
    contents: bytes
    quantities: tuple[Quantity, ...]


def trace_of(judged: JudgedForm, path: str) -> Trace:
    """The trace of a form in the file *path*."""
    form = judged.form
    named = form.body if form.kind == "overall" and form.body is not None else form.project
    blank = named is None or named.blank or named.cell.error
    unit = squeeze(form.unit_name)
    project = squeeze(form.project.text) if form.project is not None else ""
    return Trace(
        path=path,
        sheet=form.sheet,
        cell=named.cell.address if named is not None else "",
        found=named.text if named is not None else "",
        identity=None if blank or not unit else (unit, project, form.kind, form.year),
        top=form.top,
        left=form.left,
        contents=_contents(form),
        quantities=tuple(quantities(judged, path)),
    )


def _contents(form: Form) -> bytes:
    cells = (
        (row, column, plain(cell.number) if cell.number is not None else squeeze(cell.error or cell.text))
        for (row, column), cell in sorted(form.grid.cells.items())
        if form.top <= row <= form.bottom and form.left <= column <= form.right
    )
    return b"".join(
        _CELL.pack(row - form.top, column - form.left, zlib.crc32(text.encode()))
        for row, column, text in cells
        if text
    )


def quantities(judged: JudgedForm, path: str) -> list[Quantity]:
    """The rows of a form with a number of one unit for target and actual, whose name says which quantity it is."""
    form = judged.form
    owners = frozenset(
        squeeze(field.text)
        for field in (form.department, form.unit, form.body)
        if field is not None and not field.blank
    )
    found = []
    for indicator in judged.rows:
        row, target, actual = indicator.row, indicator.target, indicator.row.actual
        name = _NUMBERING.sub("", squeeze(row.name))
        if pattern("words", "generic").fullmatch(name):  # 服务对象满意度 of two projects are two quantities
            continue
        if (
            row.unused
            or row.nameless
            or indicator.standard
            or target.kind != "number"
            or actual.kind != "number"
        ):
            continue
        if target.sentence or actual.sentence or target.number is None or (pair := indicator.pair) is None:
            continue
        unit = base(Decimal(0), Decimal(1), target.unit or actual.unit)[1]
        found.append(
            Quantity(
                path=path,
                sheet=form.sheet,
                target_cell=row.target_cell.address,
                actual_cell=row.actual_cell.address,
                name=name,
                owners=owners,
                year=form.year,
                unit=unit + (f"/{target.per}" if target.per else ""),
                target=pair.target,
                actual=pair.actual,
                target_text=row.target_text,
                actual_text=row.actual_cell.text.strip(),
            )
        )
    return found


class Seen:
    """The forms met so far: the first of each identity, and of each quantity the first for every unit (单位)."""

    def __init__(self) -> None:
        self._first: dict[tuple[str, str, int | None], list[Quantity]] = {}
        self._forms: dict[tuple[str, str, str, int | None], Trace] = {}

    def compare(self, form: Trace) -> list[Finding]:
        """The findings of a form beside the earlier ones; where it is one of them again, that is the one finding."""
        if form.identity is not None:
            first = self._forms.get(form.identity, form)
            if first is form:  # its quantities are kept by name
                self._forms[form.identity] = dataclasses.replace(form, quantities=())
            # Without a year two forms may be those of two years, unless they say the same.
            if first is not form and (form.identity[-1] is not None or first.contents == form.contents):
                return [_twice(first, form)]
        return [found for quantity in form.quantities for found in self._compare(quantity)]

    def _compare(self, quantity: Quantity) -> list[Finding]:
        """The finding that *quantity* differs from the same one on an earlier form; it is remembered otherwise."""
        known = self._first.setdefault((quantity.name, quantity.unit, quantity.year), [])
        for first in known:
            if not first.owners & quantity.owners or (first.path, first.sheet) == (
                quantity.path,
                quantity.sheet,
            ):
                continue
            if (first.target, first.actual) == (quantity.target, quantity.actual):
                return []
            return [_differs(first, quantity)]
        known.append(quantity)
        return []


def _twice(first: Trace, second: Trace) -> Finding:
    """Two files or sheets hold the same form: whether they differ, and where first."""
    where = f"{first.path} {first.sheet}" if first.path != second.path else f"{first.sheet}!{first.cell}"
    at = _first_difference(first.contents, second.contents)
    if at is None:
        difference = Text("两份内容相同", "both say the same of all")
    else:
        cell = address(second.top + at[0], second.left + at[1])
        difference = Text(f"两份不同，最先在{cell}", f"they differ first at {cell}")
    return finding(
        "JX-X12",
        Text(
            f"与{where}是同一单位、同一项目、同一年度的表，{difference.zh}",
            f"the form of the same unit, project and year stands in {where}; {difference.en}",
        ),
        sheet=second.sheet,
        cell=second.cell,
        found=second.found,
    )


def _first_difference(first: bytes, second: bytes) -> tuple[int, int] | None:
    """The row and column, from the corner, of the first cell that is not the same on both; None where all are."""
    one, other = ({cell[:2]: cell[2] for cell in _CELL.iter_unpack(form)} for form in (first, second))
    differing = [place for place in one.keys() | other.keys() if one.get(place) != other.get(place)]
    return min(differing, default=None)


def _differs(first: Quantity, second: Quantity) -> Finding:
    """The same measured quantity stands on two forms with different targets or actuals."""
    other_target = first.target != second.target
    where = f"{first.sheet}!{first.target_cell if other_target else first.actual_cell}"
    if first.path != second.path:
        where = f"{first.path} {where}"
    was = f"{first.target_text} → {first.actual_text}"
    now = f"{second.target_text} → {second.actual_text}"
    return finding(
        "JX-X01",
        Text(
            f"“{second.name}”在{where}为{was}，这里为{now}",
            f"{second.name}: {was} at {where}, {now} here",
        ),
        sheet=second.sheet,
        cell=second.target_cell if other_target else second.actual_cell,
        found=second.target_text if other_target else second.actual_text,
        expected=first.target_text if other_target else first.actual_text,
    )
