"""Workbook files put together by hand, part by part, for tests of what a spreadsheet library would never write."""

from __future__ import annotations

from collections.abc import Mapping

from mutations import zipped

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
STRICT_MAIN = "http://purl.oclc.org/ooxml/spreadsheetml/main"
STRICT_DOCUMENT = "http://purl.oclc.org/ooxml/officeDocument/relationships"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def relations(*targets: tuple[str, str], flavour: str = DOCUMENT, more: str = "") -> str:
    """A list of relations rId1, rId2 … to (kind, target)."""
    items = "".join(
        f'<Relationship Id="rId{number}" Type="{flavour}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return f'{HEAD}<Relationships xmlns="{PACKAGE}">{items}{more}</Relationships>'


def worksheet(rows: str, before: str = "", after: str = "") -> str:
    """A sheet with the given rows in its sheetData."""
    return f'{HEAD}<worksheet xmlns="{MAIN}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'


def workbook(sheets: str, after: str = "", before: str = "") -> str:
    return f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{DOCUMENT}">{before}<sheets>{sheets}</sheets>{after}</workbook>'


def styles(*codes: str) -> str:
    """Cell styles 0, 1, … with these number format codes."""
    formats = "".join(
        f'<numFmt numFmtId="{164 + at}" formatCode="{code.replace("&", "&amp;").replace(chr(34), "&quot;")}"/>'
        for at, code in enumerate(codes)
    )
    xfs = "".join(f'<xf numFmtId="{164 + at}"/>' for at in range(len(codes)))
    return (
        f'{HEAD}<styleSheet xmlns="{MAIN}"><numFmts>{formats}</numFmts><cellXfs>{xfs}</cellXfs></styleSheet>'
    )


def strings(*items: str) -> str:
    """Shared strings, each the XML inside its si."""
    return f'{HEAD}<sst xmlns="{MAIN}">' + "".join(f"<si>{item}</si>" for item in items) + "</sst>"


def parts(*sheets: str, names: str = "", **others: str) -> dict[str, str | bytes]:
    """The parts of a workbook with these sheets (XML), called 表1, 表2 …; *others*: styles, strings."""
    listed = [("worksheet", f"worksheets/sheet{number}.xml") for number in range(1, len(sheets) + 1)]
    extra = [("styles", "styles.xml"), ("sharedStrings", "sharedStrings.xml")]
    chosen = [pair for pair in extra if {"styles": "styles", "sharedStrings": "strings"}[pair[0]] in others]
    entries = "".join(
        f'<sheet name="表{number}" sheetId="{number}" r:id="rId{number}"/>'
        for number in range(1, len(sheets) + 1)
    )
    made: dict[str, str | bytes] = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": relations(("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": workbook(entries, f"<definedNames>{names}</definedNames>" if names else ""),
        "xl/_rels/workbook.xml.rels": relations(*listed, *chosen),
    }
    for number, sheet in enumerate(sheets, 1):
        made[f"xl/worksheets/sheet{number}.xml"] = sheet
    if "styles" in others:
        made["xl/styles.xml"] = others["styles"]
    if "strings" in others:
        made["xl/sharedStrings.xml"] = others["strings"]
    return made


def packed(made: Mapping[str, str | bytes]) -> bytes:
    """The parts as a file."""
    return zipped([(name, part.encode() if isinstance(part, str) else part) for name, part in made.items()])
