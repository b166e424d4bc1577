"""X02 to X10: the forms, the tables and the narrative that were handed over together.

links(forms, resolver, reading)  →  (path or None for the narrative, finding) pairs
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from addin.accounts.forms import Stated, StatedAmount
from addin.accounts.projects import likeness, matched
from addin.accounts.text.plain import Number
from addin.accounts.text.reading import Project, Spent, TextReading, say
from addin.accounts.text.sections import Paragraph
from addin.accounts.text.subjects import Resolver
from addin.accounts.text.whole import counted_projects
from addin.judging.findings import Finding, finding
from udfs.decimals import HUNDRED, ZERO, D, decimals, half_up, plain
from udfs.target import parse
from udfs.text import Text

Found = tuple[str | None, Finding]
CENT = Decimal("0.01")
_SCORE = re.compile(
    r"自评(?:结果)?(?:综合)?(?:得分|分数|总分|评分|总得分)(?:为|:|是)?(\d{1,3}(?:\.\d+)?)(?:分)?"
)
_QUANTITY = re.compile(r"(?:总|实际)?(?:人数|人次数|次数|数量|户数|个数|率|数)$")
_VERBS = re.compile(r"(?:分别|累计|共计|共|已|达到|达|为|到|实现|完成|:)+$")


@dataclass(frozen=True, slots=True)
class LinkedForm:
    """A form as the links see it: where it is, what it is of, its money, and its indicators (name, actual as printed, cell)."""

    path: str
    sheet: str
    kind: str
    project: str
    stated: Stated
    indicators: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class _Linked:
    """The narrative's projects with their forms."""

    forms: list[LinkedForm]
    pairs: dict[int, LinkedForm]
    doubtful: tuple[tuple[str, str], ...]


def links(
    forms: Sequence[LinkedForm], resolver: Resolver, reading: TextReading | None
) -> tuple[list[Found], tuple[tuple[str, str], ...]]:
    """Every finding of the links, and the pairs of project names that were matched by likeness alone."""
    found: list[Found] = []
    overall = [form for form in forms if form.kind == "overall"]
    for form in overall:
        found += _overall(form, resolver)
    if reading is None:
        return found, ()
    projects = [form for form in forms if form.kind == "project"]
    linked = _matched(projects, reading.projects)
    found += [(None, item) for form in overall[:1] for item in _overall_sentence(form, reading)]
    found += [(None, item) for item in _scores(forms, reading, linked)]
    found += [(None, item) for item in _quantities(forms, reading)]
    doubtful = linked.doubtful
    if projects:
        found += _of_projects(linked, resolver, reading)
        spent, more = _listed(projects, reading.spent, resolver, reading)
        found += [(None, item) for item in spent]
        doubtful = tuple(dict.fromkeys([*doubtful, *more]))
    return found, doubtful


def _matched(forms: list[LinkedForm], projects: list[Project]) -> _Linked:
    pairs = matched(
        [project.name for project in projects],
        [form.project for form in forms],
        (
            [project.executed[1].wan if project.executed else None for project in projects],
            [form.stated.executed.value if form.stated.executed else None for form in forms],
        ),
    )
    doubtful = tuple((projects[p.left].name, forms[p.right].project) for p in pairs if p.doubtful)
    return _Linked(forms, {p.left: forms[p.right] for p in pairs}, doubtful)


def _overall(form: LinkedForm, resolver: Resolver) -> Iterator[Found]:
    """X02: 基本支出总额, 项目支出总额 and 执行数 of the overall form against T3."""
    amounts: list[tuple[str, str, StatedAmount]] = [
        (f"{name}支出总额", f"T3.total.{name}", amount) for name, amount in form.stated.totals
    ]
    if form.stated.executed is not None:
        amounts.append(("执行数", "T3.total.合计", form.stated.executed))
    for name, ref, amount in amounts:
        value = resolver.value([ref])
        if value is not None and abs(value - amount.value) > CENT:
            yield (
                form.path,
                finding(
                    "JX-X02",
                    Text(
                        f"{name}{plain(amount.value)}万元，支出决算表合计为{plain(value)}万元",
                        f"{name} {plain(amount.value)} 万元, T3 has {plain(value)} 万元",
                    ),
                    sheet=form.sheet,
                    cell=amount.cell,
                    found=amount.text,
                    expected=plain(value),
                ),
            )


def differs(number: Number, amount: Decimal) -> bool:
    """Whether an amount of the text is not the form's, at the printed decimals."""
    if number.vague:
        return False
    unit = number.wan / number.value if number.value else Decimal(1)
    return half_up(amount / unit, number.places) != number.value and abs(number.wan - amount) > Decimal(
        "0.0005"
    )


