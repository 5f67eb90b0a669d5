from __future__ import annotations

import zlib
from contextlib import suppress

import pytest
from documents import Text, make_pdf

from narrate.errors import UnreadableArticle
from narrate.reading import pdf as pdf_module
from narrate.reading.pdf import read_pdf
from narrate.reading.streams import MAX_STREAM

LEAD = 12


def column(x, top, *lines):
    """Lines below each other; one that begins with a tab is indented."""
    return [
        Text(x + (14 if line.startswith("\t") else 0), top - LEAD * place, line.strip())
        for place, line in enumerate(lines)
    ]


def shown(*pages, **told):
    """Kind and text of every block."""
    article = read_pdf(make_pdf(list(pages), **told), "a.pdf")
    return [(block.kind, block.text) for block in article.blocks]


EBB = (
    "The water left the harbour early in the",
    "morning, and the boats lay down on the",
    "mud as if they had been told to sleep.",
    "Nobody came to wake them before noon,",
    "and nobody was asked to. The gulls were",
    "the only ones who had any work to do.",
)
FLOOD = (
    "Then the sea came back, slowly at first",
    "and soon with some haste, and lifted up",
    "every boat that was still whole enough.",
    "Ropes went tight, and the whole harbour",
    "moved again as if nothing had happened,",
    "which was what the harbour master wrote.",
)


def test_lines_become_a_paragraph():
    assert shown(column(60, 700, *EBB)) == [("paragraph", " ".join(EBB))]


def test_an_indented_line_begins_a_paragraph():
    page = column(60, 700, *EBB, "\t" + FLOOD[0], *FLOOD[1:])
    assert shown(page) == [("paragraph", " ".join(EBB)), ("paragraph", " ".join(FLOOD))]


def test_a_gap_begins_a_paragraph():
    page = column(60, 700, *EBB) + column(60, 600, *FLOOD)
    assert shown(page) == [("paragraph", " ".join(EBB)), ("paragraph", " ".join(FLOOD))]


@pytest.mark.parametrize("line_by_line", [False, True])
def test_columns_are_read_one_after_the_other(line_by_line):
    """However the file orders its lines."""
    left, right = column(60, 700, *EBB), column(320, 700, *FLOOD)
    page = [line for pair in zip(left, right, strict=True) for line in pair]
    page = page if line_by_line else right + left
    assert shown(page) == [("paragraph", " ".join((*EBB, *FLOOD)))]


def test_a_heading_across_the_columns_ends_both():
    page = [Text(60, 760, "The Harbour", 20, "F2")]
    page += column(60, 700, *EBB) + column(320, 700, *FLOOD)
    page += [Text(60, 600, "Second Day", 14, "F2")]
    page += column(60, 570, *(line + " " + line for line in FLOOD))
    kinds = [kind for kind, _ in shown(page)]
    texts = [text for _, text in shown(page)]
    assert kinds == ["paragraph", "heading", "paragraph"]
    assert texts[0] == " ".join((*EBB, *FLOOD))
    assert texts[1] == "Second Day"


def test_a_paragraph_goes_on_over_the_page():
    pages = column(60, 700, *EBB[:3], EBB[3]), column(60, 700, *EBB[4:], *FLOOD)
    assert shown(*pages) == [("paragraph", " ".join((*EBB, *FLOOD)))]


def test_running_heads_and_page_numbers_go():
    pages = [
        [
            Text(60, 800, f"Harbour Stories   {number}" if number % 2 else f"{number}   Ann Poe"),
            *column(60, 700, f"The tide of day {word} came in again, as", f"it had to: {word}."),
            Text(290, 40, f"– {number} –"),
        ]
        for number, word in enumerate(("one", "two", "three", "four", "five", "six"), 1)
    ]
    texts = [text for _, text in shown(*pages)]
    assert " ".join(texts).count("came in again, as it had to:") == 6
    assert not any("Harbour" in text or "Poe" in text or "–" in text for text in texts)


@pytest.mark.parametrize(
    ("end", "begin", "joined"),
    [
        ("the space-", "craft", "the spacecraft"),
        ("the well-", "known", "the well-known"),  # as elsewhere in the text
        ("from Brest-", "Litovsk", "from Brest-Litovsk"),
        ("a co\u00ad", "operation", "a cooperation"),
        ("1914-", "18", "1914-18"),
        ("he said –", "and went", "he said – and went"),
    ],
)
def test_words_broken_at_a_lines_end_are_joined(end, begin, joined):
    page = column(60, 700, "Their well-known boat was no boat at all but", end, begin + " of it.")
    assert shown(page) == [
        ("paragraph", f"Their well-known boat was no boat at all but {joined} of it.")
    ]


def test_ligatures_are_letters():
    assert shown(column(60, 700, "They \ufb01shed at night.")) == [
        ("paragraph", "They fished at night.")
    ]


def test_headings_have_levels_by_size():
    page = [
        Text(60, 760, "Harbour Stories", 24, "F2"),
        Text(60, 720, "The First Story", 16),
        *column(60, 690, *EBB),
        Text(60, 590, "A bold line", 10, "F2"),
        *column(60, 570, *FLOOD),
    ]
    article = read_pdf(make_pdf([page]), "a.pdf")
    assert article.title == "Harbour Stories"
    assert [(b.kind, b.level, b.text[:15]) for b in article.blocks] == [
        ("heading", 2, "The First Story"),
        ("paragraph", None, "The water left "),
        ("heading", 3, "A bold line"),
        ("paragraph", None, "Then the sea ca"),
    ]


