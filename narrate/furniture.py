"""Which blocks are the platform's furniture and not the article, and what kind of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from narrate.addresses import is_address
from narrate.notices import KINDS, Kind
from narrate.wording import has_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from narrate.article import Block

__all__ = ["furniture_in", "is_furniture"]

HEAD = 5
"""How many of the first blocks may be a platform's."""
TAIL = 8
"""How many of the last blocks may be a platform's."""


def furniture_in(blocks: Sequence[Block]) -> dict[int, str]:
    """Find the blocks that are not the article: their index, and the reason to skip them.

    A heading or a numbered item is never furniture; a long block only if it is a licence.
    """
    found = dict(_gutenberg(blocks))
    found.update(_torn_by_page_numbers(blocks))
    found.update(_contents(blocks))
    for index, block in enumerate(blocks):
        if index in found:
            continue
        near_an_end = index < HEAD or index >= len(blocks) - TAIL
        reason = _reason(block, near_an_end=near_an_end, last=index >= len(blocks) - 3)
        if reason:
            found[index] = reason
    return found


def is_furniture(text: str) -> bool:
    """Tell whether a line near an article's beginning or end is a platform's, not the article's."""
    return _kind_of(text.strip(), near_an_end=True) is not None


def _reason(block: Block, *, near_an_end: bool, last: bool) -> str | None:
    text = block.text.strip()
    if not has_words(text):
        return "picture" if block.kind == "picture" else "ornament"
    if block.kind not in ("paragraph", "item", "quote") or block.number:
        return "bare link" if block.kind == "note" and is_address(text) else None
    if last and _SIGNATURE.match(block.text):
        return "e-mail signature"
    if is_address(text) or _is_one_link(block):
        return "bare link"
    kind = _kind_of(text, near_an_end=near_an_end)
    return kind.reason if kind else None


def _kind_of(text: str, *, near_an_end: bool) -> Kind | None:
    if len(text) > _LONGEST or _SPEECH.search(text):
        return None
    for kind in KINDS:
        known = (near_an_end or kind.anywhere) and len(text) <= kind.longest
        if known and kind.pattern.match(text) and not (kind.terse and _SENTENCE.search(text)):
            return kind
    return None


def _is_one_link(block: Block) -> bool:
    """Whether a paragraph is nothing but a link that is no sentence: "More on tides"."""
    if block.kind != "paragraph" or len(block.links) != 1 or len(block.text) > 160:
        return False
    linked, text = block.links[0].text.strip(), block.text.strip()
    return text.strip(" .:>»→[]()") == linked.strip(" .:>»→[]()") and text[-1:] not in ".!?。！？"


def _torn_by_page_numbers(blocks: Sequence[Block]) -> Iterable[tuple[int, str]]:
    """Bare numbers that interrupt a sentence, which goes on in small letters after them."""
    for index in range(1, len(blocks) - 1):
        if re.fullmatch(r"\s*\d{1,4}\s*", blocks[index].text):
            before, after = blocks[index - 1].text.rstrip(), blocks[index + 1].text.lstrip()
            if before[-1:].isalnum() and after[:1].islower():
                yield index, "page number"


def _contents(blocks: Sequence[Block]) -> Iterable[tuple[int, str]]:
    """A table of contents: its heading, and lines that all are headings further down."""
    headings = {_bare(block.text) for block in blocks if block.kind == "heading"}
    for index, block in enumerate(blocks[:20]):
        if not _CONTENTS.fullmatch(block.text.strip()):
            continue
        rows = []
        for place in range(index + 1, len(blocks)):
            listed = blocks[place].kind in ("paragraph", "item")
            if not listed or not all(
                _bare(it) in headings for it in blocks[place].text.split("\n")
            ):
                break
            rows.append(place)
        if rows:
            yield from ((place, "table of contents") for place in (index, *rows))


def _bare(text: str) -> str:
    return re.sub(r"^[\d.\s]+|[\s.\d]+$", "", text).casefold()


_CONTENTS = re.compile(
    r"(?:table of )?contents|inhalt(?:sverzeichnis)?|sommaire|table des matières|índice|indice"
    r"|inhoud|spis treści|содержание|оглавление|зміст|içindekiler|目录|目錄|目次|차례|목차"
    r"|المحتويات|विषय सूची",
    re.IGNORECASE,
)


def _gutenberg(blocks: Sequence[Block]) -> Iterable[tuple[int, str]]:
    """Project Gutenberg's header and licence, which stand before and after two marked lines."""
    for index, block in enumerate(blocks):
        mark = _GUTENBERG.match(block.text)
        if mark and mark[1].upper() == "START":
            yield from ((place, "Project Gutenberg's header") for place in range(index + 1))
            yield from _transcriber(blocks, index + 1)
        elif mark:
            rest = range(index, len(blocks))
            yield from ((place, "Project Gutenberg's licence") for place in rest)
            return


def _transcriber(blocks: Sequence[Block], place: int) -> Iterable[tuple[int, str]]:
    for index, block in enumerate(blocks[place : place + 3], place):
        if len(block.text) <= 400 and _TRANSCRIBER.match(block.text):
            yield index, "Project Gutenberg's header"


_TRANSCRIBER = re.compile(
    r"[\[\s]*(?:(?:this )?e-?(?:text|book)(?: was)? )?"
    r"(?:produced|prepared|transcribed|scanned) (?:by|from)"
    r"|[\[\s]*transcriber['’]?s['’]? notes?:",
    re.IGNORECASE,
)
_GUTENBERG = re.compile(r"\*{3}\s?(START|END):? OF (?:THE|THIS) PROJECT GUTENBERG", re.IGNORECASE)
_SIGNATURE = re.compile(r"\s*--[ \u00a0]?\n")
_SPEECH = re.compile(r"[,.!?…，。！？][\"”»](?:\W|$)|[\"”»],? [–—] ?\w|^[\"“„«「『]")
_SENTENCE = re.compile(r"(?:[^\W\d_]\S* +){4}.*[^\W\d_]{3}[.!?]$", re.DOTALL)
_LONGEST = max(kind.longest for kind in KINDS)
