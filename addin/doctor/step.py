"""What one look at the machine gives: a Step, with what to do where something is missing.

>>> Step("python", Text("Python", "Python"), "ok", Text("3.11", "3.11")).fix is None
True
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from udfs.text import Text

State = Literal["ok", "miss", "unknown"]
REINSTALL = Text(
    "重新安装本软件（install.cmd 或 install.sh）", "install this software again (install.cmd or install.sh)"
)


@dataclass(frozen=True, slots=True)
class Step:
    """What one look at the machine found: *state* is ok, miss or unknown; *fix* says what to do where it is not ok."""

    id: str
    name: Text
    state: State
    found: Text
    fix: Text | None = None


Look = Callable[[], Step | None]
