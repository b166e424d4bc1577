"""A file is written whole or not at all: under another name first, and moved into its place when all of it is on the disk.

What stood there before stays until then. A link leads to the file that is replaced; a pipe or a device is written into,
never replaced. What the system refuses is an OutputError that says where, why, and what to do.

>>> import tempfile
>>> folder = tempfile.TemporaryDirectory()
>>> here = Path(folder.name)
>>> with placed(here / "结果.json") as partial:
...     _ = partial.write_text("{}")
>>> place_free((here / name for name in ("结果.json", "结果-2.json")), b"{}").name
'结果-2.json'
>>> sorted(path.name for path in here.iterdir())
['结果-2.json', '结果.json']
>>> place(here / "没有" / "结果.json", b"{}")  # doctest: +ELLIPSIS
Traceback (most recent call last):
addin.files.error.OutputError: 写不了 ...结果.json：没有文件夹 ...。请先建立文件夹，或换一个位置。 / ...
>>> folder.cleanup()
"""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from addin.files.error import OutputError
from udfs.text import Text

_LONGEST_NAME = 255
_FULL = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}
# What a file system without hard links answers.
_NO_LINKS = {errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK, errno.EINVAL, errno.EACCES}


@contextlib.contextmanager
def placed(target: Path) -> Iterator[Path]:
    """A file to write, moved to *target* at the end; where the block raises, it is removed and *target* stays as it was.

    Raises OutputError where it cannot be written or moved; a BrokenPipeError stays one.
    """
    with _said(target):
        place = _real(target)
        special = place.exists() and not place.is_file()
        partial = _partial(Path(tempfile.gettempdir()) if special else place.parent)
    try:
        with _said(target, partial):
            yield partial
        with _said(target):
            if special:
                with partial.open("rb") as source, place.open("wb") as out:
                    shutil.copyfileobj(source, out)
            else:
                _move(partial, place)
    finally:
        with contextlib.suppress(OSError):
            partial.unlink(missing_ok=True)


def place(target: Path, content: bytes) -> None:
    """Put *content* at *target*. Raises OutputError where that cannot be."""
    with placed(target) as partial:
        partial.write_bytes(content)


def place_free(targets: Iterable[Path], content: bytes) -> Path:
    """Put *content* at the first of *targets* where nothing stands yet, and say which; nothing is ever written over.

    The targets lie in one folder. Raises OutputError where none is free or the folder takes no file.
    """
    partial: Path | None = None
    try:
        for target in targets:
            with _said(target):
                if partial is None:
                    partial = _partial(target.parent)
                    partial.write_bytes(content)
                    _flush(partial)
                with contextlib.suppress(FileExistsError):
                    _move_if_free(partial, target)
                    return target
        raise OutputError(Text("没有可用的文件名", "no file name is free"))
    finally:
        if partial is not None:
            with contextlib.suppress(OSError):
                partial.unlink(missing_ok=True)


def fitting(stem: str, ending: str) -> str:
    """stem + ending as a file name: the stem is cut where the whole would be longer than a file system takes.

    >>> len(fitting("表" * 84, ".备份.xlsx").encode()) <= 255
    True
    """
    while stem and _length(stem + ending) > _LONGEST_NAME:
        stem = stem[:-1]
    return stem + ending


def _length(name: str) -> int:
    """The length of a name as the file system counts it: UTF-16 units on Windows, bytes elsewhere."""
    return len(name.encode("utf-16-le", "surrogatepass")) // 2 if os.name == "nt" else len(os.fsencode(name))


def _real(target: Path) -> Path:
    return Path(os.path.realpath(target))


def _partial(folder: Path) -> Path:
    """A name in *folder* that nobody has; short, however long the name is that it is for."""
    return folder / f"~jx{secrets.token_hex(6)}.tmp"


def _flush(partial: Path) -> None:
    with partial.open("r+b") as file:
        os.fsync(file.fileno())


def _move(partial: Path, place: Path) -> None:
    _flush(partial)
    if place.exists():
        shutil.copymode(place, partial)
    partial.replace(place)


def _move_if_free(partial: Path, target: Path) -> None:
    """Raises FileExistsError where something stands at *target*."""
    if os.name == "nt":
        partial.rename(target)  # which Windows refuses where the name is taken
        return
    try:
        target.hardlink_to(partial)
    except FileExistsError:
        raise
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        if os.path.lexists(target):
            raise FileExistsError(target) from None
        partial.rename(target)


@contextlib.contextmanager
def _said(target: Path, partial: Path | None = None) -> Iterator[None]:
    """Turns what the system refuses into an OutputError; with *partial* only what concerns that file."""
    try:
        yield
    except (BrokenPipeError, FileExistsError):
        raise
    except OSError as error:
        if partial is not None and error.filename not in (None, str(partial)):
            raise
        raise unwritable(error, target) from error
    except ValueError as error:
        if partial is not None:
            raise
        raise OutputError(
            Text(
                f"路径无效：{target}。请检查路径和文件名。",
                f"the path is not valid: {target}; check the path and the name",
            )
        ) from error


def unwritable(error: OSError, target: Path) -> OutputError:
    """The error for a file that the system does not let us write, naming its folder where that is at fault."""
    folder = target.absolute().parent
    if not folder.is_dir():
        why = Text(
            f"没有文件夹 {folder}。请先建立文件夹，或换一个位置。",
            f"there is no folder {folder}; make it first, or choose another place",
        )
    elif error.errno in _FULL:
        why = Text(
            f"文件夹 {folder} 所在的磁盘已满。请腾出空间，或换一个位置。",
            f"the disk of the folder {folder} is full; free some space, or choose another place",
        )
    elif error.errno == errno.ENAMETOOLONG:
        why = Text("文件名太长。请换一个短的文件名。", "the file name is too long; choose a shorter one")
    elif error.errno == errno.EROFS or not os.access(folder, os.W_OK):
        why = Text(
            f"没有写入文件夹 {folder} 的权限。请换一个文件夹。",
            f"no permission to write into the folder {folder}; choose another folder",
        )
    elif isinstance(error, PermissionError):
        why = Text(
            "没有权限，或文件正被其他程序占用。请在 Excel 或 WPS 中关闭它，或换一个位置。",
            "no permission, or another program holds the file; close it in Excel or WPS, or choose another place",
        )
    else:
        said = os.strerror(error.errno) if error.errno else str(error)
        why = Text(
            f"系统拒绝写入（{said}）。请检查文件夹 {folder} 后再试。",
            f"the system refuses ({said}); check the folder {folder}",
        )
    return OutputError(Text(f"写不了 {target}：{why.zh}", f"cannot write {target}: {why.en}"))
