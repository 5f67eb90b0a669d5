from __future__ import annotations

import pytest

from narrate.reading.frontmatter import front_matter
from narrate.reading.markdown import read_markdown


def shown(text):
    """Kind and text of every block."""
    return [(block.kind, block.text) for block in read_markdown(text).blocks]


def only(text):
    """The text of the one block."""
    (block,) = read_markdown(text).blocks
    return block.text


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("A **bold** and _soft_ `code` ~~gone~~ word.", "A bold and soft code word."),
        ("Drink H~2~O on the 20^th^ of May.", "Drink H₂O on the 20th of May."),
        ("Five km<sup>2</sup> of sand<sup>3</sup>.", "Five km² of sand."),
        ("Wind :wind_face: and {{< tip >}}rain{{< /tip >}}.", "Wind and rain."),
        ("Some {% if x %}more{% endif %} ==rain== {/* no */}fell.", "Some more rain fell."),
        ("See [[Tide table|the table]] and [[Moon]].", "See the table and Moon."),
        ("A <kbd>key</kbd> in <Note>a box</Note> `<Note>`.", "A key in a box <Note>."),
        ("It costs $5 or $10 a day.", "It costs $5 or $10 a day."),
        ("Mass is $E = mc^2$, angle $\\alpha$.", "Mass is E = mc², angle α."),
        ("One line\nand the next  \nbreaks hard.", "One line and the next\nbreaks hard."),
        ("海水**“上涨”**了，\n然后下降。", "海水“上涨”了，然后下降。"),
        ("Kept [^lost] words ![alt](x.png) here.", "Kept words here."),
        ("Escaped \\*stars\\* &amp; more.", "Escaped *stars* & more."),
    ],
)
def test_marks_go_and_words_stay(written, expected):
    assert only(written) == expected


def test_links_stand_at_their_offsets():
    (block,) = read_markdown(
        "Go **to** [the `tide` _table_](https://a.example/t), <https://b.example> or [ref][r].\n\n"
        "[r]: /page 'x'",
        url="https://c.example/post",
    ).blocks
    for link in block.links:
        assert block.text[link.start : link.start + len(link.text)] == link.text
    assert [(link.text, link.url) for link in block.links] == [
        ("the tide table", "https://a.example/t"),
        ("https://b.example", "https://b.example"),
        ("ref", "https://c.example/page"),
    ]


def test_a_link_to_nowhere_on_the_web_is_no_link():
    (block,) = read_markdown("A [b](#c) [d](javascript:e) [f](/g).").blocks
    assert (block.text, block.links) == ("A b d f.", ())


def test_blocks_have_their_kinds():
    assert shown(
        "Text.\n\n## Part {#part}\n\n> Quoted.\n\n- [x] done\n\n```js\nlet a\n```\n\n"
        "| A | B |\n|---|---|\n| 1 | |\n\n![alone](a.png)\n\nUnder\n-----\n\n***\n\n    x = 1;\n"
    ) == [
        ("paragraph", "Text."),
        ("heading", "Part"),
        ("quote", "Quoted."),
        ("item", "done"),
        ("code", "let a"),
        ("table", "A; B\n1"),
        ("picture", "alone"),
        ("heading", "Under"),
        ("code", "x = 1;"),
    ]


def test_items_keep_number_and_depth():
    blocks = read_markdown("Text.\n\n3. three\n4. four\n   - deep\n\n   more\n").blocks[1:]
    assert [(block.kind, block.level, block.number, block.text) for block in blocks] == [
        ("item", 1, "3", "three"),
        ("item", 1, "4", "four"),
        ("item", 2, None, "deep"),
        ("paragraph", None, None, "more"),
    ]


def test_footnotes_come_last_with_their_numbers():
    blocks = read_markdown(
        "One[^a] two[^7].\n\n[^7]: Seven.\n[^a]: First.\n\n    Goes on.\n"
    ).blocks
    assert [(block.kind, block.number, block.text) for block in blocks] == [
        ("paragraph", None, "One two."),
        ("note", "1", "First."),
        ("note", None, "Goes on."),
        ("note", "7", "Seven."),
    ]


@pytest.mark.parametrize(
    "written",
    [
        ":::note[Mind]\nStay.\n:::",
        "::: warning Mind\nStay.\n:::",
        '!!! note "Mind"\n    Stay.',
        "<Callout>\n    Mind\n\n    Stay.\n</Callout>",
        "<details>\n<summary>Mind</summary>\n\nStay.\n\n</details>",
        "import X from './x'\nexport const a = {\n  b: 1,\n\n  c: 2,\n};\n\nMind\n\nStay.",
        "[TOC]\n\nMind\n{: .lead}\n\n<!-- more -->\n\nStay.\n\n<style>p{}</style>",
        "<div align='center'>\n  <p>Mind</p>\n  Stay.\n</div>",
    ],
)
def test_a_dialect_is_read_as_its_words(written):
    assert shown(written) == [("paragraph", "Mind"), ("paragraph", "Stay.")]


def test_a_callout_is_a_quote_without_its_mark():
    assert shown("> [!TIP] Mind\n> Stay.") == [("quote", "Mind"), ("quote", "Stay.")]


