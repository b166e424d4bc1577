"""Small forms to show and to test on, everything in order; every check has an example made from one of them.

>>> form = example_form()
>>> form.project.text, len(form.rows), form.total.text
('基层干部培训', 6, '98.5')
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files

from addin.grid import Cell, Grid, coordinates
from addin.reading.form import Form
from addin.reading.forms import read_forms
from udfs.decimals import D, plain
from udfs.text import Text

Value = str | int | Decimal | None
LAYOUTS = ("column", "heading", "goals")

# With a 分值 column, after 财预〔2020〕10号附件1 (mof-2021 without a cost section: 50/30/10).
_COLUMN: list[list[Value]] = [
    ["项目支出绩效自评表"],
    ["（2024年度）"],
    ["项目名称", "基层干部培训", None, None, "填报日期", "2025年3月20日"],
    ["主管部门", "某市组织部", None, None, "实施单位", "某市委党校"],
    ["项目资金（万元）", None, "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"],
    [None, "年度资金总额", 100, 100, 85, 10, "85%", "8.5"],
    [None, "其中：当年财政拨款", 100, 100, 85, "—", "85%", "—"],
    [
        "一级指标",
        "二级指标",
        "三级指标",
        "年度指标值",
        "实际完成值",
        "分值",
        "得分",
        "偏差原因分析及改进措施",
    ],
    ["产出指标", "数量指标", "培训期数", "≥4期", "5期", 10, 10],
    [None, "质量指标", "考核合格率", "≥95%", "96%", 20, 20],
    [None, "成本指标", "人均培训成本", "≤600元/人", "580元/人", 20, 20],
    ["效益指标", "社会效益指标", "学员上岗率", "≥90%", "92%", 15, 15],
    [None, "可持续影响指标", "培训制度", "建立制度", "建立制度", 15, 15],
    ["满意度指标", "服务对象满意度指标", "学员满意度", "≥90%", "95%", 10, 10],
    ["总分", None, None, None, None, 100, "98.5"],
]
_COLUMN_MERGES = (
    "A1:H1",
    "A2:H2",
    "B3:D3",
    "F3:H3",
    "B4:D4",
    "F4:H4",
    "A5:A7",
    "A9:A11",
    "A12:A13",
    "A15:E15",
)

# Without one, after the Hubei forms: the points stand in the headings.
_HEADING: list[list[Value]] = [
    ["2024年度就业服务项目绩效自评表"],
    ["单位名称: 某区人社局", None, None, "填报日期: 2025年4月2日"],
    ["项目名称", None, "就业服务"],
    ["主管部门", None, "某区人社局", "项目实施单位", "区就业中心"],
    ["项目类别", None, "1、部门预算项目 ☑", "2、区直专项 □"],
    ["预算执行情况(万元)(20分)", None, "预算数(A)", "执行数(B)", "执行率(B/A)", "得分(20分*执行率)"],
    [None, "年度财政资金总额", 65, "53.132", "82%", "16.35"],
    ["一级指标", "二级指标", "三级指标", "年初目标值(A)", "实际完成值(B)", "得分"],
    ["成本指标(20分)", "经济成本指标", "人均补贴", "≤2600元/人", "2050元/人", 20],
    ["产出指标(20分)", "数量指标", "招聘会场次", "≥12场", "12场", 10],
    [None, "质量指标", "岗位匹配率", "≥90%", "81%", 9],
    ["效益指标(30分)", "社会效益指标", "就业人数", "≥3000人", "3100人", 30],
    ["满意度指标(10分)", "服务对象满意度指标", "求职者满意度", "≥95%", "96%", 10],
    ["总分", None, "95.35"],
    ["偏差大或目标未完成原因分析", None, "岗位需求变化，部分资金结转下年"],
    ["改进措施及结果应用方案", None, "按季度核对岗位需求"],
]
_HEADING_MERGES = (
    "A1:F1",
    "A2:C2",
    "D2:F2",
    "A3:B3",
    "C3:F3",
    "A4:B4",
    "E4:F4",
    "A5:B5",
    "D5:F5",
    "A6:A7",
    "A10:A11",
    "A14:B14",
    "C14:F14",
    "A15:B15",
    "C15:F15",
    "A16:B16",
    "C16:F16",
)


# The central layout with 年度总体目标, as short as it can be.
_GOALS: list[list[Value]] = [
    ["2024年度项目支出绩效自评表"],
    ["项目名称", "基层干部培训"],
    ["主管部门", "某市组织部", None, "实施单位", "某市委党校"],
    ["年度总体目标", "预期目标", None, None, "实际完成情况"],
    [None, "完成4期基层干部培训，提高履职能力。", None, None, "完成5期，培训干部230人，考核合格率96%。"],
    ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"],
    ["产出指标", "数量指标", "培训期数", "≥4期", "5期", 50, 50],
    ["效益指标", "社会效益指标", "学员上岗率", "≥90%", "92%", 50, 50],
    ["总分", None, None, None, None, 100, 100],
]
_GOALS_MERGES = ("A1:G1", "A4:A5", "B4:D4", "E4:G4", "B5:D5", "E5:G5", "A9:E9")
_TABLES = {
    "column": (_COLUMN, _COLUMN_MERGES),
    "heading": (_HEADING, _HEADING_MERGES),
    "goals": (_GOALS, _GOALS_MERGES),
}


def example_grid(edits: Mapping[str, Value] | None = None, layout: str = "column") -> Grid:
    """The example's sheet with *edits* (address → value, None to blank a cell) made; text starting with # is an error.

    *layout* is "column" (分值 column), "heading" (points in the headings) or "goals" (with 年度总体目标).
    """
    grid = Grid.from_table("自评表", *_TABLES[layout])
    for place, value in (edits or {}).items():
        row, column = coordinates(place)
        if value is None or value == "":
            grid.cells.pop((row, column), None)
        elif isinstance(value, str):
            grid.cells[row, column] = Cell(row, column, value, error=value if value.startswith("#") else "")
        else:
            grid.cells[row, column] = Cell(row, column, plain(D(value)), D(value))
    return grid


def example_form(edits: Mapping[str, Value] | None = None, layout: str = "column") -> Form:
    """The form on example_grid()."""
    (form,) = read_forms(example_grid(edits, layout))
    return form


def few_rows(*rows: Sequence[Value], points: str = "", merge: str = "") -> Form:
    """A form of a few indicators under one heading, from row 4 down, to show one case on.

    A row is (name, target, actual, weight, score), with a 分值 column; where the heading's *points* are given
    ("30分"), it is (name, target, actual, score), without one. *merge* is a range of merged cells ("G4:G6").

    >>> form = few_rows(("培训期数", "≥4期", "5期", 10), ("考核合格率", "≥95%", "96%", 20), points="30分")
    >>> form.has_weights, [heading.points for heading in form.headings]
    (False, [Decimal('30')])
    """
    weights: list[Value] = [] if points else ["分值"]
    table: list[list[Value]] = [
        ["2024年度项目支出绩效自评表"],
        ["项目名称", "基层干部培训"],
        ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", *weights, "得分"],
    ]
    for number, row in enumerate(rows):
        head = f"产出指标（{points}）" if points else "产出指标"
        table.append([head if number == 0 else None, "数量指标", *row])
    table.append(["总分"])
    last = 3 + len(rows)
    merges = ("A1:G1", f"A4:A{last}", *([merge] if merge else []))
    (form,) = read_forms(Grid.from_table("自评表", table, merges))
    return form


@dataclass(frozen=True, slots=True)
class Example:
    """What makes a code appear: the edits to an example form and the cell then named; or a file, in words."""

    code: str
    layout: str
    edits: Mapping[str, Value]
    cell: str
    words: Text | None


@cache
def check_examples() -> dict[str, Example]:
    """The example of every code."""
    raw = tomllib.loads(files("addin.judging.checks").joinpath("examples.toml").read_text("utf-8"))
    return {
        code: Example(
            code,
            item.get("layout", ""),
            item.get("edits", {}),
            item["cell"],
            Text(item["words"]["zh"], item["words"]["en"]) if "words" in item else None,
        )
        for code, item in raw.items()
    }
