"""Why a workbook cannot be read, said to the user; and the limits that a file must keep.

>>> damaged("缺少工作表", "a sheet is missing").reason.en
'the file is damaged: a sheet is missing; open it in Excel or WPS, let it be repaired, and save as .xlsx'
"""

from __future__ import annotations

from dataclasses import dataclass

from udfs.errors import JixiaoError
from udfs.text import Text


class FileError(JixiaoError):
    """Raised for a file that cannot be read or written as a workbook.

    *reason* says what is wrong with it and what to do, in both languages.
    """


class OutputError(FileError):
    """Raised for a file that cannot be written; *reason* names the file, or the folder that is at fault."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How big a file may be before it is refused. The defaults hold a hundred times what a form needs.

    file, inflated, part and ratio_from are bytes; ratio (inflated to packed size) is asked only of parts that
    inflate beyond ratio_from; cells counts the non-blank ones of all sheets.
    """

    file: int = 64 << 20
    inflated: int = 256 << 20
    part: int = 128 << 20
    ratio: int = 200
    ratio_from: int = 8 << 20
    members: int = 20_000
    sheets: int = 512
    cells: int = 2_000_000
    strings: int = 2_000_000
    merges: int = 100_000
    styles: int = 100_000


def refused(zh: str, en: str) -> FileError:
    """The error with this reason."""
    return FileError(Text(zh, en))


def damaged(zh: str, en: str) -> FileError:
    """The error for a file that breaks the rules of its format."""
    return refused(
        f"文件已损坏：{zh}。请用 Excel 或 WPS 打开，修复后另存为 .xlsx。",
        f"the file is damaged: {en}; open it in Excel or WPS, let it be repaired, and save as .xlsx",
    )


def too_big(zh: str, en: str) -> FileError:
    """The error for a file beyond the limits."""
    return refused(
        f"文件过大：{zh}。请把要校验的工作表复制到一个新工作簿，另存为 .xlsx。",
        f"the file is too big: {en}; copy the sheets to check into a new workbook and save it as .xlsx",
    )
