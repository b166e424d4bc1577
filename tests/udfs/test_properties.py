"""What holds for every number: bounds, monotony, indifference to scale, and a grammar that reads its own spelling."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given, seed, settings
from hypothesis import strategies as st

from udfs.decimals import D, half_up
from udfs.scheme import all_schemes, load_scheme
from udfs.scoring import score_row
from udfs.target import parse

SCHEMES = st.sampled_from([scheme.id for scheme in all_schemes()])
AMOUNTS = st.decimals(min_value=0, max_value=10**7, places=2, allow_nan=False, allow_infinity=False)
POSITIVE = st.decimals(min_value="0.01", max_value=10**7, places=2, allow_nan=False, allow_infinity=False)
WEIGHTS = st.decimals(min_value="0.5", max_value=100, places=1, allow_nan=False, allow_infinity=False)
OPERATORS = st.sampled_from(["≥", "≤", ">", "<", "=", ""])
TEXTS = st.text(
    alphabet="≥≤><=0123456789.%‰万亿千元人次/年月日底前余以上下内不低于超过约至~-；，、 九成百分之十零无升率《≪()",
    max_size=24,
)
SEED = 20240501


def scored(target: str, actual: Decimal, weight: Decimal, scheme: str) -> Decimal:
    return score_row(target, f"{actual:f}", weight, load_scheme(scheme)).value


@seed(SEED)
@settings(max_examples=400, deadline=None)
@given(OPERATORS, AMOUNTS, AMOUNTS, WEIGHTS, SCHEMES)
def test_a_score_lies_between_nothing_and_its_weight(
    op: str, target: Decimal, actual: Decimal, weight: Decimal, scheme: str
) -> None:
    assert 0 <= scored(f"{op}{target:f}", actual, weight, scheme) <= half_up(weight, 2)


@seed(SEED)
@settings(max_examples=400, deadline=None)
@given(POSITIVE, AMOUNTS, AMOUNTS, WEIGHTS, SCHEMES)
def test_more_of_what_more_is_better_of_never_scores_less(
    target: Decimal, one: Decimal, other: Decimal, weight: Decimal, scheme: str
) -> None:
    low, high = sorted((one, other))
    assert scored(f"≥{target:f}", low, weight, scheme) <= scored(f"≥{target:f}", high, weight, scheme)


@seed(SEED)
@settings(max_examples=400, deadline=None)
@given(POSITIVE, AMOUNTS, AMOUNTS, WEIGHTS, SCHEMES)
def test_more_of_what_less_is_better_of_never_scores_more(
    target: Decimal, one: Decimal, other: Decimal, weight: Decimal, scheme: str
) -> None:
    low, high = sorted((one, other))
    assert scored(f"≤{target:f}", low, weight, scheme) >= scored(f"≤{target:f}", high, weight, scheme)


@seed(SEED)
@settings(max_examples=300, deadline=None)
@given(OPERATORS, POSITIVE, AMOUNTS, WEIGHTS, SCHEMES, st.sampled_from(["2", "10", "0.5", "1000"]))
def test_scaling_target_and_actual_together_changes_nothing(
    op: str, target: Decimal, actual: Decimal, weight: Decimal, scheme: str, factor: str
) -> None:
    by = D(factor)
    assert scored(f"{op}{target:f}", actual, weight, scheme) == scored(
        f"{op}{target * by:f}", actual * by, weight, scheme
    )


@seed(SEED)
@settings(max_examples=300, deadline=None)
@given(POSITIVE, POSITIVE, AMOUNTS, WEIGHTS)
def test_a_range_is_met_inside_and_scored_against_the_nearer_end_outside(
    one: Decimal, other: Decimal, actual: Decimal, weight: Decimal
) -> None:
    low, high = sorted((one, other))
    points = scored(f"{low:f}~{high:f}", actual, weight, "mof-2021")
    if low <= actual <= high:
        assert points == half_up(weight, 2)
    else:
        end = f"≥{low:f}" if actual < low else f"≤{high:f}"
        assert points == scored(end, actual, weight, "mof-2021")


@seed(SEED)
@settings(max_examples=1500, deadline=None)
@given(TEXTS)
def test_a_target_reads_its_own_spelling_as_itself(text: str) -> None:
    read = parse(text)
    assert parse(str(read)) == read


@seed(SEED)
@settings(max_examples=500, deadline=None)
@given(st.text(max_size=40))
def test_no_text_is_an_error(text: str) -> None:
    assert parse(text).raw == text


@seed(SEED)
@settings(max_examples=500, deadline=None)
@given(OPERATORS, POSITIVE, st.sampled_from(["", "%", "人", "万元", "元/人", "小时", "亿元"]))
def test_a_plain_target_is_read_back_number_for_number(op: str, number: Decimal, unit: str) -> None:
    read = parse(f"{op}{number:f}{unit}")
    assert (read.kind, read.op, read.number) == ("number", op, number)
    assert not read.sentence
