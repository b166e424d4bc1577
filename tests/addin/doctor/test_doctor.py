"""jx doctor on this machine, as it is: every step runs for real; what is missing is made missing."""

from __future__ import annotations

import argparse
import json
import sys
from importlib.metadata import version
from pathlib import Path

import pytest
from command import CHINESE

from addin.cli import addin_command
from addin.doctor import calc as doctor_calc
from addin.doctor import python_steps
from addin.doctor import run as doctor
from addin.doctor import running_excel as doctor_app
from addin.doctor.python_steps import imports, package, python, trial_call, xlwings_version
from addin.doctor.run import as_json, lines, look
from addin.doctor.step import Step
from addin.excel.windows import InstallError
from addin.libreoffice import office as running
from addin.libreoffice.extension import install, installed
from udfs.errors import ScoringError
from udfs.text import Text

MISS = Step("x", Text("某项", "a thing"), "miss", Text("没有", "none"), Text("装上", "install it"))


def options(**given: object) -> argparse.Namespace:
    return argparse.Namespace(
        **{"excel": False, "libreoffice": False, "format": "text", "output": None} | given
    )


def test_what_is_here_is_found() -> None:
    for step in (python(), package(), xlwings_version(), trial_call()):
        assert (step.id, step.state, step.fix) == (step.id, "ok", None)
    assert "9.79" in trial_call().found.zh


def test_an_old_python_is_missing() -> None:
    assert (python((3, 10, 2), 32).state, python((3, 11, 0), 64).state) == ("miss", "ok")
    assert "3.10.2，32 位" in python((3, 10, 2), 32).found.zh


def test_an_xlwings_that_is_not_the_pinned_one_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(python_steps, "requires", lambda _: ["tqdm==4", "xlwings==9.9.9"])
    assert xlwings_version().state == "miss"
    assert "需要 9.9.9" in xlwings_version().found.zh


def test_a_fresh_process_imports_what_is_there_and_says_what_is_not(tmp_path: Path) -> None:
    assert imports(modules=["udfs.functions"]).state == "ok"
    (tmp_path / "broken.py").write_text("import no_such_thing\n", "utf-8")
    gone = imports(modules=["broken"], source=tmp_path)
    assert (gone.state, gone.found.zh) == ("miss", "ModuleNotFoundError: No module named 'no_such_thing'")


def test_an_import_that_hangs_is_ended(tmp_path: Path) -> None:
    (tmp_path / "slow.py").write_text("import time\ntime.sleep(60)\n", "utf-8")
    hung = imports(modules=["slow"], source=tmp_path, patience=1)
    assert (hung.state, "1 秒内没有完成" in hung.found.zh) == ("miss", True)


def test_an_interpreter_that_cannot_be_run_is_missing(tmp_path: Path) -> None:
    assert imports(tmp_path / "pythonw.exe").state == "miss"


def test_a_step_that_cannot_be_taken_is_unknown_and_says_why() -> None:
    def broken() -> Step:
        raise ScoringError(Text("不行", "no"))

    def absent() -> None:
        return None

    assert list(look([absent, broken])) == [
        Step("broken", Text("broken", "broken"), "unknown", Text("不行", "no"))
    ]


def test_a_miss_says_what_to_do_in_both_languages() -> None:
    assert lines(MISS, "zh") == ["[缺失] 某项：没有", "       -> 装上"]
    assert lines(MISS, "en") == ["[miss] a thing: none", "       -> install it"]
    assert as_json([MISS], "en") == {
        "version": 1,
        "steps": [{"id": "x", "state": "miss", "name": "a thing", "found": "none", "fix": "install it"}],
        "summary": {"ok": 0, "miss": 1, "unknown": 0},
    }


