"""The words of the target grammar as data, and the step that turns the words of a limit into its sign.

One table of signs and directions serves the whole package: WAYS; what a sign means (SIGNS) and how a reading or a
direction is called (READINGS, NAMES) is made of it.

>>> signed("不得低于95%"), signed("未超过20万元"), signed("达不到95%"), signed("最高不超过3天"), signed("不少于总数的30%")
('≥95%', '≤20万元', '<95%', '≤3天', '总数的≥30%')
>>> SIGNS["≤"].direction, SIGNS["≤"].reading, READINGS["at_most"].zh
('down', 'at_most', '反向')
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from udfs.normalise import CHINESE
from udfs.patterns import lazy
from udfs.text import Text

Direction = Literal["up", "down", "equal", "range", "about", ""]
Reading = Literal["at_least", "at_most", "exact", ""]
Op = Literal["≥", "≤", ">", "<", "=", "~", ""]


@dataclass(frozen=True, slots=True)
class Way:
    """One way in which a target may be meant: its direction, how it is scored, its signs, its name, what else asks for it."""

    direction: Direction
    reading: Reading
    signs: str
    name: Text
    also: tuple[str, ...] = ()


# The one table of signs, directions and readings.
WAYS = (
    Way("up", "at_least", "≥>", Text("正向", "more is better")),
    Way("down", "at_most", "≤<", Text("反向", "less is better")),
    Way("equal", "exact", "=", Text("相等", "exactly"), ("等于",)),
    Way("range", "", "", Text("区间", "range")),
    Way("about", "", "~", Text("约", "about")),
)
UNSIGNED = Way("", "", "", Text("", ""))
SIGNS: dict[str, Way] = {sign: way for way in WAYS for sign in way.signs} | {"": UNSIGNED}
NAMES: dict[str, Text] = {way.direction: way.name for way in (*WAYS, UNSIGNED)}
READINGS: dict[str, Text] = {way.reading: way.name for way in WAYS if way.reading} | {"range": NAMES["range"]}
# A reading and the words by which a formula may ask for it.
DIRECTIONS: dict[str, tuple[str, ...]] = {
    way.reading: (way.name.zh, *way.also, way.reading, way.direction, way.signs[0])
    for way in WAYS
    if way.reading
}

# Signs of this module alone. REACHED (达到): a limit in a target, the value itself in an actual. NEARLY (近): a little less.
# UNCLEAR: words that contradict each other or that nobody can read as one limit.
REACHED, NEARLY, ABOUT, UNCLEAR = "\ue001", "\ue002", "≈", "\ue003"
OPS: dict[str, Op] = {"≥": "≥", "≤": "≤", ">": ">", "<": "<", "=": "=", ABOUT: "~", REACHED: "≥", NEARLY: "~"}
# Signs as a scanner leaves them.
DAMAGED: dict[str, Op] = {**dict.fromkeys("《〈«≪", "≤"), **dict.fromkeys("》〉»≫", "≥")}
SUFFIXES: dict[str, Op] = {
    **dict.fromkeys(["以上", "之上"], "≥"),
    **dict.fromkeys(["以下", "之下", "以内", "之内", "内", "以里", "封顶", "为限"], "≤"),
    **dict.fromkeys(["左右", "上下"], "~"),
}
MULTIPLIERS = {
    "": 1,
    "百": 100,
    "千": 1000,
    "万": 10_000,
    "十万": 100_000,
    "百万": 1_000_000,
    "千万": 10_000_000,
    "亿": 100_000_000,
    "万亿": 1_000_000_000_000,
}

_MODAL = "得|能够?|可以?|应当?|应该|宜|允许|准许?|许|要|会|该|曾|予以?"
_NOT = (
    rf"(?:(?:不|未|没有?|勿|莫|并未|从未)(?:{_MODAL})*|严禁|禁止|避免|杜绝|防止|严防|切勿|谨防|拒绝)"
    r"(?:再次?|有|出现|发生|任意|随意|擅自|将)*"
)
_LESS = "低于|少于|小于|短于|下于|弱于|早于|低过"
_MORE = "超过|超出|高于|大于|多于|突破|长于|晚于|迟于|高出|超越|超(?![额标支期市级编])"
_SHORT_OF = "(?:未能?|没能|没有?|无法|不能|尚未|仍未|还未|并未)(?:够|有|曾)?(?:达到|达成|达|满足|实现到)|达不到|不达(?!标)|不足|不到(?!位)|不满(?!意)|不及(?!时|格)|未满|未及(?!时)"
_SAME_AS = (
    "上年|去年|上一年|上季|上月|往年|同期|前年|全国|全省|全市|全区|全县|年初|基期|历史|国家平均|行业平均"
)
_AHEAD = rf"(?=[一-鿿]{{0,10}}?[\d{CHINESE}])"

# The alternatives stand in the order in which they are tried: two negatives before one.
_WORDS = lazy(
    "|".join(
        (
            rf"(?P<beside>(?:{_NOT})?(?P<side>{_LESS}|{_MORE})(?:{_SAME_AS})[一-鿿]{{0,6}}?(?=\d))",
            rf"(?P<must>{_NOT}(?:{_LESS}|{_SHORT_OF}){_AHEAD}(?!等于|或等于))",
            rf"(?P<most>{_NOT}(?:{_MORE}){_AHEAD}(?!等于|或等于))",
            r"(?P<symbols>(?:不|未)(?:得|能|可|应|宜|会)?[><](?=\d))",
            rf"(?P<at_least>(?:{_MORE})(?:或者?)?等于|不下(?=\d)|至少|起码|最低为?(?=[\d≥不]|{REACHED})|最少(?=[\d≥不])|下限为?)",
            rf"(?P<at_most>(?:{_LESS})(?:或者?)?等于|至多|最多(?=[\d≤不])|最高为?(?=[\d≤不])|上限为?|控制(?:在|为|到)|限制在|压缩在|限定在)",
            rf"(?P<short>(?:{_SHORT_OF}){_AHEAD})",
            rf"(?P<reach>(?:力争|争取|确保)?达(?:到|成)?(?=[\d≥≤><不约])|(?:力争|争取|确保)?达到{_AHEAD})",
            rf"(?P<more>(?:{_MORE}){_AHEAD})",
            rf"(?P<less>(?:{_LESS}){_AHEAD})",
            r"(?P<equal>等于(?=\d))",
            r"(?P<nearly>(?:接近|将近|几近|逼近)(?=\d)|(?<![附最就邻])近(?=\d)(?!\d+年))",
            r"(?P<about>(?:大约|大概|大致|(?<![节制签预合条公违特履续简相])约)(?=[\d半]))",
        )
    )
)
_SIGN_OF = {
    "must": "≥",
    "most": "≤",
    "at_least": "≥",
    "at_most": "≤",
    "short": "<",
    "reach": REACHED,
    "more": ">",
    "less": "<",
    "equal": "=",
    "nearly": NEARLY,
    "about": ABOUT,
}
_DOUBLED = lazy(rf"[≥≤><={ABOUT}{REACHED}{NEARLY}]{{2,}}")
_DENIED_SIGN = lazy(rf"(?:{_NOT})[≥≤><={REACHED}]+")
_GAP = lazy(rf"([≥≤><{REACHED}])([一-鿿]{{1,10}})(?<!第)(?=-?\d)")
# Nothing is done to a text without one of these: the first characters of the words above, and signs that need a step.
_TRIGGER = lazy(
    "[不未没勿莫并从严禁避杜防切谨拒低少小短下弱早超高大多突长晚迟无尚仍还至起最限上控压力争确达等接将几逼近约≠]|<<|>>"
    rf"|[≥≤><={ABOUT}{REACHED}{NEARLY}][一-鿿≥≤><={ABOUT}{REACHED}{NEARLY}]"
)
_NUMERAL = lazy(rf"[\d{CHINESE}半]")


def _sign(match: re.Match[str]) -> str:
    kind = match.lastgroup or ""
    if match["beside"] is not None:
        # 高于上年5%: by how much it grew. 不低于上年5%: by 5, or 5 in all? Nobody can tell.
        if match["beside"].startswith(match["side"]):
            return "增长" if re.fullmatch(_MORE, match["side"]) else "下降"
        return UNCLEAR
    if kind == "symbols":
        return "≤" if ">" in match[0] else "≥"
    return _SIGN_OF[kind]


def _one_sign(match: re.Match[str]) -> str:
    """最高≤, 至少≥, 达到≥: the sign that says more; two that contradict each other are no limit."""
    strong = [sign for sign in match[0] if sign in "≥≤><="] or [match[0][-1]]
    if len({SIGNS[OPS[sign]].direction for sign in strong}) > 1:
        return UNCLEAR
    return next((sign for sign in strong if sign in "≥≤"), strong[0])


def signed(plain: str) -> str:
    """The words of a limit in normalised text as one sign each, beside the number they limit."""
    if not _TRIGGER.search(plain) or not _NUMERAL.search(plain):
        return plain
    text = _WORDS.sub(_sign, plain)
    text = text.replace("<<", "≪").replace(">>", "≫").replace("≠", UNCLEAR)
    text = _DOUBLED.sub(_one_sign, _DENIED_SIGN.sub(UNCLEAR, text))
    return _GAP.sub(r"\2\1", text)


def scale_word(multiplier: object) -> str:
    """万 for 10000, and so on."""
    return next(word for word, factor in MULTIPLIERS.items() if factor == multiplier)
