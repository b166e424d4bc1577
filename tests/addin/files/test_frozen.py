"""The copy for submission: what formulas gave stays, what runs goes, everything else is carried over."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from corpus import WORKBOOKS
from openpyxl import Workbook, load_workbook

from addin.files import FileError, read
from addin.files.xlsx.submission_copy import freeze, frozen_cells


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as file:
        return {name: file.read(name) for name in file.namelist()}


@pytest.mark.parametrize("path", sorted(WORKBOOKS.glob("*.xlsx")), ids=lambda path: path.stem)
def test_every_cell_of_a_real_form_shows_what_it_showed(path: Path, tmp_path: Path) -> None:
    freeze(path, tmp_path / "提交.xlsx")
    before, after = read(path), read(tmp_path / "提交.xlsx")
    for old, new in zip(before.grids, after.grids, strict=True):
        assert {at: cell.text for at, cell in old.cells.items() if cell.text} == {
            at: cell.text for at, cell in new.cells.items()
        }
        assert not [cell.address for cell in new.cells.values() if cell.formula]
        assert old.merges == new.merges


def test_a_blank_cell_beside_a_formula_is_nothing_special() -> None:
    data = '<sheetData><c r="A1" s="3"/><c r="B1" t="str" cm="1"><f t="array" ref="B1">X()</f><v>甲</v></c></sheetData>'
    assert frozen_cells(data) == '<sheetData><c r="A1" s="3"/><c r="B1" t="str"><v>甲</v></c></sheetData>'


def test_names_go_and_the_print_area_stays(tmp_path: Path) -> None:
    book = Workbook()
    book.worksheets[0].print_area = "A1:C3"
    book.worksheets[0].print_title_rows = "1:1"
    from openpyxl.workbook.defined_name import DefinedName

    book.defined_names["JX_SCHEME"] = DefinedName("JX_SCHEME", attr_text='"hubei-2024"')
    book.save(tmp_path / "a.xlsx")
    freeze(tmp_path / "a.xlsx", tmp_path / "b.xlsx")
    saved = load_workbook(tmp_path / "b.xlsx")
    assert not saved.defined_names
    assert saved.worksheets[0].print_area == "'Sheet'!$A$1:$C$3"
    assert saved.worksheets[0].print_title_rows == "$1:$1"


def test_macros_and_links_go_with_everything_that_names_them(tmp_path: Path) -> None:
    book = Workbook()
    book.worksheets[0]["A1"] = "=1+1"
    book.save(tmp_path / "a.xlsx")
    macro = tmp_path / "a.xlsm"
    with zipfile.ZipFile(macro, "w") as file:
        for name, content in parts(tmp_path / "a.xlsx").items():
            text = content
            if name == "[Content_Types].xml":
                text = content.replace(
                    b"vnd.openxmlformats-officedocument.spreadsheetml.sheet.main",
                    b"vnd.ms-excel.sheet.macroEnabled.main",
                ).replace(
                    b"</Types>",
                    b'<Override PartName="/xl/vbaProject.bin" ContentType="application/vnd.ms-office.vbaProject"/>'
                    b'<Override PartName="/xl/externalLinks/externalLink1.xml" ContentType="application/x"/></Types>',
                )
            if name == "xl/_rels/workbook.xml.rels":
                text = content.replace(
                    b"</Relationships>",
                    b'<Relationship Id="rV" Type="t/vbaProject" Target="vbaProject.bin"/>'
                    b'<Relationship Id="rL" Type="t/externalLink" Target="externalLinks/externalLink1.xml"/></Relationships>',
                )
            if name == "xl/workbook.xml":
                text = content.replace(
                    b"</sheets>",
                    b'</sheets><externalReferences><externalReference r:id="rL"/></externalReferences>',
                )
            file.writestr(name, text)
        file.writestr("xl/vbaProject.bin", b"code")
        file.writestr("xl/externalLinks/externalLink1.xml", b"<externalLink/>")
        file.writestr("customUI/customUI.xml", b"<customUI/>")
    freeze(macro, tmp_path / "b.xlsx")
    after = parts(tmp_path / "b.xlsx")
    assert set(after) == set(parts(tmp_path / "a.xlsx"))
    assert not [name for name, content in after.items() if b"vba" in content or b"externalLink" in content]
    assert b"macroEnabled" not in after["[Content_Types].xml"]
    assert not read(tmp_path / "b.xlsx").macros


def test_macro_sheets_are_refused(tmp_path: Path) -> None:
    Workbook().save(tmp_path / "a.xlsx")
    with zipfile.ZipFile(tmp_path / "a.xlsx", "a") as file:
        file.writestr("xl/macrosheets/sheet1.xml", b"<x/>")
    with pytest.raises(FileError, match="宏表"):
        freeze(tmp_path / "a.xlsx", tmp_path / "b.xlsx")
    assert not (tmp_path / "b.xlsx").exists()


def test_equal_sources_give_equal_files(tmp_path: Path) -> None:
    for name in ("a", "b"):
        freeze(WORKBOOKS / "002-06.xlsx", tmp_path / f"{name}.xlsx")
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
