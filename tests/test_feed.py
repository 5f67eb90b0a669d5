"""The feed: what players need of it, from the tags of a folder's MP3s alone."""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
import threading
import uuid
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from shelf import CHAPTERS, TAGS, put

from narrate.cli.feed import command
from narrate.errors import UnwritableTarget, WrongUsage
from narrate.feed import Show, base_url_from, feed_of, show_from, write_feed
from narrate.feed.notes import notes_html
from narrate.feed.writing import PODCASTS
from narrate.store import cache_folder
from narrate.tags import Chapter

BASE = "https://example.org/podcast/"
if TYPE_CHECKING:
    from pathlib import Path

NS = {
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "podcast": "https://podcastindex.org/namespace/1.0",
    "psc": "http://podlove.org/simple-chapters",
    "atom": "http://www.w3.org/2005/Atom",
}
DAY = 86_400


def channel_of(xml: bytes) -> ET.Element:
    return ET.fromstring(xml).find("channel")  # noqa: S314


def items_of(xml: bytes) -> list[ET.Element]:
    return channel_of(xml).findall("item")


def only_item(folder: Path, **changes: object) -> ET.Element:
    put(folder, **changes)
    (item,) = items_of(feed_of(folder, Show(), BASE).xml)
    return item


def text(element: ET.Element, name: str) -> str:
    return element.find(name, NS).text


def guids(folder: Path) -> dict[str, str]:
    items = items_of(feed_of(folder, Show(), BASE).xml)
    return {
        item.find("enclosure").get("url").rpartition("/")[2]: text(item, "guid") for item in items
    }


class TestChannel:
    @pytest.fixture
    def channel(self, tmp_path):
        put(tmp_path)
        return channel_of(feed_of(tmp_path, Show(), BASE).xml)

    def test_it_has_all_that_directories_and_players_ask_for(self, channel):
        assert text(channel, "title") == "Read aloud"
        assert text(channel, "link") == BASE
        assert text(channel, "description")
        assert text(channel, "language") == "en"
        assert text(channel, "itunes:explicit") == "false"
        assert text(channel, "itunes:author")
        assert text(channel, "podcast:locked") == "yes"
        assert channel.find("itunes:category", NS).get("text") == "Society & Culture"
        myself = channel.find("atom:link", NS)
        assert (myself.get("href"), myself.get("rel")) == (f"{BASE}feed.xml", "self")
        assert channel.find("itunes:image", NS).get("href").startswith(BASE)

    def test_its_identity_is_the_standard_s(self, channel):
        """UUIDv5 of the address without its scheme; the first is the standard's own example."""
        example = uuid.uuid5(PODCASTS, "mp3s.nashownotes.com/pc20rss.xml")
        assert str(example) == "917393e3-1b1e-5cef-ace4-edaa54e1f810"
        mine = uuid.uuid5(PODCASTS, "example.org/podcast/feed.xml")
        assert text(channel, "podcast:guid") == str(mine)

    def test_it_is_private_unless_told_otherwise(self, tmp_path, channel):
        assert text(channel, "itunes:block") == "Yes"
        assert text(channel, "podcast:block") == "yes"
        public = channel_of(feed_of(tmp_path, Show(public=True), BASE).xml)
        assert public.find("itunes:block", NS) is None
        assert public.find("podcast:block", NS) is None

    def test_the_listener_s_words_stand_before_those_of_the_tags(self, tmp_path):
        put(tmp_path)
        show = Show("Mine & <yours>", "About <it>", "Me", "Arts > Books", "pt-BR")
        channel = channel_of(feed_of(tmp_path, show, BASE).xml)
        names = ("title", "description", "itunes:author", "language")
        assert [text(channel, it) for it in names] == [
            "Mine & ‹yours›",
            "About <it>",
            "Me",
            "pt-BR",
        ]
        assert channel.find("itunes:category/itunes:category", NS).get("text") == "Books"

    def test_a_long_description_is_cut_between_characters(self, tmp_path):
        channel = channel_of(feed_of(tmp_path, Show(description="雨" * 2000), BASE).xml)
        assert text(channel, "description") == "雨" * 1333

    def test_its_language_and_title_are_those_of_most_episodes(self, tmp_path):
        put(tmp_path, "a.mp3", language="de", show="B")
        put(tmp_path, "b.mp3", language="de", show="A")
        put(tmp_path, "c.mp3", language="en", show="A")
        channel = channel_of(feed_of(tmp_path, Show(), BASE).xml)
        assert (text(channel, "language"), text(channel, "title")) == ("de", "A")

    def test_an_empty_folder_has_a_feed_without_episodes(self, tmp_path):
        feed = write_feed(tmp_path, Show(), BASE)
        assert (feed.episodes, items_of((tmp_path / "feed.xml").read_bytes())) == (0, [])

    def test_identity_and_address_outlast_new_episodes_and_a_new_address(self, tmp_path):
        put(tmp_path)
        write_feed(tmp_path, Show(), BASE)
        identity = text(channel_of((tmp_path / "feed.xml").read_bytes()), "podcast:guid")
        put(tmp_path, "another.mp3")
        assert write_feed(tmp_path, Show()).base_url == BASE
        moved = write_feed(tmp_path, Show(title="New"), "http://10.0.0.2:8000/k&y/")
        assert text(channel_of(moved.xml), "podcast:guid") == identity
        assert write_feed(tmp_path, Show()).base_url == "http://10.0.0.2:8000/k&y/"

    def test_a_feed_that_was_damaged_is_made_anew(self, tmp_path):
        put(tmp_path)
        whole = write_feed(tmp_path, Show(), BASE).xml
        (tmp_path / "feed.xml").write_bytes(b"\xff\x00" * 1000)
        assert write_feed(tmp_path, Show(), BASE).xml == whole


