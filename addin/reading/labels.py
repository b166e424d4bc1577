"""The words of the forms: which heading, label or filler a text is.

What counts is a label's key: full-width made half-width, blanks and bracketed remarks gone. The words themselves
are data (vocabulary.toml).

    >>> key("全年执行数 （Ｂ）"), role("budget", "全年执行数 （Ｂ）")
    ('全年执行数', 'executed')
    >>> points("产出指标 （４０分）"), points("产出指标")
    (Decimal('40'), None)
    >>> inline("填报日期：2021.4.14")
    ('填报日期', '2021.4.14')
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from decimal import Decimal
from functools import cache, lru_cache
from importlib.resources import files

_BLANKS = re.compile(r"\s+")
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】")
_POINTS = re.compile(
    r"[(\[【](?:共|满分)?(\d+(?:\.\d+)?)分(?:[)\]】,，;；]|[*×xX])"
    r"|[(\[【](?:分值|权重)[:为]?(\d+(?:\.\d+)?)[%分]?[)\]】]|(?<![\d.])(\d+(?:\.\d+)?)分$"
)
_YEAR = re.compile(r"(20\d\d)年度?(.+)")
_LONGEST = 40


@cache
def _vocabulary() -> dict[str, dict[str, str]]:
    return tomllib.loads(files("addin.reading").joinpath("vocabulary.toml").read_text("utf-8"))


@cache
def _patterns(group: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((name, re.compile(pattern)) for name, pattern in _vocabulary()[group].items())


@cache
def pattern(group: str, name: str) -> re.Pattern[str]:
    """One expression of the vocabulary."""
    return re.compile(_vocabulary()[group][name])


def words(group: str, name: str) -> str:
    """One entry of the vocabulary as it stands, for those that are sets of characters."""
    return _vocabulary()[group][name]


@lru_cache(maxsize=16_384)
def squeeze(text: str) -> str:
    """*text* in half width, without any blank and without characters that nobody sees (zero width, soft hyphen)."""
    plain = _BLANKS.sub("", unicodedata.normalize("NFKC", text))
    if plain.isprintable():
        return plain
    return "".join(c for c in plain if unicodedata.category(c) != "Cf" and c != "\x7f")


@lru_cache(maxsize=16_384)
def key(text: str) -> str:
    """What a label says, bare: no blanks, no brackets, no colon or numbering around it; "" for a long text."""
    plain = squeeze(text)
    if len(plain) > _LONGEST:
        return ""
    return _BRACKETS.sub("", plain).strip(":;,.、_-*")


@lru_cache(maxsize=16_384)
def role(group: str, text: str) -> str:
    """The name of the heading or label of *group* that *text* is, or ""."""
    bare = key(text)
    if not bare:
        return ""
    for name, expression in _patterns(group):
        if expression.fullmatch(bare):
            return name
    return ""


@lru_cache(maxsize=16_384)
def dated_role(text: str) -> tuple[str, int | None]:
    """The role of a heading of the indicator table, and the year that it names: "2024年目标值" is a target of 2024."""
    name = role("columns", text)
    match = _YEAR.match(key(text))
    if name or match is None:
        return name, None
    return role("columns", match[2]), int(match[1])


@lru_cache(maxsize=16_384)
def is_label(text: str, name: str) -> bool:
    """Whether *text* is the label *name* of the form's heading or foot."""
    bare = key(text)
    return bool(bare) and pattern("labels", name).fullmatch(bare) is not None


@lru_cache(maxsize=16_384)
def inline(text: str) -> tuple[str, str]:
    """A label and the value behind its colon in one cell; ("", text) where there is no colon."""
    normal = unicodedata.normalize("NFKC", text)
    label, colon, value = normal.partition(":")
    if not colon or len(label) > _LONGEST:
        return "", text.strip()
    return key(label), text[len(text) - len(value) :].strip() if len(normal) == len(text) else value.strip()


@lru_cache(maxsize=16_384)
def points(text: str) -> Decimal | None:
    """The points that a heading states, "(40分)", or None."""
    match = _POINTS.search(squeeze(text))
    return Decimal(match[1] or match[2] or match[3]) if match else None


@lru_cache(maxsize=16_384)
def section(level1: str, level2: str = "") -> str:
    """产出, 效益, 满意度 or 成本, by the level 1 heading; where it says none of them, by level 2; else ""."""
    name = key(level1)
    for wanted in ("满意度", "成本", "产出", "效益"):
        if pattern("sections", wanted).search(name):
            return wanted
    below = key(level2)
    for wanted in ("满意度", "效益", "产出"):
        if pattern("sections", f"level2_{wanted}").search(below):
            return wanted
    return ""


@lru_cache(maxsize=16_384)
def is_filler(text: str, name: str) -> bool:
    """Whether *text* is blank or a placeholder, by the [blank] expression *name* (name, value or reason)."""
    plain = squeeze(text).upper()
    return not plain or pattern("blank", name).fullmatch(plain) is not None


def is_bounded(name: str) -> bool:
    """Whether the indicator called *name* is a rate that cannot exceed 100% (满意度, 合格率 …)."""
    bare = squeeze(name)
    return pattern("words", "bounded").search(bare) is not None and not pattern("words", "unbounded").search(
        bare
    )
