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
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache

from udfs.deadlines import read_deadline
from udfs.decimals import ZERO
from udfs.figure import Target
from udfs.grammar import pattern
from udfs.lexicon import signed
from udfs.normalise import normalise
from udfs.patterns import lazy
from udfs.sentences import read_sentence, several_of
from udfs.values import simple_value

__all__ = ["Target", "parse", "repaired_rate"]

_PIECES = lazy(r"[;,、]")
_DIGIT = lazy(r"\d")
_TOO_LONG = lazy(r"\d{21}")
# A text beyond this many characters is a report, whatever figures it holds.
_LONGEST = 1000
_COMPOUND = lazy(r"(?<![\d.])(\d{1,6})(?:万([1-9])(千)(?![克米瓦])|万([1-9])(?=$|[元人])|亿(\d{1,4})万)")
_MAYBE_NOTHING = lazy("[零无没未不杜避防持]|发生")
_MINUS = lazy(r"负(?=\d)")


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
    simple = simple_value(text, plain)
    if simple is not None:
        return simple
    pieces = [piece for piece in _PIECES.split(plain) if piece]
    if 1 < len(pieces) <= 20:
        read = [_piece(piece) for piece in pieces]
        if all(part is not None and part.kind in ("number", "range", "date") for part in read):
            return several_of(text, [part for part in read if part is not None])
    return read_sentence(text, plain)


def _piece(text: str) -> Target | None:
    deadline = read_deadline(text)
    if deadline is not None:
        return Target(text, "date", op="≤" if deadline.by else "=", date=deadline)
    return simple_value(text, text)


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
