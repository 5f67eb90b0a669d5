"""The folder as a library: which of its files are episodes and sidecars, and what they hold.

Nothing but the folder is asked, and the tags of its MP3s. No path is ever made of what somebody
asks for: a name counts only where the folder's own listing has it.
"""

from __future__ import annotations

import contextlib
import os
import threading
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from narrate.headline import read_headline
from narrate.tags import read_tags

if TYPE_CHECKING:
    from collections.abc import Container

    from narrate.tags import Tags

__all__ = ["MEDIA_TYPES", "Entry", "Library"]

MEDIA_TYPES = {
    ".mp3": "audio/mpeg",
    ".vtt": "text/vtt; charset=utf-8",
    ".srt": "application/x-subrip; charset=utf-8",
}
"""By ending, what is served of a folder. The machine's registry of types is not asked."""


_State = tuple[int, int]
"""When a file last changed, and its size."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One episode, as a list shows it."""

    name: str
    """The file name without its ending."""
    file: str
    """The MP3's file name."""
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


class Library:
    """What a folder holds now. Any thread may ask."""

    def __init__(self, folder: Path) -> None:
        self._folder = Path(os.path.realpath(folder))
        self._lock = threading.Lock()
        self._known: dict[str, tuple[_State, Entry | None]] = {}

    @property
    def folder(self) -> Path:
        """Where it is, with every link followed."""
        return self._folder

    def entries(self) -> list[Entry]:
        """Every episode, the one that was saved last first; what has no sound is none yet.

        Only MP3s that are new or changed since the last call are read. Raises OSError where the
        folder cannot be listed.
        """
        with self._lock:
            files = self._files()
            episodes = [it for it in files.values() if _is_mp3(it.name) and self._may_be_had(it)]
            self._known = {it.name: seen for it in episodes if (seen := self._seen(it))}
        listed = [_with_sidecars(entry, files) for _, entry in self._known.values() if entry]
        return sorted(listed, key=lambda entry: (-entry.changed, entry.name))

    def changed(self) -> float:
        """When anything in the folder last came, went or changed, in seconds since 1970.

        Raises OSError where the folder cannot be listed.
        """
        times = [self._folder.stat().st_mtime]
        for file in self._files().values():
            with contextlib.suppress(OSError):  # it went since it was listed
                times.append(file.stat().st_mtime)
        return max(times)

    def find(self, file_name: str) -> Path | None:
        """The path of an episode or of a sidecar, or None where it is none.

        Raises OSError where the folder cannot be listed.
        """
        files = self._files()
        file = files.get(file_name)
        if file is None or _ending(file_name) not in MEDIA_TYPES or not self._may_be_had(file):
            return None
        has_episode = _stem(file_name) in {_stem(name) for name in files if _is_mp3(name)}
        return self._folder / file_name if has_episode else None

    def episode(self, name: str) -> Path | None:
        """The path of the MP3 of that name without its ending, or None."""
        files = sorted(file for file in self._files() if _is_mp3(file) and _stem(file) == name)
        return self.find(files[0]) if files else None

    def tags(self, name: str) -> Tags | None:
        """All that an episode's tags hold, or None where there is no such episode."""
        path = self.episode(name)
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

    def _may_be_had(self, file: os.DirEntry[str]) -> bool:
        """Whether it is a file, and no link that leads out of the folder."""
        try:
            return file.is_file() and (
                not file.is_symlink()
                or Path(os.path.realpath(file.path)).is_relative_to(self._folder)
            )
        except OSError:
            return False

    def _seen(self, file: os.DirEntry[str]) -> tuple[_State, Entry | None] | None:
        """What is known of a file, and of which state of it; read where that is another now."""
        path = Path(file.path)
        try:
            facts = path.stat()
            known = self._known.get(file.name)
            state = facts.st_mtime_ns, facts.st_size
            return known if known and known[0] == state else (state, _entry_of(path, facts))
        except OSError:  # it went since it was listed, or is not ours to read
            return None


def _with_sidecars(entry: Entry, files: Container[str]) -> Entry:
    beside = (f"{entry.name}{ending}" for ending in (".srt", ".vtt"))
    return replace(entry, sidecars=tuple(name for name in beside if name in files))


def _entry_of(path: Path, facts: os.stat_result) -> Entry | None:
    headline = read_headline(path)
    if headline is None:
        return None
    tags = headline.tags
    return Entry(
        name=path.stem,
        file=path.name,
        size=facts.st_size,
        changed=facts.st_mtime_ns,
        sidecars=(),
        seconds=round(headline.seconds, 3),
        title=tags.title,
        author=tags.author,
        site=tags.site,
        date=tags.date,
        language=tags.language,
        url=tags.url,
    )


def _is_plain(name: str) -> bool:
    """No dot file, and a name that can be written in an address and in JSON."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return not name.startswith(".")


def _is_mp3(name: str) -> bool:
    return _ending(name) == ".mp3"


def _ending(name: str) -> str:
    return Path(name).suffix.lower()


def _stem(name: str) -> str:
    return Path(name).stem
