"""jx.xlam and workbooks with our modules, as independent readers see them, and what putting them in leaves alone."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import pytest
from corpus import WORKBOOKS
from pyopenvba import ExcelFile, check_file
from vba_files import lines, modules, parts

from addin.excel import sources as vbasource
from addin.excel.packing import MacroError, addin_info, build_addin, put_modules
from addin.files import FileError, read
from addin.files.xlsx.writing import write
from addin.libreoffice.office import Office

FORM = WORKBOOKS / "002-06.xlsx"
IN_A_BOOK = (vbasource.RUNTIME, *vbasource.FUNCTION_MODULES)


def test_two_builds_give_the_same_bytes(jx_xlam: Path, tmp_path: Path) -> None:
    build_addin(tmp_path / "jx.xlam")
    assert (tmp_path / "jx.xlam").read_bytes() == jx_xlam.read_bytes()
    assert [path.name for path in tmp_path.iterdir()] == ["jx.xlam"]


def test_the_modules_of_the_addin_are_the_sources(jx_xlam: Path) -> None:
    read_back = modules(jx_xlam)
    for name in (vbasource.RUNTIME, *vbasource.ADDIN_MODULES):
        assert read_back.pop(name) == lines(vbasource.module(name))
    code = read_back.pop(vbasource.BOOK_CODE)
    assert [line for line in code if not line.startswith("Attribute ")] == lines(
        vbasource.module(vbasource.BOOK_CODE)
    )
    assert [line for line in read_back.pop("Sheet1") if not line.startswith("Attribute ")] in ([], [""])
    assert read_back == {}


def test_the_modules_of_a_workbook_are_the_sources(jx_xlsm: Path) -> None:
    read_back = modules(jx_xlsm)
    assert all(read_back[name] == lines(vbasource.module(name)) for name in IN_A_BOOK)
    assert "JixiaoRibbon" not in read_back and "customUI/customUI.xml" not in parts(jx_xlsm)


@pytest.mark.parametrize("which", ["jx_xlam", "jx_xlsm"])
def test_pyopenvba_finds_no_fault(which: str, request: pytest.FixtureRequest) -> None:
    path = request.getfixturevalue(which)
    report = check_file(str(path))
    assert (report.ok, report.complete, report.issues) == (True, True, ())
    with ExcelFile(path) as book:
        assert book.validate() == []


def test_the_addin_is_our_project_with_our_ribbon_texts_and_help(jx_xlam: Path) -> None:
    with ExcelFile(jx_xlam) as book:
        assert book.vba_project().name == "jixiao"
    found = parts(jx_xlam)
    assert found["customUI/customUI.xml"] == vbasource.ribbon().encode()
    assert found["customXml/item1.xml"] == vbasource.intellisense().encode()
    assert b'Target="customUI/customUI.xml"' in found["_rels/.rels"]
    assert b'Target="../customXml/item1.xml"' in found["xl/_rels/workbook.xml.rels"]
    assert b"William" not in b"".join(found.values())


@pytest.mark.parametrize("which", ["jx_xlam", "jx_xlsm"])
def test_libreoffice_opens_it(which: str, request: pytest.FixtureRequest, office: Office) -> None:
    # It does not go by the content of a file that is called .xlam, not even of one that Excel saved.
    document = office.open(request.getfixturevalue(which), FilterName="Calc MS Excel 2007 VBA XML")
    try:
        libraries = document.BasicLibraries
        held = {
            name for library in libraries.ElementNames for name in libraries.getByName(library).ElementNames
        }
        assert set(IN_A_BOOK) <= held
        if which == "jx_xlam":
            sheet = document.Sheets.getByName(vbasource.TEXT_SHEET)
            for row, (key, texts) in enumerate(vbasource.texts().items()):
                cells = sheet.getCellRangeByPosition(0, row, len(texts), row).getDataArray()[0]
                assert cells == (key, *texts)
    finally:
        document.close(True)


@pytest.mark.parametrize("source", sorted(WORKBOOKS.glob("*.xlsx"))[::5], ids=lambda path: path.stem)
def test_a_published_form_keeps_everything_but_the_names_of_its_sheets(source: Path, tmp_path: Path) -> None:
    put_modules(source, tmp_path / "form.xlsm")
    before, after = parts(source), parts(tmp_path / "form.xlsm")
    assert after.keys() - before.keys() == {"xl/vbaProject.bin"}
    changed = {name for name in before if before[name] != after[name]}
    assert changed <= {"[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"} | {
        name for name in before if name.startswith("xl/worksheets/sheet")
    }
    for name in changed:
        # Only the code names, by which the modules know their sheets, have been added.
        if name.startswith(("xl/worksheets/", "xl/workbook.xml")):
            assert len(after[name]) - len(before[name]) < 60
    assert read(tmp_path / "form.xlsm").grids == read(source).grids


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A workbook with a macro of its owner."""
    path = tmp_path / "own.xlsm"
    with ExcelFile.create_new(path) as made:
        made.set_module("Module1", "Sub Own()\r\n    MsgBox 1\r\nEnd Sub\r\n")
        made.save()
    return path


def test_a_workbook_keeps_its_own_macros_and_every_other_part(book: Path, tmp_path: Path) -> None:
    put_modules(book, tmp_path / "out.xlsm")
    before, after = parts(book), parts(tmp_path / "out.xlsm")
    assert before.keys() == after.keys()
    assert [name for name in before if before[name] != after[name]] == ["xl/vbaProject.bin"]
    assert modules(tmp_path / "out.xlsm")["Module1"] == modules(book)["Module1"]


