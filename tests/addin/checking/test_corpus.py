"""Every real form, its variants and its mutants: the findings at their cells, and none at error level beyond them."""

from __future__ import annotations

from typing import Any

import corpus
import expectations
import pytest
import yaml
from corpus import (
    CORPUS,
    SCHEMES,
    beside_the_planted,
    checked,
    expected,
    forms,
    missed,
    names,
    places,
    planted,
    unforeseen,
    workbook,
)

FORMS = [(".", name) for name in names(".")]
VARIANTS = [("variants", name) for name in names("variants")]
SPECIAL = [("special", name) for name in names("special")]


def ids(forms: list[tuple[str, str]]) -> list[str]:
    return [f"{folder}/{name}" for folder, name in forms]


def form_pairs(folder: str, name: str) -> list[tuple[Any, dict[str, Any]]]:
    """Every form of the workbook beside its expectation, by sheet."""
    expectation = expected(folder, name)
    by_sheet = {form.sheet: form for form in checked(workbook(expectation)).forms}
    assert set(by_sheet) == {form["sheet"] for form in expectation["forms"]}
    return [(by_sheet[form["sheet"]], form) for form in expectation["forms"]]


@pytest.mark.parametrize(("folder", "name"), FORMS + VARIANTS + SPECIAL, ids=ids(FORMS + VARIANTS + SPECIAL))
def test_what_must_be_found_is_found_at_its_cell(folder: str, name: str) -> None:
    for form, expectation in form_pairs(folder, name):
        assert missed(form.findings, expectation) == []


@pytest.mark.parametrize(("folder", "name"), FORMS + VARIANTS + SPECIAL, ids=ids(FORMS + VARIANTS + SPECIAL))
def test_nothing_else_is_found(folder: str, name: str) -> None:
    for form, expectation in form_pairs(folder, name):
        assert unforeseen(form.findings, expectation) == set()


@pytest.mark.parametrize(("folder", "name"), FORMS + VARIANTS, ids=ids(FORMS + VARIANTS))
def test_the_scheme_is_known_by_the_forms_own_words(folder: str, name: str) -> None:
    for form, expectation in form_pairs(folder, name):
        assert form.scheme == SCHEMES[expectation["layout"]]


@pytest.mark.parametrize("name", names("mutants"))
def test_a_planted_fault_is_found_and_nothing_else_changes(name: str) -> None:
    mutant = expected("mutants", name)
    (form,) = checked(workbook(mutant)).forms
    (base,) = checked(CORPUS / "workbooks" / f"{mutant['base']}.xlsx").forms
    found, before = places(form.findings), places(base.findings)
    if mutant["new"]:
        assert planted(mutant) & found
    gone = {(item["code"], item["cell"]) for item in mutant.get("gone", [])}
    assert before - gone <= found
    assert beside_the_planted(mutant) == set()
    if mutant.get("mends"):
        assert not gone & found


@pytest.mark.parametrize(("folder", "name"), SPECIAL, ids=ids(SPECIAL))
def test_what_is_odd_about_a_file_is_said(folder: str, name: str) -> None:
    expectation = expected(folder, name)
    found = {finding.code for finding in checked(workbook(expectation)).findings}
    for must in expectation["must"]:
        assert {must["code"], *must.get("or_codes", [])} & found, must["why"]


def test_sheets_that_hold_no_form_are_passed_over() -> None:
    for folder, name in FORMS:
        expectation = expected(folder, name)
        sheets = {form.sheet for form in checked(workbook(expectation)).forms}
        assert not sheets & set(expectation.get("not_forms", []))


