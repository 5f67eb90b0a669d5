"""Engines, one adapter a file; `open_engine` picks one by name.

A new engine is a new file and a line in `_OPENERS`. An adapter is imported when it is opened,
since what it brings along (gTTS, requests) takes longer to load than the other one to speak.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from narrate.errors import EngineError, WrongUsage

if TYPE_CHECKING:
    from collections.abc import Callable

    from narrate.engine import Engine

__all__ = ["ENGINES", "EngineFacts", "engine_facts", "open_engine"]


def _gtts() -> Engine:
    from narrate.engines.google import GoogleVoice

    return GoogleVoice()


def _espeak() -> Engine:
    from narrate.engines.espeak import EspeakVoice

    return EspeakVoice()


_OPENERS: dict[str, Callable[[], Engine]] = {"gtts": _gtts, "espeak": _espeak}

ENGINES: tuple[str, ...] = tuple(_OPENERS)
"""The names that `open_engine` knows, the first choice first."""


@dataclass(frozen=True, slots=True)
class EngineFacts:
    """What a listener may want to know of an engine before choosing it."""

    name: str
    version: str | None
    """None where it does not work here."""
    languages: tuple[str, ...]
    """BCP 47, sorted."""
    needs_network: bool
    problem: str | None
    """Why it does not work here, as a sentence; else None."""


def open_engine(name: str) -> Engine:
    """Open an engine for one article; whoever opens it closes it.

    Raises WrongUsage for a name that is not in `ENGINES`, EngineError where the engine is not
    installed or does not start.
    """
    if name not in _OPENERS:
        raise WrongUsage(f"There is no engine {name!r}: choose one of {', '.join(ENGINES)}.")
    return _OPENERS[name]()


def engine_facts(name: str) -> EngineFacts:
    """Ask an engine for its facts; one that does not work here tells why instead.

    Raises WrongUsage for a name that is not in `ENGINES`. Needs no network.
    """
    try:
        engine = open_engine(name)
    except EngineError as error:
        return EngineFacts(name, None, (), needs_network=False, problem=str(error))
    try:
        version, problem = engine.version, None
    except EngineError as error:
        version, problem = None, str(error)
    finally:
        engine.close()
    languages = tuple(sorted(engine.languages))
    return EngineFacts(name, version, languages, engine.needs_network, problem)
