"""A small set of accounts, its narrative and forms, all in order: every identity and every code has an example made of it.

>>> judge_tables(example_accounts()).findings
[]
>>> [(item.code, item.cell) for item in example_findings("N", "JX-N02")]
[('JX-N02', '¶3')]
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from addin.accounts.example_tables import MERGES, SHEETS, T6_ONE_BLOCK
from addin.accounts.forms import Stated, StatedAmount
from addin.accounts.identities import Declared, Identity, declared, identities
from addin.accounts.links import links
from addin.accounts.model import Accounts
from addin.accounts.read import accounts_of, tables_in
from addin.accounts.stated import LinkedForm
from addin.accounts.tables_judged import judge_tables
from addin.accounts.text.reading import read_narrative
from addin.accounts.text.record import TextReading
from addin.accounts.text.sections import read_text
from addin.accounts.text.subjects import Resolver
from addin.accounts.text.whole import tail_finding, unchecked, whole_checks
from addin.grid import Cell, Grid, coordinates
from addin.judging.findings import Finding
from udfs.decimals import D, plain

Edits = Mapping[tuple[str, str], str | None]
"""Changes of cells: (sheet, address) → new text, None for blank."""


_PARAGRAPHS = {"whole": "一、收入支出决算总体情况说明", "income": "二、收入决算情况说明", "general": "五、一般公共预算财政拨款支出决算情况说明",
    "capital": "八、国有资本经营预算财政拨款支出决算情况说明", "procurement": "十一、政府采购支出说明", "performance": "十三、预算绩效情况说明"}  # fmt: skip
_TITLE = "第三部分 某区农业局2024年度部门决算情况说明"


def example_grids(edits: Edits | None = None, *, one_block: bool = False, without: str = "") -> list[Grid]:
    """The nine sheets with *edits* made; *one_block*: T6 in the form 合计 | 人员经费 | 公用经费; *without*: a sheet left out."""
    grids = []
    for name, rows in SHEETS.items():
        if name == without:
            continue
        grid = Grid.from_table(
            name, T6_ONE_BLOCK if name == "表六" and one_block else rows, MERGES.get(name, ())
        )
        for (sheet, place), value in (edits or {}).items():
            if sheet == name:
                row, column = coordinates(place)
                if value is None:
                    grid.cells.pop((row, column), None)
                else:
                    grid.cells[row, column] = _cell(row, column, value)
        grids.append(grid)
    return grids


def _cell(row: int, column: int, value: str) -> Cell:
    try:
        number = D(value)
    except ValueError:
        return Cell(row, column, value)
    return Cell(row, column, plain(number), number)


def example_accounts(edits: Edits | None = None, *, one_block: bool = False, without: str = "") -> Accounts:
    """The example's tables, read."""
    return accounts_of(tables_in(example_grids(edits, one_block=one_block, without=without)))


@dataclass(frozen=True, slots=True)
class BrokenIdentity:
    """An entry of identities.toml, one of its identities, the cell that was changed (from, to), and what was found."""

    entry: Declared
    identity: Identity
    was: str
    became: str
    finding: Finding


@cache
def broken_identities() -> tuple[BrokenIdentity, ...]:
    """Every declared identity broken at its left figure. Raises LookupError where one is not found at that cell."""
    return tuple(_broken(entry) for entry in declared())


def _broken(entry: Declared) -> BrokenIdentity:
    for one_block in (False, True):
        accounts = example_accounts(one_block=one_block)
        for identity in identities(accounts):
            if (identity.words, identity.left.kind) == (
                entry.words,
                entry.left.table,
            ) and identity.left.value:
                changed = identity.left.value + (
                    Decimal("0.5") if entry.relation == "=" else -identity.left.value / 2
                )
                sheet, place = identity.left.sheet, identity.left.address
                edited = example_accounts({(sheet, place): plain(changed)}, one_block=one_block)
                for _, item in judge_tables(edited).findings:
                    if item.sheet == sheet and (item.cell == place or place in item.message.zh):
                        return BrokenIdentity(entry, identity, identity.left.text, plain(changed), item)
    raise LookupError(f"no example for {entry.code}: {entry.words.en}")


@dataclass(frozen=True, slots=True)
class CodeExample:
    """What makes a code appear beside the identities: edits to the tables, a sheet left out, or sentences; with forms."""

    code: str
    edits: tuple[tuple[str, str, str | None], ...] = ()
    without: str = ""
    section: str = ""
    sentences: tuple[str, ...] = ()
    forms: bool = False


_SHIFTED = tuple(
    ("表五", f"{column}{row}", value)
    for row, values in ((5, ("30", None, "30")), (6, ("30", None, "30")), (7, ("20", "20", None)), (8, ("10", None, "10")))
    for column, value in zip("CDE", values, strict=True)
)  # fmt: skip
_SUMMARIES = (
    "本部门对项目全面开展绩效自评，共涉及项目2个，资金50万元，占一般公共预算项目支出总额的125%。",
    "1.高标准农田项目绩效自评综述：项目全年预算数为40万元，执行数为40万元，完成预算的100%。",
    "2.职教幼教补助项目绩效自评综述：项目全年预算数为10万元，执行数为10万元，完成预算的100%。",
)


def _with(number: int, old: str, new: str) -> tuple[str, ...]:
    return tuple(text.replace(old, new) if at == number else text for at, text in enumerate(_SUMMARIES))


