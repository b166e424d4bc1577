"""The heading rows of indicator tables: which column is which.

Columns are known by their words (vocabulary.toml). Where two have the same meaning, the form's year, or what stands
below them, says which is meant: 2024年目标值 beside 2023年目标值, 指标方向 (正向) beside 指标性质 (定量).

>>> from addin.grid import Grid
>>> grid = Grid.from_table("表", [["一级指标", "三级指标", "2023年完成值", "2024年目标值", "2024年完成值", "配分", "自评打分"],
...                              ["产出指标", "期数", "8期", "≥10期", "9期", 10, 9]])
>>> head, = find_heads(GridRows.of(grid), 2024)
>>> {name: cell.address for name, cell in head.columns.items()}
{'level1': 'A1', 'level3': 'B1', 'actual': 'E1', 'target': 'D1', 'weight': 'F1', 'score': 'G1'}
"""

from __future__ import annotations

import dataclasses
import re
from dataclasses import dataclass, field

from addin.grid import Cell
from addin.reading.grid_rows import GridRows
from addin.reading.labels import dated_role, is_label, key, role, squeeze
from udfs.normalise import normalise
from udfs.target import parse

_NAMES = ("level1", "level3")
_LEVELS = ("level1", "level2", "level3")
# What stands in a column 指标性质 or 计算符号 that says the direction; other such columns say 定量, 核心, ….
SIGN_WORDS = {"正向": "≥", "反向": "≤", "负向": "≤", "逆向": "≤", "大于等于": "≥", "小于等于": "≤", "等于": "=",
              "大于": ">", "小于": "<", "不低于": "≥", "不高于": "≤", "不少于": "≥", "不超过": "≤"}  # fmt: skip
_UNDIRECTED = ("定性", "定量")
_SEEN_BELOW = 40


@dataclass(frozen=True, slots=True)
class Head:
    """The heading rows of one indicator table: first and last row, the cell of every column by its role.

    known    headings of columns that are no part of a row's judgement (复核得分, 序号, 上年完成值 …)
    unknown  headings that no word of the vocabulary is
    targets  the table lists targets without actuals and scores; its column "actual" is that of the targets
    """

    top: int
    bottom: int
    columns: dict[str, Cell]
    known: tuple[Cell, ...] = ()
    unknown: tuple[Cell, ...] = ()
    targets: bool = False

    @property
    def scored(self) -> bool:
        """Whether its rows have weights or scores."""
        return not self.columns.keys().isdisjoint(("score", "weight"))


def sign_of(text: str) -> str:
    """The operator that a cell of a sign column says: "≥" for ≥, ≧, 大于等于 or 正向; "" for 定性 and anything else.

    >>> sign_of("﹦"), sign_of("反向"), sign_of("═"), sign_of("定性")
    ('=', '≤', '=', '')
    """
    bare = key(text).removesuffix("指标")
    if bare in SIGN_WORDS:
        return SIGN_WORDS[bare]
    sign = normalise(squeeze(text).replace("═", "=").replace("﹦", "="))
    return parse(sign + "1").op if sign and len(sign) <= 4 else ""


def find_heads(rows: GridRows, year: int | None) -> list[Head]:
    """Every indicator table's heading rows, from the top; *year*: the one that the sheet reports on, where it says one."""
    found: list[Head] = []
    for row, cells in rows.rows.items():
        if found and row <= found[-1].bottom:
            continue
        first = _first(rows, cells)
        if first is None:
            continue
        last = found[-1].bottom if found else 0
        for top, bottom in _spans(rows, first, last):
            head = _columns(rows, top, bottom, year)
            if _complete(head):
                found.append(head)
                break
    return found


