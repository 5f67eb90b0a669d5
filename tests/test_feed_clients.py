"""Real podcast clients on a served feed; one that is not installed is passed over."""

from __future__ import annotations

import contextlib
import functools
import importlib.util
import os
import select
import shutil
import subprocess
import threading
import time
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest
from shelf import CHAPTERS, TAGS, put

from narrate.feed import Show, write_feed

if TYPE_CHECKING:
    from pathlib import Path

with contextlib.suppress(ImportError):  # not on Windows
    import pty


class Quiet(SimpleHTTPRequestHandler):
    """Plain files, with the media types that a host should have."""

    extensions_map = {  # noqa: RUF012
        ".mp3": "audio/mpeg",
        ".xml": "application/rss+xml",
        ".vtt": "text/vtt",
        ".json": "application/json+chapters",
        ".jpg": "image/jpeg",
    }

    def log_message(self, *args):
        """Say nothing."""


@pytest.fixture
def folder(tmp_path):
    shelf = tmp_path / "shelf"
    shelf.mkdir()
    put(shelf)
    put(shelf, "walk.mp3", title="Ein Weg ins Tal", language="de", source="f" * 32, chapters=())
    (shelf / "tide-pools.vtt").write_text("WEBVTT\n\n00:00.000 --> 00:02.000\nBetween the tides.\n")
    return shelf


@pytest.fixture
def url(folder):
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=folder))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    base_url = f"http://127.0.0.1:{server.server_port}/"
    write_feed(folder, Show(), base_url)
    os.utime(folder / "feed.xml", (0, 0))  # or else a change in this second would be a 304
    yield f"{base_url}feed.xml"
    server.shutdown()
    thread.join()
    server.server_close()


def needs(*programs: str) -> pytest.MarkDecorator:
    missing = [program for program in programs if shutil.which(program) is None]
    return pytest.mark.skipif(bool(missing), reason=f"not installed: {', '.join(missing)}")


def has(package: str) -> pytest.MarkDecorator:
    missing = importlib.util.find_spec(package) is None
    return pytest.mark.skipif(missing, reason=f"not installed: {package}")


def run(*words: object, **more: str) -> str:
    done = subprocess.run(
        [str(word) for word in words],
        env={**os.environ, **more},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return done.stdout


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.rglob("*.mp3")}


@needs("gpo")
def test_gpodder_subscribes_downloads_and_finds_nothing_new_the_second_time(url, folder, tmp_path):
    gpo = functools.partial(run, "gpo", GPODDER_HOME=str(tmp_path / "gpodder"))
    assert "Successfully added" in gpo("subscribe", url)
    assert "What tide pools teach us" in gpo("episodes", url)
    gpo("download")
    assert contents(tmp_path / "gpodder") == contents(folder)
    put(folder, "new.mp3", title="One more", source="e" * 32)
    write_feed(folder, Show())
    gpo("update")
    waiting = gpo("pending")
    assert "One more" in waiting
    assert "What tide pools teach us" not in waiting


@pytest.fixture
def newsboat(url, tmp_path, monkeypatch):
    home = tmp_path / "newsboat"
    (home / ".newsboat").mkdir(parents=True)
    (home / "urls").write_text(f"{url}\n")
    (home / "config").write_text(f'download-path "{home}/got/"\npodcast-auto-enqueue yes\n')
    monkeypatch.setenv("HOME", str(home))
    flags = ("-u", home / "urls", "-C", home / "config", "-c", home / "cache.db")
    return home, functools.partial(run, "newsboat", *flags, "-x")


@needs("newsboat")
def test_newsboat_takes_a_corrected_episode_for_the_same_one(newsboat, folder):
    _, command = newsboat
    assert command("reload", "print-unread").startswith("2 ")
    put(folder, title="Corrected", date="2026-03-02")
    put(folder, "new.mp3", title="One more", source="e" * 32)
    write_feed(folder, Show())
    assert command("reload", "print-unread").startswith("3 ")


@needs("newsboat", "podboat")
def test_podboat_downloads_what_newsboat_queued(newsboat, folder):
    home, command = newsboat
    command("reload")
    (queue,) = home.rglob("queue")
    screen, terminal = pty.openpty()
    podboat = subprocess.Popen(
        ["podboat", "-a", "-C", home / "config", "-q", queue],
        stdin=terminal,
        stdout=terminal,
        stderr=terminal,
        env={**os.environ, "TERM": "xterm", "LINES": "24", "COLUMNS": "80"},
    )
    os.close(terminal)
    try:
        patience = time.monotonic() + 30
        while contents(home / "got") != contents(folder) and time.monotonic() < patience:
            if select.select([screen], [], [], 0.1)[0]:  # it stops where nobody reads its screen
                os.read(screen, 65_536)
        assert contents(home / "got") == contents(folder)
    finally:
        podboat.kill()
        podboat.wait()
        os.close(screen)


@has("podcastparser")
def test_podcastparser_finds_every_fact(url, folder):
    podcastparser = importlib.import_module("podcastparser")
    with (folder / "feed.xml").open("rb") as feed:
        found = podcastparser.parse(url, feed)
    assert (found["title"], found["language"]) == ("Read aloud", "de")
    assert found["cover_url"].endswith(".jpg")
    episode = next(it for it in found["episodes"] if it["guid"] == TAGS.source)
    assert episode["title"] == TAGS.title
    assert episode["link"] == TAGS.url
    assert episode["total_time"] == 8
    (enclosure,) = episode["enclosures"]
    size = (folder / "tide-pools.mp3").stat().st_size
    assert (enclosure["file_size"], enclosure["mime_type"]) == (size, "audio/mpeg")
    assert [it["start"] for it in episode["chapters"]] == [it.start / 1000 for it in CHAPTERS]
    assert "00:00:02 What crabs & gulls" in episode["description"]


@has("feedparser")
def test_feedparser_finds_every_fact(url, folder):
    feedparser = importlib.import_module("feedparser")
    found = feedparser.parse((folder / "feed.xml").read_bytes())
    assert not found.bozo
    assert found.version == "rss20"
    assert found.feed.itunes_block == 1
    assert found.feed.podcast_locked == "yes"
    episode = next(it for it in found.entries if it.id == TAGS.source)
    assert not episode.guidislink
    assert (episode.title, episode.itunes_duration) == (TAGS.title, "8")
    assert episode.published_parsed[:3] == (2026, 3, 1)
    assert episode.enclosures[0].href == url.replace("feed.xml", "tide-pools.mp3")
    assert '<a href="https://example.org/tide-pools">' in episode.summary
