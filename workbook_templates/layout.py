"""The official forms as data: what stands in which cell of a scheme's form. A new region's form is a new file.

A layout is a TOML file in layouts/, named after its scheme. Rows follow one another from the top of the sheet: [[top]],
the indicator table, [[foot]]. A cell is a label (text), an input, a box to tick, an amount of the money block, or the total;
{year}, {project}, {body}, {total} in a label follow what is filled in. Every key is checked; what is wrong is named with
its file and place.

    >>> layout = load_layout("zhongwei-2024")
    >>> layout.columns["score"].cell.columns, [group.heading for group in layout.groups][1]
    ((8, 8), '效益指标\\n（40分）')
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from udfs.scheme import load_scheme
from udfs.text import Text
from workbook_templates.errors import TemplateError
from workbook_templates.layout_model import Layout
from workbook_templates.layout_reading import parse_layout

_FOLDER = Path(__file__).with_name("layouts")


@cache
def layout_ids() -> tuple[str, ...]:
    """The schemes that have a layout, sorted."""
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.toml")))


@cache
def load_layout(scheme: str) -> Layout:
    """The layout of a scheme. Raises SchemeError for an unknown scheme, TemplateError where its layout is missing or wrong."""
    rules = load_scheme(scheme)
    path = _FOLDER / f"{rules.id}.toml"
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        known = "、".join(layout_ids())
        raise TemplateError(
            Text(
                f"口径 {rules.id} 没有可用的表样文件 {path.name}（{error}）；有表样的口径：{known}",
                f"scheme {rules.id} has no usable layout file {path.name} ({error}); there are layouts for: {known}",
            )
        ) from None
    return parse_layout(text, path.name)
