"""Putting the Excel add-in into a user's Excel, and taking exactly that away again; no administrator is needed.

Three things are put in place: ``jx.xlam`` in the user's XLSTART folder, which Excel opens at every start; the
configuration that the add-in's VBA reads (which Python, which module); a trusted location for that folder, for every
Excel that does not trust it already. ``installed.json`` beside the configuration remembers what was written and what was there
before. Nothing but jx.xlam goes into XLSTART: Excel opens every file there, an IntelliSense .xml too.

>>> from pathlib import Path
>>> machine = Machine({}, registry=None, interpreter=Path("pythonw.exe"), encoding="cp936")
>>> print(configuration(machine).splitlines()[0])
"INTERPRETER_WIN","pythonw.exe"
"""

from __future__ import annotations

import hashlib
import itertools
import json
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from addin.excel.windows import NO_WPS, InstallError, Machine, Value, trusted_keys
from addin.files.error import OutputError
from addin.files.placing import place, place_free
from udfs.errors import JixiaoError
from udfs.text import Text

ADDIN = "jx.xlam"
CONFIGURATION = "jixiao.conf"
RECORD = "installed.json"
Build = Callable[[Path], object]


def configuration(machine: Machine) -> str:
    r"""The rows that xlwings' custom add-in reads: ``"KEY","VALUE"``; a row without a value would override, so there is none.

    Raises InstallError where VBA, which reads the file in the machine's ANSI code page, could not read a path.
    """
    rows = {"INTERPRETER_WIN": _readable(machine.interpreter, machine)}
    if machine.source is not None:
        rows["PYTHONPATH"] = _readable(machine.source, machine)
    rows |= {
        # The workbook's own folder may be a OneDrive address that no Python can import from.
        "ADD_WORKBOOK_TO_PYTHONPATH": "False",
        "UDF MODULES": "udfs",
        "USE UDF SERVER": "True",
        "SHOW CONSOLE": "False",
    }
    return "".join(f'"{key}","{value}"\r\n' for key, value in rows.items())


def _readable(path: Path, machine: Machine) -> str:
    """The path, or its 8.3 form, as the code page can write it and VBA and cmd.exe take it literally."""
    for text in (str(path), machine.short(str(path))):
        try:
            text.encode(machine.encoding)
        except UnicodeEncodeError:
            continue
        if not set(text) & set('"%;'):
            return text
    raise InstallError(
        Text(
            f"Excel 的 VBA 读不了这个路径（代码页 {machine.encoding}，或含有 % ; 等字符）：{path}；"
            "请把本软件装到只含字母数字的文件夹，如 C:\\jixiao：install.cmd -Folder C:\\jixiao",
            f"Excel's VBA cannot read this path (code page {machine.encoding}, or one of % ; in it): {path};"
            " install into a folder of plain letters: install.cmd -Folder C:\\jixiao",
        )
    )


def install_excel(machine: Machine, build: Build) -> list[Text]:
    """Put the add-in in place; says what was done. Doing it again changes nothing but what is out of date.

    *build* writes jx.xlam to the path it is given. Raises InstallError where there is no Excel, where Excel holds the
    add-in open, where a path cannot be expressed; nothing is changed then.
    """
    versions = machine.office_versions()
    if not versions:
        raise no_excel(machine)
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder, ADDIN)
        build(made)
        addin = made.read_bytes()
    settings = configuration(machine).encode(machine.encoding)
    record = _load(machine)
    done = [
        _put(machine, record, machine.start_folder / ADDIN, addin),
        _put(machine, record, machine.own_folder / CONFIGURATION, settings),
    ]
    done += [_trust(machine, record, version) for version in versions]
    _save(machine, record)
    for folder_ in machine.other_start_folders():
        if (folder_ / ADDIN).exists():
            done.append(
                Text(
                    f"注意：{folder_} 里还有一个 {ADDIN}，Excel 会重复加载，请删除它",
                    f"note: there is another {ADDIN} in {folder_}; Excel loads both, delete it",
                )
            )
    if machine.has_wps():
        done.append(
            Text(f"注意：{NO_WPS.zh}，请用 Excel 打开", f"note: {NO_WPS.en}; open your books in Excel")
        )
    done.append(Text("重新打开 Excel 后生效", "start Excel again to see it"))
    return done


def no_excel(machine: Machine) -> InstallError:
    """What to say where there is no Excel."""
    wps = machine.has_wps()
    return InstallError(
        Text(
            "本机没有找到 Excel"
            + (f"；{NO_WPS.zh}" if wps else "")
            + "。请安装 Excel 2010 或更新的版本，先打开一次",
            "no Excel was found"
            + (f" ({NO_WPS.en})" if wps else "")
            + "; install Excel 2010 or later and start it once",
        )
    )


def remove_excel(machine: Machine) -> list[Text]:
    """Take away what install_excel put in place; says what was done and names what was left because it was changed.

    Raises InstallError where Excel holds the add-in open; nothing is changed then.
    """
    record = _load(machine)
    if not record["files"] and not record["keys"]:
        return [Text("没有安装过 Excel 加载项", "the Excel add-in is not installed")]
    done = [_take(machine, Path(path), entry) for path, entry in record["files"].items()]
    for key, values in record["keys"].items():
        done.append(_distrust(machine, key, values))
    (machine.own_folder / RECORD).unlink(missing_ok=True)
    for folder in [machine.own_folder, *(Path(made) for made in record["folders"])]:
        if folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()
    return done


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _load(machine: Machine) -> dict[str, Any]:
    """What was installed: files → digest and copy of what was there before; registry keys → values; folders made."""
    path = machine.own_folder / RECORD
    if not path.exists():
        return {"files": {}, "keys": {}, "folders": []}
    try:
        read = json.loads(path.read_text("utf-8"))
        if isinstance(read, dict) and read.keys() >= {"files", "keys", "folders"}:
            return read
    except ValueError:
        pass
    raise InstallError(
        Text(
            f"安装记录已损坏：{path}；请删除该文件后重新安装",
            f"the record of the installation is damaged: {path}; delete it and install again",
        )
    )


