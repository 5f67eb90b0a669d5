"""Footnotes: what a raised or bracketed mark leads to is a note, whatever it is called."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from narrate.reading.markup import name_of
from narrate.reading.raised import is_mark

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["mark_notes"]

_BRACKETED = re.compile(r"[\[(]\s*(?:\*?\d{1,3}|[a-z]|[*†‡§¶]{1,3})\s*[\])]\Z")
_NAMED = re.compile(
    r"#(?:_?(?:user-content-)?(?:fn|foot-?note|ftn|end-?note|edn|note|sdfootnote)\w*)", re.I
)
_HOLDERS = frozenset({"li", "p", "dd", "div", "aside", "section"})
_LONGEST = 3000


def mark_notes(body: _Element) -> None:
    """Give the role `doc-footnote` to every element that the mark of a note leads to.

    A table of contents has such links too: what they lead to stands before its mark, is a
    heading, or is long; a note is none of these.
    """
    targets = _targets(body)
    if not targets:
        return
    places = {name: each for each in body.iter() if name_of(each) for name in _ids(each)}
    for target in targets:
        element = places.get(target)
        holder = _holder(element) if element is not None else None
        if holder is not None and len("".join(holder.itertext())) <= _LONGEST:
            holder.set("role", "doc-footnote")


def _ids(element: _Element) -> list[str]:
    names = (element.get("id"), element.get("name") if element.tag == "a" else None)
    return [name for name in names if name]


def _targets(body: _Element) -> set[str]:
    """The ids that marks lead to."""
    found: dict[str, None] = {}
    sources: set[str] = set()
    for link in body.iter("a"):
        href = link.get("href") or ""
        if not href.startswith("#") or len(href) < 2:
            continue
        words = "".join(link.itertext()).strip()
        raised = link.find("sup") is not None or name_of(link.getparent()) == "sup"
        marked = bool(_BRACKETED.match(words)) or (
            bool(is_mark(words)) and (raised or bool(_NAMED.match(href)))
        )
        if marked and href[1:] not in sources:
            found[href[1:]] = None
            # The way back from a note is a link of the same kind: to where its mark stands.
            sources.update(name for each in (link, link.getparent()) for name in _ids(each))
    return set(found)


def _holder(element: _Element) -> _Element | None:
    each: _Element | None = element
    for _ in range(4):
        if each is None or name_of(each) in ("body", "article", "main", "ol", "ul", "table"):
            return None
        if name_of(each) in _HOLDERS:
            return each
        each = each.getparent()
    return None
