"""What is read of every region's published layout, honestly: the page docs/regions.md, and what tests hold it to.

python tests/regions.py [docs/regions.md]      writes the page
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from addin.checking.one_file import check_file  # noqa: E402  this file is run as a script, too
from addin.checking.recompute import plan  # noqa: E402
from addin.checking.results import FormResult  # noqa: E402

CORPUS = ROOT / "tests" / "data" / "corpus"
# A finding at one of these asks for another score or total in its cell.
ASK_FOR_A_VALUE = ("JX-S01", "JX-S02", "JX-S04", "JX-S05", "JX-S06", "JX-S07", "JX-B03", "JX-B04", "JX-T07")


@dataclass(frozen=True, slots=True)
class Book:
    """A published workbook with what is expected of it, checked."""

    name: str
    layout: str
    expected: dict[str, Any]
    forms: tuple[FormResult, ...]
    changes: tuple[tuple[str, str], ...]

    def pairs(self) -> Iterator[tuple[dict[str, Any], FormResult]]:
        """Each form as expected with the one that was read."""
        read = {form.sheet: form for form in self.forms}
        for form in self.expected["forms"]:
            if form["sheet"] in read:
                yield form, read[form["sheet"]]

    def false_errors(self) -> list[tuple[str, str, str]]:
        """Errors that the expectation does not allow: (sheet, code, cell)."""
        found = []
        for form, result in self.pairs():
            places = {(m["code"], cell) for m in form["must"] for cell in [m["cell"], *m.get("or", [])]}
            found += [
                (form["sheet"], item.code, item.cell)
                for item in result.findings
                if item.level == "error"
                and item.code not in form["may"]
                and (item.code, item.cell) not in places
            ]
        return found

    def missed(self) -> list[tuple[str, str, str]]:
        """Findings that must be made and are not: (sheet, code, cell)."""
        found = []
        for form, result in self.pairs():
            have = {(item.code, item.cell) for item in result.findings}
            found += [
                (form["sheet"], m["code"], m["cell"])
                for m in form["must"]
                if not m.get("contested")
                and not any((m["code"], cell) in have for cell in [m["cell"], *m.get("or", [])])
            ]
        return found

    def wrong_totals(self) -> list[tuple[str, str]]:
        """Totals that recompute writes although nothing asks for another value: no finding, and no score put right above."""
        found = []
        for form in self.expected["forms"]:
            asked = any(m["code"] in ASK_FOR_A_VALUE for m in form["must"])
            asked = asked or sum(sheet == form["sheet"] for sheet, _ in self.changes) > 1
            total = (form.get("cells") or {}).get("total")
            found += [place for place in self.changes if place == (form["sheet"], total) and not asked]
        return found


def book_of(expectation: Path) -> Book:
    """The workbook of an expectation file."""
    expected = json.loads(expectation.read_text("utf-8"))
    path = expectation.parents[1] / expected["file"]
    planned = plan(path)
    layout = next((form["layout"] for form in expected["forms"] if form.get("layout")), expectation.stem)
    return Book(
        expectation.stem,
        layout,
        expected,
        tuple(check_file(str(path)).forms),
        tuple((change.sheet, change.cell) for change in planned.changes),
    )


def expectations() -> list[Path]:
    """The published workbooks, the first four regions' and the others'."""
    return [
        *sorted((CORPUS / "expected").glob("*.json")),
        *sorted((CORPUS / "real" / "expected").glob("*.json")),
    ]


def page() -> str:
    """docs/regions.md: a row a layout."""
    rows: dict[str, list[Book]] = {}
    for path in expectations():
        book = book_of(path)
        rows.setdefault(book.layout, []).append(book)
    lines = [
        "# 各地版式 · What is read of every region's form",
        "",
        "本页由程序生成（`make regions`），取自 tests/data 中已公开的自评表。读取：closed 指分值、得分与表上合计闭合，whole 指全部数字都有归属，open 指可能没有读全（JX-P05）。",
        "",
        "*This page is generated (`make regions`) from the published forms in tests/data. Proof: closed, the sums are those printed; whole, every number"
        " has a meaning; open, perhaps not read whole (JX-P05).*",
        "",
        "| layout | forms read | rows | closed | whole | open | musts missed | false errors | wrong totals written |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for layout, books in sorted(rows.items()):
        wanted = sum(len(book.expected["forms"]) for book in books)
        forms = [form for book in books for form in book.forms]
        proofs = [sum(form.reading == reading for form in forms) for reading in ("closed", "whole", "open")]
        counts = [
            f"{sum(1 for book in books for _ in book.pairs())}/{wanted}",
            sum(len(form.rows) for form in forms),
            *proofs,
            *(
                sum(len(found(book)) for book in books)
                for found in (Book.missed, Book.false_errors, Book.wrong_totals)
            ),
        ]
        lines.append(f"| {layout} | " + " | ".join(map(str, counts)) + " |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / "docs" / "regions.md").write_text(page(), "utf-8")
