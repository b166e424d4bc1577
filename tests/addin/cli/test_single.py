"""jx score, jx explain and jx schemes."""

from __future__ import annotations

import pytest
from command import (
    Run,
    refused,
)

from addin.judging.findings import LEVEL_NAMES, catalogue
from udfs.scheme import all_schemes


@pytest.mark.parametrize(
    ("words", "printed"),
    [
        (["≥95%", "98%", "10"], ["10", "正向 实际98达到目标95，得10"]),
        (["≥95%", "76%", "20"], ["16", "正向 20×76÷95=16"]),
        (["≤6.60万元", "7.44万元", "4"], ["3.55", "反向 4×6.60÷7.44=3.55"]),
        (["100", "80", "10"], ["8", "正向 10×80÷100=8"]),
        (["100", "80", "10", "--direction", "正向"], ["8", "正向 10×80÷100=8"]),
        (["100", "125", "10", "--direction", "反向"], ["8", "反向 10×100÷125=8"]),
        (["100", "125", "10", "--direction", "相等"], ["8", "相等 10×100÷125=8"]),
        (["10.65万元", "9.99万元", "4", "--scheme", "zhongwei-2024"], ["3.75", "相等 4×9.99÷10.65=3.75"]),
        (["建立制度", "建立制度", "15"], ["15", "实际与目标一致，得15"]),
    ],
)
def test_a_score_is_printed_with_its_arithmetic(jx: Run, words: list[str], printed: list[str]) -> None:
    outcome = jx("score", *words, "--lang", "zh")
    assert (outcome.status, outcome.out.splitlines(), outcome.err) == (0, printed, "")


def test_directions_have_english_names(jx: Run) -> None:
    for english, chinese in ("up", "正向"), ("down", "反向"), ("equal", "相等"):
        assert jx("score", "100", "120", "10", "--direction", english) == jx(
            "score", "100", "120", "10", "--direction", chinese
        )


def test_a_scheme_changes_the_score(jx: Run) -> None:
    scores = {
        scheme.bare: jx("score", "10", "12", "6", "--scheme", scheme.id).out.split()[0]
        for scheme in all_schemes()
    }
    assert scores == {"at_least": "6", "exact": "5"}


@pytest.mark.parametrize(
    ("target", "actual", "reason"),
    [
        ("", "98%", "the target is blank"),
        ("≥95%", "", "the actual is blank"),
        ("≥95%；≥98%", "98%", "more than one target"),
        ("≥100人", "98%", "do not compare"),
        ("≥1%", "1", "two magnitudes"),
        ("≥95%", "计划标准", "no number"),
        ("效果明显", "良好", "states no level"),
        ("效果明显", "部分达成预期指标并具有一定效果", "choice: give one"),
        ("≥-5%", "-8%", "negative"),
    ],
)
def test_a_row_that_cannot_be_scored_says_why(jx: Run, target: str, actual: str, reason: str) -> None:
    assert reason in refused(jx("score", "--", target, actual, "10"))


def test_a_negative_percentage_is_a_value_and_no_option(jx: Run) -> None:
    assert jx("score", "-5%", "-3%", "10").out.splitlines()[0] == "10"
    assert jx("score", "≥2%", "-3%", "10").out.splitlines()[0] == "0"


@pytest.mark.parametrize("code", catalogue())
def test_every_code_is_explained(jx: Run, code: str) -> None:
    entry = catalogue()[code]
    for language in "zh", "en":
        outcome = jx("explain", code, "--lang", language)
        assert (outcome.status, outcome.err) == (0, "")
        for text in LEVEL_NAMES[entry.level], entry.title, entry.why, entry.fix:
            assert text.get(language) in outcome.out
        assert outcome.out.startswith(code)
        assert entry.reference in outcome.out


def test_a_code_may_be_written_short_or_small(jx: Run) -> None:
    assert jx("explain", "JX-S02") == jx("explain", "S02") == jx("explain", "jx-s02") == jx("explain", "s02")


@pytest.mark.parametrize("code", ["", "JX-", "JX-S99", "S", "自评"])
def test_an_unknown_code_is_refused_with_those_there_are(jx: Run, code: str) -> None:
    sentence = refused(jx("explain", code))
    assert all(known in sentence for known in catalogue())


def test_the_schemes_are_listed_with_years_and_references(jx: Run) -> None:
    outcome = jx("schemes")
    assert (outcome.status, outcome.err) == (0, "")
    for line, scheme in zip(outcome.out.splitlines(), all_schemes(), strict=True):
        first, last = scheme.years
        assert line.split()[:2] == [scheme.id, f"{first}-{last or ''}"]
        assert scheme.reference in line
