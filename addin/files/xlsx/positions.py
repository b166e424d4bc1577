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
from addin.files.xlsx.xml import Attributes, End, Start, integer, parse

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
    scanner = _Scanner(data, sheet, wanted)
    scanner.run()
    if scanner.found.data.start < 0:
        raise damaged(f"部件 {sheet.part} 没有单元格区", f"the part {sheet.part} has no cells")
    return scanner.found


class _Scanner:
    """Notes where elements begin and end while the parser goes over them."""

    _here: expat.XMLParserType

    def __init__(self, data: bytes, sheet: Sheet, wanted: Set[Place]) -> None:
        self.found = Scan()
        self._data, self._sheet, self._wanted = data, sheet, wanted
        self._rows = {row for row, _ in wanted}
        self._cursor = Cursor(sheet.name, sheet.part)
        self._row: RowElement | None = None
        self._cell: CellElement | None = None
        self._child: Element | None = None
        self._formula: Formula | None = None
        self._text: list[str] = []

    def run(self) -> None:
        """Go over the whole part. Raises FileError where it is damaged."""
        starts: dict[str, Start] = {
            "col": self._column_range,
            "sheetData": lambda _: self._opened(self.found.data),
            "row": self._row_start,
            "c": self._cell_start,
            "f": self._formula_start,
            "v": lambda _: self._child_start("v"),
            "is": lambda _: self._child_start("is"),
        }
        ends: dict[str, End] = {
            "sheetData": lambda: self._closed(self.found.data),
            "row": self._row_end,
            "c": self._cell_end,
            "f": self._formula_end,
            "v": self._child_end,
            "is": self._child_end,
        }
        part = self._sheet.part
        parse([self._data], part, "worksheet", starts, ends, text=self._text, prepare=self._prepare)

    def _prepare(self, parser: expat.XMLParserType) -> None:
        self._here = parser

    def _opened(self, element: Element) -> None:
        element.start = self._here.CurrentByteIndex
        element.inner = element.start + len(tag_at(self._data, element.start))

    def _closed(self, element: Element) -> None:
        if self._data[element.inner - 2 : element.inner] == b"/>":
            element.close = element.end = element.inner
        else:
            element.close = self._here.CurrentByteIndex
            element.end = self._data.index(b">", element.close) + 1

    def _row_start(self, attributes: Attributes) -> None:
        self._cursor.enter_row(attributes)
        if not self._wanted:
            return
        number = self._cursor.row
        self.found.row_starts.append((number, self._here.CurrentByteIndex))
        self._row = None
        if number in self._rows and number not in self.found.rows:
            custom = attributes.get("customFormat") in ("1", "true")
            self._row = RowElement("row", 0, style=attributes.get("s", "") if custom else "")
            self.found.rows[number] = self._row
            self._opened(self._row)

    def _row_end(self) -> None:
        if self._row is not None:
            self._closed(self._row)
            self._row = None

    def _cell_start(self, attributes: Attributes) -> None:
        cursor = self._cursor
        cursor.enter_cell(attributes)
        self._cell = None
        if self._row is not None:
            self._row.cells.append((cursor.column, self._here.CurrentByteIndex))
        place = cursor.row, cursor.column
        if place in self._wanted:
            self._cell = self.found.cells[place] = CellElement("c", 0)
            self._opened(self._cell)

    def _cell_end(self) -> None:
        if self._cell is not None:
            self._closed(self._cell)
            self._cell = None

    def _child_start(self, name: str) -> None:
        if self._cell is not None:
            self._child = Element(name, 0)
            self._opened(self._child)

    def _child_end(self) -> None:
        if self._cell is not None and self._child is not None:
            self._closed(self._child)
            self._cell.children.append(self._child)
            self._child = None

    def _formula_start(self, attributes: Attributes) -> None:
        kind = attributes.get("t", "")
        shared = attributes.get("si", "") if kind == "shared" else ""
        ref = attributes.get("ref", "") if kind in ("array", "dataTable") else ""
        at = self._here.CurrentByteIndex
        self._formula = Formula(self._cursor.row, self._cursor.column, at, kind, shared, ref)
        self._child_start("f")

    def _formula_end(self) -> None:
        if self._formula is not None:
            self._formula.text = "".join(self._text)
            self.found.formulas.append(self._formula)
            self._formula = None
        self._child_end()

    def _column_range(self, attributes: Attributes) -> None:
        if attributes.get("style", "0") != "0":
            part = self._sheet.part
            first, last = integer(attributes, "min", part, 1), integer(attributes, "max", part, 1)
            self.found.columns.append((first, last, attributes["style"]))
