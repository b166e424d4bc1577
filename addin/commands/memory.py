"""What a command wrote over: kept outside the workbook, so that one command can put it back.

A step is put back cell by cell, and only where the cell still holds what was written: what the person typed since
stays. Nothing is added to the workbook.

>>> import os, tempfile
>>> folder = tempfile.TemporaryDirectory()
>>> shelf = Shelf("表.xlsx", Path(folder.name))
>>> shelf.push("recompute", [Written("自评", "G10", "20分", D("16"))])
>>> shelf.pop("recompute"), shelf.pop("recompute")
([Written(sheet='自评', cell='G10', old='20分', new=Decimal('16'))], [])
>>> folder.cleanup()
"""

from __future__ import annotations

import hashlib
import itertools
import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

from addin.files.placing import place
from addin.grid import address, coordinates
from udfs.decimals import D

Held = Decimal | str | None
# Which command wrote: 校验 puts totals right, 重算 all scores.
StepKind = Literal["totals", "recompute"]
_MOST_STEPS = 20


@dataclass(frozen=True, slots=True)
class Written:
    """A cell that a command wrote: what it held (a number, a text, None for nothing), and what it holds now."""

    sheet: str
    cell: str
    old: Held
    new: Held


def state_folder() -> Path:
    """Where this user's programs keep what they remember."""
    root = os.environ.get("LOCALAPPDATA") or os.environ.get("XDG_STATE_HOME")
    return (Path(root) if root else Path.home() / ".local" / "state") / "jixiao"


class Shelf:
    """The steps remembered for one workbook, by kind, the last first."""

    def __init__(self, book: str, folder: Path | None = None) -> None:
        """*book* is the workbook's full name; *folder* defaults to the user's."""
        name = hashlib.sha256(book.encode("utf-8")).hexdigest()[:20]
        self._path = (folder or state_folder() / "undo") / f"{name}.json"
        self._book = book

    def _load(self) -> dict[str, Any]:
        try:
            kept = json.loads(self._path.read_text("utf-8"))
        except (OSError, ValueError):
            return {"steps": {}}
        return kept if isinstance(kept, dict) and isinstance(kept.get("steps"), dict) else {"steps": {}}

    def push(self, kind: StepKind, step: Sequence[Written]) -> None:
        """Remember a step of *kind*; one without cells is none."""
        if not step:
            return
        kept = self._load()
        steps = kept["steps"].get(kind, [])
        steps.append([[w.sheet, w.cell, _packed(w.old), _packed(w.new)] for w in step])
        kept["steps"][kind] = steps[-_MOST_STEPS:]
        self._save(kept)

    def pop(self, kind: StepKind) -> list[Written]:
        """The last step of *kind*, which is then forgotten; empty where there is none."""
        kept = self._load()
        steps = kept["steps"].get(kind)
        if not steps:
            return []
        step = steps.pop()
        self._save(kept)
        return [Written(sheet, cell, _unpacked(old), _unpacked(new)) for sheet, cell, old, new in step]

    def shift(self, sheet: str, at: int) -> None:
        """Let every step follow a row that came in on *sheet* at row *at*."""
        kept = self._load()
        for steps in kept["steps"].values():
            for written in itertools.chain.from_iterable(steps):
                row, column = coordinates(written[1])
                if written[0] == sheet and row >= at:
                    written[1] = address(row + 1, column)
        if kept["steps"]:
            self._save(kept)

    def _save(self, kept: dict[str, Any]) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        place(self._path, json.dumps({"book": self._book, **kept}, ensure_ascii=False).encode("utf-8"))


def _packed(value: Held) -> list[str] | None:
    if value is None:
        return None
    return ["text", value] if isinstance(value, str) else ["number", str(value)]


def _unpacked(value: list[str] | None) -> Held:
    if value is None:
        return None
    return value[1] if value[0] == "text" else D(value[1])
