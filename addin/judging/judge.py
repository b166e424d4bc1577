"""Working out a form under its scheme, once, for every check: the order of the steps.

>>> from addin.judging.examples import example_form
>>> from addin.judging.recognise import recognise
>>> form = example_form(layout="heading")
>>> [(str(indicator.weight), indicator.implied) for indicator in judge(form, recognise(form)).rows[1:3]]
[('10', True), ('10', True)]
"""

from __future__ import annotations

from addin.judging.expected import expected_score
from addin.judging.judged import (
    ComparedForm,
    ComparedRow,
    ExpectedScore,
    JudgedForm,
    JudgedRow,
    RowWeight,
)
from addin.judging.money import judge_money
from addin.judging.rows import compare_rows
from addin.judging.weights import row_weights
from addin.reading.form import Form
from udfs.scheme import Scheme


def judge(form: Form, scheme: Scheme) -> JudgedForm:
    """Work out *form* under *scheme*: rows compared, money, then weights, then the scores that are deserved."""
    compared = compare_form(form, scheme)
    rows = (
        _judged_row(indicator, weight, expected_score(compared, indicator, weight))
        for indicator, weight in zip(compared.rows, row_weights(compared), strict=True)
    )
    return JudgedForm(form, scheme, tuple(rows), compared.money)


def compare_form(form: Form, scheme: Scheme) -> ComparedForm:
    """*form* with every actual compared with its target, and its money worked out: what weights and scores rest on."""
    return ComparedForm(form, scheme, compare_rows(form, scheme), judge_money(form, scheme))


def _judged_row(indicator: ComparedRow, weight: RowWeight, expected: ExpectedScore) -> JudgedRow:
    return JudgedRow(
        row=indicator.row,
        target=indicator.target,
        group=indicator.group,
        score=indicator.score,
        pair=indicator.pair,
        standard=indicator.standard,
        incomparable=indicator.incomparable,
        same_text=indicator.same_text,
        equal=indicator.equal,
        met=indicator.met,
        doubtful=indicator.doubtful,
        cause=indicator.cause,
        direction=indicator.direction,
        weight=weight.value,
        implied=weight.implied,
        unsure=weight.unsure,
        expected=expected.score,
        other=expected.other,
        certain=expected.certain,
        why=expected.why,
    )
