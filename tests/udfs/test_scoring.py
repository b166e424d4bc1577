"""Scores as an accountant works them out, rule by rule."""

from __future__ import annotations

from decimal import Decimal

import pytest

from udfs.decimals import D
from udfs.errors import ScoringError
from udfs.scheme import Scheme, load_scheme, parse_scheme
from udfs.scoring import score_band, score_row
from udfs.totals import deviation, grade, rate, score_budget, total

MOF, ZHONGWEI = load_scheme("mof-2021"), load_scheme("zhongwei-2024")

ROWS = """
target        | actual     | weight | scheme        | score | rule
≥95%          | 93%        | 10     | mof-2021      | 9.79  | at_least
≥95%          | 98%        | 10     | mof-2021      | 10    | at_least
>90%          | 45%        | 10     | mof-2021      | 5     | at_least
90%以上        | 81%        | 10     | mof-2021      | 9     | at_least
≤48小时        | 2880分钟   | 5      | mof-2021      | 5     | at_most
≤48小时        | 96小时     | 5      | mof-2021      | 2.5   | at_most
≤10.65万元     | 106500元   | 4      | mof-2021      | 4     | at_most
=100%         | 95%        | 3      | mof-2021      | 2.85  | exact
=100%         | 125%       | 3      | mof-2021      | 2.4   | exact
354万元        | 277万元    | 20     | hubei-2024    | 15.65 | at_least
10.65万元      | 9.99万元   | 4      | zhongwei-2024 | 3.75  | exact
6.60万元       | 7.44万元   | 4      | zhongwei-2024 | 3.55  | exact
11.69万元      | 11.33万元  | 4      | zhongwei-2024 | 3.88  | exact
7.35万元       | 7.84万元   | 7      | zhongwei-2024 | 6.56  | exact
2.65万元       | 2.06万元   | 3      | zhongwei-2024 | 2.33  | exact
150万元        | 0万元      | 10     | zhongwei-2024 | 0     | exact
10万元         | 99900元    | 10     | zhongwei-2024 | 9.99  | exact
700人          | 700余人    | 3      | zhongwei-2024 | 3     | exact
1-2次          | 2次        | 5      | mof-2021      | 5     | range
1-2次          | 4次        | 5      | mof-2021      | 2.5   | range
4-5次          | 2次        | 5      | mof-2021      | 2.5   | range
0次            | 0次        | 5      | mof-2021      | 5     | zero
0              | 1          | 5      | mof-2021      | 0     | zero
≤0             | 1          | 5      | mof-2021      | 0     | zero
=0             | 0          | 5      | mof-2021      | 5     | zero
≤0             | 无         | 5      | mof-2021      | 5     | zero
≥0             | 0          | 5      | mof-2021      | 5     | any
≥95%          | -3%        | 5      | mof-2021      | 0     | at_least
2024年12月前    | 2024年11月 | 5      | mof-2021      | 5     | date
2024年底前      | 2025年1月  | 5      | mof-2021      | 0     | date
2024年底前      | 2024.11    | 5      | mof-2021      | 5     | date
≥2000         | 2024.12    | 5      | mof-2021      | 5     | at_least
12月底前        | 12月31日   | 5      | mof-2021      | 5     | date
有所提升        | 有所提升   | 5      | mof-2021      | 5     | level
有所提升        | 达成预期指标 | 5    | mof-2021      | 5     | level
≥95%          | 0.97       | 10     | mof-2021      | 10    | at_least
≥95%          | 97         | 10     | mof-2021      | 10    | at_least
≥95%          | 0.93       | 10     | mof-2021      | 9.79  | at_least
≥90%          | ≥90%       | 10     | mof-2021      | 10    | at_least
1.1万人        | 23101 人   | 3      | mof-2021      | 3     | at_least
≥65万元        | 53.13      | 10     | mof-2021      | 8.17  | at_least
≥100%         | 99.5%      | 22.5   | mof-2021      | 22.39 | at_least
"""


def rows() -> list[tuple[str, ...]]:
    return [tuple(cell.strip() for cell in line.split("|")) for line in ROWS.strip().splitlines()[1:]]


@pytest.mark.parametrize("row", rows(), ids=lambda row: f"{row[0]} → {row[1]}")
def test_a_row_scores(row: tuple[str, ...]) -> None:
    target, actual, weight, scheme, points, rule = row
    score = score_row(target, actual, weight, load_scheme(scheme))
    assert score.value == D(points)
    assert score.rule == rule
    assert score.words.zh.endswith(points)
    assert score.words.en.endswith(points)


REFUSED = """
20000人   | 100%     | 单位无法比较
≥1%       | 1        | 没有百分号
≥3%       | 0.5      | 没有百分号
明显       | 良好     | 没有说明达成档次
有所提升   | 部分达成  | 由填报人确定
≥95%；≥98% | 99%      | 多个目标值
/          | 5        | 目标值为空
≥5         |          | 实际完成值为空
≥95%      | 计划标准  | 不是数
≥-5%      | -10%     | 负数
"""


