"""jx as a user runs it: what is printed, what is written, and the exit status."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit
from urllib.request import url2pathname

import pytest
from corpus import WORKBOOKS
from openpyxl import Workbook, load_workbook

from addin.cli import main
from addin.examples import Value, example_grid
from addin.findings import LEVEL_NAMES, LEVELS, catalogue
from addin.grid import coordinates
from udfs.scheme import all_schemes

ROOT = Path(__file__).parents[2]
CHINESE = re.compile("[一-鿿]")


@dataclass(frozen=True)
class Outcome:
    """What a run came to."""

    status: int
    out: str
    err: str


Run = Callable[..., Outcome]


@pytest.fixture
def jx(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs the command here, in English unless --lang says otherwise."""
    monkeypatch.setenv("LC_ALL", "C.UTF-8")

    def run(*words: str | Path) -> Outcome:
        capsys.readouterr()
        status = main([str(word) for word in words])
        said = capsys.readouterr()
        return Outcome(status, said.out, said.err)

    return run


def environment(**more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG"))}
    return {**kept, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", **more}


def line(*words: str | Path) -> list[str]:
    return [sys.executable, "-m", "addin.cli", *map(str, words)]


def command(folder: Path, *words: str | Path, **more: str) -> Outcome:
    """Runs the command as a process in *folder*, with *more* in its environment."""
    done = subprocess.run(line(*words), cwd=folder, env=environment(**more), capture_output=True, check=False)
    return Outcome(done.returncode, done.stdout.decode(), done.stderr.decode())


def save(path: Path, edits: dict[str, Value] | None = None, sheet: str = "自评表") -> Path:
    """The first example form, edited, as a workbook of one sheet."""
    grid = example_grid(edits)
    book = Workbook()
    page = book.worksheets[0]
    page.title = sheet
    for (row, column), cell in grid.cells.items():
        made = page.cell(row, column, float(cell.number) if cell.number is not None else cell.text)
        if cell.number is None:
            made.data_type = "s"
    for merge in grid.merges:
        page.merge_cells(None, merge.top, merge.left, merge.bottom, merge.right)
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)
    return path


WRONG: dict[str, Value] = {"E10": "76%"}  # 76% of ≥95% earns 16 of 20 points; the form says 20


def shown(path: Path, *cells: str) -> list[Any]:
    """The values of cells of the first sheet."""
    page = load_workbook(path).worksheets[0]
    return [page[cell].value for cell in cells]


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def checked(outcome: Outcome) -> dict[str, Any]:
    return dict(json.loads(outcome.out))


def findings(report: dict[str, Any]) -> Iterator[tuple[str, dict[str, str]]]:
    """Path and finding of every finding, in the report's order."""
    for file in report["files"]:
        for owner in (file, *file["forms"]):
            for finding in owner["findings"]:
                yield file["path"], finding


def refused(outcome: Outcome) -> str:
    """The one sentence with which a command line is refused."""
    assert outcome.status == 2
    assert outcome.out == ""
    assert "Traceback" not in outcome.err
    sentences = [line for line in outcome.err.splitlines() if not line.startswith((" ", "usage:", "用法"))]
    assert len(sentences) == 1
    assert sentences[0].startswith("jx")
    return sentences[0]


# Exit status


def test_a_form_in_order_exits_with_0(tmp_path: Path) -> None:
    save(tmp_path / "a.xlsx")
    outcome = command(tmp_path, "check", "a.xlsx")
    assert (outcome.status, outcome.err) == (0, "")


def test_an_error_exits_with_1(tmp_path: Path) -> None:
    save(tmp_path / "a.xlsx", WRONG)
    assert command(tmp_path, "check", "a.xlsx").status == 1


@pytest.mark.parametrize("edits", [{"D9": "4期"}, {"F3": ""}])
def test_reviews_and_hints_exit_with_0(jx: Run, tmp_path: Path, edits: dict[str, Value]) -> None:
    outcome = jx("check", save(tmp_path / "a.xlsx", edits), "--format", "json")
    summary = checked(outcome)["summary"]
    assert outcome.status == summary["error"] == 0
    assert summary["review"] + summary["hint"] == 1


def test_a_path_that_is_not_there_exits_with_2(tmp_path: Path) -> None:
    assert refused(command(tmp_path, "check", "没有.xlsx")) == "jx: no such file or folder: 没有.xlsx"


def test_one_bad_path_among_good_ones_is_refused_before_any_work(jx: Run, tmp_path: Path) -> None:
    assert "无.xlsx" in refused(jx("check", save(tmp_path / "a.xlsx"), tmp_path / "无.xlsx"))


def test_the_console_script_is_the_same_command(tmp_path: Path) -> None:
    script = [sys.executable, "-c", "import sys; from addin.cli import entry; sys.argv[0] = 'jx'; entry()"]
    done = subprocess.run(
        [*script, "schemes"], cwd=tmp_path, env=environment(), capture_output=True, check=True
    )
    assert done.stdout.decode() == command(tmp_path, "schemes").out


# The command line

COMMANDS = ("check", "recompute", "score", "explain", "schemes")


@pytest.mark.parametrize("words", [[], *([name] for name in COMMANDS)])
def test_help_is_in_both_languages(jx: Run, words: list[str]) -> None:
    english, chinese = jx(*words, "--help"), jx(*words, "--help", "--lang", "zh")
    assert english.status == chinese.status == 0
    assert english.err == chinese.err == ""
    assert CHINESE.search(chinese.out)
    assert not CHINESE.search(english.out)
    assert "show this help" not in chinese.out


def test_help_lists_every_command_and_says_what_it_does(jx: Run) -> None:
    for language in "en", "zh":
        lines = jx("--help", "--lang", language).out.splitlines()
        for name in COMMANDS:
            assert any(re.match(rf" +{name} +\S", line) for line in lines)


def test_chinese_help_is_chinese_throughout(jx: Run) -> None:
    said = jx("check", "--help", "--lang", "zh").out
    for heading in "usage:", "positional arguments", "options:":
        assert heading not in said


def test_no_words_show_the_help(jx: Run) -> None:
    assert jx() == jx("--help")


def test_the_version(jx: Run) -> None:
    assert re.fullmatch(r"jx \d+\.\d+\.\d+\n", jx("--version").out)


ONE = (WORKBOOKS / "001-01.xlsx").as_posix()
BAD_LINES: dict[str, tuple[list[str], str]] = {
    "unknown command": (["chek", "a.xlsx"], "chek"),
    "no command": (["--lang=en"], "command"),
    "unknown option": (["check", ".", "--fast"], "--fast"),
    "unknown format": (["check", ".", "--format", "csv"], "csv"),
    "unknown language": (["--lang", "fr", "schemes"], "fr"),
    "unknown scheme": (["check", ".", "--scheme", "mars-2024"], "mars-2024"),
    "unknown scheme of a score": (["score", "≥1", "1", "1", "--scheme", "mars-2024"], "mars-2024"),
    "no scheme file": (["check", ".", "--scheme", "没有.toml"], "没有.toml"),
    "no path": (["check"], "PATH"),
    "no such path": (["check", "没有"], "没有"),
    "no weight": (["score", "≥95%", "98%"], "WEIGHT"),
    "weight in words": (["score", "≥95%", "98%", "十分"], "十分"),
    "no finite weight": (["score", "≥95%", "98%", "inf"], "inf"),
    "weight below 0": (["score", "≥95%", "98%", "-1"], "-1"),
    "unknown direction": (["score", "95%", "98%", "10", "--direction", "左"], "左"),
    "no code": (["explain"], "CODE"),
    "unknown code": (["explain", "JX-Z99"], "JX-Z99"),
    "no jobs": (["check", ".", "--jobs", "0"], "--jobs"),
    "jobs in words": (["check", ".", "--jobs", "two"], "--jobs"),
    "workbook without a file": (["check", ONE, "--format", "xlsx"], "-o"),
    "report in no folder": (["check", ONE, "-o", "没有/结果.json"], "没有"),
    "recompute to nowhere": (["recompute", "a.xlsx"], "-o"),
    "recompute twice": (["recompute", "a.xlsx", "-o", "b.xlsx", "--in-place"], "--in-place"),
    "recompute nothing": (["recompute", "没有.xlsx", "-o", "b.xlsx"], "没有.xlsx"),
}


@pytest.mark.parametrize("name", BAD_LINES)
def test_a_wrong_command_line_is_refused_in_one_sentence(jx: Run, name: str) -> None:
    words, culprit = BAD_LINES[name]
    sentence = refused(jx(*words))
    assert culprit in sentence
    assert "_jobs" not in sentence


@pytest.mark.parametrize(
    "name", [name for name in BAD_LINES if name not in ("no command", "unknown language")]
)
def test_a_wrong_command_line_is_refused_in_chinese(jx: Run, name: str) -> None:
    words, culprit = BAD_LINES[name]
    sentence = refused(jx(*words, "--lang", "zh"))
    assert culprit in sentence
    assert CHINESE.search(sentence.replace(culprit, ""))


def test_a_refusal_as_a_process(tmp_path: Path) -> None:
    for name in "unknown command", "unknown option", "unknown scheme", "no such path":
        words, culprit = BAD_LINES[name]
        assert culprit in refused(command(tmp_path, *words))


# Language


@pytest.mark.parametrize(
    ("variables", "language"),
    [
        ({}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "en_US.UTF-8"}, "en"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "en_US.UTF-8", "LC_ALL": "zh_CN.GB18030"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LC_MESSAGES": "en_US.UTF-8"}, "en"),
    ],
)
def test_the_language_is_told_from_the_environment(
    tmp_path: Path, variables: dict[str, str], language: str
) -> None:
    assert command(tmp_path, "explain", "S02", **variables) == command(
        tmp_path, "explain", "S02", "--lang", language
    )


@pytest.mark.parametrize(
    "words",
    [["--lang", "en", "explain", "S02"], ["explain", "--lang=en", "S02"], ["explain", "S02", "--lang", "en"]],
)
def test_lang_outdoes_the_environment_wherever_it_stands(
    jx: Run, monkeypatch: pytest.MonkeyPatch, words: list[str]
) -> None:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    assert not CHINESE.search(jx(*words).out.splitlines()[0])


# jx score


@pytest.mark.parametrize(
    ("words", "printed"),
    [
        (["≥95%", "98%", "10"], ["10", "正向 实际98达到目标95，得10"]),
        (["≥95%", "76%", "20"], ["16", "正向 20×76÷95=16"]),
        (["≤6.60万元", "7.44万元", "4"], ["3.55", "反向 4×6.60÷7.44=3.55"]),
        (["100", "80", "10"], ["8", "正向 10×80÷100=8"]),
        (["100", "80", "10", "--direction", "正向"], ["8", "正向 10×80÷100=8"]),
        (["100", "125", "10", "--direction", "反向"], ["8", "反向 10×100÷125=8"]),
        (["100", "125", "10", "--direction", "相等"], ["8", "相等 10×100÷125=8"]),
        (["10.65万元", "9.99万元", "4", "--scheme", "zhongwei-2024"], ["3.75", "相等 4×9.99÷10.65=3.75"]),
        (["建立制度", "建立制度", "15"], ["15", "实际与目标一致，得15"]),
    ],
)
def test_a_score_is_printed_with_its_arithmetic(jx: Run, words: list[str], printed: list[str]) -> None:
    outcome = jx("score", *words, "--lang", "zh")
    assert (outcome.status, outcome.out.splitlines(), outcome.err) == (0, printed, "")


def test_directions_have_english_names(jx: Run) -> None:
    for english, chinese in ("up", "正向"), ("down", "反向"), ("equal", "相等"):
        assert jx("score", "100", "120", "10", "--direction", english) == jx(
            "score", "100", "120", "10", "--direction", chinese
        )


def test_a_scheme_changes_the_score(jx: Run) -> None:
    scores = {
        scheme.bare: jx("score", "10", "12", "6", "--scheme", scheme.id).out.split()[0]
        for scheme in all_schemes()
    }
    assert scores == {"at_least": "6", "exact": "5"}


@pytest.mark.parametrize(
    ("target", "actual", "reason"),
    [
        ("", "98%", "the target is blank"),
        ("≥95%", "", "the actual is blank"),
        ("≥95%；≥98%", "98%", "more than one target"),
        ("≥100人", "98%", "do not compare"),
        ("≥1%", "1", "two magnitudes"),
        ("≥95%", "计划标准", "no number"),
        ("效果明显", "良好", "states no level"),
        ("效果明显", "部分达成预期指标并具有一定效果", "filler's choice"),
        ("≥-5%", "-8%", "negative"),
    ],
)
def test_a_row_that_cannot_be_scored_says_why(jx: Run, target: str, actual: str, reason: str) -> None:
    assert reason in refused(jx("score", "--", target, actual, "10"))


def test_a_negative_percentage_is_a_value_and_no_option(jx: Run) -> None:
    assert jx("score", "-5%", "-3%", "10").out.splitlines()[0] == "10"
    assert jx("score", "≥2%", "-3%", "10").out.splitlines()[0] == "0"


# jx explain and jx schemes


@pytest.mark.parametrize("code", catalogue())
def test_every_code_is_explained(jx: Run, code: str) -> None:
    entry = catalogue()[code]
    for language in "zh", "en":
        outcome = jx("explain", code, "--lang", language)
        assert (outcome.status, outcome.err) == (0, "")
        for text in LEVEL_NAMES[entry.level], entry.title, entry.why, entry.fix:
            assert text.get(language) in outcome.out
        assert outcome.out.startswith(code)
        assert entry.reference in outcome.out


def test_a_code_may_be_written_short_or_small(jx: Run) -> None:
    assert jx("explain", "JX-S02") == jx("explain", "S02") == jx("explain", "jx-s02") == jx("explain", "s02")


@pytest.mark.parametrize("code", ["", "JX-", "JX-S99", "S", "自评"])
def test_an_unknown_code_is_refused_with_those_there_are(jx: Run, code: str) -> None:
    sentence = refused(jx("explain", code))
    assert all(known in sentence for known in catalogue())


def test_the_schemes_are_listed_with_years_and_references(jx: Run) -> None:
    outcome = jx("schemes")
    assert (outcome.status, outcome.err) == (0, "")
    for line, scheme in zip(outcome.out.splitlines(), all_schemes(), strict=True):
        first, last = scheme.years
        assert line.split()[:2] == [scheme.id, f"{first}-{last or ''}"]
        assert scheme.reference in line


# The JSON report

KEYS = {
    "report": ["version", "files", "summary"],
    "file": ["path", "error", "findings", "forms"],
    "form": ["sheet", "range", "scheme", "kind", "project", "unit", "year", "total", "rows", "findings"],
    "total": ["cell", "found", "expected"],
    "row": [
        "level1", "level2", "level3", "weight", "target", "actual", "score", "expected", "rule", "cells",
    ],
    "cells": ["target", "actual", "score", "weight", "note"],
    "finding": ["code", "level", "sheet", "cell", "found", "expected", "message", "fix", "reference"],
    "summary": ["files", "forms", "error", "review", "hint"],
}  # fmt: skip


def corpus_report(language: str = "zh") -> dict[str, Any]:
    return checked(command(WORKBOOKS, "check", ".", "--format", "json", "--lang", language))


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


# The text report


def test_text_names_file_form_cell_fault_and_mend(jx: Run, tmp_path: Path) -> None:
    path = save(tmp_path / "a.xlsx", WRONG)
    outcome = jx("check", path, "--lang", "zh")
    file, form, finding, mend, blank, summary = outcome.out.splitlines()
    assert file == str(path)
    assert form.split() == ["自评表", "基层干部培训", "[mof-2021]", "总分", "98.5"]
    assert finding.split()[:3] == ["错误", "JX-S02", "G10"]
    assert "20×76÷95=16" in finding
    assert mend.strip() == f"→ 应为 16；{catalogue()['JX-S02'].fix.zh}"
    assert (blank, summary) == ("", "共1个文件、1张自评表：错误1项，核实0项，提示0项")


def test_text_says_where_nothing_was_found(jx: Run, tmp_path: Path) -> None:
    path = save(tmp_path / "a.xlsx")
    assert "没有发现问题" in jx("check", path, "--lang", "zh").out
    assert "nothing found" in jx("check", path, "--lang", "en").out


def test_text_and_json_report_the_same(tmp_path: Path) -> None:
    text = command(WORKBOOKS, "check", ".")
    codes = re.findall(r"^ +(\w+) (JX-\w\d\d) ", text.out, re.MULTILINE)
    assert codes == [(finding["level"], finding["code"]) for _, finding in findings(corpus_report("en"))]


def test_a_cell_does_not_steer_the_terminal(jx: Run, tmp_path: Path) -> None:
    path = save(
        tmp_path / "a.xlsx", {"B3": "培训\u202e\u2028项目", "E10": "不\u009b31m详", "D13": "有所\n完善"}
    )
    said = jx("check", path).out
    assert "培训" in said
    assert all(character == "\n" or character.isprintable() for character in said)
    assert all(text.startswith((" ", str(path), "1 file")) for text in said.splitlines() if text)


# The results workbook


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
    assert expected == [
        tuple(row[head] for head in ("级别", "代码", "文件", "工作表", "单元格", "问题"))
        for row in records(page)
    ]


def test_every_row_links_to_its_own_cell(jx: Run, tmp_path: Path) -> None:
    forms = [
        save(tmp_path / "各 单位" / "一#甲 50%25.xlsx", WRONG, sheet="甲'乙 表!1"),
        save(tmp_path / "各 单位" / "二.xlsx", {"G15": "99.5", "F3": ""}),
    ]
    out = tmp_path / "结果.xlsx"
    page, _ = results(jx, out, *forms)
    rows = list(page.iter_rows(min_row=2))
    assert [row[1].value for row in rows] == ["JX-S02", "JX-X01", "JX-F03", "JX-S04"]
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


def test_a_report_cannot_be_a_folder(jx: Run, tmp_path: Path) -> None:
    form = save(tmp_path / "表" / "a.xlsx")
    before = contents(tmp_path)
    for kind in "text", "json", "xlsx":
        assert str(tmp_path) in refused(jx("check", form, "--format", kind, "-o", tmp_path))
    assert contents(tmp_path) == before


# Folders


def test_folders_are_searched_for_workbooks(jx: Run, tmp_path: Path) -> None:
    for name in "b.xlsx", "子/a.XLSX", "子/孙/c.xlsm":
        save(tmp_path / "原.xlsx").rename(spot(tmp_path / "表" / name))
    for name in "~$b.xlsx", "子/.~c.xlsx", "子/._a.xlsx", "说明.docx", "数.csv", "xlsx":
        spot(tmp_path / "表" / name).write_bytes(b"x")
    for name in "旧.xls", "子/旧.ET", "子/旧.wps", "子/孙/旧.ods", "~$旧.xls":
        spot(tmp_path / "表" / name).write_bytes(b"x")
    outcome = jx("check", tmp_path / "表", "--format", "json", "--lang", "zh")
    found = [Path(file["path"]).relative_to(tmp_path / "表").as_posix() for file in checked(outcome)["files"]]
    assert sorted(found) == ["b.xlsx", "子/a.XLSX", "子/孙/c.xlsm"]
    assert outcome.status == 0
    assert re.findall(r"\d+", outcome.err) == ["4"]
    assert "另存为 .xlsx" in outcome.err


def spot(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def test_files_come_in_the_order_given_and_folders_sorted(jx: Run, tmp_path: Path) -> None:
    for name in "c.xlsx", "表/b.xlsx", "表/a.xlsx":
        save(tmp_path / name)
    files = checked(jx("check", tmp_path / "c.xlsx", tmp_path / "表", "--format", "json"))["files"]
    assert [Path(file["path"]).name for file in files] == ["c.xlsx", "a.xlsx", "b.xlsx"]


def test_a_folder_without_workbooks_is_refused(jx: Run, tmp_path: Path) -> None:
    assert ".xlsx" in refused(jx("check", tmp_path))


def test_paths_with_chinese_and_blanks(tmp_path: Path) -> None:
    save(tmp_path / "2024 年 自评" / "城管局 自评表（终稿） (1).xlsx", WRONG)
    for path in "2024 年 自评", "2024 年 自评/城管局 自评表（终稿） (1).xlsx":
        outcome = command(tmp_path, "check", path)
        assert outcome.status == 1
        assert "2024 年 自评/城管局 自评表（终稿） (1).xlsx" in outcome.out.replace("\\", "/")


def test_the_same_quantity_on_forms_of_two_files(jx: Run, tmp_path: Path) -> None:
    save(tmp_path / "一.xlsx")
    save(tmp_path / "二.xlsx", {"E9": "6期", "H9": "增加一期"})
    report = checked(jx("check", tmp_path, "--format", "json"))
    assert [(Path(path).name, f["code"], f["cell"]) for path, f in findings(report)] == [
        ("二.xlsx", "JX-X01", "E9")
    ]


# Many files


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Enough files that more than one process is worth starting."""
    folder = tmp_path_factory.mktemp("各 单位")
    for path in sorted(WORKBOOKS.glob("*.xlsx")):
        shutil.copy(path, folder)
    shutil.copy(WORKBOOKS / "special" / "truncated.xlsx", folder)
    return folder


@pytest.mark.parametrize("kind", ["text", "json"])
def test_the_number_of_processes_changes_nothing(many: Path, kind: str) -> None:
    one, two, free = (
        command(many, "check", ".", "--format", kind, *jobs)
        for jobs in (["--jobs", "1"], ["--jobs", "2"], [])
    )
    assert one.status == 1
    assert one == two == free


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_scheme_of_another_year_is_refused_by_any_number_of_processes(many: Path, jobs: str) -> None:
    outcome = command(many, "check", ".", "--scheme", "zhongwei-2024", "--jobs", jobs, "-o", "../结果.json")
    sentence = refused(outcome)
    assert "zhongwei-2024" in sentence
    assert "2020" in sentence


if os.name == "posix":

    def closed_pipe() -> int:
        """The writing end of a pipe that nobody reads."""
        reading, writing = os.pipe()
        os.close(reading)
        return writing

    @pytest.mark.parametrize(
        "words",
        [
            ["--help"],
            ["schemes"],
            ["explain", "S02"],
            ["score", "≥95%", "98%", "10"],
            ["check", str(WORKBOOKS)],
            ["check", str(WORKBOOKS), "--format", "json", "--jobs", "1"],
            ["check", str(WORKBOOKS / "001-01.xlsx"), "--format", "json"],
        ],
    )
    def test_a_pipe_that_nobody_reads_ends_quietly(tmp_path: Path, words: list[str]) -> None:
        pipe = closed_pipe()
        done = subprocess.run(
            line(*words), cwd=tmp_path, env=environment(), stdout=pipe, stderr=subprocess.PIPE, check=False
        )
        os.close(pipe)
        said = [text for text in done.stderr.decode().splitlines() if "other formats" not in text]
        assert (done.returncode, said) == (0, [])

    def test_head_ends_quietly(many: Path) -> None:
        words = " ".join(f"'{word}'" for word in line("check", "."))
        done = subprocess.run(
            ["sh", "-c", f"{words} | head -n 1"],
            cwd=many,
            env=environment(),
            capture_output=True,
            check=False,
        )
        assert (done.stdout.decode(), done.stderr.decode()) == ("001-01.xlsx\n", "")

    def test_a_full_disk_is_said() -> None:
        for words in ["schemes"], ["check", str(WORKBOOKS / "001-01.xlsx")]:
            with Path("/dev/full").open("wb") as full:
                done = subprocess.run(
                    line(*words),
                    cwd=ROOT,
                    env=environment(),
                    stdout=full,
                    stderr=subprocess.PIPE,
                    check=False,
                )
            refused(Outcome(done.returncode, "", done.stderr.decode()))

    def on_a_terminal(folder: Path, *words: str) -> tuple[str, str]:
        """Standard output (a pipe) and what a terminal showed of standard error."""
        import pty
        import termios

        terminal, side = pty.openpty()
        termios.tcsetwinsize(side, (24, 100))
        with subprocess.Popen(
            line(*words), cwd=folder, env=environment(TERM="xterm"), stdout=subprocess.PIPE, stderr=side
        ) as process:
            os.close(side)
            shown = b"".join(iter(lambda: read_terminal(terminal), b""))
            assert process.stdout is not None
            out = process.stdout.read().decode()
        os.close(terminal)
        return out, shown.decode()

    def read_terminal(terminal: int) -> bytes:
        try:
            return os.read(terminal, 4096)
        except OSError:  # how Linux says that the other side is closed
            return b""

    @pytest.mark.parametrize("jobs", ["1", "2"])
    def test_a_terminal_shows_a_progress_bar(many: Path, jobs: str) -> None:
        out, shown = on_a_terminal(many, "check", ".", "-o", "../进度.txt", "--jobs", jobs)
        number = len(list(many.iterdir()))
        assert f"/{number} [" in shown
        assert "%|" in shown
        assert out == ""

    def test_the_report_on_a_pipe_is_the_same_below_a_progress_bar(many: Path) -> None:
        out, shown = on_a_terminal(many, "check", ".")
        assert "%|" in shown
        assert out == command(many, "check", ".").out

    def test_a_pipe_shows_no_progress_bar(many: Path) -> None:
        assert command(many, "check", ".").err == ""

    def test_a_handful_of_files_shows_no_progress_bar(many: Path) -> None:
        assert on_a_terminal(many, "check", "001-01.xlsx", "001-02.xlsx")[1] == ""

    def test_a_report_into_a_pipe_is_written_there(jx: Run, tmp_path: Path) -> None:
        """A pipe or a device (/dev/null) is no file to be replaced."""
        form, pipe = save(tmp_path / "a.xlsx", WRONG), tmp_path / "pipe"
        screen = jx("check", form, "--format", "json").out
        os.mkfifo(pipe)
        reading = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
        outcome = jx("check", form, "--format", "json", "-o", pipe)
        assert pipe.is_fifo()
        assert (outcome.status, os.read(reading, 1 << 20).decode()) == (1, screen)
        os.close(reading)

    def test_a_report_goes_where_a_link_leads(jx: Run, tmp_path: Path) -> None:
        form, kept = save(tmp_path / "a.xlsx", WRONG), tmp_path / "别处.json"
        kept.write_text("", "utf-8")
        link = tmp_path / "结果.json"
        link.symlink_to(kept)
        assert jx("check", form, "-o", link).status == 1
        assert link.is_symlink()
        assert json.loads(kept.read_text("utf-8"))["version"] == 1

    def test_file_names_of_another_encoding_are_reported(tmp_path: Path) -> None:
        """As an archive packed on a Chinese Windows leaves them on Linux."""
        name = os.fsdecode("自评表.xlsx".encode("gbk"))
        save(tmp_path / "a.xlsx", WRONG).rename(tmp_path / name)
        for options in [], ["--format", "json"], ["-o", "../r.json"], ["-o", "../r.txt"], ["-o", "../r.xlsx"]:
            outcome = command(tmp_path, "check", ".", *options)
            assert (outcome.status, outcome.err) == (1, "")


# --scheme


def test_a_scheme_given_outdoes_the_one_told_from_the_form(jx: Run, tmp_path: Path) -> None:
    path = save(tmp_path / "a.xlsx")
    for scheme in "mof-2021", "zhongwei-2024":
        (file,) = checked(jx("check", path, "--format", "json", "--scheme", scheme))["files"]
        assert [form["scheme"] for form in file["forms"]] == [scheme]


def test_a_scheme_given_changes_what_is_found(jx: Run, tmp_path: Path) -> None:
    path = save(tmp_path / "a.xlsx", {"D9": "4期"})
    own = (ROOT / "udfs" / "schemes" / "mof-2021.toml").read_text("utf-8")
    strict = tmp_path / "本 单位.toml"
    strict.write_text(
        re.sub(
            r"(?m)^accepts = .*$", 'accepts = ["exact"]', re.sub(r"(?m)^bare = .*$", 'bare = "exact"', own)
        ),
        "utf-8",
    )
    assert jx("check", path).status == 0
    outcome = jx("check", path, "--scheme", strict)
    assert outcome.status == 1
    assert "JX-S02" in outcome.out


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("words", [["check", "a.xlsx"], ["recompute", "a.xlsx", "-o", "b.xlsx"]])
def test_a_scheme_of_another_year_is_refused(
    jx: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], language: str
) -> None:
    save(tmp_path / "a.xlsx", WRONG)
    monkeypatch.chdir(tmp_path)
    sentence = refused(jx(*words, "--scheme", "mof-2020", "--lang", language))
    assert all(word in sentence for word in ("mof-2020", "2019", "2020", "2024"))
    assert [path.name for path in tmp_path.iterdir()] == ["a.xlsx"]


def test_a_broken_scheme_file_is_refused_with_the_key(jx: Run, tmp_path: Path) -> None:
    path = save(tmp_path / "a.xlsx")
    own = (ROOT / "udfs" / "schemes" / "mof-2021.toml").read_text("utf-8")
    broken = tmp_path / "坏.toml"
    for text, key in ("id = [", "坏.toml"), (own.replace("places", "palces"), "places"):
        broken.write_text(text, "utf-8")
        assert key in refused(command(tmp_path, "check", path, "--scheme", broken))


# jx recompute


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
    codes = [finding["code"] for _, finding in findings(after)]
    assert not {"JX-S02", "JX-S04", "JX-S06", "JX-S07", "JX-B03", "JX-B04"} & set(codes)


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
