"""Reading workbooks: every cell as openpyxl has it, and the odd files that openpyxl never writes."""

from __future__ import annotations

import datetime as dt
import os
import shutil
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from books import (
    DOCUMENT,
    HEAD,
    MAIN,
    STRICT_DOCUMENT,
    STRICT_MAIN,
    packed,
    parts,
    relations,
    strings,
    styles,
    workbook,
    worksheet,
)
from openpyxl.comments import Comment
from openpyxl.worksheet.formula import ArrayFormula

from addin.files import FileError, Workbook, read
from addin.files.number_format import BUILTIN
from addin.grid import Cell, Grid, Merge, coordinates
from udfs.decimals import D

CORPUS = Path(__file__).parents[2] / "data" / "corpus" / "workbooks"
UNREADABLE = {"broken-xml", "encrypted", "nosheet-part", "renamed-xls", "truncated"}
READABLE = sorted(p for p in CORPUS.rglob("*") if p.suffix.lower() == ".xlsx" and p.stem not in UNREADABLE)

Reader = Callable[..., Workbook]


@pytest.fixture
def book(tmp_path: Path) -> Reader:
    """Reads a workbook made of parts."""

    def make(made: dict[str, str | bytes], name: str = "自评 表.xlsx") -> Workbook:
        path = tmp_path / name
        path.write_bytes(packed(made))
        return read(path)

    return make


def by_address(grid: Grid) -> dict[str, Cell]:
    return {cell.address: cell for cell in grid.cells.values()}


@pytest.mark.parametrize("path", READABLE, ids=lambda path: path.stem)
def test_agrees_with_openpyxl(path: Path) -> None:
    values = openpyxl.load_workbook(path, data_only=True)
    formulas = openpyxl.load_workbook(path)
    grids = {grid.name: grid for grid in read(path).grids}
    assert list(grids) == [sheet.title for sheet in values.worksheets]
    for sheet in values.worksheets:
        grid = grids[sheet.title]
        assert grid.hidden == (sheet.sheet_state != "visible")
        merges = {(r.min_row, r.min_col, r.max_row, r.max_col) for r in sheet.merged_cells.ranges}
        assert {(m.top, m.left, m.bottom, m.right) for m in grid.merges} == merges
        assert grid.hidden_rows == {row for row, d in sheet.row_dimensions.items() if d.hidden}
        hidden = {(d.min, d.max) for d in sheet.column_dimensions.values() if d.hidden}
        assert set(grid.hidden_columns) == hidden
        expected = {}
        for row in sheet.iter_rows():
            for cell in row:
                formula = formulas[sheet.title][cell.coordinate].value
                formula = formula[1:] if isinstance(formula, str) and formula.startswith("=") else ""
                if cell.value is not None or formula:
                    expected[cell.row, cell.column] = (cell, formula)
        assert grid.cells.keys() == expected.keys()
        for place, (cell, formula) in expected.items():
            ours = grid.cells[place]
            assert ours.formula in (formula, "…" if formula else "")
            value = cell.value
            if cell.data_type == "e":
                assert (ours.error, ours.text) == (value, value)
            elif isinstance(value, bool):
                assert ours.text == str(value).upper()
            elif isinstance(value, dt.datetime):
                assert (ours.date, ours.number) == (value.date(), None)
            elif isinstance(value, int | float):
                assert ours.number == D(value)
                assert ours.percent == ("%" in cell.number_format)
                if cell.number_format == "General":
                    assert D(ours.text) == D(value)
                elif cell.number_format.strip("0.%") == "":
                    assert ours.text.count("%") == int(ours.percent)
                    assert len(ours.text.strip("%").partition(".")[2]) == cell.number_format.count("0") - 1
            else:
                assert ours.text == (value or "")


def test_what_the_odd_files_of_the_corpus_are() -> None:
    links = read(CORPUS / "special" / "links.xlsx")
    assert links.external_links and not links.macros and not links.signed
    assert [grid.hidden for grid in read(CORPUS / "special" / "hidden-sheet.xlsx").grids].count(True) == 1
    assert read(CORPUS / "special" / "模板 副本(1)（终稿）.XLSX").grids[0].cells
    assert not read(CORPUS / "001-01.xlsx").external_links


