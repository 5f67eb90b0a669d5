"""How loud a voice is, and how it comes to the usual level of a podcast.

The measure is that of ITU-R BS.1770-4 (gated, K-weighted), for a mono signal that is played
on two loudspeakers: what `ebur128=dualmono=true` of ffmpeg shows. Its filters are put
together from audioop's one-pole low-pass, so that it needs neither numpy nor a loop over
samples, and stay within 0.4 dB of the standard's curve from 30 Hz to 7.5 kHz at 16 to 48 kHz.
"""

from __future__ import annotations

import math
from array import array
from functools import reduce

from narrate.samples import WIDTH, audioop, count, peak, scale, silence

__all__ = ["CEILING", "TARGET", "limit", "loudness", "loudness_gain"]

TARGET = -16.0
"""LUFS of a finished recording: the usual podcast target."""

CEILING = int(32767 * 10 ** (-2.5 / 20))
"""No sample passes −2.5 dBFS: encoding then adds less than the 1.5 dB up to −1 dBTP."""

MOST_GAIN = 40.0  # dB; what is quieter than −56 LUFS is more hiss than voice

SHELF_HZ = 1104.0
SHELF = (1.806, -1.396, 0.596)
# Head effect of BS.1770 (+4 dB above 1.7 kHz): these parts of the sound, of it low-passed
# once and twice, found by least squares against the standard's curve at five rates.
RUMBLE_HZ = 38.135  # BS.1770's high-pass is two equal poles there (Q = 0.5003)
HEADROOM = 0.25  # room in 32 bits for what the filters add

STEP = 5e-3  # seconds; how finely the limiter sees


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
    """The factor that brings a sound to the target once `limit` has held its peaks.

    1.0 for silence. A peaky sound loses loudness to the limiter, and gets that much more.
    """
    before = loudness(sound, rate)
    if before is None:
        return 1.0
    wanted = min(TARGET - before, MOST_GAIN)
    gain = wanted
    for _ in range(3):
        factor = 10 ** (gain / 20)
        if peak(sound) * factor <= CEILING:
            break
        after = loudness(limit(sound, rate, factor), rate)
        missing = 0.0 if after is None else wanted - (after - before)
        if missing < 0.1:
            break
        gain = min(gain + missing, MOST_GAIN)
    return 10 ** (gain / 20)


def limit(sound: bytes, rate: int, factor: float) -> bytes:
    """A sound times a factor, its peaks held under the ceiling without a click or a rasp.

    Where a peak would pass, the factor is lowered for the 5 ms around it and glides there
    and back over 10 ms, so that waves keep their shape; all else is a plain product.
    """
    if peak(sound) * factor <= CEILING:
        return scale(sound, factor)
    width = max(1, int(rate * STEP))
    size = width * WIDTH
    room = [
        min(factor, CEILING / max(1, audioop.max(sound[i : i + size], WIDTH)))
        for i in range(0, len(sound), size)
    ]
    knots = _glide(room)
    parts = []
    start = 0
    for i in range(len(room)):
        if knots[i] < factor or knots[i + 1] < factor:
            parts.append(scale(sound[start : i * size], factor))
            parts.append(_ramp(sound[i * size : (i + 1) * size], knots[i], knots[i + 1], width))
            start = (i + 1) * size
    parts.append(scale(sound[start:], factor))
    return b"".join(parts)


def _glide(room: list[float]) -> list[float]:
    """Factors at the borders of the steps, smooth, and never above what a step allows."""
    last = len(room) - 1
    lowest = [min(room[max(0, i - 2) : i + 2]) for i in range(len(room) + 1)]
    return [
        (lowest[max(0, i - 1)] + lowest[i] + lowest[min(last + 1, i + 1)]) / 3
        for i in range(len(room) + 1)
    ]


def _ramp(sound: bytes, start: float, end: float, width: int) -> bytes:
    slope = (end - start) / width
    return array(
        "h", [int(value * (start + slope * i)) for i, value in enumerate(array("h", sound))]
    ).tobytes()


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
