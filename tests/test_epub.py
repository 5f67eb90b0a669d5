from __future__ import annotations

import io
import zipfile

import pytest
from documents import METADATA, make_epub, xhtml

from narrate.errors import UnreadableArticle
from narrate.reading import book as book_module
from narrate.reading.epub import read_epub

TEXT = "<h1>Low Water</h1><p>The flats lay bare for a mile.</p>"


def shown(data):
    """Kind and text of every block."""
    return [(block.kind, block.text) for block in read_epub(data, "a.epub").blocks]


def test_a_book_tells_of_itself():
    article = read_epub(
        make_epub(
            {"a.xhtml": TEXT},
            metadata=METADATA
            + '<dc:creator id="b">Cy Ill</dc:creator><meta refines="#b" property="role">ill</meta>'
            "<dc:creator>Bo Lee</dc:creator><dc:title>A Journey</dc:title>"
            "<dc:source>https://a.example/salt</dc:source>",
        )
    )
    assert (article.title, article.dek) == ("The Salt Road", "A Journey")
    assert article.author == "Ann Poe, Bo Lee"
    assert (article.language, article.date) == ("en", "2026-03-01")
    assert (article.site, article.url) == ("Harbour Press", "https://a.example/salt")


def test_chapters_come_in_spine_order_with_their_headings():
    chapters = {
        "b.xhtml": "<h1>Chapter 1<br/>Low Water</h1><p>One.</p>",
        "a.xhtml": "<h2>Chapter 2</h2><p>Two.</p>",
    }
    assert shown(make_epub(chapters)) == [
        ("heading", "Chapter 1. Low Water"),
        ("paragraph", "One."),
        ("heading", "Chapter 2"),
        ("paragraph", "Two."),
    ]


def test_a_chapter_without_heading_has_that_of_the_contents():
    nav = (
        '<nav epub:type="toc"><ol><li><a href="a.xhtml">Ebb</a></li>'
        '<li><a href="b.xhtml#top">Flood</a></li></ol></nav>'
    )
    chapters = {"a.xhtml": "<p>One.</p>", "b.xhtml": '<p class="t">FLOOD</p><p>Two.</p>'}
    assert shown(make_epub(chapters, nav=nav)) == [
        ("heading", "Ebb"),
        ("paragraph", "One."),
        ("heading", "Flood"),
        ("paragraph", "Two."),
    ]


def test_an_old_book_names_its_chapters_in_its_ncx():
    ncx = (
        '<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/"><navMap><navPoint><navLabel><text>Ebb'
        '</text></navLabel><content src="a.xhtml"/></navPoint></navMap></ncx>'
    )
    data = make_epub({"a.xhtml": "<p>One.</p>", "toc.ncx": ncx})
    whole = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(whole, "w") as new:
        for member in old.namelist():
            content = old.read(member)
            if member.endswith("toc.ncx"):
                content = ncx.encode()
            if member.endswith(".opf"):
                content = content.replace(
                    b'toc.ncx" media-type="application/xhtml+xml',
                    b'toc.ncx" media-type="application/x-dtbncx+xml',
                ).replace(b'<itemref idref="i1"/>', b"")
            new.writestr(member, content)
    assert shown(whole.getvalue()) == [("heading", "Ebb"), ("paragraph", "One.")]


def test_what_nobody_reads_out_is_left_out():
    documents = {
        "cover.xhtml": "<p>Cover words</p>",
        "title.xhtml": "<h1>The Salt Road</h1><p>by Ann Poe</p><p>Harbour Press</p>",
        "rights.xhtml": "<p>Copyright © 2026 Ann Poe. All rights reserved. ISBN 0</p>",
        "list.xhtml": "<h1>Contents</h1>"
        + "".join(f'<p><a href="a.xhtml#{i}">Part number {i}</a></p>' for i in range(6)),
        "a.xhtml": TEXT + '<section epub:type="index"><p>salt, 4</p></section>'
        '<p>Then <span epub:type="pagebreak" title="9">9</span>it '
        '<span class="pagenum">[Pg 9]</span>rained.</p>',
        "ads.xhtml": '<section epub:type="colophon"><p>Set in lead.</p></section>',
    }
    guide = '<reference type="cover" href="cover.xhtml"/>'
    assert shown(make_epub(documents, guide=guide)) == [
        ("heading", "Low Water"),
        ("paragraph", "The flats lay bare for a mile."),
        ("paragraph", "Then it rained."),
    ]


