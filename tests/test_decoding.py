"""What a voice sends is decoded, or refused as no speech."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sounds import clip, noise, tone, voice
from standin import speech

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


FORMS = {"24 kHz": speech("Good morning, all of you"), "44.1 kHz": encode(voice(1.0), 22_050)}
"""In MPEG-2, as Google's are, and in MPEG-1, some of whose frames are padded."""


@pytest.mark.parametrize("lost", [1, 2, 3, 4, 90, 191])
@pytest.mark.parametrize("form", FORMS)
def test_an_mp3_that_ends_in_the_middle_of_a_frame_is_faulty(form, lost):
    with pytest.raises(Faulty, match="middle of a frame"):
        decode(Clip(FORMS[form][:-lost], "mp3", None))


@pytest.mark.parametrize("form", FORMS)
def test_a_tag_before_or_behind_the_frames_does_no_harm(form):
    plain = decode(Clip(FORMS[form], "mp3", None))
    tag = b"ID3\x03\x00\x00\x00\x00\x00\x0a" + bytes(10)
    assert decode(Clip(FORMS[form] + b"TAG".ljust(128, b"\0"), "mp3", None)) == plain
    assert decode(Clip(tag + FORMS[form], "mp3", None)) == plain


@given(data=st.binary(max_size=400), length=st.integers(0, 3000))
def test_whatever_comes_is_sound_or_faulty_and_no_error_of_another_kind(data, length):
    with contextlib.suppress(Faulty):
        decode(Clip(FORMS["24 kHz"][:length] + data, "mp3", None))


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
