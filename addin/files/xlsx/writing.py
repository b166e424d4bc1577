"""Numbers and texts written into a workbook file, and a copy of the file kept. See addin.files for the face of it.

>>> _number(Decimal("16.50")), _text("<5%").xml
('16.5', '&lt;5%')
"""

from __future__ import annotations

import contextlib
import itertools
import re
import shutil
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from xml.sax.saxutils import escape

from addin.files.error import Limits
from addin.files.identify import load, unusable
from addin.files.placing import fitting, place, place_free
from addin.files.xlsx.cell_edits import Value, edited
from addin.files.xlsx.container import Archive
from addin.files.xlsx.dependants import FormulaCell, dependants
from addin.files.xlsx.formula import Names
from addin.files.xlsx.parts import Book, open_book
from addin.files.xlsx.positions import Place, Scan, has_formulas, is_utf8, scan
from addin.files.xlsx.rewriting import rewritten
from addin.files.xlsx.xml import encoding_error
from addin.grid import coordinates
from udfs.decimals import plain

_DEFAULT = Limits()
_LONGEST_TEXT = 32_767
_NO_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")

Edits = Mapping[str, Mapping[str, Decimal | str]]


def write(source: Path, target: Path, edits: Edits, *, limits: Limits = _DEFAULT) -> None:
    """Write *source* to *target* with the values of *edits* (sheet → address → number or text) in their cells.

    Formulas and styles of those cells stay; formulas that depend on them are marked for recalculation; every
    other byte of every part stays. *target* may be *source*; it is replaced in one step or not at all.
    Raises FileError for files that cannot be read or edited, OutputError where *target* cannot be written; ValueError for a sheet that is not
    there, an address that is none, a number that is not finite, or a text that no cell can hold.
    """
    archive = Archive(load(source, limits), limits)
    book = open_book(archive)
    wanted = _wanted(book, edits)
    place(target, rewritten(archive, _edited_parts(archive, book, wanted)))


def backup(path: Path) -> Path:
    """Copy the file to a free name beside it (表.xlsx → 表.备份.xlsx, 表.备份-2.xlsx …) and return that name.

    The copy is whole or not there at all. Raises FileError where the file cannot be read, OutputError where the copy
    cannot be written.
    """
    try:
        content = path.read_bytes()
    except (OSError, ValueError) as error:
        raise unusable(error) from None
    copy = place_free(_backups(path), content)
    with contextlib.suppress(OSError):  # the copy counts, not its date
        shutil.copystat(path, copy)
    return copy


def _backups(path: Path) -> Iterator[Path]:
    """The names that a backup of the file may have, the first free one counts."""
    for number in itertools.count(1):
        ending = f".备份{'' if number == 1 else f'-{number}'}{path.suffix}"
        yield path.with_name(fitting(path.stem, ending))


def _wanted(book: Book, edits: Edits) -> dict[int, dict[Place, Value]]:
    """The edits by sheet index and place, the values as they stand in the XML."""
    indexes = {sheet.name: index for index, sheet in enumerate(book.sheets) if sheet.grid}
    wanted: dict[int, dict[Place, Value]] = {}
    for name, values in edits.items():
        if name not in indexes:
            raise ValueError(f"no such sheet: {name!r}")
        for a1, value in values.items():
            xml = _text(value) if isinstance(value, str) else Value(_number(value))
            wanted.setdefault(indexes[name], {})[coordinates(a1)] = xml
    return wanted


def _number(number: Decimal) -> str:
    if not number.is_finite():
        raise ValueError(f"not a number for a cell: {number}")
    if not number:
        return "0"
    return plain(number) if -20 < number.adjusted() < 20 else str(number)


def _text(text: str) -> Value:
    if len(text) > _LONGEST_TEXT or _NO_TEXT.search(text):
        raise ValueError(f"not a text for a cell: {text[:40]!r}")
    # What looks like an escape is escaped; a bare carriage return would be read as a line feed.
    text = _ESCAPE.sub("_x005F_", text).replace("\r", "_x000D_")
    return Value(escape(text), is_text=True)


def _edited_parts(
    archive: Archive, book: Book, wanted: Mapping[int, Mapping[Place, Value]]
) -> dict[str, bytes]:
    """The new content of every sheet part that changes."""
    contents: dict[int, bytes] = {}
    scans: dict[int, Scan] = {}
    if wanted:
        for index, sheet in enumerate(book.sheets):
            if not sheet.grid:
                continue
            data = archive.read(sheet.part)
            if index in wanted or has_formulas(data):
                contents[index] = data
                scans[index] = scan(data, sheet, wanted.get(index, {}).keys())

    cells = [
        FormulaCell(index, f.row, f.column, f.text, f.shared, f.ref, f.kind)
        for index, found in scans.items()
        for f in found.formulas
    ]
    starts = [(index, formula.start) for index, found in scans.items() for formula in found.formulas]
    changed = [(index, row, column) for index, values in wanted.items() for row, column in values]
    names = Names([sheet.name for sheet in book.sheets], book.names)
    recalculate: dict[int, set[int]] = {}
    for at in dependants(cells, changed, names):
        index, start = starts[at]
        recalculate.setdefault(index, set()).add(start)

    parts: dict[str, bytes] = {}
    for index in wanted.keys() | recalculate.keys():
        part = book.sheets[index].part
        if not is_utf8(contents[index]):
            raise encoding_error(part)
        parts[part] = edited(
            contents[index], scans[index], wanted.get(index, {}), recalculate.get(index, set())
        )
    return parts
