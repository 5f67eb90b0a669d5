"""What a voice is: a few facts and one verb.

To add an engine, write one file in `narrate/engines/` with a class that has the attributes
and methods of `Engine`. Cutting, order, pace, second tries, the store and levels are done
for every engine alike; an engine speaks one piece at a time and says honestly what failed.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import Literal, Protocol

from narrate.errors import UnknownLanguage

__all__ = ["Clip", "Engine", "speaks", "voice_for"]


@dataclass(frozen=True, slots=True)
class Clip:
    """Audio as a voice gave it; it carries its own format."""

    data: bytes
    """An MP3 file, or 16-bit little-endian mono samples."""
    encoding: Literal["mp3", "pcm"]
    rate: int | None
    """Samples a second (Hz); None for an MP3, which tells its own."""


class Engine(Protocol):
    """One voice, or one family of voices in many languages.

    The facts are read, never set: a plain attribute will do for each, or a property where a
    library has to be asked first.
    """

    @property
    def name(self) -> str:
        """What the listener types: `gtts`, `espeak`."""
        ...

    @property
    def version(self) -> str:
        """Changes whenever the same text may sound different; part of a stored clip's key."""
        ...

    @property
    def languages(self) -> frozenset[str]:
        """The BCP 47 tags that it speaks well, base languages and accents (`en`, `en-GB`)."""
        ...

    @property
    def max_chars(self) -> int:
        """The longest piece that it takes, in characters."""
        ...

    @property
    def at_once(self) -> int:
        """How many pieces it can be asked for at once; 1 means strictly one after the other."""
        ...

    @property
    def needs_network(self) -> bool:
        """Whether the text leaves this machine; such an engine's clips are stored."""
        ...

    def speak(self, text: str, language: str) -> Clip:
        """Speak one piece of at most `max_chars` characters in one of `languages`.

        Called from up to `at_once` threads together. Raises an `EngineError`: `Unreachable`,
        `Faulty` and `SlowDown` may be tried again by the caller, `Refused` not.
        """
        ...

    def close(self) -> None:
        """Let go of connections and processes; safe to call twice and from any thread."""
        ...


def voice_for(engine: Engine, language: str) -> str:
    """Find the engine's own tag for a BCP 47 language: the tag itself or its closest parent.

    `de-AT` finds `de` (RFC 4647, section 3.4). Raises UnknownLanguage where the engine has
    no such language.
    """
    known = _by_lower_case(engine.languages)
    subtags = language.replace("_", "-").lower().split("-")
    while subtags:
        tag = "-".join(subtags)
        if tag in known:
            return known[tag]
        subtags.pop()
    raise UnknownLanguage(
        f"The voice {engine.name} does not speak {language!r}: "
        "`narrate engines` lists the languages of each voice."
    )


@functools.lru_cache(maxsize=8)
def _by_lower_case(languages: frozenset[str]) -> dict[str, str]:
    """Each tag by how it is looked up; made once, since every piece of a text asks for it."""
    return {tag.lower(): tag for tag in languages}


def speaks(engine: Engine, language: str) -> bool:
    """Whether `voice_for` finds a tag for a BCP 47 language."""
    try:
        voice_for(engine, language)
    except UnknownLanguage:
        return False
    return True
