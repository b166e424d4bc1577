"""S: scores. Whether each follows from its row, and the total from the scores.

10 points for "≥90%" and an actual of 81% should be 9.00: 10×81÷90.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from addin.grid import Cell
from addin.judging.checks.registry import at, check
from addin.judging.findings import Finding, Level
from addin.judging.judged import JudgedForm, JudgedRow
from addin.judging.rows import no_score
from addin.judging.totals import field_number, overfull, printed_total, score_sums, shortfalls, total_state
from udfs.decimals import HUNDRED, ZERO, half_up, plain
from udfs.normalise import squeezed
from udfs.text import Text

_NUMBERS = ("number", "range", "several")


Impossible = Literal["text", "negative", "above"]


def _impossible(indicator: JudgedRow, cell: Cell) -> Impossible | None:
    """Why the score cannot be: a text, below 0, above its printed weight; None where it can."""
    if cell.error or cell.pending or no_score(cell):
        return None
    if indicator.score is None:
        return "text"
    if indicator.score.value < 0:
        return "negative"
    if not indicator.implied and indicator.weight is not None and indicator.score.value > indicator.weight:
        return "above"
    return None


@check("JX-S01")
def possible(judged: JudgedForm) -> Iterator[Finding]:
    """A score above its weight, below 0, or not a number."""
    budget = judged.form.budget
    if budget is not None and budget.total.score is not None and judged.money.scored:
        cell = budget.total.score
        # "—" is what an amount of nothing earns: budget 0, executed 0 is not scored.
        nothing = no_score(cell) and judged.money.rate is None
        if not (cell.blank or cell.error or cell.pending or nothing) and judged.money.score is None:
            yield at(
                judged, "JX-S01", cell, Text(f"得分“{cell.text.strip()}”不是数", "the score is no number")
            )
    for indicator, cell in judged.score_cells():
        why = _impossible(indicator, cell)
        if why is None:
            continue
        text, weight = cell.text.strip(), plain(indicator.weight) if indicator.weight is not None else ""
        messages: dict[Impossible, Text] = {
            "text": Text(f"得分“{text}”不是数", "the score is no number"),
            "negative": Text(f"得分{text}小于0", "the score is below 0"),
            "above": Text(f"得分{text}高于分值{weight}", f"the score is above its weight {weight}"),
        }
        expected = weight if why == "above" else ""
        if indicator.expected is not None:
            expected = plain(indicator.expected.value)
        yield at(judged, "JX-S01", cell, messages[why], expected=expected)


@check("JX-S02")
def follows(judged: JudgedForm) -> Iterator[Finding]:
    """A quantitative score agrees with no reading that the scheme allows the row."""
    full = overfull(judged)
    for indicator, cell in judged.score_cells():
        expected = indicator.expected
        if expected is None or indicator.row.index in full or not _is_asked(indicator, cell):
            continue
        level = _disagrees(judged, indicator, cell)
        if level is None:
            continue
        zh, en = expected.words.zh, expected.words.en
        if indicator.implied and not expected.met:
            zh += f"（分值{plain(expected.weight)}由标题分值推算）"
        yield at(
            judged,
            "JX-S02",
            cell,
            Text(
                f"得分{cell.text.strip()}与目标、实际不符：{zh}",
                f"the score {cell.text.strip()} does not follow: {en}",
            ),
            expected=plain(expected.value),
            level=level,
        )


def _is_asked(indicator: JudgedRow, cell: Cell) -> bool:
    """Whether the row is quantitative, and no other finding (A02, A03, S01, T08) is the cause of what its score is."""
    return not (
        indicator.target.kind == "level"
        or indicator.standard
        or indicator.incomparable
        or indicator.met_by_anything
        or _impossible(indicator, cell) is not None
    )


def _disagrees(judged: JudgedForm, indicator: JudgedRow, cell: Cell) -> Level | None:
    """How surely the printed score agrees with no reading; None where it agrees with one, or is no number."""
    if indicator.score is None:
        return None
    most, places = judged.most_places(but=cell), judged.scheme.places
    allowed = {indicator.score.accuracy(score.exact, most, places) for score in indicator.readings}
    if "" in allowed:
        return None
    # Unsure: the missing points may be those of a row beside it that nobody can judge.
    return "review" if "review" in allowed or indicator.unsure else "error"


@check("JX-S03")
def band(judged: JudgedForm) -> Iterator[Finding]:
    """A qualitative score outside the band of its level; an actual equal to the target is 达成预期."""
    for indicator, cell in judged.score_cells():
        if (
            indicator.target.kind != "level"
            or indicator.score is None
            or indicator.weight is None
            or len(indicator.group) > 1
        ):
            continue
        if _impossible(indicator, cell) or indicator.standard:
            continue
        stated = judged.scheme.band_of(squeezed(indicator.row.actual_cell.text))
        found = stated if stated is not None else (judged.scheme.bands[0] if indicator.same_text else None)
        if found is None:
            continue
        low, high = (indicator.weight * edge / HUNDRED for edge in (found.bottom, found.top))
        number = indicator.score
        if low <= number.value <= high or number.agrees(low) or number.agrees(high):
            continue
        span = f"{plain(half_up(low, 2))}—{plain(half_up(high, 2))}"
        yield at(
            judged,
            "JX-S03",
            cell,
            Text(
                f"{found.level}应得{span}分，表中为{cell.text.strip()}分",
                f"the level allows {span} points, the form has {cell.text.strip()}",
            ),
            expected=span,
            level="error" if stated is not None and not indicator.same_text else None,
        )


@check("JX-S04")
def total(judged: JudgedForm) -> Iterator[Finding]:
    """总分 is not the sum of the scores."""
    found, state = printed_total(judged), total_state(judged)
    if found is not None and state is not None and state.standing == "wrong":
        field = found[0]
        yield at(
            judged,
            "JX-S04",
            field.cell,
            Text(
                f"总分{field.text}，各项得分合计{plain(state.expected)}",
                f"the total is {field.text}, the scores add up to {plain(state.expected)}",
            ),
            expected=plain(state.expected),
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
            Text(f"总分为空，各项得分合计{expected}", f"the total is blank, the scores add up to {expected}"),
            expected=expected,
        )


@check("JX-S05")
def total_digits(judged: JudgedForm) -> Iterator[Finding]:
    """总分 differs from the sum, but rounded to the scores' most decimals it is the sum (95.5214 against 95.52)."""
    found, state = printed_total(judged), total_state(judged)
    if found is not None and state is not None and state.standing == "rounded":
        field = found[0]
        yield at(
            judged,
            "JX-S05",
            field.cell,
            Text(
                f"总分{field.text}的小数位多于各项得分，合计为{plain(state.expected)}",
                f"the total {field.text} has more decimals than the scores, which add up to {plain(state.expected)}",
            ),
            expected=plain(state.expected),
            found=field.text,
        )


