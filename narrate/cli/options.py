"""Options that several commands share, and the article that they lead to."""

from __future__ import annotations

import pathlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeVar

import click

from narrate.cli.defaults import words_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from narrate.article import Article
    from narrate.script import Manner
    from narrate.settings import Settings

__all__ = ["Corrections", "about_the_article", "how_to_read", "manner_of", "read"]

Command = TypeVar("Command", bound="Callable[..., Any]")
CHOICES = ("announce", "read", "skip")


@dataclass(frozen=True, slots=True)
class Corrections:
    """What the listener knows better than the file."""

    lang: str | None = None
    title: str | None = None
    author: str | None = None
    source: str | None = None

    @classmethod
    def taken_from(cls, options: dict[str, Any]) -> Corrections:
        """Take them out of a command's options."""
        return cls(**{name: options.pop(name) for name in cls.__dataclass_fields__})


def about_the_article(command: Command) -> Command:
    """Add the options that overrule what the article says of itself."""
    return _with(
        command,
        click.option(
            "-l",
            "--lang",
            metavar="TAG",
            help="Its language: en, en-GB, pt-BR, zh-Hant, … (default: detected).",
        ),
        click.option("--title", metavar="TEXT", help="What it is called."),
        click.option("--author", metavar="NAME", help="Who wrote it."),
        click.option("--source", metavar="NAME|URL", help="Where it stood."),
    )


def how_to_read(command: Command) -> Command:
    """Add the options for what a listener may choose to hear."""
    return _with(
        command,
        click.option(
            "--code",
            type=click.Choice(CHOICES),
            default="announce",
            help="Code: say that it is omitted, read it, or pass over it.",
        ),
        click.option(
            "--tables", type=click.Choice(CHOICES), default="announce", help="Tables: the same."
        ),
        click.option(
            "--notes",
            type=click.Choice(("end", "skip")),
            default="end",
            help="Footnotes: read them at the end, or not at all.",
        ),
        click.option("--keep-all", is_flag=True, help="Read what looks like furniture, too."),
        click.option(
            "--lexicon",
            metavar="FILE",
            type=click.Path(path_type=pathlib.Path, exists=True, dir_okay=False),
            help="How to say certain words (TOML).",
        ),
    )


def manner_of(options: dict[str, Any], settings: Settings) -> Manner:
    """Take the listener's choices out of a command's options; raises WrongUsage."""
    from narrate.script import Manner

    words = words_of(settings, options.pop("lexicon"))
    choices = {name: options.pop(name) for name in ("code", "tables", "notes", "keep_all")}
    return Manner(**choices, lexicon=words.spoken if words else None)


def _with(command: Command, *options: Callable[[Command], Command]) -> Command:
    for option in reversed(options):
        command = option(command)
    return command


def read(source: str, corrections: Corrections) -> Article:
    """Read an article and put right what the listener corrects.

    Raises UnreadableArticle or NothingToSay.
    """
    from narrate.reading import read_article

    article = _corrected(read_article(source), corrections)
    if article.language is None:
        from narrate.language import detect_language, with_block_languages

        article = with_block_languages(replace(article, language=detect_language(article)))
    return article


def _corrected(article: Article, corrections: Corrections) -> Article:
    from narrate.addresses import host_of

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
