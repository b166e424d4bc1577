"""Shares, rates and completions of the narrative: recomputed, and held against the printed percentage.

The inputs are rounded amounts (± half a unit); a percentage with two decimals or more may be off by one unit of its
last place: cut off instead of rounded, or moved so that shares make 100.

>>> verdict(D("97.51"), 2, [share((D("10855.22"), D("0.005")), (D("11121.2"), D("0.005")))]).state
'wrong'
>>> verdict(D("1.02"), 2, [share((D("114.2"), D("0.005")), (D("11121.2"), D("0.005")))]).state
'tail'
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from udfs.decimals import HUNDRED, ZERO, D, half_up

Input = tuple[Decimal, Decimal]
"""An amount and half a unit of what it was rounded to."""


@dataclass(frozen=True, slots=True)
class Percent:
    """A recomputed percentage: exact of the inputs as printed, and the bounds that rounding leaves."""

    exact: Decimal
    low: Decimal
    high: Decimal


@dataclass(frozen=True, slots=True)
class PercentVerdict:
    """How a printed percentage stands: agrees, off by a last place (tail), wrong; *expected* as it should be printed."""

    state: Literal["agrees", "tail", "wrong", "unknown"]
    expected: Decimal | None = None


def share(part: Input, base: Input) -> Percent | None:
    """part ÷ base, in percent; None where the base may be 0."""
    (p, dp), (b, db) = part, base
    if abs(b) <= db or b == 0:
        return None
    corners = [(p + x * dp) / (b + y * db) for x in (-1, 1) for y in (-1, 1)]
    return Percent(HUNDRED * p / b, HUNDRED * min(corners), HUNDRED * max(corners))


def growth(present: Input, change: Input, sign: int) -> Percent | None:
    """change ÷ (present ∓ change), in percent: up (*sign* 1) or down (-1); None where last year's figure is 0."""
    (p, dp), (c, dc) = present, change
    base = p - sign * c
    if abs(base) <= dp + dc or base == 0:
        return None
    corners = []
    for x in (-1, 1):
        for y in (-1, 1):
            below = (p + x * dp) - sign * (c + y * dc)
            corners.append((c + y * dc) / abs(below))
    return Percent(HUNDRED * c / abs(base), HUNDRED * min(corners), HUNDRED * max(corners))


def verdict(printed: Decimal, places: int, candidates: Iterable[Percent | None]) -> PercentVerdict:
    """The printed percentage against the candidates (the table's figures first): the kindest verdict counts."""
    known = [one for one in candidates if one is not None]
    if not known:
        return PercentVerdict("unknown")
    step = Decimal(1).scaleb(-places)
    for one in known:
        if half_up(one.low, places) <= printed <= half_up(one.high, places):
            return PercentVerdict("agrees")
    expected = half_up(known[0].exact, places)
    if places >= 2:
        for one in known:
            if half_up(one.low, places) - step <= printed <= half_up(one.high, places) + step:
                return PercentVerdict("tail", half_up(one.exact, places))
    return PercentVerdict("wrong", expected)


__all__ = ["HUNDRED", "ZERO", "D", "Percent", "growth", "share", "verdict"]