class TestEpisode:
    def test_it_is_described_by_its_tag(self, tmp_path):
        item = only_item(tmp_path)
        assert text(item, "title") == TAGS.title
        assert text(item, "link") == TAGS.url
        assert text(item, "itunes:duration") == "8"
        assert text(item, "pubDate") == "Sun, 01 Mar 2026 00:00:00 +0000"
        assert item.find("guid").attrib == {"isPermaLink": "false"}
        assert text(item, "guid") == TAGS.source

    def test_the_enclosure_tells_the_truth(self, tmp_path):
        enclosure = only_item(tmp_path).find("enclosure")
        size = (tmp_path / "tide-pools.mp3").stat().st_size
        assert enclosure.attrib == {
            "url": f"{BASE}tide-pools.mp3",
            "length": str(size),
            "type": "audio/mpeg",
        }

    def test_chapters_are_the_same_in_every_form(self, tmp_path):
        put(tmp_path)
        write_feed(tmp_path, Show(), BASE)
        (item,) = items_of((tmp_path / "feed.xml").read_bytes())
        link = item.find("podcast:chapters", NS)
        assert link.get("type") == "application/json+chapters"
        assert link.get("url") == f"{BASE}tide-pools.chapters.json"
        content = json.loads((tmp_path / "tide-pools.chapters.json").read_bytes())
        assert content["version"] == "1.2.0"
        assert [
            Chapter(1000 * it["startTime"], it["title"], it.get("url"))
            for it in content["chapters"]
        ] == [
            Chapter(it.start, it.title.replace("<", "‹").replace(">", "›"), it.url)
            for it in CHAPTERS
        ]
        simple = item.findall("psc:chapters/psc:chapter", NS)
        assert [it.get("start") for it in simple] == ["00:00:00", "00:00:02", "00:00:05"]
        assert [it.get("title") for it in simple] == [it["title"] for it in content["chapters"]]
        assert simple[1].get("href") == CHAPTERS[1].url
        notes = text(item, "description")
        assert notes.endswith(
            "<p>00:00:00 Between the tides<br/>00:00:02 What crabs &amp; gulls ‹know›<br/>"
            "00:00:05 Notes</p>"
        )

    def test_an_episode_without_chapters_links_to_none(self, tmp_path):
        item = only_item(tmp_path, chapters=())
        assert item.find("podcast:chapters", NS) is None
        assert item.find("psc:chapters", NS) is None
        assert not feed_of(tmp_path, Show(), BASE).chapters

    def test_transcripts_that_are_there_are_linked_vtt_first(self, tmp_path):
        (tmp_path / "tide-pools.srt").write_text("")
        (tmp_path / "tide-pools.vtt").write_text("")
        found = only_item(tmp_path).findall("podcast:transcript", NS)
        assert [(it.get("url"), it.get("type"), it.get("language")) for it in found] == [
            (f"{BASE}tide-pools.vtt", "text/vtt", "en"),
            (f"{BASE}tide-pools.srt", "application/x-subrip", "en"),
        ]

    def test_a_transcript_that_appears_later_is_found(self, tmp_path):
        put(tmp_path)
        feed_of(tmp_path, Show(), BASE)
        (tmp_path / "tide-pools.vtt").write_text("")
        (item,) = items_of(feed_of(tmp_path, Show(), BASE).xml)
        assert item.find("podcast:transcript", NS) is not None

    @pytest.mark.parametrize(
        "title", ["a\x01b\x1f", "<b>bold</b>", "]]>", "&amp;", "\ufffe𝄞", "e\u0301"]
    )
    def test_any_title_leaves_the_feed_readable(self, tmp_path, title):
        shown = text(only_item(tmp_path, title=f"x{title}", summary=title, author=title), "title")
        assert shown.startswith("x")
        assert not set(shown) & set("<>\x01\x1f\ufffe")

    def test_a_date_that_is_still_to_come_is_none_in_the_feed(self, tmp_path):
        item = only_item(tmp_path, date="2999-12-31")
        assert parsedate_to_datetime(text(item, "pubDate")) <= datetime.now(timezone.utc)
        os.utime(tmp_path / "tide-pools.mp3", (32_503_680_000, 32_503_680_000))
        (item,) = items_of(feed_of(tmp_path, Show(), BASE).xml)
        assert parsedate_to_datetime(text(item, "pubDate")) <= datetime.now(timezone.utc)

    def test_a_file_s_own_date_does_not_hide_the_article_s(self, tmp_path):
        path = put(tmp_path)
        for changed, shown in (
            (0, "Sun, 01 Mar 2026 00:00:00 +0000"),
            (1_772_323_200 - 3600, "Sat, 28 Feb 2026 23:00:00 +0000"),  # the first of March in Rome
            (1_772_323_200 + 3600, "Sun, 01 Mar 2026 00:00:00 +0000"),
        ):
            os.utime(path, (changed, changed))
            assert text(items_of(feed_of(tmp_path, Show(), BASE).xml)[0], "pubDate") == shown

    @pytest.mark.parametrize(
        ("date", "shown"),
        [
            ("1898", "Sat, 01 Jan 1898"),
            ("2023-02-31", "Fri, 13 Feb 2009"),
            (None, "Fri, 13 Feb 2009"),
        ],
    )
    def test_half_a_date_or_none_falls_back_on_what_is_known(self, tmp_path, date, shown):
        path = put(tmp_path, date=date)
        os.utime(path, (1_234_567_890 + 20 * 365 * DAY if date == "1898" else 1_234_567_890,) * 2)
        (item,) = items_of(feed_of(tmp_path, Show(), BASE).xml)
        assert text(item, "pubDate").startswith(shown)

    def test_newest_first(self, tmp_path):
        put(tmp_path, "a.mp3", date="2024-01-01", source="a" * 32)
        put(tmp_path, "c.mp3", date="2025-01-01", source="c" * 32)
        put(tmp_path, "b.mp3", date="2025-01-01", source="b" * 32)
        assert list(guids(tmp_path)) == ["b.mp3", "c.mp3", "a.mp3"]


