"""Files that are no workbook, are damaged or are too big: each is refused with a reason, in both languages."""

from __future__ import annotations

import os
import re
import struct
import time
import tracemalloc
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from books import HEAD, MAIN, packed, parts, relations, strings, workbook, worksheet
from mutations import unzipped, zipped

from addin.files import FileError, Limits, read

CORPUS = Path(__file__).parents[2] / "data" / "corpus" / "workbooks"
SOUND = (CORPUS / "001-01.xlsx").read_bytes()
CELL = worksheet('<row r="1"><c r="A1"><v>1</v></c></row>')

Refuse = Callable[..., str]


@pytest.fixture
def refused(tmp_path: Path) -> Refuse:
    """The Chinese reason for which a file of these bytes is refused."""

    def refuse(data: bytes, name: str = "自评 表.xlsx", limits: Limits | None = None) -> str:
        path = tmp_path / name
        path.write_bytes(data)
        return reason(path, limits)

    return refuse


def reason(path: Path, limits: Limits | None = None) -> str:
    with pytest.raises(FileError) as caught:
        read(path, limits or Limits())
    assert not re.search("[一-鿿]", re.sub(r"'[^']*'|表1", "", caught.value.reason.en))
    assert caught.value.reason.en in str(caught.value)
    return caught.value.reason.zh


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("broken-xml.xlsx", "XML 有误"),
        ("encrypted.xlsx", "打开密码"),
        ("nosheet-part.xlsx", "缺少工作表"),
        ("renamed-xls.xlsx", "另存为“Excel 工作簿"),
        ("old.xls", "旧格式"),
        ("truncated.xlsx", "文件不完整"),
    ],
)
def test_corpus(name: str, words: str) -> None:
    assert words in reason(CORPUS / "special" / name)


def test_paths(tmp_path: Path) -> None:
    assert "不存在" in reason(tmp_path / "无.xlsx")
    assert "文件夹" in reason(tmp_path)
    assert "路径无效" in reason(Path("a\0b.xlsx"))
    assert re.search("系统不能|不存在", reason(tmp_path / ("长" * 300 + ".xlsx")))


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "p.xlsx")
    assert "普通文件" in reason(tmp_path / "p.xlsx")


def test_no_permission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(SOUND)

    def forbidden(*_: object, **__: object) -> None:
        raise PermissionError(13, "in use")

    monkeypatch.setattr(Path, "open", forbidden)
    assert "占用" in reason(path)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "空的"),
        (b"\0" * 5000, "全部是零"),
        ("项目,得分\r\n甲,9.5\r\n".encode("gbk"), "文本文件"),
        ("\ufeff项目,得分\n".encode(), "文本文件"),
        ("项目\t得分".encode("utf-16"), "文本文件"),
        (b"<html><table></table></html>", "网页或 XML"),
        ("\ufeff<?xml version='1.0'?><Workbook/>".encode(), "网页或 XML"),
        ("\n <HTML>".encode("utf-16"), "网页或 XML"),
        (b"%PDF-1.4", "PDF"),
        (b"\x89PNG\r\n\x1a\n", "图片"),
        (b"Rar!\x1a\x07", "解压缩"),
        (b"\x09\x08\x10\x00\x00\x06\x05\x00", "旧格式"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512 + "WordDocument".encode("utf-16-le"), "Word"),
        (b"\x7fELF\1\1\1\0", "不是 Excel 工作簿"),
        (zipped([]), "普通压缩包"),
        (zipped([("a.txt", b"x"), ("表.xlsx", SOUND)]), "普通压缩包"),
        (
            zipped([("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", b"")]),
            ".ods",
        ),
        (zipped([("META-INF/manifest.xml", b""), ("content.xml", b"")]), ".ods"),
        (zipped([("[Content_Types].xml", b""), ("xl/workbook.bin", b"")]), ".xlsb"),
        (zipped([("_rels/.rels", relations(("officeDocument", "b/book.bin")).encode())]), ".xlsb"),
        (zipped([("[Content_Types].xml", b""), ("word/document.xml", b"")]), "Word"),
        (zipped([("[Content_Types].xml", b""), ("ppt/presentation.xml", b"")]), "PowerPoint"),
        (zipped([("[Content_Types].xml", b"")]), "工作簿部件"),
    ],
)
def test_files_that_are_something_else(refused: Refuse, data: bytes, words: str) -> None:
    assert words in refused(data)


