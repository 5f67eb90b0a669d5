"""HTML -> Article: a page's article block by block, and what the page tells of it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from narrate.article import Article, Block
from narrate.errors import UnreadableArticle
from narrate.reading.blocks import blocks_of
from narrate.reading.charset import page_text
from narrate.reading.dom import MAX_PAGE, body_of, parsed_page
from narrate.reading.head import (
    Facts,
    merged,
    same_words,
    without_facts,
    without_repeated_title,
)
from narrate.reading.mainpart import main_part
from narrate.reading.notes import mark_notes
from narrate.reading.pagehead import page_head
from narrate.reading.trappings import without_trappings
from narrate.reading.walls import refuse_wall, signs_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.etree import _Element

    from narrate.reading.pagehead import PageHead

__all__ = ["read_html"]

_LONGEST_DEK = 500
_LONGEST_TITLE = 150
_FEW = 250
"""Fewer characters make it worth looking at the page again, believing less of its names."""
_DEK_NAMES = re.compile(
    r"(?:^|[\s_-])(?:dek|deck|perex|standfirst|sub-?title|sub-?head(?:line|ing)?|strap-?line|stand-first"
    r"|(?:gh-)?article-?(?:summary|excerpt|lead|intro|lede|dek|description)|(?:entry|post|story|content)-?(?:summary|subtitle|intro|lead|dek|excerpt)"
    r"|lede|chapo|chapeau|chapô|sottotitolo|occhiello|entradilla|bajada|copete|linha-?fina|vorspann|ingress|manchet"
    r"|__(?:summary|lead|intro|standfirst|dek|subtitle))(?:$|[\s_-])",
    re.IGNORECASE,
)
_TAGS = re.compile(r"<(?:p|br|div|h[1-6]|li|a|em|strong|figure)\b[^<>]*>", re.IGNORECASE)
_SENTENCES = re.compile(r"[.!?…。！？।؟]+[\"”’»)」』\]]*(?:\s|$|(?<=[。！？]))")


def read_html(
    data: bytes | str,
    url: str | None = None,
    charset: str | None = None,
    *,
    name: str | None = None,
) -> Article:
    """Read a page as an article; `url` is where it was found, `charset` what its server said.

    `name` is for messages, by default the address. What stands around the article is left out.
    `Article.language` stays None: what pages claim is often wrong, the words must tell; a
    block's own is what its markup says, where it is long and may be true. Raises
    UnreadableArticle for what is too large or holds no article, such as a login page.
    """
    name = name or url or "The page"
    if len(data) > MAX_PAGE:
        raise UnreadableArticle(f"{name} is larger than {MAX_PAGE // 1_000_000} MB: no article is.")
    text = page_text(data, charset) if isinstance(data, bytes) else data.removeprefix("\ufeff")
    tree = parsed_page(text, name)
    head = page_head(tree, url)
    signs = signs_of(tree, paid=head.paid)
    dek = _shown_dek(tree, head)
    blocks = _blocks(tree, head)
    if _length(blocks) < _FEW:
        # Believed too much of the page's names, or its text stands in its data alone.
        lenient = _blocks(parsed_page(text, name), head, names=False)
        blocks = max((blocks, lenient), key=lambda each: _length(each) - 1.5 * _linked(each))
    blocks = _read_if_prose(_or_carried(blocks, head, name))
    refuse_wall(blocks, signs, name)
    return _article(head, dek, blocks)


def _blocks(tree: _Element, head: PageHead, *, names: bool = True) -> tuple[Block, ...]:
    """Read the blocks of a page's article; changes the tree."""
    mark_notes(body_of(tree))
    without_trappings(tree, names=names)
    part = main_part(tree, head.url)
    if part is None:
        return ()
    return blocks_of(part, head.base, head.language)


def _length(blocks: Sequence[Block]) -> int:
    return sum(len(block.text) for block in blocks if block.kind not in ("picture", "heading"))


def _linked(blocks: Sequence[Block]) -> int:
    return sum(len(link.text) for block in blocks for link in block.links)


def _or_carried(blocks: tuple[Block, ...], head: PageHead, name: str) -> tuple[Block, ...]:
    """Prefer the text that the page carries in its JSON-LD, if it shows hardly any of it."""
    carried = head.body or ""
    if len(carried) < _FEW or len(carried) < 1.5 * _length(blocks) or _length(blocks) > 2000:
        return blocks
    if _TAGS.search(carried):
        part = body_of(parsed_page(carried, name))
        return blocks_of(part, head.base, head.language)
    lines = [" ".join(line.split()) for line in carried.splitlines()]
    return tuple(Block("paragraph", line) for line in lines if line)


