"""`narrate store`: the clips that are kept."""

from __future__ import annotations

import click

__all__ = ["command"]


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--clear", is_flag=True, help="Remove every clip.")
def command(*, clear: bool) -> None:
    """Tell where spoken clips are kept and how much there is, or clear them."""
    from narrate.store import Store

    store = Store()
    if clear:
        gone = store.clear()
        click.echo(f"{gone.clips} clips ({_megabytes(gone.size)}) removed from {store.folder}")
    else:
        there = store.contents()
        click.echo(f"{there.clips} clips ({_megabytes(there.size)}) in {store.folder}")


def _megabytes(size: int) -> str:
    return f"{size / 1e6:.1f} MB"
