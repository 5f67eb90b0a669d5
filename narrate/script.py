"""What is said: an article as utterances in order, and what is left out, and why.

Pure: no file, no network, no clock, no engine. All that can be decided before a word is
spoken is decided here, as data.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from narrate.article import Article
from narrate.cutting import Piece

__all__ = ["Script", "Skipped", "Utterance", "UtteranceKind", "pieces_of", "write_script"]

UtteranceKind = Literal[
    "title", "dek", "author", "source", "running-time",
    "heading", "paragraph", "item", "quote", "note", "omission",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Utterance:
    """One thing said in one breath of thought: a title, a paragraph, an announcement."""

    kind: UtteranceKind
    text: str
    """The speakable words."""
    written: str
    """The same as it stands on the page; of an announcement, what is announced."""
    pause_ms: int
    """The silence before it, in milliseconds."""
    language: str
    """BCP 47."""
    level: int | None = None
    """Of a heading 1 to 6, else None."""
    block: int | None = None
    """Which of the article's blocks it speaks; None in the head."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """What stands on the page and is not spoken."""

    text: str
    reason: str
    """A few words for the listener: `platform notice`."""
    block: int | None = None


@dataclass(frozen=True, slots=True)
class Script:
    """All that is said, in order, with its pauses; all that is not, with its reasons."""

    title: str | None
    language: str
    """BCP 47; what an utterance speaks unless it says otherwise."""
    utterances: tuple[Utterance, ...]
    skipped: tuple[Skipped, ...] = ()
    dek: str | None = None
    author: str | None = None
    site: str | None = None
    url: str | None = None
    date: str | None = None


def write_script(article: Article) -> Script:
    """Decide what is said of an article, in its own language (`article.language`)."""
    raise NotImplementedError


def pieces_of(script: Script, max_chars: int) -> tuple[Piece, ...]:
    """Cut every utterance into pieces of at most `max_chars` characters, with their pauses."""
    raise NotImplementedError
