"""Where nobody can be sure, nothing is called an error and nothing is written over a person's figure."""

from __future__ import annotations

import pytest

from addin.judging.checks import findings_of
from addin.judging.examples import Value, example_form
from addin.judging.judge import judge
from addin.judging.judged import JudgedForm
from addin.judging.recognise import recognise
from addin.judging.recompute import changes


def judged_example(edits: dict[str, Value], layout: str = "column") -> JudgedForm:
    form = example_form(edits, layout)
    return judge(form, recognise(form))


def errors(judged: JudgedForm) -> set[tuple[str, str]]:
    return {(finding.code, finding.cell) for finding in findings_of(judged) if finding.level == "error"}


def codes(judged: JudgedForm) -> set[tuple[str, str, str]]:
    return {(finding.code, finding.cell, finding.level) for finding in findings_of(judged)}


def written(judged: JudgedForm) -> set[str]:
    return {change.cell for change in changes(judged)}


def test_a_missing_point_may_be_the_row_nobody_can_judge() -> None:
    """F11 is right by itself; what lacks to the heading may be the qualitative row's above it."""
    judged = judged_example({"D10": "进一步提升", "E10": "略有提升", "F10": 8, "C14": "93.35"}, "heading")
    assert errors(judged) == set()
    assert ("JX-S02", "F11", "review") in codes(judged)
    assert written(judged) == set()


@pytest.mark.parametrize(
    ("target", "actual"),
    [
        ("3500", "100%"),
        ("3", "100%"),
        ("≤5%", "0.2"),
        ("≤3%", "0.1"),
        ("≤50万元", "4000"),
        ("≤1万元", "100"),
        ("≥1%", "1"),
    ],
)
def test_a_figure_of_two_magnitudes_is_for_review(target: str, actual: str) -> None:
    judged = judged_example({"D9": target, "E9": actual})
    assert errors(judged) == set()
    assert {code for code, cell, level in codes(judged) if cell in ("E9", "G9")} & {"JX-A03", "JX-S08"}
    assert written(judged) == set()


def test_money_that_begins_like_a_year_is_money() -> None:
    judged = judged_example({"D11": "≤2010.8万元", "E11": "2010.6万元"})
    assert errors(judged) == set()
    assert written(judged) == set()


def test_a_deadline_without_a_year_is_the_forms_year() -> None:
    judged = judged_example(
        {"D13": "12月底前", "E13": "2025年1月20日", "G13": 0, "H13": "印发推迟", "G15": "83.5"}
    )
    assert errors(judged) == set()
    assert written(judged) == set()


@pytest.mark.parametrize("said", ["达成率60%", "达成大部分", "达成度一般"])
def test_words_that_only_begin_like_a_level_state_none(said: str) -> None:
    judged = judged_example({"E13": said, "G13": 9, "H13": "制度待修订", "G15": "92.5"})
    assert errors(judged) == set()


@pytest.mark.parametrize(
    "edits",
    [
        {"G9": "9" * 70},
        {"D9": "≤95人", "E9": "9" * 80},
        {"E6": "9" * 45},
        {"F9": "1" * 50},
        {"G15": "9" * 80},
        {"G6": "9" * 40 + "%"},
    ],
)
def test_no_number_is_too_long_to_be_read(edits: dict[str, Value]) -> None:
    judged = judged_example(edits)
    findings_of(judged)
    changes(judged)
