"""Dates: what is written, the span of days that it means, and whether one keeps the other."""

from __future__ import annotations

import pytest

from udfs.deadlines import kept, read_deadline
from udfs.normalise import normalise

# due | done | kept?
PAIRS = """
2024年12月31日前 | 2024-12-31 00:00:00 | yes
2024年12月31日前 | 2025/1/5 | no
12月31日 | 12-31 | yes
十二月底前 | 十一月二十日 | yes
24年6月 | 24年7月 | no
24年6月底前 | 2024年6月20日 | yes
8月上旬 | 8月10日 | yes
8月上旬 | 8月11日 | no
8月中旬 | 8月20日 | yes
8月下旬 | 9月1日 | no
12月初 | 12月25日 | no
12月10日前 | 12月上旬 | yes
12月5日前 | 12月上旬 | open
12月10日前 | 12月底 | no
12月28日前 | 12月底 | open
6月15日前 | 6月 | open
6月30日前 | 6月 | yes
第一季度 | 4月 | no
三季度末 | 9月30日 | yes
第二季度 | 第四季度 | no
8月15日前 | 第三季度 | open
上半年 | 7月1日 | no
下半年 | 12月 | yes
年底前 | 11月 | yes
2024年 | 2024年底 | yes
2024年 | 2025年1月 | no
每月10日前 | 每月8日 | yes
每月10日前 | 每月15日 | no
每月10日前 | 次月5日 | open
每季度末 | 每月底 | open
"""


@pytest.mark.parametrize("line", PAIRS.strip().splitlines())
def test_a_date_keeps_a_deadline(line: str) -> None:
    due, done, right = (cell.strip() for cell in line.split("|"))
    limit, day = read_deadline(normalise(due)), read_deadline(normalise(done))
    assert limit is not None
    assert day is not None
    year = limit.year or day.year or 2024
    assert {True: "yes", False: "no", None: "open"}[kept(limit, day, year)] == right


@pytest.mark.parametrize(
    "text",
    [
        "5年",
        "24年",
        "30日内",
        "2024.5",
        "≤1900.1%",
        "有所提升",
        "2024年12月31日后",
        "次年1月",
        "6.30前",
        "三月三",
    ],
)
def test_what_is_no_date(text: str) -> None:
    assert read_deadline(normalise(text)) is None
