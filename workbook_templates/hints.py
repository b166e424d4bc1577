"""What helps while filling in: drop-downs, limits, hints beside the selected cell, and colours for what is missing or wrong.

hints = Hints(sheet, pen.book, scheme)
hints.amount(area)
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from xlsxwriter import Workbook  # type: ignore[import-untyped]
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from udfs.decimals import D, plain
from udfs.scheme import Scheme
from udfs.scoring import DIRECTIONS
from workbook_templates.pen import Area

OPEN, TICKED = "□", "☑"
_TARGET = "写明运算符和单位：≥95%、≤10万元、=3项。没有≥≤的数按本口径处理，也可在右侧辅助列选方向。定性指标写预期效果。一格只写一个目标值。"
_ACTUAL = "写实际结果，单位与目标值一致：96%、9.8万元、5期。不写“计划标准”“历史值”。定性指标写实际效果；与目标不同的，在右侧辅助列选三档档次。"
_FIELDS = {
    "date": "填报日期，如 2025年3月20日。",
    "goal_set": "照抄批复的年度绩效目标。",
    "goal_done": "写完成情况，不要照抄年初目标。",
    "goal": "写这一项年度绩效目标。",
    "reason": "有扣分的，写明原因；没有扣分可写“无”。",
    "measure": "有扣分的，写明改进措施。",
    "project": "项目全称，与预算批复一致。",
}


class Hints:
    """Validations, hints and conditional formats of a form's sheet."""

    def __init__(self, sheet: Worksheet, book: Workbook, scheme: Scheme) -> None:
        self.sheet, self.scheme = sheet, scheme
        self._missing = book.add_format({"bg_color": "#FFF2CC"})
        self._wrong = book.add_format({"bg_color": "#F8CBAD"})

    def _validate(self, area: Area, **options: Any) -> None:
        self.sheet.data_validation(area.row, area.column, area.bottom, area.right, options)

    def _colour(self, area: Area, condition: str, wrong: bool = False) -> None:
        self.sheet.conditional_format(
            area.row,
            area.column,
            area.bottom,
            area.right,
            {"type": "formula", "criteria": condition, "format": self._wrong if wrong else self._missing},
        )

    def field(self, area: Area, name: str) -> None:
        """A hint on an input of the heading or the foot."""
        if name in _FIELDS:
            self._validate(area, validate="any", input_title="填写", input_message=_FIELDS[name])

    def year(self, area: Area) -> None:
        """The year that the scheme rules."""
        first, last = self.scheme.years
        span = f"{first}—{last}" if last else f"{first}年起"
        self._validate(
            area,
            validate="integer",
            criteria="between",
            minimum=first,
            maximum=last or 2099,
            input_title="年度",
            input_message=f"填写评价年度（本口径适用于{span}），表头随之变化。",
            error_title="年度不对",
            error_message=f"口径 {self.scheme.id} 适用于{span}，请改填年度，或改用别的口径的模板。",
        )

    def tick(self, area: Area, option: str) -> None:
        """The two states of a box."""
        self._validate(
            area,
            validate="list",
            source=[f"{option}{OPEN}", f"{option}{TICKED}"],
            input_message="从下拉列表中勾选。",
        )

    def amount(self, area: Area) -> None:
        """Money: a number that is not negative."""
        self._validate(
            area,
            validate="decimal",
            criteria=">=",
            value=0,
            input_message="金额，单位：万元。",
            error_title="金额不对",
            error_message="这里只填数，单位是万元，不写“万”“元”。",
        )

    def weight(self, area: Area) -> None:
        self._validate(
            area,
            validate="decimal",
            criteria="between",
            minimum=0,
            maximum=100,
            input_message="分值，所有指标与预算合计100分。",
            error_title="分值不对",
            error_message="分值是0—100之间的数。",
        )

    def rows(self, target: Area, actual: Area) -> None:
        """Hints on the two columns that are typed in most."""
        self._validate(target, validate="any", input_title="指标值（目标）", input_message=_TARGET)
        self._validate(actual, validate="any", input_title="实际完成值", input_message=_ACTUAL)

    def choices(self, direction: Area, level: Area, share: Area) -> None:
        """The drop-downs beside the form: direction, level (三档), share inside the level's band."""
        names = [names[0] for names in DIRECTIONS.values()]
        self._validate(direction, validate="list", source=names, input_message="目标值没有≥≤时可选方向。")
        self._validate(
            level,
            validate="list",
            source=[band.level for band in self.scheme.bands],
            input_message="定性指标的档次；实际与目标一致的可不选。",
        )
        bands = "，".join(f"{band.level}{plain(band.top)}—{plain(band.bottom)}" for band in self.scheme.bands)
        self._validate(
            share,
            validate="decimal",
            criteria="between",
            minimum=0,
            maximum=100,
            input_title="档内比例（%）",
            input_message=f"选了档次时，得分占分值的百分之几：{bands}。",
            error_message="填0—100之间的数。",
        )

    def indicator_colours(
        self, target: Area, actual: Area, weight: Area, score: Area, note: Area | None
    ) -> None:
        """Yellow: a target without an actual and the other way round, a target without a weight, points lost unexplained."""
        t, a, w, s = (f"${cell.ref}" for cell in (target, actual, weight, score))
        self._colour(actual, f'=AND({t}<>"",{a}="")')
        self._colour(target, f'=AND({a}<>"",{t}="")')
        self._colour(weight, f'=AND({t}<>"",{w}="")')
        if note is not None:
            self._colour(note, f'=AND(ISNUMBER({s}),{s}<{w},${note.ref}="")')

    def points_colour(self, weights: Area, points: str) -> None:
        """Orange where the weights of a heading are not its points."""
        span, under = _and_under(weights)
        self._colour(weights, f"=ROUND(SUM({span})-N({under}),4)<>{points}", wrong=True)

    def overspent(self, executed: Area, planned: str) -> None:
        """Orange where more was executed than budgeted."""
        self._colour(executed, f"=N({executed.fixed})>N({planned})", wrong=True)

    def unsummed(self, total: Area, parts: Sequence[Area]) -> None:
        """Orange where the total is not the sum of its parts, where any are given."""
        refs = ",".join(part.fixed for part in parts)
        wrong = f"=AND(COUNT({refs})>0,ABS(N({total.fixed})-SUM({refs}))>{tolerance(len(parts))})"
        self._colour(total, wrong, wrong=True)

    def needed(self, area: Area, actuals: Sequence[Area]) -> None:
        """Yellow where a name of the heading is blank although indicators are filled in."""
        spans, unders = zip(*map(_and_under, actuals), strict=True)
        self._colour(area, f'=AND({area.fixed}="",COUNTA({",".join(spans)})>COUNTA({",".join(unders)}))')

    def explained(self, reason: Area, total: str) -> None:
        """Yellow where points are lost and no reason stands on the form."""
        self._colour(reason, f'=AND(ISNUMBER({total}),{total}<100,{reason.fixed}="")')


def tolerance(parts: int) -> str:
    """By how much (万元) a total may differ from the sum of so many parts: each is printed to 0.01.

    >>> tolerance(3), tolerance(10), tolerance(12)
    ('0.03', '0.1', '0.12')
    """
    return plain(D(parts).scaleb(-2))


def _and_under(area: Area) -> tuple[str, str]:
    """The range down to the row under *area*, and that row's cell, to be left out again.

    A row inserted below the last one lies inside such a range, where it would lie outside that of *area*.
    """
    under = Area(area.bottom + 1, area.column)
    return f"{area.fixed}:{under.fixed}", under.fixed
