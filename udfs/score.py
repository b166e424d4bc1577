"""A score that knows its rule and can say its arithmetic, in Chinese and in English.

>>> from udfs.scheme import load_scheme
>>> how = summed(Text("反向", "less is better"), "4×6.60÷7.44")
>>> scored(Decimal("3.548"), "at_most", Decimal(4), False, load_scheme("mof-2021"), how).words.zh
'反向 4×6.60÷7.44=3.55'
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from udfs.decimals import ZERO, decimals, half_up, plain
from udfs.scheme import Scheme
from udfs.text import Text

Number = Decimal | int | float | str


# A weight with more decimals is a fraction (20÷3) that a spreadsheet cut off: its score is rounded as any other.
_MOST_PLACES = 4


@dataclass(frozen=True, slots=True)
class Score:
    """A score and how it came about.

    value   rounded half up to the scheme's decimals, within [0, weight]
    exact   before rounding
    rule    "at_least" "at_most" "exact" "range" "zero" "any" "date" "level" "rate"
    met     whether the target is met
    words   the arithmetic in words
    """

    value: Decimal
    exact: Decimal
    rule: str
    weight: Decimal
    met: bool
    words: Text


def summed(name: Text, arithmetic: str) -> Text:
    """The beginning of "反向 4×6.60÷7.44=3.55"."""
    return Text(f"{name.zh} {arithmetic}=", f"{name.en} {arithmetic}=")


def said(zh: str, en: str) -> Text:
    """The beginning of "实际与目标一致，得10"."""
    return Text(f"{zh}，得", f"{en}: ")


def scored(exact: Decimal, rule: str, weight: Decimal, met: bool, scheme: Scheme, how: Text) -> Score:
    exact = min(max(exact, ZERO), weight)
    value = half_up(exact, scheme.places)
    if value > weight and decimals(weight) <= _MOST_PLACES:
        value = weight  # full marks of 3.125 are no 3.13
    result = plain(value)
    return Score(value, exact, rule, weight, met, Text(how.zh + result, how.en + result))
