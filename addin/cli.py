"""jx: the core on the command line.

    jx check PATH...      what is wrong with the forms in files and folders
    jx recompute FILE     a copy with its score cells and totals put right
    jx score T A W        one row, with the arithmetic spelled out
    jx explain CODE       what a code means and how to mend it
    jx schemes            the schemes (口径) and the years they rule

Exit status: 0 nothing at error level, 1 findings at error level, 2 could not run.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, TextIO

from udfs.errors import JixiaoError
from udfs.scheme import DEFAULT
from udfs.text import Text

if TYPE_CHECKING:
    from addin.report import Report

OK, FOUND, FAILED = 0, 1, 2

_HELP = {
    "jx": Text("绩效自评表的读取、校验与重算", "read, check and recompute performance self-evaluation forms"),
    "check": Text("校验文件和文件夹中的自评表", "check the forms in files and folders"),
    "recompute": Text("重算得分和总分，另存一份", "write a copy with scores and totals recomputed"),
    "score": Text("计算一行得分并列出算式", "score one row and spell out the arithmetic"),
    "explain": Text("说明一个代码", "explain a code"),
    "schemes": Text("列出口径", "list the schemes"),
    "paths": Text(
        "文件或文件夹（文件夹内查找 .xlsx 和 .xlsm）", "files or folders (searched for .xlsx and .xlsm)"
    ),
    "scheme": Text(
        "口径，或口径文件（.toml）；不给则按表上的文字判断",
        "scheme id or .toml file; told from the form if omitted",
    ),
    "score_scheme": Text("口径（默认 mof-2020）", "scheme (default mof-2020)"),
    "format": Text("输出格式", "output format"),
    "output": Text("写入文件", "write to this file"),
    "jobs": Text("并行进程数", "number of processes"),
    "lang": Text("语言", "language"),
    "version": Text("显示版本", "show the version"),
    "file": Text("工作簿", "workbook"),
    "in_place": Text("改写原文件，另留备份", "change the file itself and keep a backup"),
    "target": Text("目标值，如 ≥95%%", "target, such as ≥95%%"),
    "actual": Text("实际完成值，如 98%%", "actual, such as 98%%"),
    "weight": Text("分值", "weight"),
    "direction": Text(
        "没有≥≤时的方向：正向 反向 相等", "direction where no operator says it: up, down, equal"
    ),
    "code": Text("代码，如 JX-S02", "code, such as JX-S02"),
    "help": Text("显示帮助", "show this help"),
}


class _Usage(Exception):
    """Raised for wrong words on the command line; carries the sentence to print."""


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise _Usage(f"{self.format_usage()}{self.prog}: {message}")


def language_of(arguments: Sequence[str]) -> str:
    """ "zh" or "en": --lang, else the environment, else on Windows the user's own language."""
    for at, word in enumerate(arguments):
        if word == "--lang" and at + 1 < len(arguments):
            return _zh_or_en(arguments[at + 1])
        if word.startswith("--lang="):
            return _zh_or_en(word[7:])
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if os.environ.get(name):
            return _zh_or_en(os.environ[name])
    if sys.platform == "win32":
        import locale

        return _zh_or_en(locale.getlocale()[0] or "")
    return "en"


def _zh_or_en(name: str) -> str:
    return "zh" if name.lower().startswith(("zh", "chinese")) else "en"


