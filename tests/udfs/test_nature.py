"""The lexicon of directions: every word with its example, and the names that must not get a direction."""

from __future__ import annotations

import csv

import pytest
from corpus import CORPUS

from udfs.nature import Group, groups, nature_in, nature_of

WORDS = [(group, word, example) for group in groups() for word, example in group.words.items()]
APART = [(group, name) for group in groups() for name in group.apart]


def heading(group: Group) -> str:
    return f"{group.under[0]}指标" if group.under else ""


@pytest.mark.parametrize(
    ("group", "word", "example"), WORDS, ids=lambda value: value if isinstance(value, str) else ""
)
def test_a_word_gives_its_example_the_direction(group: Group, word: str, example: str) -> None:
    nature = nature_of(example, "产出指标", heading(group))
    assert nature.direction == group.direction
    assert f"“{word}”" in nature.why.zh
    assert word in nature.why.en


@pytest.mark.parametrize(("group", "name"), APART, ids=lambda value: value if isinstance(value, str) else "")
def test_a_name_set_apart_has_not_the_direction(group: Group, name: str) -> None:
    assert nature_of(name, "产出指标", heading(group)).direction != group.direction


def test_a_word_stands_once() -> None:
    for direction in ("up", "down"):
        words = [word for group, word, _ in WORDS if group.direction == direction]
        assert len(words) == len(set(words))


NAMES = """
群众投诉次数                 | 数量指标 | down
安全事故发生率               | 质量指标 | down
重大事故发生起数              | 社会效益 | down
孕产妇死亡率                | 社会效益 | down
城镇登记失业率               | 社会效益 | down
单位GDP能耗                | 生态效益 | down
系统故障修复响应时间            | 时效指标 | down
案件办理时限                | 时效指标 | down
党员人均活动成本              | 成本指标 | down
单位搬迁费用                | 成本指标 | down
单位搬迁费用                | 数量指标 |
社保补贴按标准发放             | 成本指标 |
采购完成率                  | 数量指标 | up
投诉处理率                  | 质量指标 | up
投诉处理及时率                | 时效指标 | up
服务对象满意度               | 满意度指标 | up
群众不满意率                | 满意度指标 | down
培训人数                   | 数量指标 | up
培训人数                   | 社会效益 |
死亡人数                   | 数量指标 | down
失业人数                   | 数量指标 | down
贫困人口数量                | 数量指标 |
受灾面积                   | 数量指标 |
造林面积                   | 数量指标 | up
农民人均可支配收入            | 经济效益 | up
新增就业人数                 | 社会效益 | up
污染物排放达标率              | 质量指标 | up
污染治理面积                 | 数量指标 |
专家服务天数                 | 时效指标 |
项目完成时间                 | 时效指标 |
系统正常运行时间              | 时效指标 |
构建和谐劳动关系              | 社会效益 |
维护成本增加                 | 成本指标 |
成本节约率                  | 成本指标 | up
税收占比                   | 经济效益 |
指标3：任务合格率（%）          | 质量指标 | up
★补贴发放准确率25             | 质量指标 | up
其中：公共机构节能率            | 生态效益 | up
"""


@pytest.mark.parametrize("line", NAMES.strip().splitlines())
def test_a_name_under_its_heading(line: str) -> None:
    name, level2, direction = (cell.strip() for cell in line.split("|"))
    assert nature_of(name, "绩效指标", level2).direction == direction


def test_a_name_without_a_nature_says_so() -> None:
    assert nature_of("构建和谐劳动关系").why.zh == "名称看不出方向"


def test_no_published_target_has_a_sign_against_its_nature() -> None:
    """The words in front of a limit that is written: where they have a nature, the limit is on that side."""
    with (CORPUS / "targets.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            nature = nature_in(row["target"].split(row["number"] or "?")[0].rstrip("≥≤<>="))
            if nature and row["operator"] in ("<=", ">="):
                assert (nature == "up") == (row["operator"] == ">=")
