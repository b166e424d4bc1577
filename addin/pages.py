"""The generated pages of docs/: written by ``python -m addin.pages``; a test says when they are stale.

>>> checks_page().splitlines()[0]
'# 校验代码 · The checks'
"""

from __future__ import annotations

import csv
from pathlib import Path

from addin.accounts.page import accounts_page
from addin.grid import Grid, column_name
from addin.judging.catalogue import Entry, catalogue
from addin.judging.checks import findings_of
from addin.judging.examples import LAYOUTS, Example, Value, check_examples, example_form, example_grid
from addin.judging.findings import LEVEL_NAMES, Finding
from addin.judging.judge import judge
from addin.judging.recognise import recognise
from udfs.functions import FUNCTIONS
from udfs.nature import nature_of
from udfs.text import Text

GROUPS = {
    "F": Text("表", "the form"),
    "B": Text("预算执行", "the budget block"),
    "W": Text("分值", "the weights"),
    "T": Text("目标值", "target values"),
    "A": Text("实际完成值", "actual values"),
    "S": Text("得分", "scores"),
    "E": Text("说明", "explanations"),
    "X": Text("表与表之间", "between forms"),
    "P": Text("文件", "files"),
}
_LAYOUT_NAMES = {
    "column": Text("示例表一：有分值列", "example 1: with a 分值 column"),
    "heading": Text("示例表二：分值在标题中", "example 2: points in the headings"),
    "goals": Text("示例表三：有年度总体目标", "example 3: with goals"),
}


def _table(grid: Grid) -> list[str]:
    """A grid as a Markdown table with row numbers and column letters."""
    width = max(column for _, column in grid.cells)
    height = max(row for row, _ in grid.cells)
    lines = [
        "| | " + " | ".join(column_name(column) for column in range(1, width + 1)) + " |",
        "|---" * (width + 1) + "|",
    ]
    for row in range(1, height + 1):
        cells = (grid.cells.get((row, column)) for column in range(1, width + 1))
        lines.append(f"| {row} | " + " | ".join(cell.text if cell else "" for cell in cells) + " |")
    return lines


def example_finding(example: Example) -> Finding:
    """The finding that the example makes. Raises LookupError where it does not make it."""
    form = example_form(example.edits, example.layout)
    for item in findings_of(judge(form, recognise(form))):
        if (item.code, item.cell) == (example.code, example.cell):
            return item
    raise LookupError(f"the example of {example.code} does not find it at {example.cell}")


def _edits(example: Example) -> str:
    before = example_grid(layout=example.layout)

    def one(place: str, value: Value) -> str:
        old = next((cell.text for cell in before.cells.values() if cell.address == place), "")
        return f"{place} “{old}” → {f'“{value}”' if value != '' else '空'}"

    return "；".join(one(place, value) for place, value in example.edits.items())


def _entry(entry: Entry, example: Example) -> list[str]:
    level = LEVEL_NAMES[entry.level]
    lines = [
        f"### {entry.code} {entry.title.zh} · {entry.title.en}",
        "",
        f"**{level.zh} · {level.en}** — {entry.why.zh} *{entry.why.en}*",
        "",
        f"- 改法：{entry.fix.zh} *{entry.fix.en}*",
        f"- 依据：{entry.reference}",
    ]
    if example.words is not None:
        lines.append(f"- 例：{example.words.zh}。 *{example.words.en}*")
    else:
        item = example_finding(example)
        lines += [
            f"- 例（{_LAYOUT_NAMES[example.layout].zh.split('：')[0]}）：{_edits(example)}",
            f"- 结果：`{item.cell}` {item.message.zh} *{item.message.en}*",
        ]
    return [*lines, ""]


def checks_page() -> str:
    """docs/checks.md: every code with its level, reason, fix, reference and example."""
    lines = [
        "# 校验代码 · The checks",
        "",
        "本页由程序生成（`make docs`）。错误＝强制性审核，核实＝核实性审核（写明说明可以保留），提示＝建议。每个代码的例子都作为测试运行。",
        "",
        "*This page is generated (`make docs`). error blocks submission, review may stay when explained, hint is advice."
        " Every example is run as a test.*",
        "",
    ]
    for layout in LAYOUTS:
        name = _LAYOUT_NAMES[layout]
        lines += [f"**{name.zh}** · *{name.en}*", "", *_table(example_grid(layout=layout)), ""]
    group = ""
    for code, entry in catalogue().items():
        if entry.scope == "accounts":  # these stand in accounts.md
            continue
        if entry.group != group:
            group = entry.group
            lines += [f"## {group} {GROUPS[group].zh} · {GROUPS[group].en}", ""]
        lines += _entry(entry, check_examples()[code])
    return "\n".join(lines).rstrip() + "\n"


