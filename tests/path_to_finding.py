"""How far a path given to jx check travels until it is a finding: rooms entered, and moves between them.

    python tests/path_to_finding.py FORM.xlsx [CODE]

Counted by sys.setprofile, from jx's main to the first finding of CODE (JX-S02 unless given) being made. Imports are not counted.

    on the way     what stands open at that moment: the calls that the finding is inside of
    all            what was entered until then, finished steps (reading the file) included

Each is said in rooms (folders of ours), modules and moves (functions, each once).
"""

from __future__ import annotations

import contextlib
import io
import sys
from pathlib import Path
from types import CodeType, FrameType

OURS = ("addin", "udfs", "workbook_templates")
NO_FUNCTIONS = ("<module>", "<lambda>", "<listcomp>", "<genexpr>", "<dictcomp>", "<setcomp>")


class Found(BaseException):
    """Ends the run at the finding."""


def travel(form: str, code: str) -> tuple[list[CodeType], list[CodeType]]:
    """The functions open when the finding is made, and all that were entered before it."""
    from addin.cli import main

    run = main if callable(main) else main.main
    entered: dict[CodeType, None] = {}
    opened: list[CodeType] = []

    def profile(frame: FrameType, event: str, _: object) -> None:
        module = frame.f_globals.get("__name__", "")
        if event != "call" or module.split(".")[0] not in OURS:
            return
        if frame.f_code.co_name not in NO_FUNCTIONS and not frame.f_code.co_name.startswith("<"):
            entered[frame.f_code] = None
        if frame.f_code.co_name == "finding" and frame.f_locals.get("code") == code:
            at: FrameType | None = frame
            while at is not None:
                if at.f_code in entered:
                    opened.append(at.f_code)
                at = at.f_back
            sys.setprofile(None)
            raise Found

    with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(Found):
        sys.setprofile(profile)
        run(["check", form])
    sys.setprofile(None)
    if not opened:
        sys.exit(f"no {code} on {form}")
    return opened, list(entered)


def counts(functions: list[CodeType]) -> str:
    modules = {function.co_filename for function in functions}
    rooms = {str(Path(module).parent) for module in modules}
    return f"{len(rooms):>3} rooms {len(modules):>3} modules {len(set(functions)):>4} moves"


def main(form: str, code: str = "JX-S02") -> None:
    opened, entered = travel(form, code)
    print(f"on the way  {counts(opened)}")
    print(f"all         {counts(entered)}")


if __name__ == "__main__":
    main(*sys.argv[1:])
