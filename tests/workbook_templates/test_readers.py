"""Three independent programs open a template and see the same cells: openpyxl, python-calamine and LibreOffice."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from addin.libreoffice.office import Office
from workbook_templates.build import FORM_SHEET, GUIDE_SHEET, build
from workbook_templates.layout import layout_ids


@pytest.mark.parametrize("scheme", layout_ids())
def test_all_see_the_same(scheme: str, tmp_path: Path, office: Office) -> None:
    path = tmp_path / "自评表.xlsx"
    path.write_bytes(build(scheme))
    sheet = load_workbook(path, data_only=True)[FORM_SHEET]
    book = CalamineWorkbook.from_path(str(path))
    assert book.sheet_names == [FORM_SHEET, GUIDE_SHEET]
    rows = book.get_sheet_by_name(FORM_SHEET).to_python(skip_empty_area=False)
    document = office.open(path)
    cells = document.Sheets.getByName(FORM_SHEET)
    texts = 0
    for row in sheet.iter_rows():
        for cell in row:
            if isinstance(cell.value, str) and cell.value.strip():
                texts += 1
                assert rows[cell.row - 1][cell.column - 1] == cell.value
                assert cells.getCellByPosition(cell.column - 1, cell.row - 1).String == cell.value
            elif isinstance(cell.value, int | float):
                assert rows[cell.row - 1][cell.column - 1] == cell.value
    assert texts > 25
    document.close(True)


def test_boxes_and_levels_are_drop_downs_in_calc(tmp_path: Path, office: Office) -> None:
    path = tmp_path / "自评表.xlsx"
    path.write_bytes(build("hubei-2024"))
    document = office.open(path)
    sheet = document.Sheets.getByName(FORM_SHEET)
    options = {name: sheet.getCellRangeByName(name).Validation.getFormula1() for name in ("C5", "L11")}
    assert "1、部门预算项目 ☑" in options["C5"] and "达成预期指标" in options["L11"]
    assert "单位" in sheet.getCellRangeByName("F11").Validation.InputMessage
    document.close(True)
