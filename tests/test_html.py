"""HTML: structure survives, furniture does not, and nothing a page holds can hurt."""

from __future__ import annotations

import json

import pytest

from narrate.article import Link
from narrate.errors import UnreadableArticle
from narrate.reading.charset import page_text
from narrate.reading.html import read_html

SENTENCES = (
    "The ferry leaves at six, whether or not anybody is on board.",
    "Its captain has crossed the bay eleven thousand times and can name every buoy.",
    "In winter the crossing takes forty minutes, and the tea gets cold before the far shore.",
    "Nobody has ever asked him why he keeps a violin in the wheelhouse.",
)
PARAGRAPHS = "".join(f"<p>{each}</p>" for each in SENTENCES)


def page(body, head="", attributes=""):
    return (
        f"<!DOCTYPE html><html {attributes}><head><title>The Ferry</title>{head}</head>"
        f"<body><article><h1>The Ferry</h1>{body}</article></body></html>"
    )


def read(body, head="", attributes="", url="https://example.org/a/ferry"):
    return read_html(page(body, head, attributes), url)


def texts(article, *kinds):
    return [block.text for block in article.blocks if not kinds or block.kind in kinds]


def test_a_page_is_its_title_and_its_paragraphs():
    article = read(PARAGRAPHS)
    assert article.title == "The Ferry"
    assert texts(article) == list(SENTENCES)
    assert article.language is None


def test_headings_keep_their_level_and_lists_their_numbers_and_depth():
    article = read(
        f"<h2>Crossing</h2>{PARAGRAPHS}<h3>What to bring</h3><p>{SENTENCES[0]} Bring this:</p>"
        "<ol><li>a coat that keeps the wind out</li><li>a book you know"
        "<ul><li>or one you do not</li></ul></li></ol>" + PARAGRAPHS
    )
    assert [(b.text, b.level) for b in article.blocks if b.kind == "heading"] == [
        ("Crossing", 2),
        ("What to bring", 3),
    ]
    assert [(b.text, b.level, b.number) for b in article.blocks if b.kind == "item"] == [
        ("a coat that keeps the wind out", 1, "1"),
        ("a book you know", 1, "2"),
        ("or one you do not", 2, None),
    ]


def test_quotes_code_and_tables_of_data_are_told_apart():
    article = read(
        PARAGRAPHS + "<blockquote><p>The sea is patient, said the captain.</p></blockquote>"
        "<pre><code>depart --at 6\nreturn --at 7</code></pre>"
        "<table><tr><th>Month</th><th>Crossings</th></tr><tr><td>May</td><td>210</td></tr>"
        "<tr><td>June</td><td>240</td></tr></table>" + PARAGRAPHS
    )
    assert texts(article, "quote") == ["The sea is patient, said the captain."]
    assert texts(article, "code") == ["depart --at 6\nreturn --at 7"]
    assert texts(article, "table") == ["Month; Crossings\nMay; 210\nJune; 240"]


def test_a_table_that_only_lays_out_text_is_text():
    body = "".join(f"<tr><td width=10></td><td>{each}</td></tr>" for each in SENTENCES)
    article = read_html(f"<html><title>The Ferry</title><body><table>{body}</table></body></html>")
    assert texts(article) == list(SENTENCES)


def test_links_are_kept_as_data_with_absolute_targets():
    article = read(
        f'{PARAGRAPHS}<p>He once wrote <a href="../b?c=1">a long letter</a> to us all.</p>'
    )
    block = article.blocks[-1]
    assert block.links == (Link("a long letter", "https://example.org/b?c=1", 14),)
    assert block.text[14:].startswith("a long letter")


def test_raised_and_lowered_words_stay_and_marks_of_notes_go():
    article = read(
        PARAGRAPHS
        + "<p>In the 20<sup>th</sup> century M<sup>me</sup> Roy measured 4 km<sup>2</sup> "
        "of H<sub>2</sub>O"
        ' with care.<sup><a href="#fn1" id="r1">1</a></sup> It stayed<a href="#n2">[2]</a> wet.</p>'
        '<div class="footnotes"><ol><li id="fn1"><p>With a stick. <a href="#r1">↩</a></p></li>'
        '<li id="n2">So they say.</li></ol></div>'
    )
    assert "In the 20th century Mme Roy measured 4 km² of H₂O with care. It stayed wet." in texts(
        article, "paragraph"
    )
    notes = [(block.number, block.text) for block in article.blocks if block.kind == "note"]
    assert notes == [("1", "With a stick."), ("2", "So they say.")]


