"""jx doctor's steps for LibreOffice: the program, its version, its Python bridge, the extension, a call in a real spreadsheet.

The user's LibreOffice, running or not, is not touched: the trial call runs in a process of our own with a profile of its
own, which loads the very extension that the user's profile holds.

    for step in look(calc_looks(needed=True)):
        print(step.state, step.found.en)
"""

from __future__ import annotations

import shutil
import tempfile
from importlib import metadata
from pathlib import Path

from addin.doctor.step import Look, Step
from addin.libreoffice.extension import NAME, default_profile, installed
from addin.libreoffice.office import LEAST, Office, OfficeError, find_soffice, version
from addin.libreoffice.uno_bridge import NoBridgeError, load_uno
from udfs.functions import FUNCTIONS
from udfs.text import Text

INSTALL = Text("运行 jx addin install --libreoffice", "run jx addin install --libreoffice")
_TITLE = Text("LibreOffice", "LibreOffice")


def calc_looks(*, needed: bool) -> list[Look]:
    """The steps for LibreOffice; none where it is not *needed* (there is an Excel) and holds no extension of ours."""
    if not needed and installed() is None:
        return []
    if find_soffice() is None:
        return [libreoffice]
    return [libreoffice, bridge, extension, calc_trial]


def unpacked(profile: Path | None = None) -> Path:
    """The folder into which LibreOffice unpacked our extension, in the user's profile; it must be installed there."""
    packages = (profile or default_profile()) / "user" / "uno_packages" / "cache" / "uno_packages"
    return max(packages.glob(f"*/{NAME}"), key=lambda path: path.stat().st_mtime)


def libreoffice() -> Step:
    """The program and its version."""
    least = ".".join(map(str, LEAST))
    fix = Text(f"请安装 LibreOffice {least} 或更新的版本", f"install LibreOffice {least} or later")
    program = find_soffice()
    if program is None:
        return Step("libreoffice", _TITLE, "miss", Text("没有找到", "not found"), fix)
    number = version(program)
    said = f"{'.'.join(map(str, number))}, {program}"
    if number < LEAST:
        return Step("libreoffice", _TITLE, "miss", Text(said, said), fix)
    return Step("libreoffice", _TITLE, "ok", Text(said, said))


def bridge() -> Step:
    """The module with which this Python speaks with LibreOffice. Raises nothing: where there is none, the step says why."""
    name = Text("LibreOffice 的 Python 接口", "LibreOffice's Python bridge")
    try:
        where = str(load_uno().__file__)
    except NoBridgeError as error:
        fix = Text(
            "用系统包管理器安装 python3-uno，并以同一版本的 Python 安装本软件",
            "install python3-uno with the system's package manager, and this software with that same Python",
        )
        return Step("bridge", name, "miss", error.reason, fix)
    return Step("bridge", name, "ok", Text(where, where))


def extension() -> Step:
    """Our extension in the user's profile, of the version that is installed here."""
    name = Text("LibreOffice 扩展", "LibreOffice extension")
    found, here = installed(), metadata.version("jixiao")
    if found is None:
        where = default_profile()
        return Step("extension", name, "miss", Text(f"{where} 中没有", f"not in {where}"), INSTALL)
    if found != here:
        return Step("extension", name, "miss", Text(f"{found}，应为 {here}", f"{found}, not {here}"), INSTALL)
    return Step("extension", name, "ok", Text(found, found))


def calc_trial() -> Step | None:
    """=JX_SCORE in a cell of a LibreOffice of our own that loads the user's extension; None where there is none."""
    if installed() is None:
        return None
    arguments, expected = FUNCTIONS["JX_SCORE"].example
    target, actual, weight = arguments
    name = Text("LibreOffice 中试算", "trial call in LibreOffice")
    try:
        shown = _computed(f'=JX_SCORE("{target}";"{actual}";{weight})')
    except (OfficeError, NoBridgeError) as error:
        return Step("calc-trial", name, "miss", error.reason, INSTALL)
    said = Text(f'=JX_SCORE("≥95%";"93%";10) 得 {shown}', f'=JX_SCORE("≥95%";"93%";10) gives {shown}')
    if shown == expected:
        return Step("calc-trial", name, "ok", said)
    return Step("calc-trial", name, "miss", said, INSTALL)


def _computed(formula: str) -> str:
    """What a cell shows in a LibreOffice of our own that loads the user's extension."""
    with tempfile.TemporaryDirectory() as folder:
        # Loaded as a copy: LibreOffice writes beside the extensions that it loads.
        shutil.copytree(unpacked(), Path(folder, "extensions", NAME))
        with Office(Path(folder, "profile"), extensions=Path(folder, "extensions")) as office:
            document = office.new()
            cell = document.Sheets[0].getCellRangeByName("A1")
            cell.Formula = formula
            shown = str(cell.String)
            document.close(True)
    return shown
