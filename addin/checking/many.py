"""Many files: checked over all cores, in their order and in bounded memory, and compared with one another.

for result in check_files(["a.xlsx", "b.xlsx"]):
    print(result.path, len(list(result.all_findings())))
"""

from __future__ import annotations

import os
import signal
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor

from addin.checking.folders import Beside, by_folder
from addin.checking.one_file import check_file
from addin.checking.results import FileResult
from addin.judging.between_forms import Seen

_PARALLEL_FROM = 12
_CHUNK = 4
# What Windows can wait for at once.
_MOST_PROCESSES = 61


def _check_chunk(paths: list[str], scheme: str) -> list[FileResult]:
    return [check_file(path, scheme) for path in paths]


def check_files(
    paths: list[str], scheme: str = "", jobs: int = 0, beside: Beside | None = None
) -> Iterator[FileResult]:
    """Check *paths* in their order, over all cores (or *jobs* processes) where that pays.

    Forms are held against the earlier ones as they come (JX-X01, JX-X12). No more results than a folder has, and a
    hundred and fifty at most, are held at a time: accounts, narratives and forms of a folder are compared, too, when it is
    done. Raises SchemeError.
    """
    yield from by_folder(_compared(paths, scheme, jobs), beside or Beside())


def _compared(paths: list[str], scheme: str, jobs: int) -> Iterator[FileResult]:
    seen = Seen()
    for result in _results(paths, scheme, jobs or os.cpu_count() or 1):
        for trace in result.traces:
            result.findings += seen.compare(trace)
        result.traces = []
        yield result


def _results(paths: list[str], scheme: str, jobs: int) -> Iterator[FileResult]:
    if jobs == 1 or len(paths) < _PARALLEL_FROM:
        for path in paths:
            yield check_file(path, scheme)
        return
    chunks = [paths[start : start + _CHUNK] for start in range(0, len(paths), _CHUNK)]
    waiting: deque[Future[list[FileResult]]] = deque()
    # Ctrl-C is for this process to see; its helpers end with it and say nothing of their own.
    with ProcessPoolExecutor(
        min(jobs, len(chunks), _MOST_PROCESSES),
        initializer=signal.signal,
        initargs=(signal.SIGINT, signal.SIG_IGN),
    ) as pool:
        try:
            for chunk in chunks:
                waiting.append(pool.submit(_check_chunk, chunk, scheme))
                if len(waiting) > jobs * 3:
                    yield from waiting.popleft().result()
            while waiting:
                yield from waiting.popleft().result()
        except BaseException:
            for future in waiting:
                future.cancel()
            raise
