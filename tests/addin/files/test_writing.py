"""Writing numbers into workbooks: the cells asked for, and not a byte besides."""

from __future__ import annotations

import datetime as dt
import io
import os
import re
import struct
import zipfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from books import HEAD, MAIN, packed, parts, strings, styles, worksheet
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from mutations import unzipped, zipped
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import PatternFill
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

from addin.files import FileError, backup, read, write
from addin.grid import address, coordinates

CORPUS = Path(__file__).parents[2] / "data" / "corpus" / "workbooks"
UNREADABLE = {"broken-xml", "encrypted", "nosheet-part", "renamed-xls", "truncated"}
READABLE = sorted(p for p in CORPUS.rglob("*") if p.suffix.lower() == ".xlsx" and p.stem not in UNREADABLE)
D = Decimal
SHEET = "xl/worksheets/sheet1.xml"

Edit = Callable[..., str]


@pytest.fixture
def edit(tmp_path: Path) -> Edit:
    """Edits 表1 of a one-sheet workbook and gives the sheet's new XML: what stands in its sheetData."""

    def run(rows: str, before: str = "", **numbers: str) -> str:
        path = tmp_path / "a.xlsx"
        path.write_bytes(packed(parts(worksheet(rows, before), strings=strings("<t>x</t>"))))
        write(path, path, {"表1": {place: D(number) for place, number in numbers.items()}})
        read(path)
        xml = dict(unzipped(path.read_bytes()))[SHEET].decode()
        return xml.partition("<sheetData>")[2].partition("</sheetData>")[0]

    return run


def raw_members(data: bytes) -> dict[str, bytes]:
    """Header, data and descriptor of each member as they lie in the file."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        infos = archive.infolist()
        ends = [*(info.header_offset for info in infos[1:]), archive.start_dir]
    return {info.filename: data[info.header_offset : end] for info, end in zip(infos, ends, strict=True)}


def directory(data: bytes) -> list[tuple[object, ...]]:
    """What the directory says of each member, apart from sizes and places."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return [
            (
                i.filename,
                i.date_time,
                i.compress_type,
                i.comment,
                i.create_system,
                i.create_version,
                i.extract_version,
                i.internal_attr,
                i.external_attr,
            )
            for i in archive.infolist()
        ]


def assert_only(before: bytes, after: bytes, changed: set[str]) -> None:
    """Both files have the same members in the same order, and all but *changed* are the same bytes."""
    assert directory(before) == directory(after)
    old, new = raw_members(before), raw_members(after)
    assert {name for name in old if old[name] != new[name]} <= changed
    with zipfile.ZipFile(io.BytesIO(before)) as a, zipfile.ZipFile(io.BytesIO(after)) as b:
        assert b.testzip() is None and a.comment == b.comment


def without(xml: bytes, places: set[str]) -> bytes:
    """The XML of a sheet less the cells at the places, rows that hold nothing else, and marks for recalculation."""
    for place in places:
        xml = re.sub(rb'<c r="%s"(?:\s[^>]*?)?(?:/>|>.*?</c>)' % place.encode(), b"", xml)
        row = re.sub("[A-Z]", "", place).encode()
        xml = re.sub(rb'<row r="%s"(?: [^>]*)?(?:/>|></row>)' % row, b"", xml)
    return xml.replace(b' ca="1"', b"")


