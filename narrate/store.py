"""Clips already spoken, by content, in the platform's cache folder.

One small file a clip, named by what was asked. It is written whole or not at all and checked
when it is read, so that any number of runs may share the folder and any of them may be
killed. What cannot be read is a miss; what cannot be written is not kept: neither is an error.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from narrate.engine import Clip, voice_for

if TYPE_CHECKING:
    from collections.abc import Iterator

    from narrate.engine import Engine

__all__ = ["Contents", "Store", "cache_folder", "key_of"]

_FORMAT = b"narrate clip 1 "
_LIMIT = 1_000_000_000
_ROOM = 0.9
"""A store that is full is emptied to this part, so that it is not full again at once."""
_ABANDONED_S = 3600.0
"""A half-written file of this age has nobody who writes it."""


def cache_folder() -> Path:
    """Where clips are kept: NARRATE_CACHE_DIR, else the platform's folder for caches.

    That is `$XDG_CACHE_HOME/narrate` or `~/.cache/narrate` (XDG Base Directory
    Specification), `~/Library/Caches/narrate` on macOS, and `narrate/Cache` in
    `%LOCALAPPDATA%` on Windows.
    """
    if given := os.environ.get("NARRATE_CACHE_DIR"):
        return Path(given)
    try:
        home = Path.home()
    except RuntimeError:  # an account without a home: nothing can be kept below this
        return Path(os.devnull, "narrate")
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or home / "AppData/Local", "narrate", "Cache")
    if sys.platform == "darwin":
        return home / "Library/Caches/narrate"
    caches = Path(os.environ.get("XDG_CACHE_HOME", ""))
    return (caches if caches.is_absolute() else home / ".cache") / "narrate"


def key_of(engine: Engine, text: str, language: str) -> str:
    """Name a clip by all that decides how it sounds; 64 hexadecimal digits.

    Raises UnknownLanguage if the engine does not speak it.
    """
    asked = [engine.name, engine.version, voice_for(engine, language), text]
    return hashlib.sha256(json.dumps(asked).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Contents:
    """How much a store holds."""

    clips: int
    size: int
    """In bytes."""


class Store:
    """A folder of clips, shared with every other run; safe to use from many threads."""

    def __init__(
        self, folder: Path | None = None, *, limit: int = _LIMIT, reads: bool = True
    ) -> None:
        """Use `folder`, else the one of `cache_folder`; nothing is made before it is needed.

        It holds at most about `limit` bytes; what was used longest ago leaves first. With
        `reads` false it is as if empty, and what is put replaces what was there.
        """
        self.folder = (cache_folder() if folder is None else folder) / "clips"
        """Where the clips lie."""
        self.trouble: str | None = None
        """Why a clip could not be kept, in one sentence; None while all are."""
        self._limit = limit
        self._reads = reads
        self._lock = threading.Lock()
        self._room: int | None = None  # bytes; unknown until the folder is measured
        self._tidying = False

    def has(self, key: str) -> bool:
        """Whether `get` will probably find it; what it holds is not checked."""
        return self._reads and self._path(key).exists()

    def get(self, key: str) -> Clip | None:
        """Return a clip that was put, or None; a damaged one is removed."""
        if not self._reads:
            return None
        path = self._path(key)
        try:
            clip = _unpacked(path.read_bytes())
        except OSError:
            return None
        with contextlib.suppress(OSError):
            if clip is None:
                path.unlink()
            else:
                os.utime(path)  # its last use
        return clip

    def put(self, key: str, clip: Clip) -> None:
        """Keep a clip, whole or not at all; if it cannot be kept, `trouble` says why."""
        packed = _packed(clip)
        path = self._path(key)
        try:
            _write(path, packed)
        except OSError as error:
            if not path.exists():  # Windows refuses to replace what another run is reading
                self.trouble = f"Clips cannot be kept in {self.folder} ({error.strerror or error})."
            return
        self._grown(len(packed))

    def contents(self) -> Contents:
        """Count the clips and their bytes."""
        sizes = [size for _, size, _ in self._entries()]
        return Contents(len(sizes), sum(sizes))

    def clear(self) -> Contents:
        """Remove every clip, and nothing else that may lie in the folder; say how much left."""
        gone = [size for _, size, path in self._entries() if _removed(path)]
        for part in self._parts():
            _removed(part)
        with contextlib.suppress(OSError):
            for folder in [*self.folder.iterdir(), self.folder]:
                with contextlib.suppress(OSError):  # it holds what is not ours
                    folder.rmdir()
        self._room = None
        return Contents(len(gone), sum(gone))

    def _path(self, key: str) -> Path:
        return self.folder / key[:2] / f"{key[2:]}.clip"

    def _grown(self, size: int) -> None:
        """Measure the folder at the first clip put, and again whenever it should be full."""
        with self._lock:
            if self._room is not None:
                self._room -= size
            if self._tidying or (self._room is not None and self._room >= 0):
                return
            self._tidying = True
        try:
            self._tidy()
        finally:
            self._tidying = False

    def _tidy(self) -> None:
        entries = list(self._entries())
        total = sum(size for _, size, _ in entries)
        if total > self._limit:
            for _, size, path in sorted(entries):
                if total <= self._limit * _ROOM:
                    break
                if _removed(path):
                    total -= size
        for part in self._parts():
            with contextlib.suppress(OSError):
                if time.time() - part.stat().st_mtime > _ABANDONED_S:
                    part.unlink()
        with self._lock:
            self._room = self._limit - total

    def _entries(self) -> Iterator[tuple[float, int, Path]]:
        """All clips: when last used (seconds), bytes, place."""
        for path in self._files(".clip"):
            with contextlib.suppress(OSError):  # another run has just removed it
                facts = path.stat()
                yield facts.st_mtime, facts.st_size, path

    def _parts(self) -> Iterator[Path]:
        return self._files(".part")

    def _files(self, suffix: str) -> Iterator[Path]:
        with contextlib.suppress(OSError):
            for folder in self.folder.iterdir():
                with contextlib.suppress(OSError):
                    yield from (path for path in folder.iterdir() if path.suffix == suffix)


def _write(path: Path, data: bytes) -> None:
    """Write a file whole or not at all; two who write the same do not meet."""
    part = path.with_name(f"{path.stem}-{os.getpid()}-{threading.get_ident()}.part")
    try:
        try:
            part.write_bytes(data)
        except FileNotFoundError:
            part.parent.mkdir(parents=True, exist_ok=True)
            part.write_bytes(data)
        part.replace(path)
    except BaseException:
        _removed(part)
        raise


def _removed(path: Path) -> bool:
    try:
        path.unlink()
    except OSError:
        return False
    return True


def _packed(clip: Clip) -> bytes:
    """One line with a checksum of all that follows it, then the format, the rate, the audio."""
    body = f"{clip.encoding} {clip.rate or 0}\n".encode() + clip.data
    return _FORMAT + hashlib.sha256(body).hexdigest().encode() + b"\n" + body


def _unpacked(packed: bytes) -> Clip | None:
    head, _, body = packed.partition(b"\n")
    if head != _FORMAT + hashlib.sha256(body).hexdigest().encode():
        return None
    form, _, data = body.partition(b"\n")
    encoding, rate = form.split()
    return Clip(data, "mp3" if encoding == b"mp3" else "pcm", int(rate) or None)