def functions_page() -> str:
    """docs/functions.md: every worksheet function with its arguments, example and result."""
    lines = [
        "# 工作表函数 · The worksheet functions",
        "",
        "本页由程序生成（`make docs`）。参数可以是一个值或一个区域；两格都空时结果为空；错误值原样传出；不能计分的是 #VALUE!，没有的口径是 #N/A。"
        "例子都作为测试运行。",
        "",
        "*This page is generated (`make docs`). An argument is a value or a range; both cells blank give blank; errors pass"
        " through; what cannot be scored is #VALUE!, an unknown scheme #N/A. Every example is run as a test.*",
        "",
    ]
    for function in FUNCTIONS.values():
        names = ", ".join(f"[{a.name}]" if a.optional else a.name for a in function.arguments)
        arguments, result = function.example
        typed = ", ".join(f'"{value}"' if isinstance(value, str) else str(value) for value in arguments)
        lines += [
            f"## {function.name}({names}{', …' if function.repeats else ''})",
            "",
            f"{function.help.zh}。 *{function.help.en}*",
            "",
            *(f"- `{a.name}` {a.help.zh} *{a.help.en}*" for a in function.arguments),
            f"- 结果：{function.gives.zh} *{function.gives.en}*",
            f"- 例：`={function.name}({typed})` → {result}",
            "",
        ]
    return "\n".join([*lines, *_IN_CALC])


_IN_CALC = (
    "## LibreOffice 中的不同 · What differs in LibreOffice",
    "",
    "- 区域里有错误值时，`JX_TOTAL`、`JX_ROLLUP` 显示 Err:504，不是原来的错误值；单个格子的错误值原样传出。"
    " *An error cell inside a range gives Err:504; a single one comes out as it is.*",
    "- 一个数组公式里，direction 或 scheme 是区域时各格必须相同，否则为 #VALUE!；一行一个公式没有这个限制。"
    " *In one array formula a range as direction or scheme must hold one value.*",
    "- `JX_BAND` 的 share 指向空格时按 0 处理：达成仍得满分，部分达成是 #VALUE!，未达成得 0；不要时请省略。"
    " *A blank cell as share counts as 0: leave it out instead.*",
    "- 没有安装扩展时，含数组公式的模板打开后得分显示 #NAME?（LibreOffice 总是重算数组公式）；Excel 显示文件中存好的值。"
    " *Without the extension array formulas show #NAME?; Excel shows the stored values.*",
    "- 1904 日期系统的工作簿不支持日期参数。 *Dates of workbooks with the 1904 system are not read.*",
    "",
)


def directions_page() -> str:
    """docs/directions.md: which way every published indicator name is read without a sign, and the word that decides."""
    names = list(csv.reader(_NAMES.read_text("utf-8").splitlines()))
    lines = [
        "# 指标名称的方向 · The direction of indicator names",
        "",
        "本页由程序生成（`make docs`）。目标值没有写≥、≤或=时，先看指标性质列，再看名称，最后按口径；下表是已公开的自评表中的指标名称。"
        "名称看不出方向的按口径。",
        "",
        "*This page is generated (`make docs`). A target without a sign is read by the form's column of signs, then by the"
        " indicator's name, then by the scheme. These are the names on published forms; where a name does not say, the scheme does.*",
        "",
    ]
    for direction, title in _DIRECTIONS.items():
        found = [
            (name, level2, nature.why)
            for name, level1, level2 in names
            if (nature := nature_of(name, level1, level2)).direction == direction
        ]
        lines += [f"## {title.zh} · {title.en} ({len(found)})", ""]
        if direction:
            lines += ["| 三级指标 | 二级指标 | 依据 | why |", "|---|---|---|---|"]
            lines += [f"| {name} | {level2} | {why.zh} | {why.en} |" for name, level2, why in found]
        else:
            lines += ["| 三级指标 | 二级指标 |", "|---|---|"]
            lines += [f"| {name} | {level2} |" for name, level2, _ in found]
        lines.append("")
    return "\n".join(lines)


_NAMES = Path(__file__).parent.parent / "tests" / "data" / "indicator_names.csv"
_DIRECTIONS = {
    "down": Text("越少越好", "the less, the better"),
    "up": Text("越多越好", "the more, the better"),
    "": Text("名称看不出方向", "the name does not say"),
}
PAGES = {
    "accounts.md": accounts_page,
    "checks.md": checks_page,
    "functions.md": functions_page,
    "directions.md": directions_page,
}


def write_pages(folder: Path) -> None:
    """Write every generated page into *folder*."""
    for name, page in PAGES.items():
        (folder / name).write_text(page(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write_pages(Path(__file__).parent.parent / "docs")