class TestIdentity:
    def test_an_episode_keeps_it_when_all_else_changes(self, tmp_path):
        before = guids(tmp_path) if put(tmp_path) else {}
        put(
            tmp_path,
            title="Corrected",
            date="2020-02-02",
            url="https://moved.example/",
            chapters=(),
        )
        assert guids(tmp_path) == before
        (tmp_path / "tide-pools.mp3").rename(tmp_path / "renamed.mp3")
        assert list(guids(tmp_path).values()) == list(before.values())

    def test_a_stranger_s_mp3_gets_one_from_its_own_words(self, tmp_path):
        put(tmp_path, "a.mp3", source=None)
        put(tmp_path, "b.mp3", source=None, url=None)
        put(tmp_path, "c.mp3", source=None, url=None, title="Else")
        found = guids(tmp_path)
        assert len(set(found.values())) == 3
        put(tmp_path, "a.mp3", source=None, summary="Else")
        assert guids(tmp_path) == found

    def test_two_files_of_one_article_are_two_episodes_and_the_first_keeps_its_own(self, tmp_path):
        put(tmp_path, "walk-2.mp3")
        put(tmp_path, "walk.mp3")
        found = guids(tmp_path)
        assert found["walk.mp3"] == TAGS.source
        assert found["walk-2.mp3"] != TAGS.source
        put(tmp_path, "walk-10.mp3")
        assert guids(tmp_path).items() >= found.items()


