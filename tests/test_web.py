"""Fetching: what comes is right, and nothing a server does can hurt or hold up."""

from __future__ import annotations

import gzip
import http.server
import re
import socket
import threading
import zlib
from contextlib import ExitStack
from dataclasses import dataclass, field

import pytest

from narrate.errors import UnreadableArticle
from narrate.reading import web
from narrate.reading.network import INTERNET, Network, is_public
from narrate.reading.web import Page, fetch, is_web_address

PAGE = b"<!doctype html><title>Tides</title><p>The water comes and goes.</p>"
PUBLIC = "93.184.216.34"


@dataclass
class Answer:
    """What a server says: its whole reply if `raw`, else made from the parts."""

    body: bytes = PAGE
    status: int = 200
    headers: dict[str, str] = field(default_factory=lambda: {"Content-Type": "text/html"})
    raw: bytes | None = None


class Site:
    """A server on loopback: paths, their answers, and what was asked."""

    def __init__(self):
        self.answers = {}
        self.asked = []
        site = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                site.asked.append((self.path, dict(self.headers)))
                answer = site.answers[self.path.partition("?")[0]]
                if callable(answer):
                    answer(self.wfile)
                elif answer.raw is not None:
                    self.wfile.write(answer.raw)
                else:
                    self.send_response(answer.status)
                    for name, value in answer.headers.items():
                        self.send_header(name, value)
                    self.end_headers()
                    self.wfile.write(answer.body)

            def log_message(self, *_):
                pass

        class Server(http.server.ThreadingHTTPServer):
            def handle_error(self, *_):
                pass  # a client that goes away is what is tested

        self.server = Server(("127.0.0.1", 0), Handler)
        self.port = self.server.server_address[1]
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.01,))
        self.thread.start()

    def url(self, path="/", host="127.0.0.1"):
        return f"http://{host}:{self.port}{path}"

    def close(self):
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()


@pytest.fixture
def site(monkeypatch):
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    with ExitStack() as stack:
        site = Site()
        stack.callback(site.close)
        yield site


@dataclass
class Elsewhere:
    """A network where names are what a table says, and every address is this machine."""

    names: dict[str, list[list[str]]]
    """By host: what it is found to be, one look-up after the other; the last stays."""
    connected: list[str] = field(default_factory=list)

    @property
    def network(self):
        return Network(self.resolve, self.connect)

    def resolve(self, host, _port):
        told = self.names.get(host)
        if told is None:
            return [host]
        return told.pop(0) if len(told) > 1 else told[0]

    def connect(self, place, seconds):
        self.connected.append(place[0])
        return socket.create_connection(("127.0.0.1", place[1]), seconds)


def refusal(url, **options):
    with pytest.raises(UnreadableArticle) as caught:
        fetch(url, **options)
    return str(caught.value)


def redirect(place, status=302):
    return Answer(b"", status, {"Location": place})


def test_a_page_comes_with_its_type_charset_and_address(site):
    site.answers["/a"] = Answer(headers={"Content-Type": "Text/HTML; Charset=windows-1251"})
    assert fetch(site.url("/a")) == Page(PAGE, "text/html", "windows-1251", site.url("/a"))


def test_it_says_who_it_is_and_takes_what_it_can_unpack(site):
    site.answers["/"] = Answer()
    fetch(site.url())
    _, headers = site.asked[0]
    assert re.match(r"narrate/\d", headers["User-Agent"])
    assert headers["Accept-Encoding"] == "gzip, deflate"
    assert headers["Host"] == f"127.0.0.1:{site.port}"


def test_an_address_may_have_any_letters_and_a_fragment(site):
    site.answers["/%D1%81%D1%82%D0%B0%D1%82%D1%8C%D1%8F"] = Answer()
    fetch(site.url("/статья?q=a b&c=%20#part"))
    assert site.asked[0][0] == "/%D1%81%D1%82%D0%B0%D1%82%D1%8C%D1%8F?q=a%20b&c=%20"


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_followed(site, status):
    site.answers |= {"/old": redirect("/new?x=1", status), "/new": Answer()}
    assert fetch(site.url("/old")).url == site.url("/new?x=1")


def test_five_redirects_are_followed_and_six_are_not(site):
    site.answers |= {f"/{n}": redirect(f"/{n + 1}") for n in range(6)} | {"/6": Answer()}
    assert fetch(site.url("/1")).data == PAGE
    assert "without an end" in refusal(site.url("/0"))


