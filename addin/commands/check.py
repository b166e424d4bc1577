"""校验本表, 校验全部, 清除标记: findings as marks, notes and a results sheet; totals put right, and back.

Running a check twice changes nothing; 清除标记 gives the sheets back exactly as they were before the check.

>>> from addin.judging.examples import example_grid
>>> grid = example_grid()
>>> checked = [(grid, judged_forms([grid], ""))]
>>> print(_summary(checked, _findings(checked), {}, []))
自评表：可以提交
校验了1张自评表：错误0处，核实0处，提示0处。
没有发现问题。
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

import xlwings as xw

from addin.checking.one_file import form_result, judged_forms
from addin.commands import marks, results
from addin.commands.desk import CommandError, Desk, Stopped, held, put
from addin.commands.memory import Held, StepKind, Written
from addin.files import Workbook
from addin.grid import Grid, coordinates
from addin.judging.between_forms import Seen, trace_of
from addin.judging.findings import Finding, count_levels
from addin.judging.judged import JudgedForm
from addin.judging.proof import prove
from addin.judging.recompute import total_changes
from addin.judging.verdict import verdict
from udfs.decimals import D
from udfs.text import Text

TOTALS: StepKind = "totals"


def check_sheet(desk: Desk) -> None:
    """校验本表: check the forms on the sheet before the person."""
    _check(desk, [desk.sheet.name])


def check_book(desk: Desk) -> None:
    """校验全部: check every form of the workbook."""
    _check(desk, [sheet.name for sheet in desk.book.sheets])


def clear_marks(desk: Desk) -> None:
    """清除标记: take off every mark and give back the totals; explanations on the results sheet stay."""
    with desk.quiet():
        names = [sheet.name for sheet in desk.book.sheets]
        locked = _restore(desk, names)
        sheet = results.sheet_of(desk.book)
        kept = results.read_answers(sheet)
        if sheet is not None and not kept and len(names) > 1:
            with desk.app.properties(display_alerts=False):
                sheet.delete()
    _say_locked(desk, locked)
    if kept:
        desk.say(f"标记已清除。“{results.NAME}”中有{len(kept)}条说明，予以保留；不需要时可自行删除该工作表。")


def _check(desk: Desk, names: list[str]) -> None:
    with desk.quiet():
        sheet = results.sheet_of(desk.book)
        if sheet is None and desk.book.api.ProtectStructure:
            raise CommandError(
                Text(
                    "工作簿结构受保护，不能添加结果表；请在“审阅”中撤销“保护工作簿”后再校验",
                    "the workbook's structure is protected: no results sheet can be added; unprotect it first",
                )
            )
        answers = results.read_answers(sheet)
        own = sheet.name if sheet is not None else ""
        names = [name for name in names if name != own]
        locked = _restore(desk, names)
        desk.app.calculate()
        book = desk.snapshot()
        grids = [grid for grid in book.grids if grid.name in names]
        checked, stopped = _work(desk, book, grids)
        if not checked and not stopped:
            raise CommandError(
                Text(
                    "没有找到绩效自评表；请转到自评表所在的工作表，或打开自评表所在的工作簿",
                    "no self-evaluation form found; go to the sheet of the form first",
                )
            )
        findings = _findings(checked)
        answers = results.moved(findings, answers)
        totals = _write(desk, checked, findings, answers, locked)
        done = [grid.name for grid, _ in checked]
        others = results.others(sheet, done) if len(done) < len(book.grids) else []
        results.write(desk.book, sheet, results.table(findings, answers, others))
    _say_locked(desk, locked)
    desk.say(_summary(checked, findings, answers, totals) + (f"\n{stopped}" if stopped else ""))


def _work(desk: Desk, book: Workbook, grids: list[Grid]) -> tuple[list[tuple[Grid, list[JudgedForm]]], str]:
    """Every sheet with forms, worked out, and how far it came where the person stopped it."""
    read: list[Grid] = []
    for done, grid in enumerate(grids):
        try:
            desk.progress(done, len(grids), f"正在校验“{grid.name}”")
        except Stopped as stop:
            return _by_sheet(read, book), stop.reason.zh
        read.append(grid)
    return _by_sheet(read, book), ""


def _by_sheet(grids: list[Grid], book: Workbook) -> list[tuple[Grid, list[JudgedForm]]]:
    """The forms of *grids*, worked out together (a table may go on on the next sheet), sheet by sheet."""
    judged = judged_forms(grids, str(book.path))
    by_sheet = [(grid, [one for one in judged if grid.name in _sheets(one)]) for grid in grids]
    return [(grid, forms) for grid, forms in by_sheet if forms]


def _sheets(judged: JudgedForm) -> set[str]:
    """The sheets that a form stands on."""
    return {judged.form.sheet, *(row.target_cell.sheet or judged.form.sheet for row in judged.form.rows)}


def _findings(checked: list[tuple[Grid, list[JudgedForm]]]) -> list[Finding]:
    """The findings of every form, and those between forms (JX-X01, JX-X12)."""
    seen = Seen()
    found: list[Finding] = []
    for grid, forms in checked:
        for judged in (judged for judged in forms if judged.form.sheet == grid.name):
            found += form_result(judged).findings
            found += seen.compare(trace_of(judged, grid.name))
    return found


def _write(
    desk: Desk,
    checked: list[tuple[Grid, list[JudgedForm]]],
    findings: list[Finding],
    answers: results.Answers,
    locked: list[str],
) -> list[Written]:
    """Mark the cells and put the totals right; gives the totals written."""
    totals: list[Written] = []
    try:
        for done, (grid, forms) in enumerate(checked):
            if grid.name in locked:
                continue
            desk.app.status_bar = f"绩效自评：正在标记“{grid.name}”（{done + 1}/{len(checked)}）"
            sheet = desk.book.sheets[grid.name]
            with desk.unlocked(sheet) as open_:
                if not open_:
                    locked.append(grid.name)
                    continue
                open_items = [
                    item
                    for item in findings
                    if item.sheet == grid.name and not results.answered(item, answers)
                ]
                marks.mark(sheet, open_items)
                changes = [change for judged in forms for change in total_changes(judged)]
                for change in (change for change in changes if change.sheet == grid.name):
                    old = held(grid.at(*coordinates(change.cell)))
                    put(sheet.range(change.cell), change.value)
                    totals.append(Written(grid.name, change.cell, old, change.value))
    finally:
        # Where a cell is refused, the totals before it can still be given back.
        desk.memory.push(TOTALS, totals)
    return totals


_MOST_VERDICTS = 10


def _verdicts(checked: list[tuple[Grid, list[JudgedForm]]], findings: list[Finding]) -> list[str]:
    """What a person has to know first of each form: whether it can be submitted."""
    said = []
    for grid, forms in checked:
        for judged in (judged for judged in forms if judged.form.sheet == grid.name):
            own = [item for item in findings if item.sheet in _sheets(judged)]
            said.append(f"{grid.name}：{verdict(own, prove(judged).reading).zh}")
    return said[:_MOST_VERDICTS] + (["……"] if len(said) > _MOST_VERDICTS else [])


def _restore(desk: Desk, names: Iterable[str]) -> list[str]:
    """Take the marks off the sheets and give back the totals of earlier checks; gives the sheets that are locked."""
    shelf, wanted = desk.memory, set(names)
    written: list[Written] = []
    while step := shelf.pop(TOTALS):
        written += step
    locked = []
    try:
        for sheet in desk.book.sheets:
            name = sheet.name
            if name not in wanted:
                continue
            mine = [item for item in written if item.sheet == name]
            if sheet.api.ProtectContents and not mine and not marks.present(sheet):
                continue
            with desk.unlocked(sheet) as open_:
                if not open_:
                    locked.append(name)
                    continue
                # Without a mark the check that wrote the totals was never saved: they are not given back.
                if marks.clear(sheet):
                    put_back(sheet, mine)
                written = [item for item in written if item.sheet != name]
    finally:
        shelf.push(TOTALS, written)
    return locked


def put_back(sheet: xw.Sheet, written: Iterable[Written]) -> int:
    """Give cells their old values where they still hold what was written; gives how many."""
    count = 0
    for item in written:
        cell = sheet.range(item.cell)
        if holds(cell, item.new) and not str(cell.formula or "").startswith("="):
            put(cell, item.old)
            count += 1
    return count


def holds(cell: xw.Range, value: Held) -> bool:
    """Whether *cell* shows *value*; a cell of the format 文本 keeps a number as a text."""
    now = cell.raw_value
    if isinstance(now, bool):
        return False
    if isinstance(value, Decimal) and now not in (None, ""):
        try:
            return D(now) == value
        except (TypeError, ValueError):
            return False
    return (now or None) == value


def _say_locked(desk: Desk, locked: list[str]) -> None:
    if locked:
        desk.say(
            f"工作表{'、'.join(f'“{name}”' for name in locked)}受保护，没有写入标记；"
            f"请先撤销工作表保护再校验。问题仍列在“{results.NAME}”中。",
            critical=True,
        )


def _summary(
    checked: list[tuple[Grid, list[JudgedForm]]],
    findings: list[Finding],
    answers: results.Answers,
    totals: list[Written],
) -> str:
    forms = sum(len(found) for _, found in checked)
    explained = sum(results.answered(item, answers) for item in findings)
    levels = count_levels(item for item in findings if not results.answered(item, answers))
    lines = _verdicts(checked, findings)
    lines += [
        f"校验了{forms}张自评表：错误{levels['error']}处，核实{levels['review']}处"
        + (f"（另有{explained}处已说明）" if explained else "")
        + f"，提示{levels['hint']}处。"
    ]
    if levels["error"]:
        lines.append(f"错误必须改正后才能提交；详见“{results.NAME}”，点单元格可直接跳转。")
    elif levels["review"]:
        lines.append(f"没有错误。核实项请改正，或在“{results.NAME}”的“说明”列写明情况。")
    elif not findings:
        lines.append("没有发现问题。")
    for item in totals:
        lines.append(
            f"总分已按各项得分合计改写：{item.sheet}!{item.cell} {item.old or '空'} → {item.new}（清除标记时还原）。"
        )
    return "\n".join(lines)
