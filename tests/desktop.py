"""What a person sees and says at an open workbook: messages, answers, and the workbook as it would be saved."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

from openpyxl import load_workbook

from addin.commands import Desk

Open = Callable[..., Desk]


def said(desk: Desk) -> list[str]:
    """What the commands told the person since this was last asked."""
    alerts = [alert[0] for alert in desk.app.impl.alerts]
    desk.app.impl.alerts.clear()
    return alerts


def answer(desk: Desk, *answers: str) -> None:
    """How the person will answer the next questions: yes or no."""
    desk.app.impl.answers.extend(answers)


def contents(desk: Desk, folder: Path) -> dict[str, bytes]:
    """Every part of the workbook as it would be saved now: values, formulas, formats, notes, names, sheets.

    LibreOffice numbers the axes of a chart anew each time.
    """
    path = folder / "contents.xlsx"
    desk.copy_to(path)
    with zipfile.ZipFile(path) as file:
        parts = {name: file.read(name) for name in file.namelist() if name.startswith("xl/")}
    return {name: re.sub(rb'(axId|crossAx) val="\d+"', b"axis", content) for name, content in parts.items()}


def marked(desk: Desk, folder: Path, sheet: str) -> dict[str, str]:
    """The cells of a sheet with a mark of ours, and the codes in their notes, as another program reads them."""
    path = folder / "marked.xlsx"
    desk.copy_to(path)
    page = load_workbook(path)[sheet]
    cells = {
        str(area).split(":")[0]: ""
        for formats in page.conditional_formatting
        for rule in formats.rules
        if "JIXIAO-MARK" in "".join(rule.formula)
        for area in formats.cells.ranges
    }
    for row in page.iter_rows():
        for cell in row:
            if cell.comment is not None and cell.comment.text.startswith("【绩效自评】"):
                cells[cell.coordinate] = " ".join(re.findall(r"JX-[A-Z]\d\d", cell.comment.text))
    return cells
