"""What a player shows about an episode."""

from __future__ import annotations

import re

from narrate.article import Article, Block, Link
from narrate.chapters import chapters_of, openings_of
from narrate.recording import Span
from narrate.script import pieces_of, write_script
from narrate.shownotes import clock, show_notes
from narrate.transcript import Timeline, timed_text

FIRST = "The ferry leaves at seven. Its timetable hangs at the pier. Nobody reads it."
BLOCKS = (
    Block("heading", "Out", level=2),
    Block("paragraph", FIRST, links=(Link("timetable", "https://example.org/times", 31),)),
    Block("picture", "A ferry at sea"),
    Block("code", "ferry = 'https://example.org/code'"),
    Block("heading", "Back", level=2),
    Block(
        "paragraph",
        "It comes back. The times are the same.",
        links=(
            Link("times", "https://example.org/times", 19),
            Link("the same", "#same", 29),
            Link("It", "https://example.org/ferry_(ship)", 0),
        ),
    ),
)
HEAD = {"author": "Ann Lee", "site": "The Pier", "url": "https://example.org/ferry"}


def notes(blocks=BLOCKS, *, language="en", seconds=95.0, **facts):
    article = Article(facts.pop("title", "The ferry"), blocks, language=language, **facts)
    script = write_script(article)
    pieces = pieces_of(script, 60, pack=False)
    spans = [Span(i, it.utterance, 4.0 * i + 0.3, 4.0 * i + 3) for i, it in enumerate(pieces)]
    chapters = chapters_of(openings_of(script, blocks), spans)
    timeline = Timeline(seconds, chapters, timed_text(script, pieces, spans))
    return show_notes(script, blocks, timeline, "espeak 1.52.0")


def test_all_that_is_known_is_told_in_plain_lines():
    assert notes(dek="On slow ships.", **HEAD) == (
        "On slow ships.\n\n"
        "By Ann Lee. From The Pier.\nhttps://example.org/ferry\n2 minutes\n\n"
        "00:00:00 The ferry\n00:00:16 Out\n00:00:36 Back\n\n"
        "Voice: espeak 1.52.0\nNot read: “A ferry at sea”, “ferry = 'https://example.org/code'”\n\n"
        "Links:\ntimetable: https://example.org/times (00:00:24)\n"
        "It: https://example.org/ferry_(ship) (00:00:40)"
    )


def test_what_is_not_known_leaves_no_trace():
    assert notes([Block("paragraph", "One word.")], seconds=7) == (
        "One word\n\n1 minute\n\nVoice: espeak 1.52.0"
    )


def test_fewer_than_three_chapters_are_not_listed():
    assert "00:00:00" not in notes(BLOCKS[:2])
    assert notes(BLOCKS[:5]).count("\n00:00:") == 3


def test_times_stand_at_the_start_of_a_line_for_chapters_alone():
    text = notes(dek="Dek.", **HEAD)
    assert re.findall(r"(?m)^\d\d:\d\d:\d\d", text) == ["00:00:00", "00:00:16", "00:00:36"]


def test_the_words_of_ours_are_in_the_language_of_the_article():
    text = notes([Block("paragraph", "Die Fähre."), Block("picture", "Ein Bild")], language="de")
    assert "2 Minuten" in text
    assert "Stimme: espeak 1.52.0\nNicht vorgelesen: “Ein Bild”" in text


def test_a_book_of_links_stays_small_and_says_how_many_are_left_out():
    blocks = [
        Block("paragraph", f"See page {i}.", links=(Link("page", f"https://example.org/{i}", 4),))
        for i in range(5000)
    ]
    text = notes(blocks)
    assert len(text) < 25_000
    shown = text.count("page: ")
    assert text.endswith(f"\n… + {5000 - shown}")


def test_of_many_things_not_read_the_first_are_named():
    blocks = [Block("paragraph", "One."), *(Block("picture", f"Picture {i}") for i in range(30))]
    text = notes(blocks)
    assert "“Picture 19”, … + 10" in text
    assert "Picture 20" not in text


def test_a_clock_shows_hours_minutes_and_whole_seconds():
    assert [clock(it) for it in (0, 59.9, 3725.2, 360000)] == [
        "00:00:00",
        "00:00:59",
        "01:02:05",
        "100:00:00",
    ]