@pytest.mark.parametrize("line", REFUSED.strip().splitlines())
def test_what_cannot_be_scored_says_why(line: str) -> None:
    target, actual, reason = (cell.strip() for cell in line.split("|"))
    with pytest.raises(ScoringError, match=reason):
        score_row(target, actual, 10, MOF)


@pytest.mark.parametrize(
    ("direction", "points"), [("正向", "7.82"), ("反向", "10"), ("相等", "7.82"), ("down", "10")]
)
def test_a_direction_overrides_what_a_bare_number_means(direction: str, points: str) -> None:
    assert score_row("354万元", "277万元", "10.0", MOF, direction).value == half(points)


def half(points: str) -> Decimal:
    return D(points).quantize(D("0.01"))


def test_an_operator_is_not_overridden() -> None:
    assert score_row("≤354万元", "277万元", 10, MOF, "正向").value == 10


def test_an_unknown_direction_is_refused() -> None:
    with pytest.raises(ScoringError, match="可用：正向"):
        score_row("5", "5", 1, MOF, "上")


def scheme_with(**lines: str) -> Scheme:
    """mof-2021 with some lines of its file replaced."""
    text = (load_scheme.__globals__["_FOLDER"] / "mof-2021.toml").read_text("utf-8")
    for key, value in lines.items():
        text = "\n".join(
            f"{key} = {value}" if line.startswith(f"{key} =") else line for line in text.splitlines()
        )
    return parse_scheme(text, "local.toml")


@pytest.mark.parametrize(
    ("actual", "points"), [("10", "5"), ("12", "4"), ("19.9", "0.05"), ("20", "0"), ("30", "0")]
)
def test_a_scheme_may_score_less_is_better_linearly(actual: str, points: str) -> None:
    assert score_row("≤10", actual, 5, scheme_with(at_most='"linear"')).value == half(points)


def test_a_scheme_may_deduct_for_over_completion() -> None:
    scheme = scheme_with(steps="[{ above = 130, deduct = 10 }, { above = 200, deduct = 30 }]")
    assert [score_row("≥10", actual, 10, scheme).value for actual in ("12", "13", "20")] == [10, 9, 7]
    assert score_row("≥10", "20", 10, MOF).value == 10


BANDS = [("达成预期指标", None, "10"), ("达成预期指标", 85, "8.5"), ("达成预期指标", "0.8", "8"), ("部分达成", 60, "6"),
         ("部分达成预期指标并具有一定效果", 80, "8"), ("未达成预期指标且效果较差", 0, "0")]  # fmt: skip


@pytest.mark.parametrize(("level", "share", "points"), BANDS)
def test_a_band_scores_the_share_inside_it(level: str, share: int | str | None, points: str) -> None:
    assert score_band(level, 10, MOF, share).value == half(points)


@pytest.mark.parametrize(
    ("level", "share"),
    [("达成预期指标", 79), ("部分达成", 81), ("部分达成", None), ("良好", 90), ("部分达成", 59)],
)
def test_a_share_outside_its_band_is_refused_and_none_is_guessed(level: str, share: int | None) -> None:
    with pytest.raises(ScoringError):
        score_band(level, 10, MOF, share)


def test_the_budget_is_scored_by_the_exact_rate() -> None:
    assert score_budget(65, "53.132", load_scheme("hubei-2020")).value == D("16.35")
    assert score_budget("19923.13", "14344.12", load_scheme("hubei-2024-overall")).value == D("14.40")
    assert score_budget(100, 120, MOF).value == 10
    assert score_budget(60, "59.82", MOF, 20).value == D("19.94")


def test_a_budget_of_nothing_is_not_scored() -> None:
    with pytest.raises(ScoringError, match="都为0，不计分"):
        score_budget(0, 0, MOF)
    with pytest.raises(ScoringError, match="预算数为0而执行数大于0"):
        score_budget(0, 5, MOF)
    with pytest.raises(ScoringError, match="不计分"):
        score_budget(60, 59, ZHONGWEI)


def test_rate_and_deviation() -> None:
    assert rate(80, 60) == D("0.75")
    assert deviation("≥95%", "93.1%") == D("-0.02")
    with pytest.raises(ScoringError, match="没有偏离度"):
        deviation("0", "1")


def test_a_total_is_rounded_once() -> None:
    assert total(["16.345", "20", "20.0005"]) == D("56.35")


@pytest.mark.parametrize(
    ("points", "name"),
    [("100", "优"), ("90", "优"), ("89.99", "良"), ("80", "良"), ("60", "中"), ("59.99", "差"), ("0", "差")],
)
def test_grades(points: str, name: str) -> None:
    assert grade(points, MOF) == name


def test_a_total_above_a_hundred_has_no_grade() -> None:
    with pytest.raises(ScoringError):
        grade("100.5", MOF)