@pytest.mark.slow
@pytest.mark.parametrize("path", READABLE, ids=lambda path: path.stem)
def test_corpus_keeps_all_else(path: Path, tmp_path: Path) -> None:
    before = path.read_bytes()
    source = tmp_path / "自评 表（终稿）.xlsx"
    target = tmp_path / "输出 文件" / "改 后.xlsx"
    target.parent.mkdir()
    source.write_bytes(before)
    book = read(source)
    grid = book.grids[-1]
    numbers = [cell.address for cell in grid.cells.values() if cell.number is not None][:3]
    texts = [cell.address for cell in grid.cells.values() if cell.number is None][:2]
    places = dict.fromkeys([*numbers, *texts, "B2", "A1", "AZ3", "C900"])
    edits = {place: D("12.5") + number for number, place in enumerate(places)}
    write(source, target, {grid.name: edits})
    after = target.read_bytes()
    assert source.read_bytes() == before

    parts_before, parts_after = dict(unzipped(before)), dict(unzipped(after))
    changed = {name for name in parts_before if parts_before[name] != parts_after[name]}
    assert_only(before, after, changed)
    assert changed and all("worksheets/" in name for name in changed)
    # The last sheet's own part is the one that changes otherwise than by marks.
    edited = {
        n
        for n in changed
        if parts_after[n].replace(b' ca="1"', b"") != parts_before[n].replace(b' ca="1"', b"")
    }
    assert len(edited) == 1
    for name in changed:
        gone = set(edits) if name in edited else set()
        assert without(parts_before[name], gone) == without(parts_after[name], gone)
    again = {g.name: g for g in read(target).grids}[grid.name]
    assert {place: again.cells[coordinates(place)].number for place in edits} == edits
    if not re.search("-0[13]$|-formulas|-hidden|-shifted|special", path.with_suffix("").as_posix()):
        return  # openpyxl takes its time, and these hold nothing that the others do not

    old, new = openpyxl.load_workbook(source), openpyxl.load_workbook(target)
    for sheet in old.worksheets:
        other = new[sheet.title]
        assert sheet.merged_cells.ranges == other.merged_cells.ranges
        for row in other.iter_rows():
            for cell in row:
                was = sheet[cell.coordinate]
                if sheet.title == grid.name and cell.coordinate in edits:
                    is_formula = isinstance(was.value, str) and was.value.startswith("=")
                    if not isinstance(was, openpyxl.cell.cell.MergedCell):
                        assert cell.value == (was.value if is_formula else float(edits[cell.coordinate]))
                        assert cell.has_style == was.has_style and cell.number_format == was.number_format
                else:
                    assert cell.value == was.value


def test_nothing_to_write_copies_the_file(tmp_path: Path) -> None:
    source = CORPUS / "001-01.xlsx"
    for edits in ({}, {read(source).grids[0].name: {}}):
        write(source, tmp_path / "b.xlsx", edits)
        assert (tmp_path / "b.xlsx").read_bytes() == source.read_bytes()