@check("JX-S06")
def missing(judged: JudgedForm) -> Iterator[Finding]:
    """A row has target and actual but no score (a merged score covers its rows)."""
    for indicator, cell in judged.score_cells():
        if no_score(cell) and indicator.filled:
            expected = plain(indicator.expected.value) if indicator.expected is not None else ""
            yield at(
                judged,
                "JX-S06",
                cell,
                Text("该行有目标值和实际完成值，没有得分", "the row has target and actual, but no score"),
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
        or (state is not None and state.standing == "wrong")
    ):
        return
    places = min(upper.places, lower.places)
    if half_up(upper.shown, places) != half_up(lower.shown, places):
        yield at(
            judged,
            "JX-S07",
            form.head_total.cell,
            Text(
                f"表头总分{form.head_total.text}与表末总分{form.total.text if form.total else ''}不一致",
                "the total above the table and the one below it disagree",
            ),
            expected=plain(lower.shown),
            found=form.head_total.text,
        )


@check("JX-S08")
def not_recomputed(judged: JudgedForm) -> Iterator[Finding]:
    """The score of a row with a number for target could not be recomputed, and why: never passed over in silence."""
    full = overfull(judged)
    for indicator, cell in judged.score_cells():
        if indicator.why is None or indicator.row.index in full or _impossible(indicator, cell):
            continue
        if indicator.score is None and not cell.pending:
            continue
        members = judged.group_of(indicator)
        if any(member.standard or member.incomparable for member in members):
            continue
        if any(member.target.kind in _NUMBERS for member in members):
            yield at(
                judged,
                "JX-S08",
                cell,
                Text(
                    f"得分无法复核：{indicator.why.zh}",
                    f"the score could not be recomputed: {indicator.why.en}",
                ),
            )


@check("JX-S09")
def short(judged: JudgedForm) -> Iterator[Finding]:
    """Without a 分值 column: the scores under a heading fall short of its points although no row misses its target."""
    for heading, missing_points in shortfalls(judged):
        indicators = judged.under(heading)
        if (
            missing_points > 0
            and indicators
            and heading.points is not None
            and all(indicator.met and not indicator.met_by_anything for indicator in indicators)
            and not any(
                indicator.leads and indicator.score and indicator.weight != indicator.score.value
                for indicator in indicators
            )
        ):
            total = plain(heading.points - missing_points)
            yield at(
                judged,
                "JX-S09",
                heading.cell,
                Text(
                    f"标题为{plain(heading.points)}分，各行均达到目标，得分合计却只有{total}",
                    f"every row under the heading of {plain(heading.points)} points meets its target, yet they add up to {total}",
                ),
                expected=plain(heading.points),
            )
