"""The Excel add-in put in place and taken away, on a Windows user's machine in memory."""

from __future__ import annotations

import copy
import csv
import ctypes
import dataclasses
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from command import contents
from windows_machine import EXCEL, TRUSTED, MemoryRegistry, build, build_again, fake_winreg, machine

import addin
from addin.excel.installing import CONFIGURATION, configuration, install_excel, remove_excel
from addin.excel.packing import addin_info
from addin.excel.windows import InstallError, Machine, WindowsRegistry, this_machine
from addin.files import OutputError
from udfs.text import Text


def said(done: list[Text]) -> str:
    return "\n".join(text.zh for text in done)


def keys(user: Machine) -> dict[str, dict[str, str | int]]:
    assert isinstance(user.registry, MemoryRegistry)
    return copy.deepcopy(user.registry.keys)


def test_the_add_in_is_put_where_excel_and_vba_look_for_it(tmp_path: Path) -> None:
    user = machine(tmp_path)
    install_excel(user, build)
    assert [path.name for path in user.start_folder.iterdir()] == ["jx.xlam"]
    assert (user.start_folder / "jx.xlam").read_bytes() == b"add-in 1"
    assert user.registry.values(TRUSTED + r"\jixiao") == {
        "Path": f"{user.start_folder}\\",
        "AllowSubfolders": 0,
        "Description": "jixiao",
    }
    with Path(user.environment["USERPROFILE"], ".jixiao", "jixiao.conf").open(
        encoding="cp936", newline=""
    ) as rows:
        assert dict(csv.reader(rows)) == {  # type: ignore[comparison-overlap]
            "INTERPRETER_WIN": str(user.interpreter),
            "ADD_WORKBOOK_TO_PYTHONPATH": "False",
            "UDF MODULES": "udfs",
            "USE UDF SERVER": "True",
            "SHOW CONSOLE": "False",
        }


def test_what_was_installed_is_taken_away_and_nothing_else(tmp_path: Path) -> None:
    user = machine(tmp_path)
    files, before = contents(tmp_path), keys(user)
    install_excel(user, build)
    remove_excel(user)
    assert contents(tmp_path) == files
    assert keys(user) == before
    assert not user.own_folder.exists()
    assert not user.start_folder.exists()
    assert said(remove_excel(user)) == "没有安装过 Excel 加载项"


def test_installing_again_changes_nothing(tmp_path: Path) -> None:
    user = machine(tmp_path)
    install_excel(user, build)
    files, before = contents(tmp_path), keys(user)
    assert said(install_excel(user, build)).count("已是最新") == 2
    assert contents(tmp_path) == files
    assert keys(user) == before


def test_a_newer_add_in_takes_the_place_of_ours(tmp_path: Path) -> None:
    user = machine(tmp_path)
    install_excel(user, build)
    install_excel(user, build_again)
    assert (user.start_folder / "jx.xlam").read_bytes() == b"add-in 2"
    remove_excel(user)
    assert contents(user.start_folder.parent) == {}


def test_a_file_of_another_hand_is_kept_and_comes_back(tmp_path: Path) -> None:
    user = machine(tmp_path)
    user.own_folder.mkdir()
    user.start_folder.mkdir(parents=True)
    (user.own_folder / "jixiao.conf").write_text("theirs", "utf-8")
    (user.start_folder / "PERSONAL.XLSB").write_bytes(b"theirs")
    files = contents(tmp_path)
    assert "原文件保存为" in said(install_excel(user, build))
    install_excel(user, build_again)
    assert "已恢复原文件" in said(remove_excel(user))
    assert contents(tmp_path) == files


def test_a_file_changed_since_is_left_and_named(tmp_path: Path) -> None:
    user = machine(tmp_path)
    install_excel(user, build)
    settings = user.own_folder / "jixiao.conf"
    settings.write_bytes(settings.read_bytes().replace(b'"SHOW CONSOLE","False"', b'"SHOW CONSOLE","True"'))
    assert f"保留（安装后被改过）：{settings}" in said(remove_excel(user))
    assert list(contents(user.own_folder)) == ["jixiao.conf"]


