"""Every member of every base class of xlwings works or says by name that the engine does not have it."""

from __future__ import annotations

import asyncio
import inspect
import subprocess
import sys
from pathlib import Path

import pytest
import xlwings as xw
from xlwings import base_classes

from addin.libreoffice import engine
from addin.libreoffice.engine import app as xl_app
from addin.libreoffice.engine import book as xl_book
from addin.libreoffice.engine import sheet as xl_sheet
from addin.libreoffice.engine.base import unwritten
from addin.libreoffice.engine.borders import Border, Borders
from addin.libreoffice.engine.conditional import ConditionalFormat, ConditionalFormats
from addin.libreoffice.engine.look import Font
from addin.libreoffice.engine.names import Name, Names
from addin.libreoffice.engine.notes import Note
from addin.libreoffice.engine.range import Range
from addin.libreoffice.engine.validation import DataValidation
from addin.libreoffice.engine.view import PageSetup

OURS = {
    kind.__name__: kind
    for kind in (
        *(engine.Apps, xl_app.App, xl_book.Books, xl_book.Book, xl_sheet.Sheets, xl_sheet.Sheet, Range, Font),
        *(Border, Borders, ConditionalFormat, ConditionalFormats, DataValidation, Name, Names, Note),
        PageSetup,
    )
}
# What leads to the classes that the engine does not have at all.
ENTRANCES = ("charts", "shapes", "tables", "pictures", "pivot_tables")
BASES = {
    name: kind
    for name, kind in vars(base_classes).items()
    if inspect.isclass(kind) and kind.__module__ == "xlwings.base_classes" and not name.startswith("_")
}
MEMBERS = [
    (owner, name)
    for owner, ours in OURS.items()
    for base in ours.__mro__
    if base.__module__ == "xlwings.base_classes"
    for name, given in vars(base).items()
    if unwritten(given)
]


def test_there_is_a_surface_to_look_at() -> None:
    assert len(MEMBERS) > 250


@pytest.mark.parametrize(("owner", "name"), MEMBERS)
def test_a_member_is_ours_or_says_that_it_is_missing(owner: str, name: str) -> None:
    kind = OURS[owner]
    member = inspect.getattr_static(kind, name)
    bare = object.__new__(kind)
    given = inspect.getattr_static(BASES[owner], name)
    if isinstance(given, property) and isinstance(member, property):
        assert member.fset is not None or given.fset is None
    if _module(member) != "addin.libreoffice.engine.base":
        # Written here: not the base's, which would raise without saying what is missing.
        assert not unwritten(member)
        return
    with pytest.raises(NotImplementedError, match=f"no {owner}.{name}$"):
        if isinstance(member, property):
            getattr(bare, name)
        elif inspect.iscoroutinefunction(member):
            asyncio.run(member(bare))
        else:
            member(bare)


def _module(member: object) -> str:
    function = member.fget if isinstance(member, property) else member
    function = function.__func__ if isinstance(function, staticmethod) else function
    return str(getattr(inspect.unwrap(function), "__module__", "")) if callable(function) else ""


def test_what_the_engine_has_no_class_for_cannot_be_reached(sheet: xw.Sheet) -> None:
    for name in ENTRANCES:
        with pytest.raises(NotImplementedError, match=f"Sheet.{name}|pivot_tables"):
            getattr(sheet, name)
    with pytest.raises(NotImplementedError, match=r"Range\.characters"):
        _ = sheet["A1"].characters
    with pytest.raises(NotImplementedError, match=r"Range\.autofilter"):
        _ = sheet["A1"].autofilter
    assert sheet["A1"].table is sheet["A1"].comment is None
    assert len(sheet.comments) == 0


def test_members_of_excels_objects_that_are_missing_are_named(book: xw.Book, sheet: xw.Sheet) -> None:
    for read, said in (
        (lambda: book.api.Queries, "Book.api.Queries"),
        (lambda: sheet.api.Shapes, "Sheet.api.Shapes"),
        (lambda: sheet["A1"].data_validation.api.IMEMode, "DataValidation.api.IMEMode"),
    ):
        with pytest.raises(NotImplementedError, match=said):
            read()


def _python(script: str, folder: Path) -> subprocess.CompletedProcess[str]:
    path = folder / "script.py"
    path.write_text(script, encoding="utf-8")
    root = Path(__file__).parents[4]
    return subprocess.run(
        [sys.executable, str(path)],
        cwd=root,
        env={"PYTHONPATH": str(root), "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def test_only_the_open_part_of_xlwings_is_used(tmp_path: Path) -> None:
    folder = Path(engine.__file__).parent
    assert not [path for path in folder.glob("*.py") if "xlwings.pro" in path.read_text("utf-8")]
    ran = _python(
        "import sys, xlwings\nbefore = {m for m in sys.modules if m.startswith('xlwings.pro')}\n"
        "import addin.libreoffice.engine\n"
        "after = {m for m in sys.modules if m.startswith('xlwings.pro')}\n"
        "print(xlwings.__pro__, sorted(after - before), 'uno' in sys.modules)",
        tmp_path,
    )
    assert (ran.stdout.strip(), ran.stderr) == ("False [] False", "")


def test_without_the_bridge_the_engine_says_so_when_it_is_used(tmp_path: Path) -> None:
    ran = _python(
        "import addin.libreoffice.uno_bridge as bridge\n"
        "bridge._PLACES = ()\n"
        "import sys; sys.modules['uno'] = None\n"
        "import addin.libreoffice.engine, addin.libreoffice.office as office\n"
        "from pathlib import Path\n"
        "del sys.modules['uno']\n"
        "sys.meta_path.insert(0, type('No', (), {'find_spec': staticmethod(\n"
        "    lambda name, *_: (_ for _ in ()).throw(ImportError('no uno')) if name == 'uno' else None)}))\n"
        "try:\n    office.Office(Path('nowhere'))\n"
        "except bridge.NoBridgeError as error:\n    print(error.reason.en)\n",
        tmp_path,
    )
    assert "cannot speak with LibreOffice" in ran.stdout
    assert ran.stderr == ""
