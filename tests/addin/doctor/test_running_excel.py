"""What a running spreadsheet shows, asked of a real one: LibreOffice through the xlwings engine, with and without the functions."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from windows_machine import EXCEL, machine

from addin.doctor import running_excel as doctor_app
from addin.doctor.running_excel import check_in_app, descriptions, formula, look_in_excel
from addin.excel.windows import InstallError
from addin.libreoffice.engine import register
from addin.libreoffice.office import Office
from udfs.functions import FUNCTIONS

STEPS = ["examples", "array", "error-in", "error-out", "recalculation", "reopen"]


@pytest.fixture
def bare(tmp_path: Path) -> Iterator[Office]:
    """A LibreOffice without the functions."""
    with Office(tmp_path / "profile") as running:
        yield running


def test_with_the_functions_all_is_as_expected(office: Office) -> None:
    steps = list(check_in_app(register(office)))
    assert {step.id: (step.state, step.found.zh) for step in steps if step.state != "ok"} == {}
    assert [step.id for step in steps] == STEPS
    assert not list(register(office).books)


def test_without_the_functions_every_step_is_missing_and_names_the_cells(bare: Office) -> None:
    steps = {step.id: step for step in check_in_app(register(bare))}
    assert {name: step.state for name, step in steps.items()} == dict.fromkeys(STEPS, "miss")
    assert "JX_SCORE A1: # ≠ 9.79" in steps["examples"].found.zh


def test_a_call_is_written_as_a_person_types_it() -> None:
    assert formula("JX_EXEC", FUNCTIONS["JX_EXEC"].example[0]) == "=JX_EXEC(65,53.132,20)"


def test_what_the_add_in_remembers_of_its_descriptions_is_said() -> None:
    def addin(trouble: str) -> SimpleNamespace:
        return SimpleNamespace(macro=lambda name: {"JxDescribeTrouble": lambda: trouble}[name])

    assert descriptions(addin("")).state == "ok"
    refused = descriptions(addin("1004 Cannot edit a macro on a hidden workbook."))
    assert (refused.state, refused.found.en[:4]) == ("miss", "1004")


def test_without_excel_or_add_in_it_says_what_comes_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    user = machine(tmp_path)
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(doctor_app, "this_machine", lambda: user)
    with pytest.raises(InstallError, match="请先运行 jx addin install --excel"):
        next(look_in_excel())
    user.registry.delete(EXCEL + r"\Options")
    with pytest.raises(InstallError, match="没有找到 Excel"):
        next(look_in_excel())
