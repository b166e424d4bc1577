"""A Windows user's machine in memory: a registry as a dict, folders of a test, a builder of an add-in."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from addin.excel.windows import Machine, Value

EXCEL = r"HKCU\Software\Microsoft\Office\16.0\Excel"
TRUSTED = EXCEL + r"\Security\Trusted Locations"


class MemoryRegistry:
    """A registry as a dict of keys; as in Windows, names differ by more than case and a key's parents exist."""

    def __init__(self, **keys: Mapping[str, Value]) -> None:
        self.keys: dict[str, dict[str, Value]] = {}

    def _find(self, key: str) -> str | None:
        return next((known for known in self.keys if known.lower() == key.lower()), None)

    def values(self, key: str) -> dict[str, Value] | None:
        found = self._find(key)
        return dict(self.keys[found]) if found is not None else None

    def subkeys(self, key: str) -> list[str]:
        below = [k[len(key) + 1 :] for k in self.keys if k.lower().startswith(key.lower() + "\\")]
        return list(dict.fromkeys(name.split("\\")[0] for name in below))

    def write(self, key: str, values: Mapping[str, Value]) -> None:
        self.keys.setdefault(self._find(key) or key, {}).update(values)

    def delete(self, key: str) -> None:
        found = self._find(key)
        if found is None:
            raise FileNotFoundError(key)
        if self.subkeys(key):
            raise PermissionError(key)
        del self.keys[found]


def machine(folder: Path, *, user: str = "张 三", encoding: str = "cp936", **more: Any) -> Machine:
    """A machine with Excel 2016 or later, its user's folder below *folder*, a Python in it."""
    home = folder / user
    environment = {
        "USERPROFILE": str(home),
        "APPDATA": str(home / "AppData" / "Roaming"),
        "LOCALAPPDATA": str(home / "AppData" / "Local"),
    }
    interpreter = home / "AppData" / "Local" / "jixiao" / "venv" / "Scripts" / "pythonw.exe"
    interpreter.parent.mkdir(parents=True)
    interpreter.write_bytes(b"")
    registry = MemoryRegistry()
    registry.write(EXCEL + r"\Options", {})
    return Machine(environment, registry, interpreter, encoding, **more)


def build(target: Path) -> None:
    """A builder double: the bytes of an add-in of version 1."""
    target.write_bytes(b"add-in 1")


def build_again(target: Path) -> None:
    target.write_bytes(b"add-in 2")


def fake_winreg(registry: MemoryRegistry) -> SimpleNamespace:
    """The functions of the standard library's winreg over a registry in memory; only its 32-bit view has HKLM keys."""

    class Handle:
        def __init__(self, key: str) -> None:
            self.key = key

        def __enter__(self) -> Handle:
            return self

        def __exit__(self, *_: object) -> None: ...

    def open_key(root: str, path: str, reserved: int, access: int) -> Handle:
        key = f"{root}\\{path}"
        if (root == "HKLM" and not access & 0x200) or (
            registry.values(key) is None and not registry.subkeys(key)
        ):
            raise FileNotFoundError(key)
        return Handle(key)

    def create(root: str, path: str) -> Handle:
        registry.write(f"{root}\\{path}", {})
        return Handle(f"{root}\\{path}")

    def set_value(handle: Handle, name: str, reserved: int, kind: int, value: Value) -> None:
        assert kind == (4 if isinstance(value, int) else 1)
        registry.write(handle.key, {name: value})

    def information(handle: Handle) -> tuple[int, int, int]:
        return len(registry.subkeys(handle.key)), len(registry.values(handle.key) or {}), 0

    def value_at(handle: Handle, at: int) -> tuple[str, Value, int]:
        name, value = list((registry.values(handle.key) or {}).items())[at]
        return name, value, 1

    return SimpleNamespace(
        HKEY_CURRENT_USER="HKCU",
        HKEY_LOCAL_MACHINE="HKLM",
        KEY_READ=0x20019,
        KEY_WOW64_64KEY=0x100,
        KEY_WOW64_32KEY=0x200,
        REG_SZ=1,
        REG_DWORD=4,
        OpenKey=open_key,
        CreateKeyEx=create,
        SetValueEx=set_value,
        QueryInfoKey=information,
        EnumValue=value_at,
        EnumKey=lambda handle, at: registry.subkeys(handle.key)[at],
        DeleteKey=lambda root, path: registry.delete(f"{root}\\{path}"),
    )
