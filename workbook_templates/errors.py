"""What can go wrong with a template: one class, said in both languages.

>>> from udfs.text import Text
>>> str(TemplateError(Text("行数不对", "wrong number of rows")))
'行数不对 / wrong number of rows'
"""

from __future__ import annotations

from udfs.errors import JixiaoError


class TemplateError(JixiaoError):
    """Raised for a scheme without a layout, a broken layout file, a wrong number of rows, or inputs that do not fit."""
