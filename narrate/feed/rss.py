"""The feed as XML: RSS 2.0 with what podcasts have added to it.

RSS: https://www.rssboard.org/rss-specification. Apple's names:
https://podcasters.apple.com/support/823-podcast-requirements. Podcasting 2.0:
https://github.com/Podcastindex-org/podcast-namespace. Chapters: https://podlove.org/simple-chapters.
Pure: no file, no clock.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from email.utils import format_datetime
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from narrate.feed.chapters import MEDIA_TYPE, SUFFIX
from narrate.feed.notes import MOST_BYTES, clock, notes_html

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from narrate.tags import Tags

__all__ = ["Channel", "Item", "feed_xml", "item_xml"]

NAMESPACES = {
    "xmlns:itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "xmlns:podcast": "https://podcastindex.org/namespace/1.0",
    "xmlns:psc": "http://podlove.org/simple-chapters",
    "xmlns:atom": "http://www.w3.org/2005/Atom",
}
ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold, section 2.2."""
TRANSCRIPTS = {".vtt": "text/vtt", ".srt": "application/x-subrip"}
"""In the order in which players look for them."""


@dataclass(frozen=True, slots=True)
class Channel:
    """What is said of the whole series."""

    title: str
    description: str
    author: str
    category: str
    language: str
    guid: str
    """The series' own, for good."""
    base_url: str
    """Where the folder is served, ending in `/`; empty where that is not known."""
    image: str
    """The cover's file name."""
    public: bool


@dataclass(frozen=True, slots=True)
class Item:
    """One episode."""

    tags: Tags
    seconds: float
    guid: str
    published: datetime
    size: int
    """Of the MP3, in bytes."""
    url: str
    """Of the MP3."""
    transcripts: tuple[str, ...]
    """The endings of the files that are there: `.vtt`."""


def feed_xml(channel: Channel, newest: datetime | None, items: Iterable[str]) -> bytes:
    """The whole feed; `items` are the episodes from `item_xml`, newest first."""
    rss = ET.Element("rss", {"version": "2.0", **NAMESPACES})
    _add_channel(rss, channel, newest)
    ET.indent(rss)
    head, foot, tail = ET.tostring(rss, "unicode").rpartition("\n  </channel>")
    text = "\n".join(['<?xml version="1.0" encoding="UTF-8"?>', head, *items])
    return f"{text}{foot}{tail}\n".encode()


def _add_channel(rss: ET.Element, channel: Channel, newest: datetime | None) -> None:
    top = ET.SubElement(rss, "channel")
    _add(top, "title", _title(channel.title))
    _add(top, "link", channel.base_url or ".")
    _add(top, "description", channel.description.encode()[:MOST_BYTES].decode("utf-8", "ignore"))
    _add(top, "language", channel.language)
    _add(top, "generator", "narrate")
    if newest is not None:
        _add(top, "lastBuildDate", format_datetime(newest))
    self_url = f"{channel.base_url}feed.xml"
    _add(top, "atom:link", href=self_url, rel="self", type="application/rss+xml")
    _add(top, "itunes:image", href=channel.base_url + channel.image)
    _add_category(top, channel.category)
    _add(top, "itunes:explicit", "false")
    _add(top, "itunes:author", channel.author)
    _add(top, "itunes:type", "episodic")
    _add(top, "podcast:guid", channel.guid)
    _add(top, "podcast:locked", "yes")
    if not channel.public:
        _add(top, "itunes:block", "Yes")
        _add(top, "podcast:block", "yes")
    image = _add(top, "image")
    _add(image, "url", channel.base_url + channel.image)
    _add(image, "title", _title(channel.title))
    _add(image, "link", channel.base_url or ".")


def _add_category(top: ET.Element, category: str) -> None:
    whole, _, part = (word.strip() for word in category.partition(">"))
    element = _add(top, "itunes:category", text=whole)
    if part:
        _add(element, "itunes:category", text=part)


def item_xml(item: Item) -> str:
    """One episode as it stands in the feed, on one line."""
    top = ET.Element("item")
    tags = item.tags
    _add(top, "title", _title(tags.title or ""))
    _add(top, "guid", item.guid, isPermaLink="false")
    _add(top, "pubDate", format_datetime(item.published))
    if tags.url and re.match("https?://", tags.url):
        _add(top, "link", tags.url)
    notes = notes_html(_legal(tags.summary or _head(tags)), tags.chapters)
    _add(top, "description", notes)
    _add(top, "enclosure", url=item.url, length=str(item.size), type="audio/mpeg")
    _add(top, "itunes:duration", str(max(1, round(item.seconds))))
    _add(top, "itunes:explicit", "false")
    if tags.author:
        _add(top, "itunes:author", tags.author)
    _add_sidecars(top, item)
    return ET.tostring(top, "unicode")


def _add_sidecars(top: ET.Element, item: Item) -> None:
    stem = item.url[: -len(".mp3")]
    for ending in item.transcripts:
        element = _add(top, "podcast:transcript", url=stem + ending, type=TRANSCRIPTS[ending])
        if item.tags.language:
            element.set("language", item.tags.language)
    if not item.tags.chapters:
        return
    _add(top, "podcast:chapters", url=stem + SUFFIX, type=MEDIA_TYPE)
    listed = _add(top, "psc:chapters", version="1.2")
    for chapter in item.tags.chapters:
        part = _add(listed, "psc:chapter", start=_precise(chapter.start), title=chapter.title)
        if chapter.url:
            part.set("href", _legal(chapter.url))


def _add(parent: ET.Element, name: str, content: str = "", /, **facts: str) -> ET.Element:
    element = ET.SubElement(parent, name, {key: _legal(value) for key, value in facts.items()})
    element.text = _legal(content) or None
    return element


def _legal(text: str) -> str:
    return ILLEGAL.sub("", text)


def _title(text: str) -> str:
    """A title on one line; AntennaPod would take `<…>` for HTML, and drop it."""
    return " ".join(text.split()).replace("<", "‹").replace(">", "›")


def _head(tags: Tags) -> str:
    return ", ".join(part for part in (tags.author, tags.site) if part)


def _precise(milliseconds: int) -> str:
    rest = milliseconds % 1000
    return clock(milliseconds) + (f".{rest:03}" if rest else "")
