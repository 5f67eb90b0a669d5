"""What a player and a feed read about an episode: the ID3 tag, written and read back.

The only module that knows mutagen. The MP3 is the database: all that a feed or a page needs
is in here. The form is the one that every tested player understands: ID3v2.3 at the first
byte, no unsynchronisation, no extended header, no padding, text as UTF-16, chapters in order
of time before what is long.
"""
# mypy: disallow-untyped-calls=False
# mutagen has hints in part alone.

from __future__ import annotations

import re
from dataclasses import dataclass
from io import BytesIO
from itertools import pairwise
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from narrate.iso639 import iso639_2

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from mutagen.id3 import ID3, Frame

__all__ = [
    "MOST_CHAPTERS",
    "Chapter",
    "Cue",
    "Tags",
    "chapter_title",
    "read_tags",
    "write_tags",
]

MOST_CHAPTERS = 255
"""What fits into one table of contents; some players look at no second one."""

TEXT_BYTES = 150_000
"""The longest text, in bytes as written (UTF-16, so about 75,000 letters)."""

CHAPTER_TITLE_BYTES = 120
"""Of UTF-8: from 126 on ffmpeg loses chapters when it rewrites the tag as version 2.4."""

SOURCE = "narrate:source"
VOICE = "narrate:voice"
UTF16 = 1  # encoding 1 of ID3v2.3, with a byte order mark
NOWHERE = 0xFFFFFFFF  # "use the times, not the bytes"

