"""The one table of quantities: which units measure the same thing, and how many of the first one each holds.

A unit that stands here compares with the others of its line and with no other. One that does not compares with
itself, word for word. What is left apart on purpose: 工作日 (a working day is no day), 月 and 年 beside 天 (a month is no
fixed number of days), 人次 beside 人, 百分点 beside %, MB beside GB (1000 or 1024: nothing printed says which).

>>> canonical("公顷"), canonical("km"), canonical("KM"), canonical("场次")
(('亩', Decimal('15')), ('米', Decimal('1000')), ('米', Decimal('1000')), ('场', Decimal('1')))
>>> canonical("勒克斯")
('勒克斯', Decimal('1'))
"""

from __future__ import annotations

from decimal import Decimal
from functools import cache

# Each line: a quantity; "=" before the factor by which the words behind it count in the first word of the line.
_QUANTITIES = """
米 m =1000 公里 千米 km =500 里 =0.1 分米 dm =0.01 厘米 公分 cm =0.001 毫米 mm =0.000001 微米
亩 =15 公顷 ha =1500 平方公里 平方千米 km2 =0.0015 平方米 平米 平方 m2 =0.00000015 平方厘米 cm2
千克 公斤 kg =1000 吨 t =0.5 斤 =0.001 克 g =0.000001 毫克 mg =0.000000001 微克 ug μg
升 l =1000 立方米 m3 方 立方 =0.001 毫升 ml
千瓦 kw =1000 兆瓦 mw =0.001 瓦 w
千瓦时 kwh 度 =1000 兆瓦时 mwh
千伏安 kva =1000 兆伏安 mva
千伏 kv =0.001 伏 伏特 v
秒 秒钟 s =60 分钟 min =3600 小时 时 h 个小时 钟头 =86400 天 日 自然日 个自然日 =604800 周 星期
工作日 个工作日
月 个月 =12 年 =3 季度 个季度 季
帕 pa =1000 千帕 kpa =1000000 兆帕 mpa
℃ 摄氏度 °c
分贝 db db(a) 分贝(a)
元 块 元整 =0.1 角 =1000 千元
美元 美金
港元 港币
% 百分比 ‰
百分点 个百分点
kbps kb/s =1000 mbps mb/s =1000000 gbps gb/s
赫兹 hz =1000 千赫 khz =1000000 兆赫 mhz
人 名 位
场 场次
批 批次
"""
# Units that compare with themselves alone, so that none of them is read as another with a word behind it.
_COUNTED = """
次 人次 人天 人日 人月 人年 人份 车次 班次 架次 台次 件次 户次 家次 名次 课次 期次 只次 头次 株次 亩次 部次 台班 机时 工日 课时 学时 学分 学年 学期 户 家 个 期 班 项
宗 起 例 份 套 台 辆 架 艘 只 头 匹 株 棵 条 根 张 本 册 篇 幅 片 处 座 栋 幢 间 所 村 镇 乡 街道 社区 级 倍 类 种 门 课 部 款 支 组 队 点 颗 箱 盒 瓶 袋 桶 眼 口
道 面 盏 笔 枚 节 集 首 曲 页 字 句 段 行 列 趟 轮 届 站 网 库 床 床位 分 千字 延米 海里 吨公里 人公里 标准箱 标箱 度电 欧元 英镑 日元 件 mb gb tb kb ppm
"""
# How a unit is spelled when it is reported.
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


def _table() -> dict[str, tuple[str, Decimal]]:
    found: dict[str, tuple[str, Decimal]] = {}
    for line in _QUANTITIES.split("\n"):
        words = line.split()
        factor = Decimal(1)
        for word in words:
            if word.startswith("="):
                factor = Decimal(word[1:])
            else:
                found[word] = (words[0], factor)
    return found


_CONVERSIONS = _table()
# Every unit that the grammar knows to be one, as typed.
WORDS: tuple[str, ...] = (*_CONVERSIONS, *_COUNTED.split())
# 天, 小时 …: a figure with one of these may be a limit of time.
TIME = frozenset(word for word, (first, _) in _CONVERSIONS.items() if first in ("秒", "工作日", "月"))


@cache
def canonical(unit: str) -> tuple[str, Decimal]:
    """The first unit of the quantity that *unit* measures, and how many of it the unit holds; itself where unknown."""
    return _CONVERSIONS.get(unit) or _CONVERSIONS.get(unit.lower()) or (unit, Decimal(1))
