"""A bar on the terminal while many files are worked on; none in a pipe, and none for a handful of files.

>>> list(progress([1, 2, 3], 3))
[1, 2, 3]
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import TypeVar

Result = TypeVar("Result")
_FEW = 5


def progress(results: Iterable[Result], total: int) -> Iterable[Result]:
    """The *results* as they come, of which there will be *total*; the bar is drawn on standard error."""
    if total < _FEW or not sys.stderr.isatty():
        return results
    from tqdm import tqdm

    return tqdm(results, total=total, unit="file", file=sys.stderr, leave=False)
