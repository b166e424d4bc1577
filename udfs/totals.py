"""Scoring what stands around the rows: the execution rate of the money, the total and its grade, a deviation.

>>> score_budget(65, "53.132", load_scheme("hubei-2020")).value
Decimal('16.35')
>>> total(["16.35", 20, 40, 20]), grade("96.35")
(Decimal('96.35'), '优')

Sources: 财预〔2020〕10号附件1 (执行率); 预算执行情况口径 in the notes under the Hubei forms.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from udfs.actuals import is_plain, measured, span, unclear
from udfs.decimals import ZERO, D, half_up, plain
from udfs.errors import ScoringError
from udfs.lexicon import SIGNS
from udfs.normalise import squeezed
from udfs.scheme import DEFAULT, Scheme, load_scheme
from udfs.score import Number, Score, said, scored, summed
from udfs.target import Target, parse
from udfs.text import Text
from udfs.units import align


def rate(budget: Number, executed: Number) -> Decimal:
    """The execution rate (预算执行率) as a fraction: executed (执行数) ÷ budget (预算数, adjusted), both in 万元.

    Raises ScoringError where the budget is 0: nothing executed is nothing to score, something executed is an error.
    """
    planned, spent = D(budget), D(executed)
    if planned < 0 or spent < 0:
        raise ScoringError(Text("预算数、执行数不能小于0", "budget and executed amount cannot be below 0"))
    if planned == 0:
        if spent == 0:
            raise ScoringError(
                Text("预算数和执行数都为0，不计分", "budget and executed amount are 0: not scored")
            )
        raise ScoringError(Text("预算数为0而执行数大于0", "the budget is 0 but money was executed"))
    return spent / planned


def score_budget(
    budget: Number, executed: Number, scheme: Scheme | None = None, weight: Number | None = None
) -> Score:
    """The score of the budget row (执行得分): weight × exact rate, capped at the weight (the scheme's unless given)."""
    scheme = scheme or load_scheme(DEFAULT)
    points = D(weight) if weight is not None else scheme.budget_points
    if weight is None and not scheme.budget_scored:
        raise ScoringError(
            Text(f"口径 {scheme.id} 的预算执行不计分", f"scheme {scheme.id} does not score the budget")
        )
    share = rate(budget, executed)
    planned, spent = D(budget), D(executed)
    exact = points * spent / planned
    how = summed(Text("执行率", "execution rate"), f"{plain(points)}×{plain(spent)}÷{plain(planned)}")
    if exact > points:
        how = said(
            f"执行率{plain(half_up(share * 100, 2))}%，不超过分值",
            "executed beyond the budget, capped at the weight",
        )
    return scored(exact, "rate", points, share >= 1, scheme, how)


def total(scores: Iterable[Number], places: int = 2) -> Decimal:
    """The sum of the scores (总分), rounded half up once. Raises ValueError for anything that is no number."""
    return half_up(sum((D(score) for score in scores), ZERO), places)


def grade(points: Number, scheme: Scheme | None = None) -> str:
    """优, 良, 中 or 差 of a total out of 100. Raises ScoringError outside 0-100."""
    value = D(points)
    if not 0 <= value <= 100:
        raise ScoringError(
            Text(f"总分{plain(value)}不在0—100之间", f"the total {plain(value)} is not within 0-100")
        )
    for name, lowest in (scheme or load_scheme(DEFAULT)).grades:
        if value >= lowest:
            return name
    raise ScoringError(Text("口径没有给出这个分数的等级", "the scheme names no grade for this total"))


def deviation(target: Target | str, actual: Target | str) -> Decimal:
    """The deviation (偏离度) (A−T)/T as a fraction.

    Raises ScoringError where either is no number or T is 0, and where the actual is no definite one (低于95%, 尚差1次 of
    a limit, two magnitudes).
    """
    wanted, got = _read(target), _read(actual)
    if wanted.kind != "number" or got.kind != "number":
        raise ScoringError(Text("目标值和实际值都应是数", "target and actual must both be numbers"), "text")
    same = squeezed(wanted.raw) == squeezed(got.raw)
    if not is_plain(got) and not same and not (got.more and got.number == wanted.number):
        got = measured(wanted, got, SIGNS[wanted.op].reading or "at_least")
        reach = span(got)
        if reach.low is None or reach.low != reach.high:
            raise unclear(wanted, got)
    pair = align(wanted, got)
    if pair is None or pair.ambiguous or pair.slip:
        raise ScoringError(
            Text("目标值与实际值的单位无法比较", "the units of target and actual do not compare"), "units"
        )
    if pair.target == 0:
        raise ScoringError(Text("目标值为0，没有偏离度", "no deviation from a target of 0"), "rate")
    return (pair.actual - pair.target) / pair.target


def _read(value: Target | str) -> Target:
    return value if isinstance(value, Target) else parse(value)
