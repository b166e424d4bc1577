"""What an amount is called → the figures of the tables that it must equal.

>>> clean("2024年度本部门收入合计各为"), clean(",其中:财政拨款收入")
('收入合计', '财政拨款收入')
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from addin.accounts.identities import Term, figures_of, plain_name
from addin.accounts.model import Accounts, Line, Table
from addin.accounts.text.sections import words
from addin.accounts.vocabulary import short_name

_AHEAD = re.compile(
    r"^(?:[^,。;:\d]{1,20}(?=20\d\d年)|[\d]+[.、]|\([一二三四五六七八九十\d]+\)|[①-⑳]|[一二三四五六七八九十]是|其中[:,]?|包括[:,]?|主要是|用于|(?:截至)?(?:20\d\d)年(?:度|末)?|当年|本年度|全年|年度"
    r"|本部门|我部门|本单位|我单位|我[局委办院校厅]|本[局委办院校厅]|部门|单位|实现|安排|取得|[^,。;:\d]{0,16}?(?:局|委员会|办公室|中心|学校|医院|厅)(?=本年|收|支|一般|财政|政府|国有|三公|基本|项目|20\d\d)|[、,:])+"
)
_BEHIND = re.compile(
    r"(?:决算)?(?:金额|数额|数)?(?:均|各|共|共计|合计为|总共|分别|累计|约|达到|达|是|为|:|(?<![合总])计|实际)+$"
)
_CLASS = re.compile(r"^(.{2,30}?)(?:\(类\))?(?:支出)?(?:\(类\))?(?:支出)?$")
_ITEM = re.compile(r"([^,。;:()、\d.]{2,40}?)\(类\)[,、]?(.{2,40}?)\(款\)[,、]?(.{2,40}?)\(项\)")
_SHORT_ITEM = re.compile(r"([^,。;:()\d.]{2,40}?)\(项\)")


@dataclass(frozen=True, slots=True)
class Subject:
    """A named amount: its name, the table's value in 万元 (None where no table holds it), and which table."""

    name: str
    value: Decimal | None
    table: str = ""
    project: bool = False


def clean(lead: str) -> str:
    """The words before an amount without year, numbering, 其中, and without 为/均/各 behind them."""
    text = lead
    while True:
        shorter = _BEHIND.sub("", _AHEAD.sub("", text))
        if shorter == text:
            return text
        text = shorter


@cache
def _patterns(key: str) -> tuple[tuple[re.Pattern[str], tuple[str, ...]], ...]:
    entry = _entry(key)
    return tuple(
        (re.compile(pattern), tuple(refs)) for pattern, refs in (entry["subjects"] if entry else {}).items()
    )


@cache
def _bases() -> tuple[tuple[re.Pattern[str], tuple[str, ...]], ...]:
    return tuple((re.compile(pattern), tuple(refs)) for pattern, refs in words()["bases"].items())


def _entry(key: str) -> dict[str, Any] | None:
    return next((entry for entry in words()["section"] if entry["key"] == key), None)


@dataclass(frozen=True, slots=True)
class Resolver:
    """The tables as the narrative asks for them; *values* are the figures as they should be."""

    accounts: Accounts
    values: dict[tuple[str, int, int], Decimal]

    def value(self, refs: tuple[str, ...] | list[str], phase: str = "决算") -> Decimal | None:
        """The sum of the figures that *refs* name; None where a table is missing or a cell holds no number."""
        total, found = Decimal(0), False
        for ref in refs:
            table, line, column = ref.replace("{phase}", phase).split(".")
            if self.accounts.get(table) is None:
                if len(refs) > 1:
                    continue
                return None
            figures = figures_of(Term(table, line, column, 1), self.accounts, _no_loop(self.accounts, table))
            if not figures and len(refs) == 1:
                return None
            for figure in figures:
                if figure.place not in self.values:
                    return None
                total += self.values[figure.place]
                found = True
        return total if found else None

    def subject(self, section: str, name: str, phase: str = "决算") -> Subject | None:
        """The subject that *name* (already clean) is in the section, or None."""
        entry = _entry(section)
        if entry is None or not name:
            return None
        for pattern, refs in _patterns(section):
            if pattern.fullmatch(name):
                table = refs[0].partition(".")[0]
                return Subject(name, self.value(refs, phase), table)
        return self.of_class(section, entry["table"], name)

    def of_class(self, section: str, kind: str, name: str) -> Subject | None:
        """A class (类) of T5, T7, T8 or a line of T1, T4 by its name; in the section of T6 a class or item of it."""
        table = self.accounts.get(kind) if kind else None
        if table is None or section not in (
            "general",
            "funds",
            "capital",
            "basic",
            "spending",
            "whole",
            "fiscal",
        ):
            return None
        match = _CLASS.match(name)
        wanted = plain_name(match[1] if match else name)
        column = {"T6": "决算", "T1": "金额"}.get(kind, "合计")
        for line in table.lines:
            top = len(line.code) == 3 or (line.side == "right" and not line.role and not line.part)
            if (top or (kind == "T6" and line.code)) and line.name and plain_name(line.name) == wanted:
                return Subject(name, self._at(line, column), kind)
        return None

    def _at(self, line: Line, column: str) -> Decimal | None:
        figure = line.figures.get(column)
        return self.values.get(figure.place) if figure is not None else None

    def base(self, section: str, name: str) -> Subject | None:
        """What a share is of: *name* is the text between 占 and the percentage, "" the section's own total."""
        entry = _entry(section)
        if not name:
            return (
                Subject("", self.value(entry["total"]), entry["table"]) if entry and entry["total"] else None
            )
        for pattern, refs in _bases():
            if pattern.fullmatch(name):
                return Subject(name, self.value(refs), refs[0].partition(".")[0])
        return self.subject(section, name)

    def item(self, section: str, lead: str) -> Subject | None:
        """An item 类（类）款（款）项（项）: by the name of the 项 plus one parent, else the only 项 of that name."""
        entry = _entry(section)
        table = self.accounts.get(entry["table"]) if entry and entry["table"] in ("T5", "T7", "T8") else None
        match = _ITEM.search(lead)
        names = [match[1], match[2], match[3]] if match else []
        if not names:
            short = _SHORT_ITEM.search(lead)
            names = ["", "", short[1]] if short else []
        if not names:
            return None
        line = self._item_line(table, names) if table is not None else None
        kind = table.kind if table is not None else ""
        return Subject(names[2], self._at(line, "合计") if line is not None else None, kind)

    def _item_line(self, table: Table, names: list[str]) -> Line | None:
        wanted = plain_name(names[2])
        lines = [one for one in table.coded() if len(one.code) == 7 and plain_name(one.name) == wanted]
        if len(lines) <= 1:
            return lines[0] if lines else None
        by_code = {one.code: one for one in table.coded()}
        parents = {plain_name(name) for name in names[:2] if name}
        for line in lines:
            above = (by_code.get(line.code[:5]), by_code.get(line.code[:3]))
            if any(one is not None and plain_name(one.name) in parents for one in above):
                return line
        return None

    def known(self, value: Decimal, but: Decimal | None) -> str:
        """The name of another figure of the tables that has this value, or ""."""
        for name, ref in words()["known"].items():
            found = self.value([ref])
            if found is not None and found == value and found != but and found != 0:
                return str(name)
        return ""

    def where(self, subject: Subject) -> str:
        """ "表五" for a subject of T5."""
        return short_name(subject.table) if subject.table else "表"


def _no_loop(accounts: Accounts, table: str) -> tuple[Table, None, str]:
    found = accounts.get(table)
    if found is None:
        raise KeyError(table)
    return found, None, ""
