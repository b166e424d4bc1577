"""The worksheet functions: what a cell formula can ask, and the one table that describes them.

A function takes values or ranges (rows of values) and gives a value or rows; what cannot be scored is a CellError,
never a text or a 0 that a SUM would pass over. Hosts turn ranges, dates and errors into these and back.

>>> call("JX_SCORE", "≥95%", 0.93, 10)
Decimal('9.79')
>>> call("JX_SCORE", [["≥95%"], ["≤3天"]], [["98%"], ["4天"]], 10)
[[Decimal('10.00')], [Decimal('7.50')]]
>>> call("JX_SCORE", "20000人", "100%", 10), call("JX_SCORE", "", "", 10), call("JX_SCORE", "≥1", 1, 1, "", "?")
(CellError('#VALUE!'), '', CellError('#N/A'))
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from udfs import scoring, totals
from udfs.aggregation import roll_up
from udfs.decimals import D, plain
from udfs.errors import JixiaoError, SchemeError, ScoringError
from udfs.lexicon import NAMES
from udfs.normalise import normalise, squeezed
from udfs.scheme import DEFAULT, load_scheme
from udfs.score import Score
from udfs.target import parse
from udfs.text import Text

Value = str | int | float | Decimal | dt.date | None
Rows = Sequence[Sequence[Value]]
Given = Value | Rows


@dataclass(frozen=True, slots=True, repr=False)
class CellError:
    """An error value of a cell: "#VALUE!", "#N/A" or one that came in."""

    name: str

    def __repr__(self) -> str:
        return f"CellError({self.name!r})"


Result = str | Decimal | CellError
VALUE, NOT_AVAILABLE = CellError("#VALUE!"), CellError("#N/A")


@dataclass(frozen=True, slots=True)
class Argument:
    """An argument of a function: its name in formulas, its help, whether it may be left out, whether it is a range."""

    name: str
    help: Text
    optional: bool = False
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Function:
    """A worksheet function: everything that a host or a page says of it comes from here.

    example holds the arguments of a call and what it gives; *repeats* marks a last argument that may be given again.
    """

    name: str
    help: Text
    gives: Text
    arguments: tuple[Argument, ...]
    example: tuple[tuple[Value, ...], str]
    compute: Callable[..., Result]
    repeats: bool = False


def text_of(value: Value) -> str:
    """A cell's value as the text that the grammar reads: a stored date as 2024-12-31, a number without an exponent."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, dt.date):
        return f"{value.year}-{value.month}-{value.day}"
    return plain(D(value))


def _number(value: Value) -> Decimal:
    """A cell's value as a number; a percentage typed as text counts as its fraction. Raises ScoringError."""
    text = normalise(text_of(value))
    try:
        return D(text[:-1]) / 100 if text.endswith("%") else D(text)
    except ValueError:
        raise ScoringError(Text(f"“{text}”不是数", f"{text!r} is no number")) from None


def _score(target: Value, actual: Value, weight: Value, direction: Value = "", scheme: Value = "") -> Result:
    if not text_of(target).strip() and not text_of(actual).strip():
        return ""
    return _scored(target, actual, weight, direction, scheme).value


def _scored(target: Value, actual: Value, weight: Value, direction: Value, scheme: Value) -> Score:
    rules = load_scheme(text_of(scheme).strip() or DEFAULT)
    return scoring.score_row(
        text_of(target), text_of(actual), _number(weight), rules, text_of(direction).strip()
    )


def _explain(
    target: Value, actual: Value, weight: Value, direction: Value = "", scheme: Value = ""
) -> Result:
    if not text_of(target).strip() and not text_of(actual).strip():
        return ""
    try:
        return _scored(target, actual, weight, direction, scheme).words.zh
    except ScoringError as error:
        return error.reason.zh


def _band(level: Value, weight: Value, share: Value = None, scheme: Value = "") -> Result:
    if not text_of(level).strip():
        return ""
    given = None if text_of(share).strip() == "" else _number(share)
    rules = load_scheme(text_of(scheme).strip() or DEFAULT)
    return scoring.score_band(text_of(level), _number(weight), rules, given).value


def _rate(budget: Value, executed: Value) -> Result:
    if text_of(budget).strip() == text_of(executed).strip() == "":
        return ""
    return totals.rate(_number(budget), _number(executed))


def _exec(budget: Value, executed: Value, weight: Value, scheme: Value = "") -> Result:
    if text_of(budget).strip() == text_of(executed).strip() == "":
        return ""
    rules = load_scheme(text_of(scheme).strip() or DEFAULT)
    return totals.score_budget(_number(budget), _number(executed), rules, _number(weight)).value


