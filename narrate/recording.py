"""Clips -> one recording: trimmed, faded, joined with their pauses, at the right level, encoded.

The only module that knows pydub.
"""

from __future__ import annotations

import warnings
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import partial
from itertools import accumulate
from typing import TYPE_CHECKING, BinaryIO

from narrate.mp3 import RATE, SAMPLES_A_FRAME, FrameWriter
from narrate.samples import WIDTH, count, edges, fade, peak
from narrate.spool import folder_for, mapped, spool, sweep
from narrate.stretches import Gatherer, Joint, Leveller, Stretch

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path
    from types import TracebackType

    from narrate.cutting import Piece
    from narrate.engine import Clip

with warnings.catch_warnings():
    # It warns that it found no ffmpeg, which nothing here needs, and (being old) of its own
    # backslashes where Python compiles it anew.
    warnings.filterwarnings("ignore", "Couldn't find ffmpeg or avconv", RuntimeWarning)
    warnings.filterwarnings("ignore", "invalid escape sequence", SyntaxWarning)
    warnings.filterwarnings("ignore", r".*is an invalid escape sequence", SyntaxWarning)
    from pydub import AudioSegment

__all__ = ["Recorder", "Recording", "Span", "chapter_mark"]

LEAD_IN = 0.3  # seconds of silence at the start: wireless loudspeakers wake up slowly
LEAD_OUT = 0.7  # at the end, before a player goes on to the next episode
CHAPTER_PAUSE = 1.1  # a whole second lies inside, with 50 ms to spare
MARK_MARGIN = 0.05  # so that a player that jumps to the mark does not miss the first sound

WINDOW = 0.005  # how finely a clip is searched for its ends
KEPT = 0.010  # kept on each side: a soft consonant begins below the threshold
THRESHOLD = 10 ** (-50 / 20)  # of the clip's peak; a voice's f and h lie at −35 to −45 dB
FADE = 0.005

HEAD, ROOM, BODY = range(3)  # the parts of a recording, in the order in which they are heard


@dataclass(frozen=True, slots=True)
class Span:
    """When a piece is heard."""

    piece: int
    """Which clip, counted from 0 in the order in which clips were given to the recorder."""
    utterance: int
    """As in its piece."""
    start: float
    """In seconds from the beginning of the MP3."""
    end: float


@dataclass(frozen=True, slots=True)
class Recording:
    """A finished recording, for as long as its recorder is open."""

    duration: float
    """In seconds: exactly what the MP3 plays."""
    spans: tuple[Span, ...]
    """In the order in which they are heard."""
    samples: int
    """The duration in samples of 44.1 kHz."""
    frames: int
    """How many MP3 frames it has."""
    size: int
    """How many bytes they take."""
    parts: tuple[tuple[int, int], ...]
    """Where they lie in the file: offset and length, in the order in which they are heard."""
    file: BinaryIO

    def chunks(self) -> Iterator[bytes]:
        """All frames in order, at most 1 MiB at a time; raises OSError."""
        for offset, length in self.parts:
            self.file.seek(offset)
            left = length
            while left:
                chunk = self.file.read(min(left, 1 << 20))
                left -= len(chunk)
                yield chunk


def chapter_mark(spans: Sequence[Span], utterance: int) -> int:
    """At which whole second a chapter that opens with an utterance begins.

    It is the last one in the pause before it, and 0 for the first utterance. It is sure to
    lie in the pause if `Recorder.add` was told that the utterance opens a chapter.
    """
    first = next(i for i, span in enumerate(spans) if span.utterance == utterance)
    return int(spans[first].start - MARK_MARGIN) if first else 0


@dataclass(frozen=True, slots=True)
class _Placed:
    """What is remembered of a stretch once it is on its way to the encoder."""

    part: int
    frames: int
    seconds: float
    """Of sound in it; its frames last longer."""
    spans: tuple[Span, ...]
    """Counted from its own beginning."""


