"""Where the pieces that were spoken stand in the written text.

Most words are the same in both; some are spelled out, respelled or left out. Both texts are
walked through once, side by side, so the time is linear. Pure.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Part", "divided"]

WORD = re.compile("[\u2e80-\u9fff\uf900-\ufaff]|[^\\W\u2e80-\u9fff\uf900-\ufaff]+")
"""A word; of scripts without spaces, a letter."""
LEAST_ALIKE = 0.5
"""Which part of the spoken words must be found among the written ones."""
FARTHEST = 16
"""How many words are passed over, in both texts together, to find their like again."""
STEPS = tuple(
    (written, total - written) for total in range(1, FARTHEST + 1) for written in range(total + 1)
)
"""What may be passed over (written words, spoken words), the least first."""


class Part(NamedTuple):
    """From where to where a piece stands in the written text."""

    start: int
    end: int


def divided(written: str, spoken: str, pieces: Sequence[str]) -> list[Part | None]:
    """Divide a written text among the pieces that its spoken form was cut into.

    None is given for a piece that is none of `spoken`. Where none is missing, the parts follow
    each other without a gap and hold the whole text; a part may be empty. Where the texts have
    too little in common, the first part is all of it.
    """
    places = _places(spoken, pieces)
    known = [place for place in places if place is not None]
    borders = _borders(written, spoken, known)
    parts = iter(map(Part, borders[::2], borders[1::2]))
    return [next(parts) if place is not None else None for place in places]


def _places(spoken: str, pieces: Sequence[str]) -> list[Part | None]:
    """Where each piece stands in the text that was cut."""
    found: list[Part | None] = []
    position = 0
    for piece in pieces:
        at = spoken.find(piece, position)
        found.append(Part(at, at + len(piece)) if at >= 0 else None)
        position = at + len(piece) if at >= 0 else position
    return found


def _borders(written: str, spoken: str, places: Sequence[Part]) -> list[int]:
    """Start and end of each place in the written text, one after the other."""
    shown, said = list(WORD.finditer(written)), list(WORD.finditer(spoken))
    twins = _twins(_words(shown), _words(said))
    if sum(twin is not None for twin in twins) < LEAST_ALIKE * len(twins):
        return [0, *[len(written)] * (2 * len(places) - 1)]
    starts = [word.start() for word in said]
    after = _next_known(twins)

    def border(position: int) -> int:
        """Where in the written text the words behind a position of the spoken one begin."""
        number = bisect_left(starts, position)
        inside = number - 1
        if number and position < said[inside].end() and (twin := twins[inside]) is not None:
            return min(shown[twin].start() + position - starts[inside], shown[twin].end())
        twin = _first_behind(number, twins, after)
        if twin is None or twin >= len(shown):
            return len(written)
        return _with_opening_marks(written, shown[twin].start()) if number else 0

    return [border(position) for place in places for position in place]


def _first_behind(number: int, twins: list[int | None], after: list[int | None]) -> int | None:
    """The first written word of what begins with a spoken one; None if there is no more.

    Words without a twin (an address, spelled out) belong to what begins with them.
    """
    if number == len(twins):
        return None
    before = twins[number - 1] if number else None
    if twins[number] is None and before is not None:
        return before + 1
    return after[number]


def _next_known(twins: Sequence[int | None]) -> list[int | None]:
    """For each spoken word, the twin of the first one from there on that has one."""
    found: list[int | None] = []
    last: int | None = None
    for twin in reversed(twins):
        last = twin if twin is not None else last
        found.append(last)
    return found[::-1]


def _twins(shown: Sequence[str], said: Sequence[str]) -> list[int | None]:
    """For each spoken word, which written one it is; None if it is none."""
    twins: list[int | None] = [None] * len(said)
    here = there = 0
    while here < len(shown) and there < len(said):
        if shown[here] == said[there]:
            twins[there] = here
            over = (1, 1)
        else:
            over = next(
                (
                    (a, b)
                    for a, b in STEPS
                    if shown[here + a : here + a + 2] == said[there + b : there + b + 2]
                ),
                (1, 1),
            )
        here += over[0]
        there += over[1]
    return twins


def _words(found: Sequence[re.Match[str]]) -> list[str]:
    return [word[0].casefold() for word in found]


def _with_opening_marks(text: str, start: int) -> int:
    """Where a word begins together with the marks that open it: `“`, `(`, `¿`."""
    at = start
    while at and not text[at - 1].isspace() and not text[at - 1].isalnum():
        at -= 1
    if not at or text[at - 1].isspace():
        return at
    at = start
    while at and unicodedata.category(text[at - 1]) in ("Ps", "Pi"):
        at -= 1
    return at
