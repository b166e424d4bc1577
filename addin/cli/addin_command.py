"""jx addin build|install|remove: the add-in files, and putting them into the spreadsheets of this machine.

    jx addin build -o 文件夹        jx.xlam and jx.oxt into a folder
    jx addin install               into every host that is here: Excel, LibreOffice, or both
    jx addin remove --excel        out of Excel again

Exit status: 0 done, 2 could not (no such host here, Excel is open, …).

>>> build([EXCEL], Path("没有这个文件夹"))
Traceback (most recent call last):
addin.excel.windows.InstallError: 没有这个文件夹：没有这个文件夹 / no such folder: 没有这个文件夹
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Literal

from addin.excel.installing import install_excel, remove_excel
from addin.excel.windows import InstallError, this_machine
from udfs.text import Text

Host = Literal["excel", "libreoffice"]
DONE = 0
EXCEL: Host = "excel"
CALC: Host = "libreoffice"


def run(options: argparse.Namespace, language: str) -> int:
    """Do *options*.action for the hosts asked for. Raises InstallError, OfficeError or NoBridgeError where it cannot."""
    asked: list[Host] = [host for host in (EXCEL, CALC) if getattr(options, host)]
    if options.action == "build":
        done = build(asked or [EXCEL, CALC], Path(options.output or "."))
    elif options.action == "install":
        done = [text for host in asked or present() for text in _install(host)]
    else:
        done = [text for host in asked or present() for text in _remove(host)]
    for text in done:
        print(text.get(language))
    return DONE


def present() -> list[Host]:
    """The hosts on this machine. Raises InstallError where there is none."""
    from addin.libreoffice.office import find_soffice

    hosts: list[Host] = [EXCEL] if sys.platform == "win32" and this_machine().office_versions() else []
    hosts += [CALC] if find_soffice() is not None else []
    if not hosts:
        raise InstallError(
            Text(
                "本机没有找到 Excel 或 LibreOffice；请先安装其中一个（不支持 WPS 表格）",
                "neither Excel nor LibreOffice was found; install one of them (WPS Spreadsheets is not supported)",
            )
        )
    return hosts


def build(hosts: list[Host], folder: Path) -> list[Text]:
    """Write the add-in files of *hosts* into *folder*. Raises InstallError where there is no such folder."""
    if not folder.is_dir():
        raise InstallError(Text(f"没有这个文件夹：{folder}", f"no such folder: {folder}"))
    done = []
    for host in hosts:
        path = folder / ("jx.xlam" if host == EXCEL else "jx.oxt")
        _build(host, path)
        done.append(Text(f"已写入 {path}", f"written: {path}"))
    return done


def _build(host: Host, path: Path) -> None:
    if host == EXCEL:
        from addin.excel.packing import build_addin

        build_addin(path)
    else:
        from addin.libreoffice import extension

        extension.build(path)


def _install(host: Host) -> list[Text]:
    if host == EXCEL:
        from addin.excel.packing import build_addin

        return install_excel(this_machine(), build_addin)
    from addin.libreoffice import extension

    return [extension.install()]


def _remove(host: Host) -> list[Text]:
    if host == EXCEL:
        return remove_excel(this_machine())
    from addin.libreoffice import extension

    return [extension.remove()]
