"""The set-up scripts as their interpreters read them. PowerShell's are parsed here, not run: that is for Windows to show."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sysconfig
from pathlib import Path

import pytest
import tree_sitter
import tree_sitter_powershell

INSTALL = Path(__file__).parents[2] / "install"
POWERSHELL = sorted((INSTALL / "windows").glob("*.ps1"))
BATCH = sorted((INSTALL / "windows").glob("*.cmd"))
SHELL = sorted(INSTALL.rglob("*.sh"))


def name(path: Path) -> str:
    return path.name


def test_every_script_is_looked_at() -> None:
    assert [path.name for path in (*POWERSHELL, *BATCH)] == [
        "install.ps1", "uninstall.ps1", "install.cmd", "uninstall.cmd",
    ]  # fmt: skip
    assert {"install.sh", "uninstall.sh"} <= {path.name for path in SHELL}


@pytest.mark.parametrize("path", POWERSHELL, ids=name)
def test_powershell_parses(path: Path) -> None:
    parser = tree_sitter.Parser(tree_sitter.Language(tree_sitter_powershell.language()))
    assert not parser.parse(path.read_text("utf-8-sig").encode()).root_node.has_error
    assert parser.parse(b"if ($x { }").root_node.has_error


@pytest.mark.parametrize("path", POWERSHELL, ids=name)
def test_powershell_5_reads_the_chinese_and_asks_for_no_administrator(path: Path) -> None:
    data = path.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.count(b"\n") == data.count(b"\r\n")
    text = data.decode("utf-8-sig")
    assert not re.search(r"#Requires|RunAs|HKLM|https?:", text, re.IGNORECASE)
    # A Chinese letter straight after a variable would be read as part of its name.
    assert all(word.isascii() for word in re.findall(r"\$\w+", text))
    # PowerShell takes curly quotes for straight ones: they may stand in comments and here-strings alone.
    code = re.sub(r"@'.*?\n'@|(?m:^\s*#.*$)", "", text, flags=re.DOTALL)
    assert not re.search("[“”‘’]", code)


@pytest.mark.parametrize("path", BATCH, ids=name)
def test_a_double_click_runs_the_script_beside_it(path: Path) -> None:
    data = path.read_bytes()
    assert data.isascii()
    assert data.count(b"\n") == data.count(b"\r\n")
    assert f'-ExecutionPolicy Bypass -File "%~dp0{path.stem}.ps1" %*'.encode() in data
    assert path.with_suffix(".ps1").exists()


@pytest.mark.parametrize("path", SHELL, ids=name)
def test_shell_is_plain_and_clean(path: Path) -> None:
    shellcheck = shutil.which(
        "shellcheck", path=os.pathsep.join((sysconfig.get_path("scripts"), os.environ["PATH"]))
    )
    assert shellcheck is not None
    done = subprocess.run(
        [shellcheck, "--shell=sh", "--severity=style", "--exclude=SC1091", path],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, "")