def test_lock_file(refused: Refuse) -> None:
    assert "锁定" in refused(b"\x05admin" + b" " * 160, "~$自评表.xlsx")


def test_every_truncation_is_refused(refused: Refuse) -> None:
    for length in (*range(64), *range(64, len(SOUND), 97), len(SOUND) - 1):
        refused(SOUND[:length])


def edit_directory(data: bytes, name: str, change: Callable[[bytearray, int], None]) -> bytes:
    """The zip file with the directory entry of a member changed in place."""
    raw = bytearray(data)
    at = raw.rfind(name.encode()) - 46
    assert raw[at : at + 4] == b"PK\1\2"
    change(raw, at)
    return bytes(raw)


SHEET = "xl/worksheets/sheet1.xml"


def test_damaged_zip(refused: Refuse) -> None:
    def poke(form: str, offset: int, value: int) -> str:
        return refused(
            edit_directory(SOUND, SHEET, lambda raw, at: struct.pack_into(form, raw, at + offset, value))
        )

    assert "数据有误" in poke("<L", 16, 0)  # CRC
    assert "数据有误" in poke("<L", 20, 10)  # packed size
    assert "数据有误" in poke("<L", 20, 0x7FFFFFFF)
    assert "数据有误" in poke("<L", 42, 1)  # offset
    assert "数据有误" in poke("<L", 42, 0x7FFFFFFF)
    assert "目录不完整" in poke("<L", 42, 0xFFFFFFFF)  # a 64-bit offset that is not there
    assert "密码" in poke("<H", 8, 1)
    assert "压缩方式（12）" in poke("<H", 10, 12)
    assert "目录不完整" in poke("<H", 28, 65_535)
    assert "两次" in refused(zipped([*unzipped(SOUND), (SHEET.upper(), b"")]))


