"""W: the weights. What the rows, the headings and the scheme say of them must be one hundred, and the same.

On the Guyuan forms 产出 40, 效益 40 and 满意度 20 stand in the headings beside a budget of 10: the printed template itself
makes 110 (W03), so a heading that its rows do not fill (W02) is for review there, not an error.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from addin.grid import Cell
from addin.judging.checks.registry import at, check
from addin.judging.findings import Finding, Level
from addin.judging.judged import JudgedForm
from addin.judging.totals import shortfalls
from addin.reading.form import Heading
from addin.reading.labels import is_filler
from addin.reading.numbers import printed
from udfs.decimals import HUNDRED, ZERO, plain
from udfs.text import Text

# A list of targets leaves the points of the execution rate (财预〔2020〕10号: 10) to the self-evaluation.
_EXECUTION = Decimal(10)


def _weight_cells(judged: JudgedForm, heading: Heading | None = None) -> dict[tuple[int, int], Cell]:
    """Every weight cell of the rows (under *heading*), a merged one once."""
    rows = judged.form.rows if heading is None else [judged.form.rows[index] for index in heading.rows]
    cells = [row.weight_cell for row in rows]
    return {(cell.row, cell.column): cell for cell in cells if cell is not None}


def _bad(judged: JudgedForm) -> list[Cell]:
    """Weights that are no positive number, on rows in use."""
    cells = {
        (row.weight_cell.row, row.weight_cell.column): row.weight_cell
        for row in judged.form.rows
        if row.weight_cell is not None and not row.unused
    }
    for (
        row
    ) in judged.form.rows:  # a weight typed on an unused indicator counts in the sum and must be a number too
        if row.weight_cell is not None and not is_filler(row.weight_cell.text, "value_or_none"):
            cells.setdefault((row.weight_cell.row, row.weight_cell.column), row.weight_cell)
    found = []
    for cell in cells.values():
        number = printed(cell)
        if not cell.pending and (number is None or number.value <= 0):
            found.append(cell)
    return found


def _sum(cells: dict[tuple[int, int], Cell]) -> Decimal | None:
    """The sum of the weights, None where one is no number."""
    total = ZERO
    for cell in cells.values():
        if cell.error:
            return None
        number = printed(cell)
        if number is None and not cell.blank:
            return None
        total += number.value if number is not None else ZERO
    return total


def _off_headings(judged: JudgedForm) -> list[tuple[Heading, Decimal, Decimal]]:
    """Headings with points that their rows' weights do not add up to: (heading, sum of rows, points)."""
    if not judged.form.has_weights:
        return []
    bad = {(cell.row, cell.column) for cell in _bad(judged)}
    found = []
    for heading in judged.form.headings:
        cells = _weight_cells(judged, heading)
        total = _sum(cells)
        if heading.points is None or total is None or bad & cells.keys():
            continue
        if total != heading.points:
            found.append((heading, total, heading.points))
    return found


def _budget_weight(judged: JudgedForm) -> Decimal:
    money = judged.money
    return money.weight if money.scored and money.weight is not None else ZERO


def _contradicts(judged: JudgedForm) -> bool:
    total = judged.headings_sum()
    if total is None and judged.scheme.sections:  # a heading that cannot be read: the template's own points
        goals = 1 + max((heading.goal for heading in judged.form.headings), default=0)
        total = sum(judged.scheme.sections[0].values(), ZERO) * goals + judged.scheme.budget_points
    return total is not None and total != HUNDRED


