"""The running time is spoken in the head, and true."""

from __future__ import annotations

from contextlib import closing
from functools import partial

import pytest
from sounds import clip, piece, voice

from narrate.announcing import RunningTime
from narrate.engine import Clip
from narrate.errors import Refused
from narrate.recording import Recorder
from narrate.runningtime import spoken_time
from narrate.speaking import speak


class Monotone:
    """A voice that takes as long as it is told, and remembers what it was asked."""

    name, version, languages = "monotone", "1", frozenset({"en", "xx"})
    max_chars, at_once, needs_network = 100, 8, False

    def __init__(self, seconds=1.0, error=None):
        self.seconds = seconds
        self.error = error
        self.asked = []

    def speak(self, text, language):
        self.asked.append(text)
        if self.error or language == "xx":
            raise self.error or AssertionError("There are no words in this language.")
        return Clip(voice(self.seconds), "pcm", 22_050)

    def close(self):
        pass


PIECES = [piece(n, pause_ms=0, text="Fifteen letters" * 4) for n in range(50)]  # guessed: 4 s each


@pytest.fixture
def recorder(tmp_path):
    with Recorder(tmp_path / "x.mp3") as opened:
        opened.leave_room()
        yield opened


def running_time(engine, language="en", pieces=PIECES, at_once=8):
    say = partial(speak, engine=engine)
    return closing(RunningTime(pieces, language, at_once, say))


def record(recorder, seconds):
    """Make a recording of so many seconds."""
    recorder.add(piece(pause_ms=1000 * seconds - 1000), clip(voice(1.0)))


@pytest.mark.parametrize(
    ("seconds", "words"), [(20, "1 minute."), (85, "1 minute."), (160, "3 minutes.")]
)
def test_it_is_laid_behind_the_head_and_true(recorder, seconds, words):
    record(recorder, seconds)
    engine = Monotone()
    with running_time(engine) as it:
        laid = it.lay_into(recorder)
    assert laid.text == words
    assert engine.asked == [words]
    recording = recorder.finish()
    assert recording.spans[0].utterance == laid.utterance < 0
    assert spoken_time(recording.duration, "en") == words


def test_the_length_with_one_clip_more_is_known_before_it_is_laid(recorder):
    for number in range(12):
        recorder.add(piece(number), clip(voice(2.0)))
    last = piece(-1, pause_ms=350), clip(voice(1.0))
    expected = recorder.seconds_with(*last)
    recorder.fill_room(*last)
    assert recorder.finish().duration == pytest.approx(expected, abs=0.1)


def test_that_it_takes_time_to_say_is_counted(recorder):
    record(recorder, 84)
    engine = Monotone(seconds=10.0)
    with running_time(engine) as it:
        assert it.lay_into(recorder).text == "2 minutes."
    assert engine.asked == ["1 minute.", "2 minutes."]


def test_it_is_foreseen_while_the_last_pieces_are_spoken(recorder):
    engine = Monotone()
    with running_time(engine) as it:
        it.foresee(30, 130.0)
        assert it._early is None
        it.foresee(44, 190.0)
        record(recorder, 216)
        assert it.lay_into(recorder).text == "4 minutes."
    assert engine.asked == ["4 minutes."]


def test_where_two_are_likely_both_are_asked_for_and_the_true_one_is_laid(recorder):
    engine = Monotone()
    with running_time(engine) as it:
        it.foresee(44, 182.0)
        record(recorder, 206)
        assert it.lay_into(recorder).text == "3 minutes."
    assert sorted(engine.asked) == ["3 minutes.", "4 minutes."]


def test_what_was_foreseen_wrong_is_asked_for_again(recorder):
    engine = Monotone()
    with running_time(engine) as it:
        it.foresee(44, 190.0)
        record(recorder, 100)
        assert it.lay_into(recorder).text == "2 minutes."
    assert engine.asked == ["4 minutes.", "2 minutes."]


@pytest.mark.parametrize(("at_once", "done"), [(1, 49), (2, 48), (8, 42), (8, 50)])
def test_never_are_more_pieces_asked_for_than_may_be(at_once, done):
    """With so many left, or none, nothing is asked for ahead of time."""
    engine = Monotone()
    with running_time(engine, at_once=at_once) as it:
        it.foresee(done, 4.3 * done)
        assert it._early is None


def test_a_short_article_is_foreseen_before_a_word_of_it_is_heard(recorder):
    engine = Monotone()
    with running_time(engine, pieces=PIECES[:4]) as it:
        it.foresee(0, 0.0)
        record(recorder, 17)
        assert it.lay_into(recorder).text == "1 minute."
    assert engine.asked == ["1 minute."]


@pytest.mark.parametrize("engine", [Monotone(error=Refused("No.", everything=True)), Monotone()])
def test_without_words_for_it_or_a_voice_the_article_is_whole(recorder, engine):
    record(recorder, 20)
    with running_time(engine, language="en" if engine.error else "xx") as it:
        assert it.lay_into(recorder) is None
    assert len(recorder.finish().spans) == 1
