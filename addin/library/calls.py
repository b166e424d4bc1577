"""Check, recompute, score and explain, for Python programs; see addin for the face of it.

>>> score("≥95%", 0.93, 10)
Decimal('9.79')
>>> explain("S02").level
'error'
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, overload

if TYPE_CHECKING:
    import datetime as dt
    from decimal import Decimal

    from addin.checking.recompute import Plan
    from addin.checking.results import FileResult, RowResult
    from addin.judging.findings import Entry
    from udfs.scheme import Scheme
    from udfs.text import Text

    Value = str | int | float | Decimal | dt.date | None


def check(path: str | Path, scheme: str = "") -> FileResult:
    """The forms of one workbook and what is wrong with them (校验).

    *scheme* is a scheme's id or a file of your own ("….toml"); "" recognises it from the form's own words and year. A file that
    cannot be read is no exception but a finding (JX-P01), its reason in `error`. Raises SchemeError.
    """
    from addin.checking.one_file import check_file

    return check_file(str(path), scheme)


def check_many(paths: Iterable[str | Path], scheme: str = "", *, jobs: int = 1) -> Iterator[FileResult]:
    """The same for many workbooks, in their order, one at a time; folders are searched for .xlsx and .xlsm.

    Figures that stand on several forms are compared (JX-X01). *jobs* is the number of processes, 0 one for each core; with more than one,
    a script calls this below `if __name__ == "__main__":`. Raises FileError for a folder that cannot be opened, SchemeError.
    """
    from addin.checking.many import check_files
    from addin.checking.search import find_files
    from addin.files import FileError
    from udfs.text import Text

    if isinstance(paths, str | Path):
        paths = [paths]
    found = find_files(map(Path, paths))
    if found.unreadable:
        names = "、".join(found.unreadable)
        raise FileError(Text(f"打不开文件夹：{names}", f"cannot open the folder: {names}"))
    return check_files(found.files, scheme, jobs)


def recompute(
    path: str | Path, out: str | Path | None = None, *, scheme: str = "", preview: bool = False
) -> Plan:
    """Write to *out* a copy of the workbook with its score cells and totals put right (重算); gives what was written, cell by cell.

    Only proven numbers are written: scores of quantitative rows, the budget's and totals. Everything else stays byte for byte.
    With *preview* nothing is written and *out* is not needed. Raises FileError where the file cannot be read, holds no form, or *out* exists
    or is missing; SchemeError.
    """
    import os

    from addin.checking.recompute import plan
    from addin.files import FileError, write
    from udfs.text import Text

    if not preview and out is None:
        raise FileError(Text("没有给出输出文件", "no output file is given"))
    if not preview and out is not None and os.path.lexists(out):
        raise FileError(Text(f"{out} 已经存在，没有改动", f"{out} exists and was left alone"))
    planned = plan(Path(path), scheme)
    if not preview and out is not None:
        write(Path(path), Path(out), planned.edits)
    return planned


def score(target: Value, actual: Value, weight: Value, direction: str = "", scheme: str = "") -> Decimal:
    """The score (得分) of one row: target (年度指标值), actual (实际完成值) and weight (分值, points), rounded as the scheme says.

    Values are as a cell holds them: 0.93 and "93%" are the same rate, a date is a date, a number may be int, float, Decimal or text.
    *direction* is 正向, 反向 or 相等 ("at_least", "at_most", "exact") where the target has no operator; *scheme* is mof-2020 unless given. Raises ScoringError where the row cannot be
    scored, blank cells included; SchemeError.
    """
    from udfs.decimals import D
    from udfs.errors import ScoringError
    from udfs.functions import text_of
    from udfs.scheme import DEFAULT, load_scheme
    from udfs.scoring import score_row
    from udfs.text import Text

    try:
        texts = text_of(target), text_of(actual)
        points = D(text_of(weight))
    except ValueError:
        given = f"{target!r}, {actual!r}, {weight!r}"
        raise ScoringError(Text(f"不能计算：{given}", f"cannot be scored: {given}")) from None
    return score_row(*texts, points, load_scheme(scheme or DEFAULT), direction).value


@overload
def explain(what: str) -> Entry: ...
@overload
def explain(what: RowResult) -> Text: ...
def explain(what: str | RowResult) -> Entry | Text:
    """What a finding's code means and how to correct it; or, for a row of a result, the arithmetic of its score in words.

    A code is written "JX-S02" or "S02". A row's words say why it has no score where it has none; both texts are empty for a blank row.
    Raises JixiaoError for an unknown code.
    """
    from udfs.errors import JixiaoError
    from udfs.text import Text

    if not isinstance(what, str):
        return what.words or Text("", "")
    from addin.judging.findings import catalogue

    code = what.upper()
    entry = catalogue().get(code if code.startswith("JX-") else f"JX-{code}")
    if entry is None:
        known = " ".join(catalogue())
        raise JixiaoError(Text(f"没有代码 {what}；已有：{known}", f"no code {what}; known: {known}"))
    return entry


def schemes() -> tuple[Scheme, ...]:
    """Every scheme (口径) that ships with the product, by id."""
    from udfs.scheme import all_schemes

    return all_schemes()
