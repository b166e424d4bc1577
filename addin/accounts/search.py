"""One figure, one finding: the one wrong figure behind several broken identities.

Each failing identity asks its cells for a change that would settle it. The cell whose change settles most and breaks
least is the wrong one; it is corrected, and the search goes on. Where one identity alone fails and several cells would
do, its sum is named, and the others are listed.

    20801 项目支出 2495.79 breaks its row and its column; 2495.76 settles both, and no other cell settles two.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from addin.accounts.identities import Identity, Place
from addin.accounts.model import Figure


@dataclass(frozen=True, slots=True)
class Wrong:
    """A figure that has to change.

    value     the one that settles *settled* (the first names the code), in 万元; None where no value of the cell alone does
    others    the other cells that would do, where the search could not decide
    """

    figure: Figure
    value: Decimal | None
    settled: tuple[Identity, ...]
    others: tuple[Figure, ...] = ()


@dataclass(frozen=True, slots=True)
class _Change:
    figure: Figure
    by: Decimal
    settles: tuple[int, ...]
    broken: int
    off: Decimal  # what is left of the differences: of two changes that settle as much, the one that fits better
    sums: int

    @property
    def gain(self) -> int:
        return len(self.settles) - self.broken


@dataclass(slots=True)
class _Search:
    identities: list[Identity]
    values: dict[Place, Decimal]
    within: dict[Place, list[int]] = field(default_factory=lambda: defaultdict(list))
    figures: dict[Place, Figure] = field(default_factory=dict)
    failing: set[int] = field(default_factory=set)
    settled: set[int] = field(default_factory=set)
    done: set[Place] = field(default_factory=set)

    def prepare(self) -> None:
        for number, identity in enumerate(self.identities):
            for _, figure in identity.terms():
                if number not in self.within[figure.place][-1:]:
                    self.within[figure.place].append(number)
                self.figures[figure.place] = figure
            if not identity.holds(self.values):
                self.failing.add(number)

    def changes(self) -> list[_Change]:
        """For every cell of a failing identity the best change that one of them asks of it."""
        asked: dict[Place, set[Decimal]] = defaultdict(set)
        for number in self.failing:
            identity = self.identities[number]
            difference = identity.difference(self.values)
            for sign, figure in identity.terms():
                asked[figure.place].add(-difference * sign)
        found = []
        for place, deltas in asked.items():
            if place not in self.done:
                tried = [change for delta in sorted(deltas) if (change := self._try(place, delta))]
                if tried:
                    found.append(min(tried, key=_rank))
        return found

    def _try(self, place: Place, delta: Decimal) -> _Change | None:
        old = self.values[place]
        settles, broken, sums, off = [], 0, 0, Decimal(0)
        self.values[place] = old + delta
        for number in self.within[place]:
            if number in self.settled:
                continue
            identity = self.identities[number]
            if identity.holds(self.values):
                off += abs(identity.difference(self.values)) if identity.relation == "=" else 0
                if number in self.failing:
                    settles.append(number)
                    sums += identity.left.place == place
            elif number not in self.failing:
                broken += 1
        self.values[place] = old
        equalities = sum(self.identities[number].relation == "=" for number in settles)
        if old >= 0 > old + delta and equalities < 2:
            return None
        return _Change(self.figures[place], delta, tuple(settles), broken, off, sums)

    def correct(self, change: _Change) -> None:
        self.values[change.figure.place] += change.by
        self.done.add(change.figure.place)
        self._again(change.figure.place)

    def _again(self, place: Place) -> None:
        for number in self.within[place]:
            if number not in self.settled:
                holds = self.identities[number].holds(self.values)
                self.failing.discard(number) if holds else self.failing.add(number)

    def settle(self, numbers: Iterable[int]) -> None:
        """Pass over identities that a finding has explained."""
        self.settled.update(numbers)
        self.failing -= self.settled


def _rank(change: _Change) -> tuple[int, int, int, Decimal]:
    return -change.gain, change.broken, -change.sums, change.off


def wrong_figures(identities: list[Identity], values: dict[Place, Decimal]) -> list[Wrong]:
    """The figures that have to change; *values* (万元, by place) is left as it is."""
    search = _Search(identities, dict(values))
    search.prepare()
    found: list[Wrong] = []
    while search.failing:
        changes = search.changes()
        best = [change for change in changes if change.gain > 0]
        if not best:
            best = [change for change in changes if len(change.settles) >= 2 and change.gain == 0]
        if not best:
            found += _left_over(search)
            break
        found.append(_take(search, best))
    return found


def _take(search: _Search, changes: list[_Change]) -> Wrong:
    order = sorted(changes, key=_rank)
    first = order[0]
    equal = [
        c
        for c in order[1:]
        if (c.gain, c.broken) == (first.gain, first.broken) and set(c.settles) & set(first.settles)
    ]
    if len(first.settles) == 1 and equal:
        return _sum_of(search, first.settles[0], [first, *equal])
    search.correct(first)
    settled = tuple(search.identities[number] for number in sorted(first.settles))
    ties = tuple(c.figure for c in equal if c.sums == first.sums or not first.sums)
    return Wrong(first.figure, search.values[first.figure.place], settled, ties)


def _sum_of(search: _Search, number: int, changes: list[_Change]) -> Wrong:
    """One identity alone fails and several cells would do: its sum, with the value that fits, and the others."""
    identity = search.identities[number]
    value = search.values[identity.left.place] - identity.difference(search.values)
    search.settle([number])
    others = tuple(change.figure for change in changes if change.figure.place != identity.left.place)
    return Wrong(identity.left, value, (identity,), others)


def _left_over(search: _Search) -> list[Wrong]:
    """What no one figure explains: the sums that fail, those of one line together (a lost row breaks every column)."""
    groups: dict[tuple[str, str, str], list[int]] = {}
    for number in sorted(search.failing):
        identity = search.identities[number]
        groups.setdefault((identity.code, identity.line[0], identity.line[1]), []).append(number)
    found = []
    for numbers in groups.values():
        parts = tuple(search.identities[number] for number in numbers)
        first = parts[0]
        value = search.values[first.left.place] - first.difference(search.values)
        others = tuple(figure for part in parts for _, figure in part.right)
        found.append(Wrong(first.left, value, parts, others))
        search.settle(numbers)
    return found
