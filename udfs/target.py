"""Reading what stands in a target or actual cell: "≥95%", "10.65万元", "1-2次", "2024年底前", "有所提升".

    target    := [op] number [unit] [suffix] | range | date | level | several

Nothing that a user types raises an error: what is no number and no date is a level (文字), and says so. What holds
digits that belong to no value, or a limit that contradicts itself, is a level too: no number is better than a wrong one.

>>> t = parse("不超过 1.5 万元/人")
>>> t.kind, t.op, t.number, t.unit, t.per, t.multiplier
('number', '≤', Decimal('1.5'), '元', '人', Decimal('10000'))
>>> parse("结案率90%，调解率60%").kind
'several'
>>> str(parse("九成以上")), parse("较上年下降6%").change, parse("尚差1次").sense
('≥90%', 'down', 'short')
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from udfs.deadlines import Deadline, read_deadline
from udfs.decimals import ONE, ZERO
from udfs.grammar import Change, Sense, pattern, words_before
from udfs.lexicon import DAMAGED, MULTIPLIERS, NEARLY, OPS, REACHED, SIGNS, SUFFIXES, Direction, Op, scale_word, signed
from udfs.nature import nature_in
from udfs.normalise import chinese_number, normalise
from udfs.quantities import SPELLED, TIME

Kind = Literal["number", "range", "date", "level", "several", "blank"]

_PIECES = re.compile(r"[;,、]")
_DIGIT = re.compile(r"\d")
_TOO_LONG = re.compile(r"\d{21}")
# A text beyond this many characters is a report, whatever figures it holds.
_LONGEST = 1000
_COMPOUND = re.compile(r"(?<![\d.])(\d{1,6})(?:万([1-9])(千)(?![克米瓦])|万([1-9])(?=$|[元人])|亿(\d{1,4})万)")
_MAYBE_NOTHING = re.compile("[零无没未不杜避防持]|发生")
_MINUS = re.compile(r"负(?=\d)")


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
                "saved" (节约 2), "early" (提前 3), "left" (剩余 2)
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
        worded = self.sentence or self.change or self.sense or self.number is None
        if self.kind not in ("number", "range") or worded or len(self.figure) > 24:
            return normalise(self.raw)
        if self.kind == "range":
            return normalise(self.raw) if self.number is not None and self.number < 0 else self.figure
        op = "" if self.more and self.op == ">" else self.op
        return f"{'约' if op == '~' else op}{self.figure}"


@lru_cache(maxsize=65_536)
def parse(text: str) -> Target:
    """What *text* says, as a Target; never an exception, whatever the text."""
    plain = normalise(text)
    if "(" in plain:
        plain = pattern("note").sub("", pattern("included").sub("", plain))
        plain = pattern("bracketed_unit").sub(
            lambda m: m[1] if m.string[m.start() - 1].isdigit() else "", plain
        )
    if pattern("blank").fullmatch(plain):
        return Target(text, "blank")
    # A serial number is no quantity.
    if len(plain) > _LONGEST or _TOO_LONG.search(plain):
        return Target(text, "level")
    deadline = read_deadline(plain)
    if deadline is not None:
        return Target(text, "date", op="≤" if deadline.by else "=", date=deadline)
    worded = _worded_zero(text, plain)
    if worded is not None:
        return worded
    plain = _COMPOUND.sub(_joined, _MINUS.sub("-", plain.replace("正负", "±")))
    if "×" in plain:
        plain = pattern("spans").sub(lambda m: f"{int(m[1]) * Decimal(m[2]):f}", plain)
    plain = signed(plain)
    if pattern("unclear").search(plain):
        return Target(text, "level")
    simple = _simple(text, plain)
    if simple is not None:
        return simple
    pieces = [piece for piece in _PIECES.split(plain) if piece]
    if 1 < len(pieces) <= 20:
        read = [_piece(piece) for piece in pieces]
        if all(part is not None and part.kind in ("number", "range", "date") for part in read):
            return _several(text, [part for part in read if part is not None])
    return _sentence(text, plain)


def _piece(text: str) -> Target | None:
    deadline = read_deadline(text)
    if deadline is not None:
        return Target(text, "date", op="≤" if deadline.by else "=", date=deadline)
    return _simple(text, text)


def _joined(match: re.Match[str]) -> str:
    """2万3千 → 2.3万, 3万5 → 3.5万, 1亿2000万 → 12000万."""
    if match[5] is not None:
        return f"{int(match[1]) * 10_000 + int(match[5])}万"
    return f"{match[1]}.{match[2] or match[4]}万"


def _worded_zero(text: str, plain: str) -> Target | None:
    """零事故, 未发生投诉, 与上年持平: nothing, in words."""
    if not _MAYBE_NOTHING.search(plain):
        return None
    if pattern("still").search(plain) and not _DIGIT.search(plain):
        return Target(text, "number", op="=", number=ZERO, sense="none", change="none")
    if pattern("zero").fullmatch(plain) or pattern("zero_problem").fullmatch(plain):
        return Target(text, "number", op="=", number=ZERO, sense="none")
    return None


def _simple(text: str, plain: str) -> Target | None:
    """A text that is one value or range and nothing else; None for any other."""
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
    match = pattern("fraction").fullmatch(plain)
    if match and int(match["above"]) <= int(match["below"]):
        return _fraction(text, match)
    match = pattern("strange").fullmatch(plain)
    if match and pattern("value").match(plain)["unit"] is None:  # type: ignore[index]
        return _value(text, match)
    match = pattern("chinese").fullmatch(plain)
    if match and (match["unit"] or match["op"] or len(plain) <= 3 or "零" in plain):
        return _chinese(text, match)
    return None


def _op(printed: str, suffix: str) -> Op | None:
    """The sign that an operator as printed and a suffix stand for together; None where they contradict each other."""
    # 及其以上, 或以下: what joins a suffix to its number says nothing.
    behind = SUFFIXES.get(suffix.lstrip("及其或者"), "")
    before = DAMAGED.get(printed) or OPS.get(printed, "")
    if not before or not behind or before == "~" or behind == "~":
        return before or behind
    if SIGNS[before].direction == SIGNS[behind].direction:
        return before if before != ">" and before != "<" else behind
    return behind if printed == REACHED else None


def _graded(unit: str) -> bool:
    """Whether a unit names a grade (3级, 5A, 3星级): nobody divides 三级 by 二级."""
    return unit.endswith(("级", "等", "等奖", "星")) or (len(unit) == 1 and "A" <= unit <= "Z" and unit not in "TWVLH")


def _sense(printed: str) -> Sense:
    return "reached" if printed == REACHED else "nearly" if printed == NEARLY else ""


def _scaled(unit: str, multiplier: str) -> tuple[str, Decimal]:
    return SPELLED.get(unit, unit), Decimal(MULTIPLIERS[multiplier])


def _number(digits: str, unit: str | None) -> Decimal:
    number = Decimal(digits)
    return number / 10 if unit == "‰" else number


def _value(text: str, match: re.Match[str], sentence: bool = False) -> Target:
    found = match.groupdict()
    printed = found["op"] or ""
    more = bool(found.get("more") or found.get("more2") or found.get("more3"))
    op = _op(printed, found["suffix"] or "")
    unit, factor = _scaled(found["unit"] or "", found["mult"] or "")
    if op is None or _graded(unit):
        return Target(text, "level")
    return Target(
        text,
        "number",
        op=op or (">" if more else ""),
        number=_number(found["number"], found["unit"]),
        unit=unit,
        per=(found["per"] or "")[1:],
        multiplier=factor,
        inferred=not op and more,
        damaged=printed in DAMAGED,
        sentence=sentence,
        more=more,
        sense=_sense(printed),
    )


def _fraction(text: str, match: re.Match[str]) -> Target:
    op = _op(match["op"] or "", match["suffix"] or "")
    if op is None:
        return Target(text, "level")
    share = Decimal(100) * int(match["above"]) / int(match["below"])
    return Target(text, "number", op=op, number=share, unit="%", sense=_sense(match["op"] or ""))


def _range(text: str, match: re.Match[str]) -> Target:
    written = match["unit"] or match["unit1"]
    low, high = _number(match["low"], written), _number(match["high"], written)
    unit, factor = _scaled(written or "", match["mult"] or match["mult1"] or "")
    if match["mult1"] and match["mult"] and match["mult1"] != match["mult"]:
        low *= Decimal(MULTIPLIERS[match["mult1"]]) / factor
    elif low > high and match["mult"] and not match["mult1"]:  # 8000-1万元
        low /= factor
    # 95-5% is no range.
    if (low > high and not match["unit1"]) or _graded(unit):
        return Target(text, "level")
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
    printed, more = match["op"] or "", bool(match["more"])
    op = _op(printed, match["suffix"] or "")
    unit = _scaled(match["unit"] or "", "")[0]
    if number is None or op is None or _graded(unit) or match["digits"] in ("万", "亿", "千", "百"):
        return Target(text, "level")
    return Target(
        text,
        "number",
        op=op or (">" if more else ""),
        number=Decimal(number),
        unit=unit,
        per=(match["per"] or "")[1:],
        inferred=not op and more,
        damaged=printed in DAMAGED,
        more=more,
        sense=_sense(printed),
    )


def _sentence(text: str, plain: str) -> Target:
    """Words with values among them: one value is read out of its sentence, several are kept apart."""
    if not _DIGIT.search(plain):
        return _roughly(text, plain)
    bare = plain
    for name in ("name", "dated", "ordinal"):
        bare = pattern(name).sub("", bare)
    if bare != plain:
        bare = signed(bare)
    if pattern("ratio").search(bare):
        return Target(text, "level")
    found: list[Target] = []
    position = 0
    while match := pattern("value").search(bare, position):
        range_ = pattern("range").match(bare, match.start())
        if range_ and not (range_["unit1"] and range_["unit"] and range_["unit1"] != range_["unit"]):
            match, value = range_, _range(text, range_)
        else:
            match, value = _whole_unit(text, bare, match)
        position = match.end()
        if value.kind == "level" or _touched(bare, match):
            return Target(text, "level")
        if value.kind == "range":
            found.append(value)
            continue
        around = bare[: match.start()], bare[match.end() :]
        if _measures(value, *around):
            found.append(_directed(value, *around))
    if not found:
        return Target(text, "level")
    return _several(text, found) if len(found) > 1 else found[0]


def _whole_unit(text: str, bare: str, match: re.Match[str]) -> tuple[re.Match[str], Target]:
    """A limit at the end of its sentence keeps the unit that nobody has listed (亮度≥300勒克斯)."""
    if match["op"] and not match["unit"] and not match["more"]:
        strange = pattern("strange").fullmatch(bare, match.start())
        if strange:
            return strange, _value(text, strange, sentence=True)
    return match, _value(text, match, sentence=True)


def _touched(bare: str, match: re.Match[str]) -> bool:
    """Whether a digit that is no part of the value stands against it, a mark or two between them (95:5%, 1'000)."""
    before = bare[max(0, match.start() - 3) : match.start()]
    return pattern("touched").search(before) is not None or (
        pattern("touching").match(bare, match.end()) is not None
    )


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
    limits = (first.direction, second.direction) == ("up", "down") and first.explicit and second.explicit
    if len(found) == 2 and limits:
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
    if before[-1:].isascii() and before[-1:].isalpha() and not value.op:
        return False
    if value.unit or value.op or value.multiplier != 1:
        return True
    return not behind and not before.endswith((":", "+", "/", "*", "×", "."))


def _directed(value: Target, before: str, behind: str) -> Target:
    """*value* with the direction and the sense that the words around it give; such a direction is marked as inferred."""
    if value.number == 0 and not value.op:  # 重大安全事故0起: nothing else will do
        return replace(value, op="=", sentence=False, sense="none")
    simple = not before and (not behind or (pattern("full").match(behind) is not None and len(behind) <= 6))
    words = words_before(before)
    op: Op = value.op or _inferred(value, before, words.to)
    return replace(
        value,
        op=op,
        inferred=value.inferred or (op != "" and not value.op),
        sentence=not simple,
        change=words.change,
        sense=words.sense or value.sense,
    )


def _inferred(value: Target, before: str, to: str) -> Op:
    """The sign that a value without one has by its words: 降至5% ≤, 投诉率5% ≤, 完成率95% ≥, 办结时限15天 ≤."""
    if to:
        return "≤" if to == "≤" else "≥"
    if value.unit == "%":
        return "≤" if nature_in(before) == "down" else "≥"
    if value.unit in TIME and pattern("limit").search(before):
        return "≤"
    return ""


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
