"""The settings of the listener as defaults of the commands' options."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from narrate.errors import WrongUsage
from narrate.lexicon import Lexicon, read_lexicon
from narrate.settings import Setting, Settings, config_folder, read_settings, read_toml

__all__ = ["defaults_for", "listeners_settings", "words_of"]

TABLES = frozenset({"feed", "lexicon"})


def listeners_settings() -> Settings:
    """What is set in this folder, else in the user's own."""
    return read_settings(Path(), config_folder())


def defaults_for(command: click.Command, settings: Settings) -> dict[str, Any]:
    """The settings that are options of the main job, as `default_map` of a command.

    Raises WrongUsage for a name that is no option or a value that the option does not take,
    with the line of the file.
    """
    if not settings.options and not settings.tables:
        return {}
    from narrate.cli.episode import command as main_job

    known = {_name(param): param for param in main_job.params if isinstance(param, click.Option)}
    mine = {param.name for param in command.params}
    defaults = {}
    for name, setting in settings.options.items():
        if name not in known:
            raise WrongUsage(f"{setting.where}: there is no option {name!r}.")
        _check(name, known[name], setting)
        if known[name].name in mine:
            defaults[str(known[name].name)] = setting.value
    for name, table in settings.tables.items():
        if name not in TABLES:
            raise WrongUsage(f"{table.where}: there is no table [{name}].")
    return defaults


def words_of(settings: Settings, file: Path | None) -> Lexicon:
    """The lexicon of a file, else of the settings; raises WrongUsage for a wrong one."""
    if file is not None:
        return read_lexicon(read_toml(file), str(file))
    table = settings.tables.get("lexicon")
    return read_lexicon(table.value, table.where) if table else Lexicon()  # type: ignore[arg-type]


def _name(option: click.Option) -> str:
    return max(option.opts, key=len).lstrip("-")


def _check(name: str, option: click.Option, setting: Setting) -> None:
    value = setting.value
    if option.is_flag != isinstance(value, bool) or not isinstance(value, bool | str | int | float):
        wanted = "true or false" if option.is_flag else "a text or a number"
        raise WrongUsage(f"{setting.where}: {name} must be {wanted}, not {value!r}.")
    try:
        option.type_cast_value(click.Context(click.Command(name)), value)
    except click.BadParameter as error:
        raise WrongUsage(f"{setting.where}: {name}: {error.message}") from error
