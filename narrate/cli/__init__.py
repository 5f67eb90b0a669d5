"""The command line: the only room that prints, asks or exits.

`narrate ARTICLE...` is the main job; the first word is a command only if it equals one.
"""

from __future__ import annotations

import sys
from importlib import import_module
from typing import TYPE_CHECKING, NoReturn

import click

from narrate.cli.defaults import defaults_for, listeners_settings
from narrate.errors import NarrateError, WrongUsage

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["COMMANDS", "command_named", "main"]

COMMANDS = ("script", "engines", "store", "feed", "serve")
"""Each lives in the module of its name in this package, as `command`."""

INTERRUPTED = 130  # what a shell reports for a program that Ctrl-C ended: 128 + SIGINT


def command_named(name: str) -> click.Command:
    """The click command of that name; `episode` is the main job."""
    command: click.Command = import_module(f"narrate.cli.{name}").command
    return command


def main(words: Sequence[str] | None = None) -> NoReturn:
    """Run one command line and exit: 0 done, 1 an article failed, 2 wrong usage, 130 Ctrl-C."""
    args = list(sys.argv[1:] if words is None else words)
    name = args.pop(0) if args and args[0] in COMMANDS else "episode"
    program = "narrate" if name == "episode" else f"narrate {name}"
    try:
        command = command_named(name)
        settings = listeners_settings()
        status = command.main(
            args,
            prog_name=program,
            standalone_mode=False,
            default_map=defaults_for(command, settings),
            obj=settings,
        )
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except NarrateError as error:
        click.echo(f"narrate: {error}", err=True)
        sys.exit(2 if isinstance(error, WrongUsage) else 1)
    except (click.Abort, KeyboardInterrupt):
        click.echo("narrate: stopped.", err=True)
        sys.exit(INTERRUPTED)
    sys.exit(status if isinstance(status, int) else 0)
