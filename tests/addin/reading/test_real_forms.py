"""Published layouts of other regions: every row of every form is read with what stands there, and nothing is passed over."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from addin.files import read
from addin.reading.continued import joined
from addin.reading.form import Form, Row
from addin.reading.forms import read_forms

DATA = Path(__file__).parents[2] / "data" / "corpus"
EXPECTED = sorted((DATA / "real" / "expected").glob("*.json"))
PROBES = sorted((DATA / "probes").glob("*.xlsx"))


def forms_of(path: Path) -> list[Form]:
    return [form for grid in joined(read(path).grids) for form in read_forms(grid)]


def row_at(form: Form, row: int) -> Row:
    (found,) = [line for line in form.rows if line.name_cell.row == row]
    return found


@pytest.mark.parametrize("path", EXPECTED, ids=lambda path: path.stem)
def test_every_row_is_read(path: Path) -> None:
    expected: dict[str, Any] = json.loads(path.read_text("utf-8"))
    forms = forms_of(DATA / "real" / expected["file"])
    assert [form.sheet for form in forms] == [item["sheet"] for item in expected["forms"]]
    for form, item in zip(forms, expected["forms"], strict=True):
        rows = [
            wanted
            for wanted in item["read"]
            if wanted["target"] or wanted["actual"] or wanted.get("score") or wanted.get("weight")
        ]
        assert len([row for row in form.rows if not row.unused or row.name]) >= len(rows)
        for wanted in rows:
            row = row_at(form, wanted["row"])
            assert row.name == wanted["name"].strip()
            assert row.target_cell.address == wanted["target_cell"]
            assert row.actual_cell.address == wanted["actual_cell"]
            if wanted.get("weight") and row.part_of is None:
                assert row.weight_cell is not None and row.weight_cell.address == wanted["weight_cell"]
            if wanted.get("score") and row.part_of is None:
                assert row.score_cell is not None and row.score_cell.address == wanted["score_cell"]
        for field, address in (
            ("project", form.project or form.body),
            ("total", form.total or form.head_total),
        ):
            if item["cells"].get(field):
                assert address is not None and address.cell.address == item["cells"][field]


@pytest.mark.parametrize("path", EXPECTED, ids=lambda path: path.stem)
def test_nothing_of_a_published_form_is_passed_over(path: Path) -> None:
    for form in forms_of(DATA / "real" / "workbooks" / f"{path.stem}.xlsx"):
        assert [cell.address for cell in form.passed_over] == []


@pytest.mark.parametrize("path", PROBES, ids=lambda path: path.stem)
def test_every_probe_holds_a_form(path: Path) -> None:
    (form,) = forms_of(path)
    assert form.rows
    assert [cell.address for cell in form.passed_over] == []
