"""The words around a figure that say its role: change, rate, share, comparison, list, summary of a project.

>>> CHANGE.match(",收、支总计各减少")["name"], RATE.match(",下降")["down"], SHARE.match(",占本年收入的")["base"]
(',收、支总计', '下降', '本年收入')
"""

from __future__ import annotations

import re
from functools import cache

from addin.accounts.text.sections import words

_UP = "增加|增长|上升|提高|上涨|增幅|增长率|多"
_DOWN = "减少|下降|降低|回落|下滑|降幅|减幅|下降率|少"
_PERIOD = "(?:上年度?|去年|上一年度?|20\\d\\d年度?|年初|全年|调整|同期)"
_WHAT = "(?:的|末|年初|全年|支出|收入|决算|预算|执行|同期|实际|完成|数|金额)*"
COMPARED = re.compile(
    rf"[,、]?(?:与|比|较|同|和){_PERIOD}{_WHAT}(?:相比|比较|对比|相较|比)?[,:]?|{_PERIOD}{_WHAT}(?:相比|比较|对比|相较)[,:]?|同比"
)
CHANGE = re.compile(
    r"^(?P<name>.*?)(?:各|均|分别|总体|共|同比|净)*(?:(?P<up>增加|增长|上升|提高|上涨|(?<=[年数比])多)|(?P<down>减少|下降|降低|回落|下滑|(?<=[年数比])少))(?:了|额|金额|支出|收入)?(?:为|:|约)?$"
)
RATE = re.compile(
    rf"^[,、(]?(?:各|均|分别|同比|总体|约|即|比上年|较上年|比(?:20\d\d)年度?|较(?:20\d\d)年度?)*(?:(?P<up>{_UP})|(?P<down>{_DOWN}))(?:了|率|幅度?|比例)*(?:为|达|达到|:|约)?$"
)
SHARE = re.compile(
    r"^[,、(]?(?P<name>.*?)(?:约|各|分别)?占(?:比)?(?P<base>.*?)(?:的)?(?:比例|比重)?(?:为|是|达|的|:)?$"
)
LIST = re.compile(r"项目(?:支出|经费)[^。;\d]{0,6}?(?:主要)?(?:是)?用于(?!以下)")
SENTENCE = re.compile(r"[。;!]")
PROJECT = re.compile(
    r"^(?:\d{1,3}[.、]|\(\d{1,3}\)|\([一二三四五六七八九十]{1,3}\)|[一二三四五六七八九十]{1,3}[、.])?(?P<name>.{2,80}?)(?:项目)?(?:支出)?绩效(?:自评|目标完成情况|自评结果|目标自评|评价)*综述[:。]?"
)
COMPARE = re.compile(
    r"(?:决算数?|支出)?(?:(?P<above>大于|高于|超过|超出?)|(?P<below>小于|低于|少于))(?:了)?(?:年初|全年|调整)?预算数?|(?:决算数?)?(?P<same>等于(?:年初|全年|调整)?预算数?|与(?:年初|全年|调整)?预算数?(?:相比)?(?:基本)?(?P<roughly>)?(?:持平|一致|相同))"
)


@cache
def role_words(name: str) -> re.Pattern[str]:
    return re.compile(rf"^(?P<name>.*?)(?:{words()['words'][name]})$")
