"""The formulas of a form, each with the value that it gives now; functions of ours are asked of udfs itself.

A formula holds no function that Excel 2010 does not know, ours apart.

>>> from udfs.decimals import D
>>> rate(Spot("D6", D(100)), Spot("E6", None), Spot("F6", D(85)))
('=IF(D6&E6&F6="","",JX_RATE(IF(E6="",D6,E6),F6))', Decimal('0.85'))
>>> weights_line(["E12:E38"], [D(90)], "G6", D(10))[1]
'权重合计 100 ✓'
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from udfs.decimals import ZERO, plain
from udfs.functions import CellError, Result, Value, call
from workbook_templates.pen import Shown

SCHEME_NAME = "JX_SCHEME"
BY_LEVEL, BY_DIRECTION = "按所选档次", "按所选方向"
_PIECES = re.compile(r"([^{}]*)(?:\{(\w+)\})?")
_ROOM = {"year": "　　", "project": "　　　　", "body": "　　　　"}


@dataclass(frozen=True, slots=True)
class Spot:
    """A cell that formulas refer to, and its value."""

    ref: str
    value: Decimal | None


@dataclass(frozen=True, slots=True)
class RowSpots:
    """What a row's score is made of."""

    target: str
    actual: str
    weight: Decimal | None
    direction: str
    level: str
    share: Decimal | None


def _one(result: Result | list[list[Result]]) -> Result:
    return result if not isinstance(result, list) else result[0][0]


def _planned(initial: Spot | None, budget: Spot | None) -> tuple[str, Decimal | None, list[Spot]]:
    """The budget that counts: the adjusted one (全年预算数) where it is filled in, else the initial one."""
    spots = [spot for spot in (initial, budget) if spot is not None]
    if initial is not None and budget is not None:
        value = budget.value if budget.value is not None else initial.value
        return f'IF({budget.ref}="",{initial.ref},{budget.ref})', value, spots
    return spots[0].ref, spots[0].value, spots


def rate(initial: Spot | None, budget: Spot | None, executed: Spot) -> tuple[str, Shown]:
    """执行率: executed ÷ the budget that counts; blank while all are blank."""
    planned, value, spots = _planned(initial, budget)
    blank = "&".join(spot.ref for spot in (*spots, executed))
    formula = f'=IF({blank}="","",JX_RATE({planned},{executed.ref}))'
    return formula, _one(call("JX_RATE", value, executed.value))


def execution(
    initial: Spot | None, budget: Spot | None, executed: Spot, weight: str, points: Decimal, scheme: str
) -> tuple[str, Shown]:
    """执行得分: *weight* is the cell of the points, or the points themselves."""
    planned, value, spots = _planned(initial, budget)
    blank = "&".join(spot.ref for spot in (*spots, executed))
    formula = f'=IF({blank}="","",JX_EXEC({planned},{executed.ref},{weight},{SCHEME_NAME}))'
    return formula, _one(call("JX_EXEC", value, executed.value, points, scheme))


def own_formula(cells: Mapping[str, str]) -> str:
    """The score of a row that has a level or a direction of its own: *cells* are the row's, by column. Else blank."""
    level, direction = cells["level"], cells["direction"]
    band = f"JX_BAND({level},{cells['weight']},{cells['share']},{SCHEME_NAME})"
    score = f"JX_SCORE({cells['target']},{cells['actual']},{cells['weight']},{direction},{SCHEME_NAME})"
    return f'=IF({level}<>"",{band},IF({direction}<>"",{score},""))'


def score_formulas(spans: Mapping[str, str]) -> tuple[str, str]:
    """The array formulas of a table: scores, and the arithmetic in words. *spans* are the ranges by column.

    No range stands for an argument that may be left out: Calc passes such a range whole, not row by row.
    """
    own = spans["own"]
    row = f'{spans["target"]},{spans["actual"]},{spans["weight"]},"",{SCHEME_NAME}'
    scores = f'=IF({own}<>"",{own},JX_SCORE({row}))'
    words = f'=IF({own}="",JX_EXPLAIN({row}),IF({spans["level"]}<>"","{BY_LEVEL}","{BY_DIRECTION}"))'
    return scores, words


def row_values(row: RowSpots, scheme: str) -> tuple[Result, Result, Result]:
    """What a row's formulas give: the score by its own level or direction, the score, the words."""
    given: tuple[Value, ...] = (row.target, row.actual, row.weight)
    own: Result = ""
    if row.level:
        own = _one(call("JX_BAND", row.level, row.weight, row.share, scheme))
    elif row.direction:
        own = _one(call("JX_SCORE", *given, row.direction, scheme))
    if isinstance(own, CellError):
        return own, own, own
    if own != "":
        return own, own, BY_LEVEL if row.level else BY_DIRECTION
    return own, _one(call("JX_SCORE", *given, "", scheme)), _one(call("JX_EXPLAIN", *given, "", scheme))


def total(
    scores: Sequence[str], actuals: Sequence[str], executed: str, values: Sequence[Shown], filled: bool
) -> tuple[str, Shown]:
    """总分: blank until an actual or the executed amount is filled in."""
    seen = ",".join([*actuals, executed] if executed else actuals)
    formula = f'=IF(COUNTA({seen})=0,"",JX_TOTAL({",".join(scores)}))'
    return formula, _one(call("JX_TOTAL", *values)) if filled else ""


def grade(ref: str, value: Shown, scheme: str) -> tuple[str, Shown]:
    """等级 of the total."""
    return f"=JX_GRADE({ref},{SCHEME_NAME})", _one(call("JX_GRADE", value, scheme))


def weights_sum(
    spans: Sequence[str], weights: Sequence[Decimal], budget: str, points: Decimal
) -> tuple[str, Decimal]:
    """The weights of the rows and of the budget."""
    formula = f"=ROUND(SUM({','.join(spans)}){'+' + budget if budget else ''},4)"
    return formula, sum(weights, ZERO) + points


def weights_line(
    spans: Sequence[str], weights: Sequence[Decimal], budget: str, points: Decimal
) -> tuple[str, str]:
    """权重合计 100 ✓, or ✗ and what it is; with functions that every spreadsheet has."""
    formula, value = weights_sum(spans, weights, budget, points)
    sum_ = formula.removeprefix("=")
    said = "✓" if value == 100 else "✗ 应为100"
    return f'="权重合计 "&{sum_}&IF({sum_}=100," ✓"," ✗ 应为100")', f"权重合计 {plain(value)} {said}"


def sentence(text: str, spots: Mapping[str, tuple[str, Shown]]) -> tuple[str, Shown]:
    """A label that follows other cells: "{year}年度{project}…" as a formula and as it reads now.

    A blank year or name leaves room to write by hand.
    """
    parts: list[str] = []
    shown = ""
    for before, name in _PIECES.findall(text):
        if before:
            parts.append('"' + before.replace('"', '""') + '"')
            shown += before
        if not name:
            continue
        ref, value = spots[name]
        room = _ROOM.get(name, "")
        parts.append(f'IF({ref}="","{room}",{ref})')
        if isinstance(value, CellError):
            return "=" + "&".join(parts), value
        shown += plain(value) if isinstance(value, Decimal) else value or room
    return "=" + "&".join(parts), shown
