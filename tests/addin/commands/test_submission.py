"""生成提交版: a copy with values for formulas, without macros, names, marks or results; refused while errors stand."""

from __future__ import annotations

import zipfile
from pathlib import Path

from corpus import WORKBOOKS
from desktop import Open, answer, contents, said
from openpyxl import load_workbook
from published import Published

from addin.commands import COMMANDS, Desk
from addin.excel.packing import put_modules
from addin.files import read
from addin.reading.forms import read_forms
from workbook_templates.build import build


def submitted(desk: Desk) -> Path:
    """The file that the last message names."""
    return Path(said(desk)[-1].split("提交版已生成：")[1].split("\n")[0])


def test_a_form_with_errors_is_refused_unless_the_person_insists(opened: Open, tmp_path: Path) -> None:
    desk = opened(WORKBOOKS / "002-06.xlsx")
    answer(desk, "no")
    COMMANDS["submission"](desk)
    question, refusal = said(desk)
    assert "处错误没有改正" in question
    assert "JX-S02" in question
    assert refusal.startswith("没有生成提交版")
    assert [path.name for path in tmp_path.glob("*.xlsx")] == ["002-06.xlsx"]
    answer(desk, "yes")
    COMMANDS["submission"](desk)
    assert submitted(desk).exists()


def test_the_copy_is_named_after_unit_project_and_year(opened: Open, tmp_path: Path) -> None:
    desk = opened(WORKBOOKS / "002-06.xlsx")
    (form,) = read_forms(read(WORKBOOKS / "002-06.xlsx").grids[0])
    for ending in ("", "(2)"):
        COMMANDS["submission"](desk)
        assert submitted(desk) == tmp_path / f"{form.unit_name}-{form.project.text}-{form.year}{ending}.xlsx"


def test_the_copy_of_a_checked_template_holds_values_alone(opened: Open, tmp_path: Path) -> None:
    filled = Published("002-02", tmp_path / "filled.xlsx")
    put_modules(filled.path, tmp_path / "macros.xlsm", ribbon=True)
    desk = opened(tmp_path / "macros.xlsm", "自评.xlsm")
    COMMANDS["check_book"](desk)
    answer(desk, "yes", "yes")
    before = contents(desk, tmp_path)
    COMMANDS["submission"](desk)
    assert contents(desk, tmp_path) == before
    path = submitted(desk)
    book, shown = load_workbook(path), load_workbook(tmp_path / "contents.xlsx", data_only=True)
    assert book.sheetnames == ["自评表", "填表说明"]
    assert not book.defined_names
    assert not read(path).macros
    with zipfile.ZipFile(path) as file:
        assert not [name for name in file.namelist() if "vba" in name.lower() or "customui" in name.lower()]
        assert "JIXIAO-MARK" not in "".join(
            file.read(name).decode("utf-8", "replace") for name in file.namelist()
        )
    for page in book:
        for row in page.iter_rows():
            for cell in row:
                assert cell.data_type != "f"
                assert cell.value == (shown[page.title][cell.coordinate].value or None) or cell.value == 0
                assert cell.comment is None
    assert page.print_area


def test_a_book_without_forms_is_refused(opened: Open) -> None:
    from addin.commands import run

    desk = opened(WORKBOOKS / "002-06.xlsx")
    desk.sheet.clear()
    run("submission", book=desk.book)
    assert said(desk) == ["没有找到绩效自评表，不能生成提交版"]


def test_a_template_made_new_is_opened_and_nothing_is_written_over(opened: Open, tmp_path: Path) -> None:
    desk = opened(WORKBOOKS / "002-06.xlsx")
    COMMANDS["new_form"](desk, "hubei-2024")
    COMMANDS["new_form"](desk, "hubei-2024")
    made = sorted(path.name for path in tmp_path.glob("绩效自评表-*.xlsx"))
    assert len(made) == 2
    assert {book.name for book in desk.app.books} >= set(made)
    (tmp_path / "same.xlsx").write_bytes(build("hubei-2024"))
    assert (tmp_path / made[0]).read_bytes() == (tmp_path / "same.xlsx").read_bytes()