def _save(machine: Machine, record: dict[str, Any]) -> None:
    machine.own_folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(record, ensure_ascii=False, indent=1)
    place(machine.own_folder / RECORD, text.encode("utf-8"))


def _put(machine: Machine, record: dict[str, Any], path: Path, data: bytes) -> Text:
    """Write a file; what somebody else had put there is kept."""
    known = record["files"].get(str(path), {"digest": None, "before": None})
    before, kept = known["before"], None
    try:
        here = path.read_bytes() if path.exists() else None
        if here == data and known["digest"] == _digest(data):
            return Text(f"已是最新：{path}", f"up to date: {path}")
        if here is not None and here != data and _digest(here) != known["digest"]:
            before = kept = _keep(machine, path, here)
        if not path.parent.exists():
            path.parent.mkdir(parents=True)
            record["folders"].append(str(path.parent))
        _place(path, data)
    except (JixiaoError, PermissionError) as error:
        if kept is not None:
            Path(kept).unlink()
        if isinstance(error, PermissionError):
            raise _held(path) from None
        raise
    record["files"][str(path)] = {"digest": _digest(data), "before": before}
    # Remembered at once: a run that stops half-way can still be taken back.
    _save(machine, record)
    aside = (
        Text(f"（原文件保存为 {kept}）", f" (the file before is kept as {kept})") if kept else Text("", "")
    )
    return Text(f"已写入 {path}{aside.zh}", f"written: {path}{aside.en}")


def _keep(machine: Machine, path: Path, data: bytes) -> str:
    machine.own_folder.mkdir(parents=True, exist_ok=True)
    names = (machine.own_folder / f"{path.name}.{number}.before" for number in itertools.count(1))
    return str(place_free(names, data))


def _place(path: Path, data: bytes) -> None:
    """Write a file whole or not at all. Raises InstallError where a program holds it, OutputError where it cannot be written."""
    try:
        place(path, data)
    except OutputError as error:
        if path.exists() and isinstance(error.__cause__, PermissionError):
            raise _held(path) from None
        raise


def _held(path: Path) -> InstallError:
    return InstallError(
        Text(
            f"{path} 正被占用：请关闭所有 Excel 窗口（任务管理器里没有 EXCEL.EXE）后重试",
            f"{path} is in use: close every Excel window (no EXCEL.EXE in the task manager) and try again",
        )
    )


def _take(machine: Machine, path: Path, entry: dict[str, Any]) -> Text:
    """Delete a file of ours, or put back what was there before it."""
    kept = Path(entry["before"]) if entry["before"] else None
    if path.exists() and _digest(path.read_bytes()) != entry["digest"]:
        aside = f"；原文件在 {kept}" if kept else "", f"; the file before it is {kept}" if kept else ""
        return Text(
            f"保留（安装后被改过）：{path}{aside[0]}",
            f"left, changed since it was installed: {path}{aside[1]}",
        )
    if kept is not None and kept.exists():
        _place(path, kept.read_bytes())
        kept.unlink()
        return Text(f"已恢复原文件 {path}", f"the file before is back: {path}")
    try:
        path.unlink(missing_ok=True)
    except PermissionError:
        raise _held(path) from None
    return Text(f"已删除 {path}", f"deleted: {path}")


def _trust(machine: Machine, record: dict[str, Any], version: str) -> Text:
    """Add the start folder to the trusted locations of one Excel, unless it is trusted already."""
    there = machine.trusted_by(version, machine.start_folder)
    if there is not None:
        return Text(f"Excel {version} 已信任该文件夹", f"Excel {version} trusts the folder already")
    key = rf"{trusted_keys(version)[0]}\jixiao"
    wanted: dict[str, Value] = {
        "Path": str(machine.start_folder) + "\\",
        "AllowSubfolders": 0,
        "Description": "jixiao",
    }
    here = machine.registry.values(key)
    if here is not None and here != record["keys"].get(key):
        return Text(
            f"保留（被改过）：{key}；请在 Excel 信任中心里添加 {machine.start_folder}",
            f"left, changed by somebody else: {key}; add {machine.start_folder} in Excel's Trust Center",
        )
    machine.registry.write(key, wanted)
    record["keys"][key] = wanted
    return Text(
        f"已为 Excel {version} 添加受信任位置 {machine.start_folder}",
        f"trusted location added for Excel {version}: {machine.start_folder}",
    )


def _distrust(machine: Machine, key: str, values: dict[str, Value]) -> Text:
    here = machine.registry.values(key)
    if here is None:
        return Text(f"受信任位置已不在：{key}", f"the trusted location is gone already: {key}")
    if here != values or machine.registry.subkeys(key):
        return Text(f"保留（安装后被改过）：{key}", f"left, changed since it was installed: {key}")
    machine.registry.delete(key)
    return Text(f"已删除受信任位置 {key}", f"trusted location removed: {key}")
