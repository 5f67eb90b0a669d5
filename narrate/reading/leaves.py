"""The paragraphs of a page: every element that holds words and no block, and what it is like."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from narrate.reading.markup import name_of, roles_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

__all__ = ["HEADINGS", "Leaf", "is_dense", "is_link_line", "leaves_of"]

_KEY = re.compile(r"[\W_]+")
_DENSE = re.compile(r"[\u3040-\u9fff\uac00-\ud7af]")
_ENDED = re.compile(r"[.!?…。！？।؟:;：；]['\"”’»)）」』\]]*\s*$")
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_NOTES = frozenset(
    """
    footnote endnote doc-footnote doc-endnote footnotes endnotes doc-endnotes doc-footnotes
    rearnote rearnotes
    """.split()  # noqa: SIM905 - easier to read as words
)
_ITEMS = frozenset({"li", "dd", "dt"})


@dataclass(slots=True)
class Leaf:
    """A paragraph, heading, item, cell or the like, with what tells whether it is the article's."""

    element: _Element
    name: str
    text: str
    linked: int
    weight: int
    """Its length in letters; a Chinese, Japanese or Korean sign says as much as three."""
    voted: bool = False
    kept: bool = False
    note: bool = False
    aside: bool = False
    """Whether it stands in a part with many links, of which hardly anything was voted for."""

    @property
    def key(self) -> str:
        """Its letters and digits alone, for comparing."""
        return _KEY.sub("", self.text).casefold()

    @property
    def sentence_end(self) -> bool:
        """Whether it ends with a mark that ends sentences."""
        return bool(_ENDED.search(self.text[-20:]))

    @property
    def sentence(self) -> bool:
        """Whether it may well be running text: it ends as a sentence or is long, and few links."""
        length = len(self.text)
        return self.linked * 2 <= length and (
            (length >= 20 and self.sentence_end) or length >= 120 or is_dense(self.text)
        )


def leaves_of(body: _Element, holders: set[_Element]) -> Iterator[Leaf]:
    """Find all elements that hold words and no block."""
    from lxml.etree import iterwalk  # whoever has a tree has loaded it

    links = notes = 0
    walk = iterwalk(body, events=("start", "end"))
    for event, element in walk:
        if not name_of(element):
            continue
        if element in holders and element.tag != "figcaption":
            step = 1 if event == "start" else -1
            links += step * (element.tag == "a")
            notes += step * _is_note(element)
        elif event == "start":
            walk.skip_subtree()
            leaf = _leaf_of(element)
            if leaf is not None:
                leaf.linked = len(leaf.text) if links else leaf.linked
                leaf.note = bool(notes) or _is_note(element)
                yield leaf


def _leaf_of(element: _Element) -> Leaf | None:
    """Weigh a paragraph; None if it has no words, or goes with a picture."""
    text = " ".join("".join(element.itertext()).split())
    if not text or (name_of(element) == "figcaption" and _captions_picture(element)):
        return None
    linked = sum(
        len("".join(each.itertext()).strip())
        for each in element.iter("a")
        if not (each.get("href") or "#").startswith("#")
    )
    weight = len(text) + 2 * len(_DENSE.findall(text))
    return Leaf(element, name_of(element), text, linked, weight)


def _captions_picture(caption: _Element) -> bool:
    figure = next(caption.iterancestors("figure"), None)
    return figure is not None and any(True for _ in figure.iter("img"))


def _is_note(element: _Element) -> bool:
    return not _NOTES.isdisjoint(roles_of(element))


def is_dense(text: str) -> bool:
    """Whether a text is in a script that needs few signs, and long enough for a sentence."""
    return len(_DENSE.findall(text[:2000])) >= 15


def is_link_line(leaf: Leaf) -> bool:
    """Whether a short line is links and hardly more, and no sentence."""
    if leaf.name in HEADINGS or leaf.linked < 0.6 * len(leaf.text) or len(leaf.text) >= 300:
        return False
    links = [each for each in leaf.element.iter("a") if "".join(each.itertext()).strip()]
    if len(links) >= 2 and leaf.name not in _ITEMS:
        between = len(leaf.text) - leaf.linked
        return between <= 4 * len(links)
    whole = leaf.linked >= 0.8 * len(leaf.text)
    return whole and len(leaf.text) < 200 and leaf.name not in _ITEMS and not leaf.sentence_end
