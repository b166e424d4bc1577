"""What is filled into a form, for templates that are built with it.

>>> Indicator("产出", "数量指标", "培训期数", "≥4期", "5期", Decimal(10)).goal
1
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Indicator:
    """One row: *section* is 成本, 产出, 效益 or 满意度; *goal* counts from 1 on forms with several goals.

    level, share   of a qualitative row (定性指标): its level (三档) and the share inside the band, in percent
    direction      正向, 反向 or 相等 for a target without an operator; "" leaves it to the scheme
    """

    section: str
    level2: str
    name: str
    target: str
    actual: str
    weight: Decimal | None
    note: str = ""
    direction: str = ""
    level: str = ""
    share: Decimal | None = None
    goal: int = 1


@dataclass(frozen=True, slots=True)
class Inputs:
    """The inputs of a form.

    fields   by the layout's names: project, department, unit, body, date, goal_set, goal_done, reason, measure …
    ticked   the options ticked, as printed without their box ("1、部门预算项目")
    money    in 万元, by row of the money block (total, current, carried, other) and column (initial, budget, executed); on an overall form also
             ("basic", "total") and ("projects", "total"), 基本支出总额 and 项目支出总额
    goals    the goals of a form that has several
    """

    year: int | None = None
    fields: Mapping[str, str] = field(default_factory=dict)
    ticked: frozenset[str] = frozenset()
    money: Mapping[tuple[str, str], Decimal] = field(default_factory=dict)
    goals: tuple[str, ...] = ()
    indicators: tuple[Indicator, ...] = ()
