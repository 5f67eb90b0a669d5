"""A voice is measured as players measure it, and brought to −16 LUFS without harm."""

from __future__ import annotations

import math
import wave
from itertools import pairwise

import pytest
from sounds import ebur128, needs_ffmpeg, noise, samples, tone, values, voice

from narrate.level import CEILING, LOST, TARGET, Meter, limit
from narrate.samples import count, peak, scale, silence

SOUNDS = {
    "voice": (voice(4.0), 22_050),
    "low voice": (voice(4.0, pitch=80), 22_050),
    "voice of 24 kHz": (voice(4.0, rate=24_000), 24_000),
    "voice with gaps": (b"".join(voice(0.5) + silence(20_000) for _ in range(6)), 22_050),
    "noise": (noise(3.0), 22_050),
    "low tone": (tone(90, 3.0), 22_050),
    "tone": (tone(440, 3.0), 22_050),
    "high tone": (tone(5_000, 3.0), 22_050),
    "tone of 16 kHz": (tone(1_000, 3.0, rate=16_000), 16_000),
    "tone of 44.1 kHz": (tone(1_000, 3.0, rate=44_100), 44_100),
}


def measured(sound, rate, part=None):
    """A meter that has heard a sound, in parts of so many bytes or at once."""
    meter = Meter(rate)
    size = part or len(sound) or 1
    for start in range(0, len(sound), size):
        meter.add(sound[start : start + size])
    meter.add(silence(rate // 10))
    return meter


def loudness(sound, rate):
    return measured(sound, rate).loudness()


def test_a_tone_of_997_hz_is_as_loud_as_the_standard_says():
    """BS.1770-4: full scale in one channel is −3.01 LKFS, so in two it is 0."""
    assert loudness(tone(997, 3.0, volume=0.1), 22_050) == pytest.approx(-20, abs=0.3)


@needs_ffmpeg
@pytest.mark.parametrize("name", SOUNDS)
def test_loudness_is_what_ffmpeg_measures(name, tmp_path):
    sound, rate = SOUNDS[name]
    path = tmp_path / "sound.wav"
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, rate, 0, "NONE", ""))
        file.writeframes(sound)
    assert loudness(sound, rate) == pytest.approx(ebur128(path)[0], abs=0.4)


@pytest.mark.parametrize("sound", [b"", silence(50_000), samples([1, -1] * 30_000)])
def test_silence_has_no_loudness_and_is_left_as_it_is(sound):
    assert loudness(sound, 22_050) is None
    assert measured(sound, 22_050).gain() == 1.0


@pytest.mark.parametrize("part", [2, 1000, 4410, 4412, 30_000])
def test_in_whatever_parts_a_sound_comes_it_is_as_loud(part):
    whole, parted = (measured(voice(1.0), 22_050, size) for size in (None, part))
    assert parted.loudness() == whole.loudness()
    assert parted.gain() == whole.gain()
    assert parted.seconds == whole.seconds == 1.1


def test_a_word_shorter_than_a_block_is_measured_too():
    assert loudness(voice(0.2), 22_050) is not None


@pytest.mark.parametrize("volume", [0.004, 0.05, 0.5, 0.99])
@pytest.mark.parametrize("name", ["voice", "low voice", "voice with gaps", "noise", "tone"])
def test_whatever_its_volume_a_sound_comes_to_the_target(name, volume):
    sound, rate = SOUNDS[name]
    sound = scale(sound, volume * 32_767 / peak(sound))
    levelled = limit(sound, rate, measured(sound, rate).gain())
    assert loudness(levelled, rate) == pytest.approx(TARGET + LOST, abs=0.7)


@pytest.mark.parametrize("factor", [0.5, 1.0, 2.0, 7.0])
@pytest.mark.parametrize("name", SOUNDS)
def test_a_limited_sound_keeps_its_length_and_never_passes_the_ceiling(name, factor):
    sound, rate = SOUNDS[name]
    limited = limit(sound, rate, factor)
    assert count(limited) == count(sound)
    assert peak(limited) <= CEILING
    assert all(
        abs(out) <= abs(it * factor) + 1
        for it, out in zip(values(sound), values(limited), strict=True)
    )


@pytest.mark.parametrize("places", [(4000,), (0,), (7999,), (100, 7990), (2000, 2100, 2900)])
def test_the_limiter_glides_and_leaves_what_is_far_from_a_peak(places):
    steady = [10_000.0] * 8000
    for place in places:
        steady[place] = 31_000.0
    limited = values(limit(samples(steady), 22_050, 1.5))
    ratios = [out / it for it, out in zip(steady, limited, strict=True)]
    assert max(abs(a - b) for a, b in pairwise(ratios)) < 0.01
    far = [r for i, r in enumerate(ratios) if all(abs(i - place) > 700 for place in places)]
    assert all(math.isclose(r, 1.5) for r in far)
