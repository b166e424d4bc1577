"""Levels in words: the same level, a denied one, one reached in part."""

from __future__ import annotations

import pytest

from udfs.levels import denial, is_whole, lexicon, reached, says_no

SAME = """
完成 | 已完成
完成 | 全部完成
按时完成 | 已按时完成
建立健全 | 已建立
建立健全 | 已建立健全
有效提升 | 有效提升了
有效提升 | 得到有效提升
进一步提高 | 进一步提升
全覆盖 | 100%
全覆盖 | 已全覆盖
全部 | 100%
达标 | 已达标
验收通过 | 已验收通过
正常运行 | 运行正常
三级及以上 | 三级
等保三级 | 等保三级
"""
OTHER = """
明显 | 良好
显著提升 | 有所提升
三级及以上 | 二级
A级 | B级
完成 | 完成80%
完成 | 未完成
建立健全 | 未建立
优 | 良
国家级 | 省级
按时完成 | 完成
全部完成 | 已完成
健全 | 已建立
有效保障 | 已保障
有效提升 | 提升
优 | 较好
"""
DENIALS = """
建立 | 未建立 | denied
达标 | 未达标 | denied
达标 | 不达标 | denied
健全 | 未健全 | denied
健全 | 不健全 | denied
合格 | 不合格 | denied
完成 | 尚未完成 | denied
完成 | 没有完成 | denied
有 | 没有 | denied
是 | 否 | denied
完成 | 因疫情取消 | denied
完成 | 项目停滞 | denied
提升 | 有所下降 | denied
下降 | 有所上升 | denied
完成 | 部分完成 | partial
完成 | 基本完成 | partial
完成 | 正在进行 | partial
达成 | 大部分达成 | partial
完成 | 仍需努力 | partial
完成 | 已完成 |
基本完成 | 基本完成了 |
基本养老保险全覆盖 | 基本养老保险已全覆盖 |
无事故 | 未发生事故 |
不超预算 | 未超过预算 |
持续提升 | 不断提升 |
降低风险 | 风险降低 |
提升服务水平 | 服务水平提升，成本下降 |
未成年人保护 | 未成年人保护到位 |
消除隐患 | 消除不合格产品隐患 |
"""


def lines(table: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()]


@pytest.mark.parametrize(("target", "actual"), lines(SAME))
def test_one_level_in_other_words(target: str, actual: str) -> None:
    assert reached(target, actual)
    assert denial(target, actual) == ""


@pytest.mark.parametrize(("target", "actual"), lines(OTHER))
def test_another_level_is_not_reached(target: str, actual: str) -> None:
    assert not reached(target, actual)


@pytest.mark.parametrize(("target", "actual", "right"), lines(DENIALS))
def test_a_denial_is_recognised(target: str, actual: str, right: str) -> None:
    assert denial(target, actual) == right
    if right:
        assert not reached(target, actual)


def test_a_word_that_the_target_holds_denies_nothing() -> None:
    assert says_no("≥95%", "3项未完成")
    assert not says_no("未完成项目数≤5项", "未完成3项")
    assert not says_no("≤5%", "不合格率3%")


def test_a_whole_is_all_of_it() -> None:
    assert is_whole("全覆盖")
    assert is_whole("已全部完成")
    assert not is_whole("完成")


def test_every_list_of_words_is_read() -> None:
    words = lexicon()
    for pattern in (
        words.marks,
        words.extra,
        words.denied,
        words.kept,
        words.partial,
        words.named,
        words.up,
        words.down,
    ):
        assert pattern.pattern
    # What denies nothing must hold a word that would deny, or it has no use.
    assert words.denied.search("未")