@pytest.mark.parametrize(("folder", "name"), FORMS + VARIANTS, ids=ids(FORMS + VARIANTS))
def test_every_cell_of_the_form_is_known(folder: str, name: str) -> None:
    """The address of every heading, row, total and field that the transcription names."""
    expectation = expected(folder, name)
    for form, item in zip(forms(workbook(expectation)), expectation["forms"], strict=True):
        cells = item["cells"]
        budget = form.budget
        assert budget is not None
        address = corpus_address
        assert form.title.address == cells["title"]
        for field in ("project", "department", "date", "reason", "measure", "total"):
            assert address(getattr(form, field)) == cells.get(field), field
        assert address(form.unit if form.kind == "project" else form.body) == cells.get("unit")
        assert address(form.head_total) == cells.get("total_header")
        assert budget.heading.address == cells["budget_heading"]
        for column in ("executed", "rate", "score", "weight"):
            assert address(getattr(budget.total, column)) == cells["budget"].get(column), column
        assert address(budget.total.planned) == cells["budget"]["budget"]
        assert [part.label.address for part in budget.parts] == [
            p["label"] for p in cells.get("budget_parts") or []
        ]
        goal = cells.get("goal") or {}
        assert (address(form.goal_set), address(form.goal_done)) == (goal.get("set"), goal.get("done"))
        assert {role: cell.address for role, cell in form.heads.items()} == cells["heads"]
        assert {group.label: group.cell.address for group in form.ticks} == cells["ticks"]
        assert [(h.cell.address, list(h.rows)) for h in form.headings] == [
            (h["cell"], h["rows"]) for h in cells["headings"]
        ]
        assert [
            (row.name or None, row.name_cell.address, row.target_cell.address, address(row.score_cell),
             address(row.weight_cell), address(row.note_cell))
            for row in form.rows
        ] == [
            (row["name"], row["level3"], row["target"], row["score"], row["weight"], row["note"])
            for row in cells["rows"]
        ]  # fmt: skip


def corpus_address(thing: Any) -> str | None:
    """The address of a cell, or of a field's cell."""
    cell = getattr(thing, "cell", thing)
    return None if cell is None else str(cell.address)


def transcriptions() -> dict[str, dict[str, Any]]:
    return {
        path.name[:6]: yaml.safe_load(path.read_text("utf-8"))
        for path in sorted((CORPUS / "forms").glob("*.yaml"))
    }


def figure(text: Any) -> str | None:
    """A printed figure without the blanks of printing ("99. 16%")."""
    return None if text is None else str(text).replace(" ", "").replace("\n", "") or None


@pytest.mark.parametrize("name", [name for name in names(".") if "given" not in name])
def test_rows_and_totals_agree_with_the_transcription(name: str) -> None:
    written = transcriptions()[name]
    (form,) = checked(corpus.WORKBOOKS / f"{name}.xlsx").forms
    assert form.year == written["year"]
    assert figure(form.unit) == figure(written["unit"])
    assert figure(form.project) == figure(written["project"])
    assert figure(form.total["found"]) == figure(written["total"])
    assert len(form.rows) == len(written["indicators"])
    for row, item in zip(form.rows, written["indicators"], strict=True):
        assert figure(row.target) == figure(item.get("target_reading", item["target"]))
        assert figure(row.actual) == figure(item["actual"])
        assert figure(row.score) == figure(item["score"])
        assert figure(row.weight) == figure(item["weight"])
        assert figure(row.level3) == figure(item.get("level3_reading", item["level3"]))


def test_the_command_shows_what_a_changed_check_says(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing to show as things are; of a check that finds more, the code that enters `may`."""
    assert expectations.main() == 0
    before = expected(".", "002-06")
    stricter = {**before, "forms": [{**item, "may": []} for item in before["forms"]]}
    again = expectations.foreseen(stricter)
    assert again["forms"][0]["may"]
    assert set(again["forms"][0]["may"]) <= set(before["forms"][0]["may"])
    monkeypatch.setattr(expectations, "missed", lambda *_: [{"code": "JX-S02", "cell": "A1", "why": "?"}])
    capsys.readouterr()
    assert expectations.main() == 1
    assert "not found any more: JX-S02 at A1 of 002-06" in capsys.readouterr().out