def test_openpyxl_workbook_with_everything(tmp_path: Path) -> None:
    path = tmp_path / "各种 单元格.XLSX"
    made = openpyxl.Workbook()
    sheet = made.active
    sheet.title = "A&B 表"
    for address, value, code in (
        ("A1", " 前后空格 ", None),
        ("A2", "两\n行", None),
        ("B1", 0.8214, "0.00%"),
        ("B2", dt.date(2025, 4, 22), 'yyyy"年"m"月"d"日"'),
        ("B3", dt.datetime(2025, 4, 22, 18, 30), "yyyy/m/d h:mm"),
        ("B4", dt.time(12, 30), "h:mm"),
        ("B5", 1234.5, '#,##0.00"万元"'),
        ("B6", 12, '0"人"'),
        ("B7", 0.1 + 0.2, None),
        ("B8", 1234.5, BUILTIN[43]),
        ("C1", True, None),
        ("C2", "#REF!", None),
        ("C3", "=B1*2", "0%"),
        ("C4", ArrayFormula("C4:C5", "=B5:B6*2"), None),
        ("D1", None, "0.00"),
    ):
        sheet[address] = value
        if code:
            sheet[address].number_format = code
    sheet["A1"].comment = Comment("批注", "我")
    sheet.merge_cells("E1:F3")
    sheet.row_dimensions[2].hidden = True
    sheet.column_dimensions["D"].hidden = True
    made.create_chartsheet("图")
    for name, state in (("隐", "hidden"), ("深隐", "veryHidden")):
        made.create_sheet(name).sheet_state = state
    made.save(path)

    found = read(path)
    assert [(grid.name, grid.hidden) for grid in found.grids] == [
        ("A&B 表", False),
        ("隐", True),
        ("深隐", True),
    ]
    cells = by_address(found.grids[0])
    assert {address: cell.text for address, cell in cells.items()} == {
        "A1": " 前后空格 ",
        "A2": "两\n行",
        "B1": "82.14%",
        "B2": "2025年4月22日",
        "B3": "2025/4/22 18:30",
        "B4": "12:30",
        "B5": "1,234.50万元",
        "B6": "12人",
        "B7": "0.3",
        "B8": "1,234.50",
        "C1": "TRUE",
        "C2": "#REF!",
        "C3": "",
        "C4": "",
        "C5": "",
    }
    assert cells["B1"].percent and cells["B1"].number == Decimal("0.8214")
    assert cells["B2"].date == cells["B3"].date == dt.date(2025, 4, 22)
    assert cells["B2"].number is cells["B3"].number is cells["B4"].date is None
    assert cells["B7"].number == Decimal("0.3")
    assert cells["C1"].number is None
    assert cells["C2"].error == "#REF!"
    assert (cells["C3"].formula, cells["C4"].formula) == ("B1*2", "B5:B6*2")
    assert found.grids[0].merges == [Merge(1, 5, 3, 6)]
    assert found.grids[0].hidden_rows == {2} and found.grids[0].hidden_columns == ((4, 4),)


def test_cell_kinds(book: Reader) -> None:
    sheet = worksheet(
        '<row r="1">'
        '<c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c>'
        '<c r="C1" t="inlineStr"><is><r><t>甲</t></r><r><rPr><b/></rPr><t xml:space="preserve"> 乙</t></r>'
        "<rPh><t>yi</t></rPh></is></c>"
        '<c r="D1" t="str"><f>A1&amp;"x"</f><v>a_x000A_b</v></c>'
        '<c r="E1" t="b"><v>1</v></c><c r="F1" t="b"><v>0</v></c><c r="G1" t="e"><f>1/0</f><v>#DIV/0!</v></c>'
        '<c r="H1" t="d"><v>2025-04-22T18:30:00Z</v></c><c r="I1" t="n"><v>1.50</v></c><c r="J1"><v> 7 </v></c>'
        '<c r="K1"><v>not a number</v></c><c r="L1"><v></v></c><c r="M1" s="1"/><c r="N1" t="s"/>'
        '<c r="O1"><f>TODAY()</f></c><c r="P1" t="str"><f>""</f><v></v></c><c r="Q1" t="d"><v>soon</v></c>'
        '<c r="R1"><v>1E+300</v></c><c r="S1"><v>1E-400</v></c><c r="T1" t="b"><f>A1=1</f></c>'
        "</row>"
    )
    shared = strings(
        "<t>总分</t>", "<r><t>绩</t></r><r><t>效</t></r><rPh sb='0' eb='1'><t>jx</t></rPh><phoneticPr/>"
    )
    cells = by_address(book(parts(sheet, strings=shared)).grids[0])
    assert {a: c.text for a, c in cells.items()} == {
        "A1": "总分", "B1": "绩效", "C1": "甲 乙", "D1": "a\nb", "E1": "TRUE", "F1": "FALSE", "G1": "#DIV/0!",
        "H1": "2025/4/22", "I1": "1.5", "J1": "7", "K1": "not a number", "O1": "", "P1": "", "Q1": "soon",
        "R1": "1E+300", "S1": "0", "T1": "",
    }  # fmt: skip
    assert cells["G1"].error == "#DIV/0!" and cells["G1"].formula == "1/0"
    assert cells["H1"].date == dt.date(2025, 4, 22)
    assert cells["I1"].number == Decimal("1.50") and cells["J1"].number == 7
    assert cells["K1"].number is None and cells["R1"].number is None


