"""Formulas as text: Excel's spelling to the one that Calc's bulk interface reads and writes, and back.

Excel separates arguments with a comma and sheets with "!", Calc's programming interface with a semicolon and a dot.

    >>> to_calc("=SUM('表 2'!$A$1:B2,Sheet1!C:C)*{1,2;3,4}")
    "=SUM($'表 2'.$A$1:B2;$'Sheet1'.C:C)*{1;2|3;4}"
    >>> to_excel("=SUM($'表 2'.$A$1:B2;$Sheet1.C:C)*{1;2|3;4}")
    "=SUM('表 2'!$A$1:B2,Sheet1!C:C)*{1,2;3,4}"
    >>> to_calc("=SUM((A1,B1)) & TRUE"), to_excel('=SUM((A1~B1))&"a;b"')
    ('=SUM((A1~B1)) & TRUE()', '=SUM((A1,B1))&"a;b"')

What the text alone does not settle (tables, other workbooks, a range over several sheets) is None: the caller asks
LibreOffice's own parser, cell by cell.

    >>> to_calc("=[1]Sheet1!A1"), to_calc("=SUM(Sheet1:Sheet3!A1)"), to_excel("='file:///a.xlsx'#$Sheet1.A1")
    (None, None, None)
    >>> shifted("=A1+$B$2+SUM(C:C,1:1)&\\"A1\\"", 1, 1)
    '=B2+$B$2+SUM(D:D,2:2)&"A1"'
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from addin.grid import column_name

_STRING = r'"(?:[^"]|"")*"'
_QUOTED = r"'(?:[^']|'')*'"
_ERROR = r"\#(?:REF!|N/A|VALUE!|DIV/0!|NAME\?|NULL!|NUM!)"
_NUMBER = r"(?:\d+\.?\d*|\.\d+)(?:[Ee][+-]?\d+)?(?![\w.])"
_EXCEL = re.compile(
    rf"(?P<string>{_STRING})|(?P<error>{_ERROR})|(?P<sheet>{_QUOTED}|[^\W\d][\w.]*|\d+[^\W\d][\w.]*)!"
    rf"|(?P<call>[^\W\d][\w.]*)\(|(?P<number>{_NUMBER})|(?P<word>\$?[\w\\][\w.$?\\]*)"
    r"|(?P<space>\s+)|(?P<unsure>[\[\]@#'!])|(?P<other>.)",
    re.S,
)
_CALC = re.compile(
    rf"(?P<string>{_STRING})|(?P<error>{_ERROR})|(?P<external>{_QUOTED}\#)"
    rf"|\$?(?P<sheet>{_QUOTED}|[^\W\d]\w*)\.(?=\$?[A-Za-z]{{1,3}}\$?\d|\$?[A-Za-z]{{1,3}}:|\$?\d+:)"
    rf"|(?P<call>[^\W\d][\w.]*)\(|(?P<number>{_NUMBER})|(?P<word>\$?[\w\\][\w.$?\\]*)"
    r"|(?P<unsure>[\[\]@#'])|(?P<other>.)",
    re.S,
)
_SHIFT = re.compile(
    rf"(?P<kept>{_STRING}|{_QUOTED}!?|[^\W\d][\w.]*[!(]|{_ERROR})"
    r"|(?<![\w.$])(?P<cell>\$?[A-Za-z]{1,3}\$?\d{1,7})(?![\w.(!])"
    r"|(?<![\w.$:])(?P<columns>\$?[A-Za-z]{1,3}:\$?[A-Za-z]{1,3})(?![\w.(!])"
    r"|(?<![\w.$:])(?P<rows>\$?\d{1,7}:\$?\d{1,7})(?![\w.(!])"
)
_CORNER = re.compile(r"(\$?)([A-Za-z]*)(\$?)(\d*)")
_PLAIN_NAME = re.compile(r"[^\W\d]\w*")
_LIKE_A_CELL = re.compile(r"[A-Za-z]{1,3}\d{1,7}|[Rr]\d*[Cc]\d*|[RrCc]\d*")
_OPERAND_ENDS = frozenset(("string", "error", "number", "word", ")", "}"))
_NO_NAMES: Mapping[str, str] = {}


def quoted(sheet: str) -> str:
    """A sheet's name as Excel's formulas name it: Sheet1, '表 2', 'A1'."""
    if _PLAIN_NAME.fullmatch(sheet) and not _LIKE_A_CELL.fullmatch(sheet):
        return sheet
    return "'" + sheet.replace("'", "''") + "'"


def _bare(sheet: str) -> str:
    return sheet[1:-1].replace("''", "'") if sheet.startswith("'") else sheet


def to_calc(formula: str, names: Mapping[str, str] = _NO_NAMES) -> str | None:
    """An Excel formula as Calc's interface takes it, or None; *names*: Excel's function name → Calc's."""
    written, open_, last = [], [], ""
    text = formula.removeprefix("=")
    for token in _EXCEL.finditer(text):
        kind, piece = str(token.lastgroup), token[0]
        if kind == "unsure" or (kind == "sheet" and re.search(r"[:\[]", token["sheet"])):
            return None
        if kind == "space":
            rest = text[token.end() :]
            if last in _OPERAND_ENDS and rest and re.match(r"[\w\"'$(]", rest):
                piece = "!"  # a blank between two operands is Excel's intersection
        elif kind == "sheet":
            if token.start() and text[token.start() - 1] == ":":
                return None
            piece = "$'" + _bare(token["sheet"]).replace("'", "''") + "'."
        elif kind == "call":
            name = token["call"].upper().removeprefix("_XLFN.").removeprefix("_XLWS.")
            piece = names.get(name, name if name != token["call"].upper() else token["call"]) + "("
            open_.append("call")
        elif kind == "word" and piece.upper() in ("TRUE", "FALSE"):
            piece = piece.upper() + "()"
        elif kind == "other":
            if piece in "({":
                open_.append(piece)
            elif piece in ")}" and open_:
                open_.pop()
            elif piece in ",;":
                inside = open_[-1] if open_ else ""
                piece = {"{": {",": ";", ";": "|"}, "(": {",": "~"}}.get(inside, {",": ";"}).get(piece, piece)
        written.append(piece)
        if kind != "space":
            last = token[0] if kind == "other" else kind
    return "=" + "".join(written)


