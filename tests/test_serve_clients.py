"""Real podcast clients subscribe, download, resume and ask for news; a camera reads the code."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass

import pytest
from serving import serving, walk

TIMEOUT = 120  # seconds, for a client that hangs


def needs(program: str) -> pytest.MarkDecorator:
    return pytest.mark.skipif(shutil.which(program) is None, reason=f"{program} is not installed")


@dataclass
class Asked:
    """One request, and how it was answered."""

    name: str
    headers: dict[str, str]
    status: int = 0


class Watched:
    """Notes every request, and cuts the first answer of an MP3 short if it should."""

    def __init__(self, app, *, cuts_first: bool = False) -> None:
        self.app = app
        self.cuts = cuts_first
        self.asked: list[Asked] = []

    async def __call__(self, scope, receive, send) -> None:
        headers = {name.decode(): value.decode() for name, value in scope["headers"]}
        asked = Asked(scope["path"].rpartition("/")[2], headers)
        self.asked.append(asked)
        is_cut, self.cuts = self.cuts and asked.name.endswith(".mp3"), self.cuts
        if is_cut:
            self.cuts = False

        async def noted(message) -> None:
            if message["type"] == "http.response.start":
                asked.status = message["status"]
            elif is_cut:
                await send({**message, "body": message["body"][:30_000], "more_body": True})
                raise ConnectionAbortedError("cut short, as a lost network would")
            await send(message)

        await self.app(scope, receive, noted)

    def of(self, name: str) -> list[Asked]:
        return [it for it in self.asked if it.name == name]


def run(*command: str, **variables: str) -> str:
    done = subprocess.run(
        command,
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
        timeout=TIMEOUT,
        stdin=subprocess.DEVNULL,
        check=False,
    )
    return done.stdout


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "podcast"
    folder.mkdir()
    walk(folder, seconds=30)
    return folder


@needs("gpo")
def test_gpodder_subscribes_downloads_the_same_bytes_and_asks_only_for_news(folder, tmp_path):
    home = tmp_path / "gpodder"
    watched = []

    def watch(app):
        watched.append(Watched(app))
        return watched[0]

    with serving(folder, around=watch) as base:
        feed = f"{base}feed.xml"
        run("gpo", "subscribe", feed, GPODDER_HOME=str(home))
        run("gpo", "update", GPODDER_HOME=str(home))
        run("gpo", "download", GPODDER_HOME=str(home))
        downloaded = next(home.rglob("*.mp3"))
        assert downloaded.read_bytes() == (folder / "walk.mp3").read_bytes()
        run("gpo", "update", GPODDER_HOME=str(home))
        again = watched[0].of("feed.xml")[-1]
        assert "if-none-match" in again.headers
        assert again.status == 304
        walk(folder, name="second")
        assert "1 new" in run("gpo", "update", GPODDER_HOME=str(home))


@needs("gpo")
def test_gpodder_resumes_a_download_that_was_cut_short(folder, tmp_path):
    home = tmp_path / "gpodder"
    watched = []

    def watch(app):
        watched.append(Watched(app, cuts_first=True))
        return watched[0]

    with serving(folder, around=watch) as base:
        run("gpo", "subscribe", f"{base}feed.xml", GPODDER_HOME=str(home))
        for _ in range(2):
            run("gpo", "download", GPODDER_HOME=str(home))
        downloaded = next(home.rglob("*.mp3"))
        assert downloaded.read_bytes() == (folder / "walk.mp3").read_bytes()
        last = watched[0].of("walk.mp3")[-1]
        assert last.headers["range"].startswith("bytes=")
        assert last.status == 206


@needs("newsboat")
def test_newsboat_finds_the_episode_and_asks_only_for_news(folder, tmp_path):
    (tmp_path / "config").write_text("")
    watched = []

    def watch(app):
        watched.append(Watched(app))
        return watched[0]

    with serving(folder, around=watch) as base:
        (tmp_path / "urls").write_text(f"{base}feed.xml\n")
        files = [f"-u{tmp_path}/urls", f"-C{tmp_path}/config", f"-c{tmp_path}/cache.db"]
        for _ in range(3):
            told = run("newsboat", *files, "-x", "reload", "print-unread")
            assert "1 unread" in told
        # It keeps the tag from the second time on, when it knows the feed.
        assert [it.status for it in watched[0].of("feed.xml")] == [200, 200, 304]


@needs("zbarimg")
def test_a_camera_reads_the_address_from_the_terminal(folder, tmp_path):
    process = subprocess.Popen(
        [sys.executable, "-m", "narrate", "serve", str(folder), "--lan", "--port", "0"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    )
    address = process.stdout.readline().strip()
    process.kill()
    _, told = process.communicate(timeout=TIMEOUT)
    if not address:
        assert "in no network" in told
        pytest.skip("this machine is in no network")
    rows = [line for line in told.splitlines() if line and set(line) <= set("█▀▄ ")]
    picture = tmp_path / "code.pgm"
    picture.write_bytes(drawn(rows))
    assert run("zbarimg", "-q", "--raw", str(picture)).strip() == address
    assert re.fullmatch(r"http://[0-9.]+:\d+/[a-z2-7]{26}/", address)


def drawn(rows: list[str], scale: int = 6) -> bytes:
    """Half blocks as a picture: light where a terminal that is dark shows light."""
    light = {"█": (255, 255), "▀": (255, 0), "▄": (0, 255), " ": (0, 0)}
    lines = [
        bytes(light[block][half] for block in row for _ in range(scale))
        for row in rows
        for half in (0, 1)
        for _ in range(scale)
    ]
    return b"P5 %d %d 255\n" % (len(lines[0]), len(lines)) + b"".join(lines)
