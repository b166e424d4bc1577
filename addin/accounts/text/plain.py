"""A paragraph in one spelling with the figures in it; every place can be traced back to what is printed.

>>> p = Plain.of("收入合计１４，３４４．１２ 万元，下降7.87％，惠及2.03万人。")
>>> [(f.kind, str(f.value), f.unit, p.printed(f)) for f in p.figures]
[('money', '14344.12', '万元', '１４，３４４．１２ 万元'), ('percent', '7.87', '%', '7.87％'), ('count', '2.03', '万人', '2.03万人')]
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from udfs.decimals import D, decimals, half_up, plain

_QUOTES = "\"'“”‘’「」『』＂`〝〞"
_THOUSANDS = re.compile(r"(?<![\d.,])\d{1,3}(?:,\d{3})+(?![\d,])")
_NUMBER = re.compile(
    r"(?<![\d.A-Za-z])(?:(?<![\d\u4e00-\u9fff%)])-|(?<=[加长升少降低为])-)?\d+(?:\.\d+)?(?![\d.]*\d)"
)
_MONEY = re.compile(r"(余|多)?(亿元|万元|元)|(亿|万)(余|多)元|(亿|万)(?=[,。;、:)]|$)")
_PERCENT = re.compile(r"%|个?百分点|‰")
_NO_FIGURE_AFTER = re.compile(
    r"年(?!度?增|均)|月|日(?!均)|号|时(?!段)|周年|条|款|级|类|期|[.、)](?!\d)|/|届|楼|路|室|-\d|:\d\d"
)
_NO_FIGURE_BEFORE = re.compile(r"(第|〔|\[|〕|编号|文号|附件|公开|电话:?|号码:?|[A-Za-z\-])$|^\(?$")
_COUNT = re.compile(
    r"(?:余|多)?[万千百亿]?(?:余|多)?(?:人次|户次|家次|个次|场次|台[(]套[)]|平方米|公里|[个名人户家件场辆台套次所项批面条分篇座处吨亩])?"
)
FACTOR = {"亿元": Decimal(10_000), "万元": Decimal(1), "元": Decimal(1) / 10_000}


@dataclass(frozen=True, slots=True)
class Number:
    """A figure of a paragraph. *value* as printed, *places* its decimals; *start* … *end* with its unit, in the plain text.

    kind  money (unit 亿元, 万元, 元), percent, or count (anything else that is counted)
    """

    kind: Literal["money", "percent", "count"]
    value: Decimal
    places: int
    unit: str
    start: int
    end: int
    vague: bool = False

    @property
    def wan(self) -> Decimal:
        """An amount in 万元."""
        return self.value * FACTOR[self.unit]

    @property
    def half(self) -> Decimal:
        """Half a unit of what an amount was rounded to, in 万元: 0.005 for 万元."""
        if self.unit == "万元":
            return Decimal("0.005")
        return Decimal("0.5").scaleb(-self.places) * FACTOR[self.unit] if self.unit == "亿元" else Decimal(0)

    def in_unit(self, wan: Decimal) -> str:
        """An amount of 万元 in this one's unit and decimals (two at least where it has any)."""
        value = wan / FACTOR[self.unit]
        return plain(half_up(value, max(self.places, 2))) + self.unit


@dataclass(frozen=True, slots=True)
class Plain:
    """A paragraph: *text* in half width without blanks, quotes and thousands commas; *at* traces each character back."""

    original: str
    text: str
    at: tuple[int, ...]
    figures: tuple[Number, ...]

    @classmethod
    def of(cls, original: str) -> Plain:
        """Read a paragraph."""
        characters: list[str] = []
        at: list[int] = []
        for index, character in enumerate(original):
            if character in _QUOTES or character.isspace():
                continue
            for piece in unicodedata.normalize("NFKC", "−" if character in "－﹣" else character):
                if not piece.isspace():
                    characters.append("-" if piece in "−﹣－" else piece)
                    at.append(index)
        text = "".join(characters)
        drop = {
            place
            for match in _THOUSANDS.finditer(text)
            for place in range(match.start(), match.end())
            if text[place] == "," and _is_amount(text, match, original, at)
        }
        text = "".join(c for place, c in enumerate(text) if place not in drop)
        traced = tuple(index for place, index in enumerate(at) if place not in drop)
        return cls(original, text, traced, tuple(_figures(text)))

    def printed(self, number: Number) -> str:
        """The figure with its unit as it stands in the paragraph."""
        return self.span(number.start, number.end)

    def span(self, start: int, end: int) -> str:
        """What is printed between two places of the plain text."""
        if start >= end or start >= len(self.at):
            return ""
        return self.original[self.at[start] : self.at[min(end, len(self.at)) - 1] + 1]

    def clause(self, number: Number, width: int = 48) -> str:
        """The clause that ends with the figure, from the last full stop or semicolon, at most *width* characters."""
        begin = max((self.text.rfind(mark, 0, number.start) for mark in "。;"), default=-1) + 1
        return self.span(max(begin, number.end - width), number.end)


def _is_amount(text: str, match: re.Match[str], original: str, at: list[int]) -> bool:
    """Whether commas within digits are thousands marks: half width, or before a decimal point or a unit of money."""
    wide = any(original[at[i]] == "，" for i in range(match.start(), match.end()) if text[i] == ",")
    return not wide or re.match(r"\.\d|亿?万?元", text[match.end() :]) is not None


def _figures(text: str) -> list[Number]:
    found = []
    for match in _NUMBER.finditer(text):
        if len(match[0]) > 24:
            continue
        before, after = text[: match.start()], text[match.end() :]
        number = _number(match, before, after)
        if number is not None:
            found.append(number)
    return found


def _number(match: re.Match[str], before: str, after: str) -> Number | None:
    value = D(match[0])
    start, places = match.start(), decimals(value)
    money = _MONEY.match(after)
    if money and not before.endswith(("单价", "单位价值")):
        unit = money[2] or (money[3] or money[5]) + "元"
        vague = bool(money[1] or money[4])
        return Number("money", value, places, unit, start, match.end() + money.end(), vague)
    percent = _PERCENT.match(after)
    if percent:
        return Number("percent", value, places, percent[0], start, match.end() + percent.end())
    if (money and before.endswith(("单价", "单位价值"))) or _NO_FIGURE_AFTER.match(after):
        return None
    if _NO_FIGURE_BEFORE.search(before[-4:]) and (before == "" or _NO_FIGURE_BEFORE.search(before[-4:])[0]):  # type: ignore[index]
        return None
    count = _COUNT.match(after)
    unit = count[0] if count else ""
    if not unit and not places:
        return None
    return Number("count", value, places, unit, start, match.end() + len(unit))
