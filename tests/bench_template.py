"""A template of 200 rows, filled in, recalculated and validated on a real LibreOffice: each against a bare load by openpyxl.

make bench
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from openpyxl import load_workbook

from addin.commands import COMMANDS, Desk
from addin.libreoffice import extension
from addin.libreoffice.engine import register
from addin.libreoffice.office import Office, prepare_profile
from addin.reading.forms import read_forms
from workbook_templates.build import build

ROWS = 200


@dataclass(frozen=True)
class Step:
    """What was done, how long it took, and how long openpyxl takes to load the same file (seconds)."""

    what: str
    taken: float
    load: float


def seconds(act: Callable[[], object]) -> float:
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def fill(desk: Desk) -> None:
    """Targets, actuals and weights of every row, a column at a time."""
    (form,) = read_forms(desk.grid())
    first, count = form.rows[0], len(form.rows)
    sheet = desk.sheet
    columns = {
        first.name_cell: [f"指标{at}" for at in range(count)],
        first.target_cell: ["≥95%"] * count,
        first.actual_cell: ["93%" if at % 7 else "96%" for at in range(count)],
    }
    if first.weight_cell is not None:
        columns[first.weight_cell] = [90 / count] * count
    for cell, values in columns.items():
        top = sheet.range(cell.address)
        merged = top.merge_area.columns.count > 1
        if merged:
            for at, value in enumerate(values):
                sheet.range((cell.row + at, cell.column)).value = value
        else:
            top.resize(count, 1).value = [[value] for value in values]


def steps(folder: Path) -> list[Step]:
    """The times of filling, recalculating and validating."""
    os.environ["LOCALAPPDATA"] = str(folder)
    path = folder / "模板.xlsx"
    built = seconds(lambda: path.write_bytes(build("mof-2021", ROWS)))
    load = min(seconds(lambda: load_workbook(path)) for _ in range(3))
    prepare_profile(folder / "profile", {})
    with Office(folder / "profile", extensions=extension.unpack(folder / "extensions")) as office:
        app = register(office)
        desk = Desk(app.books.open(str(path)), lambda: False)
        found = [Step(f"template of {ROWS} rows, built : openpyxl loads it", built, load)]
        for what, act in (
            ("  filled in on LibreOffice", lambda: fill(desk)),
            ("  recalculated", app.calculate),
            ("  validated (校验本表)", lambda: COMMANDS["check_sheet"](desk)),
        ):
            found.append(Step(what, seconds(act), load))
        desk.book.close()
    return found
