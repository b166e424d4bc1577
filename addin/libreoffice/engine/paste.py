"""What is pasted of a range: everything, or its formats, formulas, values, validation or widths alone.

paste_one(source, target, "formats")      # two ranges of the same shape in one workbook
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from addin.libreoffice.engine.formula import shifted

if TYPE_CHECKING:
    from addin.libreoffice.engine.range import Range

# What belongs to a cell and is no format of its own, or is said twice.
_NO_FORMAT = (
    "Validation",
    "Conditional",
    "Formula",
    "AbsoluteName",
    "Position",
    "Size",
    "ChartColumn",
    "ChartRow",
)
PASTES = {
    None: ("all",),
    "all": ("all",),
    "formats": ("formats",),
    "formulas": ("formulas",),
    "values": ("values",),
    "validation": ("validation",),
    "column_widths": ("column_widths",),
    "formulas_and_number_formats": ("formulas", "number_formats"),
    "values_and_number_formats": ("values", "number_formats"),
}


def paint(source: Range, target: Range) -> None:
    """Give *target* the formats of *source*, a range of the same shape; contents, notes and validation stay."""
    for block in source.uno.getCellFormatRanges():
        names = tuple(
            told.Name
            for told in block.PropertySetInfo.Properties
            if not told.Attributes & 16 and not told.Name.startswith(_NO_FORMAT)
        )
        states = block.getPropertyStates(names)
        direct = tuple(
            sorted(name for name, state in zip(names, states, strict=True) if state.value == "DIRECT_VALUE")
        )
        where = block.RangeAddress
        part = target.sheet.at(
            target.row + where.StartRow - source.row + 1,
            target.column + where.StartColumn - source.column + 1,
            where.EndRow - where.StartRow + 1,
            where.EndColumn - where.StartColumn + 1,
        ).uno
        part.clearContents(32)
        part.CellStyle = block.CellStyle
        part.setPropertyValues(direct, block.getPropertyValues(direct))


def paste_one(source: Range, target: Range, part: str) -> None:
    """Paste one aspect of *source* over *target*."""
    if part == "all":
        target.sheet.uno.copyRange(target.cell.CellAddress, source.uno.RangeAddress)
    elif part == "formats":
        paint(source, target)
    elif part == "values":
        target.uno.setDataArray(source.uno.getDataArray())
    elif part == "formulas":
        down, right = target.row - source.row, target.column - source.column
        rows = source.sheet.book.formulas.texts(source.uno)
        values = source.uno.getDataArray()
        for i, row in enumerate(rows):
            for j, text in enumerate(row):
                cell = target(i + 1, j + 1)
                if text.startswith("="):
                    source.sheet.book.formulas.put(cell.uno, [[shifted(text, down, right)]])
                else:
                    cell.uno.setDataArray(((values[i][j],),))
    elif part == "number_formats":
        for i in range(source.shape[0]):
            for j in range(source.shape[1]):
                target.uno.getCellByPosition(j, i).NumberFormat = source.uno.getCellByPosition(
                    j, i
                ).NumberFormat
    elif part == "column_widths":
        for j in range(source.shape[1]):
            target.uno.Columns[j].Width = source.uno.Columns[j].Width
    else:
        for i in range(source.shape[0]):
            for j in range(source.shape[1]):
                target.uno.getCellByPosition(j, i).Validation = source.uno.getCellByPosition(j, i).Validation