def find_target_heads(rows: GridRows, year: int | None) -> list[Head]:
    """The heading rows of tables of targets without actuals (绩效目标申报表), from the top.

    Of medium-term and yearly targets side by side the yearly ones, further right, are taken.

    >>> from addin.grid import Grid
    >>> rows = GridRows.of(Grid.from_table("表", [["一级指标", "二级指标", "三级指标", "指标值", "一级指标", "三级指标", "指标值"]]))
    >>> {name: cell.address for name, cell in find_target_heads(rows, None)[0].columns.items()}
    {'level1': 'E1', 'level3': 'F1', 'target': 'G1', 'actual': 'G1'}
    """
    found: list[Head] = []
    for row, cells in rows.rows.items():
        if found and row <= found[-1].bottom:
            continue
        firsts = [cell for cell in cells if dated_role(cell.text)[0] == "level1"]
        if not firsts:
            continue
        bottom = max(rows.last_row(firsts[-1]), row)
        head = _columns(rows, row, bottom, year, firsts[-1].column)
        if "target" in head.columns and "actual" not in head.columns and len(head.columns) >= 3:
            # The yearly ones stand right of the medium-term ones, under the same level 1.
            later = {dated_role(cell.text)[0]: cell for cell in head.known if cell.row == row}
            columns = {
                name: max(cell, later.get(name, cell), key=lambda cell: cell.column)
                for name, cell in head.columns.items()
            }
            columns["actual"] = columns["target"]
            found.append(dataclasses.replace(head, columns=columns, targets=True))
    return found


def _first(rows: GridRows, cells: list[Cell]) -> Cell | None:
    """The heading of the names of a row that may head a table: 一级指标, 三级指标, 指标名称."""
    for cell in cells:
        if dated_role(cell.text)[0] in _NAMES:
            return cell
    # 二级指标 alone heads the names where the levels above are lines of their own.
    return next((cell for cell in cells if role("columns", cell.text) == "level2"), None)


def _spans(rows: GridRows, first: Cell, last: int) -> list[tuple[int, int]]:
    """The first and last rows that the headings may take up: with the row above where it reaches down, or names columns."""
    bottom = max(rows.last_row(first), _split(rows, first))
    above = first.row - 1 if first.row - 1 in rows.rows else first.row - 2
    if above <= last:
        return [(first.row, bottom)]
    over = rows.rows.get(above, [])
    reaching = any(dated_role(cell.text)[0] and rows.last_row(cell) >= first.row for cell in over)
    return [(above if reaching else first.row, bottom), (above, bottom)]


def _split(rows: GridRows, first: Cell) -> int:
    """The second heading row where the first is not merged down over it: it names columns, but not the first one."""
    row = first.row + 1 if first.row + 1 in rows.rows else first.row + 2
    if not rows.grid.at(row, first.column).blank:
        return first.row
    names = {dated_role(cell.text)[0] for cell in rows.rows.get(row, ())} - {"", "other"}
    return row if len(names) >= 2 else first.row


def _complete(head: Head) -> bool:
    """Whether the columns are those of a self-evaluation: names, targets and actuals."""
    names = head.columns.keys() & {"level1", "level2", "level3"}
    if not {"target", "actual"} <= head.columns.keys():
        return False
    # Without scores only levels tell such a table from any other list of targets and results.
    return bool(names) if head.scored else {"level1", "level2"} <= head.columns.keys()


@dataclass(slots=True)
class _Candidates:
    """The headings of each role, the lowest over its column only, and those that say nothing of a row."""

    by_role: dict[str, list[tuple[Cell, int | None]]] = field(default_factory=dict)
    known: list[Cell] = field(default_factory=list)
    unknown: list[Cell] = field(default_factory=list)


def _columns(rows: GridRows, top: int, bottom: int, year: int | None, left: int = 1) -> Head:
    """Which column from *left* on is which: the lowest heading over a column says it."""
    candidates = _candidates(rows, top, bottom, left)
    _leave_out_the_side(candidates)
    columns: dict[str, Cell] = {}
    for name, cells in candidates.by_role.items():
        chosen = _chosen(rows, name, cells, bottom, year)
        columns[name] = chosen
        # Another year's column is known; a second weight or score of this year is not.
        others = [(cell, its) for cell, its in cells if cell is not chosen]
        doubtful = name in ("weight", "score")
        candidates.known += [cell for cell, its in others if its is not None or not doubtful]
        candidates.unknown += [cell for cell, its in others if its is None and doubtful]
    _points_column(columns, candidates)
    if "level3" not in columns:
        _names_column(rows, bottom, columns, candidates)
    return Head(top, bottom, columns, tuple(candidates.known), tuple(candidates.unknown))


