"""Plain texts of Project Gutenberg: where the book stands between its header and licence."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from narrate.reading.names import clean_author

if TYPE_CHECKING:
    from collections.abc import Sequence

    from narrate.article import Block

__all__ = ["ebook_bounds", "ebook_head"]

_MARK = re.compile(r"\*{3}\s?(START|END):? OF (?:THE|THIS) PROJECT GUTENBERG", re.IGNORECASE)
_FACT = re.compile(r"\b(Title|Author): ([^\n]+?)(?= (?:Author|Release Date|Editor):|\n|$)")


def ebook_bounds(blocks: Sequence[Block]) -> tuple[int, int]:
    """Find where the book begins and ends among the blocks; it begins at 0 if there is no header.

    The header ends, and the licence begins, with a line marked by three stars.
    """
    start, end = 0, len(blocks)
    for index, block in enumerate(blocks):
        mark = _MARK.match(block.text)
        if mark and mark[1].upper() == "START" and not start:
            start = index + 1
        elif mark and start:
            end = index
            break
    return start, end


def ebook_head(header: Sequence[Block]) -> tuple[str | None, str | None]:
    """Read title and author from the blocks of a header."""
    told = {
        match[1]: match[2].strip()
        for match in _FACT.finditer("\n".join(block.text for block in header))
    }
    return told.get("Title"), clean_author(told.get("Author", ""))
