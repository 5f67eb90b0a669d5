"""A clip as a voice gave it -> a clip of samples; and whether it can be speech at all.

The only module that knows miniaudio.
"""

from __future__ import annotations

import re

from narrate.engine import Clip
from narrate.errors import Faulty
from narrate.samples import WIDTH, count, peak, to_mono

__all__ = ["check_clip", "decode"]

QUIETEST = 32
"""−60 dBFS: a clip that never gets louder holds no speech."""

FASTEST = 60
"""Letters and digits a second that no voice reaches: voices say about 15, fast ones 25."""

RATES = range(4_000, 192_001)


def decode(clip: Clip) -> Clip:
    """The clip as 16-bit mono samples, at the rate it has; raises Faulty if it is no audio."""
    if clip.encoding == "mp3":
        return _decode_mp3(clip.data)
    if clip.rate not in RATES or len(clip.data) % WIDTH:
        raise Faulty("The voice gave samples that are cut short or of an unknown rate.")
    return clip


def check_clip(clip: Clip, text: str) -> None:
    """Raise Faulty unless a decoded clip may well be `text` spoken.

    It must hold sound, and not be shorter than any voice could say the text: 60 letters or
    digits a second, a run of one letter counted once. The bound is wide, so that it never
    refuses speech; it finds answers that were cut short or are empty.
    """
    if peak(clip.data) < QUIETEST:
        raise Faulty(f"The voice gave silence for {_opening(text)!r}.")
    letters = sum(map(str.isalnum, re.sub(r"(.)\1+", r"\1", text)))
    if count(clip.data) * FASTEST < letters * (clip.rate or 1):
        raise Faulty(f"The voice gave too little sound for {_opening(text)!r}.")


def _decode_mp3(data: bytes) -> Clip:
    import miniaudio  # here, because it takes 0.15 s and the built-in voice needs none of it

    try:
        sound = miniaudio.mp3_read_s16(data)
    except miniaudio.MiniaudioError as error:
        raise Faulty("The voice gave something that is no audio.") from error
    if not sound.num_frames or sound.sample_rate not in RATES:
        raise Faulty("The voice gave an MP3 without sound.")
    samples = to_mono(sound.samples.tobytes(), sound.nchannels)
    return Clip(data=samples, encoding="pcm", rate=sound.sample_rate)


def _opening(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39]}…"
