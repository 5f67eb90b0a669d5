"""A babbling voice: MP3 in Google's format, as long as its text, other for every text.

A few dozen syllables are encoded once, each by an encoder of its own, so that their frames
can follow each other in any order; a text is a row of them, drawn by its checksum. So an
answer costs microseconds, and a benchmark measures the asker and not the stand-in.
"""

from __future__ import annotations

import functools
import math
import random
import unicodedata
import zlib
from array import array

import lameenc

RATE = 24_000
"""Samples a second; Google's answers are 24 kHz mono."""
_SYLLABLES = 64
_SECONDS = 0.24
"""The length of a syllable, before the encoder rounds it up to frames."""
_FRAME = 576
"""Samples in a frame at this rate (MPEG-2 layer III)."""
_FRAME_BYTES = 192
"""Bytes in a frame at this rate and 64 kbit/s."""


def seconds_for(text: str) -> float:
    """About how long the voice needs: Google's says some 16 Latin letters a second."""
    wide = sum(unicodedata.east_asian_width(c) in "WF" for c in text)
    return 0.06 * (len(text) - wide) + 0.22 * wide


def speech(text: str) -> bytes:
    """The MP3 for a text: a little silence, syllables, and silence again."""
    bank, silence = _bank()
    syllable = len(bank[0]) / _FRAME_BYTES * _FRAME / RATE
    count = max(2, round(seconds_for(text) / syllable))
    draw = random.Random(zlib.crc32(text.encode()))
    return silence + b"".join(draw.choices(bank, k=count)) + silence * 2


def hush() -> bytes:
    """An MP3 of some seconds in which nothing is heard."""
    return _bank()[1] * 30


@functools.cache
def _bank() -> tuple[list[bytes], bytes]:
    """All syllables, and a stretch of silence."""
    samples = int(_SECONDS * RATE)
    bank = [_encoded(_syllable(n, samples)) for n in range(_SYLLABLES)]
    return bank, _encoded(array("h", bytes(2 * _FRAME * 4)))


def _syllable(number: int, samples: int) -> array[int]:
    """A vowel of its own pitch and colour, faded in and out."""
    period = 110 + 3 * number
    rich = 2 + number % 5
    wave = [
        sum(math.sin(2 * math.pi * k * i / period) / (1 + abs(k - rich)) for k in range(1, 9))
        for i in range(period)
    ]
    top = max(map(abs, wave))
    wave = [9000 * value / top for value in wave]
    fade = samples // 8
    sound = array("h", bytes(2 * samples))
    for i in range(samples):
        sound[i] = int(wave[i % period] * min(1.0, i / fade, (samples - i) / fade))
    return sound


def _encoded(sound: array[int]) -> bytes:
    encoder = lameenc.Encoder()
    encoder.set_bit_rate(64)
    encoder.set_in_sample_rate(RATE)
    encoder.set_out_sample_rate(RATE)
    encoder.set_channels(1)
    encoder.set_quality(7)
    encoder.silence()
    return bytes(encoder.encode(sound.tobytes())) + bytes(encoder.flush())
