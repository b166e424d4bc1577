"""Findings as they are shown: errors first, and those that say the same of many cells in one line.

A form with nine rows that repeat their target has one hint to read, not nine. JSON and the marks on cells keep
one finding a cell.

>>> from addin.judging.findings import finding
>>> same = [finding("JX-A04", Text(f"照抄“≥{n}”", f"repeats ≥{n}"), cell=f"F{n}") for n in (9, 12, 15)]
>>> wrong = finding("JX-S02", Text("得分9，应为8", "9, should be 8"), cell="G9", expected="8")
>>> for group in grouped([*same, wrong]):
...     print(group.first.level, group.first.code, group.cells, group.message.zh)
error JX-S02 ('G9',) 得分9，应为8
hint JX-A04 ('F9', 'F12', 'F15') 实际完成值照抄目标（3处），如F9：照抄“≥9”
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from addin.judging.findings import LEVELS, Finding, catalogue
from udfs.text import Text

# Two lines of one code are read as they are; three or more are one line.
_FOLDED_FROM = 3


@dataclass(frozen=True, slots=True)
class Group:
    """Findings of one code and level on one sheet that are shown as one: the first of them, and all their cells."""

    first: Finding
    cells: tuple[str, ...]
    message: Text


def grouped(findings: Iterable[Finding]) -> list[Group]:
    """*findings* as groups: errors, then what has to be verified, then hints; within a level in their own order.

    Only findings that name no value to write are put together: where each cell has its own right figure, each
    has its own line.
    """
    gathered: dict[tuple[str, str, str], list[Finding]] = {}
    for item in findings:
        gathered.setdefault((item.level, item.code, item.sheet), []).append(item)
    groups: list[tuple[int, Group]] = []
    for (level, _, _), items in gathered.items():
        rank = LEVELS.index(level)
        if len(items) >= _FOLDED_FROM and not any(item.expected for item in items):
            groups.append((rank, _folded(items)))
        else:
            groups += [(rank, Group(item, (item.cell,), item.message)) for item in items]
    return [group for _, group in sorted(groups, key=lambda pair: pair[0])]


def _folded(items: list[Finding]) -> Group:
    first = items[0]
    title = catalogue()[first.code].title
    message = Text(
        f"{title.zh}（{len(items)}处），如{first.cell}：{first.message.zh}",
        f"{title.en} ({len(items)} cells), at {first.cell} for one: {first.message.en}",
    )
    return Group(first, tuple(item.cell for item in items), message)
