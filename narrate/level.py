"""How loud a voice is, and how it comes to the usual level of a podcast.

The measure is that of ITU-R BS.1770-4 (gated, K-weighted), for a mono signal that is played
on two loudspeakers: what `ebur128=dualmono=true` of ffmpeg shows. Its filters are put
together from audioop's one-pole low-pass, so that it needs neither numpy nor a loop over
samples, and stay within 0.4 dB of the standard's curve from 30 Hz to 7.5 kHz at 16 to 48 kHz.
"""

from __future__ import annotations

import itertools
import math
from array import array
from functools import reduce
from operator import mul

from narrate.samples import WIDTH, audioop, count, peak, scale, silence

__all__ = ["CEILING", "TARGET", "limit", "loudness", "loudness_gain"]

TARGET = -16.0
"""LUFS of a finished recording: the usual podcast target."""

LOST = 0.446
"""Decibels that LAME takes off on its own: its scale at 64 kbit/s is 0.95."""

CEILING = int(32767 * 10 ** (-2.0 / 20))
"""No sample passes −2 dBFS; encoding lowers that to −2.4 and adds less than 1 dB in peaks."""

MOST_GAIN = 60.0  # dB; a voice at −76 LUFS is hardly more than the last bit

SHELF_HZ = 1104.0
SHELF = (1.842, -1.424, 0.608)
# The head's effect (+4 dB above 1.7 kHz): these parts of the sound and of it low-passed once
# and twice, found by least squares against the standard's curve at five rates. The 0.14 dB
# that the high-pass below takes are added.
RUMBLE_HZ = 38.135  # BS.1770's high-pass is two equal poles there (Q = 0.5003)
HEADROOM = 0.25  # room in 32 bits for what the filters add

STEP = 2e-3  # seconds; how finely the limiter sees: less than a wave of the lowest voice
STEPS = 50


def loudness(sound: bytes, rate: int) -> float | None:
    """Integrated loudness in LUFS of 16-bit mono sound; None if there is only silence.

    Sound shorter than one block of 400 ms is measured as though silence followed.
    """
    step = rate // 10
    short = 4 * step - count(sound)
    weighted = _weighted(sound + silence(max(0, short)), rate)
    size = 4 * step
    steps = [
        float(audioop.rms(weighted[i : i + size], 4)) ** 2
        for i in range(0, len(weighted) - size + 1, size)
    ]
    blocks = [sum(steps[i : i + 4]) / 4 for i in range(len(steps) - 3)]
    loud = [power for power in blocks if _lufs(power) > -70]
    if not loud:
        return None
    gate = _lufs(sum(loud) / len(loud)) - 10
    loud = [power for power in loud if _lufs(power) > gate]
    return _lufs(sum(loud) / len(loud))


def loudness_gain(sound: bytes, rate: int) -> float:
    """The factor that brings a sound to the target once it is limited and encoded.

    1.0 for silence. A peaky sound loses loudness to the limiter, and gets that much more.
    """
    before = loudness(sound, rate)
    if before is None:
        return 1.0
    wanted = gain = min(TARGET + LOST - before, MOST_GAIN)
    for _ in range(8):
        limited = limit(sound, rate, 10 ** (gain / 20))
        missing = wanted - 20 * math.log10(audioop.rms(limited, WIDTH) / audioop.rms(sound, WIDTH))
        if abs(missing) < 0.1:
            break
        gain = min(gain + 1.5 * missing, MOST_GAIN)  # of what is added, the limiter takes some
    return 10 ** (gain / 20)


def limit(sound: bytes, rate: int, factor: float) -> bytes:
    """A sound times a factor, its peaks held under the ceiling without a click or a rasp.

    Where a peak would pass, the factor is lowered for the 2 ms around it and glides there
    and back over 4 to 6 ms, so that waves keep their shape; all else is a plain product.
    """
    width = max(1, int(rate * STEP))
    room = _room(sound, width, factor)
    size = width * WIDTH
    parts = []
    done = 0
    for step in sorted({max(0, near) for it in room for near in range(it - 3, it + 4)}):
        start, end = step * size, (step + 1) * size
        knots = _knot(room, step, factor), _knot(room, step + 1, factor)
        parts.append(scale(sound[done:start], factor))
        parts.append(_ramp(sound[start:end], *knots, width))
        done = end
    parts.append(scale(sound[done:], factor))
    return b"".join(parts)


def _room(sound: bytes, width: int, factor: float) -> dict[int, float]:
    """The steps of a sound in which its peak would pass, and the factor that they allow."""
    size = width * WIDTH
    room = {}
    for block in range(0, len(sound), size * STEPS):
        if peak(sound[block : block + size * STEPS]) * factor <= CEILING:
            continue  # a tenth of a second at once: few pass
        for start in range(block, min(block + size * STEPS, len(sound)), size):
            highest = peak(sound[start : start + size])
            if highest * factor > CEILING:
                room[start // size] = CEILING / highest
    return room


def _knot(room: dict[int, float], border: int, factor: float) -> float:
    """The factor before a step, smooth from border to border, never above what a step allows.

    The mean of three minima over four steps each, all of which see both steps at the border.
    """
    steps = [room.get(step, factor) for step in range(border - 3, border + 3)]
    return (min(steps[0:4]) + min(steps[1:5]) + min(steps[2:6])) / 3


def _ramp(sound: bytes, start: float, end: float, width: int) -> bytes:
    factors = itertools.count(start, (end - start) / width)
    return array("h", map(int, map(mul, array("h", sound), factors))).tobytes()


def _lufs(power: float) -> float:
    """BS.1770's loudness of a mean square in 32 bits, heard from two loudspeakers."""
    full_scale = (2.0**31 * HEADROOM) ** 2
    return -0.691 + 10 * math.log10(2 * power / full_scale) if power else -math.inf


def _weighted(sound: bytes, rate: int) -> bytes:
    """The sound as the ear weighs it, 32 bits wide, at HEADROOM of its level."""
    wide = audioop.mul(audioop.lin2lin(sound, WIDTH, 4), 4, HEADROOM)
    once = _low_pass(wide, rate, SHELF_HZ)
    twice = _low_pass(once, rate, SHELF_HZ)
    parts = zip((wide, once, twice), SHELF, strict=True)
    shelved = reduce(_mix, (audioop.mul(part, 4, share) for part, share in parts))
    for _ in range(2):
        shelved = _mix(shelved, audioop.mul(_low_pass(shelved, rate, RUMBLE_HZ), 4, -1))
    return shelved


def _mix(one: bytes, other: bytes) -> bytes:
    return audioop.add(one, other, 4)


def _low_pass(sound: bytes, rate: int, corner: float) -> bytes:
    """One pole at a corner frequency (Hz): the filter hidden in audioop's rate converter."""
    memory = math.exp(-2 * math.pi * corner / rate)
    weight = round((1 - memory) * 1_000_000)
    return audioop.ratecv(sound, 4, 1, rate, rate, None, weight, 1_000_000 - weight)[0]
