"""Pieces -> clips of samples, in order, while others are still being spoken.

Threads ask the engine and decode while the caller joins and encodes what they brought. They
are our own and daemons: those of an executor are joined at exit, and one that waits for a name
server would hold up Ctrl-C for half a minute.
"""

from __future__ import annotations

import contextlib
import threading
import time
from dataclasses import replace
from typing import TYPE_CHECKING

from narrate.asking import Asker, Failure, Halted, Heard
from narrate.decoding import decode
from narrate.engine import Clip, speaks
from narrate.errors import Faulty, Unreachable
from narrate.events import Waiting
from narrate.pace import Pace, pace_of
from narrate.store import key_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from types import TracebackType

    from narrate.cutting import Piece
    from narrate.engine import Engine
    from narrate.errors import Refused
    from narrate.events import Hook
    from narrate.store import Store

__all__ = ["Failure", "Speech", "kept", "requests_for", "speak"]

_AHEAD = 64
"""So many pieces may be spoken before they are wanted …"""
_AHEAD_BYTES, _AHEAD_BYTES_A_JOB = 16_000_000, 4_000_000
"""… and so many bytes of samples, in all and for each request at once, whichever is least: where
pieces come one after the other, nobody waits for one that is late."""
_SPARE = 4
"""Threads beside those that wait for the service: they decode and store meanwhile."""
_LANDING_S = 3.0
"""How long what is under way may still take when nothing more will be asked for."""
_POLL_S = 0.1
"""How often the caller's thread wakes while it waits: on Windows a wait cannot be interrupted."""


def speak(  # noqa: PLR0913 - each has its default
    pieces: Sequence[Piece],
    engine: Engine,
    *,
    jobs: int | None = None,
    store: Store | None = None,
    tries: int = 8,
    first_answer_s: float | None = None,
    pace: Pace | None = None,
    on_event: Hook | None = None,
) -> Speech:
    """Begin to speak pieces, `jobs` at once (default: what the engine bears), and return.

    What comes out is one `Clip` of samples, or one `Failure`, for each piece, in order. Clips
    of a networked engine come from `store` where it has them, and are put there once they are
    heard. A piece is tried `tries` times where its trouble may pass; all requests share
    `pace` (default: the one of this process for this engine). `on_event` is called on the
    thread that takes the clips.

    With `first_answer_s`, Unreachable is raised before the first clip if a request is needed
    and none is answered in so many seconds. Refused is raised when an answer shows that every
    piece would be refused alike and what was under way is heard; what is in a language that
    the engine lacks is a Failure.
    """
    if first_answer_s is not None and not requests_for(pieces, engine, store):
        first_answer_s = None
    pace = pace or pace_of(engine.name)
    jobs = 1 if engine.at_once == 1 else jobs or engine.at_once
    if engine.needs_network:
        threading.Thread(target=_warm_up, daemon=True).start()
    asker = Asker(engine, jobs=jobs, tries=tries, store=store, pace=pace)
    return Speech(pieces, asker, first_answer_s, on_event)


def requests_for(pieces: Sequence[Piece], engine: Engine, store: Store | None) -> int:
    """Count the requests to a service on the network that these pieces need."""
    if not engine.needs_network:
        return 0
    keys = set(_keys(pieces, engine))
    return len(keys) if store is None else sum(not store.has(key) for key in keys)


def kept(pieces: Sequence[Piece], engine: Engine, store: Store | None) -> int:
    """Count the pieces that the next run need not ask for again."""
    if not engine.needs_network or store is None:
        return 0
    return sum(map(store.has, _keys(pieces, engine)))


def _keys(pieces: Sequence[Piece], engine: Engine) -> Iterator[str]:
    """What the store knows the pieces by, of those that the engine speaks."""
    for piece in pieces:
        if speaks(engine, piece.language):
            yield key_of(engine, piece.text, piece.language)