@check("JX-W01")
def hundred(judged: JudgedForm) -> Iterator[Finding]:
    """Row weights + budget weight are not 100 (forms with a 分值 column)."""
    form = judged.form
    if not form.has_weights or _bad(judged):
        return
    if (
        judged.money.scored and judged.money.weight is None
    ):  # nobody knows what the rows are to leave for the budget
        return
    budget_cell = form.budget.total.weight if form.budget is not None else None
    rows = _sum(_weight_cells(judged))
    if judged.money.scored and judged.money.weight is None:
        return  # the money has a score and nobody says of how many points: no sum is known
    if rows is None or (budget_cell is not None and budget_cell.error):
        return
    total = rows + _budget_weight(judged) + form.points_beside
    if form.kind == "targets" and total == HUNDRED - _EXECUTION:
        return
    sum_cell = form.total_weight
    written = printed(sum_cell) if sum_cell is not None else None
    if sum_cell is not None and written is not None and total == HUNDRED and not written.agrees(total):
        message = Text(
            f"分值合计写的是{sum_cell.text.strip()}，各项分值合计{plain(total)}",
            f"the printed sum of the weights is {sum_cell.text.strip()}, they add up to {plain(total)}",
        )
        yield at(judged, "JX-W01", sum_cell, message, expected=plain(total))
    off = _off_headings(judged)
    explained = sum((found - points for _, found, points in off), ZERO)
    if total == HUNDRED or (off and not _contradicts(judged) and total - explained == HUNDRED):
        return
    cells = [cell for cell in _weight_cells(judged).values() if not cell.blank]
    cell = (
        form.total_weight
        if form.total_weight is not None and printed(form.total_weight)
        else (cells[-1] if cells else None)
    )
    yield at(
        judged,
        "JX-W01",
        cell,
        Text(
            f"指标分值与预算分值合计{plain(total)}，不是100", f"the weights add up to {plain(total)}, not 100"
        ),
        expected="100",
        found=plain(total),
    )


@check("JX-W02")
def heading_weights(judged: JudgedForm) -> Iterator[Finding]:
    """The row weights under a level-1 heading are not the "(40分)" in that heading; review where W03 holds."""
    level: Level | None = "review" if _contradicts(judged) else None
    for heading, total, points in _off_headings(judged):
        # Where the scheme gives the heading its points, the rows are to be corrected and there are many ways to.
        confirmed = judged.section_of(heading) == points
        yield at(
            judged,
            "JX-W02",
            heading.cell,
            Text(
                f"标题为{plain(points)}分，其下各行分值合计{plain(total)}",
                f"the heading says {plain(points)}, its rows add up to {plain(total)}",
            ),
            expected="" if confirmed else plain(total),
            level=level,
        )


@check("JX-W03")
def template(judged: JudgedForm) -> Iterator[Finding]:
    """The headings and the budget weight together are not 100: the printed template contradicts itself."""
    total = judged.headings_sum()
    if total is None or total == HUNDRED:
        return
    budget = judged.form.budget
    cell = budget.total.weight if budget is not None and judged.money.scored else None
    if cell is None or cell.blank:
        cell = judged.form.headings[0].cell
    yield at(
        judged,
        "JX-W03",
        cell,
        Text(
            f"各标题分值与预算分值合计{plain(total)}，不是100",
            f"headings and budget add up to {plain(total)}, not 100",
        ),
        expected="100",
    )


@check("JX-W04")
def positive(judged: JudgedForm) -> Iterator[Finding]:
    """A weight that is not a positive number."""
    for cell in _bad(judged):
        if not cell.error:
            yield at(
                judged,
                "JX-W04",
                cell,
                Text(f"分值“{cell.text.strip()}”不是大于0的数", "the weight is not a positive number"),
            )


@check("JX-W05")
def scheme_weights(judged: JudgedForm) -> Iterator[Finding]:
    """Heading weights differ from those of the scheme the form belongs to."""
    for heading in judged.form.headings:
        wanted = judged.section_of(heading)
        if heading.points is not None and wanted is not None and heading.points != wanted:
            yield at(
                judged,
                "JX-W05",
                heading.cell,
                Text(
                    f"标题为{plain(heading.points)}分，{judged.scheme.name}为{plain(wanted)}分",
                    f"the heading says {plain(heading.points)}, the scheme gives {plain(wanted)}",
                ),
                expected=plain(wanted),
            )


@check("JX-W06")
def exceeded(judged: JudgedForm) -> Iterator[Finding]:
    """Without a 分值 column: the scores under a heading exceed the heading's points."""
    for heading, short in shortfalls(judged):
        if short < 0 and heading.points is not None:
            total = plain(heading.points - short)
            yield at(
                judged,
                "JX-W06",
                heading.cell,
                Text(
                    f"标题为{plain(heading.points)}分，其下得分合计{total}",
                    f"the heading has {plain(heading.points)} points, the scores under it add up to {total}",
                ),
                expected=plain(heading.points),
            )
