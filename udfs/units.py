"""Units: the number that both sides of a row are compared in.

>>> from udfs.target import parse
>>> align(parse("1.1万人"), parse("23101 人"))
Aligned(target=Decimal('11000.0'), target2=None, actual=Decimal('23101'), unit='人', ambiguous=False, other=None, slip=False)
>>> align(parse("≥95%"), parse("0.97")).actual
Decimal('97.00')
>>> align(parse("20000人"), parse("100%")) is None
True

A number without a unit takes the other side's as it is written: ≤2小时 | 3 is 3 小时. Beside a percentage a bare number may
be itself or a share of one (0.97): the nearer is taken, and both are kept where both are plausible.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from udfs.decimals import HUNDRED, ONE
from udfs.patterns import lazy
from udfs.quantities import canonical

if TYPE_CHECKING:
    from udfs.target import Target

# Powers of ten between a number and the other side. Within _NEAR a reading is the one meant, beyond _FAR a bare count and
# a share are two things, beyond _FARTHER not even the nearer of two magnitudes can be meant.
_NEAR, _FAR, _FARTHER = Decimal("0.3"), Decimal("0.4"), Decimal("1.5")
# A bare number of this many times the percentage beside it, or more, is no percentage.
_BEYOND = Decimal(3)
_TWO, _HALF_AGAIN = Decimal(2), Decimal("1.5")
_SPLIT = lazy("[/·.]")


@dataclass(frozen=True, slots=True)
class Aligned:
    """Target (its far end too, for a range) and actual as numbers of one unit.

    ambiguous   a side was typed without % or 万 and may be meant at either magnitude
    other       the other reading, where it may earn the same: of the actual, or of the target where that is the bare side
    slip        as typed the numbers are close, but only one of them is in 万: it may be missing on the other
    """

    target: Decimal
    target2: Decimal | None
    actual: Decimal
    unit: str
    ambiguous: bool = False
    other: Aligned | None = None
    slip: bool = False


def base(value: Decimal, multiplier: Decimal, unit: str) -> tuple[Decimal, str]:
    """*value* times its multiplier in the first unit of its quantity (3万公里 → 30000000 米)."""
    into, factor = canonical(unit)
    return value * multiplier * factor, into


@lru_cache(maxsize=1024)
def _per(words: str) -> tuple[tuple[str, ...], Decimal]:
    """The units behind the stroke (人/年), each as the first of its quantity, and how many of these they hold."""
    factor, found = ONE, []
    for word in _SPLIT.split(words):
        unit, size = canonical(word)
        found.append(unit)
        factor *= size
    return tuple(found), factor


def align(target: Target, actual: Target) -> Aligned | None:
    """Both sides in one unit, or None where the units cannot be compared (20000人 against 100%).

    Both sides must hold a number (ValueError otherwise).
    """
    if target.number is None or actual.number is None:
        raise ValueError("both sides need a number to be compared")
    if target.unit and actual.unit:
        return _converted(target, actual)
    if "%" in (target.unit, actual.unit):
        return _beside_percent(target, actual)
    return _as_written(target, actual)


def _ends(side: Target, factor: Decimal) -> tuple[Decimal, Decimal | None]:
    near = (side.number or Decimal(0)) * factor
    return near, None if side.number2 is None else side.number2 * factor


def _converted(target: Target, actual: Target) -> Aligned | None:
    """Both units are written: the first of their quantity, unless they are the same word."""
    (a_unit, a_size), (b_unit, b_size) = canonical(target.unit), canonical(actual.unit)
    if a_unit != b_unit:
        return None
    if a_size == b_size:
        a_size = b_size = ONE
    if target.per and actual.per:
        (a_per, a_held), (b_per, b_held) = _per(target.per), _per(actual.per)
        if a_per != b_per:
            return None
        # Crosswise, so that nothing is divided: 元/亩 against 元/公顷.
        if a_held != b_held:
            a_size, b_size = a_size * b_held, b_size * a_held
    near, far = _ends(target, target.multiplier * a_size)
    got = actual.number * actual.multiplier * b_size  # type: ignore[operator]
    return Aligned(near, far, got, a_unit, slip=_slipped(target, actual))


def _slipped(target: Target, actual: Target) -> bool:
    """≥3万人 | 3.2人: close as typed, thousands apart as read; a 万 is missing on one side."""
    a, b = target.number, actual.number
    if not a or not b or target.unit != actual.unit or target.multiplier == actual.multiplier:
        return False
    times = max(target.multiplier, actual.multiplier) / min(target.multiplier, actual.multiplier)
    return times >= 1000 and ONE / _BEYOND <= abs(b / a) <= _BEYOND


def _as_written(target: Target, actual: Target) -> Aligned | None:
    """A side without a unit takes the other's as it is written, 万 with it where that brings it nearer."""
    unit = target.unit or actual.unit
    near, far = _ends(target, target.multiplier)
    got = (actual.number or Decimal(0)) * actual.multiplier
    bare_actual = not actual.unit and actual.multiplier == ONE != target.multiplier
    bare_target = not target.unit and target.multiplier == ONE != actual.multiplier
    if bare_actual:
        times, ambiguous = _nearest(near, got, target.multiplier)
        return Aligned(near, far, got * times, unit, ambiguous)
    if bare_target:
        times, ambiguous = _nearest(got, near, actual.multiplier)
        return Aligned(near * times, None if far is None else far * times, got, unit, ambiguous)
    return Aligned(near, far, got, unit)


