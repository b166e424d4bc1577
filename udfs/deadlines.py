"""Dates as targets write them: 2024年底前, 截止12月底, 第三季度, 上半年, 8月上旬, 24年6月, 每月10日前, 2024.12.31.

A deadline keeps what is written; the year may be missing and is then the other side's. What is written may mean a span
of days: 12月 is any day of the month, 上旬 ends on the 10th, and a month, a quarter or a half-year as a limit is its end.

    >>> due, done = read_deadline("2020年12月前"), read_deadline("2020年12月上旬")
    >>> due.latest(2020), done.earliest(2020), done.latest(2020)
    (datetime.date(2020, 12, 31), datetime.date(2020, 12, 1), datetime.date(2020, 12, 10))
    >>> kept(due, done, 2020), kept(read_deadline("12月5日前"), done, 2020), kept(read_deadline("11月底"), done, 2020)
    (True, None, False)
    >>> read_deadline("有所提升") is None
    True
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass

from udfs.normalise import chinese_number
from udfs.patterns import lazy

_QUARTERS = {c: n for n, c in enumerate("一二三四", 1)} | {str(n): n for n in range(1, 5)}

_PART = r"\d{1,2}月|底|末|终|初|第?[一二三四1-4]季度|[上下]半年"
_YEAR = (
    rf"(?:(?P<year>(?:19|20)\d\d)年度?|(?P<short>\d\d)年(?={_PART})|"
    r"(?P<this>当年|本年|今年|年内|全年|每年|年(?=底|末|终|初)))"
)
_TAIL = r"(?:年?(?:底|末|终|初)|上旬|中旬|下旬|以内|之内|内|中)"
_TIME = r"(?:T?(?:[01]?\d|2[0-4])(?::[0-5]\d){1,2}|2?\d[时点])?"
_WRITTEN = lazy(
    rf"(?:{_YEAR})?年?度?"
    r"(?:第?(?P<quarter>[一二三四1-4])季度|(?P<half>[上下])半年|"
    rf"(?P<month>1[0-2]|0?[1-9])月份?(?:(?P<day>3[01]|[12]\d|0?[1-9])[日号]{_TIME})?)?"
    rf"(?P<tail>{_TAIL})?(?P<before>之前|以前|前)?"
)
_NUMERIC = lazy(
    r"(?P<year>(?:19|20)\d\d)[./-](?P<month>1[0-2]|0?[1-9])(?:[./-](?P<day>3[01]|[12]\d|0?[1-9]))?"
    r"(?:T[0-2]\d(?::[0-5]\d){1,2})?(?P<tail>底|末)?(?P<before>之前|以前|前)?(?!\d)"
)
# "2024.12" may be a month and may be a number: a number, unless what stands beside it is a date.
_POINTED = lazy(r"(?:19|20)\d\d\.\d{1,2}(?![\d.]|底|末|之?以?前)")
_EIGHT = lazy(r"((?:19|20)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])")
_DAY = lazy(r"(\d{1,2})[日号]")
# "12-31" is the end of a month; "10-20" is a range.
_SHORT = lazy(r"(?P<month>1[02]|0?[13578])-(?P<day>31)$|(?P<short>11|0?[469])-30$")
_RECURRING = lazy(
    r"(?P<every>每个?月|次月|下月|当月|每季度?|每周)?(?:的)?"
    r"(?:(?P<day>\d{1,2})[日号]|(?:月|季度?)?(?:底|末|终))(?P<before>之前|以前|前|内)?(?:[一-鿿]{0,4}(?:完成|发放|报送|支付|上报|拨付|兑现))?"
)
# No date is written without one of these.
_MAYBE = lazy(r"[年月季号底末]|(?:19|20)\d\d[./-]|-3[01]")
_LEAD = lazy(
    r"^(?:已经?|截止|截至|至|到|于|在|力争|确保|按照|计划|预计|不晚于|不迟于|最迟|最晚|早于|≤|应|须|工期|时间|完成时间|:)*"
)
_UNTIL = ("截", "至", "到", "不晚于", "不迟于", "最迟", "最晚", "早于", "≤")
# 1-12月, 2023-2024年: the end counts
_MONTHS = lazy(
    r"(?:1[0-2]|[1-9])[~至到-](?P<month>1[0-2]|[1-9])月份?|(?:19|20)\d\d年?[~至到-](?P<year>(?:19|20)\d\d)年度?"
)
_PERIOD = lazy(r"(?:\d{1,2})?[~至到-](?=[12\d])")
_DONE = lazy(r"(?:前|内)?(?:全部|按时|按期)?(?:完成|办结|完工|竣工|验收|执行).{0,8}$")
_DIGIT = lazy(r"\d")
_CHINESE_MONTH = lazy(
    r"(十[一二]?|[一二三四五六七八九])月(?=份|底|末|初|前|之前|上旬|中旬|下旬|[一二三四五六七八九十]{1,3}[日号])"
)
_CHINESE_DAY = lazy(r"(?<=月)([一二三]?十[一二三四五六七八九]?|[一二三四五六七八九])(?=[日号])")
# The last day of a part of a month, and its first one; 初 ends with 上旬.
_SPANS = {"初": (1, 10), "上旬": (1, 10), "中旬": (11, 20), "中": (11, 20), "下旬": (21, None)}
_END = 26  # the first day that 月底 may mean


@dataclass(frozen=True, slots=True)
class Deadline:
    """A date as written.

    year, month, day   what is missing is None: the end of the month, of the year
    by                 True for "by then" (底, 前, 截止), False for "in it"
    since              (month, day) of the first day that it may mean; None: the day itself
    every              每月, 次月, 每季: one day that comes again; compares with another of the same word alone
    """

    year: int | None
    month: int | None
    day: int | None
    by: bool
    since: tuple[int, int] | None = None
    every: str = ""

    def latest(self, year: int) -> dt.date:
        """The last day that keeps the deadline, *year* filling in a missing one."""
        year = self.year or year
        month = self.month or 12
        last = calendar.monthrange(year, month)[1]
        return dt.date(year, month, min(self.day or last, last))

    def earliest(self, year: int) -> dt.date:
        """The first day that what is written may mean."""
        if self.since is None:
            return self.latest(year)
        return min(dt.date(self.year or year, *self.since), self.latest(year))


def kept(due: Deadline, done: Deadline, year: int) -> bool | None:
    """Whether what was *done* keeps *due*; None where *done* may mean days on both sides of it."""
    if due.every or done.every:
        if due.every != done.every:
            return None
        return (done.day or 31) <= (due.day or 31)
    last = due.latest(year)
    if done.latest(year) <= last:
        return True
    return False if done.earliest(year) > last else None


def read_deadline(text: str) -> Deadline | None:
    """The deadline that normalised *text* is, or None where it is something else.

    A few words around the date are allowed (截止…, …完成), a further number is not.
    """
    if not _MAYBE.search(text):
        return None
    text = _arabic(text)
    lead = _LEAD.match(text)
    start = lead.end() if lead else 0
    until = start > 0 and any(word in text[:start] for word in _UNTIL)
    again = _again(text[start:])
    if again is not None:
        return again
    months = _MONTHS.fullmatch(text, start)
    if months:
        return Deadline(_int(months["year"]), _int(months["month"]), None, True, (1, 1))
    short = _SHORT.match(text, start)
    if short:
        return Deadline(None, int(short["month"] or short["short"]), int(short["day"] or 30), True)
    match = _NUMERIC.match(text, start) or _WRITTEN.match(text, start)
    if match is None or match.end() == start or (text[:start] in ("", "≤") and _POINTED.match(text, start)):
        return None
    return _checked(match, text[match.end() :], until)


def _arabic(text: str) -> str:
    """十二月三十一日 as 12月31日."""
    if "月" not in text:
        return text
    text = _CHINESE_MONTH.sub(lambda m: f"{chinese_number(m[1])}月", text)
    return _CHINESE_DAY.sub(lambda m: str(chinese_number(m[1])), text)


def _again(text: str) -> Deadline | None:
    match = _RECURRING.fullmatch(text)
    if match is None:
        return None
    every = (match["every"] or "").replace("个", "")
    if not every and (match["day"] or text[0] not in "月季"):
        return None
    every = "每季" if every.startswith("每季") or "季" in text[:2] else every or "每月"
    return Deadline(None, None, _int(match["day"]), bool(match["before"]) or not match["day"], None, every)


def _checked(match: re.Match[str], rest: str, until: bool) -> Deadline | None:
    """The date of *match*, if what stands behind it may stand behind a date."""
    found = match.groupdict()
    period = _PERIOD.match(rest)
    if period:  # "1月至12月", "1-12月": the end counts
        last = read_deadline(rest[period.end() :])
        return last and Deadline(last.year or _int(found["year"]), last.month, last.day, True, (1, 1))
    if (
        _DIGIT.search(rest)
        or len(rest) > 16
        or rest.startswith(("度", "以来", "起", "后", "以后", "之后", "至今"))
    ):
        return None
    parts = ("year", "short", "month", "quarter", "half")
    dated = any(found.get(part) for part in parts)
    if not dated and not (found.get("this") and (found["tail"] or not rest or _DONE.match(rest))):
        return None
    return _made(found, until)


def _made(found: dict[str, str | None], until: bool) -> Deadline:
    short = _int(found.get("short"))
    year = _int(found["year"]) or (None if short is None else 2000 + short)
    month, first = _months(found)
    day, tail = _int(found["day"]), (found["tail"] or "").removeprefix("年")
    before = bool(found["before"]) or until
    since: tuple[int, int] | None = None if day else (first, 1)
    if tail in _SPANS and not day:
        span = (1, 31) if month is None else _SPANS[tail]
        month = month or 1
        since, day = (month, span[0]), span[1]
    elif tail in ("底", "末", "终") and not day:
        since = (month, _END) if found["month"] and month else (12 if month is None else month, 1)
    if before:
        since = (1, 1)
    by = tail.endswith(("底", "末", "终", "内")) or before or found.get("this") == "年内"
    return Deadline(year, month, day, by, since)


def _months(found: dict[str, str | None]) -> tuple[int | None, int]:
    """The last and the first month of what is written; no last one for a whole year."""
    quarter, half = found.get("quarter"), found.get("half")
    if quarter:
        return 3 * _QUARTERS[quarter], 3 * _QUARTERS[quarter] - 2
    if half:
        return (6, 1) if half == "上" else (12, 7)
    month = _int(found["month"])
    return month, month or 1


def beside_date(text: str) -> Deadline | None:
    """What normalised *text* means beside a date and nowhere else: 2024.12, 20241220; 15日 beside 每月10日."""
    eight = _EIGHT.fullmatch(text)
    if eight:
        return Deadline(int(eight[1]), int(eight[2]), int(eight[3]), False)
    day = _DAY.fullmatch(text)
    if day and 1 <= int(day[1]) <= 31:
        return Deadline(None, None, int(day[1]), False, None, "日")
    return read_deadline(text.replace(".", "-")) if _POINTED.fullmatch(text) else None


def _int(text: str | None) -> int | None:
    return int(text) if text else None
