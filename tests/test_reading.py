from __future__ import annotations

import io
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from documents import Text, make_epub, make_pdf

from narrate.errors import NothingToSay, UnreadableArticle
from narrate.reading import read_article, sources

WORDS = (
    "The ferry left the harbour long before the tide had turned, and nobody was surprised by it."
)
PAGE = (
    "<!DOCTYPE html><html><head><title>Low Water</title></head><body>"
    "<nav><a href='/'>Home</a></nav>"
    f"<article><h1>Low Water</h1>{f'<p>{WORDS}</p>' * 5}</article></body></html>"
).encode()
DOCUMENTS = {
    "text": f"Low Water\n\n{WORDS}\n\n{WORDS}\n".encode(),
    "markdown": f"# Low *Water*\n\n**{WORDS}**\n\n## Part\n\n[{WORDS}](https://a.example)\n".encode(),
    "html": PAGE,
    "epub": make_epub(
        {"a.xhtml": f"<h1>One</h1><p>{WORDS}</p>"}, metadata="<dc:title>Low Water</dc:title>"
    ),
    "pdf": make_pdf([[Text(60, 760, "Low Water", 24), Text(60, 700, WORDS, 9)]]),
}


@pytest.fixture(scope="module")
def server():
    """A server on this machine that has every document under its form, without an ending."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            data = DOCUMENTS[self.path.strip("/")]
            self.send_response(200)
            self.send_header("Content-Type", "application/octet-stream")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, format, *args):  # noqa: A002
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as running:
        thread = threading.Thread(target=running.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{running.server_port}"
        running.shutdown()
        thread.join()


def told(article):
    return article.title, [block.text for block in article.blocks if block.text == WORDS][:1]


@pytest.mark.parametrize("form", DOCUMENTS)
def test_every_form_is_read_whatever_its_name(form, tmp_path):
    path = tmp_path / "article.txt"
    path.write_bytes(DOCUMENTS[form])
    assert told(read_article(str(path))) == ("Low Water", [WORDS])


@pytest.mark.parametrize("form", DOCUMENTS)
def test_every_form_is_read_from_standard_input(form, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(DOCUMENTS[form])))
    assert told(read_article("-")) == ("Low Water", [WORDS])


@pytest.mark.parametrize("form", DOCUMENTS)
def test_every_form_is_read_from_the_web_and_knows_where_it_stood(form, server):
    article = read_article(f"{server}/{form}")
    assert told(article) == ("Low Water", [WORDS])
    assert article.url == f"{server}/{form}"


@pytest.mark.parametrize(
    ("data", "error", "message"),
    [
        (b"", NothingToSay, "There is nothing in"),
        (b" \n\n", NothingToSay, "There is nothing in"),
        ("***\n\n— … —\n".encode(), NothingToSay, "There are only symbols in"),
        (b"PK\x03\x04 and so on", UnreadableArticle, "damaged zip"),
        (b"\x89PNG\r\n\x1a\n", UnreadableArticle, "seems to be a picture"),
        (b"a" * 2_000_001, UnreadableArticle, "MB of text"),
        (b"<html>" + b"a" * 20_000_000, UnreadableArticle, "MB"),
    ],
)
def test_what_cannot_be_read_says_why(data, error, message, tmp_path):
    path = tmp_path / "article.txt"
    path.write_bytes(data)
    with pytest.raises(error, match=message) as caught:
        read_article(str(path))
    assert "article.txt" in str(caught.value)


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("missing.txt", "There is no file missing.txt."),
        ("www.example.org/a", "write https://www.example.org/a"),
        (".", "is a folder"),
        ("file:///etc/passwd", "must begin with https://"),
        ("ftp://a.example/b", "must begin with https://"),
        ("a\0b", "is no name of a file"),
    ],
)
def test_a_source_that_is_none_says_so(source, message, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UnreadableArticle) as caught:
        read_article(source)
    assert message in str(caught.value)


def test_no_more_is_read_than_can_be_of_use(monkeypatch):
    class Endless(io.RawIOBase):
        given = 0

        def read(self, size=-1):
            assert size > 0
            self.given += size
            return b"a" * size

    endless = Endless()
    monkeypatch.setattr(sys, "stdin", type("Stdin", (), {"buffer": endless}))
    with pytest.raises(UnreadableArticle, match="2 MB of text"):
        read_article("-")
    assert endless.given <= sources.MAX_PAGE + 1


def test_a_book_may_be_larger_than_a_page_but_not_endless(tmp_path, monkeypatch):
    monkeypatch.setattr(sources, "MAX_PAGE", 500)
    path = tmp_path / "book"
    path.write_bytes(DOCUMENTS["epub"])
    assert read_article(str(path)).title == "Low Water"
    monkeypatch.setattr(sources, "MAX_BOOK", 600)
    with pytest.raises(UnreadableArticle, match="is larger than"):
        read_article(str(path))


NEEDED = {
    "text": set(),
    "markdown": {"markdown_it", "mdit_py_plugins"},
    "epub": {"lxml"},
    "pdf": {"pypdfium2"},
}


@pytest.mark.parametrize("form", NEEDED)
def test_nothing_is_loaded_that_the_form_does_not_need(form, tmp_path):
    path = tmp_path / "article"
    path.write_bytes(DOCUMENTS[form])
    script = (
        "import sys; from narrate.reading import read_article; read_article(sys.argv[1]);"
        "print(*{name.partition('.')[0] for name in sys.modules})"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(path)], capture_output=True, check=True, text=True
    )
    heavy = {"lxml", "markdown_it", "mdit_py_plugins", "pypdfium2", "trafilatura", "numpy"}
    heavy |= {"ssl", "charset_normalizer", "requests"}
    assert heavy & set(done.stdout.split()) == NEEDED[form]
