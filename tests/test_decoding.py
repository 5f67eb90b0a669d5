"""What a voice sends is decoded, or refused as no speech."""

from __future__ import annotations

import contextlib

import pytest
from sounds import clip, noise, tone, voice

from narrate.decoding import check_clip, decode
from narrate.engine import Clip
from narrate.errors import Faulty
from narrate.mp3 import encode
from narrate.samples import count, scale, silence


def test_an_mp3_becomes_samples_at_its_own_rate():
    decoded = decode(Clip(encode(voice(1.0), 22_050), "mp3", None))
    assert (decoded.encoding, decoded.rate) == ("pcm", 44_100)
    assert count(decoded.data) == pytest.approx(44_100, abs=4 * 1152)


def test_samples_stay_as_they_are():
    assert decode(clip(tone())) == clip(tone())


@pytest.mark.parametrize(
    "data", [b"", b"\0" * 5000, b"<!doctype html><p>Sorry", b"ID3" + bytes(500), noise()[:3001]]
)
def test_what_is_no_mp3_is_faulty(data):
    with pytest.raises(Faulty):
        decode(Clip(data, "mp3", None))


@pytest.mark.parametrize(
    "bad", [Clip(b"abc", "pcm", 22_050), Clip(b"ab", "pcm", None), clip(b"", 3)]
)
def test_samples_cut_short_or_of_no_rate_are_faulty(bad):
    with pytest.raises(Faulty):
        decode(bad)


@pytest.mark.parametrize("length", [100, 1000, 3000])
def test_an_mp3_cut_short_is_shorter_or_faulty_but_never_an_error_of_another_kind(length):
    data = encode(voice(1.0), 22_050)[:length]
    with contextlib.suppress(Faulty):
        assert count(decode(Clip(data, "mp3", None)).data) < 44_100


@pytest.mark.parametrize("sound", [b"", silence(44_100), scale(voice(), 0.001)])
def test_silence_is_no_speech(sound):
    with pytest.raises(Faulty, match="silence for 'Good morning'"):
        check_clip(clip(sound), "Good morning")


def test_a_hundred_letters_in_half_a_second_are_no_speech():
    with pytest.raises(Faulty, match=r"too little sound for 'abcde.*…'"):
        check_clip(clip(voice(0.5)), "abcdefghij" * 10)


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0.2, "A"),
        (0.5, "No, never."),
        (1.0, "Aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaah!"),
        (1.0, "— … !? " * 20),
        (
            4.0,
            "A quick reader says about twenty five letters in each second, and is understood.",
        ),
    ],
)
def test_fast_speech_is_speech(seconds, text):
    check_clip(clip(voice(seconds)), text)


def test_a_quiet_voice_is_speech():
    check_clip(clip(scale(voice(1.0), 0.005)), "Hush")
