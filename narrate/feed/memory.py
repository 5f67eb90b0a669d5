"""What is kept between runs of what was read of a folder, so that a new episode is quick.

One file a folder, in the platform's cache folder. It is replaced as a whole and holds its own
checksum: what is damaged, of another version or of another address counts as nothing, and what
cannot be kept is read again next time.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from dataclasses import dataclass, fields
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from narrate.feed.files import put
from narrate.spool import sweep
from narrate.store import cache_folder

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Entry", "recall", "remember"]

NAMES = ("utf-8", "surrogatepass")  # a file's name need not be text
FORM = 1  # count up with every change to what an entry holds or how an episode is written


@dataclass(frozen=True, slots=True)
class Entry:
    """One episode, ready for the feed."""

    key: tuple[object, ...]
    """The state of its files; another one means that it must be read anew."""
    guid: str
    published: float
    """In seconds since 1970."""
    seconds: float
    language: str | None
    show: str | None
    item: str
    """As it stands in the feed."""
    chapters: str | None
    """The JSON of its chapters, if it has any."""


def recall(folder: Path, base_url: str) -> dict[str, Entry]:
    """The entries of a folder by the names of their MP3s, as they were last remembered."""
    try:
        packed = _file(folder).read_bytes()
    except OSError:
        return {}
    head, _, body = packed.partition(b"\n")
    if head != _head(body, base_url):
        return {}
    rows: dict[str, list[Any]] = json.loads(body.decode(*NAMES))
    return {name: Entry(tuple(key), *rest) for name, (key, *rest) in rows.items()}


def remember(folder: Path, base_url: str, entries: dict[str, Entry]) -> None:
    """Keep the entries of a folder; what cannot be kept is none the worse."""
    row_of = attrgetter(*(field.name for field in fields(Entry)))
    rows = {name: row_of(entry) for name, entry in entries.items()}
    body = json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode(*NAMES)
    target = _file(folder)
    with contextlib.suppress(OSError):
        target.parent.mkdir(parents=True, exist_ok=True)
        sweep(target.parent)
        put(target, _head(body, base_url) + b"\n" + body)


def _file(folder: Path) -> Path:
    name = hashlib.sha256(os.fsencode(os.path.realpath(folder))).hexdigest()[:32]
    return cache_folder() / "feeds" / f"{name}.json"


def _head(body: bytes, base_url: str) -> bytes:
    return f"narrate feed {FORM} {hashlib.sha256(body).hexdigest()} {base_url}".encode()
