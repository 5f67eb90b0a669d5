"""Which paragraphs of a page are its article.

trafilatura votes for the ones it is sure of; they tell the element that holds the article. What
stands among them in that element is the article too, unless it looks like something else:
trafilatura drops short paragraphs, lists and headings that a listener would miss.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from narrate.reading.dom import body_of, drop, wrap_loose_words
from narrate.reading.leaves import HEADINGS, Leaf, is_dense, leaves_of
from narrate.reading.markup import name_of
from narrate.reading.trappings import GONE
from narrate.reading.voting import vote

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.etree import _Element

__all__ = ["main_part"]


def main_part(tree: _Element, url: str | None = None) -> _Element | None:
    """Take out of a page all that is not its article; return the element that holds it.

    The page's known trappings should be gone already. None if no text is left.
    """
    body = body_of(tree)
    holders = wrap_loose_words(body)
    leaves = list(leaves_of(body, holders))
    vote(leaves, tree, url)
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


def _vote_for_sentences(leaves: Sequence[Leaf]) -> None:
    """Without trafilatura's word: long paragraphs of sentences are the article."""
    for leaf in leaves:
        long = len(leaf.text) >= 80 or (is_dense(leaf.text) and len(leaf.text) >= 30)
        leaf.voted = leaf.sentence and long
    if not any(leaf.voted for leaf in leaves):
        for leaf in leaves:
            leaf.voted = leaf.sentence


def _holder_of(leaves: Sequence[Leaf], body: _Element) -> _Element:
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


def _mark_asides(leaves: Sequence[Leaf], holder: _Element) -> None:
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


def _choose(leaves: Sequence[Leaf]) -> None:
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


def _weighty_parents(leaves: Sequence[Leaf]) -> set[_Element]:
    """Elements with so many sentences that they are a part of the article nobody voted for."""
    voted = sum(len(leaf.text) for leaf in leaves if leaf.voted)
    held: dict[_Element, int] = {}
    for leaf in leaves:
        parent = leaf.element.getparent()
        if parent is not None and leaf.name == "p" and len(leaf.text) >= 40 and leaf.sentence:
            held[parent] = held.get(parent, 0) + len(leaf.text)
    return {parent for parent, length in held.items() if length * 4 >= voted}


def _belongs_inside(leaf: Leaf) -> bool:
    if leaf.name in HEADINGS:
        return False  # decided with what follows it
    if leaf.name == "pre":
        return True
    if leaf.element.getparent() is not None and leaf.name in ("td", "th"):
        return leaf.linked * 2 <= len(leaf.text)
    return leaf.sentence


def _keep_items(leaves: Sequence[Leaf]) -> None:
    """Keep or drop the items of a list together, with those of the lists in it."""
    lists: dict[_Element, list[Leaf]] = {}
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


def _keep_headings(leaves: Sequence[Leaf]) -> None:
    """Keep a heading inside the article if something that follows it is kept."""
    for place, leaf in enumerate(leaves):
        if leaf.name not in HEADINGS or leaf.kept:
            continue
        following = next(
            (each for each in leaves[place + 1 : place + 6] if each.name not in HEADINGS), None
        )
        leaf.kept = (
            following is not None
            and following.kept
            and not leaf.aside
            and (following.voted or leaf.linked * 2 <= len(leaf.text))
        )


def _drop_empty_headings(leaves: Sequence[Leaf], holder: _Element) -> None:
    """Drop headings under which nothing is left, though something was there."""
    state: dict[_Element, Leaf] = {leaf.element: leaf for leaf in leaves}
    heading: list[Leaf] = []
    lost = linked = False
    for element in holder.iter():
        lost = lost or element.get("class") == GONE
        leaf = state.get(element)
        if leaf is None:
            continue
        if leaf.name in HEADINGS:
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


def _drop_teasers(leaves: Sequence[Leaf]) -> None:
    """Drop what stands at the end as linked headings, each with a few words: other articles."""
    kept = [leaf for leaf in leaves if leaf.kept]
    end = len(kept)
    teasers = 0
    for place in range(len(kept) - 1, -1, -1):
        leaf = kept[place]
        if leaf.name in HEADINGS and leaf.linked * 2 > len(leaf.text):
            teasers += 1
            end = place
        elif leaf.name in HEADINGS and teasers:
            end = place
            break
        elif len(leaf.text) > 400 or (place + 1 < end and leaf.name not in HEADINGS):
            break
    dropped = sum(len(leaf.text) for leaf in kept[end:])
    if teasers >= 2 and dropped * 3 < sum(len(leaf.text) for leaf in kept):
        for leaf in kept[end:]:
            leaf.kept = leaf.note
