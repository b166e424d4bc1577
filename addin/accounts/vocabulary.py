"""The words of the nine tables, from tables.toml: titles, headings, named lines.

>>> kind_of("附件1：2024年度部门收入支出决算总表"), kind_of("财政拨款支出决算明细表")
('T1', '')
>>> bare_name("（一）  一、社会保障和就业支出")
'社会保障和就业支出'
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from addin.accounts.model import KINDS

_BLANKS = re.compile(r"\s+")
_QUOTES = re.compile("[\"'“”‘’「」『』＂`´〝〞〈〉《》]")
_LEAD = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}[、.,:]|\([一二三四五六七八九十\d]{1,3}\)|\d{1,2}[、.](?!\d)|"
    r"(?:表|附表|附件|附)[一二三四五六七八九十\d]{0,3}(?:-\d+)?[:、.]?|[A-Za-z]{2}\d{1,2}(?:-\d)?表?|公开\d{1,2}表|财决公开\d{1,2}表|"
    r"部门公开表\d*|(?:.{0,30}\D)?\d{4}年度?|部门|单位|本级)[:、.]?"
)
_NUMBERING = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}[、.,]|\([一二三四五六七八九十\d]{1,3}\)|\d{1,2}[、.](?!\d)|[-–—]+[、.]?)+"
)


@cache
def vocabulary() -> dict[str, Any]:
    """tables.toml as it stands."""
    return tomllib.loads(files("addin.accounts").joinpath("tables.toml").read_text("utf-8"))


@cache
def word(name: str) -> re.Pattern[str]:
    """One expression of [words]."""
    return re.compile(vocabulary()["words"][name])


@cache
def named(kind: str, *keys: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Names and expressions under a table's entry: ``named("T1", "left")``; empty where there are none."""
    at: Any = vocabulary()[kind]
    for key in keys:
        at = at.get(key, {})
    return tuple((name, re.compile(text)) for name, text in at.items() if isinstance(text, str))


@lru_cache(maxsize=16_384)
def tight(text: str) -> str:
    """*text* in half width, without blanks and quotes."""
    return _QUOTES.sub("", _BLANKS.sub("", unicodedata.normalize("NFKC", text)))


@lru_cache(maxsize=4096)
def bare_title(text: str) -> str:
    """A title without what is set aside: numbering, table marks, year, 部门/单位; "" for a text that is no title."""
    plain = tight(text)
    if not 5 <= len(plain) <= 60 or "表" not in plain[-12:]:
        return ""
    plain = re.sub(r"\([^()]*\)$", "", plain)
    while True:
        shorter = _LEAD.sub("", plain, count=1)
        if shorter == plain:
            return plain
        plain = shorter


@lru_cache(maxsize=4096)
def kind_of(text: str) -> str:
    """Which of the nine tables a title names, or ""."""
    title = bare_title(text)
    return next((kind for kind in KINDS if title and re.fullmatch(vocabulary()[kind]["title"], title)), "")


@lru_cache(maxsize=4096)
def is_other_title(text: str) -> bool:
    """Whether *text* is the title of a table that is none of the nine."""
    title = bare_title(text)
    if not title or kind_of(text) or len(title) > 45 or re.search(r"[。;,:]|本表|反映|如下|见|空表", title):
        return False
    return word("other_title").fullmatch(title) is not None


@lru_cache(maxsize=16_384)
def bare_name(text: str) -> str:
    """A line's name without blanks and numbering."""
    return _NUMBERING.sub("", tight(text))


def first_match(patterns: tuple[tuple[str, re.Pattern[str]], ...], text: str) -> str:
    """The name of the first expression that the whole *text* matches, or ""."""
    return next((name for name, pattern in patterns if pattern.fullmatch(text)), "")


def table_name(kind: str) -> str:
    """The official title of a table: "T5" → 一般公共预算财政拨款支出决算表."""
    return str(vocabulary()[kind]["name"])


def short_name(kind: str) -> str:
    """ "T5" → 表五."""
    return str(vocabulary()[kind]["short"])