class TestFolder:
    def test_what_cannot_be_an_episode_is_left_out_with_a_word(self, tmp_path):
        put(tmp_path)
        put(tmp_path, "untitled.mp3", title=None)
        (tmp_path / "broken.mp3").write_bytes(b"no sound")
        (tmp_path / "empty.mp3").write_bytes(b"")
        (tmp_path / "folder.mp3").mkdir()
        (tmp_path / "notes.txt").write_text("x")
        put(tmp_path, ".hidden.mp3")
        feed = feed_of(tmp_path, Show(), BASE)
        assert feed.episodes == 1
        told = "\n".join(feed.remarks)
        assert len(feed.remarks) == 3
        assert all(name in told for name in ("untitled.mp3", "broken.mp3", "empty.mp3"))

    @pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege on Windows")
    def test_a_link_out_of_the_folder_is_not_published(self, tmp_path):
        inside = tmp_path / "inside"
        inside.mkdir()
        (inside / "secret.mp3").symlink_to(put(tmp_path, "elsewhere.mp3"))
        (inside / "gone.mp3").symlink_to(inside / "nothing.mp3")
        assert feed_of(inside, Show(), BASE).episodes == 0
        put(inside)
        (inside / "alias.mp3").symlink_to(inside / "tide-pools.mp3")
        assert feed_of(inside, Show(), BASE).episodes == 2

    @pytest.mark.parametrize(
        "name", ["Der Ölbaum.mp3", "a&b.mp3", "100%.mp3", "a#b?c.mp3", "A.MP3"]
    )
    def test_an_odd_name_still_has_a_valid_address_and_a_better_one_is_named(self, tmp_path, name):
        put(tmp_path, name)
        feed = feed_of(tmp_path, Show(), BASE)
        url = items_of(feed.xml)[0].find("enclosure").get("url")
        assert re.fullmatch(r"https://example\.org/podcast/[A-Za-z0-9._~%-]+", url)
        assert re.search(r"; [A-Za-z0-9-]+\.mp3 is safe", feed.remarks[0])

    @pytest.mark.skipif(sys.platform != "linux", reason="names are Unicode there")
    def test_a_name_that_is_no_text_is_no_obstacle(self, tmp_path):
        put(tmp_path, os.fsdecode(b"\xff.mp3"))
        feed = write_feed(tmp_path, Show(), BASE)
        assert items_of(feed.xml)[0].find("enclosure").get("url") == f"{BASE}%FF.mp3"

    def test_a_folder_that_is_none_is_the_listener_s_mistake(self, tmp_path):
        with pytest.raises(WrongUsage, match="nowhere"):
            feed_of(tmp_path / "nowhere", Show(), BASE)

    @pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write")
    def test_a_folder_that_cannot_be_written_is_said_to_be(self, tmp_path):
        tmp_path.chmod(0o500)
        with pytest.raises(UnwritableTarget):
            write_feed(tmp_path, Show(), BASE)

    def test_a_feed_that_cannot_be_replaced_is_said_to_be(self, tmp_path):
        (tmp_path / "feed.xml").mkdir()
        with pytest.raises(UnwritableTarget, match=r"feed\.xml"):
            write_feed(tmp_path, Show(), BASE)


