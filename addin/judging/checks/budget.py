"""B: the money block. Sums, rates and the score of the execution rate.

53.132 of 65 万元 is a rate of 81.74%: 20 points × that is 16.35. Whoever scores the rounded 82% writes 16.4 (B04).
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from addin.grid import Cell
from addin.judging.checks.registry import at, check
from addin.judging.findings import Finding
from addin.judging.judged import JudgedForm, unfilled
from addin.judging.money import (
    COLUMNS,
    alternatives,
    amount,
    arithmetic,
    column_cell,
    lost_on_budget,
    missing_budget,
    percent,
    rate_of,
    unsummed,
    unsummed_columns,
    unsummed_parts,
)
from addin.reading.labels import is_filler
from addin.reading.numbers import printed
from udfs.decimals import HUNDRED, ZERO, half_up, plain
from udfs.text import Text


@check("JX-B01")
def parts(judged: JudgedForm) -> Iterator[Finding]:
    """年度资金总额 is not the sum of its parts, where parts are given (0.01 a part is rounding), column by column."""
    budget = judged.form.budget
    if budget is None:
        return
    for column, expected in unsummed_columns(budget):
        cell = column_cell(budget.total, column)
        total = cell.text.strip() if cell is not None else ""
        yield at(
            judged,
            "JX-B01",
            cell,
            Text(
                f"年度资金总额{total or '为空'}，各项资金合计为{plain(expected)}",
                f"the total is {total or 'blank'}, its parts add up to {plain(expected)}",
            ),
            expected=plain(expected),
        )
    for cell, expected in unsummed_parts(budget):
        yield at(
            judged,
            "JX-B01",
            cell,
            Text(
                f"此项{cell.text.strip() or '为空'}，其中各项合计为{plain(expected)}",
                f"the amount is {cell.text.strip() or 'blank'}, its own parts add up to {plain(expected)}",
            ),
            expected=plain(expected),
        )


@check("JX-B02")
def rates(judged: JudgedForm) -> Iterator[Finding]:
    """A printed 执行率 (the total's or a part's) is not 执行数/预算数 at its printed precision."""
    budget = judged.form.budget
    if budget is None:
        return
    # Where the parts do not make the total (B01) nobody knows which amount is wrong: their rates are not asked.
    doubtful = any(unsummed(budget, column) is not None for column in COLUMNS)
    for line in (budget.total, *(() if doubtful else budget.parts)):
        cell = line.rate
        number = printed(cell) if cell is not None else None
        rate = rate_of(budget, line)
        if cell is None or number is None or rate is None:
            continue
        shown, _ = percent(number, rate)
        pairs = alternatives(budget) if line is budget.total else []
        if shown.agrees(rate * HUNDRED) or any(shown.agrees(spent * HUNDRED / plan) for plan, spent in pairs):
            continue
        exact = plain(half_up(rate * HUNDRED, max(shown.places, 2)))
        yield at(
            judged,
            "JX-B02",
            cell,
            Text(
                f"执行率{cell.text.strip()}不是执行数÷预算数（{exact}%）",
                f"the rate {cell.text.strip()} is not executed/budget ({exact}%)",
            ),
            expected=f"{plain(half_up(rate * HUNDRED, shown.places))}%",
        )


@check("JX-B03")
def score(judged: JudgedForm) -> Iterator[Finding]:
    """执行得分 is not weight × exact rate (capped at the weight), nor explained by B04."""
    cell, money = judged.budget_score_cell, judged.money
    if cell is not None and money.score is not None and _executed_blank(judged) is not None:
        yield at(
            judged,
            "JX-B03",
            cell,
            Text(
                f"执行得分{cell.text.strip()}，执行数却没有填写",
                f"the budget score is {cell.text.strip()}, yet no executed amount is filled in",
            ),
        )
        return
    if cell is None or money.exact is None or money.weight is None:
        return
    expected = plain(half_up(money.exact, judged.scheme.places))
    sum_ = arithmetic(money)
    if money.score is None:
        # Where no row has a score, the form is not scored yet: S06 says so.
        if cell.blank and any(indicator.score is not None for indicator in judged.rows):
            yield at(
                judged,
                "JX-B03",
                cell,
                Text(f"执行得分为空，应为{sum_}={expected}", f"the budget score is blank: {sum_}={expected}"),
                expected=expected,
            )
        return
    accuracy = money.score.accuracy(money.exact, judged.most_places(but=cell), judged.scheme.places)
    if accuracy != "error":
        if accuracy == "review":
            yield at(
                judged,
                "JX-B03",
                cell,
                Text(
                    f"执行得分{cell.text.strip()}只在取整时等于{expected}（{sum_}）",
                    f"the budget score agrees with {expected} ({sum_}) only when rounded further",
                ),
                expected=expected,
                level="review",
            )
        return
    if _rounded_rate(judged) is not None or _explained_by_parts(judged):
        return
    yield at(
        judged,
        "JX-B03",
        cell,
        Text(
            f"执行得分{cell.text.strip()}，应为{sum_}={expected}",
            f"the budget score should be {sum_}={expected}",
        ),
        expected=expected,
    )


def _explained_by_parts(judged: JudgedForm) -> bool:
    """Whether the score follows from the sum of the parts, which the printed total is not (B01 says so)."""
    budget, money = judged.form.budget, judged.money
    if budget is None or money.score is None or money.weight is None:
        return False
    return any(
        money.score.agrees(min(money.weight * spent / plan, money.weight))
        for plan, spent in alternatives(budget)
    )


def _rounded_rate(judged: JudgedForm) -> Decimal | None:
    """weight × the rounded printed rate, where the printed score is that and the exact rate gives another figure."""
    budget, money = judged.form.budget, judged.money
    if (
        budget is None
        or money.score is None
        or money.weight is None
        or money.rate is None
        or money.exact is None
    ):
        return None
    number = printed(budget.total.rate) if budget.total.rate is not None else None
    if number is None or money.score.accuracy(money.exact, 0, judged.scheme.places) != "error":
        return None
    shown, _ = percent(number, money.rate)
    rounded = min(money.weight * shown.shown / HUNDRED, money.weight)
    return rounded if shown.agrees(money.rate * HUNDRED) and money.score.agrees(rounded) else None


@check("JX-B04")
def rounded_rate(judged: JudgedForm) -> Iterator[Finding]:
    """执行得分 is weight × the rounded printed rate (83% → 16.6) where the exact rate gives another figure (16.5)."""
    cell, money = judged.budget_score_cell, judged.money
    if cell is None or money.exact is None or _rounded_rate(judged) is None:
        return
    expected = plain(half_up(money.exact, judged.scheme.places))
    yield at(
        judged,
        "JX-B04",
        cell,
        Text(
            f"执行得分{cell.text.strip()}是按取整后的执行率算的，按精确执行率应为{expected}",
            f"the budget score was taken from the rounded rate; the exact one gives {expected}",
        ),
        expected=expected,
    )


@check("JX-B05")
def no_budget(judged: JudgedForm) -> Iterator[Finding]:
    """执行数 > 0 while 预算数 is 0 or blank."""
    budget = judged.form.budget
    plan = missing_budget(budget) if budget is not None else None
    if budget is None or plan is None:
        return
    spent = plain(amount(budget, budget.total.executed) or ZERO)
    yield at(
        judged,
        "JX-B05",
        plan,
        Text(
            f"执行数为{spent}，预算数却是{plan.text.strip() or '空'}",
            f"{spent} was executed, but the budget is {plan.text.strip() or 'blank'}",
        ),
    )


@check("JX-B06")
def unexplained(judged: JudgedForm) -> Iterator[Finding]:
    """执行率 below the scheme's limit (80%, Sichuan 90%) or above 100% and no reason or note anywhere on the form."""
    budget, rate = judged.form.budget, judged.money.rate
    if budget is None or rate is None or judged.form.explained():
        return
    if judged.scheme.explain_below / HUNDRED <= rate <= 1:
        return
    reason = judged.form.reason
    if reason is not None and is_filler(reason.text, "reason") and lost_on_budget(judged) > 0:
        return  # E01 asks for the same explanation
    total = budget.total
    cell = total.rate if total.rate is not None and not total.rate.blank else total.executed
    shown = plain(half_up(rate * HUNDRED, 2))
    yield at(
        judged,
        "JX-B06",
        cell,
        Text(
            f"执行率{shown}%，表中没有说明原因", f"the rate is {shown}% and nothing on the form explains it"
        ),
    )


