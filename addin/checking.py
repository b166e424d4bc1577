"""Checking files: one file, or many over all cores, in order and in bounded memory.

>>> check_file("没有.xlsx").findings[0].code
'JX-P01'
"""

from __future__ import annotations

import itertools
import os
import signal
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from addin.across import Quantity, Seen, quantities
from addin.case import Case, Line
from addin.checks import check_case
from addin.checks.scores import total_state
from addin.findings import BOOK_HEADS, RESULT_HEADS, Finding, finding
from addin.form import Form
from addin.grid import Grid
from addin.package import PackageError, Workbook, read
from addin.reader import read_forms
from addin.recognise import recognise
from addin.workout import build
from udfs.decimals import plain
from udfs.errors import JixiaoError
from udfs.scheme import Scheme, load_scheme
from udfs.text import Text

SUFFIXES = (".xlsx", ".xlsm")
OTHER_SUFFIXES = (".xls", ".et", ".wps", ".ett", ".xlsb", ".ods")
_PARALLEL_FROM = 12
_CHUNK = 4
# What Windows can wait for at once.
_MOST_PROCESSES = 61


@dataclass(frozen=True, slots=True)
class RowResult:
    """A row as reported: texts as printed, the weight and score as printed numbers, the recomputed score, its rule."""

    level1: str
    level2: str
    level3: str
    weight: str | None
    target: str
    actual: str
    score: str | None
    expected: str | None
    rule: str | None
    cells: dict[str, str | None]


@dataclass(frozen=True, slots=True)
class FormResult:
    """A form as reported. *total* holds cell, found and expected; "" scheme: the form's own notes were followed."""

    sheet: str
    range: str
    scheme: str
    kind: str
    project: str | None
    unit: str
    year: int | None
    total: dict[str, str | None]
    rows: tuple[RowResult, ...]
    findings: tuple[Finding, ...]


@dataclass(slots=True)
class FileResult:
    """A file as reported: why it could not be read, or its forms; findings on the file itself (JX-P…, JX-X…)."""

    path: str
    error: Text | None = None
    findings: list[Finding] = field(default_factory=list)
    forms: list[FormResult] = field(default_factory=list)
    quantities: list[Quantity] = field(default_factory=list)

    def all_findings(self) -> Iterator[Finding]:
        """The file's own findings, then those of its forms."""
        return itertools.chain(self.findings, *(form.findings for form in self.forms))


def scheme_for(form: Form, name: str) -> Scheme:
    """The scheme called *name* for the form's year, else the one the form's own words tell. Raises SchemeError."""
    return load_scheme(name, form.year) if name else recognise(form)


def check_file(path: str, scheme: str = "") -> FileResult:
    """Check one workbook; what cannot be read is a finding. Raises SchemeError for a *scheme* that does not apply."""
    result = FileResult(path)
    try:
        book = read(Path(path))
    except PackageError as error:
        result.error = error.reason
        result.findings.append(finding("JX-P01", error.reason))
        return result
    return check_book(book, path, scheme)


def check_book(book: Workbook, path: str, scheme: str = "") -> FileResult:
    """Check a workbook that is read already."""
    result = FileResult(path)
    for grid in book.grids:
        for case in cases(grid, path, scheme):
            result.forms.append(form_result(case))
            result.quantities += quantities(case, path)
    if not result.forms and not any(_is_results(grid) for grid in book.grids):
        names = "、".join(grid.name for grid in book.grids[:5])
        result.findings.append(
            finding(
                "JX-P02",
                Text(
                    f"没有找到绩效自评表；工作表：{names}", f"no self-evaluation form found; sheets: {names}"
                ),
            )
        )
    if book.external_links:
        result.findings.append(
            finding("JX-P04", Text("工作簿链接了其他工作簿", "the workbook has links to other workbooks"))
        )
    return result


def cases(grid: Grid, path: str, scheme: str = "") -> Iterator[Case]:
    """The forms of a sheet, worked out. Raises SchemeError, with file and sheet, for a *scheme* that does not apply."""
    for form in read_forms(grid):
        try:
            yield build(form, scheme_for(form, scheme))
        except JixiaoError as error:
            where = Text(f"{path} 工作表“{form.sheet}”：", f"{path}, sheet {form.sheet!r}: ")
            raise type(error)(Text(where.zh + error.reason.zh, where.en + error.reason.en)) from None


def is_results(path: str) -> bool:
    """Whether the file is a results workbook that an earlier check wrote."""
    try:
        return any(_is_results(grid) for grid in read(Path(path)).grids)
    except PackageError:
        return False


