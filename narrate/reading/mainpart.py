"""Which paragraphs of a page are its article.

trafilatura votes for the ones it is sure of; they tell the element that holds the article. What
stands among them in that element is the article too, unless it looks like something else:
trafilatura drops short paragraphs, lists and headings that a listener would miss.

The only module that knows trafilatura.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from narrate.reading.dom import body_of, drop, wrap_loose_words
from narrate.reading.markup import name_of, roles_of
from narrate.reading.trappings import GONE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from lxml.etree import _Element

__all__ = ["main_part"]

_LARGEST_VOTE = 3_000_000
"""Characters of a page that trafilatura is asked about: it takes some 2 s for each million."""
_MOST_ELEMENTS = 60_000
_KEY = re.compile(r"[\W_]+")
_DENSE = re.compile(r"[\u3040-\u9fff\uac00-\ud7af]")
_ENDED = re.compile(r"[.!?…。！？।؟:;：；]['\"”’»)）」』\]]*\s*$")
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_NOTES = frozenset(
    """
    footnote endnote doc-footnote doc-endnote footnotes endnotes doc-endnotes doc-footnotes
    rearnote rearnotes
    """.split()  # noqa: SIM905 - easier to read as words
)
_ITEMS = frozenset({"li", "dd", "dt"})


@dataclass(slots=True)
class _Leaf:
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
            (length >= 20 and self.sentence_end) or length >= 120 or _is_dense(self.text)
        )


def main_part(tree: _Element, url: str | None = None) -> _Element | None:
    """Take out of a page all that is not its article; return the element that holds it.

    The page's known trappings should be gone already. None if no text is left.
    """
    body = body_of(tree)
    holders = wrap_loose_words(body)
    leaves = list(_leaves(body, holders))
    _vote(leaves, tree, url)
    if not any(leaf.voted for leaf in leaves):
        _vote_for_sentences(leaves)
    if not any(leaf.voted for leaf in leaves):
        return None
    holder = _holder_of(leaves, body)
    inside = [leaf for leaf in leaves if _is_inside(leaf.element, holder)]
    _mark_asides(inside, holder)
    _choose(inside)
    _drop_teasers(inside)
    _drop_empty_headings(inside, holder)
    for leaf in inside:
        if not leaf.kept:
            drop(leaf.element)
    return holder


def _leaves(body: _Element, holders: set[_Element]) -> Iterable[_Leaf]:
    """Find all elements that hold words and no block."""
    from lxml.etree import iterwalk  # whoever has a tree has loaded it

    links = notes = 0
    walk = iterwalk(body, events=("start", "end"))
    for event, element in walk:
        if not name_of(element):
            continue
        if element in holders:
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


def _leaf_of(element: _Element) -> _Leaf | None:
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
    return _Leaf(element, name_of(element), text, linked, weight)


def _captions_picture(caption: _Element) -> bool:
    figure = next(caption.iterancestors("figure"), None)
    return figure is not None and any(True for _ in figure.iter("img"))


def _is_note(element: _Element) -> bool:
    return not _NOTES.isdisjoint(roles_of(element))


def _vote(leaves: Sequence[_Leaf], tree: _Element, url: str | None) -> None:
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
        if leaf.voted and _is_link_line(leaf):
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
    if document is None or document.body is None:
        return []
    lines: list[str] = []
    _gather(document.body, lines)
    return [key for line in lines if (key := _KEY.sub("", line).casefold())]


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


def _vote_for_sentences(leaves: Sequence[_Leaf]) -> None:
    """Without trafilatura's word: long paragraphs of sentences are the article."""
    for leaf in leaves:
        long = len(leaf.text) >= 80 or (_is_dense(leaf.text) and len(leaf.text) >= 30)
        leaf.voted = leaf.sentence and long
    if not any(leaf.voted for leaf in leaves):
        for leaf in leaves:
            leaf.voted = leaf.sentence


def _is_dense(text: str) -> bool:
    """Whether a text is in a script that needs few signs, and long enough for a sentence."""
    return len(_DENSE.findall(text[:2000])) >= 15


def _holder_of(leaves: Sequence[_Leaf], body: _Element) -> _Element:
    """Find the lowest element that holds nearly all that was voted for."""
    total = 0
    held: dict[_Element, int] = {}
    for leaf in leaves:
        if leaf.voted:
            total += leaf.weight
            each: _Element | None = leaf.element.getparent()
            while each is not None:
                held[each] = held.get(each, 0) + leaf.weight
                each = each.getparent() if each is not body else None
    holder = body
    while True:
        best = max(holder, key=lambda child: held.get(child, 0), default=None)
        if best is None or held.get(best, 0) < 0.93 * total or name_of(best) == "p":
            return holder
        holder = best


def _is_inside(element: _Element, holder: _Element) -> bool:
    return element is holder or any(each is holder for each in element.iterancestors())


def _mark_asides(leaves: Sequence[_Leaf], holder: _Element) -> None:
    """Find the parts of the article's element that are lists of other articles, or the like."""
    weights: dict[_Element, list[int]] = {}
    for leaf in leaves:
        for each in leaf.element.iterancestors():
            if each is holder:
                break
            weight = weights.setdefault(each, [0, 0, 0, 0])
            weight[0] += 1
            weight[1] += len(leaf.text)
            weight[2] += leaf.linked
            weight[3] += len(leaf.text) if leaf.voted else 0
    asides = {
        each
        for each, (count, words, linked, voted) in weights.items()
        if count >= 2 and linked > 0.3 * words and voted < 0.25 * words
    }
    for leaf in leaves:
        leaf.aside = any(each in asides for each in leaf.element.iterancestors())


