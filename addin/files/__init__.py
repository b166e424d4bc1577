"""The .xlsx and .xlsm file: read fast and within bounds, written cell by cell, every other byte untouched.

A user's workbook is read where it lies and never saved by a spreadsheet library, which would drop its
pictures, its cached results or its signature. What cannot be read says why, and what to do.

    >>> import tempfile, openpyxl
    >>> from decimal import Decimal
    >>> from pathlib import Path
    >>> folder = tempfile.TemporaryDirectory()
    >>> path = Path(folder.name, "自评表.xlsx")
    >>> book = openpyxl.Workbook()
    >>> book.active.title = "自评"
    >>> for line in ("得分", 9.5), ("总分", "=SUM(B1:B1)"):
    ...     book.active.append(line)
    >>> book.save(path)

    >>> grid = read(path).grids[0]
    >>> grid.name, grid.at(1, 2).number, grid.at(2, 2).formula
    ('自评', Decimal('9.5'), 'SUM(B1:B1)')
    >>> write(path, path, {"自评": {"B1": Decimal("8.75")}})
    >>> read(path).grids[0].at(1, 2).text
    '8.75'
    >>> read(Path(folder.name))
    Traceback (most recent call last):
    addin.files.error.FileError: 这是文件夹，不是文件。 / this is a folder, not a file
    >>> folder.cleanup()

The work is done in identify (what is this file?) and in xlsx: container and rewriting (the zip file), xml and parts
(parts and relations), sheet and style (cells, with number_format), and for writing positions and cell_edits (bytes),
formula and dependants (what to recalculate). Every file is put in its place by placing; zipping makes new zip files.
"""

from __future__ import annotations

from addin.files.error import FileError, Limits, OutputError
from addin.files.xlsx.reading import Workbook, read
from addin.files.xlsx.writing import Edits, backup, write

__all__ = ["Edits", "FileError", "Limits", "OutputError", "Workbook", "backup", "read", "write"]
