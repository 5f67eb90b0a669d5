"""Sound as 16-bit mono samples in `bytes`: the few verbs that every other room needs.

The only module that knows audioop, which is C and needs no further package: it left the
standard library with Python 3.13, and `audioop-lts` gives it back under the same name.
Lengths are counted in samples, never in milliseconds: rounding each of 2,000 clips to a
millisecond moves the end of a recording by tens of milliseconds.
"""

from __future__ import annotations

import warnings
from array import array

with warnings.catch_warnings():
    # Python 3.11 and 3.12 announce at import that the module will leave; we know.
    warnings.simplefilter("ignore", DeprecationWarning)
    import audioop

__all__ = ["WIDTH", "audioop", "count", "edges", "fade", "peak", "scale", "silence", "to_mono"]

WIDTH = 2
"""Bytes a sample."""


def count(sound: bytes) -> int:
    """How many samples a sound has."""
    return len(sound) // WIDTH


def silence(samples: int) -> bytes:
    """That many samples of nothing."""
    return bytes(WIDTH * samples)


def peak(sound: bytes) -> int:
    """The largest distance from zero, 0 to 32,768."""
    return audioop.max(sound, WIDTH)


def scale(sound: bytes, factor: float) -> bytes:
    """Every sample times a factor; what would be too large stays at the largest value."""
    return audioop.mul(sound, WIDTH, factor)


def to_mono(sound: bytes, channels: int) -> bytes:
    """One channel out of several interleaved ones: the mean of the first two."""
    if channels == 1:
        return sound
    if channels > 2:
        every = array("h", sound)
        pair = array("h", bytes(2 * WIDTH * (len(every) // channels)))
        pair[0::2], pair[1::2] = every[0::channels], every[1::channels]
        sound = pair.tobytes()
    return audioop.tomono(sound, WIDTH, 0.5, 0.5)


def fade(sound: bytes, samples: int) -> bytes:
    """Let a sound rise from nothing over its first samples and fall over its last."""
    length = min(samples, count(sound) // 2)
    if not length:
        return sound
    size = length * WIDTH
    rise = array("h", (value * i // length for i, value in enumerate(array("h", sound[:size]))))
    fall = array(
        "h",
        (value * (length - 1 - i) // length for i, value in enumerate(array("h", sound[-size:]))),
    )
    return rise.tobytes() + sound[size:-size] + fall.tobytes()


def edges(sound: bytes, window: int, threshold: int) -> tuple[int, int]:
    """Where a sound begins and ends, in samples: what lies outside never passes a threshold.

    Looked at in windows of so many samples; (0, 0) if nothing passes.
    """
    size = window * WIDTH
    starts = range(0, len(sound), size)

    def is_loud(start: int) -> bool:
        return peak(sound[start : start + size]) > threshold

    first = next(filter(is_loud, starts), None)
    if first is None:
        return 0, 0
    last = next(filter(is_loud, reversed(starts)))
    return first // WIDTH, min(last + size, len(sound)) // WIDTH
