"""Narratives as files: runs joined, tables left out, within the limits of every file that is read."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from addin.accounts.text.files import read_paragraphs
from addin.accounts.text.sections import read_text
from addin.files.error import FileError, Limits

SENTENCES = [
    "一、收入支出决算总体情况说明",
    "2024年度收、支总计14351.53万元。",
    "二、收入决算情况说明",
    "收入合计14344.12万元。",
]


def document(path: Path) -> Path:
    made = docx.Document()
    made.add_paragraph(SENTENCES[0])
    paragraph = made.add_paragraph()
    for piece in ("2024年度收、", "支总计", "14351", ".53", "万元。"):
        paragraph.add_run(piece)
    made.add_paragraph("")
    table = made.add_table(1, 2)
    table.cell(0, 0).text = "表中的文字"
    made.add_paragraph("  ")
    made.add_paragraph(SENTENCES[2], style="List Number")
    last = made.add_paragraph("收入合计14344.12")
    deleted = OxmlElement("w:del")
    run = OxmlElement("w:r")
    text = OxmlElement("w:delText")
    text.text = "删去的999"
    run.append(text)
    deleted.append(run)
    last._p.append(deleted)
    inserted = OxmlElement("w:ins")
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = "万元。"
    run.append(text)
    inserted.append(run)
    last._p.append(inserted)
    made.save(str(path))
    return path


def test_runs_are_joined_and_tables_and_blank_paragraphs_left_out(tmp_path: Path) -> None:
    assert read_paragraphs(document(tmp_path / "说明.docx")) == SENTENCES


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_text_is_read_in_its_encoding(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "说明.txt"
    path.write_bytes("\r\n\r\n".join(SENTENCES).encode(encoding))
    assert read_paragraphs(path) == SENTENCES


def packed(path: Path, content: bytes, name: str = "word/document.xml") -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return path


def test_a_part_that_inflates_beyond_the_limits_is_refused(tmp_path: Path) -> None:
    path = packed(tmp_path / "大.docx", b"<a>" + b" " * 5_000_000 + b"</a>")
    with pytest.raises(FileError, match="文件过大"):
        read_paragraphs(path, Limits(part=1_000_000))
    with pytest.raises(FileError):
        read_paragraphs(path, Limits(ratio_from=1_000_000))


@pytest.mark.parametrize("content", [b"", b"<a>", b"PK", b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b"])
def test_what_is_no_document_is_refused(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(FileError):
        read_paragraphs(packed(tmp_path / "坏.docx", content))
    (tmp_path / "也坏.docx").write_bytes(content)
    with pytest.raises(FileError):
        read_paragraphs(tmp_path / "也坏.docx")


def test_an_outside_entity_is_not_fetched(tmp_path: Path) -> None:
    (tmp_path / "秘密.txt").write_text("秘密")
    content = (
        f'<!DOCTYPE a [<!ENTITY b SYSTEM "file://{tmp_path}/秘密.txt">]>'
        '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        "<w:body><w:p><w:r><w:t>公开&b;</w:t></w:r></w:p></w:body></w:document>"
    )
    assert "秘密" not in "".join(read_paragraphs(packed(tmp_path / "甲.docx", content.encode())))


def test_deep_nesting_is_no_error_of_ours(tmp_path: Path) -> None:
    inside = "<w:sdt>" * 200 + "<w:p><w:r><w:t>深</w:t></w:r></w:p>" + "</w:sdt>" * 200
    content = f'<w:document xmlns:w="{qn("w:p")[1:].split("}")[0]}"><w:body>{inside}</w:body></w:document>'
    assert read_paragraphs(packed(tmp_path / "深.docx", content.encode())) == ["深"]


def test_another_text_is_no_narrative() -> None:
    assert not read_text(["购物清单", "苹果三斤", "梨两斤"]).is_narrative
    assert read_text(SENTENCES).is_narrative


def test_sections_follow_the_headings_with_and_without_numbers() -> None:
    lines = [
        "第三部分 2024年度部门决算情况说明",
        "收入支出决算总体情况说明",
        "收、支总计5万元。",
        "（一）一般公共预算财政拨款支出决算总体情况",
        "支出5万元。",
        "九、财政拨款“三公”经费支出决算情况说明。",
        "公务接待费5万元。",
        "第四部分 名词解释",
        "三公经费：指因公出国（境）费等。",
    ]
    narrative = read_text(lines)
    assert narrative.year == 2024
    assert [p.section for p in narrative.paragraphs if not p.heading] == ["whole", "general", "costs", ""]


def test_a_docx_is_found_out_by_its_main_part(tmp_path: Path) -> None:
    """Its name may be another: the relations of the package say it."""
    buffer = io.BytesIO(document(tmp_path / "甲.docx").read_bytes())
    with zipfile.ZipFile(buffer) as source, zipfile.ZipFile(tmp_path / "乙.docx", "w") as target:
        for name in source.namelist():
            data = source.read(name)
            if name == "_rels/.rels":
                data = data.replace(b"word/document.xml", b"word/main.xml")
            target.writestr("word/main.xml" if name == "word/document.xml" else name, data)
    assert read_paragraphs(tmp_path / "乙.docx") == SENTENCES