def _read_if_prose(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Read what stands as code, if it is most of a page and is sentences: old mails, RFCs."""
    code = [block.text for block in blocks if block.kind == "code"]
    length = sum(map(len, code))
    if length < 2 * _length([block for block in blocks if block.kind != "code"]) or length < _FEW:
        return blocks
    whole = "\n".join(code)
    plain = sum(sign.isalnum() or sign.isspace() for sign in whole)
    if plain < 0.85 * length or len(_SENTENCES.findall(whole)) * 400 < length:
        return blocks
    from narrate.reading.layout import blocks_of as blocks_of_text  # few pages need it

    parts = (blocks_of_text(each.text) if each.kind == "code" else (each,) for each in blocks)
    return tuple(block for part in parts for block in part)


def _article(head: PageHead, dek: str | None, blocks: tuple[Block, ...]) -> Article:
    title = _title(head.title, blocks)
    blocks = without_repeated_title(blocks, title)
    dek, blocks = _dek(head, dek, blocks)
    facts, blocks = without_facts(blocks)
    told = merged(Facts(head.author, head.site, head.url, head.date), facts)
    return Article(
        title=title,
        blocks=tuple(map(_with_sure_language, blocks)),
        dek=dek,
        author=told.author,
        site=told.site,
        url=told.url,
        date=told.date,
        picture=head.picture,
    )


def _title(told: str | None, blocks: Sequence[Block]) -> str | None:
    """Take a short first line for the title where the page tells none."""
    first = blocks[0]
    if told:
        return told
    short = len(first.text) <= _LONGEST_TITLE and not _SENTENCES.search(first.text)
    return first.text if short and len(blocks) > 1 and first.kind != "picture" else None


def _shown_dek(tree: _Element, head: PageHead) -> str | None:
    """Find the standfirst that the page shows after its title: by its name, summary or place."""
    title: _Element | None = None
    after = 0
    for element in body_of(tree).iter("h1", "h2", "h3", "h4", "p", "div", "span", "strong"):
        if element.tag == "h1" or (title is None and same_words(_words(element), head.title or "")):
            title, after = element, 0
            continue
        after += 1
        if title is None or after > 60:
            continue
        text = _words(element)
        if not 15 <= len(text) <= _LONGEST_DEK or same_words(text, head.title or ""):
            continue
        told = same_words(text, head.description or "") and len(text) >= 30
        if told or _is_named_dek(element) or _is_placed_dek(element, title, text):
            return text
    return None


def _words(element: _Element) -> str:
    return " ".join("".join(element.itertext()).split())


def _is_named_dek(element: _Element) -> bool:
    names = (element.get(key) or "" for key in ("class", "id", "data-testid"))
    return bool(_DEK_NAMES.search(" ".join(names)))


def _is_placed_dek(element: _Element, title: _Element, text: str) -> bool:
    """Whether a sentence is the next thing after the title in a header of both."""
    parent = element.getparent()
    return (
        element.tag in ("p", "h2", "h3", "div")
        and parent is not None
        and parent is title.getparent()
        and (parent.tag == "header" or "header" in (parent.get("class") or "").lower())
        and title.getnext() is element
        and len(text) >= 20
        and bool(_SENTENCES.search(text[-3:]))
        and next(element.iter("a"), None) is None
    )


def _dek(
    head: PageHead, dek: str | None, blocks: tuple[Block, ...]
) -> tuple[str | None, tuple[Block, ...]]:
    """Settle which text is the dek, so that it is said once."""
    for place, block in enumerate(blocks[:3]):
        told = dek or head.description or ""
        if block.kind in ("paragraph", "heading", "quote") and same_words(block.text, told):
            rest = blocks[:place] + blocks[place + 1 :]
            return (block.text, rest) if _length(rest) >= len(block.text) else (None, blocks)
    if dek is None or any(_holds(block.text, dek) for block in blocks):
        return None, blocks
    return dek, blocks


def _holds(text: str, words: str) -> bool:
    return _letters(words) in _letters(text)


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text)).casefold()


def _with_sure_language(block: Block) -> Block:
    """Keep a block's own language only where it is long, and in that language's script."""
    if block.language is None:
        return block
    long = len(_SENTENCES.findall(block.text)) >= 3
    return block if long and _may_be(block.text, block.language) else replace(block, language=None)


_SCRIPTS: dict[str, str] = {
    **dict.fromkeys(("ru", "uk", "bg", "be", "mk"), "Ѐ-ӿ"),
    **dict.fromkeys(("he", "iw", "yi"), "֐-׿"),
    **dict.fromkeys(("ar", "fa", "ur"), "؀-ۿ"),
    **dict.fromkeys(("hi", "mr", "ne"), "ऀ-ॿ"),
    **dict.fromkeys(("zh", "yue"), "一-鿿"),
    "el": "Ͱ-Ͽἀ-῿",
    "bn": "ঀ-৿",
    "ta": "஀-௿",
    "te": "ఀ-౿",
    "th": "฀-๿",
    "ja": "぀-ヿ一-鿿",
    "ko": "가-힯ᄀ-ᇿ",
    "ka": "Ⴀ-ჿ",
    "hy": "԰-֏",
}


def _may_be(text: str, language: str) -> bool:
    """Whether most letters are in the language's script; Latin for those not listed."""
    script = _SCRIPTS.get(re.split(r"[-_]", language.lower())[0], "A-Za-zÀ-ɏḀ-ỿ")
    letters = sum(map(str.isalpha, text))
    return len(re.findall(f"[{script}]", text)) * 2 > letters
