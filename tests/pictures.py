"""Pictures of what a person sees: a template filled with a published form, and a published form after the check.

    make pictures

Everything is done by the product on a real LibreOffice; pdftoppm makes the pictures.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from shutil import copyfile

import xlwings as xw
from corpus import WORKBOOKS
from published import Published

from addin.commands import COMMANDS, Desk
from addin.libreoffice import extension
from addin.libreoffice.engine import register
from addin.libreoffice.office import Office, prepare_profile

FORM, FILLED, DOTS = "002-06", "004-08", "80"


def picture(pdf: Path, target: Path) -> None:
    """The first page of *pdf* as *target* (.png)."""
    words = ["pdftoppm", "-png", "-singlefile", "-r", DOTS, str(pdf), str(target.with_suffix(""))]
    subprocess.run(words, check=True)


def one_page_wide(book: xw.Book) -> None:
    """Print every sheet across the paper, as wide as it."""
    document = book.impl.uno
    styles = document.StyleFamilies.getByName("PageStyles")
    for sheet in document.Sheets:
        style = styles.getByName(sheet.PageStyle)
        style.ScaleToPagesX, style.ScaleToPagesY = 1, 0
        if not style.IsLandscape:
            style.IsLandscape, style.Width, style.Height = True, style.Height, style.Width


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as work:
        os.environ["LOCALAPPDATA"] = work
        filled = Published(FILLED, Path(work, "模板.xlsx"))
        form, checked, pdf = (Path(work, name) for name in ("自评表.xlsx", "校验.xlsx", "a.pdf"))
        copyfile(WORKBOOKS / f"{FORM}.xlsx", form)
        prepare_profile(Path(work, "profile"), {("Office.Calc/Formula/Load", "OOXMLRecalcMode"): "0"})
        with Office(Path(work, "profile"), extensions=extension.unpack(Path(work, "extensions"))) as office:
            app = register(office)
            book = app.books.open(str(filled.path))
            book.to_pdf(str(pdf))
            picture(pdf, folder / "template.png")
            book.close()
            desk = Desk(app.books.open(str(form)))
            COMMANDS["check_book"](desk)
            print(app.impl.alerts[-1][0])
            desk.copy_to(checked)
            desk.book.close()
            book = app.books.open(str(checked))
            book.to_pdf(str(pdf))
            picture(pdf, folder / "checked.png")
            book.sheets[0].delete()
            one_page_wide(book)
            book.to_pdf(str(pdf))
            picture(pdf, folder / "results.png")
            book.close()
    for path in sorted(folder.glob("*.png")):
        print(path)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
