"""The quick look at an MP3: the same facts as the thorough one, or none."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from mutagen import id3
from shelf import TAGS, put, sound

from narrate.headline import read_headline
from narrate.tags import Cue, Tags, read_tags, write_tags


def thorough(path) -> Tags:
    return replace(read_tags(path), text=None, cues=(), picture=None)


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"picture": bytes(300_000), "cues": tuple(Cue(1000 * it, "words") for it in range(50))},
        {"title": "雨后的山路 𝄞", "author": None, "chapters": (), "date": "2026", "url": None},
        {"summary": None, "text": None, "source": None, "voice": None, "language": None},
    ],
)
def test_it_sees_what_the_thorough_look_sees(tmp_path, changes):
    path = put(tmp_path, **changes)
    headline = read_headline(path)
    assert replace(headline.tags, language=None) == replace(thorough(path), language=None)


def test_the_language_is_told_as_the_web_has_it(tmp_path):
    assert read_headline(put(tmp_path, language="de-AT")).tags.language == "de"
    assert read_headline(put(tmp_path, language="haw")).tags.language == "haw"


@pytest.mark.parametrize("seconds", [0.5, 8.0, 61.25])
def test_the_length_is_exact_as_the_info_header_tells_it(tmp_path, seconds):
    assert read_headline(put(tmp_path, seconds=seconds)).seconds == pytest.approx(seconds, abs=1e-4)


def test_without_an_info_header_the_bit_rate_tells_the_length(tmp_path):
    path = tmp_path / "bare.mp3"
    path.write_bytes(sound(8.0)[208:])
    assert read_headline(path).seconds == pytest.approx(8.0, abs=0.1)


@pytest.mark.parametrize(
    "content", [b"", b"text " * 900, b"ID3", b"ID3\x03\0\0\0\0\x7f\x7f", b"\xff\xfb\xf0\xff" * 99]
)
def test_what_has_no_sound_is_nothing(tmp_path, content):
    path = tmp_path / "odd.mp3"
    path.write_bytes(content)
    assert read_headline(path) is None


@pytest.mark.parametrize("version", [3, 4])
@pytest.mark.parametrize("encoding", [0, 1, 3])
def test_tags_of_other_programs_are_read(tmp_path, version, encoding):
    tags = id3.ID3()
    tags.add(id3.TIT2(encoding=encoding, text=["Le café"]))
    tags.add(id3.TDRC(encoding=encoding, text=["2024-05-06"]))
    tags.add(id3.COMM(encoding=encoding, lang="eng", desc="iTunNORM", text=[" 00000"]))
    tags.add(id3.COMM(encoding=encoding, lang="eng", desc="", text=["Notes"]))
    inside = [
        id3.TIT2(encoding=encoding, text=["One"]),
        id3.WXXX(encoding=encoding, desc="x", url="https://a/"),
    ]
    tags.add(
        id3.CHAP(
            element_id="c",
            start_time=0,
            end_time=9,
            start_offset=0,
            end_offset=0,
            sub_frames=inside,
        )
    )
    path = tmp_path / "other.mp3"
    path.write_bytes(sound(1.0))
    tags.save(path, v2_version=version)
    found = read_headline(path).tags
    assert (found.title, found.summary, found.date) == ("Le café", "Notes", "2024-05-06")
    assert (found.chapters[0].title, found.chapters[0].url) == ("One", "https://a/")


def test_a_tag_of_an_unusual_form_is_looked_at_thoroughly(tmp_path):
    """Here the old version 2.2, whose frames have names of three letters."""
    title = b"TT2\0\0\x05\0Tide"
    path = tmp_path / "old.mp3"
    path.write_bytes(b"ID3\x02\0\0\0\0\0" + bytes([len(title)]) + title + sound(1.0))
    assert read_headline(path) is not None


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.integers(0, 2500), st.binary(min_size=1, max_size=8))
def test_a_broken_tag_raises_nothing(tmp_path, at, junk):
    whole = write_tags(TAGS, 1.0) + sound(1.0)
    path = tmp_path / "broken.mp3"
    path.write_bytes(whole[:at] + junk + whole[at + len(junk) :])
    read_headline(path)
    path.write_bytes(whole[:at])
    read_headline(path)
