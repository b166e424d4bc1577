"""Which way a row's target is meant, and who says so: its sign, the form's column, the indicator's name, or the scheme.

In this order, and never because the score then fits. Only a scheme that scores "exactly" stands above the name.

>>> from addin.judging.examples import few_rows
>>> from udfs.scheme import load_scheme
>>> form = few_rows(("合格率", "≥90%", "81%", 20, 18), ("系统响应时间", "2小时", "1小时", 10, 10), ("调研", "3", "4", 10, 10))
>>> for name in ("mof-2021", "zhongwei-2024"):
...     taken = [direction_of(row, row.target, load_scheme(name)) for row in form.rows]
...     print([(direction.reading, direction.source) for direction in taken])
[('at_least', 'sign'), ('at_most', 'nature'), ('at_least', 'scheme')]
[('at_least', 'sign'), ('exact', 'scheme'), ('exact', 'scheme')]
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from addin.reading.form import Row
from udfs.nature import nature_of
from udfs.scheme import READINGS, Reading, Scheme
from udfs.target import Target, parse
from udfs.text import Text

Source = Literal["sign", "column", "nature", "scheme"]
READING_NAMES: dict[Reading, Text] = {
    "at_least": Text("正向（≥）", "more is better"),
    "at_most": Text("反向（≤）", "less is better"),
    "exact": Text("相等（=）", "exactly"),
}
_OF_DIRECTION: dict[str, Reading] = {"up": "at_least", "down": "at_most", "equal": "exact"}


@dataclass(frozen=True, slots=True)
class Direction:
    """How a number without a second meaning is read, and why.

    reading  "at_least" (正向), "at_most" (反向) or "exact"
    source   "sign": written at the number; "column": 指标性质 / 指标方向; "nature": the name; "scheme": 口径
    why      the word, the column or the scheme that says so
    """

    reading: Reading
    source: Source
    why: Text

    @property
    def assumed(self) -> bool:
        """Whether the form itself does not say it."""
        return self.source in ("nature", "scheme")

    @property
    def words(self) -> Text:
        """ "反向（≤），依据“响应时间”：办事用的时间，越短越好"."""
        name = READING_NAMES[self.reading]
        return Text(f"{name.zh}，依据{self.why.zh}", f"{name.en}, by {self.why.en}")


def direction_of(row: Row, target: Target, scheme: Scheme) -> Direction | None:
    """The direction of *row*'s *target*; None where it is no single number."""
    if target.kind != "number":
        return None
    if target.explicit and target.direction in _OF_DIRECTION:
        reading = _OF_DIRECTION[target.direction]
        if parse(row.target_cell.text).direction == target.direction or target.damaged:
            return Direction(reading, "sign", Text("目标值的符号", "the sign at the target"))
        return Direction(reading, "column", Text("表中的指标性质列", "the form's column of signs"))
    return _assumed(row, target, scheme)


def _assumed(row: Row, target: Target, scheme: Scheme) -> Direction:
    """What the name, the words around the number or the scheme say, where the form gives no sign."""
    by_scheme = Text(
        f"口径（{scheme.name}）：没有符号的目标值按此计算",
        f"the scheme ({scheme.id or scheme.name}): so it reads a target without a sign",
    )
    if scheme.bare == "exact":
        return Direction("exact", "scheme", by_scheme)
    words = Text(f"目标值的文字“{row.target_text}”", f"the words of the target, {row.target_text!r}")
    nature = nature_of(row.name, row.level1, row.level2)
    # 能耗 is to be low, yet 下降5% asks for a great fall.
    if target.change == "down" and nature.direction != "up":
        return Direction("at_least", "nature", words)
    if nature.direction:
        return Direction(_OF_DIRECTION[nature.direction], "nature", nature.why)
    if target.change == "up":
        return Direction("at_least", "nature", words)
    if target.inferred and target.direction in _OF_DIRECTION:
        return Direction(_OF_DIRECTION[target.direction], "nature", words)
    return Direction(scheme.bare, "scheme", by_scheme)


def other_readings(direction: Direction, scheme: Scheme) -> tuple[Reading, ...]:
    """The readings that a printed score may follow instead of an assumed one; none beside a sign or an exact rule."""
    if not direction.assumed or scheme.bare == "exact":
        return ()
    return tuple(reading for reading in READINGS if reading != direction.reading)