class Recorder:
    """Takes decoded clips in order and makes a recording of them, in bounded memory.

    A context: at its end the frames are gone, saved or not. Encoding goes on in other
    threads meanwhile, but nothing depends on when they are ready. Any method may raise
    UnwritableTarget.
    """

    def __init__(self, target: Path) -> None:
        """Spool beside `target`, the MP3 to be; its folder is made if need be."""
        self._target = target
        self._rate = 0  # that of the first clip, in Hz
        self._count = 0
        self._samples = 0
        self._part = HEAD
        self._gatherers: dict[int, Gatherer] = {}
        self._placed: list[_Placed] = []
        with mapped(target), ExitStack() as stack:
            folder = stack.enter_context(folder_for(target))
            sweep(folder)
            self._file = stack.enter_context(spool(folder))
            self._writer = FrameWriter(self._file)
            stack.callback(self._writer.close)
            self._stack = stack.pop_all()

    def __enter__(self) -> Recorder:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stack.__exit__(kind, error, trace)

    @property
    def seconds(self) -> float:
        """How long the recording is so far, with what fills the room."""
        return self._samples / self._rate if self._rate else 0.0

    def add(self, piece: Piece, clip: Clip, *, opens_chapter: bool = False) -> None:
        """Join one more clip (16-bit mono samples) after the pause of its piece.

        The pause before what opens a chapter is made at least 1.1 s long.
        """
        self._take(piece, clip, self._part, CHAPTER_PAUSE if opens_chapter else 0)

    def leave_room(self) -> None:
        """Keep the place behind the last clip, once, for what is spoken later."""
        self._part = BODY

    def fill_room(self, piece: Piece, clip: Clip) -> None:
        """Lay a clip into the place that was kept, behind what was laid there before."""
        if self._part != BODY:
            raise ValueError("no room was left")
        self._take(piece, clip, ROOM, 0)

    def seconds_with(self, piece: Piece, clip: Clip) -> float:
        """How long the recording will be if this is the last clip added; true to 0.1 s."""
        sound = count(_trimmed(clip, self._rate)) / self._rate
        return self.seconds + piece.pause_ms / 1000 + sound + LEAD_OUT

    def finish(self) -> Recording:
        """End the recording: wait until all is encoded, tell where everything is heard."""
        if not self._count:
            raise ValueError("nothing was recorded")
        self._gather(self._leveller.rest())
        last = max(self._gatherers)
        for part, gatherer in self._gatherers.items():
            silent = round(LEAD_OUT * self._rate) if part == last else 0
            self._encode(gatherer.end(silent), part)
        with mapped(self._target):
            sizes = self._writer.finish()
        return _recording(self._placed, sizes, self._file)

    def _take(self, piece: Piece, clip: Clip, part: int, least_pause: float) -> None:
        if not self._count:
            self._rate = clip.rate or RATE
            self._leveller = Leveller(self._rate)
            least_pause = max(least_pause, LEAD_IN)
        pause = round(max(piece.pause_ms / 1000, least_pause) * self._rate)
        joint = Joint(self._count, piece, pause, _trimmed(clip, self._rate), part)
        self._count += 1
        self._samples += joint.samples
        self._gather(self._leveller.add(joint))

    def _gather(self, joints: Iterable[Joint]) -> None:
        for joint in joints:
            if joint.part not in self._gatherers:
                self._gatherers[joint.part] = Gatherer(self._rate, self._end_of_head())
            self._encode(self._gatherers[joint.part].add(joint), joint.part)

    def _end_of_head(self) -> int:
        head = self._gatherers.get(HEAD)
        if head is None:
            return 0
        self._encode(head.end(), HEAD)
        return head.tail

    def _encode(self, stretch: Stretch | None, part: int) -> None:
        if stretch is None:
            return
        with mapped(self._target):
            self._writer.add(partial(stretch.sound, self._leveller.gains), self._rate)
        self._placed.append(
            _Placed(
                part=part,
                frames=stretch.frames,
                seconds=stretch.samples / self._rate,
                spans=tuple(
                    Span(it.number, it.piece.utterance, start / self._rate, end / self._rate)
                    for it, start, end in zip(
                        stretch.joints, stretch.starts, stretch.ends, strict=True
                    )
                ),
            )
        )


def _recording(placed: Sequence[_Placed], sizes: Sequence[int], file: BinaryIO) -> Recording:
    """Put the stretches in the order in which they are heard, and count."""
    offsets = list(accumulate(sizes, initial=0))
    order = sorted(range(len(placed)), key=lambda i: placed[i].part)
    spans: list[Span] = []
    frames = 0
    begin = 0.0
    for i in order:
        begin = frames * SAMPLES_A_FRAME / RATE
        frames += placed[i].frames
        spans += (
            replace(span, start=begin + span.start, end=begin + span.end)
            for span in placed[i].spans
        )
    samples = round((begin + placed[order[-1]].seconds) * RATE)
    return Recording(
        duration=samples / RATE,
        spans=tuple(spans),
        samples=samples,
        frames=frames,
        size=sum(sizes),
        parts=tuple((offsets[i], sizes[i]) for i in order),
        file=file,
    )


def _trimmed(clip: Clip, rate: int) -> bytes:
    """The samples of a clip at a rate (Hz), without the silence at its ends, faded there."""
    segment = _segment(clip)
    if clip.rate != rate:
        segment = segment.set_frame_rate(rate)
    sound: bytes = segment.raw_data
    window = round(WINDOW * rate)
    kept = round(KEPT * rate)
    start, end = edges(sound, window, int(THRESHOLD * peak(sound)))
    inner = segment.get_sample_slice(max(0, start - kept), end + kept)
    return fade(inner.raw_data, round(FADE * rate))


def _segment(clip: Clip) -> AudioSegment:
    return AudioSegment(data=clip.data, sample_width=WIDTH, frame_rate=clip.rate, channels=1)
