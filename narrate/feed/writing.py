"""A folder of MP3s -> its feed, in memory or beside them."""

from __future__ import annotations

import datetime
import hashlib
import os
import re
import uuid
from collections import Counter
from dataclasses import dataclass, replace
from html import unescape
from typing import TYPE_CHECKING

from narrate.errors import WrongUsage
from narrate.feed.chapters import SUFFIX
from narrate.feed.files import put
from narrate.feed.folder import read_shelf
from narrate.feed.memory import Entry, recall, remember
from narrate.feed.rss import Channel, feed_xml
from narrate.spool import mapped, sweep

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from narrate.feed.show import Show

__all__ = ["Feed", "feed_of", "show_cover", "write_feed"]

NAME = "feed.xml"
TITLE = "Read aloud"
DESCRIPTION = "Articles worth reading, read aloud."
AUTHOR = "narrate"
PODCASTS = uuid.UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")
"""The namespace of podcast:guid:
https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/tags/guid.md"""
HEAD_BYTES = 100_000  # of a feed in which its own facts are looked for
DESIGN = "1"  # count up when drawn covers look different: their address changes with it
UTC = datetime.timezone.utc


@dataclass(frozen=True, slots=True)
class Feed:
    """The feed of a folder."""

    xml: bytes
    base_url: str
    """Where it says that the folder is served; empty where it does not know."""
    image: str
    """The file name of the show's cover."""
    title: str
    episodes: int
    seconds: float
    """How long all of them last."""
    chapters: dict[str, str]
    """By file name, the JSON of the chapters."""
    remarks: tuple[str, ...]
    """For the listener: a sentence for each file that is left out, or badly named."""


def feed_of(folder: Path, show: Show, base_url: str | None = None) -> Feed:
    """Compose the feed of a folder; nothing is written into it.

    `base_url` is where the folder is served, as `base_url_from` gives it. Without one it is
    taken from the `feed.xml` that is there, and so is always the series' own identity. Raises
    WrongUsage where the folder or the show's picture cannot be read.
    """
    before = _head_of(folder / NAME)
    base_url = _base_url_of(before) if base_url is None else base_url
    known = recall(folder, base_url)
    shelf = read_shelf(folder, base_url, known)
    if shelf.entries != known:
        remember(folder, base_url, shelf.entries)
    entries = shelf.entries
    ordered = sorted(_told_apart(entries).items(), key=lambda it: (-it[1].published, it[0]))
    channel = _channel(show, entries, base_url, _guid_of(before))
    newest = max((entry.published for entry in entries.values()), default=None)
    return Feed(
        xml=feed_xml(channel, _moment(newest), (entry.item for _, entry in ordered)),
        base_url=base_url,
        image=channel.image,
        title=channel.title,
        episodes=len(entries),
        seconds=sum(entry.seconds for entry in entries.values()),
        chapters={_beside(name): it.chapters for name, it in entries.items() if it.chapters},
        remarks=shelf.remarks,
    )


def write_feed(folder: Path, show: Show, base_url: str | None = None) -> Feed:
    """Write `feed.xml`, the chapters' files and the cover into a folder.

    Each file appears whole or not at all, and one that would stay the same is not touched; the
    feed comes last. Raises UnwritableTarget, and WrongUsage as `feed_of`.
    """
    feed = feed_of(folder, show, base_url)
    sweep(folder)
    for name, chapters in feed.chapters.items():
        _put(folder / name, chapters.encode())
    if not (folder / feed.image).exists():
        _put(folder / feed.image, show_cover(show, feed.title))
    _put(folder / NAME, feed.xml, flush=True)
    return feed


def show_cover(show: Show, title: str) -> bytes:
    """The cover of a show as a JPEG; raises WrongUsage where its own picture is none."""
    from narrate.cover import draw_show_cover, fit_show_cover  # Pillow takes a moment to load

    if show.image is None:
        return draw_show_cover(title, language=show.language)
    cover = fit_show_cover(_picture(show.image))
    if cover is None:
        raise WrongUsage(
            f"{show.image} cannot be a cover: it must be a JPEG, PNG or WebP "
            "of at least 300 pixels a side."
        )
    return cover


def _channel(show: Show, entries: dict[str, Entry], base_url: str, guid: str | None) -> Channel:
    title = show.title or _most((it.show for it in entries.values()), TITLE)
    return Channel(
        title=title,
        description=show.description or DESCRIPTION,
        author=show.author or AUTHOR,
        category=show.category,
        language=show.language or _most((it.language for it in entries.values()), "en"),
        guid=guid or _new_guid(base_url, entries),
        base_url=base_url,
        image=_image_name(show, title),
        public=show.public,
    )


def _most(values: Iterable[str | None], otherwise: str) -> str:
    counted = Counter(value for value in values if value)
    return min(counted, key=lambda value: (-counted[value], value), default=otherwise)


def _new_guid(base_url: str, entries: dict[str, Entry]) -> str:
    """As the standard makes it of the feed's address, without scheme; else of the first episode."""
    if base_url:
        return str(uuid.uuid5(PODCASTS, f"{base_url.split('://')[1]}{NAME}"))
    return str(uuid.uuid5(PODCASTS, next(iter(entries.values())).guid if entries else ""))


def _image_name(show: Show, title: str) -> str:
    """A name that changes with what is on the picture, so that players fetch the new one."""
    drawn_from = DESIGN.encode() + f"{show.language}\\n{title}".encode("utf-8", "replace")
    content = drawn_from if show.image is None else _picture(show.image)
    return f"cover-{hashlib.sha256(content).hexdigest()[:12]}.jpg"


def _picture(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise WrongUsage(f"{path} cannot be read: {error.strerror}.") from error


def _told_apart(entries: dict[str, Entry]) -> dict[str, Entry]:
    """Give every file but the first of the same article an identity of its own in the feed."""
    taken: set[str] = set()
    apart = {}
    for name, entry in entries.items():
        apart[name] = _renamed(entry, name) if entry.guid in taken else entry
        taken.add(entry.guid)
    return apart


def _renamed(entry: Entry, name: str) -> Entry:
    guid = f"{entry.guid}-{hashlib.sha256(os.fsencode(name)).hexdigest()[:8]}"
    item = entry.item.replace(f">{entry.guid}</guid>", f">{guid}</guid>", 1)
    return replace(entry, guid=guid, item=item)


def _beside(name: str) -> str:
    return name[: -len(".mp3")] + SUFFIX


def _moment(seconds: float | None) -> datetime.datetime | None:
    return None if seconds is None else datetime.datetime.fromtimestamp(seconds, UTC)


def _head_of(path: Path) -> str:
    """What a feed says before its first episode; nothing where there is none."""
    try:
        with path.open("rb") as file:
            return file.read(HEAD_BYTES).decode("utf-8", "replace").split("<item>")[0]
    except OSError:
        return ""


def _guid_of(head: str) -> str | None:
    found = re.search(r"<podcast:guid>([0-9a-f-]{36})</podcast:guid>", head)
    return found[1] if found else None


def _base_url_of(head: str) -> str:
    found = re.search(r'<atom:link href="(https?://[^"]*/)feed\.xml"', head)
    return unescape(found[1]) if found else ""


def _put(path: Path, content: bytes, *, flush: bool = False) -> None:
    with mapped(path):
        put(path, content, flush=flush)
