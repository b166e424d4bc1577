"""Findings as text or JSON, written file by file as they come; as a workbook, see addin.cli.report_workbook.

>>> import io
>>> from addin.checking.results import FileResult
>>> out = io.StringIO()
>>> report = TextReport(out, "en")
>>> report.file(FileResult("a.xlsx")); report.end()
>>> print(out.getvalue().strip())
1 file, 0 forms: 0 errors, 0 for review, 0 hints
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable, Iterator
from typing import Any, Protocol, TextIO

from addin.checking.results import FileResult, FormResult, RowResult
from addin.judging.catalogue import Level
from addin.judging.findings import LEVEL_NAMES, LEVELS, Finding, count_levels
from addin.judging.grouped import Group, grouped
from addin.judging.verdict import verdict
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


@dataclasses.dataclass(frozen=True, slots=True)
class Shown:
    """What of the findings is shown: those of *level* and above; *one_line*: no more than one line a form."""

    level: Level = "hint"
    one_line: bool = False

    def of(self, findings: Iterable[Finding]) -> list[Finding]:
        """The findings that are shown, in their order."""
        return [item for item in findings if LEVELS.index(item.level) <= LEVELS.index(self.level)]


class Report(Protocol):
    """What a report does: take every file's result as it comes, then end."""

    summary: Summary

    def file(self, result: FileResult) -> None: ...

    def end(self) -> None: ...


class TextReport:
    """For a person at a terminal: a block a file, a line a finding, what to do below it."""

    def __init__(self, out: TextIO, language: str, shown: Shown | None = None) -> None:
        self.out, self.language, self.summary = out, language, Summary()
        self.shown = shown or Shown()

    def _say(self, line: str = "") -> None:
        self.out.write(line + "\n")

    def file(self, result: FileResult) -> None:
        self.summary.add(result)
        if self.shown.one_line:
            for form in result.forms:
                self._line(result.path, form)
            return
        if not any(True for _ in result.all_findings()) and not result.forms and not result.accounts:
            return
        self._say(clean(result.path))
        for line in _of_accounts(result):
            self._say(f"  {line.get(self.language)}")
        for group in grouped(self.shown.of(result.findings)):
            self._group(group, "  ", "")
        for form in result.forms:
            self._form(form)
        self._say()

    def _line(self, path: str, form: FormResult) -> None:
        """A form in one line, for --summary."""
        levels = count_levels(form.findings)
        counts = "  ".join(f"{LEVEL_NAMES[level].get(self.language)} {levels[level]}" for level in LEVELS)
        words = (path, form.sheet, form.project or form.unit, form.total["found"] or "—")
        self._say(
            "  ".join([*map(clean, words), verdict(form.findings, form.reading).get(self.language), counts])
        )

    def _form(self, form: FormResult) -> None:
        zh = self.language == "zh"
        name = form.project or form.unit
        scheme = form.scheme or ("按表内说明" if zh else "by the form's own notes")
        total = form.total["found"] or "—"
        said = verdict(form.findings, form.reading).get(self.language)
        if not form.findings:
            said += "，没有发现问题" if zh else ", nothing found"
        self._say(
            f"  {clean(form.sheet)}  {clean(name)}  [{scheme}]  {'总分' if zh else 'total'} {clean(total)}  {said}"
        )
        for group in grouped(self.shown.of(form.findings)):
            self._group(group, "    ", form.sheet)

    def _group(self, group: Group, indent: str, sheet: str) -> None:
        """What findings of one code say of their cells, on one line, and below it what to do."""
        item = group.first
        level = LEVEL_NAMES[item.level].get(self.language)
        cells = ("、" if self.language == "zh" else ", ").join(group.cells)
        place = f"{clean(item.sheet)}!{cells}" if item.sheet and item.sheet != sheet else cells
        self._say(f"{indent}{level} {item.code} {place:<5} {clean(group.message.get(self.language))}")
        if item.level == "hint" or item.code == "JX-P01":  # whose message says what to do
            return
        should = f"应为 {item.expected}；" if self.language == "zh" else f"should be {item.expected}; "
        fix = (should if item.expected else "") + item.fix.get(self.language)
        self._say(f"{indent}{'':12}→ {clean(fix)}")

    def end(self) -> None:
        self._say(self.summary.words().get(self.language))


def _of_accounts(result: FileResult) -> Iterator[Text]:
    """How the identities of the accounts stand, and how much of a narrative was checked."""
    if result.accounts is not None:
        of = result.accounts
        failing = of["identities"] - of["exact"] - of["tail"]
        yield Text(
            f"决算公开表{len(of['tables'])}张：表内表间关系{of['identities']}处，相等{of['exact']}处，尾差{of['tail']}处，不成立{failing}处",
            f"{len(of['tables'])} tables of the accounts, {of['identities']} identities: {of['exact']} exact, "
            f"{of['tail']} within rounding, {failing} failing",
        )
    if result.text is not None:
        of = result.text
        yield Text(
            f"情况说明{of['paragraphs']}段，数字{of['figures']}个，已校验{of['checked']}个",
            f"narrative of {of['paragraphs']} paragraphs: {of['checked']} of {of['figures']} figures checked",
        )


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


def finding_json(item: Finding, language: str) -> dict[str, str | None]:
    """A finding as the JSON contract has it."""
    return {
        "code": item.code,
        "level": item.level,
        "sheet": None if item.cell.startswith("¶") else item.sheet,
        "cell": item.cell,
        "found": item.found,
        "expected": item.expected,
        "message": item.message.get(language),
        "fix": item.fix.get(language),
        "reference": item.reference,
    }


_ROW = tuple(field.name for field in dataclasses.fields(RowResult) if field.name != "words")


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
                "reading": form.reading,
                "budget": form.budget,
                "total": form.total,
                "rows": [{name: getattr(row, name) for name in _ROW} for row in form.rows],
                "findings": [finding_json(item, language) for item in form.findings],
            }
            for form in result.forms
        ],
        **({"accounts": result.accounts} if result.accounts is not None else {}),
        **({"text": result.text} if result.text is not None else {}),
    }