def _total(*scores: Given) -> Result:
    numbers = []
    for value in _values(scores):
        if isinstance(value, str) and value.strip():
            return VALUE
        if value not in (None, "") and not isinstance(value, str):
            numbers.append(_number(value))
    return totals.total(numbers)


def _grade(total: Value, scheme: Value = "") -> Result:
    if not text_of(total).strip():
        return ""
    return totals.grade(_number(total), load_scheme(text_of(scheme).strip() or DEFAULT))


def _deviation(target: Value, actual: Value) -> Result:
    if not text_of(target).strip() and not text_of(actual).strip():
        return ""
    return totals.deviation(text_of(target), text_of(actual))


_PARTS = {
    "kind": ("类型", "种类"),
    "operator": ("运算符", "符号"),
    "number": ("数值", "数"),
    "unit": ("单位",),
    "direction": ("方向",),
}
_KINDS = {
    "number": "数",
    "range": "区间",
    "date": "日期",
    "level": "文字",
    "several": "多个值",
    "blank": "空",
}


def _target(target: Value, part: Value) -> Result:
    read, wanted = parse(text_of(target)), squeezed(text_of(part))
    for name, words in _PARTS.items():
        if wanted != name and wanted not in words:
            continue
        chinese = wanted != name
        if name == "kind":
            return _KINDS[read.kind] if chinese else read.kind
        if name == "operator":
            return read.op
        if name == "unit":
            return read.unit + (f"/{read.per}" if read.per else "")
        if name == "direction":
            return NAMES[read.direction].zh if chinese else read.direction
        return "" if read.number is None else read.number * read.multiplier
    raise ScoringError(Text(f"没有“{wanted}”这一项", f"no part called {wanted!r}"))


def _rollup(values: Given, money: Given, kind: Value = "") -> Result:
    pairs = [
        (value, amount)
        for value, amount in zip(_values([values]), _values([money]), strict=True)
        if text_of(value).strip()
    ]
    asked = squeezed(text_of(kind))
    word = {"绝对值": "absolute", "相对值": "relative"}.get(asked, asked)
    if word not in ("", "absolute", "relative"):
        raise ScoringError(Text(f"“{word}”应为绝对值或相对值", f"{word!r} is neither absolute nor relative"))
    amounts = [_number(amount) if text_of(amount).strip() else Decimal(0) for _, amount in pairs]
    read = roll_up([text_of(value) for value, _ in pairs], amounts, word)
    return read.number if read.number is not None else VALUE


_TARGET = Argument("target", Text("年度指标值（目标），如 ≥95%", "the target, such as ≥95%"))
_ACTUAL = Argument("actual", Text("实际完成值", "the actual"))
_WEIGHT = Argument("weight", Text("分值", "the weight"))
_DIRECTION = Argument(
    "direction",
    Text("没有≥≤时的方向：正向、反向、相等", "direction where no operator says it: up, down, equal"),
    True,
)
_SCHEME = Argument("scheme", Text("口径，省略为 mof-2020", "the scheme, mof-2020 if left out"), True)
_BUDGET = Argument("budget", Text("预算数（调整后），万元", "the (adjusted) budget"))
_EXECUTED = Argument("executed", Text("执行数，万元", "the executed amount"))

