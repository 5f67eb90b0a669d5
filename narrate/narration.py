"""The whole journey: an article becomes one MP3."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass, replace
from textwrap import shorten
from typing import TYPE_CHECKING

from narrate.errors import PassagesMissing, Unreachable
from narrate.events import Planned, Spoken, VoiceChanged, ignore
from narrate.ledger import Entry, write_ledger
from narrate.naming import identity_of, text_of
from narrate.phrases import phrase
from narrate.recording import Recorder
from narrate.saving import save
from narrate.script import Manner, Script, pieces_of, write_script
from narrate.speaking import Failure, Speech, kept, requests_for, speak
from narrate.tags import Tags

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from narrate.article import Article
    from narrate.cutting import Piece
    from narrate.engine import Clip, Engine
    from narrate.events import Hook
    from narrate.store import Store

__all__ = ["Episode", "narrate"]

GAP_PAUSE_MS = 600
"""The silence before the words that stand for a missing passage."""
PLAINLY = Manner()
OPENING_CHARS = 80
"""How much of an article's first words stands for a title that it lacks."""
FIRST_ANSWER_S = 5.0
"""How long a voice is waited for where another one could read instead, in seconds."""


@dataclass(frozen=True, slots=True)
class Episode:
    """One finished MP3 and what is in it."""

    path: Path
    script: Script
    engine: str
    """Which voice read it."""
    duration: float
    """In seconds."""
    ledger: tuple[Entry, ...]
    """What became of every block."""


def narrate(  # noqa: PLR0913 - each has its default
    article: Article,
    target: Path,
    engine: Engine,
    *,
    fallback: Callable[[], Engine] | None = None,
    manner: Manner = PLAINLY,
    jobs: int | None = None,
    store: Store | None = None,
    allow_gaps: bool = False,
    on_event: Hook = ignore,
) -> Episode:
    """Read an article aloud into one MP3, whole or not at all.

    `fallback` opens the voice for the whole article where `engine` gives no answer at its
    first piece; without one, `engine` is asked again and again before that is an error. With
    `allow_gaps` a passage that cannot be spoken is announced as missing.

    Raises NothingToSay, UnknownLanguage, UnwritableTarget, EngineError, and PassagesMissing
    after all that can be spoken is spoken and stored. `on_event` is called on this thread;
    what it raises cancels the narration, and nothing is left at the target.
    """
    script = write_script(article, manner)
    reading = Reading(script, target, jobs, store, allow_gaps, on_event)
    if fallback is None:
        return reading.by(engine)
    try:
        return reading.by(engine, first_answer_s=FIRST_ANSWER_S)
    except Unreachable as error:
        with closing(fallback()) as other:
            on_event(VoiceChanged(engine.name, other.name, str(error)))
            return reading.by(other)


@dataclass(frozen=True, slots=True)
class Reading:
    """One script on its way to one MP3, by whichever voice."""

    script: Script
    target: Path
    jobs: int | None
    store: Store | None
    allow_gaps: bool
    on_event: Hook

    def by(self, engine: Engine, first_answer_s: float | None = None) -> Episode:
        """Let one voice read all of it; `first_answer_s` as in `narrate.speaking.speak`."""
        pieces = pieces_of(self.script, engine.max_chars, pack=engine.needs_network)
        requests = requests_for(pieces, engine, self.store)
        self.on_event(Planned(engine.name, len(pieces), requests))
        with (
            Recorder(self.target) as recorder,
            self._speech(pieces, engine, first_answer_s) as speech,
        ):
            failures = self._join(recorder, speech, pieces, engine)
            if failures and not self.allow_gaps:
                raise self._missing(failures, pieces, engine)
            recording = recorder.finish()
            reasons = {failure.piece.utterance: str(failure.error) for failure in failures}
            save(recording, self.target, _tags(self.script, engine))
        ledger = write_ledger(self.script, recording.spans, reasons)
        return Episode(self.target, self.script, engine.name, recording.duration, ledger)

    def _speech(
        self, pieces: Sequence[Piece], engine: Engine, first_answer_s: float | None = None
    ) -> Speech:
        return speak(
            pieces,
            engine,
            jobs=self.jobs,
            store=self.store,
            first_answer_s=first_answer_s,
            on_event=self.on_event,
        )

    def _join(
        self, recorder: Recorder, speech: Speech, pieces: Sequence[Piece], engine: Engine
    ) -> list[Failure]:
        """Record what is heard; where a passage is not, say so once if gaps are allowed."""
        failures: list[Failure] = []
        for number, (piece, outcome) in enumerate(zip(pieces, speech, strict=True)):
            if isinstance(outcome, Failure):
                follows_another = bool(failures) and failures[-1].piece is pieces[number - 1]
                failures.append(outcome)
                if self.allow_gaps and not follows_another:
                    recorder.add(*self._announced(piece, engine))
            elif self.allow_gaps or not failures:
                recorder.add(piece, outcome)
            self.on_event(Spoken(number + 1, len(pieces), recorder.seconds))
        return failures

    def _announced(self, missing: Piece, engine: Engine) -> tuple[Piece, Clip]:
        """Say that a passage is missing, in the article's language."""
        words = phrase("missing", self.script.language)
        piece = replace(missing, text=words, language=self.script.language, pause_ms=GAP_PAUSE_MS)
        with self._speech([piece], engine) as speech:
            clip = next(speech)
        if isinstance(clip, Failure):
            raise clip.error
        return piece, clip

    def _missing(
        self, failures: Sequence[Failure], pieces: Sequence[Piece], engine: Engine
    ) -> PassagesMissing:
        """What is told where there is no MP3: the passage, the reason, what is kept."""
        first = failures[0]
        others = f" (and {len(failures) - 1} more)" if len(failures) > 1 else ""
        reasons = {failure.piece.utterance: str(failure.error) for failure in failures}
        there = kept(pieces, engine, self.store)
        return PassagesMissing(
            f"There is no {self.target.name}: {engine.name} did not speak "
            f"“{first.piece.text}”{others}. {first.error} "
            f"Run again: {there} of {len(pieces)} pieces are kept.",
            write_ledger(self.script, (), reasons),
        )


def _tags(script: Script, engine: Engine) -> Tags:
    return Tags(
        title=script.title or _opening(script),
        author=script.author,
        site=script.site,
        show="narrate",
        date=script.date,
        language=script.language,
        url=script.url,
        summary=script.dek or _opening(script),
        text=text_of(script),
        source=identity_of(script),
        voice=f"{engine.name} {engine.version}",
    )


def _opening(script: Script) -> str:
    """The first words, for an article without a title or a dek."""
    body = (it.written for it in script.utterances if it.block is not None)
    return shorten(next(body, ""), width=OPENING_CHARS, placeholder="…")
