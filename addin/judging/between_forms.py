"""X: between the forms of one workbook or folder: the same quantity must be the same number everywhere.

>>> from dataclasses import replace
>>> from udfs.decimals import D
>>> one = Quantity("a.xlsx", "表1", "F12", "G12", "培训人数", frozenset({"人社局"}), 2024, "人", D(300), D(311), "300人", "311人")
>>> other = replace(one, sheet="表2", actual=D(305), actual_text="305人")
>>> seen = Seen()
>>> seen.compare(one), [(f.code, f.sheet, f.cell) for f in seen.compare(other)]
([], [('JX-X01', '表2', 'G12')])
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from addin.judging.findings import Finding, finding
from addin.judging.judged import JudgedForm
from addin.reading.labels import squeeze
from udfs.text import Text
from udfs.units import base

_NUMBERING = re.compile(r"^(?:三级)?指标[\d一二三四五六七八九十]*[:：、.]|^[\d]+[、.)](?!\d)")


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


def quantities(judged: JudgedForm, path: str) -> list[Quantity]:
    """The rows of a form with a number of one unit for target and actual."""
    form = judged.form
    owners = frozenset(
        squeeze(field.text)
        for field in (form.department, form.unit, form.body)
        if field is not None and not field.blank
    )
    found = []
    for indicator in judged.rows:
        row, target, actual = indicator.row, indicator.target, indicator.row.actual
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
                name=_NUMBERING.sub("", squeeze(row.name)),
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
    """The quantities met so far, the first of each name and unit of measure for every unit (单位) that reports it."""

    def __init__(self) -> None:
        self._first: dict[tuple[str, str, int | None], list[Quantity]] = {}

    def compare(self, quantity: Quantity) -> list[Finding]:
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
