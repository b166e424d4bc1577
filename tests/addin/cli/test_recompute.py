"""jx recompute."""

from __future__ import annotations

import os
import shutil
import zipfile
from pathlib import Path

import pytest
from command import (
    WRONG,
    Run,
    checked,
    command,
    contents,
    findings,
    refused,
    save,
    shown,
)
from corpus import WORKBOOKS
from openpyxl import Workbook, load_workbook


def test_recompute_writes_a_copy_that_is_right(tmp_path: Path) -> None:
    source = save(tmp_path / "甲 局" / "自评表.xlsx", WRONG)
    before = source.read_bytes()
    outcome = command(tmp_path, "recompute", "甲 局/自评表.xlsx", "-o", "重算.xlsx", "--lang", "zh")
    assert (outcome.status, outcome.err) == (0, "")
    score, total, last = outcome.out.splitlines()
    assert score == "自评表!G10  20 → 16  正向 20×76÷95=16"
    assert total.startswith("自评表!G15  98.5 → 94.5")
    assert last == "改写2个单元格 → 重算.xlsx"
    assert source.read_bytes() == before
    assert shown(tmp_path / "重算.xlsx", "G10", "G15", "E10") == [16, 94.5, "76%"]
    report = checked(command(tmp_path, "check", "重算.xlsx", "--format", "json"))
    assert "JX-S02" not in [finding["code"] for _, finding in findings(report)]


def test_recompute_in_place_keeps_a_backup(jx: Run, tmp_path: Path) -> None:
    path = save(tmp_path / "自评表.xlsx", WRONG)
    before = path.read_bytes()
    outcome = jx("recompute", path, "--in-place")
    assert outcome.status == 0
    (kept,) = set(contents(tmp_path)) - {"自评表.xlsx"}
    assert kept in outcome.out
    assert (tmp_path / kept).read_bytes() == before
    assert shown(path, "G10", "G15") == [16, 94.5]


def test_recompute_keeps_every_backup(jx: Run, tmp_path: Path) -> None:
    path = save(tmp_path / "自评表.xlsx", WRONG)
    states = [path.read_bytes()]
    for _ in range(2):
        save(path, WRONG)
        states.append(path.read_bytes())
        assert jx("recompute", path, "--in-place").status == 0
    assert {data for name, data in contents(tmp_path).items() if name != path.name} == set(states[1:])


def test_recompute_of_a_right_form_writes_nothing(jx: Run, tmp_path: Path) -> None:
    path = save(tmp_path / "a.xlsx")
    outcome = jx("recompute", path, "-o", tmp_path / "b.xlsx")
    assert (outcome.status, outcome.out) == (0, f"0 cells written → {tmp_path / 'b.xlsx'}\n")
    with zipfile.ZipFile(path) as one, zipfile.ZipFile(tmp_path / "b.xlsx") as other:
        assert {name: one.read(name) for name in one.namelist()} == {
            name: other.read(name) for name in other.namelist()
        }


def test_recompute_keeps_the_words_around_a_total(jx: Run, tmp_path: Path) -> None:
    path = save(tmp_path / "a.xlsx", {"E3": "总分：97", "F3": None})
    outcome = jx("recompute", path, "-o", tmp_path / "b.xlsx")
    assert (outcome.status, outcome.err) == (0, "")
    assert shown(tmp_path / "b.xlsx", "E3", "G15") == ["总分：98.5", "98.5"]


@pytest.mark.parametrize("path", sorted(WORKBOOKS.glob("*.xlsx")), ids=lambda path: path.stem)
def test_recompute_mends_what_it_can_on_every_real_form(jx: Run, tmp_path: Path, path: Path) -> None:
    out = tmp_path / "重算.xlsx"
    assert jx("recompute", path, "-o", out).status == 0
    again = jx("recompute", out, "-o", tmp_path / "再.xlsx")
    assert "0 cells written" in again.out
    before, after = (checked(jx("check", book, "--format", "json")) for book in (path, out))
    assert after["summary"]["forms"] == before["summary"]["forms"]
    # What only a person can decide (a direction that nobody wrote) stays for review.
    codes = [finding["code"] for _, finding in findings(after) if finding["level"] == "error"]
    assert not {"JX-S02", "JX-S04", "JX-S06", "JX-S07", "JX-B03", "JX-B04"} & set(codes)


