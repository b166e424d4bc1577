"""插入指标行 on the blank template of every scheme: the new row is like its neighbour, and everything that adds up takes it in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from desktop import Open
from openpyxl import load_workbook
from openpyxl.cell.cell import MergedCell
from openpyxl.utils.cell import range_boundaries
from openpyxl.worksheet.worksheet import Worksheet
from typing_in import Places, add_row, places

from udfs.scheme import load_scheme
from workbook_templates.build import build
from workbook_templates.layout import layout_ids

_REFERENCE = re.compile(r"(\$?[A-Z]{1,2}\$?)(\d+)(?::(\$?[A-Z]{1,2}\$?)(\d+))?(?![\w(])")
_PLACES = ("inside a heading", "at the end of a heading", "at the end of the table")


def chosen(where: Places, place: str) -> int:
    """The row below which the new one comes."""
    if place == "inside a heading":
        return where.kinds[0].top if where.kinds[0].bottom > where.kinds[0].top else where.kinds[1].bottom
    if place == "at the end of a heading":
        return [kind for kind in where.kinds if kind.section == where.kinds[0].section and kind.goal == 1][
            -1
        ].bottom
    return where.kinds[-1].bottom


@dataclass(frozen=True)
class Inserted:
    """The sheet before and after, each saved and read by another program; *above* is the row the new one follows."""

    before: Worksheet
    after: Worksheet
    above: int
    where: Places

    def moved(self, formula: str, takes_in: bool = True) -> str:
        """A formula of the sheet before as it should stand now; *takes_in*: what ends at the row above takes in the new one.

        The conditions of colours reach to the row under theirs as it is, and leave that out again.
        """

        def one(found: re.Match[str]) -> str:
            left, top, right, bottom = found.groups()
            first = int(top) + (int(top) > self.above)
            if right is None:
                return f"{left}{first}"
            last = int(bottom) + (
                int(bottom) > self.above or (takes_in and int(top) < int(bottom) == self.above)
            )
            return f"{left}{first}:{right}{last}"

        return _REFERENCE.sub(one, formula)

    def was(self, row: int) -> int:
        """The row before that *row* now is."""
        return row - (row > self.above)


@pytest.fixture(params=[(scheme, place) for scheme in layout_ids() for place in _PLACES], ids=" ".join)
def inserted(request: pytest.FixtureRequest, opened: Open, tmp_path: Path) -> Inserted:
    name, place = request.param
    where = places(load_scheme(name))
    (tmp_path / "blank.xlsx").write_bytes(build(name))
    desk = opened(tmp_path / "blank.xlsx", "自评表.xlsx")
    above = chosen(where, place)
    desk.copy_to(tmp_path / "before.xlsx")
    add_row(desk, above, where.columns["name"])
    assert desk.book.selection.row == above + 1
    desk.copy_to(tmp_path / "after.xlsx")
    before, after = (load_workbook(tmp_path / f"{name}.xlsx").worksheets[0] for name in ("before", "after"))
    return Inserted(before, after, above, where)


def formulas(sheet: Worksheet) -> dict[tuple[int, int], tuple[str, str]]:
    """Value or formula of every cell that holds one, with the range of an array formula."""
    found = {}
    for row in sheet.iter_rows():
        for cell in row:
            value = cell.value
            if value is not None:
                found[cell.row, cell.column] = (getattr(value, "text", str(value)), getattr(value, "ref", ""))
    return found


def test_a_row_inserted(inserted: Inserted) -> None:
    every_cell_is_the_same_but_the_new_ones(inserted)
    headings_cover_the_new_row(inserted)
    the_new_row_looks_like_the_one_above(inserted)
    drop_downs_and_hints_reach_it(inserted)
    colours_reach_it(inserted)
    it_is_printed_and_protected_as_before(inserted)


def every_cell_is_the_same_but_the_new_ones(inserted: Inserted) -> None:
    above, after = inserted.above, formulas(inserted.after)
    new = {place: after.pop(place) for place in list(after) if place[0] == above + 1}
    expected = {
        (row + (row > above), column): tuple(map(inserted.moved, value))
        for (row, column), value in formulas(inserted.before).items()
    }
    assert after == expected
    own = inserted.where.columns["own"]
    line = {column: text for (_, column), (text, _) in new.items() if text}
    assert line == {own: inserted.after.cell(above, own).value.replace(str(above), str(above + 1))}


def headings_cover_the_new_row(inserted: Inserted) -> None:
    def merges(sheet: Worksheet) -> set[tuple[int, ...]]:
        return {range_boundaries(str(area)) for area in sheet.merged_cells.ranges}

    above, name = inserted.above, inserted.where.columns["name"]
    expected = set()
    for left, top, right, bottom in merges(inserted.before):
        grows = top <= above and (bottom > above or (bottom == above and (right < name or top < bottom)))
        expected.add((left, top + (top > above), right, bottom + (grows or top > above)))
        if top == bottom == above and right >= name:
            expected.add((left, above + 1, right, above + 1))
    for column in ("level1", "level2"):
        at = inserted.where.columns[column]
        if not any(
            left <= at <= right and top <= above <= bottom
            for left, top, right, bottom in merges(inserted.before)
        ):
            expected.add((at, above, at, above + 1))
    assert merges(inserted.after) == expected


def the_new_row_looks_like_the_one_above(inserted: Inserted) -> None:
    sheet, above = inserted.after, inserted.above
    assert sheet.row_dimensions[above + 1].height == sheet.row_dimensions[above].height
    for column in range(1, sheet.max_column + 1):
        old, new = sheet.cell(above, column), sheet.cell(above + 1, column)
        assert new.number_format == old.number_format
        assert new.protection.locked == old.protection.locked
        assert new.border.right.style == old.border.right.style, new.coordinate
        if isinstance(new, MergedCell):
            continue
        # Calc writes the font of the script that a cell's text is in: its name says nothing of a blank cell.
        assert (new.font.sz, new.fill.fgColor.rgb) == (old.font.sz, old.fill.fgColor.rgb), new.coordinate
        assert new.border.bottom.style == old.border.bottom.style, new.coordinate
        assert new.alignment.horizontal == old.alignment.horizontal, new.coordinate


Rules = dict[tuple[int, int], list[str]]


def validations(sheet: Worksheet) -> Rules:
    """The drop-downs and hints of every cell."""
    found: Rules = {}
    for rule in sheet.data_validations.dataValidation:
        for area in rule.sqref.ranges:
            for place in cells(str(area)):
                found.setdefault(place, []).append(
                    "|".join((rule.type or "", rule.formula1 or "", rule.prompt or ""))
                )
    return {place: sorted(set(rules)) for place, rules in found.items()}


def colours(sheet: Worksheet) -> Rules:
    """The conditions over every cell, as the cell sees them: references relative to the first cell moved to it."""
    found: Rules = {}
    for formats in sheet.conditional_formatting:
        top = min(area.min_row for area in formats.cells.ranges)
        for place in (place for area in formats.cells.ranges for place in cells(str(area))):
            found.setdefault(place, []).extend(
                seen(rule.formula[0], place[0] - top) for rule in formats.rules
            )
    return {place: sorted(rules) for place, rules in found.items()}


def seen(formula: str, down: int) -> str:
    """A formula as it reads *down* rows further down."""
    return re.sub(r"(\$?[A-Z]{1,2})(\d+)", lambda found: f"{found[1]}{int(found[2]) + down}", formula)


def drop_downs_and_hints_reach_it(inserted: Inserted) -> None:
    before, after = validations(inserted.before), validations(inserted.after)
    for row, column in places_of_both(inserted, before, after):
        assert after.get((row, column)) == before.get((inserted.was(row), column)), (row, column)
    for column in range(1, inserted.after.max_column + 1):
        assert after.get((inserted.above + 1, column)) == after.get((inserted.above, column)), column


def colours_reach_it(inserted: Inserted) -> None:
    above, before, after = inserted.above, colours(inserted.before), colours(inserted.after)
    for row, column in places_of_both(inserted, before, after):
        old = before.get((inserted.was(row), column), [])
        expected = sorted(inserted.moved(text, takes_in=False) for text in old)
        assert after.get((row, column), []) == expected, (row, column)
    for column in range(1, inserted.after.max_column + 1):
        over = [
            re.sub(rf"(\$?[A-Z]{{1,2}}){above}\b", rf"\g<1>{above + 1}", text)
            for text in after.get((above, column), [])
        ]
        assert after.get((above + 1, column), []) == sorted(over), column


def places_of_both(inserted: Inserted, before: Rules, after: Rules) -> set[tuple[int, int]]:
    """The cells that have rules, the new row's apart, where they are now."""
    above = inserted.above
    return {(row, column) for row, column in after if row != above + 1} | {
        (row + (row > above), column) for row, column in before
    }


