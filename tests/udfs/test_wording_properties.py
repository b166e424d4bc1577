"""What holds for every wording: a negated limit is its plain form, what nobody sees changes nothing, a denial is never met."""

from __future__ import annotations

import time
import unicodedata
from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import assume, given, seed, settings
from hypothesis import strategies as st

from udfs.errors import ScoringError
from udfs.normalise import INVISIBLE, normalise
from udfs.quantities import canonical
from udfs.scheme import load_scheme
from udfs.scoring import score_row
from udfs.target import Target, parse

SEED = 20240501
MODALS = [
    "不", "不得", "不能", "不可", "不应", "不宜", "不允许", "不准", "不许", "不会", "不可以", "不得再", "未", "没有", "严禁", "禁止", "避免",
]  # fmt: skip
LESS, MORE = ["低于", "少于", "小于"], ["超过", "高于", "大于", "多于", "突破", "超出"]
NUMBERS = st.decimals(min_value="0.1", max_value=99999, places=1, allow_nan=False, allow_infinity=False)
UNITS = st.sampled_from(["%", "人", "万元", "天", "个工作日", "公里", "次/年", "元/人", "吨", ""])
UNSEEN = st.sampled_from(["​", "‌", "‎", "⁠", "﻿", "­", "\x7f", " ", "\n", "\r\n", "　", "\t"])
SAMPLES = [
    "≥95%", "≤1.5万元/人", "不得低于95%", "12345人", "2024年12月31日前", "3-5个工作日", "较上年增长5%以上", "未达到100人", "每月10日前",
    "控制在20万元以内", "零投诉", "2×24小时", "有效提升", "已建立健全", "群众满意度≥90%", "尚差1次", "700余人", "5‰", "九成五", "≥100km2",
]  # fmt: skip
MET = load_scheme("mof-2021")


def fields(read: Target) -> tuple[object, ...]:
    return (
        read.kind,
        read.op,
        read.number,
        read.number2,
        read.unit,
        read.per,
        read.multiplier,
        read.date,
        read.sense,
    )


def points(target: str, actual: str, reading: str = "") -> Decimal | None:
    """The score of ten; None where the row is refused."""
    try:
        return score_row(target, actual, 10, MET, reading=reading).value
    except ScoringError:
        return None


@seed(SEED)
@settings(max_examples=400, deadline=None)
@given(st.sampled_from(MODALS), st.sampled_from([*LESS, *MORE]), NUMBERS, UNITS)
def test_a_negated_limit_is_its_plain_form(modal: str, word: str, number: Decimal, unit: str) -> None:
    plain = f"{'≥' if word in LESS else '≤'}{number}{unit}"
    assert fields(parse(f"{modal}{word}{number}{unit}")) == fields(parse(plain))


def test_everything_invisible_is_known() -> None:
    unseen = [c for n in range(0x110000) if unicodedata.category(c := chr(n)) == "Cf"]
    assert all(INVISIBLE.fullmatch(c) for c in unseen)
    assert normalise("".join(unseen) + "≥\x7f95%") == "≥95%"


@seed(SEED)
@settings(max_examples=800, deadline=None)
@given(st.sampled_from(SAMPLES), UNSEEN, st.integers(0, 40))
def test_what_nobody_sees_changes_nothing(text: str, unseen: str, at: int) -> None:
    at %= len(text) + 1
    assert fields(parse(text[:at] + unseen + text[at:])) == fields(parse(text))


@pytest.mark.parametrize("text", SAMPLES)
def test_width_changes_nothing(text: str) -> None:
    wide = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)
    assert fields(parse(wide)) == fields(parse(text))


SCALED = [
    ("吨", "千克", 1000), ("公里", "米", 1000), ("公顷", "亩", 15), ("平方公里", "公顷", 100), ("立方米", "升", 1000), ("兆瓦", "千瓦", 1000),
    ("小时", "分钟", 60), ("天", "小时", 24), ("年", "个月", 12), ("万元", "元", 10000), ("亿元", "万元", 10000), ("MPa", "kPa", 1000),
    ("Gbps", "Mbps", 1000), ("米", "厘米", 100), ("兆瓦时", "千瓦时", 1000), ("公斤", "斤", 2), ("万人", "人", 10000), ("元", "角", 10),
]  # fmt: skip


@seed(SEED)
@settings(max_examples=500, deadline=None)
@given(st.sampled_from(SCALED), st.sampled_from(["≥", "≤", "=", ""]), NUMBERS, NUMBERS)
def test_scaling_the_units_of_one_side_or_both_changes_nothing(
    units: tuple[str, str, int], op: str, target: Decimal, actual: Decimal
) -> None:
    big, small, factor = units
    right = points(f"{op}{target}{big}", f"{actual}{big}")
    assert points(f"{op}{target * factor}{small}", f"{actual * factor}{small}") == right
    if "万" not in big and "亿" not in big:
        assert points(f"{op}{target * factor}{small}", f"{actual}{big}") == right
        assert points(f"{op}{target}{big}", f"{actual * factor}{small}") == right


