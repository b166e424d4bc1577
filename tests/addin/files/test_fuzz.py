"""Two thousand damaged workbooks: each is read, or refused with a reason; nothing else comes of them."""

from __future__ import annotations

import tracemalloc
from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from functools import partial
from pathlib import Path

import pytest
from mutations import mutations

from addin.files import FileError, Workbook, read, write

CORPUS = Path(__file__).parents[2] / "data" / "corpus" / "workbooks"
SOUND = [
    *sorted(CORPUS.glob("*.xlsx")),
    *sorted(CORPUS.glob("variants/*.xlsx")),
    CORPUS / "special" / "links.xlsx",
    CORPUS / "special" / "hidden-sheet.xlsx",
    CORPUS / "special" / "accounts.xlsx",
]
SEED = 20240501


def outcome(act: Callable[[], Workbook | None]) -> Workbook | FileError | None:
    try:
        return act()
    except FileError as error:
        assert error.reason.zh and error.reason.en
        return error


@pytest.mark.slow
def test_damaged_workbooks_are_read_or_refused(tmp_path: Path) -> None:
    path = tmp_path / "坏 表.xlsx"
    outcomes: Counter[str] = Counter()
    peak = 0
    for number, data in enumerate(mutations(SOUND, 2000, SEED)):
        path.write_bytes(data)
        sampled = number % 25 == 0
        if sampled:
            tracemalloc.start()
        result = outcome(partial(read, path))
        if sampled:
            peak = max(peak, tracemalloc.get_traced_memory()[1])
            tracemalloc.stop()
        outcomes[type(result).__name__] += 1
        if isinstance(result, Workbook):
            for grid in result.grids:
                for (row, column), cell in grid.cells.items():
                    assert (cell.row, cell.column) == (row, column)
                    cell.text.encode("utf-8")
                for merge in grid.merges:
                    grid.at(merge.bottom, merge.right)
    assert peak < 64 << 20
    # The mutations are worth something only while both outcomes are common.
    assert outcomes.keys() == {"Workbook", "FileError"} and min(outcomes.values()) > 300


@pytest.mark.slow
def test_damaged_workbooks_are_edited_or_refused(tmp_path: Path) -> None:
    path, target = tmp_path / "坏 表.xlsx", tmp_path / "改.xlsx"
    written = 0
    for data in mutations(SOUND, 500, SEED + 1):
        path.write_bytes(data)
        before = outcome(partial(read, path))
        if not isinstance(before, Workbook) or not before.grids:
            continue
        name = before.grids[-1].name
        edits = {name: {"B2": Decimal("7.5"), "ZZ99": Decimal(3)}}
        target.unlink(missing_ok=True)
        result = outcome(partial(write, path, target, edits))
        if isinstance(result, FileError):
            assert not target.exists()
            continue
        written += 1
        grid = next(grid for grid in reversed(read(target).grids) if grid.name == name)
        assert grid.cells[2, 2].number == Decimal("7.5") or grid.cells[2, 2].date is not None
        assert grid.cells[99, 702].number == 3 or grid.cells[99, 702].date is not None
    assert written > 100
    assert [entry.name for entry in tmp_path.glob("*.tmp")] == []
