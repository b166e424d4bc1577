"""Reading what stands in a target or actual cell: "≥95%", "10.65万元", "1-2次", "2024年底前", "有所提升".

    target    := [op] number [unit] [suffix] | range | date | level | several

Nothing that a user types raises an error: what is no number and no date is a level (文字), and says so.

    >>> t = parse("不超过 1.5 万元/人")
    >>> t.kind, t.op, t.number, t.unit, t.per, t.multiplier
    ('number', '≤', Decimal('1.5'), '元', '人', Decimal('10000'))
    >>> parse("结案率90%，调解率60%").kind
    'several'
    >>> str(parse("九成以上"))
    '≥90%'
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache

from udfs.deadlines import Deadline, read_deadline
from udfs.decimals import ONE
from udfs.normalise import CHINESE, chinese_number, normalise

UP, DOWN, EQUAL, RANGE, ABOUT = "up", "down", "equal", "range", "about"
_DIRECTIONS = {"≥": UP, ">": UP, "≤": DOWN, "<": DOWN, "=": EQUAL, "~": ABOUT}

# 定性指标: placeholders that stand for "nothing filled in".
_BLANK = re.compile(r"[/\\\-_.…·~*×]*|[xX×]{1,4}|无|空|暂无|待定|待填|/A|[nN]/?[aA]")

_OPERATORS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "≥",
        (
            "大于或等于",
            "大于等于",
            "不低于",
            "不少于",
            "不小于",
            "不下于",
            "不短于",
            "力争达到",
            "达到",
            "至少",
            "最低",
            "最少",
            "不早于",
            "≥",
            "达",
        ),
    ),
    (
        "≤",
        (
            "小于或等于",
            "小于等于",
            "不高于",
            "不超过",
            "不超出",
            "不大于",
            "不多于",
            "不突破",
            "未超过",
            "控制在",
            "控制为",
            "至多",
            "最多",
            "最高",
            "不晚于",
            "≤",
        ),
    ),
    (">", ("超过", "高于", "大于", "多于", "超", ">")),
    ("<", ("低于", "少于", "小于", "<")),
    ("=", ("等于", "=")),
    ("~", ("大约", "约", "将近", "近")),
)
_SIGNS = {word: sign for sign, words in _OPERATORS for word in words}
_DAMAGED = {
    "《": "≤",
    "〈": "≤",
    "«": "≤",
    "≪": "≤",
    "<<": "≤",
    "》": "≥",
    "〉": "≥",
    "»": "≥",
    "≫": "≥",
    ">>": "≥",
}
_OP = "|".join(sorted(map(re.escape, [*_SIGNS, *_DAMAGED]), key=len, reverse=True))
_SUFFIXES = {
    "以上": "≥",
    "及以上": "≥",
    "之上": "≥",
    "以下": "≤",
    "及以下": "≤",
    "之下": "≤",
    "以内": "≤",
    "之内": "≤",
    "内": "≤",
    "左右": "~",
    "上下": "~",
}
_SUFFIX = "|".join(sorted(_SUFFIXES, key=len, reverse=True))

_MULTIPLIERS = {
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
_MULTIPLIER = r"(?:万亿|千万|百万|十万|亿|万|千(?![克米瓦卡字伏])|百(?!分))"
_UNITS = (
    "%",
    "‰",
    "个百分点",
    "个工作日",
    "个自然日",
    "个小时",
    "百分点",
    "百分比",
    "工作日",
    "自然日",
    "小时",
    "分钟",
    "个月",
    "人次",
    "人天",
    "人日",
    "车次",
    "场次",
    "班次",
    "批次",
    "架次",
    "台次",
    "件次",
    "户次",
    "平方公里",
    "平方米",
    "立方米",
    "平米",
    "公里",
    "千米",
    "公顷",
    "公斤",
    "千克",
    "千瓦时",
    "千瓦",
    "千字",
    "万字",
    "美元",
    "港元",
    "欧元",
    "元整",
    "元",
    "角",
    "块",
    "人",
    "名",
    "位",
    "户",
    "家",
    "个",
    "次",
    "场",
    "期",
    "班",
    "批",
    "件",
    "项",
    "宗",
    "起",
    "例",
    "份",
    "套",
    "台",
    "辆",
    "架",
    "艘",
    "只",
    "头",
    "匹",
    "株",
    "棵",
    "条",
    "根",
    "张",
    "本",
    "册",
    "篇",
    "幅",
    "块",
    "片",
    "处",
    "座",
    "栋",
    "幢",
    "间",
    "所",
    "村",
    "镇",
    "乡",
    "街道",
    "社区",
    "亩",
    "吨",
    "米",
    "克",
    "升",
    "方",
    "天",
    "日",
    "月",
    "季",
    "年",
    "周",
    "秒",
    "时",
    "分",
    "度",
    "级",
    "倍",
    "类",
    "种",
    "门",
    "课时",
    "学时",
    "课",
    "部",
    "款",
    "支",
    "组",
    "队",
    "点",
    "颗",
    "斤",
    "箱",
    "盒",
    "瓶",
    "袋",
    "桶",
    "眼",
    "口",
    "道",
    "面",
    "盏",
    "枚",
    "节",
    "集",
    "首",
    "曲",
    "页",
    "字",
    "句",
    "段",
    "行",
    "列",
    "趟",
    "轮",
    "届",
    "站",
    "网",
    "库",
    "人份",
    "床",
    "m2",
    "m3",
    "km",
    "kg",
    "MB",
    "GB",
    "TB",
)
_SPELLED = {
    "‰": "%",
    "百分比": "%",
    "元整": "元",
    "个工作日": "工作日",
    "个自然日": "自然日",
    "个小时": "小时",
    "个百分点": "百分点",
}
_UNIT = "|".join(sorted(map(re.escape, dict.fromkeys(_UNITS)), key=len, reverse=True))
_PER = rf"/(?:{_UNIT}|[一-鿿]{{1,3}})(?:[/·.](?:{_UNIT}|[一-鿿]{{1,2}}))?"
_VALUE = re.compile(
    rf"(?P<op>{_OP})?(?P<op2>=)?(?P<number>-?\d+(?:\.\d+)?)(?P<more>余|多|来)?(?P<mult>{_MULTIPLIER})?(?P<more2>余|多|来)?"
    rf"(?P<unit>{_UNIT})?(?P<per>{_PER})?(?P<more3>\+|余|多(?!数))?(?P<suffix>{_SUFFIX})?"
)
_RANGE = re.compile(
    rf"(?P<op>{_OP})?(?P<low>-?\d+(?:\.\d+)?)(?P<mult1>{_MULTIPLIER})?(?P<unit1>{_UNIT})?(?:~|-|至|到)"
    rf"(?P<high>\d+(?:\.\d+)?)(?P<mult>{_MULTIPLIER})?(?P<unit>{_UNIT})?(?P<per>{_PER})?(?:之间|间|以内|内|左右)?"
)
_BETWEEN = re.compile(r"(-?\d+(?:\.\d+)?)(%?)[≤<][^\d≤<>≥]{1,12}[≤<](-?\d+(?:\.\d+)?)(%?)")
_INCLUDED = re.compile(r"\(含[^()]*\)")
_ROUGH = re.compile(rf"(?:上|数|近)(?P<digits>[十百千])余?(?P<mult>万|亿)?余?(?P<unit>{_UNIT})?")
_CHINESE_VALUE = re.compile(
    rf"(?P<op>{_OP})?(?P<digits>[{CHINESE}]+)(?P<more>余|多)?(?P<unit>{_UNIT})?(?P<suffix>{_SUFFIX})?"
)
_ZERO = re.compile(r"零[一-鿿]{1,5}")
_FULL = re.compile(r"完成|达标|合格|覆盖|到位|执行|落实|办结|及时|通过|发放|支付|兑现|保障")
# Figures that count or name something and measure nothing: 目标1, 第3, 指标2:, 12333热线, 4S, 5G.
_ORDINAL = re.compile(
    r"(?:目标|指标|任务|第|表|附件|之|No\.?)\d+(?:-\d+)?|^\d+[.、)](?!\d)|(?<=;)\d+[.、)](?!\d)|\(\d+\)"
)
_DATED = re.compile(
    r"(?:19|20)\d\d年度?(?:\d{1,2}月份?(?:\d{1,2}[日号])?)?(?:年?底|末)?(?:之前|以前|前)?|\d{1,2}月(?:\d{1,2}[日号]|底|末)(?:前)?|每月\d{1,2}[日号]"
)
_LIMIT = re.compile(r"(?:期限|时限|时间|周期|时长|限期|响应)[为是:]?$")
_TIME = frozenset({"天", "日", "工作日", "自然日", "小时", "分钟", "个月", "月", "年", "周", "秒"})


@dataclass(frozen=True, slots=True)
class Target:
    """A target (年度指标值, A) or an actual (实际完成值, B), as read.

    raw         the text of the cell, untouched; not compared, nor is *damaged*
    kind        "number", "range", "date", "level" (words), "several" (more than one value) or "blank"
    op          "≥" ">" "≤" "<" "=" "~" (about), or "" where none is written
    number      as written, before *multiplier*; the low end of a range
    number2     the high end of a range; the second value of several
    unit, per   "元" and "人/年" of 元/人/年; "%" for percentages; "" where none is written
    multiplier  万 → 10000; 1 otherwise
    inferred    the operator is taken from the words around, none is written
    damaged     the operator was printed broken (《 for ≤) and read all the same
    sentence    the number stands inside a sentence
    more        "余" behind the number: a little above it
    date        the deadline, for kind "date"
    parts       every value, for kind "several"
    """

    raw: str = field(compare=False)
    kind: str
    op: str = ""
    number: Decimal | None = None
    number2: Decimal | None = None
    unit: str = ""
    per: str = ""
    multiplier: Decimal = ONE
    inferred: bool = False
    damaged: bool = field(default=False, compare=False)
    sentence: bool = False
    more: bool = False
    date: Deadline | None = None
    parts: tuple[Target, ...] = ()

    @property
    def direction(self) -> str:
        """ "up" (正向), "down" (反向), "equal", "range", "about" or "" where the target does not say."""
        return RANGE if self.kind == "range" else _DIRECTIONS.get(self.op, "")

    @property
    def explicit(self) -> bool:
        """True where the direction is written, not assumed."""
        return self.kind == "range" or (self.op in ("≥", ">", "≤", "<", "=") and not self.inferred)

    def __str__(self) -> str:
        """The target in the grammar's own spelling; parse() of it gives an equal target."""
        if self.kind not in ("number", "range") or self.sentence or self.number is None:
            return normalise(self.raw)
        scale = next(word for word, factor in _MULTIPLIERS.items() if factor == self.multiplier)
        behind = ("余" if self.more else "") + scale + self.unit + (f"/{self.per}" if self.per else "")
        number = format(self.number, "f")
        if self.kind == "range":
            return f"{number}~{format(self.number2 or self.number, 'f')}{behind}"
        op = "" if self.more and self.op == ">" else self.op
        return f"{'约' if op == '~' else op}{number}{behind}"


