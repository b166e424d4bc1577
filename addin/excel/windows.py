"""What setting up asks of Windows: the registry, the user's folders, the code page that VBA reads files in.

Everything goes through one Machine, so that the same code runs on a registry in memory and folders of a test.

>>> class Empty:
...     def values(self, key): return None
...     def subkeys(self, key): return []
>>> from pathlib import Path
>>> machine = Machine({"APPDATA": "/u/AppData", "USERPROFILE": "/u"}, Empty(), Path("/u/pythonw.exe"), "cp936")
>>> machine.start_folder.as_posix(), machine.office_versions()
('/u/AppData/Microsoft/Excel/XLSTART', [])
"""

from __future__ import annotations

import importlib
import ntpath
import os
import re
import sys
import sysconfig
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from udfs.errors import JixiaoError
from udfs.text import Text

OFFICE = r"Software\Microsoft\Office"
APP_PATH = r"HKLM\Software\Microsoft\Windows\CurrentVersion\App Paths\excel.exe"
CLICK_TO_RUN = rf"HKLM\{OFFICE}\ClickToRun\Configuration"
WPS = (r"HKCU\Software\Kingsoft\Office", r"HKLM\Software\Kingsoft\Office")
NO_WPS = Text("不支持 WPS 表格", "WPS Spreadsheets is not supported")
# Where packages are installed: what lies there, this Python finds by itself.
_SITE = {ntpath.normcase(sysconfig.get_path(name)) for name in ("purelib", "platlib")}
_VERSION = re.compile(r"\d\d\.0")

Value = str | int


class InstallError(JixiaoError):
    """Raised where the add-in cannot be put in place or taken away: no Excel, Excel open, a path VBA cannot read."""


class Registry(Protocol):
    r"""The Windows registry; a key is named ``HKCU\...`` or ``HKLM\...``, its unnamed value is ``""``."""

    def values(self, key: str) -> dict[str, Value] | None:
        """The texts and numbers of a key; None where there is no such key."""

    def subkeys(self, key: str) -> list[str]:
        """The names of the keys below; none where there is no such key."""

    def write(self, key: str, values: Mapping[str, Value]) -> None:
        """Make the key where it is missing and set these values."""

    def delete(self, key: str) -> None:
        """Remove a key that has no keys below it."""


class WindowsRegistry:
    """The real one. HKLM is read in its 64-bit view first, whatever the bitness of this Python."""

    def __init__(self) -> None:
        self._winreg: Any = importlib.import_module("winreg")

    def _read(self, key: str, access: int = 0) -> Any:
        hive, _, path = key.partition("\\")
        root = {"HKCU": self._winreg.HKEY_CURRENT_USER, "HKLM": self._winreg.HKEY_LOCAL_MACHINE}[hive]
        views = (self._winreg.KEY_WOW64_64KEY, self._winreg.KEY_WOW64_32KEY) if hive == "HKLM" else (0,)
        for view in views:
            try:
                return self._winreg.OpenKey(root, path, 0, self._winreg.KEY_READ | view | access)
            except FileNotFoundError:
                continue
        return None

    def values(self, key: str) -> dict[str, Value] | None:
        opened = self._read(key)
        if opened is None:
            return None
        with opened:
            count = self._winreg.QueryInfoKey(opened)[1]
            found = [self._winreg.EnumValue(opened, at) for at in range(count)]
        return {name: value for name, value, _ in found if isinstance(value, str | int)}

    def subkeys(self, key: str) -> list[str]:
        opened = self._read(key)
        if opened is None:
            return []
        with opened:
            return [self._winreg.EnumKey(opened, at) for at in range(self._winreg.QueryInfoKey(opened)[0])]

    def write(self, key: str, values: Mapping[str, Value]) -> None:
        path = key.removeprefix("HKCU\\")
        with self._winreg.CreateKeyEx(self._winreg.HKEY_CURRENT_USER, path) as opened:
            for name, value in values.items():
                kind = self._winreg.REG_DWORD if isinstance(value, int) else self._winreg.REG_SZ
                self._winreg.SetValueEx(opened, name, 0, kind, value)

    def delete(self, key: str) -> None:
        self._winreg.DeleteKey(self._winreg.HKEY_CURRENT_USER, key.removeprefix("HKCU\\"))


def _as_it_is(path: str) -> str:
    return path


