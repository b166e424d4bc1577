"""Patterns that are compiled when they are first used: importing the arithmetic costs no time for what is not asked.

>>> digits = lazy("[0-9]+")
>>> digits.sub("#", "95.5%"), digits.fullmatch("95") is not None
('#.#%', True)
"""

from __future__ import annotations

import re
from typing import Any, cast

_METHODS = ("sub", "search", "match", "fullmatch", "finditer", "split")


class _Lazy:
    """Looks like a compiled pattern; the first use of a method puts the pattern's own methods in its place."""

    def __init__(self, source: str) -> None:
        self.source = source

    def __getattr__(self, name: str) -> Any:
        if name not in _METHODS:
            raise AttributeError(name)
        compiled = re.compile(self.source)
        for method in _METHODS:
            setattr(self, method, getattr(compiled, method))
        return getattr(self, name)


def lazy(source: str) -> re.Pattern[str]:
    """The pattern written in *source*; of its methods sub, search, match, fullmatch, finditer and split can be used."""
    return cast("re.Pattern[str]", _Lazy(source))
