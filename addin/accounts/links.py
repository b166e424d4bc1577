"""X02 to X10: the forms, the tables and the narrative that were handed over together.

links(forms, resolver, reading)  →  (path or None for the narrative, finding) pairs
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from addin.accounts.forms import StatedAmount
from addin.accounts.projects import matched
from addin.accounts.stated import LinkedForm, quantities, scores
from addin.accounts.text.plain import Number
from addin.accounts.text.record import Project, Spent, TextReading, say
from addin.accounts.text.sections import Paragraph
from addin.accounts.text.subjects import Resolver
from addin.accounts.text.whole import counted_projects
from addin.judging.findings import Finding, finding
from udfs.decimals import HUNDRED, ZERO, half_up, plain
from udfs.text import Text

Found = tuple[str | None, Finding]
CENT = Decimal("0.01")


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
    found += [(None, item) for item in scores(forms, reading, linked.pairs)]
    found += [(None, item) for item in quantities(forms, reading)]
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
    if summaries == forms:
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
