"""The catalogue of the checks: every code with its level, scope, title, reason, fix and reference, as data.

A code is a contract: never renamed, never reused. The file (checks/catalogue.toml) is read strictly: what is missing,
empty or unknown is an error that names code and key, raised when the checks are imported.

>>> entry = catalogue()["JX-S04"]
>>> entry.level, entry.scope, entry.title.zh
('error', 'form', '总分不等于各项得分之和')
>>> list(read_catalogue('["JX-S04"]\\nlevel = "fatal"'))
Traceback (most recent call last):
...
addin.judging.catalogue.CatalogueError: 校验目录 catalogue.toml：键 JX-S04.level 的值 'fatal' 不对，可用：error、review、hint / catalogue of the checks catalogue.toml: key JX-S04.level is 'fatal', not one of error, review, hint
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal, get_args

from udfs.errors import JixiaoError
from udfs.strict_toml import Table, TomlFile
from udfs.text import Text

Level = Literal["error", "review", "hint"]
LEVELS: tuple[Level, ...] = get_args(Level)
# What a check looks at: one form (it has a function under its code), the forms of a folder beside each other, a file,
# or the accounts with their narrative.
Scope = Literal["form", "between", "file", "accounts"]
SCOPES: tuple[Scope, ...] = get_args(Scope)
_CODE = re.compile(r"JX-[A-Z]\d\d")


class CatalogueError(JixiaoError):
    """Raised on import: the catalogue and the functions of the checks do not go together, or an entry is not whole."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One code of the catalogue.

    level  "error" (强制性审核: blocks submission), "review" (核实性审核: may stay when explained) or "hint" (提示)
    scope  "form": a function is filed under the code; "between" and "file": found where files are read;
           "accounts": found in the accounts, their narrative, and between these and the forms
    """

    code: str
    level: Level
    scope: Scope
    title: Text
    why: Text
    fix: Text
    reference: str

    @property
    def group(self) -> str:
        """The letter of its group: "S" of JX-S04."""
        return self.code[3]


@cache
def catalogue() -> dict[str, Entry]:
    """Every code with its entry, in the catalogue's order. Raises CatalogueError."""
    return {
        code: entry
        for folder in ("addin.judging.checks", "addin.accounts")
        for code, entry in read_catalogue(files(folder).joinpath("catalogue.toml").read_text("utf-8")).items()
    }


def read_catalogue(text: str) -> dict[str, Entry]:
    """The entries in the *text* of a catalogue. Raises CatalogueError for a key that is missing, empty or unknown."""
    file = TomlFile("catalogue.toml", Text("校验目录", "catalogue of the checks"), CatalogueError)
    top = file.table(text)
    return {code: _entry(code, top) for code in list(top.values)}


def _entry(code: str, top: Table) -> Entry:
    if not _CODE.fullmatch(code):
        raise top.error(code, Text("不是校验代码", "is no code of a check"))
    table = top.table(code)
    entry = Entry(
        code=code,
        level=table.one_of("level", LEVELS),
        scope=table.one_of("scope", SCOPES),
        title=_sentence(table, "title"),
        why=_sentence(table, "why"),
        fix=_sentence(table, "fix"),
        reference=_words(table, "reference"),
    )
    table.done()
    return entry


def _sentence(table: Table, key: str) -> Text:
    """A sentence in both languages."""
    both = table.table(key)
    sentence = Text(_words(both, "zh"), _words(both, "en"))
    both.done()
    return sentence


def _words(table: Table, key: str) -> str:
    words = table.take(key, str)
    if not str(words).strip():
        raise table.wrong(key, words)
    return str(words)
