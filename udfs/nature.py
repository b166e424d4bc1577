"""The nature of an indicator: which way is better where neither sign nor column says so, read off the end of its name.

The words are data, nature.toml, each with a name that shows it; no nature is better than a wrong one.

>>> nature_of("指标1: 群众投诉次数", "产出指标", "数量指标").direction, nature_of("投诉处理率").direction
('down', 'up')
>>> nature_of("单位搬迁费用", "产出指标", "成本指标").why.zh
'“费用”：成本指标下的费用、支出，越低越好'
>>> nature_of("单位搬迁费用").direction, nature_of("构建和谐劳动关系").direction
('', '')
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal

from udfs.normalise import normalise
from udfs.patterns import lazy
from udfs.text import Text

_FILE = Path(__file__).with_suffix(".toml")
_NUMBERING = lazy(r"^(?:★|其中[:：]?|(?:指标)?[\d一二三四五六七八九十]{1,3}[:：.、)])+")
# "(%)", "(10万元/人)", "：" and the figures that a publisher puts behind an anonymous name.
_BEHIND = lazy(r"(?:\([^()]*\)|\[[^\[\]]*\]|[\d.,:;、。≥≤<>=%‰]+|(?:不|须|应)$)+$")


@dataclass(frozen=True, slots=True)
class Nature:
    """Which way is better by the name of an indicator: "up", "down", or "" where the name does not say; and why."""

    direction: Literal["up", "down", ""]
    why: Text


@dataclass(frozen=True, slots=True)
class Group:
    """A group of nature.toml: its words with an example each, and the pattern of the names it holds for."""

    direction: Literal["up", "down"]
    reason: Text
    words: dict[str, str]
    under: tuple[str, ...]
    apart: tuple[str, ...]
    ends: re.Pattern[str]
    unless: re.Pattern[str] | None


_UNSAID = Nature("", Text("名称看不出方向", "the name does not say which way is better"))


@cache
def groups() -> tuple[Group, ...]:
    """The groups of nature.toml, in their order."""
    return tuple(_group(table) for table in tomllib.loads(_FILE.read_text("utf-8"))["group"])


def _group(table: dict[str, object]) -> Group:
    def texts(key: str) -> list[str]:
        return [str(word) for word in table.get(key, ())]  # type: ignore[attr-defined]

    words = {str(word): str(example) for word, example in table["words"].items()}  # type: ignore[attr-defined]
    unless = texts("unless")
    return Group(
        direction="up" if table["direction"] == "up" else "down",
        reason=Text(str(table["zh"]), str(table["en"])),
        words=words,
        under=tuple(texts("under")),
        apart=tuple(texts("apart")),
        ends=re.compile(f"({_any_of(words)})(?:{_any_of([*texts('tails'), ''])})$"),
        unless=re.compile(_any_of(unless)) if unless else None,
    )


def _any_of(words: object) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))  # type: ignore[call-overload]


@lru_cache(maxsize=8192)
def nature_of(name: str, level1: str = "", level2: str = "") -> Nature:
    """The nature of the indicator called *name* (三级指标) under the headings *level1* and *level2* (一级, 二级指标).

    Its direction is "" where the name does not say; *why* quotes the word that decided, in Chinese and in English.
    """
    plain = _BEHIND.sub("", _NUMBERING.sub("", normalise(name)))[-60:]
    headings = normalise(level1), normalise(level2)
    for group in groups():
        if group.under and not any(word in heading for word in group.under for heading in headings):
            continue
        match = group.ends.search(plain)
        if match is None or (group.unless is not None and group.unless.search(plain)):
            continue
        why = Text(f"“{match[1]}”：{group.reason.zh}", f"{match[1]}: {group.reason.en}")
        return Nature(group.direction, why)
    return _UNSAID


def nature_in(words: str) -> Literal["up", "down", ""]:
    """The direction that the words in front of a number have of themselves (投诉率 … 5%)."""
    return nature_of(words).direction
