"""插入指标行: one more indicator below the one that is selected, with its formulas, merges, hints and formats.

Level headings grow over the new row; array formulas and the sums that end at the old row take it in.

>>> grown("=JX_SCORE(E12:E14,$F$12:$F$14,D12:D14)", 14)
'=JX_SCORE(E12:E15,$F$12:$F$15,D12:D15)'
>>> grown("=SUM(H5:H14)+H14+SUM(A14:Z14)", 14)
'=SUM(H5:H15)+H14+SUM(A14:Z14)'
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import xlwings as xw

from addin.commands import marks, results
from addin.commands.desk import CommandError, Desk
from addin.grid import Grid, Merge, column_name
from addin.reading.form import Form
from addin.reading.forms import read_forms
from addin.reading.labels import role, section
from udfs.text import Text

# What Excel's own interface takes.
_LONGEST_ARRAY = 255
_RANGE = re.compile(r"(?<![\w!'\]])(\$?[A-Z]{1,3})(\$?)(\d+):(\$?[A-Z]{1,3})(\$?)(\d+)(?![\w(])")


def grown(formula: str, bottom: int) -> str:
    """*formula* with its ranges of several rows that end at row *bottom* ending a row further."""

    def longer(found: re.Match[str]) -> str:
        left, one, start, right, other, end = found.groups()
        if int(end) != bottom or int(start) >= bottom:
            return found[0]
        return f"{left}{one}{start}:{right}{other}{bottom + 1}"

    return _RANGE.sub(longer, formula)


@dataclass(frozen=True, slots=True)
class Block:
    """An array formula over the rows of a column."""

    column: int
    top: int
    bottom: int
    formula: str

    def area(self, sheet: xw.Sheet, more: int = 0) -> xw.Range:
        """Its cells, and *more* rows below them."""
        return sheet.range((self.top, self.column), (self.bottom + more, self.column))


@dataclass(frozen=True, slots=True)
class Place:
    """An indicator of a form: its first and last row on the sheet, and the column of the names."""

    form: Form
    name_column: int
    top: int
    bottom: int


def insert_row(desk: Desk) -> None:
    """插入指标行: insert a row below the indicator of the selected cell. Raises CommandError where none is selected."""
    with desk.quiet():
        selected = desk.selection
        grid = desk.grid()
        place = _indicator(grid, selected.row if selected is not None else 0)
        sheet = desk.book.sheets[grid.name]
        with desk.writable(sheet):
            marks.clear(sheet)
            at = _insert(sheet, grid, place)
        results.shift(desk.book, grid.name, at)
        desk.memory.shift(grid.name, at)
    sheet.range((at, place.name_column)).select()


def _indicator(grid: Grid, number: int) -> Place:
    """The indicator in row *number*, filled in or not: a row of a form's tables, under a level 1 heading (一级指标)."""
    for form in read_forms(grid):
        heads = form.heads
        column = heads["level3" if "level3" in heads else "target"].column
        spans = [_span(grid, row.name_cell.row, column) for row in form.rows]
        if any(top <= number <= bottom for top, bottom in spans) or _blank_indicator(grid, form, number):
            return Place(form, column, *_span(grid, number, column))
    raise CommandError(
        Text(
            "请先选中自评表中某个三级指标所在的行，新行插在它的下面",
            "select a row of the indicator table first; the new one goes below it",
        )
    )


def _blank_indicator(grid: Grid, form: Form, number: int) -> bool:
    """Whether row *number* stands under a level 1 heading with a target cell of its own, though nothing is filled in."""
    heads = form.heads
    if "level1" not in heads or form.total is None:
        return False
    level1 = grid.at(number, heads["level1"].column).text
    level2 = grid.at(number, heads["level2"].column).text if "level2" in heads else ""
    return (
        heads["level1"].row < number < form.total.label_cell.row
        and role("columns", level1) == ""
        and section(level1, level2) != ""
        and grid.at(number, heads["target"].column).column == heads["target"].column
    )


def _span(grid: Grid, number: int, column: int) -> tuple[int, int]:
    """The sheet rows that an indicator takes."""
    merge = grid.merge_of(number, column)
    return (merge.top, merge.bottom) if merge is not None else (number, number)


