"""S: scores. Whether each follows from its row, and the total from the scores.

10 points for "≥90%" and an actual of 81% should be 9.00: 10×81÷90.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from addin.grid import Cell
from addin.judging.agreement import (
    Denied,
    Impossible,
    denied_with_points,
    disagrees,
    full_though_missed,
    impossible,
)
from addin.judging.checks.registry import at, check
from addin.judging.findings import Finding
from addin.judging.judged import JudgedForm, JudgedRow, unfilled
from addin.judging.totals import (
    field_number,
    missing_points,
    overfull,
    printed_total,
    score_sums,
    shortfalls,
    summed_formula,
    total_state,
)
from addin.reading.form import Field, Row
from addin.reading.labels import is_filler
from addin.reading.numbers import printed
from udfs.decimals import HUNDRED, ZERO, half_up, plain
from udfs.levels import reached
from udfs.normalise import squeezed
from udfs.scheme import Band
from udfs.score import Score
from udfs.text import Text

_NUMBERS = ("number", "range", "several")


@check("JX-S01")
def possible(judged: JudgedForm) -> Iterator[Finding]:
    """A score above its weight, below 0, or not a number."""
    budget = judged.form.budget
    if budget is not None and budget.total.score is not None and judged.money.scored:
        cell = budget.total.score
        # "—" is what an amount of nothing earns: budget 0, executed 0 is not scored.
        nothing = unfilled(cell) and judged.money.rate is None
        if not (cell.blank or cell.error or cell.pending or nothing) and judged.money.score is None:
            yield at(
                judged, "JX-S01", cell, Text(f"得分“{cell.text.strip()}”不是数", "the score is no number")
            )
    for indicator, cell in judged.score_cells():
        why = impossible(indicator, cell)
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
    """A quantitative score does not follow from its target and actual; where only another direction gives it, review."""
    for indicator, cell in judged.score_cells():
        level = disagrees(judged, indicator)
        if full_though_missed(judged, indicator):
            yield at(judged, "JX-S02", cell, _missed(indicator, cell), level="review")
        elif level is not None and indicator.expected is not None:
            expected = plain(indicator.expected.value)
            yield at(
                judged, "JX-S02", cell, _does_not_follow(indicator, cell), expected=expected, level=level
            )


def _missed(indicator: JudgedRow, cell: Cell) -> Text:
    actual, target = indicator.row.actual_cell.text.strip(), indicator.row.target_text
    return Text(
        f"得分{cell.text.strip()}是满分，实际完成值“{actual}”却说明没有达到目标“{target}”",
        f"full marks, yet the actual {actual!r} states that it misses {target!r}",
    )


def _does_not_follow(indicator: JudgedRow, cell: Cell) -> Text:
    """What the row gives, and, where only another direction gives the printed score, that one as well."""
    if indicator.expected is None:
        return Text("得分与目标、实际不符", "the score does not follow")
    printed, words = cell.text.strip(), _arithmetic(indicator, indicator.expected)
    if indicator.other is None or indicator.direction is None:
        return Text(
            f"得分{printed}与目标、实际不符：{words.zh}", f"the score {printed} does not follow: {words.en}"
        )
    direction, other = indicator.direction.words, indicator.other.words
    return Text(
        f"目标值没有写明方向，{direction.zh}：{words.zh}；得分{printed}只符合另一种算法：{other.zh}",
        f"no direction is written; {direction.en}: {words.en}; {printed} follows only from: {other.en}",
    )


def _arithmetic(indicator: JudgedRow, score: Score) -> Text:
    """The arithmetic of *score*, and that its weight is implied where points are lost by it."""
    if not indicator.implied or score.met:
        return score.words
    weight = plain(score.weight)
    return Text(
        f"{score.words.zh}（分值{weight}由标题分值推算）",
        f"{score.words.en} (the weight {weight} is taken from the heading's points)",
    )


@check("JX-S03")
def band(judged: JudgedForm) -> Iterator[Finding]:
    """A qualitative score outside the band of its level; an actual that denies the target is not 达成预期, nor is 部分/基本."""
    for indicator, cell in judged.score_cells():
        if indicator.score is None or impossible(indicator, cell):
            continue
        found = _band_of(judged, indicator)
        denied = denied_with_points(judged, indicator) if found is None else None
        if denied is not None:
            limit = "" if denied.partial else f"≤{plain(half_up(denied.limit, 2))}"
            yield at(judged, "JX-S03", cell, _not_as_expected(judged, denied, cell), expected=limit)
        if found is None or indicator.weight is None:
            continue
        share = _share(indicator.row)
        edges = (found.bottom, found.top) if share is None else (share, share)
        low, high = (indicator.weight * edge / HUNDRED for edge in edges)
        number = indicator.score
        if low <= number.value <= high or number.agrees(low) or number.agrees(high):
            continue
        span = plain(half_up(low, 2)) + (f"—{plain(half_up(high, 2))}" if high != low else "")
        yield at(
            judged,
            "JX-S03",
            cell,
            Text(
                f"{found.level}应得{span}分，表中为{cell.text.strip()}分",
                f"the level allows {span} points, the form has {cell.text.strip()}",
            ),
            expected=span,
            level="error" if _stated_level(indicator.row) or not _reached(indicator.row) else None,
        )


def _band_of(judged: JudgedForm, indicator: JudgedRow) -> Band | None:
    """The band that the actual of a qualitative row states, or reaches by saying what its target says; else None."""
    if indicator.target.kind != "level" or len(indicator.group) > 1 or indicator.standard:
        return None
    row = indicator.row
    if level := _stated_level(row):
        return judged.scheme.band_of(level)
    if _reached(row):
        return judged.scheme.band_of(squeezed(row.actual_cell.text)) or judged.scheme.bands[0]
    return judged.scheme.band_of(squeezed(row.actual_cell.text))


def _reached(row: Row) -> bool:
    return reached(row.target_text, row.actual_cell.text)


def _stated_level(row: Row) -> str:
    """The level that was chosen beside the form (辅助列（档次）of a template); "" where none is."""
    cell = row.helper.get("level")
    return squeezed(cell.text) if cell is not None else ""


def _share(row: Row) -> Decimal | None:
    """The share of the weight, in percent, that was filled in beside the form (辅助列（档内%）); None where none is."""
    cell = row.helper.get("share")
    number = printed(cell) if cell is not None and _stated_level(row) else None
    if number is None:
        return None
    return number.value if number.percent or number.value > 1 else number.value * HUNDRED


def _not_as_expected(judged: JudgedForm, denied: Denied, cell: Cell) -> Text:
    row, first = denied.indicator.row, judged.scheme.bands[0]
    actual, wanted, score = row.actual_cell.text.strip(), row.target_text, cell.text.strip()
    said = Text("只部分达到", "reaches only in part") if denied.partial else Text("没有达到", "denies")
    return Text(
        f"实际“{actual}”说明{said.zh}“{wanted}”，不是{first.level}，不应得{score}分",
        f"the actual {actual!r} {said.en} {wanted!r}: it is not as expected, {score} points are not due",
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
        and missing_points(judged) == 0
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
    """A row has target and actual but no score (a merged score covers its rows); the budget's, where no row has one."""
    budget = judged.budget_score_cell
    scored = any(indicator.score is not None for indicator in judged.rows)
    if budget is not None and unfilled(budget) and judged.money.exact is not None and not scored:
        yield at(judged, "JX-S06", budget, Text("执行得分没有填写", "the budget's score is not filled in"))
    for indicator, cell in judged.score_cells():
        if unfilled(cell) and indicator.filled:
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
    for field in (judged.form.total, judged.form.head_total):
        why = _unreadable_total(judged, field)
        if field is not None and why is not None:
            yield at(judged, "JX-S08", field.cell, why, found=field.text)
    full = overfull(judged)
    for indicator, cell in judged.score_cells():
        if indicator.why is None or indicator.row.index in full or impossible(indicator, cell):
            continue
        if indicator.score is None and not cell.pending:
            continue
        members = judged.group_of(indicator)
        # A02, A03, A08 and T05 ask for what is missing.
        if any(member.standard or member.incomparable or member.states_a_miss for member in members):
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


