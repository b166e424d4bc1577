"""Wordings that mislead, judged as a reviewer of a finance bureau judges them: the data stands in tests/data/adversarial."""

from __future__ import annotations

import csv
import datetime as dt
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from udfs.functions import CellError, call

FOLDER = Path(__file__).parents[1] / "data" / "adversarial"


def rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def wordings() -> list[tuple[str, str, str]]:
    lines = (FOLDER / "wordings.txt").read_text("utf-8").splitlines()
    split = [line.split(" | ") for line in lines if line and not line.startswith("#")]
    return [(target, actual, right) for target, actual, right in split]


def same(got: object, right: object) -> bool:
    if isinstance(right, list):
        return isinstance(got, list) and len(got) == len(right) and all(map(same, got, right))
    if isinstance(got, CellError):
        got = got.name
    try:
        return Decimal(str(got)) == Decimal(str(right))
    except ArithmeticError:
        return str(got) == str(right)


def typed(text: str, kind: str) -> str | float:
    return float(text) if kind == "n" else text


def cell(value: Any) -> Any:
    if isinstance(value, dict):
        return dt.date.fromisoformat(value["date"]) if "date" in value else CellError(value["error"])
    return [cell(one) for one in value] if isinstance(value, list) else value


@pytest.mark.parametrize("row", rows("pairs.csv"), ids=lambda row: row["id"])
def test_a_pair_scores_as_the_reviewer_says(row: dict[str, str]) -> None:
    target, actual, weight = (
        typed(row[key], kind) for key, kind in zip(("target", "actual", "weight"), row["types"], strict=True)
    )
    got = call("JX_SCORE", target, actual, weight, row["direction"], row["scheme"])
    assert any(same(got, right) for right in [row["right"], *filter(None, row["also"].split("|"))]), got
    for part in ("kind", "operator", "number", "unit"):
        if row[part]:
            assert same(call("JX_TARGET", target, part), row[part])


@pytest.mark.parametrize("row", rows("functions.csv"), ids=lambda row: row["id"])
def test_a_call_gives_what_the_reviewer_says(row: dict[str, str]) -> None:
    got = call(row["name"], *map(cell, json.loads(row["args"])))
    assert any(
        same(got, right) for right in [json.loads(row["right"]), *filter(None, row["also"].split("|"))]
    )


@pytest.mark.parametrize(("target", "actual", "right"), wordings())
def test_a_wording_scores_as_the_rules_say(target: str, actual: str, right: str) -> None:
    got = call("JX_SCORE", target, actual, 10)
    said = "!" if isinstance(got, CellError) else got
    assert any(one == "!" == said or (one != "!" != said and same(said, one)) for one in right.split("/")), (
        got
    )
