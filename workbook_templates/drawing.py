"""A form on a sheet: heading, money block, indicator tables and foot, as the layout has them, with live formulas.

What stands beside the form, outside the print area, helps filling in: the year, and for every row its direction, level and share,
the arithmetic in words and, where the form prints no 分值 column, the weight. The reader takes these columns as 辅助列.

>>> import io
>>> from xlsxwriter import Workbook
>>> from udfs.scheme import load_scheme
>>> from workbook_templates.layout import load_layout
>>> book, layout = Workbook(io.BytesIO()), load_layout("zhongwei-2024")
>>> sheet = book.add_worksheet("自评表", LiveSheet)
>>> drawing = FormDrawing(Pen(book, sheet, layout.widths), sheet, layout, load_scheme("zhongwei-2024"), None)
>>> drawing.draw(None)
>>> drawing.blocks[0].score.span, drawing.fields["project"].ref
('I12:I23', 'D3')
>>> book.close()
"""

from __future__ import annotations

from decimal import Decimal

from udfs.decimals import plain
from udfs.scheme import Scheme
from udfs.text import Text
from workbook_templates import formulas
from workbook_templates.errors import TemplateError
from workbook_templates.formulas import Spot
from workbook_templates.hints import OPEN, TICKED, Hints
from workbook_templates.inputs import Inputs
from workbook_templates.layout_model import Layout, LayoutCell, LayoutRow, MoneyRow
from workbook_templates.layout_reading import AMOUNTS
from workbook_templates.pen import Area, LiveSheet, Pen, Shown
from workbook_templates.plan import PlannedGroup, plan
from workbook_templates.table import Block, TableDrawing, aside_columns

_NAMES = ("project", "department", "unit", "body")


