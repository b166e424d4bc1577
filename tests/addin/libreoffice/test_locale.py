"""A file with a Chinese name opens, whatever the locale of the machine."""

from __future__ import annotations

from pathlib import Path

import pytest
from command import save

from addin.libreoffice.office import Office, prepare_profile


@pytest.mark.parametrize("locale", ["C", "zh_CN.UTF-8"])
def test_a_chinese_name_opens(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, locale: str) -> None:
    monkeypatch.setenv("LC_ALL", locale)
    path = save(tmp_path / "自评表（培训）.xlsx")
    profile = tmp_path / "profile"
    prepare_profile(profile, {})
    with Office(profile) as office:
        document = office.open(path)
        assert document.Sheets[0].getCellByPosition(0, 0).String == "项目支出绩效自评表"
