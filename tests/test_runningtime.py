"""How long an episode is, in words."""

from __future__ import annotations

import pytest

from narrate.engines import engine_facts
from narrate.runningtime import about_seconds, running_time, spoken_time


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (3, "1 minute"),
        (89, "1 minute"),
        (91, "2 minutes"),
        (5 * 60 + 29, "5 minutes"),
        (5 * 60 + 31, "6 minutes"),
        (59 * 60 + 40, "1 hour"),
        (65 * 60, "1 hour and 5 minutes"),
        (2 * 3600 + 60, "2 hours and 1 minute"),
    ],
)
def test_the_nearest_minute_counts_and_at_least_one(seconds, words):
    assert running_time(seconds, "en") == words


@pytest.mark.parametrize(
    ("language", "minutes", "words"),
    [
        ("de", 5, "5 Minuten."),
        ("de-AT", 1, "1 Minute."),
        ("fr", 5, "5 minutes."),
        ("pl", 2, "2 minuty."),
        ("pl", 5, "5 minut."),
        ("ru", 1, "1 минута."),
        ("ru", 3, "3 минуты."),
        ("ru", 5, "5 минут."),
        ("ru", 21, "21 минута."),
        ("uk", 22, "22 хвилини."),
        ("ar", 2, "دقيقتان."),
        ("ar", 5, "5 دقائق."),
        ("zh", 5, "5分钟。"),
        ("zh-TW", 5, "5 分鐘。"),
        ("ja", 5, "5 分。"),
        ("ko", 65, "1시간 및 5분."),
        ("nl", 65, "1 uur en 5 minuten."),
    ],
)
def test_the_plural_is_that_of_the_language(language, minutes, words):
    assert spoken_time(60 * minutes, language) == words


@pytest.mark.parametrize("language", ["xx", "en_GB_oxendict_1", "", "12"])
def test_an_unknown_language_has_its_parents_words_or_none(language):
    expected = "2 minutes" if language.startswith("en") else None
    assert running_time(120, language) == expected


def test_every_language_of_the_built_in_voice_has_whole_words_or_none():
    """Never a name out of the data (`duration-hour`)."""
    for language in engine_facts("espeak").languages:
        words = spoken_time(65 * 60, language)
        assert words is None or ("duration" not in words and "{" not in words)


def test_a_guess_of_the_length_knows_letters_that_are_syllables():
    assert about_seconds("a" * 150) == pytest.approx(10)
    assert about_seconds("字" * 50) == pytest.approx(10)
