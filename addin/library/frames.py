"""Many forms as one table for pandas: one row an indicator. See addin for the face of it.

>>> COLUMNS[:4]
('file', 'sheet', 'range', 'scheme')
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

    from addin.checking.results import FileResult, FormResult

_FORM_TEXTS = ("file", "sheet", "range", "scheme", "kind", "project", "unit")
_CELLS = ("target", "actual", "score", "weight", "note")
COLUMNS = (
    *_FORM_TEXTS,
    "year",
    *("level1", "level2", "level3", "weight", "target", "actual", "score", "expected", "rule"),
    *(f"{name}_cell" for name in _CELLS),
    "findings",
)
_NUMBERS = {"weight", "score", "expected"}
_TEXTS = tuple(name for name in COLUMNS if name not in {"year", "findings", *_NUMBERS})


def frame(paths: Iterable[str | Path], scheme: str = "", *, jobs: int = 1) -> pd.DataFrame:
    """The indicators (指标) of many forms as a table, one row each, in the order of the files; folders are searched.

    file sheet range scheme kind project unit    texts; scheme is "" where the form's own notes were followed
    year                                         whole number (Int64)
    level1 level2 level3 target actual rule      texts, as printed
    weight score expected                        Decimal objects in points (分), exact; None where there is none or no number
    target_cell … note_cell                      addresses ("F19")
    findings                                     tuple of the codes that stand at the row's cells, () for none

    A finding at a cell merged over several rows stands on each of them; findings on the file, the money and the totals are at no
    row: see `check_many`. Files that give no row are named in a UserWarning and, with the reason (Chinese, English), in
    `attrs["without_rows"]`. Decimals become floats with `.astype(float)`. *jobs* as in `check_many`. Raises FileError, SchemeError;
    JixiaoError where pandas is not installed.
    """
    from addin.library.calls import check_many

    pandas = _pandas()
    rows: list[tuple[object, ...]] = []
    without: dict[str, str] = {}
    for result in check_many(paths, scheme, jobs=jobs):
        found = [(result.path, *row) for form in result.forms for row in _rows(form)]
        rows += found
        if not found:
            without[result.path] = _why(result)
    table = pandas.DataFrame(rows, columns=list(COLUMNS), dtype=object)
    table = table.astype({**dict.fromkeys(_TEXTS, "str"), "year": "Int64"})
    if without:
        table.attrs["without_rows"] = without
        warnings.warn(f"no rows in: {', '.join(without)}", UserWarning, stacklevel=2)
    return table


def _pandas() -> Any:
    """pandas, which the set-up for spreadsheets leaves out."""
    try:
        import pandas
    except ImportError:
        from udfs.errors import JixiaoError
        from udfs.text import Text

        raise JixiaoError(
            Text(
                "没有安装 pandas；请运行 python -m pip install pandas",
                "pandas is not installed; run python -m pip install pandas",
            )
        ) from None
    return pandas


def _rows(form: FormResult) -> Iterator[tuple[object, ...]]:
    """The form's rows, as COLUMNS has them but for the file."""
    codes: dict[str, list[str]] = {}
    for finding in form.findings:
        codes.setdefault(finding.cell, []).append(finding.code)
    for row in form.rows:
        yield (
            *(form.sheet, form.range, form.scheme, form.kind, form.project, form.unit, form.year),
            *(row.level1, row.level2, row.level3, _number(row.weight), row.target, row.actual),
            *(_number(row.score), _number(row.expected), row.rule),
            *(row.cells[name] for name in _CELLS),
            tuple(
                code
                for cell in dict.fromkeys(filter(None, row.cells.values()))
                for code in codes.get(cell, ())
            ),
        )


def _number(text: str | None) -> Decimal | None:
    """A printed weight or score as the checks read it; None for a blank and for a text that is no number."""
    from addin.reading.numbers import number_in

    number = number_in(text) if text else None
    return None if number is None else number.value


def _why(result: FileResult) -> str:
    """Why a file gives no row: it cannot be read, it holds no form, or its form has no indicators."""
    from udfs.errors import JixiaoError
    from udfs.text import Text

    none = Text("表中没有指标行", "the form has no indicators")
    return str(JixiaoError(none if result.forms else result.findings[0].message if result.findings else none))
