"""Whatever bytes a reader is given, it reads them or raises one of our errors, in bounded time."""

from __future__ import annotations

import io
import random
import zipfile
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from documents import Text, make_epub, make_pdf

from narrate.article import Article
from narrate.errors import NarrateError
from narrate.reading.encoding import decoded
from narrate.reading.epub import read_epub
from narrate.reading.form import form_of
from narrate.reading.html import read_html
from narrate.reading.markdown import read_markdown
from narrate.reading.pdf import read_pdf
from narrate.reading.text import read_text

if TYPE_CHECKING:
    from collections.abc import Callable

MARKDOWN = """---
title: "How the tide: turns"
author: [Ann Poe, 'Bo Lee']
date: 2026-03-01
---
# How the *tide* turns {#tide}

_A night at sea._ ![moon](a.png "b")

The **moon**[^1] pulls; see [the `table`](https://a.example/t "x") and <https://b.example>.
H~2~O, km<sup>2</sup> $E = mc^2$ {{< tip >}} {% if x %} [[Page|shown]] :wave: ==so== \\*

!!! note "Mind"
    Indented.

<Callout a={{b: 1}}>
  - [x] done
    1. deep

</Callout>

| A | B |
|---|:-:|
| 1 | `2` |

> [!TIP] Quote
> > deeper

```py
code
```

Term
: Meaning

<details><summary>More</summary><p>Text<br>here</p></details>

[^1]: A note, [r][].
[r]: https://c.example
$$
\\frac{1}{2}
$$
"""
CHAPTER = (
    '<section epub:type="chapter" xml:lang="en"><h1>Low<br/>Water</h1><p>One&nbsp;<b>two</b><a '
    'epub:type="noteref" href="#n">1</a>, km<sup>2</sup> <a href="https://a.example">link</a>.</p>'
    '<ol start="3" type="a"><li value="4">item<ul><li>deep</li></ul></li></ol><pre> x\n y</pre>'
    "<table><caption>c</caption><tr><td>1</td><td>2</td></tr></table><figure><img alt='a'/>"
    "<figcaption>f</figcaption></figure><blockquote><p>q</p></blockquote><math alttext='x'/>"
    '<aside epub:type="footnote" id="n"><p><a href="#r">1</a>. Note.</p></aside></section>'
)
NAV = '<nav epub:type="toc"><ol><li><a href="a.xhtml">Ebb</a></li></ol></nav>'
PAGE = [
    Text(60, 800, "Harbour Stories 1"),
    Text(60, 760, "Low Water", 20, "F2"),
    *(Text(60, 700 - 12 * i, f"Line {i} of the left column, which is a hy-") for i in range(8)),
    *(Text(320, 700 - 12 * i, f"line {i} of the right column, well-known") for i in range(8)),
    *(Text(60 + 100 * i, 500 - 12 * j, f"{i}{j}") for i in range(3) for j in range(3)),
    Text(100, 704, "2", 6),
    Text(60, 60, "2 A note", 7),
]


WEB_PAGE = (
    '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Low Water - The Post</title>'
    '<meta property="og:title" content="Low Water"><meta name="author" content="Ann Poe">'
    '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Low Water",'
    ' "author": [{"name": "Ann Poe"}], "datePublished": "2026-03-01"}</script></head><body>'
    '<nav><ul><li><a href="/">Home</a></li></ul></nav><main><article><h1>Low Water</h1>'
    f"<p class='byline'>By Ann Poe</p>{CHAPTER}{'<p>The tide went out and stayed out.</p>' * 9}"
    "</article><aside>Related</aside></main><footer>All rights reserved</footer></body></html>"
)
LINE = "The tide went out, as it does every day in that part of\nthe world; the boats lay down.\n"
TEXT = (
    f"Low Water\n\nA night at sea\n\nBy Ann Poe\n\n{LINE * 5}\n* one boot\n* a bottle\n\n"
    "> quoted\n\n1. first\n2. second\n\n[1] a note \u2014 海水。\n-- \nAnn\n"
).encode()


def read_book(data: bytes) -> Article:
    """Read an EPUB whose documents are these bytes, so that a change gets past the zip's sums."""
    chapter, _, package = data.partition(b"<!-- package -->")
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(BOOK)) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            changed = {"OEBPS/a.xhtml": chapter, "OEBPS/book.opf": package or old.read(name)}
            new.writestr(name, changed.get(name, old.read(name)))
    return read_epub(target.getvalue(), "a.epub")