ORDER = (
    "TIT2", "TPE1", "TPE2", "TALB", "TCON", "TYER", "TDAT", "TLAN", "WOAS", "TXXX", "COMM",
    "CTOC", "CHAP", "USLT", "SYLT", "APIC",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Chapter:
    """One chapter; it lasts until the next begins."""

    start: int
    """In milliseconds from the beginning; of the first 0, of all a whole second."""
    title: str
    url: str | None = None
    """Where its first link leads."""


@dataclass(frozen=True, slots=True)
class Cue:
    """Words and when they are heard."""

    start: int
    """In milliseconds from the beginning."""
    text: str


@dataclass(frozen=True, slots=True)
class Tags:
    """What is known of an episode; what is absent is None or empty."""

    title: str | None = None
    author: str | None = None
    """Written as the site where it is absent, and as "narrate" where that is too."""
    site: str | None = None
    show: str | None = None
    """The series that the episode belongs to."""
    date: str | None = None
    """ISO 8601, at least the year: `2026-03-01`; a time of day is not kept."""
    language: str | None = None
    """BCP 47; read back as ISO 639-2."""
    url: str | None = None
    """The article's address."""
    summary: str | None = None
    """Show notes."""
    text: str | None = None
    """The article as written; what is longer than 150,000 bytes of UTF-16 ends in "…"."""
    source: str | None = None
    """What the MP3 was made from, in the caller's words; no player shows it."""
    voice: str | None = None
    """Which voice spoke it."""
    chapters: tuple[Chapter, ...] = ()
    """At most 255, in order of time."""
    cues: tuple[Cue, ...] = ()
    """In order of time."""
    picture: bytes | None = None
    """A JPEG file."""


def chapter_title(text: str) -> str:
    """A chapter's title as it is stored: on one line, without `<…>`, at most 120 bytes of UTF-8."""
    return _cut_utf8(_title(text), CHAPTER_TITLE_BYTES)


def write_tags(tags: Tags, duration: float) -> bytes:
    """The tag as it stands at the head of an MP3 that lasts `duration` seconds.

    Raises ValueError on more than 255 chapters.
    """
    from mutagen.id3 import ID3  # here and below, because few who read this write a tag

    id3 = ID3()
    for frame in (*_facts(tags), *_chapters(tags.chapters, duration), *_attachments(tags)):
        id3.add(frame)
    file = BytesIO()
    id3.save(file, v1=0, v2_version=3, padding=lambda _: 0)
    return _in_order(file.getvalue())


def _facts(tags: Tags) -> list[Frame]:
    from mutagen import id3

    lines = {
        id3.TIT2: _title(tags.title),
        id3.TPE1: _line(tags.author) or _line(tags.site) or "narrate",
        id3.TPE2: _line(tags.site),
        id3.TALB: _line(tags.show),
        id3.TCON: "Podcast",
        id3.TYER: _year(tags.date),
        id3.TDAT: _day(tags.date),
        id3.TLAN: iso639_2(tags.language),
    }
    frames: list[Frame] = [
        kind(encoding=UTF16, text=[text]) for kind, text in lines.items() if text
    ]
    if tags.url:
        frames.append(id3.WOAS(url=_ascii_url(tags.url)))
    for name, text in ((SOURCE, tags.source), (VOICE, tags.voice)):
        if text:
            frames.append(id3.TXXX(encoding=UTF16, desc=name, text=[_line(text)]))
    return frames


def _chapters(chapters: Sequence[Chapter], duration: float) -> list[Frame]:
    from mutagen import id3

    if len(chapters) > MOST_CHAPTERS:
        raise ValueError(f"{len(chapters)} chapters are more than {MOST_CHAPTERS}")
    if not chapters:
        return []
    names = [f"chp{i}" for i in range(len(chapters))]
    borders = [*(it.start for it in chapters), round(duration * 1000)]
    frames: list[Frame] = [
        id3.CTOC(element_id="toc", flags=3, child_element_ids=names, sub_frames=[])
    ]
    for name, chapter, (start, end) in zip(names, chapters, pairwise(borders), strict=True):
        title = chapter_title(chapter.title)
        inside: list[Frame] = [id3.TIT2(encoding=UTF16, text=[title])]
        if chapter.url:
            inside.append(id3.WXXX(encoding=0, desc="", url=_ascii_url(chapter.url)))
        frames.append(
            id3.CHAP(
                element_id=name,
                start_time=start,
                end_time=end,
                start_offset=NOWHERE,
                end_offset=NOWHERE,
                sub_frames=inside,
            )
        )
    return frames


def _attachments(tags: Tags) -> list[Frame]:
    from mutagen import id3

    language = iso639_2(tags.language)
    frames: list[Frame] = []
    if tags.summary:
        frames.append(id3.COMM(encoding=UTF16, lang=language, desc="", text=[_lines(tags.summary)]))
    if tags.text:
        text = _cut_utf16(_lines(tags.text[:TEXT_BYTES]), TEXT_BYTES)  # a book has ten times that
        frames.append(id3.USLT(encoding=UTF16, lang=language, desc="", text=text))
    if tags.cues:
        timed = [(_lines(cue.text), cue.start) for cue in tags.cues]
        frames.append(
            id3.SYLT(encoding=UTF16, lang=language, format=2, type=1, desc="", text=timed)
        )
    if tags.picture:
        frames.append(id3.APIC(encoding=0, mime="image/jpeg", type=3, desc="", data=tags.picture))
    return frames


def _in_order(tag: bytes) -> bytes:
    """The same tag with its frames in our order: mutagen sorts them by size."""
    frames: list[bytes] = []
    position = 10
    while position < len(tag):
        end = position + 10 + int.from_bytes(tag[position + 4 : position + 8], "big")
        frames.append(tag[position:end])
        position = end
    frames.sort(key=_rank)
    return tag[:10] + b"".join(frames)


def _rank(frame: bytes) -> tuple[int, int]:
    """Its place by kind, and among chapters by time, which stands behind the name's NUL."""
    name = frame[:4].decode("ascii")
    time_at = frame.index(b"\0", 10) + 1 if name == "CHAP" else 0
    time = int.from_bytes(frame[time_at : time_at + 4], "big") if time_at else 0
    return ORDER.index(name), time


def read_tags(path: Path) -> Tags:
    """What the tag of an MP3 says; empty where there is none or the file cannot be read."""
    from mutagen import MutagenError
    from mutagen.id3 import ID3

    try:
        id3 = ID3(path, translate=False)
    except (MutagenError, OSError):
        return Tags()
    return Tags(
        title=_text_of(id3, "TIT2"),
        author=_text_of(id3, "TPE1"),
        site=_text_of(id3, "TPE2"),
        show=_text_of(id3, "TALB"),
        date=_date_of(_text_of(id3, "TYER"), _text_of(id3, "TDAT")) or _text_of(id3, "TDRC"),
        language=_text_of(id3, "TLAN"),
        url=next((frame.url for frame in id3.getall("WOAS")), None),
        summary=_text_of(id3, "COMM"),
        text=next((frame.text for frame in id3.getall("USLT")), None),
        source=_text_of(id3, f"TXXX:{SOURCE}"),
        voice=_text_of(id3, f"TXXX:{VOICE}"),
        chapters=_chapters_of(id3),
        cues=tuple(Cue(at, text) for it in id3.getall("SYLT") for text, at in it.text),
        picture=next((frame.data for frame in id3.getall("APIC")), None),
    )


def _text_of(id3: ID3, name: str) -> str | None:
    return next((str(frame.text[0]) for frame in id3.getall(name) if frame.text), None)


def _date_of(year: str | None, day: str | None) -> str | None:
    return f"{year}-{day[2:]}-{day[:2]}" if year and day else year


def _chapters_of(id3: ID3) -> tuple[Chapter, ...]:
    found = [
        Chapter(
            start=frame.start_time,
            title=next((str(it.text[0]) for it in frame.sub_frames.getall("TIT2")), ""),
            url=next((it.url for it in frame.sub_frames.getall("WXXX")), None),
        )
        for frame in id3.getall("CHAP")
    ]
    return tuple(sorted(found, key=lambda chapter: chapter.start))


def _lines(text: str) -> str:
    """Text without what ID3 cannot hold: NUL ends a string, half a character has no code."""
    return text.translate(_UNHOLDABLE).encode("utf-8", "replace").decode()


_UNHOLDABLE = dict.fromkeys({*range(0x20), 0x7F} - {0x09, 0x0A})


def _line(text: str | None) -> str:
    return " ".join(_lines((text or "").replace("\n", " ")).split())


def _title(text: str | None) -> str:
    """A title on one line; players that take titles for HTML would drop what is in `<…>`."""
    return _line(text).replace("<", "‹").replace(">", "›")


def _year(date: str | None) -> str:
    return date[:4] if date and re.match(r"\d{4}", date) else ""


def _day(date: str | None) -> str:
    """Day and month as `TDAT` has them: DDMM."""
    found = re.match(r"\d{4}-(\d\d)-(\d\d)", date or "")
    return found[2] + found[1] if found else ""


def _ascii_url(url: str) -> str:
    """An address in ASCII alone: the host in Punycode, all else percent-encoded."""
    try:
        parts = urlsplit(url)
        url = parts._replace(netloc=parts.netloc.encode("idna").decode()).geturl()
    except ValueError:  # no address, or no name of a host: then all is percent-encoded
        pass
    return quote(url, safe="%/:?#[]@!$&'()*+,;=~", errors="replace")


def _cut_utf8(text: str, size: int) -> str:
    if len(text.encode()) <= size:
        return text
    return text.encode()[: size - 3].decode("utf-8", "ignore").rstrip() + "…"


def _cut_utf16(text: str, size: int) -> str:
    if 2 * len(text) <= size and len(text.encode("utf-16-le")) <= size:
        return text
    kept = text.encode("utf-16-le")[: size - 2].decode("utf-16-le", "ignore")
    words = kept[: kept.rfind(" ", len(kept) - 100) + 1 or None]
    return words.rstrip() + "…"
