"""Sets made up in many arrangements: nothing is found in a right one, one wrong figure makes one finding at its cell."""

from __future__ import annotations

import random
from collections.abc import Iterator
from decimal import Decimal

import pytest
from made_sets import Look, made

from addin.accounts.model import Accounts, Figure
from addin.accounts.read import accounts_of, tables_in
from addin.accounts.tables_judged import Verdict, judge_tables
from addin.grid import Cell, Grid, coordinates
from addin.judging.findings import Finding

LOOKS = {
    "in 万元": Look(),
    "in 元": Look(wan=False),
    "codes in three columns, as numbers": Look(codes="three", number_codes=True),
    "codes in three columns, as text": Look(codes="three"),
    "merged codes, amounts as text, 行次": Look(codes="merged", as_text=True, marks=True),
    "the full code in its level's column": Look(codes="full"),
    "合计 last": Look(last=True),
    "合计 in the code column": Look(in_code=True, marks=True),
    "T6 in one block, codes in three columns": Look(blocks=1, codes="three", titles=1),
    "T6 in two blocks, T9 in pairs": Look(blocks=2, pairs=True, titles=2),
    "T8 without balances": Look(balances=False),
    "one page": Look(pages="one", as_text=True),
    "two tables side by side, in 元": Look(pages="beside", wan=False),
    "other tables between, a 目录": Look(others=True, titles=1),
    "other tables between, on one page": Look(others=True, pages="one"),
    "all money fiscal": Look(fiscal=True),
    "dashes for no money": Look(zero="—"),
    "zeros printed, in 元, as text": Look(zero="0.00", wan=False, as_text=True, marks=True, codes="three"),
}
SLIPPING = ("in 万元", "in 元", "T6 in one block, codes in three columns", "all money fiscal", "one page")


def judged(grids: list[Grid]) -> tuple[Accounts, Verdict]:
    accounts = accounts_of(tables_in(grids))
    return accounts, judge_tables(accounts)


def faults(verdict: Verdict) -> list[Finding]:
    return [item for _, item in verdict.findings if item.code != "JX-K12"]


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("look", LOOKS)
def test_nothing_is_found_in_a_right_set(look: str, seed: int) -> None:
    accounts, verdict = judged(made(seed, LOOKS[look]))
    assert len(accounts.tables) == 9
    assert verdict.identities > 300
    assert verdict.exact + verdict.tail == verdict.identities
    assert [(item.code, item.sheet, item.cell, item.message.zh) for item in faults(verdict)] == []


def test_in_元_to_the_cent_nothing_is_off() -> None:
    _, verdict = judged(made(5, Look(wan=False)))
    assert verdict.tail == 0
    assert verdict.findings == []


@pytest.mark.parametrize("look", [look for look in LOOKS if "fiscal" not in look and "元" not in look])
def test_the_arrangement_changes_nothing(look: str) -> None:
    if LOOKS[look].blocks != 1 and LOOKS[look].balances:
        assert judged(made(4, LOOKS[look]))[1].identities == judged(made(4, Look()))[1].identities


def slips(number: Decimal, state: random.Random) -> Iterator[tuple[str, Decimal]]:
    """What a tired typist makes of a figure."""
    text = format(number, "f")
    places = [
        n
        for n in range(len(text) - 1)
        if text[n : n + 2].replace(".", "").isdigit() and len({*text[n : n + 2]} - {"."}) == 2
    ]
    if places:
        at = state.choice(places)
        yield "transposed digits", Decimal(text[:at] + text[at + 1] + text[at] + text[at + 2 :])
    yield "moved decimal point", number * 10
    yield "万元 for 元", number * 10_000
    yield "last year's figure", (number * Decimal("0.83")).quantize(Decimal("0.01"))
    yield "left out", Decimal(0)


def placed(grids: list[Grid], figure: Figure, number: Decimal) -> tuple[Grid, Cell]:
    grid = next(grid for grid in grids if grid.name == figure.sheet)
    before = grid.cells[figure.row, figure.column]
    text = format(number, ".2f")
    value = number if before.number is not None else None
    grid.cells[figure.row, figure.column] = Cell(
        figure.row, figure.column, text if number else "", value if number else None
    )
    return grid, before


@pytest.mark.slow
@pytest.mark.parametrize("look", SLIPPING)
def test_one_wrong_figure_makes_one_finding_at_its_cell_or_names_it(look: str) -> None:
    state = random.Random(look)
    grids = made(8, LOOKS[look])
    accounts, _ = judged(grids)
    figures = [f for table in accounts.tables.values() for f in table.figures() if f.value]
    for figure in state.sample(figures, 40):
        for slip, number in slips(figure.printed(figure.value or Decimal(0)), state):
            if abs(number - figure.printed(figure.value or Decimal(0))) < Decimal("0.3"):
                continue
            grid, before = placed(grids, figure, number)
            found = faults(judged(grids)[1])
            grid.cells[figure.row, figure.column] = before
            assert len(found) == 1, (slip, figure, [(f.code, f.cell, f.message.zh) for f in found])
            at_cell = (found[0].sheet, found[0].cell) == (figure.sheet, figure.address)
            assert at_cell or figure.address in found[0].message.zh, (slip, figure, found[0])