def test_formulas(book: Reader) -> None:
    sheet = worksheet(
        '<row r="1"><c r="A1"><f t="shared" ref="A1:A3" si="0">B1+1</f><v>1</v></c></row>'
        '<row r="2"><c r="A2"><f t="shared" si="0"/><v>2</v></c></row>'
        '<row r="3"><c r="A3"><f t="shared" si="0"></f><v>3</v></c>'
        '<c r="B3"><f t="array" ref="B3:B4">A1:A2*2</f><v>2</v></c></row>'
    )
    assert [cell.formula for cell in book(parts(sheet)).grids[0].cells.values()] == [
        "B1+1",
        "…",
        "…",
        "A1:A2*2",
        "…",
    ]


def test_every_cell_of_an_array_formula_is_one(book: Reader) -> None:
    """With a stored number, with a stored empty text, and with nothing stored: the last is not known."""
    sheet = worksheet(
        '<row r="1"><c r="A1"><f t="array" ref="A1:A4">B1:B4</f><v>1</v></c></row>'
        '<row r="2"><c r="A2"><v>2</v></c></row><row r="3"><c r="A3" t="str"><v></v></c></row>'
    )
    cells = by_address(book(parts(sheet)).grids[0])
    assert [(a, c.text, bool(c.formula), c.blank, c.pending) for a, c in sorted(cells.items())] == [
        ("A1", "1", True, False, False),
        ("A2", "2", True, False, False),
        ("A3", "", True, True, False),
        ("A4", "", True, False, True),
    ]


@pytest.mark.parametrize("reference", ["A1:XFD1048576", "A1:", "x:y", "A1:B2:C3", "B2:A1"])
def test_an_array_formula_over_no_usable_range_is_one_cell(book: Reader, reference: str) -> None:
    sheet = worksheet(f'<row r="1"><c r="A1"><f t="array" ref="{reference}">1</f><v>1</v></c></row>')
    assert list(by_address(book(parts(sheet)).grids[0])) == ["A1"]


def test_addresses_may_be_left_out(book: Reader) -> None:
    sheet = worksheet(
        "<row><c><v>1</v></c><c/><c><v>3</v></c></row><row/><row><c r='C3'><v>5</v></c><c><v>6</v></c></row>"
        "<row r='9'><c><v>7</v></c></row><row><c><v>8</v></c></row>"
    )
    cells = by_address(book(parts(sheet)).grids[0])
    assert {a: c.text for a, c in cells.items()} == {
        "A1": "1",
        "C1": "3",
        "C3": "5",
        "D3": "6",
        "A9": "7",
        "A10": "8",
    }


def test_far_cells_and_huge_merges_cost_nothing(book: Reader) -> None:
    sheet = worksheet(
        '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        before='<cols><col min="1" max="16384" hidden="1"/></cols>',
        after='<mergeCells><mergeCell ref="A1:XFD1048576"/><mergeCell ref="$D$4:B2"/><mergeCell ref="F1"/></mergeCells>',
    )
    grid = book(parts(sheet)).grids[0]
    assert list(grid.cells) == [(1_048_576, 16_384)]
    assert grid.merges == [Merge(1, 1, 1_048_576, 16_384), Merge(2, 2, 4, 4)]
    assert grid.hidden_columns == ((1, 16_384),)