def test_notes_come_last_and_their_marks_go():
    documents = {
        "a.xhtml": '<h1>Ebb</h1><p>One<a epub:type="noteref" href="#n1">1</a>, two<sup><a '
        'href="n.xhtml#x2">2</a></sup>, three<a href="n.xhtml#x3">[3]</a>; 20<sup>th</sup>.</p>'
        '<aside epub:type="footnote" id="n1"><p><a href="#r">1</a>. First note.</p></aside>',
        "n.xhtml": "<h1>Notes</h1><h2>Ebb</h2>"
        '<p id="x2"><a href="a.xhtml#r2">2</a>. Second note.</p>'
        '<div id="x3"><p><sup><a href="a.xhtml#r3">3</a></sup> Third note. '
        '<a href="a.xhtml#r3">↩</a></p></div>',
    }
    blocks = read_epub(make_epub(documents)).blocks
    assert [(block.kind, block.number, block.text) for block in blocks] == [
        ("heading", None, "Ebb"),
        ("paragraph", None, "One, two, three; 20th."),
        ("note", "1", "First note."),
        ("note", "2", "Second note."),
        ("note", "3", "Third note."),
    ]


def test_blocks_keep_their_structure():
    body = (
        '<h1>Ebb</h1><blockquote xml:lang="fr"><p>La mer.</p></blockquote>'
        '<ol start="3"><li>Salt</li>'
        "<li><p>Sand</p><ul><li>fine</li></ul></li></ol><pre>a\n b</pre><table><tr><td>1</td><td>2"
        '</td></tr></table><figure><img src="a.jpg" alt="x"/>'
        "<figcaption>Flats</figcaption></figure>"
        '<p>H<sub>2</sub>O &amp; <a href="https://a.example">salt&nbsp;</a>.</p>'
    )
    blocks = read_epub(make_epub({"a.xhtml": body})).blocks[1:]
    assert [(b.kind, b.level, b.number, b.language, b.text) for b in blocks] == [
        ("quote", None, None, "fr", "La mer."),
        ("item", 1, "3", None, "Salt"),
        ("item", 1, "4", None, "Sand"),
        ("item", 2, None, None, "fine"),
        ("code", None, None, None, "a\n b"),
        ("table", None, None, None, "1; 2"),
        ("picture", None, None, None, "Flats"),
        ("paragraph", None, None, None, "H₂O & salt\u00a0."),
    ]
    assert blocks[-1].links[0].url == "https://a.example"


def test_a_document_outside_the_reading_order_is_not_read():
    data = make_epub({"a.xhtml": TEXT, "b.xhtml": "<p>Answers.</p>"}, linear={"b.xhtml": "no"})
    assert ("paragraph", "Answers.") not in shown(data)


def test_a_badly_written_document_is_read_all_the_same():
    broken = '<?xml version="1.0"?><html><head><title/></head><body><p>One <b>two</p><p>Three.'
    assert shown(make_epub({"a.xhtml": broken})) == [
        ("paragraph", "One two"),
        ("paragraph", "Three."),
    ]


ENCRYPTED = (
    '<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container" '
    'xmlns:e="http://www.w3.org/2001/04/xmlenc#"><e:EncryptedData><e:EncryptionMethod '
    'Algorithm="{}"/><e:CipherData><e:CipherReference URI="OEBPS/a.xhtml"/></e:CipherData>'
    "</e:EncryptedData></encryption>"
)


