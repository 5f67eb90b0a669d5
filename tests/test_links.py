"""The links of a block."""

from __future__ import annotations

from narrate.article import Block, Link
from narrate.links import links_of


def test_links_and_bare_addresses_are_found_in_order_each_once():
    text = "See the pier, https://a.example/x, or www.b.example. And https://c.example/y (there)."
    pier = Link("pier", "https://pier.example/", 8)
    there = Link("https://c.example/y", "https://c.example/y?from=walk", 57)
    assert links_of(Block("paragraph", text, links=(there, pier))) == [
        pier,
        Link("https://a.example/x", "https://a.example/x", 14),
        Link("www.b.example", "https://www.b.example", 38),
        there,
    ]


def test_what_a_listener_cannot_open_is_no_link():
    block = Block(
        "paragraph",
        "One, two, ftp://old.example/file, three.",
        links=(Link("One", "#note", 0), Link("two", "mailto:ann@b.example", 5)),
    )
    assert links_of(block) == []
