"""The whole journey: an article becomes one MP3."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from narrate.announcing import RunningTime
from narrate.chapters import openings_of
from narrate.engine import speaks, voice_for
from narrate.errors import PassagesMissing, Refused, UnknownLanguage, Unreachable
from narrate.events import Planned, Spoken, Stopped, VoiceChanged, ignore
from narrate.joining import HEAD, Joiner
from narrate.ledger import Entry, write_ledger
from narrate.meanwhile import Meanwhile
from narrate.recording import Recorder
from narrate.saving import save
from narrate.script import AFTER_HEAD, Manner, Script, pieces_of, write_script
from narrate.speaking import Speech, kept, requests_for, speak

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from narrate.article import Article, Block
    from narrate.chapters import Opening
    from narrate.cutting import Piece
    from narrate.engine import Engine
    from narrate.events import Hook
    from narrate.recording import Recording
    from narrate.speaking import Failure
    from narrate.store import Store

__all__ = ["Episode", "narrate"]

PLAINLY = Manner()
FIRST_ANSWER_S = 5.0
"""How long a voice is waited for where another one could read instead, in seconds."""
TRIES_AT_RUNNING_TIME = 4
"""Of the words that an article is whole without: two seconds of waiting at most."""
PICTURE_AFTER = 16
"""After how many pieces the picture is begun, or after a quarter of them if that is sooner: not
while encoders wait for their first sound, and before a book fills the memory."""


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
    target: Path | Callable[[Script], Path],
    engine: Engine,
    *,
    fallback: Callable[[], Engine] | None = None,
    manner: Manner = PLAINLY,
    running_time: bool = True,
    transcript: bool = False,
    picture: Callable[[], bytes] | None = None,
    jobs: int | None = None,
    store: Store | None = None,
    allow_gaps: bool = False,
    on_event: Hook = ignore,
) -> Episode:
    """Read an article aloud into one MP3, whole or not at all.

    `target` is its path, or finds one for the script. `fallback` opens the voice for the whole
    article where `engine` gives no answer at its first piece; without one, `engine` is asked
    again and again before that is an error. With `allow_gaps` a passage that cannot be spoken is
    announced as missing.

    The `running_time` is said in the head, unless the voice fails at that alone. With
    `transcript` the text and its times lie beside the MP3, as `.vtt` and `.srt`; where the MP3's
    tag has no room for them, as `.vtt` in any case. `picture` is asked for the cover, a
    JPEG file, on a thread of its own, once a part is spoken.

    Raises NothingToSay, UnknownLanguage, UnwritableTarget, EngineError, and PassagesMissing
    after all that can be spoken is spoken and stored. `on_event` is called on this thread;
    what it raises cancels the narration, and nothing is left at the target.
    """
    script = write_script(article, manner)
    path = target(script) if callable(target) else target
    extras = Extras(running_time, transcript, Meanwhile(picture) if picture else None)
    reading = Reading(script, article.blocks, path, extras, jobs, store, allow_gaps, on_event)
    if fallback is None:
        return reading.by(engine)
    try:
        return reading.by(engine, first_answer_s=FIRST_ANSWER_S)
    except Unreachable as error:
        try:
            other = fallback()
        except UnknownLanguage:
            raise error from None  # then there is nothing to fall back on
        with closing(other):
            on_event(VoiceChanged(engine.name, other.name, str(error)))
            return reading.by(other)


@dataclass(frozen=True, slots=True)
class Extras:
    """What an episode has beside the article's own words; as `narrate` takes it."""

    running_time: bool
    transcript: bool
    picture: Meanwhile[bytes] | None


