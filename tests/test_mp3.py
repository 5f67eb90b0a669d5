"""Frames are counted exactly, come in order, and are told of truly."""

from __future__ import annotations

import io
import json
import random
import subprocess
import threading

import pytest
from sounds import frame_offsets, heard, needs_ffmpeg, noise, tone, values, voice

from narrate.mp3 import DELAY, RATE, SAMPLES_A_FRAME, FrameWriter, encode, frames_of, info_frame
from narrate.samples import count, silence


@pytest.mark.parametrize("rate", [8_000, 16_000, 22_050, 24_000, 44_100, 48_000])
def test_the_number_of_frames_is_known_before_the_encoding(rate):
    dice = random.Random(rate)
    for samples in [1, 576, 1152, rate, *(dice.randrange(1, 2 * rate) for _ in range(8))]:
        assert len(frame_offsets(encode(silence(samples), rate))) == frames_of(samples, rate)


def test_the_same_samples_give_the_same_frames():
    assert encode(voice(), 22_050) == encode(voice(), 22_050)


def test_stretches_are_written_in_the_order_in_which_they_were_given():
    """Also where the first is ready last."""
    release = threading.Event()
    sounds = [tone(200 + 100 * i, 0.3) for i in range(12)]

    def slow() -> bytes:
        release.wait(10)
        return sounds[0]

    file = io.BytesIO()
    writer = FrameWriter(file)
    try:
        writer.add(slow, 22_050)
        for sound in sounds[1:3]:
            writer.add(lambda sound=sound: sound, 22_050)
        release.set()
        for sound in sounds[3:]:
            writer.add(lambda sound=sound: sound, 22_050)
        sizes = writer.finish()
    finally:
        release.set()
        writer.close()
    expected = [encode(sound, 22_050) for sound in sounds]
    assert file.getvalue() == b"".join(expected)
    assert sizes == [len(frames) for frames in expected]


def test_what_a_stretch_raises_is_raised_here():
    def broken() -> bytes:
        raise ZeroDivisionError

    writer = FrameWriter(io.BytesIO())
    try:
        with pytest.raises(ZeroDivisionError):  # noqa: PT012 - by whichever comes first
            writer.add(broken, 22_050)
            writer.finish()
    finally:
        writer.close()
        writer.close()


def whole(sounds, rate=22_050) -> tuple[bytes, int]:
    """An MP3 of stretches, and how many samples of 44.1 kHz play."""
    parts = [encode(sound, rate) for sound in sounds]
    frames = sum(frames_of(count(sound), rate) for sound in sounds)
    before = sum(frames_of(count(sound), rate) for sound in sounds[:-1]) * SAMPLES_A_FRAME
    played = before + count(sounds[-1]) * RATE // rate
    data = b"".join(parts)
    return info_frame(frames, len(data), played) + data, played


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "x.mp3"
    data, played = whole([voice(1.3), silence(5000) + noise(0.7), voice(2.1)])
    path.write_bytes(data)
    return path, played


def test_a_player_that_reads_the_first_frame_plays_exactly_the_sound(file):
    path, played = file
    assert len(heard(path)) == played


def test_sound_begins_where_it_should_to_the_sample(tmp_path):
    """Delays of encoder and resampler are both accounted for."""
    path = tmp_path / "x.mp3"
    click = values(tone(500, 0.5, volume=0.5)).tobytes()
    data, _ = whole([silence(22_050) + click + silence(2205), silence(11_025) + click])
    path.write_bytes(data)
    sound = heard(path)
    first = next(i for i, value in enumerate(sound) if abs(value) > 1500)
    assert first == pytest.approx(44_100, abs=12)
    second_at = frames_of(22_050 + 11_025 + 2205, 22_050) * SAMPLES_A_FRAME + 22_050
    second = next(i for i in range(first + 23_000, len(sound)) if abs(sound[i]) > 1500)
    assert second == pytest.approx(second_at, abs=12)


def test_the_first_frame_is_one_frame_and_tells_what_follows():
    frame = info_frame(1000, 208_980, 1000 * SAMPLES_A_FRAME - 1500)
    assert frame_offsets(frame) == [0]
    assert frame[21:25] == b"Info"
    assert int.from_bytes(frame[29:33], "big") == 1000
    assert int.from_bytes(frame[33:37], "big") == 208_980 + len(frame)
    contents = frame[37:137]
    assert list(contents) == sorted(contents)
    assert contents[0] == 0
    assert contents[50] == 128
    delay, padding = divmod(int.from_bytes(frame[162:165], "big"), 4096)
    assert delay == DELAY
    assert padding == 1500 - DELAY


@needs_ffmpeg
def test_ffmpeg_reads_the_length_from_the_first_frame_and_warns_of_nothing(file):
    path, played = file
    shown = subprocess.run(
        ["ffprobe", "-v", "warning", "-show_format", "-of", "json", str(path)],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert shown.stderr == ""
    assert float(json.loads(shown.stdout)["format"]["duration"]) == pytest.approx(
        played / RATE, abs=0.06
    )
    decoded = subprocess.run(
        ["ffmpeg", "-v", "warning", "-i", str(path), "-f", "s16le", "-"],
        capture_output=True,
        check=True,
    )
    assert decoded.stderr == b""
    assert count(decoded.stdout) == played