def test_an_endless_redirect_ends(site):
    site.answers["/"] = redirect("/")
    assert "without an end" in refusal(site.url())
    assert len(site.asked) == web.MAX_REDIRECTS + 1


def test_cookies_go_back_to_their_own_host_alone(site):
    cookie = {"Location": "/in", "Set-Cookie": "seen=1; Path=/; HttpOnly"}
    away = Elsewhere({"one.example": [[PUBLIC]], "two.example": [[PUBLIC]]})
    site.answers |= {
        "/": Answer(b"", 302, cookie),
        "/in": redirect(site.url("/away", "two.example")),
        "/away": Answer(),
    }
    fetch(site.url("/", "one.example"), network=away.network)
    assert [headers.get("Cookie") for _, headers in site.asked] == [None, "seen=1", None]


@pytest.mark.parametrize(
    "place",
    [
        "file:///etc/passwd",
        "ftp://example.org/a",
        "data:text/html,hi",
        "gopher://x/",
        "javascript:1",
    ],
)
def test_a_redirect_to_another_scheme_is_refused(site, place):
    site.answers["/"] = redirect(place)
    assert "is not the web" in refusal(site.url())


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd", "ftp://example.org", "http://", "https:///a", "http://a b/",
        "http://[::1", "http://example.org:99999/", "http://exa%6dple.org/", "//example.org/a",
    ],
)  # fmt: skip
def test_what_is_no_address_of_the_web_is_refused(url):
    with pytest.raises(UnreadableArticle):
        fetch(url, network=Elsewhere({}).network)


@pytest.mark.parametrize(
    "inside",
    ["127.0.0.1", "10.1.2.3", "192.168.1.1", "169.254.169.254", "[::1]", "[::ffff:127.0.0.1]",
     "[fe80::1]", "0.0.0.0", "router.example"],  # noqa: S104 - nobody binds to it
)  # fmt: skip
def test_a_public_page_may_not_lead_inside(site, inside):
    away = Elsewhere({"news.example": [[PUBLIC]], "router.example": [["192.168.0.1"]],
                      "::1": [["::1"]]})  # fmt: skip
    site.answers |= {"/": redirect(f"http://{inside}:{site.port}/secret"), "/secret": Answer()}
    assert "no page may lead" in refusal(site.url("/", "news.example"), network=away.network)
    assert away.connected == [PUBLIC]


def test_not_even_by_way_of_another_public_page(site):
    away = Elsewhere({"a.example": [[PUBLIC]], "b.example": [["1.1.1.1"]]})
    site.answers |= {
        "/": redirect(site.url("/b", "b.example")),
        "/b": redirect(site.url("/secret")),
        "/secret": Answer(),
    }
    assert "no page may lead" in refusal(site.url("/", "a.example"), network=away.network)


def test_a_name_that_changes_its_address_between_two_looks_leads_nowhere_else(site):
    """The address that was checked is the one connected to; a redirect is checked again."""
    away = Elsewhere({"two.faced.example": [[PUBLIC], ["127.0.0.1"]]})
    site.answers |= {"/": redirect("/again"), "/again": Answer()}
    assert "no page may lead" in refusal(site.url("/", "two.faced.example"), network=away.network)
    assert away.connected == [PUBLIC]


def test_a_name_with_one_address_inside_counts_as_inside(site):
    away = Elsewhere({"mixed.example": [[PUBLIC, "10.0.0.1"]]})
    site.answers["/"] = Answer()
    url = site.url("/", "mixed.example")
    assert "no page may lead" in refusal(url, network=away.network, private=False)


def test_one_may_name_ones_own_machine_and_go_out_from_there(site):
    away = Elsewhere({"news.example": [[PUBLIC]]})
    site.answers |= {
        "/": redirect("/inside"),
        "/inside": redirect(site.url("/out", "news.example")),
        "/out": Answer(),
    }
    assert fetch(site.url(), network=away.network).data == PAGE


