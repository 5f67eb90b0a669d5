"""Which paragraphs trafilatura takes for the article.

The only module that knows trafilatura.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from narrate.reading.leaves import is_link_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.etree import _Element

    from narrate.reading.leaves import Leaf

__all__ = ["vote"]

_LARGEST_VOTE = 3_000_000
"""Characters of a page that trafilatura is asked about: it takes some 2 s for each million."""
_MOST_ELEMENTS = 60_000
_KEY = re.compile(r"[\W_]+")
_VOTE_BLOCKS = frozenset(
    {
        "p",
        "head",
        "item",
        "quote",
        "cell",
        "code",
        "list",
        "table",
        "row",
        "fw",
        "lb",
        "div",
        "body",
        "main",
    }
)


def vote(leaves: Sequence[Leaf], tree: _Element, url: str | None) -> None:
    """Mark the paragraphs that trafilatura takes for the article."""
    lines = _lines_of_vote(tree, url, sum(len(leaf.text) for leaf in leaves), len(leaves))
    if not lines:
        return
    whole = "".join(lines)
    known = frozenset(lines)
    place = 0
    for leaf in leaves:
        key = leaf.key
        if not key:
            continue
        if key in known:
            leaf.voted = True
        elif len(key) >= 25:
            head, tail = key[:40], key[-40:]
            window = whole[max(0, place - 20_000) : place + len(key) + 20_000]
            leaf.voted = head in window and tail in window
        if leaf.voted and is_link_line(leaf):
            leaf.voted = False
        elif leaf.voted:
            place = max(place, whole.find(key[:60], max(0, place - 2000)))


def _lines_of_vote(tree: _Element, url: str | None, words: int, leaves: int) -> list[str]:
    if words > _LARGEST_VOTE or leaves > _MOST_ELEMENTS:
        return []
    import logging
    from copy import deepcopy

    import trafilatura  # heavy: 0.2 s

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # what it discards is no news
    document = trafilatura.bare_extraction(
        deepcopy(tree),
        url=url,
        favor_precision=True,
        include_comments=False,
        include_formatting=True,
        include_links=True,
    )
    if not isinstance(document, trafilatura.settings.Document) or document.body is None:
        return []
    lines: list[str] = []
    _gather(document.body, lines)
    return [key for line in lines if (key := _KEY.sub("", line).casefold())]


def _gather(body: _Element, lines: list[str]) -> None:
    """Write the voted text as lines, one a block."""
    from lxml.etree import iterwalk  # as above

    parts: list[str] = []

    def end_line() -> None:
        lines.append("".join(parts))
        parts.clear()

    for event, element in iterwalk(body, events=("start", "end")):
        block = element.tag in _VOTE_BLOCKS
        if block:
            end_line()
        if event == "start":
            parts.append(element.text or "")
        elif element is not body:
            parts.append(element.tail or "")
    end_line()