@dataclass(frozen=True, slots=True)
class Reading:
    """One script on its way to one MP3, by whichever voice."""

    script: Script
    blocks: tuple[Block, ...]
    """The article's, for their links."""
    target: Path
    extras: Extras
    jobs: int | None
    store: Store | None
    allow_gaps: bool
    on_event: Hook

    def by(self, engine: Engine, first_answer_s: float | None = None) -> Episode:
        """Let one voice read all of it; `first_answer_s` as in `narrate.speaking.speak`."""
        pieces = self._pieces(engine)
        self._check_languages(pieces, engine)
        try:
            return self._all(pieces, engine, first_answer_s)
        except Refused as error:
            there = kept(pieces, engine, self.store)
            if not there:
                raise
            told = f"{error} {_to_go_on(there, len(pieces))}"
            raise Refused(told, everything=error.everything) from error
        except KeyboardInterrupt:
            self.on_event(Stopped(kept(pieces, engine, self.store), len(pieces)))
            raise

    def _all(
        self, pieces: tuple[Piece, ...], engine: Engine, first_answer_s: float | None
    ) -> Episode:
        requests = requests_for(pieces, engine, self.store)
        self.on_event(Planned(engine.name, len(pieces), requests))
        openings = openings_of(self.script, self.blocks)
        say = self._voice(engine)
        with (
            Recorder(self.target) as recorder,
            closing(self._running_time(pieces, engine)) as running_time,
            say(pieces, first_answer_s=first_answer_s) as speech,
        ):
            joiner = Joiner(recorder, self.script, openings, say if self.allow_gaps else None)
            self._join(joiner, pieces, speech, running_time)
            if joiner.failures and not self.allow_gaps:
                raise self._missing(joiner.failures, pieces, engine)
            if self.extras.running_time:
                joiner.lay(running_time)
            recording = recorder.finish()
            self._save(recording, openings, joiner.pieces, engine)
        reasons = {failure.piece.utterance: str(failure.error) for failure in joiner.failures}
        ledger = write_ledger(self.script, recording.spans, reasons)
        return Episode(self.target, self.script, engine.name, recording.duration, ledger)

    def _check_languages(self, pieces: Sequence[Piece], engine: Engine) -> None:
        """Say before anything is spoken that this voice cannot read the article, or all of it."""
        voice_for(engine, self.script.language)
        if self.allow_gaps:
            return
        strange = next((it for it in pieces if not speaks(engine, it.language)), None)
        if strange:
            raise UnknownLanguage(
                f"The voice {engine.name} does not speak {strange.language!r}, which is the "
                f"language of “{strange.text}”: choose another voice, or allow a gap there "
                "(--allow-gaps)."
            )

    def _join(
        self,
        joiner: Joiner,
        pieces: Sequence[Piece],
        speech: Speech,
        running_time: RunningTime,
    ) -> None:
        """Record all that is heard; have the picture and the running time made meanwhile."""
        for done, piece in enumerate(pieces):
            if self.extras.running_time:
                running_time.foresee(done, joiner.seconds)
            if self.extras.picture and done == min(PICTURE_AFTER, len(pieces) // 4):
                self.extras.picture.begin()
            joiner.take(piece, next(speech))
            self.on_event(Spoken(done + 1, len(pieces), joiner.seconds))

    def _voice(self, engine: Engine) -> Callable[..., Speech]:
        """What `narrate.speaking.speak` does, with this voice."""
        return partial(
            speak, engine=engine, jobs=self.jobs, store=self.store, on_event=self.on_event
        )

    def _pieces(self, engine: Engine) -> tuple[Piece, ...]:
        pieces = pieces_of(self.script, engine.max_chars, pack=engine.needs_network)
        if self.extras.running_time and self.script.utterances[0].kind not in HEAD:
            return (replace(pieces[0], pause_ms=AFTER_HEAD), *pieces[1:])
        return pieces

    def _running_time(self, pieces: Sequence[Piece], engine: Engine) -> RunningTime:
        at_once = 1 if engine.at_once == 1 else self.jobs or engine.at_once
        say = partial(self._voice(engine), tries=TRIES_AT_RUNNING_TIME)
        return RunningTime(pieces, self.script.language, at_once, say)

    def _save(
        self,
        recording: Recording,
        openings: Sequence[Opening],
        pieces: Sequence[Piece],
        engine: Engine,
    ) -> None:
        """Put the MP3 in place, with all that it knows, and the texts beside it."""
        # Here, because until the first words are spoken nothing else is worth a wait.
        from narrate.tagging import subtitles, tags_of, timeline_of, with_cues

        timeline = timeline_of(self.script, openings, pieces, recording)
        tags = tags_of(self.script, self.blocks, timeline, f"{engine.name} {engine.version}")
        picture = self.extras.picture.wait() if self.extras.picture else None
        tags = with_cues(replace(tags, picture=picture), timeline)
        beside = self._beside(has_cues=bool(tags.cues))
        save(recording, self.target, tags, subtitles(timeline, self.script.language, beside))

    def _beside(self, *, has_cues: bool) -> set[str]:
        """The endings of the texts that lie beside the MP3.

        Both if they are asked for, WebVTT if the tag has no room for it; and those of an MP3
        that this one replaces, which would tell lies.
        """
        beside = {".vtt", ".srt"}
        if self.extras.transcript:
            return beside
        old = {it for it in beside if self.target.with_suffix(it).exists()}
        return (old if self.target.exists() else set()) | (set() if has_cues else {".vtt"})

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
            f"{_to_go_on(there, len(pieces))}",
            write_ledger(self.script, (), reasons),
        )


def _to_go_on(there: int, pieces: int) -> str:
    return f"Run again: {there} of {pieces} pieces are kept."
