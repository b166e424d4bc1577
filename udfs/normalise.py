"""One spelling for what people type: widths, blanks inside numbers, operators, Chinese numerals.

>>> normalise("＞＝ 99. 16％")
'≥99.16%'
>>> normalise("1,200 人；百分之九十五")
'1200人;95%'
>>> chinese_number("一百二十")
120
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_POWERS = {"十": 10, "百": 100, "千": 1000}
CHINESE = "零〇一二两三四五六七八九十百千万亿"

_SPELLINGS = (
    (re.compile(r">=|=>|≧|⩾|≥="), "≥"),
    (re.compile(r"<=|=<|≦|⩽|≤="), "≤"),
    (re.compile(r"[~〜∼～]+"), "~"),
    (re.compile(r"[‐‑‒–—―−]+"), "-"),
)
# "①结案率90%": a circled figure counts items, it is no digit of the number behind it.
_CIRCLED = re.compile(r"[①-⑳⓪㈠-㈩]")
# "300，301" are two values, "12，000" is one.
_WIDE_COMMA = re.compile(r"(?<=\d)，(?=\d)(?![0０]{3}(?!\d))")
_POINT = re.compile(r"(?<=\d)\s*\.\s*(?=\d)")
_BARE_POINT = re.compile(r"(?<![\d.])\.(?=\d)")
_VALUES_APART = re.compile(r"(?<=[%‰人次项个元])\s+(?=[\d≥≤])")
_THOUSANDS = re.compile(r"(?<![\d.])\d{1,3}(?:(?:,|\s)\d{3})+(?!\d)")
_LINES = re.compile(r"\s*[\r\n]+\s*(?=[≥≤><=\d《》≪≫])")
_BLANKS = re.compile(r"\s+")
_PERCENT = re.compile(rf"百分之([{CHINESE}]+(?:点[{CHINESE}]+)?|\d+(?:\.\d+)?)")
_TENTHS = re.compile(
    r"(?<![\d完达变构形])([一二两三四五六七八九十])成([一二三四五六七八九半])?(?![本立果效功员为])"
)


def chinese_number(text: str) -> int | None:
    """The number that Chinese numerals write, or None: 九 → 9, 一百二十 → 120, 三万五 → 35000."""
    total = section = digit = 0
    power = 1
    seen = False
    for character in text:
        if character in _DIGITS:
            digit = _DIGITS[character]
            seen = True
        elif character in _POWERS:
            power = _POWERS[character]
            section += (digit or (0 if seen and digit else 1)) * power
            digit = 0
            seen = True
        elif character in "万亿":
            power = 10_000 if character == "万" else 100_000_000
            total = (total + section + digit if section or digit or total else 1) * power
            section = digit = 0
            seen = True
        else:
            return None
    if not seen:
        return None
    # "三百五" is 350: a last digit right behind a power counts in the next lower one.
    if digit and power >= 100 and len(text) > 1 and text[-2] in "百千万亿":
        digit *= power // 10
    return total + section + digit


def _percent(match: re.Match[str]) -> str:
    whole, _, behind = match[1].partition("点")
    if whole[0].isdigit():
        return whole + "%"
    number = chinese_number(whole)
    digits = "".join(str(_DIGITS[c]) for c in behind if c in _DIGITS)
    return f"{number}.{digits}%" if digits else f"{number}%"


def _tenths(match: re.Match[str]) -> str:
    number = chinese_number(match[1])
    rest = match[2]
    return f"{(number or 0) * 10 + (5 if rest == '半' else _DIGITS.get(rest or '零', 0))}%"


def _joined(match: re.Match[str]) -> str:
    return re.sub(r"[,\s]", "", match[0])


@lru_cache(maxsize=16_384)
def normalise(text: str) -> str:
    """*text* in one spelling: NFKC, operators as one sign, no blanks, no thousands marks, 百分之N and N成 as N%.

    Lines that begin with a value, and values with a blank between them, are set apart by ";".
    """
    # NFKC would take ≯ apart, into > and a stroke through it.
    text = _WIDE_COMMA.sub(";", _CIRCLED.sub(";", text)).replace("≯", "≤").replace("≮", "≥")
    text = unicodedata.normalize("NFKC", text).strip()
    text = _POINT.sub(".", text)
    text = _LINES.sub(";", text)
    text = _BARE_POINT.sub("0.", text)
    text = _VALUES_APART.sub(";", text)
    text = _THOUSANDS.sub(_joined, text)
    text = _BLANKS.sub("", text)
    for pattern, sign in _SPELLINGS:
        text = pattern.sub(sign, text)
    if "百分之" in text:
        text = _PERCENT.sub(_percent, text)
    if "成" in text:
        text = _TENTHS.sub(_tenths, text)
    text = text.strip(";").rstrip("。.,、!").removeprefix("人民币")
    # "(≥95%)": brackets around all of it say nothing.
    return text[1:-1] if text.startswith("(") and text.find(")") == len(text) - 1 else text


def squeezed(text: str) -> str:
    """*text* for comparing two cells word for word: NFKC, no blanks, no punctuation at the ends.

    >>> squeezed("≥９0 %。") == squeezed("≥90%")
    True
    """
    return normalise(text).strip(";:。,、.!")