@lru_cache(maxsize=65_536)
def parse(text: str) -> Target:
    """What *text* says, as a Target; never an exception, whatever the text."""
    plain = _INCLUDED.sub("", normalise(text))
    if _BLANK.fullmatch(plain):
        return Target(text, "blank")
    deadline = read_deadline(plain)
    if deadline is not None:
        return Target(text, "date", op="≤" if deadline.by else "=", date=deadline)
    whole = _VALUE.fullmatch(plain)
    if whole:
        return _value(text, whole)
    range_ = _RANGE.fullmatch(plain)
    if range_:
        return _range(text, range_)
    between = _BETWEEN.fullmatch(plain)  # 95%≤X≤100%
    if between:
        low, high = sorted((Decimal(between[1]), Decimal(between[3])))
        return Target(text, "range", number=low, number2=high, unit=between[4] or between[2])
    chinese = _CHINESE_VALUE.fullmatch(plain)
    if chinese and (chinese["unit"] or chinese["op"] or len(plain) <= 3 or "零" in plain):
        return _chinese(text, chinese)
    if _ZERO.fullmatch(plain):
        return Target(text, "number", op="=", number=Decimal(0), unit="", inferred=True, sentence=True)
    return _sentence(text, plain)


def _scaled(unit: str, multiplier: str) -> tuple[str, Decimal]:
    return _SPELLED.get(unit, unit), Decimal(_MULTIPLIERS[multiplier])


