r"""Number format codes (``[Red]#,##0.00"万元";@``) taken apart into sections, and the codes known by id.

addin.files.number_format lays numbers and dates into the sections; nothing else needs to know them.

    >>> section = sections('#,##0.0,"千元"')[0]
    >>> section.kind, section.places, section.scale, section.grouped
    ('number', 1, -3, True)
    >>> [s.kind for s in sections("yyyy/m/d;@")], sections("h:mm")[0].kind
    (['date'], 'time')
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Literal

# The formats that a file names by number only; currency and dates as a Chinese Excel shows them.
BUILTIN: dict[int, str] = {
    0: "General",
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    5: '"¥"#,##0;"¥"\\-#,##0',
    6: '"¥"#,##0;[Red]"¥"\\-#,##0',
    7: '"¥"#,##0.00;"¥"\\-#,##0.00',
    8: '"¥"#,##0.00;[Red]"¥"\\-#,##0.00',
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    12: "# ?/?",
    13: "# ??/??",
    14: "yyyy/m/d",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    22: "yyyy/m/d h:mm",
    30: "m-d-yy",
    31: 'yyyy"年"m"月"d"日"',
    32: 'h"时"mm"分"',
    33: 'h"时"mm"分"ss"秒"',
    37: "#,##0_);(#,##0)",
    38: "#,##0_);[Red](#,##0)",
    39: "#,##0.00_);(#,##0.00)",
    40: "#,##0.00_);[Red](#,##0.00)",
    41: '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ',
    42: '_ "¥"* #,##0_ ;_ "¥"* -#,##0_ ;_ "¥"* "-"_ ;_ @_ ',
    43: '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ',
    44: '_ "¥"* #,##0.00_ ;_ "¥"* -#,##0.00_ ;_ "¥"* "-"??_ ;_ @_ ',
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mm:ss.0",
    48: "##0.0E+0",
    49: "@",
}
BUILTIN |= dict.fromkeys((27, 36, 50, 52, 57), 'yyyy"年"m"月"')
BUILTIN |= dict.fromkeys((28, 29, 51, 53, 54, 58), 'm"月"d"日"')
BUILTIN |= dict.fromkeys((34, 55), '上午/下午h"时"mm"分"')
BUILTIN |= dict.fromkeys((35, 56), '上午/下午h"时"mm"分"ss"秒"')

_LONGEST = 1024  # Excel allows 255; a longer code would only serve to blow the text up
_MOST_PLACES = 30
_MOST_SCALE = 12

_TOKEN = re.compile(
    r"""  "(?P<quoted>[^"]*)"?
      | [\\!](?P<escaped>.)
      | [_*](?P<padding>.)
      | \[(?P<bracket>[^\]]*)\]
      | (?P<general>General|G/通用格式)
      | (?P<half>AM/PM|A/P|上午/下午)
      | (?P<exponent>E[+-])
      | (?P<date>y+|m+|d+|h+|s+|e+|a{3,4}|g+|b+)
      | (?P<digit>[0\#?])
      | (?P<sign>[.,%/@;])
      | (?P<plain>.)
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?[0-9]{1,15}(?:\.[0-9]{1,15})?)$")
_SYSTEM_DATE = re.compile(r"\[\$-(?:[fF]800|x-sysdate)\]")
_SYSTEM_TIME = re.compile(r"\[\$-(?:[fF]400|x-systime)\]")

Token = tuple[str, str]
SectionKind = Literal["number", "date", "time", "general"]


@dataclass(frozen=True, slots=True)
class Section:
    """One of the parts between the semicolons.

    kind     "general" is shown without a pattern
    tokens   (kind, text): lit, digit, point, general; in dates y m d weekday h minute s half elapsed fraction
    places   decimals that are shown
    scale    power of ten: +2 for each %, -3 for each trailing comma
    """

    kind: SectionKind
    tokens: tuple[Token, ...] = ()
    condition: tuple[str, Decimal] | None = None
    places: int = 0
    scale: int = 0
    grouped: bool = False
    percent: bool = False


@lru_cache(maxsize=512)
def sections(code: str) -> tuple[Section, ...]:
    """The one to three sections of *code* that numbers are shown by; never empty."""
    if not code.strip() or len(code) > _LONGEST:
        return (Section("general"),)
    if _SYSTEM_DATE.match(code):
        code = BUILTIN[31]
    elif _SYSTEM_TIME.match(code):
        code = BUILTIN[21]
    raw: list[list[Token]] = [[]]
    for match in _TOKEN.finditer(code):
        kind = match.lastgroup or "plain"
        text = match[kind] or ""
        if kind == "sign" and text == ";":
            raw.append([])
        elif kind != "padding":
            raw[-1].append((kind, text))
    # The last section, where it has an @, is for text: "yyyy/m/d;@" has one section for numbers.
    while len(raw) > 1 and (len(raw) > 3 or ("sign", "@") in raw[-1]):
        raw.pop()
    return tuple(_section(tokens) for tokens in raw)


def _section(raw: list[Token]) -> Section:
    condition = None
    tokens: list[Token] = []
    for kind, text in raw:
        if kind == "bracket":
            found = _CONDITION.match(text)
            if found:
                condition = found[1], Decimal(found[2])
            elif text and not text.strip(text[0]) and text[0] in "hmsHMS":
                tokens.append(("elapsed", text.lower()))
            elif text.startswith("$"):
                tokens.append(("lit", text[1:].split("-")[0]))
            # what remains is a colour, a locale or a kind of digits: it does not change the number
        elif kind in ("quoted", "escaped", "plain"):
            tokens.append(("lit", text))
        else:
            tokens.append((kind, text))
    if any(kind in ("date", "elapsed") for kind, _ in tokens):
        clock = _clock(tokens)
        if clock is not None:
            days = any(kind in ("y", "m", "d", "weekday") for kind, _ in clock)
            return Section("date" if days else "time", tuple(clock), condition)
        tokens = [
            ("lit", text) if kind in ("date", "elapsed", "half") else (kind, text) for kind, text in tokens
        ]
    return _number(tokens, condition)


def _clock(tokens: list[Token]) -> list[Token] | None:
    """The tokens of a date or time; None where there are placeholders for digits too: then it is a number."""
    out: list[Token] = []
    last = ""  # the last letter of a date or time, by which minutes are known from months
    for kind, text in tokens:
        if kind == "digit":
            if not _fraction(out, last, text):
                return None
        elif kind in ("date", "elapsed"):
            last = _letters(out, last, kind, text)
        elif kind == "half":
            out.append((kind, text.upper()))
        else:
            out.append(("lit", text))
    return out


def _fraction(out: list[Token], last: str, text: str) -> bool:
    """Whether the digits are those behind seconds ("ss.00"); they are then put into *out*."""
    if out[-1:] == [("lit", ".")] and last == "s":
        out[-1] = ("fraction", text)
    elif out and out[-1][0] == "fraction":
        out[-1] = ("fraction", out[-1][1] + text)
    else:
        return False
    return True


def _letters(out: list[Token], last: str, kind: str, text: str) -> str:
    """Put the letters of a date or time into *out*; gives the letter that comes last now."""
    letter = text[0].lower()
    if letter in "gb":
        return last
    if letter == "s" and kind == "date":
        _minutes_before(out)
    if kind == "elapsed":
        out.append((kind, text))
    elif letter == "m" and last == "h" and len(text) <= 2:
        out.append(("minute", text))
    else:
        out.append(({"e": "y", "a": "weekday"}.get(letter, letter), "yyyy" if letter == "e" else text))
    return letter


def _minutes_before(out: list[Token]) -> None:
    """What was read as months just before seconds is minutes."""
    for back in range(len(out) - 1, -1, -1):
        if out[back][0] == "m" and len(out[back][1]) <= 2:
            out[back] = ("minute", out[back][1])
        if out[back][0] != "lit":
            return


def _number(tokens: list[Token], condition: tuple[str, Decimal] | None) -> Section:
    digits = [at for at, (kind, _) in enumerate(tokens) if kind == "digit"]
    point = next((at for at, token in enumerate(tokens) if token == ("sign", ".")), len(tokens))
    if any(kind == "exponent" for kind, _ in tokens) or any(
        token == ("sign", "/") and digits and digits[0] < at < digits[-1] for at, token in enumerate(tokens)
    ):
        return Section("general", condition=condition)
    last_whole = max((at for at in digits if at < point), default=-1)
    out: list[Token] = []
    kind_of_section: SectionKind = "number"
    scale = 0
    grouped = percent = False
    for at, (kind, text) in enumerate(tokens):
        if kind == "digit":
            out.append((kind, text))
        elif kind == "general" or (kind, text) == ("sign", "@"):
            kind_of_section = "general"
            out.append(("general", ""))
        elif kind == "sign" and text == "." and at == point:
            out.append(("point", "."))
        elif kind == "sign" and text == "," and digits and digits[0] < at < last_whole:
            grouped = True
        elif kind == "sign" and text == "," and out and out[-1][0] == "digit":
            scale -= 3
        elif kind == "sign" and text == "%":
            scale += 2
            percent = True
            out.append(("lit", text))
        else:
            out.append(("lit", text))
    places = sum(at > point for at in digits)
    if places > _MOST_PLACES or abs(scale) > _MOST_SCALE:
        return Section("general", condition=condition)
    return Section(kind_of_section, tuple(out), condition, places, scale, grouped, percent)
