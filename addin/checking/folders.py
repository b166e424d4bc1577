"""Results folder by folder: accounts, narratives and forms of one folder are held against each other when it is done.

>>> from addin.checking.results import FileResult
>>> [result.path for result in by_folder([FileResult("a.xlsx"), FileResult("b/c.xlsx")], Beside())]
['a.xlsx', 'b/c.xlsx']
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from addin.checking.results import FileResult

# A unit hands over fewer files beside its accounts; of a larger folder the first results do not wait for the last.
_MOST_HELD = 150


@dataclass(frozen=True, slots=True)
class Beside:
    """What is checked beside the workbooks.

    texts  .docx and .txt files that may be narratives (情况说明); *asked*: those of them that were named by path
    named  the accounts or a text were named: all files of the run belong together, whatever their folders
    """

    texts: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    named: bool = False


def by_folder(results: Iterable[FileResult], beside: Beside) -> Iterator[FileResult]:
    """The results in their order, completed by folder; the narratives of a folder behind its workbooks."""
    waiting = {path: _folder(path, beside) for path in beside.texts}
    held: list[FileResult] = []
    folder: str | None = None
    for result in results:
        own = _folder(result.path, beside)
        if held and own != folder:
            yield from _completed(held, _taken(waiting, folder), beside)
            held = []
        folder = own
        held.append(result)
        if len(held) > _MOST_HELD and not any(one.tables for one in held) and own not in waiting.values():
            yield held.pop(0)
    if held:
        yield from _completed(held, _taken(waiting, folder), beside)
    for other in dict.fromkeys(waiting.values()):
        yield from _completed([], [path for path, at in waiting.items() if at == other], beside)


def _folder(path: str, beside: Beside) -> str:
    return "" if beside.named else os.path.realpath(Path(path).parent)


def _taken(waiting: dict[str, str], folder: str | None) -> list[str]:
    found = [path for path, at in waiting.items() if at == folder]
    for path in found:
        del waiting[path]
    return found


def _completed(held: list[FileResult], texts: list[str], beside: Beside) -> Iterable[FileResult]:
    if not texts and not any(result.tables for result in held):
        return held
    # Loaded for a folder that may hold accounts, and for no other.
    from addin.accounts.checking import together

    return together(held, texts, FileResult, beside.asked)
