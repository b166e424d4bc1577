"""Findings: what a check says of a form, or of a file.

The code's level, title, reason, fix and reference are data (addin.judging.catalogue); a finding adds the place and
the numbers.

>>> said = finding("JX-S04", Text("总分99，各项得分合计98", "the total is 99, the scores add up to 98"), cell="I27")
>>> said.level, said.cell, said.fix.en
('error', 'I27', 'Write the sum (jx recompute does).')
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from addin.judging.catalogue import LEVELS, Entry, Level, catalogue
from udfs.text import Text

__all__ = [
    "BOOK_HEADS",
    "KNOWN_HEADS",
    "LEVELS",
    "LEVEL_NAMES",
    "RESULT_HEADS",
    "Entry",
    "Finding",
    "Level",
    "catalogue",
    "count_levels",
    "finding",
]

LEVEL_NAMES: dict[str, Text] = {
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
        "fix",
        "reference",
        "explanation",
    ),
}
# The same in a workbook's own results sheet, where the file needs no naming.
BOOK_HEADS = tuple(head for head in RESULT_HEADS["zh"] if head != "文件")
# All that a sheet of results may begin with, those of an earlier version included.
KNOWN_HEADS = (
    *RESULT_HEADS.values(),
    BOOK_HEADS,
    tuple("mend" if head == "fix" else head for head in RESULT_HEADS["en"]),
)


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found: the code and level, the cell to put right (A1; "" where the whole file is meant),
    what stands there, what should, and the sentences for the user."""

    code: str
    level: Level
    sheet: str
    cell: str
    found: str
    expected: str
    message: Text
    fix: Text
    reference: str


def finding(
    code: str,
    message: Text,
    *,
    sheet: str = "",
    cell: str = "",
    found: str = "",
    expected: str = "",
    level: Level | None = None,
    fix: Text | None = None,
) -> Finding:
    """A finding of *code*; level and fix are the catalogue's unless given.

    Raises KeyError for a code that the catalogue lacks, ValueError for a message that lacks a language.

    >>> finding("JX-S04", Text("总分不等于合计", ""))
    Traceback (most recent call last):
    ...
    ValueError: JX-S04: the message lacks a language
    """
    entry = catalogue()[code]
    if not message.zh.strip() or not message.en.strip():
        raise ValueError(f"{code}: the message lacks a language")
    return Finding(
        code=code,
        level=level or entry.level,
        sheet=sheet,
        cell=cell,
        found=found,
        expected=expected,
        message=message,
        fix=fix or entry.fix,
        reference=entry.reference,
    )


def count_levels(findings: Iterable[Finding]) -> dict[str, int]:
    """How many findings of each level, every level named."""
    counts = Counter(f.level for f in findings)
    return {level: counts[level] for level in LEVELS}
