"""One real LibreOffice with our functions for all tests of a process: started with the first that asks for it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from addin.libreoffice import extension
from addin.libreoffice.office import Office, prepare_profile

_STARTS_ONE = ("test_locale.py", "test_office.py", "test_extension.py", "test_names.py", "pictures")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that need a LibreOffice are marked: those that ask for one, and those that start one of their own."""
    for item in items:
        if "office" in getattr(item, "fixturenames", ()) or item.path.name in _STARTS_ONE:
            item.add_marker(pytest.mark.office)


# Formulas are computed on load, as a person who opens the file and recalculates sees them.
RECALCULATE = {("Office.Calc/Formula/Load", "OOXMLRecalcMode"): "0"}


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    profile = tmp_path_factory.mktemp("libreoffice") / "profile"
    prepare_profile(profile, RECALCULATE)
    extensions = extension.unpack(tmp_path_factory.mktemp("extensions"))
    with Office(profile, extensions=extensions) as running:
        yield running
