"""Every code has an example, every example is found, and the page that shows them is up to date."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from corpus import WORKBOOKS
from openpyxl import Workbook

from addin.checking.many import check_files
from addin.checking.one_file import check_file
from addin.checking.results import FileResult
from addin.judging.checks import CHECKS, findings_of
from addin.judging.examples import LAYOUTS, Value, check_examples, example_form, example_grid
from addin.judging.findings import catalogue
from addin.judging.judge import judge
from addin.judging.recognise import recognise
from addin.pages import PAGES, example_finding

ON_FORMS = [code for code, example in check_examples().items() if example.words is None]
DOCS = Path(__file__).parents[3] / "docs"


def save(path: Path, edits: dict[str, Value] | None = None) -> Path:
    """The first example form, edited, as a real workbook."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for (row, column), cell in example_grid(edits).cells.items():
        sheet.cell(row, column, float(cell.number) if cell.number is not None else cell.text)
    for merge in example_grid(edits).merges:
        sheet.merge_cells(None, merge.top, merge.left, merge.bottom, merge.right)
    book.save(path)
    return path


def codes(result: FileResult) -> list[str]:
    return [finding.code for finding in result.all_findings()]


def test_every_code_has_an_example_and_a_function() -> None:
    order = "FBWTASEXP"
    codes = [code for code, entry in catalogue().items() if entry.scope != "accounts"]
    assert codes == sorted(codes, key=lambda code: (order.index(code[3]), code))
    assert set(check_examples()) == set(codes)
    example_finding(check_examples()["JX-F01"])
    assert set(CHECKS) == set(ON_FORMS)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_example_forms_are_in_order(layout: str) -> None:
    form = example_form(layout=layout)
    assert [finding.code for finding in findings_of(judge(form, recognise(form)))] == []


@pytest.mark.parametrize("code", ON_FORMS)
def test_an_example_finds_its_code(code: str) -> None:
    finding = example_finding(check_examples()[code])
    assert finding.message.zh
    assert finding.message.en
    assert finding.reference


@pytest.mark.parametrize("code", ON_FORMS)
def test_a_check_says_which_sentence_it_enforces(code: str) -> None:
    example_finding(check_examples()[code])
    assert (CHECKS[code].__doc__ or "").rstrip().endswith(".")


def test_x01_the_same_quantity_on_two_forms(tmp_path: Path) -> None:
    other: dict[str, Value] = {"B3": "村干部培训", "E9": "6期", "H9": "增加一期"}
    files = [str(save(tmp_path / "一.xlsx")), str(save(tmp_path / "二.xlsx", other))]
    first, second = check_files(files)
    assert "JX-X01" not in codes(first)
    assert [(f.code, f.cell, f.found, f.expected) for f in second.findings] == [
        ("JX-X01", "E9", "6期", "5期")
    ]


def test_x01_a_name_that_every_project_has_is_no_one_quantity(tmp_path: Path) -> None:
    named: dict[str, Value] = {"C14": "服务对象满意度"}
    files = [
        str(save(tmp_path / "一.xlsx", named)),
        str(save(tmp_path / "二.xlsx", {**named, "B3": "村干部培训", "E14": "96%"})),
    ]
    assert [codes(result) for result in check_files(files)] == [[], []]


def test_x12_the_same_form_twice_says_where_the_two_differ_first(tmp_path: Path) -> None:
    files = [
        str(save(tmp_path / "一.xlsx")),
        str(save(tmp_path / "一 副本.xlsx")),
        str(save(tmp_path / "一 改.xlsx", {"E9": "6期", "H9": "增加一期", "E14": "96%"})),
        str(save(tmp_path / "一 上年.xlsx", {"A2": "（2023年度）", "F3": "2024年3月20日"})),
    ]
    first, copy, changed, last_year = check_files(files)
    assert codes(first) == codes(last_year) == []
    assert [(f.code, f.cell) for f in (*copy.findings, *changed.findings)] == [("JX-X12", "B3")] * 2
    assert "两份内容相同" in copy.findings[0].message.zh
    assert "最先在E9" in changed.findings[0].message.zh


def test_x01_forms_of_different_units_are_not_compared(tmp_path: Path) -> None:
    other: dict[str, Value] = {"E9": "6期", "B4": "某县组织部", "F4": "某县委党校", "H9": "增加一期"}
    files = [str(save(tmp_path / "一.xlsx")), str(save(tmp_path / "二.xlsx", other))]
    assert [codes(result) for result in check_files(files)] == [[], []]


def test_p01_a_text_file_is_no_workbook(tmp_path: Path) -> None:
    (tmp_path / "自评表.xlsx").write_text("项目名称,基层干部培训", "utf-8")
    assert codes(check_file(str(tmp_path / "自评表.xlsx"))) == ["JX-P01"]


def test_p02_a_list_of_expenses_is_no_form(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["日期", "事项", "金额"])
    sheet.append(["2024-03-01", "印刷费", 1200])
    book.save(tmp_path / "支出明细.xlsx")
    assert codes(check_file(str(tmp_path / "支出明细.xlsx"))) == ["JX-P02"]


def test_p04_a_link_to_another_workbook(tmp_path: Path) -> None:
    shutil.copy(WORKBOOKS / "special" / "links.xlsx", tmp_path / "自评表.xlsx")
    assert "JX-P04" in codes(check_file(str(tmp_path / "自评表.xlsx")))


@pytest.mark.parametrize("name", PAGES)
def test_a_generated_page_is_up_to_date(name: str) -> None:
    assert (DOCS / name).read_text("utf-8") == PAGES[name](), "run make docs"
