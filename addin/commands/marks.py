"""Marks on cells: a colour and a note for each cell with findings, taken off again without a trace.

The colour is a conditional format with a formula of our own, laid over the cell's fill, which is never touched; the
note begins with a line of our own. A cell that has a note or comment of the user's keeps it and gets the colour alone.
"""

from __future__ import annotations

from collections.abc import Iterable

import xlwings as xw

from addin.judging.findings import LEVEL_NAMES, LEVELS, Finding

HEAD = "【绩效自评】"
# Always true, and nobody else's.
_FORMULA = '=LEN("JIXIAO-MARK")>0'
_COLORS = {"error": (255, 199, 206), "review": (255, 235, 156), "hint": (221, 235, 247)}


def note_text(findings: Iterable[Finding]) -> str:
    """The note of a cell: what is wrong and what to do, the worst first.

    >>> from addin.judging.findings import finding
    >>> from udfs.text import Text
    >>> print(note_text([finding("JX-S04", Text("总分98，各项得分合计97", "98, not 97"), expected="97")]))
    【绩效自评】
    错误 JX-S04 总分98，各项得分合计97
    应为 97
    ...
    """
    lines = [HEAD]
    for item in sorted(findings, key=lambda item: LEVELS.index(item.level)):
        lines.append(f"{LEVEL_NAMES[item.level].zh} {item.code} {item.message.zh}")
        if item.expected:
            lines.append(f"应为 {item.expected}")
        lines.append(f"→ {item.fix.zh}")
    return "\n".join(lines)


def mark(sheet: xw.Sheet, findings: Iterable[Finding]) -> int:
    """Mark the cells of *findings* on *sheet*; gives how many cells."""
    cells: dict[str, list[Finding]] = {}
    for item in findings:
        if item.cell:
            cells.setdefault(item.cell, []).append(item)
    for address, items in cells.items():
        cell = sheet.range(address)
        worst = min((item.level for item in items), key=LEVELS.index)
        cell.conditional_formats.add_custom(_FORMULA, fill_color=_COLORS[worst])
        if cell.note is None and not _discussed(cell):
            cell.add_note(note_text(items))
    return len(cells)


def clear(sheet: xw.Sheet) -> int:
    """Take every mark off *sheet*; gives how many cells had one."""
    cleared = 0
    # From the last: Excel may know a rule by its number, and those after a deleted one move up.
    for rule in reversed(list(sheet.cells.conditional_formats)):
        if rule.type == "custom" and _same(rule.formula):
            rule.delete()
            cleared += 1
    for note in list(sheet.notes):
        if (note.text or "").startswith(HEAD):
            note.delete()
    return cleared


def _discussed(cell: xw.Range) -> bool:
    """Whether the cell has a threaded comment, of which Excel 2019 and earlier know nothing."""
    try:
        return cell.comment is not None
    except AttributeError:
        return False


def _same(formula: str | None) -> bool:
    return (formula or "").replace(" ", "").lstrip("=").upper() == _FORMULA.lstrip("=")


def present(sheet: xw.Sheet) -> bool:
    """Whether *sheet* has marks."""
    return any(
        rule.type == "custom" and _same(rule.formula) for rule in sheet.cells.conditional_formats
    ) or any((note.text or "").startswith(HEAD) for note in sheet.notes)