def _parser(language: str) -> argparse.ArgumentParser:
    def say(name: str) -> str:
        return _HELP[name].get(language)

    common = _Parser(add_help=False)
    common.add_argument("-h", "--help", action="help", help=say("help"))
    common.add_argument("--lang", choices=("zh", "en"), default=argparse.SUPPRESS, help=say("lang"))
    parser = _Parser("jx", description=say("jx"), parents=[common], add_help=False)
    parser.add_argument("--version", action="store_true", help=say("version"))
    commands = parser.add_subparsers(dest="command", parser_class=_Parser, metavar="COMMAND")

    def command(name: str) -> argparse.ArgumentParser:
        return commands.add_parser(
            name, help=say(name), description=say(name), parents=[common], add_help=False
        )

    check = command("check")
    check.add_argument("paths", nargs="+", metavar="PATH", help=say("paths"))
    check.add_argument("--scheme", default="", metavar="ID", help=say("scheme"))
    check.add_argument("--format", choices=("text", "json", "xlsx"), default="", help=say("format"))
    check.add_argument("-o", "--output", metavar="OUT", help=say("output"))
    check.add_argument("--jobs", type=_jobs, default=0, metavar="N", help=say("jobs"))
    recompute = command("recompute")
    recompute.add_argument("file", metavar="FILE", help=say("file"))
    where = recompute.add_mutually_exclusive_group(required=True)
    where.add_argument("-o", "--output", metavar="OUT", help=say("output"))
    where.add_argument("--in-place", action="store_true", help=say("in_place"))
    recompute.add_argument("--scheme", default="", metavar="ID", help=say("scheme"))
    score = command("score")
    for name in ("target", "actual", "weight"):
        score.add_argument(name, metavar=name.upper(), help=say(name))
    score.add_argument("--direction", default="", help=say("direction"))
    score.add_argument("--scheme", default=DEFAULT, metavar="ID", help=say("score_scheme"))
    explain = command("explain")
    explain.add_argument("code", metavar="CODE", help=say("code"))
    command("schemes")
    return parser


