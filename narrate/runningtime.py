"""How long an episode is, in words: `5 minutes`, in the language of the article."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from narrate.wording import sentence

if TYPE_CHECKING:
    from babel import Locale

__all__ = ["about_seconds", "running_time", "spoken_time"]

WIDE = re.compile("[\u1100-\u11ff\u2e80-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff]")
"""Letters that are a syllable or a word: Chinese, Japanese, Korean."""
WIDE_S, NARROW_S = 1 / 5, 1 / 15
"""How long a voice takes for such a letter and for any other, pauses at marks included."""


def running_time(seconds: float, language: str) -> str | None:
    """Word a duration to the nearest minute, and at least one: `1 hour and 5 minutes`.

    None in a language (BCP 47) for which Babel has no words.
    """
    from babel.lists import format_list  # here: Babel takes a tenth of a second to load

    locale = _locale(language)
    if locale is None:
        return None
    hours, minutes = divmod(max(1, int(seconds / 60 + 0.5)), 60)
    parts = [_counted(hours, "hour", locale)] if hours else []
    parts += [_counted(minutes, "minute", locale)] if minutes else []
    known = [part for part in parts if part]
    return format_list(known, locale=locale) if len(known) == len(parts) else None


def spoken_time(seconds: float, language: str) -> str | None:
    """Word a duration as `running_time` does, as a sentence for a voice."""
    words = running_time(seconds, language)
    return sentence(words, language) if words else None


def about_seconds(text: str) -> float:
    """Guess how long a voice takes for a text; seldom more than a third off."""
    wide = 0 if text.isascii() else len(WIDE.findall(text))
    return wide * WIDE_S + (len(text) - wide) * NARROW_S


def _locale(language: str) -> Locale | None:
    """What Babel knows of a language, or of its closest parent."""
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(language.replace("_", "-"), sep="-")
    except (UnknownLocaleError, ValueError):
        parent = language.replace("_", "-").rpartition("-")[0]
        return _locale(parent) if parent else None


def _counted(number: int, unit: str, locale: Locale) -> str | None:
    from babel.units import format_unit

    name = f"duration-{unit}"
    # Where the long form equals the short one, CLDR has the short one alone, which Babel up to
    # 2.18 does not look for: https://github.com/python-babel/babel/issues/1217
    words = (format_unit(number, name, length, locale=locale) for length in ("long", "short"))
    return next((it for it in words if name not in it), None)