def _overall_sentence(form: LinkedForm, reading: TextReading) -> Iterator[Finding]:
    """X04 of the sentence on 整体支出."""
    for paragraph, role, number in reading.budgeted:
        if paragraph.section != "performance" or "整体支出" not in paragraph.text[: number.start]:
            continue
        amount = form.stated.planned if role == "budget" else form.stated.executed
        if amount is None:
            continue
        reading.take(paragraph, number)
        if differs(number, amount.value):
            yield _not_the_forms(paragraph, [(number, amount)], form, "部门整体支出")


def _not_the_forms(
    paragraph: Paragraph, wrong: list[tuple[Number, StatedAmount]], form: LinkedForm, name: str
) -> Finding:
    cells = "、".join(f"{form.sheet}!{amount.cell}" for _, amount in wrong)
    found = "、".join(plain(number.value) for number, _ in wrong)
    expected = "、".join(plain(amount.value) for _, amount in wrong)
    clause = paragraph.plain.clause(wrong[-1][0])
    return say(
        paragraph,
        "JX-X04",
        Text(
            f"“{clause}”：“{name}”自评表（{cells}）为{expected}万元",
            f"{clause!r}: the form of {name} ({cells}) has {expected} 万元",
        ),
        found=found,
        expected=expected,
    )


def _of_projects(linked: _Linked, resolver: Resolver, reading: TextReading) -> Iterator[Found]:
    projects = reading.projects
    for index, form in linked.pairs.items():
        project = projects[index]
        wrong, at = [], project.paragraph
        for stated, amount in (
            (project.budget, form.stated.planned),
            (project.executed, form.stated.executed),
        ):
            if stated is not None and amount is not None:
                reading.take(stated[0], stated[1])
                if differs(stated[1], amount.value):
                    wrong.append((stated[1], amount))
                    at = stated[0]
        if wrong:
            yield None, _not_the_forms(at, wrong, form, project.name)
    yield from _counted(linked, reading)
    yield from ((None, item) for item in _fund_shares(linked, resolver, reading))


def _counted(linked: _Linked, reading: TextReading) -> Iterator[Found]:
    """X06, else X03 and X10."""
    stated = list(counted_projects(reading))
    forms, summaries = len(linked.forms), len(reading.projects)
    by_text = bool(stated) and summaries == forms != stated[0][1]  # the text contradicts itself: N10
    count = stated[0][1] if stated and not by_text else summaries
    if stated:
        reading.take(stated[0][0], stated[0][2])
    if count and count != forms:
        paragraph = stated[0][0] if stated else reading.projects[0].paragraph
        names = "、".join(p.name for i, p in enumerate(reading.projects) if i not in linked.pairs)
        yield (
            None,
            say(
                paragraph,
                "JX-X06",
                Text(
                    f"称{count}个项目，项目自评表有{forms}张" + (f"；没有自评表的：{names}" if names else ""),
                    f"{count} projects stated, {forms} project forms"
                    + (f"; without form: {names}" if names else ""),
                ),
                found=str(count),
                expected=str(forms),
            ),
        )
        return
    if summaries:
        yield from _unpaired(linked, reading)
    if not summaries or len(linked.pairs) == summaries == forms:
        yield from ((None, item) for item in _sum(linked, reading))


def _unpaired(linked: _Linked, reading: TextReading) -> Iterator[Found]:
    """X10: a 综述 without form, a form without 综述."""
    for index, project in enumerate(reading.projects):
        if index not in linked.pairs:
            message = Text(f"“{project.name}”没有自评表", f"{project.name} has no form")
            yield None, say(project.paragraph, "JX-X10", message, found=project.name)
    paired = {(form.path, form.sheet) for form in linked.pairs.values()}
    for form in linked.forms:
        if (form.path, form.sheet) not in paired:
            yield (
                form.path,
                finding(
                    "JX-X10",
                    Text(f"“{form.project}”没有绩效自评综述", f"{form.project} has no summary in the text"),
                    sheet=form.sheet,
                    cell=form.stated.project_cell,
                    found=form.project,
                ),
            )


