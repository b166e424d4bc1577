"""A sentence in both languages of the product: Chinese for accountants, English for everybody else.

>>> Text("得分", "score").get("zh")
'得分'
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Text:
    """The same sentence in Chinese and in English."""

    zh: str
    en: str

    def get(self, language: str) -> str:
        """The sentence in *language*: Chinese for "zh", else English."""
        return self.zh if language == "zh" else self.en
