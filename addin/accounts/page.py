"""docs/accounts.md: the tables, every identity and every code of the accounts, each with an example that is run.

>>> accounts_page().splitlines()[0]
'# 部门决算公开的校验 · The checks of the accounts'
"""

from __future__ import annotations

from addin.accounts.examples import (
    CODE_EXAMPLES,
    BrokenIdentity,
    CodeExample,
    broken_identities,
    example_reading,
)
from addin.accounts.identities import Declared, Term
from addin.accounts.model import KINDS
from addin.accounts.vocabulary import table_name, vocabulary
from addin.judging.catalogue import Entry, catalogue
from addin.judging.findings import LEVEL_NAMES, Finding

GROUPS = {
    "K": "表内 · within a table",
    "L": "表间 · between tables",
    "N": "情况说明 · the narrative",
    "X": "表、文字、自评表之间 · between forms, accounts and narrative",
}
_HEAD = """# 部门决算公开的校验 · The checks of the accounts

本页由程序生成（`make docs`）。`jx check 文件夹` 把同一文件夹中的九张公开表、情况说明（.docx、.txt）和自评表放在一起校验；一个错数只报一次，报在应改的单元格，
并给出能使各关系成立的数。每个关系、每个代码的例子都作为测试运行。

*This page is generated (`make docs`). `jx check FOLDER` reads the nine tables, the narrative (.docx, .txt) and the forms of a folder
together; one wrong figure makes one finding, at the cell to change, with the value that fits. Every example is run as a test.*

## 九张表 · The nine tables

按标题和表头识别，不按编号、工作表名、顺序、位置；识别时去掉空白、引号、序号、“2024年度”“部门”等。标题须与下列表达式全文一致。
*Found by title and headings, never by number, sheet name, order or address.*

| | 表 | 标题 |
|---|---|---|
"""
_TOLERANCE = """
万元表各数各自四舍五入：n 个数相加可差 max(0.01, 0.005×(n+1))，两数相等可差 0.01；都在此内的只作一条提示（JX-K12）。元到分的表不容差。
*Amounts in 万元 are each rounded: a sum of n terms may be off by max(0.01, 0.005×(n+1)), an equality by 0.01; in 元 to the cent nothing may.*
"""


def accounts_page() -> str:
    """The page as Markdown."""
    lines = [_HEAD + "\n".join(_titles()), _TOLERANCE]
    broken: dict[str, list[BrokenIdentity]] = {}
    for one in broken_identities():
        broken.setdefault(one.entry.code, []).append(one)
    examples = {example.code: example for example in CODE_EXAMPLES}
    group = ""
    for code, entry in catalogue().items():
        if entry.scope != "accounts":
            continue
        if entry.group != group:
            group = entry.group
            lines += [f"## {group} {GROUPS[group]}", ""]
        lines += _entry(entry)
        if code in broken:
            lines += _identities(broken[code])
        if code in examples:
            lines += _example(examples[code])
        lines.append("")
    return "\n".join(lines).rstrip() + "\n"


def _titles() -> list[str]:
    return [
        f"| {kind} | {table_name(kind)} | `{vocabulary()[kind]['title'].replace('|', chr(92) + '|')}` |"
        for kind in KINDS
    ]


def _entry(entry: Entry) -> list[str]:
    level = LEVEL_NAMES[entry.level]
    return [
        f"### {entry.code} {entry.title.zh} · {entry.title.en}",
        "",
        f"**{level.zh} · {level.en}** — {entry.why.zh} *{entry.why.en}*",
        "",
        f"- 改法：{entry.fix.zh} *{entry.fix.en}*",
        f"- 依据：{entry.reference}",
    ]


def _term(term: Term) -> str:
    return f"{'−' if term.sign < 0 else ''}{term.table}[{term.line}].{term.column}"


def _formula(entry: Declared) -> str:
    right = " + ".join(_term(term) for term in entry.right).replace("+ −", "− ")
    loop = {
        "once": "",
        "line": "每个科目和合计：",
        "side": "支出方每行：",
        "parent": "每个上级科目：",
        "top": "每个类：",
    }[entry.each]
    columns = (
        ""
        if entry.columns == ("",)
        else "各栏："
        if entry.columns == ("all",)
        else "、".join(entry.columns) + "栏："
    )
    return f"{loop}{columns}{_term(entry.left)} {'≥' if entry.relation == '>=' else '='} {right}"


def _identities(broken: list[BrokenIdentity]) -> list[str]:
    lines = ["", "| 关系 | 例 | 结果 |", "|---|---|---|"]
    for one in broken:
        item, figure = one.finding, one.identity.left
        ties = "（及其他可能的单元格）" if "也可能" in item.message.zh else ""
        lines.append(
            f"| {one.entry.words.zh} *{one.entry.words.en}* `{_formula(one.entry).replace('|', '')}` "
            f"| {figure.sheet} {figure.address} {one.was} → {one.became} | {item.code} `{item.sheet} {item.cell}` 应为 {item.expected}{ties} |"
        )
    return lines


def _example(example: CodeExample) -> list[str]:
    item = example_finding(example)
    if example.sentences:
        said = " ".join(example.sentences)
    elif example.without:
        said = f"没有{example.without}"
    else:
        said = "；".join(
            f"{sheet} {place} → {'空' if value is None else value}"
            for sheet, place, value in example.edits[:6]
        )
        said += "……" if len(example.edits) > 6 else ""
    place = " ".join(part for part in (item.sheet, item.cell) if part)
    return [f"- 例：{said}", f"- 结果：{f'`{place}` ' if place else ''}{item.message.zh} *{item.message.en}*"]


def example_finding(example: CodeExample) -> Finding:
    """The finding that an example makes of its code. Raises LookupError where it makes none."""
    for item in example_reading(example)[0]:
        if item.code == example.code:
            return item
    raise LookupError(f"the example of {example.code} does not find it")
