"""The running time, spoken in the head of an episode, though it is known only at the end.

A voice on the network would keep the listener waiting for one more answer. So the words are
asked for along with the last pieces, once it is certain enough what they will be; they are
laid into the recording only if they have come true.
"""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING

from narrate.cutting import Piece
from narrate.errors import EngineError
from narrate.runningtime import about_seconds, spoken_time
from narrate.speaking import Failure

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from narrate.engine import Clip
    from narrate.recording import Recorder
    from narrate.speaking import Speech

__all__ = ["IN_NO_UTTERANCE", "RunningTime"]

IN_NO_UTTERANCE = -1
"""The utterance of its piece: no script has it."""
PAUSE_MS = 350
ABOUT_S = 2.0
"""How long it takes to say, with what is silent before it and at the end of the recording."""
KNOWN_S = 20.0
"""From how many seconds on a voice's pace is known from what it has said."""
DOUBT_AT_FIRST, DOUBT = 0.35, 0.15
"""How far off the guess may be at what is left to say: before and after that."""


class RunningTime:
    """Has the running time of one article spoken; close it in the end."""

    def __init__(
        self,
        pieces: Sequence[Piece],
        language: str,
        at_once: int,
        say: Callable[[Sequence[Piece]], Speech],
    ) -> None:
        """`pieces` are the article's, of which `at_once` are asked for together."""
        guesses = (about_seconds(it.text) + it.pause_ms / 1000 for it in pieces)
        self._guessed = list(accumulate(guesses, initial=0.0))
        self._language = language
        self._at_once = at_once
        self._say = say
        self._early: Speech | None = None
        self._clips: dict[str, Clip | Failure] = {}
        self._asked: list[str] = []

    def close(self) -> None:
        """Ask for nothing more."""
        if self._early:
            self._early.close()

    def foresee(self, done: int, seconds: float) -> None:
        """Ask for the words ahead of time, if it is time.

        `done` pieces are recorded, and last `seconds`. There must be room for one more request,
        so that those to the service never are more than they may be.
        """
        left = len(self._guessed) - 1 - done
        if self._early or not 0 < left < self._at_once:
            return
        words = self._likely(done, seconds)
        if words and left + len(words) <= self._at_once:
            self._asked = words
            self._early = self._say([self._piece(it) for it in words])

    def lay_into(self, recorder: Recorder) -> Piece | None:
        """Say in the room that was left how long all of it is; give what is said.

        Nothing is said where there are no words for it, or the voice has failed at them: the
        article is whole without.
        """
        words = spoken_time(recorder.seconds + ABOUT_S, self._language)
        said = self._said(words)
        if said:
            exact = spoken_time(recorder.seconds_with(*said), self._language)
            said = said if exact == words else self._said(exact)
        if said is None:
            return None
        recorder.fill_room(*said)
        return said[0]

    def _likely(self, done: int, seconds: float) -> list[str]:
        """What it may come to; nothing while that is not known to a minute."""
        guessed = self._guessed[done]
        pace, doubt = (seconds / guessed, DOUBT) if guessed > KNOWN_S else (1.0, DOUBT_AT_FIRST)
        rest = (self._guessed[-1] - guessed) * pace
        least = seconds + ABOUT_S + rest * (1 - doubt)
        most = seconds + ABOUT_S + rest * (1 + doubt)
        if most - least > 60:
            return []
        words = (spoken_time(it, self._language) for it in (least, most))
        return list(dict.fromkeys(it for it in words if it))

    def _said(self, words: str | None) -> tuple[Piece, Clip] | None:
        """The words as the voice says them, whether it did so before or does now."""
        if words is None:
            return None
        try:
            if words in self._asked and self._early:
                self._clips.update(zip(self._asked, self._early, strict=True))
                self._asked = []
            if words not in self._clips:
                with self._say([self._piece(words)]) as speech:
                    self._clips[words] = next(speech)
        except EngineError:
            return None
        clip = self._clips[words]
        return None if isinstance(clip, Failure) else (self._piece(words), clip)

    def _piece(self, words: str) -> Piece:
        return Piece(words, self._language, IN_NO_UTTERANCE, PAUSE_MS)
