"""Lines of an article's head and tail that tell its author, source and date."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from narrate.addresses import host_of, is_address
from narrate.furniture import is_furniture
from narrate.labels import (
    AUTHOR_LABELS,
    DATE_LABELS,
    NOBODY,
    PICTURE_WORDS,
    SOURCE_LABELS,
    WEEKDAYS,
)
from narrate.reading.dates import without_date
from narrate.reading.names import URL, author_in, label, letters_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from narrate.article import Block

__all__ = ["HEAD_BLOCKS", "TAIL_BLOCKS", "Facts", "facts_in", "merged", "without_facts"]

HEAD_BLOCKS = 5
"""How many blocks after the title may tell author, date and source."""
TAIL_BLOCKS = 6
"""How many blocks before the end may tell them."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What lines of the head and the tail tell of an article; None is not told."""

    author: str | None = None
    site: str | None = None
    url: str | None = None
    date: str | None = None


def facts_in(text: str) -> Facts | None:
    """Read what a block of the head or tail tells; None if it is (also) anything else.

    Several lines, or parts between ` | ` and ` · `, may each tell one thing: `By Ann Poe | 1 May
    2026`. A line that names nobody (`Author: Redaktion`) tells nothing, so is None.
    """
    if len(text) > 600:
        return None
    found = Facts()
    parts = [part for part in _BETWEEN_FACTS.split(text) if part.strip()]
    for part in parts:
        facts = Facts() if _PICTURE_LABEL.match(part) else _facts_of_part(part)
        if facts is None and len(part) < 40 and is_furniture(part):
            facts = Facts()
        if facts is None:
            return _facts_of_part(text) if "\n" not in text else None
        found = merged(found, facts)
    return found if found != Facts() else None


def merged(one: Facts, other: Facts) -> Facts:
    """Put the facts of both together; the first has precedence."""
    return Facts(
        author=one.author or other.author,
        site=one.site or other.site,
        url=one.url or other.url,
        date=one.date or other.date,
    )


def without_facts(blocks: Iterable[Block]) -> tuple[Facts, tuple[Block, ...]]:
    """Take the author, source and date lines out of an article's first and last blocks.

    Lines that contradict an earlier one (a second author) stay among the blocks.
    """
    blocks = tuple(blocks)
    found = Facts()
    kept = []
    for index, block in enumerate(blocks):
        near_an_end = index < HEAD_BLOCKS or index >= len(blocks) - TAIL_BLOCKS
        facts = facts_in(block.text) if near_an_end and block.kind in _TELLING else None
        if index < 2 and facts is None and is_address(block.text):
            facts = Facts(site=host_of(block.text), url=block.text.strip(" <>()"))
        if facts and _agree(found, facts):
            found = merged(found, facts)
        else:
            kept.append(block)
    return found, tuple(kept)


_TELLING = ("paragraph", "heading", "item")
_SOURCE_LABEL = label(SOURCE_LABELS)
_DATE_LABEL = label(DATE_LABELS)
_PICTURE_LABEL = label(PICTURE_WORDS)
_BETWEEN_FACTS = re.compile(
    r"\n|\s[|·•]\s|(?<=\w)[\s,;]+(?=(?:"
    + "|".join(
        re.escape(word)
        for word in sorted(
            {*AUTHOR_LABELS, *SOURCE_LABELS, *DATE_LABELS, *PICTURE_WORDS}, key=len, reverse=True
        )
    )
    + r")[:：])",
    re.IGNORECASE,
)


def _facts_of_part(part: str) -> Facts | None:
    rest, date = (part, None) if URL.search(part) else without_date(part)
    if date is None:
        return _author_line(part) or _source_line(part)
    label = _DATE_LABEL.match(rest)
    words = _BESIDE_DATES.sub(" ", rest[label.end() :] if label else rest)
    if not re.search(r"[^\W\d_]", words) or (label and len(words) < 40):
        return Facts(date=date)
    named = _UNDATED_TAIL.sub("", rest)
    facts = _author_line(named) or _source_line(named)
    return merged(facts, Facts(date=date)) if facts else None


_PUBLISHED = "|".join(re.escape(label) for label in sorted(DATE_LABELS, key=len, reverse=True))
_BESIDE_DATES = re.compile(
    r"\b(?:at|um|à|uhr|am|pm|on|the|le|il|el|den|den|dnia|z|from|updated|last updated|aktualisiert"
    rf"|utc|gmt|cet|cest|est|edt|pst|pdt|bst|ist|h|г|года|р|року|{_PUBLISHED}"
    rf"|{'|'.join(sorted(WEEKDAYS, key=len, reverse=True))})\b|上午|下午|星期.|周[一二三四五六日]",
    re.IGNORECASE,
)
_UNDATED_TAIL = re.compile(
    rf"[\s,;:|·•(–—-]*(?:\b(?:on|le|am|el|il|den|updated|{_PUBLISHED})\b[\s:]*)*"
    r"[\s,;:|·•()–—\d-]*$",
    re.IGNORECASE,
)


def _author_line(line: str) -> Facts | None:
    name = author_in(line)
    return Facts(author=name) if name else None


def _source_line(line: str) -> Facts | None:
    label = _SOURCE_LABEL.match(line)
    if not label:
        return None
    rest = line[label.end() :].strip()
    address = URL.search(rest)
    if address:
        url = address[0].rstrip(".,;:!?")
        name = (rest[: address.start()] + rest[address.end() :]).strip(" ()[]<>（）,;:–—-|*_")
        if len(name.split()) > 8:
            return None
        return Facts(site=name or host_of(url), url=url)
    name = rest.strip(" .*_[]【】")
    if not name or len(name.split()) > 6 or len(name) > 60 or name.casefold() in NOBODY:
        return None
    return Facts(site=host_of(name) or name)


def _agree(found: Facts, new: Facts) -> bool:
    """Whether the new facts tell something, and nothing else than is known."""
    pairs = ((found.author, new.author), (found.url, new.url))
    return all(
        old is None or told is None or letters_of(old) == letters_of(told) for old, told in pairs
    )
