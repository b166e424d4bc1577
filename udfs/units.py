"""Units: which ones convert into which, and the number both sides of a row are compared in.

>>> from udfs.target import parse
>>> align(parse("1.1万人"), parse("23101 人"))
Aligned(target=Decimal('11000.0'), target2=None, actual=Decimal('23101'), unit='人', ambiguous=False)
>>> align(parse("≥95%"), parse("0.97")).actual
Decimal('97.00')
>>> align(parse("20000人"), parse("100%")) is None
True
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from udfs.target import Target

# Each unit with the one it converts into, and how many of that it holds. 天, 日 and 工作日 stay apart: a
# working day is no day, and nothing printed tells which of them a bare 天 means.
CONVERSIONS: dict[str, tuple[str, Decimal]] = {
    "小时": ("分钟", Decimal(60)),
    "时": ("分钟", Decimal(60)),
    "公里": ("米", Decimal(1000)),
    "千米": ("米", Decimal(1000)),
    "km": ("米", Decimal(1000)),
    "m": ("米", Decimal(1)),
    "m2": ("平方米", Decimal(1)),
    "平米": ("平方米", Decimal(1)),
    "平方公里": ("平方米", Decimal(1_000_000)),
    "公顷": ("平方米", Decimal(10_000)),
    "m3": ("立方米", Decimal(1)),
    "方": ("立方米", Decimal(1)),
    "吨": ("千克", Decimal(1000)),
    "公斤": ("千克", Decimal(1)),
    "kg": ("千克", Decimal(1)),
    "角": ("元", Decimal("0.1")),
    "块": ("元", Decimal(1)),
}


# Two readings of a bare number whose distances differ by less than this (in powers of ten) are both plausible.
_CLOSE = Decimal("0.5")
# Powers of ten between a number and the other side: within _NEAR a reading is the one meant; beyond _FAR a bare count
# and a share are two things; beyond _FARTHER not even the nearer of two magnitudes can be meant.
_NEAR, _FAR, _FARTHER = Decimal("0.3"), Decimal("0.4"), Decimal("1.5")


@dataclass(frozen=True, slots=True)
class Aligned:
    """Target (its far end too, for a range) and actual as numbers of one unit.

    *ambiguous*: the actual was typed without % and may be meant at either magnitude.
    """

    target: Decimal
    target2: Decimal | None
    actual: Decimal
    unit: str
    ambiguous: bool = False


def base(value: Decimal, multiplier: Decimal, unit: str) -> tuple[Decimal, str]:
    """*value* times its multiplier in the unit that its own converts into."""
    into, factor = CONVERSIONS.get(unit, (unit, Decimal(1)))
    return value * multiplier * factor, into


def align(target: Target, actual: Target) -> Aligned | None:
    """Both sides in one unit, or None where the units cannot be compared (20000人 against 100%).

    A side without a unit takes the other's, at the magnitude nearest to the other number. Both sides must hold a
    number (ValueError otherwise).
    """
    if target.number is None or actual.number is None:
        raise ValueError("both sides need a number to be compared")
    a, a_unit = base(target.number, target.multiplier, target.unit)
    b, b_unit = base(actual.number, actual.multiplier, actual.unit)
    far = base(target.number2, target.multiplier, target.unit)[0] if target.number2 is not None else None
    if a_unit and b_unit:
        if a_unit != b_unit or (target.per and actual.per and target.per != actual.per):
            return None
        return Aligned(a, far, b, a_unit)
    ambiguous = False
    if a_unit == "%":
        b, ambiguous = _percent(a, b)
    elif b_unit == "%":
        a, ambiguous = _percent(b, a)
        if a > 0 and b > 0 and _distance(a, b) > _FAR:
            return None  # a bare count beside a share: 3500 and 100%
        far = _percent(b, far)[0] if far is not None else None
    elif actual.multiplier == 1 != target.multiplier and not b_unit:
        b, ambiguous = _nearest(a, b, target.multiplier)
    elif target.multiplier == 1 != actual.multiplier and not a_unit:
        scaled, ambiguous = _nearest(b, a, actual.multiplier)
        far = far * actual.multiplier if far is not None and scaled != a else far
        a = scaled
    return Aligned(a, far, b, a_unit or b_unit, ambiguous)


def _distance(a: Decimal, b: Decimal) -> Decimal:
    """How many powers of ten lie between two positive numbers."""
    return abs((b / a).log10())


def _nearest(a: Decimal, b: Decimal, multiplier: Decimal) -> tuple[Decimal, bool]:
    """A number without the other side's 万: with it or as it stands, whichever is nearer; ambiguous where neither is."""
    if a <= 0 or b <= 0:
        return b * multiplier, False
    best = min(b * multiplier, b, key=lambda candidate: _distance(a, candidate))
    return best, _distance(a, best) > _FARTHER


def _percent(percent: Decimal, bare: Decimal) -> tuple[Decimal, bool]:
    """A number typed without % beside a percentage: itself or a hundred times it, whichever is nearer.

    Ambiguous where the farther reading is plausible too: 1 beside 1% may be all of it, 0.2 beside 5% may be either.
    """
    if percent <= 0 or bare <= 0:
        # Nothing to measure a distance from: a fraction of one is taken for a share.
        return (bare * 100 if 0 < bare < 1 else bare), 0 < bare <= 1
    as_is, as_share = _distance(percent, bare), _distance(percent, bare * 100)
    small = bare <= 1 and (bare * 10 >= percent or (percent <= 20 and min(as_is, as_share) > _NEAR))
    return (bare if as_is < as_share else bare * 100), small or abs(as_is - as_share) < _CLOSE
