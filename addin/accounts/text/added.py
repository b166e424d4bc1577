"""N06 and N02 of figures that stand in one paragraph: 政府采购 by kind and by size of firm, vehicles by use.

总额 = 货物 + 工程 + 服务 · 服务's share = (中小企业 − 货物 × its share − 工程 × its share) ÷ 服务
"""

from __future__ import annotations

import re
from decimal import Decimal

from addin.accounts.text.arithmetic import share, verdict
from addin.accounts.text.plain import Number
from addin.accounts.text.record import TextReading, judge_percent, say
from addin.accounts.text.sections import Paragraph
from udfs.decimals import HUNDRED, ZERO, plain
from udfs.text import Text

_VEHICLES = re.compile(
    r"(?:共有|共|有|拥有)(?:公务用车|车辆)[^,。;\d]{0,6}?(\d+)(?:辆|台)|车辆(?:共|共计|合计|总数)?(\d+)辆"
)


def procurement(reading: TextReading) -> None:
    """N06, N02: 政府采购: total = goods + works + services; the shares of small firms."""
    for paragraph in reading.narrative.paragraphs:
        if paragraph.section == "procurement" and not paragraph.heading:
            amounts = {
                key: number
                for p, name, number in reading.stated
                if p is paragraph and (key := _procured(name))
            }
            if amounts:
                _procured_sums(reading, paragraph, amounts)
                before = len(reading.findings)
                _procured_shares(reading, paragraph, amounts)
                _one_amount(reading, paragraph, amounts.get("中小"), before)


def _procured(name: str) -> str:
    for key, pattern in (
        ("小微", "小微|小型微型|小型、微型|微型"),
        ("中小", "中小"),
        ("货物", "货物"),
        ("工程", "工程"),
        ("服务", "服务"),
        ("总额", "采购(支出|合同)?(总额|金额|合计|总计)?|支出总额|合同总额"),
    ):
        if re.search(pattern, name):
            return key
    return ""


def _procured_sums(reading: TextReading, paragraph: Paragraph, amounts: dict[str, Number]) -> None:
    total = amounts.get("总额")
    parts = [amounts[key] for key in ("货物", "工程", "服务") if key in amounts]
    if total is None or len(parts) < 2:
        return
    reading.take(paragraph, total, *parts)
    added = sum((part.wan for part in parts), ZERO)
    allowed = max(total.half, Decimal("0.005")) * (len(parts) + 1)
    if abs(total.wan - added) <= allowed:
        return
    wrong, should = total, added
    if _share_of_total_agrees(reading, paragraph, amounts):
        # The total agrees with another figure: the largest part is the one to check.
        wrong = max(parts, key=lambda part: part.wan)
        should = total.wan - (added - wrong.wan)
    clause = paragraph.plain.clause(wrong)
    reading.findings.append(
        say(
            paragraph,
            "JX-N06",
            Text(
                f"“{clause}”：货物、工程、服务相加为{plain(added)}万元，总额为{plain(total.wan)}万元",
                f"{clause!r}: goods, works and services make {plain(added)} 万元, the total is {plain(total.wan)} 万元",
            ),
            found=paragraph.plain.printed(wrong),
            expected=wrong.in_unit(should) if wrong.unit != "万元" else plain(should) + "万元",
        )
    )


def _share_of_total_agrees(reading: TextReading, paragraph: Paragraph, amounts: dict[str, Number]) -> bool:
    """Whether 中小企业 ÷ 总额 is the share that the paragraph prints."""
    total, small = amounts["总额"], amounts.get("中小")
    if small is None:
        return False
    exact = share((small.wan, small.half), (total.wan, total.half))
    return any(
        verdict(number.value, number.places, [exact]).state in ("agrees", "tail")
        for at, name, base, number, part in reading.shares
        if at is paragraph and not name and part is small and _procured(base) in ("总额", "")
    )


def _procured_shares(reading: TextReading, paragraph: Paragraph, amounts: dict[str, Number]) -> None:
    stated: dict[str, Number] = {}
    previous: Number | None = None
    for p, name, base, number, part in reading.shares:
        if p is not paragraph:
            continue
        own = _procured_kind(name)
        if own:
            stated[own] = number
        elif part is not None:
            _procured_share(reading, paragraph, amounts, (base, number, part))
        previous = number
    if previous is not None and "中小" in amounts and stated:
        _procured_by_kind(reading, paragraph, amounts, stated)