def _distance(a: Decimal, b: Decimal) -> Decimal:
    """How many powers of ten lie between two positive numbers."""
    return abs((b / a).log10())


def _nearest(a: Decimal, b: Decimal, multiplier: Decimal) -> tuple[Decimal, bool]:
    """By how much *b*, typed without the other side's 万, is to be taken: by it or as it stands, whichever is nearer."""
    if a <= 0 or b <= 0:
        return multiplier, False
    best = min((multiplier, ONE), key=lambda times: _distance(a, b * times))
    return best, _distance(a, b * best) > _FARTHER


def _beside_percent(target: Target, actual: Target) -> Aligned | None:
    """One side is a percentage, the other a bare number: itself, or a hundred times it."""
    if actual.unit != "%":
        percent, bare = target.number2 or target.number, actual.number
    else:
        percent, bare = actual.number, target.number2 or target.number
    times = _times(percent, bare * (target.multiplier if actual.unit == "%" else actual.multiplier))  # type: ignore[arg-type, operator]
    if not times:
        return None
    if actual.unit == "%" and percent > 0 and bare > 0 and _distance(percent, bare * times[0]) > _FAR:  # type: ignore[operator, arg-type]
        return None
    readings = [_by(target, actual, each) for each in times]
    if len(readings) == 1:
        return readings[0]
    # 1 may be all of it or one in a hundred: said so even where both meet the target.
    return replace(readings[0], ambiguous=True, other=None if bare == 1 else readings[1])


def _by(target: Target, actual: Target, times: Decimal) -> Aligned:
    got = actual.number * actual.multiplier  # type: ignore[operator]
    if actual.unit == "%":
        near, far = _ends(target, target.multiplier * times)
        return Aligned(near, far, got, "%")
    near, far = _ends(target, target.multiplier)
    return Aligned(near, far, got * times, "%")


def _times(percent: Decimal, bare: Decimal) -> tuple[Decimal, ...]:
    """What a bare number beside *percent* may be taken by, the likelier first: 1, 100, both, or nothing (no percentage).

    A share of one is at most a little above it: 5 beside 95% is 5 %. 0.2 beside 5% may be either, so may 1 beside 1%.
    """
    if percent <= 0 or bare <= 0:
        # Nothing to measure a distance from: a fraction of one is taken for a share.
        return (ONE,) if not 0 < bare <= 1 else (HUNDRED, ONE)
    as_is, as_share = _distance(percent, bare), _distance(percent, bare * HUNDRED)
    if bare <= 1:
        if as_share <= _NEAR and bare * 10 < percent:
            return (HUNDRED,)
        if percent > 20 and bare * 10 < percent:
            return (HUNDRED,)
        return (HUNDRED, ONE) if as_share <= as_is else (ONE, HUNDRED)
    if as_is > 1 and ((percent >= 50 and bare <= _HALF_AGAIN) or (as_share <= _NEAR and bare < _TWO)):
        return (HUNDRED,)
    if bare >= percent * _BEYOND and bare > HUNDRED:
        return ()  # a bare count beside a share: 3500 and 100%
    if as_share <= _FAR and bare < _BEYOND + 2:
        return (HUNDRED, ONE) if as_share < as_is else (ONE, HUNDRED)
    return (ONE,)
