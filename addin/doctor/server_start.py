"""jx doctor's steps for what happens when Excel starts our Python: its DLL, the configuration, the command, the imports.

The command that xlwings' VBA builds:

>>> len(command_line({"INTERPRETER_WIN": "C:\\\\jixiao\\\\pythonw.exe"}, "C:\\\\表.xlsx", "C:\\\\jx.xlam", "cp936"))
222
"""

from __future__ import annotations

import csv
import io
import ntpath
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path

from addin.doctor.python_steps import imports
from addin.doctor.step import Step
from addin.excel.installing import ADDIN, CONFIGURATION
from addin.excel.windows import CLICK_TO_RUN, OFFICE, Machine
from udfs.text import Text

# xlwings' DLL copies the command, in the ANSI code page, into a buffer of this many bytes.
COMMAND_LIMIT = 2048
# The longest path that Excel opens a workbook under.
LONGEST_PATH = 218
INSTALL = Text("运行 jx addin install --excel", "run jx addin install --excel")


def bitness(machine: Machine) -> str:
    """ "x64" or "x86"; "" where the registry does not say."""
    given = machine.value(CLICK_TO_RUN, "Platform")
    for office in reversed(machine.office_versions()):
        given = given or machine.value(rf"HKLM\{OFFICE}\{office}\Outlook", "Bitness")
    return str(given or "")


def dll(machine: Machine) -> Step:
    """xlwings' DLL beside the interpreter or one folder up; antivirus programs often remove it."""
    folders = (_interpreter(machine).parent, _interpreter(machine).parent.parent)
    numbers = {"x64": ("64",), "x86": ("32",)}.get(bitness(machine), ("64", "32"))
    names = [f"xlwings{number}-{version('xlwings')}.dll" for number in numbers]
    gone = [file for file in names if not any((folder / file).exists() for folder in folders)]
    title = Text("xlwings 的 DLL", "xlwings' DLL")
    if not gone:
        return Step("dll", title, "ok", Text("、".join(names), ", ".join(names)))
    where = folders[-1]
    return Step(
        "dll",
        title,
        "miss",
        Text(f"{where} 中没有 {'、'.join(gone)}", f"no {', '.join(gone)} in {where}"),
        Text(
            f"多半被杀毒软件删除：从隔离区恢复，把 {where} 加入白名单，再重新安装本软件",
            f"most likely removed by an antivirus: restore it, exempt {where}, install this software again",
        ),
    )


def settings(machine: Machine) -> dict[str, str]:
    """The rows of the configuration as VBA reads them, keys in capitals; none where there is no file."""
    path = machine.own_folder / CONFIGURATION
    if not path.exists():
        return {}
    rows = csv.reader(io.StringIO(path.read_bytes().decode(machine.encoding, "replace")))
    return {row[0].upper(): machine.expand(row[1]) for row in rows if len(row) > 1}


def _interpreter(machine: Machine) -> Path:
    """The Python that Excel starts: the configured one, else this."""
    return Path(settings(machine).get("INTERPRETER_WIN") or machine.interpreter)


def configuration_file(machine: Machine) -> Step:
    name = Text("配置文件", "configuration")
    path = machine.own_folder / CONFIGURATION
    rows = settings(machine)
    if "INTERPRETER_WIN" not in rows:
        return Step("configuration", name, "miss", Text(f"没有 {path}", f"no {path}"), INSTALL)
    if not _interpreter(machine).exists():
        gone = _interpreter(machine)
        return Step(
            "configuration",
            name,
            "miss",
            Text(f"其中的 Python 不存在：{gone}", f"its Python is not there: {gone}"),
            INSTALL,
        )
    if rows.get("ADD_WORKBOOK_TO_PYTHONPATH", "True").lower() == "true":
        found = Text("ADD_WORKBOOK_TO_PYTHONPATH 不是 False", "ADD_WORKBOOK_TO_PYTHONPATH is not False")
        return Step("configuration", name, "miss", found, INSTALL)
    return Step("configuration", name, "ok", Text(str(path), str(path)))


