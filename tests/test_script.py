"""A script says every block once or tells why not, in order, with a reader's pauses."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrate.article import Article, Block
from narrate.errors import NothingToSay
from narrate.script import (
    AFTER_CLAUSE,
    AFTER_HEAD,
    AFTER_SENTENCE,
    Manner,
    Skipped,
    Utterance,
    lines_of,
    pieces_of,
    write_script,
)

BODY = "The tide went out and left a row of small worlds behind, as it does twice a day."


def article(*blocks, language="en", **facts):
    made = [Block("paragraph", it) if isinstance(it, str) else it for it in blocks]
    return Article(title=facts.pop("title", None), blocks=tuple(made), language=language, **facts)


def said(script):
    return [(line.kind, line.text) for line in script.utterances]


def skipped(script):
    return [(line.reason, line.block) for line in script.skipped]


def test_the_head_comes_first_in_its_order():
    script = write_script(
        article(BODY, title="Tides", dek="A walk", author="Ann Poe", site="a.example")
    )
    assert said(script) == [
        ("title", "Tides."),
        ("dek", "A walk."),
        ("author", "By Ann Poe."),
        ("source", "From a.example."),
        ("paragraph", BODY),
    ]


def test_the_head_is_announced_in_the_articles_language():
    script = write_script(article(BODY, author="Ann Poe", site="a.example", language="de-AT"))
    assert said(script)[:2] == [("author", "Von Ann Poe."), ("source", "Quelle: a.example.")]


def test_without_a_sites_name_its_host_is_said_and_never_the_address():
    script = write_script(article(BODY, url="https://www.a.example/2024/tides?x=1"))
    assert said(script)[0] == ("source", "From a.example.")


def test_a_name_that_ends_in_a_stop_gets_no_second_one():
    assert said(write_script(article(BODY, author="Ann Poe Jr.")))[0][1] == "By Ann Poe Jr."


def test_a_title_alone_is_enough():
    assert said(write_script(article(title="Tides"))) == [("title", "Tides.")]


@pytest.mark.parametrize(
    "blocks", [(), ("***",), ("“”", "—", "🙂"), (Block("picture", "a dog"),), ("12 comments",)]
)
def test_where_nothing_can_be_said_that_is_an_error(blocks):
    with pytest.raises(NothingToSay):
        write_script(article(*blocks, author="Ann Poe", site="a.example"))


def test_an_article_whose_language_is_unknown_is_a_mistake_of_ours():
    with pytest.raises(ValueError, match="language"):
        write_script(article(BODY, language=None))


def test_the_pauses_are_a_readers():
    script = write_script(
        article(BODY, Block("heading", "Later", level=2), BODY, Block("item", "One"), title="Tides")
    )
    assert [line.pause_ms for line in script.utterances] == [0, AFTER_HEAD, 1000, 600, 400]


def test_a_heading_keeps_its_level_and_gets_a_stop():
    script = write_script(article(Block("heading", "LATER THAT DAY", level=3), BODY))
    assert script.utterances[0].text == "Later that day."
    assert script.utterances[0].written == "LATER THAT DAY"
    assert script.utterances[0].level == 3


def test_a_list_item_keeps_its_number():
    script = write_script(article(Block("item", "One", number="7"), Block("item", "Two")))
    assert [text for _, text in said(script)] == ["7: One.", "Two."]


def test_notes_are_said_once_at_the_end_under_a_heading():
    note = Block("note", "It was a Tuesday.", number="1")
    script = write_script(article(note, BODY))
    assert said(script) == [
        ("paragraph", BODY),
        ("heading", "Notes."),
        ("note", "It was a Tuesday."),
    ]
    assert [line.block for line in script.utterances] == [1, None, 0]


def test_notes_can_be_left_out():
    script = write_script(article(BODY, Block("note", "Why.")), Manner(notes="skip"))
    assert said(script) == [("paragraph", BODY)]
    assert skipped(script) == [("note", 1)]


@pytest.mark.parametrize(
    ("kind", "words"), [("code", "Code omitted."), ("table", "Table omitted.")]
)
def test_code_and_tables_are_announced_read_or_skipped(kind, words):
    text = article(BODY, Block(kind, "x = 1\ny = 2"), Block(kind, "z = 3"))
    choice = "code" if kind == "code" else "tables"
    assert said(write_script(text))[1:] == [("omission", words)]
    assert skipped(write_script(text)) == [(kind, 2)]
    assert said(write_script(text, Manner(**{choice: "read"})))[1][1] == "x = 1, y = 2"
    assert skipped(write_script(text, Manner(**{choice: "skip"}))) == [(kind, 1), (kind, 2)]


def test_a_paragraph_in_another_language_is_said_in_it():
    script = write_script(article(BODY, Block("paragraph", "12–15 Mal.", language="de")))
    assert [line.language for line in script.utterances] == ["en", "de"]
    assert script.utterances[1].text == "12 bis 15 Mal."


def test_the_platforms_lines_are_skipped_with_their_reasons():
    script = write_script(
        article(
            "Share this article", BODY, "Read more: Ten walks at low tide", "* * *", BODY,
            Block("picture", "a crab"), "https://a.example/b", "Photo: Ann Poe", BODY,
            "Statement: The article represents the views of the author. Please express your "
            "opinion by clicking on the 【up/down】 buttons below.",
        )
    )  # fmt: skip
    assert [text for _, text in said(script)] == [BODY] * 3
    assert skipped(script) == [
        ("share line", 0),
        ("pointer to other pages", 2),
        ("ornament", 3),
        ("picture", 5),
        ("bare link", 6),
        ("picture credit", 7),
        ("platform notice", 9),
    ]


def test_on_request_the_platforms_lines_are_said():
    text = article(BODY, "Subscribe to our newsletter.")
    assert len(write_script(text).utterances) == 1
    assert len(write_script(text, Manner(keep_all=True)).utterances) == 2


@pytest.mark.parametrize(
    "prose",
    [
        "Share prices fell on Tuesday, and nobody knew the reason.",
        "Share, on the other hand, is a word with many meanings.",
        "Like us, the ancient sailors looked up at the stars and wondered.",
        "Subscribers were unhappy about the change, the company said.",
        "Statement: we shall not be moved.",
        "Photographs were forbidden, but she had made a drawing.",
        "Editor in chief was what she had always wanted to be.",
        "Twelve comments were enough to close the shop for good.",
        "12 comments were enough to close the shop for good.",
        "Print is dead, they said, and printed it.",
        "Sources close to the harbour said that the ferry was late.",
        "See also how the limpet moves when nobody looks at it at all.",
        "Original: a word that philosophers love, because it means nothing at all.",
        "Newsletters are booming again, which surprised the printers most.",
        "Cookies were baked on the island long before the ferry came.",
    ],
)
def test_prose_that_begins_like_furniture_is_said(prose):
    assert [text for _, text in said(write_script(article(BODY, prose)))] == [BODY, prose]


def test_a_lexicon_changes_what_is_said_and_not_what_is_written():
    manner = Manner(lexicon=lambda text, language: text.replace("tide", f"t-{language}"))
    line = write_script(article("The tide."), manner).utterances[0]
    assert (line.text, line.written) == ("The t-en.", "The tide.")


def test_what_a_lexicon_silences_is_not_lost():
    manner = Manner(lexicon=lambda text, _: text.replace("Hush", ""))
    script = write_script(article(BODY, "Hush", Block("code", "x")), manner)
    assert {line.block for line in (*script.utterances, *script.skipped)} == {0, 1, 2}


def test_the_lines_of_a_script_come_as_a_reader_meets_them():
    script = write_script(article("* * *", BODY, "Photo: Ann Poe", BODY, title="Tides"))
    assert [line.block for line in lines_of(script)] == [None, 0, 1, 2, 3]
    assert [type(line) for line in lines_of(script)][1:4] == [Skipped, Utterance, Skipped]


def test_pieces_carry_their_utterance_language_and_pause():
    text = "He came; she went. They met, at last."
    pieces = pieces_of(write_script(article(Block("quote", text, language="fr"), BODY)), 12)
    assert [(it.text, it.utterance, it.language, it.pause_ms) for it in pieces][:4] == [
        ("He came;", 0, "fr", 0),
        ("she went.", 0, "fr", AFTER_CLAUSE),
        ("They met,", 0, "fr", AFTER_SENTENCE),
        ("at last.", 0, "fr", AFTER_CLAUSE),
    ]


def test_no_gap_is_heard_where_a_phrase_is_cut():
    pieces = pieces_of(write_script(article("one two three four five six")), 12)
    assert [it.pause_ms for it in pieces] == [0] * len(pieces)


def test_a_voice_of_ones_own_is_given_sentence_by_sentence():
    script = write_script(article("One came. Two went."))
    assert len(pieces_of(script, 600)) == 1
    assert len(pieces_of(script, 600, pack=False)) == 2


def test_no_piece_is_without_words():
    script = write_script(article("x" * 12 + " ! ? " + "y" * 12))
    assert all(any(map(str.isalnum, it.text)) for it in pieces_of(script, 12))


KINDS = ["paragraph", "heading", "item", "quote", "code", "table", "picture", "note"]
BLOCKS = st.builds(
    Block,
    kind=st.sampled_from(KINDS),
    text=st.one_of(
        st.text(max_size=40),
        st.sampled_from([BODY, "Share", "12", "Photo: x", "https://a.example", "-- \nAnn", "***"]),
    ),
    level=st.sampled_from([None, 1, 6]),
    number=st.sampled_from([None, "1"]),
    language=st.sampled_from([None, "de", "zh"]),
)
MANNERS = st.builds(
    Manner,
    code=st.sampled_from(["announce", "read", "skip"]),
    tables=st.sampled_from(["announce", "read", "skip"]),
    notes=st.sampled_from(["end", "skip"]),
    keep_all=st.booleans(),
)


@given(blocks=st.lists(BLOCKS, max_size=14), manner=MANNERS)
def test_every_block_is_said_or_skipped_exactly_once(blocks, manner):
    script = write_script(article(*blocks, title="Title"), manner)
    places = [line.block for line in (*script.utterances, *script.skipped)]
    assert sorted(place for place in places if place is not None) == list(range(len(blocks)))
    assert all(line.reason for line in script.skipped)


@given(blocks=st.lists(BLOCKS, max_size=14), max_chars=st.integers(20, 200), pack=st.booleans())
def test_the_pieces_of_an_utterance_are_its_words(blocks, max_chars, pack):
    script = write_script(article(*blocks, title="Title"))
    pieces = pieces_of(script, max_chars, pack=pack)
    for index, line in enumerate(script.utterances):
        words = "".join(it.text for it in pieces if it.utterance == index)
        assert [c for c in words if c.isalnum()] == [c for c in line.text if c.isalnum()]
    assert [it.utterance for it in pieces] == sorted(it.utterance for it in pieces)
