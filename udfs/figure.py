"""What a target or an actual cell says, as a frozen value.

Made by udfs.target.parse; read by everything that scores, adds up or checks.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from udfs.deadlines import Deadline
from udfs.decimals import ONE
from udfs.grammar import Change, Sense
from udfs.lexicon import SIGNS, Direction, Op, scale_word
from udfs.normalise import normalise

Kind = Literal["number", "range", "date", "level", "several", "blank"]


@dataclass(frozen=True, slots=True)
class Target:
    """A target (年度指标值, A) or an actual (实际完成值, B), as read.

    raw         the text of the cell, untouched; not compared, nor is *damaged*
    kind        "number", "range", "date", "level" (words), "several" (more than one value) or "blank"
    op          "≥" ">" "≤" "<" "=" "~" (about), or "" where none is written
    number      as written, before *multiplier*; the low end of a range
    number2     the high end of a range; the second value of several
    unit, per   "元" and "人/年" of 元/人/年; "%" for percentages; "" where none is written
    multiplier  万 → 10000; 1 otherwise
    inferred    the operator is taken from the words around, none is written
    damaged     the operator was printed broken (《 for ≤) and read all the same
    sentence    the number stands inside a sentence
    more        "余" behind the number: a little above it
    change      the number is a change: "up" (增长), "down" (下降), "none" (持平); "" where it is none
    sense       what the words make of the number: "reached" (达到 5: a limit in a target, 5 in an actual), "nearly" (近 5),
                "none" (零投诉: the 0 is a word), and those that give no result: "short" (尚差 1), "over" (超支 2),
                "saved" (节约 2), "early" (提前 3), "left" (剩余 2), "planned" (预计 2)
    date        the deadline, for kind "date"
    parts       every value, for kind "several"
    """

    raw: str = field(compare=False)
    kind: Kind
    op: Op = ""
    number: Decimal | None = None
    number2: Decimal | None = None
    unit: str = ""
    per: str = ""
    multiplier: Decimal = ONE
    inferred: bool = False
    damaged: bool = field(default=False, compare=False)
    sentence: bool = False
    more: bool = False
    change: Change = ""
    sense: Sense = ""
    date: Deadline | None = None
    parts: tuple[Target, ...] = ()

    @property
    def direction(self) -> Direction:
        """ "up" (正向), "down" (反向), "equal", "range", "about" or "" where the target does not say."""
        return "range" if self.kind == "range" else SIGNS[self.op].direction

    @property
    def explicit(self) -> bool:
        """True where the direction is written, not assumed."""
        return self.kind == "range" or (self.op in ("≥", ">", "≤", "<", "=") and not self.inferred)

    @property
    def figure(self) -> str:
        """The number with its unit, without an operator: "1.1万人"; the text of a date."""
        if self.number is None:
            return normalise(self.raw)
        behind = ("余" if self.more else "") + scale_word(self.multiplier) + self.unit
        behind += f"/{self.per}" if self.per else ""
        far = f"~{self.number2:f}" if self.kind == "range" else ""
        return f"{self.number:f}{far}{behind}"

    def __str__(self) -> str:
        """The target in the grammar's own spelling; parse() of it gives an equal target."""
        worded = self.sentence or self.change or self.sense or (self.inferred and not self.more)
        if self.kind not in ("number", "range") or self.number is None or worded or len(self.figure) > 24:
            return normalise(self.raw)
        if self.kind == "range":
            return normalise(self.raw) if self.number < 0 else self.figure
        op = "" if self.more and self.op == ">" else self.op
        return f"{'约' if op == '~' else op}{self.figure}"
