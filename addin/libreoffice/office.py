"""One running LibreOffice without a window: started, spoken to over UNO, stopped.

    with Office(profile) as office:
        document = office.open(Path("自评表.xlsx"))
        document.calculateAll()

The profile is a folder of its own: the user's LibreOffice, running or not, is never touched.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import subprocess
import time
import uuid
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

from addin.libreoffice.uno_bridge import load_uno
from udfs.errors import JixiaoError
from udfs.text import Text

LEAST = (25, 2)
XLSX, PDF = "Calc MS Excel 2007 XML", "calc_pdf_Export"
# Exit codes with which LibreOffice asks to be started again: a new profile, extensions synchronised.
_AGAIN = (79, 81)
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" \
xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
{items}</oor:items>
"""
_ITEM = '<item oor:path="/org.openoffice.{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>\n'


class OfficeError(JixiaoError):
    """Raised where LibreOffice is missing or too old, does not start, or cannot open or save a file."""


def find_soffice() -> Path | None:
    """LibreOffice's program, or None: the one named by JX_SOFFICE, on the PATH, or in the usual places."""
    places = [
        os.environ.get("JX_SOFFICE", ""),
        shutil.which("soffice") or "",
        "/usr/lib/libreoffice/program/soffice",
    ]
    places += [str(path) for path in sorted(Path("/opt").glob("libreoffice*/program/soffice"), reverse=True)]
    places.append("/Applications/LibreOffice.app/Contents/MacOS/soffice")
    for name in ("ProgramFiles", "ProgramFiles(x86)"):
        if os.environ.get(name):
            places.append(str(Path(os.environ[name], "LibreOffice", "program", "soffice.exe")))
    for place in places:
        if place and Path(place).exists():
            return Path(place).resolve()
    return None


def soffice() -> Path:
    """LibreOffice's program. Raises OfficeError where there is none."""
    found = find_soffice()
    if found is None:
        raise OfficeError(
            Text(
                "没有找到 LibreOffice；请安装 25.2 或更新的版本",
                "LibreOffice was not found; install 25.2 or later",
            )
        )
    return found


def version(program: Path) -> tuple[int, ...]:
    """The version that LibreOffice says it has: (25, 2, 3, 2). Raises OfficeError where it says none."""
    said = subprocess.run(
        [program, "--version"], capture_output=True, text=True, check=False, timeout=60
    ).stdout
    found = re.search(r"\d+(?:\.\d+)+", said)
    if found is None:
        raise OfficeError(Text(f"{program} 没有报告版本", f"{program} does not tell its version"))
    return tuple(int(number) for number in found[0].split("."))


def url(path: Path) -> str:
    """A path as LibreOffice names it."""
    return str(load_uno().systemPathToFileUrl(str(path.resolve())))


def properties(**values: object) -> tuple[Any, ...]:
    """Named values as UNO passes them."""
    kind = load_uno().getClass("com.sun.star.beans.PropertyValue")
    return tuple(kind(Name=name, Value=value) for name, value in values.items())


def prepare_profile(profile: Path, settings: Mapping[tuple[str, str], str]) -> None:
    """Write a new profile with *settings*: ("Office.Calc/Formula/Load", "OOXMLRecalcMode") → "0"."""
    items = "".join(
        _ITEM.format(path=path, name=name, value=value) for (path, name), value in settings.items()
    )
    folder = profile / "user"
    folder.mkdir(parents=True)
    (folder / "registrymodifications.xcu").write_text(_SETTINGS.format(items=items), encoding="utf-8")


