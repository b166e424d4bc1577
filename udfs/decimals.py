"""Decimal numbers: the one constructor and the one rounding.

Money and scores are exact. A number comes in as text, as an integer, as a Decimal or as the binary
float of a spreadsheet cell; it is rounded half up, once, at the end.

    >>> D("22.5") * D(0.995)
    Decimal('22.3875')
    >>> half_up(D("22.3875"), 2)
    Decimal('22.39')
    >>> plain(D("1E+2"))
    '100'
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation

ZERO = Decimal(0)
ONE = Decimal(1)
HUNDRED = Decimal(100)

# A spreadsheet keeps 15 significant digits; what a binary float carries beyond them is noise.
_CELL = Context(prec=15, rounding=ROUND_HALF_UP)
# Wide enough for the quotient of the largest and the smallest number that D() lets in.
_WIDE = Context(prec=150, rounding=ROUND_HALF_UP)
_LARGEST = 40


def D(value: Decimal | int | float | str) -> Decimal:
    """The decimal that *value* stands for; a float is read at 15 significant digits, as a spreadsheet shows it.

    Raises ValueError for text that is no finite number or one of more than forty digits, TypeError for anything else
    (a bool included). What lies nearer to 0 than forty decimals tell is 0, as in a spreadsheet.
    """
    if isinstance(value, Decimal):
        result = value
    elif isinstance(value, bool):
        raise TypeError("a truth value is not a number")
    elif isinstance(value, int):
        result = Decimal(value)
    elif isinstance(value, float):
        result = _CELL.create_decimal(repr(value))
    elif isinstance(value, str):
        try:
            result = Decimal(value.strip())
        except InvalidOperation:
            raise ValueError(f"not a number: {value!r}") from None
    else:
        raise TypeError(f"not a number: {value!r}")
    if not result.is_finite():
        raise ValueError(f"not a finite number: {value!r}")
    if result and result.adjusted() > _LARGEST:
        raise ValueError(f"out of range: {value!r}")
    return result if result.adjusted() >= -_LARGEST or not result else ZERO


def half_up(value: Decimal, places: int) -> Decimal:
    """*value* rounded half up (四舍五入) to *places* decimals."""
    return value.quantize(Decimal(1).scaleb(-places), context=_WIDE)


def from_cell(text: str) -> Decimal:
    """The number in the XML of a cell (``<v>``), at the 15 digits that the user sees.

    >>> from_cell("0.30000000000000004")
    Decimal('0.3')
    """
    number = D(text)
    return number if len(number.as_tuple().digits) <= 15 else tidy(_CELL.plus(number))


def decimals(value: Decimal) -> int:
    """How many decimals *value* is written with; trailing zeros count as written.

    >>> decimals(D("18.90")), decimals(D("20"))
    (2, 0)
    """
    exponent = value.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def tidy(value: Decimal) -> Decimal:
    """*value* without trailing zeros and without an exponent.

    >>> tidy(D("16.350"))
    Decimal('16.35')
    """
    if value == value.to_integral_value():
        return value.quantize(ONE, context=_WIDE)
    return value.normalize(_WIDE)


def plain(value: Decimal) -> str:
    """*value* as a user writes it: no exponent, no trailing zeros."""
    return format(tidy(value), "f")
