"""What a list needs of an MP3: its tag without picture and long texts, and how long it lasts.

`read_tags` takes a tag apart to the last letter, which takes 20 to 80 ms where there is timed
text. A list of thousands reads the few frames that it shows, and steps over the rest.
Layouts: https://id3.org/id3v2.3.0, https://id3.org/id3v2.4.0-structure,
https://id3.org/id3v2-chapters-1.0.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from io import BytesIO
from typing import TYPE_CHECKING, BinaryIO

from narrate.iso639 import TWO_TO_THREE
from narrate.tags import SOURCE, VOICE, Chapter, Tags, read_tags

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["Headline", "read_headline"]

LONGEST_FRAME = 1_000_000  # bytes, of those that are read: longer show notes are none
CODECS = ("latin-1", "utf-16", "utf-16-be", "utf-8")  # by a text frame's first byte
LINES = {
    b"TIT2": "title",
    b"TPE1": "author",
    b"TPE2": "site",
    b"TALB": "show",
    b"TLAN": "language",
    b"TDRC": "date",
}
NAMED = {SOURCE: "source", VOICE: "voice"}
WANTED = frozenset({*LINES, b"TYER", b"TDAT", b"TXXX", b"WOAS", b"WXXX", b"COMM", b"CHAP"})
TWO_LETTERS = {three: two for two, three in reversed(TWO_TO_THREE.items())}

# MPEG audio, layer III: ISO 11172-3 and 13818-3. By the two version bits 2.5, none, 2, 1.
RATES = ((11025, 12000, 8000), (), (22050, 24000, 16000), (44100, 48000, 32000))
LOW = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 0)
HIGH = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0)
SYNC = re.compile(rb"\xff[\xe2\xe3\xf2\xf3\xfa\xfb][^\xf0-\xff]")
FARTHEST = 4096  # bytes from the tag's end to the first frame
LAME_AT, SKIPPED_AT = 120, 141  # from the start of `Info`: its extension, and what players skip


@dataclass(frozen=True, slots=True)
class Headline:
    """What is known of an episode before it is opened."""

    tags: Tags
    """Without text, cues and picture; the language as BCP 47."""
    seconds: float
    """How long the sound lasts."""


class _Unusual(Exception):
    """A tag of a form that nobody here writes: compressed, unsynchronised, or broken."""


def read_headline(path: Path) -> Headline | None:
    """Read what a list shows of an MP3; None for a file without sound in it.

    Raises OSError where it cannot be read.
    """
    with path.open("rb") as file:
        start = _tag_size(file.read(10))
        file.seek(0)
        try:
            tags = _tags_of(_frames(file, start)) if start else Tags()
        except _Unusual:
            tags = replace(read_tags(path), text=None, cues=(), picture=None)
        seconds = _seconds(file, start)
    if not seconds:
        return None
    code = tags.language or ""
    return Headline(replace(tags, language=TWO_LETTERS.get(code, code) or None), seconds)


def _tag_size(head: bytes) -> int:
    return 10 + _synchsafe(head[6:10]) if head[:3] == b"ID3" and len(head) == 10 else 0


def _synchsafe(four: bytes) -> int:
    return sum((byte & 0x7F) << (7 * place) for place, byte in enumerate(reversed(four)))


def _frames(file: BinaryIO, end: int) -> Iterator[tuple[bytes, bytes]]:
    """The wanted frames of a tag, by name and content. Raises _Unusual."""
    head = file.read(10)
    if head[3] not in {3, 4} or head[5]:
        raise _Unusual
    yield from _frames_in(file, end - 10, version=head[3])


def _frames_in(file: BinaryIO, room: int, version: int) -> Iterator[tuple[bytes, bytes]]:
    while room > 10:
        head = file.read(10)
        name = head[:4]
        if not name.strip(b"\0"):  # what follows is padding
            return
        size = _synchsafe(head[4:8]) if version == 4 else int.from_bytes(head[4:8], "big")
        room -= 10 + size
        if room < 0 or len(head) < 10 or head[9]:
            raise _Unusual
        if name not in WANTED or size > LONGEST_FRAME:
            file.seek(size, 1)
        elif name == b"CHAP":
            yield name, bytes([version]) + file.read(size)
        else:
            yield name, file.read(size)


def _tags_of(frames: Iterator[tuple[bytes, bytes]]) -> Tags:
    found: dict[str, str] = {}
    chapters = []
    for name, body in frames:
        if name == b"CHAP":
            chapters.append(_chapter(body[0], body[1:]))
        elif fact := _fact(name, body):
            found.setdefault(*fact)
    year, day = found.pop("year", None), found.pop("day", "")
    if year:
        found["date"] = f"{year}-{day[2:]}-{day[:2]}" if len(day) == 4 else year
    chapters.sort(key=lambda chapter: chapter.start)
    return Tags(chapters=tuple(chapters), **{k: v for k, v in found.items() if v})  # type: ignore[arg-type]


def _fact(name: bytes, body: bytes) -> tuple[str, str] | None:
    """What a frame says: the name of the tag, and its value."""
    if name in LINES:
        return LINES[name], _strings(body)[0]
    if name == b"WOAS":
        return "url", body.split(b"\0")[0].decode("latin-1")
    if name == b"TYER":
        return "year", _strings(body)[0]
    if name == b"TDAT":
        return "day", _strings(body)[0]
    if name == b"COMM":  # with a description it is a program's note to itself
        description, *text = _strings(body[:1] + body[4:])
        return ("summary", text[0]) if text and not description else None
    description, *text = _strings(body)
    return (NAMED[description], text[0]) if text and description in NAMED else None


def _strings(body: bytes) -> list[str]:
    """The strings of a text frame; NUL parts them, and each may begin with its byte order."""
    codec = CODECS[body[0]] if body and body[0] < len(CODECS) else "latin-1"
    return [part.lstrip("\ufeff") for part in body[1:].decode(codec, "replace").split("\0")]


def _chapter(version: int, body: bytes) -> Chapter:
    _, _, rest = body.partition(b"\0")
    title, url = "", None
    inside = BytesIO(rest[16:])
    for name, content in _frames_in(inside, len(rest) - 16, version):
        if name == b"TIT2":
            title = _strings(content)[0]
        elif name == b"WXXX" and url is None:
            url = next(filter(None, reversed(content[1:].split(b"\0"))), b"").decode("latin-1")
    return Chapter(int.from_bytes(rest[:4], "big"), title, url or None)


def _seconds(file: BinaryIO, start: int) -> float:
    """How long the sound lasts: as its Info header counts, else as its bit rate tells."""
    file.seek(start)
    sound = file.read(FARTHEST)
    found = SYNC.search(sound)
    if found is None:
        return 0.0
    sound = sound[found.start() :]
    version, kbits, rate = sound[1] >> 3 & 3, sound[2] >> 4, sound[2] >> 2 & 3
    rates, bits = RATES[version], 1000 * (HIGH if version == 3 else LOW)[kbits]
    if rate >= len(rates) or not bits:
        return 0.0
    samples = _samples_counted(sound, 1152 if version == 3 else 576)
    return samples / rates[rate] if samples else (file.seek(0, 2) - start) * 8 / bits


def _samples_counted(sound: bytes, a_frame: int) -> int:
    """Samples of sound, without the silence that LAME's extension tells players to skip."""
    at = max(sound.find(b"Info", 0, 64), sound.find(b"Xing", 0, 64))
    if at < 0 or len(sound) < at + SKIPPED_AT + 3 or not sound[at + 7] & 1:
        return 0
    samples = a_frame * int.from_bytes(sound[at + 8 : at + 12], "big")
    if sound[at + LAME_AT : at + LAME_AT + 4] in {b"LAME", b"Lavc"}:
        skipped = int.from_bytes(sound[at + SKIPPED_AT : at + SKIPPED_AT + 3], "big")
        samples -= (skipped >> 12) + (skipped & 0xFFF)
    return max(samples, 0)
