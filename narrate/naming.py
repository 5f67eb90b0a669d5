"""What an MP3 is called, what it is known by, and which existing one it may replace."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

from narrate.tags import read_tags

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from narrate.script import Script

__all__ = ["free_target", "identity_of", "is_made_from", "slug_of", "text_of"]

LONGEST_SLUG = 80  # leaves room for a suffix and a sidecar's ending under every file system's 255
RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)  # device names on Windows


def slug_of(source: str, script: Script) -> str:
    """A file name without its ending: ASCII letters, digits and `-`.

    Made from the input file's name, else the title, else the host and a hash of the content;
    a name is passed over when it would lose half of its letters (`статья.txt`). `source` is a
    path, `-` or an address.
    """
    stem = "" if source == "-" or "://" in source else Path(source).stem
    for name in (stem, script.title or ""):
        slug = _ascii(name)
        if slug and 2 * len(slug.replace("-", "")) >= sum(map(str.isalnum, name)):
            return slug
    content = "\n".join(utterance.written for utterance in script.utterances)
    digest = hashlib.sha256(content.encode("utf-8", "replace")).hexdigest()[:8]
    host = re.split(r"[/:?#]", script.url.split("://", 1)[-1])[0] if script.url else ""
    return f"{_ascii(host.removeprefix('www.')) or 'article'}-{digest}"


def free_target(folder: Path, slug: str, may_replace: Callable[[Path], bool]) -> Path:
    """The first of `slug.mp3`, `slug-2.mp3`, … that is new or may be replaced."""
    return next(
        path for path in _candidates(folder, slug) if not path.exists() or may_replace(path)
    )


def identity_of(script: Script) -> str:
    """What an episode is known by for good: 32 hexadecimal digits.

    From the article's address, else from its title, author and site, so that it outlives
    corrections of the text and does not depend on where a file lies.
    """
    known_by = [script.url] if script.url else [script.title, script.author, script.site]
    if not any(known_by):
        known_by = [text_of(script)]
    return hashlib.sha256("\n".join(filter(None, known_by)).encode("utf-8", "replace")).hexdigest()[
        :32
    ]


def text_of(script: Script) -> str:
    """The body as it is written, one paragraph below the other, parted by empty lines."""
    return "\n\n".join(it.written for it in script.utterances if it.block is not None)


def is_made_from(path: Path, script: Script) -> bool:
    """Whether an MP3 is an episode of the same article, or of an earlier state of it.

    It is when both have the same address or half of their paragraphs in common. What is no
    MP3 of ours is made from something else.
    """
    tags = read_tags(path)
    if tags.source is None:
        return False
    if tags.url and script.url:
        return tags.url == script.url
    old, new = (set(text.split("\n\n")) for text in (tags.text or "", text_of(script)))
    return 2 * len(old & new) >= min(len(old), len(new))


def _candidates(folder: Path, slug: str) -> Iterator[Path]:
    yield folder / f"{slug}.mp3"
    number = 2
    while True:
        yield folder / f"{slug}-{number}.mp3"
        number += 1


def _ascii(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    slug = re.sub(r"[^A-Za-z0-9]+", "-", plain.replace("'", "")).strip("-")[:LONGEST_SLUG]
    slug = slug.rstrip("-")
    return f"{slug}-article" if RESERVED.fullmatch(slug) else slug
