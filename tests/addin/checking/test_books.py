"""Small workbooks of one difficulty each: the probes, and the books that a reviewer planted faults in."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from addin.checking.one_file import check_file
from addin.checking.recompute import plan

DATA = Path(__file__).parents[2] / "data"
PROBES: list[dict[str, Any]] = json.loads((DATA / "corpus" / "probes" / "probes.json").read_text("utf-8"))
BOOKS: dict[str, dict[str, Any]] = json.loads(
    (DATA / "adversarial" / "cases" / "expected.json").read_text("utf-8")
)
WRITTEN = {name: book["recompute"] for name, book in BOOKS.items() if "recompute" in book}


@pytest.mark.parametrize("probe", PROBES, ids=lambda probe: probe["file"])
def test_a_probe_finds_what_it_must_and_never_what_is_right(probe: dict[str, Any]) -> None:
    found = check_file(str(DATA / "corpus" / "probes" / probe["file"])).all_findings()
    codes = {item.code for item in found if item.level != "hint"}
    assert [one_of for one_of in probe["must"] if not codes & set(one_of)] == []
    assert codes & set(probe["never"]) == set()


@pytest.mark.parametrize("name", BOOKS)
def test_a_book_has_its_faults_and_no_other_error(name: str) -> None:
    expected = BOOKS[name]
    found = list(check_file(str(DATA / "adversarial" / "cases" / name)).all_findings())
    asked = set()
    for must in expected["must"]:
        hits = [
            at
            for at, item in enumerate(found)
            if item.code in must["codes"]
            and (must["cells"] is None or (item.cell in must["cells"] and item.sheet in ("", must["sheet"])))
        ]
        assert hits, must
        asked.update(hits)
    others = [
        (item.code, item.cell)
        for at, item in enumerate(found)
        if at not in asked and item.level == "error" and item.code not in expected.get("may", ())
    ]
    assert others == []


@pytest.mark.parametrize("name", WRITTEN)
def test_recompute_writes_what_is_wrong_and_nothing_else(name: str) -> None:
    planned = plan(DATA / "adversarial" / "cases" / name)
    written = {f"{change.sheet}!{change.cell}": Decimal(str(change.value)) for change in planned.changes}
    assert written == {place: Decimal(str(value)) for place, value in WRITTEN[name].items()}
