"""Text -> pieces that a voice takes at once, cut where a person would breathe.

Every place where a text may be cut has a price: nothing at the end of a sentence, little at
a clause's mark, more before a conjunction, still more before a preposition, most inside a
number or a word. Each piece costs too. The cheapest way through the whole text is found in one
pass, so that few pieces and good cuts are weighed against each other for all pieces together.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from narrate.places import Joint, places_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from narrate.places import Place

__all__ = ["Part", "Piece", "cut", "parts_of"]


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


@dataclass(frozen=True, slots=True)
class Part:
    """One piece of a text, and what kind of joint parts it from the piece before."""

    text: str
    joint: Joint | Literal["start"]


def cut(text: str, max_chars: int, language: str, *, pack: bool = True) -> tuple[str, ...]:
    """Cut a text into pieces of at most `max_chars` characters.

    Joined, the pieces are the text again, white space aside. With `pack` neighbouring
    sentences share a piece where they fit (few requests); without, each sentence is its own.
    """
    return tuple(part.text for part in parts_of(text, max_chars, language, pack=pack))


def parts_of(text: str, max_chars: int, language: str, *, pack: bool = True) -> tuple[Part, ...]:
    """Cut as `cut` does, and tell of every piece how it is joined to the one before.

    Raises ValueError if `max_chars` is less than 1.
    """
    if max_chars < 1:
        raise ValueError(f"A piece of at most {max_chars} characters holds nothing")
    text = text.strip()
    if not text:
        return ()
    if pack and len(text) <= max_chars:
        return (Part(text, "start"),)
    places = places_in(text, max_chars, language)
    chosen = _cheapest_way(places, len(text), max_chars, pack=pack)
    parts, start = [], 0
    joint: Joint | Literal["start"] = "start"
    for place in chosen:
        parts.append(Part(text[start : place.end], joint))
        start, joint = place.start, place.joint
    parts.append(Part(text[start:], joint))
    return tuple(parts)


_PIECE = 40
"""What one more piece costs; the prices of places are in `narrate.places`."""


def _cheapest_way(
    places: Sequence[Place], length: int, max_chars: int, *, pack: bool
) -> list[Place]:
    """Choose where to cut: the least sum of prices with no piece too long.

    `best` holds, cheapest first, the places from which the current one can be reached; each
    enters and leaves once, so the time is linear. Without `pack` the end of a sentence is
    always a cut, so nothing before it can be reached from behind it.
    """
    costs: list[int] = []
    origins: list[int] = []
    best: deque[tuple[int, int, int]] = deque([(0, 0, -1)])
    for index, place in enumerate(places):
        while best[0][1] + max_chars < place.end:
            best.popleft()
        cost, _, origin = best[0]
        cost += _PIECE + place.price
        costs.append(cost)
        origins.append(origin)
        if not pack and place.joint == "sentence":
            best.clear()
        while best and best[-1][0] >= cost:
            best.pop()
        best.append((cost, place.start, index))
    while best[0][1] + max_chars < length:
        best.popleft()
    chosen = []
    index = best[0][2]
    while index >= 0:
        chosen.append(places[index])
        index = origins[index]
    return chosen[::-1]
