"""Readers, one a form; `read_article` picks one by looking."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from narrate.errors import NothingToSay, UnreadableArticle
from narrate.reading.encoding import LIMIT, decoded
from narrate.reading.text import read_text

if TYPE_CHECKING:
    from narrate.article import Article

__all__ = ["read_article"]


def read_article(source: str) -> Article:
    """Read an article from a path, or from standard input if the source is `-`.

    Raises UnreadableArticle if it cannot be read or is no text, and NothingToSay if it is
    empty.
    """
    name = "standard input" if source == "-" else source
    text = decoded(_bytes_of(source), name)
    if not any(map(str.isalnum, text)):
        what = "no words, only symbols" if text.strip() else "nothing"
        raise NothingToSay(f"There is {what} in {name}: it holds no letter or digit.")
    return read_text(text)


def _bytes_of(source: str) -> bytes:
    """The content, at most a little more than can be read."""
    if source == "-":
        return sys.stdin.buffer.read(LIMIT + 1)
    try:
        with Path(source).open("rb") as file:
            return file.read(LIMIT + 1)
    except FileNotFoundError as error:
        raise UnreadableArticle(f"There is no file {source}.") from error
    except IsADirectoryError as error:
        raise UnreadableArticle(f"{source} is a folder: name the article in it.") from error
    except OSError as error:
        if Path(source).is_dir():
            # Windows answers PermissionError for a folder.
            raise UnreadableArticle(f"{source} is a folder: name the article in it.") from error
        raise UnreadableArticle(f"{source} cannot be read: {error.strerror}.") from error
    except ValueError as error:
        raise UnreadableArticle(f"{source!r} is no name of a file.") from error
