"""The money block: its amounts in 万元, its rate, the exact score of its execution, and parts that do not add up.

>>> from addin.judging.examples import example_form
>>> from addin.judging.recognise import recognise
>>> form = example_form({"E6": 80, "E7": 85})
>>> money = judge_money(form, recognise(form))
>>> str(money.planned), str(money.executed), str(money.rate), str(money.weight), str(money.exact)
('100', '80', '0.8', '10', '8')
>>> [(column, str(total)) for column, total in unsummed_columns(form.budget)]
[('executed', '85')]
"""

from __future__ import annotations

from decimal import Decimal
from typing import Literal, get_args

from addin.grid import Cell
from addin.judging.judged import JudgedForm, JudgedMoney
from addin.reading.form import Budget, Form, Money, Split
from addin.reading.numbers import PrintedNumber, amount_in, printed
from udfs.decimals import HUNDRED, ZERO, plain
from udfs.scheme import Scheme

Column = Literal["initial", "budget", "executed"]
COLUMNS: tuple[Column, ...] = get_args(Column)
_CENT = Decimal("0.01")


def judge_money(form: Form, scheme: Scheme) -> JudgedMoney:
    """The money block of *form*, worked out; all of it None where the form has none."""
    budget = form.budget
    if budget is None:
        return JudgedMoney()
    total = budget.total
    planned = amount_in(total.planned, budget.unit) if total.planned is not None else None
    executed = amount_in(total.executed, budget.unit) if total.executed is not None else None
    rate = None
    if planned is not None and planned > 0 and executed is not None and executed >= 0:
        rate = executed / planned
    if total.score is None:
        return JudgedMoney(planned, executed, rate)
    weight = budget_weight(budget, scheme)
    score = printed(total.score)
    exact = None
    if weight is not None and rate is not None and planned and executed is not None:
        exact = min(weight * executed / planned, weight)
    return JudgedMoney(
        planned=planned,
        executed=executed,
        rate=rate,
        weight=weight,
        score=score,
        exact=exact,
        scored=weight is not None or (scheme.budget_scored and score is not None),
    )


def budget_weight(budget: Budget, scheme: Scheme) -> Decimal | None:
    """The weight of the execution rate: printed, else the points in the block's headings, else the scheme's."""
    number = printed(budget.total.weight) if budget.total.weight is not None else None
    weight = number.value if number is not None else budget.points
    # A scheme made of the form's own words has no points that the form does not state.
    if weight is None and scheme.budget_scored and scheme.budget_points > 0:
        return scheme.budget_points
    return weight


def amount(budget: Budget, cell: Cell | None) -> Decimal | None:
    """The amount in a cell of the block, in 万元; None where it holds none."""
    return amount_in(cell, budget.unit) if cell is not None and not cell.error else None


def column_cell(money: Money, column: Column) -> Cell | None:
    """The cell of a line of the block in *column*."""
    return {"initial": money.initial, "budget": money.budget, "executed": money.executed}[column]


def sum_of_parts(budget: Budget, split: Split, column: Column) -> tuple[Decimal, int] | None:
    """The sum of the parts of *split* given in *column* and how many there are; None where none is given."""
    amounts = [amount(budget, column_cell(part, column)) for part in split.parts]
    given = [value for value in amounts if value is not None]
    return (sum(given, ZERO), len(given)) if given else None


def unsummed_split(budget: Budget, split: Split, column: Column) -> Decimal | None:
    """The sum of the parts, where what they are parts of is not it; None where it is, or cannot be known."""
    total = column_cell(split.whole, column)
    parts = sum_of_parts(budget, split, column)
    if total is None or total.error or total.pending or parts is None:
        return None
    found = amount(budget, total)
    expected, count = parts
    if found is None and expected == 0:
        return None
    return expected if abs((found or ZERO) - expected) > _CENT * count else None


