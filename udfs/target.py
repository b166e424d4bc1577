"""Reading what stands in a target or actual cell: "≥95%", "10.65万元", "1-2次", "2024年底前", "有所提升".

    target    := [op] number [unit] [suffix] | range | date | level | several

Nothing that a user types raises an error: what is no number and no date is a level (文字), and says so.

>>> t = parse("不超过 1.5 万元/人")
>>> t.kind, t.op, t.number, t.unit, t.per, t.multiplier
('number', '≤', Decimal('1.5'), '元', '人', Decimal('10000'))
>>> parse("结案率90%，调解率60%").kind
'several'
>>> str(parse("九成以上"))
'≥90%'
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import lru_cache

from udfs.deadlines import Deadline, read_deadline
from udfs.decimals import ONE
from udfs.lexicon import DAMAGED, MULTIPLIERS, SPELLED, TIME, operator, pattern, scale_word
from udfs.normalise import chinese_number, normalise

_DIRECTIONS = {"≥": "up", ">": "up", "≤": "down", "<": "down", "=": "equal", "~": "about"}
_PIECES = re.compile(r"[;,、]")
_DIGIT = re.compile(r"\d")
_TOO_LONG = re.compile(r"\d{21}")


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
    date        the deadline, for kind "date"
    parts       every value, for kind "several"
    """

    raw: str = field(compare=False)
    kind: str
    op: str = ""
    number: Decimal | None = None
    number2: Decimal | None = None
    unit: str = ""
    per: str = ""
    multiplier: Decimal = ONE
    inferred: bool = False
    damaged: bool = field(default=False, compare=False)
    sentence: bool = False
    more: bool = False
    date: Deadline | None = None
    parts: tuple[Target, ...] = ()

    @property
    def direction(self) -> str:
        """ "up" (正向), "down" (反向), "equal", "range", "about" or "" where the target does not say."""
        return "range" if self.kind == "range" else _DIRECTIONS.get(self.op, "")

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
        if self.kind not in ("number", "range") or self.sentence or self.number is None:
            return normalise(self.raw)
        if self.kind == "range":
            return normalise(self.raw) if self.number < 0 else self.figure
        op = "" if self.more and self.op == ">" else self.op
        return f"{'约' if op == '~' else op}{self.figure}"


@lru_cache(maxsize=65_536)
def parse(text: str) -> Target:
    """What *text* says, as a Target; never an exception, whatever the text."""
    plain = normalise(text)
    if "(" in plain:
        plain = pattern("included").sub("", plain)
        plain = pattern("bracketed_unit").sub(
            lambda m: m[1] if m.string[m.start() - 1].isdigit() else "", plain
        )
    if pattern("blank").fullmatch(plain):
        return Target(text, "blank")
    if _TOO_LONG.search(plain):  # a serial number, no quantity
        return Target(text, "level")
    simple = _simple(text, plain)
    if simple is not None:
        return simple
    pieces = [piece for piece in _PIECES.split(plain) if piece]
    if len(pieces) > 1:
        read = [_simple(piece, piece) for piece in pieces]
        if all(part is not None and part.kind in ("number", "range", "date") for part in read):
            return _several(text, [part for part in read if part is not None])
    return _sentence(text, plain)


def _simple(text: str, plain: str) -> Target | None:
    """A text that is one value, range or date and nothing else; None for any other."""
    deadline = read_deadline(plain)
    if deadline is not None:
        return Target(text, "date", op="≤" if deadline.by else "=", date=deadline)
    match = pattern("value").fullmatch(plain)
    if match:
        return _value(text, match)
    match = pattern("range").fullmatch(plain)
    if match:
        return _range(text, match)
    match = pattern("between").fullmatch(plain)
    if match:
        low, high = sorted((Decimal(match[1]), Decimal(match[3])))
        return Target(text, "range", number=low, number2=high, unit=match[4] or match[2])
    match = pattern("around").fullmatch(plain)
    if match:
        return Target(text, "range", number=-Decimal(match[1]), number2=Decimal(match[1]), unit=match[2])
    match = pattern("chinese").fullmatch(plain)
    if match and (match["unit"] or match["op"] or len(plain) <= 3 or "零" in plain):
        return _chinese(text, match)
    if pattern("zero").fullmatch(plain):
        return Target(text, "number", op="=", number=Decimal(0), inferred=True, sentence=True)
    return None


def _scaled(unit: str, multiplier: str) -> tuple[str, Decimal]:
    return SPELLED.get(unit, unit), Decimal(MULTIPLIERS[multiplier])


def _number(digits: str, unit: str | None) -> Decimal:
    number = Decimal(digits)
    return number / 10 if unit == "‰" else number


def _value(text: str, match: re.Match[str], sentence: bool = False) -> Target:
    printed, suffix = match["op"] or "", match["suffix"] or ""
    more = bool(match["more"] or match["more2"] or match["more3"])
    op = operator(printed, suffix)
    if printed in ("达到", "达", "力争达到") and operator("", suffix) == "≤":
        op = "≤"
    unit, factor = _scaled(match["unit"] or "", match["mult"] or "")
    return Target(
        text,
        "number",
        op=op or (">" if more else ""),
        number=_number(match["number"], match["unit"]),
        unit=unit,
        per=(match["per"] or "")[1:],
        multiplier=factor,
        inferred=not op and more,
        damaged=printed in DAMAGED,
        sentence=sentence,
        more=more,
    )