def test_a_note_is_known_by_what_leads_to_it_whatever_it_is_called():
    article = read(
        PARAGRAPHS + '<p>He plays well.<sup><a href="#x9">*</a></sup></p>' + PARAGRAPHS
        + '<p id="x9">* Or so his sister says.</p>'
    )  # fmt: skip
    assert texts(article, "note") == ["Or so his sister says."]


def test_a_paragraph_tells_its_language_only_where_it_is_long_and_may_be_true():
    german = (
        "Die Fähre fährt um sechs. Der Kapitän kennt jede Boje. Niemand fragt ihn nach der Geige."
    )
    article = read(
        f'{PARAGRAPHS}<p lang="de">{german}</p><p lang="de">Guten Tag allerseits, sagte er.</p>'
        f'<p lang="ru">{german}</p>{PARAGRAPHS}',
        attributes='lang="en"',
    )
    told = {(block.text, block.language) for block in article.blocks if block.language}
    assert told == {(german, "de")}


def test_the_head_is_read_from_what_pages_tell():
    head = """<meta property="og:site_name" content="The Harbour Post">
    <meta property="og:image" content="/pictures/ferry.jpg"><link rel="canonical" href="/ferry">
    <meta property="article:published_time" content="2026-03-01T09:00:00+01:00">
    <meta name="author" content="By Ann Poe">"""
    article = read(PARAGRAPHS, head)
    assert article.site == "The Harbour Post"
    assert article.picture == "https://example.org/pictures/ferry.jpg"
    assert article.url == "https://example.org/ferry"
    assert article.date == "2026-03-01"
    assert article.author == "Ann Poe"


def test_json_ld_tells_author_date_and_site_in_any_of_its_forms():
    data = {
        "@context": "https://schema.org",
        "@graph": [
            {"@type": "WebSite", "name": "Nothing"},
            {
                "@type": ["NewsArticle"],
                "headline": "The Ferry",
                "author": [{"@type": "Person", "name": "Ann Poe"}, {"name": "Bo Lind"}],
                "datePublished": "2026-03-01",
                "publisher": {"name": "The Harbour Post"},
            },
        ],
    }
    script = f'<script type="application/ld+json">{json.dumps(data)}</script>'
    article = read(PARAGRAPHS, script + '<script type="application/ld+json">{"broken": </script>')
    assert (article.author, article.date, article.site) == (
        "Ann Poe, Bo Lind",
        "2026-03-01",
        "The Harbour Post",
    )


def test_nobody_is_invented_as_author():
    article = read(PARAGRAPHS, '<meta name="author" content="https://www.facebook.com/post">')
    assert article.author is None


@pytest.mark.parametrize(
    ("title", "h1"),
    [
        ("The Ferry | The Harbour Post", "The Ferry"),
        ("The Ferry - Harbour Post", "The Ferry"),
        ("Harbour Post: news", "The Ferry"),
    ],
)
def test_the_title_is_what_the_page_shows(title, h1):
    site = '<meta property="og:site_name" content="The Harbour Post">'
    og = '<meta property="og:title" content="The Ferry">'
    source = (
        f"<html><head><title>{title}</title>{site}{og}</head><body>"
        f'<header><h1><a href="/">The Harbour Post</a></h1></header><main><h1>{h1}</h1>'
        f"{PARAGRAPHS}</main></body></html>"
    )
    assert read_html(source).title == "The Ferry"


def test_the_standfirst_is_the_dek_and_said_once():
    dek = "A captain, a bay and a violin that nobody mentions."
    article = read(f'<p class="standfirst">{dek}</p>{PARAGRAPHS}')
    assert article.dek == dek
    assert texts(article) == list(SENTENCES)


def test_a_summary_that_the_page_does_not_show_is_no_dek():
    head = '<meta name="description" content="Everything about ferries, with prices and times.">'
    assert read(PARAGRAPHS, head).dek is None


def test_without_any_title_a_short_first_line_is_it():
    article = read_html(f"<body><p class=title>On Crossing</p>{PARAGRAPHS}</body>")
    assert article.title == "On Crossing"
    assert texts(article) == list(SENTENCES)


def test_two_line_breaks_end_a_paragraph():
    article = read("<div>" + "<br>\n<br/>".join(SENTENCES) + "</div>")
    assert texts(article) == list(SENTENCES)


def test_words_beside_blocks_are_not_lost():
    article = read(
        f"<div>{SENTENCES[0]}<p>{SENTENCES[1]}</p>{SENTENCES[2]} <b>{SENTENCES[3]}</b></div>"
    )
    assert texts(article) == [SENTENCES[0], SENTENCES[1], f"{SENTENCES[2]} {SENTENCES[3]}"]


