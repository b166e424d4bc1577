"""The words that regions head their columns with, the money's and the indicators', and a word that nobody knows."""

from __future__ import annotations

import pytest

from addin.grid import Grid
from addin.reading.forms import read_forms
from addin.reading.labels import role

WORDS = {
    "weight": "分值 参考分值 标准分值 权重值 应得分 基础分 权重% 分数 配分 权数 权重 指标分值 分值（100分） 满分 标准分 赋分 分值权重 权重(%) 设定分值",
    "score": "得分 自我评分 单位自评分 最终得分 自评价得分 得分情况 打分 自评得分 自评分 评价得分 实际得分 单位自评得分 本年得分 考核得分",
    "target": "目标值 指标目标值 期初指标值 考核指标(值) 考核指标值 考核指标 2024年目标值 调整后指标值 年度目标指标值 年度指标值 年初目标值 指标值 全年目标值 预期指标值 计划指标值 绩效目标值 年初设定值 批复指标值 预期目标值 设定目标值 年度目标值（A）",
    "actual": "完成值 指标完成情况 累计完成值 业绩值 全年实际完成值 自评完成值 实际完成值 全年完成值 完成情况 实际值 指标完成值 实际完成情况 实际完成值（B） 年度完成值 2024年完成值 2024年实际完成值 实际达到值 自评值 全年实际值",
    "note": "偏差原因分析及改进措施 未完成原因分析 未完成原因和改进措施 备注 得失分依据及原因 扣分原因 原因分析 偏差原因 未完成原因 存在问题及改进措施 说明 偏差说明 未达标原因 自评说明",
    "other": "复核得分 核查分数 得分系数 是否核心指标 序号 偏离度 评分标准 复核分 财政复核得分 指标完成率 评分规则 指标说明 数据来源",
}
MONEY = {
    "initial": "年初预算数 年初预算 年初部门预算 预算批复数 年初安排",
    "budget": "全年预算数 调整后预算数 调整预算数 全年预算 全年预算数（A） 预算数 调整后的预算 到位资金 年度预算数 实际到位数 全年预算金额 下达数 资金到位 预算下达数",
    "executed": "全年执行数 预算执行数 执行数 实际支出 支出数 全年执行数（B） 实际支出数 全年支出数 决算数 实际使用 累计支出 年末执行数 执行金额 支出金额",
    "rate": "执行率 预算执行率 执行率（%） 执行率（B/A） 支出率 预算完成率 执行进度 支出进度",
    "weight": "分值 执行率权重 权重 分值（10分） 标准分",
    "score": "得分 执行率得分 自评得分 执行得分 预算执行得分",
    "total": "年度资金总额 总额 合计 资金总额 年度资金总额： 项目资金总额 总计 资金合计 年度预算总额 预算资金总额 全年资金总额 支出总额 小计",
}
USUAL = {
    "weight": "分值",
    "target": "年度指标值",
    "actual": "实际完成值",
    "score": "得分",
    "note": "备注",
    "other": "序号",
}
USUAL_MONEY = {
    "initial": "年初预算数",
    "budget": "全年预算数",
    "executed": "全年执行数",
    "weight": "分值",
    "rate": "执行率",
    "score": "得分",
    "total": "年度资金总额",
}
TITLE = [["2024年度项目支出绩效自评表"], ["项目名称", "培训"]]


def table(heads: dict[str, str]) -> Grid:
    rows: list[list[str | int]] = [
        ["一级指标", "三级指标", *heads.values()],
        ["产出指标", "期数", 60, "≥4期", "5期", 60, "无", 7],
        ["效益指标", "知晓率", 40, "≥90%", "95%", 40, "无", 8],
        ["总分", "", 100, "", "", 100],
    ]
    return Grid.from_table("表", [*TITLE, *rows])