def _jobs(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ValueError
    return number


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
    except _Usage as error:
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
        print(f"jx: {error.filename or ''} {error.strerror or error}", file=sys.stderr)
    return FAILED


def _run(words: list[str], language: str) -> int:
    if not words:
        words = ["--help"]
    try:
        options = _parser(language).parse_args(words)
    except SystemExit as stop:  # --help
        return OK if stop.code in (0, None) else FAILED
    if options.version:
        from importlib.metadata import version

        print(f"jx {version('jixiao')}")
        return OK
    if options.command is None:
        raise _Usage(
            Text("缺少命令；jx --help 列出全部命令", "no command; jx --help lists them").get(language)
        )
    run = {
        "check": _check,
        "recompute": _recompute,
        "score": _score,
        "explain": _explain,
        "schemes": _schemes,
    }
    return run[options.command](options, language)


def _fail(zh: str, en: str, language: str) -> NoReturn:
    raise _Usage("jx: " + Text(zh, en).get(language))


def _check(options: argparse.Namespace, language: str) -> int:
    from addin.checking import check_files, find_files

    if options.scheme:
        _known_scheme(options.scheme)
    for path in options.paths:
        if not os.path.lexists(path):
            _fail(f"没有这个文件或文件夹：{path}", f"no such file or folder: {path}", language)
    files, others = find_files([Path(path) for path in options.paths])
    if others:
        print(
            Text(
                f"另有{others}个 .xls/.et/.wps 等旧格式文件没有校验，请另存为 .xlsx",
                f"{others} files of other formats (.xls, .et, .wps …) were not checked; save them as .xlsx",
            ).get(language),
            file=sys.stderr,
        )
    if not files:
        where = "、".join(options.paths)
        _fail(f"没有找到 .xlsx 或 .xlsm 文件：{where}", f"no .xlsx or .xlsm file found in {where}", language)
    with _report(options, language) as report:
        for result in _progress(check_files(files, options.scheme, options.jobs), len(files)):
            report.file(result)
        report.end()
    return FOUND if report.summary.levels["error"] else OK


def _known_scheme(name: str) -> None:
    """Fail before reading any file where there is no such scheme."""
    from udfs.scheme import load_scheme

    load_scheme(name)


def _progress(results: Iterator, total: int) -> Iterator:  # type: ignore[type-arg]
    """The results, with a bar on a terminal; nothing in a pipe, and nothing for a handful of files."""
    if total < 5 or not sys.stderr.isatty():
        return results
    from tqdm import tqdm

    return iter(tqdm(results, total=total, unit="file", file=sys.stderr, leave=False))


@contextlib.contextmanager
def _report(options: argparse.Namespace, language: str) -> Iterator[Report]:
    """The report that was asked for, on standard output or in a file that is moved into place when whole."""
    from addin.report import JsonReport, TextReport, WorkbookReport

    out = Path(options.output) if options.output else None
    form = options.format or {".json": "json", ".xlsx": "xlsx"}.get(out.suffix.lower() if out else "", "text")
    if out is not None and not out.absolute().parent.is_dir():
        _fail(
            f"没有这个文件夹：{out.absolute().parent}", f"no such folder: {out.absolute().parent}", language
        )
    if form == "xlsx":
        if out is None:
            _fail(
                "结果工作簿要写入文件：-o 结果.xlsx",
                "a results workbook needs a file: -o results.xlsx",
                language,
            )
        if any(_same(out, Path(path)) for path in options.paths):
            _fail(
                f"结果不能写入被校验的文件：{out}",
                f"the result cannot be written over a checked file: {out}",
                language,
            )
        yield WorkbookReport(out, language)
        return
    kind = JsonReport if form == "json" else TextReport
    if out is None:
        if form == "json":
            with contextlib.suppress(AttributeError, ValueError):
                sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
        yield kind(sys.stdout, language)
        sys.stdout.flush()
        return
    with _beside(out) as stream:
        yield kind(stream, language)


@contextlib.contextmanager
def _beside(out: Path) -> Iterator[TextIO]:
    partial = out.with_name(f".{out.name}.{os.getpid()}.tmp")
    try:
        with partial.open("w", encoding="utf-8", newline="\n") as stream:
            yield stream
        partial.replace(out)
    finally:
        partial.unlink(missing_ok=True)


def _same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return False


def _recompute(options: argparse.Namespace, language: str) -> int:
    from addin.package import backup
    from addin.recompute import recompute

    source = Path(options.file)
    target = Path(options.output) if options.output else source
    if not options.in_place and _same(source, target):
        _fail(
            "-o 与原文件相同；要改写原文件请用 --in-place",
            "-o is the file itself; use --in-place to change it",
            language,
        )
    if not target.absolute().parent.is_dir():
        _fail(
            f"没有这个文件夹：{target.absolute().parent}",
            f"no such folder: {target.absolute().parent}",
            language,
        )
    if source.suffix.lower() != target.suffix.lower():
        _fail(
            f"输出文件的扩展名应为{source.suffix}",
            f"the output must end in {source.suffix}, as the input does",
            language,
        )
    if options.scheme:
        _known_scheme(options.scheme)
    kept = backup(source) if options.in_place else None
    done = recompute(source, target, options.scheme)
    zh = language == "zh"
    for change in done.changes:
        print(f"{change.sheet}!{change.cell}  {change.old or '—'} → {change.new}  {change.why.get(language)}")
    for left in done.left:
        print(f"{left.sheet}!{left.cell}  {'未重算' if zh else 'left as it is'}: {left.why.get(language)}")
    for change in done.formulas:
        print(
            Text(
                f"{change.sheet}!{change.cell} 是公式，公式保留，显示值更新为{change.new}；Excel 重算后若不同，请改公式",
                f"{change.sheet}!{change.cell} is a formula: kept, its shown value is now {change.new}",
            ).get(language)
        )
    if done.signed and done.changes:
        print(
            Text(
                "注意：文件带有数字签名，内容改动后签名失效，请重新签名",
                "note: the file is digitally signed; its contents changed, so sign it again",
            ).get(language),
            file=sys.stderr,
        )
    number = len(done.changes)
    print(Text(f"改写{number}个单元格 → {target}", f"{number} cells written → {target}").get(language))
    if kept is not None:
        print(Text(f"原文件备份为 {kept}", f"the original is kept as {kept}").get(language))
    return OK


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
    from addin.findings import LEVEL_NAMES, catalogue

    code = options.code.upper()
    entry = catalogue().get(code if code.startswith("JX-") else f"JX-{code}")
    if entry is None:
        known = " ".join(catalogue())
        _fail(f"没有代码 {options.code}；已有：{known}", f"no code {options.code}; known: {known}", language)
    zh = language == "zh"
    print(f"{entry.code}  {LEVEL_NAMES[entry.level].get(language)}  {entry.title.get(language)}")
    for name, text in (("为什么" if zh else "why", entry.why), ("怎么改" if zh else "mend", entry.fix)):
        print(f"  {name}{'：' if zh else ': '}{text.get(language)}")
    print(f"  {'依据：' if zh else 'reference: '}{entry.reference}")
    return OK


def _schemes(options: argparse.Namespace, language: str) -> int:
    from udfs.scheme import all_schemes

    for scheme in all_schemes():
        first, last = scheme.years
        print(f"{scheme.id:<20} {first}-{last or '':<5} {scheme.jurisdiction}  {scheme.reference}")
    return OK


if __name__ == "__main__":
    entry()
