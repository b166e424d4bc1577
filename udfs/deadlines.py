"""Dates as targets write them: 2024年底前, 截止12月底, 第三季度, 上半年, 2024.12.31.

A deadline keeps what is written; the year may be missing and is then the other side's.

    >>> read_deadline("2020年12月前")
    Deadline(year=2020, month=12, day=None, by=True)
    >>> read_deadline("有所提升") is None
    True
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass

_QUARTERS = {c: n for n, c in enumerate("一二三四", 1)} | {str(n): n for n in range(1, 5)}

_YEAR = r"(?:(?P<year>(?:19|20)\d\d)年度?|(?P<this>当年|本年|今年|年内|全年|年(?=底|末|终)))"
_TAIL = r"(?:年?(?:底|末|终)|初|上旬|中旬|下旬|以内|之内|内|中)"
_WRITTEN = re.compile(
    rf"(?:{_YEAR})?年?"
    r"(?:第?(?P<quarter>[一二三四1-4])季度|(?P<half>[上下])半年|"
    r"(?P<month>1[0-2]|0?[1-9])月份?(?:(?P<day>3[01]|[12]\d|0?[1-9])[日号])?)?"
    rf"(?P<tail>{_TAIL})?(?P<before>之前|以前|前)?"
)
_NUMERIC = re.compile(
    r"(?P<year>(?:19|20)\d\d)[./-](?P<month>1[0-2]|0?[1-9])(?:[./-](?P<day>3[01]|[12]\d|0?[1-9]))?"
    r"(?P<tail>底|末)?(?P<before>之前|以前|前)?(?!\d)"
)
# "2024.12" may be a month and may be a number: a number, unless what stands beside it is a date.
_POINTED = re.compile(r"(?:19|20)\d\d\.\d{1,2}(?![\d.]|底|末|之?以?前)")
# "12-31" is the end of a month; "10-20" is a range.
_SHORT = re.compile(r"(?P<month>1[02]|0?[13578])-(?P<day>31)$|(?P<short>11|0?[469])-30$")
_RECURRING = re.compile(r"每?(?:月|季度?)(?:底|末|终)(?:之前|以前|前)?|每月\d{1,2}[日号](?:之前|以前|前|内)?")
_LEAD = re.compile(r"^(?:截止|截至|至|到|于|在|力争|确保|按照|计划|预计|不晚于|不迟于|工期|时间|完成时间|:)*")
# 1-12月, 2023-2024年: the end counts
_MONTHS = re.compile(
    r"(?:1[0-2]|[1-9])[~至到-](?P<month>1[0-2]|[1-9])月份?|(?:19|20)\d\d年?[~至到-](?P<year>(?:19|20)\d\d)年度?"
)
_PERIOD = re.compile(r"(?:\d{1,2})?[~至到-](?=[12\d])")
_DONE = re.compile(r"(?:前|内)?(?:全部|按时|按期)?(?:完成|办结|完工|竣工|验收|执行).{0,8}$")
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Deadline:
    """A date as written: what is missing is None; *by* is True for "by then" (底, 前, 截止), False for "in it"."""

    year: int | None
    month: int | None
    day: int | None
    by: bool

    def latest(self, year: int) -> dt.date:
        """The last day that keeps the deadline, *year* filling in a missing one."""
        year = self.year or year
        month = self.month or 12
        last = calendar.monthrange(year, month)[1]
        return dt.date(year, month, min(self.day or last, last))

    def earliest(self, year: int) -> dt.date:
        """The first day that what is written may mean."""
        if self.month is None:
            return dt.date(self.year or year, 12, 31) if self.by else dt.date(self.year or year, 1, 1)
        if self.day is None:
            return self.latest(year) if self.by else dt.date(self.year or year, self.month, 1)
        return self.latest(year)


def read_deadline(text: str) -> Deadline | None:
    """The deadline that normalised *text* is, or None where it is something else.

    A few words around the date are allowed (截止…, …完成), a further number is not.
    """
    lead = _LEAD.match(text)
    start = lead.end() if lead else 0
    until = start > 0 and any(word in text[:start] for word in ("截", "至", "到", "不晚于", "不迟于"))
    months = _MONTHS.fullmatch(text, start)
    if months:
        return Deadline(_int(months["year"]), _int(months["month"]), None, True)
    if _RECURRING.fullmatch(text[start:]):
        return Deadline(None, None, None, True)
    short = _SHORT.match(text, start)
    if short:
        return Deadline(None, int(short["month"] or short["short"]), int(short["day"] or 30), True)
    match = _NUMERIC.match(text, start) or _WRITTEN.match(text, start)
    if match is None or match.end() == start:
        return None
    if start == 0 and _POINTED.match(text):
        return None
    found = match.groupdict()
    rest = text[match.end() :]
    period = _PERIOD.match(rest)
    if period:  # "1月至12月", "1-12月": the end counts
        last = read_deadline(rest[period.end() :])
        return last and Deadline(last.year or _int(found["year"]), last.month, last.day, True)
    if _DIGIT.search(rest) or len(rest) > 16 or rest.startswith(("度", "以来", "起")):
        return None
    dated = found["year"] or found["month"] or found.get("quarter") or found.get("half")
    if not dated and not (found.get("this") and (found["tail"] or not rest or _DONE.match(rest))):
        return None
    month = _int(found["month"])
    if found.get("quarter"):
        month = 3 * _QUARTERS[found["quarter"]]
    elif found.get("half"):
        month = 6 if found["half"] == "上" else 12
    tail = found["tail"] or ""
    by = bool(
        tail.endswith(("底", "末", "终", "内")) or found["before"] or until or found.get("this") == "年内"
    )
    return Deadline(_int(found["year"]), month, _int(found["day"]), by)


def month_of(text: str) -> Deadline | None:
    """The month that "2024.12" means beside a date, or None where it is no such text."""
    return read_deadline(text.replace(".", "-")) if _POINTED.fullmatch(text) else None


def _int(text: str | None) -> int | None:
    return int(text) if text else None
