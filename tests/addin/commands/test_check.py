"""校验本表, 校验全部, 清除标记: the right cells are marked, a second run changes nothing, clearing leaves no trace."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest
from corpus import WORKBOOKS
from desktop import Open, answer, contents, marked, said
from published import Published

from addin.checking.one_file import check_file
from addin.commands import COMMANDS, Desk, run
from addin.commands.results import NAME
from addin.judging.findings import BOOK_HEADS
from udfs.decimals import D

# Every form on its own, one workbook with all forms of a unit, and every third variant of them.
GIVEN = WORKBOOKS / "004-given.xlsx"
VARIANTS = sorted((WORKBOOKS / "variants").glob("*.xlsx"))
REAL = [path for path in sorted(WORKBOOKS.glob("*.xlsx")) if "given" not in path.stem] + [
    GIVEN,
    *VARIANTS[::3],
]


def codes(path: Path) -> dict[str, dict[str, set[str]]]:
    """The findings that the command line makes: sheet → cell → codes."""
    found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for item in check_file(str(path)).all_findings():
        if item.cell:
            found[item.sheet][item.cell].add(item.code)
    return found


@pytest.mark.parametrize("path", REAL, ids=lambda path: path.stem)
def test_a_real_form_is_marked_where_it_is_wrong_and_cleared_without_a_trace(
    path: Path, opened: Open, tmp_path: Path
) -> None:
    desk = opened(path)
    before = contents(desk, tmp_path)
    COMMANDS["check_book"](desk)
    expected = codes(path)
    for sheet, cells in expected.items():
        marks = marked(desk, tmp_path, sheet)
        assert set(marks) == set(cells)
        # A cell with a note of the user's keeps it; every other says what was found.
        assert all(set(text.split()) == cells[cell] for cell, text in marks.items() if text)
    once = contents(desk, tmp_path)
    COMMANDS["check_book"](desk)
    assert contents(desk, tmp_path) == once
    COMMANDS["clear_marks"](desk)
    assert contents(desk, tmp_path) == before
    first, second, *_ = said(desk)
    assert first == second
    assert "\n校验了" in first


FORM = WORKBOOKS / "001-16.xlsx"


def test_every_kind_of_variant_is_among_them() -> None:
    kinds = {path.stem.split("-", 2)[2] for path in VARIANTS}
    assert {path.stem.split("-", 2)[2] for path in VARIANTS[::3]} == kinds


@pytest.mark.parametrize("name", ["001-16", "002-02", "004-08"])
def test_a_filled_template_is_marked_and_cleared(name: str, opened: Open, tmp_path: Path) -> None:
    filled = Published(name, tmp_path / "filled.xlsx")
    desk = opened(filled.path, "自评表.xlsx")
    before = contents(desk, tmp_path)
    COMMANDS["check_sheet"](desk)
    expected = codes(filled.path)[desk.sheet.name]
    assert set(marked(desk, tmp_path, desk.sheet.name)) == set(expected)
    assert desk.sheet.api.ProtectContents
    COMMANDS["clear_marks"](Desk(desk.book, desk.escape))
    assert contents(desk, tmp_path) == before


def results_of(desk: Desk) -> list[list[str]]:
    """The rows of the results sheet."""
    sheet = desk.book.sheets[NAME]
    return list(
        sheet.range("A1").resize(sheet.used_range.last_cell.row, len(BOOK_HEADS)).options(ndim=2).value
    )


def test_the_results_sheet_leads_to_every_cell(opened: Open) -> None:
    desk = opened(FORM)
    COMMANDS["check_sheet"](desk)
    heads, *rows = results_of(desk)
    assert tuple(heads) == BOOK_HEADS
    expected = [item for form in check_file(str(FORM)).forms for item in form.findings]
    assert [(row[1], row[3]) for row in rows] == [(item.code, item.cell) for item in expected]
    for at, row in enumerate(rows, 2):
        assert desk.book.sheets[NAME].range((at, 4)).hyperlink.endswith(f"!{row[3]}")


def test_the_sheet_before_the_person_stays_there(opened: Open) -> None:
    desk = opened(FORM)
    name = desk.sheet.name
    COMMANDS["check_sheet"](desk)
    assert desk.sheet.name == name
    assert desk.app.status_bar is False


def explain_review(desk: Desk, words: str) -> int:
    """Write an explanation beside the first finding to be verified; gives its row."""
    at = next(at for at, row in enumerate(results_of(desk), 1) if row[0] == "核实")
    desk.book.sheets[NAME].range((at, len(BOOK_HEADS))).value = words
    return at


def test_an_explained_finding_is_answered_and_stays_so(opened: Open, tmp_path: Path) -> None:
    desk = opened(FORM)
    COMMANDS["check_sheet"](desk)
    at = explain_review(desk, "上级追加任务")
    cell = results_of(desk)[at - 1][3]
    others = [row for row in results_of(desk)[1:] if row[3] == cell]
    COMMANDS["check_sheet"](desk)
    again = results_of(desk)[at - 1]
    assert (again[0], again[3], again[-1]) == ("核实（已说明）", cell, "上级追加任务")
    if len(others) == 1:
        assert cell not in marked(desk, tmp_path, desk.sheet.name)
    assert "（另有1处已说明）" in said(desk)[-1]
    once = contents(desk, tmp_path)
    COMMANDS["check_sheet"](desk)
    assert contents(desk, tmp_path) == once


def test_an_explanation_outlives_its_finding_and_its_value(opened: Open) -> None:
    desk = opened(FORM)
    COMMANDS["check_sheet"](desk)
    heads, *rows = results_of(desk)
    at, row = next((at, row) for at, row in enumerate(rows, 2) if row[0] == "核实" and row[5])
    desk.book.sheets[NAME].range((at, len(heads))).value = "已核对"
    cell = desk.sheet.range(row[3])
    before = cell.value
    cell.value = "'999999人次"
    COMMANDS["check_sheet"](desk)
    kept = [line for line in results_of(desk)[1:] if line[-1] and line[-1].endswith("已核对")]
    assert len(kept) == 1
    assert kept[0][0] == "已消除" or kept[0][-1] == "〔数值已变，请核对〕已核对"
    cell.value = before
    COMMANDS["check_sheet"](desk)
    assert [line[0] for line in results_of(desk)[1:] if line[-1] == "已核对"] in (["核实（已说明）"], [])


def test_clearing_keeps_explanations_and_says_so(opened: Open) -> None:
    desk = opened(FORM)
    COMMANDS["check_sheet"](desk)
    explain_review(desk, "上级追加任务")
    said(desk)
    COMMANDS["clear_marks"](desk)
    assert NAME in [sheet.name for sheet in desk.book.sheets]
    assert "1条说明" in said(desk)[0]


def test_a_typed_total_is_put_right_and_given_back(opened: Open, tmp_path: Path) -> None:
    desk = opened(WORKBOOKS / "mutants" / "004-01-JX-S04-1.xlsx")
    before = contents(desk, tmp_path)
    total = check_file(str(tmp_path / "004-01-JX-S04-1.xlsx")).forms[0].total
    cell = desk.sheet.range(str(total["cell"]))
    COMMANDS["check_sheet"](desk)
    assert D(cell.value) == D(str(total["expected"]))
    assert f"{total['found']} → {total['expected']}" in said(desk)[0]
    COMMANDS["clear_marks"](desk)
    assert contents(desk, tmp_path) == before


def test_a_total_that_the_person_typed_since_is_theirs(opened: Open, tmp_path: Path) -> None:
    desk = opened(WORKBOOKS / "mutants" / "004-01-JX-S04-1.xlsx")
    cell = desk.sheet.range(str(check_file(str(tmp_path / "004-01-JX-S04-1.xlsx")).forms[0].total["cell"]))
    COMMANDS["check_sheet"](desk)
    cell.value = 50
    COMMANDS["clear_marks"](desk)
    assert cell.value == 50


def test_the_users_own_notes_fills_and_rules_stay(opened: Open, tmp_path: Path) -> None:
    desk = opened(FORM)
    cells = list(codes(FORM)[desk.sheet.name])
    first, second = (desk.sheet.range(cell) for cell in cells[:2])
    first.add_note("请财务科核对")
    first.color = (1, 2, 3)
    second.conditional_formats.add_custom("=1>0", fill_color=(4, 5, 6))
    before = contents(desk, tmp_path)
    COMMANDS["check_sheet"](desk)
    assert first.note.text == "请财务科核对"
    COMMANDS["clear_marks"](desk)
    assert contents(desk, tmp_path) == before


@pytest.mark.parametrize("reply", ["yes", "no"])
def test_a_protected_sheet_is_asked_about(opened: Open, tmp_path: Path, reply: str) -> None:
    desk = opened(FORM)
    desk.sheet.api.Protect()
    before = contents(desk, tmp_path)
    answer(desk, reply)
    COMMANDS["check_sheet"](desk)
    assert desk.sheet.api.ProtectContents
    assert bool(marked(desk, tmp_path, desk.sheet.name)) == (reply == "yes")
    messages = said(desk)
    assert "有保护" in messages[0]
    assert any("没有写入标记" in message for message in messages) == (reply == "no")
    COMMANDS["clear_marks"](Desk(desk.book, desk.escape))
    assert contents(desk, tmp_path) == before


def test_a_password_is_never_broken(opened: Open, tmp_path: Path) -> None:
    desk = opened(FORM)
    desk.sheet.api.Protect("秘密")
    COMMANDS["check_sheet"](desk)
    assert not marked(desk, tmp_path, desk.sheet.name)
    assert desk.sheet.api.ProtectContents
    assert any("没有写入标记" in message for message in said(desk))
    assert len(results_of(desk)) > 1


def test_a_sheet_without_a_form_is_said_to_be_so(opened: Open) -> None:
    desk = opened(FORM)
    desk.book.sheets.add("空白").activate()
    run("check_sheet", book=desk.book)
    assert said(desk) == ["没有找到绩效自评表；请转到自评表所在的工作表，或打开自评表所在的工作簿"]


def test_fifty_forms_show_how_far_it_is_and_can_be_left(opened: Open) -> None:
    desk = opened(FORM)
    for number in range(2, 51):
        desk.sheet.copy(name=f"表{number}")
    seen: list[str] = []

    def escape() -> bool:
        seen.append(str(desk.app.status_bar))
        return len(seen) > 20

    desk.escape = escape
    COMMANDS["check_book"](desk)
    assert seen[1].startswith("绩效自评：正在校验")
    assert "（1/50）" in seen[1]
    assert "完成 20/50" in said(desk)[-1]
    assert desk.app.status_bar is False


def explained(desk: Desk, words: dict[str, str]) -> None:
    """Write an explanation beside every finding to be verified that names a value."""
    sheet = desk.book.sheets[NAME]
    for at, row in enumerate(results_of(desk)[1:], 2):
        if row[0] == "核实" and row[5]:
            sheet.range((at, len(BOOK_HEADS))).value = words.setdefault(str(row[5]), f"说明{at}")


@pytest.mark.parametrize("how", ["the command", "by hand"])
def test_explanations_follow_their_indicator_when_a_row_comes_in(how: str, opened: Open) -> None:
    desk = opened(WORKBOOKS / "002-06.xlsx")
    COMMANDS["check_sheet"](desk)
    words: dict[str, str] = {}
    explained(desk, words)
    assert len(words) > 3
    if how == "the command":
        desk.sheet.range("D12").select()
        COMMANDS["insert_row"](desk)
    else:
        desk.sheet.range("13:13").insert("down")
    COMMANDS["check_sheet"](desk)
    answers = {str(row[5]): row[-1] for row in results_of(desk)[1:] if row[0] == "核实（已说明）"}
    alike = {value for value in words if sum(row[5] == value for row in results_of(desk)[1:]) > 1}
    assert answers.items() >= {value: text for value, text in words.items() if value not in alike}.items()


def test_a_renamed_results_sheet_is_still_ours(opened: Open, tmp_path: Path) -> None:
    desk = opened(FORM)
    before = contents(desk, tmp_path)
    COMMANDS["check_sheet"](desk)
    desk.book.sheets[NAME].name = "我的结果"
    COMMANDS["check_sheet"](desk)
    assert NAME not in [sheet.name for sheet in desk.book.sheets]
    COMMANDS["clear_marks"](desk)
    assert contents(desk, tmp_path) == before


def test_a_workbook_whose_structure_is_protected_is_refused_before_anything_is_written(
    opened: Open, tmp_path: Path
) -> None:
    desk = opened(FORM)
    desk.book.impl.uno.protect("")
    before = contents(desk, tmp_path)
    run("check_sheet", book=desk.book)
    assert "工作簿结构受保护" in said(desk)[0]
    assert contents(desk, tmp_path) == before
    desk.book.impl.uno.unprotect("")


def test_what_stands_beside_the_results_is_the_persons(opened: Open) -> None:
    desk = opened(FORM)
    COMMANDS["check_sheet"](desk)
    sheet = desk.book.sheets[NAME]
    sheet.range("L2").value = "已报科长"
    desk.sheet.range(results_of(desk)[1][3]).value = "'改过"
    COMMANDS["check_sheet"](desk)
    assert sheet.range("L2").value == "已报科长"


def test_totals_of_a_check_that_was_never_saved_do_not_come_back(opened: Open, tmp_path: Path) -> None:
    path = WORKBOOKS / "mutants" / "004-01-JX-S04-1.xlsx"
    desk = opened(path)
    total = check_file(str(path)).forms[0].total
    COMMANDS["check_sheet"](desk)
    name = desk.book.fullname
    desk.book.close()
    again = Desk(desk.app.books.open(name), lambda: False)
    cell = again.sheet.range(str(total["cell"]))
    cell.value = float(str(total["expected"]))
    COMMANDS["check_sheet"](again)
    COMMANDS["clear_marks"](again)
    assert D(cell.value) == D(str(total["expected"]))