@check("JX-B07")
def hundred(judged: JudgedForm) -> Iterator[Finding]:
    """A rate printed as 100 for 100%."""
    budget = judged.form.budget
    if budget is None:
        return
    for line in (budget.total, *budget.parts):
        number = printed(line.rate) if line.rate is not None else None
        rate = rate_of(budget, line)
        if (
            line.rate is not None
            and number is not None
            and percent(number, rate if rate is not None else Decimal(1))[1]
        ):
            text = line.rate.text.strip()
            yield at(
                judged,
                "JX-B07",
                line.rate,
                Text(f"执行率{text}缺百分号", f"the rate {text} lacks its %"),
                expected=f"{text}%",
            )


@check("JX-B08")
def blank_weight(judged: JudgedForm) -> Iterator[Finding]:
    """The budget row is scored and its 分值 cell is blank; the points in the heading are then its weight."""
    budget = judged.form.budget
    if budget is None or budget.total.weight is None or budget.total.score is None:
        return
    cell = budget.total.weight
    if cell.blank and not cell.error and printed(budget.total.score) is not None:
        points = plain(budget.points) if budget.points is not None else ""
        yield at(
            judged,
            "JX-B08",
            cell,
            Text("预算行有得分，分值却是空的", "the budget row is scored, but its weight is blank"),
            expected=points,
        )


@check("JX-B09")
def no_amount(judged: JudgedForm) -> Iterator[Finding]:
    """The form has a money block and no amount stands in it, or a budget and neither an executed amount nor a score."""
    budget = judged.form.budget
    if budget is None:
        return
    lines = (budget.total, *budget.parts)
    cells = [
        cell for line in lines for cell in (line.initial, line.budget, line.executed) if cell is not None
    ]
    if cells and all(unfilled(cell) for cell in cells):
        cell = budget.total.budget or budget.total.initial or budget.total.executed
        yield at(
            judged,
            "JX-B09",
            cell,
            Text("资金表没有填写任何金额", "no amount is filled in in the money block"),
        )
        return
    executed = _executed_blank(judged)
    if executed is not None and judged.money.score is None:
        yield at(
            judged,
            "JX-B09",
            executed,
            Text("有预算数，执行数没有填写", "a budget is there, but no executed amount"),
        )


def _executed_blank(judged: JudgedForm) -> Cell | None:
    """The executed amount that is not filled in beside a budget above 0, on the total and on all parts; else None."""
    budget = judged.form.budget
    if budget is None or budget.total.executed is None or not judged.money.planned:
        return None
    cells = [line.executed for line in (budget.total, *budget.parts) if line.executed is not None]
    return budget.total.executed if all(map(unfilled, cells)) else None