@pytest.mark.parametrize("seed", range(4))
def test_the_value_given_is_the_one_that_stood_there(seed: int) -> None:
    """Where the cell itself is named alone, the value given is the true one (to a last digit of rounding)."""
    state = random.Random(seed)
    grids = made(seed, Look(wan=False))
    figures = [f for table in judged(grids)[0].tables.values() for f in table.figures() if f.value]
    for figure in state.sample(figures, 25):
        grid, before = placed(grids, figure, figure.printed(figure.value or Decimal(0)) + 54)
        (found,) = faults(judged(grids)[1])
        grid.cells[figure.row, figure.column] = before
        if (found.sheet, found.cell) == (figure.sheet, figure.address):
            assert Decimal(found.expected) == figure.printed(figure.value or Decimal(0))


def changed(grids: list[Grid], sheet: int, row: int, column: int, by: Decimal) -> None:
    cell = grids[sheet].cells[row, column]
    assert cell.number is not None
    number = cell.number + by
    grids[sheet].cells[row, column] = Cell(row, column, format(number, "f"), number)


def without_row(grid: Grid, row: int) -> None:
    grid.cells = {
        (r - (r > row), c): Cell(r - (r > row), c, cell.text, cell.number)
        for (r, c), cell in grid.cells.items()
        if r != row
    }


@pytest.mark.parametrize("sheet", [1, 2, 4])
def test_a_lost_row_is_one_finding_at_the_sum_above(sheet: int) -> None:
    grids = made(3, Look(wan=False))
    row = next(r for (r, c), cell in grids[sheet].cells.items() if c == 1 and cell.text == "2080102")
    without_row(grids[sheet], row)
    (found,) = faults(judged(grids)[1])
    assert (found.code, found.cell) == ("JX-K02", f"C{row - 2}")
    assert "2080102" in found.message.zh


def test_a_row_of_last_year_is_named_figure_by_figure() -> None:
    grids = made(3, Look(wan=False))
    row = next(r for (r, c), cell in grids[2].cells.items() if c == 1 and cell.text == "2080101")
    for column in (3, 4, 5):
        cell = grids[2].cells[row, column]
        assert cell.number is not None
        changed(grids, 2, row, column, -(cell.number * Decimal("0.1")).quantize(Decimal("0.01")))
    assert {(f.sheet, f.cell) for f in faults(judged(grids)[1])} == {("Sheet3", f"{c}{row}") for c in "CDE"}


@pytest.mark.parametrize("sheet", range(8))
def test_a_whole_table_in_元_under_万元_is_one_finding_at_its_head(sheet: int) -> None:
    grids, other = made(3, Look()), made(3, Look(wan=False))
    grids[sheet] = other[sheet]
    at = next(place for place, cell in grids[sheet].cells.items() if cell.text == "金额单位：元")
    grids[sheet].cells[at] = Cell(*at, "金额单位：万元")
    (found,) = faults(judged(grids)[1])
    assert (found.code, found.sheet, found.cell) == ("JX-L12", f"Sheet{sheet + 1}", Cell(*at).address)
    assert (found.found, found.expected) == ("万元", "元")


def test_tables_of_two_units_are_compared_and_the_odd_one_named() -> None:
    grids, other = made(3, Look()), made(3, Look(wan=False))
    grids[5] = other[5]
    (found,) = faults(judged(grids)[1])
    assert (found.code, found.sheet, found.found, found.expected) == ("JX-L12", "Sheet6", "元", "万元")


def test_a_code_twice_is_said_once() -> None:
    grids = made(3, Look())
    last = max(row for row, _ in grids[2].cells)
    row = next(r for (r, c), cell in grids[2].cells.items() if c == 1 and cell.text == "2080102")
    for column in range(1, 9):
        if (row, column) in grids[2].cells:
            cell = grids[2].cells[row, column]
            grids[2].cells[last + 1, column] = Cell(last + 1, column, cell.text, cell.number)
    assert [(f.code, f.cell) for f in faults(judged(grids)[1])] == [("JX-K10", f"A{last + 1}")]


def test_three_wrong_figures_are_three_findings() -> None:
    grids = made(3, Look(wan=False))
    changed(grids, 2, 8, 4, Decimal(540))
    changed(grids, 4, 12, 3, Decimal(-30))
    changed(grids, 3, 22, 7, Decimal(9))
    found = {(f.sheet, f.cell) for f in faults(judged(grids)[1])}
    assert found == {("Sheet3", "D8"), ("Sheet5", "C12"), ("Sheet4", "G22")}


@pytest.mark.parametrize(("sheet", "kind"), [(6, "表七"), (7, "表八")])
def test_an_empty_fund_table_beside_money_is_one_finding(sheet: int, kind: str) -> None:
    grids = made(3, Look())
    for place in [place for place in grids[sheet].cells if place[0] > 4 and place[1] > 2]:
        del grids[sheet].cells[place]
    (found,) = faults(judged(grids)[1])
    assert found.code == "JX-L06"
    assert kind in found.message.zh


