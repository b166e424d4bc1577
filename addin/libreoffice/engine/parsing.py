"""A document's formulas, asked and given in Excel's spelling.

formulas = Formulas(office, document)
formulas.put(area, [["=SUM(A1:A3)", "=JX_SCORE(A1,B1,4)"]])
formulas.of(cell)                                      # '=SUM(A1:A3)'
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from typing import Any
from weakref import WeakKeyDictionary

from addin.libreoffice.engine.base import CalcError
from addin.libreoffice.engine.formula import to_calc, to_excel
from addin.libreoffice.office import Office
from addin.libreoffice.uno_bridge import load_uno
from udfs.text import Text

# com.sun.star.sheet.FormulaLanguage
_XL_ENGLISH, _API = 4, 6
_ALL_FUNCTIONS = 0x7FFFFFFF
_XL_A1 = 1  # com.sun.star.sheet.AddressConvention
_ERRORS_ONLY = 4  # com.sun.star.sheet.FormulaResult
_SHEET = re.compile(r"\$'((?:[^']|'')*)'\.")
# Calc's codes for formulas that cannot be read: a wrong character, a missing bracket, operator or operand.
_UNREADABLE = frozenset((501, 508, 509, 510, 511, 512, 514, 516, 520))


_names_of: WeakKeyDictionary[Office, tuple[dict[str, str], dict[str, str]]] = WeakKeyDictionary()


def _function_names(office: Office, document: Any) -> tuple[dict[str, str], dict[str, str]]:
    """Names that differ: Excel's → the interface's, and back; the functions of extensions among them."""
    if office in _names_of:
        return _names_of[office]
    # One that belongs to no document knows no function of an extension.
    mapper = document.createInstance("com.sun.star.sheet.FormulaOpCodeMapper")

    def names(language: int) -> dict[tuple[int, str], str]:
        found = {}
        for entry in mapper.getAvailableMappings(language, _ALL_FUNCTIONS):
            data = entry.Token.Data
            found[entry.Token.OpCode, data if isinstance(data, str) else ""] = str(entry.Name).upper()
        return found

    excel, own = names(_XL_ENGLISH), names(_API)
    pairs = [
        (name, own[key])
        for key, name in excel.items()
        if key in own and name[:1].isalpha() and name != own[key]
    ]
    _names_of[office] = dict(pairs), {there: here for here, there in pairs}
    return _names_of[office]


class Formulas:
    """The formulas of one document."""

    def __init__(self, office: Office, document: Any) -> None:
        self._office, self._document = office, document

    @functools.cached_property
    def _names(self) -> tuple[dict[str, str], dict[str, str]]:
        return _function_names(self._office, self._document)

    @functools.cached_property
    def _parser(self) -> Any:
        uno = load_uno()
        parser = self._document.createInstance("com.sun.star.sheet.FormulaParser")
        mapper = self._document.createInstance("com.sun.star.sheet.FormulaOpCodeMapper")
        entries = mapper.getAvailableMappings(_XL_ENGLISH, _ALL_FUNCTIONS)
        typed = uno.Any("[]com.sun.star.sheet.FormulaOpCodeMapEntry", entries)
        uno.invoke(parser, "setPropertyValue", ("OpCodeMap", typed))
        parser.CompileEnglish, parser.FormulaConvention = True, _XL_A1
        return parser

    def calc(self, formula: str) -> str | None:
        """An Excel formula in the interface's spelling, or None where only the parser can tell."""
        found = to_calc(formula, self._names[0])
        if found is not None and "$'" in found:
            there = {name.lower() for name in self._document.Sheets.ElementNames}
            for name in _SHEET.findall(found):
                if name.replace("''", "'").lower() not in there:
                    raise CalcError(Text(f"公式引用的工作表不存在：{formula}", f"no such sheet: {formula}"))
        return found

    def excel(self, formula: str, native: bool = False) -> str | None:
        """A formula in the interface's spelling (*native*: in that of conditional formats) as Excel's, or None."""
        return to_excel(formula, self._names[1], native)

    def plain(self, formula: str) -> str:
        """An Excel formula in the interface's spelling, without "="; raises CalcError where the text does not tell."""
        found = self.calc(formula)
        if found is None:
            raise CalcError(Text(f"不支持的公式：{formula}", f"unsupported formula: {formula}"))
        return found.removeprefix("=")

    def of(self, cell: Any) -> str:
        """The formula of a cell in Excel's spelling."""
        found = self.excel(cell.Formula)
        if found is not None:
            return found
        return "=" + str(self._parser.printFormula(cell.getTokens(), cell.CellAddress))

    def texts(self, area: Any) -> list[list[str]]:
        """What Excel's Formula says of each cell of a UNO range: formulas, constants as text, "" for blanks."""
        rows = [list(row) for row in area.getFormulaArray()]
        for i, row in enumerate(rows):
            for j, text in enumerate(row):
                if text[:1] == "=" or text[:2] == "{=":
                    row[j] = self.excel(text) or self.of(area.getCellByPosition(j, i))
                elif text[:1] == "'":
                    row[j] = area.getCellByPosition(j, i).String
        return rows

    def put(self, area: Any, rows: Sequence[Sequence[str]]) -> None:
        """Write Excel formulas into a UNO range of their shape. Raises CalcError where one cannot be read."""
        block: list[tuple[str, ...]] = []
        left_over: list[tuple[int, int, str]] = []
        for i, row in enumerate(rows):
            line = []
            for j, formula in enumerate(row):
                text = self.calc(formula)
                if text is None:
                    left_over.append((i, j, formula))
                line.append(text or "")
            block.append(tuple(line))
        area.setFormulaArray(tuple(block))
        for i, j, formula in left_over:
            cell = area.getCellByPosition(j, i)
            cell.setTokens(self._parser.parseFormula(formula.removeprefix("="), cell.CellAddress))
        self._refuse_unreadable(area, rows)

    def put_array(self, area: Any, formula: str) -> None:
        """Make *area* one array formula."""
        text = self.calc(formula)
        if text is not None:
            area.setArrayFormula(text)
        else:
            first = area.getCellByPosition(0, 0).CellAddress
            area.setArrayTokens(self._parser.parseFormula(formula.removeprefix("="), first))
        self._refuse_unreadable(area, [[formula]])

    def _refuse_unreadable(self, area: Any, rows: Sequence[Sequence[str]]) -> None:
        where = area.RangeAddress
        for block in area.queryFormulaCells(_ERRORS_ONLY).getRangeAddresses():
            for row in range(block.StartRow, block.EndRow + 1):
                for column in range(block.StartColumn, block.EndColumn + 1):
                    i, j = row - where.StartRow, column - where.StartColumn
                    if area.getCellByPosition(j, i).getError() in _UNREADABLE:
                        area.clearContents(16)
                        formula = rows[min(i, len(rows) - 1)][min(j, len(rows[0]) - 1)]
                        raise CalcError(Text(f"公式有误：{formula}", f"not a formula: {formula}"))