class TestSameBytes:
    def test_the_same_folder_gives_the_same_feed_and_nothing_is_touched(self, tmp_path):
        put(tmp_path, "a.mp3")
        put(tmp_path, "b.mp3")
        write_feed(tmp_path, Show(), BASE)
        before = {it.name: (it.read_bytes(), it.stat().st_mtime_ns) for it in tmp_path.iterdir()}
        write_feed(tmp_path, Show(), BASE)
        assert before == {
            it.name: (it.read_bytes(), it.stat().st_mtime_ns) for it in tmp_path.iterdir()
        }

    def test_what_is_remembered_gives_the_same_feed_as_what_is_read(self, tmp_path):
        for name in ("a.mp3", "b.mp3", "c.mp3"):
            put(tmp_path, name)
        remembered = [feed_of(tmp_path, Show(), BASE) for _ in range(2)]
        shutil.rmtree(cache_folder() / "feeds")
        assert [feed_of(tmp_path, Show(), BASE)] * 2 == remembered
        (tmp_path / "a.mp3").unlink()
        remembered = feed_of(tmp_path, Show(), BASE)
        shutil.rmtree(cache_folder() / "feeds")
        assert feed_of(tmp_path, Show(), BASE) == remembered

    @pytest.mark.parametrize("damage", [b"", b"narrate feed", b"{}", b"\0" * 5000])
    def test_a_damaged_memory_is_no_memory(self, tmp_path, damage):
        put(tmp_path)
        whole = feed_of(tmp_path, Show(), BASE)
        (memory,) = (cache_folder() / "feeds").iterdir()
        kept = memory.read_bytes()
        for content in (damage, kept[:-9], kept.replace(b"tide", b"tid!"), damage + kept):
            memory.write_bytes(content)
            assert feed_of(tmp_path, Show(), BASE) == whole

    def test_without_a_place_for_a_memory_it_works_all_the_same(self, tmp_path, monkeypatch):
        put(tmp_path)
        whole = feed_of(tmp_path, Show(), BASE)
        (tmp_path / "file").write_bytes(b"")
        monkeypatch.setenv("NARRATE_CACHE_DIR", str(tmp_path / "file"))
        assert feed_of(tmp_path, Show(), BASE) == whole

    def test_a_changed_episode_is_read_again(self, tmp_path):
        put(tmp_path)
        feed_of(tmp_path, Show(), BASE)
        put(tmp_path, title="Changed")
        assert text(items_of(feed_of(tmp_path, Show(), BASE).xml)[0], "title") == "Changed"

    def test_only_what_has_changed_is_read(self, tmp_path):
        """That is what makes one more episode quick in a folder of thousands."""
        path = put(tmp_path)
        before = feed_of(tmp_path, Show(), BASE)
        facts = path.stat()
        path.write_bytes(bytes(facts.st_size))
        os.utime(path, ns=(facts.st_atime_ns, facts.st_mtime_ns))
        assert feed_of(tmp_path, Show(), BASE) == before

    def test_several_runs_at_once_leave_one_whole_feed(self, tmp_path):
        for number in range(30):
            put(tmp_path, f"e{number}.mp3", source=f"{number:032}")
        runs = [
            threading.Thread(target=write_feed, args=(tmp_path, Show(), BASE)) for _ in range(6)
        ]
        for run in runs:
            run.start()
        for run in runs:
            run.join()
        assert len(items_of((tmp_path / "feed.xml").read_bytes())) == 30
        assert not [it.name for it in tmp_path.iterdir() if it.name.startswith(".")]

    def test_a_killed_run_leaves_the_feed_whole_and_its_litter_goes_with_the_next(self, tmp_path):
        put(tmp_path)
        write_feed(tmp_path, Show(), BASE)
        (tmp_path / ".narrate-0123456789abcdef.part").write_bytes(b"half")
        os.utime(tmp_path / ".narrate-0123456789abcdef.part", (0, 0))
        write_feed(tmp_path, Show(), BASE)
        assert not list(tmp_path.glob(".narrate-*"))