def test_lies_about_sizes_are_not_believed(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(edit_directory(SOUND, SHEET, lambda raw, at: struct.pack_into("<L", raw, at + 24, 5)))
    assert read(path).grids[0].cells


def test_damage_in_64_bit_fields(refused: Refuse) -> None:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in unzipped(SOUND):
            info = zipfile.ZipInfo(name)
            info.extra = struct.pack("<HHQQQ", 1, 24, 2**64 - 1, 2**64 - 1, 2**64 - 1)
            archive.writestr(info, content)
    full = bytearray(buffer.getvalue())
    at = full.find(b"PK\1\2")
    while at >= 0:
        struct.pack_into("<L", full, at + 20, 0xFFFFFFFF)
        struct.pack_into("<L", full, at + 24, 0xFFFFFFFF)
        struct.pack_into("<L", full, at + 42, 0xFFFFFFFF)
        at = full.find(b"PK\1\2", at + 1)
    refused(bytes(full))


DTD = '<!DOCTYPE x [<!ENTITY a "1">]>'
BAD_SHEETS = {
    "no XML": ("nonsense", "XML 有误"),
    "cut": (CELL[:-30], "XML 有误"),
    "control character": (CELL.replace("<v>1", "<v>\x01"), "XML 有误"),
    "unbound prefix": (CELL.replace("<row", "<y:row"), "XML 有误"),
    "entity": (CELL.replace("<v>1", "<v>&a;"), "XML 有误"),
    "lone surrogate": (CELL.replace("<v>1", "<v>&#xD800;"), "XML 有误"),
    "DTD": (HEAD + DTD + CELL[len(HEAD) :], "DTD"),
    "laughs": (
        HEAD
        + "<!DOCTYPE x ["
        + '<!ENTITY a0 "ha">'
        + "".join(f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(12))
        + "]>"
        + CELL[len(HEAD) :].replace("<v>1", "<v>&a12;"),
        "DTD",
    ),
    "outside reference": (HEAD + '<!DOCTYPE x SYSTEM "file:///etc/passwd">' + CELL[len(HEAD) :], "DTD"),
    "encoding": (CELL.replace("UTF-8", "GBK"), "编码 GBK"),
    "codec": (CELL.replace("UTF-8", "unicode_escape"), "编码 unicode_escape"),
    "other root": (CELL.replace("worksheet", "chartsheet"), "内容不对"),
    "other namespace": (CELL.replace(MAIN, "urn:x"), "内容不对"),
    "nested": (HEAD + f'<worksheet xmlns="{MAIN}">' + "<a>" * 100_000, "嵌套"),
    "row 0": (CELL.replace('row r="1"', 'row r="0"'), "地址"),
    "row beyond": (CELL.replace('row r="1"', 'row r="1048577"'), "地址"),
    "row word": (CELL.replace('row r="1"', 'row r="one"'), "不是数字"),
    "column beyond": (CELL.replace('"A1"', '"XFE1"'), "地址"),
    "address word": (CELL.replace('"A1"', '"here"'), "地址"),
    "address blank": (CELL.replace('"A1"', '""'), "地址"),
    "address in full-width": (CELL.replace('"A1"', '"Ａ１"'), "地址"),
    "next column beyond": (CELL.replace('<c r="A1"', '<c r="XFD1"/><c'), "地址"),
    "next row beyond": (
        CELL.replace('<row r="1">', '<row r="1048576"/><row>').replace(' r="A1"', ""),
        "地址",
    ),
    "cell without row": (HEAD + f'<worksheet xmlns="{MAIN}"><c/></worksheet>', "地址"),
    "style": (CELL.replace('r="A1"', 'r="A1" s="x"'), "不是数字"),
    "text that is not there": (CELL.replace('r="A1"', 'r="A1" t="s"'), "所指的文本"),
    "negative text": (CELL.replace('r="A1"', 'r="A1" t="s"').replace("<v>1", "<v>-1"), "所指的文本"),
    "merge": (worksheet("", after='<mergeCells><mergeCell ref="A1:XFE9"/></mergeCells>'), "合并区域"),
    "merge without range": (worksheet("", after="<mergeCells><mergeCell/></mergeCells>"), "合并区域"),
    "columns": (worksheet("", before='<cols><col min="a" max="b" hidden="1"/></cols>'), "不是数字"),
}


@pytest.mark.parametrize("name", BAD_SHEETS)
def test_bad_sheets(refused: Refuse, name: str) -> None:
    sheet, words = BAD_SHEETS[name]
    assert words in refused(packed(parts(sheet, strings=strings("<t>x</t>"))))


BAD_PARTS: dict[str, tuple[str, str | bytes | None, str]] = {
    "no workbook": ("xl/workbook.xml", None, "缺少工作簿部件"),
    "no relations of the file": ("_rels/.rels", None, "缺少工作簿部件"),
    "no relations of the book": ("xl/_rels/workbook.xml.rels", None, "缺少工作表“表1”"),
    "no sheet": (SHEET, None, "缺少工作表“表1”"),
    "no sheets": ("xl/workbook.xml", workbook(""), "没有工作表"),
    "sheet without relation": ("xl/workbook.xml", workbook('<sheet name="表1"/>'), "缺少工作表“表1”"),
    "not a workbook": ("xl/workbook.xml", CELL, "内容不对"),
    "broken relations": ("xl/_rels/workbook.xml.rels", "<", "XML 有误"),
    "broken styles": ("xl/styles.xml", "<styleSheet", "XML 有误"),
    "broken strings": ("xl/sharedStrings.xml", b"\xff\xfe\xff", "XML 有误"),
    "odd style": (
        "xl/styles.xml",
        f'{HEAD}<styleSheet xmlns="{MAIN}"><cellXfs><xf numFmtId="x"/></cellXfs></styleSheet>',
        "不是数字",
    ),
}


@pytest.mark.parametrize("name", BAD_PARTS)
def test_bad_parts(refused: Refuse, name: str) -> None:
    part, content, words = BAD_PARTS[name]
    made = parts(CELL, strings=strings(), styles=f'{HEAD}<styleSheet xmlns="{MAIN}"/>')
    if content is None:
        del made[part]
    else:
        made[part] = content
    assert words in refused(packed(made))


def cost(act: Callable[[], object]) -> tuple[float, int]:
    """Seconds, and the peak of memory in a second run."""
    start = time.process_time()
    act()
    seconds = time.process_time() - start
    tracemalloc.start()
    act()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return seconds, peak


HEADER, FOOTER = worksheet("|").split("|")
BOMBS: dict[str, Callable[[], dict[str, str | bytes]]] = {
    "300 MB of blanks": lambda: parts(HEADER + " " * 300_000_000 + FOOTER),
    "one comment": lambda: parts(HEADER + "<!--" + "x" * 60_000_000 + "-->" + FOOTER),
    "one attribute": lambda: parts(HEADER + f'<row x="{"x" * 60_000_000}"/>' + FOOTER),
    "one text": lambda: parts(CELL, strings=strings("<t>" + "x" * 60_000_000 + "</t>")),
    "styles": lambda: parts(CELL, styles=HEAD + " " * 60_000_000),
}


@pytest.mark.slow
@pytest.mark.parametrize("honest", [True, False])
@pytest.mark.parametrize("name", BOMBS)
def test_bombs_are_refused_soon_and_cheaply(tmp_path: Path, name: str, honest: bool) -> None:
    path = tmp_path / "小 文件.xlsx"
    data = packed(BOMBS[name]())
    if not honest:  # the sizes of all members are said to be 5 bytes
        for part in (SHEET, "xl/sharedStrings.xml", "xl/styles.xml"):
            if part.encode() in data:
                data = edit_directory(data, part, lambda raw, at: struct.pack_into("<L", raw, at + 24, 5))
    path.write_bytes(data)
    assert path.stat().st_size < 400_000
    seconds, peak = cost(lambda: reason(path))
    assert seconds < 5 and peak < 16 << 20
    assert re.search("文件过大|标记过长", reason(path))


def test_limits(refused: Refuse) -> None:
    sound = packed(parts(CELL, CELL))
    assert "超过 0 MB" in refused(sound, limits=Limits(file=100))
    assert "展开后超过" in refused(sound, limits=Limits(part=50))
    assert "展开后超过" in refused(sound, limits=Limits(inflated=500))
    assert "倍" in refused(packed(parts(CELL + " " * 5000)), limits=Limits(ratio=10, ratio_from=1000))
    assert "部件超过 3 个" in refused(sound, limits=Limits(members=3))
    assert "工作表超过 1 个" in refused(sound, limits=Limits(sheets=1))
    assert "非空单元格超过 1 个" in refused(sound, limits=Limits(cells=1))
    texts = packed(parts(CELL, strings=strings(*["<t>x</t>"] * 3)))
    assert "共享文本超过 2 条" in refused(texts, limits=Limits(strings=2))
    merged = worksheet("", after='<mergeCells><mergeCell ref="A1:B1"/><mergeCell ref="A2:B2"/></mergeCells>')
    assert "合并单元格超过 1 处" in refused(packed(parts(merged)), limits=Limits(merges=1))
    xfs = f'{HEAD}<styleSheet xmlns="{MAIN}"><cellXfs><xf/><xf/></cellXfs></styleSheet>'
    assert "样式超过 1 种" in refused(packed(parts(CELL, styles=xfs)), limits=Limits(styles=1))


def test_wide_merges_one_over_the_other(refused: Refuse) -> None:
    merges = "<mergeCells>" + '<mergeCell ref="A1:XFD1048576"/>' * 20_000 + "</mergeCells>"
    assert "合并单元格" in refused(packed(parts(worksheet("", after=merges))))


def test_ten_thousand_sheets(refused: Refuse) -> None:
    assert "工作表超过 512 个" in refused(packed(parts(*[CELL] * 10_000)))
