"""An official workbook as a file: .xlsx as built, .xlsm with the functions' and the ribbon's modules in it.

>>> write_template("hubei-2024", Path("自评表.xls"))
Traceback (most recent call last):
addin.excel.templates.EndingError: 自评表.xls：模板文件应以 .xlsx 或 .xlsm 结尾 / 自评表.xls: a template ends in .xlsx or .xlsm
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from addin.excel.packing import put_modules
from addin.files.placing import place
from udfs.errors import JixiaoError
from udfs.text import Text
from workbook_templates.build import build


class EndingError(JixiaoError):
    """Raised for a template's file name that ends in neither .xlsx nor .xlsm."""


def write_template(scheme: str, target: Path, rows: int | None = None) -> None:
    """Write the official workbook of *scheme* to *target*, in one step or not at all.

    Raises EndingError, SchemeError for an unknown scheme, TemplateError for too few or too many *rows*, OutputError where
    *target* cannot be written.
    """
    ending = target.suffix.lower()
    if ending not in (".xlsx", ".xlsm"):
        raise EndingError(
            Text(
                f"{target}：模板文件应以 .xlsx 或 .xlsm 结尾", f"{target}: a template ends in .xlsx or .xlsm"
            )
        )
    content = build(scheme, rows)
    if ending == ".xlsx":
        place(target, content)
        return
    with tempfile.TemporaryDirectory(prefix="jixiao-") as folder:
        plain = Path(folder, "template.xlsx")
        plain.write_bytes(content)
        put_modules(plain, target, ribbon=True)
