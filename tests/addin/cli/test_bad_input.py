"""Bad files through the command: each is named, with what is wrong and what to do; never a traceback."""

from __future__ import annotations

import json
import re
import shutil
import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from books import HEAD, packed, parts, worksheet
from corpus import CORPUS, WORKBOOKS
from mutations import unzipped, zipped
from openpyxl import Workbook

from addin.cli.main import main

ROOT = Path(__file__).parents[3]
SPECIAL = WORKBOOKS / "special"
SOUND = WORKBOOKS / "001-01.xlsx"
SHEET = "xl/worksheets/sheet1.xml"
CELL = '<row r="1"><c r="A1"><v>1</v></c></row>'
CHINESE = re.compile("[一-鿿]")
WHAT_TO_DO = {
    "zh": "请|另存为|确认|改正|检查",
    "en": "(?i)save|open it|clear|get it|get the|check|copy|unpack|close",
}


def report(capsys: pytest.CaptureFixture[str], path: Path, language: str = "zh") -> dict[str, Any]:
    """What the command reports of one bad file; it exits with 1 and says nothing else."""
    capsys.readouterr()
    assert main(["check", str(path), "--format", "json", "--lang", language]) == 1
    said = capsys.readouterr()
    assert said.err == ""
    (file,) = json.loads(said.out)["files"]
    assert file["path"] == str(path)
    return dict(file)


def finding(capsys: pytest.CaptureFixture[str], path: Path, language: str) -> dict[str, str]:
    """The one finding on a file that holds no form that could be read."""
    file = report(capsys, path, language)
    (made,) = file["findings"]
    assert file["forms"] == []
    return dict(made)


def copied(name: str) -> Callable[[Path], None]:
    return lambda path: void(shutil.copy(SPECIAL / name, path))


def bytes_of(make: Callable[[], bytes]) -> Callable[[Path], None]:
    return lambda path: void(path.write_bytes(make()))


def void(_: object) -> None:
    """Forgets what a call gives."""


def wrong_crc() -> bytes:
    """A sound book whose directory gives another check sum for the sheet."""
    raw = bytearray(SOUND.read_bytes())
    struct.pack_into("<L", raw, raw.rfind(SHEET.encode()) - 46 + 16, 0xDEAD)
    return bytes(raw)