def _is_results(grid: Grid) -> bool:
    """Whether a sheet holds the findings of an earlier check: such a file is nobody's form."""
    return any(
        tuple(grid.at(1, column).text for column in range(1, len(heads) + 1)) == heads
        for heads in (*RESULT_HEADS.values(), BOOK_HEADS)
    )


def form_result(case: Case) -> FormResult:
    """What is reported of a form, its findings included."""
    form = case.form
    state = total_state(case)
    total = form.total or form.head_total
    return FormResult(
        sheet=form.sheet,
        range=form.range,
        scheme=case.scheme.id,
        kind=form.kind,
        project=form.project.text if form.project is not None else None,
        unit=form.unit_name,
        year=form.year,
        total={
            "cell": total.cell.address if total is not None else None,
            "found": total.text if total is not None else None,
            "expected": plain(state[1]) if state is not None else None,
        },
        rows=tuple(_row_result(case, line) for line in case.lines),
        findings=tuple(check_case(case)),
    )


def _row_result(case: Case, line: Line) -> RowResult:
    row = line.row
    expected = line.expected if line.target.kind != "level" else None
    cells = {
        "target": row.target_cell.address,
        "actual": row.actual_cell.address,
        "score": row.score_cell.address if row.score_cell is not None else None,
        "weight": row.weight_cell.address if row.weight_cell is not None else None,
        "note": row.note_cell.address if row.note_cell is not None else None,
    }
    weight = row.weight_cell.text.strip() if row.weight_cell is not None and row.own_weight else ""
    score = row.score_cell.text.strip() if row.score_cell is not None and row.own_score else ""
    return RowResult(
        row.level1,
        row.level2,
        row.name,
        weight or None,
        row.target_text,
        row.actual_cell.text.strip(),
        score or None,
        plain(expected.value) if expected is not None else None,
        line.expected.rule if line.expected is not None else None,
        cells,
    )


@dataclass(slots=True)
class Found:
    """Workbooks to check, how many files of other formats lie beside them, and the folders that cannot be opened."""

    files: list[str] = field(default_factory=list)
    others: int = 0
    unreadable: list[str] = field(default_factory=list)


def find_files(paths: Iterable[Path]) -> Found:
    """The workbooks that *paths* name: files as they are, folders searched, none twice.

    Lock files of open workbooks (~$…) and the backups of recomputed ones are passed over.
    """
    found = Found()
    seen: set[str] = set()

    def add(path: str) -> None:
        real = os.path.realpath(path)
        if real not in seen:
            seen.add(real)
            found.files.append(path)

    for path in paths:
        if not path.is_dir():
            add(str(path))
            continue
        for folder, folders, names in os.walk(
            path, onerror=lambda error: found.unreadable.append(error.filename)
        ):
            folders.sort()
            for name in sorted(names):
                suffix = Path(name).suffix.lower()
                if name.startswith(("~$", "._", ".~")) or ".备份" in name:
                    continue
                if suffix in SUFFIXES:
                    add(str(Path(folder, name)))
                found.others += suffix in OTHER_SUFFIXES
    return found


def _check_chunk(paths: list[str], scheme: str) -> list[FileResult]:
    return [check_file(path, scheme) for path in paths]


def check_files(paths: list[str], scheme: str = "", jobs: int = 0) -> Iterator[FileResult]:
    """Check *paths* in their order, over all cores (or *jobs* processes) where that pays.

    Quantities that stand on several forms are compared as they come (JX-X01). No more than a few files' results are
    held at a time. Raises SchemeError.
    """
    seen = Seen()
    for result in _results(paths, scheme, jobs or os.cpu_count() or 1):
        for quantity in result.quantities:
            result.findings += seen.compare(quantity)
        result.quantities = []
        yield result


def _results(paths: list[str], scheme: str, jobs: int) -> Iterator[FileResult]:
    if jobs == 1 or len(paths) < _PARALLEL_FROM:
        for path in paths:
            yield check_file(path, scheme)
        return
    chunks = [paths[start : start + _CHUNK] for start in range(0, len(paths), _CHUNK)]
    waiting: deque[Future[list[FileResult]]] = deque()
    # Ctrl-C is for this process to see; its helpers end with it and say nothing of their own.
    with ProcessPoolExecutor(
        min(jobs, len(chunks), _MOST_PROCESSES),
        initializer=signal.signal,
        initargs=(signal.SIGINT, signal.SIG_IGN),
    ) as pool:
        try:
            for chunk in chunks:
                waiting.append(pool.submit(_check_chunk, chunk, scheme))
                if len(waiting) > jobs * 3:
                    yield from waiting.popleft().result()
            while waiting:
                yield from waiting.popleft().result()
        except BaseException:
            for future in waiting:
                future.cancel()
            raise