BOOK = make_epub({"a.xhtml": CHAPTER, "b.xhtml": "<p>Two.</p>"}, nav=NAV)
with zipfile.ZipFile(io.BytesIO(BOOK)) as _book:
    INSIDE = _book.read("OEBPS/a.xhtml") + b"<!-- package -->" + _book.read("OEBPS/book.opf")


@dataclass(frozen=True, slots=True)
class Case:
    """A reader, and whole documents whose broken copies it is given."""

    read: Callable[[bytes], object]
    seeds: tuple[bytes, ...]


# A reader joins by a line here.
CASES = {
    "form": Case(
        lambda data: form_of(data, "a.txt"),
        (MARKDOWN.encode(), BOOK, CHAPTER.encode(), b'<?xml version="1.0"?><html><p>x</p></html>'),
    ),
    "markdown": Case(
        lambda data: read_markdown(data.decode("utf-8", "replace")), (MARKDOWN.encode(),)
    ),
    "epub": Case(lambda data: read_epub(data, "a.epub"), (BOOK,)),
    "epub inside": Case(read_book, (INSIDE,)),
    "html": Case(lambda data: read_html(data, "https://a.example/b"), (WEB_PAGE.encode(),)),
    "text": Case(
        lambda data: read_text(decoded(data, "a.txt")), (TEXT, TEXT.decode().encode("utf-16"))
    ),
    "pdf": Case(
        lambda data: read_pdf(data, "a.pdf"), (make_pdf([PAGE, PAGE], info="/Title (Tides)"),)
    ),
}
TOKENS = (
    *(b"\0", b"\xff", b"\n", b"\n\n", b" " * 9, b"<", b">", b"</p>", b"<p>", b"&", b"&lt;", b"]]>"),
    *(b"<!--", b"-->", b"<![CDATA[", b"<table>", b"<li>", b"<sup>", b"</a>", b"<a href='#n'>1</a>"),
    *(b"#", b"*", b"**", b"_", b"`", b"```", b"[", b"](", b"[^1]", b"|", b"---\n", b"    ", b"> "),
    *(b"$$", b"{%", b"{{", b"}}", b":::", b"\xe2\x80\x8f", b"\xf0\x9f\x8c\x8a", b"\xe6\xb5\xb7"),
    *(
        b"-1",
        b"0",
        b"99999999999",
        b"/Kids",
        b"endobj",
        b"<<",
        b">>",
        b"stream\n",
        b"Tj",
        b"PK\1\2",
    ),
)


def broken(seed: bytes, chance: random.Random) -> bytes:
    """A copy with up to a dozen changes: bytes, tokens, parts cut, repeated or moved."""
    data = bytearray(seed)
    for _ in range(chance.randint(1, 12)):
        start = chance.randrange(len(data) + 1)
        end = min(len(data), start + int(chance.paretovariate(0.7)))
        change = chance.randrange(5)
        if change == 0:
            data[start:start] = chance.choice(TOKENS) * (chance.choice((1, 1, 1, 50)))
        elif change == 1:
            del data[start:end]
        elif change == 2:
            data[start:end] = chance.randbytes(min(end - start, 40))
        elif change == 3:
            data[start:start] = data[start:end] * chance.choice((1, 2, 20))
        else:
            place = chance.randrange(len(data) + 1)
            data[place:place] = data[start:end]
        del data[60_000:]
    return bytes(data)


def check(found: object) -> None:
    """An article's links stand where they say, and no block is empty but a picture's."""
    for block in found.blocks if isinstance(found, Article) else ():
        assert block.text or block.kind == "picture"
        for link in block.links:
            assert link.text
            assert block.text[link.start : link.start + len(link.text)] == link.text


def fuzz(name: str, count: int, seed: int) -> None:
    case, chance = CASES[name], random.Random(seed)
    for number in range(count):
        data = broken(chance.choice(case.seeds), chance)
        try:
            with suppress(NarrateError):
                check(case.read(data))
        except Exception as error:
            told = f"{name}, number {number} of seed {seed}: {data[:3000]!r}"
            raise AssertionError(told) from error


@pytest.mark.parametrize("name", CASES)
def test_broken_documents_raise_only_our_errors(name):
    fuzz(name, 200, seed=1)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(2, 12))
@pytest.mark.parametrize("name", CASES)
def test_a_hundred_thousand_broken_documents_raise_only_our_errors(name, seed):
    fuzz(name, 100_000 // len(CASES) // 10 + 1, seed)