def _sum(linked: _Linked, reading: TextReading) -> Iterator[Finding]:
    """X03: Σ 执行数 of the project forms against the 资金 stated beside the count."""
    amounts = [form.stated.executed.value for form in linked.forms if form.stated.executed is not None]
    if len(amounts) != len(linked.forms):
        return
    total = sum(amounts, ZERO)
    for paragraph, _, number in counted_projects(reading):
        if number is None:
            continue
        money = next(
            (n for n in paragraph.plain.figures if n.kind == "money" and n.start > number.end and re.fullmatch(r"[^。;]{0,12}?(?:资金|金额|支出)[^。;\d]{0,8}", paragraph.text[number.end : n.start])),
            None,
        )  # fmt: skip
        if money is None:
            continue
        reading.take(paragraph, money)
        if abs(money.wan - total) > Decimal("0.005") * len(amounts):
            clause = paragraph.plain.clause(money)
            yield say(
                paragraph,
                "JX-X03",
                Text(
                    f"“{clause}”：{len(amounts)}张项目自评表执行数相加为{plain(total)}万元",
                    f"{clause!r}: {len(amounts)} project forms add up to {plain(total)} 万元",
                ),
                found=plain(money.value),
                expected=plain(total),
            )
        return


def _fund_money(resolver: Resolver) -> list[Decimal]:
    """The amounts of T7 and T8 that a project's money may hold: their project spending, by code and in all."""
    found = []
    for kind in ("T7", "T8"):
        table = resolver.accounts.get(kind)
        for line in table.lines if table is not None else ():
            figure = line.figures.get("项目")
            value = resolver.values.get(figure.place) if figure is not None else None
            if value:
                found.append(value)
    return list(dict.fromkeys(found))


def _listed(
    forms: list[LinkedForm], spent: list[Spent], resolver: Resolver, reading: TextReading
) -> tuple[list[Finding], list[tuple[str, str]]]:
    """X05: the list 项目支出主要用于…: the form's executed amount, or that less its T7/T8 money."""
    executed = [form.stated.executed.value if form.stated.executed else None for form in forms]
    pairs = matched(
        [one.name for one in spent],
        [form.project for form in forms],
        ([one.number.wan for one in spent], executed),
    )
    funds = _fund_money(resolver)
    found = []
    for pair in pairs:
        one, form, value = spent[pair.left], forms[pair.right], executed[pair.right]
        if value is None:
            continue
        reading.take(one.paragraph, one.number)
        if not any(not differs(one.number, value - fund) for fund in [ZERO, *funds]):
            clause = one.paragraph.plain.span(one.number.start - len(one.name), one.number.end)
            found.append(
                say(
                    one.paragraph,
                    "JX-X05",
                    Text(
                        f"“{clause}”：自评表执行数为{plain(value)}万元（{form.sheet}!{form.stated.executed.cell if form.stated.executed else ''}）",
                        f"{clause!r}: the form's executed amount is {plain(value)} 万元",
                    ),
                    found=one.paragraph.plain.printed(one.number),
                    expected=plain(value),
                )
            )
    return found, [(spent[p.left].name, forms[p.right].project) for p in pairs if p.doubtful]


def _fund_shares(linked: _Linked, resolver: Resolver, reading: TextReading) -> Iterator[Finding]:
    """X09: a share of 一般公共预算项目支出 whose numerator holds T7/T8 money."""
    base = resolver.value(["T5.total.项目"])
    if not base:
        return
    held = _held_funds(linked, resolver, reading)
    for paragraph, _, name, number, part in reading.shares:
        if (
            part is None
            or not re.search("一般公共预算.{0,6}项目支出", name)
            or paragraph.section != "performance"
        ):
            continue
        if held and part.wan > held:
            should = half_up(HUNDRED * (part.wan - held) / base, number.places)
            if should == number.value:
                continue
            clause = paragraph.plain.clause(number)
            yield say(
                paragraph,
                "JX-X09",
                Text(
                    f"“{clause}”：分子含政府性基金、国有资本经营预算资金{plain(held)}万元，扣除后占{format(should, 'f')}%",
                    f"{clause!r}: the numerator holds {plain(held)} 万元 of T7 or T8; without it the share is {format(should, 'f')}%",
                ),
                found=paragraph.plain.printed(number),
                expected=f"{format(should, 'f')}%",
            )


def _held_funds(linked: _Linked, resolver: Resolver, reading: TextReading) -> Decimal:
    """How much T7/T8 money the projects hold: shown by an amount that is a project's less, or all of, such money."""
    executed = [p.executed[1].wan for p in reading.projects if p.executed is not None]
    executed += [form.stated.executed.value for form in linked.forms if form.stated.executed is not None]
    listed = [one.number.wan for one in reading.spent]
    total = ZERO
    for kind in ("T7", "T8"):
        fund = resolver.value([f"{kind}.total.项目"])
        if fund and (
            fund in executed or any(amount - fund in listed for amount in executed if amount > fund)
        ):
            total += fund
    return total


