"""T: target values. Whether they can be measured, and read in one way only.

"354万元" beside "277万元" is met where less is better and missed where more is: nothing on the form says which (T02).
"""

from __future__ import annotations

from collections.abc import Iterator

from addin.judging.agreement import sign_in_doubt
from addin.judging.checks.registry import at, check
from addin.judging.findings import Finding
from addin.judging.judged import JudgedForm, JudgedRow, unfilled
from addin.reading.labels import pattern, squeeze
from addin.reading.numbers import printed
from udfs.decimals import HUNDRED
from udfs.normalise import normalise
from udfs.target import parse
from udfs.text import Text


def _scored(indicator: JudgedRow) -> bool:
    """Whether a score stands for the row, its own or one merged over it; or an actual with a weight for it."""
    row = indicator.row
    if row.score_cell is not None and not unfilled(row.score_cell):
        return True
    weight = printed(row.weight_cell) if row.weight_cell is not None else None
    return weight is not None and weight.value > 0 and not row.nameless and not unfilled(row.actual_cell)


def _readable(judged: JudgedForm) -> Iterator[JudgedRow]:
    return (
        indicator
        for indicator in judged.rows
        if not indicator.row.unused and indicator.target.kind != "blank"
    )


@check("JX-T01")
def blank(judged: JudgedForm) -> Iterator[Finding]:
    """The target is blank or a placeholder (/, —, XX, 无) on a row that is scored."""
    for indicator in judged.rows:
        row = indicator.row
        asked = not row.nameless if judged.form.kind == "targets" else _scored(indicator)
        if row.unused or indicator.target.kind != "blank" or not asked:
            continue
        if row.target_cell.error or row.target_cell.pending:
            continue
        text = row.target_cell.text.strip()
        yield at(
            judged,
            "JX-T01",
            row.target_cell,
            Text(
                f"目标值{f'是“{text}”' if text else '为空'}，该行却要计分",
                f"the target is {repr(text) if text else 'blank'} on a scored row",
            ),
        )


@check("JX-T02")
def no_operator(judged: JudgedForm) -> Iterator[Finding]:
    """A number without an operator, and the actual is not equal to it: the direction taken, and who says so."""
    for indicator in _readable(judged):
        target, direction = indicator.target, indicator.direction
        if direction is None or not direction.assumed or target.damaged or target.number == 0:
            continue
        if indicator.equal or indicator.standard or indicator.incomparable or indicator.states_a_miss:
            continue
        if indicator.row.actual.kind not in ("number", "range"):
            continue
        text, taken = indicator.row.target_text, direction.words
        zh, en = f"目标值“{text}”没有写≥或≤", f"the target {text!r} has no operator"
        if shows_a_sign(text):
            zh, en = f"目标值“{text}”的方向看不出来", f"the target {text!r} does not say which way is better"
        if indicator.expected is not None:
            zh, en = f"{zh}，这里按{taken.zh}", f"{en}; it is read as {taken.en}"
        yield at(judged, "JX-T02", indicator.row.target_cell, Text(zh, en))


def shows_a_sign(text: str) -> bool:
    """Whether a sign or a word for one stands in *text*, read or not: no finding says that none is written.

    >>> [shows_a_sign(text) for text in ("≥ 95%", "每年95%", "达到率≧95%", "不低于95%")]
    [True, False, True, True]
    """
    return parse(text).explicit or any(sign in "≥≤><=≧≦⩾⩽" for sign in normalise(text))


@check("JX-T03")
def vague(judged: JudgedForm) -> Iterator[Finding]:
    """Vague qualitative targets (a word list, as data), one finding a form that lists the cells."""
    cells = [
        indicator.row.target_cell
        for indicator in _readable(judged)
        if indicator.target.kind == "level"
        and pattern("words", "vague").search(squeeze(indicator.row.target_text))
    ]
    if cells:
        where = "：" + "、".join(cell.address for cell in cells) if len(cells) > 1 else ""
        en = f": {', '.join(cell.address for cell in cells)}" if len(cells) > 1 else ""
        yield at(
            judged,
            "JX-T03",
            cells[0],
            Text(f"目标值表述笼统，无法衡量{where}", f"vague targets that nobody can measure{en}"),
        )


@check("JX-T04")
def several(judged: JudgedForm) -> Iterator[Finding]:
    """More than one target value in a cell (a range is one)."""
    for indicator in _readable(judged):
        if indicator.target.kind == "several":
            values = "、".join(part.figure for part in indicator.target.parts)
            yield at(
                judged,
                "JX-T04",
                indicator.row.target_cell,
                Text(f"一格内有多个目标值：{values}", f"more than one target in the cell: {values}"),
            )


@check("JX-T05")
def cost(judged: JudgedForm) -> Iterator[Finding]:
    """A cost indicator with ≥."""
    for indicator in _readable(judged):
        row = indicator.row
        if sign_in_doubt(indicator):
            yield at(
                judged,
                "JX-T05",
                row.target_cell,
                Text(
                    f"成本指标的目标值“{row.target_text}”用了≥，花得越多得分越高",
                    "a cost indicator with ≥: the more is spent, the more points",
                ),
            )


@check("JX-T06")
def above_hundred(judged: JudgedForm) -> Iterator[Finding]:
    """A percentage target above 100%."""
    for indicator in _readable(judged):
        target = indicator.target
        if (
            target.kind == "number"
            and target.unit == "%"
            and not target.damaged
            and (target.number or 0) > HUNDRED
        ):
            yield at(
                judged,
                "JX-T06",
                indicator.row.target_cell,
                Text(f"百分比目标{indicator.row.target_text}超过100%", "a percentage target above 100%"),
            )


@check("JX-T07")
def damaged(judged: JudgedForm) -> Iterator[Finding]:
    """A damaged operator, read all the same: 《65万, ≪48小时, 290% for ≥90%."""
    for indicator in judged.rows:
        if indicator.row.unused:
            continue
        for cell, read in (
            (indicator.row.target_cell, indicator.target),
            (indicator.row.actual_cell, indicator.row.actual),
        ):
            if read.damaged:
                yield at(
                    judged,
                    "JX-T07",
                    cell,
                    Text(
                        f"“{cell.text.strip()}”的运算符有误，按{read}读取",
                        f"the operator in {cell.text.strip()!r} is damaged; it is read as {read}",
                    ),
                    expected=str(read),
                )


@check("JX-T08")
def any_will_do(judged: JudgedForm) -> Iterator[Finding]:
    """≥ 0: met by anything."""
    for indicator in _readable(judged):
        if indicator.met_by_anything:
            yield at(
                judged,
                "JX-T08",
                indicator.row.target_cell,
                Text("目标值≥0，任何结果都能达到", "≥ 0 is met by anything"),
            )
