"""Plain text -> Article: its title, dek, author, source and date, and the blocks."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from narrate.addresses import host_of, is_address
from narrate.article import Article, Block
from narrate.reading.head import (
    Facts,
    clean_author,
    clean_title,
    facts_in,
    merged,
    without_facts,
    without_repeated_title,
)
from narrate.reading.layout import blocks_of

if TYPE_CHECKING:
    from collections.abc import Sequence

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
    ebook = _ebook_facts(blocks)
    if ebook:
        rest = without_repeated_title(blocks, ebook[0])
        return _article(ebook[0], None, ebook[1], _marked(rest))
    found, blocks = _leading_facts(blocks)
    title, blocks = _with_title(blocks)
    dek, blocks = _with_dek(blocks)
    facts, blocks = without_facts(blocks)
    return _article(title, dek, merged(found, facts), _marked(blocks))


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


def _leading_facts(blocks: tuple[Block, ...]) -> tuple[Facts, tuple[Block, ...]]:
    """Facts that stand even before the title: an address, a date, a name."""
    found = Facts()
    while len(blocks) > 1 and blocks[0].kind == "paragraph":
        text = blocks[0].text
        facts = Facts(site=host_of(text), url=text) if is_address(text) else facts_in(text)
        if facts is None:
            break
        found = merged(found, facts)
        blocks = blocks[1:]
    return found, blocks


_TITLE_LABEL = re.compile(
    r"(?:title|titel|titre|título|titolo|tytuł|название|заголовок|标题|標題|タイトル|제목)\s?[:：]\s*",
    re.IGNORECASE,
)


def _with_title(blocks: tuple[Block, ...]) -> tuple[str | None, tuple[Block, ...]]:
    if not blocks or blocks[0].kind not in ("paragraph", "heading"):
        return None, blocks
    first, _, others = blocks[0].text.partition("\n")
    if len(first) > LONGEST_TITLE or not any(map(str.isalnum, first)):
        return None, blocks
    title = clean_title(_TITLE_LABEL.sub("", first, count=1)) or first
    rest = (replace(blocks[0], text=others),) if others else ()
    return title, without_repeated_title((*rest, *blocks[1:]), title)


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
    unfinished = not _FINISHED.search(dek.text) and len(after.text) > 2 * len(dek.text)
    if one_line and (told or (unfinished and not _MARKED.match(dek.text))):
        return dek.text, blocks[:place] + blocks[place + 1 :]
    return None, blocks


_FINISHED = re.compile(r"[.!?…:;,。！？：；，।؟]['\"”’»)\]』」]*$")
_MARKED = re.compile(r"\W{2}|[*†‡\[•-]")
_NOTE = re.compile(
    r"(?:(?P<star>[*†‡⁎∗＊]{1,3})|\[(?P<number>\d{1,3})\]|(?P<raised>[¹²³⁰⁴-⁹]{1,3}))"
    r"\s*(?=[\w\"“«„(])"
)
_NOTE_USED = re.compile(
    r"(?<=\S)\s?(?P<star>[*†‡⁎∗＊]+)(?![\w*])|(?<=\S)\s?\[(?P<number>\d{1,3})\]"
    r"|(?<=[^\W\d]{2})(?P<raised>[¹²³⁰⁴-⁹]{1,3})(?!\w)"
)
_PICTURE = re.compile(r"\[(?:Illustration|Image|Photo|Picture)\b[^\]]*\]", re.IGNORECASE)


def _marked(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Tell notes, headings and pictures apart from paragraphs."""
    used: set[str] = set()
    found = []
    for index, block in enumerate(blocks):
        around = blocks[index - 1] if index else None, *blocks[index + 1 : index + 2]
        if block.kind != "paragraph":
            found.append(block)
        elif _PICTURE.fullmatch(block.text):
            found.append(replace(block, kind="picture"))
        elif _is_heading(block, *around):
            found.append(replace(block, kind="heading", level=2))
        else:
            found.append(_as_note(block, used))
        used.update(_name_of(match) for match in _NOTE_USED.finditer(block.text))
    return tuple(found)


def _as_note(block: Block, used: set[str]) -> Block:
    """A note is a paragraph that begins with a mark which an earlier paragraph bears."""
    mark = _NOTE.match(block.text)
    if not mark or _name_of(mark) not in used:
        return block
    return replace(block, kind="note", text=block.text[mark.end() :], number=mark["number"])


def _name_of(match: re.Match[str]) -> str:
    return match["number"] or match["raised"] or match["star"]


def _is_heading(block: Block, before: Block | None, after: Block | None = None) -> bool:
    """Whether a short unfinished line stands between whole paragraphs, above its text."""
    text = block.text
    if after is None or "\n" in text or len(text) > 80 or len(text.split()) > 12:
        return False
    if _FINISHED.search(text) or _MARKED.match(text) or not any(map(str.isalpha, text)):
        return False
    if text[0].islower() or facts_in(text) or is_address(text):
        return False
    whole_before = before is None or before.kind != "paragraph" or _is_whole(before.text)
    return whole_before and after.kind in ("paragraph", "item") and _is_whole(after.text)


def _is_whole(text: str) -> bool:
    """Whether a paragraph is finished, or an ornament."""
    ornament = not any(map(str.isalnum, text))
    return ornament or (bool(_FINISHED.search(text)) and len(text) > 30)


_EBOOK_START = re.compile(r"\*{3}\s?START:? OF (?:THE|THIS) PROJECT GUTENBERG", re.IGNORECASE)
_EBOOK_FACT = re.compile(r"\b(Title|Author): ([^\n]+?)(?= (?:Author|Release Date):|\n|$)")


def _ebook_facts(blocks: Sequence[Block]) -> tuple[str, Facts] | None:
    """Read title and author from Project Gutenberg's header, if there is one."""
    start = next(
        (at for at, block in enumerate(blocks[:80]) if _EBOOK_START.match(block.text)), None
    )
    if start is None:
        return None
    header = "\n".join(block.text for block in blocks[:start])
    told = {match[1]: match[2] for match in _EBOOK_FACT.finditer(header)}
    if "Title" not in told:
        return None
    return told["Title"], Facts(author=clean_author(told.get("Author", "")), site=None)
