"""What holds for every form: where it stands does not matter, nor how many rows stand together."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given, seed, settings
from hypothesis import strategies as st

from addin.grid import Cell, Grid, Merge
from addin.judging.checks import findings_of
from addin.judging.examples import LAYOUTS, example_grid
from addin.judging.judge import judge
from addin.judging.recognise import recognise
from addin.reading.form import Form
from addin.reading.forms import read_forms
from udfs.scheme import load_scheme
from udfs.scoring import score_row

SEED = 20240501
NUMBERS = st.decimals(min_value="0.01", max_value=10**6, places=2, allow_nan=False, allow_infinity=False)
ROWS = st.lists(
    st.tuples(st.sampled_from("≥≤=><"), NUMBERS, NUMBERS, st.integers(1, 40)), min_size=1, max_size=12
)


def moved(grid: Grid, down: int, right: int) -> Grid:
    """The same sheet with everything further down and to the right."""
    there = Grid(grid.name)
    for (row, column), cell in grid.cells.items():
        there.cells[row + down, column + right] = Cell(
            row + down,
            column + right,
            cell.text,
            cell.number,
            cell.date,
            cell.error,
            cell.formula,
            cell.percent,
        )
    there.merges = [
        Merge(m.top + down, m.left + right, m.bottom + down, m.right + right) for m in grid.merges
    ]
    return there


def read(grid: Grid) -> Form:
    (form,) = read_forms(grid)
    return form


@seed(SEED)
@settings(max_examples=60, deadline=None)
@given(st.sampled_from(LAYOUTS), st.integers(0, 5000), st.integers(0, 200))
def test_where_the_table_starts_changes_nothing(layout: str, down: int, right: int) -> None:
    edits = {"E9": "100%"} if layout == "column" else {}
    home, away = read(example_grid(edits, layout)), read(moved(example_grid(edits, layout), down, right))
    assert [(row.name, row.target, row.actual, row.section) for row in home.rows] == [
        (row.name, row.target, row.actual, row.section) for row in away.rows
    ]
    before = findings_of(judge(home, recognise(home)))
    after = findings_of(judge(away, recognise(away)))
    assert [(f.code, f.message) for f in before] == [(f.code, f.message) for f in after]
    assert (away.top - home.top, away.left - home.left) == (down, right)


@seed(SEED)
@settings(max_examples=150, deadline=None)
@given(ROWS)
def test_a_column_of_rows_scores_as_the_rows_one_by_one(
    rows: list[tuple[str, Decimal, Decimal, int]],
) -> None:
    table: list[list[str | int | Decimal | None]] = [
        ["2024年度项目支出绩效自评表"],
        ["一级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"],
    ]
    for number, (op, target, actual, weight) in enumerate(rows):
        table.append(["产出指标", f"指标甲{number}", f"{op}{target}", actual, weight, 0])
    form = read(Grid.from_table("表", table))
    scheme = load_scheme("mof-2021")
    judged = judge(form, scheme)
    assert len(judged.rows) == len(rows)
    for line, (op, target, actual, weight) in zip(judged.rows, rows, strict=True):
        alone = score_row(f"{op}{target}", f"{actual:f}", weight, scheme)
        assert line.expected is not None
        assert (line.expected.value, line.expected.rule) == (alone.value, alone.rule)
