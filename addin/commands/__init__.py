"""The ribbon's commands, written once on an xlwings Book: the same in Excel and over LibreOffice.

    run("check_sheet")                the workbook that called
    COMMANDS["check_sheet"](Desk(book))

A command that cannot do its work says what is wrong and what to do.
"""

from __future__ import annotations

import sys
import traceback
from collections.abc import Callable

import xlwings as xw

from addin.commands.check import check_book, check_sheet, clear_marks
from addin.commands.desk import CommandError, Desk, Stopped
from addin.commands.diagnosis import diagnose
from addin.commands.explain import explain_cell
from addin.commands.memory import state_folder
from addin.commands.new_form import new_form
from addin.commands.recompute import recompute, undo
from addin.commands.rows import insert_row
from addin.commands.submission import submission
from udfs.errors import JixiaoError
from udfs.worksheet import keep_foreign_excels

__all__ = ["COMMANDS", "CommandError", "Desk", "Stopped", "run"]

COMMANDS: dict[str, Callable[..., None]] = {
    "check_sheet": check_sheet,
    "check_book": check_book,
    "clear_marks": clear_marks,
    "recompute": recompute,
    "undo": undo,
    "insert_row": insert_row,
    "new_form": new_form,
    "submission": submission,
    "explain_cell": explain_cell,
    "diagnose": diagnose,
}


def run(name: str, *arguments: str, book: xw.Book | None = None) -> None:
    """Run the command *name* on *book*, by default the workbook whose ribbon was clicked."""
    keep_foreign_excels()
    desk = Desk(book if book is not None else xw.Book.caller())
    try:
        COMMANDS[name](desk, *arguments)
    except JixiaoError as error:
        desk.say(error.reason.zh, critical=True)
    except Exception as error:
        log = state_folder() / "error.log"
        log.parent.mkdir(parents=True, exist_ok=True)
        log.write_text(traceback.format_exc(), encoding="utf-8")
        desk.say(
            f"命令没有完成：{error}\n工作簿里已写入的内容可用“清除标记”或“撤销重算”恢复。"
            f"请先点“诊断”；仍不能解决时，把 {log} 发给维护人员。",
            critical=True,
        )
    finally:
        if sys.platform == "win32":
            # An Excel that is still held here would not end when it is closed.
            xw._xlwindows.BOOK_CALLER = None
