"""Written text -> speakable text: small functions, one rule each, in one ordered list.

Every rule takes a text and gives it back changed or not: it never raises, gives the same
when applied again, and takes time in proportion to the text. What a voice reads well as it
stands (numbers, dates, money, units) no rule touches.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, partial

from narrate.addresses import without_addresses
from narrate.expansions import (
    abbreviations_in_full,
    ranges_in_words,
    roman_numerals,
    sentence_case,
)
from narrate.marks import (
    composed,
    dashes_as_commas,
    ellipses_as_one,
    line_ends_as_breaths,
    plain_cjk_brackets,
    plain_handles,
    tidy,
    without_emphasis,
    without_empty_brackets,
    without_note_marks,
    without_symbols,
)

__all__ = ["Rule", "has_words", "rules_for", "sentence", "speakable"]

Rule = Callable[[str], str]


def speakable(text: str, language: str) -> str:
    """Word a text so that a voice can read it in its language (BCP 47), on one line.

    Empty where nothing is left to say.
    """
    for rule in rules_for(language):
        text = rule(text)
    return text if has_words(text) else ""


def sentence(text: str, language: str) -> str:
    """Word a title, heading or list item: speakable, and closed by a stop if it has none."""
    text = speakable(text, language).rstrip(" ,，、;；-–—")
    if not text or _END.search(text):
        return text
    return text.rstrip(":： ") + _STOPS.get(language.partition("-")[0], ".")


def has_words(text: str) -> bool:
    """Tell whether a text holds a letter or digit; what has none is never sent to a voice."""
    return any(map(str.isalnum, text))


@cache
def rules_for(language: str) -> tuple[Rule, ...]:
    """List the rules for a language, in the order in which they apply."""
    english: tuple[Rule, ...] = (abbreviations_in_full, roman_numerals)
    return (
        composed,
        partial(without_addresses, language=language),
        line_ends_as_breaths,
        without_note_marks,
        without_emphasis,
        *(english if language.partition("-")[0] == "en" else ()),
        partial(sentence_case, language=language),
        plain_handles,
        plain_cjk_brackets,
        partial(ranges_in_words, language=language),
        without_symbols,
        dashes_as_commas,
        ellipses_as_one,
        without_empty_brackets,
        tidy,
    )


_STOPS = {"zh": "。", "yue": "。", "ja": "。", "hi": "।", "mr": "।", "ne": "।", "bn": "।", "th": ""}
_END = re.compile(r"[.!?…。！？।؟۔]['\"”’»)\]』」]*$")
