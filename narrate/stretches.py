"""How trimmed clips gather into stretches, each of which is encoded by itself.

Pure: what is waited for and where a stretch ends depends on the clips alone, never on when
they arrive, so that the same clips give the same bytes. Nothing here grows with the length
of the recording.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from narrate.level import Meter, limit
from narrate.mp3 import RATE, SAMPLES_A_FRAME, frames_of
from narrate.samples import count, silence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from narrate.cutting import Piece

__all__ = ["Gatherer", "Joint", "Leveller", "Stretch"]

LEVEL_FROM = 30.0
"""Seconds of a voice that fix its gain."""

MOST_WAITING = 60.0
"""Seconds of clips that wait for that, in all languages together."""

STRETCH = 10.0
"""Seconds after which a stretch ends at the next pause: short, so that all cores end together."""

LONGEST_STRETCH = 60.0
"""Seconds after which it ends at the next joint, even one without a pause."""

SEAM = 2 * SAMPLES_A_FRAME / RATE
"""The longest silence, in seconds, that the end of a stretch brings with it."""


@dataclass(frozen=True, slots=True)
class Joint:
    """A trimmed clip and the silence before it."""

    number: int
    """Which clip, in the order of recording."""
    piece: Piece
    pause: int
    """In samples."""
    sound: bytes
    part: int = 0
    """Which part of the recording it belongs to; the lower is heard first."""

    @property
    def samples(self) -> int:
        """Its length with the pause."""
        return self.pause + count(self.sound)


@dataclass(slots=True)
class Stretch:
    """What one encoder makes: a pause, a clip, a pause, a clip … and perhaps a last pause."""

    rate: int
    samples: int = 0
    joints: list[Joint] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    """Where each clip begins, in samples from the start of the stretch."""
    ends: list[int] = field(default_factory=list)

    @property
    def frames(self) -> int:
        """How many MP3 frames it takes."""
        return frames_of(self.samples, self.rate)

    @property
    def tail(self) -> int:
        """The silence between its last sample and the next stretch, in samples rounded down."""
        return self.frames * SAMPLES_A_FRAME * self.rate // RATE - self.samples

    def append(self, joint: Joint, pause: int) -> None:
        """Add a clip after so many samples of silence."""
        self.starts.append(self.samples + pause)
        self.samples += pause + count(joint.sound)
        self.ends.append(self.samples)
        self.joints.append(joint)

    def sound(self, gains: dict[str, float]) -> bytes:
        """All of it as samples, each clip at the gain of its language, peaks held."""
        parts = []
        position = 0
        for joint, start, end in zip(self.joints, self.starts, self.ends, strict=True):
            parts.append(silence(start - position))
            parts.append(limit(joint.sound, self.rate, gains[joint.piece.language]))
            position = end
        parts.append(silence(self.samples - position))
        return b"".join(parts)


class Leveller:
    """Holds clips back until the gain of their voice is fixed; every language is a voice.

    The first 30 s of a voice fix its gain for good; fewer do where the end, or a minute of
    waiting clips in all languages together, comes first.
    """

    def __init__(self, rate: int) -> None:
        """Level clips of one rate (Hz)."""
        self.gains: dict[str, float] = {}
        self._rate = rate
        self._meters: dict[str, Meter] = {}
        self._waiting: deque[Joint] = deque()
        self._samples = 0

    def add(self, joint: Joint) -> Iterator[Joint]:
        """Take one more; give, in order, those whose gain is fixed."""
        language = joint.piece.language
        self._waiting.append(joint)
        self._samples += joint.samples
        if language not in self.gains:
            meter = self._meters.setdefault(language, Meter(self._rate))
            meter.add(silence(joint.pause) + joint.sound)
            if meter.seconds >= LEVEL_FROM:
                self._fix(language)
        return self._give(MOST_WAITING)

    def rest(self) -> Iterator[Joint]:
        """Give all that still waits."""
        return self._give(0)

    def _give(self, most: float) -> Iterator[Joint]:
        while self._waiting:
            language = self._waiting[0].piece.language
            if language not in self.gains:
                if self._samples <= most * self._rate:
                    return
                self._fix(language)
            joint = self._waiting.popleft()
            self._samples -= joint.samples
            yield joint

    def _fix(self, language: str) -> None:
        # Silence follows, as it does in the end: of a word alone the last blocks count much.
        meter = self._meters.pop(language)
        meter.add(silence(self._rate // 2))
        self.gains[language] = meter.gain()


class Gatherer:
    """Puts levelled clips together, and gives a stretch as soon as it is whole.

    The silence that the end of a stretch brings is taken off the pause that follows, so that
    pauses are as long as they should be wherever stretches meet.
    """

    def __init__(self, rate: int, tail: int = 0) -> None:
        """Begin after a stretch that ends in `tail` samples of silence."""
        self.tail = tail
        self._rate = rate
        self._current = Stretch(rate)

    def add(self, joint: Joint) -> Stretch | None:
        """Take one more clip; give the stretch that ends before it, if one does."""
        ended = self.end() if self._is_full(joint) else None
        pause = joint.pause if self._current.joints else max(0, joint.pause - self.tail)
        self._current.append(joint, pause)
        return ended

    def end(self, silence_after: int = 0) -> Stretch | None:
        """Give what is gathered, with so many samples of silence behind it; None if nothing is."""
        ended, self._current = self._current, Stretch(self._rate)
        if not ended.joints:
            return None
        ended.samples += silence_after
        self.tail = ended.tail
        return ended

    def _is_full(self, joint: Joint) -> bool:
        if not self._current.joints:
            return False
        seconds = self._current.samples / self._rate
        return (
            seconds >= STRETCH and joint.pause >= SEAM * self._rate
        ) or seconds + joint.samples / self._rate > LONGEST_STRETCH
