"""What acts on a whole form or workbook, and the library: the same checks from Python.

    import addin

    for finding in addin.check("自评表.xlsx").all_findings():
        print(finding.cell, finding.message.zh)

What is public stands in __all__; docs/library.md has an example of each. Importing it reads no file and starts nothing: the
readers, the checks and pandas come in when a function that needs them is called.

JixiaoError             anything this product raises on purpose; str() says it in Chinese and in English
├── FileError           a file that cannot be read, edited or written
├── SchemeError         a scheme (口径) that is unknown, wrong, or does not apply
└── ScoringError        a row that cannot be scored
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from addin.library.calls import check, check_many, explain, recompute, schemes, score
from addin.library.frames import frame

if TYPE_CHECKING:
    from addin.checking.recompute import Plan
    from addin.checking.results import FileResult, FormResult, RowResult
    from addin.files import FileError
    from addin.judging.findings import Entry, Finding
    from udfs.errors import JixiaoError, SchemeError, ScoringError
    from udfs.scheme import Scheme
    from udfs.text import Text

__all__ = [
    "Entry",
    "FileError",
    "FileResult",
    "Finding",
    "FormResult",
    "JixiaoError",
    "Plan",
    "RowResult",
    "Scheme",
    "SchemeError",
    "ScoringError",
    "Text",
    "check",
    "check_many",
    "explain",
    "frame",
    "recompute",
    "schemes",
    "score",
]

# The types that the functions give and raise, and the module of each: looked up when they are asked for.
_TYPES = {
    "Entry": "addin.judging.findings",
    "FileError": "addin.files",
    "FileResult": "addin.checking.results",
    "Finding": "addin.judging.findings",
    "FormResult": "addin.checking.results",
    "JixiaoError": "udfs.errors",
    "Plan": "addin.checking.recompute",
    "RowResult": "addin.checking.results",
    "Scheme": "udfs.scheme",
    "SchemeError": "udfs.errors",
    "ScoringError": "udfs.errors",
    "Text": "udfs.text",
}


def __getattr__(name: str) -> Any:
    if name in _TYPES:
        from importlib import import_module

        return getattr(import_module(_TYPES[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
