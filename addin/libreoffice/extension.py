"""jx.oxt, the extension that gives Calc the worksheet functions: built, put into a user's profile, taken out.

    build(Path("jx.oxt"))
    install()                            the user's own LibreOffice
    installed()                          "0.1.0"
    remove()

>>> sorted(name for name in contents() if "/" not in name)
['CalcAddIns.xcu', 'description.xml', 'jx_addin.py', 'types.idl']

An extension is a zip. It carries the package udfs under pythonpath/, so LibreOffice's own Python needs nothing else.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
import tomllib
from decimal import Decimal
from importlib import metadata
from pathlib import Path
from typing import Any

import udfs
from addin.files.placing import place
from addin.files.zipping import zipped
from addin.libreoffice import registration
from addin.libreoffice.office import LEAST, Office, OfficeError, soffice, url, version
from addin.libreoffice.tomllib_stand_in import digest
from addin.libreoffice.uno_bridge import load_uno
from udfs.text import Text

NAME = "jx.oxt"
_HERE, _CORE = Path(__file__).parent, Path(str(udfs.__file__)).parent
# What only Excel's Python loads.
_NOT_HERE = ("worksheet.py",)
# LibreOffice's index of a user's extensions: identifier, then folder, file, media type and version.
_ENTRY = re.compile(rb"\xff%s\n(?:[^\xff\n]*\xff){3}([^\xff\n]*)\xff" % re.escape(registration.ID).encode())


def contents() -> dict[str, bytes]:
    """The files of the extension, by their path in it, sorted."""
    texts = {
        "META-INF/manifest.xml": registration.manifest(),
        "description.xml": registration.description(metadata.version("jixiao")),
        "types.idl": registration.types(),
        "CalcAddIns.xcu": registration.configuration(),
        "jx_addin.py": registration.addin(),
        "pythonpath/jx_component.py": _text(_HERE / "component.py"),
        "pythonpath/jx_tomllib.py": _text(_HERE / "tomllib_stand_in.py"),
    }
    schemes: dict[str, object] = {}
    lexicons: dict[str, object] = {}
    for path in (*_CORE.rglob("*.py"), *_CORE.rglob("*.toml")):
        if path.name in _NOT_HERE:
            continue
        text = texts[f"pythonpath/udfs/{path.relative_to(_CORE).as_posix()}"] = _text(path)
        if path.suffix == ".toml":
            tables = schemes if path.parent.name == "schemes" else lexicons
            tables[digest(text)] = tomllib.loads(text, parse_float=Decimal)
    for name, tables in (("schemes", schemes), ("lexicons", lexicons)):
        texts[f"pythonpath/jx_{name}.json"] = json.dumps(
            tables, ensure_ascii=False, sort_keys=True, default=lambda number: {"decimal": str(number)}
        )
    return {name: texts[name].encode("utf-8") for name in sorted(texts)}


def _text(path: Path) -> str:
    """A source file with the same line ends on every machine."""
    return path.read_text("utf-8").replace("\r\n", "\n")


def build(target: Path) -> None:
    """Write the extension to *target*: from the same sources the same bytes."""
    place(target, zipped(contents().items()))


def unpack(folder: Path) -> Path:
    """Write the extension, unpacked, into *folder*/jx and return *folder*, for `Office(extensions=…)`."""
    for name, content in contents().items():
        path = folder / "jx" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder


def default_profile() -> Path:
    """The profile that LibreOffice uses unless another is given."""
    if sys.platform == "win32":
        return Path(os.environ["APPDATA"]) / "LibreOffice" / "4"
    if sys.platform == "darwin":
        return Path.home() / "Library/Application Support/LibreOffice/4"
    return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "libreoffice" / "4"


def installed(profile: Path | None = None) -> str | None:
    """The version of the extension in *profile* (the user's own unless given), or None. LibreOffice is not started."""
    index = (profile or default_profile()) / "user" / "uno_packages" / "cache" / "uno_packages.pmap"
    found = _ENTRY.search(index.read_bytes()) if index.exists() else None
    return found[1].decode("ascii") if found else None


def install(profile: Path | None = None) -> Text:
    """Put the extension into *profile*, in place of an older one, and say so.

    Raises OfficeError where LibreOffice is missing, older than 25.2, or refuses.
    """
    program = soffice()
    if version(program) < LEAST:
        raise OfficeError(
            Text(
                f"{program} 太旧；JX 函数需要 LibreOffice {LEAST[0]}.{LEAST[1]} 或更新的版本",
                f"{program} is too old; the JX functions need LibreOffice {LEAST[0]}.{LEAST[1]} or later",
            )
        )
    with tempfile.TemporaryDirectory() as folder:
        package = Path(folder) / NAME
        build(package)
        if _is_root():
            with Office(profile or default_profile()) as office:
                _manager(office).addExtension(url(package), (), "user", None, _Agreeing())
        else:
            _unopkg(program, profile, "add", "--force", str(package))
    found = installed(profile)
    if found is None:
        raise OfficeError(
            Text(
                "LibreOffice 没有装上 JX 扩展；请关闭所有 LibreOffice 窗口后重试",
                "LibreOffice did not install the JX extension; close all its windows and try again",
            )
        )
    return Text(
        f"JX 函数 {found} 已装入 LibreOffice；请重新打开 LibreOffice",
        f"JX functions {found} are installed; restart LibreOffice",
    )


def remove(profile: Path | None = None) -> Text:
    """Take the extension out of *profile* and say so; that it is not there is no error. Raises OfficeError."""
    if installed(profile) is None:
        return Text("LibreOffice 里没有 JX 函数，无需移除", "the JX functions are not installed")
    if _is_root():
        with Office(profile or default_profile()) as office:
            _manager(office).removeExtension(registration.ID, NAME, "user", None, _Agreeing())
    else:
        _unopkg(soffice(), profile, "remove", registration.ID)
    if installed(profile) is not None:
        raise OfficeError(
            Text(
                "LibreOffice 没有移除 JX 扩展；请关闭所有 LibreOffice 窗口后重试",
                "LibreOffice did not remove the JX extension; close all its windows and try again",
            )
        )
    return Text("JX 函数已从 LibreOffice 移除", "the JX functions were removed from LibreOffice")


def _is_root() -> bool:
    """Whether `unopkg` would refuse: it does not work for root in a user's profile."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


def _unopkg(program: Path, profile: Path | None, *words: str) -> None:
    """Run LibreOffice's own package command. Raises OfficeError with what it said."""
    tool = program.with_name("unopkg.com" if sys.platform == "win32" else "unopkg")
    where = [f"-env:UserInstallation={profile.resolve().as_uri()}"] if profile is not None else []
    done = subprocess.run(
        [tool, *words, "--suppress-license", *where],
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
        check=False,
        timeout=300,
    )
    if done.returncode:
        said = " ".join((done.stderr or done.stdout).split())
        raise OfficeError(Text(f"unopkg 报告：{said}", f"unopkg says: {said}"))


def _manager(office: Office) -> Any:
    return office.context.getValueByName("/singletons/com.sun.star.deployment.ExtensionManager")


class _Agreeing:
    """A UNO command environment that says yes to every question, such as replacing an older version."""

    _INTERFACES = ("com.sun.star.ucb.XCommandEnvironment", "com.sun.star.task.XInteractionHandler")

    def getTypes(self) -> tuple[Any, ...]:
        return tuple(map(load_uno().getTypeByName, self._INTERFACES))

    def getImplementationId(self) -> Any:
        return load_uno().ByteSequence(b"")

    def getInteractionHandler(self) -> _Agreeing:
        return self

    def getProgressHandler(self) -> None:
        return None

    def handle(self, request: Any) -> None:
        approve = load_uno().getTypeByName("com.sun.star.task.XInteractionApprove")
        for choice in request.getContinuations():
            if choice.queryInterface(approve) is not None:
                choice.select()
                return
