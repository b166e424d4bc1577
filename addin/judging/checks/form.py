"""F: the form. Its names, years, date, boxes, goals, and whether its table is whole.

A form that names no 主管部门, or says 2021 above and was filed in 2025, comes back before anybody reads a score.
"""

from __future__ import annotations

from collections.abc import Iterator

from addin.grid import Cell
from addin.judging.checks.registry import at, check
from addin.judging.findings import Finding
from addin.judging.judged import JudgedForm
from addin.reading.form import Row
from addin.reading.labels import squeeze
from udfs.normalise import squeezed
from udfs.text import Text


@check("JX-F01")
def names(judged: JudgedForm) -> Iterator[Finding]:
    """项目名称, 主管部门 or 实施单位 (on an overall form: 单位名称) is blank."""
    form = judged.form
    wanted = (form.body,) if form.kind == "overall" else (form.project, form.department, form.unit)
    for field in wanted:
        if field is not None and field.blank and not field.cell.error:
            yield at(
                judged,
                "JX-F01",
                field.cell,
                Text(f"{field.label}没有填写", f"{field.label} is blank"),
                found="",
            )


@check("JX-F02")
def years(judged: JudgedForm) -> Iterator[Finding]:
    """The years of title, heading and filing date disagree (filing in the year itself or the two after it is fine)."""
    form = judged.form
    if not form.years:
        return
    filed = form.filed
    year, cell = form.years[0]
    for other, heading in form.years[1:]:
        if other != year:
            # The filing date decides which of the two is the odd one out.
            odd = (
                cell
                if filed is not None and not 0 <= filed - year <= 2 and 0 <= filed - other <= 2
                else heading
            )
            wrong, right = (year, other) if odd is cell else (other, year)
            yield at(
                judged,
                "JX-F02",
                odd,
                Text(
                    f"年度{wrong}与另一处的{right}不一致",
                    f"the year {wrong} disagrees with {right} elsewhere",
                ),
                expected=str(right),
            )
            return
    if filed is not None and not 0 <= filed - year <= 2:
        yield at(
            judged,
            "JX-F02",
            cell,
            Text(
                f"标题为{year}年度，填报日期却在{filed}年",
                f"the title says {year}, but it was filed in {filed}",
            ),
        )


@check("JX-F03")
def filing_date(judged: JudgedForm) -> Iterator[Finding]:
    """The form has 填报日期 and it is blank."""
    date = judged.form.date
    if date is None or date.cell.date is not None or date.cell.error:
        return
    if not any(character.isdigit() for character in date.text):
        yield at(
            judged, "JX-F03", date.cell, Text(f"{date.label}没有填写", "the filing date is blank"), found=""
        )


@check("JX-F04")
def boxes(judged: JudgedForm) -> Iterator[Finding]:
    """A tick group (项目类别, 项目属性, 项目类型) with no box ticked, or with no box at all; one finding a group."""
    for group in judged.form.ticks:
        if group.ticked == 0:
            zh = "没有勾选任何一项" if group.boxes else "没有可勾选的方框"
            en = "no box is ticked" if group.boxes else "there is no box to tick"
            yield at(
                judged, "JX-F04", group.cell, Text(f"{group.label}{zh}", f"{group.label}: {en}"), expected="☑"
            )


@check("JX-F05")
def goals(judged: JudgedForm) -> Iterator[Finding]:
    """目标完成情况 repeats the 年初设定目标 word for word."""
    planned, done = judged.form.goal_set, judged.form.goal_done
    if planned is None or done is None or planned.blank or done.blank:
        return
    if squeezed(planned.text) == squeezed(done.text):
        yield at(
            judged,
            "JX-F05",
            done.cell,
            Text(
                "目标完成情况与年初设定目标逐字相同，没有写实际完成情况",
                "what was done repeats the goal word for word",
            ),
        )


@check("JX-F06")
def sections(judged: JudgedForm) -> Iterator[Finding]:
    """No 产出 indicator or no 效益 indicator, on a form that has level columns or level rows."""
    have = {row.section for row in judged.form.rows} | {heading.section for heading in judged.form.headings}
    levels = {"level1", "level2"} & judged.form.heads.keys()
    # A branch of a tree that is named otherwise may be the section that is missing.
    if not judged.form.has_levels or (not levels and "" in have):
        return
    if not judged.form.rows:
        have = set()
    for section in ("产出", "效益"):
        if section not in have:
            yield at(
                judged,
                "JX-F06",
                _level1_head(judged),
                Text(f"表中没有{section}指标", f"the table has no {section} indicator"),
                expected=f"{section}指标",
                found="",
            )


def _level1_head(judged: JudgedForm) -> Cell:
    heads = judged.form.heads
    return heads.get("level1") or heads.get("level3") or heads["target"]


@check("JX-F07")
def twice(judged: JudgedForm) -> Iterator[Finding]:
    """The same level-3 indicator stands twice on one form (same name, same target, same actual)."""
    seen: dict[tuple[str, str, str], Row] = {}
    for indicator in judged.rows:
        row = indicator.row
        if row.unused or row.nameless or row.target_cell.blank:
            continue
        same = (squeeze(row.name), squeezed(row.target_text), squeezed(row.actual_cell.text))
        if same in seen:
            first = seen[same].name_cell.address
            yield at(
                judged,
                "JX-F07",
                row.name_cell,
                Text(f"与{first}是同一个指标", f"the same indicator as in {first}"),
            )
        else:
            seen[same] = row


@check("JX-F08")
def nameless(judged: JudgedForm) -> Iterator[Finding]:
    """A row has a target or actual and a score but its level-3 name is blank."""
    if "level3" not in judged.form.heads:
        return
    for indicator in judged.rows:
        row = indicator.row
        if (
            row.unused
            or not row.nameless
            or row.name_cell.error
            or (row.target_cell.blank and row.actual_cell.blank)
        ):
            continue
        if row.score_cell is not None and not row.score_cell.blank:
            yield at(judged, "JX-F08", row.name_cell, Text("三级指标没有名称", "the indicator has no name"))


@check("JX-F09")
def goals_blank(judged: JudgedForm) -> Iterator[Finding]:
    """The form has fields for the yearly goals (年度总体目标, 完成情况) and one is blank."""
    planned, done = judged.form.goal_set, judged.form.goal_done
    for field, other in ((planned, done), (done, planned)):
        if field is None or not field.blank or field.cell.error or field.cell.pending:
            continue
        if other is not None and other.cell == field.cell and field is done:
            continue
        text = field.text.strip()
        said = Text(f"只写了“{text}”", f"holds only {text!r}") if text else Text("没有填写", "is blank")
        yield at(
            judged,
            "JX-F09",
            field.cell,
            Text(f"{field.label}{said.zh}", f"{field.label} {said.en}"),
            found=text,
        )
