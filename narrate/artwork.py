"""The picture that an episode shows: the article's own where it can be had, else a drawn one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from narrate.cover import draw_cover, fit_cover
from narrate.errors import UnreadableArticle

if TYPE_CHECKING:
    from narrate.article import Article

__all__ = ["artwork_of"]

PATIENCE_S = 10.0
"""A picture is not worth a longer wait, in seconds."""


def artwork_of(article: Article, source: str) -> bytes:
    """Get an episode's cover: a JPEG, 600 to 800 pixels square, at most 200 kB.

    `source` is where the article was read. A picture that cannot be had, or is none, is no
    error: a cover is drawn of the title and the site.
    """
    picture = _own_picture(article, source)
    cover = fit_cover(picture) if picture else None
    return cover or draw_cover(article.title or "", article.site, language=article.language)


def _own_picture(article: Article, source: str) -> bytes | None:
    if not article.picture:
        return None
    from narrate.reading.web import PICTURES, fetch, is_web_address  # heavy: 27 ms

    try:
        if is_web_address(article.picture):
            # A page on the internet may not make us ask inside; a page of our own may.
            own = urlsplit(source).netloc == urlsplit(article.picture).netloc
            page = fetch(article.picture, types=PICTURES, private=own, seconds=PATIENCE_S)
            return page.data
        if Path(source).suffix.lower() == ".epub":
            from narrate.reading.book import member_of

            return member_of(Path(source).read_bytes(), article.picture, source)
        return Path(source).parent.joinpath(article.picture).read_bytes()
    except (UnreadableArticle, OSError, ValueError):
        return None
