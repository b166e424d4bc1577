"""Reading a TOML file strictly: a key that is missing, of another type or unknown is an error that names file and key.

The keys of a table are taken one by one; what is left at the end nobody asked for. Schemes (口径) and layouts (表样) are
read so: a typing mistake in such a file is found when it is read, and never passed over.

>>> layout = TomlFile("示例.toml", Text("表样文件", "layout file"), SchemeError)
>>> table = layout.table("height = 30\\nhight = 1")
>>> table.count("height", 10, 400)
30
>>> table.done()
Traceback (most recent call last):
...
udfs.errors.SchemeError: 表样文件 示例.toml：键 hight 无法识别，请改正或删除 / layout file 示例.toml: key hight is unknown; correct or remove it
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeVar

from udfs.errors import JixiaoError, SchemeError
from udfs.text import Text

Choice = TypeVar("Choice", bound=str)


@dataclass(frozen=True, slots=True)
class TomlFile:
    """A file as messages name it: its *name*, the *kind* of file that it is, the class of *error* that is raised."""

    name: str
    kind: Text
    error: type[JixiaoError] = SchemeError

    def wrong(self, zh: str, en: str) -> JixiaoError:
        """The error that names the file and says what is wrong with it."""
        return self.error(Text(f"{self.kind.zh} {self.name}{zh}", f"{self.kind.en} {self.name}{en}"))

    def table(self, text: str) -> Table:
        """The table that the whole *text* of the file is, numbers as decimals. Raises *error* where it is no TOML."""
        try:
            return Table(self, tomllib.loads(text, parse_float=Decimal))
        except tomllib.TOMLDecodeError as error:
            raise self.wrong(f" 不是有效的 TOML：{error}", f" cannot be read as TOML: {error}") from None


class Table:
    """One table of a file; *where* is its place in the file as messages name it (top[3].cells[1]).

    Every method that takes a key raises the file's error where the value is not what is asked for.
    """

    def __init__(self, file: TomlFile, values: object, where: str = "") -> None:
        self.file, self.where = file, where
        if not isinstance(values, dict):
            raise self.error("", Text("应为一组键值", "should be a table"))
        self.values = dict(values)

    def error(self, key: str, what: Text) -> JixiaoError:
        """The error that names file, key and what is wrong there."""
        place = ".".join(part for part in (self.where, key) if part) or "…"
        return self.file.wrong(f"：键 {place} {what.zh}", f": key {place} {what.en}")

    def wrong(self, key: str, value: object) -> JixiaoError:
        """The error for a key with a wrong value."""
        return self.error(key, Text(f"的值 {value!r} 不对", f"has a wrong value: {value!r}"))

    def take(self, key: str, *types: type) -> Any:
        """The value of a key that must be there, of one of these types."""
        if key not in self.values:
            raise self.error(key, Text("缺失，请补上", "is missing; add it"))
        value = self.values.pop(key)
        if not isinstance(value, types) or (isinstance(value, bool) and bool not in types):
            raise self.wrong(key, value)
        return value

    def get(self, key: str, default: Any, *types: type) -> Any:
        """The value of a key that may be left out."""
        return self.take(key, *types) if key in self.values else default

    def number(self, key: str, low: int = 0, high: int = 1000) -> Decimal:
        """A number between *low* and *high*."""
        value = self.take(key, int, Decimal)
        if not low <= value <= high:
            raise self.wrong(key, value)
        return Decimal(value)

    def count(self, key: str, low: int, high: int, default: int | None = None) -> int:
        """A whole number between *low* and *high*; without a *default* it must be there."""
        value = self.take(key, int) if default is None else self.get(key, default, int)
        if not low <= value <= high:
            raise self.wrong(key, value)
        return int(value)

    def one_of(self, key: str, allowed: Sequence[Choice], default: Choice | None = None) -> Choice:
        """One of the *allowed* texts; without a *default* it must be there."""
        value = self.take(key, str) if default is None else self.get(key, default, str)
        for choice in allowed:
            if value == choice:
                return choice
        raise self.error(
            key,
            Text(
                f"的值 {value!r} 不对，可用：{'、'.join(allowed)}",
                f"is {value!r}, not one of {', '.join(allowed)}",
            ),
        )

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts."""
        value = self.take(key, list)
        if not all(isinstance(item, str) for item in value):
            raise self.wrong(key, value)
        return tuple(value)

    def table(self, key: str) -> Table:
        """The table under a key."""
        return Table(self.file, self.take(key, dict), self._inside(key))

    def tables(self, key: str) -> list[Table]:
        """The tables of an array that must be there, though it may be empty; they count from 1 in messages."""
        return self._numbered(key, self.take(key, list))

    def tables_or_none(self, key: str) -> list[Table]:
        """The tables of an array that may be left out."""
        return self._numbered(key, self.get(key, [], list))

    def some_tables(self, key: str) -> list[Table]:
        """The tables of an array that must have one or more."""
        tables = self.tables(key)
        if not tables:
            raise self.error(key, Text("缺失，请补上", "is missing; add it"))
        return tables

    def _numbered(self, key: str, items: list[Any]) -> list[Table]:
        return [Table(self.file, item, f"{self._inside(key)}[{n}]") for n, item in enumerate(items, 1)]

    def _inside(self, key: str) -> str:
        return f"{self.where}.{key}" if self.where else key

    def done(self) -> None:
        """Nothing may be left over. Raises the file's error for a key that nobody took."""
        for key in self.values:
            raise self.error(key, Text("无法识别，请改正或删除", "is unknown; correct or remove it"))
