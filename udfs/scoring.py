"""Scoring one row; every score knows its rule and can say its arithmetic.

>>> scheme = load_scheme("zhongwei-2024")
>>> score_row("10.65万元", "9.99万元", 4, scheme).value
Decimal('3.75')
>>> score_row("≤6.60万元", "7.44万元", 4, scheme).words.zh
'反向 4×6.60÷7.44=3.55'

Sources: 财预〔2020〕10号附件1 and the notes under the regional forms: 正向 得分=权重×B/A, 反向 得分=权重×A/B, never
above the weight; exactly, W×min(A/B, B/A): the cost rows of the Zhongwei forms. Ranges and dates are scored by the
nearer end and by "no later than"; no published note says otherwise.
"""

from __future__ import annotations

from decimal import Decimal

from udfs.deadlines import month_of
from udfs.decimals import HUNDRED, ZERO, D, plain
from udfs.errors import ScoringError
from udfs.normalise import squeezed
from udfs.scheme import DEFAULT, Scheme, load_scheme
from udfs.score import Number, Score, said, scored, summed
from udfs.target import Target, parse
from udfs.text import Text
from udfs.units import Aligned, align

DIRECTIONS = {
    "at_least": ("正向", "at_least", "up", "≥"),
    "at_most": ("反向", "at_most", "down", "≤"),
    "exact": ("相等", "等于", "exact", "equal", "="),
}
_NAMES = {
    "at_least": Text("正向", "more is better"),
    "at_most": Text("反向", "less is better"),
    "exact": Text("相等", "exactly"),
    "range": Text("区间", "range"),
}
_SAME = Text("实际与目标一致，得", "actual equals target: ")
# Why a figure among words, without an operator, is not scored.
UNDECIDED = Text(
    "目标值的数字夹在文字里，方向不明", "the number stands inside a sentence that gives no direction"
)
_BY_OPERATOR = {"≥": "at_least", ">": "at_least", "≤": "at_most", "<": "at_most", "=": "exact"}


def reading_of(direction: str) -> str:
    """The reading that a *direction* argument names: 正向, 反向, 相等 or their English words. Raises ScoringError."""
    for reading, names in DIRECTIONS.items():
        if direction.strip() in names:
            return reading
    known = "、".join(names[0] for names in DIRECTIONS.values())
    raise ScoringError(Text(f"方向“{direction}”无法识别，可用：{known}", f"unknown direction {direction!r}"))


def _read(value: Target | str) -> Target:
    return value if isinstance(value, Target) else parse(value)


def score_row(
    target: Target | str,
    actual: Target | str,
    weight: Number,
    scheme: Scheme | None = None,
    direction: str = "",
    *,
    reading: str = "",
    year: int | None = None,
) -> Score:
    """The score of one row: target (A), actual (B) and weight (分值), quantitative or qualitative.

    *direction* (正向/反向/相等) overrides what a target without an operator means under the scheme; *reading*
    ("at_least", "at_most", "exact") does the same for callers inside. *year* fills in the year of dates without one.
    Raises ScoringError where the row cannot be scored, saying why.
    """
    scheme = scheme or load_scheme(DEFAULT)
    wanted, got, points = _read(target), _read(actual), D(weight)
    if points < 0:
        raise ScoringError(Text(f"分值{plain(points)}小于0", f"the weight {plain(points)} is below 0"))
    if direction:
        reading = reading_of(direction)
    if wanted.kind == "blank":
        raise ScoringError(Text("目标值为空", "the target is blank"))
    nothing = got.raw.strip() == "无" and (wanted.number == 0 or wanted.direction == "down")
    if got.kind == "blank" and not nothing:
        raise ScoringError(Text("实际完成值为空", "the actual is blank"))
    if wanted.kind == "several":
        raise ScoringError(Text("一格内有多个目标值", "more than one target in the cell"))
    if wanted.kind == "date" or got.kind == "date":
        return _date(wanted, got, points, scheme, year)
    if wanted.kind == "level":
        return _level(wanted, got, points, scheme)
    if squeezed(wanted.raw) == squeezed(got.raw) and wanted.number != 0:
        return scored(points, _rule(wanted, scheme, reading), points, True, scheme, _SAME)
    if got.kind not in ("number", "range") and got.kind != "blank":
        raise ScoringError(
            Text(f"实际完成值“{got.raw.strip()}”不是数", f"the actual {got.raw.strip()!r} is no number")
        )
    return _number(wanted, got, points, scheme, reading)


def _rule(target: Target, scheme: Scheme, reading: str) -> str:
    """The reading of a number: its operator's, unless none is written; then the caller's, then the scheme's."""
    if target.kind == "range":
        return "range"
    if target.op in _BY_OPERATOR and not (reading and target.inferred):
        return _BY_OPERATOR[target.op]
    return reading or scheme.bare