def test_putting_them_in_again_changes_nothing(book: Path) -> None:
    put_modules(book, book)
    once = modules(book)
    put_modules(book, book)
    assert modules(book) == once and once.keys() >= set(IN_A_BOOK)


def test_the_ribbon_comes_along_if_asked(book: Path, tmp_path: Path) -> None:
    put_modules(book, tmp_path / "out.xlsm", ribbon=True)
    found = parts(tmp_path / "out.xlsm")
    assert found["customUI/customUI.xml"] == vbasource.ribbon().encode()
    assert found["_rels/.rels"].count(b"customUI/customUI.xml") == 1
    assert set(vbasource.RIBBON_MODULES) <= modules(tmp_path / "out.xlsm").keys()
    put_modules(tmp_path / "out.xlsm", tmp_path / "again.xlsm", ribbon=True)
    assert parts(tmp_path / "again.xlsm")["_rels/.rels"] == found["_rels/.rels"]


def with_parts(path: Path, **changes: bytes) -> None:
    """Put parts into a workbook, or others in the place of its own."""
    found = parts(path)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (found | changes).items():
            archive.writestr(name, content)


def test_signed_macros_are_left_alone(book: Path) -> None:
    kind = "http://schemas.microsoft.com/office/2006/relationships/vbaProjectSignature"
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{kind}" Target="vbaProjectSignature.bin"/></Relationships>'
    )
    with_parts(
        book,
        **{"xl/_rels/vbaProject.bin.rels": relations.encode(), "xl/vbaProjectSignature.bin": b"signed"},
    )
    content = book.read_bytes()
    with pytest.raises(MacroError, match="数字签名"):
        put_modules(book, book)
    assert book.read_bytes() == content


def test_a_signed_workbook_is_left_alone(book: Path) -> None:
    with_parts(book, **{"_xmlsignatures/origin.sigs": b""})
    with pytest.raises(MacroError, match="数字签名"):
        put_modules(book, book)


def test_a_ribbon_of_its_own_is_left_alone(book: Path) -> None:
    with_parts(book, **{"customUI/customUI.xml": b"<customUI/>"})
    with pytest.raises(MacroError, match="功能区"):
        put_modules(book, book, ribbon=True)


def test_a_workbook_that_uses_xlwings_itself_is_left_alone(book: Path) -> None:
    with ExcelFile(book) as made:
        made.vba_project().add_module("xlwings", 'Public Const PROJECT_NAME As String = "xlwings"\r\n')
        made.save()
    with pytest.raises(MacroError, match="自己的 xlwings 模块"):
        put_modules(book, book)


def test_sheets_that_are_not_certain_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "prefixed.xlsx"
    shutil.copy(FORM, path)
    workbook = parts(path)["xl/workbook.xml"].decode()
    assert "<sheet " in workbook
    prefixed = workbook.replace(
        "<sheet ", '<x:sheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    )
    with_parts(path, **{"xl/workbook.xml": prefixed.encode()})
    with pytest.raises(MacroError, match="另存为"):
        put_modules(path, tmp_path / "out.xlsm")
    assert not (tmp_path / "out.xlsm").exists()


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)])
def test_what_is_no_workbook_says_so(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(content)
    with pytest.raises(FileError):
        put_modules(tmp_path / "a.xlsx", tmp_path / "b.xlsm")


def test_a_workbook_that_lost_a_sheet_says_so(tmp_path: Path) -> None:
    found = parts(FORM)
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as archive:
        for name in found.keys() - {"xl/worksheets/sheet1.xml"}:
            archive.writestr(name, found[name])
    with pytest.raises((MacroError, FileError), match="另存为"):
        put_modules(tmp_path / "a.xlsx", tmp_path / "b.xlsm")
    assert not (tmp_path / "b.xlsm").exists()


def test_a_zip_file_that_is_no_workbook_says_so(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as archive:
        archive.writestr("readme.txt", "-")
    with pytest.raises(MacroError, match="不是 Excel 工作簿"):
        put_modules(tmp_path / "a.xlsx", tmp_path / "b.xlsm")


def test_an_addin_is_no_workbook(jx_xlam: Path, tmp_path: Path) -> None:
    with pytest.raises(MacroError, match="不是 Excel 工作簿"):
        put_modules(jx_xlam, tmp_path / "b.xlsm")


def test_cells_can_be_written_afterwards(tmp_path: Path) -> None:
    put_modules(FORM, tmp_path / "form.xlsm")
    sheet = read(FORM).grids[0].name
    write(tmp_path / "form.xlsm", tmp_path / "form.xlsm", {sheet: {"A1": "改"}})
    assert parts(tmp_path / "form.xlsm")["xl/vbaProject.bin"]
    assert modules(tmp_path / "form.xlsm").keys() >= set(IN_A_BOOK)


def test_the_doctor_learns_what_the_modules_need(jx_xlam: Path, jx_xlsm: Path, book: Path) -> None:
    info = addin_info()
    assert info == addin_info(jx_xlam) == addin_info(jx_xlsm)
    assert info.dlls == (f"xlwings64-{info.xlwings}.dll", f"xlwings32-{info.xlwings}.dll")
    assert info.config == ".jixiao/jixiao.conf"
    with pytest.raises(MacroError, match="没有本产品的宏"):
        addin_info(book)
    with pytest.raises(FileError, match="文件不存在"):
        addin_info(book.with_name("none.xlam"))
