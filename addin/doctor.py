"""jx doctor: what is missing on this machine, step by step, and the mend.

Each step is a small function that looks at one thing and gives a Step; a step that does not apply here gives None and is not
shown. Excel's steps are in doctor_excel, LibreOffice's in doctor_calc, those in a running Excel in doctor_app.

>>> step = Step("python", Text("Python", "Python"), "miss", Text("3.9", "3.9"), Text("安装 3.11", "install 3.11"))
>>> print("\\n".join(lines(step, "en")))
[miss] Python: 3.9
       -> install 3.11
"""

from __future__ import annotations

import argparse
import json
import os
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from typing import Literal

from udfs.errors import JixiaoError
from udfs.text import Text

OK, MISSING = 0, 1
State = Literal["ok", "miss", "unknown"]
LEAST_PYTHON = (3, 11)
# What Excel's first call imports in its Python, and how long that may take: Excel waits two minutes for an import that fails.
MODULES = ("udfs.worksheet", "addin.commands")
PATIENCE = 60
SLOW = 10
REINSTALL = Text(
    "重新安装本软件（install.cmd 或 install.sh）", "install this software again (install.cmd or install.sh)"
)
_STATES = {"ok": Text("正常", "ok"), "miss": Text("缺失", "miss"), "unknown": Text("未知", "unknown")}


@dataclass(frozen=True, slots=True)
class Step:
    """What one look at the machine found: *state* is ok, miss or unknown; *fix* says what to do where it is not ok."""

    id: str
    name: Text
    state: State
    found: Text
    fix: Text | None = None


Look = Callable[[], Step | None]


def run(options: argparse.Namespace, language: str) -> int:
    """The command: 0 when all is well, 1 when something is missing. Raises InstallError for --excel without an Excel."""
    if options.excel:
        from addin.doctor_app import look_in_excel

        steps: Iterable[Step] = look_in_excel()
    else:
        steps = examine()
    seen = []
    for step in steps:
        seen.append(step)
        if options.format != "json":
            print("\n".join(lines(step, language)), flush=True)
    if options.format == "json":
        print(json.dumps(as_json(seen, language), ensure_ascii=False, indent=2))
    else:
        missing = sum(step.state == "miss" for step in seen)
        print(Text(f"共{len(seen)}项，缺{missing}项", f"{len(seen)} steps, {missing} missing").get(language))
    return MISSING if any(step.state == "miss" for step in seen) else OK


def lines(step: Step, language: str) -> list[str]:
    """A step as a person reads it: its state, what was found, and beneath it what to do."""
    state = f"[{_STATES[step.state].get(language)}] "
    colon = "：" if language == "zh" else ": "
    said = [f"{state}{step.name.get(language)}{colon}{step.found.get(language)}"]
    if step.fix is not None:
        # A Chinese character is as wide as two others.
        said.append(" " * (7 if language == "zh" else len(state)) + "-> " + step.fix.get(language))
    return said


def as_json(steps: Iterable[Step], language: str) -> dict[str, object]:
    """The steps as one object; its keys are the same in both languages."""
    shown = [
        {
            "id": step.id,
            "state": step.state,
            "name": step.name.get(language),
            "found": step.found.get(language),
            "fix": step.fix.get(language) if step.fix is not None else None,
        }
        for step in steps
    ]
    counts = {state: sum(step["state"] == state for step in shown) for state in _STATES}
    return {"version": 1, "steps": shown, "summary": counts}


def examine() -> Iterator[Step]:
    """Every step that applies to this machine."""
    from addin.doctor_calc import calc_looks
    from addin.libreoffice.office import find_soffice

    excel: list[Look] = []
    if sys.platform == "win32":
        from addin.doctor_excel import excel_looks
        from addin.installing_windows import this_machine

        machine = this_machine()
        if machine.office_versions() or find_soffice() is None:
            excel = excel_looks(machine)
    calc = calc_looks(needed=not excel)
    yield from look([python, package, xlwings_version, trial_call, *(excel or [imports]), *calc])


def look(looks: Iterable[Look]) -> Iterator[Step]:
    """The steps in turn; one that cannot be taken is unknown and says why."""
    for one in looks:
        try:
            step = one()
        except (JixiaoError, OSError, subprocess.SubprocessError) as error:
            name = getattr(one, "__name__", "step")
            said = error.reason if isinstance(error, JixiaoError) else Text(str(error), str(error))
            step = Step(name, Text(name, name), "unknown", said)
        if step is not None:
            yield step