def test_whoever_forbids_it_never_gets_inside(site):
    site.answers["/"] = Answer()
    assert "no page may lead" in refusal(site.url(), private=False)


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True), ("2606:4700::1111", True), ("127.0.0.1", False), ("::1", False),
        ("10.0.0.1", False), ("172.16.0.1", False), ("192.168.1.1", False),
        ("0.0.0.0", False),  # noqa: S104 - nobody binds to it
        ("169.254.169.254", False), ("100.64.0.1", False), ("224.0.0.1", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False), ("::ffff:10.0.0.1", False), ("2002:7f00:1::", False),
        ("64:ff9b::7f00:1", False), ("64:ff9b::5db8:d822", True), ("255.255.255.255", False),
        ("nonsense", False),
    ],
)  # fmt: skip
def test_public_addresses_are_told_from_all_others(address, public):
    assert is_public(address) is public


def test_gzip_and_both_kinds_of_deflate_are_unpacked(site):
    kinds = {"Content-Type": "text/html"}
    raw = zlib.compressobj(wbits=-15)
    site.answers |= {
        "/gzip": Answer(gzip.compress(PAGE), headers=kinds | {"Content-Encoding": "gzip"}),
        "/zlib": Answer(zlib.compress(PAGE), headers=kinds | {"Content-Encoding": "deflate"}),
        "/raw": Answer(
            raw.compress(PAGE) + raw.flush(), headers=kinds | {"Content-Encoding": "deflate"}
        ),
    }
    assert {fetch(site.url(path)).data for path in site.answers} == {PAGE}


def test_a_gzip_bomb_is_refused_before_it_goes_off(site):
    packer = zlib.compressobj(9, wbits=31)
    bomb = b"".join(packer.compress(bytes(1_000_000)) for _ in range(60)) + packer.flush()
    site.answers["/"] = Answer(
        bomb, headers={"Content-Type": "text/html", "Content-Encoding": "gzip"}
    )
    assert len(bomb) < 300_000
    assert "larger than 20 MB" in refusal(site.url())


def test_a_packed_body_that_ends_early_or_is_damaged_is_no_page(site):
    whole = gzip.compress(PAGE * 1000)
    headers = {"Content-Type": "text/html", "Content-Encoding": "gzip"}
    site.answers |= {
        "/short": Answer(whole[:-20], headers=headers),
        "/bad": Answer(b"\x1f\x8b\x08" + bytes(100), headers=headers),
        "/br": Answer(PAGE, headers=headers | {"Content-Encoding": "br"}),
    }
    assert "only in part" in refusal(site.url("/short"))
    assert "damaged" in refusal(site.url("/bad"))
    assert "not asked for" in refusal(site.url("/br"))


