"""The folder as a library: which of its files are episodes and sidecars, and what they hold.

Nothing but the folder is asked, and the tags of its MP3s. No path is ever made of what somebody
asks for: a name counts only where the folder's own listing has it.
"""

from __future__ import annotations

import os
import threading
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from narrate.iso639 import TWO_TO_THREE
from narrate.server.lengths import seconds_of
from narrate.tags import read_tags

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from narrate.tags import Tags

__all__ = ["MEDIA_TYPES", "Entry", "Library"]

MEDIA_TYPES = {
    ".mp3": "audio/mpeg",
    ".vtt": "text/vtt; charset=utf-8",
    ".srt": "application/x-subrip; charset=utf-8",
}
"""By ending, what is served of a folder. The machine's registry of types is not asked."""

SHORTEST = {three: two for two, three in reversed(TWO_TO_THREE.items())}


@dataclass(frozen=True, slots=True)
class Entry:
    """One episode, as a list shows it."""

    name: str
    """The MP3's file name without its ending."""
    size: int
    """In bytes."""
    changed: int
    """When the MP3 last changed, in nanoseconds since 1970."""
    sidecars: tuple[str, ...]
    """The names of the files beside it that may be had: `walk.srt`, `walk.vtt`."""
    seconds: float
    title: str | None
    author: str | None
    site: str | None
    date: str | None
    """ISO 8601, at least the year."""
    language: str | None
    """BCP 47."""
    url: str | None
    """Where the article stands."""
    has_cover: bool


class Library:
    """What a folder holds now. Any thread may ask."""

    def __init__(self, folder: Path) -> None:
        self._folder = Path(os.path.realpath(folder))
        self._lock = threading.Lock()
        self._known: dict[str, Entry] = {}

    @property
    def folder(self) -> Path:
        """Where it is, with every link followed."""
        return self._folder

    def entries(self) -> list[Entry]:
        """Every episode, the newest file first.

        Only MP3s that are new or changed since the last call are read. Raises OSError where the
        folder cannot be listed.
        """
        with self._lock:
            files = self._files()
            self._known = {
                name: self._entry(name, file.stat(), _beside(name, files))
                for name in _names(files)
                if (file := self._checked(files.get(f"{name}.mp3")))
            }
            return sorted(self._known.values(), key=lambda entry: (-entry.changed, entry.name))

    def find(self, file_name: str) -> Path | None:
        """The path of an episode or of a sidecar, or None where it is none.

        Raises OSError where the folder cannot be listed.
        """
        name, dot, ending = file_name.rpartition(".")
        files = self._files()
        if f"{dot}{ending}" not in MEDIA_TYPES or f"{name}.mp3" not in files:
            return None
        file = self._checked(files.get(file_name))
        return self._folder / file.name if file else None

    def tags(self, name: str) -> Tags | None:
        """All that an episode's tags hold, or None where there is no such episode."""
        path = self.find(f"{name}.mp3")
        return read_tags(path) if path else None

    def text(self, file_name: str) -> str | None:
        """What a sidecar says, or None where there is none or it cannot be read."""
        path = self.find(file_name)
        try:
            return path.read_text(encoding="utf-8-sig", errors="replace") if path else None
        except OSError:
            return None

    def _files(self) -> dict[str, os.DirEntry[str]]:
        with os.scandir(self._folder) as files:
            return {file.name: file for file in files if _is_plain(file.name)}

    def _checked(self, file: os.DirEntry[str] | None) -> os.DirEntry[str] | None:
        """The file, unless it is none, or a link that leads out of the folder."""
        try:
            if file is None or not file.is_file():
                return None
            if file.is_symlink() and not Path(os.path.realpath(file)).is_relative_to(self._folder):
                return None
        except OSError:
            return None
        return file

    def _entry(self, name: str, facts: os.stat_result, sidecars: tuple[str, ...]) -> Entry:
        known = self._known.get(name)
        if known and (known.changed, known.size) == (facts.st_mtime_ns, facts.st_size):
            return known if known.sidecars == sidecars else replace(known, sidecars=sidecars)
        return _entry_of(self._folder / f"{name}.mp3", facts, sidecars)


def _entry_of(path: Path, facts: os.stat_result, sidecars: tuple[str, ...]) -> Entry:
    tags = read_tags(path)
    return Entry(
        name=path.stem,
        size=facts.st_size,
        changed=facts.st_mtime_ns,
        sidecars=sidecars,
        seconds=round(seconds_of(path), 3),
        title=tags.title,
        author=tags.author,
        site=tags.site,
        date=tags.date,
        language=_as_bcp47(tags.language),
        url=tags.url,
        has_cover=tags.picture is not None,
    )


def _as_bcp47(code: str | None) -> str | None:
    """A tag's three letters in the two that HTML wants, where there are two."""
    return SHORTEST.get(code, code) if code else None


def _is_plain(name: str) -> bool:
    """No dot file, and a name that can be written in an address and in JSON."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return not name.startswith(".")


def _names(files: Iterable[str]) -> list[str]:
    return [file.removesuffix(".mp3") for file in files if file.endswith(".mp3")]


def _beside(name: str, files: Collection[str]) -> tuple[str, ...]:
    return tuple(f"{name}{ending}" for ending in (".srt", ".vtt") if f"{name}{ending}" in files)
