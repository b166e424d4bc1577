"""A form that is not filled in is not in order; what is denied earns no full marks; one cause has one finding."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from addin.grid import Cell
from addin.judging.checks import findings_of
from addin.judging.examples import Value, example_form, example_grid, few_rows
from addin.judging.judge import judge
from addin.judging.judged import JudgedForm
from addin.judging.recognise import recognise
from addin.judging.recompute import changes
from addin.judging.verdict import verdict
from addin.reading.form import Form
from addin.reading.forms import read_forms


def codes(form: Form, *levels: str) -> list[tuple[str, str]]:
    found = findings_of(judge(form, recognise(form)))
    return [(item.code, item.cell) for item in found if not levels or item.level in levels]


def example(edits: dict[str, Value], layout: str = "column") -> list[tuple[str, str]]:
    return codes(example_form(edits, layout), "error", "review")


def rows(*given: tuple[Value, ...], points: str = "") -> list[tuple[str, str]]:
    return [(code, cell) for code, cell in codes(few_rows(*given, points=points)) if code[3] in "TAS"]


def test_a_row_that_nobody_filled_in_has_one_finding() -> None:
    assert example({"E10": None, "G10": None, "G15": "78.5"}) == [("JX-A01", "E10")]


def test_a_form_that_nobody_filled_in_says_so_row_by_row_and_as_its_verdict() -> None:
    blank: dict[str, Value] = {f"{column}{row}": None for column in "EG" for row in range(9, 15)}
    form = example_form({**blank, "G15": None})
    found = findings_of(judge(form, recognise(form)))
    assert [(item.code, item.cell) for item in found] == [("JX-A01", f"E{row}") for row in range(9, 15)]
    assert verdict(found, "whole").zh == "未填完（6处没有填写）"


@pytest.mark.parametrize("stroke", ["/", "—", "-"])
def test_a_stroke_is_no_result(stroke: str) -> None:
    assert [code for code, cell in example({"E10": stroke}) if cell[1:] == "10"] == ["JX-A01"]


def test_a_total_is_not_held_against_scores_that_are_still_missing() -> None:
    assert example({"G12": None}) == [("JX-S06", "G12")]
    assert ("JX-S04", "G15") in example({"G12": None, "G15": "80"})


def test_money_that_nobody_filled_in() -> None:
    blank: dict[str, Value] = {f"{column}{row}": None for column in "CDEGH" for row in (6, 7)}
    assert example(blank) == [("JX-B09", "D6")]
    assert example({"E6": None, "E7": None, "G6": None, "G7": None}) == [("JX-B03", "H6")]
    executed: dict[str, Value] = {"E6": None, "E7": None, "G6": None, "G7": None, "H6": None}
    assert example(executed) == [("JX-B09", "E6")]


@pytest.mark.parametrize("text", ["", "/", "—"])
def test_a_goal_that_nobody_filled_in(text: str) -> None:
    assert example({"B5": text}, "goals") == [("JX-F09", "B5")]


def test_the_printed_sum_of_the_weights_is_a_sum() -> None:
    assert example({"F15": 90}) == [("JX-W01", "F15")]


def with_formula(formula: str, edits: dict[str, Value] | None = None) -> JudgedForm:
    grid = example_grid(edits)
    grid.cells[15, 7] = Cell(15, 7, formula=formula)
    (form,) = read_forms(grid)
    return judge(form, recognise(form))


def test_a_total_without_a_stored_result_says_so_and_what_it_gives() -> None:
    found = findings_of(with_formula("SUM(G9:G14)+H6"))
    assert [(item.code, item.cell) for item in found] == [("JX-S08", "G15")]
    (item,) = findings_of(with_formula("SUM(G9:G14,H6)", {"H6": Decimal("8.5")}))
    assert "按公式应为98.5" in item.message.zh
    (item,) = findings_of(with_formula("SUM(G9:G14)"))
    assert "按公式应为90，各项得分合计98.5" in item.message.zh
    (item,) = findings_of(with_formula("ROUND(A1,2)"))
    assert "98.5" not in item.message.zh


def test_a_local_limit_asks_for_a_reason() -> None:
    edits: dict[str, Value] = {}
    form = example_form(edits)
    scheme = recognise(form)
    assert "JX-B06" not in {item.code for item in findings_of(judge(form, scheme))}
    strict = replace(scheme, explain_below=Decimal(90))
    assert [item.cell for item in findings_of(judge(form, strict)) if item.code == "JX-B06"] == ["G6"]


@pytest.mark.parametrize(
    ("target", "actual"),
    [
        ("建立", "未建立"),
        ("建立健全", "尚未完成"),
        ("合格", "不合格"),
        ("按时完成", "未按时完成"),
        ("提高", "有所下降"),
        ("完成", "基本完成"),
        ("完成", "部分完成"),
        ("2024年12月底前", "未完成"),
        ("2024年12月底前", "延期"),
        ("≥95%", "低于95%"),
        ("≥100人", "未达到100人"),
        ("≤30天", "超过30天"),
        ("≥95%", "未完成"),
    ],
)
@pytest.mark.parametrize("points", ["", "20分"])
def test_no_row_that_denies_its_target_is_silent_with_full_marks(
    target: str, actual: str, points: str
) -> None:
    weight = () if points else (10,)
    score_cell = "F4" if points else "G4"
    found = rows(
        ("长效机制", target, actual, *weight, 10), ("期数", "≥4期", "5期", *weight, 10), points=points
    )
    assert {code for code, cell in found if cell == score_cell} & {"JX-S02", "JX-S03"}


@pytest.mark.parametrize(
    ("target", "actual"),
    [
        ("完成", "已完成"),
        ("建立健全", "已建立"),
        ("全覆盖", "100%"),
        ("无事故", "未发生事故"),
        ("有效提升", "有效提升了"),
        ("提升基本公共服务", "基本公共服务有效提升"),
    ],
)
def test_a_level_reached_in_other_words_is_reached(target: str, actual: str) -> None:
    assert "JX-S03" not in {code for code, _ in rows(("长效机制", target, actual, 10, 10))}


def test_the_schemes_own_word_for_a_level_is_an_error() -> None:
    said = "未达成预期指标且效果较差"
    form = few_rows(("长效机制", "建立", said, 10, 10))
    assert ("JX-S03", "G4") in codes(form, "error")
    assert ("JX-S03", "G4") in codes(few_rows(("长效机制", "建立", "未建立", 10, 10)), "review")


def test_a_denied_row_may_earn_what_is_left() -> None:
    assert "JX-S03" not in {code for code, _ in rows(("长效机制", "建立", "未建立", 10, 5))}
    assert "JX-S03" not in {code for code, _ in rows(("工程", "完成", "基本完成", 10, 8))}


def test_a_cost_with_at_least_is_asked_once() -> None:
    assert example({"D11": "≥600元/人", "E11": "580元/人"}) == [("JX-T05", "D11")]


def test_points_that_are_not_lost_rightly_need_no_reason() -> None:
    """S02 gives the row full marks; its missing note would explain a loss that is none."""
    assert example({"G9": 8, "G15": "96.5"}) == [("JX-S02", "G9")]


def test_a_damaged_rate_is_one_finding() -> None:
    damaged = example({"C12": "工程进度", "D12": "290%", "E12": "85%", "G12": 15})
    assert damaged == [("JX-T07", "D12")]
    assert ("JX-A04", "E14") not in codes(example_form({"D14": "≥90%", "E14": "》90%"}))


@pytest.mark.parametrize("name", ["税收任务完成比例", "撬动社会资本比例"])
def test_a_rate_that_may_exceed_a_hundred(name: str) -> None:
    assert "JX-A07" not in {code for code, _ in rows((name, "≥100%", "120%", 10, 10))}


def test_a_missing_wan_is_asked_for_and_never_scored_as_nothing() -> None:
    form = few_rows(("培训人数", "≥3万人", "3.2人", 10, 10))
    judged = judge(form, recognise(form))
    (asked,) = [item for item in findings_of(judged) if item.code == "JX-S08"]
    assert asked.level == "review"
    assert "少写了“万”" in asked.message.zh
    assert "G4" not in {change.cell for change in changes(judged)}
