"""What was written: an article, as a reader of any form finds it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = ["Article", "Block", "BlockKind", "Link"]

BlockKind = Literal["paragraph", "heading", "item", "quote", "code", "table", "picture", "note"]


@dataclass(frozen=True, slots=True)
class Link:
    """A link inside a block."""

    text: str
    """The linked words, as they stand in the block's text."""
    url: str
    """The absolute target."""
    start: int
    """Where the linked words begin, in characters of the block's text."""


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, heading, list item or the like, as plain text without markup.

    Marks of the form it came in are gone (`**bold**`, `<em>`, `[text](target)`), and so are
    linked or superscript note references; everything else stands as it was written.
    """

    kind: BlockKind
    text: str
    level: int | None = None
    """Of a heading: 1 (the largest) to 6. Of a list item: its depth from 1. Else None."""
    number: str | None = None
    """Of a numbered list item or a note: its number as written, without a stop."""
    language: str | None = None
    """The block's own language (BCP 47) where the source or detection tells it apart."""
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Article:
    """What was written, in reading order; what the source does not tell is None."""

    title: str | None
    blocks: tuple[Block, ...]
    """The body: neither the title nor the dek nor what became author, site or url."""
    dek: str | None = None
    """The subtitle or standfirst."""
    author: str | None = None
    """Who wrote it, a bare name: no "By"."""
    site: str | None = None
    """Where it stood: the site's own name, else its host without `www.`."""
    url: str | None = None
    """The article's own (canonical) address."""
    date: str | None = None
    """When it was published, as ISO 8601: `2026-03-01`."""
    language: str | None = None
    """BCP 47, as given or detected on the body."""
    picture: str | None = None
    """Address or path of the article's lead image."""