class TestCover:
    def test_the_cover_lies_beside_the_feed_and_has_apple_s_size(self, tmp_path):
        put(tmp_path)
        feed = write_feed(tmp_path, Show(), BASE)
        with Image.open(tmp_path / feed.image) as picture:
            assert picture.format == "JPEG"
            assert picture.mode == "RGB"
            assert picture.size == (3000, 3000)
        assert channel_of(feed.xml).find("itunes:image", NS).get("href") == BASE + feed.image

    def test_new_artwork_has_a_new_address(self, tmp_path):
        folder = tmp_path / "shows"
        folder.mkdir()
        art = tmp_path / "art.png"
        Image.new("RGB", (1500, 1600), "navy").save(art)
        names = {
            write_feed(folder, show, BASE).image for show in (Show(), Show("B"), Show(image=art))
        }
        Image.new("RGB", (1500, 1600), "teal").save(art)
        mine = write_feed(folder, Show(image=art), BASE).image
        assert len({*names, mine}) == 4
        with Image.open(folder / mine) as picture:
            assert picture.size == (1500, 1500)

    @pytest.mark.parametrize("content", [b"no picture", None])
    def test_a_picture_that_is_none_is_the_listener_s_mistake(self, tmp_path, content):
        art = tmp_path / "art.png"
        if content:
            art.write_bytes(content)
        with pytest.raises(WrongUsage, match=r"art\.png"):
            write_feed(tmp_path, Show(image=art), BASE)


