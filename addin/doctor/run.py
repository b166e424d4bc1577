"""jx doctor: what is missing on this machine, step by step, and what to do.

Each step is a small function that looks at one thing and gives a Step; a step that does not apply here gives None and is not
shown. The steps are in addin.doctor.python_steps, excel, server_start, calc, and those in a running Excel in running_excel.

>>> step = Step("python", Text("Python", "Python"), "miss", Text("3.9", "3.9"), Text("安装 3.11", "install 3.11"))
>>> print("\\n".join(lines(step, "en")))
[miss] Python: 3.9
       -> install 3.11
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Iterable, Iterator

from addin.doctor.python_steps import imports, package, python, trial_call, xlwings_version
from addin.doctor.step import Look, State, Step
from udfs.errors import JixiaoError
from udfs.text import Text

OK, MISSING = 0, 1
_STATES: dict[State, Text] = {
    "ok": Text("正常", "ok"),
    "miss": Text("缺失", "miss"),
    "unknown": Text("未知", "unknown"),
}


def run(options: argparse.Namespace, language: str) -> int:
    """The command: 0 when all is well, 1 when something is missing. Raises InstallError for --excel without an Excel."""
    if options.excel:
        from addin.doctor.running_excel import look_in_excel

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
    from addin.doctor.calc import calc_looks
    from addin.libreoffice.office import find_soffice

    excel: list[Look] = []
    if sys.platform == "win32":
        from addin.doctor.excel import excel_looks
        from addin.excel.windows import this_machine

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
