"""How long an MP3 lasts, from its first frame alone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["seconds_of"]

# Layer III, by the two version bits: MPEG-2.5, (none), MPEG-2, MPEG-1. ISO 11172-3, 13818-3.
RATES = ((11025, 12000, 8000), (), (22050, 24000, 16000), (44100, 48000, 32000))
LOW = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 0)
HIGH = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0)
SYNC = re.compile(rb"\xff[\xe2\xe3\xf2\xf3\xfa\xfb]")
FARTHEST = 4096  # bytes from the tag's end to the first frame


class _Frame(NamedTuple):
    samples: int
    rate: int
    """Samples a second."""
    bits: int
    """A second."""


def seconds_of(path: Path) -> float:
    """How long an MP3 lasts, in seconds; 0.0 where it is none or cannot be read.

    As its Info or Xing header counts, else as its size is at the first frame's bit rate.
    """
    try:
        with path.open("rb") as file:
            head = file.read(10)
            start = 10 + _synchsafe(head[6:10]) if head[:3] == b"ID3" else 0
            file.seek(start)
            sound = file.read(FARTHEST)
            size = file.seek(0, 2) - start
    except OSError:
        return 0.0
    found = SYNC.search(sound)
    frame = _frame(sound[found.start() :]) if found else None
    if frame is None:
        return 0.0
    frames = _frames_counted(sound)
    return frames * frame.samples / frame.rate if frames else size * 8 / frame.bits


def _synchsafe(four: bytes) -> int:
    return sum((byte & 0x7F) << (7 * place) for place, byte in enumerate(reversed(four)))


def _frame(head: bytes) -> _Frame | None:
    if len(head) < 4:
        return None
    version, bits, rate = head[1] >> 3 & 3, head[2] >> 4, head[2] >> 2 & 3
    kbits = (HIGH if version == 3 else LOW)[bits]
    if rate == 3 or not kbits:
        return None
    return _Frame(1152 if version == 3 else 576, RATES[version][rate], kbits * 1000)


def _frames_counted(sound: bytes) -> int:
    at = max(sound.find(b"Info"), sound.find(b"Xing"))
    has_count = at >= 0 and sound[at + 7 : at + 8] and sound[at + 7] & 1
    return int.from_bytes(sound[at + 8 : at + 12], "big") if has_count else 0
