"""A number as printed: its value and how many decimals stand there.

A printed score is compared at its own decimals: 15.6 agrees with 15.6497, 18.94 with 18.9444.

    >>> number_in("98 分"), number_in("合格") is None
    (PrintedNumber(value=Decimal('98'), shown=Decimal('98'), places=0, percent=False), True)
    >>> number_in("15.6").agrees(D("15.6497")), number_in("15.6").agrees(D("15.54"))
    (True, False)
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from addin.grid import Cell
from addin.reading.labels import squeeze
from udfs.decimals import HUNDRED, D, decimals, half_up, tidy
from udfs.target import parse

_NUMBER = re.compile(r"(-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|-?\.\d+)(%|分)?")
# What a General cell shows beyond these decimals is the noise of a binary quotient.
_MOST_PLACES = 8


@dataclass(frozen=True, slots=True)
class PrintedNumber:
    """value: the stored number; shown: the number as it stands there; places: its decimals. Percentages: of 100."""

    value: Decimal
    shown: Decimal
    places: int
    percent: bool = False

    def agrees(self, exact: Decimal, places: int | None = None) -> bool:
        """Whether *exact*, rounded half up to the printed decimals (or to *places*), is what is printed."""
        at = self.places if places is None else places
        return half_up(exact, at) == half_up(self.shown, at)

    @property
    def significant(self) -> int:
        """The decimals that say something: 1 of 15.60."""
        return decimals(tidy(self.shown))

    def accuracy(self, exact: Decimal, most: int, places: int) -> str:
        """How a score as printed stands to the *exact* one: "" agrees, "review" agrees when rounded further, "error".

        *most*: the most decimals that the form's other scores have; *places*: the scheme's, which a score never needs
        more than (3.750 is 3.75).
        """
        if self.agrees(exact, min(self.places, places)):
            return "" if most <= self.places or self.agrees(exact, most) else "review"
        return "review" if self.agrees(exact, min(self.significant, places)) else "error"


@lru_cache(maxsize=8192)
def number_in(text: str) -> PrintedNumber | None:
    """The number that *text* is, "分" behind it allowed; None for any other text."""
    match = _NUMBER.fullmatch(squeeze(text))
    if match is None or len(match[1]) > 30:
        return None
    number = D(match[1].replace(",", ""))
    return PrintedNumber(number, number, decimals(number), match[2] == "%")


def printed(cell: Cell) -> PrintedNumber | None:
    """The number in *cell*: as shown, with the stored value behind it; None where it holds none."""
    if cell.error:
        return None
    shown = number_in(cell.text)
    if cell.number is None:
        return shown
    value = cell.number * HUNDRED if cell.percent else cell.number
    if shown is None or shown.places > _MOST_PLACES:
        places = min(decimals(value), _MOST_PLACES)
        return PrintedNumber(value, half_up(value, places), places, cell.percent)
    return PrintedNumber(value, shown.shown, shown.places, shown.percent)


_IN_YUAN = {"元": 1, "万元": 10_000, "亿元": 100_000_000}


def amount_in(cell: Cell, unit: str = "万元") -> Decimal | None:
    """An amount in the *unit* of its block: "15万" and "150000元" are both 15 where that is 万元."""
    number = printed(cell)
    if number is not None:
        return number.value
    read = parse(cell.text)
    if read.kind != "number" or read.number is None or read.unit not in ("", "元"):
        return None
    if not read.unit and read.multiplier == 1:
        return read.number
    return read.number * read.multiplier / _IN_YUAN[unit]


_BEHIND = re.compile(r"(-?\d+(?:\.\d+)?)分?(?:[(\[【/].*|[优良中差]|[,，;；].*)")


def total_in(text: str) -> PrintedNumber | None:
    """The number of a total, a grade, a remark or the most that can be had behind it: "97.4（优）", "97.4/100".

    >>> total_in("97.4（优）").value, total_in("97.4/100").value, total_in("95分").value
    (Decimal('97.4'), Decimal('97.4'), Decimal('95'))
    """
    number = number_in(text)
    if number is not None:
        return number
    match = _BEHIND.fullmatch(squeeze(text))
    return number_in(match[1]) if match else None
