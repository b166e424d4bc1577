"""Forms, accounts and narrative together: projects matched by name, and what they must say alike."""

from __future__ import annotations

from decimal import Decimal

import pytest

from addin.accounts.examples import CODE_EXAMPLES, example_forms, example_reading
from addin.accounts.forms import Stated, StatedAmount
from addin.accounts.links import links
from addin.accounts.model import Accounts
from addin.accounts.projects import likeness, matched
from addin.accounts.stated import LinkedForm
from addin.accounts.text.reading import read_narrative
from addin.accounts.text.sections import read_text
from addin.accounts.text.subjects import Resolver
from addin.accounts.text.whole import whole_checks

NAMES = [
    ("就业资金", "就业补助资金"),
    ("社保经办机构", "社会保险经办机构"),
    ("机关党员培训教育经费", "党员培训教育经费"),
    ("219-劳动维权工作经费", "劳动维权经费"),
    ("行政事业单位改革及人员考录、考察、考核、培训人才引进、人员调配、考察、职称评审经费", "行政事业单位改革及人员考录考察考核培训、人才引进考察调配、职称评审经费"),
    ("2024年人力资源服务费", "人力资源服务费项目"),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other"), NAMES)
def test_names_of_one_project_are_alike(one: str, other: str) -> None:
    assert likeness(one, other) >= Decimal("0.6")


def test_names_are_matched_one_to_one_whatever_their_order() -> None:
    left = [one for one, _ in NAMES]
    right = [other for _, other in reversed(NAMES)]
    pairs = {(pair.left, pair.right) for pair in matched(left, right)}
    assert pairs == {(n, len(NAMES) - 1 - n) for n in range(len(NAMES))}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("就业管理经费", "劳动维权工作经费"),
        ("农村道路", "高标准农田"),
        ("人力资源服务费", "支农返汉人员帮扶资金"),
    ],
)
def test_other_projects_are_not_alike(one: str, other: str) -> None:
    assert matched([one], [other]) == []


def test_equal_money_speaks_for_a_pair() -> None:
    amounts = ([Decimal(5), Decimal(7)], [Decimal(7), Decimal(5)])
    pairs = {
        (p.left, p.right)
        for p in matched(["道路养护一期", "道路养护二期"], ["道路养护", "道路养护"], amounts)
    }
    assert pairs == {(0, 1), (1, 0)}


def form(project: str, planned: str, executed: str, score: str = "96", kind: str = "project") -> LinkedForm:
    amounts = [StatedAmount(Decimal(text), cell, text) for text, cell in ((planned, "D9"), (executed, "E9"))]
    return LinkedForm(
        f"{project}.xlsx",
        project[:20],
        kind,
        project,
        Stated(amounts[0], amounts[1], (), "C3", Decimal(score)),
        (),
    )


def summary(number: int, name: str, planned: str, executed: str) -> str:
    return f"{number}.{name}绩效自评综述：项目全年预算数为{planned}万元，执行数为{executed}万元。"


def said(forms: list[LinkedForm], *sentences: str) -> list[tuple[str | None, str, str, str, str]]:
    resolver = Resolver(Accounts(), {})
    reading = read_narrative(
        read_text(["某局2024年度部门决算", "十三、预算绩效情况说明", *sentences]), resolver
    )
    whole_checks(reading, resolver)
    found, _ = links(forms, resolver, reading)
    own = [(None, item) for item in reading.findings]
    return [(path, item.code, item.cell, item.found, item.expected) for path, item in [*own, *found]]


FORMS = [form("就业补助资金", "80", "65"), form("农村道路", "30.5", "30.456")]
RIGHT = (
    "共涉及项目2个，资金95.46万元。",
    summary(1, "就业资金项目", "80", "65"),
    summary(2, "农村道路", "30.5", "30.46"),
)


def test_a_right_text_is_silent() -> None:
    assert said(FORMS, *RIGHT) == []


def test_an_amount_of_a_summary_is_not_the_forms() -> None:
    text = (RIGHT[0], RIGHT[1], summary(2, "农村道路", "35.0", "30.46"))
    assert said(FORMS, *text) == [(None, "JX-X04", "¶5", "35", "30.5")]


def test_both_amounts_are_one_finding() -> None:
    text = (RIGHT[0], summary(1, "就业资金项目", "88", "56"), RIGHT[2])
    assert said(FORMS, *text) == [(None, "JX-X04", "¶4", "88、56", "80、65")]


def test_the_amounts_may_stand_in_the_next_paragraph() -> None:
    text = (RIGHT[0], "1.就业资金绩效自评综述", "项目全年预算数为80万元，执行数为56万元。", RIGHT[2])
    assert said(FORMS, *text) == [(None, "JX-X04", "¶5", "56", "65")]


def test_the_sum_stated_is_that_of_the_forms() -> None:
    text = (RIGHT[0].replace("95.46", "94.56"), *RIGHT[1:])
    assert said(FORMS, *text) == [(None, "JX-X03", "¶3", "94.56", "95.456")]


def test_a_form_too_few_is_said_once() -> None:
    assert said(FORMS[:1], *RIGHT) == [(None, "JX-X06", "¶3", "2", "1")]


def test_a_summary_too_few_is_the_texts_own_fault() -> None:
    assert said(FORMS, *RIGHT[:2]) == [(None, "JX-N10", "¶3", "2个", "1个")]


def test_a_wrong_count_in_the_text_is_one_finding() -> None:
    text = (RIGHT[0].replace("2个", "3个"), *RIGHT[1:])
    assert said(FORMS, *text) == [(None, "JX-N10", "¶3", "3个", "2个")]


def test_other_projects_than_the_forms_are_two_findings() -> None:
    forms = [FORMS[0], form("水库除险加固", "30.5", "30.456")]
    found = said(forms, *RIGHT)
    assert found == [
        (None, "JX-X10", "¶5", "农村道路", ""),
        ("水库除险加固.xlsx", "JX-X10", "C3", "水库除险加固", ""),
    ]


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("就业资金项目自评得分为96分。", []),
        ("就业资金项目自评得分为69分。", [(None, "JX-X07", "¶3", "69", "96")]),
        ("抽取的是农村道路项目，再评得分95.1，与自评得分96.0分接近。", []),
        ("部门整体支出绩效自评得分为92.5分。", [(None, "JX-X07", "¶3", "92.5", "93.7")]),
    ],
)
def test_a_score_is_the_forms(sentence: str, found: list[tuple[str | None, str, str, str, str]]) -> None:
    overall = form("", "1", "1", "93.7", "overall")
    assert [one for one in said([*FORMS, overall], sentence) if one[1] == "JX-X07"] == found


@pytest.mark.parametrize("example", [e for e in CODE_EXAMPLES if e.forms], ids=lambda e: e.code)
def test_an_example_of_a_link_finds_its_code_once(example: object) -> None:
    found = [item for item in example_reading(example)[0] if item.code == example.code]  # type: ignore[arg-type, attr-defined]
    assert len(found) in (1, 2)


def test_the_example_forms_agree_with_the_example_accounts() -> None:
    reading = example_reading(CODE_EXAMPLES[0])
    assert [item.code for item in reading[0]] == ["JX-K10"]
    assert len(example_forms()) == 3
