"""Packing VBA and ribbon into jx.xlam, and putting the modules into a workbook.

The VBA project is written by pyOpenVBA, into the empty add-in that it ships, which Excel itself once saved. The
same sources give the same bytes.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     build_addin(Path(folder, "jx.xlam"))
    ...     addin_info(Path(folder, "jx.xlam")) == addin_info()
    True
    >>> addin_info().dlls[0].startswith("xlwings64-")
    True
"""

from __future__ import annotations

import io
import re
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from pyopenvba import ExcelFile, PyOpenVBAError
from pyopenvba.cfb import CFB
from pyopenvba.vba import VBAProject, compress, decompress

from addin.excel import sources as vbasource
from addin.files import read
from addin.files.error import Limits
from addin.files.identify import load, unusable
from addin.files.placing import place
from addin.files.xlsx.container import Archive
from addin.files.xlsx.rewriting import rewritten
from addin.files.zipping import entry, zipped
from udfs.errors import JixiaoError
from udfs.text import Text

VBA = "xl/vbaProject.bin"
RIBBON = "customUI/customUI.xml"
_TYPES, _RELATIONS = "[Content_Types].xml", "_rels/.rels"
_BOOK, _BOOK_RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_HELP = "customXml/item1.xml"  # where the Excel-DNA IntelliSense add-in looks
_HELP_TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/customXml"
_RIBBON_TYPE = "http://schemas.microsoft.com/office/2006/relationships/ui/extensibility"
_PLAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_MACROS = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
_STAMP = "2026-01-01T00:00:00Z"
_PROJECT_NAME = 4  # the record of a project's name in its dir stream
_CONFIG = re.compile(r'PROJECT_NAME As String = "(\w+)"')


class MacroError(JixiaoError):
    """Raised where modules cannot be put into a workbook, or a workbook holds none of ours."""


@dataclass(frozen=True, slots=True)
class AddinInfo:
    """What the modules need on a machine: the version of xlwings, its DLLs (64 and 32 bit), the configuration file."""

    xlwings: str
    dlls: tuple[str, ...]
    config: str