def test_notes_at_the_foot_come_last_and_their_marks_go():
    page = [
        *column(60, 700, *EBB[:-1], "the only ones who had any work to do."),
        Text(60, 628, "Later,"),
        Text(88, 632, "12", 6),
        Text(98, 628, "it rained on 20 km"),
        Text(179.5, 632, "2", 6),
        Text(186, 628, "of sand."),
        Text(60, 80, "12", 5),
        Text(66, 77, "As told by the harbour", 7.5),
        Text(60, 68, "master himself.", 7.5),
    ]
    blocks = read_pdf(make_pdf([page]), "a.pdf").blocks
    assert blocks[-1].kind == "note"
    assert (blocks[-1].number, blocks[-1].text) == ("12", "As told by the harbour master himself.")
    assert blocks[0].text.endswith("Later, it rained on 20 km² of sand.")


def test_items_are_items():
    page = column(60, 700, "What was found on the beach that day:", "• one boot", "• a bottle")
    assert shown(page)[1:] == [("item", "one boot"), ("item", "a bottle")]


def test_a_table_is_a_table():
    rows = [("Harbour", "Ebb", "Flood"), ("Brest", "4.1", "10.2"), ("Calais", "5.3", "11.4")]
    page = column(60, 700, *EBB)
    for place, row in enumerate(rows):
        page += [Text(60 + 120 * i, 600 - LEAD * place, cell) for i, cell in enumerate(row)]
    assert shown(page)[1] == ("table", "Harbour; Ebb; Flood\nBrest; 4.1; 10.2\nCalais; 5.3; 11.4")


@pytest.mark.parametrize(
    ("told", "title"),
    [
        ("/Title (Harbour Stories)", "Harbour Stories"),
        ("/Title (harbour stories)", "Harbour Stories"),
        ("/Title (Microsoft Word - stories.docx)", "Harbour Stories"),
        ("/Title (untitled)", "Harbour Stories"),
        ("/Title (Tales of a Harbour)", "Tales of a Harbour"),
        ("", "Harbour Stories"),
    ],
)
def test_the_title_is_the_told_one_if_a_person_told_it(told, title):
    page = [Text(60, 760, "Harbour Stories", 24), *column(60, 700, *EBB)]
    assert read_pdf(make_pdf([page], info=told), "a.pdf").title == title


@pytest.mark.parametrize(
    ("told", "author"), [("Ann Poe", "Ann Poe"), ("user1", None), ("Administrator", None)]
)
def test_an_author_is_a_person(told, author):
    data = make_pdf([column(60, 700, *EBB)], info=f"/Author ({told})")
    assert read_pdf(data, "a.pdf").author == author


def test_pages_without_text_are_a_scan():
    with pytest.raises(UnreadableArticle, match=r"a\.pdf holds pictures of pages but no text"):
        read_pdf(make_pdf([[], []]), "a.pdf")


@pytest.mark.parametrize("data", [b"%PDF-1.7\n", b"%PDF-1.4\nnonsense\n%%EOF", b""])
def test_a_damaged_file_says_so(data):
    with pytest.raises(UnreadableArticle, match=r"a\.pdf is a damaged PDF"):
        read_pdf(data, "a.pdf")


def test_a_file_cut_in_half_is_read_or_refused():
    data = make_pdf([column(60, 700, *EBB)])
    for cut in range(0, len(data), 97):
        with suppress(UnreadableArticle):
            read_pdf(data[:cut], "a.pdf")


def test_a_locked_file_says_so():
    lock = "/Filter /Standard /V 1 /R 2 /P -4 /O <{0}> /U <{0}>".format("41" * 32)
    data = make_pdf([column(60, 700, *EBB)])
    data = data.replace(
        b"/Root 1 0 R", f"/Root 1 0 R /Encrypt << {lock} >> /ID [<41> <41>]".encode()
    )
    with pytest.raises(UnreadableArticle, match=r"a\.pdf is locked with a password"):
        read_pdf(data, "a.pdf")


@pytest.mark.parametrize("times", [1, 2])
def test_a_bomb_is_refused_before_it_goes_off(times):
    """A small stream that unpacks to gigabytes is not given to PDFium."""
    stream = b"BT /F1 10 Tf 60 700 Td " + b"(a) Tj " * (MAX_STREAM // 7 + 1)
    for _ in range(times):
        stream = zlib.compress(stream, 9)
    data = make_pdf([column(60, 700, *EBB)])
    bomb = b"<< /Length %d /Filter [%s] >>\nstream\n%s\nendstream" % (
        len(stream),
        b"/FlateDecode " * times,
        stream,
    )
    data = data.replace(b"\nxref", b"\n9 0 obj\n" + bomb + b"\nendobj\nxref")
    assert len(data) < 100_000
    with pytest.raises(UnreadableArticle, match="unpacks to more than"):
        read_pdf(data, "a.pdf")


def test_a_packed_page_is_read():
    data = make_pdf([column(60, 700, *EBB)])
    start, end = data.index(b"stream\n") + 7, data.index(b"\nendstream")
    packed = zlib.compress(data[start:end])
    head = data[: data.rindex(b"<< /Length", 0, start)]
    page = b"<< /Length %d /Filter /FlateDecode >>\nstream\n" % len(packed)
    article = read_pdf(head + page + packed + data[end:], "a.pdf")
    assert [block.text for block in article.blocks] == [" ".join(EBB)]


def test_a_document_without_end_is_refused(monkeypatch):
    data = make_pdf([column(60, 700, *EBB)] * 4)
    monkeypatch.setattr(pdf_module, "MAX_CHARS", 300)
    with pytest.raises(UnreadableArticle, match="more than 300 characters"):
        read_pdf(data, "a.pdf")
    monkeypatch.setattr(pdf_module, "MAX_PAGES", 3)
    with pytest.raises(UnreadableArticle, match="4 pages"):
        read_pdf(data, "a.pdf")
