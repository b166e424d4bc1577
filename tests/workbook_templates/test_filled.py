"""The published forms, typed into the template of their scheme: the scores are the core's, in the file and in Calc."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook
from published import Published

from addin.checking.one_file import check_file
from addin.files import read
from addin.judging.recognise import recognise
from addin.libreoffice.office import Office
from addin.reading.form import Cell, Form
from addin.reading.forms import read_forms
from udfs.decimals import D, half_up, plain
from udfs.errors import SchemeError, ScoringError
from udfs.scoring import score_band, score_row
from workbook_templates.build import build
from workbook_templates.errors import TemplateError
from workbook_templates.inputs import Indicator, Inputs

COMPUTED = ("JX-B02", "JX-B03", "JX-S01", "JX-S02", "JX-S04", "JX-S06", "JX-S07")


def shown(cell: Cell | None) -> str:
    """A cell's stored value: a number plainly, a text or an error as it stands, nothing as "-"."""
    if cell is None or not (cell.text or cell.error):
        return "-"
    return plain(cell.number) if cell.number is not None else cell.text


def core(published: Published, indicator: Indicator) -> str:
    """What the arithmetic gives for an indicator: a score, or #VALUE! where it gives none."""
    if indicator.weight is None:
        return "#VALUE!"
    try:
        score = score_row(indicator.target, indicator.actual, indicator.weight, published.scheme)
    except ScoringError:
        return "#VALUE!"
    return plain(score.value)


def test_the_form_is_read_back_as_typed(published: Published) -> None:
    form, inputs = published.form, published.inputs
    assert recognise(form).id == published.scheme.id
    assert form.year == inputs.year
    for name in ("project", "department", "unit"):
        field = getattr(form, name)
        assert (field.text if field is not None else "") == inputs.fields.get(name, "").strip()
    given = [row for row in inputs.indicators if row.target or row.actual]
    filled = [row for row in form.rows if row.target_text or row.actual_cell.text]
    assert [(row.name, row.target_text, row.actual_cell.text) for row in filled] == [
        (row.name, row.target, row.actual) for row in given
    ]
    if published.scheme.weights_on_form == "column":
        assert [shown(row.weight_cell) for row in filled] == [
            plain(row.weight) for row in given if row.weight is not None
        ]


def test_targets_and_actuals_mean_the_same(published: Published) -> None:
    """100% typed as the text is what the published form stores as the number 1."""
    before = [line.row for line in published.judged.rows if line.row.target_text or line.row.actual_cell.text]
    after = [row for row in published.form.rows if row.target_text or row.actual_cell.text]
    for old, new in zip(before, after, strict=True):
        assert (new.target.kind, new.target.op, new.target.number) == (
            old.target.kind,
            old.target.op,
            old.target.number,
        )
        assert (new.actual.kind, new.actual.number, new.actual.unit) == (
            old.actual.kind,
            old.actual.number,
            old.actual.unit,
        )


def test_stored_scores_are_those_of_the_core(published: Published) -> None:
    form = published.form
    scores = [core(published, row) for row in published.inputs.indicators if row.target or row.actual]
    rows = [row for row in form.rows if row.target_text or row.actual_cell.text]
    assert [shown(row.score_cell) for row in rows] == scores
    money = form.budget.total.score if form.budget is not None else None
    if published.scheme.budget_scored:
        worked = published.judged.money
        assert worked.exact is not None
        assert shown(money) == plain(half_up(worked.exact, 2))
        scores.append(shown(money))
    assert form.total is not None
    total = "#VALUE!" if "#VALUE!" in scores else plain(half_up(sum(map(D, scores), Decimal(0)), 2))
    assert shown(form.total.cell) == total


def test_no_computed_cell_is_found_wrong(published: Published) -> None:
    """A cost without a sign that its scheme reads as ≥ is to be looked at (T02, S02 at review), not wrong."""
    found = [
        finding
        for finding in check_file(str(published.path)).all_findings()
        if finding.code in COMPUTED and finding.level == "error"
    ]
    assert not found


