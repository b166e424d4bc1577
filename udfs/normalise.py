"""One spelling for what people type: widths, blanks inside numbers, operators, Chinese numerals.

>>> normalise("＞＝ 99. 16％")
'≥99.16%'
>>> normalise("1,200 人；百分之九十五")
'1200人;95%'
>>> normalise("≥\\n95 %")
'≥95%'
>>> chinese_number("一百二十")
120

Every step costs time in proportion to the text: a run of blanks becomes one first, and no pattern looks at a
character again for each of those before it.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from udfs.patterns import lazy

_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_POWERS = {"十": 10, "百": 100, "千": 1000, "廿": 20, "卅": 30}
CHINESE = "零〇一二两三四五六七八九十百千万亿廿卅"

# What nobody sees: controls, category Cf (joiners, marks of direction, soft hyphens, tags), variation selectors, letters without a shape.
INVISIBLE = lazy(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u034f\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2"
    "\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff"
    "\uffa0\ufff9-\ufffb\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3"
    "\U0001d173-\U0001d17a\U000e0001\U000e0020-\U000e007f\U000e0100-\U000e01ef]+"
)
_BREAK = "\n\r\x0b\x0c\x85\u2028\u2029"

_SPELLINGS = (
    (lazy(r"[═﹦⩵〓]+"), "="),
    (lazy(r"≥?(?:>=|=>|>或=|≧|⩾|≳|≥=)"), "≥"),
    (lazy(r"≤?(?:<=|=<|<或=|≦|⩽|≲|≤=)"), "≤"),
    (lazy(r"==+"), "="),
    (lazy(r"[~〜∼～]+"), "~"),
    (lazy(r"[‐‑‒–—―−─]+"), "-"),
    (lazy(r"(?<=\d)[x×✕✖*X](?=\d)"), "×"),
    (lazy("⁄"), "/"),
)
# "①结案率90%": a circled figure counts items, it is no digit of the number behind it.
_CIRCLED = lazy(r"[①-⑳⓪㈠-㈩]")
# The time of day that an export writes behind a date; without its blank it would run into the day.
_TIME_OF_DAY = lazy(r"(?<=[\d日]) (?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?$")
# "300，301" are two values, "12，000" is one.
_WIDE_COMMA = lazy(r"(?<=\d)，(?=\d)(?![0０]{3}(?!\d))")
_BLANKS = lazy(r"[\s\u2800]+")
# The point of an input method: 95。5, 95·5.
_POINT = lazy(r"(?<=\d) ?[.。·•・・] ?(?=\d)")
_BARE_POINT = lazy(r"(?<![\d.])\.(?=\d)")
_VALUES_APART = lazy(r"(?:(?<=\d[%‰人次项个元])|(?<=[万亿][人次元])) (?=[\d≥≤])")
_THOUSANDS = lazy(r"(?<![\d.])(?<!\d[,'’])\d{1,3}(?:(?:[,'’]| )\d{3})+(?![\d,'’])")
# A line that begins with a value is a value of its own where the line above ends with one.
_LINES = lazy(r"(?<=[%‰一-鿿A-Za-z)。；;,，、]) ?\n ?(?=[≥≤><=\d《》≪≫])")
_LINE_OF_VALUE = lazy(r"\d[万亿千百十]{0,2}[%‰一-鿿A-Za-z]{0,4}(?<![年月至到或比xX×])[)。；;,，、]? ?\n")
_PERCENT = lazy(rf"(百|千|万)分之([{CHINESE}]+(?:点[{CHINESE}]+)?|\d+(?:\.\d+)?)")
_PARTS = {"百": 0, "千": 1, "万": 2}
_FRACTION = lazy(r"(?<![百千万\d])([二三四五六七八九十])分之([一二两三四五六七八九])")
_TENTHS = lazy(
    r"(?<![\d完达变构形])([一二两三四五六七八九十])成([一二三四五六七八九半])?(?![本立果效功员为绩长熟交就])"
)
# What most cells hold needs no step but those for numerals.
_CLEAN = lazy(r"[≥≤]?[一-鿿0-9%]+(?:\.[0-9]+[一-鿿%]*)?")
_MONEY = lazy(r"[¥￥](\d+(?:\.\d+)?)(?!\d|\.\d|[万亿千百]*元)([万亿]?)")


def chinese_number(text: str) -> int | None:
    """The number that Chinese numerals write, or None: 九 → 9, 一百二十 → 120, 三万五 → 35000."""
    total = section = digit = 0
    power = 1
    seen = False
    for character in text:
        if character in _DIGITS:
            digit = _DIGITS[character]
            seen = True
        elif character in "廿卅":
            section += _POWERS[character]
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
    whole, _, behind = match[2].partition("点")
    if not whole[0].isdigit():
        number = chinese_number(whole)
        digits = "".join(str(_DIGITS[c]) for c in behind if c in _DIGITS)
        whole = f"{number}.{digits}" if digits else f"{number}"
    shift = _PARTS[match[1]]
    if not shift:
        return whole + "%"
    front, _, back = whole.partition(".")
    front = front.zfill(shift + 1)
    return f"{front[:-shift]}.{front[-shift:]}{back}%"


def _fraction(match: re.Match[str]) -> str:
    return f"{chinese_number(match[2])}/{chinese_number(match[1])}"


def _tenths(match: re.Match[str]) -> str:
    number = chinese_number(match[1])
    rest = match[2]
    return f"{(number or 0) * 10 + (5 if rest == '半' else _DIGITS.get(rest or '零', 0))}%"


def _joined(match: re.Match[str]) -> str:
    return re.sub(r"[,'’\s]", "", match[0])


def _one_blank(match: re.Match[str]) -> str:
    return "\n" if any(c in match[0] for c in _BREAK) else " "


def _line(match: re.Match[str]) -> str:
    start = max(0, match.start() - 12)
    above = match.string[start : match.end()]
    if above.rstrip()[-1:] in "mM" and match.string[match.end()] in "23":  # m², broken
        return ""
    return ";" if _LINE_OF_VALUE.search(above) else ""


def _spelled(text: str) -> str:
    """*text* in one width, without what nobody sees, with one sign for each operator and no blanks."""
    if not text.isascii() or not text.isprintable():
        text = INVISIBLE.sub("", text)
    # NFKC would take ≯ apart, into > and a stroke through it.
    text = _WIDE_COMMA.sub(";", _CIRCLED.sub(";", text)).replace("≯", "≤").replace("≮", "≥")
    text = INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).strip()
    text = _BLANKS.sub(_one_blank, text)
    if ":" in text and text[:2] in ("19", "20"):
        text = _TIME_OF_DAY.sub("", text)
    text = _POINT.sub(".", text)
    if "\n" in text:
        text = _LINES.sub(_line, text)
    text = _BARE_POINT.sub("0.", text)
    text = _VALUES_APART.sub(";", text)
    text = _THOUSANDS.sub(_joined, text)
    text = text.replace(" ", "").replace("\n", "")
    for pattern, sign in _SPELLINGS:
        text = pattern.sub(sign, text)
    return text


@lru_cache(maxsize=16_384)
def normalise(text: str) -> str:
    """*text* in one spelling: NFKC, operators as one sign, no blanks, no thousands marks, 百分之N and N成 as N%.

    Lines that begin with a value, and values with a blank between them, are set apart by ";".
    """
    if not _CLEAN.fullmatch(text):
        text = _spelled(text)
    if "百分百" in text:
        text = text.replace("百分百", "100%")
    if "分之" in text:
        text = _FRACTION.sub(_fraction, _PERCENT.sub(_percent, text))
    if "成" in text:
        text = _TENTHS.sub(_tenths, text)
    if "¥" in text:
        text = _MONEY.sub(r"\1\2元", text)
    text = text.strip(";").rstrip("。.,、!").removeprefix("人民币")
    # "(≥95%)": brackets around all of it say nothing.
    return text[1:-1] if text.startswith("(") and text.find(")") == len(text) - 1 else text


def squeezed(text: str) -> str:
    """*text* for comparing two cells word for word: NFKC, no blanks, no punctuation at the ends.

    >>> squeezed("≥９0 %。") == squeezed("≥90%")
    True
    """
    return normalise(text).strip(";:。,、.!")
