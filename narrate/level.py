"""How loud a voice is, and how it comes to the usual level of a podcast.

The measure is that of ITU-R BS.1770-4 (gated, K-weighted), for a mono signal that is played
on two loudspeakers: what `ebur128=dualmono=true` of ffmpeg shows. A power needs no wave: that of
the weighted sound is put together from the powers of the sound and of three low-passed ones,
so that audioop can do it, without numpy or a loop over samples.
"""

from __future__ import annotations

import itertools
import math
from array import array
from operator import mul

from narrate.samples import WIDTH, audioop, count, peak, scale

__all__ = ["CEILING", "TARGET", "Meter", "limit"]

TARGET = -16.0
"""LUFS of a finished recording: the usual podcast target."""

LOST = 0.446
"""Decibels that LAME takes off on its own: its scale at 64 kbit/s is 0.95."""

CEILING = int(32767 * 10 ** (-2.0 / 20))
"""No sample passes −2 dBFS; encoding lowers that to −2.4 and adds less than 1 dB in peaks."""

MOST_GAIN = 60.0  # dB; a voice at −76 LUFS is hardly more than the last bit

WIDE = 4  # bytes a sample while it is measured
HEAD_HZ, RUMBLE_HZ = 1015.8, 61.22
SHARES = (2.7725, -4.4818, 2.8200, -1.1884)
"""The standard's curve (the head's +4 dB above 1.7 kHz, nothing below 38 Hz) as shares of four
powers: of the sound, of it low-passed at HEAD_HZ once and twice, and at RUMBLE_HZ. Found by
least squares at 16 to 48 kHz: within 0.26 dB from 30 Hz to 7.5 kHz."""

STEP = 2e-3  # seconds; how finely the limiter sees: less than a wave of the lowest voice
STEPS = 50


class Meter:
    """Hears a sound part by part, and tells how loud it is and what brings it to the target."""

    def __init__(self, rate: int) -> None:
        """Measure 16-bit mono samples of one rate (Hz)."""
        self._step = rate // 10 * WIDTH
        self._head = _LowPass(rate, HEAD_HZ)
        self._head_again = _LowPass(rate, HEAD_HZ)
        self._rumble = _LowPass(rate, RUMBLE_HZ)
        self._rate = rate
        self._heard: list[bytes] = []
        self._rest = b""  # what does not fill 100 ms yet
        self._steps: list[float] = []  # the weighted power of each 100 ms

    @property
    def seconds(self) -> float:
        """How much was heard."""
        return sum(map(count, self._heard)) / self._rate

    def add(self, sound: bytes) -> None:
        """Take the next part."""
        self._heard.append(sound)
        sound = self._rest + sound
        whole = len(sound) // self._step * self._step
        self._rest = sound[whole:]
        wide = audioop.lin2lin(sound[:whole], WIDTH, WIDE)  # so that a faint voice is not rounded
        head = self._head.passed(wide)
        parts = (wide, head, self._head_again.passed(head), self._rumble.passed(wide))
        step = self._step // WIDTH * WIDE
        for start in range(0, len(wide), step):
            powers = (float(audioop.rms(part[start : start + step], WIDE)) ** 2 for part in parts)
            self._steps.append(max(0.0, sum(map(mul, powers, SHARES))))

    def loudness(self) -> float | None:
        """Integrated loudness in LUFS of all so far; None if there is only silence.

        Sound shorter than one block of 400 ms counts as though silence followed; what does
        not fill the last 100 ms does not count yet.
        """
        steps = self._steps + [0.0] * (4 - len(self._steps))
        blocks = [sum(steps[i : i + 4]) / 4 for i in range(len(steps) - 3)]
        loud = [power for power in blocks if _lufs(power) > -70]
        if not loud:
            return None
        gate = _lufs(sum(loud) / len(loud)) - 10
        loud = [power for power in loud if _lufs(power) > gate]
        return _lufs(sum(loud) / len(loud))

    def gain(self) -> float:
        """The factor that brings all so far to the target once it is limited and encoded.

        1.0 for silence. A peaky sound loses loudness to the limiter, and gets that much more.
        """
        before = self.loudness()
        if before is None:
            return 1.0
        heard = b"".join(self._heard)
        power = audioop.rms(heard, WIDTH)
        wanted = gain = min(TARGET + LOST - before, MOST_GAIN)
        for _ in range(12):
            limited = limit(heard, self._rate, 10 ** (gain / 20))
            missing = wanted - 20 * math.log10(audioop.rms(limited, WIDTH) / power)
            if abs(missing) < 0.1:
                break
            # Of what is added, the limiter takes some.
            gain = min(gain + 1.8 * missing, MOST_GAIN)
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
    """BS.1770's loudness of a mean square of 32-bit samples, heard from two loudspeakers."""
    return -0.691 + 10 * math.log10(2 * power / 2.0**62) if power else -math.inf


class _LowPass:
    """One pole at a corner frequency (Hz): the filter hidden in audioop's rate converter."""

    def __init__(self, rate: int, corner: float) -> None:
        memory = math.exp(-2 * math.pi * corner / rate)
        weight = round((1 - memory) * 1_000_000)
        self._rate, self._weights = rate, (weight, 1_000_000 - weight)
        self._state: tuple[int, tuple[tuple[int, int], ...]] | None = None

    def passed(self, sound: bytes) -> bytes:
        """Pass the next part of a wide sound through."""
        rate = self._rate
        sound, self._state = audioop.ratecv(sound, WIDE, 1, rate, rate, self._state, *self._weights)
        return sound