def _one_amount(reading: TextReading, paragraph: Paragraph, small: Number | None, before: int) -> None:
    """Two wrong shares and more of one paragraph are one wrong amount, that of 中小企业, where all of them rest on it."""
    wrong = reading.findings[before:]
    if small is None or len(wrong) < 2:
        return
    clause = paragraph.plain.clause(small)
    shares = "、".join(item.found for item in wrong)
    del reading.findings[before:]
    reading.findings.append(
        say(
            paragraph,
            "JX-N02",
            Text(
                f"“{clause}”：按它重算，{shares}都不对，多半是它写错",
                f"{clause!r}: with this amount {shares} are all wrong; it is the one to check",
            ),
            found=paragraph.plain.printed(small),
        )
    )


def _procured_kind(name: str) -> str:
    match = re.match("(?:政府采购)?(货物|工程|服务)", name)
    return match[1] if match else ""


def _procured_share(
    reading: TextReading, paragraph: Paragraph, amounts: dict[str, Number], said: tuple[str, Number, Number]
) -> None:
    base, number, part = said
    if part.kind != "money":
        return
    key = _procured(base) or "总额"
    bases = [amounts[key]] if key in amounts else []
    kinds = [amounts[k] for k in ("货物", "工程", "服务") if k in amounts]
    candidates = [share((part.wan, part.half), (one.wan, one.half)) for one in bases]
    if key == "总额" and len(kinds) > 1:
        candidates.append(share((part.wan, part.half), (sum((k.wan for k in kinds), ZERO), part.half)))
    result = verdict(number.value, number.places, candidates)
    if result.state != "unknown":
        reading.take(paragraph, part, number)
        judge_percent(
            reading, paragraph, number, (result, "JX-N02", Text("占比＝部分÷总额", "share = part ÷ base"))
        )


def _procured_by_kind(
    reading: TextReading, paragraph: Paragraph, amounts: dict[str, Number], stated: dict[str, Number]
) -> None:
    """服务: (中小企业 − 货物 × its share − 工程 × its share) ÷ 服务, where each kind with money states its share."""
    kinds = [key for key in ("货物", "工程", "服务") if key in amounts and amounts[key].value]
    if not kinds or any(key not in stated for key in kinds):
        return
    last = kinds[-1]
    rest = amounts["中小"].wan
    slack = amounts["中小"].half
    for key in kinds[:-1]:
        number = stated[key]
        rest -= amounts[key].wan * number.value / HUNDRED
        exact = number.value in (ZERO, HUNDRED)
        slack += amounts[key].half + (
            ZERO if exact else amounts[key].wan * Decimal("0.5").scaleb(-number.places) / HUNDRED
        )
    bases = [(amounts[last].wan, amounts[last].half)]
    if "总额" in amounts:
        others = sum((amounts[key].wan for key in kinds[:-1]), ZERO)
        bases.append((amounts["总额"].wan - others, amounts["总额"].half))
    result = verdict(stated[last].value, stated[last].places, [share((rest, slack), base) for base in bases])
    if result.state != "unknown":
        reading.take(
            paragraph, *(stated[key] for key in kinds), *(amounts[key] for key in kinds), amounts["中小"]
        )
        words_ = Text(f"{last}采购中小企业占比", f"share of small firms in {last}")
        judge_percent(reading, paragraph, stated[last], (result, "JX-N02", words_))


def vehicles(reading: TextReading) -> None:
    """N06: vehicles: the total is the sum of the kinds behind 其中."""
    for paragraph in reading.narrative.paragraphs:
        if paragraph.heading or paragraph.section not in ("assets", "costs", "running"):
            continue
        match = _VEHICLES.search(paragraph.text)
        if match is None:
            continue
        place = match.start(1) if match[1] else match.start(2)
        end = paragraph.text.find("。", match.end())
        behind = paragraph.text[match.end() : end if end > 0 else len(paragraph.text)]
        if not re.match(r"[,(:;]?(?:其中|包括)", behind):
            continue
        numbers = [
            n
            for n in paragraph.plain.figures
            if n.kind == "count" and n.unit.startswith(("辆", "台")) and "套" not in n.unit
        ]
        total = next((n for n in numbers if n.start == place), None)
        parts = [
            n
            for n in numbers
            if match.end() <= n.start < match.end() + len(behind) and n.unit.startswith("辆")
        ]
        if total is None or not parts:
            continue
        reading.take(paragraph, total, *parts)
        added = sum((n.value for n in parts), ZERO)
        if added != total.value:
            reading.findings.append(
                say(
                    paragraph,
                    "JX-N06",
                    Text(
                        f"车辆{plain(total.value)}辆，所列各类相加为{plain(added)}辆",
                        f"{plain(total.value)} vehicles, the kinds add up to {plain(added)}",
                    ),
                    found=f"{plain(total.value)}辆",
                    expected=f"{plain(added)}辆",
                )
            )