@pytest.mark.parametrize(
    ("name", "word"), [(name, word) for name, words in WORDS.items() for word in words.split()]
)
def test_a_heading_is_known(name: str, word: str) -> None:
    (form,) = read_forms(table({**USUAL, name: word}))
    first = form.rows[0]
    cells = (first.weight_cell, first.target_cell, first.actual_cell, first.score_cell, first.note_cell)
    assert [cell and cell.address for cell in cells] == ["C4", "D4", "E4", "F4", "G4"]
    assert form.passed_over == ()


def test_an_unknown_heading_over_numbers_is_named() -> None:
    (form,) = read_forms(table({**USUAL, "other": "神秘列"}))
    assert [cell.address for cell in form.passed_over] == ["H3", "H4", "H5"]


@pytest.mark.parametrize(
    ("name", "word"), [(name, word) for name, words in MONEY.items() for word in words.split()]
)
def test_a_heading_of_the_money_is_known(name: str, word: str) -> None:
    heads = {**USUAL_MONEY, name: word}
    label = heads.pop("total")
    rows: list[list[str | int]] = [
        ["项目资金（万元）", "", *heads.values()],
        ["", label, 100, 100, 96, 10, "96%", "9.6"],
        ["", "其中：财政拨款", 80, 80, 76, "—", "", "—"],
        ["", "其他资金", 20, 20, 20, "—", "", "—"],
        ["一级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"],
        ["产出指标", "期数", "≥4期", "5期", 90, 90],
    ]
    (form,) = read_forms(Grid.from_table("表", [*TITLE, *rows]))
    assert form.budget is not None
    total = form.budget.total
    cells = (total.initial, total.budget, total.executed, total.weight, total.rate, total.score)
    assert [cell and cell.text for cell in cells] == ["100", "100", "96", "10", "96%", "9.6"]
    assert [part.label.text for split in form.budget.splits for part in split.parts] == [
        "其中：财政拨款",
        "其他资金",
    ]
    assert form.passed_over == ()


def test_a_list_of_targets_is_a_form_of_its_own_kind() -> None:
    (form,) = read_forms(
        Grid.from_table(
            "申报",
            [
                ["2024年度项目支出绩效目标申报表"],
                ["项目名称", "培训"],
                ["项目资金（万元）", "年度资金总额：", "", 100],
                ["", "其中：财政拨款", "", 80],
                ["", "其他资金", "", 20],
                ["绩效指标", "一级指标", "二级指标", "三级指标", "指标值", "权重"],
                ["", "产出指标", "数量指标", "期数", "≥4期", 90],
            ],
        )
    )
    assert (form.kind, form.rows[0].target_text, form.rows[0].actual_cell.blank) == ("targets", "≥4期", True)
    assert form.budget is not None and len(form.budget.splits[0].parts) == 2


def test_a_self_evaluation_whose_actuals_are_blank_is_no_list_of_targets() -> None:
    grid = table(USUAL)
    for row in (4, 5):
        del grid.cells[row, 5]
    (form,) = read_forms(grid)
    assert form.kind == "project"


def test_a_goal_left_blank_is_not_what_stands_below_it() -> None:
    goals: list[list[str | int]] = [
        ["年度总体目标", "预期目标", "实际完成情况"],
        [],
        ["一级指标", "三级指标", *USUAL.values()],
    ]
    rows: list[list[str | int]] = [["产出指标", "期数", 60, "≥4期", "5期", 60, "无", 7]]
    (form,) = read_forms(Grid.from_table("表", [*TITLE, *goals, *rows], merges=["A3:A4"]))
    assert form.goal_set is not None and form.goal_done is not None
    assert (form.goal_set.cell.address, form.goal_set.text, form.goal_done.text) == ("B4", "", "")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("单项得分", "score"), ("自评情况得分", "score"), ("评定得分", "score"), ("自评", "score"), ("自评结果", "score"),
        ("设置分值", "weight"), ("权重/分", "weight"), ("指标分", "weight"), ("自评分值", "score"),
        ("年度计划值", "target"), ("预期指标", "target"), ("指标目标", "target"), ("评价标准值", "target"), ("年初预期值", "target"),
    ],
)  # fmt: skip
def test_rarer_headings(text: str, name: str) -> None:
    assert role("columns", text) == name
