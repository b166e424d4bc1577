"""The application, its workbooks and their sheets: opened, saved in every format, protected, closed."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
import xlwings as xw
from corpus import WORKBOOKS
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.protection import SheetProtection

from addin.libreoffice.engine import register
from addin.libreoffice.engine.base import CalcError
from addin.libreoffice.office import Office, OfficeError


def test_an_office_is_one_app_however_often_it_is_registered(app: xw.App, office: Office) -> None:
    assert register(office) == app
    assert (app.pid, xw.apps.active, xw.engines.active.name) == (office.pid, app, "libreoffice")
    assert app.version.major == 16


def test_what_a_screen_would_show_is_kept(app: xw.App) -> None:
    app.status_bar = "正在校验（1/2）"
    assert app.status_bar == "正在校验（1/2）"
    app.status_bar = False
    with app.properties(screen_updating=False, display_alerts=False, enable_events=False, interactive=False):
        assert (app.screen_updating, app.display_alerts, app.enable_events, app.interactive) == (False,) * 4
    assert (app.screen_updating, app.display_alerts, app.enable_events, app.interactive) == (True,) * 4


def test_questions_are_recorded_and_answered(app: xw.App) -> None:
    app.impl.alerts.clear()
    app.impl.answers.append("no")
    assert app.alert("继续吗？", "绩效自评", "yes_no") == "no"
    assert app.alert("继续吗？", "绩效自评", "yes_no") == "yes"
    assert app.alert("完成", mode="info") == "ok"
    assert app.impl.alerts == [
        ("继续吗？", "绩效自评", "yes_no", None),
        ("继续吗？", "绩效自评", "yes_no", None),
        ("完成", None, "ok", "info"),
    ]


@pytest.mark.parametrize("ending", [".xlsx", ".xlsm", ".xls", ".ods"])
def test_a_book_is_saved_in_the_format_of_its_ending_and_opened_again(
    app: xw.App, book: xw.Book, sheet: xw.Sheet, tmp_path: Path, ending: str
) -> None:
    sheet["A1:B1"].value = ["总分", "=SUM(1,2)"]
    path = tmp_path / f"自评表{ending}"
    book.save(path)
    assert (book.name, book.fullname, book.api.Saved) == (path.name, str(path), True)
    book.close()
    again = app.books.open(path)
    assert again.sheets[0]["A1:B1"].formula == (("总分", "=SUM(1,2)"),)
    assert app.books[path.name] == app.books.active == again
    assert app.books.open(path) == again


def test_a_sheet_is_saved_as_csv(book: xw.Book, sheet: xw.Sheet, tmp_path: Path) -> None:
    sheet["A1:B2"].value = [["指标", "得分"], ["甲,乙", 9.5]]
    book.save(tmp_path / "表.csv")
    rows = list(csv.reader((tmp_path / "表.csv").read_text("utf-8").splitlines()))
    assert rows == [["指标", "得分"], ["甲,乙", "9.5"]]


def test_an_unknown_ending_is_refused(book: xw.Book, tmp_path: Path) -> None:
    with pytest.raises(OfficeError, match="docx"):
        book.save(tmp_path / "表.docx")


def test_a_copy_leaves_the_book_as_it_is(book: xw.Book, sheet: xw.Sheet, tmp_path: Path) -> None:
    sheet["A1"].value = 1
    name = book.name
    book.api.SaveCopyAs(str(tmp_path / "copy.xlsx"))
    assert (book.name, book.api.Saved) == (name, False)
    assert load_workbook(tmp_path / "copy.xlsx").active["A1"].value == 1


def test_passwords_and_reading_only(app: xw.App, book: xw.Book, sheet: xw.Sheet, tmp_path: Path) -> None:
    sheet["A1"].value = "密"
    book.save(tmp_path / "locked.xlsx", password="对的")
    book.close()
    with pytest.raises(OfficeError):
        app.books.open(tmp_path / "locked.xlsx", password="错的")
    opened = app.books.open(tmp_path / "locked.xlsx", password="对的", read_only=True)
    assert opened.sheets[0]["A1"].value == "密"
    with pytest.raises(CalcError):
        opened.save()


def test_pdf_of_a_book_and_of_one_sheet(book: xw.Book, sheet: xw.Sheet, tmp_path: Path) -> None:
    sheet["A1"].value = "甲"
    book.sheets.add("乙", after=sheet)["A1"].value = "乙"
    book.to_pdf(tmp_path / "both.pdf")
    book.sheets["乙"].to_pdf(tmp_path / "one.pdf")
    pages = [(tmp_path / name).read_bytes().count(b"/Type/Page/") for name in ("both.pdf", "one.pdf")]
    assert pages == [2, 1]
    assert [page.visible for page in book.sheets] == [True, True]


def test_sheets_come_go_and_move(book: xw.Book, sheet: xw.Sheet) -> None:
    book.sheets.add("结果", after=sheet)
    book.sheets.add("封面", before=sheet)
    assert (book.sheet_names, book.sheets.active.name) == (["封面", "Sheet1", "结果"], "封面")
    sheet["A1"].value = "x"
    copy = sheet.copy(after=book.sheets["结果"], name="副本")
    assert (copy["A1"].value, copy.index) == ("x", 4)
    book.sheets["结果"].move(before=book.sheets["封面"])
    assert book.sheet_names == ["结果", "封面", "Sheet1", "副本"]
    assert book.sheets["SHEET1"] == sheet
    book.sheets["封面"].delete()
    sheet.name = "自评"
    assert book.sheet_names == ["结果", "自评", "副本"]
    with pytest.raises(CalcError, match="已有名为“结果”的工作表"):
        sheet.name = "结果"
    with pytest.raises(xw.NoSuchObjectError):
        _ = book.sheets["没有"]
    book.sheets["结果"].visible = book.sheets["副本"].visible = False
    with pytest.raises(CalcError, match="至少要有一张可见的工作表"):
        sheet.visible = False


def test_a_held_sheet_is_the_same_after_cells_come_and_go(sheet: xw.Sheet, book: xw.Book) -> None:
    other = book.sheets["Sheet1"]
    sheet["A1:B2"].value = [[1, 2], [3, 4]]
    sheet["1:1"].insert("down")
    assert other["A2:B3"].value == [[1, 2], [3, 4]]
    sheet["A1:A2"].delete("up")
    assert other["A1:B3"].value == [[3, None], [None, 2], [None, 4]]


def test_protection_says_what_it_allows_and_comes_back_as_it_was(
    app: xw.App, book: xw.Book, tmp_path: Path
) -> None:
    source = Workbook()
    source.active["A1"].value = 1
    source.active.protection = SheetProtection(sheet=True, objects=True, formatCells=False, insertRows=False)
    source.save(tmp_path / "protected.xlsx")
    sheet = app.books.open(tmp_path / "protected.xlsx").sheets[0]
    api = sheet.api
    assert (api.ProtectContents, api.ProtectDrawingObjects, api.ProtectScenarios) == (True, True, False)
    allowed = {
        name: getattr(api.Protection, name)
        for name in ("AllowFormattingCells", "AllowInsertingRows", "AllowSorting")
    }
    assert allowed == {"AllowFormattingCells": True, "AllowInsertingRows": True, "AllowSorting": False}
    with pytest.raises(CalcError):
        sheet["A1"].value = 2
    api.Unprotect("")
    sheet["A1"].value = 2
    api.Protect(DrawingObjects=True, Contents=True, Scenarios=False, **allowed)
    sheet.book.save()
    stored = load_workbook(tmp_path / "protected.xlsx").active
    assert (stored["A1"].value, stored.protection.sheet, stored.protection.formatCells) == (2, True, False)
    api.Unprotect()
    with pytest.raises(NotImplementedError, match="AllowSorting=True"):
        api.Protect(AllowSorting=True)
    assert not api.ProtectContents


def test_a_password_is_needed_to_unprotect(sheet: xw.Sheet) -> None:
    sheet.api.Protect(Password="对的")
    for wrong in ("", "错的"):
        with pytest.raises(CalcError, match="密码不对"):
            sheet.api.Unprotect(wrong)
    for change in (
        lambda: sheet["1:1"].insert("down"),
        lambda: sheet["A1"].add_note("x"),
        lambda: sheet["A1"].conditional_formats.add_custom("=A1>1"),
        lambda: sheet["A1:B1"].merge(),
        lambda: setattr(sheet["A1"], "color", (1, 2, 3)),
    ):
        with pytest.raises(CalcError):
            change()
    sheet.api.Unprotect("对的")
    assert not sheet.api.ProtectContents


def test_macros_run_only_in_a_book_that_is_trusted(app: xw.App, book: xw.Book, tmp_path: Path) -> None:
    libraries = book.impl.uno.BasicLibraries
    if not libraries.hasByName("Standard"):
        libraries.createLibrary("Standard")
    libraries.getByName("Standard").insertByName("Sums", "Function Twice(x)\nTwice = 2 * x\nEnd Function\n")
    book.save(tmp_path / "macros.ods")
    book.close()
    with pytest.raises(CalcError, match=r"Sums\.Twice"):
        app.books.open(tmp_path / "macros.ods").macro("Sums.Twice")(4)
    app.books["macros.ods"].close()
    app.impl.trust_macros = True
    try:
        assert app.books.open(tmp_path / "macros.ods").macro("Sums.Twice")(4) == 8
    finally:
        app.impl.trust_macros = False


@pytest.mark.parametrize("path", sorted(WORKBOOKS.glob("*.xlsx"))[:3], ids=lambda path: path.stem)
def test_a_real_form_reads_as_another_program_reads_it(app: xw.App, book: xw.Book, path: Path) -> None:
    opened = app.books.open(path, read_only=True)
    theirs = load_workbook(path, data_only=True)
    seen = 0
    for page in theirs:
        for row in page.iter_rows():
            for cell in row:
                if isinstance(cell.value, str | int) and not isinstance(cell.value, bool):
                    ours = opened.sheets[page.title].range(cell.coordinate).value
                    assert str(ours).replace("\r\n", "\n") == str(
                        float(cell.value) if isinstance(cell.value, int) else cell.value
                    ), cell
                    seen += 1
    assert seen > 30
