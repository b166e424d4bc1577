"""What is reported of a file: its forms, their rows and findings, as plain records that travel between processes.

>>> FileResult("a.xlsx").error is None
True
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from addin.accounts.forms import Stated
from addin.accounts.model import Table
from addin.judging.between_forms import Trace
from addin.judging.findings import Finding
from addin.judging.verdict import Reading
from udfs.text import Text


@dataclass(frozen=True, slots=True)
class RowResult:
    """A row as reported: texts as printed, the weight and score as printed numbers, the recomputed score, its rule.

    *words* is the arithmetic of the recomputed score, or why there is none.
    """

    level1: str
    level2: str
    level3: str
    weight: str | None
    target: str
    actual: str
    score: str | None
    expected: str | None
    rule: str | None
    cells: dict[str, str | None]
    words: Text | None = None


@dataclass(frozen=True, slots=True)
class FormResult:
    """A form as reported. *total* holds cell, found and expected; "" scheme: the form's own notes were followed.

    reading  "closed", "whole" or "open" (addin.judging.proof)
    budget   planned, executed (万元), rate (%), weight and score of the money block; None where the form has none
    """

    sheet: str
    range: str
    scheme: str
    kind: str
    project: str | None
    unit: str
    year: int | None
    reading: Reading
    budget: dict[str, str | None] | None
    total: dict[str, str | None]
    rows: tuple[RowResult, ...]
    findings: tuple[Finding, ...]
    stated: Stated | None = None


@dataclass(slots=True)
class FileResult:
    """A file as reported: why it could not be read, or its forms; findings on the file itself (JX-P…, JX-X…).

    tables          the tables of 部门决算公开 in it
    accounts, text  what JSON says of a workbook with such tables and of a narrative
    """

    path: str
    error: Text | None = None
    findings: list[Finding] = field(default_factory=list)
    forms: list[FormResult] = field(default_factory=list)
    traces: list[Trace] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    accounts: dict[str, Any] | None = None
    text: dict[str, Any] | None = None

    def all_findings(self) -> Iterator[Finding]:
        """The file's own findings, then those of its forms."""
        return itertools.chain(self.findings, *(form.findings for form in self.forms))
