"""K and L: the tables of a set against themselves and one another → findings.

judge_tables(accounts)  →  Verdict(findings by kind of table, identities, exact, tail, values)
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from addin.accounts.identities import Identity, Place, identities
from addin.accounts.model import WAN, Accounts, Figure, Kind
from addin.accounts.search import Wrong, wrong_figures
from addin.accounts.table_checks import displaced, repeated_codes, said_of_tables
from addin.accounts.vocabulary import short_name
from addin.grid import address
from addin.judging.findings import Finding, finding
from udfs.decimals import plain
from udfs.text import Text


@dataclass(slots=True)
class Verdict:
    """What is said of a set of tables: findings with the kind of table they stand in, and how its identities stand.

    values  every figure as it should be, in 万元, by place: what the narrative is held against
    """

    findings: list[tuple[Kind | None, Finding]] = field(default_factory=list)
    identities: int = 0
    exact: int = 0
    tail: int = 0
    values: dict[Place, Decimal] = field(default_factory=dict)


def judge_tables(accounts: Accounts) -> Verdict:
    """Every finding of K and L on the set."""
    verdict = Verdict()
    figures = {f.place: f for table in accounts.tables.values() for f in table.figures()}
    values = {place: f.value for place, f in figures.items() if f.value is not None}
    found: list[tuple[Kind | None, Finding]] = []
    shifted = displaced(accounts)
    found += shifted
    found += _no_numbers(accounts)
    negative = _negative(accounts)
    found += negative
    known = {f.place for f in figures.values() if f.value is None} | {
        place for place, _ in _negative_places(accounts)
    }
    emptied = _emptied(accounts)
    found += emptied
    without = {kind for kind, _ in [*shifted, *emptied] if kind}
    every = identities(accounts)
    laid = [i for i in identities(accounts, without) if not any(f.place in known for _, f in i.terms())]
    found += _scaled(accounts, laid, values)
    verdict.identities = len(every)
    verdict.exact = sum(identity.exact(values) for identity in every)
    tail = [identity for identity in laid if identity.holds(values) and not identity.exact(values)]
    verdict.tail = sum(identity.holds(values) and not identity.exact(values) for identity in every)
    verdict.values = dict(values)
    for wrong in wrong_figures(laid, values):
        if wrong.others:
            # Which of them is wrong is open: none is held against the narrative.
            for figure in (wrong.figure, *wrong.others):
                verdict.values.pop(figure.place, None)
        elif wrong.value is not None:
            verdict.values[wrong.figure.place] = wrong.value
        found.append((_kind(wrong.figure), _lost(accounts, wrong) or _wrong(wrong)))
    found += repeated_codes(accounts)
    found += said_of_tables(accounts, {kind for kind, _ in emptied})
    verdict.findings = found
    verdict.findings += _tail(tail, values)
    return verdict


def _kind(figure: Figure) -> Kind:
    return figure.kind  # type: ignore[return-value]


def at_figure(code: str, figure: Figure, message: Text, expected: str = "") -> Finding:
    """A finding at an amount cell."""
    return finding(
        code, message, sheet=figure.sheet, cell=figure.address, found=figure.text, expected=expected
    )


def where(figure: Figure, beside: Figure | None = None) -> str:
    """The cell's address, with its table where it is not *beside*'s."""
    if beside is not None and beside.kind == figure.kind:
        return figure.address
    return f"{short_name(figure.kind)}{figure.address}"


def _wrong(wrong: Wrong) -> Finding:
    figure, first = wrong.figure, wrong.settled[0]
    value = plain(figure.printed(wrong.value)) if wrong.value is not None else ""
    number = len(wrong.settled)
    named = "；".join(f"{one.label}：{one.words.zh}" for one in wrong.settled[:3])
    named_en = "; ".join(f"{one.label}: {one.words.en}" for one in wrong.settled[:3])
    zh = f"{named}{'等' if number > 3 else ''}，不成立；改为{value}，{number}处关系成立"
    en = f"{named_en}{' …' if number > 3 else ''}: not so; with {value} {number} {'identity holds' if number == 1 else 'identities hold'}"
    if wrong.others:
        cells = "、".join(where(other, figure) for other in wrong.others)
        zh += f"；也可能是其中一格有误：{cells}"
        en += f"; one of these may be the wrong cell instead: {cells}"
    return at_figure(first.code, figure, Text(zh, en), value)


def _lost(accounts: Accounts, wrong: Wrong) -> Finding | None:
    """The finding of a lost row: the sum misses what a code below it has in another table; None for another fault."""
    first = wrong.settled[0]
    table = accounts.get(first.line[0])
    if first.code not in ("JX-K02", "JX-K07") or table is None or not wrong.others or wrong.value is None:
        return None
    figure = wrong.figure
    missing = (figure.value or 0) - wrong.value
    here = {line.code for line in table.coded()}
    above = first.line[1] if first.line[1].isdigit() else ""
    for other in accounts.tables.values():
        for line in other.coded() if other.kind not in (table.kind, "T6") else ():
            amounts = [f.value for f in line.figures.values()]
            if (
                line.code in here
                or not line.code.startswith(above)
                or line.code == above
                or missing not in amounts
            ):
                continue
            message = Text(
                f"{first.label}不等于其下之和，缺{plain(figure.printed(missing))}：漏了科目{line.code}（{line.name}），{short_name(other.kind)}有",
                f"{first.label} is not the sum of the codes below it: {line.code} is missing, which {other.kind} has",
            )
            return at_figure(first.code, figure, message)
    return None


def _no_numbers(accounts: Accounts) -> Iterable[tuple[Kind | None, Finding]]:
    for kind, table in accounts.tables.items():
        for figure in table.figures():
            if figure.value is None:
                yield (
                    kind,
                    at_figure(
                        "JX-K13",
                        figure,
                        Text(
                            f"“{figure.text}”不是数，含它的关系没有校验",
                            f"{figure.text!r} is no number; identities with it were not tested",
                        ),
                    ),
                )


def _negative_places(accounts: Accounts) -> list[tuple[Place, Figure]]:
    table = accounts.get("T9")
    return [
        (figure.place, figure)
        for figure in (table.figures() if table is not None else ())
        if figure.value is not None and figure.value < 0
    ]


def _negative(accounts: Accounts) -> list[tuple[Kind | None, Finding]]:
    return [
        (
            "T9",
            at_figure(
                "JX-K11",
                figure,
                Text("“三公”经费不应为负数", "the three costs are never negative"),
                plain(-figure.printed(figure.value)) if figure.value is not None else "",
            ),
        )
        for _, figure in _negative_places(accounts)
    ]


def _scaled(
    accounts: Accounts, laid: list[Identity], values: dict[Place, Decimal]
) -> list[tuple[Kind | None, Finding]]:
    """L12: a whole table in 元 under a head that says 万元, or the reverse; *values* is put right."""
    best: tuple[int, Kind, dict[Place, Decimal]] | None = None
    for kind, table in accounts.tables.items():
        across = [i for i in laid if {f.kind for _, f in i.terms()} > {kind}]
        failing = sum(not i.holds(values) for i in across)
        if failing < 2:
            continue
        factor = 1 / WAN if table.wan else WAN
        places = [f.place for f in table.figures() if f.place in values]
        tried = {**values, **{place: values[place] * factor for place in places}}
        left = sum(not i.holds(tried) for i in across)
        if left * 5 <= failing and (best is None or failing - left > best[0]):
            best = (failing - left, kind, tried)
    if best is None:
        return []
    values.update(best[2])
    table = accounts.tables[best[1]]
    is_now, should = ("万元", "元") if table.wan else ("元", "万元")
    message = Text(
        f"{short_name(table.kind)}表头的单位是{is_now}，金额却是{should}的数",
        f"the head says {is_now}, the amounts are in {should}",
    )
    item = finding(
        "JX-L12",
        message,
        sheet=table.sheet,
        cell=(table.money or table.title).address,
        found=is_now,
        expected=should,
    )
    return [(table.kind, item), *_scaled(accounts, laid, values)]


def _emptied(accounts: Accounts) -> list[tuple[Kind, Finding]]:
    """L06: T7 or T8 without any amount, its column of T4 with money; once for the table."""
    found: list[tuple[Kind, Finding]] = []
    t4 = accounts.get("T4")
    for kind, fund in (("T7", "政府性基金"), ("T8", "国有资本")):
        table = accounts.get(kind)
        if t4 is None or table is None or not table.empty:
            continue
        year = t4.role("本年支出", "right")
        lines = [(year, fund), (t4.role(fund, "left"), "金额"), (t4.role("年末", "right"), fund)]
        amounts = [
            line.figures[column] for line, column in lines if line is not None and column in line.figures
        ]
        money = next((f for f in amounts if f.value), None)
        if money is None or money.value is None:
            continue
        total = table.role("total")
        at = total.figures.get("合计") if total is not None else None
        message = Text(
            f"{short_name(kind)}没有金额，表四{money.address}有{plain(money.printed(money.value))}",
            f"the table is empty; T4 {money.address} has {plain(money.printed(money.value))}",
        )
        where_ = at.address if at is not None else table.title.address
        expected = plain(money.printed(money.value)) if money is amounts[0] else ""
        item = finding("JX-L06", message, sheet=table.sheet, cell=where_, expected=expected)
        found.append((table.kind, item))
    return found


def _tail(tail: list[Identity], values: dict[Place, Decimal]) -> list[tuple[Kind | None, Finding]]:
    """K12: every difference within tolerance, once, at the first cell."""
    if not tail:
        return []
    first = tail[0].left
    cells = "、".join(f"{where(i.left)}（{plain(i.difference(values))}）" for i in tail)
    message = Text(f"尾差{len(tail)}处：{cells}", f"{len(tail)} rounding differences: {cells}")
    return [(_kind(first), at_figure("JX-K12", first, message))]


def place_of(row: int, column: int) -> str:
    """A1 address."""
    return address(row, column)
