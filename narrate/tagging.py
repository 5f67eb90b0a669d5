"""All that an episode knows beside its sound: its tag, and the texts that lie beside it. Pure."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from narrate.chapters import chapters_of, opening_words
from narrate.naming import identity_of, text_of
from narrate.shownotes import show_notes
from narrate.tags import Tags, write_tags
from narrate.transcript import Timeline, as_srt, as_vtt, cues_of, timed_text

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from narrate.article import Block
    from narrate.chapters import Opening
    from narrate.cutting import Piece
    from narrate.recording import Recording
    from narrate.script import Script

__all__ = ["MOST_TAG_BYTES", "subtitles", "tags_of", "timeline_of", "with_cues"]

MOST_TAG_BYTES = 300_000
"""Players and PRX (https://help.prx.org) want no larger tag; a book's timed text would be."""
OPENING_CHARS = 80
"""How much of an article's first words stands for a title that it lacks."""


def timeline_of(
    script: Script, openings: Sequence[Opening], pieces: Sequence[Piece], recording: Recording
) -> Timeline:
    """Tell what of a script is heard when; `pieces` are the recorded ones, in their order."""
    return Timeline(
        seconds=recording.duration,
        chapters=chapters_of(openings, recording.spans),
        texts=timed_text(script, pieces, recording.spans),
    )


def tags_of(script: Script, blocks: Sequence[Block], timeline: Timeline, voice: str) -> Tags:
    """Gather all that a tag holds but picture and timed text."""
    body = (it.written for it in script.utterances if it.block is not None)
    return Tags(
        title=script.title or opening_words(next(body, ""), OPENING_CHARS),
        author=script.author,
        site=script.site,
        show="narrate",
        date=script.date,
        language=script.language,
        url=script.url,
        summary=show_notes(script, blocks, timeline, voice),
        text=text_of(script),
        source=identity_of(script),
        voice=voice,
        chapters=timeline.chapters,
    )


def with_cues(tags: Tags, timeline: Timeline) -> Tags:
    """Add the timed text, unless the tag would be larger than players like."""
    if 2 * sum(len(it.text) for it in timeline.texts) > MOST_TAG_BYTES:
        return tags  # a book's, of which a tag would only be made to be thrown away
    full = replace(tags, cues=cues_of(timeline.texts))
    fits = len(write_tags(full, timeline.seconds)) <= MOST_TAG_BYTES
    return full if fits else tags


def subtitles(timeline: Timeline, language: str, endings: Collection[str]) -> dict[str, str]:
    """The timed text as files, by those of the endings `.vtt` and `.srt` that are wanted."""
    texts = {}
    if ".vtt" in endings:
        texts[".vtt"] = as_vtt(timeline.texts, language)
    if ".srt" in endings:
        texts[".srt"] = as_srt(timeline.texts)
    return texts