def test_an_empty_table_without_its_sentence() -> None:
    grids = made(3, Look())
    grids[8].cells = {place: cell for place, cell in grids[8].cells.items() if place[0] != 7}
    found = {f.code: f for f in faults(judged(grids)[1])}
    assert found["JX-L11"].cell == "A1"
    grids[8].cells[9, 1] = Cell(9, 1, "说明：本部门2024年度没有“三公”经费支出，本表为空表。")
    assert "JX-L11" not in {f.code for f in faults(judged(grids)[1])}


def test_a_negative_reception_is_k11_alone() -> None:
    grids = made(3, Look())
    changed(grids, 8, 7, 6, -2 * (grids[8].cells[7, 6].number or Decimal(0)))
    (found,) = faults(judged(grids)[1])
    assert (found.code, found.cell, found.expected) == ("JX-K11", "F7", grids[8].cells[7, 6].text.lstrip("-"))


@pytest.mark.parametrize("text", ["14,344,12", "1,688.l9", "12.3万元", "见附表", "1 688.19"])
def test_an_amount_that_is_no_number_is_k13_alone(text: str) -> None:
    grids = made(3, Look())
    grids[2].cells[8, 4] = Cell(8, 4, text)
    assert [(f.code, f.cell, f.found) for f in faults(judged(grids)[1])] == [("JX-K13", "D8", text)]


@pytest.mark.parametrize("sheet", range(9))
def test_a_missing_table_is_named(sheet: int) -> None:
    grids = made(3, Look())
    del grids[sheet]
    assert [f.code for f in faults(judged(grids)[1])] == ["JX-L10"]


def test_before_2021_eight_tables_were_published() -> None:
    grids = made(3, Look())
    del grids[7]
    for grid in grids:
        for place, cell in list(grid.cells.items()):
            if cell.text == "2024年度":
                grid.cells[place] = Cell(*place, "2019年度")
    assert [(f.code, f.level) for f in faults(judged(grids)[1])] == [("JX-L10", "review")]


def test_rows_pasted_one_off_are_one_finding() -> None:
    grids = made(3, Look(wan=False))
    grid = grids[4]
    rows = sorted({r for (r, c), cell in grid.cells.items() if c == 1 and cell.text.isdigit()})[2:]
    amounts = {row: [grid.cells.get((row, c)) for c in (3, 4, 5)] for row in rows}
    for row, above in zip(rows[1:], rows, strict=False):
        for column, cell in zip((3, 4, 5), amounts[above], strict=True):
            grid.cells.pop((row, column), None)
            if cell is not None:
                grid.cells[row, column] = Cell(row, column, cell.text, cell.number)
    found = faults(judged(grids)[1])
    assert [f.code for f in found] == ["JX-L13"]
    assert int(found[0].cell[1:]) in rows


def test_the_same_amount_added_everywhere_changes_nothing() -> None:
    """A right set stays right whatever its amounts are."""
    for seed in range(20, 26):
        assert faults(judged(made(seed, Look(fiscal=seed % 2 == 0)))[1]) == []


def test_a_table_without_a_unit_line_has_the_unit_of_the_others() -> None:
    grids = made(3, Look(wan=False))
    for grid in grids[2:4]:
        grid.cells = {
            place: cell for place, cell in grid.cells.items() if not cell.text.startswith("金额单位")
        }
    _, verdict = judged(grids)
    assert verdict.findings == []


def test_the_years_of_heads_are_compared() -> None:
    grids = made(3, Look())
    place = next(place for place, cell in grids[5].cells.items() if cell.text == "2024年度")
    grids[5].cells[place] = Cell(*place, "2023年")
    assert [(f.code, f.level, f.found, f.expected) for f in faults(judged(grids)[1])] == [
        ("JX-L12", "review", "2023年", "2024年度")
    ]


@pytest.mark.parametrize("by", [(3, 0), (0, 2), (5, 4)])
def test_shifting_a_sheet_changes_nothing_but_addresses(by: tuple[int, int]) -> None:
    down, right = by
    grids = made(6, Look(codes="merged"))
    changed(grids, 4, 9, 6, Decimal(9))
    (before,) = faults(judged(grids)[1])
    for grid in grids:
        grid.cells = {
            (r + down, c + right): Cell(r + down, c + right, cell.text, cell.number)
            for (r, c), cell in grid.cells.items()
        }
        grid.merges = [
            type(m)(m.top + down, m.left + right, m.bottom + down, m.right + right) for m in grid.merges
        ]
        grid._covering = None
    (after,) = faults(judged(grids)[1])
    row, column = coordinates(before.cell)
    assert (after.code, coordinates(after.cell)) == (before.code, (row + down, column + right))
    assert (after.found, after.expected) == (before.found, before.expected)


def test_the_order_of_the_sheets_changes_nothing() -> None:
    grids = made(6, Look())
    changed(grids, 4, 9, 4, Decimal(9))
    found = {(f.code, f.sheet, f.cell, f.expected) for f in faults(judged(grids)[1])}
    random.Random(1).shuffle(grids)
    assert {(f.code, f.sheet, f.cell, f.expected) for f in faults(judged(grids)[1])} == found
