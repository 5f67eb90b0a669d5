"""Raised and lowered words: 20th, km², H₂O stay; the mark of a note goes."""

from __future__ import annotations

import re

__all__ = ["is_mark", "lowered", "without_mark"]

_RAISED = str.maketrans("0123456789+-−n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻ⁿ")
_LOWERED = str.maketrans("0123456789+-−", "₀₁₂₃₄₅₆₇₈₉₊₋₋")
_DIGITS = re.compile(r"[+\-−]?\d+\Z")
_MARK = re.compile(r"[\d\s,;–\-*†‡§¶‖#]+\Z|[a-z]\Z|[ivxlc]{1,5}\Z")
# After these a raised 2 or 3 is a power; after any other word it is the number of a note.
_UNITS = frozenset(
    """
    m km cm mm dm nm µm μm ft mi yd mc м км см мм дм
    """.split()  # noqa: SIM905 - units are easier to read as words
)
_LAST_WORD = re.compile(r"(?:[^\W\d_]+|\d+)\Z")


def is_mark(words: str) -> bool:
    """Tell whether words look like the mark of a note: `12`, `3, 4`, `†`, `b`, `iv`."""
    return bool(_MARK.match(words))


def lowered(words: str) -> str:
    """Write lowered digits as such: the 2 of H₂O; letters stay as they are."""
    return words.translate(_LOWERED) if _DIGITS.match(words) else words


def without_mark(words: str, before: str, *, linked: bool) -> str | None:
    """Say what raised words mean after `before`; None if they are the mark of a note."""
    if linked or words.startswith(("[", "(")):
        return None
    found = _LAST_WORD.search(before[-40:])
    base = found.group() if found else ""
    if words.upper() in ("TM", "SM"):
        return {"TM": "™", "SM": "℠"}[words.upper()]
    if _DIGITS.match(words):
        return words.translate(_RAISED) if _is_power(words, base) else None
    if len(words) == 1 and words.isalpha():
        return _single_letter(words, base)
    return None if is_mark(words) and not base[-1:].isdigit() else words


def _is_power(digits: str, base: str) -> bool:
    """Whether raised digits are a power of the word before them: km², 10⁶, x³."""
    if not base:
        return False
    if digits[0] in "+-−":
        return True
    if base.isdigit():
        return base in ("2", "10")
    return len(digits) == 1 and (base in _UNITS or (len(base) == 1 and base not in "aAIà"))


def _single_letter(letter: str, base: str) -> str | None:
    """One raised letter: an ordinal's or an abbreviation's end, else the mark of a note."""
    if base[-1:].isdigit():
        return {"a": "ª", "o": "º"}.get(letter, letter)
    if letter == "n" and len(base) == 1:
        return "ⁿ"
    if letter == "o" and base in ("n", "N"):
        return "º"
    return letter if base[-1:].isupper() else None
