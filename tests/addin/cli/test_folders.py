"""Folders, many files, and --scheme."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from command import (
    ROOT,
    WRONG,
    Outcome,
    Run,
    checked,
    command,
    environment,
    findings,
    line,
    refused,
    save,
)
from corpus import WORKBOOKS


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
    save(tmp_path / "二.xlsx", {"B3": "村干部培训", "E9": "6期", "H9": "增加一期"})
    report = checked(jx("check", tmp_path, "--format", "json"))
    assert [(Path(path).name, f["code"], f["cell"]) for path, f in findings(report)] == [
        ("二.xlsx", "JX-X01", "E9")
    ]


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Enough files that more than one process is worth starting."""
    folder = tmp_path_factory.mktemp("各 单位")
    for path in sorted(WORKBOOKS.glob("*.xlsx")):
        shutil.copy(path, folder)
    shutil.copy(WORKBOOKS / "special" / "truncated.xlsx", folder)
    return folder


@pytest.mark.slow
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


def test_a_scheme_given_outdoes_the_one_known_from_the_form(jx: Run, tmp_path: Path) -> None:
    path = save(tmp_path / "a.xlsx")
    for scheme in "mof-2021", "zhongwei-2024":
        (file,) = checked(jx("check", path, "--format", "json", "--scheme", scheme))["files"]
        assert [form["scheme"] for form in file["forms"]] == [scheme]


def test_a_scheme_given_changes_what_is_found(jx: Run, tmp_path: Path) -> None:
    path = save(tmp_path / "a.xlsx", {"D9": "4期"})
    own = (ROOT / "udfs" / "schemes" / "mof-2021.toml").read_text("utf-8")
    strict = tmp_path / "本 单位.toml"
    strict.write_text(
        re.sub(r"(?m)^bare = .*$", 'bare = "exact"', own),
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
