"""An episode's chapters and its text in time, as the page follows them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from narrate.tags import Tags

__all__ = ["follow"]

CUE = re.compile(r"(?:(\d+):)?(\d\d):(\d\d)\.(\d{3})[ \t]+-->.*\n((?:.+\n?)+)")
"""One cue of WebVTT, https://www.w3.org/TR/webvtt1/#file-structure."""
NEAR = 400  # letters between one cue and the next in the text: a skipped passage at most


def follow(tags: Tags, vtt: str | None) -> dict[str, Any]:
    """Chapters and pieces of text, with when they are heard in seconds.

    A piece that `opens` begins a paragraph; one that is a `heading` stands alone. The times are
    those of the tags, else of the WebVTT beside the MP3; without either a piece is a paragraph
    and its time None.
    """
    chapters = [{"start": it.start / 1000, "title": it.title} for it in tags.chapters]
    cues = [(it.start / 1000, it.text) for it in tags.cues] or list(_cues_of(vtt or ""))
    untimed = [(None, f"{it}\n") for it in (tags.text or "").splitlines()]
    return {"chapters": chapters, "text": list(_pieces(cues or untimed, tags))}


def _pieces(cues: Sequence[tuple[float | None, str]], tags: Tags) -> Iterator[dict[str, Any]]:
    openings = _openings([text for _, text in cues], tags.text or "")
    titles = {_bare(it.title): it for it in tags.chapters}
    was_heading = True
    for (start, text), opens in zip(cues, openings, strict=True):
        words = " ".join(text.split())
        is_heading = _bare(words) in titles
        if words:
            yield {
                "start": start,
                "text": words,
                "opens": opens or is_heading or was_heading,
                "heading": is_heading,
            }
            was_heading = is_heading


def _openings(cues: Sequence[str], text: str) -> list[bool]:
    """Which cues begin a paragraph: by their own line breaks, and by those of the whole text."""
    found = []
    position, after_break = 0, True
    for cue in cues:
        words = cue.strip()
        at = text.find(words, position, position + NEAR + len(words)) if words else -1
        passed = text[position:at] if at >= 0 else ""
        found.append(after_break or cue.startswith("\n") or "\n" in passed)
        after_break = cue.endswith("\n")
        position = at + len(words) if at >= 0 else position
    return found


def _bare(text: str) -> str:
    return "".join(filter(str.isalnum, text)).casefold()


def _cues_of(vtt: str) -> Iterator[tuple[float, str]]:
    for hours, minutes, seconds, thousandths, words in CUE.findall(vtt.replace("\r\n", "\n")):
        start = (int(hours or 0) * 60 + int(minutes)) * 60 + int(seconds)
        plain = re.sub(r"<[^>]*>", "", words)
        for mark, letter in (("&lt;", "<"), ("&gt;", ">"), ("&nbsp;", " "), ("&amp;", "&")):
            plain = plain.replace(mark, letter)
        yield start + int(thousandths) / 1000, plain
