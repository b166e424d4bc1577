"""A broken layout file is refused, and the message says what is wrong, where, and what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

import workbook_templates
from workbook_templates.errors import TemplateError
from workbook_templates.layout import layout_ids, load_layout
from workbook_templates.layout_reading import parse_layout

FOLDER = Path(workbook_templates.__path__[0]) / "layouts"
MOF = (FOLDER / "mof-2020.toml").read_text("utf-8")
HUBEI = (FOLDER / "hubei-2024.toml").read_text("utf-8")

BROKEN = [
    (MOF, 'orientation = "portrait"\n', "", "键 orientation 缺失，请补上"),
    (MOF, 'orientation = "portrait"', 'orientation = "upright"', "键 orientation 的值 'upright' 不对，可用：portrait、landscape"),
    (MOF, "height = 30", "hight = 30", r"键 top\[1\].hight 无法识别，请改正或删除"),
    (MOF, "height = 30", 'height = "30"', r"键 top\[1\].height 的值 '30' 不对"),
    (MOF, 'at = "C:I", input = "project"', 'at = "C:H", input = "project"', r"键 top\[3\].cells 没有占满：缺 I 列"),
    (MOF, 'at = "C:I", input = "project"', 'at = "B:I", input = "project"', r"键 top\[3\].cells\[2\].at 与别的单元格重叠：B 列"),
    (MOF, 'at = "C:I", input = "project"', 'at = "C:Z", input = "project"', r"键 top\[3\].cells\[2\].at 的值 'C:Z' 不对"),
    (MOF, 'input = "project"', 'input = "projekt"', r"键 top\[3\].cells\[2\].input 的值 'projekt' 不对，可用：project、"),
    (MOF, 'input = "project"', 'input = "project", text = "甲"', r"键 top\[3\].cells\[2\] 应恰有一项：text、input、"),
    (MOF, 'line = "total"\n', "", r"键 top\[6\].line 缺失：有金额的行应写明是哪一行"),
    (MOF, 'score = { at = "H", text = "得分" }\n', "", "键 table.columns.score 缺失，请补上"),
    (MOF, 'weight = { at = "G", text = "分值" }', 'method = { at = "G", text = "分值" }', "键 table.columns.weight 与口径的 weights_on_form 不符"),
    (MOF, 'note = { at = "I", text = "偏差原因分析及改进措施" }\n', "", "键 table.columns 没有占满：缺 I 列"),
    (MOF, 'money = "score"', 'text = "—"', "键 top 预算得分与口径的 budget.scored 不符"),
    (MOF, "weight = 15 }", "weight = 16 }", "键 table.groups 的分值加预算分值为102，应为100"),
    (MOF, "weight = 15 }", "weight = 0 }", r"键 table.groups\[1\].kinds\[1\].weight 的值 0 不对"),
    (MOF, 'section = "产出"', 'section = "投入"', r"键 table.groups\[1\].section 的值 '投入' 不对，可用：成本、产出、效益、满意度"),
    (MOF, "widths = [6,", "widths = [600,", r"键 widths 的值 \[600, 12"),
    (MOF, "（{year}年度）", "（{yaer}年度）", r"键 top\[2\].cells\[1\].text 中的 \{yaer\} 无法识别，可用：year、"),
    (HUBEI, 'input = "project"', 'input = "goal_set"', r"键 top 用到 \{project\}，却没有这一项输入"),
    (HUBEI, 'total = "score"', 'text = ""', "键 foot 没有总分"),
    (MOF, "[table]", "[table", "不是有效的 TOML"),
    (HUBEI, 'rows = 2, weight = 20 }', 'rows = 2, weight = 18 }, { name = "生态成本指标", rows = 1, weight = 2 }', ""),
    (HUBEI, '"经济效益指标", rows = 1, weight = 10', '"经济效益指标", rows = 1, weight = 9', "的分值加预算分值为99，应为100"),
    (HUBEI, 'section = "成本"\n', 'section = "产出"\n', "键 table.groups 的分值与口径的 sections 不符"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "old", "new", "message"), BROKEN)
def test_what_is_wrong_is_named(text: str, old: str, new: str, message: str) -> None:
    assert old in text
    broken = text.replace(old, new)
    if not message:
        assert len(parse_layout(broken, "表样.toml").groups[0].kinds) == 2
        return
    with pytest.raises(TemplateError, match="表样文件 表样.toml.*" + message):
        parse_layout(broken, "表样.toml")


@pytest.mark.parametrize("scheme", layout_ids())
def test_every_file_is_of_the_scheme_it_is_named_after(scheme: str) -> None:
    layout = load_layout(scheme)
    assert layout.scheme == scheme
    assert layout.source


def test_a_scheme_without_a_layout_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("workbook_templates.layout._FOLDER", tmp_path)
    load_layout.cache_clear()
    try:
        with pytest.raises(TemplateError, match=r"口径 mof-2020 没有可用的表样文件 mof-2020\.toml"):
            load_layout("mof-2020")
    finally:
        load_layout.cache_clear()