def _scores(forms: Sequence[LinkedForm], reading: TextReading, linked: _Linked) -> Iterator[Finding]:
    """X07: 自评得分 stated against 总分 of the form."""
    current: LinkedForm | None = None
    starts = {project.paragraph.number: linked.pairs.get(i) for i, project in enumerate(reading.projects)}
    for paragraph in reading.narrative.paragraphs:
        current = starts.get(paragraph.number, None if paragraph.heading else current)
        for match in _SCORE.finditer(paragraph.text):
            form = current or _scored_form(forms, paragraph.text[: match.start()])
            if form is None or form.stated.score is None:
                continue
            number = next((n for n in paragraph.plain.figures if n.start == match.start(1)), None)
            reading.take(paragraph, number)
            stated = D(match[1])
            if half_up(form.stated.score, decimals(stated)) != stated:
                yield say(
                    paragraph,
                    "JX-X07",
                    Text(
                        f"“{match[0]}”：“{form.project or '部门整体支出'}”自评表总分为{plain(form.stated.score)}",
                        f"{match[0]!r}: the form's total is {plain(form.stated.score)}",
                    ),
                    found=match[1],
                    expected=plain(form.stated.score),
                )


def _scored_form(forms: Sequence[LinkedForm], before: str) -> LinkedForm | None:
    """Which form a sentence speaks of: the project named last before the score, or 整体支出."""
    for clause in reversed(re.split(r"[,。;:]", before)):
        projects = [form for form in forms if form.kind == "project"]
        best = max(projects, key=lambda form: likeness(_named(clause), form.project), default=None)
        if best is not None and likeness(_named(clause), best.project) >= Decimal("0.7"):
            return best
        if "整体支出" in clause or "整体绩效" in clause:
            return next((form for form in forms if form.kind == "overall"), None)
    return None


def _named(clause: str) -> str:
    return re.sub(r"^(?:抽取的是|其中|对|抽取|分别为|包括)|(?:项目)?(?:支出)?(?:绩效)?$", "", clause)


def _quantities(forms: Sequence[LinkedForm], reading: TextReading) -> Iterator[Finding]:
    """X08: a quantity stated with an indicator's name against the form's actual, at the printed decimals."""
    named = _indicators(forms)
    if not named:
        return
    for paragraph in reading.narrative.paragraphs:
        for number in paragraph.plain.figures:
            if number.kind == "money" or "余" in number.unit or "多" in number.unit:
                continue
            lead = _QUANTITY.sub("", _VERBS.sub("", paragraph.text[: number.start]))
            name = next((name for name in named if lead.endswith(name)), "")
            actuals = [a for a in named.get(name, []) if _comparable(number, a[0])]
            if not name or not actuals:
                continue
            reading.take(paragraph, number)
            if not any(_same_quantity(number, text) for text, _, _ in actuals):
                text, sheet, cell = actuals[0]
                begin = paragraph.text.rindex(name, 0, number.start)
                said = paragraph.plain.span(begin, number.end)
                yield say(
                    paragraph,
                    "JX-X08",
                    Text(
                        f"“{said}”：自评表实际完成值为{text}（{sheet}!{cell}）",
                        f"{said!r}: the form's actual is {text} ({sheet}!{cell})",
                    ),
                    found=said,
                    expected=text,
                )


def _indicators(forms: Sequence[LinkedForm]) -> dict[str, list[tuple[str, str, str]]]:
    """Indicators by their bare names (four characters at least), the longest first, with actual, sheet and cell."""
    found: dict[str, list[tuple[str, str, str]]] = {}
    for form in forms:
        for name, actual, cell in form.indicators:
            bare = _QUANTITY.sub("", re.sub(r"[\s,。、;:“”\"'（）()]", "", name))
            if len(bare) >= 4 and actual:
                found.setdefault(bare, []).append((actual, form.sheet, cell))
    return dict(sorted(found.items(), key=lambda item: -len(item[0])))


def _scale(unit: str) -> tuple[Decimal, str]:
    factor = Decimal(1)
    for sign, power in (("亿", 8), ("万", 4), ("千", 3), ("百", 2)):
        if unit.startswith(sign):
            return Decimal(10) ** power, unit[1:]
    return factor, unit


def _comparable(number: Number, actual: str) -> bool:
    read = parse(actual)
    if read.kind != "number" or read.number is None or read.sentence:
        return False
    _, unit = _scale(number.unit)
    return bool(unit) and (read.unit or "") in (unit, "", unit.removesuffix("次"))


def _same_quantity(number: Number, actual: str) -> bool:
    read = parse(actual)
    if read.number is None:
        return True
    factor, _ = _scale(number.unit)
    return half_up(read.number * read.multiplier / factor, number.places) == number.value
