"""Values put into cells of a worksheet part, by cutting and joining its bytes.

    >>> from addin.files.xlsx.positions import scan
    >>> xml = b'<worksheet xmlns="http://purl.oclc.org/ooxml/spreadsheetml/main"><sheetData>' \\
    ...     b'<row r="2"><c r="B2" s="3" t="s"><v>0</v></c></row></sheetData></worksheet>'
    >>> found = scan(xml, Sheet("Sheet1", "sheet1.xml", False, True), {(2, 2), (2, 4)})
    >>> edited(xml, found, {(2, 2): Value("9.5"), (2, 4): Value("7")}, set())[76:]
    b'<row r="2"><c r="B2" s="3"><v>9.5</v></c><c r="D2"><v>7</v></c></row></sheetData></worksheet>'
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Set
from typing import NamedTuple

from addin.files.xlsx.parts import Sheet
from addin.files.xlsx.positions import CellElement, Place, RowElement, Scan, tag_at
from addin.grid import address

__all__ = ["Sheet", "Value", "edited"]

_ATTRIBUTE = re.compile(rb"""\s+([^\s=/>]+)\s*=\s*(?:"[^"]*"|'[^']*')""")
_CALCULATE = re.compile(rb"""(\sca\s*=\s*)(?:"([^"]*)"|'([^']*)')""")
# t is the type of the old value, vm belongs to it (a linked data type, a picture in the cell).
_OF_THE_VALUE = {b"t", b"vm"}


class Value(NamedTuple):
    """What a cell is to hold, as it stands in XML: a number, or a text."""

    xml: str
    is_text: bool = False


def edited(data: bytes, found: Scan, values: Mapping[Place, Value], recalculate: Set[int]) -> bytes:
    """*data* with the *values* in their cells, and ca="1" on the f elements that start at *recalculate*."""
    cuts: list[tuple[int, int, bytes]] = []
    inside: set[int] = set()
    for place, value in values.items():
        cell = found.cells.get(place)
        if cell is not None:
            cuts.append((cell.start, cell.end, _cell(data, cell, value)))
            inside.update(child.start for child in cell.children)
    for start in recalculate - inside:
        tag = tag_at(data, start)
        cuts.append((start, start + len(tag), _marked(tag)))
    cuts += _insertions(
        data, found, {place: value for place, value in values.items() if place not in found.cells}
    )
    cuts.sort(key=lambda cut: cut[:2])
    out: list[bytes] = []
    position = 0
    for start, end, replacement in cuts:
        out += [data[position:start], replacement]
        position = end
    out.append(data[position:])
    return b"".join(out)


def _cell(data: bytes, cell: CellElement, new: Value) -> bytes:
    """The cell's element with another value: its formula stays, whatever it held as a value goes."""
    tag = tag_at(data, cell.start)
    name = _name(tag)
    calculated = any(child.name == "f" for child in cell.children)
    value = _value(name[:-1], new, calculated)
    head = _ATTRIBUTE.sub(lambda match: b"" if match[1] in _OF_THE_VALUE else match[0], tag)
    if new.is_text:
        head = b"<" + name + _type(calculated) + head[1 + len(name) :]
    if cell.inner == cell.end:
        return head[:-2].rstrip() + b">" + value + b"</" + name + b">"
    body: list[bytes] = []
    position = cell.inner
    written = False
    if not calculated:
        body.append(value)
        written = True
    for child in cell.children:
        body.append(data[position : child.start])
        position = child.end
        if child.name == "f":
            body += [_marked(data[child.start : child.inner]), data[child.inner : child.end]]
            if not written:
                body.append(value)
                written = True
    body.append(data[position : cell.end])
    return head + b"".join(body)


