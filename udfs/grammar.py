"""The patterns of a target, made of the words in udfs.lexicon and the units in udfs.quantities.

>>> pattern("value").fullmatch("≤1.5万元/人")["per"]
'/人'
>>> words_before("较上年增长"), words_before("超支"), words_before("投诉率降至")
(Words(change='up', sense='', to=''), Words(change='up', sense='over', to=''), Words(change='', sense='', to='≤'))
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from udfs.lexicon import ABOUT, DAMAGED, NEARLY, OPS, REACHED, SUFFIXES, UNCLEAR
from udfs.normalise import CHINESE
from udfs.patterns import lazy
from udfs.quantities import WORDS

Change = Literal["up", "down", "none", ""]
Sense = Literal["", "reached", "nearly", "none", "short", "over", "saved", "early", "left", "planned"]


def _any_of(words: object) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))  # type: ignore[call-overload]


_OP = f"(?P<op>[{''.join(map(re.escape, [*OPS, *DAMAGED]))}])?"
_HAN = _any_of(word for word in WORDS if not word[0].isascii() and word[0] not in "°μ")
# Letters in either case, but a lone G names a network and a lone M, K, B nothing that is known.
_LATIN = _any_of(word for word in WORDS if (word[0].isascii() or word[0] in "°μ") and word not in ("%", "g"))
_UNIT = rf"(?:{_HAN}|%|g(?![A-Za-z])|(?i:{_LATIN})(?![A-Za-z]))"
_SUFFIX = rf"(?P<suffix>(?:及其|及|或者|或|其)?(?:{_any_of(SUFFIXES)}))?"
_MULTIPLIER = r"(?:万亿|千万|百万|十万|亿|万|千(?![克米瓦卡字伏兆帕赫])|百(?![分帕]))"
_NUMBER = r"-?\d+(?:\.\d+)?"
_PER = rf"/(?:{_UNIT}|[一-鿿]{{1,3}})(?:[/·.](?:{_UNIT}|[一-鿿]{{1,2}}))?"
# 台班, 人月: one unit, not the first with a word behind it.
_COMPOUND = r"(?:[次班月年天日时](?![一-鿿]))?"

_EVENT = (
    "事故|投诉|举报|上访|信访|群访|事件|差错|失误|违规|违纪|违法|案件|发案|伤亡|死亡|受伤|火灾|火情|污染|纠纷|舆情|超标|故障|返工|拖欠|挪用|泄露|泄密|感染|疫情"
    "|发生|缺陷|差评|失联|隐患|险情|浪费|损失|逾期|超支|欠薪|脱贫不稳|返贫|致贫|停机|宕机|中断|瞒报|漏报|迟报|误报|错报|退货|召回|截留|滞留|拥堵|遗漏|积压|欠账|新增欠"
)
_PATTERNS = {
    "value": rf"{_OP}(?P<number>{_NUMBER})(?P<more>余|多(?!数)|来)?(?P<mult>{_MULTIPLIER})?(?P<more2>余|多(?!数)|来)?"
    rf"(?P<unit>{_UNIT}{_COMPOUND})?(?P<per>{_PER})?(?P<more3>\+|余|多(?!数))?{_SUFFIX}",
    # A unit that nobody has listed: it compares with itself alone.
    "strange": rf"{_OP}(?P<number>{_NUMBER})(?P<mult>{_MULTIPLIER})?(?P<unit>(?![OoIl]+(?![A-Za-z]))(?:(?![余多完已未全达合前后起止于至到不的了和与及或是为无有没约超低高成功过较比]|{_any_of(SUFFIXES)})"
    rf"[一-鿿A-Za-zμ°Ω℃]){{1,6}}?)(?P<per>{_PER})?{_SUFFIX}",
    "range": rf"{_OP}(?P<low>{_NUMBER})(?P<mult1>{_MULTIPLIER})?(?P<unit1>{_UNIT})?(?:~|-|至|到)"
    rf"(?P<high>\d+(?:\.\d+)?)(?P<mult>{_MULTIPLIER})?(?P<unit>{_UNIT})?(?P<per>{_PER})?(?:之间|间|以内|内|左右)?",
    # 95%≤X≤100%
    "between": rf"({_NUMBER})(%?)[≤<][^\d≤<>≥]{{1,12}}[≤<]({_NUMBER})(%?)",
    # ±5%, ≤±5%
    "around": r"[≤<]?±(\d+(?:\.\d+)?)(%?)(?:以内|之内|内)?",
    "chinese": rf"{_OP}(?P<digits>[{CHINESE}]+)(?P<more>余|多)?(?P<unit>{_UNIT})?(?P<per>{_PER})?{_SUFFIX}",
    # 1/3以上
    "fraction": rf"{_OP}(?P<above>\d{{1,6}})/(?P<below>[1-9]\d{{0,5}}){_SUFFIX}",
    # 2×24小时
    "spans": r"(?<![\d×])(\d{1,3})×(\d{1,3}(?:\.\d+)?)(?=小时|天|日|分钟|h\b)",
    # 上千万元, 数百家
    "rough": rf"(?:上|数|近|{NEARLY})(?P<digits>[十百千])余?(?P<mult>万|亿)?余?(?P<unit>{_UNIT})?",
    # 零事故, 无重大安全事故, 未发生投诉, 安全事故零发生
    "zero": r"零(?!距离|容忍|跑腿|跑动|障碍|基础|售|散|星|碎|工|花|件|部件|食|钱|下|时|报告|门槛|接触|等待|增长|推诿)[一-鿿]{1,8}"
    rf"|[一-鿿]{{0,10}}(?:{_EVENT})[一-鿿]{{0,4}}(?:为|零发)?(?:零|零发生|0发生)"
    rf"|(?:全年|年内|本年|确保|保证|力争|期间)?(?:无(?![法效力])|未|没有?|未有|不|杜绝|避免|防止|严防)(?:再|曾)?"
    r"(?:出现|发生|产生|接到|收到|造成|引发|存在|有|发现)?(?:任何)?"
    rf"(?:(?!完成|处理|按时|及时|达|落实|解决|整改|办|通过|建|做|开展|实现|整治|消除|排查|化解|管理|防|受理)[一-鿿、]){{0,10}}?"
    rf"(?:{_EVENT})(?:情况|现象|记录|事件|率|行为|发生|问题|案件|案例|隐患|的)*",
    "zero_problem": r"(?:无|没有|未发现|没有发现|未出现|没有出现|不存在|未存在)(?:任何|重大|质量|安全|廉政|资金|违规|使用|明显|突出){0,3}问题",
    "still": r"(?:与?(?:上年|去年|同期)?(?:基本)?)?持平|零增长|(?:无|没有|未|未有)(?:增长|增加|提高|下降|减少|变化)|不增不减|增幅为零",
    "blank": r"[/\\\-_.…·~*×]*|[xX×*]{1,4}[%人个次项家万元]{0,2}|无|空|暂无|待定|待填|[nN]/?[aA]",
    "included": r"\(含[^()未没不无]*\)",
    "note": r"\((?:注|见|备注|附)[^()]{0,12}\)$",
    "bracketed_unit": rf"(?<=[0-9一-鿿])\(({_UNIT})\)",
    "full": r"完成|达标|合格|覆盖|到位|执行|落实|办结|及时|通过|发放|支付|兑现|保障",
    # A letter with a number is a name: PM2.5, C30, T+1, 5A, 5G.
    "name": r"(?<![A-Za-z\d.])[A-Za-z]{1,6}[-+]?\d+(?:\.\d+)?|(?<![\d.])\d[ADGK](?![A-Za-z])",
    # Figures that count or name something and measure nothing: 目标1, 第3, 指标2:, (1).
    "ordinal": r"(?:目标|指标|任务|第|表|附件|之|No\.?)\d+(?:-\d+)?|^\d{1,2}[.、)](?![\d.])|(?<=;)\d{1,2}[.、)](?![\d.])|\(\d+\)",
    "dated": r"(?:19|20)\d\d年度?(?:\d{1,2}月份?(?:\d{1,2}[日号])?)?(?:年?底|末)?(?:之前|以前|前)?"
    r"|\d{1,2}月(?:\d{1,2}[日号]|底|末)前?|每月\d{1,2}[日号]",
    # Words that only say that a result follows.
    "plainly": r"(?:已经?|实际|共计?|累计|合计|总计|全年|完成|为|是|有|达到?|数量|仅|只|:)+",
    "limit": r"(?:期限|时限|时间|周期|时长|限期|响应)[为是:]?$",
    # 8:30-17:30: opening hours, no figure
    "clock": r"(?<!\d)(?:[01]?\d|2[0-4]):[0-5]\d(?!\d)",
    # 1:1, 1比0.8
    "ratio": r"\d(?:\.\d+)?[:比]\d",
    "touched": rf"\d(?:_|[^\w≥≤><={ABOUT}{REACHED}{NEARLY};,、%‰]){{1,2}}$",
    "touching": rf"(?:_|[^\w≥≤><={ABOUT}{REACHED}{NEARLY};,、%‰]){{1,2}}\d",
    "unclear": rf"[{UNCLEAR}?]",
}


@cache
def pattern(name: str) -> re.Pattern[str]:
    """One pattern of the grammar, compiled when it is first asked for."""
    return re.compile(_PATTERNS[name])


@dataclass(frozen=True, slots=True)
class Words:
    """What the words in front of a number make of it.

    change  "up" or "down": the number is a change (增长, 下降), "" where it is none
    sense   "short" (尚差), "over" (超支), "saved" (节约), "early" (提前), "left" (剩余), "planned" (预计): the number is no result
    to      the sign of a level to be reached by a change: 提高到 ≥, 降至 ≤
    """

    change: Change = ""
    sense: Sense = ""
    to: str = ""


_UP = "增长|提高|上升|增加|增收|提升|增幅|上涨|涨幅|递增|扩大|上浮|攀升|回升|同比增|环比增"
_DOWN = "负增长|下降|减少|降低|减收|缩短|缩减|压减|压缩|压降|降幅|回落|下滑|萎缩|减轻|下浮|下跌|跌幅|递减|减幅|削减|同比降|环比降|同比减"
_OVER = "超支|超预算|超计划|超出预算|超额|逾期|延期|延迟|延误|推迟|滞后|拖延|迟到"
_SAVED = "节约|节省|节支|结余|结存|节余"
_LEFT = "剩余|余下|还剩|仅剩|遗留|尚余|退回|退还|取消"
# A change and nothing else in front of its number: 较上年增长, 同比下降, 提高到.
_MOVED = lazy(
    rf"(?:同比|环比|较|比|与|上年|去年|上一年|上季度?|同期|年初|相比|,)*(?:{_UP}|{_DOWN}|节约|节省|提前|提早|[升增涨降减压])(?:率|幅度?)?(?:了|约|到|至|为)?"
)
_BETWEEN = r"(?:[一-鿿]{0,8}?(?:率|幅度?|比例|额|量|数)?(?:了|为|约|达|是|:)?)"
_TO = lazy(
    rf"(?:(?P<up>{_UP}|升|增|涨)|(?P<down>{_DOWN}|降|减|压|缩短))[一-鿿]{{0,6}}?(?:至|到|为)(?:了|约)?$"
)
_CHANGE = lazy(
    rf"(?:(?P<down>{_DOWN})|(?P<up>(?:{_UP})(?!值|班|机|税))){_BETWEEN}$"
    rf"|(?:(?P<over>{_OVER})|(?P<saved>{_SAVED})|(?P<early>提前|提早)|(?P<left>{_LEFT}))[一-鿿]{{0,3}}$"
)
_SHORT = lazy(
    r"(?:(?:尚|还|仍|只|仅)?(?:(?<![误偏温落级公时利逆顺])差|缺口|(?<![紧空])缺|(?<![拖所])欠|差距|(?<![减至最多不])少))(?:了|约|有|为)?$"
)
_BARE_CHANGE = lazy(
    r"(?:(?P<up>[增涨升])|(?P<down>(?<!不)[减降跌])|(?P<over>(?<![至最不])多))(?:了|约|至今)?$"
)
_PLANNED = lazy(r"(?:预计|预期|拟|(?<!按)计划|将要?)(?:开展|完成|举办|组织|安排|达到|培训)?$")
_CLAUSE = lazy(r"[;,、。:()]")


def is_mere_change(text: str) -> bool:
    """Whether *text*, in front of a number, says nothing but that it is a change.

    >>> is_mere_change("较上年增长"), is_mere_change("群众收入增长")
    (True, False)
    """
    return _MOVED.fullmatch(text) is not None


@lru_cache(maxsize=4096)
def words_before(text: str) -> Words:
    """What the words *text* right in front of a number make of it; only the last clause counts."""
    clause = _CLAUSE.split(text.removesuffix(":"))[-1][-16:]
    to = _TO.search(clause)
    if to:
        return Words(to="≥" if to["up"] else "≤")
    if _SHORT.search(clause):
        return Words(sense="short")
    if _PLANNED.search(clause):
        return Words(sense="planned")
    match = _CHANGE.search(clause) or _BARE_CHANGE.search(clause)
    if match is None:
        return Words()
    kind = match.lastgroup or ""
    change: Change = "up" if kind in ("up", "over") else "down" if kind in ("down", "saved") else ""
    sense: Sense = kind if kind in ("over", "saved", "early", "left") else ""  # type: ignore[assignment]
    if kind == "over" and re.search("期|迟|误|后|延", match[0]):
        change = ""
    return Words(change, sense)
