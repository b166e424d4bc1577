"""A workbook's copy for submission: values instead of formulas, and nothing that runs.

Taken out are formulas (their values stay), macros, the ribbon, links to other workbooks and defined names other than
print areas and titles; everything else is carried over part by part. The result is an .xlsx of fixed dates: equal
sources give equal files.

>>> frozen_cells('<sheetData><c r="A1" t="str" s="2"><f>B1&amp;""</f><v></v></c><c r="A2"><f>1+1</f><v>2</v></c></sheetData>')
'<sheetData><c r="A1" s="2"></c><c r="A2"><v>2</v></c></sheetData>'
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from addin.files.error import Limits, refused
from addin.files.identify import load
from addin.files.placing import place
from addin.files.xlsx.container import Archive
from addin.files.zipping import zipped

_PLAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_MAIN = re.compile(
    r"application/vnd\.ms-excel\.(?:sheet|template|addin)\.macroEnabled\.main\+xml"
    r"|application/vnd\.openxmlformats-officedocument\.spreadsheetml\.template\.main\+xml"
)
_DROPPED = re.compile(
    r"^/?(xl/vbaProject|xl/vbaData|xl/_rels/vbaProject|xl/calcChain|xl/externalLinks/|customUI/|userCustomization/)",
    re.I,
)

_DATA = re.compile(r"<((?:\w+:)?)sheetData\b.*?</\1sheetData>", re.S)
_CELL = re.compile(r"<((?:\w+:)?)c((?:\s[^>]*)?)(?<!/)>(.*?)</\1c>", re.S)
_FORMULA = re.compile(r"<((?:\w+:)?)f(?:\s[^>]*)?(?:/>|>.*?</\1f>)", re.S)
_EMPTY = re.compile(r"<((?:\w+:)?)v(?:\s[^>]*)?(?:/>|>\s*</\1v>)")
_RELATION = re.compile(r"<Relationship\b[^>]*?(?:/>|>\s*</Relationship>)")
_TYPE = re.compile(r"<(?:Override|Default)\b[^>]*?(?:/>|>\s*</(?:Override|Default)>)")
_NAME = re.compile(r"<((?:\w+:)?)definedName\b[^>]*>.*?</\1definedName>", re.S)
_NAMES = re.compile(r"<((?:\w+:)?)definedNames\s*>\s*</\1definedNames>|<(?:\w+:)?definedNames\s*/>")
_LINKS = re.compile(r"<((?:\w+:)?)externalReferences\b.*?</\1externalReferences>", re.S)
_KEPT = re.compile(r'name="_xlnm\.Print_(?:Area|Titles)"')


def freeze(source: Path, target: Path) -> None:
    """Write the submission copy of *source* to *target*, in one step or not at all.

    Raises FileError for a file that cannot be read or written, or that holds macro sheets.
    """
    limits = Limits()
    archive = Archive(load(source, limits), limits)
    if any("macrosheets/" in name.lower() for name in archive.members):
        raise refused(
            "工作簿含有宏表，不能生成提交版。请先删除宏表。",
            "the workbook holds macro sheets; delete them first",
        )
    place(target, zipped(_kept_parts(archive)))


def _kept_parts(archive: Archive) -> Iterator[tuple[str, bytes]]:
    for name in (member.name for member in archive.members.values()):
        if _DROPPED.match(name):
            continue
        content = archive.read(name)
        if name.lower().endswith((".xml", ".rels")):
            content = _frozen(name.lower(), content.decode("utf-8-sig")).encode("utf-8")
        yield name, content


def _frozen(name: str, text: str) -> str:
    if name == "[content_types].xml":
        return _MAIN.sub(_PLAIN, _TYPE.sub(_without(r'(?:PartName|ContentType)="([^"]*)"'), text))
    if name.endswith(".rels"):
        return _RELATION.sub(_without(r'Target="([^"]*)"'), text)
    if name == "xl/workbook.xml":
        text = _NAME.sub(lambda found: found[0] if _KEPT.search(found[0]) else "", _LINKS.sub("", text))
        return _NAMES.sub("", text)
    return (
        _DATA.sub(lambda found: frozen_cells(found[0]), text) if name.startswith("xl/worksheets/") else text
    )


def _without(attribute: str) -> Callable[[re.Match[str]], str]:
    """A replacement that drops the elements naming a part that is dropped."""

    def one(found: re.Match[str]) -> str:
        for value in re.findall(attribute, found[0]):
            part = value.lstrip("/").removeprefix("../")
            if _DROPPED.match(part) or _DROPPED.match(f"xl/{part}") or "vbaProject" in value:
                return ""
        return found[0]

    return one


def frozen_cells(data: str) -> str:
    """The cells of a sheet's XML without their formulas; a formula that gave an empty text leaves an empty cell."""

    def one(found: re.Match[str]) -> str:
        prefix, attributes, inner = found.groups()
        if not _FORMULA.search(inner):
            return found[0]
        inner = _FORMULA.sub("", inner)
        attributes = re.sub(r'\s(?:cm|vm)="[^"]*"', "", attributes)
        if _EMPTY.fullmatch(inner.strip()) or not inner.strip():
            inner, attributes = "", re.sub(r'\st="[^"]*"', "", attributes)
        return f"<{prefix}c{attributes}>{inner}</{prefix}c>"

    return _CELL.sub(one, data)
