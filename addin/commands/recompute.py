"""重算 and 撤销重算: the score cells of the sheet's forms, written where they differ, and put back.

Formulas stay: the spreadsheet computes them. The score of a qualitative row (定性指标) is chosen by the person who fills in
the form and is left alone.

recompute(Desk(xw.Book.caller()))    # 改写2个单元格。可用“撤销重算”恢复。
undo(Desk(xw.Book.caller()))         # 恢复了2个单元格。
"""

from __future__ import annotations

from addin.checking.one_file import judged_forms
from addin.commands.check import holds, put_back
from addin.commands.desk import CommandError, Desk, held, put
from addin.commands.memory import StepKind, Written
from addin.grid import coordinates
from addin.judging.recompute import changes, left_alone
from udfs.text import Text

STEP: StepKind = "recompute"
_LISTED = 12


def recompute(desk: Desk) -> None:
    """重算: write the scores and totals that the scheme gives into the sheet before the person."""
    with desk.quiet():
        desk.app.calculate()
        grid = desk.grid()
        forms = judged_forms([grid], desk.book.name)
        if not forms:
            raise CommandError(
                Text("本工作表上没有绩效自评表，没有可重算的得分", "no self-evaluation form on this sheet")
            )
        planned = [change for judged in forms for change in changes(judged)]
        formulas = [change for change in planned if grid.at(*coordinates(change.cell)).formula]
        planned = [change for change in planned if change not in formulas]
        written: list[Written] = []
        if planned:
            sheet = desk.book.sheets[grid.name]
            with desk.writable(sheet):
                try:
                    for change in planned:
                        old = held(grid.at(*coordinates(change.cell)))
                        put(sheet.range(change.cell), change.value)
                        written.append(Written(grid.name, change.cell, old, change.value))
                finally:
                    # Where a cell is refused, those before it can still be put back.
                    desk.memory.push(STEP, written)
            desk.app.calculate()
        # What was written may have put a formula's sum right.
        formulas = [change for change in formulas if not holds(desk.sheet.range(change.cell), change.value)]
    lines = [
        f"改写{len(written)}个单元格。"
        + ("可用“撤销重算”恢复。" if written else "得分和总分都已正确。" if not formulas else "")
    ]
    lines += [f"{c.cell}  {c.old or '空'} → {c.new}  {c.why.zh}" for c in planned[:_LISTED]]
    if len(planned) > _LISTED:
        lines.append(f"……共{len(planned)}个")
    lines += [f"{c.cell} 是公式，未改写（应为{c.new}），请检查公式。" for c in formulas]
    lines += [f"{left.cell} 未重算：{left.why.zh}" for judged in forms for left in left_alone(judged)]
    desk.say("\n".join(lines))


def undo(desk: Desk) -> None:
    """撤销重算: put back what the last recomputation wrote; cells that changed since stay as they are."""
    shelf = desk.memory
    step = left = shelf.pop(STEP)
    there = {sheet.name for sheet in desk.book.sheets}
    count = 0
    with desk.quiet():
        try:
            for name in dict.fromkeys(item.sheet for item in step if item.sheet in there):
                sheet = desk.book.sheets[name]
                with desk.unlocked(sheet) as open_:
                    if open_:
                        count += put_back(sheet, [item for item in step if item.sheet == name])
                        left = [item for item in left if item.sheet != name]
        finally:
            # A sheet that is protected now may not be later.
            shelf.push(STEP, [item for item in left if item.sheet in there])
    if not step:
        desk.say("没有可撤销的重算。")
    elif count < len(step):
        desk.say(f"恢复了{count}个单元格；另有{len(step) - count}个在重算后又改过，或受保护，保持不动。")
    else:
        desk.say(f"恢复了{count}个单元格。")
