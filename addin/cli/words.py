"""The words of the command line: commands, options and their help, in Chinese and in English.

>>> parser("zh").parse_args(["score", "≥95%", "-3%", "10"]).actual
'-3%'
>>> parser("zh").parse_args(["check"])
Traceback (most recent call last):
addin.cli.words.UsageError: 用法：jx check [-h] ...
"""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Sequence
from typing import Any, Literal, NoReturn, get_args

from udfs.scheme import DEFAULT
from udfs.text import Text

ReportFormat = Literal["text", "json", "xlsx"]

HELP = {
    "jx": Text("绩效自评表的读取、校验与重算", "read, check and recompute performance self-evaluation forms"),
    "check": Text("校验文件和文件夹中的自评表", "check the forms in files and folders"),
    "recompute": Text("重算得分和总分，另存一份", "write a copy with scores and totals recomputed"),
    "score": Text("计算一行得分并列出算式", "score one row and spell out the arithmetic"),
    "explain": Text("说明一个代码", "explain a code"),
    "schemes": Text("列出口径", "list the schemes"),
    "template": Text("生成官方格式的自评表模板", "write an official workbook of a scheme"),
    "addin": Text(
        "生成、安装或卸载 Excel 加载项（jx.xlam）和 LibreOffice 扩展（jx.oxt）",
        "build, install or remove the Excel add-in (jx.xlam) and the LibreOffice extension (jx.oxt)",
    ),
    "doctor": Text("检查本机缺什么、怎么补", "check what is missing on this machine, and what to do"),
    "scheme_id": Text("口径，jx schemes 列出全部", "scheme id; jx schemes lists them"),
    "template_output": Text(
        "写入文件，.xlsx 或 .xlsm（带宏）", "write to this file, .xlsx or .xlsm (with macros)"
    ),
    "rows": Text("指标行数（默认按官方格式）", "number of indicator rows (the official number if omitted)"),
    "action": Text("build 生成，install 安装，remove 卸载", "what to do"),
    "excel": Text("Excel（Windows）", "for Excel (Windows)"),
    "libreoffice": Text("LibreOffice", "for LibreOffice"),
    "folder": Text("生成到这个文件夹", "build into this folder"),
    "doctor_excel": Text(
        "打开真正的 Excel 逐项检查（仅 Windows）", "drive a real Excel through its checks (Windows only)"
    ),
    "paths": Text(
        "文件或文件夹（文件夹内查找 .xlsx 和 .xlsm）", "files or folders (searched for .xlsx and .xlsm)"
    ),
    "scheme": Text(
        "口径，或口径文件（.toml）；不给则按表上的文字判断",
        "scheme id or .toml file; read from the form if omitted",
    ),
    "accounts": Text(
        "与自评表对照的部门决算公开表（工作簿）", "workbook of published accounts to hold the forms against"
    ),
    "text": Text(
        "与表对照的决算情况说明（.docx 或 .txt）",
        "narrative of the accounts (.docx or .txt) to hold against tables and forms",
    ),
    "score_scheme": Text("口径（默认 mof-2020）", "scheme (default mof-2020)"),
    "format": Text("输出格式", "output format"),
    "output": Text("写入文件", "write to this file"),
    "level": Text(
        "只显示这一级及以上的问题（文本和结果工作簿；JSON 总是完整的）",
        "show findings of this level and above (text and workbook; JSON is always whole)",
    ),
    "summary": Text("每张表只显示一行结论（文本）", "one line a form: its verdict and counts (text)"),
    "preview": Text("只列出将要改写的单元格，不写文件", "list what would be written, and write nothing"),
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
    "usage": Text("用法：", "usage: "),
    "positional": Text("参数", "positional arguments"),
    "options": Text("选项", "options"),
}

# What argparse says, in Chinese; a sentence that is not here stays as it is.
_CHINESE = (
    (r"the following arguments are required: (.*)", r"缺少参数：\1"),
    (r"unrecognized arguments: (.*)", r"无法识别的参数：\1"),
    (r"argument (\S+): invalid choice: (.*) \(choose from (.*)\)", r"参数 \1 的值 \2 不对，可选：\3"),
    (r"argument (\S+): invalid choice: (.*?), maybe you meant (.*)", r"参数 \1 的值 \2 不对，是否要写 \3"),
    (r"argument (\S+): expected (?:one|at least one) argument", r"参数 \1 后面缺一个值"),
    (r"argument (\S+): not allowed with argument (\S+)", r"参数 \1 不能与 \2 同时使用"),
    (r"argument (\S+): ignored explicit argument (.*)", r"参数 \1 不带值，多了 \2"),
    (r"one of the arguments (.*) is required", r"以下参数需要给一个：\1"),
    (r"argument (\S+): (.*)", r"参数 \1：\2"),
)


class UsageError(Exception):
    """Raised for wrong words on the command line; carries the sentences to print."""


