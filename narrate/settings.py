"""What a listener sets once for every day: `narrate.toml`, in this folder or the user's own.

Names are those of the command line's options (`engine = "espeak"`, `allow-gaps = true`); tables
are for what is no option (`[lexicon]`, `[feed]`). This folder's file comes before the user's,
and the command line before both.
"""

from __future__ import annotations

import os
import re
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from narrate.errors import WrongUsage

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Setting", "Settings", "config_folder", "read_settings", "read_toml"]

FILE_NAME = "narrate.toml"


@dataclass(frozen=True, slots=True)
class Setting:
    """One value, and where it stands."""

    value: object
    where: str
    """For errors: `narrate.toml, line 3`."""


@dataclass(frozen=True, slots=True)
class Settings:
    """All that is set, by name; what is in this folder hides what is in the user's."""

    options: Mapping[str, Setting] = field(default_factory=dict)
    tables: Mapping[str, Setting] = field(default_factory=dict)


def config_folder() -> Path:
    """The user's own folder for settings on this platform.

    XDG Base Directory on Linux and others, Application Support on macOS, APPDATA on Windows.
    """
    home = Path.home()
    if sys.platform == "win32":
        return Path(os.environ.get("APPDATA") or home / "AppData" / "Roaming") / "narrate"
    if sys.platform == "darwin":
        return home / "Library" / "Application Support" / "narrate"
    return Path(os.environ.get("XDG_CONFIG_HOME") or home / ".config") / "narrate"


def read_settings(*folders: Path) -> Settings:
    """Read `narrate.toml` in each folder that has one; the first of two values counts.

    Raises WrongUsage for a file that cannot be read or is not TOML, with the line.
    """
    options: dict[str, Setting] = {}
    tables: dict[str, Setting] = {}
    for path in (folder / FILE_NAME for folder in folders):
        if not path.is_file():
            continue
        for name, value in read_toml(path).items():
            kind = tables if isinstance(value, dict) else options
            kind.setdefault(name, Setting(value, f"{path}, line {_line_of(path, name)}"))
    return Settings(options, tables)


def read_toml(path: Path) -> dict[str, Any]:
    """Read a TOML file. Raises WrongUsage, with the line, for one that cannot be read."""
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib

    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise WrongUsage(f"{path} cannot be read: {reason}.") from error
    except tomllib.TOMLDecodeError as error:
        raise WrongUsage(f"{path} is not understood: {error}.") from error


def _line_of(path: Path, name: str) -> int:
    """Where a key or table stands; the parser does not tell."""
    key = rf"""\s*(\[\s*)?["']?{re.escape(name)}["']?\s*[]=.]"""
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    return next((number for number, line in enumerate(lines, 1) if re.match(key, line)), 1)