@pytest.mark.parametrize(("steps", "status"), [([MISS], 1), ([trial_call()], 0)])
def test_the_exit_status_says_whether_something_is_missing(
    steps: list[Step], status: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(doctor, "examine", lambda: iter(steps))
    assert doctor.run(options(), "zh") == status
    assert capsys.readouterr().out.splitlines()[-1] == f"共1项，缺{status}项"
    assert doctor.run(options(format="json"), "en") == status
    assert json.loads(capsys.readouterr().out)["summary"]["miss"] == status


@pytest.mark.office
def test_this_machine_is_examined_for_real() -> None:
    steps = {step.id: step for step in doctor.examine()}
    expected = ["python", "package", "xlwings", "trial", "imports", "libreoffice", "bridge", "extension"]
    assert [name for name in steps if name != "calc-trial"] == expected
    here = {
        name: steps[name].state for name in ("python", "package", "xlwings", "trial", "libreoffice", "bridge")
    }
    assert set(here.values()) == {"ok"}, here
    assert steps["libreoffice"].found.zh.startswith("2")
    assert not [step for step in steps.values() if CHINESE.search(step.found.en + (step.fix.en if step.fix else ""))
                and step.id != "trial"]  # fmt: skip


def test_without_libreoffice_that_is_the_one_thing_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor_calc, "find_soffice", lambda: None)
    assert [(step.id, step.state) for step in look(doctor_calc.calc_looks(needed=True))] == [
        ("libreoffice", "miss")
    ]


def test_beside_an_excel_libreoffice_is_not_missed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor_calc, "installed", lambda: None)
    assert doctor_calc.calc_looks(needed=False) == []
    monkeypatch.setattr(doctor_calc, "installed", lambda: "0.1.0")
    assert len(doctor_calc.calc_looks(needed=False)) == 4


def test_an_old_libreoffice_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor_calc, "version", lambda program: (7, 4, 7, 2))
    assert (doctor_calc.libreoffice().state, doctor_calc.libreoffice().found.en[:7]) == ("miss", "7.4.7.2")


@pytest.mark.office
def test_the_users_extension_computes_in_a_libreoffice_of_our_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The profile of a user who installed it: unpacked there by LibreOffice itself."""
    monkeypatch.setattr(doctor_calc, "installed", lambda: installed(tmp_path))
    monkeypatch.setattr(doctor_calc, "default_profile", lambda: tmp_path)
    assert doctor_calc.extension().state == "miss"
    assert doctor_calc.calc_trial() is None
    install(tmp_path)
    assert (doctor_calc.extension().state, doctor_calc.extension().found.zh) == ("ok", version("jixiao"))
    trial = doctor_calc.calc_trial()
    assert trial is not None
    assert (trial.state, trial.found.zh) == ("ok", '=JX_SCORE("≥95%";"93%";10) 得 9.79')
    monkeypatch.setattr(doctor_calc, "installed", lambda: "0.0.9")
    assert doctor_calc.extension().state == "miss"


@pytest.mark.parametrize("platform", ["linux", "darwin"])
def test_excel_is_for_windows(platform: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    with pytest.raises(InstallError, match="需要 Windows 上的 Excel"):
        next(doctor_app.look_in_excel())
    with pytest.raises(InstallError, match="Excel 加载项只能装在 Windows 上"):
        addin_command.run(options(action="install", excel=True), "zh")


def test_without_any_host_the_command_says_which_it_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "find_soffice", lambda: None)
    with pytest.raises(InstallError, match="没有找到 Excel 或 LibreOffice"):
        addin_command.run(options(action="install"), "zh")


def test_the_add_in_is_built_into_a_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = options(action="build", excel=True, output=str(tmp_path))
    assert addin_command.run(asked, "zh") == 0
    assert capsys.readouterr().out == f"已写入 {tmp_path / 'jx.xlam'}\n"
    assert (tmp_path / "jx.xlam").read_bytes().startswith(b"PK")
    with pytest.raises(InstallError, match="没有这个文件夹"):
        addin_command.run(options(action="build", excel=True, output=str(tmp_path / "no")), "zh")
