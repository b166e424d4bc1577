"""The workbooks that paths name: files as they are, folders searched.

>>> find_files([Path("a.xlsx"), Path("a.xlsx")]).files
['a.xlsx']
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

SUFFIXES = (".xlsx", ".xlsm")
TEXT_SUFFIXES = (".docx", ".txt")
OTHER_SUFFIXES = (".xls", ".et", ".wps", ".ett", ".xlsb", ".ods")


@dataclass(slots=True)
class Found:
    """Workbooks to check, texts that may be narratives (*asked*: those named by path), how many files of other formats lie
    beside them, and the folders that cannot be opened."""

    files: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    others: int = 0
    unreadable: list[str] = field(default_factory=list)


def find_files(paths: Iterable[Path]) -> Found:
    """The workbooks that *paths* name: files as they are, folders searched, none twice.

    Lock files of open workbooks (~$…) and the backups of recomputed ones are passed over.
    """
    found = Found()
    seen: set[str] = set()

    def add(path: str) -> None:
        real = os.path.realpath(path)
        if real not in seen:
            seen.add(real)
            (found.texts if Path(path).suffix.lower() in TEXT_SUFFIXES else found.files).append(path)

    for path in paths:
        if not path.is_dir():
            add(str(path))
            if path.suffix.lower() in TEXT_SUFFIXES:
                found.asked.append(str(path))
            continue
        for folder, folders, names in os.walk(
            path, onerror=lambda error: found.unreadable.append(error.filename)
        ):
            folders.sort()
            for name in sorted(names):
                suffix = Path(name).suffix.lower()
                if name.startswith(("~$", "._", ".~")) or ".备份" in name:
                    continue
                if suffix in (*SUFFIXES, *TEXT_SUFFIXES):
                    add(str(Path(folder, name)))
                found.others += suffix in OTHER_SUFFIXES
    return found