def _candidates(rows: GridRows, top: int, bottom: int, left: int) -> _Candidates:
    found = _Candidates()
    taken = set(range(left))
    for row in range(bottom, top - 1, -1):
        for cell in rows.rows.get(row, ()):
            name, year = dated_role(cell.text)
            covered = range(cell.column, rows.end(cell) + 1)
            if cell.column in taken or (not name and not taken.isdisjoint(covered)):
                continue
            taken.add(cell.column)
            if name == "other":
                found.known.append(cell)
            elif name:
                found.by_role.setdefault(name, []).append((cell, year))
            else:
                found.unknown.append(cell)
    return found


def _leave_out_the_side(candidates: _Candidates) -> None:
    """What stands left of the levels heads the table's side (年度绩效指标完成情况), no column."""
    names = [cell.column for name in _LEVELS for cell, _ in candidates.by_role.get(name, ())]
    for name in [name for name in candidates.by_role if name not in _LEVELS]:
        kept = [pair for pair in candidates.by_role[name] if pair[0].column > min(names, default=0)]
        candidates.known += [cell for cell, _ in candidates.by_role[name] if (cell, _) not in kept]
        if kept:
            candidates.by_role[name] = kept
        else:
            del candidates.by_role[name]


def _chosen(
    rows: GridRows, name: str, cells: list[tuple[Cell, int | None]], bottom: int, year: int | None
) -> Cell:
    """The heading that is meant among those of one role."""
    if len(cells) == 1:
        return cells[0][0]
    if name == "nature":
        return max((cell for cell, _ in cells), key=lambda cell: _signs_below(rows, cell, bottom))
    dated = [cell for cell, its in cells if its is not None and its == year]
    undated = [cell for cell, its in cells if its is None]
    if dated or undated:
        return (dated or undated)[0]
    return max(cells, key=lambda pair: pair[1] or 0)[0]


def _signs_below(rows: GridRows, head: Cell, bottom: int) -> int:
    """How many cells under *head* say a direction."""
    below = (rows.grid.at(row, head.column) for row in range(bottom + 1, bottom + 1 + _SEEN_BELOW))
    return sum(bool(sign_of(cell.text)) for cell in below if cell.text)


def _points_column(columns: dict[str, Cell], candidates: _Candidates) -> None:
    """A heading 分数 is the weight where no column else is, else the score."""
    cell = columns.pop("points", None)
    if cell is None:
        return
    missing = next((name for name in ("score", "weight") if name not in columns), None)
    if missing is None:
        candidates.known.append(cell)
    else:
        columns[missing] = cell


def _names_column(rows: GridRows, bottom: int, columns: dict[str, Cell], candidates: _Candidates) -> None:
    """ "绩效指标" over the names themselves; left of the levels it heads the table's side."""
    first = columns["level2"].column if "level2" in columns else 0
    for cell in rows.rows.get(bottom, ()):
        if first < cell.column < columns.get("target", cell).column and is_label(cell.text, "table_side"):
            columns["level3"] = cell
            if cell in candidates.unknown:
                candidates.unknown.remove(cell)


_YEARS = re.compile(r"(20\d\d)年|[(\[]?(20\d\d)年?度[)\]]?")


def year_of_sheet(rows: GridRows) -> int | None:
    """The first year that stands in a heading of the sheet's first rows ("（2024年度）"), or None."""
    for number, (_, cells) in enumerate(rows.rows.items()):
        if number > 5:
            break
        for cell in cells:
            match = _YEARS.search(squeeze(cell.text)) if len(cell.text) <= 60 else None
            if match:
                return int(match[1] or match[2])
    return None