def _number(wanted: Target, got: Target, weight: Decimal, scheme: Scheme, reading: str) -> Score:
    if got.kind == "blank":
        got = parse("0")
    pair = align(wanted, got)
    if pair is None:
        raise ScoringError(
            Text(
                f"目标“{wanted.raw.strip()}”与实际“{got.raw.strip()}”的单位无法比较",
                f"the units of {wanted.raw.strip()!r} and {got.raw.strip()!r} do not compare",
            )
        )
    if pair.ambiguous:
        bare = got.raw.strip() if not got.unit else wanted.raw.strip()
        raise ScoringError(
            Text(
                f"“{bare}”没有百分号或单位，可能有两种读法，请写明",
                f"{bare!r} lacks its % or unit and may mean two magnitudes",
            )
        )
    actual = max(pair.actual, ZERO) if pair.target >= 0 else pair.actual
    if wanted.sentence and not wanted.explicit and not reading and actual != pair.target:
        raise ScoringError(UNDECIDED)
    rule = _rule(wanted, scheme, reading)
    shown_t = _shown(wanted.number, wanted, pair.target)
    shown_a = _shown(got.number, got, actual)
    if wanted.multiplier != got.multiplier or wanted.unit != got.unit:
        shown_t, shown_a = plain(pair.target), plain(actual)
    if rule == "range":
        return _range(pair, actual, weight, scheme, shown_a)
    if pair.target == 0:
        return _zero(wanted, rule, actual, weight, scheme, shown_a)
    if pair.target < 0:
        return _negative(rule, pair.target, actual, weight, scheme, shown_t, shown_a)
    return _ratio(rule, pair.target, actual, weight, scheme, shown_t, shown_a)


def _shown(number: Decimal | None, side: Target, value: Decimal) -> str:
    """The figure as the user typed it, trailing zeros included, where it is the one compared."""
    if number is None or (number != value and side.unit not in ("元", "%", "人") and side.multiplier == 1):
        return plain(value)
    return format(number, "f") if number >= 0 else plain(value)


def _ratio(
    rule: str, target: Decimal, actual: Decimal, weight: Decimal, scheme: Scheme, shown_t: str, shown_a: str
) -> Score:
    name, points = _NAMES[rule], plain(weight)
    up = f"{points}×{shown_a}÷{shown_t}"
    down = f"{points}×{shown_t}÷{shown_a}"
    if rule == "at_least":
        met = actual >= target
        exact = weight if met else weight * actual / target
        exact -= _deduction(actual, target, weight, scheme)
        sum_ = up
    elif rule == "at_most":
        met = actual <= target
        if met:
            exact = weight
        elif scheme.at_most == "linear":
            exact = weight * (2 * target - actual) / target
            down = f"{points}×(2×{shown_t}-{shown_a})÷{shown_t}"
        else:
            exact = weight * target / actual
        sum_ = down
    else:
        met = actual == target
        exact = weight if met else weight * min(actual / target, target / actual if actual else ZERO)
        sum_ = up if actual <= target else down
    if met:
        how = said(f"{name.zh} 实际{shown_a}达到目标{shown_t}", f"{name.en}: {shown_a} meets {shown_t}")
        if exact < weight:
            how = summed(name, f"{points}-{plain(weight - exact)}")
        return scored(exact, rule, weight, met, scheme, how)
    return scored(exact, rule, weight, met, scheme, summed(name, sum_))


def _deduction(actual: Decimal, target: Decimal, weight: Decimal, scheme: Scheme) -> Decimal:
    reached = [step.deduct for step in scheme.steps if actual * HUNDRED >= target * step.above]
    return weight * max(reached) / HUNDRED if reached else ZERO


def _range(pair: Aligned, actual: Decimal, weight: Decimal, scheme: Scheme, shown: str) -> Score:
    low, high = pair.target, pair.target2 if pair.target2 is not None else pair.target
    if low <= actual <= high:
        how = said(f"区间 实际{shown}在目标之内", f"range: {shown} lies inside")
        return scored(weight, "range", weight, True, scheme, how)
    near, below = (low, True) if actual < low else (high, False)
    share = ZERO
    if near > 0 and actual > 0:
        share = actual / near if below else near / actual
    sum_ = f"{plain(weight)}×{shown}÷{plain(near)}" if below else f"{plain(weight)}×{plain(near)}÷{shown}"
    return scored(weight * share, "range", weight, False, scheme, summed(_NAMES["range"], sum_))