class TestNotes:
    CHAPTERS = tuple(Chapter(60_000 * it, f"Part {it}") for it in range(3))

    def test_addresses_can_be_followed_and_marks_are_no_markup(self):
        html = notes_html("See https://a.example/?x=1&y=2. 1 < 2 & 3", ())
        assert html == (
            '<p>See <a href="https://a.example/?x=1&amp;y=2">https://a.example/?x=1&amp;y=2</a>. '
            "1 &lt; 2 &amp; 3</p>"
        )

    def test_times_that_are_in_the_notes_are_not_written_twice(self):
        html = notes_html("Chapters:\n0:00 Part 0\n1:00 Part 1\n02:00 Part 2", self.CHAPTERS)
        assert (
            html == "<p>Chapters:<br/>00:00:00 Part 0<br/>00:01:00 Part 1<br/>00:02:00 Part 2</p>"
        )

    def test_fewer_than_three_chapters_are_not_listed(self):
        assert notes_html("Words", self.CHAPTERS[:2]) == "<p>Words</p>"

    @given(
        st.text(st.characters(exclude_categories=["Cs"]), max_size=3000).map(lambda it: it * 3),
        st.lists(st.text(min_size=1, max_size=80), max_size=255),
    )
    def test_they_take_4000_bytes_at_most_and_are_whole_html(self, summary, titles):
        chapters = [Chapter(1000 * at, title) for at, title in enumerate(titles)]
        html = notes_html(summary, chapters)
        assert len(html.encode()) <= 4000
        legal = re.sub("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "", html)
        ET.fromstring(f"<div>{legal}</div>")  # noqa: S314

    def test_a_long_text_leaves_room_for_the_chapters(self):
        html = notes_html("word " * 2000, self.CHAPTERS)
        assert "…</p><p>00:00:00 Part 0" in html
        assert 3900 < len(html.encode()) <= 4000

    def test_a_long_list_of_chapters_leaves_room_for_the_words(self):
        chapters = [
            Chapter(60_000 * it, f"A chapter of a long book, number {it}") for it in range(255)
        ]
        html = notes_html("word " * 2000, chapters)
        assert html.index("<p>00:00:00") > 1100
        assert len(html.encode()) <= 4000


class TestShow:
    @pytest.mark.parametrize(
        ("given", "address"),
        [
            ("https://example.org", "https://example.org/"),
            ("http://Example.org:8080/a b/ü/feed.xml", "http://example.org:8080/a%20b/%C3%BC/"),
            ("https://bücher.example/x/", "https://xn--bcher-kva.example/x/"),
            ("http://[::1]:80/", "http://[::1]:80/"),
        ],
    )
    def test_an_address_is_put_in_order(self, given, address):
        assert base_url_from(given) == address

    @pytest.mark.parametrize(
        "given",
        ["", "example.org", "ftp://a.b/", "https://", "https://a/?x", "http://a:b/", "http://[/"],
    )
    def test_what_is_no_address_is_the_listener_s_mistake(self, given):
        with pytest.raises(WrongUsage, match="address"):
            base_url_from(given)

    @pytest.mark.parametrize(
        ("values", "word"),
        [
            ({"category": "Cats"}, "Technology"),
            ({"category": "Arts > Cats"}, "Books"),
            ({"titel": "x"}, "titel"),
            ({"title": 3}, "title"),
            ({"public": "yes"}, "public"),
        ],
    )
    def test_a_wrong_setting_is_named_with_its_place(self, values, word):
        with pytest.raises(WrongUsage, match=f"line 3: .*{word}"):
            show_from(values, "narrate.toml, line 3")


class TestCommand:
    def test_it_prints_the_path_and_says_the_rest_aside(self, tmp_path):
        put(tmp_path)
        result = CliRunner().invoke(command, [str(tmp_path), "--base-url", BASE, "--title", "Mine"])
        assert result.exit_code == 0, result.output
        assert f"{tmp_path / 'feed.xml'}" in result.output
        assert "1 episode, 0:08" in result.output
        assert text(channel_of((tmp_path / "feed.xml").read_bytes()), "title") == "Mine"

    def test_settings_of_the_folder_count_and_options_come_before_them(self, tmp_path):
        put(tmp_path)
        (tmp_path / "narrate.toml").write_text(
            f'[feed]\nbase-url = "{BASE}"\ntitle = "Theirs"\nauthor = "Ada"\ncategory = "Science"\n'
        )
        result = CliRunner().invoke(command, [str(tmp_path), "--author", "Me"])
        assert result.exit_code == 0, result.output
        channel = channel_of((tmp_path / "feed.xml").read_bytes())
        assert text(channel, "title") == "Theirs"
        assert text(channel, "itunes:author") == "Me"
        assert text(channel, "link") == BASE

    def test_without_an_address_it_says_what_to_do(self, tmp_path):
        put(tmp_path)
        result = CliRunner().invoke(command, [str(tmp_path)])
        assert "--base-url" in result.output
        assert items_of((tmp_path / "feed.xml").read_bytes())[0].find("enclosure").get("url") == (
            "tide-pools.mp3"
        )
