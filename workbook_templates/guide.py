"""The sheet 填表说明: how to fill the form in, the scheme's rules in words with their reference, and the functions.

Everything in it comes from the scheme, the layout and the function table.

>>> from udfs.scheme import load_scheme
>>> rules(load_scheme("hubei-2024"))[0]
'预算执行：20分，得分=20×执行数÷预算数，不超过20分。'
"""

from __future__ import annotations

from udfs.decimals import plain
from udfs.functions import FUNCTIONS, Function
from udfs.scheme import Scheme
from workbook_templates.layout_model import Layout
from workbook_templates.pen import Area, Pen

WIDTHS = (26, 40, 30, 22)
_BARE = {
    "at_least": "没有运算符的目标值按“达到即满分”（正向）计分；可在辅助列另选方向。",
    "at_most": "没有运算符的目标值按“不超过”（反向）计分；可在辅助列另选方向。",
    "exact": "没有运算符的目标值按相等计分：分值×min(实际÷目标, 目标÷实际)；可在辅助列另选方向。",
}
_AT_MOST = {
    "ratio": "反向指标（≤X）：得分=分值×目标÷实际，不超过分值。",
    "linear": "反向指标（≤X）：超过目标的部分按比例扣分，达到目标两倍的不得分。",
}


def steps(layout: Layout, scheme: Scheme) -> list[str]:
    """How to fill the form in, step by step."""
    weights = "分值列" if scheme.weights_on_form == "column" else "表右侧的“辅助列（分值）”"
    return [
        "先在表右上角填写年度；表头随之变化。再填项目名称、主管部门、实施单位等（整体表填单位名称）。",
        "金额只填数，单位万元。执行率和预算得分自动计算；执行数大于预算数、合计与分项不符时变色。",
        f"每个三级指标一行：填名称、目标值、实际完成值；分值填在{weights}，各指标与预算合计100分，见总分行右侧“权重合计”。",
        "目标值写运算符和单位（≥95%、≤10万元）；实际完成值写结果，不写“计划标准”等。缺一项时空格变黄，得分为 #VALUE!，补齐即可。",
        "定性指标：实际与目标一致的得满分；否则在辅助列选档次，需要时填档内比例，得分=分值×比例；“另计”列按所选档次或方向计算。",
        "得分、执行率、总分由函数计算，单元格受保护（无密码：审阅—撤销工作表保护）。没有安装绩效自评加载项时显示上次算出的数，不会更新。",
        "表右侧的辅助列不打印，不属于报送内容。用不到的行留空即可，也可以隐藏。指标行不够时用“插入指标行”，或用更多行重新生成模板。",
    ]


def rules(scheme: Scheme) -> list[str]:
    """The scheme's rules in words."""
    points = plain(scheme.budget_points)
    budget = f"预算执行：{points}分，得分={points}×执行数÷预算数，不超过{points}分。"
    bands = "；".join(f"{band.level} {plain(band.top)}%—{plain(band.bottom)}%" for band in scheme.bands)
    bands = bands.replace("%；", "%（含）；")
    splits = "；或 ".join(
        "、".join(f"{name}{plain(value)}分" for name, value in split.items()) for split in scheme.sections
    )
    grades = "，".join(f"{name} {plain(lowest)}分及以上" for name, lowest in scheme.grades if lowest)
    worst = "".join(f"，{name} 其余" for name, lowest in scheme.grades if not lowest)
    return [
        budget if scheme.budget_scored else "预算执行不计分。",
        f"指标分值：{splits}。",
        "正向指标（≥X）：得分=分值×实际÷目标，不超过分值。",
        _AT_MOST[scheme.at_most],
        _BARE[scheme.bare],
        f"定性指标分三档，得分占分值：{bands}。",
        f"得分四舍五入到{scheme.places}位小数；总分为各项得分之和。",
        f"等级：{grades}{worst}。",
    ]


def usage(function: Function) -> str:
    """A function with its arguments: "JX_RATE(budget, executed)"."""
    arguments = ", ".join(f"[{a.name}]" if a.optional else a.name for a in function.arguments)
    return f"{function.name}({arguments}{', …' if function.repeats else ''})"


def _example(function: Function) -> str:
    arguments, result = function.example
    shown = ",".join(f'"{value}"' if isinstance(value, str) else str(value) for value in arguments)
    return f"{function.name}({shown}) → {result}"


def draw_guide(pen: Pen, layout: Layout, scheme: Scheme) -> int:
    """Write the sheet; gives its last row, counted from 0."""
    last = len(WIDTHS) - 1
    pen.height(0, 30)
    pen.put(Area(0, 0, 0, last), f"{layout.form}填表说明", "title")
    first, end = scheme.years
    years = f"{first}—{end}年度" if end else f"{first}年度起"
    row = 1
    facts = {
        "口径": f"{scheme.id}（{scheme.name}）",
        "适用": f"{scheme.jurisdiction}，{years}",
        "依据": scheme.reference,
        "表样来源": layout.source,
        "说明": scheme.note,
    }
    for name, text in facts.items():
        pen.height(row, 20)
        pen.put(Area(row, 0), name, "cell")
        pen.put(Area(row, 1, row, last), text, "cell")
        row += 1
    for title, texts in (("一、怎样填", steps(layout, scheme)), ("二、怎样计分", rules(scheme))):
        pen.height(row, 24)
        pen.put(Area(row, 0, row, last), title, "heading")
        row += 1
        for number, text in enumerate(texts, 1):
            pen.height(row, 20)
            pen.put(Area(row, 0, row, last), f"{number}. {text}", "cell")
            row += 1
    pen.height(row, 24)
    pen.put(Area(row, 0, row, last), "三、函数（方括号内的参数可省略）", "heading")
    row += 1
    for column, head in enumerate(("函数", "用途", "参数", "示例")):
        pen.put(Area(row, column), head, "label")
    for function in FUNCTIONS.values():
        row += 1
        help_ = f"{function.help.zh}。得到：{function.gives.zh}"
        arguments = "\n".join(f"{a.name}：{a.help.zh}" for a in function.arguments)
        for column, text in enumerate((usage(function), help_, arguments, _example(function))):
            pen.put(Area(row, column), text, "cell")
    pen.finish()
    return row
