"""Building the official workbook of a scheme: its form, live, and a sheet that says how to fill it in.

build("hubei-2024")             blank, as many rows as the official form
build("mof-2021", rows=40)      forty indicator rows, dealt out over the level 2 indicators
build("mof-2021", inputs=…)     filled in

The same arguments give the same bytes; where they are to stand is the caller's.

>>> build("zhongwei-2024")[:2]
b'PK'
"""

from __future__ import annotations

import datetime as dt
import io

from xlsxwriter import Workbook  # type: ignore[import-untyped]

from udfs.cells import column_name
from udfs.scheme import Scheme, load_scheme
from workbook_templates.drawing import FormDrawing
from workbook_templates.formulas import SCHEME_NAME
from workbook_templates.guide import WIDTHS, draw_guide
from workbook_templates.inputs import Inputs
from workbook_templates.layout import load_layout
from workbook_templates.layout_model import Layout
from workbook_templates.pen import LiveSheet, Pen
from workbook_templates.table import aside_widths

FORM_SHEET, GUIDE_SHEET = "自评表", "填表说明"
# The code names of the document modules, for the VBA project that may be put in.
CODE_NAMES = ("ThisWorkbook", "Sheet1", "Sheet2")
_CREATED = dt.datetime(2026, 1, 1)
# What current versions of Excel write: a file that names it is not recalculated on opening, so that without the add-in the
# cached scores stay.
_CALC_ID = 191029
_A4 = 9
_GAP = 2


def build(scheme_id: str, rows: int | None = None, *, inputs: Inputs | None = None) -> bytes:
    """The workbook of a scheme, as the bytes of an .xlsx file.

    *rows* is how many indicator rows the form has, at least the official form's (or the inputs'). Raises SchemeError for an
    unknown scheme; TemplateError for a scheme without a layout, a wrong number of rows, inputs that have no place on the form or
    are of a year that the scheme does not rule.
    """
    scheme = load_scheme(scheme_id, inputs.year if inputs is not None else None)
    layout = load_layout(scheme.id)
    content = io.BytesIO()
    book = Workbook(content, {"in_memory": True})
    book.set_properties({"title": layout.form, "subject": scheme.name, "author": "", "created": _CREATED})
    book.set_calc_mode("auto", _CALC_ID)
    book.calc_on_load = False
    book.set_vba_name(CODE_NAMES[0])
    book.define_name(SCHEME_NAME, f'="{scheme.id}"')
    form, guide = (book.add_worksheet(name, LiveSheet) for name in (FORM_SHEET, GUIDE_SHEET))
    form.set_vba_name(CODE_NAMES[1])
    guide.set_vba_name(CODE_NAMES[2])
    _form(book, form, scheme, layout, rows, inputs)
    _guide(book, guide, scheme, layout)
    book.close()
    return content.getvalue()


def _form(
    book: Workbook, sheet: LiveSheet, scheme: Scheme, layout: Layout, rows: int | None, inputs: Inputs | None
) -> None:
    pen = Pen(book, sheet, layout.widths)
    drawing = FormDrawing(pen, sheet, layout, scheme, inputs)
    drawing.draw(rows)
    width = len(layout.widths)
    for column, chars in enumerate(layout.widths):
        sheet.set_column(column, column, chars)
    sheet.set_column(width, width, _GAP)
    for column, chars in aside_widths(drawing.aside).items():
        sheet.set_column(column, column, chars)
    sheet.ignore_errors({"number_stored_as_text": f"A1:{column_name(width)}{drawing.last_row + 1}"})
    sheet.protect("", {"format_columns": True, "format_rows": True})
    sheet.print_area(0, 0, drawing.last_row, width - 1)
    _page(sheet, layout.orientation)
    if layout.goals == 1:
        sheet.repeat_rows(drawing.heads)
    sheet.hide_gridlines(2)
    sheet.activate()


def _guide(book: Workbook, sheet: LiveSheet, scheme: Scheme, layout: Layout) -> None:
    pen = Pen(book, sheet, WIDTHS)
    for column, chars in enumerate(WIDTHS):
        sheet.set_column(column, column, chars)
    last = draw_guide(pen, layout, scheme)
    sheet.print_area(0, 0, last, len(WIDTHS) - 1)
    _page(sheet, "portrait")
    sheet.hide_gridlines(2)


def _page(sheet: LiveSheet, orientation: str) -> None:
    if orientation == "landscape":
        sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.center_horizontally()
    sheet.set_footer("&C第 &P 页")
