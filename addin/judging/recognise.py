"""Whose rules a form follows: its scheme, from its own words, headings and points.

>>> from addin.judging.examples import example_form
>>> recognise(example_form()).id
'mof-2021'
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal

from addin.reading.form import Form
from addin.reading.labels import squeeze
from addin.reading.numbers import printed
from udfs.decimals import ZERO
from udfs.scheme import Band, Scheme, WeightsOnForm, all_schemes, load_scheme

_BANDS = re.compile(r"100%?[-~至](\d{2})%?.{0,12}?\1%?[-~至](\d{2})%?.{0,12}?\2%?[-~至]0")
_LEVELS = ("达成预期指标", "部分达成预期指标并具有一定效果", "未达成预期指标且效果较差")
OWN_RULES = ""


def section_points(form: Form, goal: int = 0) -> Mapping[str, Decimal]:
    """The points of each section as the headings state them, else as the row weights add up."""
    result: dict[str, Decimal] = {}
    for heading in form.headings:
        if heading.goal != goal or not heading.section:
            continue
        points = heading.points
        if points is None:
            weights = [form.rows[index] for index in heading.rows if form.rows[index].own_weight]
            numbers = [printed(row.weight_cell) for row in weights if row.weight_cell is not None]
            points = sum((number.value for number in numbers if number is not None), ZERO)
        result[heading.section] = result.get(heading.section, ZERO) + points
    return result


def _text(form: Form) -> tuple[str, str]:
    """The words that name whom the form belongs to, and all words on it."""
    names = [field.text for field in (form.department, form.unit, form.body) if field is not None]
    everything = [cell.text for (row, _), cell in form.grid.cells.items() if form.top <= row <= form.bottom]
    return squeeze(form.title.text + "".join(names)), squeeze("".join(everything))


def recognise(form: Form) -> Scheme:
    """The scheme that *form* belongs to; where no scheme's region and years fit, one made of its own words."""
    names, everything = _text(form)
    points = section_points(form)
    years = [year for year, _ in form.years] + ([form.filed - 1] if form.filed else [])
    best: tuple[tuple[int, bool], Scheme] | None = None
    for scheme in all_schemes():
        if scheme.kind != form.kind or (years and not any(scheme.rules_year(year) for year in years)):
            continue
        if scheme.weights_on_form != _weights_on(form):
            continue
        named = any(word in names for word in scheme.words)
        headings = sum(re.search(pattern, everything) is not None for pattern in scheme.headings)
        fits = points in [dict(split) for split in scheme.sections] and _budget_fits(form, scheme)
        # One heading may be misprinted; where most of them are another scheme's, the form is no form of this one.
        near = 2 * _headings_of(form, scheme) >= len(form.headings)
        worded = scheme.words and near and 5 * headings >= 3 * len(scheme.headings)
        # A scheme without fixed points is known by its own headings, all of them.
        own = not scheme.sections and not scheme.words and headings == len(scheme.headings)
        if not (named or worded or own or (fits and 2 * headings >= len(scheme.headings))):
            continue
        # A region may use the national form as it is: a form that names no region is the national one.
        weight = (4 * named + headings + 3 * fits, not scheme.words)
        if best is None or weight > best[0]:
            best = (weight, scheme)
    return best[1] if best else own_rules(form)


def _weights_on(form: Form) -> WeightsOnForm:
    """Where the weights stand: in a column, in the headings, or nowhere on a form without scores."""
    if form.has_weights:
        return "column"
    return "heading" if "score" in form.heads else "none"


def _headings_of(form: Form, scheme: Scheme) -> int:
    """How many headings have the points that the scheme gives their section."""
    return sum(
        any(split.get(heading.section) == heading.points for split in scheme.sections)
        for heading in form.headings
        if heading.points
    )


def _budget_fits(form: Form, scheme: Scheme) -> bool:
    if form.budget is None:
        return not scheme.budget_scored
    return (form.budget.total.score is not None) == scheme.budget_scored


def own_rules(form: Form) -> Scheme:
    """Rules for a form whose region has no scheme: what its notes and headings say."""
    match = _BANDS.search(squeeze(form.notes))
    cuts = (Decimal(match[1]), Decimal(match[2])) if match else (Decimal(80), Decimal(60))
    edges = (Decimal(100), *cuts, ZERO)
    return Scheme(
        id=OWN_RULES,
        name="表内说明",
        jurisdiction="",
        years=(1990, None),
        kind=form.kind,
        reference="表内说明",
        note="",
        weights_on_form=_weights_on(form),
        places=2,
        budget_scored=form.budget is not None and form.budget.total.score is not None,
        budget_points=form.budget.points or ZERO if form.budget is not None else ZERO,
        sections=(),
        bare="at_least",
        at_most="ratio",
        exceeds_from=Decimal(130),
        explain_below=Decimal(80),
        steps=(),
        bands=tuple(Band(name, edges[n], edges[n + 1]) for n, name in enumerate(_LEVELS)),
        grades=(("优", Decimal(90)), ("良", Decimal(80)), ("中", Decimal(60)), ("差", ZERO)),
        words=(),
        headings=(),
    )


def scheme_for(form: Form, name: str) -> Scheme:
    """The scheme called *name* for the form's year, else the one that the form's own words name. Raises SchemeError."""
    return load_scheme(name, form.year) if name else recognise(form)
