"""Whose rules a form follows where a region uses the national form as it is."""

from __future__ import annotations

import dataclasses

import pytest

from addin.judging import recognise as module
from addin.judging.examples import example_form
from addin.judging.recognise import recognise
from udfs.scheme import all_schemes, load_scheme

NATIONAL = load_scheme("mof-2021")
REGION = dataclasses.replace(NATIONAL, id="longzhong-2025", words=("陇中",), jurisdiction="陇中市")


@pytest.mark.parametrize("added", [(REGION, *all_schemes()), (*all_schemes(), REGION)], ids=["first", "last"])
def test_a_form_is_the_regions_where_it_names_it_and_else_the_nations(
    added: tuple[object, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "all_schemes", lambda: added)
    assert recognise(example_form()).id == "mof-2021"
    assert recognise(example_form({"B4": "陇中市委组织部"})).id == "longzhong-2025"
