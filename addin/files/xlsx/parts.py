r"""The parts of a workbook and how they hang together: sheets in order, styles, shared texts, defined names.

Everything is found the way the format says, by relations from the root of the file: part names, prefixes
and the flavour of the namespaces are free. addin.files.xlsx.sheet reads the sheets themselves.

    >>> unescaped("第一行_x000A_第二行")
    '第一行\n第二行'
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from addin.files.error import damaged, too_big
from addin.files.format_code import BUILTIN
from addin.files.identify import binary_workbook, foreign_zip
from addin.files.xlsx.container import Archive
from addin.files.xlsx.xml import Attributes, Relation, flag, integer, parse, relation_id, relations

_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")
_ADDINS = (".xlam", ".xla", ".xll")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One entry of the workbook's list of sheets; *grid* is False for charts, dialogs and macro sheets."""

    name: str
    part: str
    hidden: bool
    grid: bool


@dataclass(frozen=True, slots=True)
class DefinedName:
    """A name that stands for a formula; *sheet* is the index of the one sheet it holds on, None for all."""

    name: str
    sheet: int | None
    formula: str


@dataclass(slots=True)
class Book:
    """The workbook part, read: what there is and where."""

    sheets: list[Sheet] = field(default_factory=list)
    names: list[DefinedName] = field(default_factory=list)
    date1904: bool = False
    styles: str = ""
    strings: str = ""
    external_links: bool = False
    macros: bool = False
    signed: bool = False


def open_book(archive: Archive) -> Book:
    """The book in *archive*. Raises FileError where it is none or misses a sheet."""
    names = set(archive.members)
    kind = archive.read("mimetype") if "mimetype" in archive else b""
    error = foreign_zip(names, kind)
    if error is not None:
        raise error
    part = next((r.target for r in relations(archive, "").values() if r.kind == "officeDocument"), "")
    if part.lower().endswith(".bin"):
        raise binary_workbook()
    if part not in archive:
        raise damaged("缺少工作簿部件", "the workbook part is missing")
    listed = relations(archive, part)
    book = _workbook(archive, part, listed)
    kinds = {relation.kind: relation.target for relation in listed.values() if not relation.external}
    book.styles = kinds.get("styles", "")
    book.strings = kinds.get("sharedStrings", "")
    book.external_links = any(
        relation.kind == "externalLink" and not _is_addin(archive, relation.target)
        for relation in listed.values()
    )
    book.macros = any(name.rpartition("/")[2] == "vbaproject.bin" for name in names) or bool(
        {"xlMacrosheet", "xlIntlMacrosheet", "vbaProject"} & set(kinds)
    )
    book.signed = any(name.startswith("_xmlsignatures/") or "vbaprojectsignature" in name for name in names)
    return book


def _workbook(archive: Archive, part: str, listed: dict[str, Relation]) -> Book:
    book = Book()
    text: list[str] = []
    pending: Attributes = {}

    def properties(attributes: Attributes) -> None:
        book.date1904 = flag(attributes, "date1904")

    def sheet(attributes: Attributes) -> None:
        name = attributes.get("name", "")
        relation = listed.get(relation_id(attributes) or "")
        grid = relation is not None and relation.kind == "worksheet"
        if relation is None or (grid and relation.target not in archive):
            raise damaged(f"缺少工作表“{name}”的内容", f"the content of the sheet {name!r} is missing")
        hidden = attributes.get("state", "visible") in ("hidden", "veryHidden")
        book.sheets.append(Sheet(name, relation.target, hidden, grid))
        if len(book.sheets) > archive.limits.sheets:
            limit = archive.limits.sheets
            raise too_big(f"工作表超过 {limit} 个", f"more than {limit} sheets")

    def name_start(attributes: Attributes) -> None:
        pending.update(name=attributes.get("name", ""), sheet=attributes.get("localSheetId", ""))

    def name_end() -> None:
        local = integer(pending, "sheet", part) if pending.get("sheet") else None
        book.names.append(DefinedName(pending.get("name", ""), local, "".join(text)))

    parse(
        archive.chunks(part),
        part,
        "workbook",
        {"workbookPr": properties, "sheet": sheet, "definedName": name_start},
        {"definedName": name_end},
        text=text,
    )
    if not book.sheets:
        raise damaged("工作簿中没有工作表", "the workbook has no sheets")
    return book


def _is_addin(archive: Archive, link: str) -> bool:
    """True where an external link leads to an add-in: to call its functions is no link to a workbook."""
    targets = [relation.target.lower() for relation in relations(archive, link).values()]
    return bool(targets) and all(target.endswith(_ADDINS) for target in targets)


def formats(archive: Archive, part: str) -> list[str]:
    """The number format code of each cell style, in the order that cells count them; [] without styles."""
    ids: list[int] = []
    codes = dict(BUILTIN)
    if not part or part not in archive:
        return []
    inside = ""

    def enter(name: str) -> None:
        nonlocal inside
        inside = name

    def number_format(attributes: Attributes) -> None:
        if inside == "numFmts":
            codes[integer(attributes, "numFmtId", part)] = attributes.get("formatCode", "General")

    def style(attributes: Attributes) -> None:
        if inside == "cellXfs":
            ids.append(integer(attributes, "numFmtId", part))
            if len(ids) > archive.limits.styles:
                limit = archive.limits.styles
                raise too_big(f"单元格样式超过 {limit} 种", f"more than {limit} cell styles")

    parse(
        archive.chunks(part),
        part,
        "styleSheet",
        {
            "numFmts": lambda _: enter("numFmts"),
            "cellXfs": lambda _: enter("cellXfs"),
            "numFmt": number_format,
            "xf": style,
        },
        {"numFmts": lambda: enter(""), "cellXfs": lambda: enter("")},
    )
    return [codes.get(number, "General") for number in ids]


def shared_strings(archive: Archive, part: str) -> list[str]:
    """The texts that cells share, runs joined and phonetic guides left out; [] without such a part."""
    strings: list[str] = []
    if not part or part not in archive:
        return strings
    limit = archive.limits.strings
    text: list[str] = []
    pieces: list[str] = []
    phonetic = False

    def item_end() -> None:
        strings.append(unescaped("".join(pieces)))
        pieces.clear()
        if len(strings) > limit:
            raise too_big(f"共享文本超过 {limit} 条", f"more than {limit} shared texts")

    def guide(start: bool) -> None:
        nonlocal phonetic
        phonetic = start

    def text_end() -> None:
        if not phonetic:
            pieces.extend(text)

    parse(
        archive.chunks(part),
        part,
        "sst",
        {"rPh": lambda _: guide(True)},
        {"t": text_end, "si": item_end, "rPh": lambda: guide(False)},
        text=text,
    )
    return strings


def unescaped(text: str) -> str:
    """*text* with ``_xHHHH_`` read as the character it stands for; control characters show nothing and go.

    >>> unescaped("a_x000A_b_x005F_x0041__x0001_")
    'a\\nb_x0041_'
    """
    if "_x" not in text:
        return text
    text = _ESCAPE.sub(_character, text)
    if any("\ud800" <= character <= "\udfff" for character in text):
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


def _character(match: re.Match[str]) -> str:
    character = chr(int(match[1], 16))
    return character if character >= " " or character in "\t\n\r" else ""
