"""Sounds for tests: tones, noise and something that has syllables, as 16-bit samples."""

from __future__ import annotations

import math
import random
import re
import shutil
import subprocess
from array import array
from functools import cache
from typing import TYPE_CHECKING

import miniaudio
import pytest

from narrate.cutting import Piece
from narrate.engine import Clip

if TYPE_CHECKING:
    from pathlib import Path

DECODER_DELAY = 529
"""Samples that a decoder of layer III is late; LAME's own delay comes on top."""

needs_ffmpeg = pytest.mark.skipif(not shutil.which("ffmpeg"), reason="ffmpeg is not installed")
needs_mp3val = pytest.mark.skipif(not shutil.which("mp3val"), reason="mp3val is not installed")


def samples(values) -> bytes:
    return array("h", [max(-32768, min(32767, round(value))) for value in values]).tobytes()


def values(sound: bytes) -> array:
    return array("h", sound)


@cache
def tone(hertz=440, seconds=1.0, rate=22_050, volume=0.1) -> bytes:
    turn = 2 * math.pi * hertz / rate
    return samples(32767 * volume * math.sin(turn * i) for i in range(int(seconds * rate)))


@cache
def noise(seconds=1.0, rate=22_050, volume=0.1, seed=1) -> bytes:
    dice = random.Random(seed)
    return samples(32767 * volume * dice.uniform(-1, 1) for _ in range(int(seconds * rate)))


@cache
def voice(seconds=2.0, rate=22_050, pitch=120, volume=0.5) -> bytes:
    """Pulses at a voice's pitch through two resonances, four syllables a second."""
    out = []
    one = two = three = four = 0.0
    period = rate // pitch
    for i in range(int(seconds * rate)):
        pulse = 1.0 if i % period == 0 else 0.0
        one, two = 1.90 * one - 0.92 * two + pulse, one
        three, four = 1.55 * three - 0.90 * four + pulse, three
        swell = max(0.0, math.sin(2 * math.pi * 4 * i / rate)) ** 0.5
        out.append(swell * (one + 0.5 * three))
    top = max(map(abs, out))
    return samples(32767 * volume * value / top for value in out)


def clip(sound: bytes, rate=22_050) -> Clip:
    return Clip(sound, "pcm", rate)


def piece(utterance=0, pause_ms=600, language="en", text="words") -> Piece:
    return Piece(text=text, language=language, utterance=utterance, pause_ms=pause_ms)


def heard(path: Path) -> array:
    """The samples of an MP3 of ours as a player plays them: without the encoder's delay."""
    decoded = miniaudio.mp3_read_s16(path.read_bytes())
    assert (decoded.sample_rate, decoded.nchannels) == (44_100, 1)
    return decoded.samples


def ebur128(path: Path) -> tuple[float, float]:
    """Loudness (LUFS, as dual mono) and true peak (dBTP) by ffmpeg."""
    report = subprocess.run(
        [
            "ffmpeg", "-hide_banner", "-nostats", "-i", str(path), "-map", "0:a",
            "-af", "ebur128=peak=true:dualmono=true", "-f", "null", "-",
        ],
        capture_output=True, text=True, check=True,
    ).stderr  # fmt: skip
    summary = report[report.rindex("Summary") :]
    return tuple(
        float(re.search(pattern, summary)[1]) for pattern in (r"I:\s+(\S+) LUFS", r"Peak:\s+(\S+)")
    )


def frame_offsets(frames: bytes) -> list[int]:
    """Where each frame begins; fails if anything else lies between them."""
    offsets = []
    position = 0
    while position < len(frames):
        head = frames[position : position + 4]
        assert head[:2] == b"\xff\xfb", position
        assert head[2] >> 2 == 0b0101_00, "64 kbit/s at 44.1 kHz"
        assert head[3] >> 6 == 0b11, "mono"
        offsets.append(position)
        position += 208 + (head[2] >> 1 & 1)
    assert position == len(frames)
    return offsets