def test_an_endless_body_is_ended(site):
    def endless(stream):
        stream.write(b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n")
        while True:
            stream.write(b"<p>and so on</p>" * 10_000)

    site.answers["/"] = endless
    assert "larger than 20 MB" in refusal(site.url())


def test_a_body_too_large_by_its_own_word_is_not_read(site):
    site.answers["/"] = Answer(
        b"", headers={"Content-Type": "text/html", "Content-Length": "99999999999999999999"}
    )
    assert "larger than 20 MB" in refusal(site.url())


@pytest.mark.parametrize("length", ["70000", "-5", "many"])
def test_a_wrong_content_length_gives_no_wrong_page(site, length):
    """Too long: an error. None that can be read: the whole body."""
    site.answers["/"] = Answer(headers={"Content-Type": "text/html", "Content-Length": length})
    if length == "70000":
        assert "only in part" in refusal(site.url())
    else:
        assert fetch(site.url()).data == PAGE


def test_a_content_length_too_short_cuts_the_page_there(site):
    site.answers["/"] = Answer(headers={"Content-Type": "text/html", "Content-Length": "10"})
    assert fetch(site.url()).data == PAGE[:10]


@pytest.mark.parametrize("part", ["status", "headers", "body"])
def test_a_server_that_drips_is_left_in_time(site, part):
    """Every byte comes in time, all of them never would."""
    done = threading.Event()
    beginnings = {
        "status": b"HTTP/1.0",
        "headers": b"HTTP/1.0 200 OK\r\nX-Long: ",
        "body": b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n",
    }

    def drip(stream):
        stream.write(beginnings[part])
        while not done.wait(0.02):
            stream.write(b"x")
            stream.flush()

    site.answers["/"] = drip
    try:
        assert "took too long" in refusal(site.url(), seconds=0.4)
    finally:
        done.set()


def test_a_server_that_says_nothing_is_left_in_time(site):
    done = threading.Event()
    site.answers["/"] = lambda _: done.wait(5)
    try:
        assert "took too long" in refusal(site.url(), seconds=0.3)
    finally:
        done.set()


@pytest.mark.parametrize(
    "raw",
    [
        b"", b"\r\n\r\n", b"SSH-2.0-OpenSSH_9.2\r\n", b"HTTP/1.1 abc\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 500 + b"\r\n",
        b"HTTP/1.1 200 OK\r\nX: " + b"y" * 100_000 + b"\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhello",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-5\r\nhello",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffff\r\nhello",
        b"HTTP/1.1 302 Found\r\nLocation: http://[bad\r\n\r\n",
        b"HTTP/1.1 302 Found\r\nLocation: http://\xff\xfe/\r\n\r\n",
        b"HTTP/1.1 302 Found\r\nLocation: http://" + b"a" * 300 + b".example/\r\n\r\n",
    ],
)  # fmt: skip
def test_what_is_no_http_is_one_clear_error(site, raw):
    site.answers["/"] = Answer(raw=raw)
    assert re.fullmatch(r"[^\n]+\.", refusal(site.url()))


@pytest.mark.parametrize(
    ("status", "words"),
    [(401, "login"), (403, "save the page"), (404, "no such page"), (410, "taken"),
     (418, "no page"), (429, "try again later"), (451, "legal"), (500, "fault"), (503, "fault"),
     (204, "no page")],
)  # fmt: skip
def test_a_refusal_says_why(site, status, words):
    site.answers["/"] = Answer(b"", status, {})
    message = refusal(site.url())
    assert words in message
    assert str(status) in message


@pytest.mark.parametrize(
    "kind",
    ["text/html", "application/xhtml+xml", "text/plain", "text/markdown", "application/epub+zip",
     "application/pdf", "application/octet-stream", ""],
)  # fmt: skip
def test_what_may_be_an_article_is_taken(site, kind):
    site.answers["/"] = Answer(headers={"Content-Type": kind} if kind else {})
    assert fetch(site.url()).content_type == kind


@pytest.mark.parametrize("kind", ["image/png", "video/mp4", "application/json", "audio/mpeg"])
def test_what_is_none_is_named(site, kind):
    site.answers["/"] = Answer(headers={"Content-Type": kind})
    assert kind in refusal(site.url())


def test_nobody_there_and_no_such_name_are_clear():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    assert "cannot be fetched" in refusal(f"http://127.0.0.1:{port}/")

    def unknown(host, port):
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    message = refusal("http://nowhere.example/", network=Network(unknown, INTERNET.connect))
    assert "not known" in message


@pytest.mark.parametrize("trusted", [True, False])
def test_https_needs_a_certificate_of_that_name_from_someone_trusted(
    site, authority, monkeypatch, trusted
):
    """The name is what the address says, though the connection goes to a checked address."""
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.ca_file))
    monkeypatch.delenv("REQUESTS_CA_BUNDLE", raising=False)
    site.answers["/"] = Answer()
    context = authority.context("news.example")
    site.server.socket = context.wrap_socket(site.server.socket, server_side=True)
    host = "news.example" if trusted else "other.example"
    away = Elsewhere({host: [[PUBLIC]]})
    url = f"https://{host}:{site.port}/"
    if trusted:
        assert fetch(url, network=away.network).data == PAGE
    else:
        assert "certificate" in refusal(url, network=away.network)
    assert away.connected == [PUBLIC]


def test_a_proxy_is_asked_for_the_whole_address(site, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", site.url())
    monkeypatch.setenv("http_proxy", site.url())
    monkeypatch.setenv("NO_PROXY", "")
    monkeypatch.setenv("no_proxy", "")
    site.answers |= {
        "http://news.example/a": Answer(),
        "http://news.example/b": redirect("http://10.0.0.1/"),
    }
    assert fetch("http://news.example/a").data == PAGE
    assert site.asked[0][1]["Host"] == "news.example"
    assert "no page may lead" in refusal("http://news.example/b")


def test_addresses_of_the_web_are_told():
    assert is_web_address("https://example.org")
    assert is_web_address(" HTTP://example.org ")
    assert not is_web_address("article.html")
    assert not is_web_address("file:///a")
