"""Show notes: what a player shows about an episode, as plain lines. Pure."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from typing import TYPE_CHECKING

from narrate.chapters import opening_words
from narrate.links import links_of
from narrate.phrases import phrase
from narrate.runningtime import running_time
from narrate.script import Skipped, lines_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from narrate.article import Block
    from narrate.script import Script
    from narrate.tags import Chapter
    from narrate.transcript import TimedText, Timeline

__all__ = ["clock", "show_notes"]

FEWEST_CHAPTERS = 3
"""Players look for chapters in a description that has at least so many."""
MOST_UNREAD = 20
"""How many skipped things are named."""
LINKS_SIZE = 20_000
"""How many letters the list of links may take: the tag that holds it is to stay small."""


def show_notes(script: Script, blocks: Sequence[Block], timeline: Timeline, voice: str) -> str:
    """Write the notes of a recorded episode: parts with an empty line between.

    What it is about; who wrote it, where, its address, how long it is; the chapters with their
    times; which voice reads and what it does not; the links with the time at which they are
    heard. A time stands at the start of a line for chapters alone, since players take each such
    line for one.
    """
    parts = (
        [script.dek or _opening(script)],
        _facts(script, timeline.seconds),
        _chapters(timeline.chapters),
        _reading(script, voice),
        _links(script, blocks, timeline.texts),
    )
    return "\n\n".join("\n".join(lines) for part in parts if (lines := [it for it in part if it]))


def clock(seconds: float) -> str:
    """A time as `01:02:03`, cut to the second."""
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes // 60:02}:{minutes % 60:02}:{rest:02}"


def _opening(script: Script) -> str:
    body = (it.written for it in script.utterances if it.block is not None and it.kind != "heading")
    return opening_words(next(body, ""), most=200)


def _facts(script: Script, seconds: float) -> list[str | None]:
    said = [it.text for it in script.utterances if it.kind in ("author", "source")]
    return [" ".join(said), script.url, running_time(seconds, script.language)]


def _chapters(chapters: Sequence[Chapter]) -> list[str]:
    if len(chapters) < FEWEST_CHAPTERS:
        return []
    return [f"{clock(it.start / 1000)} {it.title}" for it in chapters]


def _reading(script: Script, voice: str) -> list[str]:
    """Which voice reads, and the first words of all that it does not read."""
    lines = [phrase("voice", script.language, voice=voice)]
    unread = [
        opening_words(line.text if isinstance(line, Skipped) else line.written)
        for line in lines_of(script)
        if isinstance(line, Skipped) or line.kind == "omission"
    ]
    named = [f"“{words}”" for words in dict.fromkeys(unread) if any(map(str.isalnum, words))]
    if named:
        more = [f"… + {len(named) - MOST_UNREAD}"] if len(named) > MOST_UNREAD else []
        what = ", ".join([*named[:MOST_UNREAD], *more])
        lines.append(phrase("unread", script.language, what=what))
    return lines


def _links(script: Script, blocks: Sequence[Block], texts: Sequence[TimedText]) -> list[str]:
    """Every address once, behind its words, with the time at which they are heard."""
    lines: dict[str, str] = {}
    for url, words, seconds in _heard(script, blocks, texts):
        named = f"{words}: {url}" if words and words != url else url
        lines.setdefault(url, f"{named} ({clock(seconds)})")
    listed: list[str] = []
    size = 0
    for line in lines.values():
        size += len(line) + 1
        if size > LINKS_SIZE:
            listed.append(f"… + {len(lines) - len(listed)}")
            break
        listed.append(line)
    return [phrase("links", script.language), *listed] if listed else []


def _heard(
    script: Script, blocks: Sequence[Block], texts: Sequence[TimedText]
) -> Iterator[tuple[str, str, float]]:
    """Each link that is heard: its address, its words, and when the piece with it begins."""
    spoken: dict[int, list[TimedText]] = defaultdict(list)
    for text in texts:
        spoken[text.utterance].append(text)
    for index, utterance in enumerate(script.utterances):
        if utterance.block is None or utterance.kind == "omission" or index not in spoken:
            continue
        pieces = spoken[index]
        places = [piece.place for piece in pieces]
        for link in links_of(blocks[utterance.block]):
            piece = pieces[max(0, bisect_right(places, link.start) - 1)]
            yield link.url, " ".join(link.text.split()), piece.start
