"""What an .xlsx holds that Excel saved with the add-in: repaired, its formulas compute in Calc."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from addin.libreoffice.names import repair, repaired
from addin.libreoffice.office import Office

LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/externalLink"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
ROW = '("≥95%",93%,10)'
CALLS = {
    "A1": (f"[1]!JX_SCORE{ROW}", "9.79"),
    "A2": (f"'C:\\Users\\某人\\AddIns\\jx.xlam'!JX_SCORE{ROW}", "9.79"),
    "A3": (f"jx.xlam!JX_SCORE{ROW}", "9.79"),
    "A4": (f"_xll.JX_SCORE{ROW}", "9.79"),
    "A5": (f"JX_SCORE{ROW}", "9.79"),
    "A6": ('IF([1]!JX_GRADE(93)="优",[1]!JX_RATE(80,60),0)', "0.75"),
    "A7": ('"[1]!JX_SCORE("&"x"', "[1]!JX_SCORE(x"),
    "A8": ("SUM(1,2)", "3"),
}


def saved_by_excel(folder: Path) -> Path:
    """A workbook whose formulas name the add-in's file, with the link to it that [1] stands for."""
    plain, path = folder / "plain.xlsx", folder / "excel.xlsx"
    with xlsxwriter.Workbook(str(plain)) as book:
        sheet = book.add_worksheet()
        for cell, (formula, _) in CALLS.items():
            sheet.write_formula(cell, "=" + formula)
        sheet.write_column("D1", ["≥95%", "≤3天"])
        sheet.write_column("E1", ["93%", "4天"])
        sheet.write_array_formula("C1:C2", "{=[1]!JX_SCORE(D1:D2,E1:E2,10)}")
        book.define_name("等级", "=[1]!JX_GRADE(93)")
        sheet.write_formula("A9", "=等级")
    added = {
        "xl/workbook.xml": (
            "</sheets>",
            '</sheets><externalReferences><externalReference r:id="rId9"/></externalReferences>',
        ),
        "xl/_rels/workbook.xml.rels": (
            "</Relationships>",
            f'<Relationship Id="rId9" Type="{LINK}" Target="externalLinks/externalLink1.xml"/></Relationships>',
        ),
        "[Content_Types].xml": (
            "</Types>",
            '<Override PartName="/xl/externalLinks/externalLink1.xml" ContentType='
            '"application/vnd.openxmlformats-officedocument.spreadsheetml.externalLink+xml"/></Types>',
        ),
    }
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(path, "w") as target:
        for name in source.namelist():
            text = source.read(name).decode("utf-8")
            if name in added:
                assert added[name][0] in text
                text = text.replace(*added[name])
            target.writestr(name, text)
        target.writestr(
            "xl/externalLinks/externalLink1.xml",
            f'<externalLink xmlns="{MAIN}"><externalBook xmlns:r="{OFFICE}" r:id="rId1"/></externalLink>',
        )
        target.writestr(
            "xl/externalLinks/_rels/externalLink1.xml.rels",
            f'<Relationships xmlns="{RELATIONS}"><Relationship Id="rId1" Type="{LINK}Path" '
            'Target="file:///C:\\AddIns\\jx.xlam" TargetMode="External"/></Relationships>',
        )
    return path


def test_the_formulas_that_excel_saved_compute_once_mended(office: Office, tmp_path: Path) -> None:
    document = office.open(saved_by_excel(tmp_path))
    sheet = document.Sheets[0]
    assert sheet.getCellRangeByName("A1").String == "#NAME?"
    # A1-A4, A6, the array formula in C1:C2 and the name; A5 was understood from the start.
    assert repair(document) == 7
    assert {cell: sheet.getCellRangeByName(cell).String for cell in CALLS} == {
        cell: shown for cell, (_, shown) in CALLS.items()
    }
    assert [cell for (cell,) in sheet.getCellRangeByName("C1:C2").DataArray] == [9.79, 7.5]
    assert sheet.getCellRangeByName("A9").String == "优"
    assert repair(document) == 0
    document.close(True)


@pytest.mark.parametrize(
    "formula", ["=MYJX_SCORE(1)", "=X.JX_SCORE(1)", "=Blatt!JX_SCORE(1)", '="JX_SCORE("']
)
def test_what_is_not_ours_is_left_alone(formula: str) -> None:
    assert repaired(formula) == formula