def python(running: tuple[int, ...] = sys.version_info[:3], bits: int = struct.calcsize("P") * 8) -> Step:
    """The version and the bitness of this Python; Excel may be of the other bitness."""
    said = ".".join(map(str, running))
    found = Text(f"{said}，{bits} 位，{sys.executable}", f"{said}, {bits} bits, {sys.executable}")
    if running >= LEAST_PYTHON:
        return Step("python", Text("Python", "Python"), "ok", found)
    fix = Text("请安装 Python 3.11 或更新的版本", "install Python 3.11 or later")
    return Step("python", Text("Python", "Python"), "miss", found, fix)


def package() -> Step:
    """The package and the data that comes with it: schemes, the catalogue."""
    from addin.findings import catalogue
    from udfs.scheme import all_schemes

    name = Text("本软件", "this software")
    try:
        said = f"jixiao {version('jixiao')}"
        schemes, codes = len(list(all_schemes())), len(catalogue())
    except (PackageNotFoundError, JixiaoError, OSError) as error:
        return Step("package", name, "miss", Text(str(error), str(error)), REINSTALL)
    found = Text(f"{said}，{schemes} 个口径，{codes} 条校验", f"{said}, {schemes} schemes, {codes} checks")
    return Step("package", name, "ok", found)


def xlwings_version() -> Step:
    """xlwings, of exactly the version that the package pins: its DLL's name and the add-in's VBA carry it."""
    name = Text("xlwings", "xlwings")
    try:
        here = version("xlwings")
        pinned = next(
            line.partition("==")[2].split(";")[0].strip()
            for line in requires("jixiao") or []
            if line.startswith("xlwings==")
        )
    except PackageNotFoundError as error:
        return Step("xlwings", name, "miss", Text(f"没有安装：{error}", f"not installed: {error}"), REINSTALL)
    if here == pinned:
        return Step("xlwings", name, "ok", Text(here, here))
    found = Text(f"{here}，需要 {pinned}", f"{here}, {pinned} is needed")
    return Step("xlwings", name, "miss", found, REINSTALL)


def trial_call() -> Step:
    """A worksheet function called in Python."""
    from udfs.functions import FUNCTIONS, call

    arguments, expected = FUNCTIONS["JX_SCORE"].example
    given = call("JX_SCORE", *arguments)
    said = Text(f'JX_SCORE("≥95%","93%",10) 得 {given}', f'JX_SCORE("≥95%","93%",10) gives {given}')
    good = str(given) == expected
    return Step(
        "trial", Text("试算", "trial call"), "ok" if good else "miss", said, None if good else REINSTALL
    )


def imports(
    interpreter: Path = Path(sys.executable),
    modules: Iterable[str] = MODULES,
    source: Path | None = None,
    patience: int = PATIENCE,
) -> Step:
    """What Excel's first call imports, in a fresh process of *interpreter*: an import that fails there hangs Excel.

    The process starts in an empty folder, as Excel's does not start in ours.
    """
    name = Text("新进程中导入", "imports in a fresh process")
    wanted = ", ".join(modules)
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    environment["PYTHONIOENCODING"] = "utf-8"
    if source is not None:
        environment["PYTHONPATH"] = str(source)
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        try:
            done = subprocess.run(
                [str(interpreter), "-B", "-c", f"import {wanted}"],
                cwd=folder,
                env=environment,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=patience,
                check=False,
            )
        except subprocess.TimeoutExpired:
            found = Text(
                f"{interpreter} {patience} 秒内没有完成", f"{interpreter} took more than {patience} s"
            )
            return Step("imports", name, "miss", found, _SLOW_FIX)
        except OSError as error:
            found = Text(f"无法运行 {interpreter}：{error}", f"cannot run {interpreter}: {error}")
            return Step("imports", name, "miss", found, REINSTALL)
    took = int(time.monotonic() - started)
    if done.returncode:
        last = (done.stderr.decode("utf-8", "replace").strip().splitlines() or [f"exit {done.returncode}"])[
            -1
        ]
        return Step("imports", name, "miss", Text(last, last), REINSTALL)
    found = Text(f"{wanted}，用时约 {took} 秒", f"{wanted}, in about {took} s")
    return Step("imports", name, "ok", found, _SLOW_FIX if took >= SLOW else None)


_SLOW_FIX = Text(
    "导入太慢，Excel 会长时间无响应；请把软件文件夹加入杀毒软件的白名单",
    "importing is slow and Excel will hang; exempt the software's folder from the antivirus",
)