def _zero(target: Target, rule: str, actual: Decimal, weight: Decimal, scheme: Scheme, shown: str) -> Score:
    """A target of nothing: no ratio exists. ≥ 0 is met by anything; > 0 by any; else only nothing will do."""
    if target.op == "≥":
        how = said("目标≥0，任何结果都达到", "≥ 0 is met by anything")
        return scored(weight, "any", weight, True, scheme, how)
    met = actual > 0 if target.op == ">" and not target.inferred else actual <= 0
    how = said(f"目标为0，实际{shown}", f"target 0, actual {shown}")
    return scored(weight if met else ZERO, "zero", weight, met, scheme, how)


def _negative(
    rule: str, target: Decimal, actual: Decimal, weight: Decimal, scheme: Scheme, shown_t: str, shown_a: str
) -> Score:
    """A target below zero (≥-5%): met or not; a share of it has no meaning."""
    met = {"at_least": actual >= target, "at_most": actual <= target, "exact": actual == target}[rule]
    if not met:
        raise ScoringError(
            Text(
                f"目标{shown_t}为负数，未达到时无法按比例计分",
                f"the target {shown_t} is negative: no share of it can be scored",
            )
        )
    how = said(f"实际{shown_a}达到目标{shown_t}", f"{shown_a} meets {shown_t}")
    return scored(weight, rule, weight, True, scheme, how)


def _date(wanted: Target, got: Target, weight: Decimal, scheme: Scheme, year: int | None) -> Score:
    if squeezed(wanted.raw) == squeezed(got.raw):
        return scored(weight, "date", weight, True, scheme, _SAME)
    due_by, done_by = wanted.date or month_of(squeezed(wanted.raw)), got.date or month_of(squeezed(got.raw))
    if due_by is None or done_by is None:
        band = scheme.band_of(squeezed(got.raw)) if got.kind == "level" else None
        if band is not None and band.top == HUNDRED:
            return scored(weight, "date", weight, True, scheme, said(band.level, "stated as met"))
        raise ScoringError(
            Text(
                f"“{wanted.raw.strip()}”与“{got.raw.strip()}”不都是日期",
                f"{wanted.raw!r} and {got.raw!r} are not both dates",
            )
        )
    common = due_by.year or year or done_by.year or 2000
    met = done_by.earliest(common) <= due_by.latest(common)
    due, done = wanted.raw.strip(), got.raw.strip()
    how = said(f"时限{due}，实际{done}", f"due {due}, done {done}")
    return scored(weight if met else ZERO, "date", weight, met, scheme, how)


def _level(wanted: Target, got: Target, weight: Decimal, scheme: Scheme) -> Score:
    text = squeezed(got.raw)
    if text == squeezed(wanted.raw):
        return scored(weight, "level", weight, True, scheme, _SAME)
    band = scheme.band_of(text)
    if band is None:
        raise ScoringError(
            Text(
                f"定性目标“{wanted.raw.strip()}”的实际“{got.raw.strip()}”没有说明达成档次",
                f"the actual {got.raw.strip()!r} of a described target states no level",
            )
        )
    return score_band(band.level, weight, scheme)


def score_band(
    level: str, weight: Number, scheme: Scheme | None = None, share: Number | None = None
) -> Score:
    """The score of a qualitative row whose level is stated (三档: 达成 / 部分达成 / 未达成).

    *share* is the part of the weight inside the band, in percent (85) or as a fraction (0.85). Without one 达成 earns
    the top of its band; for the other levels the choice is the filler's: ScoringError. So is a share outside the band.
    """
    scheme = scheme or load_scheme(DEFAULT)
    points = D(weight)
    band = scheme.band_of(squeezed(level))
    if band is None:
        names = "、".join(b.level for b in scheme.bands)
        raise ScoringError(Text(f"“{level}”不是三档之一：{names}", f"{level!r} is none of the three levels"))
    if share is None:
        if band.top != HUNDRED:
            raise ScoringError(
                Text(
                    f"{band.level}的得分在{plain(band.bottom)}%—{plain(band.top)}%之间，由填报人确定，请给出比例",
                    f"the share of this level, {plain(band.bottom)}-{plain(band.top)}%, is the filler's choice: give one",
                )
            )
        percent = band.top
    else:
        percent = D(share)
        percent = percent * 100 if percent <= 1 else percent
    if not band.bottom <= percent <= band.top:
        raise ScoringError(
            Text(
                f"{plain(percent)}%不在{band.level}的{plain(band.bottom)}%—{plain(band.top)}%之内",
                f"{plain(percent)}% lies outside the band {plain(band.bottom)}-{plain(band.top)}%",
            )
        )
    how = summed(Text(band.level, "stated level"), f"{plain(points)}×{plain(percent)}%")
    return scored(points * percent / HUNDRED, "level", points, band.top == HUNDRED, scheme, how)
