"""What a voice says, joined to a recording: its chapters opened, its gaps announced."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from narrate.phrases import phrase
from narrate.speaking import Failure

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from narrate.announcing import RunningTime
    from narrate.chapters import Opening
    from narrate.cutting import Piece
    from narrate.engine import Clip
    from narrate.recording import Recorder
    from narrate.script import Script
    from narrate.speaking import Speech

__all__ = ["HEAD", "Joiner"]

GAP_PAUSE_MS = 600
"""The silence before the words that stand for a missing passage."""
HEAD = frozenset({"title", "dek", "author", "source"})
"""The kinds of utterances behind which the running time is said."""


class Joiner:
    """Takes what came of each piece, in order, and keeps account of it."""

    def __init__(
        self,
        recorder: Recorder,
        script: Script,
        openings: Sequence[Opening],
        say: Callable[[Sequence[Piece]], Speech] | None,
    ) -> None:
        """`say` speaks the words for a missing passage; None if nothing is joined behind one."""
        self.pieces: list[Piece] = []
        """What is recorded, as `Span.piece` counts it."""
        self.failures: list[Failure] = []
        self._recorder = recorder
        self._script = script
        self._openings = {it.utterance for it in openings[1:]}  # the first needs no mark
        self._say = say
        self._utterance: int | None = None
        self._in_head = True
        self._in_gap = False
        self._opens_chapter = False

    @property
    def seconds(self) -> float:
        """How long the recording is so far."""
        return self._recorder.seconds

    def take(self, piece: Piece, outcome: Clip | Failure) -> None:
        """Record what is heard; where a passage is not, say so once if gaps are allowed.

        Raises the EngineError of a voice that cannot even say that.
        """
        if piece.utterance != self._utterance:
            self._enter(piece.utterance)
        if not isinstance(outcome, Failure):
            if self._say or not self.failures:
                self._add(piece, outcome)
            self._in_gap = False
            return
        self.failures.append(outcome)
        if self._say and not self._in_gap:
            self._add(*self._announced(piece, self._say))
        self._in_gap = True

    def lay(self, running_time: RunningTime) -> None:
        """Say the running time behind the head."""
        self._end_head()
        piece = running_time.lay_into(self._recorder)
        if piece:
            self.pieces.append(piece)

    def _enter(self, utterance: int) -> None:
        self._utterance = utterance
        self._opens_chapter = self._opens_chapter or utterance in self._openings
        if self._script.utterances[utterance].kind not in HEAD:
            self._end_head()

    def _end_head(self) -> None:
        if self._in_head:
            self._recorder.leave_room()
        self._in_head = False

    def _add(self, piece: Piece, clip: Clip) -> None:
        self._recorder.add(piece, clip, opens_chapter=self._opens_chapter)
        self.pieces.append(piece)
        self._opens_chapter = False

    def _announced(
        self, missing: Piece, say: Callable[[Sequence[Piece]], Speech]
    ) -> tuple[Piece, Clip]:
        """The words for a missing passage, in the article's language."""
        language = self._script.language
        words = phrase("missing", language)
        piece = replace(missing, text=words, language=language, pause_ms=GAP_PAUSE_MS)
        with say([piece]) as speech:
            clip = next(speech)
        if isinstance(clip, Failure):
            raise clip.error
        return piece, clip
