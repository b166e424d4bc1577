"""What is said of the narrative as a whole or within one paragraph: N06, N07, N08, N10, N11, N12, N13."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from addin.accounts.text.added import procurement, vehicles
from addin.accounts.text.plain import Number, Plain
from addin.accounts.text.record import TextReading, say
from addin.accounts.text.sections import Paragraph, words
from addin.accounts.text.subjects import Resolver
from addin.judging.findings import Finding
from udfs.decimals import ZERO, plain
from udfs.text import Text

_NONE = re.compile(
    r"(?<![如若])(?:无(?![线形偿障害论])|没有|未安排|未发生)[^,。;]{0,24}?(政府性基金|国有资本经营)[^,。;]{0,30}"
)
_NOTHING_HERE = re.compile(
    r"(?:本部门|本单位|我部门|我单位|当年|本年度?|年度)[^,。;]{0,8}(?:无(?![线形偿障害论])|没有|未发生|未安排)(?:此项|相关|该项|使用)?[^,。;]{0,12}(?:收入|支出|收支|安排)"
)
_COMPARISON_YEAR = re.compile(r"(?:与|比|较|同)(20\d\d)年度?(?!初|年初|预算|全年)")
_OWN_YEAR = re.compile(
    r"(?<![与比较同从由自至到截和、\d\-—~])(20\d\d)年度?(?:本部门|我部门|本单位|我单位|部门|[^,。;\d]{0,8}?(?:局|委|办|院|中心)(?=决算|支出|收入|部门|机关|政府)|决算|支出|收入|财政拨款|一般公共|收、支|本年|基本支出|项目支出|政府性|国有资本|三公|机关运行|政府采购)"
)
# Names of projects and of documents hold years of their own.
_TITLES = re.compile(r"^(?:\d+[.、]|\(\d+\)).{0,80}?综述[:。]?|《[^》]*》|〔\d{4}〕")
_INSIDE = re.compile(r"(?<=[。;:])(\d{1,2})[.、](?!\d)")
_NUMBERED = re.compile(
    r"^(?:(?P<digit>\d{1,2})[.、](?!\d)|\((?P<bracket>\d{1,2})\)|\((?P<chinese>[一二三四五六七八九十]{1,3})\)|(?P<level1>[一二三四五六七八九十]{1,3})、)"
)
_NO_PERCENT = re.compile(r"占[^,。;%\d]{0,20}?\d+\.\d+(?![\d%.]|亿|万|元|个|人|名|家|户|件)")
_COUNTED = re.compile(
    r"(?:涉及|共有|开展)[^,。;]{0,14}?项目(?:共)?(\d+)个|(?:共?涉及|共|对)(\d+)个(?:一级|二级)?项目"
)
_CHINESE = {name: n for n, name in enumerate("一二三四五六七八九十", 1)}


def whole_checks(reading: TextReading, resolver: Resolver) -> None:
    """Add what each of these checks finds to the reading."""
    found = reading.findings
    for paragraph in reading.narrative.paragraphs:
        found += _unfinished(paragraph)
        if paragraph.part != 4:
            found += _years(paragraph, reading.narrative.year)
            found += _none(paragraph, resolver)
    found += _numbering(reading.narrative.paragraphs)
    found += _counts(reading)
    procurement(reading)
    vehicles(reading)
    _running(reading, resolver)
    found += _parts_of_changes(reading, resolver)


def _unfinished(paragraph: Paragraph) -> Iterator[Finding]:
    """N12: words of the template that nobody filled in."""
    text = paragraph.text
    for match in re.finditer(words()["words"]["unfinished"], text):
        yield _quoted(
            paragraph, "JX-N12", match, "模板的字样没有改完", "words of the template still stand there"
        )
    for match in _NO_PERCENT.finditer(text):
        number = re.search(r"\d+\.\d+$", match[0])
        yield _quoted(
            paragraph,
            "JX-N12",
            match,
            "百分比缺少%",
            "a percent sign is missing",
            (number[0] if number else "") + "%",
        )


def _quoted(
    paragraph: Paragraph, code: str, match: re.Match[str], zh: str, en: str, expected: str = ""
) -> Finding:
    said = paragraph.plain.span(match.start(), match.end())
    return say(paragraph, code, Text(f"“{said}”：{zh}", f"{said!r}: {en}"), found=said, expected=expected)


def _years(paragraph: Paragraph, year: int | None) -> Iterator[Finding]:
    """N08: comparisons are with last year, the rest is of the year reported."""
    if year is None:
        return
    text = _TITLES.sub(lambda m: "□" * len(m[0]), paragraph.text)
    for match in _COMPARISON_YEAR.finditer(text):
        if int(match[1]) != year - 1:
            yield _quoted(
                paragraph,
                "JX-N08",
                match,
                f"对比的应是{year - 1}年",
                f"the comparison is with {year - 1}",
                f"{year - 1}年",
            )
    for match in _OWN_YEAR.finditer(text):
        if int(match[1]) != year and not re.search("结转|以前|上年", text[match.start() : match.end() + 6]):
            yield _quoted(
                paragraph, "JX-N08", match, f"报告年度是{year}年", f"the report is of {year}", f"{year}年"
            )


def _none(paragraph: Paragraph, resolver: Resolver) -> Iterator[Finding]:
    """N07: the text says 无政府性基金 or 无国有资本经营, the tables hold money."""
    if paragraph.heading:
        return
    kinds = []
    for match in _NONE.finditer(paragraph.text):
        if re.search("收入|支出|收支|拨款|安排", match[0]) and not re.search(
            "(年初|年末)[^收支]*$", match[0]
        ):
            kinds.append((match, "T7" if match[1] == "政府性基金" else "T8"))
    if not kinds and paragraph.section in ("funds", "capital"):
        nothing = _NOTHING_HERE.search(paragraph.text)
        if nothing:
            kinds.append((nothing, "T7" if paragraph.section == "funds" else "T8"))
    for match, kind in kinds:
        money = _money_of(resolver, kind)
        if money:
            yield _quoted(
                paragraph, "JX-N07", match, f"表中有{plain(money)}万元", f"the tables hold {plain(money)} 万元", f"{plain(money)}万元"
            )  # fmt: skip


def _money_of(resolver: Resolver, kind: str) -> Decimal | None:
    fund = "政府性基金" if kind == "T7" else "国有资本"
    refs = (f"{kind}.total.合计", f"T4.right:本年支出.{fund}", f"{kind}.total.收入", f"T4.left:{fund}.金额")
    return next((value for ref in refs if (value := resolver.value([ref]))), None)


def _number_of(match: re.Match[str]) -> tuple[str, int]:
    for style in ("digit", "bracket"):
        if match[style]:
            return style, int(match[style])
    style = "chinese" if match["chinese"] else "level1"
    text = match[style]
    tens, _, ones = text.rpartition("十")
    value = (_CHINESE.get(tens, 1) * 10 if "十" in text else 0) + _CHINESE.get(ones, 0)
    return style, value


def _numbering(paragraphs: Iterable[Paragraph]) -> Iterator[Finding]:
    """N11: numbers of one level follow one another; a heading above begins anew."""
    order = ("level1", "chinese", "digit", "bracket")
    last: dict[str, int] = {}
    for paragraph in paragraphs:
        match = _NUMBERED.match(paragraph.text)
        if match is None:
            if paragraph.heading:
                last = {"level1": last.get("level1", 0)} if not paragraph.text.startswith("第") else {}
            continue
        style, number = _number_of(match)
        before = last.get(style)
        if before is not None and number not in (before + 1, 1):
            yield say(
                paragraph,
                "JX-N11",
                Text(f"序号由{before}跳到{number}", f"the numbering goes from {before} to {number}"),
                found=str(number),
                expected=str(before + 1),
            )
        last[style] = number
        if style == "digit":
            # "1.…。2.…。" within one paragraph: the next one goes on from the last.
            for inside in _INSIDE.finditer(paragraph.text):
                last[style] += int(inside[1]) == last[style] + 1
        for below in order[order.index(style) + 1 :]:
            last.pop(below, None)


def counted_projects(reading: TextReading) -> Iterator[tuple[Paragraph, int, Number | None]]:
    """The counts of projects that the text states: 涉及项目N个, 共涉及N个一级项目."""
    for paragraph in reading.narrative.paragraphs:
        if paragraph.section != "performance" or paragraph.part == 4:
            continue
        for match in _COUNTED.finditer(paragraph.text):
            digits = match[1] or match[2]
            place = match.start(1) if match[1] else match.start(2)
            number = next((n for n in paragraph.plain.figures if n.start == place), None)
            yield paragraph, int(digits), number


def _counts(reading: TextReading) -> Iterator[Finding]:
    """N10: a count of projects is the number of 综述 in the text."""
    stated = list(counted_projects(reading))
    summaries = len(reading.projects)
    for paragraph, count, number in stated:
        if summaries:
            reading.take(paragraph, number)
        if summaries and count != summaries:
            yield say(
                paragraph,
                "JX-N10",
                Text(
                    f"称{count}个项目，文中绩效自评综述有{summaries}个",
                    f"{count} projects stated, {summaries} summaries in the text",
                ),
                found=f"{count}个",
                expected=f"{summaries}个",
            )


def _running(reading: TextReading, resolver: Resolver) -> None:
    """N01 of 机关运行经费: where the sentence names 公用经费, it is not above T6's."""
    limit = resolver.value(["T6.公用经费.决算"])
    for paragraph, name, number in reading.stated:
        if (
            paragraph.section != "running"
            or "公用经费" not in paragraph.text
            or "机关运行" not in name
            or limit is None
        ):
            continue
        reading.take(paragraph, number)
        if number.wan > limit + Decimal("0.01"):
            clause = paragraph.plain.clause(number)
            reading.findings.append(
                say(
                    paragraph,
                    "JX-N01",
                    Text(
                        f"“{clause}”：大于表六公用经费{plain(limit)}万元",
                        f"{clause!r}: above running costs of T6, {plain(limit)} 万元",
                    ),
                    found=paragraph.plain.printed(number),
                    expected=number.in_unit(limit),
                )
            )


