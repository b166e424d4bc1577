"""What a click on the ribbon makes Python do: the command runs on the workbook that called, and on no other."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import xlwings as xw
from corpus import WORKBOOKS
from desktop import Open, contents, said


@pytest.fixture
def calling() -> Iterator[None]:
    yield
    if hasattr(xw.Book, "_mock_caller"):
        del xw.Book._mock_caller


@pytest.mark.usefixtures("calling")
def test_the_workbook_that_called_is_the_one_worked_on(opened: Open, tmp_path: Path) -> None:
    other, desk = opened(WORKBOOKS / "002-06.xlsx"), opened(WORKBOOKS / "001-16.xlsx")
    before = contents(other, tmp_path), contents(desk, tmp_path)
    desk.book.set_mock_caller()
    exec("from addin import commands; commands.run('check_sheet')", {})
    assert "校验了1张自评表" in said(desk)[0]
    assert contents(other, tmp_path) == before[0]
    assert contents(desk, tmp_path) != before[1]
    exec("from addin import commands; commands.run('clear_marks')", {})
    assert contents(desk, tmp_path) == before[1]
    exec("from addin import commands; commands.run('new_form', 'hubei-2024')", {})
    assert len(list(tmp_path.glob("绩效自评表-*.xlsx"))) == 1
