"""The JSON report."""

from __future__ import annotations

import json
import subprocess
from decimal import Decimal
from pathlib import Path
from typing import Any

from command import (
    CHINESE,
    WRONG,
    Outcome,
    Run,
    checked,
    corpus_report,
    environment,
    findings,
    line,
    save,
)

from addin.grid import coordinates
from addin.judging.findings import LEVELS

KEYS = {
    "report": ["version", "files", "summary"],
    "file": ["path", "error", "findings", "forms"],
    "form": [
        "sheet", "range", "scheme", "kind", "project", "unit", "year", "reading", "budget", "total", "rows", "findings",
    ],
    "budget": ["planned", "executed", "rate", "weight", "score"],
    "total": ["cell", "found", "expected"],
    "row": [
        "level1", "level2", "level3", "weight", "target", "actual", "score", "expected", "rule", "cells",
    ],
    "cells": ["target", "actual", "score", "weight", "note"],
    "finding": ["code", "level", "sheet", "cell", "found", "expected", "message", "fix", "reference"],
    "summary": ["files", "forms", "error", "review", "hint"],
}  # fmt: skip


def test_json_has_the_keys_of_the_contract_and_no_others() -> None:
    report = corpus_report()
    assert list(report) == KEYS["report"]
    assert report["version"] == 1
    assert list(report["summary"]) == KEYS["summary"]
    for _, finding in findings(report):
        assert list(finding) == KEYS["finding"]
    for file in report["files"]:
        assert list(file) == KEYS["file"]
        for form in file["forms"]:
            assert list(form) == KEYS["form"]
            assert list(form["total"]) == KEYS["total"]
            assert form["reading"] in ("closed", "whole", "open")
            assert form["budget"] is None or list(form["budget"]) == KEYS["budget"]
            for row in form["rows"]:
                assert list(row) == KEYS["row"]
                assert list(row["cells"]) == KEYS["cells"]


def test_json_numbers_are_texts_and_recomputed_ones_exact() -> None:
    for file in corpus_report()["files"]:
        for form in file["forms"]:
            assert type(form["year"]) is int
            recomputed = [form["total"]["expected"], *(row["expected"] for row in form["rows"])]
            assert all(number is None or plain_number(number) for number in recomputed)
            texts = [value for row in form["rows"] for name, value in row.items() if name != "cells"]
            assert all(text is None or type(text) is str for text in texts)


def plain_number(text: str) -> bool:
    return format(Decimal(text), "f") == text


def test_json_places_are_addresses() -> None:
    for file in corpus_report()["files"]:
        for form in file["forms"]:
            start, end = form["range"].split(":")
            top, left = coordinates(start)
            bottom, right = coordinates(end)
            cells = [finding["cell"] for finding in form["findings"]]
            cells += [cell for row in form["rows"] for cell in row["cells"].values() if cell is not None]
            for row, column in map(coordinates, cells):
                assert top <= row <= bottom
                assert left <= column <= right


def test_json_summary_counts_what_the_report_holds() -> None:
    report = corpus_report()
    made = [finding["level"] for _, finding in findings(report)]
    assert report["summary"] == {
        "files": len(report["files"]),
        "forms": sum(len(file["forms"]) for file in report["files"]),
        **{level: made.count(level) for level in LEVELS},
    }


def without_words(report: dict[str, Any]) -> dict[str, Any]:
    """The report without the sentences for people."""
    for _, finding in findings(report):
        finding["message"] = finding["fix"] = ""
    for file in report["files"]:
        file["error"] = file["error"] and ""
    return report


def test_json_differs_between_the_languages_in_its_sentences_alone() -> None:
    chinese, english = corpus_report("zh"), corpus_report("en")
    for (_, zh), (_, en) in zip(findings(chinese), findings(english), strict=True):
        assert CHINESE.search(zh["message"])
        assert zh["message"] != en["message"]
        assert CHINESE.search(zh["fix"])
        assert not CHINESE.search(en["fix"])
    assert without_words(chinese) == without_words(english)


def test_json_is_utf_8_whatever_the_console_is(tmp_path: Path) -> None:
    save(tmp_path / "自评.xlsx", WRONG)
    words = line("check", "自评.xlsx", "--format", "json")
    done = subprocess.run(
        words, cwd=tmp_path, env=environment(PYTHONIOENCODING="gbk"), capture_output=True, check=False
    )
    assert json.loads(done.stdout.decode("utf-8"))["files"][0]["path"] == "自评.xlsx"


def test_json_in_a_file_is_json_on_the_screen(jx: Run, tmp_path: Path) -> None:
    path = save(tmp_path / "a.xlsx", WRONG)
    screen = jx("check", path, "--format", "json")
    for options in ["-o", tmp_path / "结果.json"], ["--format", "json", "-o", tmp_path / "结果.txt"]:
        assert jx("check", path, *options) == Outcome(1, "", "")
        assert Path(options[-1]).read_text("utf-8") == screen.out


def test_json_of_one_finding(jx: Run, tmp_path: Path) -> None:
    path = save(tmp_path / "a.xlsx", WRONG)
    report = checked(jx("check", path, "--format", "json"))
    (file,) = report["files"]
    (form,) = file["forms"]
    assert (file["path"], file["error"], file["findings"]) == (str(path), None, [])
    assert (form["sheet"], form["range"], form["scheme"], form["kind"]) == (
        "自评表",
        "A1:H15",
        "mof-2021",
        "project",
    )
    assert (form["project"], form["unit"], form["year"]) == ("基层干部培训", "某市委党校", 2024)
    assert form["total"] == {"cell": "G15", "found": "98.5", "expected": "98.5"}
    assert form["rows"][1] == {
        "level1": "产出指标",
        "level2": "质量指标",
        "level3": "考核合格率",
        "weight": "20",
        "target": "≥95%",
        "actual": "76%",
        "score": "20",
        "expected": "16",
        "rule": "at_least",
        "cells": {"target": "D10", "actual": "E10", "score": "G10", "weight": "F10", "note": "H10"},
    }
    (finding,) = form["findings"]
    assert (finding["code"], finding["level"], finding["sheet"], finding["cell"]) == (
        "JX-S02", "error", "自评表", "G10",
    )  # fmt: skip
    assert (finding["found"], finding["expected"]) == ("20", "16")
