"""A workbook file → its grids, within the limits. See addin.files for the face of it.

>>> read(Path("没有这个文件.xlsx"))
Traceback (most recent call last):
addin.files.error.FileError: 文件不存在。请检查路径和文件名。 / there is no such file; check the path and the name
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from addin.files.error import Limits
from addin.files.identify import load
from addin.files.xlsx.container import Archive
from addin.files.xlsx.parts import formats, open_book, shared_strings
from addin.files.xlsx.sheet import read_sheet
from addin.files.xlsx.style import Style
from addin.grid import Grid


@dataclass(slots=True)
class Workbook:
    """A workbook as read: its worksheets in order, hidden ones among them, and what else is in the file.

    external_links  it refers to other workbooks (add-ins are not meant)
    macros          it holds VBA or macro sheets
    signed          it, or its VBA project, has a digital signature
    """

    path: Path
    grids: list[Grid]
    external_links: bool
    macros: bool
    signed: bool


_DEFAULT = Limits()


def read(path: Path, limits: Limits = _DEFAULT) -> Workbook:
    """The workbook at *path*. Raises FileError, and nothing else, for a file that cannot be read."""
    archive = Archive(load(path, limits), limits)
    book = open_book(archive)
    codes = formats(archive, book.styles) or ["General"]
    by_code = {code: Style(code, book.date1904) for code in set(codes)}
    styles = [by_code[code] for code in codes]
    strings = shared_strings(archive, book.strings)
    grids: list[Grid] = []
    room = limits.cells
    for sheet in book.sheets:
        if sheet.grid:
            grid = read_sheet(archive, sheet, styles, strings, room)
            room -= len(grid.cells)
            grids.append(grid)
    return Workbook(path, grids, book.external_links, book.macros, book.signed)
