"""Where an article is -> its bytes: a path, an address on the web, or standard input."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from narrate.errors import UnreadableArticle

__all__ = ["Found", "found_at"]

MAX_PAGE = 20_000_000
"""Bytes of a page or text that are read; its reader has a limit of its own, no higher."""
MAX_BOOK = 200_000_000
"""Bytes of an EPUB or PDF, which may be full of pictures."""


@dataclass(frozen=True, slots=True)
class Found:
    """What was found at a source."""

    data: bytes
    """At most a byte more than the limit of a page."""
    name: str
    """For messages."""
    path: str | None = None
    """Its path or final address, whose ending may tell its form; None for standard input."""
    url: str | None = None
    """Its final address on the web."""
    content_type: str | None = None
    """What the server says it is."""
    charset: str | None = None
    """What the server says it is encoded in."""


def found_at(source: str) -> Found:
    """Get the bytes of a source: `-` is standard input, `https://…` is fetched, else a path.

    Raises UnreadableArticle if there is nothing to be had, or a book too large.
    """
    if source == "-":
        return Found(_bytes_of(sys.stdin.buffer, "standard input"), "standard input")
    if "://" in source[:20]:
        return _fetched(source)
    try:
        with Path(source).open("rb") as file:
            return Found(_bytes_of(file, source), source, path=source)
    except FileNotFoundError as error:
        hint = f" For a page on the web, write https://{source}." if _is_bare(source) else ""
        raise UnreadableArticle(f"There is no file {source}.{hint}") from error
    except OSError as error:
        # Windows answers PermissionError for a folder.
        if isinstance(error, IsADirectoryError) or Path(source).is_dir():
            raise UnreadableArticle(f"{source} is a folder: name the article in it.") from error
        raise UnreadableArticle(f"{source} cannot be read: {error.strerror}.") from error
    except ValueError as error:
        raise UnreadableArticle(f"{source!r} is no name of a file.") from error


def _fetched(address: str) -> Found:
    # The web's modules take longer to load than most articles to read.
    from narrate.reading.web import fetch

    page = fetch(address)
    return Found(page.data, page.url, page.url, page.url, page.content_type, page.charset)


def _bytes_of(file: IO[bytes], name: str) -> bytes:
    """Read as much as can be of use, and never more."""
    data = file.read(MAX_PAGE + 1)
    if len(data) <= MAX_PAGE or not (data.startswith(b"PK") or b"%PDF-" in data[:1024]):
        return data
    data += file.read(MAX_BOOK + 1 - len(data))
    if len(data) > MAX_BOOK:
        raise UnreadableArticle(f"{name} is larger than {MAX_BOOK // 1_000_000} MB: cut it up.")
    return data


def _is_bare(source: str) -> bool:
    """Whether a source looks like an address without its `https://`."""
    return source.lower().startswith("www.") and "\\" not in source and " " not in source
