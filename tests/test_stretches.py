"""What is waited for and where a stretch ends depends on the clips alone."""

from __future__ import annotations

import pytest
from sounds import piece, tone, voice

from narrate.mp3 import RATE, SAMPLES_A_FRAME
from narrate.samples import count, scale, silence
from narrate.stretches import LONGEST_STRETCH, STRETCH, Gatherer, Joint, Leveller

R = 22_050


def joint(seconds=1.0, pause=0.6, language="en", number=0, sound=None) -> Joint:
    return Joint(
        number, piece(language=language), round(pause * R), sound or silence(round(seconds * R))
    )


def gathered(joints, gatherer=None):
    gatherer = gatherer or Gatherer(R)
    stretches = [gatherer.add(it) for it in joints] + [gatherer.end()]
    return [stretch for stretch in stretches if stretch]


def test_a_stretch_ends_at_the_first_pause_after_its_time():
    stretches = gathered(joint(3.0, 0.6 if i % 2 else 0.0) for i in range(40))
    assert len(stretches) > 5
    assert all(STRETCH <= it.samples / R <= STRETCH + 2 * 3.6 for it in stretches[:-1])
    assert all(it.joints[0].pause for it in stretches[1:])


def test_without_a_pause_a_stretch_ends_at_a_joint_within_a_minute():
    stretches = gathered(joint(7.0, 0.0) for _ in range(40))
    assert len(stretches) > 4
    assert all(it.samples / R <= LONGEST_STRETCH for it in stretches)


def test_a_single_clip_longer_than_a_minute_is_a_stretch_of_its_own():
    stretches = gathered([joint(1.0), joint(80.0), joint(1.0)])
    assert [len(it.joints) for it in stretches] == [1, 1, 1]


def test_pauses_are_as_long_as_they_should_be_where_stretches_meet():
    """Where one ends, its frames bring some silence; that much of the pause is left out."""
    stretches = gathered(joint(4.0, 0.5) for _ in range(20))
    assert len(stretches) > 4
    at = 0.0
    end = None
    for stretch in stretches:
        for start, stop in zip(stretch.starts, stretch.ends, strict=True):
            if end is not None:
                assert at + start / R - end == pytest.approx(0.5, abs=2 / R)
            end = at + stop / R
        at += stretch.frames * SAMPLES_A_FRAME / RATE


def test_a_stretch_sounds_its_clips_at_the_gain_of_their_language():
    first, second = tone(seconds=0.3), tone(300, 0.2)
    (stretch,) = gathered([joint(sound=first, pause=0.1), joint(sound=second, language="de")])
    sound = stretch.sound({"en": 0.5, "de": 2.0})
    assert count(sound) == stretch.samples == stretch.ends[-1]
    starts = [2 * start for start in stretch.starts]
    assert sound[: starts[0]] == silence(stretch.starts[0])
    assert sound[starts[0] : starts[0] + len(first)] == scale(first, 0.5)
    assert sound[starts[1] :] == scale(second, 2.0)


def test_clips_wait_until_half_a_minute_of_their_voice_is_heard():
    leveller = Leveller(R)
    speech = voice(5.0)
    given = [len(list(leveller.add(joint(sound=speech, pause=0.5, number=i)))) for i in range(8)]
    assert given == [0, 0, 0, 0, 0, 6, 1, 1]


def test_a_language_heard_only_briefly_holds_back_at_most_a_minute():
    leveller = Leveller(R)
    speech = voice(5.0)
    clips = [joint(sound=speech, language="el" if i == 8 else "en", number=i) for i in range(40)]
    waiting = most = 0
    order = []
    for clip in clips:
        waiting += 1
        out = list(leveller.add(clip))
        waiting -= len(out)
        most = max(most, waiting)
        order += [it.number for it in out]
    order += [it.number for it in leveller.rest()]
    assert order == list(range(40))
    assert most * 5.6 <= 66
    assert leveller.gains["el"] == pytest.approx(leveller.gains["en"], rel=0.1)


def test_every_language_has_its_own_gain():
    leveller = Leveller(R)
    loud, quiet = voice(3.0), scale(voice(3.0), 0.1)
    out = [*leveller.add(joint(sound=loud)), *leveller.add(joint(sound=quiet, language="fr"))]
    out += leveller.rest()
    assert len(out) == 2
    assert leveller.gains["fr"] == pytest.approx(10 * leveller.gains["en"], rel=0.05)
