from __future__ import annotations

import io
import zipfile

import pytest
from documents import Text, make_epub, make_pdf

from narrate.errors import UnreadableArticle
from narrate.reading.form import form_of

PROSE = "The ferry left before the tide had turned.\n\nNobody on the quay was surprised.\n"
POST = (
    "# Tides\n\nThe [moon](https://a.example/moon) **pulls** and **pushes**.\n\n## Sea\n\n- salt\n"
)
PAGE = "<!DOCTYPE html>\n<html><head><title>x</title></head><body><p>Tide.</p></body></html>"


def zipped(*names: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name in names:
            archive.writestr(zipfile.ZipInfo(name), "x")
    return target.getvalue()


@pytest.mark.parametrize(
    ("data", "name", "form"),
    [
        (PROSE, "a.txt", "text"),
        (PROSE, "-", "text"),
        (PROSE, None, "text"),
        (PROSE, "a.html", "text"),
        (PROSE, "a.pdf", "text"),
        (PROSE, "a.md", "markdown"),
        (POST, "a.txt", "markdown"),
        (POST, "-", "markdown"),
        (POST, "https://a.example/README.md?raw=1", "markdown"),
        ("---\ntitle: Tides\n---\nText.\n", "a.txt", "markdown"),
        ("[#]: subject: (Tides)\n[#]: via: (https://a.example)\n\nText.", "a", "markdown"),
        (PAGE, "a.html", "html"),
        (PAGE, "a.txt", "html"),
        (PAGE, "a.md", "html"),
        ('<?xml version="1.0"?>\n<!-- x -->\n<html><p>Tide</p></html>', "-", "html"),
        ("<p>One.</p>\n<p>Two.</p>", "a.txt", "html"),
        ("Hello<br>there", "a.htm", "html"),
        ("\ufeff" + PAGE, "a", "html"),
        ("", "a.txt", "text"),
    ],
)
def test_text_is_known_by_its_looks(data, name, form):
    assert form_of(data.encode(), name) == form


@pytest.mark.parametrize(
    "text",
    [
        "# A lone heading mark\n\n* and a star\n\n* and another\n\n" + PROSE,
        "> as you said\n> before\n\nI *never* said so, *never*.\n\n- Bo\n\n" + PROSE,
        "# 1\n\nThe first verse\n\n# 2\n\nThe second verse\n",
        "In HTML, <p> begins a paragraph and </p> ends it, as <b> and </b> do.\n" + PROSE,
        "-----\nA rule\n-----\n" + PROSE,
        "See [1] and [2].\n\n[1] a book\n[2] a film\n",
        "1. one\n2. two\n    deeply indented\n",
        "Price: $5 * 3 = $15, 2 < 3 and 4 > 3; a_b_c and x*y*z.\n",
        "Title of it\n===========\n\n" + PROSE,
    ],
)
def test_plain_text_with_a_few_marks_stays_text(text):
    assert form_of(text.encode(), "a.txt") == "text"
    assert form_of(text.encode(), None) == "text"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-8-sig"])
def test_the_encoding_makes_no_difference(encoding):
    assert form_of(PROSE.encode(encoding), "a.txt") == "text"
    assert form_of(PAGE.encode(encoding), "a.txt") == "html"
    assert form_of(POST.encode(encoding), "a.txt") == "markdown"


def test_books_and_pdfs_are_known_whatever_their_name():
    book = make_epub({"a.xhtml": "<p>Text.</p>"})
    pdf = make_pdf([[Text(60, 700, "Text.")]])
    for name in ("a.txt", "a.html", "-", None):
        assert form_of(book, name) == "epub"
        assert form_of(pdf, name) == "pdf"
    assert form_of(zipped("META-INF/container.xml", "book.opf"), "a.zip") == "epub"
    assert form_of(b"\n\n" + pdf, "a.txt") == "pdf"


def test_the_type_that_a_server_tells_helps():
    assert form_of(b"Hello<br>there", "https://a.example/", "text/html; charset=x") == "html"
    assert form_of(PROSE.encode(), "https://a.example/", "text/markdown") == "markdown"


@pytest.mark.parametrize(
    ("data", "what", "remedy"),
    [
        (zipped("[Content_Types].xml", "word/document.xml"), "Word", "save it as HTML or text"),
        (zipped("ppt/presentation.xml"), "PowerPoint", "save it"),
        (zipped("xl/workbook.xml"), "Excel", "save its text"),
        (zipped("mimetype", "content.xml"), "OpenDocument", "save it as HTML or text"),
        (zipped("a.txt"), "archive", "unpack it"),
        (zipped("a.txt")[:40], "damaged zip", "get it again"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old Word", "save it as HTML or text"),
        (b"{\\rtf1 Text}", "Rich Text", "save it as HTML or text"),
        (b"Book\0" + b"\0" * 55 + b"BOOKMOBI", "Kindle", "convert it to EPUB"),
        (b"\x89PNG\r\n\x1a\n", "picture", "words"),
        (b"ID3\x04", "sound", "words"),
        (b"\0\0\0 ftypmp42", "film", "words"),
        (b"\x1f\x8b\x08", "compressed", "unpack it"),
        (b"\0\0\2\3\0" * 50, "binary", "words"),
        (b'<?xml version="1.0"?><rss version="2.0"></rss>', "feed", "one of its articles"),
        (b'<?xml version="1.0"?><order><b>1</b></order>', "XML", "words"),
        (b"<FictionBook></FictionBook>", "FictionBook", "EPUB"),
        (b'{"a": 1}', "JSON", "words"),
        (b'{"cells": []}', "notebook", "HTML"),
        (b"\\documentclass{article}", "LaTeX", "PDF"),
        (b"From: <a>\nSubject: x\nMIME-Version: 1.0\n\nText", "mail", "save it"),
    ],
)
def test_what_is_none_of_ours_is_told_with_a_way_out(data, what, remedy):
    with pytest.raises(UnreadableArticle) as caught:
        form_of(data, "letters/a.bin")
    assert str(caught.value).startswith("letters/a.bin seems to be ")
    assert what in str(caught.value)
    assert remedy in str(caught.value)


def test_a_name_tells_what_looks_cannot():
    with pytest.raises(UnreadableArticle, match="reStructuredText document: make HTML"):
        form_of(PROSE.encode(), "a.rst")


@pytest.mark.parametrize("mark", [*"#*_`[](<>{}!|-=> \n$&", "[a](", "<p", "</p>", "a: b\n", "<!--"])
def test_a_long_row_of_marks_is_looked_at(mark):
    assert form_of(mark.encode() * 50_000, "a.txt") in ("text", "markdown", "html")
