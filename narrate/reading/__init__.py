"""Readers, one a form; `read_article` picks one by looking."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from narrate.errors import NothingToSay
from narrate.reading.form import form_of
from narrate.reading.sources import found_at

if TYPE_CHECKING:
    from collections.abc import Callable

    from narrate.article import Article
    from narrate.reading.form import Form
    from narrate.reading.sources import Found

__all__ = ["read_article"]


def read_article(source: str) -> Article:
    """Read an article from a path, an address (`https://…`), or standard input (`-`).

    Text, Markdown, HTML, EPUB and PDF are told apart by their looks. Raises UnreadableArticle if
    it cannot be had or read, or is none of these, and NothingToSay if it is empty.
    """
    found = found_at(source)
    if not found.data.strip():
        raise NothingToSay(f"There is nothing in {found.name}: it is empty.")
    article = _READERS[form_of(found.data, found.path, found.content_type)](found)
    texts = (article.title or "", *(block.text for block in article.blocks))
    if not any(any(map(str.isalnum, text)) for text in texts):
        raise NothingToSay(f"There are only symbols in {found.name}: no letter and no digit.")
    return article


# What each form needs is loaded with its reader, and no more.


def _text(found: Found) -> Article:
    from narrate.reading.encoding import decoded
    from narrate.reading.text import read_text

    return _at(found, read_text(decoded(found.data, found.name)))


def _markdown(found: Found) -> Article:
    from narrate.reading.encoding import decoded
    from narrate.reading.markdown import read_markdown

    return read_markdown(decoded(found.data, found.name), found.url)


def _html(found: Found) -> Article:
    from narrate.reading.html import read_html

    return read_html(found.data, found.url, found.charset, name=found.name)


def _epub(found: Found) -> Article:
    from narrate.reading.epub import read_epub

    return _at(found, read_epub(found.data, found.name))


def _pdf(found: Found) -> Article:
    from narrate.reading.pdf import read_pdf

    return _at(found, read_pdf(found.data, found.name))


def _at(found: Found, article: Article) -> Article:
    """Add where an article was found, if it does not tell itself."""
    if found.url is None:
        return article
    from narrate.addresses import host_of

    url = article.url or found.url
    return replace(article, url=url, site=article.site or host_of(url))


_READERS: dict[Form, Callable[[Found], Article]] = {
    "text": _text,
    "markdown": _markdown,
    "html": _html,
    "epub": _epub,
    "pdf": _pdf,
}
