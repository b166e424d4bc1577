"""Notes on cells (Excel's old comments).

note = sheet["A1"].add_note("应为 97"); note.text; note.delete()
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from addin.libreoffice.engine.base import CalcError, engine_class
from udfs.text import Text

if TYPE_CHECKING:
    from addin.libreoffice.engine.range import Range


_ANNOTATIONS = 8  # com.sun.star.sheet.CellFlags


@engine_class
class Note(base_classes.Note):
    """The note of one cell."""

    def __init__(self, cell: Range) -> None:
        self._cell = cell

    def _index(self) -> int:
        for index, note in enumerate(self._cell.sheet.uno.Annotations):
            position = note.Position
            if (position.Row, position.Column) == (self._cell.row - 1, self._cell.column - 1):
                return index
        raise CalcError(Text(f"{self._cell.address} 没有批注", f"there is no note on {self._cell.address}"))

    @property
    def api(self) -> Any:
        return self._cell.cell.Annotation

    @property
    def text(self) -> str:
        note = self.api
        # The note of a file that was read has its text only in the box in which it is shown.
        return str(note.String or note.AnnotationShape.String)

    @text.setter
    def text(self, value: str) -> None:
        self._cell.sheet.require_unprotected()
        self.api.String = value

    @property
    def author(self) -> str:
        return str(self.api.Author)

    @property
    def location(self) -> Range:
        return self._cell

    def delete(self) -> None:
        self._cell.sheet.require_unprotected()
        self._cell.sheet.uno.Annotations.removeByIndex(self._index())


def notes_of(sheet: Any) -> list[Note]:
    """The notes of a sheet, row by row."""
    places = sorted((note.Position.Row + 1, note.Position.Column + 1) for note in sheet.uno.Annotations)
    return [Note(sheet.at(row, column)) for row, column in places]


def note_of(cell: Range) -> Note | None:
    """The note of a cell (of a range's first one), or None."""
    if not cell.cell.queryContentCells(_ANNOTATIONS).Count:
        return None
    return Note(cell.sheet.at(cell.row, cell.column))
