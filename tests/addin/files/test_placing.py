"""A file is written whole or not at all, and what the system refuses is said with what to do."""

from __future__ import annotations

import errno
import os
import threading
from pathlib import Path

import pytest

from addin.files import OutputError, backup
from addin.files.placing import place, place_free, placed


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("length", [242, 250, 255])
def test_a_name_as_long_as_the_file_system_takes(tmp_path: Path, length: int) -> None:
    target = tmp_path / ("a" * (length - 5) + ".xlsx")
    place(target, b"1")
    with placed(target) as partial:
        partial.write_bytes(b"2")
    assert target.read_bytes() == b"2"
    copies = [backup(target), backup(target)]
    assert [copy.read_bytes() for copy in copies] == [b"2", b"2"]
    assert names(tmp_path) == sorted([target.name, *(copy.name for copy in copies)])
    assert all(copy.name.endswith((".备份.xlsx", ".备份-2.xlsx")) for copy in copies)


def test_a_longer_name_is_said_to_be_too_long(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="文件名太长"):
        place(tmp_path / ("表" * 100), b"1")
    assert names(tmp_path) == []


def test_what_stood_there_stays_where_the_work_breaks_off(tmp_path: Path) -> None:
    target = tmp_path / "a.json"
    target.write_bytes(b"before")
    with pytest.raises(KeyboardInterrupt), placed(target) as partial:
        partial.write_bytes(b"half")
        raise KeyboardInterrupt
    assert target.read_bytes() == b"before"
    assert names(tmp_path) == ["a.json"]


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (errno.ENOSPC, r"文件夹 .* 所在的磁盘已满"),
        (errno.EROFS, r"没有写入文件夹 .* 的权限"),
        (errno.EACCES, "被其他程序占用"),
        (errno.EIO, r"系统拒绝写入（.*）。请检查文件夹"),
    ],
)
def test_what_the_system_refuses_is_said_with_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, said: str
) -> None:
    target = tmp_path / "a.xlsx"
    target.write_bytes(b"before")

    def refuses(path: Path, other: Path) -> None:
        raise OSError(number, os.strerror(number), str(path))

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", refuses)
        with pytest.raises(OutputError, match=said) as caught:
            place(target, b"after")
    assert str(target) in caught.value.reason.zh
    assert str(target) in caught.value.reason.en
    assert target.read_bytes() == b"before"
    assert names(tmp_path) == ["a.xlsx"]


def test_the_folder_is_named_where_it_takes_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuses(path: Path, content: bytes) -> int:
        raise PermissionError(errno.EACCES, "denied", str(path))

    monkeypatch.setattr(Path, "write_bytes", refuses)
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    with pytest.raises(OutputError, match=f"没有写入文件夹 {tmp_path} 的权限。请换一个文件夹"):
        place(tmp_path / "a.xlsx", b"1")


def test_a_backup_is_whole_or_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "表.xlsx"
    path.write_bytes(b"original")

    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OutputError, match="已满"):
        backup(path)
    assert names(tmp_path) == ["表.xlsx"]


def test_a_name_that_is_taken_is_left_alone_without_hard_links(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def without(path: Path, other: Path) -> None:
        raise OSError(errno.EPERM, "no hard links here")

    monkeypatch.setattr(Path, "hardlink_to", without)
    targets = [tmp_path / name for name in ("a", "b")]
    assert [place_free(targets, content).name for content in (b"1", b"2")] == ["a", "b"]
    assert [path.read_bytes() for path in targets] == [b"1", b"2"]
    with pytest.raises(OutputError, match="没有可用的文件名"):
        place_free(targets, b"3")
    assert names(tmp_path) == ["a", "b"]


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "a.txt").write_bytes(b"before")
    link = tmp_path / "link.txt"
    link.symlink_to(tmp_path / "real" / "a.txt")
    place(link, b"after")
    assert link.is_symlink()
    assert (tmp_path / "real" / "a.txt").read_bytes() == b"after"


def test_a_pipe_is_written_into(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()))
    reader.start()
    place(pipe, b"content")
    reader.join()
    assert read == [b"content"]
    assert pipe.is_fifo()
