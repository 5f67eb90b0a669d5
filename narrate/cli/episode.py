"""`narrate ARTICLE...`: the main job, one MP3 each."""

from __future__ import annotations

import datetime
import os
import time
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from narrate.cli import COMMANDS, command_named
from narrate.cli.display import Progress, summary
from narrate.cli.options import Corrections, about_the_article, how_to_read, manner_of, read
from narrate.engine import speaks, voice_for
from narrate.engines import open_engine
from narrate.errors import NarrateError, PassagesMissing, UnknownLanguage, WrongUsage

if TYPE_CHECKING:
    from narrate.article import Article
    from narrate.engine import Engine
    from narrate.narration import Episode
    from narrate.script import Manner, Script

__all__ = ["command"]

GAPS = 3  # exit status: written, but with a passage missing


@dataclass(frozen=True, slots=True)
class Order:
    """What was asked for, for each of the articles."""

    manner: Manner
    output: Path | None
    engine: str
    jobs: int | None
    fresh: bool
    allow_gaps: bool
    no_running_time: bool
    transcript: bool
    report: Path | None
    quiet: bool


class MainJob(click.Command):
    """The main command, whose help also names the others."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the other commands, each with its first line of help."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl(
                [
                    (f"narrate {name}", command_named(name).get_short_help_str(70))
                    for name in COMMANDS
                ]
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
@how_to_read
@click.option(
    "--jobs", type=click.IntRange(1, 64), metavar="N", help="Pieces asked for at once (default: 8)."
)
@click.option("--fresh", is_flag=True, help="Ask for every piece, even if it is stored.")
@click.option("--allow-gaps", is_flag=True, help="Write the MP3 even if a passage fails.")
@click.option("--no-running-time", is_flag=True, help="Do not say at the start how long it is.")
@click.option("--transcript", is_flag=True, help="Write the text with its times, .vtt and .srt.")
@click.option(
    "--report",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write what became of every paragraph, as JSON.",
)
@click.option("-q", "--quiet", is_flag=True, help="Show errors and the paths of the MP3s alone.")
@click.version_option(package_name="narrate", message="%(prog)s %(version)s")
@click.pass_context
def command(ctx: click.Context, /, articles: tuple[str, ...], **options: Any) -> None:
    """Make one MP3 of each ARTICLE.

    An article is a file (text, Markdown, HTML, EPUB or PDF), a web address, or - for standard
    input. The paths of the MP3s go to standard output, all else to standard error.
    """
    corrections = Corrections.taken_from(options)
    order = Order(manner=manner_of(options, ctx.obj), **options)
    _check(order, articles)
    outcomes = [_attempt(article, order, corrections) for article in articles]
    ctx.exit(1 if 1 in outcomes else max(outcomes))


def _check(order: Order, articles: tuple[str, ...]) -> None:
    if len(articles) > 1 and _is_file(order.output):
        raise click.UsageError(f"One MP3 cannot hold {len(articles)} articles: give -o a folder.")
    if len(articles) > 1 and order.report:
        raise click.UsageError("A report is of one article: narrate them one by one.")


def _attempt(source: str, order: Order, corrections: Corrections) -> int:
    """Narrate one article; what fails about it is said, and the next one has its turn."""
    with Progress(_name_of(source), quiet=order.quiet) as progress:
        try:
            episode = _narrate(source, order, corrections, progress)
        except NarrateError as error:
            if isinstance(error, UnknownLanguage) and corrections.lang:
                raise  # the listener's own word, and so the same for every article
            progress.clear()
            click.echo(f"narrate: {error}", err=True)
            return 1
    if not order.quiet:
        click.echo(summary(episode), err=True)
    click.echo(episode.path)
    return GAPS if any(entry.outcome == "failed" for entry in episode.ledger) else 0


def _name_of(source: str) -> str:
    """What an article is called while it is narrated."""
    return source if "://" in source else Path(source).name


def _narrate(source: str, order: Order, corrections: Corrections, progress: Progress) -> Episode:
    from narrate.ledger import write_report
    from narrate.narration import narrate
    from narrate.store import Store

    with ExitStack() as stack:
        # First of all, since the built-in voice needs a moment to start.
        chosen = "gtts" if order.engine == "auto" else order.engine
        engine = stack.enter_context(closing(open_engine(chosen)))
        article = read(source, corrections)
        article = replace(article, date=article.date or _day_of(source))
        open_instead = partial(_open_built_in, article.language) if order.engine == "auto" else None
        if open_instead and not speaks(engine, article.language or "en"):
            engine = stack.enter_context(closing(open_instead()))
        store = Store(reads=not order.fresh)
        try:
            episode = narrate(
                article,
                partial(_target, source, order.output),
                engine,
                fallback=open_instead,
                manner=order.manner,
                picture=partial(_picture, article, source),
                running_time=not order.no_running_time,
                transcript=order.transcript,
                jobs=order.jobs,
                store=store,
                allow_gaps=order.allow_gaps,
                on_event=progress,
            )
        except PassagesMissing as error:
            if order.report:
                write_report(order.report, error.ledger)
            raise
    if store.trouble:
        progress.say(store.trouble)
    if order.report:
        write_report(order.report, episode.ledger)
    return episode


def _picture(article: Article, source: str) -> bytes:
    from narrate.artwork import artwork_of  # here, on the thread that it is called on

    return artwork_of(article, source)


def _open_built_in(language: str | None) -> Engine:
    """Open the built-in voice; raises UnknownLanguage if it does not speak that."""
    engine = open_engine("espeak")
    try:
        voice_for(engine, language or "en")
    except UnknownLanguage:
        engine.close()
        raise
    return engine


def _target(source: str, output: Path | None, script: Script) -> Path:
    from narrate.naming import free_target, is_made_from, slug_of

    if output is not None and _is_file(output):
        return output
    folder = output or Path("audio")
    return free_target(folder, slug_of(source, script), partial(is_made_from, script=script))


def _is_file(output: Path | None) -> bool:
    return output is not None and output.suffix.lower() == ".mp3" and not output.is_dir()


def _day_of(source: str) -> str:
    """The day of a file's last change, else today; SOURCE_DATE_EPOCH overrules both.

    https://reproducible-builds.org/specs/source-date-epoch/
    """
    path = Path(source)
    given = os.environ.get("SOURCE_DATE_EPOCH")
    if given is not None and not given.isdecimal():
        raise WrongUsage(f"SOURCE_DATE_EPOCH must be whole seconds since 1970, not {given!r}.")
    if given is not None:
        moment = float(given)
    elif source != "-" and path.exists():
        moment = path.stat().st_mtime
    else:
        moment = time.time()
    return datetime.datetime.fromtimestamp(moment, datetime.timezone.utc).date().isoformat()
