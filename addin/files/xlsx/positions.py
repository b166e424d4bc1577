"""Where things stand in the bytes of a worksheet part: formulas, and the cells and rows to be edited.

    >>> xml = b'<worksheet xmlns="http://purl.oclc.org/ooxml/spreadsheetml/main"><sheetData>' \\
    ...     b'<row r="2"><c r="B2"><f>A1*2</f><v>4</v></c></row></sheetData></worksheet>'
    >>> found = scan(xml, Sheet("Sheet1", "sheet1.xml", False, True), {(2, 2), (5, 1)})
    >>> cell = found.cells[2, 2]
    >>> xml[cell.start : cell.end], [(child.name, xml[child.start : child.end]) for child in cell.children]
    (b'<c r="B2"><f>A1*2</f><v>4</v></c>', [('f', b'<f>A1*2</f>'), ('v', b'<v>4</v>')])
    >>> found.formulas[0].text, found.row_starts
    ('A1*2', [(2, 76)])
"""

from __future__ import annotations

import re
from collections.abc import Set
from dataclasses import dataclass, field
from xml.parsers import expat

from addin.files.error import damaged
from addin.files.xlsx.parts import Sheet
from addin.files.xlsx.sheet import Cursor
from addin.files.xlsx.xml import Attributes, integer, parse

Place = tuple[int, int]

_TAG = re.compile(rb"""<(?:[^<>"']|"[^"]*"|'[^']*')*>""")
_FORMULA = re.compile(rb"<(?:[^\s<>/:]+:)?f[\s/>]")
_DECLARED = re.compile(rb"""(?:\xef\xbb\xbf)?<\?xml[^>]*?\sencoding\s*=\s*["']([^"'>]*)["']""")


@dataclass(slots=True)
class Element:
    """An element's extent in the bytes: its tag ends at *inner*, its end tag begins at *close*.

    A self-closing element has inner = close = end.
    """

    name: str
    start: int
    inner: int = 0
    close: int = 0
    end: int = 0


@dataclass(slots=True)
class CellElement(Element):
    """A c element with its f, v and is."""

    children: list[Element] = field(default_factory=list)


@dataclass(slots=True)
class RowElement(Element):
    """A row element: its style, if it has one for the whole row, and the start of each of its cells."""

    style: str = ""
    cells: list[tuple[int, int]] = field(default_factory=list)


@dataclass(slots=True)
class Formula:
    """A formula cell: *start* is where its f element begins, *shared* the group it belongs to ("": none).

    kind   the t attribute of the f element ("" is a plain formula)
    ref    the range that an array formula or a data table fills, "" for others
    """

    row: int
    column: int
    start: int
    kind: str
    shared: str
    ref: str
    text: str = ""


@dataclass(slots=True)
class Scan:
    """What scan found. *columns* are (first, last, style) of the columns that have a style."""

    formulas: list[Formula] = field(default_factory=list)
    cells: dict[Place, CellElement] = field(default_factory=dict)
    rows: dict[int, RowElement] = field(default_factory=dict)
    row_starts: list[tuple[int, int]] = field(default_factory=list)
    columns: list[tuple[int, int, str]] = field(default_factory=list)
    data: Element = field(default_factory=lambda: Element("sheetData", -1))


def tag_at(data: bytes, start: int) -> bytes:
    """The tag that begins at *start*, up to its ">"."""
    match = _TAG.match(data, start)
    if match is None:  # expat has read the tag, so it is there
        raise AssertionError("no tag")
    return match[0]