class Office:
    """A LibreOffice process of our own with *profile*; *extensions* is a folder of unpacked extensions to load.

    Raises OfficeError where it cannot be started, NoBridgeError where Python cannot speak with it.
    """

    def __init__(
        self,
        profile: Path,
        *,
        extensions: Path | None = None,
        arguments: Sequence[str] = (),
        patience: int = 90,
    ) -> None:
        uno = load_uno()
        program = soffice()
        plain = program.with_name("soffice.bin")
        self._pipe = "jx" + uuid.uuid4().hex
        self._command = [
            str(plain if plain.exists() else program),
            f"-env:UserInstallation={profile.resolve().as_uri()}",
            *("--headless", "--invisible", "--norestore", "--nologo", "--nodefault", "--nolockcheck"),
            f"--accept=pipe,name={self._pipe};urp;StarOffice.ServiceManager",
            *([f"-env:BUNDLED_EXTENSIONS={extensions.resolve().as_uri()}"] if extensions is not None else []),
            *arguments,
        ]
        self._process = self._start()
        resolver = uno.getComponentContext().ServiceManager.createInstanceWithContext(
            "com.sun.star.bridge.UnoUrlResolver", uno.getComponentContext()
        )
        deadline, starts = time.monotonic() + patience, 1
        while True:
            try:
                self.context = resolver.resolve(f"uno:pipe,name={self._pipe};urp;StarOffice.ComponentContext")
                break
            except uno.getClass("com.sun.star.connection.NoConnectException"):
                code = self._process.poll()
                if code in _AGAIN and starts < 4:
                    starts += 1
                    self._process = self._start()
                elif code is not None or time.monotonic() > deadline:
                    self._kill()
                    said = f"exit {code}" if code is not None else f"{patience} s"
                    raise OfficeError(
                        Text(f"LibreOffice 没有启动（{said}）", f"LibreOffice did not start ({said})")
                    ) from None
                time.sleep(1 / 50)
        self.desktop = self.service("com.sun.star.frame.Desktop")

    def _start(self) -> subprocess.Popen[bytes]:
        # "svp" draws without a screen, whatever desktop the machine has.
        # In a locale that is C, or not there, LibreOffice cannot open a file with a Chinese name.
        environment = {**os.environ, "SAL_USE_VCLPLUGIN": "svp", "LC_ALL": "C.UTF-8"}
        environment.pop("PYTHONHOME", None)
        return subprocess.Popen(
            self._command,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    @property
    def pid(self) -> int:
        return self._process.pid

    def service(self, name: str, *arguments: object) -> Any:
        """A UNO service of the running office."""
        manager = self.context.ServiceManager
        if arguments:
            return manager.createInstanceWithArgumentsAndContext(name, arguments, self.context)
        return manager.createInstanceWithContext(name, self.context)

    def new(self) -> Any:
        """A new spreadsheet document."""
        return self.desktop.loadComponentFromURL(
            "private:factory/scalc", "_blank", 0, properties(Hidden=True)
        )

    def open(self, path: Path, *, macros: bool = False, **options: object) -> Any:
        """The spreadsheet of a file, without a window. Raises OfficeError where LibreOffice cannot read it."""
        # 0: never run macros, 4: run them without asking.
        given = properties(Hidden=True, MacroExecutionMode=4 if macros else 0, **options)
        try:
            document = self.desktop.loadComponentFromURL(url(path), "_blank", 0, given)
        except load_uno().getClass("com.sun.star.uno.Exception"):
            document = None
        if document is None or not hasattr(document, "Sheets"):
            raise OfficeError(Text(f"LibreOffice 打不开 {path}", f"LibreOffice cannot open {path}"))
        return document

    def save(self, document: Any, path: Path, kind: str = XLSX) -> None:
        """Write a copy of *document* to *path*; the document keeps its own name."""
        document.storeToURL(url(path), properties(FilterName=kind, Overwrite=True))

    def close(self) -> None:
        """End the process, whatever state it is in."""
        with contextlib.suppress(Exception):  # a bridge that is gone raises whatever it likes
            self.desktop.terminate()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._kill()

    def _kill(self) -> None:
        if self._process.poll() is None:
            if hasattr(os, "killpg"):
                os.killpg(self._process.pid, signal.SIGKILL)
            else:
                self._process.kill()
            self._process.wait()

    def __enter__(self) -> Office:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