def _number(digits: str, unit: str | None) -> Decimal:
    number = Decimal(digits)
    return number / 10 if unit == "‰" else number


def _value(text: str, match: re.Match[str], sentence: bool = False) -> Target:
    printed = match["op"] or ""
    more = bool(match["more"] or match["more2"] or match["more3"])
    op = _DAMAGED.get(printed) or _SIGNS.get(printed, "") or _SUFFIXES.get(match["suffix"] or "", "")
    if printed in ("达到", "达", "力争达到") and match["suffix"] in ("以下", "以内", "之内", "内"):
        op = "≤"
    unit, factor = _scaled(match["unit"] or "", match["mult"] or "")
    return Target(
        text,
        "number",
        op=op or (">" if more else ""),
        number=_number(match["number"], match["unit"]),
        unit=unit,
        per=(match["per"] or "")[1:],
        multiplier=factor,
        inferred=not op and more,
        damaged=printed in _DAMAGED,
        sentence=sentence,
        more=more,
    )


def _range(text: str, match: re.Match[str]) -> Target:
    written = match["unit"] or match["unit1"]
    low, high = _number(match["low"], written), _number(match["high"], written)
    unit, factor = _scaled(written or "", match["mult"] or match["mult1"] or "")
    if match["mult1"] and match["mult"] and match["mult1"] != match["mult"]:
        low *= Decimal(_MULTIPLIERS[match["mult1"]]) / factor
    if low > high:
        low, high = high, low
    printed = match["op"] or ""
    return Target(
        text,
        "range",
        number=low,
        number2=high,
        unit=unit,
        per=(match["per"] or "")[1:],
        multiplier=factor,
        damaged=printed in _DAMAGED,
    )