def test_a_preview_lists_what_would_be_written_and_writes_nothing(jx: Run, tmp_path: Path) -> None:
    path = save(tmp_path / "a.xlsx", {"E10": "76%"})
    before = contents(tmp_path)
    outcome = jx("recompute", path, "--preview", "--lang", "zh")
    assert "自评表!G10  20 → 16" in outcome.out
    assert outcome.out.splitlines()[-1] == "将改写2个单元格（未写入）"
    assert (outcome.status, contents(tmp_path)) == (0, before)


def test_recompute_names_what_it_leaves_alone(jx: Run, tmp_path: Path) -> None:
    path = save(tmp_path / "a.xlsx", {"D9": "≥1%", "E9": 1})
    outcome = jx("recompute", path, "-o", tmp_path / "b.xlsx")
    assert "自评表!G9  left as it is: " in outcome.out


def test_recompute_keeps_a_formula_and_says_so(jx: Run, tmp_path: Path) -> None:
    path = save(tmp_path / "a.xlsx", WRONG)
    book = load_workbook(path)
    book.worksheets[0]["G15"] = "=SUM(G9:G14)+H6"
    book.save(path)
    outcome = jx("recompute", path, "-o", tmp_path / "b.xlsx")
    assert outcome.status == 0
    assert shown(tmp_path / "b.xlsx", "G10", "G15") == [16, "=SUM(G9:G14)+H6"]
    assert "the formula is kept" in outcome.out


def test_recompute_refuses_to_write_over_its_source(jx: Run, tmp_path: Path) -> None:
    path = save(tmp_path / "a.xlsx", WRONG)
    before = contents(tmp_path)
    for out in path, tmp_path / "." / "a.xlsx", tmp_path / ".." / tmp_path.name / "a.xlsx":
        assert "--in-place" in refused(jx("recompute", path, "-o", out))
    assert contents(tmp_path) == before


def test_recompute_refuses_another_suffix(jx: Run, tmp_path: Path) -> None:
    path = save(tmp_path / "a.xlsx", WRONG)
    for name in "b.xlsm", "b.xls", "b":
        assert ".xlsx" in refused(jx("recompute", path, "-o", tmp_path / name))
    assert list(contents(tmp_path)) == ["a.xlsx"]


def test_recompute_refuses_a_folder_that_is_not_there(jx: Run, tmp_path: Path) -> None:
    path = save(tmp_path / "a.xlsx", WRONG)
    assert "没有" in refused(jx("recompute", path, "-o", tmp_path / "没有" / "b.xlsx"))


def test_recompute_names_the_output_where_it_cannot_be_written(
    jx: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, out = save(tmp_path / "a.xlsx", WRONG), tmp_path / "b.xlsx"

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    assert refused(jx("recompute", path, "-o", out)).startswith(f"jx: cannot write {out}: the disk")
    assert list(contents(tmp_path)) == ["a.xlsx"]


@pytest.mark.parametrize("how", ["-o", "--in-place"])
@pytest.mark.parametrize("name", ["没有.xlsx", "无表.xlsx", "加密.xlsx", "截断.xlsx", "文件夹.xlsx"])
def test_recompute_refuses_what_holds_no_form(jx: Run, tmp_path: Path, name: str, how: str) -> None:
    """In one sentence that names the file; and no backup is left of what was not changed."""
    Workbook().save(tmp_path / "无表.xlsx")
    shutil.copy(WORKBOOKS / "special" / "encrypted.xlsx", tmp_path / "加密.xlsx")
    shutil.copy(WORKBOOKS / "special" / "truncated.xlsx", tmp_path / "截断.xlsx")
    (tmp_path / "文件夹.xlsx").mkdir()
    before = contents(tmp_path)
    to = ["-o", tmp_path / "b.xlsx"] if how == "-o" else [how]
    assert name in refused(jx("recompute", tmp_path / name, *to))
    assert contents(tmp_path) == before