FUNCTIONS: dict[str, Function] = {
    function.name: function
    for function in (
        Function(
            "JX_SCORE",
            Text("按目标值、实际完成值和分值计算一行得分", "the score of a row from target, actual and weight"),
            Text("得分，四舍五入到两位小数", "the score, rounded half up to two decimals"),
            (_TARGET, _ACTUAL, _WEIGHT, _DIRECTION, _SCHEME),
            (("≥95%", "93%", 10), "9.79"),
            _score,
        ),
        Function(
            "JX_BAND",
            Text("按三档中的档次计算定性指标得分", "the score of a qualitative row whose level is stated"),
            Text("得分", "the score"),
            (
                Argument("level", Text("达成预期指标、部分达成…、未达成…", "the level as stated")),
                _WEIGHT,
                Argument("share", Text("档内比例，如 85%；达成时可省略", "the share inside the band, such as 85%"), True),
                _SCHEME,
            ),
            (("部分达成", 10, "70%"), "7"),
            _band,
        ),
        Function(
            "JX_RATE",
            Text("预算执行率", "the execution rate"),
            Text("执行数÷预算数", "executed ÷ budget"),
            (_BUDGET, _EXECUTED),
            ((80, 60), "0.75"),
            _rate,
        ),
        Function(
            "JX_EXEC",
            Text("预算执行得分：分值×精确执行率，不超过分值", "weight × exact rate, capped at the weight"),
            Text("得分", "the score"),
            (_BUDGET, _EXECUTED, _WEIGHT, _SCHEME),
            ((65, Decimal("53.132"), 20), "16.35"),
            _exec,
        ),
        Function(
            "JX_TOTAL",
            Text("总分：各项得分之和，只在最后四舍五入一次", "the sum of the scores, rounded once"),
            Text("总分；得分中有文字时为 #VALUE!", "the total; #VALUE! where a score is a text"),
            (Argument("scores", Text("得分，可以是多个区域", "scores, as many ranges as wanted"), whole=True),),
            ((Decimal("16.35"), 20, 40), "76.35"),
            _total,
            repeats=True,
        ),
        Function(
            "JX_GRADE",
            Text("总分的等级", "the grade of a total"),
            Text("优、良、中、差", "优, 良, 中 or 差"),
            (Argument("total", Text("总分", "the total")), _SCHEME),
            ((93, ), "优"),
            _grade,
        ),
        Function(
            "JX_DEVIATION",
            Text("偏离度：(实际-目标)÷目标", "(actual − target) ÷ target"),
            Text("偏离度", "the deviation"),
            (_TARGET, _ACTUAL),
            (("≥95%", "93.1%"), "-0.02"),
            _deviation,
        ),
        Function(
            "JX_TARGET",
            Text("目标值读成了什么", "what a target is read as"),
            Text("所问的那一项", "the part asked for"),
            (_TARGET, Argument("part", Text("类型、运算符、数值、单位、方向", "kind, operator, number, unit or direction"))),
            (("不超过1.5万元", "数值"), "15000"),
            _target,
        ),
        Function(
            "JX_EXPLAIN",
            Text("一行得分的算式；不能计算时说明原因", "the arithmetic of a row in words; why, where there is none"),
            Text("一句话", "a sentence"),
            (_TARGET, _ACTUAL, _WEIGHT, _DIRECTION, _SCHEME),
            (("≤6.60万元", "7.44万元", 4), "反向 4×6.60÷7.44=3.55"),
            _explain,
        ),
        Function(
            "JX_ROLLUP",
            Text("汇总：绝对值累加，相对值按资金加权平均", "add up absolute values, weigh relative ones by the money"),
            Text("汇总后的数", "the figure put together"),
            (
                Argument("values", Text("各单位的数", "the figures"), whole=True),
                Argument("money", Text("各单位的资金，万元", "the money"), whole=True),
                Argument("kind", Text("绝对值或相对值；省略则按单位判断", "absolute or relative"), True),
            ),
            (("12人", 5), "12"),
            _rollup,
        ),
    )
}  # fmt: skip


def call(name: str, *arguments: Given | CellError) -> Result | list[list[Result]]:
    """What a cell formula gives: a value, or rows where an argument is a range (they broadcast as Excel's do).

    Raises KeyError for an unknown function, TypeError for a wrong number of arguments; anything else that is wrong
    is a CellError in its place.
    """
    function = FUNCTIONS[name]
    needed = sum(not argument.optional for argument in function.arguments)
    if len(arguments) < needed or (len(arguments) > len(function.arguments) and not function.repeats):
        raise TypeError(f"{name} takes {needed} to {len(function.arguments)} arguments, not {len(arguments)}")
    if any(argument.whole for argument in function.arguments):
        return _one(function, arguments)
    shapes = [(len(given), len(given[0])) for given in arguments if isinstance(given, list | tuple)]
    if not shapes:
        return _one(function, arguments)
    rows, columns = max(shape[0] for shape in shapes), max(shape[1] for shape in shapes)
    return [
        [_one(function, [_at(given, row, column) for given in arguments]) for column in range(columns)]
        for row in range(rows)
    ]


def _at(given: Given | CellError, row: int, column: int) -> Value | CellError:
    """The value of an argument for one place of the result: one row or column is repeated, a short one is #N/A."""
    if not isinstance(given, list | tuple):
        return given  # type: ignore[return-value]
    height, width = len(given), len(given[0])
    if (height > 1 and row >= height) or (width > 1 and column >= width):
        return NOT_AVAILABLE
    value: Value | CellError = given[row if height > 1 else 0][column if width > 1 else 0]
    return value


def _one(function: Function, arguments: Sequence[Given | CellError]) -> Result:
    """One result; an error value that comes in comes out."""
    for value in _values(arguments):
        if isinstance(value, CellError):
            return value
    try:
        return function.compute(*arguments)
    except SchemeError:
        return NOT_AVAILABLE
    except (JixiaoError, ValueError, TypeError):
        return VALUE


def _values(arguments: Sequence[object]) -> Iterator[Value]:
    """Every single value of arguments that may be ranges."""
    for given in arguments:
        if isinstance(given, list | tuple):
            yield from _values(given)
        else:
            yield given  # type: ignore[misc]
