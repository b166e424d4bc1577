"""Published forms of other regions: what must be found is found, nothing right is called wrong, nothing right is written over."""

from __future__ import annotations

from pathlib import Path

import pytest
from regions import CORPUS, book_of, expectations, page

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
