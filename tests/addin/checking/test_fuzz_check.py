"""Two thousand damaged workbooks through the whole check: each ends in findings or in a clean form."""

from __future__ import annotations

import io
import json
import re
from collections import Counter
from pathlib import Path

import pytest
from corpus import WORKBOOKS
from mutations import mutations

from addin.checking.one_file import check_file
from addin.checking.results import FileResult
from addin.cli.report import JsonReport, TextReport
from addin.judging.findings import LEVELS, Finding, catalogue

SOUND = [
    *sorted(path for path in WORKBOOKS.glob("*.xlsx") if "given" not in path.name),
    *sorted(WORKBOOKS.glob("variants/*.xlsx")),
    *(WORKBOOKS / "special" / name for name in ("links.xlsx", "hidden-sheet.xlsx", "accounts.xlsx")),
]
SEED = 20250320
ADDRESS = re.compile(r"[A-Z]{1,3}[1-9]\d{0,6}")


def ends_well(result: FileResult) -> None:
    """Whatever was read, what is said of it can be shown, in both languages."""
    assert result.forms or result.findings
    for finding in result.all_findings():
        sound(finding)
    for language in "zh", "en":
        text, data = io.StringIO(), io.StringIO()
        for report in TextReport(text, language), JsonReport(data, language):
            report.file(result)
            report.end()
        assert json.loads(data.getvalue())["files"][0]["path"] == result.path
        text.getvalue().encode("utf-8")


def sound(finding: Finding) -> None:
    entry = catalogue()[finding.code]
    assert finding.level in LEVELS
    assert finding.message.zh
    assert finding.message.en
    assert ADDRESS.fullmatch(finding.cell) or (finding.cell == "" and entry.group == "P")


def outcome(result: FileResult) -> str:
    if result.error is not None:
        return "refused"
    return "a form" if result.forms else "no form"


@pytest.mark.slow
def test_every_damaged_workbook_ends_in_findings_or_a_clean_form(tmp_path: Path) -> None:
    path = tmp_path / "坏 表.xlsx"
    outcomes: Counter[str] = Counter()
    for number, data in enumerate(mutations(SOUND, 2000, SEED)):
        path.write_bytes(data)
        try:
            result = check_file(str(path))
            ends_well(result)
        except Exception as error:
            error.add_note(f"mutation {number} of seed {SEED}")
            raise
        outcomes[outcome(result)] += 1
    # The mutations are worth something only while every outcome is common.
    assert outcomes["refused"] > 400
    assert outcomes["no form"] > 5
    assert outcomes["a form"] > 400