def test_lazy_pictures_and_what_stands_for_them_say_nothing():
    article = read(
        PARAGRAPHS + '<figure><img data-src="a.jpg" alt="A ferry"><noscript><img src="a.jpg">'
        "<p>You need scripts to see this.</p></noscript><figcaption>The ferry at dawn.</figcaption>"
        "</figure>" + PARAGRAPHS
    )
    assert texts(article, "picture") == ["The ferry at dawn."]
    assert not any("scripts" in text or "dawn" in text for text in texts(article, "paragraph"))


def test_a_text_that_only_the_pages_data_carries_is_read_from_there():
    body = "\n\n".join(SENTENCES * 3)
    script = json.dumps({"@type": "Article", "headline": "The Ferry", "articleBody": body})
    source = (
        f'<html><head><title>x</title><script type="application/ld+json">{script}</script></head>'
        '<body><div id="root"></div><script src="/app.js"></script></body></html>'
    )
    article = read_html(source)
    assert article.title == "The Ferry"
    assert texts(article) == list(SENTENCES * 3)


def test_plain_text_in_a_page_is_read_as_text():
    lines = "\n".join(SENTENCES)
    source = f"<html><title>Re: the ferry</title><body><pre>{lines}\n\n{lines}</pre></body></html>"
    article = read_html(source)
    assert "code" not in {block.kind for block in article.blocks}
    assert SENTENCES[3] in " ".join(texts(article))


def test_a_saved_page_tells_where_it_came_from():
    source = "<!DOCTYPE html>\n<!-- saved from url=(0029)https://www.example.org/ferry -->" + page(
        PARAGRAPHS
    ).removeprefix("<!DOCTYPE html>")
    article = read_html(source)
    assert article.url == "https://www.example.org/ferry"
    assert article.site == "example.org"


RUSSIAN = "Паром уходит в шесть утра, есть кто-нибудь на борту или нет. " * 6
JAPANESE = "フェリーは六時に出ます。船長は湾を一万回以上も渡ってきました。" * 6
CHINESE = "渡轮六点出发，不管船上有没有人。船长认得海湾里的每一个浮标。" * 6


@pytest.mark.parametrize(
    ("text", "codec", "meta", "header"),
    [
        (RUSSIAN, "utf-8", None, None),
        (RUSSIAN, "windows-1251", "windows-1251", None),
        (RUSSIAN, "koi8-r", None, "KOI8-R"),
        (RUSSIAN, "windows-1251", None, None),
        (RUSSIAN, "utf-8", "iso-8859-1", "ISO-8859-1"),
        (RUSSIAN, "utf-16", None, None),
        (JAPANESE, "shift_jis", "Shift_JIS", None),
        (JAPANESE, "euc-jp", "x-nonsense", "euc-jp"),
        (CHINESE, "gb18030", "gb2312", None),
        (CHINESE, "big5", None, "big5"),
        ("Größe – “naïve” café … " * 9, "cp1252", "iso-8859-1", None),
    ],
)
def test_bytes_are_read_in_the_pages_charset(text, codec, meta, header):
    if codec == "big5":
        text = "渡輪六點出發，不管船上有沒有人。" * 6
    told = f'<meta charset="{meta}">' if meta else ""
    data = f"<html><head>{told}<title>x</title></head><body><p>{text}</p></body></html>"
    assert text.strip() in page_text(data.encode(codec), header)


def test_a_few_bad_bytes_do_not_change_the_charset():
    data = f'<meta charset="utf-8"><p>{RUSSIAN * 20}</p>'.encode() + b"\xff\xfe<p>\xd0"
    assert RUSSIAN in page_text(data)


@pytest.mark.parametrize("name", ["hex", "rot13", "zlib", "undefined", "utf-7\0", "", "x" * 10_000])
def test_a_charset_that_is_none_does_no_harm(name):
    assert "Größe" in page_text("<p>Größe</p>".encode("cp1252"), name) or name == "undefined"


