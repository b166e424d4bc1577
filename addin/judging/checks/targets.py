"""T: target values. Whether they can be measured, and read in one way only.

"354万元" beside "277万元" is met where less is better and missed where more is: nothing on the form says which (T02).
"""

from __future__ import annotations

from collections.abc import Iterator

from addin.judging.checks.registry import at, check
from addin.judging.findings import Finding
from addin.judging.judged import JudgedForm, JudgedRow
from addin.reading.labels import pattern, squeeze
from udfs.decimals import HUNDRED


def _scored(line: JudgedRow) -> bool:
    """Whether a score stands for the row, its own or one merged over it."""
    cell = line.row.score_cell
    return cell is not None and not cell.blank


def _readable(judged: JudgedForm) -> Iterator[JudgedRow]:
    return (line for line in judged.rows if not line.row.unused and line.target.kind != "blank")


@check("JX-T01")
def blank(judged: JudgedForm) -> Iterator[Finding]:
    """The target is blank or a placeholder (/, —, XX, 无) on a row that is scored."""
    for line in judged.rows:
        row = line.row
        if row.unused or line.target.kind != "blank" or not _scored(line):
            continue
        if row.target_cell.error or row.target_cell.pending:
            continue
        text = row.target_cell.text.strip()
        yield at(
            judged,
            "JX-T01",
            row.target_cell,
            f"目标值{f'是“{text}”' if text else '为空'}，该行却有得分",
            f"the target is {repr(text) if text else 'blank'} on a scored row",
        )


@check("JX-T02")
def no_operator(judged: JudgedForm) -> Iterator[Finding]:
    """A number without an operator, and the actual is not equal to it: the direction is an assumption."""
    names = {"at_least": "正向（≥）", "at_most": "反向（≤）", "exact": "相等"}
    english = {"at_least": "more is better", "at_most": "less is better", "exact": "exactly"}
    for line in _readable(judged):
        target = line.target
        if target.kind != "number" or target.explicit or line.equal or line.standard or line.incomparable:
            continue
        if line.row.actual.kind not in ("number", "range") or target.damaged or target.number == 0:
            continue
        text = line.row.target_text
        zh, en = f"目标值“{text}”没有写≥或≤", f"the target {text!r} has no operator"
        if line.expected is not None:
            zh += f"，这里按{names.get(line.expected.rule, '口径')}计算"
            en += f"; it is read as: {english.get(line.expected.rule, line.expected.rule)}"
        yield at(judged, "JX-T02", line.row.target_cell, zh, en)


@check("JX-T03")
def vague(judged: JudgedForm) -> Iterator[Finding]:
    """Vague qualitative targets (a word list, as data), one finding a form that lists the cells."""
    cells = [
        line.row.target_cell
        for line in _readable(judged)
        if line.target.kind == "level" and pattern("words", "vague").search(squeeze(line.row.target_text))
    ]
    if cells:
        where = "：" + "、".join(cell.address for cell in cells) if len(cells) > 1 else ""
        en = f": {', '.join(cell.address for cell in cells)}" if len(cells) > 1 else ""
        yield at(
            judged,
            "JX-T03",
            cells[0],
            f"目标值表述笼统，无法衡量{where}",
            f"vague targets that nobody can measure{en}",
        )


@check("JX-T04")
def several(judged: JudgedForm) -> Iterator[Finding]:
    """More than one target value in a cell (a range is one)."""
    for line in _readable(judged):
        if line.target.kind == "several":
            values = "、".join(part.figure for part in line.target.parts)
            yield at(
                judged,
                "JX-T04",
                line.row.target_cell,
                f"一格内有多个目标值：{values}",
                f"more than one target in the cell: {values}",
            )


@check("JX-T05")
def cost(judged: JudgedForm) -> Iterator[Finding]:
    """A cost indicator with ≥."""
    for line in _readable(judged):
        row = line.row
        saving = pattern("words", "saving").search(squeeze(row.name + row.target_text))
        if (
            row.cost
            and line.target.kind == "number"
            and line.target.op in ("≥", ">")
            and line.target.explicit
            and not met_by_anything(line)
            and not saving
        ):
            yield at(
                judged,
                "JX-T05",
                row.target_cell,
                f"成本指标的目标值“{row.target_text}”用了≥，花得越多得分越高",
                "a cost indicator with ≥: the more is spent, the more points",
            )


@check("JX-T06")
def above_hundred(judged: JudgedForm) -> Iterator[Finding]:
    """A percentage target above 100%."""
    for line in _readable(judged):
        target = line.target
        if (
            target.kind == "number"
            and target.unit == "%"
            and not target.damaged
            and (target.number or 0) > HUNDRED
        ):
            yield at(
                judged,
                "JX-T06",
                line.row.target_cell,
                f"百分比目标{line.row.target_text}超过100%",
                "a percentage target above 100%",
            )


@check("JX-T07")
def damaged(judged: JudgedForm) -> Iterator[Finding]:
    """A damaged operator, read all the same: 《65万, ≪48小时, 290% for ≥90%."""
    for line in judged.rows:
        if line.row.unused:
            continue
        for cell, read in ((line.row.target_cell, line.target), (line.row.actual_cell, line.row.actual)):
            if read.damaged:
                yield at(
                    judged,
                    "JX-T07",
                    cell,
                    f"“{cell.text.strip()}”的运算符有误，按{read}读取",
                    f"the operator in {cell.text.strip()!r} is damaged; it is read as {read}",
                    expected=str(read),
                )


def met_by_anything(line: JudgedRow) -> bool:
    """Whether the target is ≥ 0: what follows from it says nothing more."""
    return line.target.kind == "number" and line.target.op == "≥" and line.target.number == 0


@check("JX-T08")
def any_will_do(judged: JudgedForm) -> Iterator[Finding]:
    """≥ 0: met by anything."""
    for line in _readable(judged):
        if met_by_anything(line):
            yield at(
                judged, "JX-T08", line.row.target_cell, "目标值≥0，任何结果都能达到", "≥ 0 is met by anything"
            )