def cells(area: str) -> list[tuple[int, int]]:
    left, top, right, bottom = range_boundaries(area)
    return [(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)]


def it_is_printed_and_protected_as_before(inserted: Inserted) -> None:
    before, after = inserted.before, inserted.after
    assert after.protection.sheet
    assert (after.protection.formatRows, after.protection.formatColumns, after.protection.insertRows) == (
        before.protection.formatRows,
        before.protection.formatColumns,
        before.protection.insertRows,
    )
    assert str(after.print_area) == inserted.moved(str(before.print_area))
    assert after.print_title_rows == before.print_title_rows
    assert after.page_setup.fitToHeight == before.page_setup.fitToHeight


def test_a_target_that_begins_like_a_formula_is_not_copied(opened: Open, tmp_path: Path) -> None:
    (tmp_path / "blank.xlsx").write_bytes(build("mof-2021"))
    desk = opened(tmp_path / "blank.xlsx", "自评表.xlsx")
    where = places(load_scheme("mof-2021"))
    row, column = where.kinds[0].top, where.columns["target"]
    target = desk.sheet.range((row, column))
    target.value = "=1套"
    assert target.value == "=1套"
    add_row(desk, row, column)
    assert [desk.sheet.range((at, column)).value for at in (row, row + 1)] == ["=1套", None]