class Speech:
    """What `speak` gives: an iterator over clips, and a `with` block that ends its work.

    It ends by itself after the last clip and whenever it raises; whoever stops before that
    closes it. Threads that wait for the network then are left to their time limits.
    """

    def __init__(
        self,
        pieces: Sequence[Piece],
        asker: Asker,
        first_answer_s: float | None,
        on_event: Hook | None,
    ) -> None:
        """Begin at once; `speak` says what is what."""
        self._pieces = pieces
        self._asker = asker
        self._deadline = None if first_answer_s is None else time.monotonic() + first_answer_s
        self._on_event = on_event
        # A voice on this machine may say the same words otherwise after others.
        alike = asker.engine.needs_network
        self._twin = _twins(pieces) if alike else list(range(len(pieces)))
        self._last_use = {twin: index for index, twin in enumerate(self._twin)}
        lock = threading.Lock()
        self._news, self._room = threading.Condition(lock), threading.Condition(lock)
        self._next = 0  # the piece that a thread takes next
        self._given = 0  # the piece that the caller gets next
        self._outcomes: dict[int, Heard | Failure] = {}
        self._under_way = 0  # pieces that threads are at
        self._bytes = 0  # of samples that wait
        self._most_bytes = min(_AHEAD_BYTES, asker.jobs * _AHEAD_BYTES_A_JOB)
        self._crash: BaseException | None = None
        self._closed = False
        self._landed_by: float | None = None
        self._told = asker.pace.until
        self._spare = _SPARE if asker.jobs > 1 else 0
        self._start(asker.jobs)

    def __iter__(self) -> Speech:
        return self

    def __next__(self) -> Clip | Failure:
        if self._given == len(self._pieces):
            self.close()
            raise StopIteration
        try:
            self._await(self._has_answer)
            self._await(self._has_outcome)
            return self._give()
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Speech:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Ask for nothing more, and do not wait for what is under way."""
        self._closed = True
        self._asker.halt()
        with self._room:
            self._room.notify_all()

    def _await(self, is_true: Callable[[], bool]) -> None:
        """Wait on the caller's thread, and tell it meanwhile what happens."""
        while True:
            with self._news:
                if self._crash:
                    raise self._crash
                if is_true():
                    return
                self._news.wait(_POLL_S)
            self._tell()

    def _has_answer(self) -> bool:
        """Whether the service is known to be there; raises Unreachable when it seems not to."""
        if self._deadline is None:
            return True
        if self._asker.answered:
            self._deadline = None
        elif self._asker.out_of_reach:
            raise self._asker.out_of_reach
        elif time.monotonic() > self._deadline:
            raise Unreachable(f"The voice {self._asker.engine.name} does not answer.")
        return self._deadline is None

    def _has_outcome(self) -> bool:
        if self._asker.refused:
            return self._wait_for_the_rest(self._asker.refused)
        return self._twin[self._given] in self._outcomes

    def _wait_for_the_rest(self, refused: Refused) -> bool:
        """Let what is under way be heard and stored, for a while; then raise the refusal."""
        now = time.monotonic()
        self._landed_by = self._landed_by or now + _LANDING_S
        if self._under_way and now < self._landed_by:
            return False
        raise refused

    def _tell(self) -> None:
        until, now = self._asker.pace.until, time.monotonic()
        if until > max(self._told, now) and self._on_event:
            self._told = until
            self._on_event(Waiting(self._asker.engine.name, until - now))

    def _give(self) -> Clip | Failure:
        """Hand the next clip over, and forget it unless the same piece comes again."""
        index, twin = self._given, self._twin[self._given]
        outcome = self._outcomes[twin]
        with self._room:
            self._given += 1
            self._bytes -= _size(outcome)
            if self._last_use[twin] == index:
                del self._outcomes[twin]
            elif isinstance(outcome, Heard):
                self._outcomes[twin] = replace(outcome, samples=None)
            self._room.notify_all()
        if isinstance(outcome, Failure):
            return Failure(self._pieces[index], outcome.error)
        return outcome.samples or decode(outcome.source)

    def _start(self, threads: int) -> None:
        for _ in range(min(threads, len(self._pieces))):
            threading.Thread(target=self._work, name="narrate voice", daemon=True).start()

    def _work(self) -> None:
        try:
            while (index := self._take()) is not None:
                self._put(index, self._asker.hear(self._pieces[index]))
        except Halted:
            return
        except BaseException as error:  # noqa: BLE001 - it is raised on the caller's thread
            with self._news:
                self._crash = error
                self._news.notify_all()

    def _take(self) -> int | None:
        """Wait until the next piece may be spoken; None when there is none left."""
        with self._room:
            while not self._closed:
                while self._next < len(self._pieces) and self._twin[self._next] != self._next:
                    self._next += 1
                if self._next >= len(self._pieces):
                    return None
                if self._next <= self._given or (
                    self._next < self._given + _AHEAD and self._bytes < self._most_bytes
                ):
                    self._next += 1
                    self._under_way += 1
                    return self._next - 1
                self._room.wait()
        return None

    def _put(self, index: int, outcome: Heard | Failure) -> None:
        with self._news:
            self._outcomes[index] = outcome
            self._under_way -= 1
            self._bytes += _size(outcome)
            spare, self._spare = self._spare, 0
            self._news.notify_all()
        # Until something was heard there is nothing to decode, and more threads would only
        # be more tries at a service that is not there.
        self._start(spare)


def _warm_up() -> None:
    """Load what decodes an MP3 while the first requests are on their way: it takes 0.17 s."""
    with contextlib.suppress(Faulty):
        decode(Clip(b"", "mp3", None))


def _twins(pieces: Sequence[Piece]) -> list[int]:
    """For each piece, the first one that says the same in the same language."""
    first: dict[tuple[str, str], int] = {}
    return [
        first.setdefault((piece.text, piece.language), index) for index, piece in enumerate(pieces)
    ]


def _size(outcome: Heard | Failure) -> int:
    if isinstance(outcome, Failure) or outcome.samples is None:
        return 0
    return len(outcome.samples.data)