def everything(path: Path) -> None:
    """A workbook with a chart, a picture, a comment, conditional formats, a list, a name, a macro and protection."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "自评 表"
    for row in range(1, 6):
        sheet.append([f"指标{row}", row, None, f"=B{row}*2"])
    sheet["B6"] = "=SUM(B1:B5)"
    sheet["B2"].number_format = '0.00"分"'
    sheet["B2"].fill = PatternFill("solid", fgColor="FFFF00")
    sheet["B3"].comment = Comment("批注", "会计")
    sheet.merge_cells("E1:F2")
    sheet.conditional_formatting.add(
        "B1:B5", CellIsRule("lessThan", ["3"], fill=PatternFill(bgColor="FF0000"))
    )
    rule = DataValidation("list", formula1='"优,良,中,差"')
    sheet.add_data_validation(rule)
    rule.add("C1:C5")
    sheet.protection.sheet = True
    sheet.protection.password = "123"
    chart = BarChart()
    chart.add_data(Reference(sheet, range_string="'自评 表'!$B$1:$B$5"))
    sheet.add_chart(chart, "H2")
    book.defined_names["总分"] = DefinedName("总分", attr_text="'自评 表'!$B$6")
    book.create_sheet("汇总")["A1"] = "=总分"
    book.save(path)
    made = unzipped(path.read_bytes())
    made += [("xl/media/image1.png", b"\x89PNG\r\n\x1a\nstub"), ("xl/vbaProject.bin", os.urandom(300))]
    path.write_bytes(zipped(made))


def test_pictures_charts_comments_and_macros_survive(tmp_path: Path) -> None:
    path = tmp_path / "各种 东西.xlsm"
    everything(path)
    before = path.read_bytes()
    write(path, path, {"自评 表": {"B2": D("7.25"), "C9": D(1)}})
    after = path.read_bytes()
    assert_only(before, after, {SHEET, "xl/worksheets/sheet2.xml"})
    assert [name for name, _ in unzipped(before)] == [name for name, _ in unzipped(after)]
    sheet = openpyxl.load_workbook(path)["自评 表"]
    assert sheet["B2"].value == 7.25 and sheet["B2"].number_format == '0.00"分"'
    assert sheet["B2"].fill.fgColor.rgb == "00FFFF00"
    assert sheet["B3"].comment.text == "批注"
    assert sheet.protection.sheet and len(sheet._charts) == 1
    assert str(sheet.data_validations.dataValidation[0].sqref) == "C1:C5"
    assert [str(r.sqref) for r in sheet.conditional_formatting] == ["B1:B5"]
    found = dict(unzipped(after))
    marked = re.findall(rb'<c r="(\w+)"[^>]*><f ca="1">', found[SHEET])
    assert marked == [b"D2", b"B6"]
    assert b'<f ca="1">' in found["xl/worksheets/sheet2.xml"]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ('<c r="A1"/>', '<c r="A1"><v>5</v></c>'),
        ('<c r="A1" />', '<c r="A1"><v>5</v></c>'),
        ('<c r="A1" s="3"></c>', '<c r="A1" s="3"><v>5</v></c>'),
        ('<c r="A1" s="3"><v>4</v></c>', '<c r="A1" s="3"><v>5</v></c>'),
        ('<c r="A1"><v/></c>', '<c r="A1"><v>5</v></c>'),
        ('<c t="s" r="A1"><v>0</v></c>', '<c r="A1"><v>5</v></c>'),
        ("<c r='A1'\n t = 's'  s='3' ><v>0</v></c>", "<c r='A1'  s='3' ><v>5</v></c>"),
        ('<c r="A1" t="inlineStr"><is><t>a&gt;b</t></is></c>', '<c r="A1"><v>5</v></c>'),
        ('<c r="A1" t="inlineStr" s="2"><is/></c>', '<c r="A1" s="2"><v>5</v></c>'),
        ('<c r="A1" t="b"><v>1</v></c>', '<c r="A1"><v>5</v></c>'),
        ('<c r="A1" t="e" vm="1"><v>#VALUE!</v></c>', '<c r="A1"><v>5</v></c>'),
        ('<c r="A1"><f>1+1</f><v>2</v></c>', '<c r="A1"><f ca="1">1+1</f><v>5</v></c>'),
        ('<c r="A1"><f>1+1</f></c>', '<c r="A1"><f ca="1">1+1</f><v>5</v></c>'),
        ('<c r="A1" t="str"><f>"a"&amp;1</f><v>a1</v></c>', '<c r="A1"><f ca="1">"a"&amp;1</f><v>5</v></c>'),
        ('<c r="A1"><f ca="1">NOW()</f><v>2</v></c>', '<c r="A1"><f ca="1">NOW()</f><v>5</v></c>'),
        ("<c r=\"A1\"><f ca = '0'>NOW()</f><v>2</v></c>", '<c r="A1"><f ca = "1">NOW()</f><v>5</v></c>'),
        (
            '<c r="A1"><f t="shared" ref="A1:A2" si="0">B1</f><v>2</v></c>',
            '<c r="A1"><f ca="1" t="shared" ref="A1:A2" si="0">B1</f><v>5</v></c>',
        ),
        (
            '<c r="A1" cm="1"><f t="array" ref="A1:A2">B1:B2</f><v>2</v></c>',
            '<c r="A1" cm="1"><f ca="1" t="array" ref="A1:A2">B1:B2</f><v>5</v></c>',
        ),
        ('<c r="A1"><f/><v>2</v></c>', '<c r="A1"><f ca="1"/><v>5</v></c>'),
        ('<c r="A1">\n  <v>4</v>\n</c>', '<c r="A1"><v>5</v>\n  \n</c>'),
        (
            '<c r="A1"><v>4</v><extLst><ext uri="x"/></extLst></c>',
            '<c r="A1"><v>5</v><extLst><ext uri="x"/></extLst></c>',
        ),
        ('<c r="A1"><!-- a --><v><![CDATA[4]]></v></c>', '<c r="A1"><v>5</v><!-- a --></c>'),
    ],
)
def test_one_cell(edit: Edit, cell: str, expected: str) -> None:
    around = '<row r="1" x="a>b">{}<c r="B1"><v>9</v></c></row>'
    assert edit(around.format(cell), A1="5") == around.format(expected)


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("5", "5"),
        ("98.50", "98.5"),
        ("-0", "0"),
        ("1E+3", "1000"),
        ("0.00001", "0.00001"),
        ("1E+30", "1E+30"),
    ],
)
def test_numbers_as_they_are_written(edit: Edit, number: str, text: str) -> None:
    assert edit('<row r="1"><c r="A1"/></row>', A1=number) == f'<row r="1"><c r="A1"><v>{text}</v></c></row>'


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ('<c r="A1" s="3" t="s"><v>0</v></c>', '<c t="inlineStr" r="A1" s="3"><is>{}</is></c>'),
        ('<c r="A1"/>', '<c t="inlineStr" r="A1"><is>{}</is></c>'),
        ("", '<c r="A1" t="inlineStr"><is>{}</is></c>'),
        (
            '<c r="A1"><f>B1&amp;""</f><v>4</v></c>',
            '<c t="str" r="A1"><f ca="1">B1&amp;""</f><v>总分：&lt;96.35</v></c>',
        ),
    ],
)
def test_texts(tmp_path: Path, cell: str, expected: str) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(packed(parts(worksheet(f'<row r="1">{cell}</row>'), strings=strings("<t>x</t>"))))
    write(path, path, {"表1": {"A1": "总分：<96.35"}})
    xml = dict(unzipped(path.read_bytes()))[SHEET].decode()
    text = '<t xml:space="preserve">总分：&lt;96.35</t>'
    assert f'<row r="1">{expected.format(text)}</row>' in xml
    assert read(path).grids[0].at(1, 1).text == "总分：<96.35"


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\t\n\r_x0&<>"), min_size=1))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_text_comes_back(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(packed(parts(worksheet('<row r="1"><c r="B1"><f>A1</f></c></row>'))))
    try:
        write(path, path, {"表1": {"A1": text, "B1": text + "_x0041_"}})
    except ValueError:
        assert re.search("[\ufffe\uffff]", text)
        return
    grid = read(path).grids[0]
    assert (grid.at(1, 1).text, grid.at(1, 2).text) == (text, text + "_x0041_")


def test_missing_cells_and_rows_are_put_in_order(edit: Edit) -> None:
    rows = '<row r="2"><c r="B2"><v>1</v></c><c r="D2"/></row><row r="4"/><row r="6" s="7" customFormat="1"></row>'
    numbers = dict.fromkeys(["A2", "C2", "E2", "AA2", "A1", "B1", "B3", "B4", "A4", "A6", "A9", "A10"], "1")
    assert edit(rows, '<cols><col min="2" max="2" style="8"/></cols>', **numbers) == (
        '<row r="1"><c r="A1"><v>1</v></c><c r="B1" s="8"><v>1</v></c></row>'
        '<row r="2"><c r="A2"><v>1</v></c><c r="B2"><v>1</v></c><c r="C2"><v>1</v></c><c r="D2"/>'
        '<c r="E2"><v>1</v></c><c r="AA2"><v>1</v></c></row>'
        '<row r="3"><c r="B3" s="8"><v>1</v></c></row>'
        '<row r="4"><c r="A4"><v>1</v></c><c r="B4" s="8"><v>1</v></c></row>'
        '<row r="6" s="7" customFormat="1"><c r="A6" s="7"><v>1</v></c></row>'
        '<row r="9"><c r="A9"><v>1</v></c></row><row r="10"><c r="A10"><v>1</v></c></row>'
    )


def test_cells_without_addresses(edit: Edit) -> None:
    assert edit("<row><c/><c><v>2</v></c></row><row/>", B1="5", C1="6", A2="7", A3="8") == (
        '<row><c/><c><v>5</v></c><c r="C1"><v>6</v></c></row><row><c r="A2"><v>7</v></c></row>'
        '<row r="3"><c r="A3"><v>8</v></c></row>'
    )


@pytest.mark.parametrize("empty", ["<x:sheetData/>", "<x:sheetData></x:sheetData>", "<x:sheetData />"])
def test_prefixes_and_an_empty_sheet(tmp_path: Path, empty: str) -> None:
    path = tmp_path / "a.xlsx"
    sheet = f'{HEAD}<x:worksheet xmlns:x="{MAIN}">{empty}<x:mergeCells/></x:worksheet>'
    path.write_bytes(packed(parts(sheet)))
    write(path, path, {"表1": {"B2": D(1), "A2": D(2)}})
    cells = '<x:row r="2"><x:c r="A2"><x:v>2</x:v></x:c><x:c r="B2"><x:v>1</x:v></x:c></x:row>'
    expected = (
        f'{HEAD}<x:worksheet xmlns:x="{MAIN}"><x:sheetData>{cells}</x:sheetData><x:mergeCells/></x:worksheet>'
    )
    assert dict(unzipped(path.read_bytes()))[SHEET].decode() == expected
    write(path, path, {"表1": {"A2": D(3)}})
    assert dict(unzipped(path.read_bytes()))[SHEET].decode() == expected.replace("<x:v>2", "<x:v>3")


def test_encodings(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    sheet = worksheet('<row r="1"><c r="A1" t="str"><v>万元</v></c></row>')
    reader = worksheet('<row r="1"><c r="A1"><f>表1!A1</f></c></row>')

    def saved(*sheets: str | bytes) -> None:
        made = parts(*["" for _ in sheets])
        for number, content in enumerate(sheets, 1):
            made[f"xl/worksheets/sheet{number}.xml"] = content
        path.write_bytes(packed(made))

    saved(b"\xef\xbb\xbf" + sheet.encode())
    write(path, path, {"表1": {"A1": D(1), "B1": D(2)}})
    assert {cell.text for cell in read(path).grids[0].cells.values()} == {"1", "2"}
    wide = sheet.replace("UTF-8", "UTF-16").encode("utf-16")
    for content in (wide, sheet.replace("UTF-8", "ISO-8859-1").encode()):
        saved(content)
        with pytest.raises(FileError, match=SHEET):
            write(path, path, {"表1": {"A1": D(1)}})
    saved(sheet, reader.replace("UTF-8", "UTF-16").encode("utf-16"))
    with pytest.raises(FileError, match=r"sheet2\.xml"):
        write(path, path, {"表1": {"A1": D(1)}})
    saved(sheet, wide)
    write(path, path, {"表1": {"A1": D(1)}})


def archive_with(mode: str) -> bytes:
    made = unzipped((CORPUS / "001-01.xlsx").read_bytes())
    buffer = io.BytesIO()
    if mode == "descriptors":

        class Pipe(io.RawIOBase):
            def writable(self) -> bool:
                return True

            def write(self, data: object) -> int:
                return buffer.write(data)  # type: ignore[arg-type]

        with zipfile.ZipFile(Pipe(), "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in made:
                archive.writestr(name, content)
        return buffer.getvalue()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.comment = "批注".encode()
        for number, (name, content) in enumerate(made):
            info = zipfile.ZipInfo(name, (2023, 12, 31, 23, 58, 2 * number))
            info.compress_type = zipfile.ZIP_STORED if mode == "stored" else zipfile.ZIP_DEFLATED
            info.comment = name.encode()
            info.extra = struct.pack("<HHL", 0xCAFE, 4, number)
            info.external_attr = 0o644 << 16
            with archive.open(info, "w", force_zip64=mode == "zip64") as member:
                member.write(content)
    data = buffer.getvalue()
    return b"MZ stub" * 9 + data if mode == "prepended" else data


@pytest.mark.parametrize("mode", ["plain", "stored", "zip64", "descriptors", "prepended"])
def test_zip_files_of_all_kinds(tmp_path: Path, mode: str) -> None:
    before = archive_with(mode)
    path = tmp_path / "a.xlsx"
    path.write_bytes(before)
    name = read(path).grids[0].name
    write(path, path, {name: {"A1": D(42)}})
    after = path.read_bytes()
    assert_only(before, after, {SHEET})
    assert after[: before.index(b"PK\3\4")] == before[: before.index(b"PK\3\4")]
    assert read(path).grids[0].at(1, 1).number == 42
    write(path, path, {name: {"A1": D(43)}})
    assert read(path).grids[0].at(1, 1).number == 43


def test_64_bit_directory(tmp_path: Path) -> None:
    """Offsets and counts in 64-bit fields, as some writers put them however small the file."""
    data = archive_with("plain")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        infos, start = archive.infolist(), archive.start_dir
    entries = b""
    for info in infos:
        name, wide = info.filename.encode(), struct.pack("<HHQ", 1, 8, info.header_offset)
        entries += struct.pack(
            "<4s6H3L5H2L", b"PK\1\2", 45, 45, 0, 8, 0, 33, info.CRC, info.compress_size, info.file_size,
            len(name), len(wide), 0, 0, 0, 0, 0xFFFFFFFF,
        ) + name + wide  # fmt: skip
    end64 = struct.pack(
        "<4sQ2H2L4Q", b"PK\6\6", 44, 45, 45, 0, 0, len(infos), len(infos), len(entries), start
    )
    locator = struct.pack("<4sLQL", b"PK\6\7", 0, start + len(entries), 1)
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    before = data[:start] + entries + end64 + locator + end
    path = tmp_path / "a.xlsx"
    path.write_bytes(before)
    write(path, path, {read(path).grids[0].name: {"A1": D(42)}})
    assert_only(before, path.read_bytes(), {SHEET})
    assert read(path).grids[0].at(1, 1).number == 42


def test_overlapping_members_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    data = bytearray(packed(parts(worksheet("")) | {"docProps/a.xml": "x", "docProps/b.xml": "x"}))
    a, b = (data.rfind(f"docProps/{n}.xml".encode()) - 46 for n in "ab")
    data[b + 42 : b + 46] = data[a + 42 : a + 46]
    path.write_bytes(data)
    with pytest.raises(FileError, match="overlap"):
        write(path, path, {"表1": {"A1": D(1)}})


@pytest.mark.parametrize(
    ("sheet", "place", "number"),
    [
        ("无", "A1", "1"),
        ("表1", "A0", "1"),
        ("表1", "XFE1", "1"),
        ("表1", "甲1", "1"),
        ("表1", "A1", "NaN"),
        ("表1", "A1", "Infinity"),
    ],
)
def test_what_cannot_be_asked_for(tmp_path: Path, sheet: str, place: str, number: str) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(packed(parts(worksheet(""))))
    before = path.read_bytes()
    with pytest.raises(ValueError, match=r"sheet|cell"):
        write(path, path, {sheet: {place: D(number)}})
    assert path.read_bytes() == before


@pytest.mark.parametrize("broken", ["fsync", "replace", "write"])
def test_a_failure_leaves_the_target_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(packed(parts(worksheet(""))))
    before = path.read_bytes()

    def fails(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    if broken == "fsync":
        monkeypatch.setattr(os, "fsync", fails)
    elif broken == "replace":
        monkeypatch.setattr(Path, "replace", fails)
    with pytest.raises(FileError) as caught:
        write(path, path / "x.xlsx" if broken == "write" else path, {"表1": {"A1": D(1)}})
    said = {"fsync": "已满", "replace": "已满", "write": f"没有文件夹 {path}"}
    assert said[broken] in caught.value.reason.zh
    assert path.read_bytes() == before and [p.name for p in tmp_path.iterdir()] == ["a.xlsx"]


def test_mode_and_links_are_kept(tmp_path: Path) -> None:
    path, link = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    path.write_bytes(packed(parts(worksheet(""))))
    path.chmod(0o640)
    link.symlink_to(path)
    write(link, link, {"表1": {"A1": D(1)}})
    assert link.is_symlink() and path.stat().st_mode & 0o777 == 0o640
    assert read(path).grids[0].at(1, 1).number == 1


def test_backup(tmp_path: Path) -> None:
    path = tmp_path / "自评 表.v2.XLSX"
    path.write_bytes(b"content")
    os.utime(path, (1_700_000_000, 1_700_000_000))
    names = [backup(path).name for _ in range(3)]
    assert names == ["自评 表.v2.备份.XLSX", "自评 表.v2.备份-2.XLSX", "自评 表.v2.备份-3.XLSX"]
    copy = tmp_path / names[2]
    assert copy.read_bytes() == b"content" and copy.stat().st_mtime == 1_700_000_000
    with pytest.raises(FileError):
        backup(tmp_path / "无.xlsx")
    assert len(list(tmp_path.iterdir())) == 4


def test_a_date_cell_shows_the_number_as_a_date(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    rows = '<row r="1"><c r="A1" s="1" t="d"><v>2024-01-01</v></c></row>'
    path.write_bytes(packed(parts(worksheet(rows), styles=styles("General", "yyyy/m/d"))))
    write(path, path, {"表1": {"A1": D(45769)}})
    assert read(path).grids[0].at(1, 1).date == dt.date(2025, 4, 22)


PLACES = st.tuples(st.integers(1, 6), st.integers(1, 5))
CONTENTS = st.sampled_from(
    [
        "",
        "<v>1</v>",
        "<f>Z9</f><v>2</v>",
        "<f>Z9+1</f>",
        '<f t="shared" si="0"/><v>3</v>',
        "<is><t>x</t></is>",
    ]
)


@st.composite
def sheets(draw: st.DrawFn) -> str:
    """The rows of a sheet, with gaps, empty elements, and addresses left out where they may be."""
    cells = draw(st.dictionaries(PLACES, CONTENTS, max_size=12))
    rows = draw(st.sets(st.integers(1, 6), max_size=3)) | {row for row, _ in cells}
    xml = ""
    last_row = 0
    for row in sorted(rows):
        inner = ""
        last = 0
        for column in sorted(column for r, column in cells if r == row):
            content = cells[row, column]
            kind = ' t="inlineStr"' if "<is>" in content else ""
            where = "" if column == last + 1 and draw(st.booleans()) else f' r="{address(row, column)}"'
            inner += f"<c{where}{kind}/>" if not content else f"<c{where}{kind}>{content}</c>"
            last = column
        where = "" if row == last_row + 1 and draw(st.booleans()) else f' r="{row}"'
        xml += f"<row{where}>{inner}</row>" if inner or draw(st.booleans()) else f"<row{where}/>"
        last_row = row
    return xml


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(sheets(), st.dictionaries(PLACES, st.integers(-99, 99), max_size=6))
def test_any_sheet_with_any_edits(tmp_path: Path, rows: str, numbers: dict[tuple[int, int], int]) -> None:
    path, target = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    path.write_bytes(packed(parts(worksheet(rows))))
    before = read(path).grids[0].cells
    write(path, target, {"表1": {address(*place): D(number) for place, number in numbers.items()}})
    after = read(target).grids[0].cells
    assert after.keys() == before.keys() | numbers.keys()
    for place, cell in after.items():
        if place in numbers:
            assert cell.number == numbers[place] and cell.text == str(numbers[place])
            assert cell.formula == (before[place].formula if place in before else "")
        else:
            assert cell == before[place]
    # Rows and cells stand in order, so that Excel takes the file.
    xml = dict(unzipped(target.read_bytes()))[SHEET].decode()
    seen_rows = [int(r) for r in re.findall(r'<row r="(\d+)"', xml)]
    assert seen_rows == sorted(set(seen_rows))
