r"""How the listener wants words pronounced: written words -> what a voice is given instead.

A lexicon changes what is spoken, never what is written in a transcript. As TOML:

    SQL = "sequel"                        # a whole word, in every language
    '/v(\d+)/' = 'version \1'            # a pattern, between slashes

    [en-GB]                               # in this language, and in what is part of it
    nginx = "engine X"

A word in small letters is found in any case (`nginx`, `Nginx`); one with a capital only as it
stands (`SQL`, not `sql`). Patterns are Python's regular expressions, tried after the words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from narrate.errors import WrongUsage

__all__ = ["Lexicon", "Pronunciation", "read_lexicon"]

UNSPACED = "CJK|HIRAGANA|KATAKANA|THAI|LAO|KHMER|MYANMAR"
"""Scripts that do not put spaces between words, by the names of their characters."""


@dataclass(frozen=True, slots=True)
class Pronunciation:
    """One word or pattern, and what is said for it."""

    written: str
    """A word, or a regular expression between slashes."""
    spoken: str
    language: str | None = None
    """BCP 47; None for every language."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All pronunciations of a listener; a language's own come before those for every one."""

    entries: tuple[Pronunciation, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.entries)

    def spoken(self, text: str, language: str) -> str:
        """Replace every word and pattern in a text, each place once."""
        words, patterns = _compiled(self.entries, language.lower())
        if words is not None:
            finder, exact, folded = words
            text = finder.sub(lambda m: exact.get(m[0]) or folded.get(m[0].lower(), m[0]), text)
        for pattern, replacement in patterns:
            text = pattern.sub(replacement, text)
        return text


def read_lexicon(values: Mapping[str, object], where: str) -> Lexicon:
    """Make a lexicon of a TOML table; `where` names it in errors.

    Raises WrongUsage for what is neither a word with its pronunciation nor a language's table,
    and for a pattern that is no regular expression.
    """
    entries = []
    for key, value in values.items():
        if isinstance(value, Mapping):
            entries += [_entry(word, said, where, key) for word, said in value.items()]
        else:
            entries.append(_entry(key, value, where, None))
    return Lexicon(tuple(entries))


def _entry(written: str, spoken: object, where: str, language: str | None) -> Pronunciation:
    if not isinstance(spoken, str) or not written.strip():
        raise WrongUsage(
            f'{where}: {written!r} must be a word and its pronunciation: SQL = "sequel".'
        )
    if _is_pattern(written):
        try:
            re.compile(written[1:-1]).sub(spoken, "")
        except re.error as error:
            raise WrongUsage(
                f"{where}: the pattern {written} is not understood: {error}."
            ) from error
    return Pronunciation(written, spoken, language)


def _is_pattern(written: str) -> bool:
    return len(written) > 2 and written.startswith("/") and written.endswith("/")


Words = tuple[re.Pattern[str], dict[str, str], dict[str, str]]


@lru_cache(maxsize=64)
def _compiled(
    entries: tuple[Pronunciation, ...], language: str
) -> tuple[Words | None, list[tuple[re.Pattern[str], str]]]:
    mine = [entry for entry in entries if _applies(entry, language)]
    mine.sort(key=lambda entry: entry.language is None)
    patterns = [(re.compile(e.written[1:-1]), e.spoken) for e in mine if _is_pattern(e.written)]
    exact: dict[str, str] = {}
    folded: dict[str, str] = {}
    for entry in mine:
        if not _is_pattern(entry.written):
            (folded if entry.written.islower() else exact).setdefault(entry.written, entry.spoken)
    if not exact and not folded:
        return None, patterns
    longest_first = sorted({*exact, *folded}, key=len, reverse=True)
    choices = (
        _bounded(word) if word in exact else f"(?i:{_bounded(word)})" for word in longest_first
    )
    return (re.compile("|".join(choices)), exact, folded), patterns


def _applies(entry: Pronunciation, language: str) -> bool:
    own = (entry.language or "").lower()
    return not own or language == own or language.startswith(f"{own}-")


def _bounded(word: str) -> str:
    before = r"(?<!\w)" if _is_spaced(word[0]) else ""
    after = r"(?!\w)" if _is_spaced(word[-1]) else ""
    return f"{before}{re.escape(word)}{after}"


def _is_spaced(char: str) -> bool:
    return char.isalnum() and not re.match(UNSPACED, unicodedata.name(char, ""))
