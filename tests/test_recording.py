"""Clips become one recording, to the sample, whatever the timing."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from itertools import pairwise

import pytest
from sounds import clip, ebur128, frame_offsets, heard, needs_ffmpeg, noise, piece, tone, voice

from narrate.errors import UnwritableTarget
from narrate.mp3 import info_frame
from narrate.recording import CHAPTER_PAUSE, LEAD_IN, LEAD_OUT, Recorder, Span, chapter_mark
from narrate.samples import scale, silence

R = 22_050


def padded(sound, before=0.3, after=0.4):
    return silence(round(before * R)) + sound + silence(round(after * R))


def record(folder, clips):
    """Record (piece, clip) pairs; the recording and its MP3."""
    path = folder / "x.mp3"
    with Recorder(path) as recorder:
        for one, sound in clips:
            recorder.add(one, sound)
        recording = recorder.finish()
        write(recording, path)
    return recording, path


def write(recording, path):
    frames = b"".join(recording.chunks())
    assert len(frames) == recording.size
    assert len(frame_offsets(frames)) == recording.frames
    path.write_bytes(info_frame(recording.frames, recording.size, recording.samples) + frames)


def loud_stretches(sound, least=0.02, threshold=100):
    """Where something is heard, in seconds: what lies closer than `least` is one."""
    found = []
    window = 44  # a millisecond
    for i in range(0, len(sound), window):
        if max(map(abs, sound[i : i + window])) > threshold:
            if found and i / 44_100 - found[-1][1] < least:
                found[-1][1] = (i + window) / 44_100
            else:
                found.append([i / 44_100, (i + window) / 44_100])
    return found


def test_silence_around_clips_is_replaced_by_the_pauses_of_the_pieces(tmp_path):
    tones = [padded(tone(400 + 50 * i, 0.8), 0.1 * i, 0.2 * i) for i in range(5)]
    pauses = [0, 600, 1000, 250, 600]
    clips = [(piece(i, pauses[i]), clip(it)) for i, it in enumerate(tones)]
    recording, path = record(tmp_path, clips)
    found = loud_stretches(heard(path))
    assert len(found) == 5
    assert found[0][0] == pytest.approx(LEAD_IN, abs=0.02)
    for (_, end), (start, _), pause in zip(found, found[1:], pauses[1:], strict=False):
        assert start - end == pytest.approx(pause / 1000, abs=0.035)
    assert recording.duration - found[-1][1] == pytest.approx(LEAD_OUT, abs=0.02)


def test_spans_tell_when_each_clip_is_heard_and_the_length_is_exact(tmp_path):
    """Over three minutes and many stretches nothing drifts."""
    dice = random.Random(3)
    speech = tone(500, 2.5)
    clips = [
        (piece(i // 2, 400 if i % 2 else 700), clip(padded(speech[: 2 * dice.randrange(R, 2 * R)])))
        for i in range(90)
    ]
    recording, path = record(tmp_path, clips)
    sound = heard(path)
    assert len(recording.parts) > 5
    assert len(sound) == recording.samples
    assert recording.duration == pytest.approx(len(sound) / 44_100, abs=1e-9)
    found = loud_stretches(sound, least=0.05)
    assert [(it.piece, it.utterance) for it in recording.spans] == [(i, i // 2) for i in range(90)]
    assert len(found) == 90
    for span, (start, end) in zip(recording.spans, found, strict=True):
        assert start == pytest.approx(span.start, abs=0.02)
        assert end == pytest.approx(span.end, abs=0.02)


def test_within_a_sentence_no_gap_is_heard(tmp_path):
    clips = [(piece(0, 0 if i else 600), clip(padded(tone(300, 0.5)))) for i in range(4)]
    _, path = record(tmp_path, clips)
    assert len(loud_stretches(heard(path), least=0.035)) == 1


def test_no_joint_clicks(tmp_path):
    """Clips cut off at full swing are joined: nowhere does the sound jump more than it swings."""
    cut = tone(220, 0.503, volume=0.5)
    clips = [(piece(0, 0 if i % 2 else 300), clip(cut)) for i in range(8)]
    _, path = record(tmp_path, clips)
    sound = heard(path)
    top = max(map(abs, sound))
    swing = top * 2 * 3.1416 * 220 / 44_100
    assert max(abs(a - b) for a, b in pairwise(sound)) < 1.5 * swing


def test_a_soft_consonant_is_not_trimmed(tmp_path):
    soft = noise(0.15, volume=0.01)
    speech = soft + voice(0.6) + soft
    recording, _ = record(tmp_path, [(piece(), clip(padded(speech)))])
    (span,) = recording.spans
    assert span.end - span.start >= 0.9


def test_the_same_clips_give_the_same_bytes(tmp_path):
    clips = [
        (piece(i, 600, "en" if i % 7 else "fr"), clip(padded(voice(2.0, pitch=100 + i))))
        for i in range(24)
    ]
    first, path = record(tmp_path, clips)
    data = path.read_bytes()
    second, path = record(tmp_path, clips)
    assert path.read_bytes() == data
    assert first.spans == second.spans


def test_a_clip_of_another_rate_is_heard_at_its_own_pitch_and_length(tmp_path):
    clips = [
        (piece(0), clip(tone(500, 1.0))),
        (piece(1), clip(tone(500, 1.0, rate=24_000), 24_000)),
    ]
    recording, path = record(tmp_path, clips)
    sound = heard(path)
    for span in recording.spans:
        assert span.end - span.start == pytest.approx(1.0, abs=0.01)
        inside = sound[int((span.start + 0.1) * 44_100) : int((span.end - 0.1) * 44_100)]
        turns = sum(a < 0 <= b for a, b in pairwise(inside))
        assert turns / (len(inside) / 44_100) == pytest.approx(500, rel=0.01)


@pytest.mark.parametrize("laid", [0, 1, 5])
def test_what_is_spoken_last_can_be_laid_behind_the_head(tmp_path, laid):
    """And all that follows is heard that much later, exactly."""
    path = tmp_path / "x.mp3"
    with Recorder(path) as recorder:
        recorder.add(piece(0), clip(tone(300, 1.0)))
        recorder.add(piece(1), clip(tone(350, 1.0)))
        recorder.leave_room()
        for i in range(3, 12):
            recorder.add(piece(i), clip(tone(400, 3.0)))
        for _ in range(laid):
            recorder.fill_room(piece(2), clip(tone(600, 1.0)))
        recording = recorder.finish()
        write(recording, path)
    assert [it.utterance for it in recording.spans] == [0, 1, *[2] * laid, *range(3, 12)]
    assert [it.piece for it in recording.spans[2 : 2 + laid]] == list(range(11, 11 + laid))
    sound = heard(path)
    assert len(sound) == recording.samples
    found = loud_stretches(sound)
    assert len(found) == len(recording.spans)
    for span, (start, end) in zip(recording.spans, found, strict=True):
        assert start == pytest.approx(span.start, abs=0.02)
        assert end == pytest.approx(span.end, abs=0.02)
    for one, other in pairwise(recording.spans):
        assert other.start - one.end == pytest.approx(0.6, abs=0.03)


def test_room_can_be_left_at_the_end(tmp_path):
    path = tmp_path / "x.mp3"
    with Recorder(path) as recorder:
        recorder.add(piece(0), clip(voice(1.0)))
        recorder.leave_room()
        recorder.fill_room(piece(1), clip(voice(1.0)))
        recording = recorder.finish()
        write(recording, path)
    assert [it.utterance for it in recording.spans] == [0, 1]
    assert len(heard(path)) == recording.samples


def test_nothing_can_be_laid_where_no_room_was_left(tmp_path):
    with Recorder(tmp_path / "x.mp3") as recorder, pytest.raises(ValueError, match="no room"):
        recorder.fill_room(piece(), clip(voice(1.0)))


def test_a_recording_of_nothing_is_a_mistake_of_the_caller(tmp_path):
    with Recorder(tmp_path / "x.mp3") as recorder, pytest.raises(ValueError, match="nothing"):
        recorder.finish()


def test_chapters_begin_on_a_whole_second_within_the_pause_before_them(tmp_path):
    dice = random.Random(5)
    with Recorder(tmp_path / "x.mp3") as recorder:
        recorder.add(piece(0), clip(tone(300, 1.0)))
        recorder.leave_room()
        for i in range(2, 40):
            speech = tone(400, 3.0)[: 2 * dice.randrange(R, 3 * R)]
            recorder.add(piece(i, 600), clip(speech), opens_chapter=i % 3 == 0)
        recorder.fill_room(piece(1), clip(tone(600, 1.23)))
        spans = recorder.finish().spans
    assert chapter_mark(spans, 0) == 0
    for before, span in pairwise(spans):
        if span.utterance >= 3 and span.utterance % 3 == 0:
            assert before.end < chapter_mark(spans, span.utterance) <= span.start - 0.05
            assert span.start - before.end == pytest.approx(CHAPTER_PAUSE, abs=0.03)


def test_a_mark_is_the_last_second_with_time_to_spare():
    spans = (
        Span(0, 0, 0.3, 2.0),
        Span(1, 1, 4.02, 5.0),
        Span(2, 1, 5.0, 6.0),
        Span(3, 4, 8.9, 9.5),
    )
    assert [chapter_mark(spans, it) for it in (0, 1, 4)] == [0, 3, 8]


def test_the_length_so_far_is_known_at_once(tmp_path):
    with Recorder(tmp_path / "x.mp3") as recorder:
        assert recorder.seconds == 0
        for i in range(10):
            recorder.add(piece(i), clip(tone(300, 2.0)))
            assert recorder.seconds == pytest.approx(LEAD_IN + 2.0 + i * 2.6 + 0.3, abs=0.35)
        recording = recorder.finish()
        assert recorder.seconds == pytest.approx(recording.duration - LEAD_OUT, abs=0.1)


@needs_ffmpeg
@pytest.mark.parametrize(
    "sounds",
    [
        [voice(0.25, pitch=200)],
        [voice(0.9)],
        [voice(3.0)] * 4,
        [scale(voice(3.0), 0.01)] * 3,
        [scale(voice(3.0), 30)] * 3,
        [voice(3.0, pitch=80)] * 3,
        [voice(0.4), silence(100) + voice(0.4, pitch=200)] * 6,
        [tone(150, 3.0)] * 2,
        [tone(4_000, 3.0)] * 2,
        [noise(3.0)] * 2,
    ],
    ids=["word", "title", "voice", "quiet", "clipped", "low", "sparse", "hum", "whistle", "hiss"],
)
def test_any_voice_is_as_loud_as_a_podcast_and_never_too_loud(tmp_path, sounds):
    """−16 LUFS ± 1 and at most −1 dBTP, on the finished MP3, short or long."""
    _, path = record(tmp_path, [(piece(i), clip(it)) for i, it in enumerate(sounds)])
    loudness, peak = ebur128(path)
    assert loudness == pytest.approx(-16, abs=1)
    assert peak <= -1


def test_nothing_is_left_beside_the_target_when_recording_fails(tmp_path):
    path = tmp_path / "made" / "for" / "it" / "x.mp3"

    def cancel():
        with Recorder(path) as recorder:
            recorder.add(piece(), clip(voice(1.0)))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        cancel()
    assert list(tmp_path.iterdir()) == []


def test_a_target_that_is_a_folder_is_refused_before_a_word_is_spoken(tmp_path):
    with pytest.raises(UnwritableTarget, match="it is a folder"):
        Recorder(tmp_path)


def test_a_target_below_a_file_is_refused(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(UnwritableTarget, match="part of its path is a file"):
        Recorder(tmp_path / "file" / "x.mp3")


@pytest.mark.skipif(not hasattr(os, "getuid") or os.getuid() == 0, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written_is_refused(tmp_path):
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(UnwritableTarget, match="access is denied"):
            Recorder(tmp_path / "x.mp3")
    finally:
        tmp_path.chmod(0o700)


LIMITED = """
import resource, sys
from pathlib import Path
sys.path.insert(0, {tests!r})
from sounds import clip, piece, tone
from narrate.errors import UnwritableTarget
from narrate.recording import Recorder
import signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
try:
    with Recorder(Path({target!r})) as recorder:
        for i in range(60):
            recorder.add(piece(i), clip(tone(300, 3.0)))
        recorder.finish()
except UnwritableTarget as error:
    print(error)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="a disk cannot be made small here")
def test_a_disk_that_takes_no_more_is_told_in_one_sentence(tmp_path):
    code = LIMITED.format(tests=os.path.dirname(__file__), target=str(tmp_path / "x.mp3"))  # noqa: PTH120
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "x.mp3 cannot be written: the disk takes no file of this size" in run.stdout
    assert run.stderr == ""
    assert list(tmp_path.iterdir()) == []


MEMORY = """
import resource, sys
from pathlib import Path
sys.path.insert(0, {tests!r})
from sounds import clip, piece, voice
from narrate.recording import Recorder
speech = clip(voice(5.0) * 2)
with Recorder(Path({target!r})) as recorder:
    while recorder.seconds < {seconds}:
        recorder.add(piece(), speech)
    recorder.finish()
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="peak memory is not told here")
def test_memory_does_not_grow_with_the_length(tmp_path):
    def peak(seconds: int) -> int:
        code = MEMORY.format(
            tests=os.path.dirname(__file__),  # noqa: PTH120
            target=str(tmp_path / "x.mp3"),
            seconds=seconds,
        )
        return int(
            subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout
        )

    assert peak(1500) <= 1.25 * peak(300)
