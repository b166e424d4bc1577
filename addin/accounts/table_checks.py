"""What the tables say of themselves beside their sums: codes twice (K10), missing tables (L10), empty ones (L11),
years and units (L12), displaced rows (L13)."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator

from addin.accounts.model import KINDS, Accounts, Kind, Line, Said, Table
from addin.accounts.vocabulary import short_name, table_name, tight
from addin.grid import address
from addin.judging.findings import Finding, finding
from udfs.text import Text

Found = tuple[Kind | None, Finding]
_NONE = re.compile(
    r"(?<![如若])(?:无(?![线形偿障害论])|没有|未发生|不涉及)[^。；;]*(?:收入|支出|收支|安排|经费|业务|数据|资金)"
)
_FIRST_YEAR_OF_NINE = 2021
_DISPLACED_FROM = 4


def repeated_codes(accounts: Accounts) -> Iterator[Found]:
    """K10: a code stands twice in a table."""
    for kind, table in accounts.tables.items():
        seen: set[str] = set()
        for line in table.coded():
            if line.code in seen:
                yield (
                    kind,
                    finding(
                        "JX-K10",
                        Text(
                            f"科目{line.code}在本表出现两次",
                            f"the code {line.code} stands twice in the table",
                        ),
                        sheet=table.sheet,
                        cell=address(*line.cell),
                        found=line.code,
                    ),
                )
            seen.add(line.code)


def said_of_tables(accounts: Accounts, emptied: Collection[Kind] = ()) -> Iterator[Found]:
    """L10, L11, L12; the tables *emptied* have a finding of their own."""
    yield from _missing(accounts)
    kinds: tuple[Kind, ...] = ("T7", "T8", "T9")
    for kind in kinds:
        table = accounts.get(kind)
        if table is not None and kind not in emptied:
            yield from _empty(table)
    yield from _odd(accounts, "年度", {k: t.years for k, t in accounts.tables.items()})
    yield from _odd(accounts, "单位", {k: (t.money,) for k, t in accounts.tables.items() if t.money})


def _missing(accounts: Accounts) -> Iterator[Found]:
    year = accounts.year
    for kind in KINDS:
        if kind not in accounts.tables:
            early = kind == "T8" and year is not None and year < _FIRST_YEAR_OF_NINE
            name = table_name(kind)
            yield (
                None,
                finding(
                    "JX-L10",
                    Text(f"缺少《{name}》", f"the table {name} is missing"),
                    expected=name,
                    level="review" if early else None,
                ),
            )


def nothing_said(table: Table) -> Said | None:
    """The sentence of the table's rows that says there is none, or None."""
    rows = {line.row for line in table.lines if line.name}
    return next(
        (note for note in table.notes if note.row not in rows and _NONE.search(tight(note.text))), None
    )


def _empty(table: Table) -> Iterator[Found]:
    sentence = nothing_said(table)
    if table.empty and sentence is None:
        at, message = (
            table.title,
            Text(
                "本表没有金额，也没有写明“无……收入、支出”",
                "the table holds no amount and no sentence that says so",
            ),
        )
    elif not table.empty and sentence is not None and any(f.value for f in table.figures()):
        at, message = (
            sentence,
            Text(
                "这里写明没有收入、支出，本表却有金额",
                "the sentence says there is none, the table holds amounts",
            ),
        )
    else:
        return
    yield (
        table.kind,
        finding("JX-L11", message, sheet=table.sheet, cell=at.address, found=at.text.strip()),
    )


def _odd(accounts: Accounts, what: str, said: dict[Kind, tuple[Said | None, ...]]) -> Iterator[Found]:
    """L12: what differs from what most of the tables say."""

    def bare(text: str) -> str:
        return text.removesuffix("度").removesuffix("年") if what == "年度" else text

    counts = Counter(bare(one.text) for all_of in said.values() for one in all_of if one is not None)
    if len(counts) < 2:
        return
    usual, number = counts.most_common(1)[0]
    printed = next(
        one.text for all_of in said.values() for one in all_of if one is not None and bare(one.text) == usual
    )
    for kind, all_of in said.items():
        for one in all_of:
            if one is not None and bare(one.text) != usual and counts[bare(one.text)] <= number:
                yield (
                    kind,
                    finding(
                        "JX-L12",
                        Text(
                            f"{short_name(kind)}的{what}是{one.text}，其他表是{printed}",
                            f"{one.text} here, {printed} in the other tables",
                        ),
                        sheet=accounts.tables[kind].sheet,
                        cell=one.address,
                        found=one.text,
                        expected=printed,
                    ),
                )


def displaced(accounts: Accounts) -> list[Found]:
    """L13: four rows or more of T5 hold the triple of another code of T3, neither ancestor nor descendant."""
    t3, t5 = accounts.get("T3"), accounts.get("T5")
    if t3 is None or t5 is None:
        return []
    owners: dict[tuple[object, ...], list[str]] = defaultdict(list)
    own = {}
    for line in t3.coded():
        owners[_triple(line)].append(line.code)
        own[line.code] = _triple(line)
    rows = [line for line in t5.coded() if _is_displaced(line, own, owners)]
    if len(rows) < _DISPLACED_FROM:
        return []
    first = rows[0].figures["合计"]
    message = Text(
        f"表五自此行起有{len(rows)}行的金额是表三别的科目的金额，粘贴时错行",
        f"from this row on {len(rows)} rows of T5 hold the amounts of other codes of T3",
    )
    return [("T5", finding("JX-L13", message, sheet=first.sheet, cell=first.address, found=first.text))]


def _triple(line: Line) -> tuple[object, ...]:
    return tuple(
        line.figures[column].value if column in line.figures else 0 for column in ("合计", "基本", "项目")
    )


def _is_displaced(
    line: Line, own: dict[str, tuple[object, ...]], owners: dict[tuple[object, ...], list[str]]
) -> bool:
    triple = _triple(line)
    if not any(triple) or own.get(line.code) == triple or line.code not in own or "合计" not in line.figures:
        return False
    others: Iterable[str] = owners.get(triple, ())
    return any(not code.startswith(line.code) and not line.code.startswith(code) for code in others)
