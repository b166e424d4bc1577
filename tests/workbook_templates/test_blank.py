"""A blank template is read back as the form it is, with weights of 100 and nothing wrong but what nobody filled in yet."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.utils.cell import range_boundaries
from openpyxl.worksheet.worksheet import Worksheet

from addin.checking.one_file import check_file
from addin.files import read
from addin.judging.recognise import recognise
from addin.reading.forms import read_forms
from udfs.decimals import D
from udfs.errors import SchemeError
from udfs.scheme import Scheme, load_scheme, scheme_ids
from workbook_templates.build import CODE_NAMES, FORM_SHEET, GUIDE_SHEET, build
from workbook_templates.errors import TemplateError
from workbook_templates.layout import layout_ids, load_layout
from workbook_templates.layout_model import Layout
from workbook_templates.plan import MOST_ROWS
from workbook_templates.table import aside_columns

SIZES = [(scheme, more) for scheme in layout_ids() for more in (0, 11)]
# Names are blank; and a form whose weights are no column has, for the reader, no indicators before some are filled in.
UNFILLED = {"JX-F01", "JX-B09"}
UNFILLED_HEADINGS = {"JX-F01", "JX-B09", "JX-F06"}


@dataclass(frozen=True)
class Blank:
    """A blank template, opened."""

    scheme: Scheme
    layout: Layout
    rows: int
    path: Path
    formulas: Workbook
    values: Workbook

    @property
    def form(self) -> Worksheet:
        return self.formulas[FORM_SHEET]

    @property
    def shown(self) -> Worksheet:
        return self.values[FORM_SHEET]

    def tables(self) -> list[tuple[int, int]]:
        """First and last row of every indicator table: those of its array formula."""
        column = self.layout.columns["score"].cell.columns[0] + 1
        cells = (cell.value for (cell,) in self.form.iter_rows(min_col=column, max_col=column))
        ranges = [range_boundaries(value.ref) for value in cells if hasattr(value, "ref")]
        return [(top, bottom) for _, top, _, bottom in ranges]

    def column(self, name: str, sheet: Worksheet) -> list[Cell]:
        """The cells of a column of the indicator tables."""
        places = aside_columns(self.layout, self.scheme) | {
            key: column.cell.columns[0] for key, column in self.layout.columns.items()
        }
        return [
            sheet.cell(row, places[name] + 1) for top, last in self.tables() for row in range(top, last + 1)
        ]


@pytest.fixture(scope="module", params=SIZES, ids=lambda size: f"{size[0]}+{size[1]}")
def blank(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Blank:
    name, more = request.param
    path = tmp_path_factory.mktemp("blank") / "自评表.xlsx"
    layout = load_layout(name)
    path.write_bytes(build(name, layout.rows + more if more else None))
    return Blank(
        load_scheme(name),
        layout,
        layout.rows + more,
        path,
        load_workbook(path),
        load_workbook(path, data_only=True),
    )


def test_every_form_has_a_scheme() -> None:
    assert set(layout_ids()) <= set(scheme_ids())


def test_it_is_one_form_of_its_scheme(blank: Blank) -> None:
    (form,) = (form for grid in read(blank.path).grids for form in read_forms(grid))
    assert (form.sheet, form.kind) == (FORM_SHEET, blank.scheme.kind)
    assert recognise(form).id == blank.scheme.id


def test_the_weights_make_a_hundred(blank: Blank) -> None:
    """As the cells say, and as the line beside the total says."""
    weights = [cell.value for cell in blank.column("weight", blank.shown)]
    assert len(weights) == blank.rows
    assert sum(D(weight) for weight in weights if weight) + blank.scheme.budget_points == 100
    lines = [cell.value for row in blank.shown.iter_rows() for cell in row if "权重合计" in str(cell.value)]
    assert lines == ["权重合计 100 ✓"]


def test_every_row_stands_under_its_headings(blank: Blank) -> None:
    """Headings are merged over all their rows, however many; a name, a target, a score is a cell of its own."""
    (grid,) = (grid for grid in read(blank.path).grids if grid.name == FORM_SHEET)
    for cell in blank.column("level1", blank.form):
        assert (
            grid.at(cell.row, cell.column)
            .text.replace("\n", "")
            .startswith(("成本", "产出", "效益", "满意度"))
        )
    kinds = {kind.name for group in blank.layout.groups for kind in group.kinds}
    assert {grid.at(cell.row, cell.column).text for cell in blank.column("level2", blank.form)} == kinds
    for name in ("name", "target", "actual", "score", "weight"):
        assert all(grid.own(cell.row, cell.column) for cell in blank.column(name, blank.form))


def test_nothing_is_wrong_but_what_is_not_filled_in(blank: Blank) -> None:
    wrong = {
        finding.code for finding in check_file(str(blank.path)).all_findings() if finding.level == "error"
    }
    column = blank.scheme.weights_on_form == "column"
    assert "JX-F01" in wrong
    assert wrong <= (UNFILLED if column else UNFILLED_HEADINGS)


def test_scores_are_live_and_blank(blank: Blank) -> None:
    """One array formula a table; nothing is shown before anything is filled in."""
    assert len(blank.tables()) == blank.layout.goals
    arrays = [cell.value.text for cell in blank.column("score", blank.form) if hasattr(cell.value, "ref")]
    assert len(arrays) == blank.layout.goals
    assert all("JX_SCORE(" in text and "JX_SCHEME" in text for text in arrays)
    assert {cell.value or "" for cell in blank.column("score", blank.shown)} == {""}


def test_what_a_person_fills_in_is_unlocked_and_formulas_are_not(blank: Blank) -> None:
    sheet = blank.form
    assert sheet.protection.sheet and not sheet.protection.password
    assert not sheet.protection.formatRows and not sheet.protection.formatColumns
    live = [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert live and all(cell.protection.locked for cell in live)
    for name in ("name", "target", "actual", "weight", "direction", "level", "share"):
        assert not any(cell.protection.locked for cell in blank.column(name, sheet))


def test_it_prints_on_a4_in_width(blank: Blank) -> None:
    sheet = blank.form
    assert (sheet.page_setup.paperSize, sheet.page_setup.fitToHeight) == (9, 0)
    assert sheet.print_options.horizontalCentered and sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.print_title_rows is not None) == (blank.layout.goals == 1)
    assert f"$A$1:${chr(64 + len(blank.layout.widths))}$" in str(sheet.print_area)


def test_the_names_that_others_rely_on(blank: Blank) -> None:
    book = blank.formulas
    assert book.defined_names["JX_SCHEME"].value == f'"{blank.scheme.id}"'
    assert book.sheetnames == [FORM_SHEET, GUIDE_SHEET]
    assert (book.code_name, *(sheet.sheet_properties.codeName for sheet in book)) == CODE_NAMES


def test_a_file_opened_without_the_addin_is_not_recalculated(blank: Blank) -> None:
    with ZipFile(blank.path) as archive:
        assert '<calcPr calcId="191029"/>' in archive.read("xl/workbook.xml").decode()


def test_the_guide_gives_the_rules_and_the_functions(blank: Blank) -> None:
    cells = [str(cell.value) for row in blank.shown.parent[GUIDE_SHEET].iter_rows() for cell in row]
    for words in (
        blank.scheme.reference,
        blank.scheme.id,
        blank.scheme.bands[1].level,
        "JX_RATE(budget, executed)",
    ):
        assert any(words in cell for cell in cells), words


@pytest.mark.parametrize("scheme", ["hubei-2024-overall", "mof-2021"])
def test_the_same_arguments_give_the_same_bytes(scheme: str) -> None:
    assert build(scheme) == build(scheme)


@pytest.mark.parametrize("rows", [0, 17, MOST_ROWS + 1])
def test_a_wrong_number_of_rows_is_refused(rows: int) -> None:
    with pytest.raises(TemplateError, match=f"18—{MOST_ROWS}之间，给出的是{rows}"):
        build("mof-2020", rows)


def test_an_unknown_scheme_is_refused() -> None:
    with pytest.raises(SchemeError, match="没有口径“mof-1999”"):
        build("mof-1999")
