"""What happens on the way, as frozen records handed to any callable.

The library never draws. Whoever listens gets each record on the thread that called
`narrate`; raising from the hook cancels the narration.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

__all__ = ["Event", "Hook", "Planned", "Spoken", "Stopped", "VoiceChanged", "Waiting", "ignore"]


@dataclass(frozen=True, slots=True)
class Planned:
    """The text is cut; speaking begins."""

    engine: str
    pieces: int
    requests: int
    """How many pieces will be asked of a service on the network."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """One more piece is joined to the recording."""

    done: int
    total: int
    seconds: float
    """Length of the recording so far."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """The service wants fewer requests, so nothing is asked for a while."""

    engine: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Stopped:
    """Ctrl-C ended the narration; the next one goes on from what is kept."""

    kept: int
    """How many pieces need not be asked for again; 0 for a voice that needs no network."""
    pieces: int


@dataclass(frozen=True, slots=True)
class VoiceChanged:
    """The first voice cannot be reached: the whole article goes to another one."""

    wanted: str
    used: str
    reason: str


Event = Planned | Spoken | Waiting | VoiceChanged | Stopped
Hook = Callable[[Event], object]


def ignore(event: Event) -> None:
    """Do nothing: the hook of whoever does not want to know."""
