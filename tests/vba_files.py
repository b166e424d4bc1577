"""Workbooks with macros as other programs read them."""

from __future__ import annotations

import warnings
import zipfile
from pathlib import Path


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def lines(text: str) -> list[str]:
    return text.replace("\r\n", "\n").rstrip("\n").split("\n")


def modules(path: Path) -> dict[str, list[str]]:
    """The text of every module as olevba reads it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from oletools.olevba import VBA_Parser

        parser = VBA_Parser(str(path))
        try:
            return {stream.split("/")[-1]: lines(code) for _, stream, _, code in parser.extract_macros()}
        finally:
            parser.close()
