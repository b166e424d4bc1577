"""The bytes of a file, if they can be those of a workbook; and if not, what the file is instead.

An accountant's folder holds .xls files renamed to .xlsx, web pages that a system "exports to Excel", files
with a password, downloads cut short. Each gets its own sentence, with what to do.

    >>> foreign(b"%PDF-1.7").reason.zh
    '这是 PDF 文件，不是工作簿。请取得原来的 Excel 文件。'
"""

from __future__ import annotations

import os
import stat
from pathlib import Path

from addin.files.error import FileError, Limits, damaged, refused, too_big

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BIFF = (
    b"\x09\x00\x04\x00",
    b"\x09\x02\x06\x00",
    b"\x09\x04\x06\x00",
    b"\x09\x08\x10\x00",
    b"\x09\x08\x08\x00",
)
_ARCHIVES = (b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM6")

_SAVE_AS_ZH = "请用 Excel 或 WPS 打开，另存为“Excel 工作簿 (*.xlsx)”。"
_SAVE_AS_EN = "open it in Excel or WPS and save as an Excel workbook (.xlsx)"


def load(path: Path, limits: Limits) -> bytes:
    """The content of the zip file at *path*.

    Raises FileError where there is no such file, it cannot be opened, is too big, or is no zip file.
    """
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise refused("这是文件夹，不是文件。", "this is a folder, not a file")
        if not stat.S_ISREG(status.st_mode):
            raise refused("这不是普通文件，不能读取。", "this is not an ordinary file; it cannot be read")
        with path.open("rb") as file:
            data = file.read(min(status.st_size, limits.file) + 1)
    except (OSError, ValueError) as error:
        raise unusable(error) from None
    if len(data) > limits.file:
        raise too_big(f"超过 {limits.file >> 20} MB", f"more than {limits.file >> 20} MB")
    if path.name.startswith("~$"):
        raise refused(
            "这是 Excel 打开文件时的临时锁定文件，不是工作簿。请关闭 Excel，或忽略此文件。",
            "this is the lock file that Excel makes while a workbook is open; close Excel, or pass it over",
        )
    if data[:4] not in (b"PK\3\4", b"PK\5\6") and b"PK\3\4" not in data[:1024]:
        raise foreign(data)
    return data


def unusable(error: Exception) -> FileError:
    """The error for a file that the system does not let us open, or a path that it does not take."""
    if isinstance(error, FileNotFoundError):
        return refused(
            "文件不存在。请检查路径和文件名。", "there is no such file; check the path and the name"
        )
    if isinstance(error, PermissionError):
        return refused(
            "没有权限，或文件正被其他程序占用。请在 Excel 或 WPS 中关闭它，或把它复制到自己的文件夹。",
            "no permission, or another program holds the file; close it in Excel or WPS, or copy it",
        )
    if isinstance(error, OSError):
        why = os.strerror(error.errno) if error.errno else str(error)
        return refused(
            f"系统不能读写该文件（{why}）。请检查磁盘和路径后再试。",
            f"the system cannot read or write the file ({why}); check the disk and the path",
        )
    return refused("路径无效。请检查路径和文件名。", "the path is not valid; check the path and the name")


def foreign(data: bytes) -> FileError:
    """The error for a file that is no zip file: what it is, and how to get a workbook."""
    if not data:
        return refused("文件是空的（0 字节）。请重新取得文件。", "the file is empty (0 bytes); get it again")
    if data.startswith(_OLE):
        return _ole(data)
    if data.startswith(_BIFF):
        return _old()
    if data.startswith(b"%PDF"):
        return _other(" PDF 文件", "a PDF file")
    if data.startswith(_PICTURES):
        return _other("图片", "a picture")
    if data.startswith(_ARCHIVES):
        return refused(
            "这是压缩包，不是工作簿。请先解压缩。", "this is an archive, not a workbook; unpack it first"
        )
    if not data.strip(b"\0"):
        return refused(
            "文件内容全部是零（磁盘或同步出错，内容已丢失）。请重新取得文件。",
            "the file holds nothing but zeros (its content was lost by a disk or a sync error); get it again",
        )
    text = _text(data[:4096])
    if text is None:
        return damaged("不是 Excel 工作簿", "it is not an Excel workbook")
    if text.lstrip("\ufeff \t\r\n").startswith("<"):
        return refused(
            f"这是网页或 XML 文件，只是扩展名像 Excel。{_SAVE_AS_ZH}",
            f"this is a web page or an XML file under the name of a workbook; {_SAVE_AS_EN}",
        )
    return refused(
        f"这是文本文件（如 CSV），不是工作簿。{_SAVE_AS_ZH}",
        f"this is a text file (CSV, for one), not a workbook; {_SAVE_AS_EN}",
    )


def foreign_zip(names: set[str], kind: bytes) -> FileError | None:
    """The error for a zip file that is no .xlsx by its members' *names* (lower case) and the *kind* it says.

    None where it may be one.
    """
    if (
        kind.startswith(b"application/vnd.oasis.opendocument")
        or {"content.xml", "meta-inf/manifest.xml"} <= names
    ):
        return refused(
            f"这是 OpenDocument 文件（如 .ods），不是 .xlsx。{_SAVE_AS_ZH}",
            f"this is an OpenDocument file (.ods, for one), not .xlsx; {_SAVE_AS_EN}",
        )
    if "xl/workbook.bin" in names:
        return binary_workbook()
    if "word/document.xml" in names:
        return _other(" Word 文档", "a Word document")
    if "ppt/presentation.xml" in names:
        return _other(" PowerPoint 演示文稿", "a PowerPoint presentation")
    if "[content_types].xml" in names or "_rels/.rels" in names:
        return None
    return refused(
        "这是普通压缩包，不是工作簿。请先解压缩，再校验其中的工作簿。",
        "this is an ordinary zip archive, not a workbook; unpack it and check the workbooks in it",
    )


def binary_workbook() -> FileError:
    """The error for an .xlsb."""
    return refused(
        f"这是 Excel 二进制工作簿（.xlsb）。{_SAVE_AS_ZH}",
        f"this is a binary workbook (.xlsb); {_SAVE_AS_EN}",
    )


def _ole(data: bytes) -> FileError:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return refused(
            "文件有打开密码。请用 Excel 打开，在“文件→信息→保护工作簿→用密码进行加密”中"
            "清空密码，保存后再试。",
            "the file has a password; open it in Excel, clear the password under "
            "File > Info > Protect Workbook > Encrypt with Password, and save it",
        )
    if "WordDocument".encode("utf-16-le") in data:
        return _other(" Word 文档", "a Word document")
    return _old()


def _old() -> FileError:
    return refused(
        f"这是旧格式的文件（.xls、.et 或 .wps），与扩展名无关。{_SAVE_AS_ZH}",
        f"this is a file of the old format (.xls, .et or .wps), whatever its name says; {_SAVE_AS_EN}",
    )


def _other(zh: str, en: str) -> FileError:
    return refused(
        f"这是{zh}，不是工作簿。请取得原来的 Excel 文件。",
        f"this is {en}, not a workbook; get the Excel file that it was made from",
    )


def _text(start: bytes) -> str | None:
    """The beginning of a file as text, in one of the encodings of exports; None where it is none."""
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return start.decode("utf-16", "replace")
    if any(byte < 9 for byte in start):
        return None
    for encoding in ("utf-8", "gb18030"):
        # The last character may be cut in two.
        text = start.decode(encoding, "replace")
        if "\ufffd" not in text[:-2]:
            return text
    return None
