"""Text -> pieces that a voice takes at once, cut where a person would breathe."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Piece", "cut"]


@dataclass(frozen=True, slots=True)
class Piece:
    """What is asked of a voice in one go."""

    text: str
    language: str
    """BCP 47."""
    utterance: int
    """Which utterance of the script it belongs to."""
    pause_ms: int
    """The silence before it, in milliseconds; 0 where a sentence was cut and must flow on."""


def cut(text: str, max_chars: int, language: str) -> tuple[str, ...]:
    """Cut a text into pieces of at most `max_chars` characters."""
    raise NotImplementedError