def fresh_process(machine: Machine) -> Step:
    """The configured interpreter imports what the first call needs. pythonw says nothing, so its python.exe is asked."""
    interpreter = _interpreter(machine)
    speaking = interpreter.with_name("python.exe")
    source = settings(machine).get("PYTHONPATH")
    return imports(speaking if speaking.exists() else interpreter, source=Path(source) if source else None)


def one_drive(machine: Machine) -> Step | None:
    """Python in a folder that OneDrive keeps may be in the cloud alone when Excel wants it."""
    names = ("OneDrive", "OneDriveConsumer", "OneDriveCommercial")
    kept = [machine.environment[name] for name in names if machine.environment.get(name)]
    if not kept:
        return None
    title = Text("OneDrive", "OneDrive")
    for folder in kept:
        for path in (_interpreter(machine), machine.start_folder):
            if _below(path, folder):
                found = Text(
                    f"{path} 在 OneDrive 文件夹 {folder} 中", f"{path} is kept by OneDrive in {folder}"
                )
                fix = Text(
                    "请装到 OneDrive 之外：install.cmd -Folder C:\\jixiao",
                    "install outside OneDrive: install.cmd -Folder C:\\jixiao",
                )
                return Step("onedrive", title, "miss", found, fix)
    return Step(
        "onedrive", title, "ok", Text("软件不在 OneDrive 文件夹中", "the software is outside its folders")
    )


def _below(path: Path, folder: str) -> bool:
    plain, root = (ntpath.normpath(str(text)).lower() for text in (path, folder))
    return plain == root or plain.startswith(root + "\\")


def command_line(rows: Mapping[str, str], workbook: str, addin: str, encoding: str) -> bytes:
    """The command that xlwings' VBA hands to its DLL, in the ANSI code page; the DLL puts 38 characters for $(CLSID)."""
    given = ";".join(
        (
            rows.get("ADD_WORKBOOK_TO_PYTHONPATH", "true"),
            workbook,
            addin,
            "",
            "",
            "",
            rows.get("PYTHONPATH", ""),
        )
    )
    given = given.replace("\\", "\\\\").replace("'", "\\'").replace("&", "^&")
    tail = (
        ' -B -c "import sys, os;import xlwings.utils;'
        f'xlwings.utils.prepare_sys_path(\\"{given}\\");import xlwings; xlwings.serve(\'{{{"0" * 36}}}\')"'
    )
    return f'cmd.exe  /K ""{rows.get("INTERPRETER_WIN", "pythonw")}"{tail}"'.encode(encoding, "replace")


def command_length(machine: Machine) -> Step:
    """The command with which Python is started, for a workbook under the longest path that Excel opens."""
    longest = "C:\\" + "表" * (LONGEST_PATH - 8) + ".xlsx"
    line = command_line(settings(machine), longest, str(machine.start_folder / ADDIN), machine.encoding)
    name = Text("启动命令的长度", "length of the start command")
    found = Text(
        f"最长 {len(line)} 字节，上限 {COMMAND_LIMIT}", f"{len(line)} bytes at most, limit {COMMAND_LIMIT}"
    )
    if len(line) < COMMAND_LIMIT:
        return Step("command", name, "ok", found)
    fix = Text(
        "请装到较短的路径：install.cmd -Folder C:\\jixiao",
        "install under a shorter path: install.cmd -Folder C:\\jixiao",
    )
    return Step("command", name, "miss", found, fix)


def command_prompt(machine: Machine) -> Step | None:
    """xlwings starts Python through cmd.exe, which an organisation may have switched off."""
    off = machine.value(r"HKCU\Software\Policies\Microsoft\Windows\System", "DisableCMD")
    if off not in (1, 2):
        return None
    return Step(
        "cmd",
        Text("cmd.exe", "cmd.exe"),
        "miss",
        Text(f"组策略禁用了命令提示符（DisableCMD={off}）", f"switched off by policy (DisableCMD={off})"),
        Text("请联系信息管理员放行", "ask your administrator to allow it"),
    )