def _parts_of_changes(reading: TextReading, resolver: Resolver) -> Iterator[Finding]:
    """N06: the changes of the three funds make that of all fiscal money, where the sentence speaks of income alone."""
    income = resolver.value(["T4.left:本年收入.金额"])
    whole: tuple[Paragraph, Number, int] | None = None
    parts: dict[str, tuple[Paragraph, Number, int]] = {}
    for paragraph, subject, number, sign, printed in reading.changes:
        if paragraph.section != "fiscal":
            continue
        fund = re.match("一般公共预算|政府性基金|国有资本", subject.name)
        if fund and "支出" not in subject.name:
            parts.setdefault(fund[0], (paragraph, number, sign))
        elif "总计" in subject.name and whole is None and printed is not None and income is not None:
            # With an opening balance in it, the total's change is not that of the income.
            opening = subject.value is not None and subject.value != income
            if not opening or abs(printed.wan - income) <= Decimal("0.01"):
                whole = (paragraph, number, sign)
    funds = {"一般公共预算": "一般公共预算", "政府性基金": "政府性基金", "国有资本": "国有资本"}
    needed = {name for name, key in funds.items() if resolver.value([f"T4.left:{key}.金额"])}
    if whole is None or len(parts) < 2 or not needed <= parts.keys():
        return
    total = whole[1].wan * whole[2]
    added = sum((number.wan * sign for _, number, sign in parts.values()), ZERO)
    reading.take(whole[0], whole[1])
    for paragraph, number, _ in parts.values():
        reading.take(paragraph, number)
    if abs(total - added) > Decimal("0.005") * (len(parts) + 1):
        paragraph, number = next(iter(parts.values()))[:2]
        yield say(
            paragraph,
            "JX-N06",
            Text(
                f"各项资金的增减相加为{plain(added)}万元，财政拨款总计的增减为{plain(total)}万元",
                f"the changes of the funds add up to {plain(added)} 万元, that of all fiscal money is {plain(total)} 万元",
            ),
            found=plain(added),
            expected=plain(total),
        )


