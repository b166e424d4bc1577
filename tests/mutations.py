"""Damaged workbooks without end, made from sound ones: for tests that nothing but a stated error comes of them.

    for data in mutations(paths, count=2000, seed=1): ...

Every kind of damage is tried in turn: bytes flipped, cut or doubled in the file and in its parts, parts dropped,
exchanged or renamed, tags broken, doubled or truncated, attribute values and texts replaced by junk.
"""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from random import Random

Parts = list[tuple[str, bytes]]

JUNK = (
    b"", b"-1", b"0", b"1", b"99999999999999999999", b"1e400", b"NaN", b"A1", b"XFD1048576", b"XFE1", b"A1048577",
    b"A1:XFD1048576", b"$A$0", b"true", b"s", b"str", b"d", b"e", b"shared", b"inlineStr", b"\xe4\xb8\x87\xe5\x85\x83",
    b"_x0000_", b"_xD800_", b"&#0;", b"&lol;", b"&#xFFFF;", b"../../../etc/passwd", b"rId1", b"0" * 5000, b"1_0",
    b"2024-02-30", b"[h]:mm", b";;;", b"0.0,,%", b"\xff\xfe", b"\xed\xa0\x80", b"http://x/y", b"hidden",
)  # fmt: skip
DTD = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
_ATTRIBUTE = re.compile(rb'="[^"]*"')
_TEXT = re.compile(rb">[^<]+<")
_TAG = re.compile(rb"<[^>]*>")


def unzipped(data: bytes) -> Parts:
    """The members of a zip file, in order."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return [(info.filename, archive.read(info)) for info in archive.infolist()]


def zipped(parts: Parts, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip file of the members; the same name may stand in it twice."""
    buffer = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        with zipfile.ZipFile(buffer, "w", method, compresslevel=1) as archive:
            for name, content in parts:
                archive.writestr(zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0)), content, method)
    return buffer.getvalue()


def mutations(paths: Sequence[Path], count: int, seed: int) -> Iterator[bytes]:
    """*count* damaged files made from those at *paths*; the same ones for the same *seed*."""
    random = Random(seed)
    sound = [path.read_bytes() for path in paths]
    parts = [unzipped(data) for data in sound]
    kinds = (_file_bytes, _file_cut, *(_in_parts(damage) for damage in (*_PART, *_PARTS)))
    for number in range(count):
        at = random.randrange(len(sound))
        yield kinds[number % len(kinds)](random, sound[at], list(parts[at]))


def _file_bytes(random: Random, data: bytes, _: Parts) -> bytes:
    return _flip(random, data)


def _file_cut(random: Random, data: bytes, _: Parts) -> bytes:
    start, end = sorted(random.randrange(len(data) + 1) for _ in range(2))
    return random.choice((data[:start], data[start:], data[:start] + data[end:], data[:end] + data[start:]))


def _in_parts(damage: Callable[[Random, Parts], Parts]) -> Callable[[Random, bytes, Parts], bytes]:
    def damaged(random: Random, _: bytes, parts: Parts) -> bytes:
        method = zipfile.ZIP_STORED if random.random() < 0.2 else zipfile.ZIP_DEFLATED
        return zipped(damage(random, parts), method)

    return damaged


def _flip(random: Random, data: bytes) -> bytes:
    changed = bytearray(data)
    for _ in range(random.choice((1, 1, 2, 8, 64))):
        if changed:
            changed[random.randrange(len(changed))] = random.randrange(256)
    return bytes(changed)


def _drop(random: Random, parts: Parts) -> Parts:
    del parts[random.randrange(len(parts))]
    return parts


def _double(random: Random, parts: Parts) -> Parts:
    return [*parts, random.choice(parts)]


def _exchange(random: Random, parts: Parts) -> Parts:
    a, b = random.randrange(len(parts)), random.randrange(len(parts))
    parts[a], parts[b] = (parts[a][0], parts[b][1]), (parts[b][0], parts[a][1])
    return parts


