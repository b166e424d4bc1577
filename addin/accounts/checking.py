"""A folder's accounts, narratives and forms together: what they say of one another, added to the files' results.

together(results of a folder, its texts)  →  the results, findings added, those of the narratives behind them
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any, Protocol, TypeVar

from addin.accounts.forms import Stated
from addin.accounts.links import links
from addin.accounts.model import Accounts, Kind, Table
from addin.accounts.read import accounts_of
from addin.accounts.stated import LinkedForm
from addin.accounts.tables_judged import Verdict, judge_tables
from addin.accounts.text.reading import read_narrative
from addin.accounts.text.record import TextReading
from addin.accounts.text.sections import Narrative, read_text
from addin.accounts.text.subjects import Resolver
from addin.accounts.text.whole import tail_finding, unchecked, whole_checks
from addin.files.error import FileError
from addin.judging.findings import Finding, finding
from udfs.text import Text


class RowLike(Protocol):
    """What is asked of a row of a checked form."""

    @property
    def level3(self) -> str: ...
    @property
    def actual(self) -> str: ...
    @property
    def cells(self) -> dict[str, str | None]: ...


class FormLike(Protocol):
    """What is asked of a checked form."""

    @property
    def sheet(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def project(self) -> str | None: ...
    @property
    def year(self) -> int | None: ...
    @property
    def stated(self) -> Stated | None: ...
    @property
    def rows(self) -> Sequence[RowLike]: ...


class ResultLike(Protocol):
    """What is asked of a checked file: findings are added to it; tables, accounts and text are this module's own."""

    path: str
    error: Text | None
    findings: list[Finding]
    tables: list[Table]
    accounts: dict[str, Any] | None
    text: dict[str, Any] | None

    @property
    def forms(self) -> Sequence[FormLike]: ...


R = TypeVar("R", bound=ResultLike)


@dataclass(slots=True)
class _Set:
    """Tables that belong together, with the files that they stand in."""

    tables: list[Table] = field(default_factory=list)
    paths: dict[Kind, str] = field(default_factory=dict)
    accounts: Accounts = field(default_factory=Accounts)
    verdict: Verdict = field(default_factory=Verdict)

    def takes(self, tables: list[Table], year: int | None) -> bool:
        """Whether these tables can belong to it: none of their kinds is there, and the year is the same."""
        known = {table.kind for table in self.tables}
        own = accounts_of(self.tables).year
        return not known & {table.kind for table in tables} and (year is None or own is None or year == own)


def together(
    held: Sequence[R], texts: Sequence[str], new: Callable[[str], R], asked: Sequence[str]
) -> list[R]:
    """One folder's results with what they say of one another, those of its narratives behind them.

    texts  .docx and .txt files; those that are no narrative are left out, unless they are *asked* for by name
    new    makes the result of a file
    """
    held = list(held)
    if texts or any(result.tables for result in held):
        by_path = {result.path: result for result in held}
        sets = _sets(held)
        for one in sets:
            _judge(one, by_path)
        said: set[tuple[str, str, str, str]] = set()
        read = [
            (path, narrative) for path in texts if (narrative := _narrative(path, path in asked, bool(sets)))
        ]
        for path, narrative in read:
            held.append(_text_result(path, narrative, (sets, by_path, said), new))
        if not any(isinstance(narrative, Narrative) for _, narrative in read):
            for one in sets:
                _linked(one, _forms(by_path.values(), one.accounts.year), (None, by_path, said))
    return held


def _sets(held: Sequence[ResultLike]) -> list[_Set]:
    sets: list[_Set] = []
    for result in held:
        if not result.tables:
            continue
        year = accounts_of(result.tables).year
        home = next((one for one in sets if one.takes(result.tables, year)), None)
        if home is None:
            home = _Set()
            sets.append(home)
        home.tables += result.tables
        home.paths.update({table.kind: result.path for table in result.tables})
    return sets


