"""Taking the keys of a layout file one by one: what is missing, of another type or left over is an error.

>>> Table("示例.toml", {"height": 30, "hight": 1}).take("height", int)
30
>>> Table("示例.toml", {"hight": 1}).done()
Traceback (most recent call last):
...
workbook_templates.errors.TemplateError: 表样文件 示例.toml：键 hight 无法识别，请改正或删除 / layout file 示例.toml: key hight is unknown; correct or remove it
"""

from __future__ import annotations

from typing import Any

from udfs.text import Text
from workbook_templates.errors import TemplateError


class Table:
    """One table of a layout file; *where* is its place in the file as messages name it (top[3].cells[1])."""

    def __init__(self, file: str, values: object, where: str = "") -> None:
        self.file, self.where = file, where
        if not isinstance(values, dict):
            raise self.error("", Text("应为一组键值", "should be a table"))
        self.values = dict(values)

    def error(self, key: str, what: Text) -> TemplateError:
        """The error that names file, key and what is wrong there."""
        place = ".".join(part for part in (self.where, key) if part) or "…"
        return TemplateError(
            Text(
                f"表样文件 {self.file}：键 {place} {what.zh}",
                f"layout file {self.file}: key {place} {what.en}",
            )
        )

    def take(self, key: str, *types: type) -> Any:
        """The value of a key that must be there."""
        if key not in self.values:
            raise self.error(key, Text("缺失，请补上", "is missing; add it"))
        value = self.values.pop(key)
        if not isinstance(value, types) or (isinstance(value, bool) and bool not in types):
            raise self.wrong(key, value)
        return value

    def get(self, key: str, default: Any, *types: type) -> Any:
        """The value of a key that may be left out."""
        return self.take(key, *types) if key in self.values else default

    def wrong(self, key: str, value: object) -> TemplateError:
        return self.error(key, Text(f"的值 {value!r} 不对", f"has a wrong value: {value!r}"))

    def count(self, key: str, low: int, high: int, default: int | None = None) -> int:
        """A whole number between *low* and *high*."""
        value = self.take(key, int) if default is None else self.get(key, default, int)
        if not low <= value <= high:
            raise self.wrong(key, value)
        return int(value)

    def one_of(self, key: str, allowed: tuple[str, ...], default: str | None = None) -> str:
        value = self.take(key, str) if default is None else self.get(key, default, str)
        if value not in allowed:
            raise self.error(
                key,
                Text(
                    f"的值 {value!r} 不对，可用：{'、'.join(allowed)}",
                    f"is {value!r}, not one of {', '.join(allowed)}",
                ),
            )
        return str(value)

    def table(self, key: str) -> Table:
        return Table(self.file, self.take(key, dict), self._inside(key))

    def tables(self, key: str, least: int = 1) -> list[Table]:
        """The tables of an array, from 1 on in messages."""
        items = self.get(key, [], list)
        if len(items) < least:
            raise self.error(key, Text("缺失，请补上", "is missing; add it"))
        return [Table(self.file, item, f"{self._inside(key)}[{n}]") for n, item in enumerate(items, 1)]

    def _inside(self, key: str) -> str:
        return f"{self.where}.{key}" if self.where else key

    def done(self) -> None:
        """Nothing may be left over."""
        for key in self.values:
            raise self.error(key, Text("无法识别，请改正或删除", "is unknown; correct or remove it"))
