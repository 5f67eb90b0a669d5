"""`narrate serve`: the folder as a page and a podcast, on this machine or in the network."""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from narrate.errors import WrongUsage

if TYPE_CHECKING:
    from narrate.feed import Show

__all__ = ["command"]

PORT = 8472  # always the same, since a subscription holds it; IANA has it assigned to nobody


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument(
    "folder",
    default="audio",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=PORT,
    show_default=True,
    help="Where to listen; 0: any free port.",
)
@click.option("--lan", is_flag=True, help="For the phones in this network too; shows a QR code.")
def command(folder: Path, port: int, *, lan: bool) -> None:
    """Serve FOLDER (default: ./audio) as a page and a podcast, until Ctrl-C.

    Only who has the address, with its key, sees anything. It stays the same from run to run, so
    that a subscription lasts, until the folder is moved.
    """
    # Loaded here: the other commands need no server.
    from narrate.server.access import key_of
    from narrate.server.app import make_app, run
    from narrate.server.library import Library
    from narrate.server.network import lan_addresses, listen

    key = key_of(folder)
    hosts = lan_addresses() if lan else ["127.0.0.1"]
    if not hosts:
        raise WrongUsage("This machine is in no network: connect it, or serve without --lan.")
    sock = listen(port, lan=lan)
    addresses = [f"http://{host}:{sock.getsockname()[1]}/{key}/" for host in hosts]
    app = make_app(
        Library(folder), key, show=_show_of(folder), lan_page=addresses[0] if lan else None
    )
    _tell(folder, addresses, lan=lan)
    run(app, sock)


def _show_of(folder: Path) -> Show:
    """What `narrate.toml` says of the series. Raises WrongUsage."""
    from narrate.feed import show_from
    from narrate.settings import config_folder, read_settings

    table = read_settings(folder, Path(), config_folder()).tables.get("feed")
    if table is None:
        return show_from({})
    values = dict(cast("dict[str, object]", table.value))
    values.pop("base-url", None)  # it is for a feed that is served elsewhere
    return show_from(values, table.where)


def _tell(folder: Path, addresses: list[str], *, lan: bool) -> None:
    click.echo(f"Serving {folder} until Ctrl-C.", err=True)
    if lan and (drawing := _qr(addresses[0])):
        click.echo(drawing, err=True)
    click.echo(addresses[0])
    for other in addresses[1:]:
        click.echo(f"also at {other}", err=True)
    click.echo(f"The podcast feed: {addresses[0]}feed.xml", err=True)
    if not lan:
        click.echo("For a phone in the same network: narrate serve --lan", err=True)


def _qr(address: str) -> str | None:
    """The address as a QR code of half blocks, light on dark as cameras want it, if they show."""
    import segno

    drawing = io.StringIO()
    segno.make(address, error="l", boost_error=False).terminal(drawing, compact=True, border=2)
    lines = drawing.getvalue().splitlines()
    try:
        "".join(lines).encode(sys.stderr.encoding or "ascii")
    except UnicodeEncodeError:
        return None
    return "\n".join(click.style(line, fg="bright_white", bg="black") for line in lines)
