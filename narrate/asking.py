"""One piece -> one clip that was heard: out of the store, or asked for until it is good.

Many threads ask at once. Here is how many may be on their way together, when the next may go,
what is tried again, and when there is no hope left.
"""

from __future__ import annotations

import random
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from narrate.decoding import check_clip, decode
from narrate.engine import Clip, voice_for
from narrate.errors import EngineError, Faulty, Refused, SlowDown, UnknownLanguage, Unreachable
from narrate.store import key_of

if TYPE_CHECKING:
    from narrate.cutting import Piece
    from narrate.engine import Engine
    from narrate.pace import Pace
    from narrate.store import Store

__all__ = ["Asker", "Failure", "Halted", "Heard"]

_REST_S, _LONGEST_REST_S = 0.25, 8.0
"""What a piece waits before its second try; it doubles at each, up to the other."""
_PATIENCE_S = 300.0
"""A service that wants us to wait longer than this has said no for today."""
_DOUBTS = 3
"""After so many tries at one piece, none of them answered, the service is out of reach."""
_REFUSALS = 16
"""After so many pieces that were all refused, and none heard, the others would be too."""


@dataclass(frozen=True, slots=True)
class Failure:
    """What comes in the place of a clip that could not be had."""

    piece: Piece
    error: EngineError
    """What the last try met."""


@dataclass(frozen=True, slots=True)
class Heard:
    """A clip that was decoded and may well be speech."""

    source: Clip
    """As the voice gave it."""
    samples: Clip | None
    """Decoded; None where it is left to whoever wants it."""


class Halted(Exception):
    """Nobody wants more clips."""


class Asker:
    """Asks one engine, from any number of threads, `jobs` requests at once at most."""

    def __init__(
        self, engine: Engine, *, jobs: int, tries: int, store: Store | None, pace: Pace
    ) -> None:
        """Take what `narrate.speaking.speak` takes."""
        self.answered = False
        """Whether the service has said anything yet."""
        self.out_of_reach: Unreachable | None = None
        """Why it has not, when that is known well enough."""
        self.refused: Refused | None = None
        """Why no piece at all will be spoken."""
        self.engine = engine
        self.jobs = jobs
        self._tries = tries
        self._store = store if engine.needs_network else None
        self.pace = pace
        self._slot = threading.Condition()
        self._under_way = 0
        self._heard = 0
        self._refusals = 0
        self._halted = False
        self._hopeless: EngineError | None = None
        self._over = threading.Event()

    def halt(self) -> None:
        """Ask for nothing more: every `hear`, from now on, raises Halted."""
        self._halted = True
        self._end()

    def hear(self, piece: Piece) -> Heard | Failure:
        """Have one piece spoken, however often it takes; raises Halted after `halt`."""
        try:
            key = key_of(self.engine, piece.text, piece.language)
        except UnknownLanguage as error:
            return Failure(piece, Refused(str(error)))
        stored = self._stored(piece, key)
        if stored is not None:
            return stored
        heard_before = self._heard
        for number in range(1, self._tries + 1):
            try:
                return self._try(piece, key)
            except EngineError as error:
                failure = Failure(piece, error)
            self._judge(failure.error, number, heard_before)
            if self._hopeless or not failure.error.passes:
                break
            if number < self._tries:
                self._rest(number, failure.error)
        return failure

    def _stored(self, piece: Piece, key: str) -> Heard | None:
        clip = self._store.get(key) if self._store else None
        if clip is None:
            return None
        try:
            return self._checked(clip, piece)
        except Faulty:  # it was good once, for another version of us
            return None

    def _try(self, piece: Piece, key: str) -> Heard:
        clip = self._request(piece)
        heard = self._checked(clip, piece)
        self._heard += 1
        if self._store:
            self._store.put(key, clip)
        return heard

    def _checked(self, clip: Clip, piece: Piece) -> Heard:
        samples = decode(clip)
        check_clip(samples, piece.text)
        return Heard(clip, samples)

    def _request(self, piece: Piece) -> Clip:
        """Make one request when it is its turn, and tell the pace what came of it."""
        sent = self._turn()
        try:
            clip = self.engine.speak(piece.text, voice_for(self.engine, piece.language))
        except SlowDown as error:
            self.pace.refused(sent, time.monotonic(), error.retry_after)
            raise
        finally:
            self._land()
        self.pace.granted(sent, time.monotonic())
        self.answered = True
        return clip

    def _turn(self) -> float:
        """Wait for a slot and for the pace; returns when the request goes out."""
        with self._slot:
            while True:
                self._check()
                now = time.monotonic()
                wait = self.pace.ask(now) if self._under_way < self.jobs else None
                if wait == 0:
                    self._under_way += 1
                    return now
                self._slot.wait(wait)

    def _land(self) -> None:
        with self._slot:
            self._under_way -= 1
            self._slot.notify_all()

    def _check(self) -> None:
        if self._halted:
            raise Halted
        if self._hopeless:
            raise self._hopeless

    def _judge(self, error: EngineError, number: int, heard_before: int) -> None:
        """Learn from a try that failed whether there is hope for it, and for all others."""
        if not isinstance(error, Unreachable):
            self.answered = True
        elif number >= min(_DOUBTS, self._tries) and not self.answered:
            self.out_of_reach = error
        if isinstance(error, Refused) and error.everything:
            self.refused = error
        if self._is_hopeless(error, number, heard_before):
            self._hopeless = error
            self._end()

    def _is_hopeless(self, error: EngineError, number: int, heard_before: int) -> bool:
        if isinstance(error, Refused):
            self._refusals += 1
            return error.everything or (self._refusals >= _REFUSALS and not self._heard)
        if isinstance(error, SlowDown) and self._is_no(error):
            return True
        # All tries at this piece, and meanwhile not one clip for any other piece.
        return error.passes and number == self._tries and self._heard == heard_before

    def _is_no(self, error: SlowDown) -> bool:
        """Whether "slower" means "no": too long a wait, or too many in vain.

        While it lasts only one request goes out after each wait, of whichever piece: to
        count the tries of each piece would take an hour.
        """
        return (error.retry_after or 0.0) > _PATIENCE_S or self.pace.in_a_row >= self._tries

    def _rest(self, number: int, error: EngineError) -> None:
        """Let trouble pass; a voice on this machine needs no rest, and a 429 has its own wait."""
        if isinstance(error, SlowDown) or not self.engine.needs_network:
            return
        seconds = min(_LONGEST_REST_S, _REST_S * 2.0 ** (number - 1))
        self._over.wait(seconds * random.uniform(0.75, 1.25))  # noqa: S311 - no secret
        if self._halted:
            raise Halted

    def _end(self) -> None:
        """Wake whoever waits for a slot or rests."""
        self._over.set()
        with self._slot:
            self._slot.notify_all()
