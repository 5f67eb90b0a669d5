"""The tag has the form that every player reads, and gives back what was written."""

from __future__ import annotations

import json
import shutil
import subprocess
from dataclasses import replace

import pytest
from mutagen.id3 import ID3
from sounds import needs_ffmpeg, tone

from narrate.mp3 import encode
from narrate.tags import MOST_CHAPTERS, Chapter, Cue, Tags, read_tags, write_tags

JPEG = bytes.fromhex("ffd8ffe000104a46494600010100000100010000ffd9")
FULL = Tags(
    title="The lighthouse of Ärö",
    author="Jane Wren",
    site="The Harbour Post",
    show="Evening reading",
    date="2026-03-01",
    language="de-AT",
    url="https://example.org/ärö?q=ü",
    summary="A keeper, a storm 🌊\nand a tin of biscuits.",
    text="First paragraph.\n\nSecond — “quoted” — paragraph. 灯台",
    source="id:1234",
    voice="espeak 1.52",
    chapters=(
        Chapter(0, "The lighthouse"),
        Chapter(61_000, "A much longer chapter title than the others", "https://example.org/ä"),
        Chapter(125_000, "End"),
    ),
    cues=(Cue(300, "First paragraph."), Cue(61_500, "Second — “quoted” — paragraph. 灯台")),
    picture=JPEG,
)


def written(tags: Tags, folder, duration=200.5):
    path = folder / "x.mp3"
    path.write_bytes(write_tags(tags, duration) + encode(tone(seconds=0.2), 22_050))
    return path


def frames_in(tag: bytes) -> list[tuple[str, bytes]]:
    """Names and contents of the frames of an ID3v2.3 tag, read by its definition alone."""
    size = int("".join(f"{byte:07b}" for byte in tag[6:10]), 2)
    assert len(tag) == size + 10
    found = []
    position = 10
    while position < len(tag):
        length = int.from_bytes(tag[position + 4 : position + 8], "big")
        assert tag[position + 8 : position + 10] == b"\0\0"
        found.append((tag[position : position + 4].decode(), tag[position + 10 :][:length]))
        position += 10 + length
    return found


def test_what_is_written_is_read_back(tmp_path):
    back = read_tags(written(FULL, tmp_path))
    assert back == replace(
        FULL,
        language="deu",
        url="https://example.org/%C3%A4r%C3%B6?q=%C3%BC",
        chapters=(
            FULL.chapters[0],
            replace(FULL.chapters[1], url="https://example.org/%C3%A4"),
            FULL.chapters[2],
        ),
    )


def test_of_nothing_little_is_written_and_nothing_else_read(tmp_path):
    back = read_tags(written(Tags(), tmp_path))
    assert back == Tags(author="narrate", language="und")


def test_without_an_author_the_site_stands_in(tmp_path):
    assert read_tags(written(Tags(site="The Harbour Post"), tmp_path)).author == "The Harbour Post"


def test_the_tag_is_version_2_3_without_flags_and_padding_and_nothing_follows_the_sound(tmp_path):
    path = written(FULL, tmp_path)
    data = path.read_bytes()
    assert data[:6] == b"ID3\x03\x00\x00"
    assert frames_in(write_tags(FULL, 200.5))
    assert data[-128:-125] != b"TAG"


def test_frames_stand_in_order_chapters_by_time_before_what_is_long():
    names = [name for name, _ in frames_in(write_tags(FULL, 200.5))]
    assert names == [
        "TIT2", "TPE1", "TPE2", "TALB", "TCON", "TYER", "TDAT", "TLAN", "WOAS", "TXXX", "TXXX",
        "COMM", "CTOC", "CHAP", "CHAP", "CHAP", "USLT", "SYLT", "APIC",
    ]  # fmt: skip


def test_255_chapters_are_in_order_contiguous_and_all_in_the_one_table():
    chapters = tuple(Chapter(i * 10_000, f"{i}" * (1 + i * 7 % 40)) for i in range(MOST_CHAPTERS))
    frames = frames_in(write_tags(Tags(chapters=chapters), 2560.75))
    (table,) = [content for name, content in frames if name == "CTOC"]
    assert table[:6] == b"toc\0" + bytes([3, 255])
    found = [content for name, content in frames if name == "CHAP"]
    assert table[6:].split(b"\0")[:-1] == [content.split(b"\0")[0] for content in found]
    times = [content[content.index(b"\0") + 1 :][:16] for content in found]
    starts = [int.from_bytes(it[0:4], "big") for it in times]
    ends = [int.from_bytes(it[4:8], "big") for it in times]
    assert starts == [it.start for it in chapters]
    assert ends == [*starts[1:], 2_560_750]
    assert all(it[8:] == b"\xff" * 8 for it in times)


def test_more_chapters_than_players_know_are_a_mistake_of_the_caller():
    with pytest.raises(ValueError, match="256 chapters"):
        write_tags(Tags(chapters=tuple(Chapter(i * 1000, "x") for i in range(256))), 256)


@pytest.mark.parametrize("title", ["x" * 300, "é" * 100, "灯" * 60, "🌊" * 40])
def test_chapter_titles_take_at_most_120_bytes(tmp_path, title):
    tags = Tags(chapters=(Chapter(0, title), Chapter(1000, "y")))
    back = read_tags(written(tags, tmp_path)).chapters[0].title
    assert len(back.encode()) <= 120
    assert back.endswith("…")
    assert title.startswith(back[:-1])


