"""Which way a target is meant: by sign, column, name or scheme, in this order, and never because the score then fits."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, seed, settings
from hypothesis import strategies as st

from addin.judging.checks import findings_of
from addin.judging.examples import Value, few_rows
from addin.judging.findings import Finding
from addin.judging.judge import judge
from addin.judging.judged import JudgedForm
from addin.judging.recognise import recognise
from addin.judging.recompute import changes, left_alone
from udfs.decimals import plain
from udfs.scheme import load_scheme

SEED = 20240501


def judged_rows(*rows: tuple[Value, ...], points: str = "", scheme: str = "") -> JudgedForm:
    form = few_rows(*rows, points=points)
    return judge(form, load_scheme(scheme) if scheme else recognise(form))


def found(judged: JudgedForm, *codes: str) -> list[Finding]:
    return [item for item in findings_of(judged) if item.code in codes]


def written(judged: JudgedForm) -> dict[str, str]:
    """The scores that recomputing writes; the blank total of these small forms is left out."""
    total = judged.form.total.cell.address if judged.form.total else ""
    return {change.cell: change.new for change in changes(judged) if change.cell != total}


@pytest.mark.parametrize(
    ("name", "target", "actual", "deserved"),
    [
        ("采购完成率", "100%", "50%", "5"),
        ("群众满意度", "90%", "45%", "5"),
        ("投诉次数", "5次", "10次", "5"),
        ("人均培训成本", "600元", "1200元", "5"),
        ("系统故障响应时间", "2小时", "4小时", "5"),
        ("培训人数", "100人", "50人", "5"),
    ],
)
def test_a_bare_target_is_not_read_the_way_that_makes_full_marks_right(
    name: str, target: str, actual: str, deserved: str
) -> None:
    """Full marks for half of what was wanted, or twice of what was not: to be verified, with both figures."""
    judged = judged_rows((name, target, actual, 10, 10))
    (wrong,) = found(judged, "JX-S02")
    assert (wrong.level, wrong.cell, wrong.expected) == ("review", "G4", deserved)
    assert "10" in wrong.message.zh
    assert deserved in wrong.message.zh
    (assumed,) = found(judged, "JX-T02")
    assert "依据" in assumed.message.zh
    assert written(judged) == {}
    assert [left.cell for left in left_alone(judged)] == ["G4"]


def test_a_score_that_no_direction_gives_is_an_error() -> None:
    (wrong,) = found(judged_rows(("采购完成率", "100%", "50%", 10, 7)), "JX-S02")
    assert (wrong.level, wrong.expected) == ("error", "5")


def test_a_sign_stands_above_the_name() -> None:
    """A person may want many complaints handled: what is written counts."""
    judged = judged_rows(("接到投诉次数", "≥5次", "10次", 10, 10))
    assert [row.direction and row.direction.source for row in judged.rows] == ["sign"]
    assert found(judged, "JX-S02", "JX-T02") == []


def test_a_scheme_that_says_exactly_stands_above_the_name() -> None:
    judged = judged_rows(
        ("人均培训成本", "10.65万元", "9.99万元", 4, Decimal("3.75")), scheme="zhongwei-2024"
    )
    (row,) = judged.rows
    assert row.direction is not None
    assert (row.direction.reading, row.direction.source) == ("exact", "scheme")
    assert found(judged, "JX-S02") == []
    wrong = judged_rows(("人均培训成本", "10.65万元", "9.99万元", 4, 3), scheme="zhongwei-2024")
    assert [item.level for item in found(wrong, "JX-S02")] == ["error"]


def test_where_the_name_says_nothing_the_scheme_does_and_t02_says_so() -> None:
    judged = judged_rows(("开展调研", "4", "5", 10, 10))
    assert [row.direction and row.direction.source for row in judged.rows] == ["scheme"]
    (assumed,) = found(judged, "JX-T02")
    assert "口径" in assumed.message.zh


def test_where_name_and_scheme_say_the_same_the_score_is_written() -> None:
    judged = judged_rows(("采购完成率", "100%", "50%", 10, 7))
    assert written(judged) == {"G4": "5"}
    assert "依据" in changes(judged)[0].why.zh


def test_what_only_the_name_says_is_not_written() -> None:
    judged = judged_rows(("投诉次数", "5次", "10次", 10, 7))
    assert [(item.level, item.expected) for item in found(judged, "JX-S02")] == [("error", "5")]
    assert written(judged) == {}
    (left,) = left_alone(judged)
    assert "投诉" in left.why.zh


def test_a_fall_that_is_wanted_is_no_small_number() -> None:
    """能耗 is to be low, yet 下降5% asks for a fall of five or more."""
    judged = judged_rows(("单位能耗", "下降5%", "下降6%", 10, 10), ("单位能耗降低率", "5%", "6%", 10, 10))
    assert found(judged, "JX-S02") == []


def test_points_missing_under_a_heading_are_not_explained_by_a_direction_that_fits() -> None:
    """The row whose target has no sign is the one that may have lost them; what it deserves is asked, not chosen."""
    judged = judged_rows(("调研", "10万元", "12.5万元", 8), ("期数", "≥2个", "2个", 5), points="15分")
    assert [str(row.weight) for row in judged.rows] == ["10", "5"]
    (asked,) = found(judged, "JX-S02")
    assert (asked.level, asked.expected) == ("review", "10")


def test_the_note_on_implied_weights_is_said_in_both_languages() -> None:
    judged = judged_rows(("合格率", "≥90%", "81%", 8), ("期数", "≥2个", "2个", 5), points="15分")
    (wrong,) = found(judged, "JX-S02")
    assert "由标题分值推算" in wrong.message.zh
    assert "taken from the heading's points" in wrong.message.en


@pytest.mark.parametrize("target", ["≥ 95%", "大于等于95%", "≧95%", "不低于95%", "95%以上", "＞＝95%"])
def test_nobody_who_wrote_a_sign_hears_that_none_is_written(target: str) -> None:
    judged = judged_rows(("合格率", target, "96%", 10, 10))
    assert not any("没有写" in item.message.zh for item in findings_of(judged))


ROWS = st.tuples(
    st.sampled_from(["采购完成率", "投诉次数", "人均培训成本", "开展调研", "培训人数", "响应时间"]),
    st.integers(1, 200),
    st.integers(0, 400),
    st.integers(1, 20),
)


@seed(SEED)
@settings(max_examples=200, deadline=None)
@given(ROWS, st.sampled_from(["mof-2021", "guyuan-2024", "zhongwei-2024", ""]), st.integers(0, 100))
def test_what_is_printed_does_not_change_what_is_deserved(
    row: tuple[str, int, int, int], scheme: str, share: int
) -> None:
    name, target, actual, weight = row
    printed = [Decimal(weight), Decimal(weight * share) / 100, Decimal(0)]
    deserved = {
        plain(judged_rows((name, target, actual, weight, score), scheme=scheme).rows[0].expected.value)  # type: ignore[union-attr]
        for score in printed
    }
    assert len(deserved) == 1


@seed(SEED)
@settings(max_examples=200, deadline=None)
@given(ROWS, st.integers(1, 50))
def test_more_of_what_is_wanted_never_scores_less(row: tuple[str, int, int, int], more: int) -> None:
    name, target, actual, weight = row
    less, greater = (
        judged_rows((name, target, value, weight, weight)).rows[0] for value in (actual, actual + more)
    )
    assert less.expected is not None
    assert greater.expected is not None
    assert less.direction is not None
    if less.direction.reading == "at_least":
        assert greater.expected.value >= less.expected.value
    else:
        assert greater.expected.value <= less.expected.value


@seed(SEED)
@settings(max_examples=200, deadline=None)
@given(ROWS)
def test_a_row_whose_direction_is_assumed_is_never_clean_in_silence(row: tuple[str, int, int, int]) -> None:
    name, target, actual, weight = row
    judged = judged_rows((name, target, actual, weight, weight))
    if target != actual:
        assert found(judged, "JX-T02", "JX-S08", "JX-A03")
