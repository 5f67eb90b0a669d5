"""Whatever narrate says of its own is worded in the article's language."""

from __future__ import annotations

from string import Formatter

import pytest

from narrate import phrases
from narrate.phrases import LANGUAGES, phrase

ENGLISH = phrases._PHRASES["en"]


def places_in(text):
    return {part[1] for part in Formatter().parse(text) if part[1]}


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_every_language_has_every_phrase_with_every_value(language):
    assert set(phrases._PHRASES[language]) == set(ENGLISH)
    for wanted, text in ENGLISH.items():
        values = {place: f"<{place}>" for place in places_in(text)}
        said = phrase(wanted, language, **values)
        assert said.strip()
        assert all(value in said for value in values.values())


def test_twelve_languages_at_least_are_spoken():
    spoken = set(LANGUAGES)
    assert spoken >= {"en", "de", "fr", "es", "it", "pt", "nl", "pl", "ru", "zh", "ja", "ar"}


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("de-AT", "Anmerkungen."),
        ("zh-Hans-CN", "注释。"),
        ("zh-Hant-HK", "註釋。"),
        ("zh-TW", "註釋。"),
        ("sw", "Notes."),
        ("", "Notes."),
        ("pt_BR", "Notas."),
    ],
)
def test_a_tag_without_words_takes_its_closest_parents_then_english(language, said):
    assert phrase("notes", language) == said


def test_an_unknown_phrase_is_a_mistake_of_ours():
    with pytest.raises(KeyError):
        phrase("farewell", "en")
