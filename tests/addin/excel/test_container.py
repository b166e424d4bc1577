"""The OLE container of the VBA project, held against its rules by a reader that shares nothing with its writer.

Every sector belongs to one owner, chains are as long as their streams, names are in order, what is unused is free.
"""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
STORAGE, STREAM, ROOT = 1, 2, 5


@dataclass
class Entry:
    name: str
    kind: int
    left: int
    right: int
    child: int
    start: int
    size: int

    @property
    def order(self) -> tuple[int, str]:
        return len(self.name), self.name.upper()


class Container:
    """A compound file of version 3; *faults* says what is wrong with it."""

    def __init__(self, data: bytes) -> None:
        self.data, self.faults = data, list[str]()
        self.owner: dict[int, str] = {}
        (magic, minor, major, order, shift, small, *_) = struct.unpack_from("<8s16x5H", data)
        self._must(magic == bytes.fromhex("D0CF11E0A1B11AE1"), "signature")
        self._must((major, order, shift, small) == (3, 0xFFFE, 9, 6) and minor == 0x3E, "version")
        (fats, directory, _, cutoff, mini, minis, first, more) = struct.unpack_from("<8I", data, 44)
        self._must(len(data) % 512 == 0 and cutoff == 4096 and (first, more) == (END, 0), "sizes")
        self.sectors = len(data) // 512 - 1
        places = struct.unpack_from("<109I", data, 76)
        self._must(set(places[fats:]) <= {FREE}, "list of FAT sectors")
        self.next = [one for place in places[:fats] for one in struct.unpack("<128I", self._sector(place))]
        self._must(set(self.next[self.sectors :]) <= {FREE}, "sectors beyond the end")
        for place in places[:fats]:
            self._must(self.next[place] == FAT, "mark of a FAT sector")
            self.owner[place] = "FAT"
        self.entries = list(self._read_directory(b"".join(self._chain(directory, "directory"))))
        root = self.entries[0]
        self._must((root.name, root.kind) == ("Root Entry", ROOT), "root")
        self.small = b"".join(self._chain(root.start, "mini stream"))
        self._must(len(self.small) - 512 < root.size <= len(self.small), "size of the mini stream")
        table = b"".join(self._chain(mini, "mini FAT"))
        self._must(len(table) == 512 * minis, "size of the mini FAT")
        self.next_small = struct.unpack(f"<{len(table) // 4}I", table)
        self.small_owner: dict[int, str] = {}
        self.seen: set[int] = set()
        self.streams = dict(self._walk(root.child, (0, ""), (99, ""), ""))
        named = {at for at, entry in enumerate(self.entries) if entry.kind in (STORAGE, STREAM)}
        self._must(self.seen == named, "entries outside the tree")
        for sector in range(self.sectors):
            self._must(sector in self.owner or self.next[sector] == FREE, f"sector {sector} of nobody")

    def _must(self, holds: bool, what: str) -> None:
        if not holds:
            self.faults.append(what)

    def _sector(self, at: int) -> bytes:
        return self.data[512 * (at + 1) : 512 * (at + 2)]

    def _chain(self, at: int, owner: str) -> Iterator[bytes]:
        while at != END:
            if at >= self.sectors or at in self.owner:
                self.faults.append(f"chain of {owner}")
                return
            self.owner[at] = owner
            yield self._sector(at)
            at = self.next[at]

    def _small_chain(self, at: int, owner: str) -> Iterator[bytes]:
        while at != END:
            if at >= len(self.next_small) or at in self.small_owner:
                self.faults.append(f"small chain of {owner}")
                return
            self.small_owner[at] = owner
            yield self.small[64 * at : 64 * (at + 1)]
            at = self.next_small[at]

    def _read_directory(self, raw: bytes) -> Iterator[Entry]:
        for at in range(0, len(raw), 128):
            name, length, kind, left, right, child, start, size = struct.unpack_from(
                "<64sHBx3I36xIQ", raw, at
            )
            entry = Entry(
                name[: max(0, length - 2)].decode("utf-16-le"), kind, left, right, child, start, size
            )
            self._must(kind in (0, STORAGE, STREAM, ROOT), f"kind of {entry.name}")
            self._must(not any(name[length:]), f"padding of {entry.name}")
            if kind == 0:
                self._must((length, left, right, child) == (0, FREE, FREE, FREE), "a blank entry")
            if kind == STREAM:
                self._must(child == FREE, f"child of {entry.name}")
            if kind == STORAGE:
                # The specification wants 0; Office reads the mark of an empty chain that pyOpenVBA writes as well.
                self._must(size == 0 and start in (0, END), f"content of {entry.name}")
            yield entry

    def _walk(
        self, at: int, low: tuple[int, str], high: tuple[int, str], path: str
    ) -> Iterator[tuple[str, bytes]]:
        if at == FREE:
            return
        if at in self.seen:
            self.faults.append("a loop in the tree")
            return
        self.seen.add(at)
        entry = self.entries[at]
        self._must(low < entry.order < high, f"place of {entry.name}")
        yield from self._walk(entry.left, low, entry.order, path)
        if entry.kind == STORAGE:
            yield from self._walk(entry.child, (0, ""), (99, ""), f"{path}{entry.name}/")
        else:
            chain = self._chain if entry.size >= 4096 else self._small_chain
            content = b"".join(chain(entry.start, entry.name) if entry.size else ())
            unit = 512 if entry.size >= 4096 else 64
            self._must(len(content) == -(-entry.size // unit) * unit, f"length of {entry.name}")
            yield path + entry.name, content[: entry.size]
        yield from self._walk(entry.right, entry.order, high, path)


def project(path: Path) -> bytes:
    with zipfile.ZipFile(path) as archive:
        return archive.read("xl/vbaProject.bin")


def test_the_container_of_the_addin_is_sound(jx_xlam: Path) -> None:
    container = Container(project(jx_xlam))
    assert container.faults == []
    assert {
        "PROJECT",
        "PROJECTwm",
        "VBA/dir",
        "VBA/_VBA_PROJECT",
        "VBA/JixiaoFunctions",
    } <= container.streams.keys()
    assert b'Name="jixiao"' in container.streams["PROJECT"]


def test_the_container_of_a_workbook_is_sound(jx_xlsm: Path) -> None:
    container = Container(project(jx_xlsm))
    assert container.faults == []
    assert "VBA/JixiaoServer" in container.streams


def unsound(data: bytes) -> bool:
    try:
        return bool(Container(data).faults)
    except (struct.error, IndexError, UnicodeDecodeError):
        return True


@pytest.mark.parametrize("at", [0, 30, 48, 76])
def test_a_broken_header_is_seen(jx_xlam: Path, at: int) -> None:
    data = bytearray(project(jx_xlam))
    data[at] ^= 1
    assert unsound(bytes(data))


def test_two_streams_in_one_place_are_seen(jx_xlam: Path) -> None:
    data = bytearray(project(jx_xlam))
    entries = {bytes(data[at : at + 64]): at for at in range(0, len(data), 128)}
    one, two = (
        entries[name.encode("utf-16-le").ljust(64, b"\0")] + 116 for name in ("JixiaoServer", "JixiaoHelp")
    )
    data[one : one + 12] = data[two : two + 12]
    assert any("chain" in fault for fault in Container(bytes(data)).faults)
