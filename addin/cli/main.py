"""jx: the core on the command line.

    jx check PATH...      what is wrong with the forms in files and folders
    jx recompute FILE     a copy with its score cells and totals put right
    jx score T A W        one row, with the arithmetic spelled out
    jx explain CODE       what a code means and what to do
    jx schemes            the schemes (口径) and the years they rule
    jx template SCHEME    an official workbook of a scheme
    jx addin ACTION       jx.xlam for Excel, jx.oxt for LibreOffice: build, install, remove
    jx doctor             what is missing on this machine, and what to do

Exit status: 0 nothing at error level, 1 findings at error level, 2 could not run.

>>> main(["score", "≥95%", "93%", "10", "--lang", "en"])
9.79
more is better 10×93÷95=9.79
0
"""

from __future__ import annotations

import argparse
import contextlib
import errno
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from addin.cli.words import UsageError, language_of, parser
from udfs.errors import JixiaoError
from udfs.text import Text

if TYPE_CHECKING:
    from addin.checking.folders import Beside
    from addin.checking.recompute import Plan

OK, FOUND, FAILED = 0, 1, 2


def entry() -> NoReturn:
    """The console script."""
    sys.exit(main())


def main(arguments: Sequence[str] | None = None) -> int:
    """Run jx with *arguments* (those of the process by default) and give its exit status."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    language = language_of(words)
    for stream in (sys.stdout, sys.stderr):
        # A console of another code page shows "?" for what it lacks; it must not end the run.
        with contextlib.suppress(AttributeError, ValueError):
            stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    try:
        return _run(words, language)
    except UsageError as error:
        print(error, file=sys.stderr)
    except JixiaoError as error:
        print(f"jx: {error.reason.get(language)}", file=sys.stderr)
    except BrokenPipeError:
        # The reader of the pipe has gone (jx check … | head): nothing is left to say.
        with contextlib.suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK
    except KeyboardInterrupt:
        print(Text("jx：已中断", "jx: interrupted").get(language), file=sys.stderr)
    except OSError as error:
        if error.errno == errno.EINVAL and error.filename is None:  # how Windows says that the pipe is closed
            return OK
        print(f"jx: {error.filename or ''} {error.strerror or error}", file=sys.stderr)
    return FAILED


def _run(words: list[str], language: str) -> int:
    try:
        options = parser(language).parse_args(words or ["--help"])
    except SystemExit as stop:  # --help
        return OK if stop.code in (0, None) else FAILED
    if options.version:
        from importlib.metadata import version

        print(f"jx {version('jixiao')}")
        return OK
    if options.command is None:
        _fail("缺少命令；jx --help 列出全部命令", "no command; jx --help lists them", language)
    run = {
        "check": _check,
        "recompute": _recompute,
        "score": _score,
        "explain": _explain,
        "schemes": _schemes,
        "template": _template,
        "addin": _addin,
        "doctor": _doctor,
    }
    return run[options.command](options, language)


def _fail(zh: str, en: str, language: str) -> NoReturn:
    raise UsageError("jx: " + Text(zh, en).get(language))


def _note(zh: str, en: str, language: str) -> None:
    print(Text(zh, en).get(language), file=sys.stderr)


def _check(options: argparse.Namespace, language: str) -> int:
    from addin.checking.many import check_files
    from addin.cli.output import report_to
    from addin.cli.progress import progress

    if options.scheme:
        _known_scheme(options.scheme)
    files, beside = _files_to_check(options, language)
    if options.summary and options.format not in ("", "text"):
        _fail("--summary 只用于文本输出", "--summary is for text", language)
    with report_to(options, [*files, *beside.texts], language) as report:
        for result in progress(check_files(files, options.scheme, options.jobs, beside), len(files)):
            report.file(result)
        report.end()
    if options.output and sys.stderr.isatty():
        said = report.summary.words()
        _note(f"{said.zh} → {options.output}", f"{said.en} → {options.output}", language)
    return FOUND if report.summary.levels["error"] else OK


def _files_to_check(options: argparse.Namespace, language: str) -> tuple[list[str], Beside]:
    """The workbooks that the command names or that lie in its folders, and the texts beside them.

    Raises UsageError where there is none.
    """
    from addin.checking.folders import Beside
    from addin.checking.one_file import is_results
    from addin.checking.search import find_files

    named = [path for path in (options.accounts, options.text) if path]
    for path in (*options.paths, *named):
        if not os.path.lexists(path):
            _fail(f"没有这个文件或文件夹：{path}", f"no such file or folder: {path}", language)
    found = find_files([Path(path) for path in (*options.paths, *named)])
    for folder in found.unreadable:
        _note(f"打不开文件夹：{folder}", f"cannot open the folder: {folder}", language)
    if found.others:
        _note(
            f"另有{found.others}个 .xls/.et/.wps 等旧格式文件没有校验，请另存为 .xlsx",
            f"{found.others} files of other formats (.xls, .et, .wps …) were not checked; save them as .xlsx",
            language,
        )
    if not found.files and not found.texts:
        where = "、".join(options.paths)
        _fail(f"没有找到 .xlsx 或 .xlsm 文件：{where}", f"no .xlsx or .xlsm file found in {where}", language)
    # The results of the last run may lie in the folder: they are written again, not checked.
    files = [path for path in found.files if not (_is_output(options, path) and is_results(path))]
    return files, Beside(tuple(found.texts), tuple(found.asked), bool(named))


def _is_output(options: argparse.Namespace, path: str) -> bool:
    from addin.cli.output import same

    return bool(options.output) and same(Path(options.output), Path(path))


def _known_scheme(name: str) -> None:
    """Fail before reading any file where there is no such scheme."""
    from udfs.scheme import load_scheme

    load_scheme(name)


def _recompute(options: argparse.Namespace, language: str) -> int:
    source = Path(options.file)
    if options.scheme:
        _known_scheme(options.scheme)
    if options.preview:
        return _preview(source, options.scheme, language)
    target = _recompute_target(options, language)
    planned, kept = _recomputed(source, target, options)
    for line in planned.lines():
        print(line.get(language))
    number = len(planned.changes)
    if planned.signed and number:
        _note(
            "注意：文件带有数字签名，内容改动后签名失效，请重新签名",
            "note: the file is digitally signed; its contents changed, so sign it again",
            language,
        )
    if not number and options.in_place:
        print(Text("无需改写，文件未动", "nothing to write: the file is untouched").get(language))
    else:
        print(Text(f"改写{number}个单元格 → {target}", f"{number} cells written → {target}").get(language))
    if kept is not None:
        print(Text(f"原文件备份为 {kept}", f"the original is kept as {kept}").get(language))
    return OK


def _preview(source: Path, scheme: str, language: str) -> int:
    """List what would be written, and what is left and why; nothing is written."""
    planned = _planned(source, scheme)
    for line in planned.lines():
        print(line.get(language))
    number = len(planned.changes)
    print(
        Text(f"将改写{number}个单元格（未写入）", f"{number} cells would be written; nothing was").get(
            language
        )
    )
    return OK


def _planned(source: Path, scheme: str) -> Plan:
    """What recomputing *source* writes. Raises FileError, naming it, where it cannot be read."""
    from addin.checking.recompute import plan
    from addin.files import FileError

    try:
        return plan(source, scheme)
    except FileError as error:
        raise FileError(Text(f"{source}：{error.reason.zh}", f"{source}: {error.reason.en}")) from None


def _recompute_target(options: argparse.Namespace, language: str) -> Path:
    """Where the recomputed workbook goes. Raises UsageError where it cannot go there."""
    from addin.cli.output import need_folder, same

    source = Path(options.file)
    target = Path(options.output) if options.output else source
    if not options.in_place and same(source, target):
        _fail(
            "-o 与原文件相同；要改写原文件请用 --in-place",
            "-o is the file itself; use --in-place to change it",
            language,
        )
    need_folder(target, language)
    if source.is_dir():
        _fail(f"{source} 是文件夹，请给出一个工作簿", f"{source} is a folder; name a workbook", language)
    if source.suffix.lower() != target.suffix.lower():
        _fail(
            f"输出文件的扩展名应为{source.suffix}",
            f"the output must end in {source.suffix}, as the input does",
            language,
        )
    return target


def _recomputed(source: Path, target: Path, options: argparse.Namespace) -> tuple[Plan, Path | None]:
    """Write the recomputed workbook; gives what was planned and the backup made of the file itself.

    Raises FileError, naming the source, where it cannot be read, OutputError where *target* cannot be written.
    """
    from addin.files import FileError, OutputError, backup, write

    kept = None
    planned = _planned(source, options.scheme)
    try:
        if options.in_place and planned.changes:
            kept = backup(source)
        if planned.changes or not options.in_place:
            write(source, target, planned.edits)
    except OutputError:  # which names its own file
        raise
    except FileError as error:
        raise FileError(Text(f"{source}：{error.reason.zh}", f"{source}: {error.reason.en}")) from None
    return planned, kept


def _score(options: argparse.Namespace, language: str) -> int:
    from udfs.decimals import D, plain
    from udfs.scheme import load_scheme
    from udfs.scoring import score_row

    try:
        weight = D(options.weight)
    except ValueError:
        _fail(f"分值“{options.weight}”不是数", f"the weight {options.weight!r} is no number", language)
    score = score_row(options.target, options.actual, weight, load_scheme(options.scheme), options.direction)
    print(plain(score.value))
    print(score.words.get(language))
    return OK


def _explain(options: argparse.Namespace, language: str) -> int:
    from addin.judging.findings import LEVEL_NAMES, catalogue

    code = options.code.upper()
    entry = catalogue().get(code if code.startswith("JX-") else f"JX-{code}")
    if entry is None:
        known = " ".join(catalogue())
        _fail(f"没有代码 {options.code}；已有：{known}", f"no code {options.code}; known: {known}", language)
    zh = language == "zh"
    print(f"{entry.code}  {LEVEL_NAMES[entry.level].get(language)}  {entry.title.get(language)}")
    for name, text in (("为什么" if zh else "why", entry.why), ("怎么改" if zh else "fix", entry.fix)):
        print(f"  {name}{'：' if zh else ': '}{text.get(language)}")
    print(f"  {'依据：' if zh else 'reference: '}{entry.reference}")
    return OK


def _schemes(options: argparse.Namespace, language: str) -> int:
    from udfs.scheme import all_schemes

    for scheme in all_schemes():
        first, last = scheme.years
        print(f"{scheme.id:<20} {first}-{last or '':<5} {scheme.jurisdiction}  {scheme.reference}")
    return OK


def _template(options: argparse.Namespace, language: str) -> int:
    from addin.cli.output import need_folder
    from addin.excel.templates import write_template

    target = Path(options.output)
    need_folder(target, language)
    if os.path.lexists(target):
        _fail(
            f"{target} 已经存在，没有改动；请换一个文件名",
            f"{target} exists and was left alone; choose another name",
            language,
        )
    write_template(options.scheme, target, options.rows)
    print(Text(f"模板已生成：{target}", f"template written: {target}").get(language))
    return OK


def _addin(options: argparse.Namespace, language: str) -> int:
    from addin.cli.addin_command import run

    return run(options, language)


def _doctor(options: argparse.Namespace, language: str) -> int:
    from addin.doctor.run import run

    return run(options, language)


if __name__ == "__main__":
    entry()