def _judge(one: _Set, by_path: dict[str, R]) -> None:
    """K and L of a set, filed under the workbooks that its tables stand in."""
    one.accounts = accounts_of(one.tables)
    one.verdict = judge_tables(one.accounts)
    first = next(iter(one.paths.values()))
    for kind, item in one.verdict.findings:
        by_path[one.paths.get(kind, first) if kind else first].findings.append(item)
    for path in dict.fromkeys(one.paths.values()):
        result = by_path[path]
        result.accounts = _summary(one, [table for table in one.tables if one.paths[table.kind] == path])


def _summary(one: _Set, tables: list[Table]) -> dict[str, Any]:
    return {
        "unit": one.accounts.unit,
        "year": one.accounts.year,
        "money": "万元" if tables[0].wan else "元",
        "tables": [{"kind": t.kind, "sheet": t.sheet, "range": t.range} for t in tables],
        "identities": one.verdict.identities,
        "exact": one.verdict.exact,
        "tail": one.verdict.tail,
    }


def _narrative(path: str, asked: bool, accounts: bool) -> Narrative | FileError | None:
    """The narrative in a file; why it cannot be read, where it is asked for or a .docx beside accounts; None for another text."""
    from addin.accounts.text.files import read_paragraphs

    try:
        narrative = read_text(read_paragraphs(Path(path)))
    except FileError as error:
        return error if asked or (accounts and Path(path).suffix.lower() == ".docx") else None
    return narrative if narrative.is_narrative or asked else None


def _text_result(
    path: str,
    narrative: Narrative | FileError,
    beside: tuple[list[_Set], dict[str, R], set[tuple[str, str, str, str]]],
    new: Callable[[str], R],
) -> R:
    sets, by_path, said = beside
    result = new(path)
    if isinstance(narrative, FileError):
        result.error = narrative.reason
        result.findings.append(finding("JX-P01", narrative.reason))
        return result
    same_year = [one for one in sets if narrative.year in (None, one.accounts.year)]
    home = next(iter(same_year or sets), _Set())
    resolver = Resolver(home.accounts, home.verdict.values)
    reading = read_narrative(narrative, resolver)
    whole_checks(reading, resolver)
    forms = _forms(by_path.values(), narrative.year or home.accounts.year)
    doubtful = _linked(home, forms, (reading, by_path, said))
    figures, checked, left = unchecked(reading, doubtful)
    result.findings += sorted(reading.findings, key=lambda item: int(item.cell[1:] or 0))
    result.findings += [item for item in (tail_finding(reading), left) if item is not None]
    result.text = {"paragraphs": len(narrative.paragraphs), "figures": figures, "checked": checked}
    return result


def _forms(results: Iterable[ResultLike], year: int | None) -> list[LinkedForm]:
    """The self-evaluation forms of the year, each project once."""
    found: dict[tuple[str, str, Decimal | None], LinkedForm] = {}
    for result in results:
        for form in result.forms:
            if form.stated is None or form.kind not in ("project", "overall"):
                continue
            if year is not None and form.year is not None and form.year != year:
                continue
            indicators = tuple((row.level3, row.actual, row.cells.get("actual") or "") for row in form.rows)
            linked = LinkedForm(
                result.path, form.sheet, form.kind, form.project or "", form.stated, indicators
            )
            executed = form.stated.executed.value if form.stated.executed else None
            found.setdefault((form.kind, linked.project, executed), linked)
    return list(found.values())


def _linked(
    one: _Set,
    forms: list[LinkedForm],
    to: tuple[TextReading | None, dict[str, R], set[tuple[str, str, str, str]]],
) -> tuple[tuple[str, str], ...]:
    """X: filed under the forms' files and in the reading, none twice; gives the pairs of names matched by likeness."""
    reading, by_path, said = to
    if not forms:
        return ()
    found, doubtful = links(forms, Resolver(one.accounts, one.verdict.values), reading)
    for path, item in found:
        if path is None and reading is not None:
            reading.findings.append(item)
        elif path is not None and (key := (path, item.code, item.sheet, item.cell)) not in said:
            said.add(key)
            by_path[path].findings.append(item)
    return doubtful
