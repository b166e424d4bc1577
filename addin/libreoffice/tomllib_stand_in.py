"""In place of ``tomllib`` where LibreOffice brings a Python before 3.11: the shipped TOML files, read at build.

The build writes jx_schemes.json and jx_lexicons.json beside this module: the tables of each file under a digest of its
text, numbers with a point as {"decimal": "0.5"}. A text that is not among them is refused.

>>> loads("a = 1")
Traceback (most recent call last):
...
addin.libreoffice.tomllib_stand_in.TOMLDecodeError: a scheme file of your own needs LibreOffice with Python 3.11
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

_TABLES = [Path(__file__).with_name(f"jx_{name}.json") for name in ("schemes", "lexicons")]


class TOMLDecodeError(ValueError):
    """Raised for any text but the shipped ones."""


def digest(text: str) -> str:
    """The name of a text in those files; line ends do not count."""
    return hashlib.sha256(text.replace("\r\n", "\n").encode("utf-8")).hexdigest()


def loads(text: str, /, *, parse_float: Callable[[str], Any] = str) -> dict[str, Any]:
    """The tables of a shipped TOML *text*, as ``tomllib.loads`` gives them. Raises TOMLDecodeError."""

    def number(table: dict[str, Any]) -> Any:
        return parse_float(table["decimal"]) if table.keys() == {"decimal"} else table

    name = digest(text)
    for tables in _TABLES:
        known = json.loads(tables.read_text("utf-8"), object_hook=number) if tables.exists() else {}
        if name in known:
            found: dict[str, Any] = known[name]
            return found
    raise TOMLDecodeError("a scheme file of your own needs LibreOffice with Python 3.11")