def _insertions(data: bytes, found: Scan, values: Mapping[Place, Value]) -> list[tuple[int, int, bytes]]:
    """The cuts that put in cells, and rows, that are not there."""
    cuts: list[tuple[int, int, bytes]] = []
    by_row: dict[int, list[Place]] = defaultdict(list)
    for place in sorted(values):
        by_row[place[0]].append(place)
    new_rows: dict[int, list[bytes]] = defaultdict(list)
    prefix = _name(tag_at(data, found.data.start))[: -len("sheetData")]
    for number, places in by_row.items():
        row = found.rows.get(number)
        style = row.style if row is not None else ""
        cells = {place[1]: _new_cell(prefix, place, values[place], style, found) for place in places}
        if row is None:
            element = b'<%srow r="%d">%s</%srow>' % (prefix, number, b"".join(cells.values()), prefix)
            new_rows[_next_row(found, number)].append(element)
        else:
            cuts += _into_row(data, row, cells)
    for start, elements in new_rows.items():
        block = b"".join(elements)
        if start >= 0:
            cuts.append((start, start, block))
        elif found.data.inner == found.data.end:
            cuts.append(_opened(data, found.data.start, found.data.end, block))
        else:
            cuts.append((found.data.close, found.data.close, block))
    return cuts


def _into_row(data: bytes, row: RowElement, cells: Mapping[int, bytes]) -> list[tuple[int, int, bytes]]:
    if row.inner == row.end:
        return [_opened(data, row.start, row.end, b"".join(cells.values()))]
    blocks: dict[int, bytes] = {}
    for column, element in cells.items():
        start = next((start for other, start in row.cells if other > column), row.close)
        blocks[start] = blocks.get(start, b"") + element
    return [(start, start, block) for start, block in blocks.items()]


def _opened(data: bytes, start: int, end: int, content: bytes) -> tuple[int, int, bytes]:
    """The cut that gives a self-closing element a content."""
    tag = data[start:end]
    return start, end, tag[:-2].rstrip() + b">" + content + b"</" + _name(tag) + b">"


def _next_row(found: Scan, number: int) -> int:
    """Where the first row after *number* starts; -1 where there is none."""
    return next((start for row, start in found.row_starts if row > number), -1)


def _new_cell(prefix: bytes, place: Place, value: Value, style: str, found: Scan) -> bytes:
    """A cell as Excel makes it: with the style of its row, else of its column."""
    if not style:
        style = next((s for first, last, s in found.columns if first <= place[1] <= last), "")
    reference = address(*place).encode()
    styled = b' s="%s"' % style.encode() if style.isascii() and style.isdigit() else b""
    kind = _type(False) if value.is_text else b""
    return b'<%sc r="%s"%s%s>%s</%sc>' % (
        prefix,
        reference,
        styled,
        kind,
        _value(prefix, value, False),
        prefix,
    )


def _value(prefix: bytes, value: Value, calculated: bool) -> bytes:
    """The element that holds the value: a text of its own goes in without touching the shared ones."""
    if value.is_text and not calculated:
        content = b'<%st xml:space="preserve">%s</%st>' % (prefix, value.xml.encode(), prefix)
        return b"<%sis>%s</%sis>" % (prefix, content, prefix)
    return b"<%sv>%s</%sv>" % (prefix, value.xml.encode(), prefix)


def _type(calculated: bool) -> bytes:
    return b' t="str"' if calculated else b' t="inlineStr"'


def _name(tag: bytes) -> bytes:
    """The name in a tag, prefix and all."""
    return re.split(rb"[\s/>]", tag[1:], maxsplit=1)[0]


def _marked(tag: bytes) -> bytes:
    """The tag of an f element with ca="1": the cell is calculated when the workbook is opened."""
    known = _CALCULATE.search(tag)
    if known is None:
        name = _name(tag)
        return b"<" + name + b' ca="1"' + tag[1 + len(name) :]
    if (known[2] or known[3]) in (b"1", b"true"):
        return tag
    return tag[: known.start()] + known[1] + b'"1"' + tag[known.end() :]
