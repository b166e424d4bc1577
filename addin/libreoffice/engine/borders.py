"""Borders of cells: line style, weight and colour, side by side.

sheet["A1:C3"].borders.set("all", line_style="continuous", weight="thin", color=(0, 0, 0))
"""

from __future__ import annotations

from typing import Any

from xlwings import base_classes

from addin.libreoffice.engine.base import Rgb, engine_class, lacking, number_of, rgb, struct

_SIDES = {
    "edge_top": "Top",
    "edge_bottom": "Bottom",
    "edge_left": "Left",
    "edge_right": "Right",
    "inside_vertical": "Vertical",
    "inside_horizontal": "Horizontal",
}
_DIAGONALS = {"diagonal_down": "DiagonalTLBR2", "diagonal_up": "DiagonalBLTR2"}
# com.sun.star.table.BorderLineStyle
_STYLES = {"continuous": 0, "dot": 1, "dash": 2, "double": 3, "dash_dot": 16, "dash_dot_dot": 17}
_NAMES = {number: name for name, number in _STYLES.items()} | {14: "dash", 15: "double"}
# Widths in 1/100 mm, as LibreOffice reads them from an .xlsx.
_WEIGHTS = {"hairline": 2, "thin": 26, "medium": 62, "thick": 88}
_UNSET = base_classes._UNSET


def _weight(width: int) -> str:
    return min(_WEIGHTS, key=lambda name: abs(_WEIGHTS[name] - width))


@engine_class
class Border(base_classes.Border):
    """One side of a range."""

    def __init__(self, area: Any, side: str) -> None:
        self._area, self._side = area, side

    @property
    def api(self) -> Any:
        """The UNO BorderLine2."""
        if self._side in _DIAGONALS:
            return getattr(self._area.uno, _DIAGONALS[self._side])
        return getattr(self._area.uno.TableBorder2, f"{_SIDES[self._side]}Line")

    @property
    def _drawn(self) -> bool:
        line = self.api
        return bool(line.LineWidth or line.OuterLineWidth)

    @property
    def line_style(self) -> str | None:
        return _NAMES.get(self.api.LineStyle, "continuous") if self._drawn else "none"

    @line_style.setter
    def line_style(self, value: str | None) -> None:
        self.change(value, _UNSET, _UNSET)

    @property
    def weight(self) -> str | None:
        return _weight(self.api.LineWidth or self.api.OuterLineWidth) if self._drawn else None

    @weight.setter
    def weight(self, value: str) -> None:
        self.change(_UNSET, value, _UNSET)

    @property
    def color(self) -> Rgb | None:
        return rgb(self.api.Color) if self._drawn else None

    @color.setter
    def color(self, value: Rgb | str | int) -> None:
        self.change(_UNSET, _UNSET, value)

    def change(self, line_style: Any, weight: Any, color: Any) -> None:
        """Draw the side anew: what is _UNSET stays, or is a thin black line where there was none."""
        self._area.require_writable()
        line = struct("table.BorderLine2")
        if line_style is not None:
            drawn = self._drawn
            style = (self.line_style if drawn else "continuous") if line_style is _UNSET else line_style
            if style not in _STYLES:
                lacking("Border", f"line_style = {style!r}")
            width = (self.weight if drawn else "thin") if weight is _UNSET else weight
            line.LineStyle = _STYLES[style]
            line.LineWidth = line.OuterLineWidth = _WEIGHTS[width or "thin"]
            line.Color = (self.api.Color if drawn else 0) if color is _UNSET else number_of(color)
        if self._side in _DIAGONALS:
            setattr(self._area.uno, _DIAGONALS[self._side], line)
            return
        border = struct("table.TableBorder2")
        setattr(border, f"{_SIDES[self._side]}Line", line)
        setattr(border, f"Is{_SIDES[self._side]}LineValid", True)
        self._area.uno.TableBorder2 = border


@engine_class
class Borders(base_classes.Borders):
    """All sides of a range."""

    def __init__(self, parent: Any) -> None:
        self.parent = parent

    @property
    def api(self) -> Any:
        return self.parent.uno.TableBorder2

    def __getitem__(self, key: str) -> Border:
        return Border(self.parent, key)

    def _there(self) -> tuple[str, ...]:
        sides: Any = self._grid_sides
        return tuple(sides())

    def _common(self, name: str) -> Any:
        values = {getattr(self[side], name) for side in self._there()}
        return values.pop() if len(values) == 1 else None

    def _get_style(self) -> str | None:
        style: str | None = self._common("line_style")
        return style

    def _get_weight(self) -> str | None:
        weight: str | None = self._common("weight")
        return weight

    def _get_color(self) -> Rgb | None:
        color: Rgb | None = self._common("color")
        return color

    def _set_style(self, value: str | None) -> None:
        self.set(line_style=value)

    def _set_weight(self, value: str) -> None:
        self.set(weight=value)

    def _set_color(self, value: Rgb | str | int) -> None:
        self.set(color=value)

    line_style = property(_get_style, _set_style)
    weight = property(_get_weight, _set_weight)
    color = property(_get_color, _set_color)

    def set(
        self,
        which: Any = base_classes.BORDER_GRID_SIDES,
        *,
        line_style: Any = _UNSET,
        weight: Any = _UNSET,
        color: Any = _UNSET,
    ) -> None:
        there = {*self._there(), *_DIAGONALS}
        for side in which:
            if side in there:
                self[side].change(line_style, weight, color)
