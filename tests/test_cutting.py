"""Texts are cut where a person would breathe, into few pieces, and nothing falls between them."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrate.cutting import cut, parts_of
from narrate.places import letter_start, sentence_starts

LONG = (
    "The ferry that leaves the harbour at six carries the post for the seven outer islands and "
    "a crate of oranges, which nobody ordered. Nobody minds."
)


def squeezed(text):
    return "".join(text.split())


def test_what_fits_is_one_piece():
    assert cut("Nobody minds. Not even the cat.", 100, "en") == ("Nobody minds. Not even the cat.",)


def test_without_packing_each_sentence_is_a_piece():
    assert cut("Nobody minds. Not even the cat.", 100, "en", pack=False) == (
        "Nobody minds.",
        "Not even the cat.",
    )


def test_sentences_are_packed_while_they_fit():
    assert cut("One is here. Two is here. Three is here.", 27, "en") == (
        "One is here. Two is here.",
        "Three is here.",
    )


def test_a_cut_falls_at_the_end_of_a_sentence_rather_than_at_a_comma():
    text = "After the rain, and only then, they came. They stayed, all of them, for an hour."
    assert cut(text, 50, "en") == (
        "After the rain, and only then, they came.",
        "They stayed, all of them, for an hour.",
    )


def test_a_long_clause_is_cut_before_a_conjunction_and_marked_as_cut_in_mid_phrase():
    assert [(part.text[:12], part.joint) for part in parts_of(LONG, 100, "en")] == [
        ("The ferry th", "start"),
        ("and a crate ", "phrase"),
    ]


def test_a_part_tells_how_it_is_joined():
    parts = parts_of("He came; she went. They met, at last.", 12, "en")
    assert [part.joint for part in parts] == ["start", "clause", "sentence", "clause"]


@pytest.mark.parametrize(
    ("language", "text", "whole"),
    [
        ("en", "The mast was all of 3.5 metres high then", "3.5 metres"),
        ("en", "She sailed with him on Jan. 12, 2024 again", "Jan. 12"),
        ("en", "It was written by J. R. Tolkien in bed", "J. R. Tolkien"),
        ("en", "They had read it all in No. 7 of the series", "No. 7"),
        ("de", "Wir treffen uns alle am 5. Nov. 2024 im Hafen", "5. Nov. 2024"),
        ("de", "Es waren auf der Insel etwa 22,1 Grad warm", "22,1 Grad"),
        ("fr", "Il y avait dans le port 10 000 bateaux blancs", "10 000 bateaux"),
        ("ru", "Это было на острове 1 марта 2024 года утром", "1 марта 2024 года"),
    ],
)
def test_numbers_dates_and_initials_stay_whole(language, text, whole):
    for length in range(len(whole) + 3, len(text)):
        assert any(whole in piece for piece in cut(text, length, language)), length


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "He met Dr. Huber. They left."),
        ("de", "Am 5. Nov. kam z. B. niemand. Am Abend schon."),
        ("en", 'He said "no." She left.'),
        ("zh", "今天很好。明天呢？"),
        ("ja", "今日は晴れ。明日は雨。"),
        ("hi", "वह आया। वह गया।"),
        ("ru", "Он ушёл. Она осталась."),
    ],
)
def test_a_sentence_ends_once(language, text):
    assert len(set(sentence_starts(text, language))) == 1


def test_sentences_are_found_in_a_text_of_any_length():
    sentence = "他说：“明天也许下雨。”"
    starts = list(sentence_starts(sentence * 2_000, "zh"))
    assert starts == [len(sentence) * n for n in range(1, 2_000)]


def test_chinese_is_cut_at_its_marks_without_spaces():
    assert cut("今天天气很好，我们去海边。明天也许下雨，所以留在家里。", 14, "zh") == (
        "今天天气很好，我们去海边。",
        "明天也许下雨，所以留在家里。",
    )


def test_chinese_marks_stay_with_what_they_close():
    pieces = cut("他说“我们等了三年”然后他们一起笑了起来，谁也没有再说什么话。", 9, "zh")
    assert not any(piece[0] in "，。”" or piece[-1] in "“" for piece in pieces)


def test_a_word_without_any_place_is_cut_hard():
    assert cut("x" * 250, 100, "en") == ("x" * 100, "x" * 100, "x" * 50)


@pytest.mark.parametrize(
    "letter",
    ["e\u0301", "👨\u200d👩\u200d👧", "🇩🇪", "👍🏽", "क्ष", "กำ", "\u1112\u1161\u11ab", "☀\ufe0f"],
)
def test_a_letter_is_never_cut(letter):
    for piece in cut(letter * 40, 25, "xx"):
        assert squeezed(piece) == letter * (len(piece) // len(letter))


def test_a_letter_longer_than_a_piece_is_cut_all_the_same():
    monster = "a" + "\u0301" * 50
    assert "".join(cut(monster, 10, "en")) == monster


def test_an_empty_text_has_no_pieces():
    assert cut(" \n ", 100, "en") == ()


def test_a_piece_must_hold_something():
    with pytest.raises(ValueError, match="at most 0"):
        cut("text", 0, "en")


SCRAPS = st.sampled_from(
    ["Hello there. ", "and ", "the ", "5. Nov. 2024 ", "3.5 million ", "J. K. Rowling ",
     "今天很好，", "日本語の文章です。", "ไทยภาษา", "नमस्ते ", "👨\u200d👩\u200d👧 ", "🇩🇪🇫🇷",
     "x" * 40, ", ", "; ", " — ", "(", ") ", "“", "” ", "مرحبا ، ", "한국어 문장. ", " ", "\n"]
)  # fmt: skip


@given(
    text=st.lists(st.one_of(SCRAPS, st.text(max_size=5)), max_size=40).map("".join),
    max_chars=st.integers(1, 120),
    language=st.sampled_from(["en", "de", "zh-Hans", "ja", "th", "ru", "hi", "xx", ""]),
    pack=st.booleans(),
)
def test_the_pieces_are_the_text_again_and_none_is_too_long(text, max_chars, language, pack):
    pieces = cut(text, max_chars, language, pack=pack)
    assert squeezed("".join(pieces)) == squeezed(text)
    assert all(0 < len(piece) <= max_chars for piece in pieces)
    assert all(piece == piece.strip() for piece in pieces)


@given(text=st.text(alphabet="ae\u0301\u0308🇩🇪👩\u200d🏽กำ", min_size=1), index=st.integers(0, 60))
def test_a_letter_begins_with_no_mark(text, index):
    start = letter_start(text, min(index, len(text)))
    assert 0 <= start <= len(text)
    if 0 < start < len(text):
        assert unicodedata.category(text[start]) != "Mn" or start == index


@pytest.mark.parametrize("pack", [True, False])
@pytest.mark.parametrize(
    "scrap",
    ["word ", "x", "Hello there, my friend. ", "今天很好，", "天", "1", "🇩🇪", "a,", "ก", '"', " ."],
)
def test_a_long_text_of_one_scrap_takes_linear_time(scrap, pack):
    """A cut of quadratic time would need hours here, and the suite would not end."""
    text = scrap * (100_000 // len(scrap))
    assert squeezed("".join(cut(text, 100 if pack else 1000, "en", pack=pack))) == squeezed(text)
