"""Findings as text, JSON or a results workbook, written file by file as they come.

>>> import io
>>> from addin.checking import FileResult
>>> out = io.StringIO()
>>> report = TextReport(out, "en")
>>> report.file(FileResult("a.xlsx")); report.end()
>>> print(out.getvalue().strip())
1 file, 0 forms: 0 errors, 0 for review, 0 hints
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Protocol, TextIO
from urllib.parse import quote

from addin.checking import FileResult, FormResult, RowResult
from addin.findings import LEVEL_NAMES, LEVELS, RESULT_HEADS, Finding, count_levels
from addin.printed import number_in
from udfs.text import Text

VERSION = 1


@dataclasses.dataclass(slots=True)
class Summary:
    """How many files and forms were checked, and how many findings of each level were made."""

    files: int = 0
    forms: int = 0
    levels: dict[str, int] = dataclasses.field(default_factory=lambda: dict.fromkeys(LEVELS, 0))

    def add(self, result: FileResult) -> None:
        """Count *result* in."""
        self.files += 1
        self.forms += len(result.forms)
        for level, number in count_levels(result.all_findings()).items():
            self.levels[level] += number

    def words(self) -> Text:
        """The summary as a sentence."""
        error, review, hint = (self.levels[level] for level in LEVELS)
        return Text(
            f"共{self.files}个文件、{self.forms}张自评表：错误{error}项，核实{review}项，提示{hint}项",
            f"{_count(self.files, 'file')}, {_count(self.forms, 'form')}: {_count(error, 'error')}, "
            f"{review} for review, {_count(hint, 'hint')}",
        )


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


class Report(Protocol):
    """What a report does: take every file's result as it comes, then end."""

    summary: Summary

    def file(self, result: FileResult) -> None: ...

    def end(self) -> None: ...


class TextReport:
    """For a person at a terminal: a block a file, a line a finding, the mend below it."""

    def __init__(self, out: TextIO, language: str) -> None:
        self.out, self.language, self.summary = out, language, Summary()

    def _say(self, line: str = "") -> None:
        self.out.write(line + "\n")

    def file(self, result: FileResult) -> None:
        self.summary.add(result)
        if not any(True for _ in result.all_findings()) and not result.forms:
            return
        self._say(clean(result.path))
        for item in result.findings:
            self._finding(item, "  ")
        for form in result.forms:
            self._form(form)
        self._say()

    def _form(self, form: FormResult) -> None:
        zh = self.language == "zh"
        name = form.project or form.unit
        scheme = form.scheme or ("按表内说明" if zh else "by the form's own notes")
        total = form.total["found"] or "—"
        state = ("没有发现问题" if zh else "nothing found") if not form.findings else ""
        self._say(
            f"  {clean(form.sheet)}  {clean(name)}  [{scheme}]  {'总分' if zh else 'total'} {clean(total)}  {state}".rstrip()
        )
        for item in form.findings:
            self._finding(item, "    ")

    def _finding(self, item: Finding, indent: str) -> None:
        level = LEVEL_NAMES[item.level].get(self.language)
        place = f"{clean(item.sheet)}!{item.cell}" if item.sheet and indent == "  " else item.cell
        self._say(f"{indent}{level} {item.code} {place:<5} {clean(item.message.get(self.language))}")
        if item.level == "hint" or item.code == "JX-P01":  # whose message says what to do
            return
        should = f"应为 {item.expected}；" if self.language == "zh" else f"should be {item.expected}; "
        mend = (should if item.expected else "") + item.fix.get(self.language)
        self._say(f"{indent}{'':12}→ {clean(mend)}")

    def end(self) -> None:
        self._say(self.summary.words().get(self.language))


def clean(text: str) -> str:
    """*text* on one line and without control characters: a cell must not steer the user's terminal."""
    return "".join(c if c.isprintable() else " " for c in text)


class JsonReport:
    """One JSON object, a line a file; numbers are strings, texts are as they stand on the form."""

    def __init__(self, out: TextIO, language: str) -> None:
        self.out, self.language, self.summary = out, language, Summary()
        self.out.write(f'{{"version": {VERSION}, "files": [')

    def file(self, result: FileResult) -> None:
        self.out.write(",\n" if self.summary.files else "\n")
        self.summary.add(result)
        self.out.write(json.dumps(file_json(result, self.language), ensure_ascii=False))

    def end(self) -> None:
        summary = {"files": self.summary.files, "forms": self.summary.forms, **self.summary.levels}
        self.out.write(f'\n], "summary": {json.dumps(summary)}}}\n')


def finding_json(item: Finding, language: str) -> dict[str, str]:
    """A finding as the JSON contract has it."""
    return {
        "code": item.code,
        "level": item.level,
        "sheet": item.sheet,
        "cell": item.cell,
        "found": item.found,
        "expected": item.expected,
        "message": item.message.get(language),
        "fix": item.fix.get(language),
        "reference": item.reference,
    }


_ROW = tuple(field.name for field in dataclasses.fields(RowResult))


def file_json(result: FileResult, language: str) -> dict[str, Any]:
    """A file as the JSON contract has it."""
    return {
        "path": result.path,
        "error": result.error.get(language) if result.error is not None else None,
        "findings": [finding_json(item, language) for item in result.findings],
        "forms": [
            {
                "sheet": form.sheet,
                "range": form.range,
                "scheme": form.scheme or None,
                "kind": form.kind,
                "project": form.project,
                "unit": form.unit,
                "year": form.year,
                "total": form.total,
                "rows": [{name: getattr(row, name) for name in _ROW} for row in form.rows],
                "findings": [finding_json(item, language) for item in form.findings],
            }
            for form in result.forms
        ],
    }


_TOTAL_HEADS = {
    "zh": ("文件", "工作表", "项目", "单位", "年度", "口径", "总分", "应为", "错误", "核实", "提示"),
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
    ),
}
_A4 = 9
# A sheet holds 65,530 links; Excel offers to repair one with more.
_MOST_LINKS = 65_000
# Numbers as numbers in these columns of the totals: 年度, 总分, 应为 and the counts.
_FIGURES = (4, 6, 7, 8, 9, 10)
_WIDTHS = (8, 10, 30, 20, 9, 60, 20, 16, 46, 24, 30)
_TOTAL_WIDTHS = (30, 20, 36, 24, 8, 18, 10, 10, 8, 8, 8)


class WorkbookReport:
    """A results workbook: one row a finding with a link to its cell, and one sheet of totals.

    Every text is stored as a text: what a form holds ("=cmd…", "+1", "@…") never becomes a formula here.
    """

    def __init__(self, file: Path, out: Path, language: str) -> None:
        """Write to *file*; links lead from where it will lie in the end, *out*."""
        from openpyxl import Workbook

        self.path, self.out, self.language, self.summary = file, out, language, Summary()
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
        for item in result.all_findings():
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
        """Let go of the sheets' temporary files; needed where the report does not come to its end."""
        for sheet in (self.findings, self.totals):
            if not sheet.closed:
                sheet.close()
