"""新建表: an official workbook of a scheme, made beside the open one and opened.

>>> free_name(Path("没有这个文件夹"), "绩效自评表-湖北省-hubei-2024", ".xlsx").name
'绩效自评表-湖北省-hubei-2024.xlsx'
"""

from __future__ import annotations

from pathlib import Path

from addin.commands.desk import Desk
from addin.files.placing import place
from udfs.scheme import load_scheme
from workbook_templates.build import build


def new_form(desk: Desk, scheme: str) -> None:
    """新建表: build the template of *scheme* and open it; nothing there is written over.

    Raises SchemeError for an unknown scheme, TemplateError for one without a layout, OutputError where the folder takes no file.
    """
    rules = load_scheme(scheme)
    target = free_name(folder_of(desk), f"绩效自评表-{rules.jurisdiction}-{rules.id}", ".xlsx")
    place(target, build(rules.id))
    desk.app.books.open(str(target))


def folder_of(desk: Desk) -> Path:
    """The folder of the open workbook; the user's documents (or home) where it has none on this machine."""
    here = Path(desk.fullname)
    if here.is_absolute() and here.parent.is_dir():
        return here.parent
    documents = Path.home() / "Documents"
    return documents if documents.is_dir() else Path.home()


def free_name(folder: Path, stem: str, ending: str) -> Path:
    """A path in *folder* where nothing is yet: stem, stem(2), stem(3) …"""
    for number in range(1, 10_000):
        path = folder / f"{stem}{'' if number == 1 else f'({number})'}{ending}"
        if not path.exists():
            return path
    raise FileExistsError(folder / f"{stem}{ending}")
