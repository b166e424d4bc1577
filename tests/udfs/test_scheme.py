"""Schemes are data: those that ship, and every way a file can be wrong."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from udfs import scheme as module
from udfs.errors import SchemeError
from udfs.scheme import all_schemes, load_scheme, parse_scheme, scheme_ids

FOLDER = Path(module.__file__).with_name("schemes")

TABLE = """
mof-2020           | 10 | 产出50 效益30 满意度10               | 80 60 | at_least | column
mof-2021           | 10 | 成本20 产出40 效益20 满意度10         | 80 60 | at_least | column
hubei-2020         | 20 | 产出40 效益40                       | 80 50 | at_least | heading
hubei-2024         | 20 | 成本20 产出20 效益30 满意度10         | 80 50 | at_least | heading
hubei-2024-overall | 20 | 成本5 产出5 效益7.5 满意度2.5          | 80 50 | at_least | heading
guyuan-2024        | 10 | 产出40 效益40 满意度20               | 80 50 | at_least | column
zhongwei-2024      | 0  | 产出40 效益40 满意度20               | 80 50 | exact    | column
"""


@pytest.mark.parametrize("line", TABLE.strip().splitlines())
def test_a_scheme_says_what_its_form_says(line: str) -> None:
    name, budget, sections, bands, bare, weights = (cell.strip() for cell in line.split("|"))
    scheme = load_scheme(name)
    assert scheme.budget_points == Decimal(budget)
    assert scheme.budget_scored == (budget != "0")
    assert (
        "".join(f" {section}{points}" for section, points in scheme.sections[0].items()).strip() == sections
    )
    assert [str(band.bottom) for band in scheme.bands[:2]] == bands.split()
    assert (scheme.bare, scheme.weights_on_form) == (bare, weights)
    assert scheme.reference
    assert scheme.note


def test_every_file_of_the_folder_is_a_scheme() -> None:
    files = sorted(path.stem for path in FOLDER.glob("*.toml"))
    assert [scheme.id for scheme in all_schemes()] == list(scheme_ids()) == files


def test_the_sections_and_the_budget_make_a_hundred_where_the_template_does() -> None:
    for scheme in all_schemes():
        if scheme.budget_scored and not scheme.budget_points:
            continue  # what the budget earns is not published
        goals = 4 if scheme.kind == "overall" else 1
        for split in scheme.sections:
            points = sum(split.values()) * goals + scheme.budget_points
            # The Guyuan template prints headings that make 110 with its budget; its note says so.
            assert points == (110 if scheme.id == "guyuan-2024" else 100)


def test_a_year_outside_the_validity_is_an_error() -> None:
    assert load_scheme("mof-2020", 2020).id == "mof-2020"
    with pytest.raises(SchemeError, match="mof-2020 只适用于2019—2020年度，不适用于2024年度"):
        load_scheme("mof-2020", 2024)
    with pytest.raises(SchemeError, match="2024年度起"):
        load_scheme("guyuan-2024", 2023)


def test_an_unknown_scheme_names_the_known_ones() -> None:
    with pytest.raises(SchemeError, match="hubei-2024-overall"):
        load_scheme("hubei-1999")


def edited(old: str, new: str) -> str:
    text = (FOLDER / "mof-2020.toml").read_text("utf-8")
    assert old in text
    return text.replace(old, new, 1)


WRONG = [
    ("places = 2", "", "键 places 缺失"),
    ("places = 2", "places = 2\ncolour = 1", "键 colour 无法识别"),
    ("scored = true", "scored = 1", "键 budget.scored"),
    ("points = 10", "points = 10\nrate = 1", "键 budget.rate 无法识别"),
    ('bare = "at_least"', 'bare = "upwards"', "键 quantitative.bare"),
    ("top = 100", "top = 1000", r"键 bands\[1\].top"),
    ('"产出" = 50', '"过程" = 50', r"键 sections\[1\].过程 无法识别"),
    ("years = [2019, 2020]", "years = [2020, 2019]", "键 years"),
    ("years = [2019, 2020]", 'years = ["2019"]', "键 years"),
    ('kind = "project"', 'kind = "both"', "键 kind"),
    ("explain_below = 80", "explain_below = 180", "键 quantitative.explain_below"),
    ('id = "mof-2020"', "id = ", "不是有效的 TOML"),
]


@pytest.mark.parametrize(("old", "new", "message"), WRONG)
def test_a_wrong_file_is_named_with_its_key(old: str, new: str, message: str) -> None:
    with pytest.raises(SchemeError, match=message) as error:
        parse_scheme(edited(old, new), "local.toml")
    assert "local.toml" in error.value.reason.zh
    assert "local.toml" in error.value.reason.en


def test_a_local_rule_is_a_file(tmp_path: Path) -> None:
    path = tmp_path / "本市-2025.toml"
    path.write_text(edited('id = "mof-2020"', 'id = "本市-2025"').replace("[2019, 2020]", "[2025]"), "utf-8")
    assert load_scheme(str(path), 2026).id == "本市-2025"
    with pytest.raises(SchemeError, match="读不了口径文件"):
        load_scheme(str(tmp_path / "没有.toml"))
