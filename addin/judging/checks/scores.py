"""S: scores. Whether each follows from its row, and the total from the scores.

10 points for "≥90%" and an actual of 81% should be 9.00: 10×81÷90.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from addin.grid import Cell
from addin.judging.checks.registry import at, check
from addin.judging.checks.targets import met_by_anything
from addin.judging.checks.weights import shortfalls
from addin.judging.findings import Finding
from addin.judging.judged import JudgedForm, JudgedRow
from addin.reading.form import Field
from addin.reading.labels import is_filler
from addin.reading.numbers import PrintedNumber, number_in, printed
from udfs.decimals import HUNDRED, ZERO, half_up, plain
from udfs.normalise import squeezed

_NUMBERS = ("number", "range", "several")


def _lines(judged: JudgedForm) -> Iterator[tuple[JudgedRow, Cell]]:
    """The lines in use that have a score cell of their own, with it."""
    for line in judged.rows:
        if not line.row.unused and line.leads and line.row.score_cell is not None:
            yield line, line.row.score_cell


def no_score(cell: Cell) -> bool:
    """Whether nobody filled in a score: blank, or a dash that is no stored 0."""
    return cell.number is None and not cell.error and not cell.pending and is_filler(cell.text, "value")


def _impossible(judged: JudgedForm, line: JudgedRow, cell: Cell) -> str:
    """Why the score cannot be: "text", "negative", "above" its printed weight; else ""."""
    if cell.error or cell.pending or no_score(cell):
        return ""
    if line.score is None:
        return "text"
    if line.score.value < 0:
        return "negative"
    if not line.implied and line.weight is not None and line.score.value > line.weight:
        return "above"
    return ""


@check("JX-S01")
def possible(judged: JudgedForm) -> Iterator[Finding]:
    """A score above its weight, below 0, or not a number."""
    budget = judged.form.budget
    if budget is not None and budget.total.score is not None and judged.money.scored:
        cell = budget.total.score
        # "—" is what an amount of nothing earns: budget 0, executed 0 is not scored.
        nothing = no_score(cell) and judged.money.rate is None
        if not (cell.blank or cell.error or cell.pending or nothing) and judged.money.score is None:
            yield at(judged, "JX-S01", cell, f"得分“{cell.text.strip()}”不是数", "the score is no number")
    for line, cell in _lines(judged):
        why = _impossible(judged, line, cell)
        if not why:
            continue
        text, weight = cell.text.strip(), plain(line.weight) if line.weight is not None else ""
        zh = {
            "text": f"得分“{text}”不是数",
            "negative": f"得分{text}小于0",
            "above": f"得分{text}高于分值{weight}",
        }[why]
        en = {
            "text": "the score is no number",
            "negative": "the score is below 0",
            "above": f"the score is above its weight {weight}",
        }
        expected = (
            plain(line.expected.value) if line.expected is not None else (weight if why == "above" else "")
        )
        yield at(judged, "JX-S01", cell, zh, en[why], expected=expected)


def overfull(judged: JudgedForm) -> set[int]:
    """The rows under headings whose scores exceed their points (W06): no weight can be implied there."""
    return {index for heading, short in shortfalls(judged) if short < 0 for index in heading.rows}


@check("JX-S02")
def follows(judged: JudgedForm) -> Iterator[Finding]:
    """A quantitative score agrees with no reading that the scheme allows the row."""
    full = overfull(judged)
    for line, cell in _lines(judged):
        if (
            line.score is None
            or line.expected is None
            or line.target.kind == "level"
            or line.row.index in full
        ):
            continue
        if line.standard or line.incomparable or _impossible(judged, line, cell) or met_by_anything(line):
            continue
        most, places = judged.most_places(but=cell), judged.scheme.places
        allowed = {line.score.accuracy(score.exact, most, places) for score in line.readings.values()}
        verdict = "" if "" in allowed else "review" if "review" in allowed else "error"
        if not verdict:
            continue
        expected = plain(line.expected.value)
        zh, en = line.expected.words.zh, line.expected.words.en
        if line.implied and not line.expected.met:
            zh += f"（分值{plain(line.expected.weight)}由标题分值推算）"
        if line.unsure:  # the missing points may be those of a row beside it that nobody can judge
            verdict = "review"
        yield at(
            judged,
            "JX-S02",
            cell,
            f"得分{cell.text.strip()}与目标、实际不符：{zh}",
            f"the score {cell.text.strip()} does not follow: {en}",
            expected=expected,
            level=verdict,
        )


@check("JX-S03")
def band(judged: JudgedForm) -> Iterator[Finding]:
    """A qualitative score outside the band of its level; an actual equal to the target is 达成预期."""
    for line, cell in _lines(judged):
        if line.target.kind != "level" or line.score is None or line.weight is None or len(line.group) > 1:
            continue
        if _impossible(judged, line, cell) or line.standard:
            continue
        stated = judged.scheme.band_of(squeezed(line.row.actual_cell.text))
        found = stated if stated is not None else (judged.scheme.bands[0] if line.same_text else None)
        if found is None:
            continue
        low, high = (line.weight * edge / HUNDRED for edge in (found.bottom, found.top))
        number = line.score
        if low <= number.value <= high or number.agrees(low) or number.agrees(high):
            continue
        span = f"{plain(half_up(low, 2))}—{plain(half_up(high, 2))}"
        yield at(
            judged,
            "JX-S03",
            cell,
            f"{found.level}应得{span}分，表中为{cell.text.strip()}分",
            f"the level allows {span} points, the form has {cell.text.strip()}",
            expected=span,
            level="error" if stated is not None and not line.same_text else "",
        )


def score_sums(judged: JudgedForm) -> tuple[Decimal, Decimal] | None:
    """The sum of the scores, as stored and as shown; None where one of them is no number, or is missing."""
    cells = [cell for _, cell in _lines(judged)]
    budget = judged.form.budget
    if budget is not None and budget.total.score is not None and judged.money.scored:
        cells.append(budget.total.score)
    numbers = [
        printed(cell) for cell in cells if not is_filler(cell.text, "value") or cell.pending or cell.error
    ]
    if not numbers or any(number is None for number in numbers):
        return None
    return (
        sum((number.value for number in numbers if number), ZERO),
        sum((number.shown for number in numbers if number), ZERO),
    )


def _total(judged: JudgedForm) -> tuple[Field, PrintedNumber] | None:
    """The form's total: the one under the table, else the one above it."""
    field = judged.form.total or judged.form.head_total
    number = field_number(field)
    return (field, number) if field is not None and number is not None else None