def _unreadable_total(judged: JudgedForm, field: Field | None) -> Text | None:
    """Why a total cannot be compared: a formula without a stored result, with what it gives where that is known; a text."""
    if field is None or field.cell.error or field_number(field) is not None:
        return None
    text = field.text.strip()
    if field.cell.pending or text.startswith("="):
        value, sums = summed_formula(judged.form.grid, field.cell), score_sums(judged)
        zh, en = ("", "") if value is None else (f"，按公式应为{plain(value)}", f"; it gives {plain(value)}")
        if value is not None and sums is not None and value not in sums:
            zh, en = f"{zh}，各项得分合计{plain(sums[0])}", f"{en}, the scores add up to {plain(sums[0])}"
        return Text(
            f"总分是公式，文件里没有计算结果{zh}，请用 Excel 打开并保存一次",
            f"the total is a formula whose result the file does not hold{en}; open and save it in Excel",
        )
    if text and not is_filler(text, "value"):
        return Text(
            f"总分“{text}”不是数，无法核对", f"the total {text!r} is no number and cannot be compared"
        )
    return None


@check("JX-S09")
def short(judged: JudgedForm) -> Iterator[Finding]:
    """Without a 分值 column: the scores under a heading fall short of its points although no row misses its target."""
    for heading, points_short in shortfalls(judged):
        indicators = judged.under(heading)
        if (
            points_short > 0
            and indicators
            and heading.points is not None
            and all(indicator.met and not indicator.met_by_anything for indicator in indicators)
            and not any(
                indicator.leads and indicator.score and indicator.weight != indicator.score.value
                for indicator in indicators
            )
        ):
            total = plain(heading.points - points_short)
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
