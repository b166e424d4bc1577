"""jx check on accounts, narratives and forms: as a folder, by name, as text and as JSON."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from command import Run, save
from corpus import WORKBOOKS
from narratives import DATA

TABLES, TEXT = DATA / "002-决算公开表.xlsx", DATA / "002-决算情况说明.docx"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "某局"
    made.mkdir()
    for path in (TABLES, TEXT, WORKBOOKS / "002-00.xlsx", WORKBOOKS / "002-06.xlsx"):
        shutil.copy(path, made)
    return made


def test_a_folder_is_one_report(jx: Run, folder: Path) -> None:
    outcome = jx("check", folder, "--format", "json", "--lang", "zh")
    files = {Path(file["path"]).name: file for file in json.loads(outcome.out)["files"]}
    assert outcome.status == 1
    tables = files["002-决算公开表.xlsx"]
    assert tables["accounts"]["identities"] == 303
    assert tables["accounts"]["tables"][4] == {
        "kind": "T5",
        "sheet": "GK05 一般公共预算财政拨款支出决算表",
        "range": "A1:G35",
    }
    assert {item["code"] for item in tables["findings"]} == {"JX-K01", "JX-K12"}
    text = files["002-决算情况说明.docx"]
    assert text["forms"] == []
    assert text["text"]["paragraphs"] == 76
    assert {(item["sheet"], item["cell"]) for item in text["findings"] if item["code"] == "JX-X04"} == {
        (None, "¶60")
    }
    assert len(files["002-00.xlsx"]["forms"]) == 1
    assert not {"accounts", "text"} & set(files["002-00.xlsx"])


def test_named_files_belong_together_wherever_they_are(jx: Run, folder: Path, tmp_path: Path) -> None:
    forms = tmp_path / "自评表"
    forms.mkdir()
    shutil.move(folder / "002-06.xlsx", forms)
    apart = jx("check", folder, forms, "--format", "json")
    together = jx("check", forms, "--accounts", TABLES, "--text", TEXT, "--format", "json")

    def codes(out: str) -> set[str]:
        return {item["code"] for file in json.loads(out)["files"] for item in file["findings"]}

    assert "JX-X04" not in codes(apart.out)
    assert "JX-X04" in codes(together.out)
    assert jx("check", forms, "--accounts", tmp_path / "没有.xlsx").status == 2


def test_a_text_alone_is_checked_by_itself(jx: Run) -> None:
    outcome = jx("check", DATA / "002-决算情况说明.txt", "--lang", "zh")
    assert "情况说明76段" in outcome.out
    assert "JX-N08 ¶53" in outcome.out
    assert "JX-N01" not in outcome.out


def test_the_report_sums_the_identities_up_in_a_line(jx: Run) -> None:
    assert "表内表间关系303处，相等285处，尾差16处，不成立2处" in jx("check", TABLES, "--lang", "zh").out
    assert "303 identities: 285 exact, 16 within rounding, 2 failing" in jx("check", TABLES).out


def test_a_text_that_is_no_narrative_is_passed_over(jx: Run, tmp_path: Path) -> None:
    save(tmp_path / "自评表.xlsx")
    (tmp_path / "说明.txt").write_text("填表时请注意：金额以万元为单位。", "utf-8")
    files = json.loads(jx("check", tmp_path, "--format", "json").out)["files"]
    assert [Path(file["path"]).name for file in files] == ["自评表.xlsx"]


def test_findings_go_into_a_results_workbook(jx: Run, folder: Path, tmp_path: Path) -> None:
    assert jx("check", folder, "-o", tmp_path / "结果.xlsx", "--lang", "zh").status == 1
    assert (tmp_path / "结果.xlsx").stat().st_size > 5000