class FormDrawing:
    """Draws one form. After draw(): its tables as *blocks*, *last_row* and *heads* (the heading rows of the first table)."""

    def __init__(
        self, pen: Pen, sheet: LiveSheet, layout: Layout, scheme: Scheme, inputs: Inputs | None
    ) -> None:
        self.pen, self.sheet, self.layout, self.scheme = pen, sheet, layout, scheme
        self.inputs = inputs or Inputs()
        self.hints = Hints(sheet, pen.book, scheme)
        self.aside = aside_columns(layout, scheme)
        self.row = 0
        self.goal = 0
        self.fields: dict[str, Area] = {}
        self.options: set[str] = set()
        self.money: dict[tuple[str, str], Area] = {}
        self.totals: dict[str, Area] = {}
        self.sentences: list[tuple[Area, str, str, int]] = []
        self.blocks: list[Block] = []
        self.heads = 0
        self.last_row = 0

    def draw(self, rows: int | None) -> None:
        """Write everything. Raises TemplateError for *rows* or inputs that do not fit."""
        tables = plan(self.layout, self.inputs if self.inputs.indicators else None, rows)
        for row in self.layout.top:
            self._row(row)
        for goal, groups in enumerate(tables, 1):
            self.goal = goal
            for row in self.layout.before:
                self._row(row)
            self._table(groups)
        for row in self.layout.foot:
            self._row(row)
        self.last_row = self.row - 1
        self._beside()
        self._all_placed()
        score, exact = self._budget()
        self._totals(score, exact)
        for area, text, style, goal in self.sentences:
            self._sentence(area, text, style, goal)
        self._colours()
        self.pen.finish()

    def _all_placed(self) -> None:
        """Nothing that was given may be left out without a word."""
        given = self.inputs
        stray = [name for name, text in given.fields.items() if text and name not in self.fields]
        stray += sorted(option for option in given.ticked if option.strip() not in self.options)
        stray += ["/".join(key) for key in given.money if not self._takes(key)]
        stray += given.goals[self.layout.goals if "goal" in self.fields else 0 :]
        if stray:
            raise TemplateError(
                Text(
                    f"本表没有这些项的位置：{'、'.join(stray)}",
                    f"the form has no place for: {', '.join(stray)}",
                )
            )

    def _takes(self, key: tuple[str, str]) -> bool:
        """Whether the form has a cell for an amount."""
        line, column = key
        return (key in self.money and column in AMOUNTS) or (line in self.fields and column == "total")

    def _row(self, row: LayoutRow) -> None:
        self.pen.height(self.row, row.height)
        for cell in row.cells:
            area = self._area(cell, self.row)
            if cell.kind == "text":
                if "{" in cell.content:
                    self.sentences.append((area, cell.content, cell.style, self.goal))
                else:
                    self.pen.put(area, cell.content, cell.style)
            elif cell.kind == "input":
                self._input(area, cell)
            elif cell.kind == "tick":
                ticked = cell.content.strip() in {option.strip() for option in self.inputs.ticked}
                self.pen.put(area, cell.content + (TICKED if ticked else OPEN), cell.style, unlocked=True)
                self.options.add(cell.content.strip())
                self.hints.tick(area, cell.content)
            elif cell.kind == "total":
                self.totals[cell.content] = area
            else:
                self._amount(area, cell, row.line)
        self.row += 1

    @staticmethod
    def _area(cell: LayoutCell, row: int) -> Area:
        return Area(row, cell.columns[0], row + cell.down - 1, cell.columns[1])

    def _input(self, area: Area, cell: LayoutCell) -> None:
        name = cell.content
        value = self.inputs.fields.get(name, "")
        if name == "goal":
            value = self.inputs.goals[self.goal - 1] if self.goal <= len(self.inputs.goals) else ""
        shown: Shown = cell.before + value if value else cell.before or cell.blank
        if cell.number:
            shown = self.inputs.money.get((name, "total"))
            self.hints.amount(area)
        self.pen.put(
            area, shown, cell.style, unlocked=True, number=self.layout.amounts if cell.number else ""
        )
        self.hints.field(area, name)
        self.fields.setdefault(name, area)

    def _amount(self, area: Area, cell: LayoutCell, line: MoneyRow) -> None:
        self.money[line, cell.content] = area
        if cell.content in AMOUNTS:
            value = self.inputs.money.get((line, cell.content))
            self.pen.put(area, value, cell.style, unlocked=True, number=self.layout.amounts)
            self.hints.amount(area)
        elif cell.content == "weight":
            self.pen.put(area, self.scheme.budget_points, cell.style)

    def _table(self, groups: list[PlannedGroup]) -> None:
        self.heads = self.heads or self.row
        table = TableDrawing(self.pen, self.layout, self.scheme, self.aside, self.hints)
        block = table.draw(self.row, groups)
        self.blocks.append(block)
        self.row = block.bottom + 1

    def _beside(self) -> None:
        """The year, beside the title: the heading follows it."""
        self.pen.put(Area(0, self.aside["direction"]), "年度", "aside")
        year = Area(0, self.aside["level"])
        value = Decimal(self.inputs.year) if self.inputs.year is not None else None
        self.pen.put(year, value, "aside_input", unlocked=True)
        self.hints.year(year)
        self.fields["year"] = year

    def _spot(self, line: str, column: str) -> Spot | None:
        area = self.money.get((line, column))
        return Spot(area.ref, self.inputs.money.get((line, column))) if area is not None else None

    def _budget(self) -> tuple[Area | None, Shown]:
        """The rates and the score of the money block; the score's cell and value."""
        found: tuple[Area | None, Shown] = (None, "")
        for (line, column), area in self.money.items():
            executed = self._spot(line, "executed")
            if executed is None or column in (*AMOUNTS, "weight"):
                continue
            initial, budget = self._spot(line, "initial"), self._spot(line, "budget")
            if column == "rate":
                formula, value = formulas.rate(initial, budget, executed)
                self.pen.live(area, formula, value, "label", "0.00%")
            else:
                points = self.scheme.budget_points
                weight = self.money.get((line, "weight"))
                formula, value = formulas.execution(
                    initial, budget, executed, weight.ref if weight else plain(points), points, self.scheme.id
                )
                self.pen.live(area, formula, value, "label")
                found = area, value
        return found

    def _totals(self, budget: Area | None, budget_score: Shown) -> None:
        """总分, and beside it the grade and the sum of the weights."""
        area = self.totals["score"]
        executed = self._spot("total", "executed") if budget is not None else None
        scores = [block.score.span for block in self.blocks] + ([budget.ref] if budget is not None else [])
        actuals = [block.actual.span for block in self.blocks]
        filled = any(block.filled for block in self.blocks) or (
            executed is not None and executed.value is not None
        )
        values: list[Shown] = [score for block in self.blocks for score in block.scores]
        formula, value = formulas.total(
            scores, actuals, executed.ref if executed else "", [*values, budget_score], filled
        )
        self.pen.live(area, formula, value, "label", self.layout.total)
        self.total_value = value
        spans = [block.weight.span for block in self.blocks]
        weights = [weight for block in self.blocks for weight in block.weights if weight is not None]
        points = self.scheme.budget_points
        cell = self.money.get(("total", "weight"))
        points_ref = cell.ref if cell is not None else plain(points) if points else ""
        if "weight" in self.totals:
            sum_formula, sum_value = formulas.weights_sum(spans, weights, points_ref, points)
            self.pen.live(self.totals["weight"], sum_formula, sum_value, "label")
        grade_formula, grade = formulas.grade(area.ref, value, self.scheme.id)
        self.pen.put(Area(area.row, self.aside["direction"]), "等级", "aside")
        self.pen.live(Area(area.row, self.aside["level"]), grade_formula, grade, "aside")
        line_formula, line = formulas.weights_line(spans, weights, points_ref, points)
        self.pen.live(Area(area.row, self.aside["words"]), line_formula, line, "aside_text")

    def _sentence(self, area: Area, text: str, style: str, goal: int) -> None:
        if "{goal}" in text:
            self.pen.put(area, text.replace("{goal}", str(goal)), style)
            return
        values: dict[str, Shown] = {name: self.inputs.fields.get(name, "") for name in _NAMES}
        values["year"] = Decimal(self.inputs.year) if self.inputs.year is not None else ""
        spots = {
            name: (self.fields[name].ref, value) for name, value in values.items() if name in self.fields
        }
        spots["total"] = (self.totals["score"].ref, self.total_value)
        formula, shown = formulas.sentence(text, spots)
        self.pen.live(area, formula, shown, style)

    def _colours(self) -> None:
        actuals = [block.actual for block in self.blocks]
        for name in _NAMES:
            if name in self.fields and self._is_own(name):
                self.hints.needed(self.fields[name], actuals)
        for (line, column), area in self.money.items():
            if column == "executed":
                planned = self.money.get((line, "budget")) or self.money[line, "initial"]
                self.hints.overspent(area, planned.fixed)
            parts = [
                self.money[other, column] for other, same in self.money if same == column and other != "total"
            ]
            if line == "total" and column in AMOUNTS and parts:
                self.hints.unsummed(area, parts)
        if "reason" in self.fields:
            self.hints.explained(self.fields["reason"], self.totals["score"].fixed)

    def _is_own(self, name: str) -> bool:
        """Whether an input has a cell of its own, without a label in front."""
        cells = [
            cell
            for row in self.layout.top
            for cell in row.cells
            if cell.kind == "input" and cell.content == name
        ]
        return all(not cell.before for cell in cells)
