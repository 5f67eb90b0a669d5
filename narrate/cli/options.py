"""Options that several commands share, and the article that they lead to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from narrate.article import Article

__all__ = ["Corrections", "about_the_article", "read"]

Command = TypeVar("Command", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Corrections:
    """What the listener knows better than the file."""

    lang: str | None = None
    title: str | None = None
    author: str | None = None
    source: str | None = None


def about_the_article(command: Command) -> Command:
    """Add the options that overrule what the article says of itself."""
    for option in (
        click.option("--source", metavar="NAME|URL", help="Where it stood."),
        click.option("--author", metavar="NAME", help="Who wrote it."),
        click.option("--title", metavar="TEXT", help="What it is called."),
        click.option(
            "-l",
            "--lang",
            metavar="TAG",
            help="Its language: en, en-GB, pt-BR, zh-Hant, … (default: detected).",
        ),
    ):
        command = option(command)
    return command


def read(source: str, corrections: Corrections) -> Article:
    """Read an article and put right what the listener corrects.

    Raises UnreadableArticle or NothingToSay.
    """
    from narrate.language import detect_language, with_block_languages
    from narrate.reading import read_article

    article = _corrected(read_article(source), corrections)
    if article.language is None:
        article = with_block_languages(replace(article, language=detect_language(article)))
    return article


def _corrected(article: Article, corrections: Corrections) -> Article:
    from narrate.reading.head import host_of

    if corrections.source and (host := host_of(corrections.source)):
        article = replace(article, url=corrections.source, site=host)
    elif corrections.source:
        article = replace(article, site=corrections.source)
    return replace(
        article,
        language=corrections.lang or article.language,
        title=corrections.title or article.title,
        author=corrections.author or article.author,
    )
