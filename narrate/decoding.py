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

_KBITS = {
    3: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    2: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
    0: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
_HZ = {3: (44_100, 48_000, 32_000), 2: (22_050, 24_000, 16_000), 0: (11_025, 12_000, 8_000)}
"""By the version in a frame's header: 3 is MPEG-1 (ISO 11172-3), 2 is MPEG-2 (ISO 13818-3), 0 is
what is called MPEG-2.5."""


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

    if _is_cut_short(data):  # the decoder would pass over it, and the last words be lost
        raise Faulty("The voice gave an MP3 that ends in the middle of a frame.")
    try:
        sound = miniaudio.mp3_read_s16(data)
    except miniaudio.MiniaudioError as error:
        raise Faulty("The voice gave something that is no audio.") from error
    if not sound.num_frames or sound.sample_rate not in RATES:
        raise Faulty("The voice gave an MP3 without sound.")
    samples = to_mono(sound.samples.tobytes(), sound.nchannels)
    return Clip(data=samples, encoding="pcm", rate=sound.sample_rate)


def _is_cut_short(data: bytes) -> bool:
    """Whether the last frame of an MP3 is not whole, as in no answer of Google's that is.

    What lies behind a frame and is no frame (a tag, noise) is not judged.
    """
    position = 0
    while position < len(data):
        size = _frame_size(data[position : position + 4])
        if size is None:
            return len(data) - position < 4 and data[position] == 0xFF
        position += size
    return position > len(data)


def _frame_size(header: bytes) -> int | None:
    """How many bytes a frame of layer III takes; None if this is no header of one."""
    if len(header) < 4 or header[0] != 0xFF or header[1] & 0xE6 != 0xE2:
        return None
    version, bitrate, rate = header[1] >> 3 & 3, header[2] >> 4, header[2] >> 2 & 3
    if version not in _KBITS or not 0 < bitrate < 15 or rate == 3:
        return None
    samples = 144_000 if version == 3 else 72_000
    return samples * _KBITS[version][bitrate] // _HZ[version][rate] + (header[2] >> 1 & 1)


def _opening(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39]}…"