def _chinese(text: str, match: re.Match[str]) -> Target:
    printed = match["op"] or ""
    number = chinese_number(match["digits"])
    if number is None:
        return Target(text, "level")
    op = _DAMAGED.get(printed) or _SIGNS.get(printed, "") or _SUFFIXES.get(match["suffix"] or "", "")
    return Target(
        text,
        "number",
        op=op or (">" if match["more"] else ""),
        number=Decimal(number),
        unit=_scaled(match["unit"] or "", "")[0],
        inferred=not op and bool(match["more"]),
        damaged=printed in _DAMAGED,
        more=bool(match["more"]),
    )


def _sentence(text: str, plain: str) -> Target:
    """Words with values among them: one value is read out of its sentence, several are kept apart."""
    rough = _ROUGH.search(plain)
    if rough and not re.search(r"\d", plain):
        unit, factor = _scaled(rough["unit"] or "", rough["mult"] or "")
        number = Decimal(chinese_number(rough["digits"]) or 0)
        return Target(
            text,
            "number",
            op=">",
            number=number,
            unit=unit,
            multiplier=factor,
            inferred=True,
            sentence=True,
            more=True,
        )
    bare = _ORDINAL.sub("", _DATED.sub("", plain))
    found: list[Target] = []
    position = 0
    while match := _VALUE.search(bare, position):
        range_ = _RANGE.match(bare, match.start())
        if range_ and not (range_["unit1"] and range_["unit"] and range_["unit1"] != range_["unit"]):
            found.append(_range(text, range_))
            position = range_.end()
            continue
        position = match.end()
        value = _value(text, match, sentence=True)
        around = bare[: match.start()], bare[match.end() :]
        if _measures(value, *around):
            found.append(_directed(value, *around))
    if not found:
        return Target(text, "level")
    if len(found) > 1:
        first = found[0]
        return Target(
            text,
            "several",
            op=first.op,
            number=first.number,
            number2=found[1].number,
            unit=first.unit,
            per=first.per,
            multiplier=first.multiplier,
            inferred=first.inferred,
            damaged=any(part.damaged for part in found),
            parts=tuple(found),
        )
    return found[0]


def _measures(value: Target, before: str, behind: str) -> bool:
    """Whether a figure among words is a value: it has a unit or an operator, or it ends the sentence."""
    if (before[-1:].isascii() and before[-1:].isalpha()) or behind[:1].isdigit():
        return False
    return bool(value.unit or value.op) or (
        not behind and not before.endswith((":", "+", "/", "*", "×", "."))
    )


def _directed(value: Target, before: str, behind: str) -> Target:
    """*value* with the direction that the words around it mean, marked as inferred."""
    simple = not before and (not behind or (_FULL.match(behind) is not None and len(behind) <= 6))
    op = value.op
    if not op:
        if value.unit == "%":
            op = "≥"
        elif value.unit in _TIME and _LIMIT.search(before):
            op = "≤"
        elif before.endswith(("不少于", "不低于")):
            op = "≥"
    return Target(
        value.raw,
        "number",
        op=op,
        number=value.number,
        unit=value.unit,
        per=value.per,
        multiplier=value.multiplier,
        inferred=value.inferred or (op != "" and not value.op),
        damaged=value.damaged,
        sentence=not simple,
        more=value.more,
    )


def repaired_rate(target: Target) -> Target | None:
    """``290%`` read as a damaged ``≥90%``: the sign ≥ scanned as the figure 2; None where it cannot be that.

    Only a caller that knows the indicator to be a rate that no value above 100% can have may use it.
    """
    if target.kind != "number" or target.op or target.unit != "%" or target.number is None or target.sentence:
        return None
    digits = format(target.number, "f")
    if not digits.startswith("2") or not 200 < target.number <= 2100 or not digits[1].isdigit():
        return None
    rest = Decimal(digits[1:])
    if not 10 <= rest <= 100:
        return None
    return Target(
        target.raw, "number", op="≥", number=rest, unit="%", multiplier=target.multiplier, damaged=True
    )
