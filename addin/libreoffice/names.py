"""Formulas as Excel saves them, repaired in a spreadsheet that LibreOffice has open.

Excel names a function of an add-in by the add-in's file: ``[1]!JX_SCORE(…)``, ``'C:\\…\\jx.xlam'!JX_SCORE(…)``. Calc
knows JX_SCORE and takes the rest for a name it does not know (#NAME?). The same goes for a file that was opened while
the extension was missing.

>>> repaired("=[1]!jx_score(A1;B1;10)+SUM(C1:C2)")
'=JX_SCORE(A1;B1;10)+SUM(C1:C2)'
>>> repaired('="[1]!JX_SCORE("&A1')
'="[1]!JX_SCORE("&A1'
"""

from __future__ import annotations

import re
from typing import Any

from udfs.functions import FUNCTIONS

_FORMULAS = 16  # com.sun.star.sheet.CellFlags.FORMULA
_WHERE = r"(?:\[\d+\]!|'(?:[^']|'')*\.xlam?'!|[\w.~-]+\.xlam?!|_xll\.|_xlfn\.|_xludf\.)"
_CALL = re.compile(
    rf'("(?:[^"]|"")*")|(?:{_WHERE}|(?<![\w.!]))({"|".join(FUNCTIONS)})(?=\s*\()', re.IGNORECASE
)


def repaired(formula: str) -> str:
    """*formula* with our functions called by their own names; what stands between quotes is left alone."""
    return _CALL.sub(lambda found: found[1] or found[2].upper(), formula)


def repair(document: Any) -> int:
    """Repair the cells and the named formulas of *document*; how many were repaired. Nothing else is touched."""
    count = sum(_sheet(sheet) for sheet in document.Sheets)
    for at in range(document.NamedRanges.Count):
        name = document.NamedRanges.getByIndex(at)
        if repaired(name.Content) != name.Content:
            name.Content = repaired(name.Content)
            count += 1
    return count


def _sheet(sheet: Any) -> int:
    count = 0
    areas = sheet.queryContentCells(_FORMULAS)
    for at in range(areas.Count):
        area = areas.getByIndex(at)
        formulas = area.FormulaArray
        places = [
            (row, column)
            for row, line in enumerate(formulas)
            for column, formula in enumerate(line)
            if repaired(formula) != formula  # a function that Calc knows stands there by another name
        ]
        if not places:
            continue
        if any(formula.startswith("{") for line in formulas for formula in line):
            count += _one_by_one(sheet, area, formulas, places)
        else:
            area.FormulaArray = tuple(tuple(map(repaired, line)) for line in formulas)
            count += len(places)
    return count


def _one_by_one(sheet: Any, area: Any, formulas: Any, places: list[tuple[int, int]]) -> int:
    """Repair the cells of an area with array formulas in it; an array formula is one."""
    count, done = 0, set()
    top, left = area.RangeAddress.StartRow, area.RangeAddress.StartColumn
    for row, column in places:
        if (row, column) in done:
            continue
        cell, formula = area.getCellByPosition(column, row), repaired(formulas[row][column])
        count += 1
        if not formula.startswith("{"):
            cell.Formula = formula
            continue
        cursor = sheet.createCursorByRange(cell)
        cursor.collapseToCurrentArray()
        block = cursor.RangeAddress
        done |= {
            (r - top, c - left)
            for r in range(block.StartRow, block.EndRow + 1)
            for c in range(block.StartColumn, block.EndColumn + 1)
        }
        cursor.setArrayFormula(formula[1:-1])
    return count
