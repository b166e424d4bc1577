"""The ``uno`` module, from wherever this machine keeps it.

LibreOffice's Python bridge is no PyPI package: a distribution puts it beside the system's Python, LibreOffice's own
builds into their program folder. It works in any Python of the same minor version.

    uno = load_uno()
"""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from typing import Any

from udfs.errors import JixiaoError
from udfs.text import Text

_PLACES = ("/usr/lib/python3/dist-packages", "/usr/lib/libreoffice/program", "/usr/lib64/libreoffice/program")


class NoBridgeError(JixiaoError):
    """Raised where Python cannot speak with LibreOffice: its bridge is missing, or of another Python version."""


def load_uno() -> Any:
    """The module ``uno``; raises NoBridgeError where there is none that this Python can load."""
    if "uno" in sys.modules:
        return sys.modules["uno"]
    tried = ""
    for place in ("", *(p for p in _places() if Path(p, "uno.py").exists())):
        if place:
            sys.path.append(place)
        try:
            return importlib.import_module("uno")
        except ImportError as error:
            tried = tried or (str(error) if place else "")
        finally:
            if place:
                # Other packages beside it are the system's, not ours.
                sys.path.remove(place)
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    raise NoBridgeError(
        Text(
            f"Python {version} 不能连接 LibreOffice（{tried or '没有 uno 模块'}）；请安装 python3-uno，并使用与它相同版本的 Python",
            f"Python {version} cannot speak with LibreOffice ({tried or 'no module uno'});"
            " install python3-uno and use the Python version it is built for",
        )
    )


def _places() -> tuple[str, ...]:
    return (*_PLACES, *(str(path) for path in sorted(Path("/opt").glob("libreoffice*/program"))))
