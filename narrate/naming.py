"""How an MP3 is called, and which existing one it may replace."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path

from narrate.script import Script

__all__ = ["free_target", "slug_of"]

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
