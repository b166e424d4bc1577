"""The offline bundle for Windows: what users need of the lock, our wheel with its data, one .zip of the same bytes again."""

from __future__ import annotations

import importlib.util
import re
import tomllib
import zipfile
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]
LOCK = (ROOT / "requirements.lock").read_text("utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def load() -> ModuleType:
    spec = importlib.util.spec_from_file_location("bundle", ROOT / "install" / "bundle.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


bundle = load()


def pins(requirements: str) -> set[str]:
    return set(re.findall(r"^([\w.-]+==[^ ;]+)", requirements, re.MULTILINE))


def lowered(words: list[str]) -> set[str]:
    return {word.lower() for word in words}


def test_users_get_what_the_package_asks_for_and_nothing_of_the_developers() -> None:
    got = pins(bundle.runtime(LOCK))
    left = {
        pin for pin in lowered(PROJECT["project"]["dependencies"]) if pin.split("==")[0] in bundle.LEFT_OUT
    }
    assert lowered(PROJECT["project"]["dependencies"]) - left <= got <= pins(LOCK)
    assert not {pin.split("==")[0] for pin in got} & {"pytest", "hypothesis", "mypy", "ruff", "oletools"}
    assert {pin.split("==")[0] for pin in got} >= {"pywin32", "et-xmlfile", "colorama"}


def test_pandas_and_what_it_brings_are_for_programs_alone() -> None:
    got = [pin.split("==")[0] for pin in re.findall(r"^[\w.-]+==[^ ;]+", bundle.runtime(LOCK), re.MULTILINE)]
    assert not set(got) & {"pandas", "numpy", "python-dateutil", "tzdata"}
    assert {"pandas", "numpy"} <= {pin.split("==")[0] for pin in pins(LOCK)}


def test_a_package_stands_once_in_what_users_install() -> None:
    """The lock may hold two versions, one for older Pythons: then one entry would hide the other."""
    wanted = {pin.split("==")[0] for pin in pins(bundle.runtime(LOCK))}
    assert {name: len(re.findall(f"^{name}==", LOCK, re.MULTILINE)) for name in wanted} == dict.fromkeys(
        wanted, 1
    )


def test_every_pin_keeps_its_hashes_and_its_marker() -> None:
    given, got = bundle.locked(LOCK), bundle.locked(bundle.runtime(LOCK))
    for name, (entry, _) in got.items():
        assert entry.splitlines()[1:] == given[name][0].splitlines()[1:]
        assert "--hash=sha256:" in entry
    assert got["pywin32"][0].splitlines()[0].endswith(" ; sys_platform == 'win32' \\")


def test_what_only_a_package_of_the_mac_asks_for_is_for_the_mac() -> None:
    lock = (
        "b==1 \\\n    --hash=sha256:00\n    # via\n    #   a\n    #   jixiao (pyproject.toml:dev)\n"
        "a==1 ; sys_platform == 'darwin' \\\n    --hash=sha256:00\n    # via jixiao (pyproject.toml)\n"
    )
    assert bundle.runtime(lock).splitlines()[2] == "b==1 ; sys_platform == 'darwin' \\"
    assert bundle.for_windows(bundle.runtime(lock), "3.12") == ""


def test_on_windows_pywin32_is_wanted_and_the_macs_things_are_not() -> None:
    got = {pin.split("==")[0] for pin in pins(bundle.for_windows(bundle.runtime(LOCK), "3.12"))}
    assert {"pywin32", "colorama", "xlwings", "python-docx", "lxml"} <= got
    assert not got & {"appscript", "psutil"}
    assert " ; " not in bundle.for_windows(bundle.runtime(LOCK), "3.12")


def test_scripts_are_packed_as_windows_reads_them() -> None:
    files = dict(bundle.scripts())
    assert sorted(files) == ["install.cmd", "install.ps1", "uninstall.cmd", "uninstall.ps1"]
    for name, data in files.items():
        assert data == (ROOT / "install" / "windows" / name).read_bytes()


def fetched(folder: Path, requirements: str, python: str) -> None:
    """Takes the place of the package index: one file a Python, and what was asked for."""
    folder.mkdir(exist_ok=True)
    (folder / f"pywin32-cp{python}.whl").write_text(bundle.for_windows(requirements, python), "utf-8")


@pytest.mark.slow
def test_the_bundle_is_whole_and_the_same_bytes_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bundle, "download", fetched)
    one, two = bundle.windows(tmp_path / "1"), bundle.windows(tmp_path / "2")
    version = PROJECT["project"]["version"]
    top = f"jixiao-{version}-windows"
    with zipfile.ZipFile(one) as archive:
        names = {name.removeprefix(f"{top}/") for name in archive.namelist()}
        archive.extractall(tmp_path)
    assert one.name == f"{top}.zip"
    assert names == {
        "install.cmd", "install.ps1", "uninstall.cmd", "uninstall.ps1", "requirements.txt", "README.md",
        "LICENSE.txt", "jx.xlam", f"jixiao-{version}-py3-none-any.whl",
        "wheels/pywin32-cp3.11.whl", "wheels/pywin32-cp3.12.whl", "wheels/pywin32-cp3.13.whl",
    }  # fmt: skip
    assert one.read_bytes() == two.read_bytes()
    with zipfile.ZipFile(tmp_path / top / f"jixiao-{version}-py3-none-any.whl") as wheel:
        packed = set(wheel.namelist())
    assert sources() <= packed


def sources() -> set[str]:
    """Every module and data file that the packages hold."""
    return {
        path.relative_to(ROOT).as_posix()
        for package in ("udfs", "workbook_templates", "addin")
        for path in (ROOT / package).rglob("*")
        if path.is_file() and path.suffix != ".pyc" and path.suffix != ".md"
    }