def _range(text: str, match: re.Match[str]) -> Target:
    written = match["unit"] or match["unit1"]
    low, high = _number(match["low"], written), _number(match["high"], written)
    unit, factor = _scaled(written or "", match["mult"] or match["mult1"] or "")
    if match["mult1"] and match["mult"] and match["mult1"] != match["mult"]:
        low *= Decimal(MULTIPLIERS[match["mult1"]]) / factor
    low, high = sorted((low, high))
    return Target(
        text,
        "range",
        number=low,
        number2=high,
        unit=unit,
        per=(match["per"] or "")[1:],
        multiplier=factor,
        damaged=(match["op"] or "") in DAMAGED,
    )


def _chinese(text: str, match: re.Match[str]) -> Target:
    number = chinese_number(match["digits"])
    if number is None or match["digits"] in ("万", "亿", "千", "百"):
        return Target(text, "level")
    printed, more = match["op"] or "", bool(match["more"])
    op = operator(printed, match["suffix"] or "")
    return Target(
        text,
        "number",
        op=op or (">" if more else ""),
        number=Decimal(number),
        unit=_scaled(match["unit"] or "", "")[0],
        inferred=not op and more,
        damaged=printed in DAMAGED,
        more=more,
    )


def _sentence(text: str, plain: str) -> Target:
    """Words with values among them: one value is read out of its sentence, several are kept apart."""
    if not _DIGIT.search(plain):
        return _roughly(text, plain)
    bare = pattern("ordinal").sub("", pattern("dated").sub("", plain))
    found: list[Target] = []
    position = 0
    while match := pattern("value").search(bare, position):
        range_ = pattern("range").match(bare, match.start())
        if range_ and not (range_["unit1"] and range_["unit"] and range_["unit1"] != range_["unit"]):
            found.append(_range(text, range_))
            position = range_.end()
            continue
        position = match.end()
        value = _value(text, match, sentence=True)
        around = bare[: match.start()], bare[match.end() :]
        if _measures(value, *around):
            found.append(_directed(value, *around))
    if not found:
        return Target(text, "level")
    return _several(text, found) if len(found) > 1 else found[0]


def _roughly(text: str, plain: str) -> Target:
    """上千万元, 数百家: more than that; else words and nothing more."""
    match = pattern("rough").search(plain)
    if match is None:
        return Target(text, "level")
    unit, factor = _scaled(match["unit"] or "", match["mult"] or "")
    number = Decimal(chinese_number(match["digits"]) or 0)
    return Target(
        text,
        "number",
        op=">",
        number=number,
        unit=unit,
        multiplier=factor,
        inferred=True,
        sentence=True,
        more=True,
    )


def _several(text: str, found: list[Target]) -> Target:
    """More than one value; a lower and an upper limit of one thing are a range (≥95%且≤100%)."""
    first, second = found[0], found[1]
    if (
        len(found) == 2
        and (first.direction, second.direction) == ("up", "down")
        and first.explicit
        and second.explicit
    ):
        low, high = first.number, second.number
        same = (first.unit or second.unit) == second.unit and first.multiplier == second.multiplier
        if low is not None and high is not None and low <= high and same:
            return Target(
                text,
                "range",
                number=low,
                number2=high,
                unit=second.unit,
                per=second.per,
                multiplier=first.multiplier,
            )
    return Target(
        text,
        "several",
        op=first.op,
        number=first.number,
        number2=second.number,
        unit=first.unit,
        per=first.per,
        multiplier=first.multiplier,
        inferred=first.inferred,
        damaged=any(part.damaged for part in found),
        parts=tuple(found),
    )


def _measures(value: Target, before: str, behind: str) -> bool:
    """Whether a figure among words is a value: it has a unit or an operator, or it ends the sentence."""
    if before[-1:].isascii() and before[-1:].isalpha():
        return False
    if value.unit or value.op or value.multiplier != 1:
        return True
    return not behind and not before.endswith((":", "+", "/", "*", "×", "."))


def _directed(value: Target, before: str, behind: str) -> Target:
    """*value* with the direction that the words around it mean, marked as inferred."""
    simple = not before and (not behind or (pattern("full").match(behind) is not None and len(behind) <= 6))
    op = value.op
    if not op:
        if value.unit == "%":
            op = "≥"
        elif value.unit in TIME and pattern("limit").search(before):
            op = "≤"
    return replace(value, op=op, inferred=value.inferred or (op != "" and not value.op), sentence=not simple)


def repaired_rate(target: Target) -> Target | None:
    """``290%`` read as a damaged ``≥90%``: the sign ≥ scanned as the figure 2; None where it cannot be that.

    Only a caller that knows the indicator to be a rate that no value above 100% can have may use it.
    """
    if target.kind != "number" or target.op or target.unit != "%" or target.number is None or target.sentence:
        return None
    digits = format(target.number, "f")
    if not digits.startswith("2") or not 200 < target.number <= 2100 or not digits[1].isdigit():
        return None
    rest = Decimal(digits[1:])
    if not 10 <= rest <= 100:
        return None
    return replace(target, op="≥", number=rest, damaged=True)