class _Formatter(argparse.HelpFormatter):
    language = "en"

    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        # A prefix that is given, empty, belongs to the name of a sub-command.
        super().add_usage(
            usage, actions, groups, HELP["usage"].get(self.language) if prefix is None else prefix
        )


class _ChineseFormatter(_Formatter):
    language = "zh"


class _Parser(argparse.ArgumentParser):
    language = "en"

    def __init__(self, prog: str | None = None, **kwargs: Any) -> None:
        formatter = _ChineseFormatter if self.language == "zh" else _Formatter
        super().__init__(prog, **{**kwargs, "formatter_class": formatter, "allow_abbrev": False})
        self._positionals.title = HELP["positional"].get(self.language)
        self._optionals.title = HELP["options"].get(self.language)
        # "-3%" is a value of a row, no option.
        self._negative_number_matcher = re.compile(r"-[\d.]")

    def error(self, message: str) -> NoReturn:
        if self.language == "zh":
            for english, chinese in _CHINESE:
                said, count = re.subn(f"^{english}$", chinese, message)
                if count:
                    message = said
                    break
        raise UsageError(f"{self.format_usage()}{self.prog}: {message}")


class _ChineseParser(_Parser):
    language = "zh"


def language_of(arguments: Sequence[str]) -> str:
    """The language to speak, "zh" or "en": --lang's, else the environment's, else on Windows the user's own."""
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


def parser(language: str) -> argparse.ArgumentParser:
    """The parser of jx, speaking *language*; it raises UsageError for wrong words, SystemExit after --help."""
    kind = _ChineseParser if language == "zh" else _Parser

    def say(name: str) -> str:
        return HELP[name].get(language)

    def whole(text: str) -> int:
        if not text.isdecimal() or int(text) < 1:
            raise argparse.ArgumentTypeError(
                Text(f"“{text}”不是大于0的整数", f"{text!r} is no whole number above 0").get(language)
            )
        return int(text)

    def common(to: argparse.ArgumentParser) -> argparse.ArgumentParser:
        to.add_argument("-h", "--help", action="help", help=say("help"))
        to.add_argument("--lang", choices=("zh", "en"), default=argparse.SUPPRESS, help=say("lang"))
        return to

    root = common(kind("jx", description=say("jx"), add_help=False))
    root.add_argument("--version", action="store_true", help=say("version"))
    commands = root.add_subparsers(dest="command", parser_class=kind, metavar="COMMAND")

    def command(name: str) -> argparse.ArgumentParser:
        return common(commands.add_parser(name, help=say(name), description=say(name), add_help=False))

    check = command("check")
    check.add_argument("paths", nargs="+", metavar="PATH", help=say("paths"))
    check.add_argument("--scheme", default="", metavar="ID", help=say("scheme"))
    check.add_argument("--accounts", default="", metavar="FILE", help=say("accounts"))
    check.add_argument("--text", default="", metavar="FILE", help=say("text"))
    check.add_argument("--format", choices=get_args(ReportFormat), default="", help=say("format"))
    check.add_argument("-o", "--output", metavar="OUT", help=say("output"))
    check.add_argument("--level", choices=("error", "review", "hint"), default="hint", help=say("level"))
    check.add_argument("--summary", action="store_true", help=say("summary"))
    check.add_argument("--jobs", type=whole, default=0, metavar="N", help=say("jobs"))
    recompute = command("recompute")
    recompute.add_argument("file", metavar="FILE", help=say("file"))
    where = recompute.add_mutually_exclusive_group(required=True)
    where.add_argument("-o", "--output", metavar="OUT", help=say("output"))
    where.add_argument("--in-place", action="store_true", help=say("in_place"))
    where.add_argument("--preview", action="store_true", help=say("preview"))
    recompute.add_argument("--scheme", default="", metavar="ID", help=say("scheme"))
    score = command("score")
    for name in ("target", "actual", "weight"):
        score.add_argument(name, metavar=name.upper(), help=say(name))
    score.add_argument("--direction", default="", help=say("direction"))
    score.add_argument("--scheme", default=DEFAULT, metavar="ID", help=say("score_scheme"))
    explain = command("explain")
    explain.add_argument("code", metavar="CODE", help=say("code"))
    command("schemes")
    template = command("template")
    template.add_argument("scheme", metavar="SCHEME", help=say("scheme_id"))
    template.add_argument("-o", "--output", metavar="FILE", required=True, help=say("template_output"))
    template.add_argument("--rows", type=whole, default=None, metavar="N", help=say("rows"))
    addin = command("addin")
    addin.add_argument("action", choices=("build", "install", "remove"), help=say("action"))
    addin.add_argument("--excel", action="store_true", help=say("excel"))
    addin.add_argument("--libreoffice", action="store_true", help=say("libreoffice"))
    addin.add_argument("-o", "--output", metavar="FOLDER", help=say("folder"))
    doctor = command("doctor")
    doctor.add_argument("--excel", action="store_true", help=say("doctor_excel"))
    doctor.add_argument("--format", choices=("text", "json"), default="text", help=say("format"))
    return root
