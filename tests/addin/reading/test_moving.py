"""What is read does not depend on blank rows and columns, on where the notes stand, or on the order of the columns."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, seed, settings
from hypothesis import strategies as st

from addin.files import read
from addin.grid import Grid, Merge
from addin.reading.form import Form
from addin.reading.forms import read_forms

SEED = 20240501
DATA = Path(__file__).parents[2] / "data" / "corpus"
BOOKS = sorted((DATA / "workbooks").glob("*.xlsx")) + sorted((DATA / "real" / "workbooks").glob("*.xlsx"))
GRIDS = [grid for path in BOOKS for grid in read(path).grids if read_forms(grid)]


def text_of(form: Form) -> object:
    """What is read of a form, without any address."""
    money = form.budget
    return (
        form.kind,
        [field.text if field else None for field in (form.project, form.department, form.unit, form.body)],
        [
            (row.level1, row.level2, row.name, row.target, row.actual, row.section, row.sign, row.part_of)
            for row in form.rows
        ],
        [
            (row.weight_cell and row.weight_cell.text, row.score_cell and row.score_cell.text)
            for row in form.rows
        ],
        [(head.section, head.points, head.rows) for head in form.headings],
        money and (money.points, money.unit, len(money.parts), len(money.splits)),
        money
        and [cell.text for cell in (money.total.planned, money.total.executed, money.total.score) if cell],
        (form.total or form.head_total) and (form.total or form.head_total).text,  # type: ignore[union-attr]
        form.total_weight and form.total_weight.text,
        [(line.label.text, line.points) for line in form.other_points],
        [
            field.text if field else None
            for field in (form.goal_set, form.goal_done, form.reason, form.measure)
        ],
        [cell.text for cell in form.passed_over],
    )


def moved(grid: Grid, row_to: Callable[[int], int], column_to: Callable[[int], int]) -> Grid:
    """The same sheet with rows and columns inserted."""
    cells = [
        dataclasses.replace(cell, row=row_to(cell.row), column=column_to(cell.column))
        for cell in grid.cells.values()
    ]
    merges = [
        Merge(row_to(m.top), column_to(m.left), row_to(m.bottom), column_to(m.right)) for m in grid.merges
    ]
    return Grid(grid.name, {(cell.row, cell.column): cell for cell in cells}, merges)


@seed(SEED)
@settings(max_examples=150, deadline=None)
@given(st.sampled_from(GRIDS), st.data())
def test_a_blank_row_anywhere_changes_nothing(grid: Grid, data: st.DataObject) -> None:
    at = data.draw(st.integers(1, max(row for row, _ in grid.cells) + 1))
    changed = moved(grid, lambda row: row + (row >= at), lambda column: column)
    assert [text_of(form) for form in read_forms(changed)] == [text_of(form) for form in read_forms(grid)]


@seed(SEED)
@settings(max_examples=150, deadline=None)
@given(st.sampled_from(GRIDS), st.data())
def test_a_blank_column_anywhere_changes_nothing(grid: Grid, data: st.DataObject) -> None:
    at = data.draw(st.integers(1, max(column for _, column in grid.cells) + 1))
    changed = moved(grid, lambda row: row, lambda column: column + (column >= at))
    assert [text_of(form) for form in read_forms(changed)] == [text_of(form) for form in read_forms(grid)]


HEADS = [
    "一级指标",
    "二级指标",
    "三级指标",
    "分值",
    "年度指标值",
    "实际完成值",
    "得分",
    "偏差原因分析及改进措施",
    "复核得分",
]
LINES: list[list[str | int]] = [
    ["产出指标", "数量指标", "培训期数", 30, "≥4期", "4期", 30, "无", 29],
    ["产出指标", "质量指标", "合格率", 20, "≥95%", "97%", 20, "无", 20],
    ["效益指标", "社会效益指标", "知晓率", 40, "≥90%", "81%", 36, "宣传不够", 36],
]


@seed(SEED)
@settings(max_examples=60, deadline=None)
@given(st.permutations(range(3, len(HEADS))))
def test_the_order_of_the_columns_changes_nothing(order: list[int]) -> None:
    places = [0, 1, 2, *order]
    top = [["2024年度项目支出绩效自评表"], ["项目名称", "培训"]]
    home = Grid.from_table("表", [*top, HEADS, *LINES])
    away = Grid.from_table("表", [*top, *([line[place] for place in places] for line in [HEADS, *LINES])])
    assert [text_of(form) for form in read_forms(away)] == [text_of(form) for form in read_forms(home)]


@pytest.mark.parametrize("before", [True, False])
def test_notes_stand_before_or_behind_the_total(before: bool) -> None:
    total, notes = ["总分", "", "", 90, "", "", 86], ["其他需要说明事项", "", "", "无"]
    foot = [notes, total] if before else [total, notes]
    (form,) = read_forms(Grid.from_table("表", [["2024年度项目支出绩效自评表"], HEADS, *LINES, *foot]))
    assert (len(form.rows), form.total and form.total.text, form.total_weight and form.total_weight.text) == (
        3,
        "86",
        "90",
    )
