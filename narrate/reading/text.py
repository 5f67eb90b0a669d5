"""Plain text -> Article: its title, dek, author, source and date, and the blocks."""

from __future__ import annotations

import re
from dataclasses import replace

from narrate.addresses import host_of, is_address
from narrate.article import Article, Block
from narrate.furniture import furniture_in, is_furniture
from narrate.reading.ebooks import ebook_bounds, ebook_head
from narrate.reading.head import (
    Facts,
    clean_title,
    facts_in,
    merged,
    without_facts,
    without_repeated_title,
)
from narrate.reading.kinds import is_unfinished, with_kinds
from narrate.reading.layout import blocks_of

__all__ = ["read_text"]

LONGEST_TITLE = 200
"""A longer first line is a paragraph (characters)."""
LONGEST_DEK = 250
"""A longer second block is no standfirst."""


def read_text(text: str) -> Article:
    """Read a plain text as an article.

    The first line is the title if it is no longer than `LONGEST_TITLE`; what is found in the
    head and the tail becomes author, site, url and date, and all else stands in `blocks`.
    """
    blocks = blocks_of(text)
    start, end = ebook_bounds(blocks)
    if start:
        return _ebook(blocks, start, end)
    found, aside, blocks = _leading_lines(blocks)
    title, blocks = _with_title(blocks)
    dek, blocks = _with_dek(blocks)
    facts, blocks = without_facts(blocks)
    return _article(title, dek, merged(found, facts), with_kinds((*aside, *blocks)))


def _ebook(blocks: tuple[Block, ...], start: int, end: int) -> Article:
    """Read a book of Project Gutenberg; its header and licence stay, as blocks of their own."""
    title, author = ebook_head(blocks[:start])
    facts, body = without_facts(without_repeated_title(blocks[start:end], title))
    body = with_kinds(body)
    facts = merged(Facts(author=author), facts)
    return _article(title, None, facts, (*blocks[:start], *body, *blocks[end:]))


def _article(
    title: str | None, dek: str | None, facts: Facts, blocks: tuple[Block, ...]
) -> Article:
    return Article(
        title=title,
        blocks=blocks,
        dek=dek,
        author=facts.author,
        site=facts.site,
        url=facts.url,
        date=facts.date,
    )


def _leading_lines(
    blocks: tuple[Block, ...],
) -> tuple[Facts, tuple[Block, ...], tuple[Block, ...]]:
    """Part what stands even before the title: facts, a platform's lines, and the rest."""
    found, aside = Facts(), []
    place = 0
    while place + 1 < len(blocks) and blocks[place].kind == "paragraph":
        text = blocks[place].text
        facts = Facts(site=host_of(text), url=text) if is_address(text) else facts_in(text)
        if facts is None and not is_furniture(text) and any(map(str.isalnum, text)):
            break
        if facts is None:
            aside.append(blocks[place])
        else:
            found = merged(found, facts)
        place += 1
    return found, tuple(aside), blocks[place:]


_TITLE_LABEL = re.compile(
    r"(?:title|titel|titre|título|titolo|tytuł|название|заголовок|标题|標題|タイトル|제목)\s?[:：]\s*",
    re.IGNORECASE,
)


def _with_title(blocks: tuple[Block, ...]) -> tuple[str | None, tuple[Block, ...]]:
    if not blocks or blocks[0].kind not in ("paragraph", "heading"):
        return None, blocks
    first, _, others = blocks[0].text.partition("\n")
    if len(first) > LONGEST_TITLE or not any(map(str.isalnum, first)) or _is_prose(first):
        return None, blocks
    title = clean_title(_TITLE_LABEL.sub("", first, count=1).strip("*_=~# ")) or first
    rest = (replace(blocks[0], text=others),) if others else ()
    return title, without_repeated_title((*rest, *blocks[1:]), title)


def _is_prose(line: str) -> bool:
    """Whether a line is a short paragraph: more than one sentence, and longer than a title."""
    return len(line) > 100 and bool(_SENTENCES.search(line))


_SENTENCES = re.compile(r"[.!?…][\"”’»)]*\s+[^\W\d].*[.!?…][\"”’»)]*$")


def _with_dek(blocks: tuple[Block, ...]) -> tuple[str | None, tuple[Block, ...]]:
    """Take the second block as the dek where it looks like one.

    Either the author or another fact follows it, or it is one unfinished line before a
    longer paragraph. A first paragraph taken for a dek is still spoken, in its place.
    """
    place = next((at for at, block in enumerate(blocks[:3]) if not facts_in(block.text)), None)
    if place is None or place + 1 >= len(blocks):
        return None, blocks
    dek, after = blocks[place], blocks[place + 1]
    one_line = dek.kind == "paragraph" and "\n" not in dek.text and len(dek.text) <= LONGEST_DEK
    told = place == 0 and facts_in(after.text) is not None
    if one_line and not furniture_in([dek]) and (told or _is_standfirst(dek.text, after.text)):
        return dek.text, blocks[:place] + blocks[place + 1 :]
    return None, blocks


def _is_standfirst(text: str, after: str) -> bool:
    """Whether a line is more than a heading, less than a paragraph, and stands over one."""
    words = len(text.split()) >= 4 or not text.isascii()
    return words and is_unfinished(text) and not text.isupper() and len(after) > 2 * len(text)
