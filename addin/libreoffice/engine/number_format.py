"""Number formats: Excel's codes, and the keys by which Calc knows them.

>>> excel_code("YYYY-MM-DD"), excel_code("0.00;[RED]-0.00"), excel_code('YYYY"年 MM"')
('yyyy-mm-dd', '0.00;[Red]-0.00', 'yyyy"年 MM"')
"""

from __future__ import annotations

import re
from typing import Any

from addin.libreoffice.engine.base import struct

# com.sun.star.util.NumberFormat: what kind of number a format shows.
DATE_OR_TIME, CURRENCY, PERCENT, TEXT, LOGICAL = 2 | 4, 8, 128, 256, 1024
_PLAIN = 1 | 16  # user-defined, number

_PIECE = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|AM/PM|A/P|General|[_*].|[A-Z]', re.I)
_COLORS = {
    f"[{name.upper()}]": f"[{name}]" for name in "Black Blue Cyan Green Magenta Red White Yellow".split()
}
_LANGUAGES = {("zh", "CN"): "[$-804]", ("zh", "TW"): "[$-404]", ("zh", "HK"): "[$-C04]"}


def excel_code(code: str) -> str:
    """Calc's spelling of a format code as Excel spells it."""

    def piece(found: re.Match[str]) -> str:
        text = found[0]
        if text.startswith("["):
            return _COLORS.get(text.upper()) or (text.lower() if text.upper() in _ELAPSED else text)
        return text.lower() if text in "YMDHS" else text

    return _PIECE.sub(piece, code)


_ELAPSED = ("[H]", "[HH]", "[M]", "[MM]", "[S]", "[SS]")


class NumberFormats:
    """The number formats of a document."""

    def __init__(self, document: Any, formatter: Any) -> None:
        """*formatter*: a com.sun.star.util.NumberFormatter of the office."""
        self._formats = document.NumberFormats
        self._formatter = formatter
        formatter.attachNumberFormatsSupplier(document)
        self._kinds: dict[int, int] = {}

    def kind(self, key: int) -> int:
        """The kind of number that a format shows, as a sum of the constants above."""
        if key not in self._kinds:
            self._kinds[key] = int(self._formats.getByKey(key).Type)
        return self._kinds[key]

    def code(self, key: int) -> str:
        """The format of a key as Excel's code."""
        found = self._formats.getByKey(key)
        code = excel_code(str(found.FormatString))
        if self.kind(key) & DATE_OR_TIME and not code.startswith("[$"):
            code = _LANGUAGES.get((found.Locale.Language, found.Locale.Country), "") + code
        return code

    def key(self, code: str) -> int:
        """The key of an Excel code, made where there is none yet."""
        plain = struct("lang.Locale")
        found = int(self._formats.queryKey(code, plain, False))
        return found if found >= 0 else int(self._formats.addNew(code, plain))

    def typed(self, text: str, held: int) -> tuple[float, int] | None:
        """What *text* means when it is typed into a cell with format *held*: its number and format; None for a text."""
        try:
            key = int(self._formatter.detectNumberFormat(0, text))
            number = float(self._formatter.convertStringToNumber(key, text))
        except Exception:  # UNO's NotNumericException: the text stays a text
            return None
        if not self.kind(held) & ~_PLAIN and self.kind(key) & (DATE_OR_TIME | CURRENCY | PERCENT | LOGICAL):
            return number, key
        return number, held
