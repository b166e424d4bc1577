"""What a template holds beside the form (辅助列): the level that was chosen, its share, and what is still to choose."""

from __future__ import annotations

import pytest

from addin.grid import Grid
from addin.judging.checks import findings_of
from addin.judging.findings import Finding
from addin.judging.judge import judge
from addin.judging.recognise import recognise
from addin.reading.forms import read_forms

HEADS = [
    "一级指标",
    "二级指标",
    "三级指标",
    "年度指标值",
    "实际完成值",
    "分值",
    "得分",
    "辅助列\n（档次）",
    "辅助列\n（档内%）",
]


def found(score: object, level: str | None, share: object) -> dict[str, Finding]:
    rows = [
        ["项目支出绩效自评表"],
        ["项目名称", "培训"],
        HEADS,
        ["产出指标", "数量指标", "期数", "≥4期", "5期", 50, 50],
        ["效益指标", "社会效益指标", "制度", "健全", "比较健全", 50, score, level, share],
        ["总分", None, None, None, None, 100, 90],
    ]
    (form,) = read_forms(Grid.from_table("自评表", rows))
    return {item.code: item for item in findings_of(judge(form, recognise(form))) if item.cell == "G5"}


PARTLY = "部分达成预期指标并具有一定效果"


@pytest.mark.parametrize(
    ("score", "level", "share", "expected"),
    [
        (40, "达成预期指标", None, None),
        (40, PARTLY, None, None),
        (35, PARTLY, 70, None),
        (50, PARTLY, None, "30—40"),
        (40, PARTLY, 70, "35"),
    ],
)
def test_a_chosen_level_bounds_the_score(
    score: int, level: str, share: int | None, expected: str | None
) -> None:
    wrong = found(score, level, share).get("JX-S03")
    assert (wrong.expected if wrong else None) == expected
    assert wrong is None or wrong.level == "error"


@pytest.mark.parametrize(
    ("level", "share", "words"), [(None, None, "请在H5选档次"), (PARTLY, None, "请在I5填比例")]
)
def test_an_error_says_what_to_choose_where(level: str | None, share: int | None, words: str) -> None:
    assert words in found("#VALUE!", level, share)["JX-P03"].message.zh
