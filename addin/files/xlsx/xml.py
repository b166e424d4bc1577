"""The XML parts of a workbook: read in pieces, bounded, and without document types or entities.

Handlers are named after the element, whatever its prefix and whether the file is of the usual or of the
strict flavour; elements nobody asked for cost next to nothing.

    >>> seen, text = [], []
    >>> xml = b'<x:a xmlns:x="http://purl.oclc.org/ooxml/spreadsheetml/main"><x:b n="1">text</x:b></x:a>'
    >>> parse([xml], "xl/a.xml", "a", {"b": seen.append}, {"b": lambda: seen.extend(text)}, text=text)
    >>> seen
    [{'n': '1'}, 'text']
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import unquote
from xml.parsers import expat

from addin.files.error import FileError, damaged, refused, too_big
from addin.files.xlsx.container import Archive

_NAMESPACES = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
    "http://schemas.openxmlformats.org/package/2006/relationships",
)
_RELATION = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships id",
    "http://purl.oclc.org/ooxml/officeDocument/relationships id",
)
_ENCODINGS = {"UTF-8", "UTF-16", "UTF-16LE", "UTF-16BE", "US-ASCII", "ISO-8859-1"}
_DEEPEST = 64  # a sheet nests about ten deep
_LONGEST_TAG = 4 << 20  # expat scans an unfinished tag again with every piece it is fed

_MOST_PIECES = 128  # expat gives a text in pieces of 8 KB or more; a cell holds 32 KB

Attributes = dict[str, str]
Start = Callable[[Attributes], object]
End = Callable[[], object]


def parse(
    chunks: Iterable[bytes],
    part: str,
    root: str,
    start: Mapping[str, Start],
    end: Mapping[str, End],
    *,
    text: list[str] | None = None,
    prepare: Callable[[expat.XMLParserType], object] | None = None,
) -> None:
    """Call *start* and *end* by element name over the XML in *chunks*.

    *text* is given the text since the last start tag, so an end handler finds in it what its element holds.
    *prepare* gets the parser before the first byte. Raises FileError for XML that is broken, has a
    document type, or is of another kind than *root*.
    """
    pieces = [] if text is None else text
    parser = _guarded(part)
    parser.StartElementHandler, parser.EndElementHandler = _elements(part, root, start, end, pieces)
    if text is not None:
        parser.CharacterDataHandler = pieces.append
    if prepare is not None:
        prepare(parser)
    _feed(parser, chunks, part, pieces)


def _guarded(part: str) -> expat.XMLParserType:
    """A parser that takes neither a document type nor an encoding of Python's own. Its handlers raise FileError."""

    def doctype(*_: object) -> None:
        raise damaged(
            f"部件 {part} 含有 DTD", f"the part {part} has a document type, which workbooks never have"
        )

    def declaration(_version: str, encoding: str | None, _standalone: int) -> None:
        # expat would ask Python's codecs for any other, and those hold more than encodings of text.
        if encoding is not None and encoding.upper() not in _ENCODINGS:
            raise damaged(
                f"部件 {part} 的编码 {encoding[:40]} 不受支持", f"{part} has the encoding {encoding[:40]}"
            )

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = doctype
    parser.EntityDeclHandler = doctype
    parser.XmlDeclHandler = declaration
    return parser


