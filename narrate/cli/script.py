"""`narrate script`: what would be spoken, before a word is."""

from __future__ import annotations

import json
import shutil
import textwrap
from dataclasses import asdict
from textwrap import shorten
from typing import TYPE_CHECKING, Any

import click

from narrate.cli.options import Corrections, about_the_article, how_to_read, manner_of, read
from narrate.script import Skipped, lines_of, write_script

if TYPE_CHECKING:
    from collections.abc import Iterator

    from narrate.script import Script, Utterance
    from narrate.settings import Settings

__all__ = ["command"]

WIDEST = 88  # columns; longer lines are tiring to read
GUTTER = 7  # columns for the pause before a line


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("article")
@click.option("--json", "as_json", is_flag=True, help="The whole script, with what is skipped.")
@about_the_article
@how_to_read
@click.pass_obj
def command(settings: Settings, /, article: str, *, as_json: bool, **options: Any) -> None:
    """Show what would be spoken of ARTICLE, one utterance a line."""
    manner = manner_of(options, settings)
    script = write_script(read(article, Corrections.taken_from(options)), manner)
    if as_json:
        click.echo(json.dumps(_values(script), ensure_ascii=False, indent=2))
    elif click.get_text_stream("stdout").isatty():
        click.echo_via_pager(_pages(script))
    else:
        for utterance in script.utterances:
            click.echo(utterance.text)


def _pages(script: Script) -> Iterator[str]:
    """For a person: each line behind the seconds of silence before it, what is skipped dimmed."""
    columns = min(shutil.get_terminal_size().columns, WIDEST)
    for line in lines_of(script):
        if isinstance(line, Skipped):
            text = shorten(line.text, columns, placeholder="…")
            yield click.style(_beside(f"not read, {line.reason}: {text}", columns), dim=True)
            continue
        pause = click.style(f"{line.pause_ms / 1000:{GUTTER - 2}.1f}  ", dim=True)
        words = _beside(line.text, columns)[GUTTER:]
        if line.kind == "heading":
            yield "\n"
        yield pause + click.style(words, bold=line.kind in ("title", "heading"))


def _beside(text: str, columns: int) -> str:
    gutter = " " * GUTTER
    lines = textwrap.wrap(text, columns, initial_indent=gutter, subsequent_indent=gutter)
    return "\n".join(lines) + "\n"


def _values(script: Script) -> dict[str, object]:
    head = ("title", "dek", "author", "site", "url", "date", "language")
    return {
        **{name: getattr(script, name) for name in head},
        "utterances": [_utterance(it) for it in script.utterances],
        "skipped": [_skipped(it) for it in script.skipped],
    }


def _utterance(utterance: Utterance) -> dict[str, object]:
    values = asdict(utterance)
    del values["block"]
    return values


def _skipped(skipped: Skipped) -> dict[str, object]:
    return {"text": skipped.text, "reason": skipped.reason}
