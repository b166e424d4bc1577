"""The ribbon: valid, every button has its callback, every callback runs its command or says why not."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from lxml import etree

from addin.excel import sources as vbasource
from workbook_templates.layout import layout_ids

DATA = Path(__file__).parents[2] / "data" / "excel"
UI = "{http://schemas.microsoft.com/office/2006/01/customui}"
CALLBACKS = {
    "JxCheckSheet": "check_sheet",
    "JxCheckBook": "check_book",
    "JxClearMarks": "clear_marks",
    "JxRecompute": "recompute",
    "JxUndo": "undo",
    "JxInsertRow": "insert_row",
    "JxNewForm": "new_form",
    "JxSubmission": "submission",
    "JxExplainCell": "explain_cell",
    "JxDiagnose": "diagnose",
}
LABELS = "校验本表 校验全部 清除标记 说明 重算 撤销重算 插入指标行 新建表 生成提交版 诊断".split()


def controls() -> list[ElementTree.Element]:
    return [one for one in ElementTree.fromstring(vbasource.ribbon()).iter() if one.get("onAction")]


def test_the_ribbon_follows_its_schema() -> None:
    schema = etree.XMLSchema(etree.parse(DATA / "customUI.xsd"))
    schema.assertValid(etree.fromstring(vbasource.ribbon().encode()))


@pytest.mark.parametrize(
    ("sound", "broken"),
    [
        ('size="large"', 'size="huge"'),
        ('id="jxUndo"', 'id="jxRecompute"'),
        ('imageMso="Undo"', 'imageMso="not a name"'),
        ('onAction="JxUndo"', 'onclick="JxUndo"'),
        ('id="jxNew_mof-2020"', 'id="2020"'),
    ],
)
def test_the_schema_sees_a_broken_ribbon(sound: str, broken: str) -> None:
    text = vbasource.ribbon()
    assert sound in text
    schema = etree.XMLSchema(etree.parse(DATA / "customUI.xsd"))
    assert not schema.validate(etree.fromstring(text.replace(sound, broken, 1).encode()))


def test_every_button_speaks_chinese_and_has_a_callback() -> None:
    assert [one.get("label") for one in controls()] == LABELS
    assert {one.get("onAction") for one in controls()} == CALLBACKS.keys()
    assert all(one.get("screentip") and len(one.get("supertip", "")) > 9 for one in controls())


def test_every_command_has_a_button() -> None:
    from addin.commands import COMMANDS

    assert set(CALLBACKS.values()) == set(COMMANDS)


def offered() -> list[str]:
    items = [one.get("id", "") for one in ElementTree.fromstring(vbasource.ribbon()).iter(f"{UI}item")]
    return [name.removeprefix("jxNew_") for name in items]


def test_every_layout_can_be_chosen_for_a_new_form() -> None:
    assert offered() == list(layout_ids())


def test_a_scheme_without_a_layout_is_not_offered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vbasource, "layout_ids", lambda: ("hubei-2024", "mof-2021"))
    assert offered() == ["hubei-2024", "mof-2021"]


def test_the_icons_are_ones_that_excel_has() -> None:
    known = {line for line in (DATA / "images.txt").read_text("utf-8").splitlines() if line[:1].isalpha()}
    assert {one.get("imageMso") for one in controls()} <= known


@pytest.mark.parametrize(("callback", "command"), CALLBACKS.items())
def test_a_click_runs_its_command(excel: Any, callback: str, command: str) -> None:
    if callback == "JxNewForm":
        excel.click(callback, "jxNew_hubei-2024", 1)
        assert excel.app.console == ["from addin import commands; commands.run('new_form', 'hubei-2024')"]
    else:
        excel.click(callback)
        assert excel.app.console == [f"from addin import commands; commands.run('{command}')"]
    assert excel.app.dialogs == []


@pytest.mark.parametrize("callback", [name for name in CALLBACKS if name != "JxNewForm"])
def test_a_command_that_does_not_run_says_what_to_do(excel: Any, callback: str) -> None:
    excel.set("failing", True)
    excel.click(callback)
    ((_, prompt, *_),) = excel.app.dialogs
    assert "jx doctor" in prompt and "no Python" in prompt


def test_python_that_broke_off_says_what_to_do(excel: Any) -> None:
    excel.set("startable", False)
    excel.click("JxRecompute")
    ((_, prompt, *_),) = excel.app.dialogs
    assert "jx doctor" in prompt


def test_without_a_workbook_nothing_runs(excel: Any) -> None:
    excel.app.application.active_book = None
    excel.click("JxCheckSheet")
    ((_, prompt, *_),) = excel.app.dialogs
    assert "workbook" in prompt and excel.app.console == []


def test_in_the_addin_the_message_is_chinese(addin_excel: Any) -> None:
    addin_excel.set("failing", True)
    addin_excel.click("JxDiagnose")
    ((_, prompt, *_),) = addin_excel.app.dialogs
    assert "请在命令提示符中运行 jx doctor" in prompt