def _elements(
    part: str, root: str, start: Mapping[str, Start], end: Mapping[str, End], pieces: list[str]
) -> tuple[Callable[[str, Attributes], None], Callable[[str], None]]:
    """The parser's two handlers: they count how deep they are, empty *pieces* at a start tag, and call by element name."""
    starts = {f"{space} {name}": handler for space in _NAMESPACES for name, handler in start.items()}
    ends = {f"{space} {name}": handler for space in _NAMESPACES for name, handler in end.items()}
    depth = 0
    clear = pieces.clear

    def opened(tag: str, attributes: Attributes) -> None:
        nonlocal depth
        depth += 1
        clear()
        handler = starts.get(tag)
        if handler is not None:
            handler(attributes)
        elif depth == 1:
            space, _, name = tag.rpartition(" ")
            if name != root or space not in _NAMESPACES:
                raise damaged(f"部件 {part} 的内容不对", f"the part {part} is not what it should be")
        if depth > _DEEPEST:
            raise damaged(f"部件 {part} 嵌套过深", f"the part {part} is nested too deep")

    def closed(tag: str) -> None:
        nonlocal depth
        depth -= 1
        handler = ends.get(tag)
        if handler is not None:
            handler()

    return opened, closed


def _feed(parser: expat.XMLParserType, chunks: Iterable[bytes], part: str, pieces: list[str]) -> None:
    """Feed the parser; a tag or a text without end is refused before it fills the memory."""
    fed = 0
    try:
        for chunk in chunks:
            parser.Parse(chunk, False)
            fed += len(chunk)
            if fed - parser.CurrentByteIndex > _LONGEST_TAG:
                raise damaged(f"部件 {part} 的标记过长", f"the part {part} has a tag without end")
            if len(pieces) > _MOST_PIECES:
                raise too_big(f"部件 {part} 的文本过长", f"the part {part} has a text without end")
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise damaged(
            f"部件 {part} 的 XML 有误（第 {error.lineno} 行）",
            f"the XML of {part} is broken (line {error.lineno})",
        ) from None


def integer(attributes: Attributes, name: str, part: str, missing: int = 0) -> int:
    """The whole number in an attribute, *missing* where there is none; FileError for anything else."""
    value = attributes.get(name)
    if value is None:
        return missing
    try:
        return int(value)
    except ValueError:
        raise damaged(
            f"部件 {part} 中 {name} 的值 {value[:40]!r} 不是数字",
            f"{name} in {part} is no number: {value[:40]!r}",
        ) from None


def flag(attributes: Attributes, name: str) -> bool:
    """The truth value of an attribute."""
    return attributes.get(name) in ("1", "true", "on")


@dataclass(frozen=True, slots=True)
class Relation:
    """What a part refers to: the kind ("worksheet", "styles" …), and a part's name or an outside address."""

    kind: str
    target: str
    external: bool


def relation_id(attributes: Attributes) -> str | None:
    """The r:id of an element."""
    return attributes.get(_RELATION[0]) or attributes.get(_RELATION[1])


def relations(archive: Archive, part: str) -> dict[str, Relation]:
    """The relations of *part* ("" for the file itself) by id; none where it has no list of them."""
    folder, name = posixpath.split(part)
    listing = posixpath.join(folder, "_rels", name + ".rels")
    found: dict[str, Relation] = {}
    if listing not in archive:
        return found

    def relation(attributes: Attributes) -> None:
        target = attributes.get("Target", "")
        external = attributes.get("TargetMode", "").lower() == "external"
        kind = attributes.get("Type", "").rpartition("/")[2]
        found[attributes.get("Id", "")] = Relation(
            kind, target if external else _part(archive, folder, target), external
        )

    parse(archive.chunks(listing), listing, "Relationships", {"Relationship": relation}, {})
    return found


def _part(archive: Archive, folder: str, target: str) -> str:
    """The name of the part that *target* means, seen from *folder*."""
    name = posixpath.normpath(posixpath.join("/", folder, target.replace("\\", "/"))).lstrip("/")
    plain = unquote(name)
    return plain if name not in archive and plain in archive else name


def encoding_error(part: str) -> FileError:
    """The error for a part that would have to be edited and is not written in UTF-8."""
    return refused(
        f"部件 {part} 不是 UTF-8 编码，不能改写。请用 Excel 或 WPS 打开后另存为 .xlsx。",
        f"the part {part} is not in UTF-8 and cannot be edited; open the file in Excel and save as .xlsx",
    )
