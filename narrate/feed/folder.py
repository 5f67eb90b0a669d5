"""A folder of MP3s as episodes: which files count, and what each is in the feed."""

from __future__ import annotations

import datetime
import hashlib
import os
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote_from_bytes

from narrate.errors import WrongUsage
from narrate.feed.chapters import chapters_json
from narrate.feed.memory import Entry
from narrate.feed.rss import TRANSCRIPTS, Item, item_xml
from narrate.headline import read_headline

if TYPE_CHECKING:
    from collections.abc import Iterator

    from narrate.tags import Tags

__all__ = ["Shelf", "read_shelf"]

PLAIN = re.compile(r"[A-Za-z0-9._~-]+\.mp3")
"""File names that every player keeps as they are; others show `%20` (podboat, greg)."""
DAY = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")
GUID = re.compile("[0-9a-f]{32}")
UTC = datetime.timezone.utc


@dataclass(frozen=True, slots=True)
class Shelf:
    """The episodes of a folder."""

    entries: dict[str, Entry]
    """By the name of the MP3, in the order of these."""
    remarks: tuple[str, ...]
    """One sentence for each file that is left out or had better have another name."""


@dataclass(frozen=True, slots=True)
class _File:
    path: Path
    size: int
    changed: int
    """In nanoseconds since 1970."""
    transcripts: tuple[str, ...]

    @property
    def key(self) -> tuple[object, ...]:
        return (self.size, self.changed, *self.transcripts)


def read_shelf(folder: Path, base_url: str, known: dict[str, Entry]) -> Shelf:
    """Read the MP3s of a folder, of those that are known only what has changed.

    Left out are dot files, links that lead out of the folder, and what has no title or no
    sound. Raises WrongUsage where the folder cannot be listed.
    """
    entries: dict[str, Entry] = {}
    remarks = []
    for file in _files(folder):
        name = file.path.name
        entry = known.get(name)
        if entry is None or entry.key != file.key:
            entry, reason = _read(file, base_url)
            if entry is None:
                remarks.append(f"{file.path} is left out: {reason}.")
                continue
        if not PLAIN.fullmatch(name):
            remarks.append(f"{file.path}: some players mangle this name; {_plain(name)} is safe.")
        entries[name] = entry
    return Shelf(entries, tuple(it.encode("utf-8", "replace").decode() for it in remarks))


def _files(folder: Path) -> Iterator[_File]:
    """The MP3s in the order of their names without ending: `walk` before `walk-2`."""
    try:
        with os.scandir(folder) as listing:
            found = {it.name: it for it in listing if not it.name.startswith(".")}
    except OSError as error:
        raise WrongUsage(f"{folder} cannot be read as a folder: {error.strerror}.") from error
    for path in sorted((folder / name for name in found), key=lambda path: (path.stem, path.name)):
        if path.suffix.lower() == ".mp3" and _is_inside(found[path.name], folder):
            facts = found[path.name].stat()
            beside = tuple(it for it in TRANSCRIPTS if f"{path.stem}{it}" in found)
            yield _File(path, facts.st_size, facts.st_mtime_ns, beside)


def _is_inside(file: os.DirEntry[str], folder: Path) -> bool:
    """Whether it is a file, and not a link to one that somebody keeps elsewhere."""
    if not file.is_file():
        return False
    return not file.is_symlink() or Path(os.path.realpath(file)).is_relative_to(
        os.path.realpath(folder)
    )


def _read(file: _File, base_url: str) -> tuple[Entry | None, str]:
    """Make an MP3 an entry, or say why it is none."""
    try:
        headline = read_headline(file.path)
    except OSError as error:
        return None, (error.strerror or "it cannot be read").lower()
    if headline is None:
        return None, "there is no sound in it"
    tags = headline.tags
    if not (tags.title or "").strip():
        return None, "its tag has no title"
    published = _published(tags.date, file.changed)
    guid = _guid_of(tags)
    item = item_xml(
        Item(
            tags=tags,
            seconds=headline.seconds,
            guid=guid,
            published=published,
            size=file.size,
            url=base_url + quote_from_bytes(os.fsencode(file.path.name), safe="~"),
            transcripts=file.transcripts,
        )
    )
    entry = Entry(
        key=file.key,
        guid=guid,
        published=published.timestamp(),
        seconds=headline.seconds,
        language=tags.language,
        show=tags.show,
        item=item,
        chapters=chapters_json(tags.chapters) if tags.chapters else None,
    )
    return entry, ""


def _published(date: str | None, changed: int) -> datetime.datetime:
    """The day of the tag, as UTC; of a day that is still to come, when the file was saved.

    East of Greenwich a day begins before UTC's, so that a file of today may be hours older than
    its day. A file that is older by more than that has a date that was set by a program.
    """
    saved = datetime.datetime.fromtimestamp(changed // 10**9, UTC)
    now = datetime.datetime.now(UTC).replace(microsecond=0)
    day = _day_of(date) or saved
    is_early = saved < day < saved + datetime.timedelta(days=1)
    return min(saved if is_early or day > now else day, now)


def _day_of(date: str | None) -> datetime.datetime | None:
    found = DAY.match(date or "")
    if found is None:
        return None
    year, month, day = (int(part or 1) for part in found.groups())
    try:
        return datetime.datetime(year, month, day, tzinfo=UTC)
    except ValueError:  # 31 February
        return None


def _guid_of(tags: Tags) -> str:
    """What an episode is known by for good: 32 hexadecimal digits.

    As narrate's own tag has it, else made of the article's address, else of its title,
    author, site and series.
    """
    if tags.source and GUID.fullmatch(tags.source):
        return tags.source
    named = [tags.title, tags.author, tags.site, tags.show]
    known_by = [tags.source] if tags.source else [tags.url] if tags.url else named
    words = "\n".join(filter(None, known_by)).encode("utf-8", "replace")
    return hashlib.sha256(words).hexdigest()[:32]


def _plain(name: str) -> str:
    """A name like this one in letters that every player keeps."""
    letters = unicodedata.normalize("NFKD", Path(name).stem).encode("ascii", "ignore").decode()
    return f"{re.sub('[^A-Za-z0-9._~-]+', '-', letters).strip('-') or 'episode'}.mp3"