def test_a_trusted_location_changed_since_is_left_and_named(tmp_path: Path) -> None:
    user = machine(tmp_path)
    install_excel(user, build)
    user.registry.write(TRUSTED + r"\jixiao", {"AllowSubfolders": 1})
    assert rf"保留（安装后被改过）：{TRUSTED}\jixiao" in said(remove_excel(user))
    assert user.registry.subkeys(TRUSTED) == ["jixiao"]


@pytest.mark.parametrize(
    "location",
    [{"Path": "%APPDATA%\\Microsoft\\Excel\\XLSTART\\"}, {"Path": "%APPDATA%\\", "AllowSubfolders": 1}],
)
def test_a_folder_that_excel_trusts_already_is_not_added(
    tmp_path: Path, location: dict[str, str | int]
) -> None:
    user = machine(tmp_path)
    user.registry.write(TRUSTED + r"\Location2", location)
    assert "Excel 16.0 已信任该文件夹" in said(install_excel(user, build))
    assert user.registry.subkeys(TRUSTED) == ["Location2"]
    remove_excel(user)
    assert user.registry.values(TRUSTED + r"\Location2") == location


def test_every_excel_on_the_machine_trusts_the_folder(tmp_path: Path) -> None:
    user = machine(tmp_path)
    user.registry.write(r"HKLM\Software\Microsoft\Office\14.0\Excel\InstallRoot", {"Path": "C:\\"})
    install_excel(user, build)
    assert user.registry.subkeys(TRUSTED.replace("16.0", "14.0")) == ["jixiao"]


def test_without_excel_nothing_is_written_and_wps_is_named(tmp_path: Path) -> None:
    user = machine(tmp_path)
    files = contents(tmp_path)
    user.registry.delete(EXCEL + r"\Options")
    user.registry.write(r"HKCU\Software\Kingsoft\Office\6.0", {})
    with pytest.raises(InstallError, match="没有找到 Excel；不支持 WPS 表格"):
        install_excel(user, build)
    assert contents(tmp_path) == files


def test_an_add_in_that_excel_holds_open_is_said_plainly(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    user = machine(tmp_path)
    user.start_folder.mkdir(parents=True)
    (user.start_folder / "jx.xlam").write_bytes(b"theirs")
    files = contents(tmp_path)

    replace = Path.replace

    def held(path: Path, target: Path) -> None:
        if target == user.start_folder / "jx.xlam":
            raise PermissionError(13, "held", str(path))
        replace(path, target)

    monkeypatch.setattr(Path, "replace", held)
    with pytest.raises(InstallError, match="请关闭所有 Excel 窗口"):
        install_excel(user, build)
    assert contents(tmp_path) == files
    assert user.registry.subkeys(TRUSTED) == []


def test_a_full_disk_leaves_everything_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    user = machine(tmp_path)
    user.start_folder.mkdir(parents=True)
    (user.start_folder / "jx.xlam").write_bytes(b"theirs")
    files = contents(tmp_path)
    replace = Path.replace

    def full(path: Path, target: Path) -> None:
        if target == user.start_folder / "jx.xlam":
            raise OSError(28, "full", str(path))
        replace(path, target)

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OutputError, match=r"jx\.xlam：文件夹 .*XLSTART 所在的磁盘已满"):
        install_excel(user, build)
    assert contents(tmp_path) == files


def test_removing_stops_before_any_change_while_excel_is_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    user = machine(tmp_path)
    install_excel(user, build)
    files, before = contents(tmp_path), keys(user)

    def held(path: Path, missing_ok: bool = False) -> None:
        raise PermissionError(13, "held", str(path))

    with monkeypatch.context() as patched:
        patched.setattr(Path, "unlink", held)
        with pytest.raises(InstallError, match="请关闭所有 Excel 窗口"):
            remove_excel(user)
    assert (contents(tmp_path), keys(user)) == (files, before)


