"""jx.oxt: reproducible, described in both languages, put into a profile and taken out again."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest

from addin.libreoffice import extension, registration
from addin.libreoffice.component import CODES, error, error_code
from addin.libreoffice.office import Office, OfficeError, prepare_profile, properties, soffice
from udfs.functions import FUNCTIONS
from udfs.scheme import scheme_ids


def shown(profile: Path, formula: str) -> str:
    """What a cell shows in a new LibreOffice with *profile*."""
    with Office(profile) as office:
        document = office.new()
        cell = document.Sheets[0].getCellRangeByName("A1")
        cell.Formula = formula
        text = str(cell.String)
        document.close(True)
    return text


def test_two_builds_are_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    extension.build(tmp_path / "a.oxt")
    monkeypatch.setattr(time, "time", lambda: 2_000_000_000)
    extension.build(tmp_path / "b.oxt")
    assert (tmp_path / "a.oxt").read_bytes() == (tmp_path / "b.oxt").read_bytes()


def test_the_package_and_the_folder_hold_the_same(tmp_path: Path) -> None:
    extension.build(tmp_path / "jx.oxt")
    folder = extension.unpack(tmp_path / "extensions") / "jx"
    with zipfile.ZipFile(tmp_path / "jx.oxt") as package:
        assert package.testzip() is None
        held = {name: package.read(name) for name in package.namelist()}
    assert held == {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }
    for name in ("CalcAddIns.xcu", "description.xml", "META-INF/manifest.xml"):
        ElementTree.fromstring(held[name])
    manifest = ElementTree.fromstring(held["META-INF/manifest.xml"])
    assert {path for entry in manifest for key, path in entry.items() if key.endswith("path")} <= held.keys()


def test_it_computes_without_anything_of_ours_installed(tmp_path: Path) -> None:
    """An isolated Python with nothing but the extension's pythonpath, with and without tomllib."""
    carried = extension.unpack(tmp_path) / "jx" / "pythonpath"
    script = """
import sys
sys.path[:] = [sys.argv[1], *(place for place in sys.path if "site-packages" not in place)]
if sys.argv[2] == "without":
    import importlib.util
    find = importlib.util.find_spec
    importlib.util.find_spec = lambda name: None if name == "tomllib" else find(name)
import jx_component
assert not any(name.partition(".")[0] == "udfs" for name in sys.modules)
print(jx_component.answer("JX_SCORE", ("≥95%", "0.93", "10", None, None)))
print(jx_component.answer("JX_SCORE", ("建立健全", "已建立", "5", None, None)))
print(jx_component.answer("JX_TARGET", ("投诉率3%", "operator")))
from udfs.scheme import all_schemes
from udfs import __file__ as place
assert place.startswith(sys.argv[1]), place
print([scheme.id for scheme in all_schemes()], [scheme.exceeds_from for scheme in all_schemes()])
"""
    said = [
        subprocess.run(
            [sys.executable, "-I", "-X", "utf8", "-c", script, str(carried), toml],
            capture_output=True,
            check=True,
            encoding="utf-8",
            cwd=tmp_path,
        ).stdout
        for toml in ("with", "without")
    ]
    assert said[0] == said[1]
    assert said[0].startswith("9.79\n5.0\n") and str(list(scheme_ids())) in said[0]


def test_the_shipped_schemes_are_read_at_build() -> None:
    schemes = json.loads(extension.contents()["pythonpath/jx_schemes.json"])
    assert {table["id"] for table in schemes.values()} == set(scheme_ids())


@pytest.mark.parametrize("name", CODES)
def test_an_error_value_carries_its_code(name: str) -> None:
    assert error_code(error(CODES[name])) == CODES[name]
    assert error_code(0.0) == error_code("") == 0


def test_the_function_wizard_knows_every_function(office: Office) -> None:
    service = office.service("com.sun.star.sheet.FunctionDescriptions")
    every = ({p.Name: p.Value for p in service.getByIndex(at)} for at in range(service.Count))
    found = {one["Name"]: one for one in every if one["Name"] in FUNCTIONS}
    assert found.keys() == FUNCTIONS.keys()
    for name, function in FUNCTIONS.items():
        assert function.help.en in found[name]["Description"]
        assert [(a.Name, a.Description, a.IsOptional) for a in found[name]["Arguments"]] == [
            (a.name, a.help.en, a.optional or function.repeats) for a in function.arguments
        ]


def test_a_chinese_libreoffice_shows_chinese_help(office: Office) -> None:
    """As its configuration answers for zh-CN; the window itself needs the Chinese language pack."""
    provider = office.service("com.sun.star.configuration.ConfigurationProvider")
    path = f"/org.openoffice.Office.CalcAddIns/AddInInfo/{registration.IMPLEMENTATION}/AddInFunctions"
    functions = provider.createInstanceWithArguments(
        "com.sun.star.configuration.ConfigurationAccess", properties(nodepath=path, Locale="zh-CN")
    )
    for name, function in FUNCTIONS.items():
        node = functions.getByName(registration.method_name(name))
        assert node.DisplayName == name and function.help.zh in node.Description
        for argument in function.arguments:
            assert node.Parameters.getByName(argument.name).Description == argument.help.zh


def test_it_is_installed_into_a_profile_and_removed(tmp_path: Path) -> None:
    profile = tmp_path / "profile"
    assert extension.installed(profile) is None
    assert "无需移除" in extension.remove(profile).zh
    prepare_profile(profile, {})
    formula = '=JX_SCORE("≥95%";93%;10;;"mof-2021")'
    assert shown(profile, formula) == "#NAME?"
    for _ in range(2):
        said = extension.install(profile)
        assert str(extension.installed(profile)) in said.zh
    assert shown(profile, formula) == "9.79"
    assert "已从 LibreOffice 移除" in extension.remove(profile).zh
    assert extension.installed(profile) is None
    assert shown(profile, formula) == "#NAME?"


def test_an_old_libreoffice_is_told_which_is_needed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extension, "version", lambda _: (7, 4, 7, 2))
    with pytest.raises(OfficeError, match=r"需要 LibreOffice 25\.2"):
        extension.install(tmp_path)
    assert not any(tmp_path.iterdir())


def test_what_unopkg_says_is_passed_on(tmp_path: Path) -> None:
    """For an ordinary user the work is unopkg's, which refuses a file that is no extension."""
    broken = tmp_path / "jx.oxt"
    broken.write_bytes(b"no zip")
    with pytest.raises(OfficeError, match="unopkg"):
        extension._unopkg(soffice(), tmp_path / "profile", "add", str(broken))


def test_the_profile_is_where_the_platform_keeps_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setitem(os.environ, "APPDATA", "C:/Users/a/AppData/Roaming")
    assert extension.default_profile().as_posix() == "C:/Users/a/AppData/Roaming/LibreOffice/4"
