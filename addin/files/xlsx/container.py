"""The container of a workbook: a zip file, read under limits.

zipfile would do for reading small files, but it takes in a directory of any length before one can object,
and it cannot carry a member over as the bytes it is, which addin.files.xlsx.rewriting does.

    >>> import io, zipfile
    >>> with zipfile.ZipFile(buffer := io.BytesIO(), "w", zipfile.ZIP_DEFLATED) as z:
    ...     z.writestr("xl/a.xml", "<a/>"); z.writestr("xl/b.xml", "<b/>")
    >>> archive = Archive(buffer.getvalue())
    >>> archive.read("XL/a.xml"), archive.names
    (b'<a/>', ['xl/a.xml', 'xl/b.xml'])
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from addin.files.error import FileError, Limits, damaged, refused, too_big

_END = struct.Struct("<4s4H2LH")
_END64 = struct.Struct("<4sQ2H2L4Q")
LOCATOR = struct.Struct("<4sLQL")
ENTRY = struct.Struct("<4s6H3L5H2L")
LOCAL = struct.Struct("<4s5H3L2H")
STORED, DEFLATED = 0, 8
_ENCRYPTED = 0x1
_FULL = 0xFFFFFFFF
_CHUNK = 65_536
_PACKED = 16_384


@dataclass(frozen=True, slots=True)
class Member:
    """One entry of the zip directory, which stands from *start* to *end*; the member is at *offset*."""

    name: str
    flags: int
    method: int
    crc: int
    packed: int
    size: int
    offset: int
    start: int
    end: int
    wide_offset: int  # where the 64-bit offset stands, 0 where the 32-bit one holds


class Archive:
    """A zip file in memory. Raises FileError wherever the file is not what its directory says."""

    def __init__(self, data: bytes, limits: Limits | None = None) -> None:
        self.data = data
        self.limits = limits or Limits()
        self.members: dict[str, Member] = {}  # by key(name), in the directory's order
        self.directory = self.directory_end = 0
        self.end = self.end64 = -1  # where the end records stand; the 64-bit one is rare
        self._inflated = 0
        try:
            self._find_directory()
            self._read_directory()
        except struct.error:
            raise damaged("压缩包目录不完整", "the directory of the zip file is incomplete") from None

    @property
    def names(self) -> list[str]:
        """The members' names in the directory's order."""
        return [member.name for member in self.members.values()]

    def __contains__(self, name: str) -> bool:
        return key(name) in self.members

    def read(self, name: str) -> bytes:
        """The whole content of a member. Raises FileError where it is missing, damaged or too big."""
        return b"".join(self.chunks(name))

    def chunks(self, name: str) -> Iterator[bytes]:
        """The content of a member in pieces of at most 64 KB, inflated as they are asked for."""
        member = self.members.get(key(name))
        if member is None:
            raise damaged(f"缺少部件 {name}", f"the part {name} is missing")
        _check_readable(member)
        self._check_size(member, member.size)  # what it says is enough to refuse it, not to trust it
        start = self.data_start(member)
        packed = memoryview(self.data)[start : start + member.packed]
        if len(packed) != member.packed:
            raise _broken(member.name)
        crc = total = 0
        for chunk in _stored(packed) if member.method == STORED else _inflate(packed, member.name):
            total += len(chunk)
            self._inflated += len(chunk)
            self._check_size(member, total)
            crc = zlib.crc32(chunk, crc)
            yield chunk
        if crc != member.crc:
            raise _broken(member.name)

    def _find_directory(self) -> None:
        data = self.data
        end = data.rfind(b"PK\5\6", max(0, len(data) - 65_557))
        if end < 0 or end + _END.size > len(data):
            raise refused(
                "文件不完整（下载或拷贝中断）。请重新取得完整的文件。",
                "the file breaks off (an interrupted download or copy); get the whole file again",
            )
        self.end = end
        _, disk, _, _, count, size, offset, _ = _END.unpack_from(data, end)
        self.directory_end = end
        locator = end - LOCATOR.size
        if locator >= 0 and data[locator : locator + 4] == b"PK\6\7":
            record = LOCATOR.unpack_from(data, locator)[2]
            # Bytes before the archive shift every offset; the record then stands right before its locator.
            for place in (record, locator - _END64.size):
                if 0 <= place <= locator - _END64.size and data[place : place + 4] == b"PK\6\6":
                    count, size, offset = _END64.unpack_from(data, place)[7:]
                    self.end64 = self.directory_end = place
                    break
        if disk not in (0, 0xFFFF):
            raise damaged("是分卷压缩包", "it is one volume of a split archive")
        self.directory = self.directory_end - size
        self._shift = self.directory - offset
        if self.directory < 0 or self._shift < 0:
            raise damaged("压缩包目录不完整", "the directory of the zip file is incomplete")
        if count > self.limits.members:
            raise too_big(f"部件超过 {self.limits.members} 个", f"more than {self.limits.members} parts")

    def _read_directory(self) -> None:
        data = self.data
        at = self.directory
        while at < self.directory_end:
            fields = ENTRY.unpack_from(data, at)
            if fields[0] != b"PK\1\2":
                raise damaged("压缩包目录不完整", "the directory of the zip file is incomplete")
            flags, method, crc, packed, size = fields[3], fields[4], *fields[7:10]
            name_size, extra_size, comment_size = fields[10:13]
            offset = fields[16]
            extra_at = at + ENTRY.size + name_size
            end = extra_at + extra_size + comment_size
            if end > self.directory_end:
                raise damaged("压缩包目录不完整", "the directory of the zip file is incomplete")
            wide_offset = 0
            if _FULL in (packed, size, offset):
                packed, size, offset, wide_offset = self._wide(extra_at, extra_size, packed, size, offset)
            name = data[at + ENTRY.size : extra_at].decode("utf-8", "replace")
            if key(name) in self.members:
                raise damaged(f"部件 {name} 出现两次", f"the part {name} stands in it twice")
            self.members[key(name)] = Member(
                name, flags, method, crc, packed, size, offset + self._shift, at, end, wide_offset
            )
            if len(self.members) > self.limits.members:
                raise too_big(f"部件超过 {self.limits.members} 个", f"more than {self.limits.members} parts")
            at = end

    def _wide(self, at: int, size: int, packed: int, unpacked: int, offset: int) -> tuple[int, int, int, int]:
        """The 64-bit sizes and offset that an entry keeps in its extra field."""
        end = at + size
        while at + 4 <= end:
            tag, length = struct.unpack_from("<2H", self.data, at)
            at += 4
            if tag == 1:
                values = [unpacked, packed, offset]
                wide_offset = 0
                for index, value in enumerate(values):
                    if value == _FULL:
                        (values[index],) = struct.unpack_from("<Q", self.data, at)
                        wide_offset = at if index == 2 else 0
                        at += 8
                return values[1], values[0], values[2], wide_offset
            at += length
        raise damaged("压缩包目录不完整", "the directory of the zip file is incomplete")

    def data_start(self, member: Member) -> int:
        """Where the packed content of *member* begins. Raises FileError where its header is missing."""
        if member.offset > len(self.data) - LOCAL.size:
            raise _broken(member.name)
        fields = LOCAL.unpack_from(self.data, member.offset)
        if fields[0] != b"PK\3\4":
            raise _broken(member.name)
        return member.offset + LOCAL.size + int(fields[9]) + int(fields[10])

    def _check_size(self, member: Member, total: int) -> None:
        limits = self.limits
        if total > limits.part:
            raise too_big(
                f"部件 {member.name} 展开后超过 {limits.part >> 20} MB",
                f"the part {member.name} inflates beyond {limits.part >> 20} MB",
            )
        if self._inflated > limits.inflated:
            raise too_big(
                f"展开后超过 {limits.inflated >> 20} MB",
                f"the file inflates beyond {limits.inflated >> 20} MB",
            )
        if total > limits.ratio_from and total > limits.ratio * max(1, member.packed):
            raise too_big(
                f"部件 {member.name} 展开后超过原大小的 {limits.ratio} 倍",
                f"the part {member.name} inflates to more than {limits.ratio} times its size",
            )


def _check_readable(member: Member) -> None:
    if member.flags & _ENCRYPTED:
        raise refused(
            "文件内的压缩部件有密码。请用原来的软件打开，去掉密码后另存为 .xlsx。",
            "parts of the file have a zip password; open it where it was made, remove it and save as .xlsx",
        )
    if member.method not in (STORED, DEFLATED):
        raise refused(
            f"部件 {member.name} 的压缩方式（{member.method}）不受支持。请用 Excel 打开后另存为 .xlsx。",
            f"the part {member.name} is compressed by an unsupported method ({member.method}); "
            "open the file in Excel and save as .xlsx",
        )


def key(name: str) -> str:
    """Part names are the same whatever their case; some writers put backslashes or a slash in front."""
    return name.replace("\\", "/").lstrip("/").lower()


def _stored(packed: memoryview) -> Iterator[bytes]:
    for at in range(0, len(packed), _CHUNK):
        yield bytes(packed[at : at + _CHUNK])


def _inflate(packed: memoryview, name: str) -> Iterator[bytes]:
    inflate = zlib.decompressobj(-15)
    try:
        for at in range(0, len(packed), _PACKED):
            rest: bytes | memoryview = packed[at : at + _PACKED]
            while rest:
                yield inflate.decompress(rest, _CHUNK)
                rest = inflate.unconsumed_tail
        while not inflate.eof and (chunk := inflate.decompress(b"", _CHUNK)):
            yield chunk
    except zlib.error:
        raise _broken(name) from None
    if not inflate.eof:
        raise _broken(name)


def _broken(name: str) -> FileError:
    return damaged(f"部件 {name} 的数据有误", f"the data of the part {name} is broken")
