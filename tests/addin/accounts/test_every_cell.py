"""Every amount of the nine published tables, changed by three sizes: found at the cell, or listed among those that would do."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

import pytest
from narratives import published

from addin.accounts.identities import identities
from addin.accounts.search import wrong_figures

SIZES = (Decimal("0.54"), Decimal(9), Decimal("-0.2"))


@pytest.fixture(scope="module")
def measured() -> Counter[str]:
    accounts, _ = published()
    laid = identities(accounts)
    right = {
        f.place: f.value for table in accounts.tables.values() for f in table.figures() if f.value is not None
    }
    right["T5", 10, 7] = Decimal("2495.76")
    counts: Counter[str] = Counter()
    for figure in (f for table in accounts.tables.values() for f in table.figures() if f.value):
        for size in SIZES:
            changed = dict(right)
            changed[figure.place] += size if size > 0 else changed[figure.place] * size
            if all(identity.holds(changed) for identity in laid):
                counts["within rounding"] += 1
                continue
            found = wrong_figures(laid, changed)
            named = [wrong.figure.place for wrong in found]
            listed = [other.place for wrong in found for other in wrong.others]
            counts["several findings"] += len(found) > 1
            counts[
                "at the cell" if figure.place in named else "listed" if figure.place in listed else "lost"
            ] += 1
    return counts


def test_every_change_is_found(measured: Counter[str]) -> None:
    assert measured["lost"] == 0
    assert measured["several findings"] == 0


def test_nine_in_ten_are_named_at_the_cell_itself(measured: Counter[str]) -> None:
    found = measured["at the cell"] + measured["listed"]
    assert found > 800
    assert measured["at the cell"] * 100 >= found * 91
    assert measured["within rounding"] <= 2
