"""What is heard when: the written text in time, for tags and for subtitle files.

A voice speaks pieces of the speakable text; the transcript shows what stands on the page. So
the words of both are matched, and the written text is divided where the spoken one was cut.
Pure.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING

from narrate.alignment import divided
from narrate.tags import Chapter, Cue

if TYPE_CHECKING:
    from collections.abc import Sequence

    from narrate.cutting import Piece
    from narrate.recording import Span
    from narrate.script import Script, Utterance

__all__ = ["TimedText", "Timeline", "as_srt", "as_vtt", "cues_of", "shown_of", "timed_text"]

HEARD = frozenset({"author", "source", "omission"})
"""Kinds that are shown as they are said: "By Ann Lee.", and no omitted code."""


@dataclass(frozen=True, slots=True)
class TimedText:
    """Words as they are written, and when they are heard."""

    start: float
    """In seconds from the beginning."""
    end: float
    text: str
    utterance: int
    """The index of the script's utterance that they belong to; negative for what is in none."""
    place: int
    """Where they begin in what that utterance shows."""


@dataclass(frozen=True, slots=True)
class Timeline:
    """What is heard when in a finished recording."""

    seconds: float
    """How long it is."""
    chapters: tuple[Chapter, ...]
    texts: tuple[TimedText, ...]


def timed_text(
    script: Script, pieces: Sequence[Piece], spans: Sequence[Span]
) -> tuple[TimedText, ...]:
    """Tell for each recorded piece what is written there, in the order in which it is heard.

    `pieces` are the recorded ones, as `Span.piece` counts them. Joined, the texts of an utterance
    are what it shows, white space aside; where spoken and written words have too little in
    common to be matched, it is one text.
    """
    found: list[TimedText] = []
    for index, group in groupby(spans, key=lambda span: span.utterance):
        said = [(span, pieces[span.piece].text) for span in group]
        if index < 0:
            found += (TimedText(span.start, span.end, text, index, 0) for span, text in said)
        else:
            found += _parts(index, script.utterances[index], said)
    return tuple(found)


def cues_of(texts: Sequence[TimedText]) -> tuple[Cue, ...]:
    """The same as a tag holds it."""
    return tuple(Cue(round(1000 * it.start), it.text) for it in texts)


def as_vtt(texts: Sequence[TimedText], language: str) -> str:
    """WebVTT: https://www.w3.org/TR/webvtt1/. `language` is BCP 47."""
    cues = (f"{_times(it, '.')}\n{_escaped(it.text)}\n" for it in texts)
    return "\n".join([f"WEBVTT\nLanguage: {language}\n", *cues])


def as_srt(texts: Sequence[TimedText]) -> str:
    """SubRip, whose players take `<…>` for markup and know no way to escape it."""
    return "\n".join(
        f"{number}\n{_times(it, ',')}\n{_plain(it.text)}\n" for number, it in enumerate(texts, 1)
    )


def shown_of(utterance: Utterance) -> str:
    """What a transcript shows of an utterance."""
    return utterance.text if utterance.kind in HEARD else utterance.written


def _parts(index: int, utterance: Utterance, said: Sequence[tuple[Span, str]]) -> list[TimedText]:
    """One text for each piece of an utterance; a piece without written words joins another."""
    shown = shown_of(utterance)
    parts = divided(shown, utterance.text, [text for _, text in said])
    found: list[TimedText] = []
    begun: float | None = None
    for (span, heard), part in zip(said, parts, strict=True):
        text = " ".join((shown[part.start : part.end] if part else heard).split())
        place = part.start if part else found[-1].place if found else 0
        start = span.start if begun is None else begun
        if text:
            found.append(TimedText(start, span.end, text, index, place))
            begun = None
        elif found:
            found[-1] = replace(found[-1], end=span.end)
        else:
            begun = start
    return found


def _times(text: TimedText, point: str) -> str:
    return f"{_clock(text.start, point)} --> {_clock(text.end, point)}"


def _clock(seconds: float, point: str) -> str:
    whole, thousandths = divmod(round(1000 * seconds), 1000)
    minutes, rest = divmod(whole, 60)
    return f"{minutes // 60:02}:{minutes % 60:02}:{rest:02}{point}{thousandths:03}"


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _plain(text: str) -> str:
    return text.replace("-->", "→").replace("<", "‹").replace(">", "›")