def field_number(field: Field | None) -> PrintedNumber | None:
    """The number in a field of the form, behind its label where they share a cell; None where it is none."""
    if field is None or field.cell.error:
        return None
    return number_in(field.text) if field.text != field.cell.text.strip() else printed(field.cell)


def total_state(judged: JudgedForm) -> tuple[str, Decimal] | None:
    """How the total stands to the sum of the scores ("", "rounded" or "wrong"), with that sum; None: not comparable."""
    found, sums = _total(judged), score_sums(judged)
    if found is None or sums is None:
        return None
    number, exact = found[1], sums[0]
    if any(number.agrees(total) for total in sums):
        return "", exact
    most = judged.most_places()
    if number.places > most and any(half_up(number.shown, most) == half_up(total, most) for total in sums):
        return "rounded", half_up(sums[1], most)
    return "wrong", exact


@check("JX-S04")
def total(judged: JudgedForm) -> Iterator[Finding]:
    """总分 is not the sum of the scores."""
    found, state = _total(judged), total_state(judged)
    if found is not None and state is not None and state[0] == "wrong":
        field = found[0]
        yield at(
            judged,
            "JX-S04",
            field.cell,
            f"总分{field.text}，各项得分合计{plain(state[1])}",
            f"the total is {field.text}, the scores add up to {plain(state[1])}",
            expected=plain(state[1]),
            found=field.text,
        )
        return
    bare = judged.form.total
    if (
        bare is not None
        and bare.cell.blank
        and not bare.cell.error
        and score_sums(judged) is not None
        and not bare.text
    ):
        expected = plain((score_sums(judged) or (ZERO, ZERO))[0])
        yield at(
            judged,
            "JX-S04",
            bare.cell,
            f"总分为空，各项得分合计{expected}",
            f"the total is blank, the scores add up to {expected}",
            expected=expected,
        )