def _insert(sheet: xw.Sheet, grid: Grid, place: Place) -> int:
    """Insert the row; gives its number."""
    form, top, bottom = place.form, place.top, place.bottom
    new = bottom + 1
    height = sheet.range((bottom, 1)).row_height or 0
    blocks = list(_blocks(sheet, form, bottom))
    if any(len(_taken_in(block, new)) > _LONGEST_ARRAY for block in blocks):
        raise CommandError(
            Text(
                f"本行的数组公式超过{_LONGEST_ARRAY}个字符，不能插入；请先把它缩短",
                f"the array formula of this row is longer than {_LONGEST_ARRAY} characters",
            )
        )
    # Cells that wait to be pasted would come in instead of a row.
    sheet.book.app.cut_copy_mode = False
    for block in blocks:
        block.area(sheet).clear_contents()
    try:
        sheet.range(f"{new}:{new}").insert("down", copy_origin="format_from_left_or_above")
    except Exception:
        for block in blocks:
            block.area(sheet).formula_array = block.formula
        raise
    _lengthen_sums(sheet, bottom, new)
    sheet.range((new, 1)).row_height = height
    done: set[int] = set()
    for column in range(form.left, form.right + 1):
        if column in done:
            continue
        merge = grid.merge_of(bottom, column) or Merge(bottom, column, bottom, column)
        done |= set(range(merge.left, merge.right + 1))
        heading = merge.right < place.name_column
        if merge.bottom > bottom:
            continue  # it has grown by itself
        if heading or (merge.top < merge.bottom and top == bottom):
            area = sheet.range((merge.top, merge.left), (new, merge.right))
            area.unmerge()
            area.merge()
        else:
            in_block = any(block.column == column for block in blocks)
            # A text such as "=1套" looks like a formula to the spreadsheet's own interface.
            formula = not in_block and bool(grid.at(bottom, merge.left).formula)
            _copy(sheet, merge, new, formula, in_block)
    sheet.book.app.cut_copy_mode = False
    for block in blocks:
        block.area(sheet, 1).formula_array = _taken_in(block, new)
    return new


def _copy(sheet: xw.Sheet, merge: Merge, new: int, formula: bool, in_block: bool) -> None:
    """Give the new row the cell above: its format, hints and *formula*, but neither its value nor its note."""
    source = sheet.range((new - 1, merge.left), (new - 1, merge.right))
    target = sheet.range((new, merge.left), (new, merge.right))
    first = sheet.range((new, merge.left))
    if in_block:
        source.copy()
        target.paste("formats")
    else:
        source.copy(target)
    if first.note is not None:
        first.note.delete()
    if not formula:
        first.merge_area.clear_contents()


def _blocks(sheet: xw.Sheet, form: Form, row: int) -> Iterator[Block]:
    """The array formulas that stand in *row*."""
    for column in range(form.left, form.right + 1):
        cell = sheet.range((row, column))
        if not cell.has_array:
            continue
        formula = str(cell.formula_array)

        def same(at: int, column: int = column, formula: str = formula) -> bool:
            other = sheet.range((at, column))
            return bool(other.has_array) and str(other.formula_array) == formula

        top = bottom = row
        while top > form.top and same(top - 1):
            top -= 1
        while bottom < form.bottom and same(bottom + 1):
            bottom += 1
        yield Block(column, top, bottom, formula)


def _taken_in(block: Block, new: int) -> str:
    """The block's formula over one row more; it was cleared while the row came in, so nothing else adjusted it."""
    return _RANGE.sub(
        lambda found: (
            f"{found[1]}{found[2]}{found[3]}:{found[4]}{found[5]}{block.bottom + 1}"
            if (int(found[3]), int(found[6])) == (block.top, block.bottom)
            else found[0]
        ),
        block.formula,
    )


def _lengthen_sums(sheet: xw.Sheet, bottom: int, new: int) -> None:
    """Let the sums that end at *bottom* take in the row below it, as they do when a row comes in between."""
    used = sheet.used_range
    # Where Excel has dynamic arrays, reading and writing them by another name would put an @ into the formula.
    try:
        name, formulas = "formula2", used.formula2
    except Exception:
        name, formulas = "formula", used.formula
    rows = formulas if isinstance(formulas, tuple) else ((formulas,),)
    for at, line in enumerate(rows, used.row):
        for column, text in enumerate(line, used.column):
            if at in (bottom, new) or not isinstance(text, str) or not text.startswith("="):
                continue
            longer = grown(text, bottom)
            if longer != text:
                cell = sheet.range(f"{column_name(column)}{at}")
                if not cell.has_array:
                    setattr(cell, name, longer)
