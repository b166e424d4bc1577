"""Levels in words (文字): whether an actual is the level that its target asks for, denies it, or reaches it in part.

What follows from a denial (an error, a question) is the business of the checks; here it is only recognised.

>>> reached("建立健全", "已建立"), reached("有效提升", "有效提升了"), reached("全覆盖", "100%"), reached("明显", "良好")
(True, True, True, False)
>>> denial("建立", "未建立"), denial("达标", "基本达标"), denial("无事故", "未发生事故"), denial("提高", "有所下降")
('denied', 'partial', '', 'denied')
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal

from udfs.normalise import squeezed
from udfs.patterns import lazy

Denial = Literal["denied", "partial", ""]

_FILE = Path(__file__).with_suffix(".toml")
# 三级, A级, 甲等, 一等奖, 3星级: ordered by nothing that a formula knows.
_GRADE = lazy(
    r"(?:达到?|获|评为|国家|≥)*(?P<grade>[一二三四五六七八九十\d]{1,2}(?:[A-D]?级|等奖|等(?!于)|星级|星)|[A-E]{1,3}[+-]?级?|\d[A]级?|[甲乙丙丁]级|[甲乙丙丁]等)"
    r"(?:及其?|或)?(?:以上|以下)?(?:标准|水平|资质|单位|等级)?"
)
_ARABIC = str.maketrans("一二三四五六七八九", "123456789")


@dataclass(frozen=True, slots=True)
class Lexicon:
    """levels.toml, as patterns and sets."""

    marks: re.Pattern[str]
    extra: re.Pattern[str]
    same: dict[str, frozenset[int]]
    whole: frozenset[str]
    with_100: frozenset[str]
    denied: re.Pattern[str]
    kept: re.Pattern[str]
    against: re.Pattern[str]
    partial: re.Pattern[str]
    named: re.Pattern[str]
    up: re.Pattern[str]
    down: re.Pattern[str]
    wanted_down: re.Pattern[str]


@cache
def lexicon() -> Lexicon:
    """The words of levels.toml, read when they are first asked for."""
    table = tomllib.loads(_FILE.read_text("utf-8"))
    groups: dict[str, set[int]] = {}
    for number, words in enumerate(table.pop("same")):
        for word in words:
            groups.setdefault(word, set()).add(number)
    whole, with_100 = frozenset(table.pop("whole")), frozenset(table.pop("with_100"))
    against = re.compile(f"(?:{_any_of(table.pop('against'))})[一-鿿]{{0,4}}?(?:{_any_of(table['denied'])})")
    patterns = {name: re.compile(_any_of(words)) for name, words in table.items()}
    same = {word: frozenset(numbers) for word, numbers in groups.items()}
    return Lexicon(same=same, whole=whole, with_100=with_100, against=against, **patterns)


def _any_of(words: list[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


def _stem(text: str) -> str:
    """*text* without the words that say that something is done."""
    return lexicon().marks.sub("", text)


@lru_cache(maxsize=4096)
def reached(target: str, actual: str) -> bool:
    """Whether *actual* is the very level that *target* asks for, in the same words or in others for it."""
    wanted, got = squeezed(target), squeezed(actual)
    if not wanted or not got:
        return False
    if wanted == got:
        return True
    if denial(target, actual):
        return False
    grade = _GRADE.fullmatch(wanted), _GRADE.fullmatch(got)
    if grade[0] and grade[1]:
        return _grade(grade[0]) == _grade(grade[1])
    words = lexicon()
    if got == "100%":
        return {wanted, _stem(wanted)} & (words.whole | words.with_100) != set()
    asked = {wanted, _stem(wanted)}
    said = {got, _stem(got)}
    said |= {_stem(words.extra.sub(lambda m: m[0] if m[0] in wanted else "", got))}
    said.discard("")
    if asked & said:
        return True
    return any(words.same.get(a, frozenset()) & words.same.get(b, frozenset()) for a in asked for b in said)


def _grade(match: re.Match[str]) -> str:
    return match["grade"].translate(_ARABIC).removesuffix("级")


def is_whole(text: str) -> bool:
    """Whether *text* says that all of it is done, as 100% does (全覆盖, 全部完成).

    >>> is_whole("已全部完成"), is_whole("完成")
    (True, False)
    """
    plain = squeezed(text)
    return plain in lexicon().whole or plain.removeprefix("已经").removeprefix("已") in lexicon().whole


@lru_cache(maxsize=4096)
def denial(target: str, actual: str) -> Denial:
    """Whether *actual* says that *target* was not reached ("denied") or reached in part ("partial"); else "".

    A word that the target holds too denies nothing: 不满意率 beside 不满意率≤5%, 基本完成 beside 基本完成.
    """
    wanted, got = squeezed(target), squeezed(actual)
    if wanted == got:
        return ""
    if says_no(target, actual) or _turned(wanted, got):
        return "denied"
    words = lexicon()
    return "partial" if _said(words.partial, words.named.sub("", words.kept.sub("", got)), wanted) else ""


@lru_cache(maxsize=4096)
def says_no(target: str, actual: str) -> bool:
    """Whether *actual* holds a word of denial (未, 没有, 不合格 …) that *target* does not hold.

    >>> says_no("≥5项", "3项未完成"), says_no("≤5%", "不合格率3%"), says_no("≥5项", "未发生事故")
    (True, False, False)
    """
    words = lexicon()
    rest = words.against.sub("", words.kept.sub("", squeezed(actual)))
    return _said(words.denied, rest, words.kept.sub("", squeezed(target)))


def _said(pattern: re.Pattern[str], text: str, wanted: str) -> bool:
    """Whether a word of *pattern* stands in *text* and not in the target; in the name of a rate it says nothing."""
    return any(
        match[0] not in wanted and not text.startswith(("率", "人数", "次数", "件数", "比例"), match.end())
        for match in pattern.finditer(text)
    )


def _turned(wanted: str, got: str) -> bool:
    """Whether the actual moves the other way than the target asks (提高 | 有所下降)."""
    words = lexicon()
    asked = bool(words.up.search(wanted)), bool(words.down.search(wanted))
    moved = bool(words.up.search(got)), bool(words.down.search(got))
    if asked == (True, False) and moved == (False, True):
        return words.wanted_down.search(got) is None
    return asked == (False, True) and moved == (True, False) and not re.search("改善|好转|优化|增强", got)