def is_utf8(data: bytes) -> bool:
    """True where offsets into *data* are offsets into text that can be cut and joined as ASCII."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in data[:4]:
        return False
    declared = _DECLARED.match(data)
    return declared is None or declared[1].upper() in (b"UTF-8", b"US-ASCII")


def has_formulas(data: bytes) -> bool:
    """False where a part certainly holds no formula."""
    return not is_utf8(data) or _FORMULA.search(data) is not None


def scan(data: bytes, sheet: Sheet, wanted: Set[Place]) -> Scan:
    """The formulas of the part *data*, and the elements of the *wanted* cells and of their rows.

    Raises FileError where the part is damaged or has no sheetData.
    """
    found = Scan()
    cursor = Cursor(sheet.name, sheet.part)
    rows = {row for row, _ in wanted}
    row: RowElement | None = None
    cell: CellElement | None = None
    child: Element | None = None
    formula: Formula | None = None
    text: list[str] = []
    here: expat.XMLParserType

    def prepare(parser: expat.XMLParserType) -> None:
        nonlocal here
        here = parser

    def opened(element: Element) -> None:
        element.start = here.CurrentByteIndex
        element.inner = element.start + len(tag_at(data, element.start))

    def closed(element: Element) -> None:
        if data[element.inner - 2 : element.inner] == b"/>":
            element.close = element.end = element.inner
        else:
            element.close = here.CurrentByteIndex
            element.end = data.index(b">", element.close) + 1

    def row_start(attributes: Attributes) -> None:
        nonlocal row
        cursor.enter_row(attributes)
        if not wanted:
            return
        found.row_starts.append((cursor.row, here.CurrentByteIndex))
        row = None
        if cursor.row in rows and cursor.row not in found.rows:
            custom = attributes.get("customFormat") in ("1", "true")
            row = found.rows[cursor.row] = RowElement(
                "row", 0, style=attributes.get("s", "") if custom else ""
            )
            opened(row)

    def row_end() -> None:
        nonlocal row
        if row is not None:
            closed(row)
            row = None

    def cell_start(attributes: Attributes) -> None:
        nonlocal cell
        cursor.enter_cell(attributes)
        cell = None
        if row is not None:
            row.cells.append((cursor.column, here.CurrentByteIndex))
        if (cursor.row, cursor.column) in wanted:
            cell = found.cells[cursor.row, cursor.column] = CellElement("c", 0)
            opened(cell)

    def cell_end() -> None:
        nonlocal cell
        if cell is not None:
            closed(cell)
            cell = None

    def child_start(name: str) -> None:
        nonlocal child
        if cell is not None:
            child = Element(name, 0)
            opened(child)

    def child_end() -> None:
        nonlocal child
        if cell is not None and child is not None:
            closed(child)
            cell.children.append(child)
            child = None

    def formula_start(attributes: Attributes) -> None:
        nonlocal formula
        kind = attributes.get("t", "")
        shared = attributes.get("si", "") if kind == "shared" else ""
        ref = attributes.get("ref", "") if kind in ("array", "dataTable") else ""
        formula = Formula(cursor.row, cursor.column, here.CurrentByteIndex, kind, shared, ref)
        child_start("f")

    def formula_end() -> None:
        nonlocal formula
        if formula is not None:
            formula.text = "".join(text)
            found.formulas.append(formula)
            formula = None
        child_end()

    def column_range(attributes: Attributes) -> None:
        if attributes.get("style", "0") != "0":
            first, last = integer(attributes, "min", sheet.part, 1), integer(attributes, "max", sheet.part, 1)
            found.columns.append((first, last, attributes["style"]))

    parse(
        [data],
        sheet.part,
        "worksheet",
        {
            "col": column_range,
            "sheetData": lambda _: opened(found.data),
            "row": row_start,
            "c": cell_start,
            "f": formula_start,
            "v": lambda _: child_start("v"),
            "is": lambda _: child_start("is"),
        },
        {
            "sheetData": lambda: closed(found.data),
            "row": row_end,
            "c": cell_end,
            "f": formula_end,
            "v": child_end,
            "is": child_end,
        },
        text,
        prepare,
    )
    if found.data.start < 0:
        raise damaged(f"部件 {sheet.part} 没有单元格区", f"the part {sheet.part} has no cells")
    return found
