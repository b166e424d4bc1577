"""The offline set-up for Windows as one .zip: the scripts, our wheel, the wheels of what it needs, jx.xlam. For the publisher.

    python install/bundle.py windows -o dist          jixiao-0.1.0-windows.zip (needs the package index pip is set up for)
    python install/bundle.py requirements -o FILE     what users install, of requirements.lock

Users unpack the .zip and double-click install.cmd. Same sources and same index, same bytes.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PYTHONS = ("3.11", "3.12", "3.13")
# 1 January 2024, as SOURCE_DATE_EPOCH in the wheel.
EPOCH = "1704067200"
DIRECT = "jixiao (pyproject.toml)"
# Only addin.frame uses it, xlwings loads it at every start where it is installed, and it is 66 MB for three Pythons.
LEFT_OUT = {"pandas"}
WINDOWS = {
    "implementation_name": "cpython",
    "os_name": "nt",
    "platform_machine": "AMD64",
    "platform_python_implementation": "CPython",
    "platform_system": "Windows",
    "sys_platform": "win32",
}


def locked(lock: str) -> dict[str, tuple[str, set[str]]]:
    """The lock's entries: name → its lines without comments, and who asks for it.

    >>> text = "tqdm==4.70.1 \\\\\\n    --hash=sha256:00\\n    # via jixiao (pyproject.toml)\\n"
    >>> locked(text)["tqdm"][1]
    {'jixiao (pyproject.toml)'}
    """
    entries = {}
    for block in re.findall(r"^[\w.-]+==.*\n(?:^ .*\n?)*", lock, re.MULTILINE):
        lines = block.splitlines()
        comments = [line.split("#", 1)[1].strip() for line in lines if line.lstrip().startswith("#")]
        asked = {comment.removeprefix("via").strip() for comment in comments} - {""}
        kept = "\n".join(line for line in lines if not line.lstrip().startswith("#"))
        entries[block.split("==")[0]] = (kept, asked)
    return entries


def runtime(lock: str) -> str:
    """What users of a spreadsheet install: the lock without what developers or programs alone need, hashes and markers kept.

    A package that only a package of one system asks for takes that one's marker: developers may want it everywhere.
    """
    entries = locked(lock)
    markers: dict[str, str] = {}
    while more := {
        name: _marker(head)
        or ("" if DIRECT in asked else _either(markers[parent] for parent in asked & markers.keys()))
        for name, (head, asked) in entries.items()
        if name not in markers | dict.fromkeys(LEFT_OUT) and (DIRECT in asked or asked & markers.keys())
    }:
        markers |= more
    kept = []
    for name in sorted(markers):
        head, *hashes = entries[name][0].splitlines()
        condition = f" ; {markers[name]}" if markers[name] else ""
        kept.append("\n".join([head.split(" ; ")[0].rstrip("\\ ") + condition + " \\", *hashes]) + "\n")
    return "".join(kept)


def _marker(entry: str) -> str:
    """The marker of an entry of the lock: "sys_platform == 'win32'", or "" where it has none."""
    return entry.splitlines()[0].partition(" ; ")[2].rstrip("\\ ")


def _either(markers: Iterable[str]) -> str:
    given = sorted(set(markers))
    return "" if "" in given else " or ".join(f"({marker})" if len(given) > 1 else marker for marker in given)


def for_windows(requirements: str, python: str) -> str:
    """The requirements that hold on Windows under *python* ("3.12"), without their markers: pip judges those by its own machine."""
    from packaging.markers import Marker

    environment = WINDOWS | {"python_version": python, "python_full_version": f"{python}.0", "extra": ""}
    kept = []
    for text, _ in locked(requirements).values():
        head, *hashes = text.splitlines()
        pin, marker = head.split(" ; ")[0].rstrip("\\ "), _marker(text)
        if not marker or Marker(marker).evaluate(environment):
            kept.append("\n".join([f"{pin} \\", *hashes]))
    return "".join(f"{text}\n" for text in kept)


def wheel(folder: Path) -> Path:
    """Build our wheel into *folder*, from a copy of the sources: a build leaves its traces in the tree."""
    with tempfile.TemporaryDirectory() as copied:
        tree = Path(copied)
        for name in ("pyproject.toml", "README.md", "LICENSE"):
            shutil.copy(ROOT / name, tree)
        tools = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]
        for name in (pattern.rstrip("*") for pattern in tools["setuptools"]["packages"]["find"]["include"]):
            shutil.copytree(ROOT / name, tree / name, ignore=shutil.ignore_patterns("__pycache__"))
        _pip("wheel", "--quiet", "--no-deps", "--no-build-isolation", "-w", str(folder), str(tree))
    return next(folder.glob("jixiao-*.whl"))


def download(folder: Path, requirements: str, python: str) -> None:
    """Fetch the wheels for 64-bit Windows and *python* into *folder*; pip compares their hashes."""
    with tempfile.TemporaryDirectory() as scratch:
        wanted = Path(scratch, "requirements.txt")
        wanted.write_text(for_windows(requirements, python), encoding="utf-8", newline="\n")
        _pip(
            *("download", "--quiet", "--no-deps", "--require-hashes", "--only-binary", ":all:"),
            *("--platform", "win_amd64", "--implementation", "cp", "--python-version", python),
            *("-d", str(folder), "-r", str(wanted)),
        )


def _pip(*words: str) -> None:
    subprocess.run(
        [sys.executable, "-m", "pip", *words, "--disable-pip-version-check"],
        check=True,
        env={**os.environ, "SOURCE_DATE_EPOCH": EPOCH},
    )


def scripts() -> Iterator[tuple[str, bytes]]:
    """The set-up scripts as Windows wants them: CRLF; a byte order mark before Chinese, or PowerShell 5.1 misreads it."""
    for path in sorted((ROOT / "install" / "windows").iterdir()):
        text = path.read_text("utf-8-sig")
        mark = b"\xef\xbb\xbf" if path.suffix == ".ps1" else b""
        yield path.name, mark + text.replace("\r\n", "\n").replace("\n", "\r\n").encode("utf-8")


def pack(path: Path, files: dict[str, bytes]) -> None:
    """Write a .zip whose bytes depend on *files* alone."""
    from addin.files.placing import place
    from addin.files.zipping import zipped

    place(path, zipped(sorted(files.items())))


def windows(out: Path, pythons: tuple[str, ...] = PYTHONS) -> Path:
    """Make the whole .zip in *out*; gives its path."""
    from addin.excel.packing import build_addin

    requirements = runtime((ROOT / "requirements.lock").read_text("utf-8"))
    files = dict(scripts())
    files["requirements.txt"] = requirements.encode("utf-8")
    files["README.md"] = (ROOT / "install" / "README.md").read_bytes()
    files["LICENSE.txt"] = (ROOT / "LICENSE").read_bytes()
    with tempfile.TemporaryDirectory() as scratch:
        wheels = Path(scratch, "wheels")
        for python in pythons:
            download(wheels, requirements, python)
        files |= {f"wheels/{path.name}": path.read_bytes() for path in wheels.iterdir()}
        ours = wheel(Path(scratch))
        files[ours.name] = ours.read_bytes()
        addin = Path(scratch, "jx.xlam")
        build_addin(addin)
        files["jx.xlam"] = addin.read_bytes()
    name = "-".join(ours.name.split("-")[:2]) + "-windows"
    out.mkdir(parents=True, exist_ok=True)
    target = out / f"{name}.zip"
    pack(target, {f"{name}/{file}": data for file, data in files.items()})
    return target


def main() -> None:
    words = argparse.ArgumentParser(description="Set-up bundles, for the publisher.")
    words.add_argument("what", choices=("windows", "requirements"))
    words.add_argument("-o", "--output", type=Path, help="folder of the .zip, or file of the requirements")
    given = words.parse_args()
    if given.what == "windows":
        print(windows(given.output or ROOT / "dist"))
        return
    text = runtime((ROOT / "requirements.lock").read_text("utf-8"))
    if given.output is None:
        sys.stdout.write(text)
    else:
        given.output.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    main()
