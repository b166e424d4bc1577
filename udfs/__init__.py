"""The arithmetic of 绩效自评: targets, scores, totals and the schemes (口径) that rule them.

Values in, values out: no file, no spreadsheet, no clock. What a cell formula can ask is answered here. Excel finds
the worksheet functions under this package's own name; they are made when the first is asked for:

    CallUDF("udfs", "JX_SCORE", ...)   →   udfs.JX_SCORE
"""

from __future__ import annotations

from typing import Any


def __getattr__(name: str) -> Any:
    # Everything else imports this package too: xlwings comes in for Excel alone.
    if name.startswith("JX_"):
        from udfs import worksheet

        return getattr(worksheet, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
