"""What is shown while an article is narrated: a bar on a terminal, else plain lines."""

from __future__ import annotations

import time
from collections import Counter
from typing import TYPE_CHECKING, Any

import click

from narrate.events import Event, Planned, Spoken, Stopped, VoiceChanged, Waiting

if TYPE_CHECKING:
    from types import TracebackType

    from narrate.narration import Episode

__all__ = ["Progress", "clock", "summary"]

LINE_EVERY_S = 15.0
"""How often a plain line is printed where there is no terminal, in seconds."""
MANY_REQUESTS = 100
"""From how many requests on the listener is told before they are sent."""


def clock(seconds: float) -> str:
    """`5:13`, or `1:02:03` from an hour on."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def summary(episode: Episode) -> str:
    """`22 utterances, 1 skipped (platform notice), 5:13 → audio/name.mp3`."""
    script = episode.script
    told = [_count(len(script.utterances), "utterance")]
    if script.skipped:
        reasons = Counter(skipped.reason for skipped in script.skipped)
        words = ", ".join(f"{n} × {reason}" if n > 1 else reason for reason, n in reasons.items())
        told.append(f"{len(script.skipped)} skipped ({words})")
    failed = sum(entry.outcome == "failed" for entry in episode.ledger)
    if failed:
        told.append(f"{failed} with a gap")
    return f"{', '.join(told)}, {clock(episode.duration)} → {episode.path}"


class Progress:
    """A hook for events that draws on standard error; use it as a context manager."""

    def __init__(self, name: str, *, quiet: bool) -> None:
        self._name = name
        self._quiet = quiet
        self._bar: Any = None
        self._last_line = time.monotonic()
        self._done = 0

    def __enter__(self) -> Progress:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.clear()

    def clear(self) -> None:
        """Take the bar away, so that something else can be said."""
        if self._bar is not None:
            self._bar.__exit__(None, None, None)
            self._bar = None

    def __call__(self, event: Event) -> None:
        """Show one event."""
        match event:
            case Planned():
                self._plan(event)
            case Spoken():
                self._advance(event)
            case Waiting():
                self.say(f"Google asks us to slow down: {event.seconds:.0f} s")
            case Stopped():
                self._stop(event)
            case VoiceChanged():
                self.say(
                    f"{event.reason} The voice {event.used} reads instead; "
                    f"to insist: -e {event.wanted}"
                )

    def _plan(self, event: Planned) -> None:
        self._done = 0
        self.clear()
        if event.requests >= MANY_REQUESTS:
            self.say(f"{event.requests} requests will go to Google.")
        if not self._quiet and click.get_text_stream("stderr").isatty():
            self._bar = click.progressbar(
                length=event.pieces,
                label=self._name,
                show_eta=True,
                file=click.get_text_stream("stderr"),
            )
            self._bar.__enter__()

    def _advance(self, event: Spoken) -> None:
        if self._bar is not None:
            self._bar.update(event.done - self._done)
        elif time.monotonic() - self._last_line >= LINE_EVERY_S:
            self.say(f"{event.done} of {event.total} pieces, {clock(event.seconds)} so far")
        self._done = event.done

    def _stop(self, event: Stopped) -> None:
        self.clear()
        if event.kept:
            kept = f"{event.kept} of {event.pieces} pieces are kept"
            click.echo(f"narrate: {kept}; run again to go on there.", err=True)

    def say(self, line: str) -> None:
        """Say one line about this article, unless the listener wants quiet."""
        self._last_line = time.monotonic()
        if self._quiet:
            return
        if self._bar is not None:
            click.echo("\r\x1b[K", nl=False, err=True)
        click.echo(f"{self._name}: {line}", err=True)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
