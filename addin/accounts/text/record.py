"""What a narrative is read into: findings, differences within tolerance, the figures that a rule took, projects, shares.

>>> from addin.accounts.text.plain import Plain
>>> agrees(Plain.of("14344.1万元").figures[0], D("14344.12")), agrees(Plain.of("1.43亿元").figures[0], D("14344.12"))
(True, True)
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from addin.accounts.text.arithmetic import D, PercentVerdict
from addin.accounts.text.plain import Number
from addin.accounts.text.sections import Narrative, Paragraph
from addin.accounts.text.subjects import Subject
from addin.judging.findings import Finding, finding
from udfs.decimals import half_up
from udfs.text import Text

CENT = D("0.01")


@dataclass(frozen=True, slots=True)
class Project:
    """A 绩效自评综述: the project's name, its paragraph, budget and executed amount as far as they are stated."""

    name: str
    paragraph: Paragraph
    budget: tuple[Paragraph, Number] | None = None
    executed: tuple[Paragraph, Number] | None = None


@dataclass(frozen=True, slots=True)
class Spent:
    """An amount of the list 项目支出主要用于…: the project as named there."""

    name: str
    paragraph: Paragraph
    number: Number


@dataclass(slots=True)
class TextReading:
    """What was read of a narrative: findings, differences within tolerance, the figures taken, projects, the list of spending."""

    narrative: Narrative
    findings: list[Finding] = field(default_factory=list)
    tail: list[tuple[Paragraph, Number, str]] = field(default_factory=list)
    taken: set[tuple[int, int]] = field(default_factory=set)
    projects: list[Project] = field(default_factory=list)
    spent: list[Spent] = field(default_factory=list)
    changes: list[tuple[Paragraph, Subject, Number, int, Number | None]] = field(default_factory=list)
    stated: list[tuple[Paragraph, str, Number]] = field(default_factory=list)
    shares: list[tuple[Paragraph, str, str, Number, Number | None]] = field(default_factory=list)
    budgeted: list[tuple[Paragraph, str, Number]] = field(default_factory=list)

    def take(self, paragraph: Paragraph, *numbers: Number | None) -> None:
        """Note that a rule took these figures."""
        self.taken.update((paragraph.number, number.start) for number in numbers if number is not None)


def say(paragraph: Paragraph, code: str, message: Text, *, found: str = "", expected: str = "") -> Finding:
    """A finding at a paragraph (¶n)."""
    return finding(code, message, cell=paragraph.cell, found=found, expected=expected)


def judge_percent(
    reading: TextReading, paragraph: Paragraph, number: Number, judged: tuple[PercentVerdict, str, Text]
) -> None:
    """A finding where the percentage is wrong, a 尾差 where it is off by its last place."""
    result, code, words_ = judged
    if result.expected is None:
        return
    expected = format(result.expected, "f") + number.unit
    if result.state == "tail":
        reading.tail.append((paragraph, number, expected))
    elif result.state == "wrong":
        clause = paragraph.plain.clause(number)
        reading.findings.append(
            say(
                paragraph,
                code,
                Text(f"“{clause}”：{words_.zh}＝{expected}", f"{clause!r}: {words_.en} = {expected}"),
                found=paragraph.plain.printed(number),
                expected=expected,
            )
        )


def agrees(number: Number, value: Decimal) -> bool:
    """Whether a printed amount is the table's *value* (万元): with fewer decimals the rounded one, else within 0.01 万元."""
    shown = value / (number.wan / number.value if number.value else _unit(number))
    if number.unit == "元":
        return abs(number.wan - value) <= CENT
    if number.unit == "万元" and number.places >= 2:
        return abs(half_up(value, max(number.places, 2)) - number.value) <= CENT
    return half_up(shown, number.places) == number.value or number.wan == value


def _unit(number: Number) -> Decimal:
    return {"亿元": Decimal(10_000), "万元": Decimal(1), "元": Decimal(1) / 10_000}[number.unit]


def exact(number: Number, value: Decimal) -> bool:
    """Whether a printed amount is the table's to its last digit."""
    if number.unit == "万元" and number.places >= 2:
        return half_up(value, number.places) == half_up(number.wan, number.places)
    return number.unit != "元" or number.wan == value or half_up(number.wan, 2) == half_up(value, 2)


def agrees_scaled(number: Number, value: Decimal, factor: Decimal | int) -> bool:
    """Whether the amount times *factor* is the table's."""
    return abs(number.wan * factor - value) <= CENT