def test_1904_dates_and_styles_that_are_not_there(book: Reader) -> None:
    sheet = worksheet('<row r="1"><c r="A1" s="1"><v>44307</v></c><c r="B1" s="99"><v>0.5</v></c></row>')
    made = parts(sheet, styles=styles("General", "yyyy/m/d"))
    made["xl/workbook.xml"] = str(made["xl/workbook.xml"]).replace(
        "<sheets>", '<workbookPr date1904="1"/><sheets>'
    )
    cells = by_address(book(made).grids[0])
    assert (cells["A1"].text, cells["A1"].date) == ("2025/4/22", dt.date(2025, 4, 22))
    assert cells["B1"].text == "0.5"


def test_formats_of_dxf_styles_are_not_mistaken_for_those_of_cells(book: Reader) -> None:
    made = parts(worksheet('<row r="1"><c r="A1" s="1"><v>0.5</v></c></row>'), styles=styles("General", "0%"))
    dxf = '<dxfs><dxf><numFmt numFmtId="165" formatCode="yyyy"/></dxf></dxfs></styleSheet>'
    made["xl/styles.xml"] = str(made["xl/styles.xml"]).replace("</styleSheet>", dxf)
    assert by_address(book(made).grids[0])["A1"].text == "50%"


def test_escapes(book: Reader) -> None:
    shared = strings("<t>a_x000D__x000A_b_x005F_x0041__xD83D__xDE00__xD800__x0007_</t>")
    sheet = worksheet('<row r="1"><c r="A1" t="s"><v>0</v></c></row>')
    assert by_address(book(parts(sheet, strings=shared)).grids[0])["A1"].text == "a\r\nb_x0041_😀�"


ROW = '<row r="1" hidden="true"><c r="A1" t="inlineStr"><is><t>甲</t></is></c><c r="B1"><f>1+1</f><v>2</v></c></row>'


def prefixed(xml: str) -> str:
    """The same XML with its elements in x:."""
    head, body = xml[: len(HEAD)], xml[len(HEAD) :]
    body = body.replace("</", "\0").replace("<", "<x:").replace("\0", "</x:")
    return head + body.replace("xmlns=", "xmlns:x=")


def variants() -> dict[str, dict[str, str | bytes]]:
    plain = parts(worksheet(ROW))
    sheet, book_part = str(plain["xl/worksheets/sheet1.xml"]), str(plain["xl/workbook.xml"])
    rels = str(plain["xl/_rels/workbook.xml.rels"])
    return {
        "prefixed": plain
        | {"xl/worksheets/sheet1.xml": prefixed(sheet), "xl/workbook.xml": prefixed(book_part)},
        "strict": {
            name: str(part).replace(MAIN, STRICT_MAIN).replace(DOCUMENT, STRICT_DOCUMENT)
            for name, part in plain.items()
        },
        "absolute target": plain
        | {"xl/_rels/workbook.xml.rels": rels.replace("worksheets/", "/xl/worksheets/")},
        "odd casing": plain
        | {"xl/_rels/workbook.xml.rels": rels.replace("worksheets/sheet1", "Worksheets/Sheet1")},
        "dots": plain | {"xl/_rels/workbook.xml.rels": rels.replace("worksheets/", "../xl/./worksheets/")},
        "slash in front": {"/" + name: part for name, part in plain.items()},
        "backslashes": {name.replace("/", "\\"): part for name, part in plain.items()},
        "upper case parts": {name.upper(): part for name, part in plain.items()},
        "escaped target": {
            name.replace("sheet1", "表 1"): str(part).replace("sheet1.xml", "%E8%A1%A8%201.xml")
            for name, part in plain.items()
        },
        "utf-16": plain | {"xl/worksheets/sheet1.xml": sheet.replace("UTF-8", "UTF-16").encode("utf-16")},
        "bom": plain | {"xl/worksheets/sheet1.xml": b"\xef\xbb\xbf" + sheet.encode()},
        "elsewhere": {
            "[Content_Types].xml": "<Types/>",
            "_rels/.rels": relations(("officeDocument", "/buch/mappe.xml")),
            "buch/mappe.xml": book_part,
            "buch/_rels/mappe.xml.rels": relations(("worksheet", "blatt.xml")),
            "buch/blatt.xml": sheet,
        },
        "junk around": plain
        | {"docProps/core.xml": "<<<", "xl/theme/theme1.xml": b"\0", "xl/calcChain.xml": "no"},
    }