def to_excel(formula: str, names: Mapping[str, str] = _NO_NAMES, native: bool = False) -> str | None:
    """A formula of Calc as Excel writes it, or None; *names*: Calc's function name → Excel's.

    *native*: the spelling of Calc's conditional formats, which has commas already.
    """
    written: list[str] = []
    open_ = []
    text = formula.removeprefix("{").removesuffix("}") if formula.startswith("{=") else formula
    text = text.removeprefix("=")
    for token in _CALC.finditer(text):
        kind, piece = str(token.lastgroup), token[0]
        if kind in ("unsure", "external"):
            return None
        if kind == "sheet":
            if token.start() and text[token.start() - 1] == ":":
                return None
            piece = quoted(_bare(token["sheet"])) + "!"
        elif kind == "call":
            piece = names.get(token["call"].upper(), token["call"]) + "("
            open_.append("call")
        elif kind == "other":
            if piece in "({":
                open_.append(piece)
            elif piece in ")}" and open_:
                open_.pop()
                if piece == ")" and written[-1] in ("TRUE(", "FALSE("):
                    written[-1], piece = written[-1][:-1], ""
            elif piece == "~":
                piece = ","
            elif piece == "!":
                piece = " "
            elif not native and piece in ";|":
                inside = open_[-1] if open_ else ""
                piece = {";": ",", "|": ";"}[piece] if inside in ("{", "call") else piece
        written.append(piece)
    return "=" + "".join(written)


def shifted(formula: str, rows: int, columns: int) -> str:
    """An Excel formula as it reads copied *rows* down and *columns* to the right; what leaves the sheet is #REF!."""

    def moved(corner: str) -> str:
        fixed_column, letters, fixed_row, digits = _CORNER.fullmatch(corner).groups()  # type: ignore[union-attr]
        if letters and not fixed_column:
            number = 0
            for letter in letters.upper():
                number = number * 26 + ord(letter) - 64
            letters = column_name(number + columns) if 1 <= number + columns <= 16384 else ""
            if not letters:
                return "#REF!"
        if digits and not (fixed_row or (not letters and fixed_column)):
            if not 1 <= int(digits) + rows <= 1048576:
                return "#REF!"
            digits = str(int(digits) + rows)
        return fixed_column + letters + fixed_row + digits

    def replaced(found: re.Match[str]) -> str:
        if found["kept"]:
            return found[0]
        return ":".join(moved(corner) for corner in found[0].split(":"))

    return _SHIFT.sub(replaced, formula) if rows or columns else formula
