"""The text report and the results workbook."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit
from urllib.request import url2pathname

import pytest
from command import (
    CHINESE,
    WRONG,
    Run,
    checked,
    command,
    contents,
    corpus_report,
    findings,
    refused,
    save,
)
from corpus import WORKBOOKS
from openpyxl import load_workbook

from addin.judging.findings import LEVEL_NAMES, catalogue


def test_text_names_file_form_cell_fault_and_fix(jx: Run, tmp_path: Path) -> None:
    path = save(tmp_path / "a.xlsx", WRONG)
    outcome = jx("check", path, "--lang", "zh")
    file, form, finding, fix, blank, summary = outcome.out.splitlines()
    assert file == str(path)
    assert form.split() == ["自评表", "基层干部培训", "[mof-2021]", "总分", "98.5", "有1处必须改"]
    assert finding.split()[:3] == ["错误", "JX-S02", "G10"]
    assert "20×76÷95=16" in finding
    assert fix.strip() == f"→ 应为 16；{catalogue()['JX-S02'].fix.zh}"
    assert (blank, summary) == ("", "共1个文件、1张自评表：错误1项，核实0项，提示0项")


def test_text_says_where_nothing_was_found(jx: Run, tmp_path: Path) -> None:
    path = save(tmp_path / "a.xlsx")
    assert "没有发现问题" in jx("check", path, "--lang", "zh").out
    assert "nothing found" in jx("check", path, "--lang", "en").out


def test_text_and_json_report_the_same(tmp_path: Path) -> None:
    """The text names every cell of the JSON, those that say the same on one line."""
    text = command(WORKBOOKS, "check", ".").out
    shown = [
        (level, code, cell.rpartition("!")[2])
        for level, code, cells in re.findall(
            r"^ +(error|review|hint) (JX-\w\d\d) ((?:\S+!)?[A-Z]+\d+(?:, [A-Z]+\d+)*)?", text, re.MULTILINE
        )
        for cell in cells.split(", ")
    ]
    expected = [(found["level"], found["code"], found["cell"]) for _, found in findings(corpus_report("en"))]
    assert sorted(shown) == sorted(expected)


def test_text_begins_with_what_has_to_be_done(jx: Run, tmp_path: Path) -> None:
    """A form that is not filled in says so first, in one line for all its rows; hints come last."""
    path = save(tmp_path / "a.xlsx", {f"{column}{row}": "" for row in range(9, 15) for column in "EG"})
    lines = jx("check", path, "--lang", "zh").out.splitlines()
    assert lines[1].endswith("未填完（6处没有填写）")
    assert lines[2].split()[:3] == ["错误", "JX-A01", "E9、E10、E11、E12、E13、E14"]
    levels = [line.split()[0] for line in lines if line.startswith("    ") and "JX-" in line]
    assert levels == sorted(levels, key=["错误", "核实", "提示"].index)


def test_a_level_hides_what_lies_below_it_but_in_json(jx: Run, tmp_path: Path) -> None:
    path = save(tmp_path / "a.xlsx", {"E10": "76%", "F3": ""})
    assert "JX-F03" in jx("check", path).out
    shown = jx("check", path, "--level", "error")
    assert ("JX-S02" in shown.out, "JX-F03" in shown.out, shown.status) == (True, False, 1)
    assert "JX-F03" in jx("check", path, "--level", "error", "--format", "json").out


def test_a_summary_is_a_line_a_form(jx: Run, tmp_path: Path) -> None:
    paths = [save(tmp_path / "a.xlsx", WRONG), save(tmp_path / "b.xlsx", {"B3": "另一个项目"})]
    first, second, counts = jx("check", *paths, "--summary", "--lang", "zh").out.splitlines()
    assert first == f"{paths[0]}  自评表  基层干部培训  98.5  有1处必须改  错误 1  核实 0  提示 0"
    assert "可以提交" in second
    assert counts.startswith("共2个文件")
    assert refused(jx("check", *paths, "--summary", "--format", "json"))


def test_a_cell_does_not_steer_the_terminal(jx: Run, tmp_path: Path) -> None:
    path = save(
        tmp_path / "a.xlsx", {"B3": "培训\u202e\u2028项目", "E10": "不\u009b31m详", "D13": "有所\n完善"}
    )
    said = jx("check", path).out
    assert "培训" in said
    assert all(character == "\n" or character.isprintable() for character in said)
    assert all(text.startswith((" ", str(path), "1 file")) for text in said.splitlines() if text)


def results(jx: Run, out: Path, *paths: Path, language: str = "zh") -> tuple[Any, Any]:
    """The sheets of findings and of totals in a results workbook."""
    outcome = jx("check", *paths, "-o", out, "--lang", language)
    assert (outcome.out, outcome.err) == ("", "")
    first, second = load_workbook(out).worksheets
    return first, second


def records(page: Any) -> list[dict[str, Any]]:
    """The rows below the headings, None where a cell is blank."""
    heads, *rows = page.iter_rows(values_only=True)
    return [dict(zip(heads, row, strict=True)) for row in rows]


def linked_file(cell: Any, out: Path) -> Path:
    """The file that a link leads to: named from the root, or from where the results lie."""
    target = urlsplit(cell.hyperlink.target)
    assert target.scheme in ("", "file")
    assert target.fragment == target.query == ""
    return Path(url2pathname(target.path)) if target.scheme else out.parent / unquote(target.path)


def test_the_workbook_has_a_row_for_every_finding(jx: Run, tmp_path: Path) -> None:
    paths = [
        WORKBOOKS / name for name in ("001-01.xlsx", "002-06.xlsx", "004-08.xlsx", "special/encrypted.xlsx")
    ]
    report = checked(jx("check", *paths, "--format", "json", "--lang", "zh"))
    page, _ = results(jx, tmp_path / "结果.xlsx", *paths)
    expected = [
        (LEVEL_NAMES[f["level"]].zh, f["code"], path, f["sheet"] or None, f["cell"] or None, f["message"])
        for path, f in findings(report)
    ]
    rows = [
        tuple(row[head] for head in ("级别", "代码", "文件", "工作表", "单元格", "问题"))
        for row in records(page)
    ]
    assert sorted(rows, key=str) == sorted(expected, key=str)
    for path in map(str, paths):  # what must be corrected first
        levels = [row[0] for row in rows if row[2] == path]
        assert levels == sorted(levels, key=["错误", "核实", "提示"].index)


def test_every_row_links_to_its_own_cell(jx: Run, tmp_path: Path) -> None:
    forms = [
        save(tmp_path / "各 单位" / "一#甲 50%25.xlsx", WRONG, sheet="甲'乙 表!1"),
        save(tmp_path / "各 单位" / "二.xlsx", {"G15": "99.5", "F3": "", "B3": "另一期干部培训"}),
    ]
    out = tmp_path / "结果.xlsx"
    page, _ = results(jx, out, *forms)
    rows = list(page.iter_rows(min_row=2))
    assert [row[1].value for row in rows] == ["JX-S02", "JX-S04", "JX-X01", "JX-F03"]
    for row in rows:
        place = row[4]
        assert place.hyperlink.ref == place.coordinate
        quoted = row[3].value.replace("'", "''")
        assert place.hyperlink.location == f"'{quoted}'!{place.value}"
        assert linked_file(place, out).samefile(row[2].value)


def test_links_lead_to_files_elsewhere(jx: Run, tmp_path: Path) -> None:
    form = save(tmp_path / "一处 #1" / "a.xlsx", WRONG)
    out = tmp_path / "另一处" / "结果.xlsx"
    out.parent.mkdir()
    page, _ = results(jx, out, form)
    assert linked_file(page["E2"], out).samefile(form)


def test_the_totals_sheet_has_a_row_for_every_form(jx: Run, tmp_path: Path) -> None:
    path = save(tmp_path / "a.xlsx", WRONG)
    _, page = results(jx, tmp_path / "结果.xlsx", path, WORKBOOKS / "001-01.xlsx")
    first, second = records(page)
    assert {head: str(value) for head, value in first.items()} == {
        "文件": str(path),
        "工作表": "自评表",
        "项目": "基层干部培训",
        "单位": "某市委党校",
        "年度": "2024",
        "口径": "mof-2021",
        "总分": "98.5",
        "应为": "98.5",
        "错误": "1",
        "核实": "0",
        "提示": "0",
        "结论": "有1处必须改",
    }
    assert str(second["总分"]) == "96.35"


def test_names_that_look_like_numbers_stay_text(jx: Run, tmp_path: Path) -> None:
    path = save(tmp_path / "a.xlsx", {"B3": "007", "F4": "1.50"}, sheet="2024")
    _, page = results(jx, tmp_path / "结果.xlsx", path)
    (total,) = records(page)
    assert (total["工作表"], total["项目"], total["单位"]) == ("2024", "007", "1.50")


def test_the_workbook_is_in_english_too(jx: Run, tmp_path: Path) -> None:
    path = save(tmp_path / "a.xlsx", WRONG)
    page, totals = results(jx, tmp_path / "r.xlsx", path, language="en")
    assert (page.title, totals.title) == ("findings", "totals")
    assert not any(CHINESE.search(str(cell.value)) for cell in page[1])


def test_what_looks_like_a_formula_stays_text(jx: Run, tmp_path: Path) -> None:
    traps = ["=cmd|'/c calc'!A1", "+1+1", "@SUM(A1)", "-2+3"]
    form = save(
        tmp_path / "a.xlsx",
        {"B3": traps[0], "F4": traps[1], "D13": traps[2], "E13": traps[2], "D10": traps[3], "F11": traps[1]},
        sheet="=1+1",
    )
    out = tmp_path / "结果.xlsx"
    pages = results(jx, out, form)
    cells = [cell for page in pages for row in page.iter_rows() for cell in row if cell.value is not None]
    assert {traps[0], traps[1], "=1+1"} <= {cell.value for cell in cells}
    texts = [cell for cell in cells if str(cell.value).startswith(("=", "+", "-", "@"))]
    assert {(cell.data_type, cell.quotePrefix) for cell in texts} == {("s", True)}
    with zipfile.ZipFile(out) as archive:
        assert not any(b"<f>" in archive.read(name) for name in archive.namelist())


def test_a_clean_folder_gives_a_workbook_without_findings(jx: Run, tmp_path: Path) -> None:
    page, totals = results(jx, tmp_path / "结果.xlsx", save(tmp_path / "a.xlsx"))
    assert (page.max_row, totals.max_row) == (1, 2)


@pytest.mark.parametrize("kind", ["xlsx", "json", "text"])
def test_a_report_never_replaces_a_checked_form(jx: Run, tmp_path: Path, kind: str) -> None:
    """Neither one that is named nor one that lies in a named folder."""
    form = save(tmp_path / "表" / "a.xlsx", WRONG)
    before = contents(tmp_path)
    for path in form, form.parent, tmp_path:
        refused(jx("check", path, "--format", kind, "-o", form))
    assert contents(tmp_path) == before


def test_the_results_of_the_last_run_are_not_checked(jx: Run, tmp_path: Path) -> None:
    save(tmp_path / "a.xlsx")
    assert [jx("check", tmp_path, "-o", tmp_path / "结果.xlsx").status for _ in range(2)] == [0, 0]


@pytest.mark.parametrize("name", ["结果.xlsx", "结果.json"])
def test_a_failed_report_leaves_the_last_one(tmp_path: Path, name: str) -> None:
    form, out = save(tmp_path / "表" / "a.xlsx"), tmp_path / name
    out.write_text("上次的结果", "utf-8")
    before = contents(tmp_path)
    refused(command(tmp_path, "check", form, "--scheme", "mof-2020", "-o", out))
    assert contents(tmp_path) == before


def test_results_under_the_headings_of_an_earlier_version_are_known(jx: Run, tmp_path: Path) -> None:
    out = tmp_path / "r.xlsx"
    jx("check", save(tmp_path / "a.xlsx", WRONG), "-o", out, "--lang", "en")
    book = load_workbook(out)
    assert book.worksheets[0]["I1"].value == "fix"
    book.worksheets[0]["I1"] = "mend"
    book.save(out)
    assert "JX-P02" not in jx("check", out).out


def test_a_report_cannot_be_a_folder(jx: Run, tmp_path: Path) -> None:
    form = save(tmp_path / "表" / "a.xlsx")
    before = contents(tmp_path)
    for kind in "text", "json", "xlsx":
        assert str(tmp_path) in refused(jx("check", form, "--format", kind, "-o", tmp_path))
    assert contents(tmp_path) == before
