"""What target and actual cells say, with the sign and the unit that stand in columns of their own.

>>> from addin.grid import Grid
>>> grid = Grid.from_table("表", [["≥", "0.4", "%", "0.1"], ["反向", "10", "天", "8天"]])
>>> cells = [[grid.at(row, column) for column in (2, 1, 3, 4)] for row in (1, 2)]
>>> [target_text(*row[:3]) for row in cells], str(read_actual(cells[0][3], cells[0][2]))
(['≥0.4%', '≤10天'], '0.1%')
"""

from __future__ import annotations

import dataclasses

from addin.grid import Cell
from addin.reading.heads import sign_of
from addin.reading.labels import is_filler
from udfs.deadlines import Deadline
from udfs.decimals import HUNDRED, plain
from udfs.normalise import normalise
from udfs.target import Target, parse


def target_text(target: Cell, sign: Cell | None, unit: Cell | None) -> str:
    """The target as one text, where 指标性质 (≥) and 度量单位 (%) have columns of their own."""
    text = _with_unit(target.text.strip(), unit)
    if text and sign is not None and not sign.blank:
        operator = sign_of(sign.text)
        if operator and not parse(target.text).op:
            text = operator + text
    return text


def _with_unit(text: str, unit: Cell | None) -> str:
    """*text* with the unit of its column, where it is a bare number."""
    if not text or unit is None or is_filler(unit.text, "value_or_none"):
        return text
    bare = normalise(text).replace(".", "").lstrip("-≥≤<>=")
    return text + unit.text.strip() if bare.isascii() and bare.isdigit() else text


def read_target(target: Cell, sign: Cell | None, unit: Cell | None) -> Target:
    """What the target's cells say together."""
    text = target_text(target, sign, unit)
    return read_value(target) if text == target.text.strip() else _stored(parse(text), target)


def read_actual(actual: Cell, unit: Cell | None) -> Target:
    """What the actual says; the unit column serves it as well: 0.1 under % is 0.1 %."""
    text = _with_unit(actual.text.strip(), unit)
    return read_value(actual) if text == actual.text.strip() else _stored(parse(text), actual)


def read_value(cell: Cell) -> Target:
    """What a target or actual cell says; a stored number counts, not the digits that its format leaves of it."""
    if cell.error:
        return Target(cell.text, "blank")
    if cell.date is not None:
        date = cell.date
        return Target(cell.text, "date", op="=", date=Deadline(date.year, date.month, date.day, False))
    # An accounting format shows a stored 0 as a dash.
    dash = cell.number is not None and not any(character.isdigit() for character in cell.text)
    return _stored(parse(plain(cell.number) if dash and cell.number is not None else cell.text), cell)


def _stored(read: Target, cell: Cell) -> Target:
    if cell.number is None or read.kind != "number" or read.multiplier != 1:
        return read
    number = cell.number * HUNDRED if cell.percent else cell.number
    if number == read.number:
        return read
    return dataclasses.replace(read, number=number)
