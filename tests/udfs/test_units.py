"""Units: one table of quantities, a bare number as the other side is written, two magnitudes of a percentage."""

from __future__ import annotations

from decimal import Decimal

import pytest

from udfs.quantities import WORDS, canonical
from udfs.target import parse
from udfs.units import align

# target | actual | both in one unit, "?" where both magnitudes are plausible, "-" where they do not compare
ALIGNED = """
≤2小时 | 3 | 2 3
≥2公里 | 1500米 | 2000 1500
≥5吨 | 5 | 5 5
≥5 | 5吨 | 5 5
≥100亩 | 6公顷 | 100 90
≤500元/亩 | 7000元/公顷 | 7500 7000
≥65万元 | 53.13 | 650000 531300
≥65万元 | 531300 | 650000 531300
≥95% | 0.97 | 95 97
≥95% | 97 | 95 97
≥95% | 5 | 95 5
≥95% | 1.2 | 95 120
≥0.95 | 97% | 95 97
≥95% | 2 | ?
≥3% | 0.5 | ?
≥1% | 1 | ?
≥95% | 3500 | -
5 | 100% | -
≥100人 | 100人次 | -
≤3天 | 3个工作日 | -
≤1个月 | 30天 | -
≥1GB | 800MB | -
≥5% | 5个百分点 | -
≥100勒克斯 | 90流明 | -
≥100勒克斯 | 90勒克斯 | 100 90
≥100元/人 | 100元/户 | -
"""


@pytest.mark.parametrize("line", ALIGNED.strip().splitlines())
def test_both_sides_in_one_unit(line: str) -> None:
    target, actual, right = (cell.strip() for cell in line.split("|"))
    pair = align(parse(target), parse(actual))
    if right == "-":
        assert pair is None
        return
    assert pair is not None
    assert pair.ambiguous == (right == "?")
    if right != "?":
        assert [pair.target, pair.actual] == [Decimal(number) for number in right.split()]


def test_a_slip_of_ten_thousand_is_seen() -> None:
    for target, actual in (("≥3万人", "3.2人"), ("≥3人", "3.2万人"), ("≤20万元", "18元")):
        pair = align(parse(target), parse(actual))
        assert pair is not None
        assert pair.slip
    pair = align(parse("1.1万人"), parse("23101人"))
    assert pair is not None
    assert not pair.slip


@pytest.mark.parametrize("unit", sorted(set(WORDS) - {"个工作日", "个自然日", "个小时", "个百分点", "级"}))
def test_every_unit_is_read_as_one(unit: str) -> None:
    read = parse(f"≥5{unit}")
    assert read.kind == "number"
    assert not read.sentence
    # ‰ and the words for percent are percentages; a thousand 字 is one unit, a thousand 元 are a thousand.
    assert canonical(read.unit)[0] == canonical(unit)[0]


def test_a_quantity_converts_without_a_remainder() -> None:
    for unit in WORDS:
        assert canonical(unit)[1] > 0
    assert canonical("公顷")[1] / canonical("平方米")[1] == 10_000
