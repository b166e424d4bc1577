"""The indicator tables of a form: their lines → rows, level 1 headings, subtotals, and points beside the indicators.

>>> from addin.grid import Grid
>>> from addin.reading.heads import find_heads
>>> rows = GridRows.of(Grid.from_table("表", [
...     ["一级指标", "三级指标", "指标值", "完成值", "分值", "得分"],
...     ["产出指标（50分）", "培训人数", "≥100人", "120人", 50, 50], [None, "其中：妇女", "30人", "30人"],
...     ["项目管理", "财务制度", None, None, 5, 5], ["总分", None, None, None, 55, 55]]))
>>> table = read_tables(rows, find_heads(rows, None), 5)
>>> [(row.name, row.part_of) for row in table.rows], [line.label.text for line in table.points]
([('培训人数', None), ('其中：妇女', 0)], ['财务制度'])
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass, field

from addin.grid import Cell
from addin.reading.form import Goal, Heading, Points, Row, Subtotal
from addin.reading.goals import goal_numbers
from addin.reading.grid_rows import GridRows
from addin.reading.heads import Head, sign_of
from addin.reading.labels import key, pattern, points, section, squeeze
from addin.reading.numbers import printed
from addin.reading.points_tables import points_line
from addin.reading.table_lines import LineKind, indicator_like, leftmost, line_kind
from addin.reading.values import read_actual, read_target, target_text

_HELPERS = {"分值": "weight", "方向": "direction", "档次": "level", "档内": "share"}
_ENDING: tuple[LineKind, ...] = ("total", "closing", "foot", "note")


@dataclass(frozen=True, slots=True)
class Tables:
    """What the tables of a form hold; *foot*: the lines that are no rows, *seen*: every line that was accounted for."""

    rows: tuple[Row, ...]
    headings: tuple[Heading, ...]
    goals: tuple[Goal, ...]
    points: tuple[Points, ...]
    subtotals: tuple[Subtotal, ...]
    foot: tuple[int, ...]
    seen: frozenset[int]
    has_levels: bool


@dataclass(frozen=True, slots=True)
class _Levels:
    """The levels that a row stands under, with the cell that begins level 1."""

    level1: str
    level2: str
    cell1: Cell
    cell2: Cell


@dataclass(slots=True)
class _Reading:
    """What has been read so far, line by line."""

    rows: list[Row] = field(default_factory=list)
    levels: list[_Levels] = field(default_factory=list)
    goals: list[int] = field(default_factory=list)
    points: list[Points] = field(default_factory=list)
    subtotals: list[tuple[int, int, Cell, Cell | None, Cell | None]] = field(default_factory=list)
    foot: list[int] = field(default_factory=list)
    seen: set[int] = field(default_factory=set)
    nodes: list[Cell] = field(default_factory=list)
    fresh: bool = True
    level_lines: bool = False


def read_tables(rows: GridRows, heads: list[Head], end: int) -> Tables:
    """The tables under *heads*, down to row *end*."""
    numbers, goals = goal_numbers(rows, heads)
    read = _Reading()
    for at, head in enumerate(heads):
        limit = heads[at + 1].top - 1 if at + 1 < len(heads) else end
        if at == 0 or numbers[at] != numbers[at - 1]:
            read.nodes = []
        _read_table(rows, head, limit, numbers[at], read)
    columns = {name for head in heads for name in head.columns}
    weighted = "weight" in columns
    numbered, headings = _headings(rows, read, goals, weighted)
    return Tables(
        rows=numbered,
        headings=headings,
        goals=tuple(goals),
        points=tuple(read.points),
        subtotals=tuple(_subtotals(read)),
        foot=tuple(read.foot),
        seen=frozenset(read.seen),
        has_levels=bool(columns & {"level1", "level2"}) or read.level_lines,
    )


def _read_table(rows: GridRows, head: Head, limit: int, goal: int, read: _Reading) -> None:
    first = len(read.rows)
    lines = rows.between(head.bottom + 1, limit)
    for at, line in enumerate(lines):
        kind = line_kind(rows, head, line)
        read.seen.add(line)
        if kind in _ENDING and not any(indicator_like(rows, head, below) for below in lines[at + 1 :]):
            read.foot += lines[at:]
            read.seen |= set(lines[at:])
            return
        if kind in ("band", "node"):
            _level_line(rows, head, line, kind, read)
        elif kind == "subtotal":
            label = leftmost(rows, head, line)
            cells = [_own(rows, head, line, name) for name in ("weight", "score")]
            read.subtotals.append((line, len(read.rows), label, cells[0], cells[1]))
        elif kind == "row":
            before = read.rows[-1] if len(read.rows) > first else None
            _indicator(rows, head, line, goal, before, read)
        elif kind != "page" and kind != "head":
            read.foot.append(line)


def _own(rows: GridRows, head: Head, line: int, name: str) -> Cell | None:
    cell = head.columns.get(name)
    found = rows.grid.at(line, cell.column) if cell is not None else None
    return found if found is not None and found.row == line and found.column == cell.column else None  # type: ignore[union-attr]


def _level_line(rows: GridRows, head: Head, line: int, kind: LineKind, read: _Reading) -> None:
    """A level over the width, or a node of a tree: the one or two last before a row are its levels."""
    cell = rows.rows[line][0]
    read.level_lines = True
    if read.fresh or not read.nodes:
        if kind == "band" or not read.nodes or _is_level1(cell):
            read.nodes = [cell]
        else:
            read.nodes = [read.nodes[0], cell]
        read.fresh = False
    else:
        read.nodes = [*read.nodes, cell][-2:]


def _is_level1(cell: Cell) -> bool:
    bare = key(cell.text).removesuffix("指标")
    return any(
        bare == name or bare.endswith(f"、{name}")
        for name in ("产出", "效益", "满意度", "成本", "效果", "影响力")
    )


def _indicator(rows: GridRows, head: Head, line: int, goal: int, before: Row | None, read: _Reading) -> None:
    row, levels = _row(rows, head, line, len(read.rows), before, read)
    if row is None:
        return
    if _is_process(row):
        read.points.append(points_line(row.name_cell, row.weight_cell, row.score_cell))
        return
    read.fresh = True
    read.rows.append(row)
    read.levels.append(levels)
    read.goals.append(goal)


def _is_process(row: Row) -> bool:
    """Whether the line gives points for 决策, 过程 or 管理 without a target or an actual."""
    level = key(row.level1)
    return (
        not row.section
        and pattern("labels", "process").fullmatch(level) is not None
        and row.target_cell.blank
        and row.actual_cell.blank
        and row.score_cell is not None
        and printed(row.score_cell) is not None
    )


def _levels_of(rows: GridRows, head: Head, line: int, before: Row | None, read: _Reading) -> _Levels:
    """The levels of the row in *line*: in their columns, typed once above, or lines of their own."""
    grid, columns = rows.grid, head.columns
    target = columns["target"]
    known = read.levels[-1] if before is not None and read.levels else None
    cells = {name: grid.at(line, columns[name].column) for name in ("level1", "level2") if name in columns}
    level1 = cells["level1"].text.strip() if "level1" in cells else ""
    level2 = cells["level2"].text.strip() if "level2" in cells else ""
    cell1, cell2 = cells.get("level1"), cells.get("level2")
    nodes = read.nodes
    if "level1" not in cells and nodes:
        level1, cell1 = nodes[0].text.strip(), nodes[0]
        if "level2" not in cells and len(nodes) > 1:
            level2, cell2 = nodes[-1].text.strip(), nodes[-1]
    if known is not None and before is not None:  # a level typed once, its rows below left blank
        if not level1 and "level1" in cells:
            level1 = before.level1
        if not level2 and level1 == before.level1 and "level2" in cells:
            level2 = before.level2
            cell2 = known.cell2
    return _Levels(
        level1, level2, cell1 if cell1 is not None else target, cell2 if cell2 is not None else target
    )


def _row(
    rows: GridRows, head: Head, line: int, index: int, before: Row | None, read: _Reading
) -> tuple[Row | None, _Levels]:
    """The indicator in *line*; None for a line that only holds placeholders."""
    grid, columns = rows.grid, head.columns

    def cell(name: str) -> Cell | None:
        column = columns.get(name)
        return grid.at(line, column.column) if column is not None else None

    levels = _levels_of(rows, head, line, before, read)
    target, actual = cell("target"), Cell(line, columns["target"].column) if head.targets else cell("actual")
    if target is None or actual is None:
        raise ValueError("a table without targets or actuals")
    score, weight = cell("score"), cell("weight")
    name = cell("level3") or (cell("level2") if "level1" in columns else None) or Cell(line, target.column)
    part_of = _part_of(name, weight, score, before, line)
    if part_of is not None:
        weight = score = None
    helper = _helpers(rows, head, line)
    nature = cell("nature") or helper.get("direction")
    own_score = score is not None and score.row == line
    own_weight = weight is not None and weight.row == line
    row = Row(
        index=index,
        level1=levels.level1,
        level2=levels.level2,
        name=name.text.strip(),
        name_cell=name,
        target_cell=target,
        actual_cell=actual,
        score_cell=score,
        weight_cell=weight,
        note_cell=cell("note"),
        target_text=target_text(target, nature, cell("unit")),
        target=read_target(target, nature, cell("unit")),
        actual=read_actual(actual, cell("unit")),
        section=section(levels.level1, levels.level2),
        own_score=own_score,
        own_weight=own_weight,
        heading=-1,
        sign=_sign(nature),
        nature=_text(nature),
        unit_text=_text(cell("unit")),
        part_of=part_of,
        helper=helper,
    )
    typed = (target, actual, weight if own_weight else None)
    if not row.unused or any(found is not None and not found.blank for found in typed):
        return row, levels
    # Under a merged score a line without a name still is one of the group's; a placeholder ("……") is not.
    covered = score is not None and not own_score and not score.blank
    return (row if covered and (not name.text.strip() or not row.nameless) else None), levels


def _sign(cell: Cell | None) -> str:
    """What the sign column says: its operator, else 定性 or 定量 as it stands; "" where there is none."""
    if cell is None or cell.blank:
        return ""
    return sign_of(cell.text) or key(cell.text)


def _text(cell: Cell | None) -> str:
    return cell.text.strip() if cell is not None else ""


def _part_of(
    name: Cell, weight: Cell | None, score: Cell | None, before: Row | None, line: int
) -> int | None:
    """The row that a line 其中：… without weight and score belongs to, and the lines after it that go on with it."""
    if before is None:
        return None
    blank = all(cell is None or cell.row != line or cell.blank for cell in (weight, score))
    begins = squeeze(name.text).startswith("其中")
    goes_on = before.part_of is not None and not name.blank
    if not blank or not (begins or goes_on):
        return None
    return before.part_of if before.part_of is not None else before.index


def _helpers(rows: GridRows, head: Head, line: int) -> dict[str, Cell]:
    """The cells beside the form in a template of ours (辅助列), by what their headings say in brackets."""
    found = {}
    for cell in head.known:
        text = squeeze(cell.text)
        if text.startswith("辅助列"):
            for word, name in _HELPERS.items():
                if word in text:
                    found[name] = rows.grid.at(line, cell.column)
    return found


def _subtotals(read: _Reading) -> Iterator[Subtotal]:
    """Each subtotal with the rows since the one before it."""
    start = 0
    for _, stop, label, weight, score in read.subtotals:
        if stop > start:
            yield Subtotal(label, weight, score, tuple(range(start, stop)))
        start = stop


def _headings(
    rows: GridRows, read: _Reading, goals: list[Goal], weighted: bool
) -> tuple[tuple[Row, ...], tuple[Heading, ...]]:
    """Rows under the same level 1 cell (or the same level 1 text, line by line) make up a heading.

    Where only the levels below it, or only the goal, state points, these are the headings.
    """
    groups: list[tuple[Cell, str, list[int], int]] = []
    for index, (row, levels, goal) in enumerate(zip(read.rows, read.levels, read.goals, strict=True)):
        cell = levels.cell1
        if groups and groups[-1][3] == goal and _continues(rows, groups[-1], cell):
            groups[-1][2].append(index)
        else:
            groups.append((cell, row.level1, [index], goal))
    if not weighted:
        groups = _by_stated_points(read, goals, groups)
    headings = []
    numbered = list(read.rows)
    for number, (cell, text, members, goal) in enumerate(groups):
        sections = [read.rows[index].section for index in members if read.rows[index].section]
        name = max(sections, key=sections.count) if sections else ""
        headings.append(Heading(cell, name, points(text), tuple(members), goal))
        for index in members:
            numbered[index] = dataclasses.replace(numbered[index], heading=number)
    return tuple(numbered), tuple(headings)


_Group = tuple[Cell, str, list[int], int]


def _by_stated_points(read: _Reading, goals: list[Goal], groups: list[_Group]) -> list[_Group]:
    """The groups split by level 2 where every level 2 states points, or put together where only the goal does."""
    found: list[_Group] = []
    for cell, text, members, goal in groups:
        seconds: list[_Group] = []
        for index in members:
            levels = read.levels[index]
            if seconds and seconds[-1][1] == levels.level2:
                seconds[-1][2].append(index)
            else:
                seconds.append((levels.cell2, levels.level2, [index], goal))
        stated = [points(second[1]) for second in seconds]
        found += seconds if all(value is not None for value in stated) else [(cell, text, members, goal)]
    if any(points(text) is not None for _, text, _, _ in found):
        return found
    if not goals or any(goal.points is None for goal in goals):
        return found
    return [
        (
            goal.cell,
            goal.cell.text,
            [index for group in found if group[3] == number for index in group[2]],
            number,
        )
        for number, goal in enumerate(goals)
        if any(group[3] == number for group in found)
    ]


def _continues(rows: GridRows, group: _Group, cell: Cell) -> bool:
    """Whether *cell* goes on with the heading of *group*: the same cell, a blank, or the same text typed on every line.

    The same text in a merge of its own, or below one, is another heading.
    """
    above = group[0]
    if cell == above or cell.blank:
        return True
    merged = rows.last_row(cell) > cell.row or rows.last_row(above) > above.row
    return not merged and squeeze(cell.text) == squeeze(above.text)
