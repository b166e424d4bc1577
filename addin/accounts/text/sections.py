"""Which section of the narrative a paragraph belongs to, by the words of the headings.

>>> [(p.section, p.heading) for p in read_text(["一、收入决算情况说明", "2024年度收入合计5万元。", "第四部分 重点工作"]).paragraphs]
[('income', True), ('income', False), ('', True)]
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from addin.accounts.text.plain import Plain

_PART = re.compile(r"^第[一二三四五六七八九十]部分")
_LEVEL1 = re.compile(r"^[一二三四五六七八九十]{1,3}[、.]")
_LEVEL2 = re.compile(r"^\([一二三四五六七八九十]{1,3}\)")
_ENDS = re.compile(r"(情况|说明|结果)[。:]?$")
_LONGEST = 45
_YEAR = re.compile(r"(20\d\d)年度?")


@cache
def words() -> dict[str, Any]:
    """narrative.toml as it stands."""
    return tomllib.loads(files("addin.accounts.text").joinpath("narrative.toml").read_text("utf-8"))


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph with its number (¶n), its section's key ("" for none), whether it is a heading, and its part (第四部分: 4)."""

    number: int
    plain: Plain
    section: str
    heading: bool
    part: int

    @property
    def text(self) -> str:
        return self.plain.text

    @property
    def cell(self) -> str:
        return f"¶{self.number}"


@dataclass(frozen=True, slots=True)
class Narrative:
    """The paragraphs, and the year of the report (None where no title names one)."""

    paragraphs: tuple[Paragraph, ...]
    year: int | None

    @property
    def is_narrative(self) -> bool:
        """Whether it has at least two of the sections of a 情况说明."""
        return len({p.section for p in self.paragraphs if p.section and p.heading}) >= 2


def read_text(paragraphs: Iterable[str]) -> Narrative:
    """Paragraphs → the narrative."""
    found: list[Paragraph] = []
    section, part = "", 0
    for number, original in enumerate(paragraphs, 1):
        plain = Plain.of(original)
        heading = is_heading(plain)
        match = _PART.match(plain.text)
        if match and len(plain.text) < _LONGEST + 10:
            part, section, heading = "一二三四五六七八九十".index(match[0][1]) + 1, "", True
            if part == 4 and re.search("决算|说明", plain.text):
                part = 3  # where the tables have a part of their own, or the profile has two
        elif heading:
            key = section_of(plain.text)
            if key or _LEVEL1.match(plain.text):
                section = key
        found.append(Paragraph(number, plain, section, heading, part))
    return Narrative(tuple(found), _year(found))


def is_heading(plain: Plain) -> bool:
    """Whether a paragraph is a heading: 一、… or a line that ends in 情况/说明, short, without money."""
    text = plain.text
    if len(text) >= _LONGEST or any(f.kind == "money" for f in plain.figures):
        return False
    if _LEVEL1.match(text):
        return "。" not in text[:-1]
    if re.match(r"^\d+[.、]", text):
        return False
    return (_ENDS.search(text) is not None or _LEVEL2.match(text) is not None) and not re.search(
        "[。;]", text[:-1]
    )


def section_of(heading: str) -> str:
    """The key of the first section whose words stand in the heading, or ""."""
    for entry in words()["section"]:
        if re.search(entry["heading"], heading):
            return str(entry["key"])
    return ""


def _year(paragraphs: list[Paragraph]) -> int | None:
    """The year of the report: of the title; else the one that the headings and sentences name most."""
    for paragraph in paragraphs[:12]:
        match = _YEAR.search(paragraph.text)
        if match and len(paragraph.text) < 60 and re.search("决算|部门|公开", paragraph.text):
            return int(match[1])
    years = Counter(match[1] for p in paragraphs for match in _YEAR.finditer(p.text))
    return int(years.most_common(1)[0][0]) if years else None
