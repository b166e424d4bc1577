"""Projects matched by name, loosely and one to one: 就业资金 = 就业补助资金, 社保经办机构 = 社会保险经办机构.

>>> [(pair.left, pair.right, pair.doubtful) for pair in matched(["就业资金", "就业管理经费"], ["就业管理项目", "就业补助资金"])]
[(1, 0, False), (0, 1, True)]
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

_CODE = re.compile(r"^(?:[A-Za-z]?\d[\dA-Za-z]*[-_—.、:：]+)+")
_DROPPED = re.compile(
    r"20\d\d年度?|项目|经费|资金|工作|机关|专项|[及和与、，,。.；;:：\s“”\"'（）()《》\[\]-]|绩效自评.*$"
)
SURE = Decimal("0.8")
LEAST = Decimal("0.6")
_SAME_MONEY = Decimal("0.08")


@dataclass(frozen=True, slots=True)
class Pair:
    """left and right by their places; *doubtful* where the names are only alike."""

    left: int
    right: int
    doubtful: bool


@lru_cache(maxsize=4096)
def bare(name: str) -> str:
    """A project's name without code, year, 项目 经费 资金 工作 机关 and punctuation."""
    plain = unicodedata.normalize("NFKC", name)
    return _DROPPED.sub("", _CODE.sub("", plain.strip())) or plain


@lru_cache(maxsize=16_384)
def likeness(one: str, other: str) -> Decimal:
    """How alike two names are, 0 … 1: by their longest common subsequence; a name that lies within the other counts more."""
    a, b = bare(one), bare(other)
    if a == b:
        return Decimal(1)
    short, long_ = sorted((a, b), key=len)
    if len(short) < 2:
        return Decimal(0)
    common = _common(short, long_)
    ratio = Decimal(2 * common) / (len(a) + len(b))
    if common == len(short) and short[0] == long_[0]:
        return max(ratio, Decimal("0.7"))
    return ratio


def _common(short: str, long_: str) -> int:
    row = [0] * (len(long_) + 1)
    for character in short:
        before = 0
        for at, other in enumerate(long_, 1):
            keep = row[at]
            row[at] = before + 1 if character == other else max(row[at], row[at - 1])
            before = keep
    return row[-1]


def matched(
    left: Sequence[str],
    right: Sequence[str],
    money: tuple[Sequence[Decimal | None], Sequence[Decimal | None]] | None = None,
) -> list[Pair]:
    """The pairs, surest first. *money*: executed amounts of both sides; equal ones speak for a pair."""
    scored = []
    for i, one in enumerate(left):
        for j, other in enumerate(right):
            alike = likeness(one, other)
            if alike < LEAST - _SAME_MONEY:
                continue
            same = money is not None and money[0][i] is not None and money[0][i] == money[1][j]
            score = alike + (_SAME_MONEY if same else 0)
            if score >= LEAST:
                scored.append((-score, i, j, alike))
    taken_left: set[int] = set()
    taken_right: set[int] = set()
    found = []
    for _, i, j, alike in sorted(scored):
        if i not in taken_left and j not in taken_right:
            taken_left.add(i)
            taken_right.add(j)
            found.append(Pair(i, j, alike < SURE))
    return found
