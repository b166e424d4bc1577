"""LibreOffice as a process: started on a new profile, a file opened, recalculated, saved; or a clear sentence."""

from __future__ import annotations

from pathlib import Path

import pytest
from corpus import WORKBOOKS
from openpyxl import load_workbook

from addin.libreoffice import office as module
from addin.libreoffice.office import LEAST, Office, OfficeError, soffice, version


def test_the_version_is_new_enough() -> None:
    assert version(soffice()) >= LEAST


def test_a_form_is_opened_computed_and_saved(office: Office, tmp_path: Path) -> None:
    document = office.open(WORKBOOKS / "002-06.xlsx")
    sheet = document.Sheets[0]
    sheet.getCellRangeByName("Z1").Formula = "=1+1"
    document.calculateAll()
    assert sheet.getCellRangeByName("Z1").Value == 2
    office.save(document, tmp_path / "a.xlsx")
    document.close(True)
    assert load_workbook(tmp_path / "a.xlsx", data_only=True).worksheets[0]["Z1"].value == 2


def test_what_is_no_spreadsheet_is_refused(office: Office, tmp_path: Path) -> None:
    with pytest.raises(OfficeError, match="没有\\.xlsx"):
        office.open(tmp_path / "没有.xlsx")


def test_a_machine_without_it_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "find_soffice", lambda: None)
    with pytest.raises(OfficeError, match=r"请安装 25\.2"):
        soffice()