LOGIN = """<html><head><title>Log in</title><script src="/a.js"></script></head><body><form>
<h1>Welcome back</h1><p>Log in to continue reading.</p><input type="text"><input type="password">
<p>Forgot your password? Create an account.</p></form></body></html>"""
COOKIES = """<html><head><title>The Ferry</title><script src="/a.js"></script></head><body><div>
<h1>Before you continue</h1><p>We use cookies and data to deliver and maintain our services, and to
show you personalised content.</p><p>If you choose to accept all cookies, our partners may use them
too. Read more in our privacy policy.</p></div></body></html>"""
SCRIPTS = """<html><head><title>The Ferry</title></head><body><div id="root"></div>
<noscript>You need to enable JavaScript to run this app.</noscript>
<script>var a = 1;</script><script src="/static/js/main.js"></script></body></html>"""
ROBOT = """<html><head><title>Just a moment...</title><script src="/c.js"></script></head><body>
<h1>example.org</h1><p>Checking if the site connection is secure</p><p>example.org needs to review
the security of your connection before proceeding. Verify that you are human.</p></body></html>"""
RUSSIAN_WALL = """<html><head><title>Вход</title><script src="/c.js"></script></head><body><div>
<p>Чтобы прочитать статью целиком, войдите или оформите подписку.</p></div></body></html>"""


@pytest.mark.parametrize("source", [LOGIN, COOKIES, SCRIPTS, ROBOT, RUSSIAN_WALL])
def test_a_wall_is_a_clear_error(source):
    with pytest.raises(UnreadableArticle, match=r"shows (only \d+ characters of|no) text; .*\?"):
        read_html(source, "https://example.org/ferry")


def test_the_teaser_of_what_is_paid_for_is_a_clear_error():
    data = json.dumps(
        {"@type": "NewsArticle", "headline": "The Ferry", "isAccessibleForFree": "False"}
    )
    head = f'<script type="application/ld+json">{data}</script><script src="/a.js"></script>'
    wall = '<div class="paywall"><p>Subscribe to read on. Already a subscriber? Sign in.</p></div>'
    with pytest.raises(UnreadableArticle, match="subscribers"):
        read(PARAGRAPHS + wall, head)


def test_a_short_page_without_scripts_is_an_article():
    assert texts(read(f"<p>{SENTENCES[0]}</p>")) == [SENTENCES[0]]


@pytest.mark.parametrize("source", ["", " ", "<html></html>", "<!-- -->", "<", "\0", "<p></p>"])
def test_an_empty_page_is_a_clear_error(source):
    with pytest.raises(UnreadableArticle):
        read_html(source)


@pytest.mark.parametrize("count", [300, 2000, 10_000])
@pytest.mark.parametrize("tag", ["div", "font", "blockquote", "table><tr><td", "ul><li"])
def test_thousands_of_nested_tags_are_read_or_refused(count, tag):
    source = f"<html><title>x</title><body>{f'<{tag}>' * count}{PARAGRAPHS}"
    try:
        assert SENTENCES[1] in " ".join(texts(read_html(source)))
    except UnreadableArticle as error:
        assert "nested" in str(error)  # noqa: PT017 - either is right


ENTITIES = "".join(f'<!ENTITY a{number} "{f"&a{number - 1};" * 50}">' for number in range(1, 9))
BOMBS = {
    "entities": f'<!DOCTYPE html [<!ENTITY a0 "{"x" * 1000}">{ENTITIES}]>'
    f"<html><body><p>&a8;&a8;</p>{PARAGRAPHS}</body></html>",
    "one line": f"<html><body><p>{'word ' * 1_000_000}</p></body></html>",
    "one word": f"<html><body><p>{'w' * 5_000_000}</p></body></html>",
    "open tags": "<p><a href=x><b>" * 60_000,
    "attributes": f"<html><body><p {' '.join(f'a{n}=1' for n in range(100_000))}>{PARAGRAPHS}",
    "classes": f"<html><body><div class='{'share ' * 200_000}'>{PARAGRAPHS}</div>",
    "breaks": f"<html><body>{'<br> ' * 300_000}{PARAGRAPHS}",
    "brackets": "<" * 1_000_000,
    "spaces": f"<html><body><p>{' ' * 3_000_000}</p>{PARAGRAPHS}",
    "cells": f"<html><body><table>{'<tr><td>a<td>b' * 50_000}</table>",
    "items": f"<html><body><ul>{'<li>word word' * 50_000}</ul>",
    "json": f'<script type="application/ld+json">{"[" * 100_000}</script>{PARAGRAPHS}',
}


@pytest.mark.slow
@pytest.mark.parametrize("name", BOMBS)
def test_a_page_made_to_hurt_is_read_or_refused(name):
    try:
        read_html(BOMBS[name], name=name)
    except UnreadableArticle as error:
        assert name in str(error)  # noqa: PT017 - either is right


def test_a_page_of_hundreds_of_megabytes_is_refused_unread():
    with pytest.raises(UnreadableArticle, match="20 MB"):
        read_html(b"<p>" + b"a" * 300_000_000)
