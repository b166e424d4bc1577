"""A new workbook on the real LibreOffice, through xlwings, and the same workbook as another program reads it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import xlwings as xw
from openpyxl import Workbook, load_workbook

from addin.libreoffice.engine import register
from addin.libreoffice.office import Office

Saved = Callable[[], Workbook]


@pytest.fixture(scope="session")
def app(office: Office) -> xw.App:
    return register(office)


@pytest.fixture
def book(app: xw.App) -> Iterator[xw.Book]:
    one = app.books.add()
    yield one
    for left in list(app.books):
        left.close()


@pytest.fixture
def sheet(book: xw.Book) -> xw.Sheet:
    return book.sheets[0]


@pytest.fixture
def saved(book: xw.Book, tmp_path: Path) -> Saved:
    def read() -> Workbook:
        path = tmp_path / "saved.xlsx"
        book.api.SaveCopyAs(str(path))
        return load_workbook(path)

    return read
