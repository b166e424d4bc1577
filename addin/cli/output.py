"""Where a report goes: standard output, or a file that appears whole or not at all.

>>> need_folder(Path("没有的文件夹", "结果.json"), "en")  # doctest: +ELLIPSIS
Traceback (most recent call last):
addin.cli.words.UsageError: jx: no such folder: ...没有的文件夹
"""

from __future__ import annotations

import argparse
import contextlib
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from addin.cli.report import JsonReport, Report, Shown, TextReport
from addin.cli.words import ReportFormat, UsageError
from addin.files.placing import placed
from udfs.text import Text

_BY_SUFFIX: dict[str, ReportFormat] = {".json": "json", ".xlsx": "xlsx"}


def same(one: Path, other: Path) -> bool:
    """Whether two paths lead to one file."""
    try:
        return one.samefile(other)
    except OSError:
        return False


def need_folder(out: Path, language: str) -> None:
    """Raise UsageError where *out* is a folder or lies in none."""
    folder = out.absolute().parent
    if not folder.is_dir():
        raise UsageError(
            "jx: " + Text(f"没有这个文件夹：{folder}", f"no such folder: {folder}").get(language)
        )
    if out.is_dir():
        raise UsageError(
            "jx: " + Text(f"{out} 是文件夹，请给出文件名", f"{out} is a folder; name a file").get(language)
        )


@contextlib.contextmanager
def report_to(options: argparse.Namespace, files: Sequence[str], language: str) -> Iterator[Report]:
    """The report that --format and -o ask for. Raises UsageError where it would go over one of the checked *files*."""
    out = Path(options.output) if options.output else None
    shown = Shown(options.level, options.summary)
    form: ReportFormat = options.format or _BY_SUFFIX.get(out.suffix.lower() if out else "", "text")
    if out is None:
        if form == "xlsx":
            raise UsageError(
                "jx: "
                + Text(
                    "结果工作簿要写入文件：-o 结果.xlsx", "a results workbook needs a file: -o results.xlsx"
                ).get(language)
            )
        if form == "json":
            with contextlib.suppress(AttributeError, ValueError):
                sys.stdout.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
        yield JsonReport(sys.stdout, language) if form == "json" else TextReport(sys.stdout, language, shown)
        sys.stdout.flush()
        return
    need_folder(out, language)
    if any(same(out, Path(path)) for path in files):
        raise UsageError(
            "jx: "
            + Text(
                f"结果不能写入被校验的文件：{out}", f"the result cannot be written over a checked file: {out}"
            ).get(language)
        )
    with placed(out) as partial:
        if form == "xlsx":
            from addin.cli.report_workbook import WorkbookReport

            with contextlib.closing(WorkbookReport(partial, out, language, shown)) as report:
                yield report
            return
        with partial.open("w", encoding="utf-8", errors="replace", newline="\n") as stream:
            yield JsonReport(stream, language) if form == "json" else TextReport(stream, language, shown)