@check("JX-S05")
def total_digits(judged: JudgedForm) -> Iterator[Finding]:
    """总分 differs from the sum, but rounded to the scores' most decimals it is the sum (95.5214 against 95.52)."""
    found, state = _total(judged), total_state(judged)
    if found is not None and state is not None and state[0] == "rounded":
        field = found[0]
        yield at(
            judged,
            "JX-S05",
            field.cell,
            f"总分{field.text}的小数位多于各项得分，合计为{plain(state[1])}",
            f"the total {field.text} has more decimals than the scores, which add up to {plain(state[1])}",
            expected=plain(state[1]),
            found=field.text,
        )


@check("JX-S06")
def missing(judged: JudgedForm) -> Iterator[Finding]:
    """A row has target and actual but no score (a merged score covers its rows)."""
    for line, cell in _lines(judged):
        if no_score(cell) and line.filled:
            expected = plain(line.expected.value) if line.expected is not None else ""
            yield at(
                judged,
                "JX-S06",
                cell,
                "该行有目标值和实际完成值，没有得分",
                "the row has target and actual, but no score",
                expected=expected,
            )


@check("JX-S07")
def two_totals(judged: JudgedForm) -> Iterator[Finding]:
    """Two totals on one form disagree beyond rounding."""
    form, state = judged.form, total_state(judged)
    upper, lower = field_number(form.head_total), field_number(form.total)
    if (
        form.head_total is None
        or upper is None
        or lower is None
        or (state is not None and state[0] == "wrong")
    ):
        return
    places = min(upper.places, lower.places)
    if half_up(upper.shown, places) != half_up(lower.shown, places):
        yield at(
            judged,
            "JX-S07",
            form.head_total.cell,
            f"表头总分{form.head_total.text}与表末总分{form.total.text if form.total else ''}不一致",
            "the total above the table and the one below it disagree",
            expected=plain(lower.shown),
            found=form.head_total.text,
        )


@check("JX-S08")
def not_recomputed(judged: JudgedForm) -> Iterator[Finding]:
    """The score of a row with a number for target could not be recomputed, and why: never passed over in silence."""
    full = overfull(judged)
    for line, cell in _lines(judged):
        if line.why is None or line.row.index in full or _impossible(judged, line, cell):
            continue
        if line.score is None and not cell.pending:
            continue
        members = [judged.rows[index] for index in line.group] or [line]
        if any(member.standard or member.incomparable for member in members):
            continue
        if any(member.target.kind in _NUMBERS for member in members):
            yield at(
                judged,
                "JX-S08",
                cell,
                f"得分无法复核：{line.why.zh}",
                f"the score could not be recomputed: {line.why.en}",
            )


@check("JX-S09")
def short(judged: JudgedForm) -> Iterator[Finding]:
    """Without a 分值 column: the scores under a heading fall short of its points although no row misses its target."""
    for heading, missing_points in shortfalls(judged):
        lines = [line for line in judged.heading_rows(heading) if not line.row.unused]
        if (
            missing_points > 0
            and lines
            and heading.points is not None
            and all(line.met and not met_by_anything(line) for line in lines)
            and not any(line.leads and line.score and line.weight != line.score.value for line in lines)
        ):
            total = plain(heading.points - missing_points)
            yield at(
                judged,
                "JX-S09",
                heading.cell,
                f"标题为{plain(heading.points)}分，各行均达到目标，得分合计却只有{total}",
                f"every row under the heading of {plain(heading.points)} points meets its target, yet they add up to {total}",
                expected=plain(heading.points),
            )
