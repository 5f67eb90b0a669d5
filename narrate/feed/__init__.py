"""The feed of a folder: `feed.xml`, made of the tags of its MP3s alone."""

from __future__ import annotations

from narrate.feed.chapters import chapters_json
from narrate.feed.show import Show, base_url_from, show_from
from narrate.feed.writing import Feed, feed_of, show_cover, write_feed

__all__ = [
    "Feed",
    "Show",
    "base_url_from",
    "chapters_json",
    "feed_of",
    "show_cover",
    "show_from",
    "write_feed",
]
