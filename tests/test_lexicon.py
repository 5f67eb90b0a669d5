"""What the listener wants pronounced differently is, and nothing else."""

from __future__ import annotations

import pytest

from narrate.errors import WrongUsage
from narrate.lexicon import read_lexicon


def spoken(text, language="en", **words):
    return read_lexicon(words, "narrate.toml").spoken(text, language)


def test_whole_words_alone_are_replaced():
    assert spoken("SQL, MySQL and SQLs.", SQL="sequel") == "sequel, MySQL and SQLs."


def test_a_word_with_a_capital_is_found_only_as_it_stands():
    assert spoken("IT says it", IT="I T") == "I T says it"


def test_a_word_in_small_letters_is_found_in_any_case():
    assert spoken("Nginx, nginx, NGINX", nginx="engine X") == "engine X, engine X, engine X"


def test_a_word_of_one_language_is_left_alone_in_another():
    words = {"en": {"chat": "tchatte"}}
    assert spoken("chat", "en-GB", **words) == "tchatte"
    assert spoken("chat", "fr", **words) == "chat"


def test_a_languages_own_word_comes_before_the_one_for_every_language():
    assert spoken("tag", "de", tag="tack", de={"tag": "Taak"}) == "Taak"


def test_a_pattern_may_use_its_groups():
    words = {r"/v(\d+)\.(\d+)/": r"version \1 point \2"}
    assert spoken("Now v2.7 is out", **words) == "Now version 2 point 7 is out"


def test_the_longer_of_two_words_wins():
    assert spoken("New York Times", **{"New York": "NY", "New York Times": "NYT"}) == "NYT"


def test_what_was_replaced_is_not_replaced_again():
    assert spoken("A B", A="B", B="C") == "B C"


def test_words_of_scripts_without_spaces_are_found_inside_a_sentence():
    assert spoken("我在重庆住", "zh", 重庆="崇庆") == "我在崇庆住"


@pytest.mark.parametrize("words", [{"SQL": 3}, {"/(/": "x"}, {"/a/": r"\9"}, {"en": {"a": []}}])
def test_what_is_no_pronunciation_is_said_with_its_place(words):
    with pytest.raises(WrongUsage, match="my words"):
        read_lexicon(words, "my words")
