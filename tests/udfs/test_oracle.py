"""Wordings put together from their parts, held against what an accountant works out from the parts; a refusal is no error."""

from __future__ import annotations

import calendar
import datetime as dt
from decimal import Decimal

from hypothesis import given, seed, settings
from hypothesis import strategies as st

from udfs.decimals import half_up
from udfs.errors import ScoringError
from udfs.scheme import load_scheme
from udfs.scoring import score_row

SEED = 20240501
SCHEME = load_scheme("mof-2021")
AT_LEAST = [
    "≥{}", "不低于{}", "不得少于{}", "不能低于{}", "{}以上", "{}及其以上", "达到{}", "至少{}", "最低不低于{}", "须达到{}以上", "原则上不低于{}",
    "全年≥{}", "＞={}", "> ={}", "（≥{}）", "≥{}（含）", "每年不少于{}", "严禁低于{}", "{}（含）以上", "高于或等于{}", "未低于{}", "总量不低于{}",
]  # fmt: skip
AT_MOST = [
    "≤{}", "不超过{}", "不得高于{}", "不能超过{}", "{}以内", "{}及其以下", "控制在{}以内", "控制在{}内", "不突破{}", "不超{}", "至多{}", "上限{}",
    "每户不超过{}", "禁止超过{}", "严禁突破{}", "＜={}", "未超过{}", "避免超过{}", "最高不超过{}", "压降至{}以内", "支出不超过{}", "一律不得大于{}",
]  # fmt: skip
POINT = ["{}", "已完成{}", "实际{}", "共{}", "达到{}", "为{}", "{}。", "全年{}", " {} "]
BELOW = [
    "低于{}",
    "未达到{}",
    "不足{}",
    "不到{}",
    "<{}",
    "没有达到{}",
    "未满{}",
    "接近{}",
    "{}以内",
    "不超过{}",
    "≤{}",
    "未超过{}",
]
ABOVE = ["超过{}", ">{}", "高于{}", "突破{}", "{}以上", "不低于{}", "≥{}", "不少于{}"]
NOTHING = ["{}未完成", "尚有{}未完成", "取消{}", "预计{}", "剩余{}"]
SAID = {"point": POINT, "below": BELOW, "above": ABOVE, "nothing": NOTHING}
UNITS = [
    "%", "人", "人次", "万元", "元", "天", "小时", "个工作日", "公里", "亩", "吨", "场", "平方米", "万人", "元/人", "千瓦", "MB", "分贝", "℃", "个月",
    "年", "个百分点", "次/年", "kg", "微克/立方米", "台班", "勒克斯",
]  # fmt: skip
NUMBERS = st.integers(1, 5000).map(Decimal) | st.sampled_from([Decimal(n) for n in (90, 95, 98, 100)])
SHARES = st.sampled_from([Decimal(n) for n in ("1", "0.5", "0.9", "0.95", "1.1", "1.25", "2")])


def points(target: str, actual: str) -> Decimal | None:
    try:
        return score_row(target, actual, 10, SCHEME).value
    except ScoringError:
        return None


@seed(SEED)
@settings(max_examples=2500, deadline=None)
@given(
    st.sampled_from([(True, words) for words in AT_LEAST] + [(False, words) for words in AT_MOST]),
    st.sampled_from([(kind, words) for kind, said in SAID.items() for words in said]),
    st.sampled_from(UNITS),
    NUMBERS,
    SHARES,
)
def test_a_limit_and_an_actual_in_any_words(
    limit: tuple[bool, str], saying: tuple[str, str], unit: str, number: Decimal, share: Decimal
) -> None:
    up, kind = limit[0], saying[0]
    done = Decimal(f"{(number * share).quantize(Decimal('0.1')).normalize():f}")
    target = limit[1].format(f"{number}{unit}")
    actual = saying[1].format(f"{done}{unit}")
    got = points(target, actual)
    if target.strip("（）") == actual:
        assert got == 10
    elif kind == "point":
        met = done >= number if up else done <= number
        assert got == half_up(Decimal(10) if met else (10 * done / number if up else 10 * number / done), 2)
    elif kind == "nothing" or up == (kind == "below"):
        assert got is None
    else:
        assert got is None or (got == 10 and (done >= number if up else done <= number))


DUE = ["{y}年{m}月{d}日前", "不晚于{y}年{m}月{d}日", "{y}年{m}月底前", "{y}年{m}月", "{s}年{m}月底前完成", "{y}年{m}月上旬", "{y}年{m}月中旬前", "{y}年第{q}季度", "{y}年底前"]  # fmt: skip
DONE = ["{y}年{m}月{d}日", "{y}-{m}-{d}", "{y}/{m:02}/{d:02}", "{y}.{m}.{d}", "{s}年{m}月{d}日", "{y}-{m}-{d} 00:00:00", "已于{y}年{m}月{d}日完成"]  # fmt: skip


def end(wording: str, day: dt.date) -> dt.date:
    """The last day that keeps a deadline of this wording."""
    month = {"季度": 3 * ((day.month + 2) // 3), "年底": 12}.get(wording.rstrip("前")[-2:], day.month)
    last = calendar.monthrange(day.year, month)[1]
    tenth = {"上旬": 10, "中旬": 20}.get(wording.rstrip("前")[-2:], last)
    return dt.date(day.year, month, day.day if "{d}" in wording else tenth)


@seed(SEED)
@settings(max_examples=1000, deadline=None)
@given(
    st.sampled_from(DUE),
    st.sampled_from(DONE),
    st.dates(dt.date(2023, 1, 1), dt.date(2024, 12, 31)),
    st.dates(dt.date(2023, 1, 1), dt.date(2025, 6, 30)),
)
def test_a_date_in_any_words(due: str, done: str, limit: dt.date, day: dt.date) -> None:
    def written(wording: str, on: dt.date) -> str:
        quarter = "一二三四"[(on.month - 1) // 3]
        return wording.format(y=on.year, s=on.year % 100, m=on.month, d=on.day, q=quarter)

    assert points(written(due, limit), written(done, day)) == (10 if day <= end(due, limit) else 0)
