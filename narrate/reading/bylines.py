"""The line under a page's headline that tells who wrote it, where and when, marked up or not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from narrate.labels import BYLINE_WORDS
from narrate.reading.facts import Facts, facts_in, merged

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

__all__ = ["told_below_title"]

LONGEST = 200
"""A longer line tells more than facts (characters)."""
NEAR = 3
"""How many elements below the headline may be such a line."""


def told_below_title(tree: _Element) -> Facts:
    """Read the facts next below the only `h1` of a page, `2026-03-01 来源：… 作者：…`."""
    headings = list(tree.iter("h1"))
    found = Facts()
    if len(headings) != 1:
        return found
    for element in _below(headings[0]):
        parts = _parts(element)
        if sum(map(len, parts)) > LONGEST:
            continue
        # Marked up apart, each part tells one thing: source, date, a count of comments.
        told = [facts for part in parts if (facts := facts_in(part))]
        whole = None if told else facts_in(" ".join(parts))
        for facts in told or filter(None, [whole]):
            found = merged(found, facts)
    return found


def _parts(element: _Element) -> list[str]:
    """The texts inside an element, one each; a label that stands alone goes with the next."""
    parts: list[str] = []
    for text in element.itertext():
        part = " ".join(text.split())
        lone = bool(parts) and (
            parts[-1].endswith((":", "：")) or parts[-1].casefold() in BYLINE_WORDS
        )
        if lone and part:
            parts[-1] += f" {part}"
        elif part:
            parts.append(part)
    return parts


def _below(heading: _Element) -> Iterator[_Element]:
    """The elements after the headline, and after what holds nothing else."""
    parent = heading.getparent()
    for start in (heading, parent):
        if start is not None:
            siblings = [each for each in start.itersiblings() if isinstance(each.tag, str)]
            yield from siblings[:NEAR]