def test_a_locked_book_is_refused_and_one_with_scrambled_fonts_is_read():
    lock = ENCRYPTED.format("http://www.w3.org/2001/04/xmlenc#aes128-cbc")
    with pytest.raises(UnreadableArticle, match=r"a\.epub is locked by its seller's DRM"):
        shown(make_epub({"a.xhtml": TEXT}, extra={"META-INF/encryption.xml": lock}))
    fonts = ENCRYPTED.format("http://www.idpf.org/2008/embedding")
    assert shown(make_epub({"a.xhtml": TEXT}, extra={"META-INF/encryption.xml": fonts}))


def test_a_bomb_is_refused_before_it_goes_off():
    """A small file that unpacks to more than a book can hold is not unpacked whole."""
    data = make_epub({"a.xhtml": xhtml("<p>" + "a" * (book_module.MAX_MEMBER + 1) + "</p>")})
    assert len(data) < 50_000
    with pytest.raises(UnreadableArticle, match="unpacks to more than"):
        shown(data)


def test_many_members_together_are_bounded_too(monkeypatch):
    monkeypatch.setattr(book_module, "MAX_TEXT", 20_000)
    with pytest.raises(UnreadableArticle, match="unpacks to more than"):
        shown(make_epub({f"{i}.xhtml": TEXT + "<p>" + "a" * 5000 + "</p>" for i in range(5)}))


def test_entities_are_not_expanded(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("hidden", encoding="utf-8")
    entities = "".join(f'<!ENTITY e{i + 1} "{f"&e{i};" * 10}">' for i in range(12))
    for declared, used in (
        (f'<!ENTITY e0 "ha">{entities}', "&e12;"),
        (f'<!ENTITY e SYSTEM "{secret.as_uri()}">', "&e;"),
    ):
        document = (
            f'<?xml version="1.0"?><!DOCTYPE html [{declared}]>'
            '<html xmlns="http://www.w3.org/1999/xhtml">'
            f"<body><p>Text {used} more.</p></body></html>"
        )
        texts = " ".join(text for _, text in shown(make_epub({"a.xhtml": document})))
        assert "Text" in texts
        assert len(texts) < 100
        assert "hidden" not in texts


def test_deep_nesting_is_read_or_refused():
    deep = "<div>" * 10_000 + "Deep." + "</div>" * 10_000
    data = make_epub({"a.xhtml": TEXT, "b.xhtml": xhtml(deep)})
    assert ("paragraph", "The flats lay bare for a mile.") in shown(data)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda members: members.pop("OEBPS/book.opf"), "no package document"),
        (lambda members: members.update({"OEBPS/book.opf": b""}), "package document is missing"),
        (lambda members: members.pop("OEBPS/a.xhtml"), "no text"),
        (
            lambda members: members.update({"OEBPS/a.xhtml": xhtml("<img src='1.jpg'/>").encode()}),
            "no text",
        ),
    ],
)
def test_a_book_with_parts_missing_says_so(change, message):
    with zipfile.ZipFile(io.BytesIO(make_epub({"a.xhtml": TEXT}))) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    change(members)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    with pytest.raises(UnreadableArticle, match=message):
        read_epub(target.getvalue(), "a.epub")


def test_no_path_leads_out_of_the_book(tmp_path, monkeypatch):
    (tmp_path / "outside.xhtml").write_text(xhtml("<p>Outside.</p>"), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    data = make_epub({"a.xhtml": TEXT, "../../outside.xhtml": "<p>Zipped outside.</p>"})
    assert all("utside" not in text for _, text in shown(data))


def test_a_cut_file_is_damaged():
    with pytest.raises(UnreadableArticle, match="damaged"):
        read_epub(make_epub({"a.xhtml": TEXT})[:-30], "a.epub")
