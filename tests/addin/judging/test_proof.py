"""A reading proves itself, or says that it does not: then nothing that rests on the whole is an error, or written."""

from __future__ import annotations

import pytest

from addin.judging.checks import findings_of
from addin.judging.examples import Value, example_form
from addin.judging.judge import judge
from addin.judging.judged import JudgedForm
from addin.judging.proof import prove
from addin.judging.recognise import recognise
from addin.judging.recompute import changes, total_changes


def judged(edits: dict[str, Value] | None = None) -> JudgedForm:
    form = example_form(edits or {})
    return judge(form, recognise(form))


@pytest.mark.parametrize(
    ("edits", "reading"),
    [
        ({}, "closed"),
        ({"G15": 90}, "whole"),  # a wrong total on a form that was read whole
        ({"F8": "考核系数项"}, "open"),  # nobody knows what these numbers are
        ({"G8": "考核系数项"}, "open"),
        ({"F15": 110, "F9": 20, "G9": 20, "G15": "108.5"}, "closed"),  # the form's own 110 points
    ],
    ids=["right", "wrong total", "unknown weights", "unknown scores", "110 points"],
)
def test_a_reading_is_closed_whole_or_open(edits: dict[str, Value], reading: str) -> None:
    assert prove(judged(edits)).reading == reading


def test_an_open_reading_names_the_cells_and_makes_no_error_of_the_whole() -> None:
    form = judged({"F8": "考核系数项", "G15": 90})
    found = {item.code: item for item in findings_of(form)}
    assert found["JX-P05"].cell == "F8"
    assert "F9、F10" in found["JX-P05"].message.zh
    assert found["JX-S04"].level == "review"
    assert "重算" not in found["JX-S04"].fix.zh
    assert changes(form) == [] == total_changes(form)


def test_a_total_above_the_printed_weights_is_never_written() -> None:
    """The rows of this form have 110 points under a printed sum of 100: W01 says so, the total stays."""
    form = judged({"F9": 20, "G9": 20})
    assert "JX-W01" in {item.code for item in findings_of(form)}
    assert [change.cell for change in changes(form)] == []


def test_a_blank_total_of_an_unfinished_form_stays_blank() -> None:
    form = judged({"E9": "", "G9": "", "G15": ""})
    assert [change.cell for change in changes(form)] == []


def test_full_marks_of_a_weight_with_three_decimals_stay_full_marks() -> None:
    form = judged({"F9": "3.125", "G9": "3.125", "F10": "26.875", "G10": "26.875"})
    assert prove(form).reading == "closed"
    assert changes(form) == []