def test_a_chapters_address_is_ascii_in_the_oldest_encoding():
    tag = write_tags(FULL, 200.5)
    inside = tag[tag.index(b"WXXX") :]
    assert inside[10:12] == b"\0\0"
    assert inside[12:].startswith(b"https://example.org/%C3%A4")


def test_titles_hold_no_markup_and_one_line(tmp_path):
    tags = Tags(title="The <b>bold</b>\n keeper", chapters=(Chapter(0, "<i>"), Chapter(1, "b")))
    back = read_tags(written(tags, tmp_path))
    assert back.title == "The ‹b›bold‹/b› keeper"
    assert back.chapters[0].title == "‹i›"


def test_a_text_of_150_kb_is_kept_and_a_longer_one_ends_in_an_ellipsis(tmp_path):
    text = "word " * 14_999 + "words"
    assert read_tags(written(Tags(text=text), tmp_path)).text == text
    back = read_tags(written(Tags(text=text + " more"), tmp_path)).text
    assert back.endswith("word…")
    assert len(back.encode("utf-16-le")) <= 150_000


@pytest.mark.parametrize(
    "text", ["🌊" * 50_000, "a" + "🌊" * 50_000, "灯" * 100_000, "a\n" * 80_000]
)
def test_a_long_text_without_spaces_is_cut_between_letters(tmp_path, text):
    back = read_tags(written(Tags(text=text), tmp_path)).text
    assert text.startswith(back[:-1].rstrip())
    assert 149_900 <= len(back.encode("utf-16-le")) <= 150_000


def test_what_id3_cannot_hold_is_left_out(tmp_path):
    odd = "a\0b\x07c\ud800d\x7f"
    back = read_tags(written(Tags(title=odd, summary=odd, text=odd, source=odd), tmp_path))
    assert {back.title, back.summary, back.text, back.source} == {"abc?d"}


@pytest.mark.parametrize(
    ("date", "back"),
    [("2026-03-01", "2026-03-01"), ("2026-03-01T10:00:00Z", "2026-03-01"), ("2026", "2026"),
     ("2026-03", "2026"), ("soon", None), ("", None)],
)  # fmt: skip
def test_dates_are_kept_as_far_as_they_are_known(tmp_path, date, back):
    assert read_tags(written(Tags(date=date), tmp_path)).date == back


@pytest.mark.parametrize(
    ("url", "back"),
    [
        ("https://exämple.org:8080/a b", "https://xn--exmple-cua.org:8080/a%20b"),
        ("http://[broken/ä", "http://[broken/%C3%A4"),
        ("notes/über.txt", "notes/%C3%BCber.txt"),
        ("https://example.org/%C3%A4?a=1&b=%20#c", "https://example.org/%C3%A4?a=1&b=%20#c"),
    ],
)
def test_addresses_are_written_in_ascii(tmp_path, url, back):
    assert read_tags(written(Tags(url=url), tmp_path)).url == back


@pytest.mark.parametrize("data", [b"", b"ID3", b"ID3\x03\0\0\x7f\x7f\x7f\x7f", b"\xff\xfb" * 99])
def test_a_file_without_a_readable_tag_says_nothing(tmp_path, data):
    path = tmp_path / "x.mp3"
    path.write_bytes(data)
    assert read_tags(path) == Tags()


def test_a_file_that_is_not_there_says_nothing(tmp_path):
    assert read_tags(tmp_path / "x.mp3") == Tags()
    assert read_tags(tmp_path) == Tags()


def test_a_tag_of_another_program_is_read_as_far_as_it_goes(tmp_path):
    path = written(FULL, tmp_path)
    ID3(path).save(path, v2_version=4)
    assert read_tags(path).title == FULL.title
    assert read_tags(path).date == FULL.date


def test_the_same_facts_give_the_same_bytes():
    assert write_tags(FULL, 200.5) == write_tags(replace(FULL), 200.5)


@needs_ffmpeg
def test_ffmpeg_lists_chapters_in_order_and_they_survive_a_copy(tmp_path):
    path = written(replace(FULL, picture=None), tmp_path)
    copy = tmp_path / "copy.mp3"
    subprocess.run(["ffmpeg", "-v", "error", "-i", str(path), "-c", "copy", str(copy)], check=True)
    for file in (path, copy):
        shown = subprocess.run(
            ["ffprobe", "-v", "error", "-show_chapters", "-of", "json", str(file)],
            capture_output=True, text=True, check=True,
        ).stdout  # fmt: skip
        chapters = json.loads(shown)["chapters"]
        assert [it["tags"]["title"] for it in chapters] == [it.title for it in FULL.chapters]
        assert [it["start"] for it in chapters] == [it.start for it in FULL.chapters]


@pytest.mark.skipif(not shutil.which("kid3-cli"), reason="kid3-cli is not installed")
def test_kid3_reads_what_was_written(tmp_path):
    shown = subprocess.run(
        ["kid3-cli", "-c", "get all", str(written(FULL, tmp_path))],
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    for words in ("ID3v2.3.0", FULL.title, FULL.author, FULL.site, FULL.show, "Podcast", "deu"):
        assert words in shown