def test_code_of_templates_is_code():
    written = "{% highlight py %}\n{{ x }}\n{% endhighlight %}\n\n```\n{{ y }} <A/>\n```"
    assert shown(written) == [("code", "{{ x }}"), ("code", "{{ y }} <A/>")]


def test_sentences_that_are_only_indented_are_no_code():
    prose = "The ferry left the harbour before the tide had turned at all."
    assert shown(f"Text.\n\n    {prose}") == [("paragraph", "Text."), ("paragraph", prose)]


def test_a_table_of_sentences_is_text():
    cell = "A long sentence that stands in a cell of a table only to be laid out beside another."
    assert shown(f"| x | y |\n|---|---|\n| {cell} | {cell} |") == [
        ("paragraph", "x"),
        ("paragraph", "y"),
        ("paragraph", cell),
        ("paragraph", cell),
    ]


def test_the_first_heading_is_the_title_and_italics_below_it_the_dek():
    article = read_markdown("# How *tides* turn\n\n_A night at sea._\n\nBy Ann Poe\n\nText.\n")
    assert (article.title, article.dek, article.author) == (
        "How tides turn",
        "A night at sea.",
        "Ann Poe",
    )
    assert [block.text for block in article.blocks] == ["Text."]


def test_a_heading_below_text_is_no_title():
    article = read_markdown("Text.\n\n# Part\n\nMore.")
    assert article.title is None
    assert len(article.blocks) == 3


HEADS = {
    "yaml": (
        '---\ntitle: "How: \\"tides\\" turn" # c\nauthors:\n  - name: Ann Poe\n    url: https://x.example'
        "\n  - Bo Lee\ndate: 2026-03-01T10:00:00Z\ndescription: >-\n  A night\n  at sea.\n"
        "lang: en_GB\ncanonical_url: https://a.example/t\n---\n"
    ),
    "yaml with a flat list": (
        "---\nlayout: post\ntitle: 'How: \"tides\" turn'\nauthor: [Ann Poe, Bo Lee]\n"
        "date: 2026-03-01\nsubtitle: A night at sea.\nlanguage: en-GB\nsource: https://a.example/t\n...\n"
    ),
    "toml": (
        '+++\ntitle = "How: \\"tides\\" turn"\nauthors = [\n  "Ann Poe",\n  "Bo Lee",\n]\n'
        'date = 2026-03-01\ndescription = """A night\nat sea."""\n[extra]\nlang = "en-GB"\n'
        'canonical = "https://a.example/t"\n+++\n'
    ),
    "definitions": (
        '[#]: subject: (How: "tides" turn)\n[#]: via: (https://a.example/t)\n[#]: lang: (en-GB)\n'
        "[#]: author: (Ann Poe, Bo Lee https://a.example/u)\n[#]: date: (2026-03-01)\n"
        "[#]: dek: (A night at sea.)\n[#]: translator: ( )\n\n"
    ),
    "comment": (
        '<!--\ntitle: How: "tides" turn\nauthor: Ann Poe, Bo Lee\ndate: 2026-03-01\n'
        "summary: A night at sea.\nlang: en-GB\nurl: https://a.example/t\n-->\n"
    ),
    "bare": (
        'Title: How: "tides" turn\nAuthors: Ann Poe, Bo Lee\nDate: 2026-03-01\n'
        "Summary: A night at sea.\nLang: en-GB\nurl: https://a.example/t\n\n"
    ),
}


@pytest.mark.parametrize("head", HEADS.values(), ids=HEADS)
def test_a_head_of_any_form_is_read_and_not_said(head):
    article = read_markdown(f'{head}# How: "tides" turn\n\nText.\n')
    assert article.title == 'How: "tides" turn'
    assert article.author == "Ann Poe, Bo Lee"
    assert article.date == "2026-03-01"
    assert article.dek == "A night at sea."
    assert article.language == "en-GB"
    assert (article.url, article.site) == ("https://a.example/t", "a.example")
    assert [block.text for block in article.blocks] == ["Text."]


@pytest.mark.parametrize(
    "text",
    [
        "---\n\nA rule first.\n\n---\nMore.",
        "Note: mind this.\n\nText.",
        "Title: is this a head?\n\nText.",
        "---\ntitle: never closed\n\nText.",
        "<!-- todo: rewrite -->\nText.",
        "",
    ],
)
def test_text_that_begins_like_a_head_stays(text):
    front, body = front_matter(text)
    assert front.title is None
    assert body == text


def test_what_a_head_says_badly_is_left_aside():
    front, body = front_matter(
        "---\ntitle: [unclosed\nauthor: Redaktion\ndate: soon\nlang: 'the usual'\nurl: /here\n"
        "image: {a: b}\n: x\n- - -\n\t- y\n&a *b !c\n---\nText."
    )
    assert (front.author, front.date, front.language, front.url) == (None, None, None, None)
    assert body == "Text."


@pytest.mark.parametrize("mark", ["[", "![", "*a", "`a", "{{", "{%", "<A {", "> ", "- ", "$a", "_"])
def test_a_long_row_of_marks_is_read(mark):
    read_markdown(mark * 10_000)
