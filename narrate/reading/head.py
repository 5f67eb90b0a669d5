"""An article's head and tail: its title, author, source and date, whatever form it came in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from narrate.addresses import host_of
from narrate.labels import (
    AUTHOR_LABELS,
    BYLINE_WORDS,
    DATE_LABELS,
    NAME_PARTICLES,
    NOBODY,
    PICTURE_WORDS,
    SOURCE_LABELS,
)
from narrate.reading.dates import iso_date

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


def clean_author(text: str) -> str | None:
    """Find a bare name; None for a URL, `Redaktion`, a picture's credit, a sentence.

    `By Ann Poe | Ann Poe` is `Ann Poe`; several names come joined by commas as written.
    """
    text = _ADDRESS_IN_BRACKETS.sub("", " ".join(text.split()))
    text = _AUTHOR_LABEL.sub("", text, count=1).strip(" \t|·•,;:–—-")
    byline = _BYLINE.match(text)
    if byline and (byline["word"].casefold() == "by" or _looks_like_name(byline["rest"])):
        text = byline["rest"]
    names = dict.fromkeys(
        name.removeprefix("@") for part in re.split(r"[|•·]", text) if (name := part.strip())
    )
    unique = {_letters(name): name for name in reversed(names)}
    kept = [name for name in names if unique.get(_letters(name)) == name]
    name = ", ".join(kept)
    return name if name and _may_be_author(name) else None


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
    return _letters(one) == _letters(other) != ""


def facts_in(text: str) -> Facts | None:
    """Read what a block of the head or tail tells; None if it is (also) anything else.

    Several lines, or parts between ` | ` and ` · `, may each tell one thing: `By Ann Poe | 1 May
    2026`. A line that names nobody (`Author: Redaktion`) tells nothing, so is None.
    """
    if len(text) > 600:
        return None
    found = Facts()
    parts = [part for part in re.split(r"\n| [|·•] ", text) if part.strip()]
    for part in parts:
        facts = _facts_of_part(part)
        if facts is None:
            return _facts_of_part(text) if "\n" not in text else None
        found = merged(found, facts)
    return found if parts else None


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
        if facts and _agree(found, facts):
            found = merged(found, facts)
        else:
            kept.append(block)
    return found, tuple(kept)


_TELLING = ("paragraph", "heading", "item")
_CHINESE_PATH = re.compile(
    r"[\u3400-\u9fff].*_[^_]*(?:网|網|新闻|频道|在线|日报|论坛|客户端|\.com|\.cn)$"
)
_SEPARATOR = re.compile(r"\s(?:[-–—|·•»/]|::)\s|\s?[|｜]\s?")
_ADDRESS_IN_BRACKETS = re.compile(r"\s*[(<\[][^()<>\[\]\s]*(?:@|://)[^()<>\[\]\s]*[)>\]]")
_URL = re.compile(r"(?:https?://|www\.)[^\s<>()\[\]（）【】「」，。；]+", re.IGNORECASE)


def _label(labels: Iterable[str]) -> re.Pattern[str]:
    longest_first = sorted(labels, key=len, reverse=True)
    words = "|".join(map(re.escape, longest_first))
    opening, closing = r"\s*[\[【（(*_]*", r"[\]】）)*_]*\s?[:：/／][*_]*\s*"
    return re.compile(rf"{opening}(?:{words}){closing}", re.IGNORECASE)


_AUTHOR_LABEL = _label(AUTHOR_LABELS)
_SOURCE_LABEL = _label(SOURCE_LABELS)
_DATE_LABEL = _label(DATE_LABELS)
_BYLINE = re.compile(rf"(?P<word>{'|'.join(BYLINE_WORDS)})\s+(?P<rest>\S.*)", re.IGNORECASE)


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text)).casefold()


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
    words, name = _letters(text), _letters(site)
    host = host_of(site) if " " not in site else None
    if host:
        label = _letters(max(host.split(".")[:-1], key=len))
        name = label if len(label) > 2 else _letters(host.split(".")[0])
    words = words.removeprefix("the")
    name = name.removeprefix("the")
    if not words or not name or len(text.split()) > 5:
        return False
    return words == name or (min(len(words), len(name)) >= 3 and _one_begins_other(words, name))


def _one_begins_other(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)


def _may_be_author(name: str) -> bool:
    lowered = name.casefold()
    if lowered.rstrip(".") in NOBODY or _URL.search(name) or "@" in name or host_of(name):
        return False
    first = re.match(r"[^\W\d_]+", lowered)
    if first and any(_is_credit(first[0], word) for word in PICTURE_WORDS):
        return False
    if not any(map(str.isalpha, name)) or re.search(r"[。！？!?…]|\d{4}", name):
        return False
    return _has_size_of_names(name)


def _is_credit(word: str, credit: str) -> bool:
    """`фото`, `图片`; in Chinese and Japanese the name follows without a space."""
    return word == credit or (not credit.isascii() and len(credit) < 3 and word.startswith(credit))


def _has_size_of_names(name: str) -> bool:
    parts = re.split(r"\s*[,;&/、，]\s*|\s+(?:and|und|et|y|e|en|i|и|та|ve|与|和)\s+", name)
    words = name.split()
    if len(words) >= 3 and name == name.lower() != name.upper():
        return False
    return len(name) <= 120 and len(words) <= 14 and all(len(part.split()) <= 6 for part in parts)


def _looks_like_name(text: str) -> bool:
    """Whether a line is nothing but names: 2 to 10 words, each with a capital or a particle."""
    words = re.split(r"[\s,]+", text.strip())
    if not 2 <= len(words) <= 10 or text.rstrip()[-1:] in ":!?…;" or re.search(r"\d", text):
        return False
    return words[0][:1].isupper() and all(
        word[:1].isupper() or word.casefold() in NAME_PARTICLES for word in words
    )


def _facts_of_part(part: str) -> Facts | None:
    return _date_line(part) or _author_line(part) or _source_line(part)


def _date_line(line: str) -> Facts | None:
    label = _DATE_LABEL.match(line)
    rest = line[label.end() :] if label else line
    date = iso_date(rest)
    if date is None or len(rest) > 60:
        return None
    if not label and len(re.findall(r"[^\W\d_]{2,}", _CLOCK.sub(" ", rest))) > 4:
        return None
    return Facts(date=date) if label or not rest.rstrip().endswith((".", "!", "?")) else None


_CLOCK = re.compile(r"\b(?:at|um|à|uhr|am|pm|utc|gmt|cet|est|edt|pst|г|года)\b", re.IGNORECASE)


def _author_line(line: str) -> Facts | None:
    label = _AUTHOR_LABEL.match(line)
    if label:
        name = clean_author(line[label.end() :])
        return Facts(author=name) if name else None
    byline = _BYLINE.fullmatch(line.strip())
    if byline and _looks_like_name(byline["rest"]):
        name = clean_author(byline["rest"])
        return Facts(author=name) if name else None
    return None


def _source_line(line: str) -> Facts | None:
    label = _SOURCE_LABEL.match(line)
    if not label:
        return None
    rest = line[label.end() :].strip()
    address = _URL.search(rest)
    if address:
        url = address[0].rstrip(".,;:!?")
        name = (rest[: address.start()] + rest[address.end() :]).strip(" ()[]<>（）,;:–—-|*_")
        if len(name.split()) > 8:
            return None
        return Facts(site=name or host_of(url), url=url)
    name = rest.strip(" .*_[]【】")
    if not name or len(name.split()) > 6 or len(name) > 60:
        return None
    return Facts(site=host_of(name) or name)


def _agree(found: Facts, new: Facts) -> bool:
    """Whether the new facts tell something, and nothing else than is known."""
    pairs = ((found.author, new.author), (found.url, new.url))
    return all(old is None or told is None or same_words(old, told) for old, told in pairs)
