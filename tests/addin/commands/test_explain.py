"""说明, 诊断 and whatever goes wrong: the person always gets a sentence."""

from __future__ import annotations

import pytest
from corpus import WORKBOOKS, forms
from desktop import Open, said

from addin.commands import COMMANDS, Desk, run


def explained(desk: Desk, cell: str) -> str:
    desk.sheet.range(cell).select()
    run("explain_cell", book=desk.book)
    return said(desk)[0]


def test_a_score_is_explained_by_its_arithmetic_and_its_finding(opened: Open) -> None:
    desk = opened(WORKBOOKS / "002-06.xlsx")
    message = explained(desk, "H16")
    assert message.startswith("H16  0\n")
    assert "应得 0.9：正向 1×81÷90=0.9（分值由标题分值推算）  口径 hubei-2024" in message
    assert "错误 JX-S02" in message


def test_a_target_is_explained_by_the_same_row(opened: Open) -> None:
    assert "正向 1×81÷90" in explained(opened(WORKBOOKS / "002-06.xlsx"), "F16")


def test_the_total_is_the_sum_of_the_scores(opened: Open) -> None:
    desk = opened(WORKBOOKS / "002-06.xlsx")
    (form,) = forms(WORKBOOKS / "002-06.xlsx")
    assert "总分＝各项得分之和＝99" in explained(desk, form.total.cell.address)


def test_a_cell_outside_every_form_says_so(opened: Open) -> None:
    assert explained(opened(WORKBOOKS / "002-06.xlsx"), "Z99") == "所选单元格不在绩效自评表内"


def test_the_diagnosis_says_what_is_missing(opened: Open) -> None:
    desk = opened(WORKBOOKS / "002-06.xlsx")
    run("diagnose", book=desk.book)
    (message,) = said(desk)
    assert message.startswith("检查了")
    assert "LibreOffice 扩展" in message


def test_a_fault_of_ours_is_a_message_with_what_to_do(opened: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = opened(WORKBOOKS / "002-06.xlsx")

    def broken(_: Desk) -> None:
        raise RuntimeError("坏了")

    monkeypatch.setitem(COMMANDS, "recompute", broken)
    run("recompute", book=desk.book)
    (message,) = said(desk)
    assert message.startswith("命令没有完成：坏了")
    assert "请先点“诊断”" in message
    assert "error.log" in message
