"""Running jx as a user does, here or in a process of its own, and looking at what it left."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus import WORKBOOKS
from openpyxl import Workbook, load_workbook

from addin.judging.examples import Value, example_grid

ROOT = Path(__file__).parents[1]
CHINESE = re.compile("[一-鿿]")


@dataclass(frozen=True)
class Outcome:
    """What a run came to."""

    status: int
    out: str
    err: str


Run = Callable[..., Outcome]


def environment(**more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG"))}
    return {**kept, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", **more}


def line(*words: str | Path) -> list[str]:
    return [sys.executable, "-m", "addin.cli.main", *map(str, words)]


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


def corpus_report(language: str = "zh") -> dict[str, Any]:
    return checked(command(WORKBOOKS, "check", ".", "--format", "json", "--lang", language))
