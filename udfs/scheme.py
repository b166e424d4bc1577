"""Schemes (口径): the rules of one jurisdiction for a span of years, as dated data.

A scheme is a TOML file in schemes/: a new region or year is a new file. Every key is required and none is
free: a file that says too much or too little is refused with its name and the key. Nothing is defaulted.

    >>> scheme = load_scheme("mof-2021", 2024)
    >>> scheme.budget_points, [dict(s) for s in scheme.sections][0]["成本"]
    (Decimal('10'), Decimal('20'))
    >>> load_scheme("mof-2020", 2024)
    Traceback (most recent call last):
    ...
    udfs.errors.SchemeError: 口径 mof-2020 只适用于2019—2020年度，不适用于2024年度 / scheme mof-2020 rules 2019-2020, not 2024
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Literal, get_args

from udfs.errors import SchemeError
from udfs.strict_toml import Table, TomlFile
from udfs.text import Text

SECTIONS = ("成本", "产出", "效益", "满意度")
Reading = Literal["at_least", "at_most", "exact"]
READINGS: tuple[Reading, ...] = get_args(Reading)
FormKind = Literal["project", "overall"]
WeightsOnForm = Literal["column", "heading", "none"]
AtMostRule = Literal["ratio", "linear"]
DEFAULT = "mof-2020"
_LEVEL_WORDS = re.compile(r"预期|指标|目标")
_FOLDER = Path(__file__).with_name("schemes")


@dataclass(frozen=True, slots=True)
class Band:
    """One of the three levels of a qualitative row: the shares of the weight it may have, in percent, both included."""

    level: str
    top: Decimal
    bottom: Decimal


@dataclass(frozen=True, slots=True)
class Step:
    """A deduction for over-completion: from *above* percent of the target, *deduct* percent of the weight."""

    above: Decimal
    deduct: Decimal


@dataclass(frozen=True, slots=True, eq=False)
class Scheme:
    """The rules of one jurisdiction and span of years.

    years            (first, last); last is None while it is in force
    kind             "project" (项目支出) or "overall" (部门整体)
    weights_on_form  "column" (分值), "heading" (only in "(40分)" headings) or "none" (a form without scores)
    budget_scored    whether the execution rate (预算执行率) earns points, and how many (*budget_points*)
    sections         the allowed splits of points over 成本, 产出, 效益, 满意度
    bare             how a target is scored that neither sign, column nor name gives a direction: "at_least", "at_most", or
                     "exact", which stands above the name too
    at_most          "ratio" (W·T/A) or "linear" (W·(2T−A)/T between T and 2T)
    exceeds_from     from how many percent of the target an actual asks for an explanation
    explain_below    below how many percent of the budget an execution rate (执行率) asks for one
    bands, steps     the three qualitative levels; deductions for over-completion (none is published)
    places           decimals of a score; grades: (name, lowest total), best first
    """

    id: str
    name: str
    jurisdiction: str
    years: tuple[int, int | None]
    kind: str
    reference: str
    note: str
    weights_on_form: WeightsOnForm
    places: int
    budget_scored: bool
    budget_points: Decimal
    sections: tuple[Mapping[str, Decimal], ...]
    bare: Reading
    at_most: AtMostRule
    exceeds_from: Decimal
    explain_below: Decimal
    steps: tuple[Step, ...]
    bands: tuple[Band, ...]
    grades: tuple[tuple[str, Decimal], ...]
    words: tuple[str, ...]
    headings: tuple[str, ...]

    def rules_year(self, year: int) -> bool:
        """Whether *year* lies within its validity."""
        first, last = self.years
        return first <= year and (last is None or year <= last)

    def band_of(self, level: str) -> Band | None:
        """The band that *level* names, wholly or in short (达成, 部分达成, 未达成); None for anything else."""
        said = _LEVEL_WORDS.sub("", level).removeprefix("已")
        for band in self.bands:
            name = _LEVEL_WORDS.sub("", band.level)
            if said in (name, name[: name.find("达成") + 2]):
                return band
        return None


def parse_scheme(text: str, file: str) -> Scheme:
    """The scheme in TOML *text*; *file* is what error messages call it. Raises SchemeError."""
    root = TomlFile(file, Text("口径文件", "scheme file"), SchemeError).table(text)
    budget, quantitative, recognise = map(root.table, ("budget", "quantitative", "recognise"))
    scheme = Scheme(
        id=root.take("id", str),
        name=root.take("name", str),
        jurisdiction=root.take("jurisdiction", str),
        years=_years(root),
        kind=root.one_of("kind", get_args(FormKind)),
        reference=root.take("reference", str),
        note=root.take("note", str),
        weights_on_form=root.one_of("weights_on_form", get_args(WeightsOnForm)),
        places=root.count("places", 0, 6),
        budget_scored=budget.take("scored", bool),
        budget_points=budget.number("points", 0, 100),
        sections=tuple(_points(table) for table in root.tables("sections")),
        bare=quantitative.one_of("bare", READINGS),
        at_most=quantitative.one_of("at_most", get_args(AtMostRule)),
        exceeds_from=quantitative.number("exceeds_from", 100),
        explain_below=quantitative.number("explain_below", 0, 100),
        steps=tuple(_step(table) for table in quantitative.tables("steps")),
        bands=tuple(_band(table) for table in root.tables("bands")),
        grades=_grades(root),
        words=recognise.texts("words"),
        headings=recognise.texts("headings"),
    )
    for table in (budget, quantitative, recognise, root):
        table.done()
    if len(scheme.bands) != 3:
        raise root.wrong("bands", len(scheme.bands))
    return scheme


def _years(root: Table) -> tuple[int, int | None]:
    value = root.take("years", list)
    if not 1 <= len(value) <= 2 or not all(type(year) is int and 1990 <= year <= 2100 for year in value):
        raise root.wrong("years", value)
    if len(value) == 2 and value[0] > value[1]:
        raise root.wrong("years", value)
    return value[0], value[1] if len(value) == 2 else None


def _points(table: Table) -> Mapping[str, Decimal]:
    points = {name: table.number(name, 0, 100) for name in SECTIONS if name in table.values}
    table.done()
    return points


def _band(table: Table) -> Band:
    band = Band(table.take("level", str), table.number("top", 0, 100), table.number("bottom", 0, 100))
    table.done()
    return band


def _step(table: Table) -> Step:
    step = Step(table.number("above", 100), table.number("deduct", 0, 100))
    table.done()
    return step


def _grades(root: Table) -> tuple[tuple[str, Decimal], ...]:
    table = root.table("grades")
    grades = tuple((name, table.number(name, 0, 100)) for name in list(table.values))
    return tuple(sorted(grades, key=lambda grade: -grade[1]))


@cache
def _load(place: str) -> Scheme:
    path = Path(place)
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SchemeError(
            Text(f"读不了口径文件 {path}：{error}", f"cannot read scheme file {path}: {error}")
        ) from None
    return parse_scheme(text, path.name)


@cache
def scheme_ids() -> tuple[str, ...]:
    """The ids of the schemes that ship with the product, sorted."""
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.toml")))


def load_scheme(name: str, year: int | None = None) -> Scheme:
    """The scheme called *name*, or in the file *name* where that ends in ".toml".

    Raises SchemeError where there is none, where its file is wrong, or where it does not rule *year*.
    """
    if name.lower().endswith(".toml"):
        scheme = _load(name)
    elif name in scheme_ids():
        scheme = _load(f"{_FOLDER}/{name}.toml")
    else:
        known = "、".join(scheme_ids())
        raise SchemeError(
            Text(
                f"没有口径“{name}”；可用的口径：{known}",
                f"no scheme {name!r}; known: {', '.join(scheme_ids())}",
            )
        )
    if year is not None and not scheme.rules_year(year):
        first, last = scheme.years
        zh = f"{first}—{last}年度" if last else f"{first}年度起"
        en = f"{first}-{last}" if last else f"{first} on"
        raise SchemeError(
            Text(
                f"口径 {scheme.id} 只适用于{zh}，不适用于{year}年度",
                f"scheme {scheme.id} rules {en}, not {year}",
            )
        )
    return scheme


def all_schemes() -> tuple[Scheme, ...]:
    """Every scheme that ships with the product, by id."""
    return tuple(load_scheme(name) for name in scheme_ids())
