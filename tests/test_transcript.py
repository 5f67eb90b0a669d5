"""What is heard when: written text in time."""

from __future__ import annotations

import shutil
import subprocess

import pytest

from narrate.alignment import divided
from narrate.article import Article, Block
from narrate.cutting import Piece, cut
from narrate.recording import Span
from narrate.script import pieces_of, write_script
from narrate.server.following import follow
from narrate.tags import Cue, Tags
from narrate.transcript import as_srt, as_vtt, cues_of, timed_text

TEXT = (
    "The ferry (see https://www.example.org/ferry/times.html) leaves at 7-9 knots.[1] “It is late,”"
    " says Ann — “e.g. today.” Nobody minds; the sea is calm, and the "
    "gulls *follow* it to the pier of #North. Then it is quiet."
)


def script_of(*blocks, language="en", **facts):
    return write_script(Article(facts.pop("title", None), blocks, language=language, **facts))


def paragraphs(*texts):
    return [Block("paragraph", text) for text in texts]


def recorded(script, max_chars=60, *, pack=True):
    """Pieces and spans as a recording has them, one second each and half a second between."""
    pieces = pieces_of(script, max_chars, pack=pack)
    spans = [Span(i, it.utterance, 1.5 * i, 1.5 * i + 1) for i, it in enumerate(pieces)]
    return pieces, spans


def squeezed(text):
    return "".join(text.split())


@pytest.mark.parametrize("max_chars", [20, 40, 60, 100, 400])
@pytest.mark.parametrize(
    ("text", "language"),
    [
        (TEXT, "en"),
        ("Die Fähre fährt um 7 Uhr, z. B. heute. „Zu spät“, sagt Ann. Na ja – so ist es.", "de"),
        ("渡船（见《时刻表》）早上七点出发。“太晚了，”安说。没有人在意；海很平静。", "zh"),
        ("フェリーは七時に出ます。「遅い」とアンは言います。誰も気にしません。", "ja"),
        ("เรือข้ามฟากออกเดินทางตอนเจ็ดโมงเช้า และกลับมาตอนเย็น ไม่มีใครสนใจ", "th"),
        ("नाव सात बजे निकलती है। “देर हो गई,” ऐन कहती है। किसी को परवाह नहीं।", "hi"),
        ("تغادر العبارة في الساعة السابعة، وتعود مساءً. لا أحد يهتم.", "ar"),
    ],
)
def test_joined_the_cues_of_an_utterance_are_its_written_text(text, language, max_chars):
    script = script_of(*paragraphs(text, text), language=language)
    texts = timed_text(script, *recorded(script, max_chars))
    for index in (0, 1):
        assert squeezed("".join(it.text for it in texts if it.utterance == index)) == squeezed(text)


def test_each_cue_holds_the_written_form_of_what_its_piece_says():
    script = script_of(*paragraphs(TEXT))
    pieces, spans = recorded(script, 1000, pack=False)
    texts = timed_text(script, pieces, spans)
    assert [it.text for it in texts] == [
        "The ferry (see https://www.example.org/ferry/times.html) leaves at 7-9 knots.[1]",
        "“It is late,” says Ann — “e.g. today.”",
        "Nobody minds; the sea is calm, and the gulls *follow* it to the pier of #North.",
        "Then it is quiet.",
    ]
    assert [(it.start, it.end) for it in texts] == [(it.start, it.end) for it in spans]
    assert all(TEXT[it.place :].lstrip().startswith(it.text[:9]) for it in texts)


def test_an_address_stays_whole_in_the_piece_that_begins_with_it():
    text = "Look it up. https://example.org/a/b says when the ferry leaves."
    script = script_of(*paragraphs(text))
    texts = timed_text(script, *recorded(script, 1000, pack=False))
    assert texts[1].text == "https://example.org/a/b says when the ferry leaves."


def test_the_head_is_shown_as_it_is_said_and_code_that_is_omitted_is_not_shown():
    code = Block("code", "ferry = 1\nprint(ferry)")
    blocks = [*paragraphs("It runs."), code]
    script = script_of(*blocks, title="Ferry", author="Ann Lee", url="https://example.org/f")
    texts = timed_text(script, *recorded(script))
    assert [it.text for it in texts] == [
        "Ferry",
        "By Ann Lee.",
        "From example.org.",
        "It runs.",
        "Code omitted.",
    ]