def _choose(leaves: Sequence[_Leaf]) -> None:
    """Decide for each paragraph in the article's element whether it is kept."""
    voted = [place for place, leaf in enumerate(leaves) if leaf.voted]
    first, last = voted[0], voted[-1]
    shapes = {_shape(leaves[place].element) for place in voted}
    weighty = _weighty_parents(leaves)
    for place, leaf in enumerate(leaves):
        if leaf.note or leaf.name == "figcaption":
            leaf.kept = leaf.note
        elif leaf.voted:
            leaf.kept = True
        elif leaf.aside:
            leaf.kept = False
        elif first < place < last:
            leaf.kept = _belongs_inside(leaf)
        else:
            alike = _shape(leaf.element) in shapes or leaf.element.getparent() in weighty
            leaf.kept = alike and leaf.sentence and len(leaf.text) >= 40
    _keep_items(leaves)
    _keep_headings(leaves)


def _shape(element: _Element) -> tuple[object, str, str]:
    """What paragraphs of one text have in common: their parent, name and class."""
    return element.getparent(), name_of(element), element.get("class") or ""


def _weighty_parents(leaves: Sequence[_Leaf]) -> set[_Element]:
    """Elements with so many sentences that they are a part of the article nobody voted for."""
    voted = sum(len(leaf.text) for leaf in leaves if leaf.voted)
    held: dict[_Element, int] = {}
    for leaf in leaves:
        parent = leaf.element.getparent()
        if parent is not None and leaf.name == "p" and len(leaf.text) >= 40 and leaf.sentence:
            held[parent] = held.get(parent, 0) + len(leaf.text)
    return {parent for parent, length in held.items() if length * 4 >= voted}


def _is_link_line(leaf: _Leaf) -> bool:
    """Whether a short line is links and hardly more, and no sentence."""
    if leaf.name in _HEADINGS or leaf.linked < 0.6 * len(leaf.text) or len(leaf.text) >= 300:
        return False
    links = [each for each in leaf.element.iter("a") if "".join(each.itertext()).strip()]
    if len(links) >= 2 and leaf.name not in _ITEMS:
        between = len(leaf.text) - leaf.linked
        return between <= 4 * len(links)
    whole = leaf.linked >= 0.8 * len(leaf.text)
    return whole and len(leaf.text) < 200 and leaf.name not in _ITEMS and not leaf.sentence_end


def _belongs_inside(leaf: _Leaf) -> bool:
    if leaf.name in _HEADINGS:
        return False  # decided with what follows it
    if leaf.name == "pre":
        return True
    if leaf.element.getparent() is not None and leaf.name in ("td", "th"):
        return leaf.linked * 2 <= len(leaf.text)
    return leaf.sentence


def _keep_items(leaves: Sequence[_Leaf]) -> None:
    """Keep or drop the items of a list together, with those of the lists in it."""
    lists: dict[_Element, list[_Leaf]] = {}
    for leaf in leaves:
        outermost = None
        for each in leaf.element.iterancestors("ul", "ol", "dl"):
            outermost = each
        if outermost is not None:
            lists.setdefault(outermost, []).append(leaf)
    parents = {leaf.element.getparent() for leaf in leaves if leaf.voted and leaf.name == "p"}
    for outermost, items in lists.items():
        words = sum(len(item.text) for item in items)
        kept = sum(len(item.text) for item in items if item.kept)
        linked = sum(item.linked for item in items)
        beside = outermost.getparent() in parents and linked < 0.3 * words
        few = linked < 0.8 * words or any(item.voted for item in items)
        if beside or (kept * 2 >= words and few):
            for item in items:
                item.kept = not item.aside or item.kept


def _keep_headings(leaves: Sequence[_Leaf]) -> None:
    """Keep a heading inside the article if something that follows it is kept."""
    for place, leaf in enumerate(leaves):
        if leaf.name not in _HEADINGS or leaf.kept:
            continue
        following = next(
            (each for each in leaves[place + 1 : place + 6] if each.name not in _HEADINGS), None
        )
        leaf.kept = (
            following is not None
            and following.kept
            and not leaf.aside
            and leaf.linked * 2 <= len(leaf.text)
        )


def _drop_empty_headings(leaves: Sequence[_Leaf], holder: _Element) -> None:
    """Drop headings under which nothing is left, though something was there."""
    state: dict[_Element, _Leaf] = {leaf.element: leaf for leaf in leaves}
    heading: list[_Leaf] = []
    lost = linked = False
    for element in holder.iter():
        lost = lost or element.get("class") == GONE
        leaf = state.get(element)
        if leaf is None:
            continue
        if leaf.name in _HEADINGS:
            while heading and (linked or (lost and leaf.name <= heading[-1].name)):
                heading.pop().kept = False
            heading = [*heading, leaf]
            lost = linked = False
        elif leaf.kept:
            heading, lost, linked = [], False, False
        else:
            lost = True
            linked = linked or leaf.linked * 2 > len(leaf.text)
    for leaf in heading:
        leaf.kept = False


def _drop_teasers(leaves: Sequence[_Leaf]) -> None:
    """Drop what stands at the end as linked headings, each with a few words: other articles."""
    kept = [leaf for leaf in leaves if leaf.kept]
    end = len(kept)
    teasers = 0
    for place in range(len(kept) - 1, -1, -1):
        leaf = kept[place]
        if leaf.name in _HEADINGS and leaf.linked * 2 > len(leaf.text):
            teasers += 1
            end = place
        elif leaf.name in _HEADINGS and teasers:
            end = place
            break
        elif len(leaf.text) > 400 or (place + 1 < end and leaf.name not in _HEADINGS):
            break
    dropped = sum(len(leaf.text) for leaf in kept[end:])
    if teasers >= 2 and dropped * 3 < sum(len(leaf.text) for leaf in kept):
        for leaf in kept[end:]:
            leaf.kept = leaf.note
