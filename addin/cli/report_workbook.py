"""Findings as a results workbook: one row a finding with a link to its cell, and one sheet of totals.

Every text is stored as a text: what a form holds ("=cmd…", "+1", "@…") never becomes a formula here.

>>> import contextlib, tempfile
>>> from openpyxl import load_workbook
>>> folder = tempfile.TemporaryDirectory()
>>> out = Path(folder.name, "结果.xlsx")
>>> with contextlib.closing(WorkbookReport(out, out, "zh")) as report:
...     report.end()
>>> [cell.value for cell in load_workbook(out)["问题"][1]][:5]
['级别', '代码', '文件', '工作表', '单元格']
>>> folder.cleanup()
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import quote

from addin.checking.results import FileResult
from addin.cli.report import Shown, Summary
from addin.judging.findings import LEVEL_NAMES, LEVELS, RESULT_HEADS, Finding, count_levels
from addin.judging.verdict import verdict
from addin.reading.numbers import number_in

_TOTAL_HEADS = {
    "zh": ("文件", "工作表", "项目", "单位", "年度", "口径", "总分", "应为", "错误", "核实", "提示", "结论"),
    "en": (
        "file",
        "sheet",
        "project",
        "unit",
        "year",
        "scheme",
        "total",
        "expected",
        "errors",
        "review",
        "hints",
        "verdict",
    ),
}
_A4 = 9
# A sheet holds 65,530 links; Excel offers to repair one with more.
_MOST_LINKS = 65_000
# Numbers as numbers in these columns of the totals: 年度, 总分, 应为 and the counts.
_FIGURES = (4, 6, 7, 8, 9, 10)
_WIDTHS = (8, 10, 30, 20, 9, 60, 20, 16, 46, 24, 30)
_TOTAL_WIDTHS = (30, 20, 36, 24, 8, 18, 10, 10, 8, 8, 8, 34)


class WorkbookReport:
    """Takes the results of one file after the other; end() saves the workbook."""

    def __init__(self, file: Path, out: Path, language: str, shown: Shown | None = None) -> None:
        """Write to *file*; links lead from where it will lie in the end, *out*."""
        from openpyxl import Workbook

        self.path, self.out, self.language, self.summary = file, out, language, Summary()
        self.shown = shown or Shown()
        self.links = 0
        self.book = Workbook(write_only=True)
        zh = language == "zh"
        self.findings = self._sheet("问题" if zh else "findings", RESULT_HEADS[language], _WIDTHS)
        self.totals = self._sheet("总分" if zh else "totals", _TOTAL_HEADS[language], _TOTAL_WIDTHS)

    def _sheet(self, name: str, heads: Iterable[str], widths: Iterable[int]) -> Any:
        from openpyxl.styles import Alignment, Font, PatternFill
        from openpyxl.utils import get_column_letter
        from openpyxl.worksheet.properties import PageSetupProperties

        sheet = self.book.create_sheet(name)
        sheet.freeze_panes = "A2"
        # Printed across the paper, as wide as it, the headings on every page.
        sheet.page_setup.orientation = "landscape"
        sheet.page_setup.paperSize = _A4
        sheet.page_setup.fitToHeight = 0
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        sheet.print_title_rows = "1:1"
        for column, width in enumerate(widths, 1):
            sheet.column_dimensions[get_column_letter(column)].width = width
        cells = []
        for head in heads:
            cell = self._text(sheet, head)
            cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="DDEBF7")
            cell.alignment = Alignment(vertical="center")
            cells.append(cell)
        sheet.append(cells)
        return sheet

    def _text(self, sheet: Any, value: str | None) -> Any:
        from openpyxl.cell import WriteOnlyCell
        from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
        from openpyxl.styles import Alignment

        cell = WriteOnlyCell(sheet)
        plain = (value or "").encode("utf-8", "replace").decode("utf-8")
        text = ILLEGAL_CHARACTERS_RE.sub("", plain)[:32_000]
        if text:
            cell.value = text
            cell.data_type = "s"
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if text[0] in "=+-@":
                cell.quotePrefix = True
        return cell

    def _figure(self, sheet: Any, value: str | None) -> Any:
        """A number as a number, so that it can be sorted and added up; anything else as text."""
        cell = self._text(sheet, value)
        number = number_in(value) if value else None
        if number is not None and not number.percent:
            cell.value = number.value
            cell.data_type = "n"
        return cell

    def file(self, result: FileResult) -> None:
        self.summary.add(result)
        # A row a finding, each with its link; what must be corrected first, file by file.
        found = self.shown.of(result.all_findings())
        for item in sorted(found, key=lambda item: LEVELS.index(item.level)):
            self.findings.append(self._finding(result.path, item))
        for form in result.forms:
            levels = count_levels(form.findings)
            texts = (
                result.path,
                form.sheet,
                form.project,
                form.unit,
                str(form.year or ""),
                form.scheme,
                form.total["found"],
                form.total["expected"],
                *(str(levels[level]) for level in LEVELS),
                verdict(form.findings, form.reading).get(self.language),
            )
            self.totals.append(
                [
                    self._figure(self.totals, text) if column in _FIGURES else self._text(self.totals, text)
                    for column, text in enumerate(texts)
                ]
            )

    def _finding(self, path: str, item: Finding) -> list[Any]:
        from openpyxl.styles import Font

        level = LEVEL_NAMES[item.level].get(self.language)
        texts = (
            level,
            item.code,
            path,
            item.sheet,
            item.cell,
            item.message.get(self.language),
            item.found,
            item.expected,
            item.fix.get(self.language),
            item.reference,
            "",
        )
        cells = [self._text(self.findings, text) for text in texts]
        cells[0].font = Font(color={"error": "C00000", "review": "B45F06", "hint": "595959"}[item.level])
        if item.cell and self.links < _MOST_LINKS:
            self.links += 1
            cells[4].hyperlink = self._link(path, item)
            cells[4].font = Font(color="0563C1", underline="single")
        return cells

    def _link(self, path: str, item: Finding) -> Any:
        """A link to the cell; a relative one where the file lies below the report, so that both can be moved."""
        from openpyxl.worksheet.hyperlink import Hyperlink

        target = Path(path).absolute()
        folder = self.out.absolute().parent
        if target.is_relative_to(folder):
            where = quote(target.relative_to(folder).as_posix(), errors="replace")
        else:
            where = quote(target.as_posix(), safe="/:", errors="replace")
            where = f"file://{'' if where.startswith('/') else '/'}{where}"
        quoted = item.sheet.replace("'", "''")
        return Hyperlink(ref="A1", target=where, location=f"'{quoted}'!{item.cell}", tooltip=item.code)

    def end(self) -> None:
        self.findings.auto_filter.ref = f"A1:K{max(sum(self.summary.levels.values()), 1) + 1}"
        self.book.save(self.path)

    def close(self) -> None:
        """Remove the sheets' temporary files; needed where the report does not come to its end."""
        for sheet in (self.findings, self.totals):
            if not sheet.closed:
                sheet.close()
