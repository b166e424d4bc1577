"""A sentence of a narrative, checked against one department's published tables, as the tests write it down."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from addin.accounts.model import Accounts
from addin.accounts.read import accounts_of, tables_in
from addin.accounts.tables_judged import Verdict, judge_tables
from addin.accounts.text.reading import read_narrative
from addin.accounts.text.record import TextReading
from addin.accounts.text.sections import read_text
from addin.accounts.text.subjects import Resolver
from addin.accounts.text.whole import whole_checks
from addin.files import read

DATA = Path(__file__).parent / "data" / "accounts"
TITLE = "第三部分 某局2024年度部门决算情况说明"
HEADINGS = {
    "whole": "一、收入支出决算总体情况说明",
    "income": "二、收入决算情况说明",
    "spending": "三、支出决算情况说明",
    "fiscal": "四、财政拨款收入支出决算总体情况说明",
    "general": "五、一般公共预算财政拨款支出决算情况说明",
    "basic": "六、一般公共预算财政拨款基本支出决算情况说明",
    "funds": "七、政府性基金预算财政拨款收入支出决算情况说明",
    "capital": "八、国有资本经营预算财政拨款支出决算情况说明",
    "costs": "九、财政拨款“三公”经费支出决算情况说明",
    "running": "十、机关运行经费支出说明",
    "procurement": "十一、政府采购支出说明",
    "assets": "十二、国有资产占用情况说明",
    "performance": "十三、预算绩效情况说明",
}


@cache
def published() -> tuple[Accounts, Verdict]:
    """The nine tables of the department whose narrative the examples follow."""
    accounts = accounts_of(tables_in(read(DATA / "002-决算公开表.xlsx").grids))
    return accounts, judge_tables(accounts)


def read_sentences(section: str, *sentences: str) -> TextReading:
    """The reading of sentences under a section's heading."""
    accounts, verdict = published()
    resolver = Resolver(accounts, verdict.values)
    reading = read_narrative(read_text([TITLE, HEADINGS[section], *sentences]), resolver)
    whole_checks(reading, resolver)
    return reading


def said(section: str, *sentences: str) -> list[tuple[str, str, str]]:
    """Code, found, expected of every finding."""
    return [(item.code, item.found, item.expected) for item in read_sentences(section, *sentences).findings]


def unchecked_in(section: str, *sentences: str) -> list[str]:
    """The figures that no rule took."""
    reading = read_sentences(section, *sentences)
    return [
        paragraph.plain.printed(number)
        for paragraph in reading.narrative.paragraphs[2:]
        for number in paragraph.plain.figures
        if (paragraph.number, number.start) not in reading.taken
    ]
