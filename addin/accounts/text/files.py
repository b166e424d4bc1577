"""A narrative's paragraphs, from .docx or .txt, within the limits of every file that is read.

Runs are joined; blank paragraphs, tables, deleted text and text boxes are left out. Nothing but the text is read.

>>> paragraphs_of("一、收入\\r\\n\\r\\n 二、支出 \\n")
['一、收入', '二、支出']
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from addin.files.error import FileError, Limits, damaged, refused, too_big
from addin.files.identify import load, unusable
from addin.files.xlsx.container import Archive

SUFFIXES = (".docx", ".txt")
_DEFAULT = Limits()
_TEXT_LIMIT = 8 << 20
_MAIN = re.compile(
    rb'Type="[^"]*/officeDocument"[^>]*Target="/?([^"]+)"|Target="/?([^"]+)"[^>]*Type="[^"]*/officeDocument"'
)


def read_paragraphs(path: Path, limits: Limits = _DEFAULT) -> list[str]:
    """The non-blank paragraphs of the file in order. Raises FileError where it cannot be read."""
    if path.suffix.lower() == ".docx":
        return _docx(load(path, limits), limits)
    return paragraphs_of(_decoded(_bytes(path)))


def paragraphs_of(text: str) -> list[str]:
    """The non-blank lines of a text, blanks at their ends gone."""
    return [
        line.strip() for line in re.split(r"\r\n|\r|\n|\f|\x0b", text) if line.strip("\ufeff \t\u3000\xa0")
    ]


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(_TEXT_LIMIT + 1)
    except (OSError, ValueError) as error:
        raise unusable(error) from None
    if len(data) > _TEXT_LIMIT:
        raise too_big(f"文本超过 {_TEXT_LIMIT >> 20} MB", f"a text of more than {_TEXT_LIMIT >> 20} MB")
    return data


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise refused(
        "文本的编码无法识别，请另存为 UTF-8。", "the encoding of the text is unknown; save it as UTF-8"
    )


def _docx(data: bytes, limits: Limits) -> list[str]:
    archive = Archive(data, limits)
    if "word/document.xml" not in archive and "_rels/.rels" not in archive:
        raise refused("这不是 Word 文档（.docx）。", "this is not a Word document (.docx)")
    part = "word/document.xml"
    if "_rels/.rels" in archive:
        match = _MAIN.search(archive.read("_rels/.rels"))
        part = (match[1] or match[2]).decode("utf-8", "replace") if match else part
    content = archive.read(part)
    from docx.oxml.ns import qn
    from docx.oxml.parser import parse_xml

    try:
        root = parse_xml(content)
    except (SyntaxError, ValueError) as error:
        raise _broken(error) from None
    skipped = {qn("w:tbl"), qn("w:txbxContent"), qn("w:del"), qn("w:moveFrom"), qn("w:instrText")}
    marks = {qn("w:tab"): " ", qn("w:br"): " ", qn("w:cr"): " ", qn("w:noBreakHyphen"): "-"}
    paragraph, text, fallback = (
        qn("w:p"),
        qn("w:t"),
        "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
    )
    found: list[str] = []
    # An explicit stack, not recursion: how deep a file nests is the file's choice.
    pieces: list[str] = []
    stack: list[Any] = [root]
    while stack:
        node = stack.pop()
        if node is None:
            found.append("".join(pieces))
            pieces = []
            continue
        if node.tag in skipped or node.tag == fallback:
            continue
        if node.tag == text:
            pieces.append(node.text or "")
        elif node.tag in marks:
            pieces.append(marks[node.tag])
        else:
            if node.tag == paragraph:
                stack.append(None)
            stack.extend(reversed(node))
    return [one.strip() for one in found if one.strip("\ufeff \t\u3000\xa0")]


def _broken(error: Exception) -> FileError:
    return damaged(f"正文不是合法的 XML（{error}）", f"its text is not valid XML ({error})")