def build_addin(target: Path) -> None:
    """Write jx.xlam to *target*.

    Raises SourceError where xlwings is not the version that we know, FileError where *target* cannot be written.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "jx.xlam")
        with ExcelFile.create_new(path) as book:
            project = book.vba_project()
            project.delete_module("Module1")
            for name in (vbasource.RUNTIME, *vbasource.ADDIN_MODULES):
                project.add_module(name, _source(name))
            book.set_module(vbasource.BOOK_CODE, _source(vbasource.BOOK_CODE))
            book.save()
        with zipfile.ZipFile(path) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
    parts[VBA] = _named(parts[VBA], vbasource.PROJECT)
    parts[RIBBON] = vbasource.ribbon().encode()
    parts[_RELATIONS] = _related(parts[_RELATIONS], "jxRibbon", _RIBBON_TYPE, RIBBON)
    parts[_HELP] = vbasource.intellisense().encode()
    parts[_BOOK_RELATIONS] = _related(parts[_BOOK_RELATIONS], "jxHelp", _HELP_TYPE, f"../{_HELP}")
    sheet, application, core = "xl/worksheets/sheet1.xml", "docProps/app.xml", "docProps/core.xml"
    parts[sheet] = _once(parts[sheet], "<sheetData/>", f"<sheetData>{vbasource.text_rows()}</sheetData>")
    parts[_BOOK] = _once(parts[_BOOK], 'sheet name="Sheet1"', f'sheet name="{vbasource.TEXT_SHEET}"')
    parts[application] = _once(parts[application], ">Sheet1<", f">{vbasource.TEXT_SHEET}<")
    parts[core] = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", _STAMP.encode(), parts[core])
    parts[core] = re.sub(rb"(<(dc:creator|cp:lastModifiedBy)>)[^<]*", rb"\g<1>jixiao", parts[core])
    # The list of content types comes first.
    names = sorted(parts, key=lambda name: (name != _TYPES, name))
    place(target, zipped(((name, parts[name]) for name in names), deflate=False))


def put_modules(source: Path, target: Path, *, ribbon: bool = False) -> None:
    """Write to *target* (.xlsm) the workbook *source* (.xlsx or .xlsm) with our modules in it.

    Its own modules and every other part stay as they are; ours from an earlier version are replaced. Raises
    FileError where the file is no workbook, MacroError where its project is signed or has a password, where it
    holds another module or ribbon in the place of ours, or where it is not certain which sheets it has.
    """
    archive = Archive(load(source, Limits()))
    _check(archive, ribbon)
    read(source)  # what cannot be read says so in its own words
    changes = {}
    types = archive.read(_TYPES)
    if _PLAIN.encode() in types:
        changes[_TYPES] = types.replace(_PLAIN.encode(), _MACROS.encode())
    wanted = [vbasource.RUNTIME, *vbasource.FUNCTION_MODULES, *(vbasource.RIBBON_MODULES if ribbon else ())]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "book.xlsm")
        path.write_bytes(rewritten(archive, changes))
        try:
            _put(path, wanted)
        except (PyOpenVBAError, KeyError, AssertionError) as error:  # the last two: parts that it misses
            raise MacroError(
                Text(
                    f"不能把宏写入这个工作簿（{error}）。请用 Excel 另存为一个新的 .xlsx 后再试。",
                    f"the modules cannot be put into this workbook ({error}); save it again from Excel as .xlsx",
                )
            ) from error
        content = path.read_bytes()
    if ribbon and RIBBON not in archive:
        content = _with_ribbon(content)
    place(target, content)


def addin_info(path: Path | None = None) -> AddinInfo:
    """What the modules in the file at *path* need, or those that would be built now.

    Raises MacroError where the file holds none of ours, SourceError where xlwings is not the version that we know.
    """
    text = vbasource.runtime() if path is None else _runtime_of(path)
    version, config = re.search(r'XLWINGS_VERSION As String = "([^"]+)"', text), _CONFIG.search(text)
    if version is None or config is None:
        raise _not_ours(str(path))
    dlls = dict.fromkeys(re.findall(r'"(xlwings\d\d-[^"]+\.dll)"', text))
    return AddinInfo(version[1], tuple(dlls), f".{config[1]}/{config[1]}.conf")


def _runtime_of(path: Path) -> str:
    try:
        with ExcelFile(path) as book:
            return str(book.vba_modules().get(vbasource.RUNTIME, ""))
    except (PyOpenVBAError, zipfile.BadZipFile):
        raise _not_ours(str(path)) from None
    except OSError as error:
        raise unusable(error) from None


def _not_ours(name: str) -> MacroError:
    return MacroError(
        Text(f"{name} 中没有本产品的宏，请重新生成。", f"{name} holds none of our modules; build it again")
    )


def _source(name: str) -> str:
    return vbasource.module(name).replace("\r\n", "\n").replace("\n", "\r\n")


def _check(archive: Archive, ribbon: bool) -> None:
    """Raises MacroError where something would be lost or hidden."""
    types = archive.read(_TYPES) if _TYPES in archive and _BOOK in archive else b""
    if _PLAIN.encode() not in types and _MACROS.encode() not in types:
        raise MacroError(
            Text(
                "这不是 Excel 工作簿（.xlsx 或 .xlsm）。请用 Excel 另存为 .xlsx 后再试。",
                "this is no Excel workbook (.xlsx or .xlsm); save it from Excel as .xlsx",
            )
        )
    if any(name.lower().startswith("_xmlsignatures/") for name in archive.names):
        raise _signed()
    if ribbon and RIBBON in archive and archive.read(RIBBON) != vbasource.ribbon().encode():
        raise MacroError(
            Text(
                "工作簿已有自己的功能区。请不带功能区写入，按钮由加载项 jx.xlam 提供。",
                "the workbook has a ribbon of its own; leave ours out, jx.xlam has the buttons",
            )
        )


def _signed() -> MacroError:
    return MacroError(
        Text(
            "工作簿或其中的宏有数字签名，写入后签名会失效。请先去掉签名，写入后再重新签名。",
            "the workbook or its macros are signed, and writing would void that; remove the signature, then sign it again",
        )
    )


def _put(path: Path, wanted: list[str]) -> None:
    with ExcelFile(path) as book:
        if book.vba_signature().present:
            raise _signed()
        project = book.vba_project() if book.has_vba_project() else book.add_vba_project()
        _check_project(book, project, path)
        for name in wanted:
            if name.casefold() in (module.name.casefold() for module in project.modules):
                book.set_module(name, _source(name))
            else:
                project.add_module(name, _source(name))
        book.save()


def _check_project(book: ExcelFile, project: VBAProject, path: Path) -> None:
    if project.protection is not None and project.protection.has_password:
        raise MacroError(
            Text(
                "工作簿的宏有密码。请在 VBA 编辑器中去掉密码后再试。",
                "the macros of the workbook have a password; remove it in the VBA editor",
            )
        )
    for name, text in book.vba_modules().items():
        ours = _CONFIG.search(text)
        if name.casefold() == vbasource.RUNTIME and (ours is None or ours[1] != vbasource.PROJECT):
            raise MacroError(
                Text(
                    "工作簿已在用自己的 xlwings 模块。请改用加载项 jx.xlam，不要写入这个工作簿。",
                    "the workbook uses an xlwings module of its own; use the add-in jx.xlam instead",
                )
            )
    # Every sheet has a module under its code name; a project without one would be repaired by Excel, or lost.
    documents = sum("Attribute VB_Base" in module.source for module in project.modules)
    with zipfile.ZipFile(path) as archive:
        sheets = ElementTree.fromstring(archive.read(_BOOK)).findall("{*}sheets/{*}sheet")
    if documents < len(sheets) + 1:
        raise MacroError(
            Text(
                "不能确定工作簿中有哪些工作表。请用 Excel 另存为一个新的 .xlsx 后再试。",
                "it is not certain which sheets the workbook has; save it again from Excel as .xlsx",
            )
        )


def _named(binary: bytes, name: str) -> bytes:
    """A VBA project under another name, which stands in two of its streams."""
    container = CFB.from_bytes(binary)
    directory = decompress(container.get_stream_in_storage("VBA", "dir"))
    at = 0
    while (kind := int.from_bytes(directory[at : at + 2], "little")) != _PROJECT_NAME:
        at += 6 + int.from_bytes(directory[at + 2 : at + 6], "little")
    end = at + 6 + int.from_bytes(directory[at + 2 : at + 6], "little")
    record = kind.to_bytes(2, "little") + len(name).to_bytes(4, "little") + name.encode("ascii")
    container.write_stream_in_storage("VBA", "dir", compress(directory[:at] + record + directory[end:]))
    container.write_stream(
        "PROJECT", _once(container.get_stream("PROJECT"), 'Name="VBAProject"', f'Name="{name}"')
    )
    return bytes(container.to_bytes())


def _with_ribbon(content: bytes) -> bytes:
    archive = Archive(content)
    relations = _related(archive.read(_RELATIONS), "jxRibbon", _RIBBON_TYPE, RIBBON)
    out = io.BytesIO(rewritten(archive, {_RELATIONS: relations}))
    with zipfile.ZipFile(out, "a") as file:
        file.writestr(entry(RIBBON, deflate=False), vbasource.ribbon().encode())
    return out.getvalue()


def _related(relations: bytes, name: str, kind: str, target: str) -> bytes:
    relation = f'<Relationship Id="{name}" Type="{kind}" Target="{target}"/>'
    return _once(relations, "</Relationships>", relation + "</Relationships>")


def _once(data: bytes, old: str, new: str) -> bytes:
    if data.count(old.encode()) != 1:
        raise MacroError(Text(f"部件中应有一处 {old}", f"there should be one {old} in the part"))
    return data.replace(old.encode(), new.encode())