DENIALS = [
    "未完成", "未达到{n}{u}", "没有达到{n}{u}", "达不到{n}{u}", "未能达到{n}{u}", "{n}{u}未完成", "尚未完成", "不达标", "未达标", "没有开展", "不合格",
]  # fmt: skip


@seed(SEED)
@settings(max_examples=500, deadline=None)
@given(
    st.sampled_from(["≥{n}{u}", "{n}{u}", "不低于{n}{u}", "{n}{u}以上", "达到{n}{u}"]),
    st.sampled_from([*DENIALS, "低于{n}{u}", "不足{n}{u}", "少于{n}{u}", "<{n}{u}", "不到{n}{u}"]),
    NUMBERS,
    st.sampled_from(["%", "人", "次", "万元"]),
)
def test_no_actual_that_denies_its_target_is_scored_in_full(
    target: str, actual: str, number: Decimal, unit: str
) -> None:
    asked, said = (text.format(n=number, u=unit) for text in (target, actual))
    assert points(asked, said) != 10


@pytest.mark.parametrize(
    "level", ["建立", "完成", "达标", "健全", "合格", "有效提升", "按时完成", "建立健全"]
)
@pytest.mark.parametrize("no", ["未", "尚未", "没有", "未能", "基本", "部分", "不"])
def test_no_level_denied_or_reached_in_part_is_scored_in_full(level: str, no: str) -> None:
    assert points(level, no + level) is None
    assert points(level, level) == points(level, "已" + level) == 10


@seed(SEED)
@settings(max_examples=400, deadline=None)
@given(
    st.sampled_from(["≥{n}%", "不低于{n}%", "增长≥{n}%", "增长{n}%以上", "提高{n}个百分点以上"]),
    NUMBERS,
    NUMBERS,
    NUMBERS,
)
def test_more_of_what_is_wanted_never_scores_less(
    target: str, number: Decimal, one: Decimal, other: Decimal
) -> None:
    low, high = sorted((one, other))
    unit, asked = ("个百分点" if "百分点" in target else "%"), target.format(n=number)
    word = "增长" if "增长" in target else "提高" if "提高" in target else ""
    less, more = points(asked, f"{word}{low}{unit}"), points(asked, f"{word}{high}{unit}")
    assert less is not None
    assert more is not None
    assert less <= more
    if word:
        assert points(asked, f"下降{high}{unit}") == 0


@seed(SEED)
@settings(max_examples=300, deadline=None)
@given(NUMBERS, NUMBERS, NUMBERS, st.sampled_from(["≥", "≤", "="]), st.sampled_from(["%", "人", "天"]))
def test_a_range_with_the_targets_end_inside_is_refused(
    one: Decimal, two: Decimal, three: Decimal, op: str, unit: str
) -> None:
    low, middle, high = sorted((one, two, three))
    assume(low < middle < high and middle / low > Decimal("1.01") and high / middle > Decimal("1.01"))
    assert points(f"{op}{middle}{unit}", f"{low}-{high}{unit}") is None
    assert points(f"{low}-{middle}{unit}", f"{low}-{high}{unit}") is None


@seed(SEED)
@settings(max_examples=300, deadline=None)
@given(st.integers(1, 999), st.integers(0, 99), st.sampled_from([":", "'", "’", "‚", "_", "|", "\\", "^"]))
def test_digits_that_are_left_over_mean_no_value(whole: int, rest: int, mark: str) -> None:
    read = parse(f"{whole}{mark}{rest:02d}%")
    assert read.number is None or read.number >= whole


LONG: dict[str, Callable[[int], str]] = {
    "blanks": lambda n: " " * n,
    "digits": lambda n: "9" * n,
    "a digit, blanks and a letter": lambda n: "9" + " " * n + "a",
    "line breaks": lambda n: "≥\n" * (n // 2) + "95%",
    "thousands": lambda n: "1,000" * (n // 5),
    "groups": lambda n: "1" + ",000" * (n // 4) + ",0",
    "signs": lambda n: "=>" * (n // 2),
    "a report": lambda n: "不低于总数的" * (n // 6) + "5%",
    "limits": lambda n: "不得超过5%，" * (n // 7),
    "brackets": lambda n: "(" * n,
    "numerals": lambda n: "一百二十" * (n // 4),
    "zeros": lambda n: "无" + "安全" * (n // 2) + "事故",
    "changes": lambda n: "增长" * (n // 2) + "5%",
}


@pytest.mark.parametrize("name", LONG)
def test_reading_costs_time_in_proportion_to_the_text(name: str) -> None:
    def cost(size: int) -> float:
        best = 60.0
        for turn in range(3):
            text = LONG[name](size) + " " * turn
            normalise.cache_clear()
            start = time.process_time()
            parse.__wrapped__(text)
            best = min(best, time.process_time() - start)
        return best

    cost(1000)
    short, long = cost(8000), cost(32000)
    assert long < 0.05 + 10 * short
    assert long < 1


def test_a_unit_in_any_letters_is_the_same() -> None:
    for unit in ("km", "kW", "MPa", "kg", "t", "Mbps", "kWh", "cm"):
        assert canonical(unit) == canonical(unit.lower()) == canonical(unit.upper())
