"""Recomputation: the scores and totals that the scheme gives are written, and nothing else."""

from __future__ import annotations

import zipfile
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from corpus import WORKBOOKS, names

from addin.checking.one_file import check_file
from addin.checking.recompute import Plan, plan
from addin.files import backup, read, write
from addin.judging.examples import example_form
from addin.judging.judge import judge
from addin.judging.recognise import recognise
from addin.judging.recompute import changes
from addin.reading.forms import read_forms

SINGLE = [name for name in names(".") if "given" not in name]
BOOKS = sorted(
    [WORKBOOKS / f"{name}.xlsx" for name in names(".")]
    + list((WORKBOOKS / "variants").glob("*.xlsx"))
    + list((WORKBOOKS / "mutants").glob("*.xlsx"))
)
FIXED = {"JX-S01", "JX-S02", "JX-S04", "JX-S05", "JX-S06", "JX-B03", "JX-B04"}


def written(edits: dict[str, str | int | Decimal | None], layout: str = "column") -> dict[str, str]:
    """The cells that recomputing the edited example writes, with their new values."""
    form = example_form(edits, layout)
    return {change.cell: change.new for change in changes(judge(form, recognise(form)))}


def recomputed(path: Path, folder: Path) -> tuple[Plan, Path]:
    planned, out = plan(path), folder / path.name
    write(path, out, planned.edits)
    return planned, out


def test_what_is_right_is_left_alone() -> None:
    assert written({}) == {}
    assert written({}, "heading") == {}


def test_a_missed_target_costs_its_share_and_the_total_follows() -> None:
    assert written({"E10": "76%"}) == {"G10": "16", "G15": "94.5"}


def test_a_missing_score_is_filled_in() -> None:
    assert written({"G12": None, "G15": "83.5"}) == {"G12": "15", "G15": "98.5"}


def test_the_budget_is_scored_by_the_exact_rate() -> None:
    assert written({"F7": "16.4", "C14": "95.4"}, "heading") == {"F7": "16.35", "C14": "95.35"}


def test_the_score_of_a_qualitative_row_is_left_alone_inside_its_band_and_outside() -> None:
    assert written({"G13": 13, "G15": "96.5"}) == {}
    assert written({"G13": 9, "G15": "92.5"}) == {}


def test_amounts_in_doubt_are_not_scored_by() -> None:
    assert written({"E7": 80, "G7": "80%"}) == {}


def test_a_total_above_the_table_follows() -> None:
    assert written({"E3": "总分：97", "F3": None}) == {"E3": "98.5"}


@pytest.mark.parametrize("name", SINGLE)
def test_a_recomputed_real_form_has_no_wrong_score_left(name: str, tmp_path: Path) -> None:
    planned, out = recomputed(WORKBOOKS / f"{name}.xlsx", tmp_path)
    left = {item.cell for item in planned.left}
    for form in check_file(str(out)).forms:
        assert {f.code for f in form.findings if f.cell not in left} & FIXED == set()
        assert Decimal(form.total["found"] or 0) == Decimal(form.total["expected"] or 1)
    assert not plan(out).changes


@pytest.mark.slow
@pytest.mark.parametrize("path", BOOKS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_every_other_byte_and_every_other_cell_stays(path: Path, tmp_path: Path) -> None:
    planned, out = recomputed(path, tmp_path)
    sheets = {grid.name for grid in read(path).grids}
    touched = {change.sheet for change in planned.changes}
    with zipfile.ZipFile(path) as before, zipfile.ZipFile(out) as after:
        assert before.namelist() == after.namelist()
        differing = [name for name in before.namelist() if before.read(name) != after.read(name)]
        assert all(name.startswith("xl/worksheets/") for name in differing)
        assert bool(differing) == bool(touched)
    old, new = openpyxl.load_workbook(path), openpyxl.load_workbook(out)
    values, fresh = openpyxl.load_workbook(path, data_only=True), openpyxl.load_workbook(out, data_only=True)
    places = {(change.sheet, change.cell) for change in planned.changes}
    for sheet in sheets:
        assert old[sheet].merged_cells.ranges == new[sheet].merged_cells.ranges
        for row in old[sheet].iter_rows():
            for cell in row:
                twin = new[sheet][cell.coordinate]
                assert twin.style_id == cell.style_id
                if (sheet, cell.coordinate) not in places:
                    assert twin.value == cell.value
                    assert fresh[sheet][cell.coordinate].value == values[sheet][cell.coordinate].value
                elif str(cell.value).startswith("="):
                    assert twin.value == cell.value


def test_a_formula_is_kept_and_its_shown_value_refreshed(tmp_path: Path) -> None:
    source = WORKBOOKS / "variants" / "004-01-formulas.xlsx"
    wrong = tmp_path / "表.xlsx"
    write(source, wrong, {read(source).grids[0].name: {"I15": Decimal(4)}})
    planned, out = recomputed(wrong, tmp_path / ".." / tmp_path.name)
    assert ("I15", "3.75") in {(change.cell, change.new) for change in planned.changes}
    grid = read(out).grids[0]
    assert grid.at(22, 9).formula == "SUM(I12:I21)"
    assert grid.at(22, 9).text == "99.18"


def test_the_backup_is_the_original(tmp_path: Path) -> None:
    path = tmp_path / "自评 表.xlsx"
    path.write_bytes((WORKBOOKS / "002-06.xlsx").read_bytes())
    kept = backup(path)
    write(path, path, plan(path).edits)
    assert kept.read_bytes() == (WORKBOOKS / "002-06.xlsx").read_bytes()
    assert path.read_bytes() != kept.read_bytes()
    assert read(path).grids[0].at(16, 8).text == "0.9"


def test_reading_is_indifferent_to_where_the_table_starts() -> None:
    for name in ("001-01", "002-00", "004-01"):
        (home,) = read_forms(read(WORKBOOKS / f"{name}.xlsx").grids[0])
        (moved,) = read_forms(read(WORKBOOKS / "variants" / f"{name}-shifted.xlsx").grids[0])
        by = moved.top - home.top, moved.left - home.left
        assert by != (0, 0)
        assert [
            (row.name, row.target_text, row.target_cell.row + by[0], row.target_cell.column + by[1])
            for row in home.rows
        ] == [(row.name, row.target_text, row.target_cell.row, row.target_cell.column) for row in moved.rows]