CODE_EXAMPLES = (
    CodeExample("JX-K10", (("表五", "A9", "2080199"), ("表五", "B9", "其他管理事务支出"), ("表五", "C9", "40"), ("表五", "E9", "40"), ("表五", "D9", None))),
    CodeExample("JX-K11", (("表九", "F6", "-2"),)),
    CodeExample("JX-K12", (("表三", "D6", "60.01"),)),
    CodeExample("JX-K13", (("表五", "C6", "6O"),)),
    CodeExample("JX-L07", (("表五", "E4", "47"), ("表五", "E5", "47"), ("表五", "E7", "47"), ("表五", "C4", "127"), ("表五", "C5", "107"), ("表五", "C7", "47"))),
    CodeExample("JX-L10", without="表九"),
    CodeExample("JX-L11", (("表八", "A8", "本部门2024年度无国有资本经营预算财政拨款收入、支出。"),)),
    CodeExample("JX-L12", (("表八", "B2", "2023年度"),)),
    CodeExample("JX-L13", _SHIFTED),
    CodeExample("JX-N01", section="whole", sentences=("2024年度收入总计167万元。",)),
    CodeExample("JX-N02", section="income", sentences=("财政拨款收入162万元，占本年收入的79%。",)),
    CodeExample("JX-N03", section="whole", sentences=("收入总计175万元，与2023年度相比增加14万元，增长8.07%。",)),
    CodeExample("JX-N04", section="whole", sentences=("收入总计175万元，与2023年度相比增加14万元，下降8.7%。",)),
    CodeExample("JX-N05", section="general", sentences=("住房公积金（项）。年初预算为25万元，支出决算为20万元，完成年初预算的85%。",)),
    CodeExample("JX-N06", section="procurement", sentences=("政府采购支出总额15万元，其中：政府采购货物支出6万元、政府采购服务支出8万元。",)),
    CodeExample("JX-N07", section="capital", sentences=("本部门当年无国有资本经营预算财政拨款支出。",)),
    CodeExample("JX-N08", section="whole", sentences=("与2022年度相比，收入总计175万元。",)),
    CodeExample("JX-N09", section="whole", sentences=("2024年度收入总计175元。",)),
    CodeExample("JX-N10", section="performance", sentences=_with(0, "2个", "3个")),
    CodeExample("JX-N11", section="general", sentences=("1.住房保障支出20万元。", "3.社会保障和就业支出100万元。")),
    CodeExample("JX-N12", section="income", sentences=("财政拨款收入162万元，比上年增加（减少）2万元。",)),
    CodeExample("JX-N13", section="income", sentences=("上年收入为150万元。",)),
    CodeExample("JX-X02", forms=True, edits=(("表三", "D4", "81"), ("表三", "C4", "166"))),
    CodeExample("JX-X03", section="performance", sentences=_with(0, "资金50万元", "资金55万元"), forms=True),
    CodeExample("JX-X04", section="performance", sentences=_with(1, "执行数为40万元", "执行数为39万元"), forms=True),
    CodeExample("JX-X05", section="general", sentences=("项目支出主要用于高标准农田项目38万元。",), forms=True),
    CodeExample("JX-X06", section="performance", sentences=(_SUMMARIES[0].replace("2个", "1个"), _SUMMARIES[1]), forms=True),
    CodeExample("JX-X07", section="performance", sentences=("高标准农田项目自评得分为95分。",), forms=True),
    CodeExample("JX-X08", section="performance", sentences=("全年建成高标准农田1500亩。",), forms=True),
    CodeExample("JX-X09", section="performance", sentences=_SUMMARIES, forms=True),
    CodeExample("JX-X10", section="performance", sentences=_with(2, "职教幼教补助", "农村道路"), forms=True),
)  # fmt: skip


def _money(value: int, cell: str) -> StatedAmount:
    return StatedAmount(D(value), cell, str(value))


def example_forms() -> list[LinkedForm]:
    """Two project forms and the overall one, in order."""
    return [
        LinkedForm("整体.xlsx", "整体", "overall", "", Stated(_money(180, "D6"), _money(165, "E6"), (("基本", _money(80, "C4")), ("项目", _money(85, "G4"))), "", D(97)), ()),
        LinkedForm("农田.xlsx", "农田", "project", "高标准农田", Stated(_money(40, "D9"), _money(40, "E9"), (), "C3", D(96)), (("建成高标准农田面积", "1600亩", "G12"), ("建成高标准农田", "1600亩", "G12"))),
        LinkedForm("补助.xlsx", "补助", "project", "职教幼教补助", Stated(_money(10, "D9"), _money(10, "E9"), (), "C3", D(98)), ()),
    ]  # fmt: skip


def example_reading(example: CodeExample) -> tuple[list[Finding], TextReading | None]:
    """Every finding that the example makes, and the reading of its sentences."""
    edits = {(sheet, place): value for sheet, place, value in example.edits}
    accounts = example_accounts(edits, without=example.without)
    verdict = judge_tables(accounts)
    found = [item for _, item in verdict.findings]
    resolver = Resolver(accounts, verdict.values)
    reading: TextReading | None = None
    if example.sentences:
        narrative = read_text([_TITLE, _PARAGRAPHS[example.section], *example.sentences])
        reading = read_narrative(narrative, resolver)
        whole_checks(reading, resolver)
    if example.forms:
        found += [
            item
            for path, item in links(example_forms(), resolver, reading)[0]
            if path is not None or reading is None
        ]
        if reading is not None:
            reading.findings += [
                item for path, item in links(example_forms(), resolver, reading)[0] if path is None
            ]
    if reading is not None:
        found += reading.findings
        found += [item for item in (unchecked(reading)[2], tail_finding(reading)) if item is not None]
    return found, reading


def example_findings(group: str, code: str = "") -> list[Finding]:
    """What the examples of a group (K, L, N, X), or of one code, find of their own code."""
    return [
        item
        for example in CODE_EXAMPLES
        if example.code[3] == group and code in ("", example.code)
        for item in example_reading(example)[0]
        if item.code == example.code
    ]
