from __future__ import annotations

import pytest
from lxml import html

from narrate.reading.blocks import blocks_of, one_line, table_text
from narrate.reading.markup import Line, absolute, line_of


def line(written: str) -> Line:
    return line_of(html.fragment_fromstring(written, create_parent="p"), "https://a.example/b/")


def shown(written: str, language: str | None = None):
    """Kind and text of every block."""
    root = html.fragment_fromstring(written, create_parent="div")
    return [(block.kind, block.text) for block in blocks_of(root, language=language)]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (" a\n  <b> b</b>c<i>d </i> e ", "a bcd e"),
        ("a<br>b <br/> c", "a\nb\nc"),
        ("a<!-- x --> b<script>c</script> d<?pi e?>", "a b d"),
        ("The 20<sup>th</sup>, M<sup>me</sup> X, 1<sup>er</sup>", "The 20th, Mme X, 1er"),
        ("XX<sup>e</sup> n<sup>o</sup> 1<sup>a</sup> Brand<sup>TM</sup>", "XXe nº 1ª Brand™"),
        ("5 km<sup>2</sup>, x<sup>3</sup>, 10<sup>-6</sup>, x<sup>n</sup>", "5 km², x³, 10⁻⁶, xⁿ"),
        ("H<sub>2</sub>O, CO<sub>2</sub>, v<sub>max</sub>", "H₂O, CO₂, vmax"),
        ("3<sup>1</sup>/<sub>2</sub> cups, <sup>3</sup>⁄<sub>4</sub>", "3 1/2 cups, 3⁄4"),
        ("took<sup>2</sup> it.<sup>3, 4</sup> So<sup>†</sup> on<sup>a</sup>", "took it. So on"),
        (
            "in 2001<sup>3</sup> and<sup>[note 1]</sup> then<sup>[<i>who?</i>]</sup>",
            "in 2001 and then",
        ),
        ('2001.<a href="#cite-1">[1]</a> They <a href="#n23">(23)</a>, so', "2001. They, so"),
        ('one <a href="#fn1"><sup>1</sup></a>. <sup><a href="x.html#p">2</a></sup>Two', "one. Two"),
        ('see chapter <a href="#c5">5</a> or [6]', "see chapter 5 or [6]"),
        ('in <a href="https://x.example/1">1984</a> <a href="#r1">↩</a>', "in 1984"),
        ("He said <q>so</q>.", "He said “so”."),
        ("漢<ruby>字<rp>(</rp><rt>ji</rt><rp>)</rp></ruby>", "漢字"),
        ("hidden<span hidden> gone</span>", "hidden"),
    ],
)
def test_inline_markup_is_plain_words(written, expected):
    assert line(written).text == expected


def test_links_stand_at_their_offsets():
    read = line(
        'A  <a href="/x"> b<b> c</b></a> d<sup><a href="#f">1</a></sup> <a href="#">e</a>'
        '<a href="//h.example/y">f</a> <a href="javascript:g">g</a><a href="z"></a>'
        '<a href="http://[bad">h</a>'
    )
    assert read.text == "A b c d ef gh"
    assert [(link.text, link.url) for link in read.links] == [
        ("b c", "https://a.example/x"),
        ("e", "https://a.example/b/"),
        ("f", "https://h.example/y"),
    ]
    for link in read.links:
        assert read.text[link.start : link.start + len(link.text)] == link.text


def test_tei_is_read_as_html_is():
    root = html.fragment_fromstring(
        '<ref target="https://x.example">a</ref> km<hi rend="#sup">2</hi><lb></lb>b',
        create_parent="p",
    )
    read = line_of(root)
    assert read.text == "a km²\nb"
    assert read.links[0].url == "https://x.example"


@pytest.mark.parametrize("url", [None, "", "#a", "javascript:x", "data:x", "http://[", "/a"])
def test_an_address_that_leads_nowhere_is_none(url):
    assert absolute(url) is None


def test_blocks_are_told_apart():
    assert shown(
        "loose<h2>Head<br>line</h2><p>one<br><br>two</p><ul><li>a<ul><li>b</li></ul></li></ul>"
        "<blockquote>q<p>r</p></blockquote><pre> c\n  d</pre><hr><dl><dt>t<dd>m</dl>"
        "<figure><img alt=x><figcaption>y</figcaption></figure>"
        "<p><img alt='z'></p><p>w<img alt=v></p>"
    ) == [
        ("paragraph", "loose"),
        ("heading", "Head. line"),
        ("paragraph", "one"),
        ("paragraph", "two"),
        ("item", "a"),
        ("item", "b"),
        ("quote", "q"),
        ("quote", "r"),
        ("code", " c\n  d"),
        ("item", "t"),
        ("paragraph", "m"),
        ("picture", "y"),
        ("picture", "z"),
        ("paragraph", "w"),
    ]


def test_a_table_of_data_is_a_table_and_one_of_layout_is_text():
    assert shown("<table><caption>C</caption><tr><th>a<th>b<tr><td>1<td>2</table>") == [
        ("table", "C\na; b\n1; 2")
    ]
    long = "A sentence that is so long that nobody would look for it in a table of figures."
    assert shown(f"<table><tr><td>menu<td>{long}</table>") == [
        ("paragraph", "menu"),
        ("paragraph", long),
    ]
    assert shown("<table><tr><td><p>one</p><p>two</p></table>") == [
        ("paragraph", "one"),
        ("paragraph", "two"),
    ]


@pytest.mark.parametrize(
    ("attributes", "numbers"),
    [
        ("", ["1", "2", "7", "8"]),
        ("start=3", ["3", "4", "7", "8"]),
        ("reversed", ["4", "3", "7", "6"]),
        ("type=a", ["a", "b", "g", "h"]),
        ("start='         3'", ["3", "4", "7", "8"]),
        ("start=x", ["1", "2", "7", "8"]),
    ],
)
def test_items_have_the_numbers_that_a_browser_shows(attributes, numbers):
    root = html.fragment_fromstring(
        f"<ol {attributes}><li>x<li>x<li value='           7'>x<li>x</ol>"
    )
    assert [block.number for block in blocks_of(root)] == numbers


def test_a_blocks_language_is_told_where_it_differs():
    root = html.fragment_fromstring(
        '<div><p lang="en-GB">a</p><p lang="fr">b</p>'
        '<div lang="de"><p>c</p><p lang="en">d</p></div></div>'
    )
    assert [block.language for block in blocks_of(root, language="en")] == [None, "fr", "de", None]


def test_what_follows_a_note_is_no_note():
    root = html.fragment_fromstring(
        '<div><ol class="footnotes"><li id="a">One. <a href="#r">↩</a></li>'
        "<li>Two.</li></ol><p>x</p></div>"
    )
    assert [(block.kind, block.number, block.text) for block in blocks_of(root)] == [
        ("note", "1", "One."),
        ("note", "2", "Two."),
        ("paragraph", None, "x"),
    ]


def test_lines_of_a_heading_become_one():
    assert one_line("Chapter 1\n The Sea ") == "Chapter 1. The Sea"
    assert one_line("Why?\nBecause") == "Why? Because"


def test_empty_cells_of_a_table_are_passed_by():
    assert table_text([["a", "", "b"], ["", ""], ["c\nd", "e"]]) == "a; b\nc. d; e"


@pytest.mark.parametrize("tag", ["div", "b", "sup", "a", "li", "table", "span", "blockquote"])
def test_deep_nesting_and_long_rows_are_read(tag):
    for written in (f"<{tag}>" * 3000 + "x", f"<{tag}>x</{tag}> " * 3000):
        blocks_of(html.fragment_fromstring(written, create_parent="div"))
