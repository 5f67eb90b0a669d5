"""Where chapters begin and what they are called."""

from __future__ import annotations

import pytest

from narrate.article import Article, Block, Link
from narrate.chapters import chapters_of, opening_words, openings_of
from narrate.recording import Span
from narrate.script import Manner, write_script

SENTENCE = "The ferry leaves at seven and comes back when the tide allows it to do so. "  # 5 s


def paragraph(seconds, start="", links=()):
    text = (start + SENTENCE * 200)[: 15 * seconds].strip()
    return Block("paragraph", text, links=tuple(links))


def openings(*blocks, title="A title", url=None, manner=None, language="en"):
    article = Article(title, blocks, language=language, url=url)
    return openings_of(write_script(article, manner), blocks)


def names(*blocks, **facts):
    return [it.title for it in openings(*blocks, **facts)]


def heading(text, level=2):
    return Block("heading", text, level=level)


NOTE = Block("note", "The ferry is called Marta.", number="1")


def test_every_heading_opens_a_chapter_and_the_head_the_first():
    blocks = [paragraph(5), heading("Out"), paragraph(5), heading("Back", 3), paragraph(300)]
    assert names(*blocks) == ["A title", "Out", "Back"]


def test_the_notes_are_the_last_chapter():
    assert names(heading("Out"), paragraph(5), NOTE) == ["A title", "Out", "Notes"]
    assert names(paragraph(5), NOTE) == ["A title", "Notes"]
    assert names(paragraph(5), NOTE, manner=Manner(notes="skip")) == []


def test_an_article_that_begins_with_a_heading_has_no_chapter_before_it():
    assert names(heading("Out"), paragraph(9), heading("In"), paragraph(9), title=None) == [
        "Out",
        "In",
    ]


def test_without_headings_a_paragraph_opens_one_about_every_two_minutes():
    blocks = [paragraph(20, f"Number {i} begins. ") for i in range(30)]
    found = openings(*blocks)
    starts = [0, *(it.utterance - 1 for it in found[1:])]
    lengths = [20 * (b - a) for a, b in zip(starts, [*starts[1:], len(blocks)], strict=True)]
    assert all(90 <= length <= 150 for length in lengths)
    assert [it.title for it in found[1:]] == [f"Number {i} begins" for i in starts[1:]]


def test_without_headings_the_notes_still_are_a_chapter():
    blocks = [paragraph(20) for _ in range(20)]
    assert names(*blocks, NOTE)[-1] == "Notes"
    assert len(names(*blocks, NOTE)) == len(names(*blocks)) + 1


def test_a_short_article_without_headings_has_none():
    assert names(paragraph(60), paragraph(60), paragraph(50)) == []


def test_no_chapter_begins_inside_a_long_paragraph_or_close_behind_another():
    found = openings(paragraph(5), paragraph(600), paragraph(5), paragraph(300))
    assert [it.utterance for it in found] == [0, 3]


def test_a_chinese_article_has_chapters_of_two_minutes_too():
    blocks = [Block("paragraph", "渡船早上七点出发。" * 22) for _ in range(12)]  # 40 s each
    assert len(names(*blocks, title="渡船", language="zh")) == 4


@pytest.mark.parametrize("levels", [(1, 2, 3), (2, 2, 2)])
def test_of_too_many_headings_the_highest_and_longest_stay_in_order(levels):
    blocks = []
    for i in range(150):
        for level in levels:
            blocks += [heading(f"{i} of {level}", level), paragraph(5 + i % 7)]
    found = openings(*blocks, NOTE)
    assert len(found) == 255
    assert found[-1].title == "Notes"
    assert [it.utterance for it in found] == sorted(it.utterance for it in found)
    if levels == (1, 2, 3):
        assert sum(it.title.endswith("of 1") for it in found) == 150


def test_a_book_without_headings_has_no_more_than_255():
    assert 200 < len(openings(*(paragraph(100) for _ in range(900)))) <= 255


def test_a_chapter_has_the_first_link_that_can_be_opened():
    links = [Link("a", "#note", 0), Link("b", "https://example.org/b", 3), Link("c", "http://x", 5)]
    found = openings(
        paragraph(5), heading("Out"), paragraph(5), paragraph(5, links=links), heading("In")
    )
    assert [it.url for it in found] == [None, "https://example.org/b", None]


def test_the_first_chapter_leads_to_the_article_where_its_text_leads_nowhere():
    url = "https://example.org/ferry"
    assert openings(paragraph(5), heading("Out"), url=url)[0].url == url
    linked = paragraph(5, links=[Link("a", "https://example.org/a", 0)])
    assert openings(linked, heading("Out"), url=url)[0].url == "https://example.org/a"


def test_a_chapters_title_is_what_the_tag_can_hold():
    title = names(paragraph(5), heading("<b>" + "ж" * 100), paragraph(5))[1]
    assert title.startswith("‹b›")
    assert len(title.encode()) <= 120


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (
            "It rained. Then it stopped raining, and the ferry left after all.",
            "It rained. Then it stopped raining…",
        ),
        (
            "It rained all morning. Then the ferry left.",
            "It rained all morning. Then the ferry left",
        ),
        (
            "Why did the ferry leave? Nobody on the island knew what to say.",
            "Why did the ferry leave?",
        ),
        (
            "When the tide turns, the ferry that has waited since morning leaves at once.",
            "When the tide turns…",
        ),
        (
            "The ferry that has waited since morning leaves at once with everybody.",
            "The ferry that has waited since morning leaves at…",
        ),
        ("No stop", "No stop"),
        (
            "3.5 metres of water stand above the sill at noon. Not more.",
            "3.5 metres of water stand above the sill at noon",
        ),
        (
            "渡船早上七点出发，潮水允许的时候回来，大家都在码头上等着它回来。",
            "渡船早上七点出发，潮水允许的时候回来…",
        ),
        ("渡" * 60, "渡" * 25 + "…"),
        ("x" * 80, "x" * 50 + "…"),
        ("  Two\n lines ", "Two lines"),
    ],
)
def test_a_paragraph_is_named_by_its_opening_words(text, name):
    assert opening_words(text) == name


def spans(*utterances, length=4.0, pause=1.1):
    at, found = 0.3, []
    for number, utterance in enumerate(utterances):
        found.append(Span(number, utterance, at, at + length))
        at += length + pause
    return found


def test_chapters_begin_on_the_last_whole_second_of_the_pause_before_them():
    found = openings(paragraph(5), heading("Out"), paragraph(5))
    chapters = chapters_of(found, spans(0, 1, 2, 3))
    assert [(it.start, it.title) for it in chapters] == [(0, "A title"), (10_000, "Out")]


def test_a_chapter_begins_where_the_first_of_it_is_heard_and_not_at_all_if_nothing_is():
    found = openings(paragraph(5), heading("Out"), paragraph(5), heading("In"), paragraph(5))
    assert [it.utterance for it in found] == [0, 2, 4]
    late = chapters_of(found, spans(0, 1, 3, 4))
    assert [(it.start, it.title) for it in late] == [
        (0, "A title"),
        (10_000, "Out"),
        (15_000, "In"),
    ]
    assert [it.title for it in chapters_of(found, spans(0, 1, 4))] == ["A title", "In"]
    assert chapters_of(found, spans(0, 1)) == ()
    assert chapters_of((), spans(0, 1)) == ()