def unsummed(budget: Budget, column: Column) -> Decimal | None:
    """The sum of the total's parts, by the first split that it is not the sum of; None where there is none."""
    sums = (unsummed_split(budget, split, column) for split in budget.splits if split.whole is budget.total)
    return next((expected for expected in sums if expected is not None), None)


def unsummed_columns(budget: Budget) -> list[tuple[Column, Decimal]]:
    """The columns whose total is not the sum of its parts, with that sum; a missing budget (B05) is no such total."""
    sums = ((column, unsummed(budget, column)) for column in COLUMNS)
    found = [(column, expected) for column, expected in sums if expected is not None]
    if missing_budget(budget) is not None:
        return [(column, expected) for column, expected in found if column != "budget"]
    return found


def unsummed_parts(budget: Budget) -> list[tuple[Cell, Decimal]]:
    """Amounts of parts that are not the sum of their own parts (其中：中央 30, 地方 10 under 40), with that sum."""
    found: list[tuple[Cell, Decimal]] = []
    for split in budget.splits:
        for column in COLUMNS if split.whole is not budget.total else ():
            expected, cell = unsummed_split(budget, split, column), column_cell(split.whole, column)
            if expected is not None and cell is not None:
                found.append((cell, expected))
    return found


def missing_budget(budget: Budget) -> Cell | None:
    """The budget cell that is 0 or blank while money was executed; the adjusted one where the form has it."""
    plan = budget.total.budget or budget.total.initial
    spent = amount(budget, budget.total.executed)
    if plan is None or plan.error or spent is None or spent <= 0:
        return None
    return plan if plan.blank or amount(budget, plan) == 0 else None


def rate_of(budget: Budget, money: Money) -> Decimal | None:
    """The exact rate of a line of the block, as a fraction; None where there is none."""
    plan, spent = amount(budget, money.planned), amount(budget, money.executed)
    if plan is None or spent is None or plan <= 0:
        return None
    return spent / plan


def alternatives(budget: Budget) -> list[tuple[Decimal, Decimal]]:
    """Budget and executed amount as printed, and as their parts add up where the totals do not (B01's cause)."""
    planned_column: Column = "budget" if budget.total.planned is budget.total.budget else "initial"
    columns: tuple[tuple[Column, Cell | None], ...] = (
        (planned_column, budget.total.planned),
        ("executed", budget.total.executed),
    )
    plans, spends = (
        [value for value in (amount(budget, cell), unsummed(budget, column)) if value is not None]
        for column, cell in columns
    )
    return [(plan, spent) for plan in plans for spent in spends if plan > 0]


def percent(number: PrintedNumber, rate: Decimal) -> tuple[PrintedNumber, bool]:
    """A printed rate in percent, and whether it was printed as 100 for 100%.

    >>> from addin.reading.numbers import number_in
    >>> [(str(percent(number_in(text), Decimal("0.82"))[0].shown), percent(number_in(text), Decimal("0.82"))[1]) for text in ("82%", "0.82", "82")]
    [('82', False), ('82.00', False), ('82', True)]
    """
    if number.percent:
        return number, False
    # 0.82 and 1 are the rate itself; 82 and 100 lack their %.
    if number.value > 2 and abs(number.value - rate * HUNDRED) < abs(number.value - rate):
        return number, True
    return PrintedNumber(number.value * HUNDRED, number.shown * HUNDRED, max(number.places - 2, 0)), False


def arithmetic(money: JudgedMoney) -> str:
    """The budget score's arithmetic: "20×53.132÷65"."""
    return f"{plain(money.weight or ZERO)}×{plain(money.executed or ZERO)}÷{plain(money.planned or ZERO)}"


def lost_on_budget(judged: JudgedForm) -> Decimal:
    """The points lost on the budget, as printed; 0 where it is not scored."""
    money = judged.money
    if not money.scored or money.weight is None or money.score is None:
        return ZERO
    return max(money.weight - money.score.value, ZERO)
