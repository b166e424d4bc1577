"""Columns by their letters, as spreadsheets name them: A, B … Z, AA …, counted from 1.

>>> column_name(28), column_number("ab")
('AB', 28)
"""

from __future__ import annotations


def column_name(column: int) -> str:
    """``1`` → ``"A"``, ``28`` → ``"AB"``."""
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def column_number(letters: str) -> int:
    """``"A"`` → ``1``, ``"AB"`` → ``28``; *letters* are ASCII letters, large or small."""
    number = 0
    for letter in letters:
        number = number * 26 + (ord(letter) & 31)
    return number
