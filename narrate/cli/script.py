"""`narrate script`: what would be spoken, before a word is."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from narrate.cli.options import Corrections, about_the_article, read

if TYPE_CHECKING:
    from narrate.script import Script, Skipped, Utterance

__all__ = ["command"]


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("article")
@click.option("--json", "as_json", is_flag=True, help="The whole script, with what is skipped.")
@about_the_article
def command(article: str, *, as_json: bool, **corrections: str | None) -> None:
    """Show what would be spoken of ARTICLE, one utterance a line."""
    from narrate.script import write_script

    script = write_script(read(article, Corrections(**corrections)))
    if as_json:
        click.echo(json.dumps(_values(script), ensure_ascii=False, indent=2))
    else:
        for utterance in script.utterances:
            click.echo(utterance.text)


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
