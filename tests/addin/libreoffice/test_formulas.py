"""The worksheet functions in Calc: every real form computed by formulas, and what stands in odd cells."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from corpus import expected, forms, names, workbook
from openpyxl import load_workbook

from addin.grid import Cell
from addin.judging.judge import judge
from addin.judging.judged import JudgedForm
from addin.judging.recognise import recognise
from addin.libreoffice.extension import unpack
from addin.libreoffice.office import Office, prepare_profile
from udfs.functions import FUNCTIONS, CellError, Value, call
from udfs.scheme import Scheme


def typed(cell: Cell, text: str) -> Value:
    """What stands in a cell of a form, as a person typed it; *text* where a form splits the value over cells."""
    if text.strip() != cell.text.strip():
        return text
    return cell.date or (cell.number if cell.number is not None else cell.text)


@dataclass
class Computed:
    """A form with formulas in place of its printed scores: the rows typed, and each formula with what it must give."""

    rows: list[tuple[Value, Value, Value]]
    budget: tuple[Decimal, Decimal, Decimal] | None
    scheme: str

    @classmethod
    def of(cls, judged: JudgedForm, scheme: Scheme) -> Computed:
        rows = [
            (
                typed(line.row.target_cell, line.row.target_text),
                typed(line.row.actual_cell, line.row.actual.raw),
                line.weight if line.weight is not None else "",
            )
            for line in judged.rows
        ]
        money = judged.money
        amounts = (money.planned, money.executed, money.weight)
        known = all(amount is not None for amount in amounts)
        return cls(rows, amounts if known else None, scheme.id)  # type: ignore[arg-type]

    def write(self, path: Path) -> dict[str, Any]:
        """The workbook: A target, B actual, C weight; D one formula a row, E one for the block, F mixed."""
        end = len(self.rows)
        given: list[Any] = [[[row[column]] for row in self.rows] for column in range(3)]
        scheme = self.scheme
        wanted: dict[str, Any] = {}
        with xlsxwriter.Workbook(str(path)) as book:
            sheet, day = book.add_worksheet(), book.add_format({"num_format": "yyyy-mm-dd"})
            for at, row in enumerate(self.rows):
                for column, value in enumerate(row):
                    if isinstance(value, dt.date):
                        sheet.write_datetime(at, column, value, day)
                    elif isinstance(value, str):
                        sheet.write_string(at, column, value)
                    elif value is not None:
                        sheet.write_number(at, column, float(value))
                formula = f'=JX_SCORE(A{at + 1},B{at + 1},C{at + 1},,"{scheme}")'
                sheet.write_formula(at, 3, formula)
                wanted[f"D{at + 1}"] = call("JX_SCORE", *row, "", scheme)
            blocks: dict[str, tuple[str, list[Any]]] = {
                "E": (f"A1:A{end},B1:B{end},C1:C{end}", given),
                "F": (f"A1:A{end},B1:B{end},10", [*given[:2], 10]),
            }
            for letter, (arguments, values) in blocks.items():
                block = f"{letter}1:{letter}{end}"
                sheet.write_array_formula(block, f'{{=JX_SCORE({arguments},,"{scheme}")}}')
                results: Any = call("JX_SCORE", *values, "", scheme)
                wanted |= {f"{letter}{at}": result for at, (result,) in enumerate(results, 1)}
            scores = [[wanted[f"D{at}"]] for at in range(1, end + 1)]
            if self.budget:
                sheet.write_row("H1", list(self.budget))
                sheet.write_formula("K1", f'=JX_EXEC(H1,I1,J1,"{scheme}")')
                wanted["K1"] = call("JX_EXEC", *self.budget, scheme)
            sheet.write_formula("K2", f"=JX_TOTAL(D1:D{end},K1)")
            wanted["K2"] = call("JX_TOTAL", scores, wanted.get("K1", ""))
        return wanted


def shown(value: object) -> object:
    """A result as openpyxl reads it back."""
    if isinstance(value, CellError):
        return value.name
    return float(value) if isinstance(value, Decimal) else value or None


def through_calc(office: Office, source: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    """The workbook, computed and saved by Calc: values and formulas of the saved file."""
    saved = source.with_name("saved.xlsx")
    document = office.open(source)
    document.calculateAll()
    office.save(document, saved)
    document.close(True)
    values, formulas = (load_workbook(saved, data_only=only).worksheets[0] for only in (True, False))
    return (
        {cell.coordinate: cell.value for row in values for cell in row},
        {
            cell.coordinate: getattr(cell.value, "text", cell.value)
            for row in formulas
            for cell in row
            if cell.data_type == "f"
        },
    )


def places() -> Iterator[tuple[str, int]]:
    for name in names("."):
        for at in range(len(forms(workbook(expected(".", name))))):
            yield name, at


@pytest.mark.parametrize(("name", "at"), list(places()))
def test_a_form_computed_by_formulas_holds_what_the_core_gives(
    office: Office, tmp_path: Path, name: str, at: int
) -> None:
    form = forms(workbook(expected(".", name)))[at]
    scheme = recognise(form)
    computed = Computed.of(judge(form, scheme), scheme)
    wanted = computed.write(tmp_path / "typed.xlsx")
    values, formulas = through_calc(office, tmp_path / "typed.xlsx")
    assert {cell: values.get(cell) for cell in wanted if cell != "K2"} == {
        cell: shown(result) for cell, result in wanted.items() if cell != "K2"
    }
    if isinstance(wanted["K2"], CellError):
        assert str(values["K2"]).startswith("#")
    else:
        assert values["K2"] == shown(wanted["K2"])
    ours = {cell: formula for cell, formula in formulas.items() if cell[0] in "DEFK"}
    assert {formula.split("(")[0].lstrip("=") for formula in ours.values()} <= FUNCTIONS.keys()
    assert len(ours) >= len(computed.rows) + 3
    # Some forms' rows give a kind of standard in place of a result: there the money alone is scored.
    assert any(isinstance(result, Decimal) for result in wanted.values())


class Sheet:
    """One empty sheet in Calc, typed into as a person does."""

    def __init__(self, office: Office) -> None:
        self.document = office.new()
        self.sheet = self.document.Sheets[0]

    def put(self, **cells: str) -> None:
        for cell, formula in cells.items():
            self.sheet.getCellRangeByName(cell).Formula = formula

    def number(self, cell: str, value: float, kind: int) -> None:
        """A number in a cell, with a standard format: 2 a date, 8 a percentage."""
        target = self.sheet.getCellRangeByName(cell)
        target.Value = value
        locale = target.CharLocale
        target.NumberFormat = self.document.NumberFormats.getStandardFormat(kind, locale)

    def __call__(self, formula: str) -> str:
        cell = self.sheet.getCellRangeByName("Z100")
        cell.Formula = "=" + formula
        return str(cell.String)

    def array(self, block: str, formula: str) -> list[str]:
        cells = self.sheet.getCellRangeByName(block)
        cells.setArrayFormula("=" + formula)
        found = [cells.getCellByPosition(0, at).String for at in range(cells.Rows.Count)]
        self.sheet.getCellRangeByName(block).clearContents(1023)
        return found


@pytest.fixture
def sheet(office: Office) -> Iterator[Sheet]:
    made = Sheet(office)
    yield made
    made.document.close(True)


def literal(value: object) -> str:
    return f'"{value}"' if isinstance(value, str) else str(value)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_each_example_gives_what_the_table_says(sheet: Sheet, name: str) -> None:
    arguments, gives = FUNCTIONS[name].example
    assert sheet(f"{name}({';'.join(map(literal, arguments))})") == gives


def test_two_blank_cells_give_nothing_and_two_zeros_are_scored(sheet: Sheet) -> None:
    sheet.put(A2="0", B2="0", A3="0", C1="10", C2="10", C3="10")
    assert [sheet(f"JX_SCORE(A{row};B{row};C{row})") for row in (1, 2, 3)] == ["", "10", "#VALUE!"]
    assert sheet.array("E1:E3", "JX_SCORE(A1:A3;B1:B3;C1:C3)") == ["", "10", "#VALUE!"]
    assert [sheet(f"JX_RATE(A{row};B{row})") for row in (1, 3)] == ["", "#VALUE!"]
    assert sheet("JX_TOTAL(A1:A3;B1;20)") == "20"
    assert sheet("JX_GRADE(A1)") == "" and sheet("JX_GRADE(A2)") == "差"


def test_a_blank_cell_in_place_of_direction_or_scheme_is_one_left_out(sheet: Sheet) -> None:
    assert sheet('JX_SCORE("≥95%";93%;10;A1;A2)') == "9.79"
    assert sheet('JX_BAND("达成";10;A1;A2)') == "10"
    assert sheet('JX_BAND("部分达成";10;A1)') == "#VALUE!"


@pytest.mark.parametrize(
    ("formula", "name"), [("=1/0", "#DIV/0!"), ("=NA()", "#N/A"), ('=INDIRECT("没有")', "#REF!")]
)
def test_an_error_cell_comes_out_as_the_same_error(sheet: Sheet, formula: str, name: str) -> None:
    sheet.put(A1="≥95%", A2="≥95%", B1=formula, B2="93%", C1="10", C2="10")
    assert sheet("JX_SCORE(A1;B1;C1)") == name
    assert sheet.array("E1:E2", "JX_SCORE(A1:A2;B1:B2;C1:C2)") == [name, "9.79"]
    assert sheet("SUM(JX_SCORE(A1;B1;C1);1)") == name
    # Calc stops before it calls a function with a whole range that holds an error; it is an error all the same.
    assert sheet("JX_TOTAL(B1;20)") == name
    assert sheet('IF(ISERROR(JX_TOTAL(B1:B2;20));"错";"对")') == "错"


def test_what_cannot_be_scored_is_an_error_that_a_sum_does_not_pass_over(sheet: Sheet) -> None:
    sheet.put(A1="20000人", B1="'100%", C1="10", A2="≥95%", B2="93%", C2="十", D1='=JX_SCORE("≥1";1;5)')
    assert [sheet(f"JX_SCORE(A{row};B{row};C{row})") for row in (1, 2)] == ["#VALUE!", "#VALUE!"]
    assert sheet("SUM(D1;JX_SCORE(A1;B1;C1))") == "#VALUE!"
    assert sheet("JX_TOTAL(D1;A1)") == "#VALUE!"
    assert sheet('JX_SCORE("≥1";1;5;;"没有的口径")') == "#N/A"
    assert sheet('IF(ISNA(JX_GRADE(93;"没有的口径"));"无";"有")') == "无"


def test_full_width_text_and_percentages_are_read(sheet: Sheet) -> None:
    sheet.put(A1="＞＝９５％", B1="93%")
    sheet.number("B2", 0.93, 8)
    assert sheet("JX_SCORE(A1;B1;10)") == "9.79"
    assert sheet("JX_SCORE(A1;B2;10)") == "9.79"
    assert sheet('JX_SCORE("=0.3";0.1+0.2;10)') == "10"


def test_a_date_cell_is_a_date(sheet: Sheet) -> None:
    sheet.put(A1="2024年12月31日前")
    for cell, day in {"A2": 45_657, "B1": 45_650, "B2": 45_660, "B3": 45_650}.items():
        sheet.number(cell, day, 2)
    late = str(call("JX_SCORE", dt.date(2024, 12, 31), dt.date(2025, 1, 3), 10))
    assert Decimal(late) < 10
    assert sheet("JX_SCORE(A1;B1;10)") == "10"
    assert sheet("JX_SCORE(A1;B2;10)") == plain(late)
    assert sheet("JX_SCORE(A2;B2;10)") == plain(late)
    assert sheet("JX_SCORE(A2;B3;10)") == "10"
    assert sheet('JX_TARGET(A2;"类型")') == "日期"
    sheet.put(A3="2024年12月31日前")
    assert sheet.array("E1:E3", "JX_SCORE(A1:A3;B1:B3;10)") == ["10", plain(late), "10"]


def test_a_number_as_large_as_a_date_is_a_number(sheet: Sheet) -> None:
    sheet.put(A1="46657", B1="46660", B2="46000")
    assert sheet('JX_TARGET(A1;"类型")') == "数"
    assert sheet('JX_SCORE(A1;B1;10;"正向")') == "10"
    sheet.put(A3="≥46000人")
    sheet.number("D1", 46_660, 2)
    assert sheet("JX_SCORE(A3;B1;10)") == "10"
    assert sheet('JX_SCORE(A1;B2;10;"正向")') == plain(str(call("JX_SCORE", 46657, 46000, 10, "正向")))


def plain(number: str) -> str:
    return format(Decimal(number).normalize(), "f")


def test_dates_of_a_file_are_read_as_dates_when_it_is_opened(office: Office, tmp_path: Path) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "dates.xlsx")) as book:
        page, day = book.add_worksheet(), book.add_format({"num_format": "yyyy/m/d"})
        page.write_datetime("A1", dt.date(2024, 12, 31), day)
        page.write_datetime("B1", dt.date(2025, 1, 3), day)
        page.write_formula("C1", "=JX_SCORE(A1,B1,10)")
    document = office.open(tmp_path / "dates.xlsx")
    found = document.Sheets[0].getCellRangeByName("C1").Value
    document.close(True)
    assert found == float(str(call("JX_SCORE", dt.date(2024, 12, 31), dt.date(2025, 1, 3), 10)))


def test_a_direction_for_every_row_counts_in_a_formula_a_row(sheet: Sheet) -> None:
    sheet.put(A1="50", B1="60", D1="正向", A2="50", B2="60", D2="反向")
    assert [sheet(f"JX_SCORE(A{row};B{row};10;D{row})") for row in (1, 2)] == ["10", "8.33"]
    sheet.put(D2="正向")
    assert sheet.array("E1:E2", "JX_SCORE(A1:A2;B1:B2;10;D1:D2)") == ["10", "10"]
    # In one formula for a block Calc hands over every direction with every row: refused, not guessed.
    sheet.put(D2="反向")
    assert sheet.array("E1:E2", "JX_SCORE(A1:A2;B1:B2;10;D1:D2)") == ["#VALUE!", "#VALUE!"]


def test_a_row_and_a_column_broadcast(sheet: Sheet) -> None:
    sheet.put(A1="≥10", A2="≥20", B1="5")
    cells = sheet.sheet.getCellRangeByName("E1:F2")
    sheet.put(C3="10", D3="20")
    cells.setArrayFormula("=JX_SCORE(A1:A2;B1;C3:D3)")
    assert cells.DataArray == ((5.0, 10.0), (2.5, 5.0))


def test_numbers_are_read_where_the_decimal_sign_is_a_comma(tmp_path: Path) -> None:
    """Calc passes the number 1.234 as "1,234" there; in a Chinese or English LibreOffice that text is 1234."""
    prepare_profile(tmp_path / "profile", {("Setup/L10N", "ooSetupSystemLocale"): "de-DE"})
    with Office(tmp_path / "profile", extensions=unpack(tmp_path / "extensions")) as german:
        sheet = Sheet(german)
        sheet.number("A1", 1.234, 0)
        sheet.number("A2", 0.93, 0)
        assert sheet('JX_SCORE("≥2";A1;10)') == "6,17"
        assert sheet('JX_SCORE("≥95%";A2;10)') == "9,79"


def test_thousands_typed_as_text_are_thousands(sheet: Sheet) -> None:
    assert sheet('JX_SCORE("≥2,000人";"1,234人";10)') == sheet('JX_SCORE("≥2000";"1,234";10)') == "6.17"
