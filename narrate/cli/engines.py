"""`narrate engines`: the voices that are installed."""

from __future__ import annotations

import textwrap

import click

__all__ = ["command"]


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
def command() -> None:
    """List the voices, their languages, and which of them needs the network."""
    from narrate.engines import ENGINES, engine_facts

    for name in ENGINES:
        facts = engine_facts(name)
        if facts.problem:
            click.echo(f"{name}: {facts.problem}")
            continue
        where = "needs the network" if facts.needs_network else "works without a network"
        click.echo(f"{name} {facts.version}: {len(facts.languages)} languages, {where}")
        tags = " ".join(sorted(facts.languages))
        click.echo(textwrap.indent(textwrap.fill(tags, 76, break_on_hyphens=False), "    "))
