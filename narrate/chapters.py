"""Where chapters begin and what they are called.

Which utterances open one is decided before a word is spoken, so that the pause before them can
be made long enough; when they begin is known when all is recorded. Pure.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from narrate.links import links_of
from narrate.recording import chapter_mark
from narrate.runningtime import WIDE, about_seconds
from narrate.tags import MOST_CHAPTERS, Chapter, chapter_title

if TYPE_CHECKING:
    from collections.abc import Sequence

    from narrate.article import Block
    from narrate.recording import Span
    from narrate.script import Script, Utterance

__all__ = ["Opening", "chapters_of", "opening_words", "openings_of"]

CHAPTER_S = 120.0
"""How long a chapter should be where the article has no headings, in seconds."""
LEAST_S = 30.0
"""How short it may be, so that it ends at a paragraph."""
LONGEST_NAME = 50
"""How many letters of a paragraph may name a chapter; of wide letters half as many."""


@dataclass(frozen=True, slots=True)
class Opening:
    """Where a chapter begins, and what it is called."""

    utterance: int
    """The index of the script's utterance that it opens with."""
    title: str
    url: str | None = None
    """Where the first link in its text leads."""


def openings_of(script: Script, blocks: Sequence[Block]) -> tuple[Opening, ...]:
    """Choose the chapters of a script: the first opens with its first utterance.

    Every heading opens one, the one over the notes too. Where the article has none, about every
    two minutes a paragraph does. There are none where there would be one, and at most 255: of
    more headings the lowest, and among those the ones with the shortest text, open none.
    `blocks` are the article's, whose links count.
    """
    lines = script.utterances
    headings = [i for i, line in enumerate(lines) if line.kind == "heading"]
    if all(lines[i].block is None for i in headings):  # only the one over the notes, or none
        headings = [*_paragraphs(lines[: headings[0]] if headings else lines), *headings]
    starts = [0, *(i for i in _weightiest(headings, lines) if i)]
    if len(starts) == 1:
        return ()
    links = [_first_link(lines[here:end], blocks) for here, end in pairwise([*starts, len(lines)])]
    titles = [_opening_title(script), *(_title(lines[i]) for i in starts[1:])]
    return (
        Opening(0, titles[0], links[0] or script.url),
        *map(Opening, starts[1:], titles[1:], links[1:]),
    )


def chapters_of(openings: Sequence[Opening], spans: Sequence[Span]) -> tuple[Chapter, ...]:
    """Say when the chapters of a recording begin, on whole seconds, the first at 0.

    A chapter of which nothing is heard (its passages are missing) is left out.
    """
    heard = sorted({span.utterance for span in spans})
    chapters: list[Chapter] = []
    ends = [*(it.utterance for it in openings[1:]), len(spans) + max(heard, default=0)]
    for opening, end in zip(openings, ends, strict=False):
        at = bisect_left(heard, opening.utterance)
        if at < len(heard) and heard[at] < end:
            second = chapter_mark(spans, heard[at]) if chapters else 0
            chapters.append(Chapter(1000 * second, opening.title, opening.url))
    return tuple(chapters) if len(chapters) > 1 else ()


def opening_words(text: str, most: int = LONGEST_NAME) -> str:
    """The first words of a text, as a name for it: a sentence or a clause, else as many as fit.

    At most `most` letters (half as many wide ones) and a "…" where the sentence goes on.
    """
    text = " ".join(text.split())
    most = _fitting(text, most)
    marks = [it for it in _MARK.finditer(text[: most + 2]) if most / 4 <= it.start() <= most]
    stops = [it for it in marks if it["stop"]]
    if stops:
        return text[: stops[-1].end()].rstrip(".。।")
    if len(text) <= most:
        return text
    if marks:
        return text[: marks[-1].start()] + "…"
    cut = text[:most]
    words = cut[: cut.rfind(" ")] if " " in cut[most // 2 :] else cut
    return words.rstrip(" ,;:–—-，、；：(（") + "…"


_MARK = re.compile(r"(?P<stop>[.!?…](?=\s|$)|[。！？।؟])|[,;:](?=\s)|[，；：、،؛]|\s[–—-](?=\s)")
"""Where a clause ends; a sentence, where it is a `stop`."""


def _paragraphs(lines: Sequence[Utterance]) -> list[int]:
    """The paragraphs at which about two minutes have gone by since the last chapter began."""
    seconds = (about_seconds(line.text) + line.pause_ms / 1000 for line in lines)
    times = list(accumulate(seconds, initial=0.0))
    step = max(CHAPTER_S, times[-1] / MOST_CHAPTERS)
    if times[-1] < 1.5 * step:
        return []
    found, begun = [], 0.0
    places = [i for i, line in enumerate(lines) if line.kind in ("paragraph", "quote")]
    for here, after in pairwise([*places, len(lines)]):
        early, late = times[here] - begun, times[after] - begun
        is_nearest = early + late >= 2 * step
        if is_nearest and early >= LEAST_S and times[-1] - times[here] >= step / 2:
            found.append(here)
            begun = times[here]
    return found


def _weightiest(headings: Sequence[int], lines: Sequence[Utterance]) -> list[int]:
    """As many headings as a table of contents takes beside the head, in their order."""
    ends = [*headings[1:], len(lines)]

    def rank(place: int) -> tuple[bool, int, float]:
        here = headings[place]
        text = sum(about_seconds(line.text) for line in lines[here : ends[place]])
        return lines[here].block is not None, lines[here].level or 1, -text

    if len(headings) < MOST_CHAPTERS:
        return list(headings)
    kept = sorted(range(len(headings)), key=rank)[: MOST_CHAPTERS - 1]
    return [headings[place] for place in sorted(kept)]


def _opening_title(script: Script) -> str:
    body = next((it for it in script.utterances if it.block is not None), script.utterances[0])
    return chapter_title(script.title) if script.title else _title(body)


def _title(line: Utterance) -> str:
    name = line.written if line.kind == "heading" else opening_words(line.written)
    return chapter_title(name)


def _first_link(lines: Sequence[Utterance], blocks: Sequence[Block]) -> str | None:
    spoken = (
        blocks[line.block] for line in lines if line.block is not None and line.kind != "omission"
    )
    return next((link.url for block in spoken for link in links_of(block)), None)


def _fitting(text: str, most: int) -> int:
    """How many letters of a text are no wider than so many narrow ones."""
    for place, letter in enumerate(text[: most + 1]):
        most -= 2 if WIDE.match(letter) else 1
        if most < 0:
            return place
    return len(text)
