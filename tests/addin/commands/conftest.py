"""Workbooks opened on the real LibreOffice through the xlwings engine, as the ribbon's commands see them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import xlwings as xw
from desktop import Open

from addin.commands import Desk
from addin.libreoffice.engine import register
from addin.libreoffice.office import Office


@pytest.fixture(scope="session")
def app(office: Office) -> xw.App:
    return register(office)


@pytest.fixture
def opened(app: xw.App, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Open]:
    """Opens a copy of a workbook; what commands remember goes to a folder of the test's own."""
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "state"))
    app.impl.alerts.clear()
    app.impl.answers.clear()
    books: list[xw.Book] = []

    def one(path: Path, name: str = "") -> Desk:
        copy = tmp_path / (name or path.name)
        shutil.copyfile(path, copy)
        books.append(app.books.open(str(copy)))
        return Desk(books[-1], lambda: False)

    yield one
    for book in list(app.books):
        book.close()