def with_dtd() -> bytes:
    laughs = '<!DOCTYPE x [<!ENTITY a "哈">' + "".join(
        f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    sheet = worksheet(CELL.replace("1</v>", "&i;</v>"))
    return packed(parts(sheet.replace(HEAD, HEAD + laughs + "]>")))


def opendocument() -> bytes:
    return zipped(
        [
            ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
            ("content.xml", b"<office:document-content/>"),
            ("META-INF/manifest.xml", b"<manifest:manifest/>"),
        ]
    )


def bomb(path: Path) -> None:
    """A sheet of 300 MB, all sound rows, in a file of some 300 KB."""
    book = parts(worksheet("|"))
    start, end = str(book.pop(SHEET)).split("|")
    row = b"<row><c><v>1</v></c></row>"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in book.items():
            archive.writestr(name, content)
        with archive.open(SHEET, "w", force_zip64=True) as file:
            file.write(start.encode())
            for _ in range(300):
                file.write(row * (1_000_000 // len(row)))
            file.write(end.encode())


def many_sheets() -> bytes:
    return packed(parts(*[worksheet(CELL)] * 10_000))


def no_form(path: Path) -> None:
    book = Workbook()
    book.worksheets[0].append(["日期", "事项", "金额"])
    book.worksheets[0].append(["2024-03-01", "印刷费", 1200])
    book.save(path)


BAD: dict[str, tuple[str, Callable[[Path], None], str, str]] = {
    "encrypted": ("加密.xlsx", copied("encrypted.xlsx"), "JX-P01", "密码"),
    "xls": ("旧.xls", copied("old.xls"), "JX-P01", "旧格式"),
    "et": ("金山.et", copied("old.xls"), "JX-P01", "旧格式"),
    "xls renamed": ("改名.xlsx", copied("renamed-xls.xlsx"), "JX-P01", "旧格式"),
    "ods": ("开放.ods", bytes_of(opendocument), "JX-P01", r"\.ods"),
    "csv renamed": ("改名.xlsx", bytes_of(lambda: "项目,得分\r\n甲,9\r\n".encode("gbk")), "JX-P01", "CSV"),
    "web page": ("导出.xlsx", bytes_of(lambda: b"<html><table></table></html>"), "JX-P01", "网页"),
    "nothing": ("空.xlsx", bytes_of(bytes), "JX-P01", "0 字节"),
    "truncated": ("截断.xlsx", copied("truncated.xlsx"), "JX-P01", "不完整"),
    "cut early": ("断.xlsx", bytes_of(lambda: SOUND.read_bytes()[:2000]), "JX-P01", "不完整"),
    "wrong CRC": ("错.xlsx", bytes_of(wrong_crc), "JX-P01", "数据有误"),
    "broken XML": ("坏.xlsx", copied("broken-xml.xlsx"), "JX-P01", "XML 有误"),
    "missing sheet": ("缺.xlsx", copied("nosheet-part.xlsx"), "JX-P01", "缺少工作表"),
    "DTD": ("实体.xlsx", bytes_of(with_dtd), "JX-P01", "DTD"),
    "bomb": ("炸弹.xlsx", bomb, "JX-P01", "过大"),
    "10,000 sheets": ("万表.xlsx", bytes_of(many_sheets), "JX-P01", "工作表超过"),
    "no form": ("无表.xlsx", no_form, "JX-P02", "没有找到"),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_gives_one_finding_that_says_what_to_do(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, name: str
) -> None:
    file, make, code, words = BAD[name]
    path = tmp_path / "各 单位（2024）" / file
    path.parent.mkdir()
    make(path)
    for language in "zh", "en":
        made = finding(capsys, path, language)
        assert (made["code"], made["level"], made["cell"]) == (code, "error", "")
        assert re.search(WHAT_TO_DO[language], made["message"] + made["fix"])
        if language == "zh":
            assert re.search(words, made["message"])
        else:
            assert not CHINESE.search(re.sub(r"'[^']*'", "", made["message"]))


@pytest.mark.slow
@pytest.mark.parametrize("name", BAD)
def test_the_text_report_names_the_bad_file_and_the_reason(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, name: str
) -> None:
    file, make, code, words = BAD[name]
    make(tmp_path / file)
    assert main(["check", str(tmp_path / file), "--lang", "zh"]) == 1
    where, *said = capsys.readouterr().out.split("\n\n")[0].splitlines()
    assert where == str(tmp_path / file)
    assert re.search(f"错误 {code} .*({words})", said[0])
    assert re.search(WHAT_TO_DO["zh"], "".join(said))


@pytest.mark.parametrize("name", ["encrypted", "xls renamed", "truncated", "csv renamed", "DTD"])
def test_an_unreadable_file_is_in_the_error_of_its_entry(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, name: str
) -> None:
    file, make, _, _ = BAD[name]
    make(tmp_path / file)
    entry = report(capsys, tmp_path / file)
    assert entry["error"] == entry["findings"][0]["message"]


def test_a_bad_file_among_good_ones_does_not_stop_the_work(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    for name in "encrypted.xlsx", "truncated.xlsx", "broken-xml.xlsx":
        shutil.copy(SPECIAL / name, tmp_path)
    shutil.copy(SOUND, tmp_path / "zz.xlsx")
    assert main(["check", str(tmp_path), "--format", "json"]) == 1
    files = json.loads(capsys.readouterr().out)["files"]
    assert [len(file["forms"]) for file in files] == [0, 0, 0, 1]


def test_an_error_value_in_a_score_is_found_in_its_cell(capsys: pytest.CaptureFixture[str]) -> None:
    mutant = json.loads((CORPUS / "expected/mutants/001-11-JX-P03-1.json").read_text("utf-8"))
    (form,) = report(capsys, CORPUS / mutant["file"])["forms"]
    (made,) = [item for item in form["findings"] if item["code"] == "JX-P03"]
    assert (made["cell"], made["level"]) == (mutant["new"]["cell"], "error")
    assert made["found"].startswith("#")
    assert re.search(WHAT_TO_DO["zh"] + "|填写", made["fix"])


def edge_cell(path: Path) -> Path:
    """A sound form, and one more cell in the last corner of its sheet."""
    members = dict(unzipped(SOUND.read_bytes()))
    cell = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    assert b"</sheetData>" in members[SHEET]
    members[SHEET] = members[SHEET].replace(b"</sheetData>", cell)
    path.write_bytes(zipped(list(members.items())))
    return path


def test_a_cell_in_the_last_corner_changes_nothing(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    with_it, without = report(capsys, edge_cell(tmp_path / "角.xlsx")), report(capsys, SOUND)
    assert with_it["findings"] == without["findings"] == []
    for one, other in zip(with_it["forms"], without["forms"], strict=True):
        assert {**one, "range": ""} == {**other, "range": ""}


def test_links_to_other_workbooks_are_a_hint(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    main(["check", str(SPECIAL / "links.xlsx"), "--format", "json"])
    (file,) = json.loads(capsys.readouterr().out)["files"]
    assert [(made["code"], made["level"]) for made in file["findings"]] == [("JX-P04", "hint")]


def test_an_unreadable_file_says_why(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "占用.xlsx"
    shutil.copy(SOUND, path)

    def forbidden(*_: object, **__: object) -> None:
        raise PermissionError(13, "in use")

    monkeypatch.setattr(Path, "open", forbidden)
    made = finding(capsys, path, "zh")
    assert made["code"] == "JX-P01"
    assert "占用" in made["message"]


def test_a_lock_file_named_outright_is_explained(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "~$自评表.xlsx"
    path.write_bytes(b"\x05admin" + b" " * 160)
    assert "锁定" in finding(capsys, path, "zh")["message"]


def test_a_link_to_nothing_is_explained(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "链接.xlsx").symlink_to(tmp_path / "没有.xlsx")
    assert "不存在" in finding(capsys, tmp_path / "链接.xlsx", "zh")["message"]


@pytest.mark.parametrize("name", ["没有 这个.xlsx", "没有/a.xlsx", "文件夹.xlsx"])
def test_what_is_no_file_is_a_usage_error(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, name: str
) -> None:
    (tmp_path / "文件夹.xlsx").mkdir()
    assert main(["check", str(tmp_path / name), "--lang", "zh"]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert re.fullmatch("jx: 没有.*\n", said.err)
    assert str(tmp_path / name) in said.err


PEAK = """
import resource, subprocess, sys
done = subprocess.run([sys.executable, "-m", "addin.cli.main", "check", *sys.argv[1:]], stdout=subprocess.DEVNULL)
print(done.returncode, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)
"""


def peak(path: Path) -> tuple[int, int]:
    """Exit status of a check, and the most memory that it held (MB).

    A process between keeps the tests' own memory out of the figure: a child begins with its parent's peak.
    """
    done = subprocess.run(
        [sys.executable, "-c", PEAK, str(path)], cwd=ROOT, capture_output=True, check=True, text=True
    )
    assert done.stderr == ""
    status, megabytes = map(int, done.stdout.split())
    return status, megabytes


@pytest.mark.slow
@pytest.mark.parametrize("name", ["bomb", "10,000 sheets", "DTD"])
def test_a_bomb_is_refused_in_little_memory(tmp_path: Path, name: str) -> None:
    file, make, _, _ = BAD[name]
    make(tmp_path / file)
    status, megabytes = peak(tmp_path / file)
    assert status == 1
    assert megabytes < 300


@pytest.mark.slow
def test_the_bomb_is_small_and_its_sheet_is_not(tmp_path: Path) -> None:
    bomb(tmp_path / "a.xlsx")
    assert (tmp_path / "a.xlsx").stat().st_size < 1 << 20
    with zipfile.ZipFile(tmp_path / "a.xlsx") as archive:
        assert archive.getinfo(SHEET).file_size > 299_000_000


def test_a_cell_in_the_last_corner_takes_little_memory(tmp_path: Path) -> None:
    status, megabytes = peak(edge_cell(tmp_path / "角.xlsx"))
    assert status == 1
    assert megabytes < 300
