"""X07 and X08: scores and quantities that the text states, against the forms.

2.03万人 agrees with an actual of 20279人; an indicator's name is taken without 人数, 次数, 率.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from addin.accounts.forms import Stated
from addin.accounts.projects import likeness
from addin.accounts.text.plain import Number
from addin.accounts.text.record import TextReading, say
from addin.judging.findings import Finding
from udfs.decimals import D, decimals, half_up, plain
from udfs.target import parse
from udfs.text import Text

_SCORE = re.compile(
    r"自评(?:结果)?(?:综合)?(?:得分|分数|总分|评分|总得分)(?:为|:|是)?(\d{1,3}(?:\.\d+)?)(?:分)?"
)
_QUANTITY = re.compile(r"(?:总|实际)?(?:人数|人次数|次数|数量|户数|个数|率|数)$")
_VERBS = re.compile(r"(?:分别|累计|共计|共|已|达到|达|为|到|实现|完成|:)+$")


@dataclass(frozen=True, slots=True)
class LinkedForm:
    """A form as the links see it: where it is, what it is of, its money, and its indicators (name, actual as printed, cell)."""

    path: str
    sheet: str
    kind: str
    project: str
    stated: Stated
    indicators: tuple[tuple[str, str, str], ...]


def scores(
    forms: Sequence[LinkedForm], reading: TextReading, pairs: dict[int, LinkedForm]
) -> Iterator[Finding]:
    """X07: 自评得分 stated against 总分 of the form."""
    current: LinkedForm | None = None
    starts = {project.paragraph.number: pairs.get(i) for i, project in enumerate(reading.projects)}
    for paragraph in reading.narrative.paragraphs:
        current = starts.get(paragraph.number, None if paragraph.heading else current)
        for match in _SCORE.finditer(paragraph.text):
            form = current or _scored_form(forms, paragraph.text[: match.start()])
            if form is None or form.stated.score is None:
                continue
            number = next((n for n in paragraph.plain.figures if n.start == match.start(1)), None)
            reading.take(paragraph, number)
            stated = D(match[1])
            if half_up(form.stated.score, decimals(stated)) != stated:
                yield say(
                    paragraph,
                    "JX-X07",
                    Text(
                        f"“{match[0]}”：“{form.project or '部门整体支出'}”自评表总分为{plain(form.stated.score)}",
                        f"{match[0]!r}: the form's total is {plain(form.stated.score)}",
                    ),
                    found=match[1],
                    expected=plain(form.stated.score),
                )


def _scored_form(forms: Sequence[LinkedForm], before: str) -> LinkedForm | None:
    """Which form a sentence speaks of: the project named last before the score, or 整体支出."""
    for clause in reversed(re.split(r"[,。;:]", before)):
        projects = [form for form in forms if form.kind == "project"]
        best = max(projects, key=lambda form: likeness(_named(clause), form.project), default=None)
        if best is not None and likeness(_named(clause), best.project) >= Decimal("0.7"):
            return best
        if "整体支出" in clause or "整体绩效" in clause:
            return next((form for form in forms if form.kind == "overall"), None)
    return None


def _named(clause: str) -> str:
    return re.sub(r"^(?:抽取的是|其中|对|抽取|分别为|包括)|(?:项目)?(?:支出)?(?:绩效)?$", "", clause)


def quantities(forms: Sequence[LinkedForm], reading: TextReading) -> Iterator[Finding]:
    """X08: a quantity stated with an indicator's name against the form's actual, at the printed decimals."""
    named = _indicators(forms)
    if not named:
        return
    for paragraph in reading.narrative.paragraphs:
        for number in paragraph.plain.figures:
            if number.kind == "money" or "余" in number.unit or "多" in number.unit:
                continue
            lead = _QUANTITY.sub("", _VERBS.sub("", paragraph.text[: number.start]))
            name = next((name for name in named if lead.endswith(name)), "")
            actuals = [a for a in named.get(name, []) if _comparable(number, a[0])]
            if not name or not actuals:
                continue
            reading.take(paragraph, number)
            if not any(_same_quantity(number, text) for text, _, _ in actuals):
                text, sheet, cell = actuals[0]
                begin = paragraph.text.rindex(name, 0, number.start)
                said = paragraph.plain.span(begin, number.end)
                yield say(
                    paragraph,
                    "JX-X08",
                    Text(
                        f"“{said}”：自评表实际完成值为{text}（{sheet}!{cell}）",
                        f"{said!r}: the form's actual is {text} ({sheet}!{cell})",
                    ),
                    found=said,
                    expected=text,
                )


def _indicators(forms: Sequence[LinkedForm]) -> dict[str, list[tuple[str, str, str]]]:
    """Indicators by their bare names (four characters at least), the longest first, with actual, sheet and cell."""
    found: dict[str, list[tuple[str, str, str]]] = {}
    for form in forms:
        for name, actual, cell in form.indicators:
            bare = _QUANTITY.sub("", re.sub(r"[\s,。、;:“”\"'（）()]", "", name))
            if len(bare) >= 4 and actual:
                found.setdefault(bare, []).append((actual, form.sheet, cell))
    return dict(sorted(found.items(), key=lambda item: -len(item[0])))


def _scale(unit: str) -> tuple[Decimal, str]:
    factor = Decimal(1)
    for sign, power in (("亿", 8), ("万", 4), ("千", 3), ("百", 2)):
        if unit.startswith(sign):
            return Decimal(10) ** power, unit[1:]
    return factor, unit


def _comparable(number: Number, actual: str) -> bool:
    read = parse(actual)
    if read.kind != "number" or read.number is None or read.sentence:
        return False
    _, unit = _scale(number.unit)
    return bool(unit) and (read.unit or "") in (unit, "", unit.removesuffix("次"))


def _same_quantity(number: Number, actual: str) -> bool:
    read = parse(actual)
    if read.number is None:
        return True
    factor, _ = _scale(number.unit)
    return half_up(read.number * read.multiplier / factor, number.places) == number.value
