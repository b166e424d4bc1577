"""A zip file whose bytes depend on nothing but its content: no clock, no machine, no user stands in it.

Who builds an add-in or a copy for submission twice gets the same file twice, and can compare.

>>> zipped([("甲.xml", b"<a/>")]) == zipped([("甲.xml", b"<a/>")])
True
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable

_DATE = (1980, 1, 1, 0, 0, 0)  # the first day that a zip file can name
_UNIX, _READABLE = 3, 0o644 << 16


def zipped(parts: Iterable[tuple[str, bytes]], *, deflate: bool = True) -> bytes:
    """The zip file of *parts* (name, content) in this order.

    Without *deflate* they are stored as they are: what deflating gives depends on the zlib of the machine.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name, content in parts:
            file.writestr(entry(name, deflate=deflate), content)
    return out.getvalue()


def entry(name: str, *, deflate: bool) -> zipfile.ZipInfo:
    """The entry of one part, to be added to a zip file."""
    made = zipfile.ZipInfo(name, _DATE)
    made.create_system, made.external_attr = _UNIX, _READABLE
    made.compress_type = zipfile.ZIP_DEFLATED if deflate else zipfile.ZIP_STORED
    return made
