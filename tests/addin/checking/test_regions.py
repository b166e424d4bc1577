"""Published forms of other regions: what must be found is found, nothing right is called wrong, nothing right is written over."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from regions import CORPUS, book_of, expectations, page

from addin.checking.recompute import plan
from addin.files import write
from addin.reading.numbers import number_in, total_in

ROOT = Path(__file__).parents[3]
OTHERS = sorted((CORPUS / "real" / "expected").glob("*.json"))


@pytest.mark.parametrize("path", OTHERS, ids=lambda path: path.stem)
def test_a_published_form_is_judged_as_a_reviewer_would(path: Path) -> None:
    book = book_of(path)
    assert len(list(book.pairs())) == len(book.expected["forms"])
    assert (book.missed(), book.false_errors(), book.wrong_totals()) == ([], [], [])


def test_there_are_layouts_to_look_at() -> None:
    assert len(OTHERS) >= 13 and len(expectations()) > len(OTHERS)


def test_the_page_of_the_regions_is_up_to_date() -> None:
    assert (ROOT / "docs" / "regions.md").read_text("utf-8") == page(), "make regions writes it anew"


@pytest.mark.parametrize("path", OTHERS, ids=lambda path: path.stem)
def test_recomputing_twice_is_recomputing_once(path: Path, tmp_path: Path) -> None:
    source = path.parents[1] / book_of(path).expected["file"]
    out = tmp_path / source.name
    write(source, out, plan(source).edits)
    assert plan(out).changes == ()


@pytest.mark.parametrize("path", expectations(), ids=lambda path: path.stem)
def test_what_is_closed_adds_up(path: Path) -> None:
    """Added up here once more, from what JSON says of the rows: the scores of a closed form are its total."""
    for form in book_of(path).forms:
        scores = [number_in(row.score) for row in form.rows if row.score]
        budget = (form.budget or {}).get("score")
        total = total_in(form.total["found"] or "")
        if form.reading != "closed" or total is None or any(number is None for number in scores):
            continue
        beside = total.shown - sum((n.shown for n in scores if n), Decimal(0)) - Decimal(budget or 0)
        # 决策 and 管理 points beside the indicators (no rows) are the only other addends.
        assert abs(beside) < Decimal("0.05") or "guangshui" in path.stem
