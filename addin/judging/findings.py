"""Findings: what a check says of a form, and the catalogue that every code stands in.

A code is a contract: never renamed, never reused. Its level, title, reason, mend and reference are data
(checks/catalogue.toml); a finding adds the place and the numbers.

    >>> catalogue()["JX-S04"].level
    'error'
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from udfs.text import Text

LEVELS = ("error", "review", "hint")
LEVEL_NAMES = {
    "error": Text("错误", "error"),
    "review": Text("核实", "review"),
    "hint": Text("提示", "hint"),
}


# The headings of a results workbook: by them such a workbook is known, and passed over when it is checked itself.
RESULT_HEADS = {
    "zh": ("级别", "代码", "文件", "工作表", "单元格", "问题", "现值", "应为", "改法", "依据", "说明"),
    "en": (
        "level",
        "code",
        "file",
        "sheet",
        "cell",
        "what is wrong",
        "found",
        "expected",
        "mend",
        "reference",
        "explanation",
    ),
}
# The same in a workbook's own results sheet, where the file needs no naming.
BOOK_HEADS = tuple(head for head in RESULT_HEADS["zh"] if head != "文件")


@dataclass(frozen=True, slots=True)
class Entry:
    """One code of the catalogue.

    level is "error" (强制性审核: blocks submission), "review" (核实性审核: may stay when explained) or "hint" (提示).
    """

    code: str
    level: str
    title: Text
    why: Text
    fix: Text
    reference: str
    group: str


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found: the code and level, the cell to mend (A1; "" where the whole file is meant),
    what stands there, what should, and the sentences for the user."""

    code: str
    level: str
    sheet: str
    cell: str
    found: str
    expected: str
    message: Text
    fix: Text
    reference: str


@cache
def catalogue() -> dict[str, Entry]:
    """Every code with its entry, in the catalogue's order."""
    raw = tomllib.loads(files("addin.judging.checks").joinpath("catalogue.toml").read_text("utf-8"))
    return {
        code: Entry(
            code,
            item["level"],
            Text(item["title"]["zh"], item["title"]["en"]),
            Text(item["why"]["zh"], item["why"]["en"]),
            Text(item["fix"]["zh"], item["fix"]["en"]),
            item["reference"],
            code[3],
        )
        for code, item in raw.items()
    }


def finding(
    code: str,
    message: Text,
    *,
    sheet: str = "",
    cell: str = "",
    found: str = "",
    expected: str = "",
    level: str = "",
    fix: Text | None = None,
) -> Finding:
    """A finding of *code*; level and fix are the catalogue's unless given. Raises KeyError for an unknown code."""
    entry = catalogue()[code]
    return Finding(
        code, level or entry.level, sheet, cell, found, expected, message, fix or entry.fix, entry.reference
    )


def count_levels(findings: Iterable[Finding]) -> dict[str, int]:
    """How many findings of each level, every level named."""
    counts = Counter(f.level for f in findings)
    return {level: counts[level] for level in LEVELS}
