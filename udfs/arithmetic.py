"""The rules of a quantitative row: the score of one number against one target, each with its arithmetic in words.

>>> from udfs.scheme import load_scheme
>>> row = Row(Decimal("22.5"), load_scheme("mof-2021"), "exact", Decimal(3))
>>> row.score(Decimal("0.97"), "0.97").words.zh
'相等 22.5×0.97÷3=7.28'

Multiplied before it is divided: a ratio cut to 28 digits first would round 7.275 down.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from udfs.decimals import HUNDRED, ZERO, plain
from udfs.errors import ScoringError
from udfs.lexicon import READINGS
from udfs.scheme import Scheme
from udfs.score import Score, said, scored, summed
from udfs.text import Text

Rule = Literal["at_least", "at_most", "exact", "range"]


@dataclass(frozen=True, slots=True)
class Row:
    """A target under a rule: what every actual of the row is scored by.

    target, high   the target and, for a range, its high end; in the unit of the actual
    op             the target's sign, where a target of 0 needs it
    shown          the target as the user typed it
    """

    weight: Decimal
    scheme: Scheme
    rule: Rule
    target: Decimal
    high: Decimal | None = None
    op: str = ""
    shown: str = ""

    def score(self, actual: Decimal, shown: str = "") -> Score:
        """The score of *actual* (*shown* as typed). Raises ScoringError for a share of a negative target."""
        if self.target >= 0:
            actual = max(actual, ZERO)
        shown = shown or plain(actual)
        if self.rule == "range":
            return self._range(actual, shown)
        if self.target == 0:
            return self._zero(actual, shown)
        if self.target < 0:
            return self._negative(actual, shown)
        return self._ratio(actual, shown)

    def met(self, actual: Decimal) -> bool:
        """Whether *actual* meets the target."""
        if self.rule == "range":
            return self.target <= actual <= (self.target if self.high is None else self.high)
        if self.target == 0 and self.op in ("≥", ">"):
            return self.op == "≥" or actual > 0
        if self.target == 0:
            return actual <= 0
        return _met(self.rule, self.target, actual)

    def _said(self, points: Decimal, rule: str, met: bool, how: Text) -> Score:
        return scored(points, rule, self.weight, met, self.scheme, how)

    def _ratio(self, actual: Decimal, shown: str) -> Score:
        name, points, target = READINGS[self.rule], plain(self.weight), self.shown or plain(self.target)
        if _met(self.rule, self.target, actual):
            exact = self.weight - self._deduction(actual)
            how = said(f"{name.zh} 实际{shown}达到目标{target}", f"{name.en}: {shown} meets {target}")
            if exact < self.weight:
                how = summed(name, f"{points}-{plain(self.weight - exact)}")
            return self._said(exact, self.rule, True, how)
        up = self.rule == "at_least" or (self.rule == "exact" and actual < self.target)
        if up:
            exact, words = self.weight * actual / self.target, f"{points}×{shown}÷{target}"
        elif self.rule == "at_most" and self.scheme.at_most == "linear":
            exact = self.weight * (2 * self.target - actual) / self.target
            words = f"{points}×(2×{target}-{shown})÷{target}"
        else:
            exact, words = self.weight * self.target / actual, f"{points}×{target}÷{shown}"
        return self._said(exact, self.rule, False, summed(name, words))

    def _deduction(self, actual: Decimal) -> Decimal:
        """What the scheme takes off for over-completion."""
        if self.rule != "at_least" or not self.scheme.steps:
            return ZERO
        steps = [step.deduct for step in self.scheme.steps if actual * HUNDRED >= self.target * step.above]
        return self.weight * max(steps) / HUNDRED if steps else ZERO

    def _range(self, actual: Decimal, shown: str) -> Score:
        low, high = self.target, self.target if self.high is None else self.high
        if low <= actual <= high:
            how = said(f"区间 实际{shown}在目标之内", f"range: {shown} lies inside")
            return self._said(self.weight, "range", True, how)
        points = plain(self.weight)
        near, below = (low, True) if actual < low else (high, False)
        exact = ZERO
        if near > 0 and actual > 0:
            exact = self.weight * actual / near if below else self.weight * near / actual
        words = f"{points}×{shown}÷{plain(near)}" if below else f"{points}×{plain(near)}÷{shown}"
        return self._said(exact, "range", False, summed(READINGS["range"], words))

    def _zero(self, actual: Decimal, shown: str) -> Score:
        """A target of nothing: no ratio exists. ≥ 0 is met by anything; > 0 by any; else only nothing will do."""
        if self.op == "≥":
            return self._said(
                self.weight, "any", True, said("目标≥0，任何结果都达到", "≥ 0 is met by anything")
            )
        met = self.met(actual)
        how = said(f"目标为0，实际{shown}", f"target 0, actual {shown}")
        return self._said(self.weight if met else ZERO, "zero", met, how)

    def _negative(self, actual: Decimal, shown: str) -> Score:
        """A target below zero (≥-5%): met or not; a share of it has no meaning."""
        target = self.shown or plain(self.target)
        if not _met(self.rule, self.target, actual):
            raise ScoringError(
                Text(
                    f"目标{target}为负数，未达到时无法按比例计分",
                    f"the target {target} is negative: no share of it can be scored",
                ),
                "negative",
            )
        how = said(f"实际{shown}达到目标{target}", f"{shown} meets {target}")
        return self._said(self.weight, self.rule, True, how)


def _met(rule: str, target: Decimal, actual: Decimal) -> bool:
    if rule == "at_least":
        return actual >= target
    return actual <= target if rule == "at_most" else actual == target