@pytest.mark.parametrize("name", variants())
def test_files_of_other_makers(book: Reader, name: str) -> None:
    grid = book(variants()[name]).grids[0]
    assert grid.name == "表1" and grid.hidden_rows == {1}
    cells = by_address(grid)
    assert cells["A1"].text == "甲"
    assert cells["B1"] == Cell(1, 2, "2", Decimal(2), formula="1+1")


def test_links_macros_signatures(book: Reader) -> None:
    plain = parts(worksheet(""))
    rels = str(plain["xl/_rels/workbook.xml.rels"])

    def with_relation(kind: str, target: str, **more: str) -> Workbook:
        added = f'<Relationship Id="rId9" Type="{DOCUMENT}/{kind}" Target="{target}"/></Relationships>'
        return book(plain | {"xl/_rels/workbook.xml.rels": rels.replace("</Relationships>", added)} | more)

    def link(target: str) -> str:
        more = f'<Relationship Id="rId1" Type="{DOCUMENT}/externalLinkPath" Target="{target}" TargetMode="External"/>'
        return relations(more=more)

    where = "xl/externalLinks/_rels/externalLink1.xml.rels"
    target = "externalLinks/externalLink1.xml"
    assert with_relation("externalLink", target).external_links
    assert with_relation("externalLink", target, **{where: link("file:///D:/2023.xlsx")}).external_links
    assert not with_relation("externalLink", target, **{where: link("file:///C:/x/jx.xlam")}).external_links
    assert with_relation("vbaProject", "vbaProject.bin").macros
    assert book(plain | {"xl/vbaProject.bin": b"stub"}, "宏.xlsm").macros
    assert with_relation("xlMacrosheet", "macrosheets/sheet1.xml").macros
    assert book(plain | {"_xmlsignatures/sig1.xml": "<x/>"}).signed
    assert book(plain | {"xl/vbaProjectSignatureAgile.bin": b"x"}).signed
    found = book(plain)
    assert not (found.external_links or found.macros or found.signed)


def test_sheets_that_are_no_grids_are_passed_over(book: Reader) -> None:
    made = parts(worksheet(""))
    made["xl/workbook.xml"] = workbook(
        '<sheet name="图" sheetId="2" r:id="rId2"/><sheet name="对话" sheetId="3" r:id="rId3"/>'
        '<sheet name="表" sheetId="1" r:id="rId1"/>'
    )
    made["xl/_rels/workbook.xml.rels"] = relations(
        ("worksheet", "worksheets/sheet1.xml"),
        ("chartsheet", "chartsheets/sheet1.xml"),
        ("dialogsheet", "d.xml"),
    )
    assert [grid.name for grid in book(made).grids] == ["表"]


def test_the_file_is_not_held_open(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    shutil.copyfile(CORPUS / "001-01.xlsx", path)
    assert read(path).path == path
    path.replace(tmp_path / "b.xlsx")
    with pytest.raises(FileError):
        read(path)


def test_prepended_and_trailing_bytes(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"stub of an archiver" + (CORPUS / "001-01.xlsx").read_bytes() + b"\r\n" * 20)
    assert read(path).grids == read(CORPUS / "001-01.xlsx").grids


def test_coordinates_agree_with_the_fast_path(book: Reader) -> None:
    places = ["A1", "Z1", "AA1", "IV1", "IW1", "XFD1"]
    rows = "".join(f'<c r="{place}"><v>1</v></c>' for place in places)
    rows = f'<row r="1">{rows}</row><row r="11"><c r="A11"><v>1</v></c><c r="a1"><v>2</v></c></row>'
    grid = book(parts(worksheet(rows))).grids[0]
    assert list(grid.cells) == [*(coordinates(place) for place in places), (11, 1)]
    assert grid.cells[1, 1].text == "2"


def test_names_that_are_no_utf8(tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"\xd6\xd0.xlsx")
    shutil.copyfile(CORPUS / "001-01.xlsx", path)
    assert read(path).grids
