"""What can go wrong in the arithmetic, as a tree of exceptions; each says it in Chinese and in English.

JixiaoError             anything this product raises on purpose
├── SchemeError         a scheme file is wrong, unknown, or asked for a year that it does not rule
├── ScoringError        a row, a budget or a total cannot be scored; the message says why
└── AggregationError    figures that cannot be added up; the message names both
"""

from __future__ import annotations

from typing import Literal

from udfs.text import Text

# Why a row is not scored, for a caller that goes on by the cause:
#   misses      the actual says that it misses the target, not by how much (低于95%, 未完成)
#   unclear     the actual leaves room on both sides of the target (8-12天 against ≤10天)
#   slip        close as typed, but only one side is in 万
#   ambiguous   typed without % or unit, two magnitudes are plausible
#   units       the units do not compare
#   denied, partial   a level in words that is not, or in part, the one asked for
#   level       words that state no level;  text: no number where one is needed
#   undecided   a figure among words without a direction;  several: more than one target
#   blank, date, negative, weight, direction, share, rate: as they say
Cause = Literal[
    "misses", "unclear", "slip", "ambiguous", "units", "denied", "partial", "level", "text", "undecided",
    "several", "blank", "date", "negative", "weight", "direction", "share", "rate", "",
]  # fmt: skip


class JixiaoError(Exception):
    """The root: carries its reason in both languages; str() gives both."""

    def __init__(self, reason: Text) -> None:
        super().__init__(f"{reason.zh} / {reason.en}")
        self.reason = reason

    def __reduce__(self) -> tuple[type[JixiaoError], tuple[Text]]:
        # Another process raises it: what comes back is made of the reason, not of its two sentences.
        return type(self), (self.reason,)


class SchemeError(JixiaoError):
    """Raised for an unknown scheme, a scheme file with a wrong or missing key, a year outside its validity."""


class ScoringError(JixiaoError):
    """Raised where no score can be computed: no number, units that do not compare, a share outside its band.

    *cause* names the kind of reason; "misses" is an actual that says itself that it misses its target.
    """

    def __init__(self, reason: Text, cause: Cause = "") -> None:
        super().__init__(reason)
        self.cause: Cause = cause

    def __reduce__(self) -> tuple[type[JixiaoError], tuple[Text, Cause]]:  # type: ignore[override]
        return type(self), (self.reason, self.cause)


class AggregationError(JixiaoError):
    """Raised where figures cannot be put together: different quantities, no money to weigh by."""
