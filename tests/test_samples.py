"""Sound as bytes keeps its length and its shape."""

from __future__ import annotations

from itertools import pairwise

import pytest
from sounds import samples, tone, values

from narrate.samples import count, edges, fade, peak, scale, silence, to_mono


def test_a_second_of_silence_has_as_many_samples_as_asked_and_no_peak():
    assert count(silence(22_050)) == 22_050
    assert peak(silence(22_050)) == 0


def test_what_would_be_too_loud_stays_at_the_largest_value():
    assert list(values(scale(samples([100, -20_000, 20_000]), 2))) == [200, -32_768, 32_767]


@pytest.mark.parametrize(
    ("channels", "sound", "mono"),
    [
        (1, [1, 2, 3], [1, 2, 3]),
        (2, [100, 300, -50, 50], [200, 0]),
        (3, [10, 30, 99] * 2, [20] * 2),
    ],
)
def test_of_several_channels_the_first_two_are_mixed(channels, sound, mono):
    assert list(values(to_mono(samples(sound), channels))) == mono


@pytest.mark.parametrize("length", [0, 1, 2, 3, 99, 100, 1000])
def test_a_fade_keeps_the_length_begins_and_ends_at_nothing_and_leaves_the_middle(length):
    faded = values(fade(samples([1000] * length), 100))
    assert len(faded) == length
    assert list(faded[100:-100]) == [1000] * max(0, length - 200)
    if length > 1:
        assert faded[0] == faded[-1] == 0
    assert all(abs(a - b) <= 1000 // min(100, max(1, length // 2)) + 1 for a, b in pairwise(faded))


def test_edges_find_where_a_sound_begins_and_ends_to_a_window():
    sound = silence(1000) + tone(seconds=0.1, rate=10_000) + silence(505)
    start, end = edges(sound, 10, 50)
    assert 1000 <= start <= 1010
    assert 1990 <= end <= 2000


def test_edges_of_silence_are_nowhere():
    assert edges(silence(500), 10, 0) == (0, 0)
    assert edges(b"", 10, 0) == (0, 0)
