"""jx doctor's steps for Python itself: its version, this package, xlwings, a call, and the imports of a fresh process.

>>> trial_call().state
'ok'
"""

from __future__ import annotations

import os
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

from addin.doctor.step import REINSTALL, Step
from udfs.errors import JixiaoError
from udfs.text import Text

LEAST_PYTHON = (3, 11)
# What Excel's first call imports in its Python, and how long that may take: Excel waits two minutes for an import that fails.
MODULES = ("udfs.worksheet", "addin.commands")
PATIENCE = 60
SLOW = 10
_SLOW_FIX = Text(
    "导入太慢，Excel 会长时间无响应；请把软件文件夹加入杀毒软件的白名单",
    "importing is slow and Excel will hang; exempt the software's folder from the antivirus",
)


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
    from addin.judging.findings import catalogue
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
