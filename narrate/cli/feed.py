"""`narrate feed`: a folder of MP3s as a podcast."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

import click

__all__ = ["command"]

RELATIVE = (
    "The feed does not know where it will be served, and many players need that: "
    "run again with --base-url https://…/, once."
)


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument(
    "folder", type=click.Path(path_type=Path), default=Path("audio"), metavar="[FOLDER]"
)
@click.option(
    "--base-url",
    metavar="URL",
    help="Where the folder is served; needed once, feed.xml remembers it.",
)
@click.option("--title", "show_title", metavar="TEXT", help="What the series is called.")
@click.option("--description", metavar="TEXT", help="What it is about.")
@click.option("--author", "show_author", metavar="NAME", help="Who makes it.")
@click.option("--category", metavar="NAME", help="One of Apple's: News, or Arts > Books.")
@click.option("--image", metavar="FILE", help="Its cover (default: drawn from the title).")
@click.option("--public", is_flag=True, default=None, help="Let podcast directories list it.")
def command(folder: Path, base_url: str | None, **options: object) -> None:
    """Make feed.xml of the MP3s in FOLDER (default: ./audio), from their tags alone.

    The path of the feed goes to standard output, all else to standard error.
    """
    from narrate.cli.display import clock
    from narrate.feed import base_url_from, show_from, write_feed
    from narrate.settings import config_folder, read_settings

    table = read_settings(folder, Path(), config_folder()).tables.get("feed")
    settings: dict[str, Any] = dict(cast("dict[str, Any]", table.value)) if table else {}
    address = base_url or settings.pop("base-url", None)
    given = {name.removeprefix("show_"): value for name, value in options.items()}
    settings.update((name, value) for name, value in given.items() if value is not None)
    show = show_from(settings, table.where if table else "")
    feed = write_feed(folder, show, base_url_from(address) if address else None)
    for remark in feed.remarks:
        click.echo(f"narrate: {remark}", err=True)
    if not feed.base_url:
        click.echo(f"narrate: {RELATIVE}", err=True)
    episodes = f"{feed.episodes} episode{'' if feed.episodes == 1 else 's'}"
    click.echo(f"{episodes}, {clock(feed.seconds)}", err=True)
    click.echo(folder / "feed.xml")
