"""A workbook file → its grids, within the limits. See addin.package for the face of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from addin.grid import Grid
from addin.package.book import formats, open_book, shared_strings
from addin.package.error import Limits
from addin.package.file import load
from addin.package.sheet import read_sheet
from addin.package.style import Style
from addin.package.zip import Archive


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
    """The workbook at *path*. Raises PackageError, and nothing else, for a file that cannot be read."""
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
