"""What is read of the accounts: figures, lines, tables; plain values, amounts in 万元 whatever the table prints.

>>> from udfs.decimals import D
>>> cell = Figure("GK03", 10, 7, "2495.79", D("2495.79"))
>>> cell.address, cell.blank
('G10', False)
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from addin.grid import address

Kind = Literal["T1", "T2", "T3", "T4", "T5", "T6", "T7", "T8", "T9"]
Side = Literal["", "left", "right"]
KINDS: tuple[Kind, ...] = ("T1", "T2", "T3", "T4", "T5", "T6", "T7", "T8", "T9")
WAN = Decimal(10_000)


@dataclass(frozen=True, slots=True)
class Figure:
    """One amount cell. *value* is in 万元: 0 where the cell is blank, None where it holds no number (K13).

    wan   the table prints 万元 (else 元)
    kind  the table that it stands in
    """

    sheet: str
    row: int
    column: int
    text: str
    value: Decimal | None
    wan: bool = True
    kind: str = ""

    @property
    def address(self) -> str:
        return address(self.row, self.column)

    @property
    def blank(self) -> bool:
        """Whether no money stands in the cell."""
        return not self.text

    @property
    def place(self) -> tuple[str, int, int]:
        """What the cell is known by within a set of tables: each kind stands there once."""
        return self.kind, self.row, self.column

    def printed(self, value: Decimal) -> Decimal:
        """An amount in 万元 as this cell's table prints it."""
        return value if self.wan else value * WAN


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a table: its code (科目编码), name without numbering, role, and figures by column.

    role  the name that the table's data gives the line ("本年收入", "总计"); "total" for the 合计 of a coded table; ""
    part  a line 其中：… or one that repeats part of the one above: no term of a sum
    cell  where its code stands, else its name
    """

    row: int
    name: str
    figures: dict[str, Figure]
    code: str = ""
    role: str = ""
    side: Side = ""
    part: bool = False
    cell: tuple[int, int] = (0, 0)

    def repeats(self, other: Line) -> bool:
        """Whether it is another line than *other* with the same amounts."""
        return self is not other and [f.value for f in self.figures.values()] == [
            f.value for f in other.figures.values()
        ]


@dataclass(frozen=True, slots=True)
class Said:
    """A text of the table's head or foot, with its cell: the year, the money unit, a sentence."""

    row: int
    column: int
    text: str

    @property
    def address(self) -> str:
        return address(self.row, self.column)


@dataclass(frozen=True, slots=True)
class Table:
    """One of the nine tables as read. *top* … *right* is its range; *columns* the money columns in their order."""

    kind: Kind
    sheet: str
    title: Said
    top: int
    left: int
    bottom: int
    right: int
    lines: tuple[Line, ...]
    columns: tuple[str, ...]
    years: tuple[Said, ...] = ()
    money: Said | None = None
    wan: bool = True
    unit: str = ""
    notes: tuple[Said, ...] = ()

    @property
    def range(self) -> str:
        return f"{address(self.top, self.left)}:{address(self.bottom, self.right)}"

    def role(self, name: str, side: Side = "") -> Line | None:
        """The line with this role, or None."""
        return next((line for line in self.lines if line.role == name and line.side == side), None)

    def coded(self) -> list[Line]:
        """The lines with a code."""
        return [line for line in self.lines if line.code]

    def parents(self) -> dict[int, str]:
        """For each coded line, by its place in *lines*: the longest printed code that is a proper prefix; "" for none.

        A line that repeats an earlier one, code and amounts, is left out: it counts once.
        """
        known = {line.code for line in self.lines if line.code}
        found: dict[int, str] = {}
        first: dict[str, Line] = {}
        for index, line in enumerate(self.lines):
            if line.code and not line.repeats(first.setdefault(line.code, line)):
                starts = (line.code[:length] for length in range(len(line.code) - 1, 2, -1))
                found[index] = next((start for start in starts if start in known), "")
        return found

    def figures(self) -> list[Figure]:
        """Every amount cell, blank ones included."""
        return [figure for line in self.lines for figure in line.figures.values()]

    @property
    def empty(self) -> bool:
        """Whether no amount stands in it (a printed 0 is one)."""
        return all(figure.blank for figure in self.figures())


@dataclass(frozen=True, slots=True)
class Accounts:
    """A set of tables that belong together, each kind once; *paths* says which file a sheet's table came from."""

    tables: dict[Kind, Table] = field(default_factory=dict)
    places: int = 2

    def get(self, kind: str) -> Table | None:
        return self.tables.get(kind)  # type: ignore[call-overload, no-any-return]

    @property
    def year(self) -> int | None:
        """The year that most of the tables name."""
        from collections import Counter

        years = Counter(
            int(said.text[:4])
            for table in self.tables.values()
            for said in table.years[:1]
            if said.text[:4].isdigit()
        )
        return years.most_common(1)[0][0] if years else None

    @property
    def unit(self) -> str:
        """The name of the unit (单位) in the tables' heads, or ""."""
        return next((table.unit for table in self.tables.values() if table.unit), "")
