"""The server gives episodes to whoever has the address, and nothing to anybody else."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import re
import shutil
import signal
import socket
import stat
import subprocess
import sys
import urllib.error
import urllib.request
from email.utils import formatdate
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from serving import KEY, cover, episode, serving, walk

from narrate.errors import UnwritableTarget, WrongUsage
from narrate.server import network
from narrate.server.access import key_of
from narrate.server.connections import Connection
from narrate.server.following import follow
from narrate.server.library import Library
from narrate.server.network import lan_addresses, listen
from narrate.tags import Chapter, Cue, Tags

ROOT = Path(__file__).parent.parent
OUTSIDE = "what stands outside of the folder"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    outer = tmp_path_factory.mktemp("house")
    (outer / "secret.mp3").write_text(OUTSIDE)
    (outer / "secret.vtt").write_text(OUTSIDE)
    inner = outer / "podcast"
    inner.mkdir()
    walk(inner)
    (inner / "walk.vtt").write_text("WEBVTT\n\n00:00.000 --> 00:02.000\nOne\n", encoding="utf-8")
    (inner / "walk.srt").write_text("1\n00:00:00,000 --> 00:00:02,000\nOne\n", encoding="utf-8")
    (inner / "alone.vtt").write_text(OUTSIDE)
    (inner / "notes.txt").write_text(OUTSIDE)
    (inner / "narrate.toml").write_text(OUTSIDE)
    (inner / ".hidden.mp3").write_text(OUTSIDE)
    (inner / "below").mkdir()
    (inner / "below" / "deep.mp3").write_text(OUTSIDE)
    (inner / "folder.mp3").mkdir()
    with contextlib.suppress(OSError):
        (inner / "linked.mp3").symlink_to(outer / "secret.mp3")
        (inner / "walk-link.mp3").symlink_to(inner / "walk.mp3")
    return inner


@pytest.fixture(scope="module")
def base(folder):
    with serving(folder) as address:
        yield address


def ask(address: str, method: str = "GET", **headers: str):
    """Status, headers and body of one request."""
    fields = {name.replace("_", "-"): value for name, value in headers.items()}
    request = urllib.request.Request(address, method=method, headers=fields)  # noqa: S310
    try:
        answer = urllib.request.urlopen(request)  # noqa: S310
    except urllib.error.HTTPError as error:
        answer = error
    with answer:
        return answer.status, {k.lower(): v for k, v in answer.headers.items()}, answer.read()


def ask_raw(base: str, request: bytes) -> bytes:
    """Whatever comes back until the server hangs up."""
    place = urlsplit(base)
    answer = b""
    with socket.create_connection((place.hostname, place.port)) as client:
        client.settimeout(20)
        with contextlib.suppress(ConnectionError):
            client.sendall(request)
        with contextlib.suppress(ConnectionError):
            while received := client.recv(65536):
                answer += received
    return answer


def get(base: str, target: str, *lines: str, host: str | None = None, method: str = "GET") -> bytes:
    head = [f"{method} {target} HTTP/1.1", f"Host: {host or urlsplit(base).netloc}", *lines]
    return ask_raw(base, "\r\n".join([*head, "Connection: close", "", ""]).encode("latin-1"))


def status_of(answer: bytes) -> int:
    return int(answer.split(b" ", 2)[1])


def undated(answer: bytes) -> bytes:
    return re.sub(rb"date: [^\r]+\r\n", b"", answer)


# Who comes in.


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/episodes.json",
        "/feed.xml",
        "/walk.mp3",
        "/page.css",
        "/robots.txt",
        "/favicon.ico",
        f"/{KEY[:-1]}/",
        f"/{KEY}x/",
        f"/{KEY.upper()}/",
        f"//{KEY}/",
        f"/x/{KEY}/walk.mp3",
        f"/?key={KEY}",
        "/%00",
        "/" + "a" * 8000,
        "/" + "é" * 9,
    ],
)
def test_without_the_key_every_path_gets_the_same_bare_404(base, path):
    path = urllib.parse.quote(path, safe="/%?=")
    assert undated(get(base, path)) == undated(get(base, "/"))
    assert status_of(get(base, path)) == 404


def test_without_the_key_every_method_gets_the_same_bare_404(base):
    for method in ("POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PROPFIND"):
        assert undated(get(base, "/x/", method=method)) == undated(get(base, "/x/"))


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW"])
def test_with_the_key_only_get_and_head_are_allowed(base, method):
    answer = get(base, f"/{KEY}/walk.mp3", method=method)
    assert status_of(answer) == 405
    assert b"allow: GET, HEAD\r\n" in answer


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:8472",
        "127.0.0.1.evil.example",
        "localhost.evil.example",
        "192.168.1.77",
        "127.0.0.2",
        "[::2]",
        "localhost:port",
        "localhost:123456",
        "user@localhost",
        "localhost/",
        "localhost, evil.example",
        "127.1",
        "",
        "é",
    ],
)
def test_a_host_that_is_not_this_machine_gets_the_same_as_without_the_key(base, host):
    request = f"GET /{KEY}/ HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode("latin-1")
    assert undated(ask_raw(base, request)) == undated(get(base, "/"))


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:99", "127.0.0.1", "[::1]:8472"])
def test_the_names_of_this_machine_for_itself_are_served(base, host):
    assert status_of(get(base, f"/{KEY}/", host=host)) == 200


def test_two_hosts_or_none_are_refused(base):
    two = get(base, f"/{KEY}/", "Host: evil.example")
    assert status_of(two) in (400, 404)
    assert status_of(ask_raw(base, f"GET /{KEY}/ HTTP/1.0\r\n\r\n".encode())) == 404


def test_the_address_that_a_connection_came_in_at_is_served(folder):
    addresses = lan_addresses()
    if not addresses:
        pytest.skip("this machine is in no network")
    with serving(folder, host=addresses[0]) as base:
        assert status_of(get(base, f"/{KEY}/")) == 200
        assert status_of(get(base, f"/{KEY}/", host="evil.example")) == 404


def test_the_key_without_its_slash_leads_to_the_page(base):
    answer = get(base, f"/{KEY}")
    assert status_of(answer) == 308
    assert f"location: /{KEY}/\r\n".encode() in answer


def test_every_answer_is_signed_with_the_security_headers(base):
    for answer in (
        get(base, "/"),
        get(base, f"/{KEY}/"),
        get(base, f"/{KEY}/none.mp3"),
        get(base, f"/{KEY}/walk.mp3", method="POST"),
        get(base, f"/{KEY}/walk.mp3", "Range: bytes=0-9"),
        get(base, f"/{KEY}/walk.mp3", "Range: bytes=99999999-"),
        get(base, f"/{KEY}/walk.mp3", "If-None-Match: *"),
        get(base, f"/{KEY}/episodes.json"),
    ):
        head = answer.partition(b"\r\n\r\n")[0].decode().lower()
        policy = re.search(r"content-security-policy: (.*)", head)[1]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "x-content-type-options: nosniff" in head
        assert "referrer-policy: no-referrer" in head
        assert "x-frame-options: deny" in head
        assert "set-cookie" not in head
        assert "server:" not in head
        assert "access-control" not in head


# What is there.


def test_the_list_holds_the_episodes_of_the_folder_and_nothing_else(base):
    _, _, body = ask(f"{base}episodes.json")
    names = {entry["name"] for entry in json.loads(body)["episodes"]}
    assert names - {"walk-link"} == {"walk"}
    assert OUTSIDE.encode() not in body


def test_an_episode_is_listed_with_what_its_tags_say(base):
    _, _, body = ask(f"{base}episodes.json")
    entry = next(it for it in json.loads(body)["episodes"] if it["name"] == "walk")
    assert (entry["title"], entry["site"]) == ("A walk along the shore", "Example Notes")
    assert (entry["language"], entry["date"]) == ("en", "2026-03-01")
    assert entry["sidecars"] == ["walk.srt", "walk.vtt"]
    assert entry["seconds"] == pytest.approx(4, abs=0.1)
    assert entry["file"] == "walk.mp3"


@pytest.mark.parametrize(
    "rest",
    [
        "../secret.mp3",
        "..%2fsecret.mp3",
        "..%2Fsecret.mp3",
        "%2e%2e/secret.mp3",
        "%2e%2e%2fsecret.mp3",
        "..%252fsecret.mp3",
        "..%5csecret.mp3",
        "..\\secret.mp3",
        "%c0%ae%c0%ae%c0%afsecret.mp3",
        "..%c0%afsecret.mp3",
        "%uff0e%uff0e%u2215secret.mp3",
        "%ef%bc%8e%ef%bc%8e/secret.mp3",
        "....//secret.mp3",
        "./../secret.mp3",
        "walk.mp3/../../secret.mp3",
        "below/deep.mp3",
        "below%2fdeep.mp3",
        "/etc/passwd",
        "%2fetc%2fpasswd",
        "//etc/passwd",
        "file:///etc/passwd",
        ".hidden.mp3",
        "%2ehidden.mp3",
        "notes.txt",
        "narrate.toml",
        "alone.vtt",
        "linked.mp3",
        "folder.mp3",
        "WALK.mp3",
        "walk.MP3",
        "walk.mp3%00",
        "walk.mp3%00.vtt",
        "walk.mp3/",
        "walk.mp3.",
        "walk.mp3%20",
        "walk.mp3::$DATA",
        "secret.mp3",
        "",
        ".",
        "..",
        "static/page.html",
        "page.html",
        "app.py",
        "../app.py",
        "cover/..%2f..%2fsecret.jpg",
        "cover/..%2fsecret.jpg",
        "cover/linked.jpg",
        "about/linked.json",
        "about/..%2fsecret.json",
        "about/.hidden.json",
    ],
)
def test_no_spelling_of_a_path_leads_out_of_the_folder(base, rest):
    answer = get(base, f"/{KEY}/{rest}" if rest else f"/{KEY}/%2e%2e/")
    assert status_of(answer) in (400, 404)
    assert OUTSIDE.encode() not in answer
    assert b"root:" not in answer


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=40))
def test_whatever_name_is_asked_for_only_listed_files_are_found(folder, name):
    found = Library(folder).find(name)
    assert found is None or found in folder.iterdir()


def test_a_new_episode_appears_and_a_deleted_one_goes_without_a_restart(tmp_path):
    with serving(tmp_path) as base:
        assert json.loads(ask(f"{base}episodes.json")[2])["episodes"] == []
        path = walk(tmp_path, name="new")
        assert [it["name"] for it in json.loads(ask(f"{base}episodes.json")[2])["episodes"]] == [
            "new"
        ]
        assert ask(f"{base}new.mp3")[2] == path.read_bytes()
        path.unlink()
        assert json.loads(ask(f"{base}episodes.json")[2])["episodes"] == []
        assert ask(f"{base}new.mp3")[0] == 404


def test_the_newest_file_comes_first_and_one_that_changed_is_read_again(tmp_path):
    for age, name in enumerate(("young", "old")):
        episode(tmp_path / f"{name}.mp3", Tags(title=name), 1)
        os.utime(tmp_path / f"{name}.mp3", (1_700_000_000 - age,) * 2)
    library = Library(tmp_path)
    assert [it.title for it in library.entries()] == ["young", "old"]
    episode(tmp_path / "old.mp3", Tags(title="renewed"), 1)
    assert [it.title for it in library.entries()] == ["renewed", "young"]


def test_a_sidecar_that_comes_later_is_listed(tmp_path):
    library = Library(tmp_path)
    walk(tmp_path)
    assert library.entries()[0].sidecars == ()
    (tmp_path / "walk.vtt").write_text("WEBVTT\n")
    assert library.entries()[0].sidecars == ("walk.vtt",)


def test_names_in_any_script_are_served(tmp_path):
    name = "潮 & 100% #1 ?"
    path = walk(tmp_path, name=name)
    with serving(tmp_path) as base:
        assert json.loads(ask(f"{base}episodes.json")[2])["episodes"][0]["name"] == name
        quoted = urllib.parse.quote(name, safe="")
        assert ask(f"{base}{quoted}.mp3")[2] == path.read_bytes()
        assert ask(f"{base}about/{quoted}.json")[0] == 200


@pytest.mark.skipif(sys.platform != "linux", reason="other systems keep no such names")
def test_a_name_that_is_no_text_is_passed_over(tmp_path):
    walk(tmp_path)
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff\xfe.mp3")).write_bytes(b"")
    with serving(tmp_path) as base:
        assert len(json.loads(ask(f"{base}episodes.json")[2])["episodes"]) == 1


def test_a_folder_that_is_gone_is_said_and_not_a_fault(tmp_path):
    gone = tmp_path / "gone"
    gone.mkdir()
    with serving(gone) as base:
        gone.rmdir()
        assert ask(f"{base}episodes.json")[0] == 503
        assert ask(f"{base}feed.xml")[0] == 503
        assert ask(f"{base}walk.mp3")[0] == 503


def test_what_has_no_sound_in_it_is_not_listed_yet(tmp_path):
    (tmp_path / "half.mp3").write_bytes(walk(tmp_path).read_bytes()[:100])
    (tmp_path / "empty.mp3").write_bytes(b"")
    library = Library(tmp_path)
    assert [it.name for it in library.entries()] == ["walk"]
    shutil.copy(tmp_path / "walk.mp3", tmp_path / "half.mp3")
    assert {it.name for it in library.entries()} == {"walk", "half"}


def test_an_ending_in_capitals_is_an_ending(tmp_path):
    path = walk(tmp_path).rename(tmp_path / "WALK.MP3")
    (tmp_path / "WALK.vtt").write_text("WEBVTT\n")
    with serving(tmp_path) as base:
        entry = json.loads(ask(f"{base}episodes.json")[2])["episodes"][0]
        assert (entry["name"], entry["file"], entry["sidecars"]) == (
            "WALK",
            "WALK.MP3",
            ["WALK.vtt"],
        )
        assert ask(f"{base}WALK.MP3")[2] == path.read_bytes()
        assert ask(f"{base}about/WALK.json")[0] == ask(f"{base}WALK.vtt")[0] == 200


def test_an_mp3_of_another_program_has_a_cover_too(tmp_path):
    episode(tmp_path / "plain.mp3", Tags(title="No picture"), 1)
    with serving(tmp_path) as base:
        _, headers, body = ask(f"{base}cover/plain.jpg")
        assert headers["content-type"] == "image/jpeg"
        assert body.startswith(b"\xff\xd8\xff")


def test_the_cover_and_what_the_page_follows_come_from_the_tags(base):
    status, headers, body = ask(f"{base}cover/walk.jpg")
    assert (status, headers["content-type"], body) == (200, "image/jpeg", cover())
    about = json.loads(ask(f"{base}about/walk.json")[2])
    assert about["chapters"] == [
        {"start": 0.0, "title": "The beginning"},
        {"start": 2.0, "title": "The end"},
    ]
    assert [(it["start"], it["text"]) for it in about["text"]] == [
        (0.0, "Sentence number 0 stands here."),
        (2.0, "Sentence number 1 stands here."),
    ]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("walk.mp3", "audio/mpeg"),
        ("walk.vtt", "text/vtt; charset=utf-8"),
        ("walk.srt", "application/x-subrip; charset=utf-8"),
        ("", "text/html; charset=utf-8"),
        ("page.css", "text/css; charset=utf-8"),
        ("page.js", "text/javascript; charset=utf-8"),
        ("icon.svg", "image/svg+xml"),
        ("episodes.json", "application/json; charset=utf-8"),
        ("feed.xml", "application/rss+xml; charset=utf-8"),
        ("walk.chapters.json", "application/json+chapters"),
    ],
)
def test_every_file_has_its_type(base, name, kind):
    status, headers, _ = ask(base + name)
    assert (status, headers["content-type"]) == (200, kind)


def test_every_file_that_the_page_names_is_there(base):
    page = ask(base)[2].decode()
    for name in re.findall(r'(?:src|href)="([a-z]+\.[a-z]+)"', page):
        assert ask(base + name)[0] == 200, name
    static = Path(network.__file__).parent / "static"
    for script in static.glob("*.js"):
        for name in re.findall(r'from "\./([a-z.]+)"', script.read_text(encoding="utf-8")):
            assert ask(base + name)[0] == 200, name


def test_the_feed_names_nothing_that_is_not_there(base):
    """With addresses of the host that it was asked at, each with the key."""
    for host in (base, base.replace("127.0.0.1", "localhost")):
        feed = ask(f"{host}feed.xml")[2].decode()
        addresses = set(re.findall(r'(?:url|href)="(http[^"]+)"', feed))
        addresses |= set(re.findall(r"<url>(.+?)</url>", feed))
        own = {it for it in addresses if "example.org" not in it}
        assert {it.rpartition("/")[2].partition(".")[2] for it in own} == {
            "xml", "jpg", "mp3", "vtt", "srt", "chapters.json",
        }  # fmt: skip
        for address in own:
            assert address.startswith(host)
            assert ask(address)[0] == 200, address


def test_a_show_cover_of_another_name_is_not_drawn(base):
    assert ask(f"{base}cover-000000000000.jpg")[0] == 404


# Parts of files, and what is known already.


@pytest.mark.parametrize(
    ("wanted", "part"),
    [
        ("bytes=0-99", slice(0, 100)),
        ("bytes=100-", slice(100, None)),
        ("bytes=-100", slice(-100, None)),
        ("bytes=0-0", slice(0, 1)),
        ("bytes=10-99999999999", slice(10, None)),
        ("bytes=-99999999999", slice(0, None)),
    ],
)
def test_a_range_is_answered_with_that_part(base, folder, wanted, part):
    whole = (folder / "walk.mp3").read_bytes()
    status, headers, body = ask(f"{base}walk.mp3", Range=wanted)
    start, end, _ = part.indices(len(whole))
    assert (status, body) == (206, whole[part])
    assert headers["content-range"] == f"bytes {start}-{end - 1}/{len(whole)}"


@pytest.mark.parametrize("wanted", ["bytes=99999999-", "bytes=999999999999999999-", "bytes=-0"])
def test_a_range_beyond_the_end_is_416(base, folder, wanted):
    status, headers, _ = ask(f"{base}walk.mp3", Range=wanted)
    size = (folder / "walk.mp3").stat().st_size
    assert (status, headers["content-range"]) == (416, f"bytes */{size}")


@pytest.mark.parametrize(
    "wanted",
    [
        "bytes=0-1,2-3",
        "bytes=" + ",".join(["0-"] * 2000),
        "bytes=" + ",".join(f"{i}-{i}" for i in range(1500)),
        "bytes=" + "9" * 5000 + "-",
        "bytes=0-" + "9" * 5000,
        "bytes=a-b",
        "bytes=-",
        "bytes=--5",
        "bytes=1_0-",
        "bytes=+1-2",
        "lines=1-2",
        "bytes",
        "",
    ],
)
def test_an_absurd_range_is_ignored(base, folder, wanted):
    status, _, body = ask(f"{base}walk.mp3", Range=wanted)
    assert (status, body) == (200, (folder / "walk.mp3").read_bytes())


def test_head_says_what_get_would_and_sends_nothing(base):
    for name in ("walk.mp3", "", "episodes.json", "cover/walk.jpg"):
        status, headers, _ = ask(base + name)
        head_status, head_headers, body = ask(base + name, "HEAD")
        headers.pop("date")
        head_headers.pop("date")
        assert (head_status, head_headers, body) == (status, headers, b"")


@pytest.mark.parametrize(
    "name", ["walk.mp3", "walk.vtt", "", "page.js", "episodes.json", "feed.xml", "cover/walk.jpg"]
)
def test_what_the_client_has_already_is_not_sent_again(base, name):
    _, headers, _ = ask(base + name)
    for known in (headers["etag"], f"W/{headers['etag']}", f'"x", {headers["etag"]}', "*"):
        status, again, body = ask(base + name, If_None_Match=known)
        assert (status, body, again["etag"]) == (304, b"", headers["etag"])
    assert ask(base + name, If_None_Match='"other"')[0] == 200


def test_the_feed_has_a_date_that_follows_the_folder(tmp_path):
    walk(tmp_path)
    with serving(tmp_path) as base:
        dated = ask(f"{base}feed.xml")[1]["last-modified"]
        assert ask(f"{base}feed.xml", If_Modified_Since=dated)[0] == 304
        os.utime(tmp_path / "walk.mp3", (4_000_000_000,) * 2)
        assert ask(f"{base}feed.xml", If_Modified_Since=dated)[0] == 200


def test_a_date_is_as_good_as_a_tag(base, folder):
    _, headers, whole = ask(f"{base}walk.mp3")
    assert ask(f"{base}walk.mp3", If_Modified_Since=headers["last-modified"])[0] == 304
    assert ask(f"{base}walk.mp3", If_Modified_Since=formatdate(0, usegmt=True))[0] == 200
    assert ask(f"{base}walk.mp3", If_Modified_Since="yesterday, or so")[0] == 200
    same = ask(f"{base}walk.mp3", Range="bytes=0-9", If_Range=headers["last-modified"])
    assert (same[0], same[2]) == (206, whole[:10])
    older = ask(f"{base}walk.mp3", Range="bytes=0-9", If_Range=formatdate(0, usegmt=True))
    assert (older[0], older[2]) == (200, whole)


# Who means ill.


def test_ten_thousand_headers_are_refused(base):
    for line in ("a: b", "X-Filler: " + "x" * 200):
        answer = get(base, f"/{KEY}/", *[line] * 10_000)
        assert not answer or status_of(answer) in (400, 431)
    assert status_of(get(base, f"/{KEY}/", *["a: b"] * 200)) == 431
    assert ask(base)[0] == 200


@pytest.mark.parametrize(
    "request_bytes",
    [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(200),
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET\r\n\r\n",
        b"G\0T / HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\n folded: x\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost : localhost\r\n\r\n",
        b"GET /\xff HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"A" * 100_000,
        b"POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"GET http://evil.example/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
        b"GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    ],
)
def test_what_is_not_proper_http_is_answered_shortly_or_not_at_all(base, caplog, request_bytes):
    answer = ask_raw(base, request_bytes)
    assert not answer or status_of(answer) in (400, 404)
    assert len(answer) < 2000
    assert ask(base)[0] == 200
    assert caplog.records == []


@pytest.mark.parametrize("name", ["walk.mp3", "icon.svg", "none.mp3"])
def test_a_body_that_breaks_off_into_nonsense_is_no_fault_of_ours(base, caplog, name):
    """Before the answer, or while it is on its way."""
    place = urlsplit(base)
    request = f"GET /{KEY}/{name} HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
    ask_raw(base, request.encode() + b"zz\r\n")
    with socket.create_connection((place.hostname, place.port)) as client:
        client.settimeout(20)
        client.sendall(request.encode())
        assert client.recv(100).startswith(b"HTTP/1.1 ")
        with contextlib.suppress(ConnectionError):
            client.sendall(b"zz\r\n" * 100)
            while client.recv(65536):
                pass
    assert ask(base)[0] == 200
    assert caplog.records == []


def test_who_is_refused_keeps_no_connection(base):
    for path, method in ((f"/{KEY}/", "POST"), ("/x/", "GET"), ("/x/", "POST")):
        head = f"{method} {path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000000\r\n\r\n"
        answer = ask_raw(base, head.encode() + b"x" * 100_000)
        assert b"connection: close\r\n" in answer.lower()


class Hasty(Connection):
    """The same, for a test that cannot wait."""

    head_seconds = 0.2
    stall_seconds = 0.2


def test_who_does_not_finish_the_headers_is_hung_up_on(folder):
    with serving(folder, Hasty) as base:
        assert ask_raw(base, b"") == b""
        assert ask_raw(base, f"GET /{KEY}/ HTTP/1.1\r\nHost: localh".encode()) == b""


@pytest.mark.parametrize("before", ["", f"GET /{KEY}/icon.svg HTTP/1.1\r\nHost: localhost\r\n\r\n"])
def test_who_dribbles_header_after_header_is_hung_up_on(folder, before):
    """As a first request, and as one after an answer."""
    with serving(folder, Hasty) as base:
        place = urlsplit(base)
        with socket.create_connection((place.hostname, place.port)) as client:
            client.sendall(f"{before}GET / HTTP/1.1\r\n".encode())
            client.settimeout(0.01)
            with pytest.raises(ConnectionError):  # noqa: PT012 - until it is
                for _ in range(1000):
                    with contextlib.suppress(TimeoutError):
                        if client.recv(10_000) == b"":
                            raise ConnectionResetError
                    client.sendall(b"X-a: b\r\n")


def test_two_requests_in_one_packet_get_two_answers(folder):
    with serving(folder, Hasty) as base:
        request = f"GET /{KEY}/icon.svg HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()
        assert ask_raw(base, request * 2).count(b"HTTP/1.1 200") == 2


def test_who_takes_nothing_of_the_answer_is_hung_up_on(tmp_path):
    (tmp_path / "big.mp3").write_bytes(bytes(20_000_000))
    with serving(tmp_path, Hasty) as base:
        place = urlsplit(base)
        with socket.create_connection((place.hostname, place.port)) as client:
            client.sendall(f"GET /{KEY}/big.mp3 HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
            with pytest.raises(ConnectionError):  # noqa: PT012 - our side of the line, once broken
                while True:
                    client.sendall(b"\r\n")


class Small(Connection):
    """The same, full with a few, and patient."""

    most = 5
    head_seconds = 1000.0


def test_who_only_waits_makes_room_for_who_asks(folder):
    with serving(folder, Small) as base, contextlib.ExitStack() as stack:
        place = urlsplit(base)
        idle = [
            stack.enter_context(socket.create_connection((place.hostname, place.port)))
            for _ in range(30)
        ]
        assert ask(f"{base}walk.mp3")[0] == 200
        idle[0].settimeout(20)
        with contextlib.suppress(ConnectionError):
            assert idle[0].recv(10) == b""


# How it begins and ends.


def test_the_key_is_long_lasts_and_is_another_for_every_folder(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    key = key_of(tmp_path / "a")
    assert re.fullmatch(r"[a-z2-7]{26}", key)
    assert key_of(tmp_path / "b" / ".." / "a") == key
    assert key_of(tmp_path / "b") != key


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_the_secret_behind_the_key_is_the_users_alone(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    key_of(tmp_path)
    secret = next(tmp_path.rglob("serve.secret"), None) or next(Path.home().rglob("serve.secret"))
    assert stat.S_IMODE(secret.stat().st_mode) == 0o600
    assert [it.name for it in secret.parent.iterdir()] == ["serve.secret"]


def test_a_secret_that_was_cut_short_is_made_anew(tmp_path):
    key_of(tmp_path)
    secret = next(Path.home().rglob("serve.secret"))
    secret.write_bytes(b"")
    assert key_of(tmp_path) == key_of(tmp_path)
    assert secret.stat().st_size == 32


def test_a_key_that_cannot_be_kept_is_said(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    for name in ("HOME", "APPDATA", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(tmp_path / "file"))
    with pytest.raises(UnwritableTarget, match=r"serve\.secret"):
        key_of(tmp_path)


def test_a_port_that_is_taken_is_said_with_what_to_do():
    with listen(0, lan=False) as sock:
        port = sock.getsockname()[1]
        with pytest.raises(WrongUsage, match=f"Port {port} is taken.*--port"):
            listen(port, lan=False)


def test_without_lan_only_this_machine_is_listened_to():
    with listen(0, lan=False) as sock:
        assert sock.getsockname()[0] == "127.0.0.1"


def test_addresses_in_the_network_are_this_machines_own():
    for address in lan_addresses():
        assert not address.startswith("127.")
        socket.create_server((address, 0)).close()


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such limit there")
def test_a_low_limit_of_open_files_is_raised():
    told = subprocess.run(
        [sys.executable, "-c", RAISED], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert int(told.stdout) == 900


RAISED = """
import resource
from narrate.server.network import allow_files
resource.setrlimit(resource.RLIMIT_NOFILE, (256, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
allow_files(900)
print(resource.getrlimit(resource.RLIMIT_NOFILE)[0])
"""


def start(*arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "narrate", "serve", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    )


@contextlib.contextmanager
def running(*arguments: str):
    """The command in a process of its own, and the address that it prints."""
    process = start(*arguments)
    try:
        yield process, process.stdout.readline().strip()
    finally:
        process.kill()
        process.communicate()


@pytest.mark.skipif(sys.platform == "win32", reason="there, Ctrl-C goes to the whole console")
def test_ctrl_c_ends_it_in_the_middle_of_a_download_without_a_traceback(tmp_path):
    (tmp_path / "big.mp3").write_bytes(bytes(20_000_000))
    with running(str(tmp_path), "--port", "0") as (process, address):
        place = urlsplit(address)
        with socket.create_connection((place.hostname, place.port)) as client:
            client.sendall(f"GET {place.path}big.mp3 HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
            assert client.recv(1000).startswith(b"HTTP/1.1 200")
            process.send_signal(signal.SIGINT)
            _, errors = process.communicate(timeout=10)
    assert process.returncode == 130
    assert "Traceback" not in errors
    assert "ERROR" not in errors


def test_the_address_is_the_same_from_run_to_run(tmp_path):
    paths = set()
    for _ in range(2):
        with running(str(tmp_path), "--port", "0") as (_, address):
            assert ask(address)[0] == 200
            paths.add(urlsplit(address).path)
    assert len(paths) == 1


def memory_of(process: subprocess.Popen[str]) -> int:
    """Resident, in kB."""
    status = Path(f"/proc/{process.pid}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+)", status)[1])


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_two_hundred_clients_at_once_one_slow_and_memory_stays_flat(tmp_path):
    """200 whole downloads of 2.5 MB, half a gigabyte, while one more client takes nothing."""
    data = os.urandom(2_500_000)
    (tmp_path / "big.mp3").write_bytes(data)
    with running(str(tmp_path), "--port", "0") as (process, address):
        place = urlsplit(address)
        request = (
            f"GET {place.path}big.mp3 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
        )

        async def download() -> int:
            reader, writer = await asyncio.open_connection(place.hostname, place.port)
            writer.write(request.encode())
            head = await reader.readuntil(b"\r\n\r\n")
            got = 0
            while part := await reader.read(1 << 18):
                got += len(part)
            writer.close()
            await writer.wait_closed()
            return got if head.startswith(b"HTTP/1.1 200") else 0

        async def crowd() -> list[int]:
            _, slow = await asyncio.open_connection(place.hostname, place.port, limit=1024)
            slow.write(request.encode())
            sizes = await asyncio.gather(*(download() for _ in range(200)))
            slow.transport.abort()
            return sizes

        asyncio.run(asyncio.wait_for(crowd(), 100))
        before = memory_of(process)
        sizes = asyncio.run(asyncio.wait_for(crowd(), 100))
        assert sizes == [len(data)] * 200
        assert memory_of(process) - before < 20_000
        assert before < 150_000


# The text in time.


def test_paragraphs_are_those_of_the_written_text():
    tags = Tags(
        text="One. Two.\n\nThree.",
        cues=tuple(Cue(i, t) for i, t in enumerate(("One.", "Two.", "Three."))),
    )
    assert [it["opens"] for it in follow(tags, None)["text"]] == [True, False, True]


def test_paragraphs_are_those_of_the_cues_where_they_tell():
    tags = Tags(cues=(Cue(0, "One."), Cue(1, "Two.\n"), Cue(2, "Three."), Cue(3, "\nFour.")))
    assert [it["opens"] for it in follow(tags, None)["text"]] == [True, False, True, True]


def test_a_cue_that_is_a_chapters_title_is_a_heading():
    tags = Tags(chapters=(Chapter(0, "The tide"),), cues=(Cue(0, "The tide."), Cue(5, "It comes.")))
    assert [(it["heading"], it["opens"]) for it in follow(tags, None)["text"]] == [
        (True, True),
        (False, True),
    ]


def test_a_long_text_is_followed_from_the_file_beside_the_mp3():
    vtt = (
        "WEBVTT\n\nNOTE nothing\n\n1\n00:01.500 --> 00:02.000\nA &lt;b&gt; <i>c</i>\n\n"
        "10:00:00.000 --> 10:00:01.000 align:start\r\nTwo\r\nlines\r\n"
    )
    assert [(it["start"], it["text"]) for it in follow(Tags(), vtt)["text"]] == [
        (1.5, "A <b> c"),
        (36000.0, "Two lines"),
    ]


def test_a_text_without_times_is_shown_by_paragraphs():
    assert [
        (it["start"], it["text"], it["opens"])
        for it in follow(Tags(text="A b.\n\nC."), None)["text"]
    ] == [
        (None, "A b.", True),
        (None, "C.", True),
    ]
