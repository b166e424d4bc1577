"""What can go wrong in the arithmetic, as a tree of exceptions; each says it in Chinese and in English.

JixiaoError             anything this product raises on purpose
├── SchemeError         a scheme file is wrong, unknown, or asked for a year that it does not rule
├── ScoringError        a row, a budget or a total cannot be scored; the message says why
└── AggregationError    figures that cannot be added up; the message names both
"""

from __future__ import annotations

from udfs.text import Text


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
    """Raised where no score can be computed: no number, units that do not compare, a share outside its band."""


class AggregationError(JixiaoError):
    """Raised where figures cannot be put together: different quantities, no money to weigh by."""