@dataclass(frozen=True, slots=True)
class Machine:
    """A Windows user's machine. *encoding* is the code page that VBA reads text files in; *short* gives a path's 8.3 form.

    *source* is the folder that this Python needs on its path, where the package is not installed into it.
    """

    environment: Mapping[str, str]
    registry: Registry
    interpreter: Path
    encoding: str
    source: Path | None = None
    short: Callable[[str], str] = field(default=_as_it_is)

    def _folder(self, name: str) -> Path:
        value = self.environment.get(name)
        if not value:
            raise InstallError(
                Text(
                    f"环境变量 {name} 没有值，找不到用户文件夹；请以普通用户登录后再试",
                    f"the environment variable {name} is empty, so the user's folder is unknown; sign in as an ordinary user",
                )
            )
        return Path(value)

    @property
    def start_folder(self) -> Path:
        """Where Excel opens everything that lies in it. Raises InstallError where APPDATA is not set."""
        return self._folder("APPDATA") / "Microsoft" / "Excel" / "XLSTART"

    @property
    def own_folder(self) -> Path:
        """Where xlwings' custom add-in looks for the configuration of the project ``jixiao``."""
        return self._folder("USERPROFILE") / ".jixiao"

    def value(self, key: str, name: str = "") -> Value | None:
        return (self.registry.values(key) or {}).get(name)

    def office_versions(self) -> list[str]:
        """The versions of Excel that are set up here, "16.0" for all since 2016; none where there is no Excel."""
        found = {
            version
            for hive in ("HKCU", "HKLM")
            for version in self.registry.subkeys(rf"{hive}\{OFFICE}")
            if _VERSION.fullmatch(version)
            and any(
                name in self.registry.subkeys(rf"{hive}\{OFFICE}\{version}\Excel")
                for name in ("InstallRoot", "Options")
            )
        }
        if self.value(CLICK_TO_RUN, "VersionToReport") or self.value(APP_PATH):
            found.add("16.0")
        return sorted(found)

    def has_wps(self) -> bool:
        return any(self.registry.values(key) is not None or self.registry.subkeys(key) for key in WPS)

    def other_start_folders(self) -> list[Path]:
        """The user's own alternative start folders (Excel options, "at startup, open all files in")."""
        found = []
        for version in self.office_versions():
            given = self.value(rf"HKCU\{OFFICE}\{version}\Excel\Options", "AltStartup")
            if given:
                found.append(Path(self.expand(str(given))))
        return found

    def expand(self, text: str) -> str:
        """``%APPDATA%`` and the like put in; unknown names stay."""
        known = {name.upper(): value for name, value in self.environment.items()}
        return re.sub(r"%([^%]+)%", lambda found: known.get(found[1].upper(), found[0]), text)

    def trusted_by(self, version: str, folder: Path) -> str | None:
        """The registry key of a trusted location that holds *folder*; None where Excel of *version* does not trust it."""
        wanted = _same(str(folder))
        for key in trusted_keys(version):
            for name in self.registry.subkeys(key):
                values = self.registry.values(rf"{key}\{name}") or {}
                path = _same(self.expand(str(values.get("Path", ""))))
                below = values.get("AllowSubfolders") == 1 and wanted.startswith(path + "/")
                if path and (path == wanted or below):
                    return rf"{key}\{name}"
        return None


def trusted_keys(version: str) -> tuple[str, str]:
    """Where Excel keeps its trusted locations: the user's own, and those of the organisation."""
    place = rf"Microsoft\Office\{version}\Excel\Security\Trusted Locations"
    return rf"HKCU\Software\{place}", rf"HKCU\Software\Policies\{place}"


def _same(path: str) -> str:
    return path.replace("\\", "/").rstrip("/").lower()


def this_machine() -> Machine:
    """The machine that this runs on. Raises InstallError where it is not Windows."""
    if sys.platform != "win32":
        raise InstallError(
            Text(
                "Excel 加载项只能装在 Windows 上；本机请用 jx addin install --libreoffice",
                "the Excel add-in is for Windows; here, use jx addin install --libreoffice",
            )
        )
    import ctypes

    kernel: Any = ctypes.windll.kernel32

    def short(path: str) -> str:
        buffer = ctypes.create_unicode_buffer(1024)
        return buffer.value if 0 < kernel.GetShortPathNameW(path, buffer, 1024) < 1024 else path

    interpreter = Path(sys.executable)
    windowless = interpreter.with_name("pythonw.exe")
    source = Path(__file__).parents[2]
    return Machine(
        os.environ,
        WindowsRegistry(),
        windowless if windowless.exists() else interpreter,
        f"cp{kernel.GetACP()}",
        None if ntpath.normcase(str(source)) in _SITE else source,
        short,
    )
