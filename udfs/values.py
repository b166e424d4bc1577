"""A text that is one value or range and nothing else, read by the patterns of the grammar.

>>> str(simple_value("x", "≥1.5万元/人")), str(simple_value("x", "8000-10000元")), simple_value("x", "满意")
('≥1.5万元/人', '8000~10000元', None)
"""

from __future__ import annotations

import re
from decimal import Decimal

from udfs.figure import Target
from udfs.grammar import Sense, pattern
from udfs.lexicon import DAMAGED, MULTIPLIERS, NEARLY, OPS, REACHED, SIGNS, SUFFIXES, Op
from udfs.normalise import chinese_number
from udfs.quantities import SPELLED


def simple_value(text: str, plain: str) -> Target | None:
    """A text that is one value or range and nothing else; None for any other."""
    match = pattern("value").fullmatch(plain)
    if match:
        return value_of(text, match)
    match = pattern("range").fullmatch(plain)
    if match:
        return range_of(text, match)
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
        return value_of(text, match)
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
    return unit.endswith(("级", "等", "等奖", "星")) or (
        len(unit) == 1 and "A" <= unit <= "Z" and unit not in "TWVLH"
    )


def _sense(printed: str) -> Sense:
    return "reached" if printed == REACHED else "nearly" if printed == NEARLY else ""


def scaled(unit: str, multiplier: str) -> tuple[str, Decimal]:
    return SPELLED.get(unit, unit), Decimal(MULTIPLIERS[multiplier])


def _number(digits: str, unit: str | None) -> Decimal:
    number = Decimal(digits)
    return number / 10 if unit == "‰" else number


def value_of(text: str, match: re.Match[str], sentence: bool = False) -> Target:
    found = match.groupdict()
    printed = found["op"] or ""
    more = bool(found.get("more") or found.get("more2") or found.get("more3"))
    op = _op(printed, found["suffix"] or "")
    unit, factor = scaled(found["unit"] or "", found["mult"] or "")
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


def range_of(text: str, match: re.Match[str]) -> Target:
    written = match["unit"] or match["unit1"]
    low, high = _number(match["low"], written), _number(match["high"], written)
    unit, factor = scaled(written or "", match["mult"] or match["mult1"] or "")
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
    unit = scaled(match["unit"] or "", "")[0]
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
