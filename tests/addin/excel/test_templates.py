"""A template with macros: the command writes it, its modules are the sources, every reader opens it."""

from __future__ import annotations

from pathlib import Path

import pytest
from command import command
from pyopenvba import check_file
from vba_files import lines, modules, parts

from addin.checking.one_file import check_file as check_forms
from addin.excel import sources as vbasource
from addin.libreoffice.office import Office
from workbook_templates.layout import layout_ids

SCHEMES = list(layout_ids())


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_template_with_macros_holds_the_sources_and_the_ribbon(
    scheme: str, office: Office, tmp_path: Path
) -> None:
    path = tmp_path / "自评表.xlsm"
    done = command(tmp_path, "template", scheme, "-o", path, "--lang", "zh")
    assert (done.status, done.out) == (0, f"模板已生成：{path}\n")
    read_back = modules(path)
    for name in (vbasource.RUNTIME, *vbasource.FUNCTION_MODULES, *vbasource.RIBBON_MODULES):
        assert read_back[name] == lines(vbasource.module(name))
    assert parts(path)["customUI/customUI.xml"].decode() == vbasource.ribbon()
    assert check_file(str(path)).ok
    document = office.open(path)
    assert document.Sheets.ElementNames == ("自评表", "填表说明")
    document.close(True)
    (form,) = check_forms(str(path)).forms
    assert form.scheme == scheme


@pytest.mark.slow
def test_equal_calls_give_equal_files(tmp_path: Path) -> None:
    for name in ("a.xlsm", "b.xlsm"):
        assert command(tmp_path, "template", SCHEMES[0], "-o", name).status == 0
    assert (tmp_path / "a.xlsm").read_bytes() == (tmp_path / "b.xlsm").read_bytes()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("hubei-1999", "-o", "a.xlsx"), "hubei-1999"),
        (("mof-2021", "-o", "a.xls"), "模板文件应以 .xlsx 或 .xlsm 结尾"),
        (("mof-2021", "-o", "没有/a.xlsx"), "没有这个文件夹"),
        (("mof-2021", "-o", "a.xlsx", "--rows", "3"), "行"),
        (("mof-2021",), "缺少参数"),
    ],
)
def test_what_cannot_be_built_is_said_in_a_sentence(
    tmp_path: Path, words: tuple[str, ...], said: str
) -> None:
    done = command(tmp_path, "template", *words, "--lang", "zh")
    assert done.status == 2
    assert said in done.err
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_there_is_never_written_over(tmp_path: Path) -> None:
    path = tmp_path / "自评表.xlsx"
    path.write_bytes(b"filled in")
    done = command(tmp_path, "template", "mof-2021", "-o", path, "--lang", "zh")
    assert (done.status, done.err) == (2, f"jx: {path} 已经存在，没有改动；请换一个文件名\n")
    assert path.read_bytes() == b"filled in"
