"""A workbook file → what recomputing it will write, cell by cell, and what it leaves alone.

>>> plan(Path("没有.xlsx"))
Traceback (most recent call last):
...
addin.files.error.FileError: 文件不存在。请检查路径和文件名。 / there is no such file; check the path and the name
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from addin.files import FileError, read
from addin.grid import coordinates
from addin.judging.judge import judge
from addin.judging.recognise import scheme_for
from addin.judging.recompute import Change, Left, changes, left_alone
from addin.reading.continued import joined
from addin.reading.forms import read_forms
from udfs.text import Text


@dataclass(frozen=True, slots=True)
class Plan:
    """What a recomputation of a workbook will write, what it leaves, and which of the cells hold formulas."""

    changes: tuple[Change, ...]
    left: tuple[Left, ...]
    formulas: frozenset[tuple[str, str]]
    signed: bool

    @property
    def edits(self) -> dict[str, dict[str, Decimal | str]]:
        """The cells to write, by sheet and address."""
        edits: dict[str, dict[str, Decimal | str]] = {}
        for change in self.changes:
            edits.setdefault(change.sheet, {})[change.cell] = change.value
        return edits

    def lines(self) -> Iterator[Text]:
        """The plan in words, a sentence a cell."""
        for change in self.changes:
            start = f"{change.sheet}!{change.cell}  {change.old or '—'} → {change.new}"
            zh = en = ""
            if (change.sheet, change.cell) in self.formulas:
                zh = "（公式保留，只更新显示值；Excel 重算后若不同，请改公式）"
                en = " (the formula is kept, its shown value refreshed; correct it where Excel computes another)"
            yield Text(f"{start}  {change.why.zh}{zh}", f"{start}  {change.why.en}{en}")
        for left in self.left:
            start = f"{left.sheet}!{left.cell}"
            yield Text(f"{start}  未重算：{left.why.zh}", f"{start}  left as it is: {left.why.en}")


def plan(source: Path, scheme: str = "") -> Plan:
    """What recomputing the workbook *source* has to write.

    Raises FileError for a file that cannot be read or holds no form, SchemeError for a scheme that does not apply.
    """
    book = read(source)
    made: list[Change] = []
    left: list[Left] = []
    forms = 0
    for grid in joined(book.grids):
        for form in read_forms(grid):
            forms += 1
            judged = judge(form, scheme_for(form, scheme))
            made += changes(judged)
            left += left_alone(judged)
    if not forms:
        raise FileError(
            Text(
                "没有找到绩效自评表，没有可重算的得分", "no self-evaluation form found: nothing to recompute"
            )
        )
    grids = {grid.name: grid for grid in book.grids}
    formulas = frozenset(
        (change.sheet, change.cell)
        for change in made
        if grids[change.sheet].at(*coordinates(change.cell)).formula
    )
    return Plan(tuple(made), tuple(left), formulas, book.signed)
