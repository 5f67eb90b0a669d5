"""Real MP3s for a folder: tagged as narrate tags them, and silent."""

from __future__ import annotations

import functools
from dataclasses import replace
from typing import TYPE_CHECKING

from narrate.mp3 import RATE, encode, frames_of, info_frame
from narrate.tags import Chapter, Tags, write_tags

if TYPE_CHECKING:
    from pathlib import Path

CHAPTERS = (
    Chapter(0, "Between the tides"),
    Chapter(2000, "What crabs & gulls <know>", "https://example.org/crabs?a=1&b=2"),
    Chapter(5000, "Notes"),
)
TAGS = Tags(
    title="What tide pools teach us",
    author="Ada Reader",
    site="Harbour Notes",
    show="Read aloud",
    date="2026-03-01",
    language="en",
    url="https://example.org/tide-pools",
    summary="Patience, mostly.\n\nBy Ada Reader. More: https://example.org/tide-pools.",
    text="The sea comes twice a day.",
    source="0123456789abcdef0123456789abcdef",
    voice="espeak 1.52",
    chapters=CHAPTERS,
)


def put(
    folder: Path, name: str = "tide-pools.mp3", seconds: float = 8.0, **changes: object
) -> Path:
    """Put an episode into a folder and tell its path."""
    path = folder / name
    path.write_bytes(write_tags(replace(TAGS, **changes), seconds) + sound(seconds))
    return path


@functools.cache
def sound(seconds: float) -> bytes:
    """Silence as MP3 frames behind an Info frame."""
    samples = round(seconds * RATE)
    frames = encode(bytes(2 * samples), RATE)
    return info_frame(frames_of(samples, RATE), len(frames), samples) + frames
