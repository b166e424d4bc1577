"""Checking one file: its grids read, its forms judged, its findings gathered.

>>> check_file("没有.xlsx").findings[0].code
'JX-P01'
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

from addin.accounts.forms import stated_of
from addin.accounts.model import Table
from addin.checking.results import FileResult, FormResult, RowResult
from addin.files import FileError, Workbook, read
from addin.grid import Grid
from addin.judging.between_forms import trace_of
from addin.judging.checks import findings_of
from addin.judging.findings import KNOWN_HEADS, finding
from addin.judging.judge import judge
from addin.judging.judged import JudgedForm, JudgedRow
from addin.judging.proof import prove
from addin.judging.recognise import scheme_for
from addin.judging.totals import total_state
from addin.reading.continued import joined
from addin.reading.forms import read_forms
from udfs.decimals import HUNDRED, half_up, plain
from udfs.errors import JixiaoError
from udfs.text import Text


def check_file(path: str, scheme: str = "") -> FileResult:
    """Check one workbook; what cannot be read is a finding. Raises SchemeError for a *scheme* that does not apply."""
    result = FileResult(path)
    try:
        book = read(Path(path))
    except FileError as error:
        result.error = error.reason
        result.findings.append(finding("JX-P01", error.reason))
        return result
    return check_book(book, path, scheme)


def check_book(book: Workbook, path: str, scheme: str = "") -> FileResult:
    """Check a workbook that is read already."""
    result = FileResult(path)
    for judged in judged_forms(book.grids, path, scheme):
        result.forms.append(form_result(judged))
        result.traces.append(trace_of(judged, path))
    result.tables = _tables(book.grids)
    if not result.forms and not result.tables and not any(_is_results(grid) for grid in book.grids):
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


def _tables(grids: list[Grid]) -> list[Table]:
    """The tables of 部门决算公开 in a workbook; the reader of them is loaded for a workbook that may hold some."""
    if not any("决算" in cell.text for grid in grids for cell in grid.cells.values()):
        return []
    from addin.accounts.read import tables_in

    return tables_in(grids)


def judged_forms(grids: Sequence[Grid], path: str, scheme: str = "") -> list[JudgedForm]:
    """The forms of a workbook, worked out, a table that goes on on another sheet as one.

    Raises SchemeError, with file and sheet, for a *scheme* that does not apply.
    """
    judged: list[JudgedForm] = []
    for form in (form for grid in joined(grids) for form in read_forms(grid)):
        try:
            judged.append(judge(form, scheme_for(form, scheme)))
        except JixiaoError as error:
            where = Text(f"{path} 工作表“{form.sheet}”：", f"{path}, sheet {form.sheet!r}: ")
            raise type(error)(Text(where.zh + error.reason.zh, where.en + error.reason.en)) from None
    return judged


def is_results(path: str) -> bool:
    """Whether the file is a results workbook that an earlier check wrote."""
    try:
        return any(_is_results(grid) for grid in read(Path(path)).grids)
    except FileError:
        return False


def _is_results(grid: Grid) -> bool:
    """Whether a sheet holds the findings of an earlier check: such a file is nobody's form."""
    return any(
        tuple(grid.at(1, column).text for column in range(1, len(heads) + 1)) == heads
        for heads in KNOWN_HEADS
    )


def form_result(judged: JudgedForm) -> FormResult:
    """What is reported of a form, its findings included."""
    form = judged.form
    state = total_state(judged)
    total = form.total or form.head_total
    return FormResult(
        sheet=form.sheet,
        range=form.range,
        scheme=judged.scheme.id,
        kind=form.kind,
        project=form.project.text if form.project is not None else None,
        unit=form.unit_name,
        year=form.year,
        reading=prove(judged).reading,
        budget=_budget_result(judged),
        total={
            "cell": total.cell.address if total is not None else None,
            "found": total.text if total is not None else None,
            "expected": plain(state.expected) if state is not None else None,
        },
        rows=tuple(_row_result(indicator) for indicator in judged.rows),
        findings=tuple(findings_of(judged)),
        stated=stated_of(judged),
    )


def _budget_result(judged: JudgedForm) -> dict[str, str | None] | None:
    """The money block as reported: amounts in 万元, the rate in percent with two decimals; None where the form has none."""
    budget, money = judged.form.budget, judged.money
    if budget is None:
        return None
    in_wan = {"元": Decimal(10_000), "万元": Decimal(1), "亿元": Decimal("0.0001")}[budget.unit]
    return {
        "planned": _text(money.planned / in_wan if money.planned is not None else None),
        "executed": _text(money.executed / in_wan if money.executed is not None else None),
        "rate": _text(half_up(money.rate * HUNDRED, 2) if money.rate is not None else None),
        "weight": _text(money.weight if money.scored else None),
        "score": _text(money.score.shown if money.score is not None and money.scored else None),
    }


def _text(number: Decimal | None) -> str | None:
    return plain(number) if number is not None else None


def _row_result(indicator: JudgedRow) -> RowResult:
    row = indicator.row
    expected = indicator.expected if indicator.target.kind != "level" else None
    weight = row.weight_cell.text.strip() if row.weight_cell is not None and row.own_weight else ""
    score = row.score_cell.text.strip() if row.score_cell is not None and row.own_score else ""
    return RowResult(
        level1=row.level1,
        level2=row.level2,
        level3=row.name,
        weight=weight or None,
        target=row.target_text,
        actual=row.actual_cell.text.strip(),
        score=score or None,
        expected=plain(expected.value) if expected is not None else None,
        rule=indicator.expected.rule if indicator.expected is not None else None,
        cells={
            "target": row.target_cell.address,
            "actual": row.actual_cell.address,
            "score": row.score_cell.address if row.score_cell is not None else None,
            "weight": row.weight_cell.address if row.weight_cell is not None else None,
            "note": row.note_cell.address if row.note_cell is not None else None,
        },
        words=indicator.expected.words if indicator.expected is not None else indicator.why,
    )