def _rename(random: Random, parts: Parts) -> Parts:
    at = random.randrange(len(parts))
    name = parts[at][0]
    parts[at] = (random.choice((name.upper(), "/" + name, name.replace("/", "\\"), name + "x")), parts[at][1])
    return parts


def _one_part(change: Callable[[Random, bytes], bytes]) -> Callable[[Random, Parts], Parts]:
    def changed(random: Random, parts: Parts) -> Parts:
        # Sheets, texts and styles hold most of what is read.
        known = [at for at, (name, _) in enumerate(parts) if "theme" not in name and "docProps" not in name]
        at = random.choice(known)
        parts[at] = (parts[at][0], change(random, parts[at][1]))
        return parts

    return changed


def _cut(random: Random, xml: bytes) -> bytes:
    return xml[: random.randrange(len(xml) + 1)]


def _spot(random: Random, xml: bytes, pattern: re.Pattern[bytes]) -> re.Match[bytes] | None:
    """A random match: the first one from a random place on."""
    return pattern.search(xml, random.randrange(len(xml) + 1)) or pattern.search(xml)


def _junk_values(random: Random, xml: bytes) -> bytes:
    for _ in range(random.choice((1, 1, 3, 20))):
        spot = _spot(random, xml, _ATTRIBUTE)
        if spot:
            xml = xml[: spot.start()] + b'="' + random.choice(JUNK) + b'"' + xml[spot.end() :]
    return xml


def _junk_texts(random: Random, xml: bytes) -> bytes:
    for _ in range(random.choice((1, 1, 3, 20))):
        spot = _spot(random, xml, _TEXT)
        if spot:
            xml = xml[: spot.start()] + b">" + random.choice(JUNK) + b"<" + xml[spot.end() :]
    return xml


def _tags(random: Random, xml: bytes) -> bytes:
    spot = _spot(random, xml, _TAG)
    if spot is None:
        return xml
    tag = spot[0]
    broken = random.choice(
        (
            b"",
            tag + tag,
            tag[:-1],
            tag[: len(tag) // 2],
            tag.replace(b"<", b"</", 1),
            tag.replace(b" ", b" x:", 1),
            DTD,
        )
    )
    return xml[: spot.start()] + broken + xml[spot.end() :]


def _move(random: Random, xml: bytes) -> bytes:
    """A stretch from one tag to another put somewhere else, or written many times: nesting and order go wrong."""
    spots = [spot for spot in (_spot(random, xml, _TAG) for _ in range(3)) if spot]
    if len(spots) < 3:
        return xml
    start, end, place = sorted(spot.start() for spot in spots)
    return xml[:place] + xml[start:end] * random.choice((1, 1, 50)) + xml[place:]


def _prologue(random: Random, xml: bytes) -> bytes:
    end = xml.find(b"?>") + 2
    return random.choice(
        (
            xml[:end] + DTD + xml[end:],
            xml.replace(
                b'encoding="UTF-8"', b'encoding="' + random.choice((b"GBK", b"hex", b"UTF-7", b"x")) + b'"'
            ),
            xml.decode("utf-8", "replace").replace("UTF-8", "UTF-16").encode("utf-16"),
            xml.decode("utf-8", "replace").encode("utf-16-le"),
            b"\xef\xbb\xbf" + xml,
            b"\0" + xml,
            b"<a>" * random.randrange(5000) + xml,
            xml + xml,
        )
    )


def _utf16_bytes(random: Random, xml: bytes) -> bytes:
    return _flip(random, xml.decode("utf-8", "replace").replace("UTF-8", "UTF-16").encode("utf-16"))


_PARTS = (_drop, _double, _exchange, _rename)
_PART = tuple(
    _one_part(change)
    for change in (
        _flip,
        _cut,
        _junk_values,
        _junk_values,
        _junk_texts,
        _tags,
        _tags,
        _move,
        _prologue,
        _utf16_bytes,
    )
)