def test_calc_computes_what_is_stored(published: Published, office: Office) -> None:
    """Every formula of the form, recalculated on load with the extension, shows what the file holds."""
    stored = load_workbook(published.path, data_only=True).worksheets[0]
    document = office.open(published.path)
    sheet = document.Sheets[0]
    shown_ = sheet.getCellRangeByPosition(0, 0, stored.max_column - 1, stored.max_row - 1).getDataArray()
    compared = 0
    for row in load_workbook(published.path).worksheets[0].iter_rows():
        for cell in row:
            if cell.data_type != "f":
                continue
            compared += 1
            value, found = stored[cell.coordinate].value, shown_[cell.row - 1][cell.column - 1]
            if isinstance(value, str) and value.startswith("#"):
                assert sheet.getCellByPosition(cell.column - 1, cell.row - 1).getError(), cell.coordinate
            elif isinstance(value, int | float):
                assert plain(D(found)) == plain(D(value)), cell.coordinate
            else:
                assert found == (value or ""), cell.coordinate
    document.close(True)
    assert compared > 5


def filled(**changes: object) -> Inputs:
    rows = (
        Indicator("产出", "数量指标", "培训期数", "4期", "5期", Decimal(50), direction="相等"),
        Indicator("效益", "社会效益指标", "履职能力", "有所提升", "大多数学员有提升", Decimal(30), level="部分达成预期指标并具有一定效果", share=Decimal(70)),
        Indicator("满意度", "服务对象满意度指标", "满意度", "≥90%", "95%", Decimal(10), note="无"),
    )  # fmt: skip
    money = {
        ("total", "initial"): Decimal(100),
        ("total", "budget"): Decimal(80),
        ("total", "executed"): Decimal(60),
    }
    base = Inputs(year=2020, fields={"project": "培训"}, money=money, indicators=rows)
    return replace(base, **changes)  # type: ignore[arg-type]


def read_back(path: Path) -> Form:
    (form,) = (form for grid in read(path).grids for form in read_forms(grid))
    return form


def test_direction_level_and_share_are_heeded(tmp_path: Path, office: Office) -> None:
    """4期 exactly against 5期: 50×4÷5; 70% of 30; 60 of the adjusted 80."""
    path = tmp_path / "a.xlsx"
    path.write_bytes(build("mof-2020", inputs=filled()))
    form = read_back(path)
    assert [shown(row.score_cell) for row in form.rows] == ["40", "21", "10"]
    assert score_band("部分达成", 30, share=70).value == 21
    assert form.budget is not None and form.total is not None
    assert (shown(form.budget.total.score), shown(form.total.cell)) == ("7.5", "78.5")
    words = [cell.text for cell in form.grid.cells.values()]
    assert {"按所选方向", "按所选档次"} <= set(words) and "正向 实际95达到目标90，得10" in words
    assert "中" in words
    document = office.open(path)
    assert [document.Sheets[0].getCellByPosition(7, row).Value for row in (12, 13, 14)] == [40, 21, 10]
    document.close(True)


def test_an_actual_typed_in_calc_is_scored_at_once(tmp_path: Path, office: Office) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(build("mof-2021"))
    document = office.open(path)
    sheet = document.Sheets[0]
    score, target, actual = (sheet.getCellRangeByName(f"{column}13") for column in "HEF")
    assert score.String == ""
    target.String, actual.String = "≥95%", "93%"
    assert score.Value == pytest.approx(9.79)
    assert sheet.getCellRangeByName("H33").Value == pytest.approx(9.79)
    weight = sheet.getCellRangeByName("G13")
    weight.Value = 20
    lines = [sheet.getCellRangeByName(f"{column}33").String for column in "KLMNO"]
    assert "权重合计 110 ✗ 应为100" in lines
    document.close(True)


def test_more_rows_keep_what_is_filled_in(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(build("mof-2020", 10, inputs=filled()))
    form = read_back(tmp_path / "a.xlsx")
    assert [row.name for row in form.rows] == ["培训期数", "履职能力", "满意度"]
    assert form.total is not None and shown(form.total.cell) == "78.5"
    assert form.rows[1].name_cell.row - form.rows[0].name_cell.row == 4


def test_inputs_without_a_place_are_named() -> None:
    stray = (Indicator("成本", "经济成本指标", "人均成本", "≤600元", "580元", Decimal(10)),)
    with pytest.raises(TemplateError, match="“人均成本”在本表没有位置：目标1、成本"):
        build("mof-2020", inputs=filled(indicators=stray))
    with pytest.raises(TemplateError, match="没有这些项的位置：reason、3、一次性项目、total/rate、目标甲"):
        lost = {"fields": {"reason": "甲"}, "ticked": frozenset({"3、一次性项目"}), "goals": ("目标甲",)}
        build("mof-2020", inputs=filled(**lost, money={("total", "rate"): Decimal(1)}))
    with pytest.raises(SchemeError, match="只适用于2019—2020年度"):
        build("mof-2020", inputs=filled(year=2024))
