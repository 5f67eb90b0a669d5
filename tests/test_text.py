"""A plain text is read as its writer meant it: title, dek, paragraphs, verse, lists, notes."""

from __future__ import annotations

import re
import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrate.reading.text import LONGEST_TITLE, read_text

PROSE = (
    "The tide went out and left a row of small worlds behind, as it does twice a day, and nobody "
    "took anything home. The children were the strictest about it, and the crabs were grateful."
)
WRAPPED = textwrap.fill(PROSE, 72)


def blocks(text):
    return [(block.kind, block.text) for block in read_text(text).blocks]


def test_the_first_line_is_the_title():
    article = read_text(f"Tides\n\n{PROSE}\n\n{PROSE}")
    assert article.title == "Tides"
    assert blocks(f"Tides\n\n{PROSE}\n\n{PROSE}") == [("paragraph", PROSE)] * 2


def test_a_huge_first_line_is_a_paragraph():
    article = read_text("word " * (LONGEST_TITLE // 5 + 1))
    assert article.title is None
    assert len(article.blocks) == 1


def test_a_wrapped_text_without_a_title_has_none():
    assert read_text(f"{WRAPPED}\n\n{WRAPPED}").title is None


def test_head_and_tail_become_facts_and_the_dek_stands_apart():
    article = read_text(
        f"Tides\n\nTwo hours on the rocks\n\nAuthor: Ann Poe\n\n{PROSE}\n\n{PROSE}\n\n"
        "Original: https://www.a.example/tides/"
    )
    assert (article.title, article.dek) == ("Tides", "Two hours on the rocks")
    assert (article.author, article.site) == ("Ann Poe", "a.example")
    assert article.url == "https://www.a.example/tides/"
    assert [block.text for block in article.blocks] == [PROSE, PROSE]


def test_a_first_paragraph_is_no_dek():
    article = read_text(f"Tides\n\nIt was a quiet morning.\n\n{PROSE}")
    assert article.dek is None
    assert article.blocks[0].text == "It was a quiet morning."


def test_wrapped_lines_are_joined():
    assert blocks(f"Tides\n\n{WRAPPED}\n\n{WRAPPED}\n") == [("paragraph", PROSE)] * 2


def test_words_broken_at_a_line_end_are_mended_and_compounds_stay():
    filler = textwrap.fill(PROSE * 3, 60)
    text = (
        f"Tides\n\n{filler}\nand then the long and silent space-\ncraft, half-\nclosed, landed.\n"
    )
    assert blocks(text)[0][1].endswith("silent spacecraft, half-closed, landed.")


def test_an_indented_line_begins_a_paragraph_in_wrapped_text():
    first, second = textwrap.fill(PROSE, 60), textwrap.fill(PROSE, 60, initial_indent="    ")
    assert blocks(f"Tides\n\n{first}\n{second}") == [("paragraph", PROSE)] * 2


def test_wrapped_chinese_is_joined_without_spaces():
    line = "旧渡船六点离开港口船上的人谁也不着急大家都在看海雾很大船长一"
    text = "\n".join(["渡船", "", *[line] * 5])
    assert blocks(text) == [("paragraph", line * 5)]


def test_long_lines_without_blank_ones_are_paragraphs():
    assert blocks(f"Tides\n{PROSE}\n{PROSE}\n{PROSE}") == [("paragraph", PROSE)] * 3


def test_verse_keeps_its_lines():
    stanza = "The snail goes slow\nAlong the wall,\nHe has no place\nTo go at all"
    assert blocks(f"The Snail\n\n{stanza}\n\n{stanza}") == [("paragraph", stanza)] * 2


def test_lists_are_items_with_their_numbers():
    article = read_text(f"Tides\n\n{PROSE}\n\n- one\n- two\n\n1. first\n2) second\n\n{PROSE}")
    assert [(it.kind, it.number, it.text) for it in article.blocks[1:5]] == [
        ("item", None, "one"),
        ("item", None, "two"),
        ("item", "1", "first"),
        ("item", "2", "second"),
    ]


def test_a_number_alone_makes_no_list():
    assert blocks(f"Tides\n\n{PROSE}\n\n1984. It was a year like others, people said.")[-1] == (
        "paragraph",
        "1984. It was a year like others, people said.",
    )


def test_a_short_line_over_a_paragraph_is_a_heading():
    assert blocks(f"Tides\n\n{PROSE}\n\nAfter the rain\n\n{PROSE}")[1] == (
        "heading",
        "After the rain",
    )


def test_a_starred_note_is_told_from_a_list_and_from_a_starred_word():
    article = read_text(
        f'Tides\n\nThe "Walkers" club * met. {PROSE}\n\n{PROSE}\n\n* A club of two.'
    )
    assert [block.kind for block in article.blocks] == ["paragraph", "paragraph", "note"]
    assert article.blocks[-1].text == "A club of two."


def test_a_numbered_note_is_one_if_its_number_was_used():
    article = read_text(f"Tides\n\n{PROSE}[1]\n\n[1] It was a Tuesday.\n\n[2] And this is not one.")
    assert [(it.kind, it.number) for it in article.blocks[1:]] == [
        ("note", "1"),
        ("paragraph", None),
    ]


def test_a_table_is_a_table():
    table = "| Year | Level |\n|------|-------|\n| 1953 | 4.5 m |"
    assert blocks(f"Floods\n\n{PROSE}\n\n{table}\n\n{PROSE}")[1] == ("table", table)


def test_a_quoted_mail_is_a_quote():
    assert blocks(f"Re: tides\n\n> {PROSE}\n\n{PROSE}")[0] == ("quote", PROSE)


def test_a_signature_is_one_block():
    assert blocks(f"Tides\n\n{PROSE}\n\n-- \nTom Kay\nHarbour Ltd.")[-1] == (
        "paragraph",
        "-- \nTom Kay\nHarbour Ltd.",
    )


def test_full_width_indents_and_windows_line_ends_are_white_space():
    article = read_text(
        "潮\r\n\r\n　　海水退去，留下许多小小的水洼，孩子们都来看。\r\n\r\n　　谁也不带走什么。\r\n"
    )
    assert [it.text for it in article.blocks] == [
        "海水退去，留下许多小小的水洼，孩子们都来看。",
        "谁也不带走什么。",
    ]


def test_a_books_header_and_licence_stay_beside_it():
    article = read_text(
        f"The Project Gutenberg eBook of Tides\n\nTitle: Tides\n\nAuthor: Ann Poe\n\n"
        f"*** START OF THE PROJECT GUTENBERG EBOOK TIDES ***\n\nTIDES\n\nCHAPTER I\n\n{WRAPPED}\n\n"
        f"{WRAPPED}\n\n*** END OF THE PROJECT GUTENBERG EBOOK TIDES ***\n\nThe licence."
    )
    assert (article.title, article.author) == ("Tides", "Ann Poe")
    kinds = [(it.kind, it.text) for it in article.blocks if it.text in (PROSE, "CHAPTER I")]
    assert kinds == [("heading", "CHAPTER I"), ("paragraph", PROSE), ("paragraph", PROSE)]
    assert article.blocks[-1].text == "The licence."


@pytest.mark.parametrize("text", ["", "\n" * 10_000, " \n\t\n", "\ufeff"])
def test_nothing_is_read_as_nothing(text):
    article = read_text(text)
    assert article.title is None
    assert article.blocks == ()


PREFIXES = [
    "",
    "",
    "",
    "",
    "- ",
    "• ",
    "1. ",
    "2) ",
    "* ",
    "> ",
    "| ",
    "    ",
    "[1] ",
    "　　",
    "— ",
]
LINES = st.one_of(
    st.sampled_from(["", "", "***", "====", "-- ", "| |"]),
    st.tuples(st.sampled_from(PREFIXES), st.integers(1, 14), st.sampled_from(["", ".", ":", "*"])),
)


@given(lines=st.lists(LINES, max_size=25))
def test_every_word_is_read_exactly_once_and_in_order(lines):
    """Whatever the lines look like, no word is dropped, doubled or moved."""
    written, count = [], 0
    for line in lines:
        if isinstance(line, tuple):
            before, number, after = line
            words = " ".join(f"word{n}" for n in range(count, count + number))
            line, count = f"{before}{words}{after}", count + number  # noqa: PLW2901
        written.append(line)
    article = read_text("\n".join(written))
    read = [article.title, article.dek, *(block.text for block in article.blocks)]
    found = re.findall(r"word\d+", " ".join(filter(None, read)))
    assert found == [f"word{n}" for n in range(count)]


@pytest.mark.parametrize(
    "scrap", ["word ", "x", "a\n", "a\n\n", "- a\n", "> a\n", "1. a\n\n", "|\n", " "]
)
def test_a_long_text_of_one_scrap_takes_linear_time(scrap):
    """A reader of quadratic time would need hours here, and the suite would not end."""
    read_text(scrap * (200_000 // len(scrap)))
