"""Words with values among them: one value is read out of its sentence, several are kept apart.

>>> str(read_sentence("x", "重大事故0起").op), read_sentence("x", "投诉率5%").op, read_sentence("x", "完成率95%").op
('=', '≤', '≥')
>>> read_sentence("x", "95:5%").kind, read_sentence("x", "培训3期每期50人").kind
('level', 'several')
"""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from udfs.figure import Target
from udfs.grammar import is_mere_change, pattern, words_before
from udfs.lexicon import NEARLY, Op, signed
from udfs.nature import nature_in
from udfs.normalise import chinese_number
from udfs.patterns import lazy
from udfs.quantities import TIME
from udfs.values import range_of, scaled, value_of

_DIGIT = lazy(r"\d")


def read_sentence(text: str, plain: str) -> Target:
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
            match, value = range_, range_of(text, range_)
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
    return several_of(text, found) if len(found) > 1 else found[0]


def _whole_unit(text: str, bare: str, match: re.Match[str]) -> tuple[re.Match[str], Target]:
    """A limit or a bare result at the end of its sentence keeps the unit that nobody has listed (亮度≥300勒克斯)."""
    if not match["unit"] and not match["more"]:
        strange = pattern("strange").fullmatch(bare, match.start())
        if strange and (
            match["op"] or strange["suffix"] or pattern("plainly").fullmatch(bare, 0, match.start())
        ):
            return strange, value_of(text, strange, sentence=True)
    return match, value_of(text, match, sentence=True)


def _touched(bare: str, match: re.Match[str]) -> bool:
    """Whether a digit that is no part of the value stands against it, a mark or two between them (95:5%, 1'000)."""
    before = bare[max(0, match.start() - 3) : match.start()]
    return pattern("touched").search(before) is not None or (
        pattern("touching").match(bare, match.end()) is not None
    )


def _roughly(text: str, plain: str) -> Target:
    """上千万元, 数百家: more than that; 近百人: a little less; else words and nothing more."""
    match = pattern("rough").search(plain)
    if match is None:
        return Target(text, "level")
    unit, factor = scaled(match["unit"] or "", match["mult"] or "")
    number = Decimal(chinese_number(match["digits"]) or 0)
    if match[0][0] in ("近", NEARLY):
        return Target(
            text, "number", "~", number, unit=unit, multiplier=factor, sentence=True, sense="nearly"
        )
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


def several_of(text: str, found: list[Target]) -> Target:
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
    moved = is_mere_change(before) and not behind
    op: Op = value.op or ("" if moved and words.change else _inferred(value, before, words.to))
    return replace(
        value,
        op=op,
        inferred=value.inferred or (op != "" and not value.op),
        sentence=not (simple or moved),
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
