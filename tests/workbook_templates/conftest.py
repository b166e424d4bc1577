"""The published forms in the template of their scheme."""

from __future__ import annotations

import pytest
from published import PUBLISHED, Published


@pytest.fixture(scope="session", params=PUBLISHED)
def published(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Published:
    return Published(request.param, tmp_path_factory.mktemp(request.param) / "自评表.xlsx")
