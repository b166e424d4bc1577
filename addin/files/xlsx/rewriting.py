"""A zip file with the content of a few members replaced, and every other byte of it carried over as it is.

Members keep their order, names, times, compression, attributes, extra fields and comments; what changes in
them is the offset in the directory. That is why a signature, a macro or a picture survives.

    >>> import io, zipfile
    >>> with zipfile.ZipFile(buffer := io.BytesIO(), "w", zipfile.ZIP_DEFLATED) as z:
    ...     z.writestr("xl/a.xml", "<a/>"); z.writestr("xl/b.xml", "<b/>")
    >>> Archive(rewritten(Archive(buffer.getvalue()), {"xl/a.xml": b"<longer/>"})).read("xl/a.xml")
    b'<longer/>'
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping

from addin.files.error import damaged
from addin.files.xlsx.container import DEFLATED, ENTRY, LOCAL, LOCATOR, Archive, Member, key

_DESCRIPTOR = 0x8
_FULL = 0xFFFFFFFF

Sizes = tuple[int, int, int]  # crc, packed, unpacked


def rewritten(archive: Archive, parts: Mapping[str, bytes]) -> bytes:
    """The file with *parts* (name → new content) replaced. Raises FileError where its members overlap."""
    replaced = {key(name): content for name, content in parts.items()}
    members = archive.members
    ordered = sorted(members, key=lambda name: members[name].offset)
    bounds = [members[name].offset for name in ordered] + [archive.directory]
    view = memoryview(archive.data)
    out: list[bytes | memoryview] = [view[: bounds[0]]]
    position = bounds[0]
    moved: dict[str, int] = {}
    sizes: dict[str, Sizes] = {}
    for name, start, following in zip(ordered, bounds, bounds[1:], strict=False):
        if archive.data_start(members[name]) + members[name].packed > following:
            raise damaged("压缩包内的部件重叠", "members of the zip file overlap")
        block: bytes | memoryview = view[start:following]
        if name in replaced:
            block, sizes[name] = _packed(archive, members[name], replaced[name])
        moved[name] = position
        out.append(block)
        position += len(block)
    entries = b"".join(
        _entry(archive, member, moved[name], sizes.get(name)) for name, member in members.items()
    )
    out += [entries, _tail(archive, position, len(entries))]
    return b"".join(out)


def _packed(archive: Archive, member: Member, content: bytes) -> tuple[bytes, Sizes]:
    """Local header and data of a member with new content: same name, time, method and extra field."""
    data = archive.data
    fields = list(LOCAL.unpack_from(data, member.offset))
    name_at = member.offset + LOCAL.size
    extra_at = name_at + fields[9]
    extra = _without_wide(data[extra_at : extra_at + fields[10]])
    packed = content
    if member.method == DEFLATED:
        deflate = zlib.compressobj(6, zlib.DEFLATED, -15)
        packed = deflate.compress(content) + deflate.flush()
    sizes = zlib.crc32(content), len(packed), len(content)
    fields[2] &= ~_DESCRIPTOR  # the sizes stand in the header, no descriptor follows the data
    fields[6:9] = sizes
    fields[10] = len(extra)
    return LOCAL.pack(*fields) + data[name_at:extra_at] + extra + packed, sizes


def _entry(archive: Archive, member: Member, offset: int, sizes: Sizes | None) -> bytes:
    """The directory entry of a member at its new place."""
    raw = bytearray(archive.data[member.start : member.end])
    if sizes is None:
        if member.wide_offset:
            struct.pack_into("<Q", raw, member.wide_offset - member.start, offset)
        else:
            struct.pack_into("<L", raw, 42, offset)
        return bytes(raw)
    fields = list(ENTRY.unpack_from(raw))
    extra_at = ENTRY.size + fields[10]
    extra_end = extra_at + fields[11]
    extra = _without_wide(bytes(raw[extra_at:extra_end]))
    fields[3] &= ~_DESCRIPTOR
    fields[7:10] = sizes
    fields[11] = len(extra)
    fields[16] = offset
    return ENTRY.pack(*fields) + bytes(raw[ENTRY.size : extra_at]) + extra + bytes(raw[extra_end:])


def _tail(archive: Archive, directory: int, size: int) -> bytes:
    """What follows the directory: the end records with the new numbers, the comment as it was."""
    raw = bytearray(archive.data[archive.directory_end :])
    end = archive.end - archive.directory_end
    if archive.end64 >= 0:
        struct.pack_into("<2Q", raw, 40, size, directory)
        struct.pack_into("<Q", raw, end - LOCATOR.size + 8, directory + size)
    if struct.unpack_from("<L", raw, end + 16)[0] != _FULL:
        struct.pack_into("<2L", raw, end + 12, size, directory)
    return bytes(raw)


def _without_wide(extra: bytes) -> bytes:
    """An extra field without the 64-bit sizes, which no longer hold."""
    kept = b""
    at = 0
    while at + 4 <= len(extra):
        tag, length = struct.unpack_from("<2H", extra, at)
        if tag != 1:
            kept += extra[at : at + 4 + length]
        at += 4 + length
    return kept + extra[at:]
