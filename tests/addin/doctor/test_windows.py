"""jx doctor's steps for Excel on a Windows user's machine in memory: all is well after installing; each fault is named."""

from __future__ import annotations

import dataclasses
import shutil
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

import pytest
from windows_machine import EXCEL, TRUSTED, MemoryRegistry, machine

from addin.doctor import server_start as doctor_start
from addin.doctor.excel import excel_looks
from addin.doctor.run import look
from addin.doctor.server_start import command_line
from addin.doctor.step import Step
from addin.excel.installing import install_excel
from addin.excel.packing import build_addin
from addin.excel.windows import APP_PATH, CLICK_TO_RUN, Machine

POLICY = r"HKCU\Software\Policies\Microsoft\Office\16.0"


@pytest.fixture(scope="module")
def addin(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("addin") / "jx.xlam"
    build_addin(path)
    return path


@pytest.fixture
def user(tmp_path: Path, addin: Path) -> Machine:
    """A machine on which everything is as it should be; its Python is a script that imports all it is asked to."""
    made = machine(tmp_path)
    made.registry.write(
        CLICK_TO_RUN, {"VersionToReport": "16.0.17328", "Platform": "x64", "ProductReleaseIds": "O365"}
    )
    made.registry.write(APP_PATH, {"": r"C:\Program Files\Microsoft Office\root\Office16\EXCEL.EXE"})
    install_excel(made, lambda target: shutil.copy(addin, target))
    scripts = made.interpreter.parent
    (scripts / "python.exe").write_text("#!/bin/sh\nexit 0\n", "utf-8")
    (scripts / "python.exe").chmod(0o755)
    (scripts.parent / f"xlwings64-{version('xlwings')}.dll").write_bytes(b"")
    return made


def found(user: Machine) -> dict[str, Step]:
    return {step.id: step for step in look(excel_looks(user))}


def missing(user: Machine) -> dict[str, str]:
    return {step.id: step.found.zh for step in found(user).values() if step.state != "ok"}


def test_after_installing_nothing_is_missing(user: Machine) -> None:
    assert missing(user) == {}
    assert list(found(user)) == [
        "excel", "dll", "macros", "trusted", "addin", "configuration", "imports", "command",
    ]  # fmt: skip
    assert found(user)["excel"].found.zh == "16.0.17328，64 位，O365"


Break = Callable[[Machine], object]
FAULTS: dict[str, tuple[Break, str, str]] = {
    "Store edition": (
        lambda user: user.registry.write(APP_PATH, {"": r"C:\Program Files\WindowsApps\Microsoft.Office\EXCEL.EXE"}),
        "excel",
        "应用商店版",
    ),
    "WPS opens the files": (
        lambda user: (
            user.registry.write(r"HKCU\Software\Kingsoft\Office\6.0", {}),
            user.registry.write(
                r"HKCU\Software\Microsoft\Windows\CurrentVersion\Explorer\FileExts\.xlsx\UserChoice",
                {"ProgId": "ET.Xlsx.6"},
            ),
        ),
        "wps",
        "不支持 WPS 表格",
    ),
    "antivirus took the DLL": (
        lambda user: next(user.interpreter.parents[1].glob("*.dll")).unlink(),
        "dll",
        f"没有 xlwings64-{version('xlwings')}.dll",
    ),
    "VBA off by policy": (
        lambda user: user.registry.write(POLICY + r"\Common", {"VBAOff": 1}),
        "macros",
        "VBAOff=1",
    ),
    "add-ins off": (
        lambda user: user.registry.write(EXCEL + r"\Security", {"DisableAllAddins": 1}),
        "macros",
        "DisableAllAddins=1",
    ),
    "not trusted": (lambda user: user.registry.delete(TRUSTED + r"\jixiao"), "trusted", "不信任"),
    "no add-in": (lambda user: (user.start_folder / "jx.xlam").unlink(), "addin", "没有"),
    "an older add-in": (
        lambda user: (user.start_folder / "jx.xlam").write_bytes(b"old"),
        "addin",
        "与当前版本不一致",
    ),
    "no configuration": (lambda user: (user.own_folder / "jixiao.conf").unlink(), "configuration", "没有"),
    "another's configuration": (
        lambda user: (user.own_folder / "jixiao.conf").write_text(
            f'"INTERPRETER_WIN","{user.interpreter}"\r\n', "cp936"
        ),
        "configuration",
        "ADD_WORKBOOK_TO_PYTHONPATH 不是 False",
    ),
    "cmd.exe off": (
        lambda user: user.registry.write(r"HKCU\Software\Policies\Microsoft\Windows\System", {"DisableCMD": 1}),
        "cmd",
        "DisableCMD=1",
    ),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_the_one_thing_named_and_says_what_to_do(user: Machine, fault: str) -> None:
    break_it, name, words = FAULTS[fault]
    break_it(user)
    assert list(missing(user)) == [name]
    assert words in missing(user)[name]
    assert found(user)[name].fix is not None


def test_trust_that_is_switched_off_makes_the_macro_level_count(user: Machine) -> None:
    user.registry.write(TRUSTED, {"AllLocationsDisabled": 1})
    assert list(missing(user)) == ["trusted"]
    user.registry.write(EXCEL + r"\Security", {"VBAWarnings": 4})
    assert list(missing(user)) == ["macros", "trusted"]


def test_a_python_that_has_moved_is_named(user: Machine) -> None:
    shutil.rmtree(user.interpreter.parent)
    assert str(user.interpreter) in missing(user)["configuration"]
    assert list(missing(user)) == ["configuration", "imports"]


def test_an_import_that_fails_in_excels_python_is_named(user: Machine) -> None:
    (user.interpreter.with_name("python.exe")).write_text(
        "#!/bin/sh\necho 'ImportError: DLL load failed' >&2\nexit 1\n"
    )
    assert missing(user) == {"imports": "ImportError: DLL load failed"}


def test_a_second_add_in_is_named(user: Machine) -> None:
    other = Path(user.environment["USERPROFILE"], "other")
    other.mkdir()
    shutil.copy(user.start_folder / "jx.xlam", other)
    user.registry.write(EXCEL + r"\Options", {"AltStartup": str(other)})
    assert missing(user) == {"addin": f"另有 {other / 'jx.xlam'}，会重复加载"}


def test_a_python_that_onedrive_keeps_is_named() -> None:
    cloud = Machine(
        {"OneDrive": r"C:\Users\zhang\OneDrive", "APPDATA": "C:\\A", "USERPROFILE": "C:\\U"},
        MemoryRegistry(),
        Path(r"c:\users\zhang\onedrive\venv\Scripts\pythonw.exe"),
        "cp936",
    )
    step = doctor_start.one_drive(cloud)
    assert step is not None
    assert step.state == "miss"
    step = doctor_start.one_drive(dataclasses.replace(cloud, interpreter=Path(r"C:\jixiao\pythonw.exe")))
    assert step is not None
    assert step.state == "ok"
    assert doctor_start.one_drive(dataclasses.replace(cloud, environment={"USERPROFILE": "C:\\U"})) is None


def test_a_command_that_the_dll_has_no_room_for_is_named(tmp_path: Path) -> None:
    deep = machine(tmp_path / ("深" * 60) / ("深" * 60), user="三")
    short = dataclasses.replace(deep, interpreter=Path("C:\\jixiao\\pythonw.exe"))
    assert doctor_start.command_length(short).state == "ok"
    far = dataclasses.replace(deep, environment=deep.environment | {"APPDATA": "C:\\" + "深" * 900})
    assert doctor_start.command_length(far).state == "miss"


def test_the_command_is_the_one_that_xlwings_writes() -> None:
    """As XLPyCommand in xlwings' custom add-in puts it together, with a class id in its place."""
    rows = {"INTERPRETER_WIN": r"C:\a b\pythonw.exe", "ADD_WORKBOOK_TO_PYTHONPATH": "False"}
    assert command_line(rows, r"C:\B&C\it's.xlsx", r"C:\jx.xlam", "cp936").decode("cp936") == (
        r'cmd.exe  /K ""C:\a b\pythonw.exe" -B -c "import sys, os;import xlwings.utils;'
        r"xlwings.utils.prepare_sys_path(\"False;C:\\B^&C\\it\'s.xlsx;C:\\jx.xlam;;;;\");"
        "import xlwings; xlwings.serve('{000000000000000000000000000000000000}')\"\""
    )


def test_without_excel_that_is_all_there_is_to_say(tmp_path: Path) -> None:
    bare = Machine({}, MemoryRegistry(), Path("pythonw.exe"), "cp936")
    assert {step.id: step.state for step in look(excel_looks(bare))} == {"excel": "miss"}
