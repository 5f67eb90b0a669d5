"""An article's head, whatever form it came in: its title, and what else is shared by readers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from narrate.addresses import host_of
from narrate.reading.facts import HEAD_BLOCKS, Facts, facts_in, merged, without_facts
from narrate.reading.names import clean_author, letters_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from narrate.article import Block

__all__ = [
    "Facts",
    "clean_author",
    "clean_title",
    "facts_in",
    "host_of",
    "merged",
    "same_words",
    "without_facts",
    "without_repeated_title",
]


def clean_title(title: str, site: str | None = None) -> str:
    """Put a title on one line, without the site's name that pages hang on it.

    `Tides - The Harbour Post` with the site (name or host) `The Harbour Post` or
    `harbourpost.com` is `Tides`; `月亮_科技_腾讯网` loses its path without being told.
    """
    title = " ".join(title.split())
    if _CHINESE_PATH.search(title):
        title = title.split("_")[0].strip() or title
    if site:
        head, separator, tail = _split_last(title)
        if separator and head and _is_site(tail, site):
            return head
        first, separator, rest = _split_first(title)
        if separator and rest and _is_site(first, site):
            return rest
    return title


def without_repeated_title(blocks: Iterable[Block], title: str | None) -> tuple[Block, ...]:
    """Leave out the block near the top that says the title again."""
    kept = tuple(blocks)
    if not title:
        return kept
    for index, block in enumerate(kept[:HEAD_BLOCKS]):
        if block.kind in ("heading", "paragraph") and same_words(block.text, title):
            return kept[:index] + kept[index + 1 :]
    return kept


def same_words(one: str, other: str) -> bool:
    """Tell whether two texts have the same letters and digits, cases and marks aside."""
    return letters_of(one) == letters_of(other) != ""


_CHINESE_PATH = re.compile(
    r"[\u3400-\u9fff].*_[^_]*(?:网|網|新闻|频道|在线|日报|论坛|客户端|\.com|\.cn)$"
)
_SEPARATOR = re.compile(r"\s(?:[-–—|·•»/]|::)\s|\s?[|｜]\s?")


def _split_last(title: str) -> tuple[str, str, str]:
    matches = list(_SEPARATOR.finditer(title))
    if not matches:
        return title, "", ""
    return title[: matches[-1].start()].strip(), matches[-1][0], title[matches[-1].end() :].strip()


def _split_first(title: str) -> tuple[str, str, str]:
    match = _SEPARATOR.search(title)
    if not match:
        return title, "", ""
    return title[: match.start()].strip(), match[0], title[match.end() :].strip()


def _is_site(text: str, site: str) -> bool:
    """Whether a title's end names the site: `BBC News` for `bbc.co.uk` or `BBC`."""
    words, name = letters_of(text), letters_of(site)
    host = host_of(site) if " " not in site else None
    if host:
        label = letters_of(max(host.split(".")[:-1], key=len))
        name = label if len(label) > 2 else letters_of(host.split(".")[0])
    words = words.removeprefix("the")
    name = name.removeprefix("the")
    if not words or not name or len(text.split()) > 5:
        return False
    return words == name or (min(len(words), len(name)) >= 3 and _one_begins_other(words, name))


def _one_begins_other(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)