def unchecked(
    reading: TextReading, doubtful: Iterable[tuple[str, str]] = ()
) -> tuple[int, int, Finding | None]:
    """How many figures the text has, how many were taken by a rule, and N13: the others, and names matched by likeness."""
    figures = left = 0
    listed: dict[int, list[str]] = {}
    first: Paragraph | None = None
    for paragraph in reading.narrative.paragraphs:
        if paragraph.heading and not any(f.kind == "money" for f in paragraph.plain.figures):
            continue
        for number in paragraph.plain.figures:
            figures += 1
            if (paragraph.number, number.start) not in reading.taken:
                left += 1
                first = first or paragraph
                listed.setdefault(paragraph.number, []).append(_shown(paragraph.plain, number))
    pairs = "、".join(f"{one}＝{other}" for one, other in doubtful)
    if first is None and not pairs:
        return figures, figures, None
    words_ = "；".join(f"¶{n} {'、'.join(shown)}" for n, shown in listed.items())
    zh = f"{left}个数字没有表可对：{words_}" if left else "数字都已校验"
    en = f"{left} figures that no rule took: {words_}" if left else "every figure was checked"
    if pairs:
        zh, en = (
            f"{zh}；项目名称只是相近，按同一项目核对，请确认：{pairs}",
            f"{en}; matched by likeness alone: {pairs}",
        )
    item = say(first or reading.narrative.paragraphs[0], "JX-N13", Text(zh, en))
    return figures, figures - left, item


def _shown(paragraph: Plain, number: Number) -> str:
    return paragraph.printed(number)


def tail_finding(reading: TextReading) -> Finding | None:
    """K12 of the text: every figure within its tolerance, once."""
    if not reading.tail:
        return None
    cells = "、".join(
        f"{paragraph.cell} {paragraph.plain.printed(number)}（{expected}）"
        for paragraph, number, expected in reading.tail
    )
    first = reading.tail[0][0]
    return say(
        first,
        "JX-K12",
        Text(
            f"尾差{len(reading.tail)}处：{cells}",
            f"{len(reading.tail)} differences of the last place: {cells}",
        ),
    )


__all__ = ["counted_projects", "tail_finding", "unchecked", "whole_checks"]
