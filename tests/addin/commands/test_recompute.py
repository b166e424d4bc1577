"""重算 and 撤销重算: what differs is written, formulas and qualitative rows stay, one command puts everything back."""

from __future__ import annotations

from pathlib import Path

import pytest
from corpus import WORKBOOKS
from desktop import Open, answer, contents, said

from addin.checking.recompute import plan
from addin.commands import COMMANDS, Desk
from udfs.decimals import D

WRONG = sorted(
    path
    for folder in (".", "variants")
    for path in (WORKBOOKS / folder).glob("*.xlsx")
    if path.stem
    in ("001-16", "002-06", "003-04", "004-02", "001-05-formulas", "002-02-text", "004-01-shifted")
)


def shown(desk: Desk, cell: str) -> object:
    return desk.sheet.range(cell).value


@pytest.mark.parametrize("path", WRONG, ids=lambda path: path.stem)
def test_what_differs_is_written_and_taken_back(path: Path, opened: Open, tmp_path: Path) -> None:
    desk = opened(path)
    before = contents(desk, tmp_path)
    planned = [change for change in plan(path).changes if change.sheet == desk.sheet.name]
    formulas = [change for change in planned if str(desk.sheet.range(change.cell).formula).startswith("=")]
    written = [change for change in planned if change not in formulas]
    COMMANDS["recompute"](desk)
    for change in written:
        assert D(shown(desk, change.cell)) == change.value  # type: ignore[arg-type]
    for change in formulas:
        assert str(desk.sheet.range(change.cell).formula).startswith("=")
    message = said(desk)[0]
    assert message.startswith(f"改写{len(written)}个单元格")
    assert message.count("是公式，未改写") == len(formulas)
    COMMANDS["undo"](desk)
    assert contents(desk, tmp_path) == before
    assert said(desk) == [f"恢复了{len(written)}个单元格。" if written else "没有可撤销的重算。"]


def test_a_second_run_finds_nothing_to_write(opened: Open) -> None:
    desk = opened(WORKBOOKS / "002-06.xlsx")
    COMMANDS["recompute"](desk)
    COMMANDS["recompute"](desk)
    assert said(desk)[1].startswith("改写0个单元格。得分和总分都已正确。")


def test_steps_are_taken_back_one_by_one_and_never_over_what_was_typed_since(opened: Open) -> None:
    desk = opened(WORKBOOKS / "002-06.xlsx")
    change, *rest = plan(WORKBOOKS / "002-06.xlsx").changes
    assert rest
    COMMANDS["recompute"](desk)
    desk.sheet.range(change.cell).value = 0.5
    said(desk)
    COMMANDS["undo"](desk)
    assert shown(desk, change.cell) == 0.5
    assert said(desk) == [f"恢复了{len(rest)}个单元格；另有1个在重算后又改过，或受保护，保持不动。"]


def test_a_text_score_comes_back_as_the_text_it_was(opened: Open) -> None:
    desk = opened(WORKBOOKS / "002-06.xlsx")
    cell = next(iter(plan(WORKBOOKS / "002-06.xlsx").changes)).cell
    desk.sheet.range(cell).value = "'0分"
    COMMANDS["recompute"](desk)
    assert shown(desk, cell) != "0分"
    COMMANDS["undo"](desk)
    assert shown(desk, cell) == "0分"


def test_a_protected_sheet_stays_as_it_is_where_the_person_says_no(opened: Open, tmp_path: Path) -> None:
    desk = opened(WORKBOOKS / "002-06.xlsx")
    desk.sheet.api.Protect()
    before = contents(desk, tmp_path)
    answer(desk, "no")
    with pytest.raises(Exception, match="受保护，没有改写"):
        COMMANDS["recompute"](desk)
    assert contents(desk, tmp_path) == before


def test_a_step_is_taken_back_though_a_row_came_in(opened: Open) -> None:
    desk = opened(WORKBOOKS / "002-06.xlsx")
    changes = plan(WORKBOOKS / "002-06.xlsx").changes
    COMMANDS["recompute"](desk)
    desk.sheet.range("D12").select()
    COMMANDS["insert_row"](desk)
    said(desk)
    COMMANDS["undo"](desk)
    assert said(desk) == [f"恢复了{len(changes)}个单元格。"]
    assert shown(desk, "H17") == 0
