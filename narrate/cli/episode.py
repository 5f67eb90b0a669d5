"""`narrate ARTICLE...`: the main job, one MP3 each."""

from __future__ import annotations

import datetime
import os
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from narrate.cli import COMMANDS, command_named
from narrate.cli.display import Progress, summary
from narrate.cli.options import Corrections, about_the_article, read
from narrate.errors import NarrateError, UnwritableTarget, WrongUsage

if TYPE_CHECKING:
    from narrate.article import Article
    from narrate.narration import Episode

__all__ = ["command"]

GAPS = 3  # exit status: written, but with a passage missing


@dataclass(frozen=True, slots=True)
class Order:
    """What was asked for, for each of the articles."""

    output: Path | None
    engine: str
    jobs: int | None
    fresh: bool
    allow_gaps: bool
    report: Path | None
    quiet: bool


class MainJob(click.Command):
    """The main command, whose help also names the others."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the other commands, each with its first line of help."""
        with formatter.section("Commands"):
            formatter.write_dl(
                [(f"narrate {name}", command_named(name).get_short_help_str()) for name in COMMANDS]
            )


@click.command(cls=MainJob, context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("articles", metavar="ARTICLE...", nargs=-1, required=True)
@click.option(
    "-o",
    "--output",
    metavar="PATH",
    type=click.Path(path_type=Path),
    help="A file if it ends in .mp3, else a folder (default: ./audio).",
)
@click.option(
    "-e",
    "--engine",
    type=click.Choice(["auto", "gtts", "espeak"]),
    default="auto",
    show_default=True,
    help="Google's voice, the built-in one, or Google's where it can be reached.",
)
@about_the_article
@click.option(
    "--jobs", type=click.IntRange(1, 64), metavar="N", help="Pieces asked for at once (default: 8)."
)
@click.option("--fresh", is_flag=True, help="Ask for every piece, even if it is stored.")
@click.option("--allow-gaps", is_flag=True, help="Write the MP3 even if a passage fails.")
@click.option(
    "--report",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write what became of every paragraph, as JSON.",
)
@click.option("-q", "--quiet", is_flag=True, help="Show errors and the paths of the MP3s alone.")
@click.version_option(package_name="narrate", message="%(prog)s %(version)s")
@click.pass_context
def command(ctx: click.Context, articles: tuple[str, ...], **options: object) -> None:
    """Make one MP3 of each ARTICLE: a text file, or - for standard input.

    The paths of the MP3s go to standard output, all else to standard error.
    """
    names = set(Corrections.__dataclass_fields__)
    corrections = Corrections(**{name: options.pop(name) for name in names})  # type: ignore[arg-type]
    order = Order(**options)  # type: ignore[arg-type]
    _check(order, corrections, articles)
    outcomes = [_attempt(article, order, corrections) for article in articles]
    ctx.exit(1 if 1 in outcomes else max(outcomes))


def _check(order: Order, corrections: Corrections, articles: tuple[str, ...]) -> None:
    if len(articles) > 1 and _is_file(order.output):
        raise click.UsageError(f"One MP3 cannot hold {len(articles)} articles: give -o a folder.")
    if len(articles) > 1 and order.report:
        raise click.UsageError("A report is of one article: narrate them one by one.")
    if corrections.lang:
        _voices(order.engine, corrections.lang)


def _attempt(source: str, order: Order, corrections: Corrections) -> int:
    """Narrate one article; what fails about it is said, and the next one has its turn."""
    try:
        episode = _narrate(source, order, corrections)
    except NarrateError as error:
        click.echo(f"narrate: {error}", err=True)
        return 1
    if not order.quiet:
        click.echo(summary(episode), err=True)
    click.echo(episode.path)
    return GAPS if any(entry.outcome == "failed" for entry in episode.ledger) else 0


def _narrate(source: str, order: Order, corrections: Corrections) -> Episode:
    from narrate.engines import open_engine
    from narrate.narration import narrate
    from narrate.script import write_script
    from narrate.store import default_store

    article = read(source, corrections)
    article = replace(article, date=article.date or _day_of(source))
    voice, fallback = _voices(order.engine, article.language or "en")
    target = _target(source, order.output, write_script(article))
    with Progress(target.stem, quiet=order.quiet) as progress, closing(open_engine(voice)) as engine:
        try:
            episode = narrate(
                article,
                target,
                engine,
                fallback=partial(open_engine, fallback) if fallback else None,
                jobs=order.jobs,
                store=default_store(),
                fresh=order.fresh,
                allow_gaps=order.allow_gaps,
                on_event=progress,
            )
        except PassagesMissing as error:
            _report(order.report, error.ledger)
            raise
    _report(order.report, episode.ledger, episode)
    return episode


def _voices(wanted: str, language: str) -> tuple[str, str | None]:
    """Which voice reads, and which one instead where that cannot be reached."""
    if wanted != "auto":
        find_voice(describe_engine(wanted), language)
        return wanted, None
    speaking = [name for name in ENGINES if has_voice(describe_engine(name), language)]
