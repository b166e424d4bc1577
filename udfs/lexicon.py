"""The words of the target grammar: operators, suffixes, multipliers, units, and the patterns made of them.

>>> SIGNS["不超过"], DAMAGED["《"], SUFFIXES["以内"], MULTIPLIERS["万"]
('≤', '≤', '≤', 10000)
>>> pattern("value").fullmatch("≤1.5万元/人")["per"]
'/人'
"""

from __future__ import annotations

import re
from functools import cache

from udfs.normalise import CHINESE

_OPERATORS = {
    "≥": "大于或等于 大于等于 不低于 不少于 不小于 不下于 不短于 力争达到 达到 至少 最低 最少 不早于 ≥ 达",
    "≤": "小于或等于 小于等于 不高于 不超过 不超出 不大于 不多于 不突破 未超过 控制在 控制为 至多 最多 最高 不晚于 ≤",
    ">": "超过 高于 大于 多于 超 >",
    "<": "低于 少于 小于 不足 不到 <",
    "=": "等于 =",
    "~": "大约 约 将近 近",
}
SIGNS = {word: sign for sign, words in _OPERATORS.items() for word in words.split()}
# Signs as a scanner leaves them.
DAMAGED = dict.fromkeys(["《", "〈", "«", "≪", "<<"], "≤") | dict.fromkeys(["》", "〉", "»", "≫", ">>"], "≥")
SUFFIXES = (
    dict.fromkeys(["以上", "及以上", "之上"], "≥")
    | dict.fromkeys(["以下", "及以下", "之下", "以内", "之内", "内"], "≤")
    | dict.fromkeys(["左右", "上下"], "~")
)
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
_UNITS = (
    "% ‰ 个百分点 个工作日 个自然日 个小时 百分点 百分比 工作日 自然日 小时 分钟 个月 人次 人天 人日 车次 场次 班次 批次 架次 台次 "
    "件次 户次 平方公里 平方米 立方米 平米 公里 千米 公顷 公斤 千克 千瓦时 千瓦 千字 万字 美元 港元 欧元 元整 元 角 块 人份 人 名 位 "
    "户 家 个 次 场 期 班 批 件 项 宗 起 例 份 套 台 辆 架 艘 只 头 匹 株 棵 条 根 张 本 册 篇 幅 片 处 座 栋 幢 间 所 村 镇 乡 街道 "
    "社区 亩 吨 米 克 升 方 天 日 月 季 年 周 秒 时 分 度 级 倍 类 种 门 课时 学时 课 部 款 支 组 队 点 颗 斤 箱 盒 瓶 袋 桶 眼 口 道 "
    "面 盏 枚 节 集 首 曲 页 字 句 段 行 列 趟 轮 届 站 网 库 床 m2 m3 km kg min MB GB TB h"
)
SPELLED = {
    "‰": "%",
    "百分比": "%",
    "元整": "元",
    "个工作日": "工作日",
    "个自然日": "自然日",
    "个小时": "小时",
    "个百分点": "百分点",
    "h": "小时",
    "min": "分钟",
}
TIME = frozenset(["天", "日", "工作日", "自然日", "小时", "分钟", "个月", "月", "年", "周", "秒"])


def _any_of(words: object) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))  # type: ignore[call-overload]


_OP = f"(?P<op>{_any_of([*SIGNS, *DAMAGED])})?"
_UNIT = _any_of(_UNITS.split())
_SUFFIX = f"(?P<suffix>{_any_of(SUFFIXES)})?"
_MULTIPLIER = r"(?:万亿|千万|百万|十万|亿|万|千(?![克米瓦卡字伏])|百(?!分))"
_NUMBER = r"-?\d+(?:\.\d+)?"
# "5台(套)", "200人(次)", "3(个)": a counting word in brackets belongs to the unit, or is it.
_PER = rf"/(?:{_UNIT}|[一-鿿]{{1,3}})(?:[/·.](?:{_UNIT}|[一-鿿]{{1,2}}))?"

_PATTERNS = {
    "value": rf"{_OP}(?P<number>{_NUMBER})(?P<more>余|多|来)?(?P<mult>{_MULTIPLIER})?(?P<more2>余|多|来)?"
    rf"(?P<unit>{_UNIT})?(?P<per>{_PER})?(?P<more3>\+|余|多(?!数))?{_SUFFIX}",
    "range": rf"{_OP}(?P<low>{_NUMBER})(?P<mult1>{_MULTIPLIER})?(?P<unit1>{_UNIT})?(?:~|-|至|到)"
    rf"(?P<high>\d+(?:\.\d+)?)(?P<mult>{_MULTIPLIER})?(?P<unit>{_UNIT})?(?P<per>{_PER})?(?:之间|间|以内|内|左右)?",
    # 95%≤X≤100%
    "between": rf"({_NUMBER})(%?)[≤<][^\d≤<>≥]{{1,12}}[≤<]({_NUMBER})(%?)",
    # ±5%, ≤±5%
    "around": r"[≤<]?±(\d+(?:\.\d+)?)(%?)(?:以内|之内|内)?",
    "chinese": rf"{_OP}(?P<digits>[{CHINESE}]+)(?P<more>余|多)?(?P<unit>{_UNIT})?{_SUFFIX}",
    # 上千万元, 数百家
    "rough": rf"(?:上|数|近)(?P<digits>[十百千])余?(?P<mult>万|亿)?余?(?P<unit>{_UNIT})?",
    # 零事故
    "zero": r"零[一-鿿]{1,5}",
    "blank": r"[/\\\-_.…·~*×]*|[xX×]{1,4}|无|空|暂无|待定|待填|[nN]/?[aA]",
    "included": r"\(含[^()]*\)",
    "bracketed_unit": rf"(?<=[0-9一-鿿])\(({_UNIT})\)",
    "full": r"完成|达标|合格|覆盖|到位|执行|落实|办结|及时|通过|发放|支付|兑现|保障",
    # Figures that count or name something and measure nothing: 目标1, 第3, 指标2:, (1).
    "ordinal": r"(?:目标|指标|任务|第|表|附件|之|No\.?)\d+(?:-\d+)?|^\d+[.、)](?!\d)|(?<=;)\d+[.、)](?!\d)|\(\d+\)",
    "dated": r"(?:19|20)\d\d年度?(?:\d{1,2}月份?(?:\d{1,2}[日号])?)?(?:年?底|末)?(?:之前|以前|前)?"
    r"|\d{1,2}月(?:\d{1,2}[日号]|底|末)前?|每月\d{1,2}[日号]",
    "limit": r"(?:期限|时限|时间|周期|时长|限期|响应)[为是:]?$",
}


@cache
def pattern(name: str) -> re.Pattern[str]:
    """One pattern of the grammar, compiled when it is first asked for."""
    return re.compile(_PATTERNS[name])


def operator(printed: str, suffix: str = "") -> str:
    """The sign that an operator as printed, or else a suffix, stands for; "" where neither is there."""
    return DAMAGED.get(printed) or SIGNS.get(printed, "") or SUFFIXES.get(suffix, "")


def scale_word(multiplier: object) -> str:
    """万 for 10000, and so on."""
    return next(word for word, factor in MULTIPLIERS.items() if factor == multiplier)
