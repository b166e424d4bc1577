"""Exit status and words of the command line."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from command import (
    CHINESE,
    WRONG,
    Run,
    checked,
    command,
    environment,
    refused,
    save,
)
from corpus import WORKBOOKS

from addin.judging.examples import Value


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
    script = [
        sys.executable,
        "-c",
        "import sys; from addin.cli.main import entry; sys.argv[0] = 'jx'; entry()",
    ]
    done = subprocess.run(
        [*script, "schemes"], cwd=tmp_path, env=environment(), capture_output=True, check=True
    )
    assert done.stdout.decode() == command(tmp_path, "schemes").out


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
def test_the_language_is_taken_from_the_environment(
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
