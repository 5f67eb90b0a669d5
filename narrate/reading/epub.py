"""EPUB -> Article: its chapters in spine order, each with its heading; notes last."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from narrate.article import Article, Block
from narrate.errors import UnreadableArticle
from narrate.reading.blocks import blocks_of
from narrate.reading.book import Book, Chapter, open_book
from narrate.reading.dates import iso_date
from narrate.reading.head import (
    clean_author,
    clean_title,
    host_of,
    same_words,
    without_repeated_title,
)
from narrate.reading.languages import language_tag
from narrate.reading.markup import name_of, types_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml.etree import _Element

__all__ = ["read_epub"]

# Parts of a book that nobody reads out, in the words of `epub:type`, `role`, EPUB 2's guide.
_LEFT_OUT = frozenset(
    """
    cover doc-cover titlepage title-page halftitlepage halftitle half-title toc doc-toc toc-brief
    landmarks page-list doc-pagelist loi lot loa lov index doc-index copyright-page copyright
    colophon doc-colophon imprint imprimatur bibliography doc-bibliography seriespage
    other-credits contributors acknowledgements-page promo ad
    """.split()  # noqa: SIM905 - easier to read as words
)
_RIGHTS = re.compile(r"©|\bISBN\b|[Aa]ll rights reserved|[Cc]opyright \d{4}|Все права защищены")
_MARK = re.compile(r"[\[(]?(?:\d{1,4}|[*†‡])[\])]?[.:]?\Z")
_NEAR_AN_END = 6


def read_epub(data: bytes, name: str = "The book") -> Article:
    """Read the bytes of an EPUB; `name` is for messages.

    Cover, title and copyright pages, contents and index are left out. The cover is told as its
    path inside the file. Raises UnreadableArticle if it is damaged, locked, too large or has no
    text.
    """
    book = open_book(data, name)
    title = clean_title(book.titles[0]) if book.titles else None
    texts: list[Block] = []
    notes: list[Block] = []
    for place, chapter in enumerate(book.chapters):
        near_an_end = place < _NEAR_AN_END or place >= len(book.chapters) - _NEAR_AN_END
        for block in _blocks_of_chapter(chapter, book, near_an_end=near_an_end):
            (notes if block.kind == "note" else texts).append(block)
    if not any(block.kind not in ("picture", "heading") for block in texts):
        raise UnreadableArticle(
            f"{name} holds no text: a book of pictures, perhaps; convert it with text recognition."
        )
    address = next(iter(book.addresses), None)
    return Article(
        title=title,
        blocks=(*without_repeated_title(texts, title), *notes),
        dek=book.titles[1] if len(book.titles) > 1 else None,
        author=_authors(book.authors),
        site=book.publisher or (host_of(address) if address else None),
        url=address,
        date=iso_date(book.date) if book.date else None,
        language=language_tag(book.language),
        picture=book.cover,
    )


def _authors(names: Iterable[str]) -> str | None:
    kept = dict.fromkeys(name for each in names if (name := clean_author(each)))
    return ", ".join(kept) or None


def _blocks_of_chapter(chapter: Chapter, book: Book, *, near_an_end: bool) -> list[Block]:
    body = next((each for each in chapter.root.iter("{*}body", "body")), chapter.root)
    kinds = chapter.types | set(types_of(body))
    if not kinds.isdisjoint(_LEFT_OUT):
        return []
    _mark_parts(body)
    blocks = list(blocks_of(body, language=language_tag(book.language)))
    if chapter.aside:
        return [block for block in blocks if block.kind == "note"]
    texts = [block for block in blocks if block.kind not in ("note", "picture")]
    if not texts or (near_an_end and (_is_rights(texts) or _is_title_page(texts, book))):
        return [block for block in blocks if block.kind == "note"]
    if _is_contents(body, texts):
        return []
    return _without_empty_headings(_with_heading(blocks, chapter.label))


def _mark_parts(body: _Element) -> None:
    """Hide what is left out inside a document, and mark notes that are not marked as such."""
    for element in body.iter():
        if not name_of(element):
            continue
        if element is not body and not _LEFT_OUT.isdisjoint(types_of(element)):
            element.set("hidden", "")
        elif name_of(element) in ("p", "li", "div", "dd") and _begins_with_way_back(element):
            element.set("role", "doc-footnote")


def _begins_with_way_back(element: _Element) -> bool:
    """Whether a paragraph begins with a linked number, as a note at the end of a book does."""
    each: _Element | None = element
    for _ in range(4):
        if each is None or (each.text or "").strip() not in ("", "[", "("):
            return False
        each = next((child for child in each if name_of(child)), None)
        if each is not None and name_of(each) == "a" and (each.get("href") or ""):
            words = "".join(each.itertext()).strip()
            whole = "".join(element.itertext()).strip()
            led_back = "#" in (each.get("href") or "") and bool(_MARK.match(words))
            return led_back and len(whole) > len(words) + 2
        if each is not None and name_of(each) in ("p", "li", "div", "dd"):
            return False
    return False


def _is_rights(texts: list[Block]) -> bool:
    """Tell a copyright page: short, and with the words that law wants."""
    whole = "\n".join(block.text for block in texts)
    return len(whole) <= 4000 and len(_RIGHTS.findall(whole)) >= (1 if len(whole) < 600 else 2)


def _is_title_page(texts: list[Block], book: Book) -> bool:
    """Tell a page that says no more than title, authors and publisher."""
    told = (*book.titles, *book.authors, book.publisher or "")
    rest = [
        block.text
        for block in texts
        if not any(same_words(block.text, known) for known in told)
        and not any(author and author in block.text for author in book.authors)
    ]
    return len(rest) < len(texts) and sum(map(len, rest)) <= 60


def _is_contents(body: _Element, texts: list[Block]) -> bool:
    """Tell a page of contents: hardly more than links to other parts of the book."""
    linked = [
        "".join(each.itertext())
        for each in body.iter("{*}a", "a")
        if each.get("href") and "://" not in (each.get("href") or "")
    ]
    length = sum(len(block.text) for block in texts)
    return len(linked) >= 4 and sum(map(len, linked)) >= 0.7 * length


def _with_heading(blocks: list[Block], label: str | None) -> list[Block]:
    """Give a chapter the heading that only the table of contents knows."""
    if not label or any(block.kind == "heading" for block in blocks[:8]):
        return blocks
    heading = Block("heading", label, level=1)
    first = next((block for block in blocks if block.kind != "picture"), None)
    if first is not None and first.kind == "paragraph" and same_words(first.text, label):
        return [heading if block is first else block for block in blocks]
    return [heading, *blocks]


def _without_empty_headings(blocks: list[Block]) -> list[Block]:
    """Drop the headings of what is only notes: the notes get one of their own."""
    kept: list[Block] = []
    notes = texts = False
    for block in reversed(blocks):
        if block.kind == "heading":
            if notes and not texts:
                continue
            notes = texts = False
        elif block.kind == "note":
            notes = True
        else:
            texts = True
        kept.append(block)
    return kept[::-1]
