"""A page's text -> a tree in which every paragraph is an element of its own.

The only module that knows lxml's HTML parser for pages; its errors become ours here.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from narrate.errors import UnreadableArticle
from narrate.reading.markup import name_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element
    from lxml.html import HtmlElement

__all__ = ["BLOCK_NAMES", "body_of", "drop", "parsed_page", "wrap_loose_words"]

MAX_PAGE = 20_000_000
"""Characters of a page; the longest articles have some 2 MB with all their markup."""
_DEEPEST = 120
"""Elements deeper than this are dissolved; their words stay."""

BLOCK_NAMES = frozenset(
    """
    address article aside blockquote body caption center dd details div dl dt fieldset figcaption
    figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu ol p pre
    section summary table tbody td tfoot th thead tr ul
    """.split()  # noqa: SIM905 - easier to read as words
)
_MOST_ELEMENTS = 200_000
"""Of a page; a novel has some 10,000."""
_MOST_ATTRIBUTES = 3000
_LONG_TAG = re.compile(r"<([A-Za-z][A-Za-z0-9]{0,30})\s[^<>]{5000,}")
_AMP_PICTURE = re.compile(r"<amp-(?:img|anim)\b", re.IGNORECASE)
_STRUCTURE = frozenset({"html", "body", "table", "tbody", "thead", "tr", "td", "th", "ul", "ol"})
_TWO_BREAKS = re.compile(r"(?:<br\b[^<>]{0,80}>(?:\s|&nbsp;|&#160;)*){2,}", re.IGNORECASE)
_DECLARATION = re.compile(r"\A\s*<\?xml[^<>]*\?>")
# What no XML tree may hold, as characters and as references: lxml reads it, but never sets it.
_CONTROLS = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]"
    r"|&#0*(?:[0-8]|1[124-9]|2\d|3[01])(?!\d);?|&#x0*(?:[0-8bcef]|1[0-9a-f])(?![0-9a-f]);?",
    re.IGNORECASE,
)


def parsed_page(text: str, name: str) -> HtmlElement:
    """Parse a page; `name` is for messages.

    Two line breaks in a row become a paragraph's end. Entities are never loaded. Raises
    UnreadableArticle for what is too long, nested too deeply or empty.
    """
    from lxml import etree, html  # only pages need it

    if len(text) > MAX_PAGE:
        raise UnreadableArticle(f"{name} is longer than {MAX_PAGE // 1_000_000} MB: no article is.")
    text = _CONTROLS.sub(" ", text)
    text = _DECLARATION.sub("", text)
    text = _AMP_PICTURE.sub("<img", text)
    text = _LONG_TAG.sub(_shortened, _TWO_BREAKS.sub("</p><p>", text))
    for huge in (False, True):
        parser = html.HTMLParser(huge_tree=huge, no_network=True, remove_pis=True)
        try:
            tree = html.document_fromstring(text, parser=parser, ensure_head_body=True)
        except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
            raise UnreadableArticle(f"{name} holds no HTML that can be read ({error}).") from error
        if sum(1 for _ in tree.iter()) > _MOST_ELEMENTS:
            raise UnreadableArticle(
                f"{name} has more than {_MOST_ELEMENTS:,} parts: no article has."
            )
        if not any("depth" in entry.message for entry in parser.error_log):
            return _flat(tree) if huge else tree
    raise UnreadableArticle(f"{name} has its tags nested thousands deep: that is no article.")


def _shortened(tag: re.Match[str]) -> str:
    """Take the attributes off a tag that has thousands: reading them takes quadratic time."""
    return tag[0] if tag[0].count("=") < _MOST_ATTRIBUTES else f"<{tag[1]} "


def _flat(tree: HtmlElement) -> HtmlElement:
    """Dissolve what is nested deeper than any page needs."""
    from lxml.etree import iterwalk  # as above

    deep, depth = [], 0
    for event, element in iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if event == "end" and depth >= _DEEPEST and name_of(element) not in _STRUCTURE:
            deep.append(element)
    for element in deep:
        element.drop_tag()
    return tree


def body_of(tree: HtmlElement) -> HtmlElement:
    """Return the `body`, or the whole tree if it has none."""
    return next(iter(tree.iter("body")), tree)


def drop(element: _Element) -> None:
    """Take an element out of its tree; the words after it stay."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        before = element.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
        element.tail = None
    parent.remove(element)


def wrap_loose_words(root: _Element) -> set[_Element]:
    """Give words that stand beside blocks a paragraph of their own.

    Returns the elements that hold blocks; every other element with words is in one paragraph.
    """
    holders = _holders(root)
    for element in list(holders):
        if name_of(element) not in ("table", "tbody", "thead", "tfoot", "tr", "pre"):
            _wrap_inside(element, holders)
    return holders


def _holders(root: _Element) -> set[_Element]:
    """Find all elements that have a block inside."""
    found: set[_Element] = {root}
    for element in root.iter():
        if name_of(element) in BLOCK_NAMES:
            parent = element.getparent()
            while parent is not None and parent not in found and element is not root:
                found.add(parent)
                parent = parent.getparent()
    return found


def _wrap_inside(holder: _Element, holders: set[_Element]) -> None:
    for run in list(_runs(holder, holders)):
        _wrap(holder, *run)


def _runs(
    holder: _Element, holders: set[_Element]
) -> Iterator[tuple[_Element | None, list[_Element]]]:
    """Find the inline parts between blocks: after which block each begins, and its elements."""
    before: _Element | None = None
    run: list[_Element] = []
    words = (holder.text or "").strip() != ""
    for child in holder:
        if name_of(child) in BLOCK_NAMES or child in holders:
            if words:
                yield before, run
            before, run = child, []
            words = (child.tail or "").strip() != ""
        else:
            run.append(child)
            words = words or bool((child.tail or "").strip()) or _has_words(child)
    if words:
        yield before, run


def _has_words(element: _Element) -> bool:
    return bool(name_of(element)) and any(text.strip() for text in element.itertext())


def _wrap(holder: _Element, before: _Element | None, run: list[_Element]) -> None:
    paragraph = holder.makeelement("p", {})
    if before is None:
        paragraph.text, holder.text = holder.text, None
        place = 0
    else:
        paragraph.text, before.tail = before.tail, None
        place = holder.index(before) + 1
    for element in run:
        paragraph.append(element)  # its tail goes with it
    holder.insert(place, paragraph)