def test_a_piece_without_written_words_lengthens_a_neighbour():
    assert divided("Pack a lamp.", "3: Pack a lamp.", ["3:", "Pack a lamp."]) == [(0, 0), (0, 12)]
    script = script_of(Block("item", "Pack a lamp.", number="3"))
    spans = [Span(0, 0, 0.5, 1.0), Span(1, 0, 1.5, 2.0)]
    pieces = [Piece("3:", "en", 0, 0), Piece("Pack a lamp.", "en", 0, 0)]
    (text,) = timed_text(script, pieces, spans)
    assert (text.start, text.end, text.text) == (0.5, 2.0, "Pack a lamp.")


def test_what_cannot_be_matched_is_one_cue():
    script = script_of(*paragraphs("Alpha beta gamma. Delta epsilon zeta."))
    other = ["One two three.", "Four five six."]
    assert divided("Alpha beta gamma.", " ".join(other), other) == [(0, 17), (17, 17)]
    texts = timed_text(script, *recorded(script))
    assert len(texts) == 1


def test_words_for_a_missing_passage_stand_in_its_place():
    script = script_of(*paragraphs("One is here. Two is lost. Three is here again."))
    pieces = [
        Piece(text, "en", 0, 0)
        for text in ("One is here.", "A passage is missing.", "Three is here again.")
    ]
    spans = [Span(i, 0, float(i), i + 0.5) for i in range(3)]
    assert [it.text for it in timed_text(script, pieces, spans)] == [it.text for it in pieces]


def test_what_belongs_to_no_utterance_is_shown_as_it_is_said():
    script = script_of(*paragraphs("One."))
    pieces = [Piece("5 minutes.", "en", -1, 0), Piece("One.", "en", 0, 0)]
    spans = [Span(0, -1, 0.3, 1), Span(1, 0, 2, 3)]
    assert [it.text for it in timed_text(script, pieces, spans)] == ["5 minutes.", "One."]


def test_a_long_text_of_a_single_paragraph_is_divided_too():
    words = " ".join(f"word{i}" + ("[1]" if i % 50 == 0 else "") + "." for i in range(20_000))
    spoken = words.replace("[1]", "")
    pieces = cut(spoken, 1000, "en")
    parts = divided(words, spoken, pieces)
    assert "".join(words[a:b] for a, b in parts) == words
    assert all(
        words[a:b].replace("[1]", "").strip() == piece
        for (a, b), piece in zip(parts, pieces, strict=True)
    )


ODD = "A < b --> c & d > e."


def test_vtt_holds_every_letter_and_gives_it_back():
    script = script_of(*paragraphs(ODD, "Two."))
    pieces, spans = recorded(script)
    late = [Span(it.piece, it.utterance, it.start + 3599.75, it.end + 3599.75) for it in spans]
    vtt = as_vtt(timed_text(script, pieces, late), "en-GB")
    assert vtt.startswith("WEBVTT\nLanguage: en-GB\n\n00:59:59.750 --> 01:00:00.750\n")
    assert vtt.count("-->") == 2
    heard = follow(Tags(), vtt)["text"]
    assert [(it["start"], it["text"]) for it in heard] == [(3599.75, ODD), (3601.25, "Two.")]


def test_srt_counts_its_cues_and_holds_nothing_that_a_player_takes_for_markup():
    script = script_of(*paragraphs(ODD, "Two."))
    srt = as_srt(timed_text(script, *recorded(script)))
    assert srt == (
        "1\n00:00:00,000 --> 00:00:01,000\nA ‹ b → c & d › e.\n\n"
        "2\n00:00:01,500 --> 00:00:02,500\nTwo.\n"
    )


@pytest.mark.skipif(not shutil.which("ffprobe"), reason="ffprobe is not installed")
@pytest.mark.parametrize("ending", ["vtt", "srt"])
def test_ffmpeg_reads_as_many_cues_as_there_are(tmp_path, ending):
    script = script_of(*paragraphs(TEXT, ODD))
    texts = timed_text(script, *recorded(script))
    path = tmp_path / f"x.{ending}"
    path.write_text(as_vtt(texts, "en") if ending == "vtt" else as_srt(texts), encoding="utf-8")
    command = ["ffprobe", "-v", "error", "-show_packets", "-of", "csv", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stderr == ""
    assert len(done.stdout.splitlines()) == len(texts)


def test_a_tags_cues_are_in_milliseconds():
    script = script_of(*paragraphs("One."))
    texts = timed_text(script, [Piece("One.", "en", 0, 0)], [Span(0, 0, 1.2346, 2.0)])
    assert cues_of(texts) == (Cue(1235, "One."),)
