"""The VBA sources: what is generated is fresh, and everything is what Excel's editor takes."""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from addin.excel import sources as vbasource

LONGEST_LINE = 1023
FOLDER = Path(vbasource.__file__).with_name("vba")
MODULES = sorted(path.stem for path in FOLDER.glob("*.bas"))


def test_every_module_in_the_folder_is_packed() -> None:
    assert sorted([*vbasource.ADDIN_MODULES, vbasource.BOOK_CODE]) == MODULES


def test_the_generated_module_is_fresh() -> None:
    """If not: python -m addin.excel.sources"""
    assert vbasource.module(vbasource.GENERATED) == vbasource.functions_module()


@pytest.mark.parametrize("name", [*MODULES, vbasource.RUNTIME])
def test_a_module_is_what_the_editor_takes(name: str) -> None:
    text = vbasource.module(name)
    assert text.isascii() and text.endswith("\n")
    assert max(map(len, text.splitlines())) <= LONGEST_LINE
    if name != vbasource.BOOK_CODE:
        assert text.startswith(f'Attribute VB_Name = "{name}"\n')


def procedures() -> Iterator[tuple[str, str]]:
    for name in MODULES:
        for found in re.findall(r"^(?:Public|Private) (?:Sub|Function) (\w+)", vbasource.module(name), re.M):
            yield name, found


def test_no_two_procedures_share_a_name() -> None:
    names = [procedure.lower() for _, procedure in procedures()]
    own = re.findall(r"^\s*(?:Public |Private )?(?:Sub|Function) (\w+)", vbasource.runtime(), re.M)
    assert len(names) == len(set(names)) and not set(names) & {name.lower() for name in own}


def test_xlwings_runtime_differs_in_the_project_and_in_asking_no_workbook_but_its_own() -> None:
    """No form that happens to be active says which program is Python, or which server is asked."""
    found = importlib.util.find_spec("xlwings")
    assert found is not None and found.origin is not None
    theirs = Path(found.origin).with_name("xlwings_custom_addin.bas").read_text("utf-8").splitlines()
    ours = vbasource.runtime().splitlines()
    changed = [(old.strip(), new.strip()) for old, new in zip(theirs, ours, strict=True) if old != new]
    assert changed[0] == (
        'Public Const PROJECT_NAME As String = "myaddin"',
        'Public Const PROJECT_NAME As String = "jixiao"',
    )
    assert len(changed) == 7
    for old, new in changed[1:]:
        assert new == old.replace("ActiveWorkbook", "ThisWorkbook")
    start = next(at for at, line in enumerate(ours) if "Function GetDirectoryConfigFilePath" in line)
    end = next(at for at, line in enumerate(ours) if "Function SaveConfigToFile" in line)
    assert not [line for line in ours[start:end] if "ActiveWorkbook" in line]


def test_another_xlwings_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "xlwings.py").touch()
    (tmp_path / "xlwings_custom_addin.bas").write_text('Attribute VB_Name = "xlwings"\n', "utf-8")
    other = importlib.util.spec_from_file_location("xlwings", tmp_path / "xlwings.py")
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: other)
    with pytest.raises(vbasource.SourceError, match="xlwings 版本与本产品不符"):
        vbasource.runtime()
