"""The command run in this process, for tests of many forms."""

from __future__ import annotations

from pathlib import Path

import pytest
from command import (
    Outcome,
    Run,
)

from addin.cli.main import main


@pytest.fixture
def jx(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs the command here, in English unless --lang says otherwise."""
    monkeypatch.setenv("LC_ALL", "C.UTF-8")

    def run(*words: str | Path) -> Outcome:
        capsys.readouterr()
        status = main([str(word) for word in words])
        said = capsys.readouterr()
        return Outcome(status, said.out, said.err)

    return run