def test_a_path_that_the_code_page_lacks_is_written_in_its_short_form(tmp_path: Path) -> None:
    user = machine(tmp_path, user="张三", encoding="cp1252")
    short = dataclasses.replace(user, short=lambda path: path.replace("张三", "2C3D~1"))
    assert f'"INTERPRETER_WIN","{short.short(str(user.interpreter))}"' in configuration(short)
    with pytest.raises(InstallError, match=r"读不了这个路径（代码页 cp1252.*-Folder C:\\jixiao"):
        configuration(user)
    with pytest.raises(InstallError):
        install_excel(user, build)
    assert not user.start_folder.exists()


def test_a_path_that_would_be_expanded_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InstallError, match="100%"):
        configuration(machine(tmp_path, user="100%"))


def test_a_source_folder_is_named_to_python(tmp_path: Path) -> None:
    user = machine(tmp_path, source=tmp_path / "源 码")
    assert f'"PYTHONPATH","{tmp_path / "源 码"}"\r\n' in configuration(user)


def test_a_second_copy_in_the_alternative_start_folder_is_named(tmp_path: Path) -> None:
    user = machine(tmp_path)
    other = Path(user.environment["USERPROFILE"], "启动")
    other.mkdir()
    (other / "jx.xlam").write_bytes(b"old")
    user.registry.write(EXCEL + r"\Options", {"AltStartup": "%USERPROFILE%/启动"})
    assert f"{other} 里还有一个 jx.xlam" in said(install_excel(user, build))


def test_a_damaged_record_is_said_and_not_overwritten(tmp_path: Path) -> None:
    user = machine(tmp_path)
    install_excel(user, build)
    (user.own_folder / "installed.json").write_text("{", "utf-8")
    for run in (lambda: install_excel(user, build), lambda: remove_excel(user)):
        with pytest.raises(InstallError, match="安装记录已损坏"):
            run()


def test_the_real_registry_is_read_in_both_views_and_written_for_the_user(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    memory = MemoryRegistry()
    memory.write(r"HKLM\Software\Microsoft\Office\16.0\Excel\InstallRoot", {"Path": "C:\\"})
    monkeypatch.setitem(sys.modules, "winreg", fake_winreg(memory))
    registry = WindowsRegistry()
    assert registry.values(r"HKLM\Software\Microsoft\Office\16.0\Excel\InstallRoot") == {"Path": "C:\\"}
    assert registry.subkeys(r"HKLM\Software\Microsoft\Office") == ["16.0"]
    assert registry.values(r"HKCU\Software\No") is None
    assert registry.subkeys(r"HKCU\Software\No") == []
    registry.write(r"HKCU\Software\A\B", {"Text": "x", "Number": 1})
    assert registry.values(r"HKCU\Software\A\B") == {"Text": "x", "Number": 1}
    registry.delete(r"HKCU\Software\A\B")
    assert registry.values(r"HKCU\Software\A\B") is None


def test_elsewhere_than_on_windows_it_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    with pytest.raises(InstallError, match="jx addin install --libreoffice"):
        this_machine()


def test_on_windows_the_machine_is_read_from_the_system(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def short(path: str, buffer: Any, size: int) -> int:
        buffer.value = "C:\\USERS\\2C3D~1"
        return len(buffer.value)

    kernel = SimpleNamespace(GetACP=lambda: 936, GetShortPathNameW=short)
    (tmp_path / "pythonw.exe").write_bytes(b"")
    monkeypatch.setitem(sys.modules, "winreg", fake_winreg(MemoryRegistry()))
    monkeypatch.setattr(ctypes, "windll", SimpleNamespace(kernel32=kernel), raising=False)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python.exe"))
    monkeypatch.setattr(sys, "platform", "win32")
    here = this_machine()
    assert (here.interpreter, here.encoding) == (tmp_path / "pythonw.exe", "cp936")
    assert here.short("C:\\Users\\張三") == "C:\\USERS\\2C3D~1"
    # The tests run from the sources, which Excel's Python has to be pointed to.
    assert here.source == Path(addin.__file__).parents[1]


def test_the_configuration_lies_where_the_add_in_looks_for_it(tmp_path: Path) -> None:
    user = machine(tmp_path)
    home = Path(user.environment["USERPROFILE"])
    assert user.own_folder / CONFIGURATION == home / addin_info().config
