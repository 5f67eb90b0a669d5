"""Names of authors: what is one, and what only stands where one should."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from narrate.addresses import host_of
from narrate.labels import AUTHOR_LABELS, BYLINE_WORDS, NAME_PARTICLES, NOBODY, PICTURE_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["AUTHOR_LABEL", "URL", "author_in", "clean_author", "label", "letters_of"]


def label(words: Iterable[str], marks: str = ":：") -> re.Pattern[str]:
    """Make a pattern for one of these words and one of the marks, where a line begins."""
    longest_first = "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
    opening, closing = r"\s*[\[【（(*_]*", rf"[\]】）)*_]*\s?[{marks}][*_]*\s*"
    return re.compile(rf"{opening}(?:{longest_first}){closing}", re.IGNORECASE)


def letters_of(text: str) -> str:
    """Reduce a text to its letters and digits, cases aside, for comparing."""
    return "".join(filter(str.isalnum, text)).casefold()


AUTHOR_LABEL = label(AUTHOR_LABELS, ":：/／|｜丨")
URL = re.compile(r"(?:https?://|www\.)[^\s<>()\[\]（）【】「」，。；]+", re.IGNORECASE)
_ADDRESS_IN_BRACKETS = re.compile(r"\s*[(<\[][^()<>\[\]\s]*(?:@|://)[^()<>\[\]\s]*[)>\]]")
_BYLINE = re.compile(rf"(?P<word>{'|'.join(BYLINE_WORDS)})\s+(?P<rest>\S.*)", re.IGNORECASE)


def clean_author(text: str) -> str | None:
    """Find a bare name; None for a URL, `Redaktion`, a picture's credit, a sentence.

    `By Ann Poe | Ann Poe` is `Ann Poe`; several names come joined by commas as written.
    """
    text = _ADDRESS_IN_BRACKETS.sub("", " ".join(text.split()))
    text = AUTHOR_LABEL.sub("", text, count=1).strip(" \t|·•,;:–—-")
    byline = _BYLINE.match(text)
    if byline and (byline["word"].casefold() == "by" or _looks_like_name(byline["rest"])):
        text = byline["rest"]
    names = dict.fromkeys(
        name.removeprefix("@") for part in re.split(r"[|•·]", text) if (name := part.strip())
    )
    unique = {letters_of(name): name for name in reversed(names)}
    kept = [name for name in names if unique.get(letters_of(name)) == name]
    name = ", ".join(kept)
    return name if name and _may_be_author(name) else None


def author_in(line: str) -> str | None:
    """Find the name in a line like `Author: Ann Poe` or `By Ann Poe`; None in any other."""
    labelled = AUTHOR_LABEL.match(line)
    if labelled:
        return clean_author(line[labelled.end() :])
    byline = _BYLINE.fullmatch(line.strip())
    return clean_author(byline["rest"]) if byline and _looks_like_name(byline["rest"]) else None


def _may_be_author(name: str) -> bool:
    lowered = name.casefold()
    if lowered.rstrip(".") in NOBODY or URL.search(name) or "@" in name or host_of(name):
        return False
    first = re.match(r"[^\W\d_]+", lowered)
    if first and any(_is_credit(first[0], word) for word in PICTURE_WORDS):
        return False
    if not any(map(str.isalpha, name)) or re.search(r"[。！？!?…]|\d{4}", name):
        return False
    return _has_size_of_names(name)


def _is_credit(word: str, credit: str) -> bool:
    """`фото`, `图片`; in Chinese and Japanese the name follows without a space."""
    return word == credit or (not credit.isascii() and len(credit) < 3 and word.startswith(credit))


def _has_size_of_names(name: str) -> bool:
    parts = re.split(r"\s*[,;&/、，]\s*|\s+(?:and|und|et|y|e|en|i|и|та|ve|与|和)\s+", name)
    words = name.split()
    if len(words) >= 3 and name == name.lower() != name.upper():
        return False
    return len(name) <= 120 and len(words) <= 14 and all(len(part.split()) <= 6 for part in parts)


def _looks_like_name(text: str) -> bool:
    """Whether a line is nothing but names: 2 to 10 words, each with a capital or a particle."""
    words = re.split(r"[\s,]+", text.strip())
    if not 2 <= len(words) <= 10 or text.rstrip()[-1:] in ":!?…;" or re.search(r"\d", text):
        return False
    return words[0][:1].isupper() and all(
        word[:1].isupper() or word.casefold() in NAME_PARTICLES for word in words
    )
