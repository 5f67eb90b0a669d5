"""The head and tail of a page tell title, author, source and date, in many languages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrate.article import Block
from narrate.reading.dates import iso_date
from narrate.reading.head import (
    Facts,
    clean_author,
    clean_title,
    facts_in,
    host_of,
    same_words,
    without_facts,
    without_repeated_title,
)


@pytest.mark.parametrize(
    ("title", "site", "clean"),
    [
        ("Tides - The Harbour Post", "The Harbour Post", "Tides"),
        ("Tides — Harbour Post", "harbourpost.com", "Tides"),
        ("Tides | BBC News", "bbc.co.uk", "Tides"),
        ("Harbour Post » Tides", "www.harbourpost.com", "Tides"),
        ("月亮_科技_腾讯网", None, "月亮"),
        ("The Harbour Post", "The Harbour Post", "The Harbour Post"),
        ("Snake_case - and why", None, "Snake_case - and why"),
        ("Low - and high - water", "harbourpost.com", "Low - and high - water"),
        ("  Two\n lines ", None, "Two lines"),
    ],
)
def test_a_title_loses_the_sites_name_and_nothing_else(title, site, clean):
    assert clean_title(title, site) == clean


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Ann Poe", "Ann Poe"),
        ("By Ann Poe | Ann Poe", "Ann Poe"),
        ("Author: Ann Poe", "Ann Poe"),
        ("Von Anna Müller", "Anna Müller"),
        ("Von Neumann", "Von Neumann"),
        ("Ann Poe (ann@a.example)", "Ann Poe"),
        ("Автор: Иван Петров", "Иван Петров"),
        ("作者：王小明", "王小明"),
        ("@annpoe", "annpoe"),
        ("Ann Poe, Tom Kay and Maria van der Berg", "Ann Poe, Tom Kay and Maria van der Berg"),
        ("Redaktion", None),
        ("Unknown", None),
        ("佚名", None),
        ("By the editors", None),
        ("https://a.example/ann", None),
        ("a.example", None),
        ("Фото из архива", None),
        ("图片来源网络", None),
        ("a walk along the shore of the island", None),
        ("12 March 2024", None),
        ("", None),
        ("—", None),
    ],
)
def test_an_author_is_a_bare_name_or_nobody(written, name):
    assert clean_author(written) == name


@pytest.mark.parametrize(
    ("line", "facts"),
    [
        ("Author: Maren Holloway", Facts(author="Maren Holloway")),
        ("By Maren Holloway", Facts(author="Maren Holloway")),
        ("Von Henrike Sommer", Facts(author="Henrike Sommer")),
        ("Par Jean Dupont, publié le 3 mars 2024", Facts(author="Jean Dupont", date="2024-03-03")),
        ("Por Juan Pérez", Facts(author="Juan Pérez")),
        ("Автор: Иван Петров", Facts(author="Иван Петров")),
        ("作者：王小明 来源：海风", Facts(author="王小明", site="海风")),
        ("文｜李雷", Facts(author="李雷")),
        ("By Ann Poe | 1 May 2026", Facts(author="Ann Poe", date="2026-05-01")),
        ("By Ann Poe on May 1, 2026", Facts(author="Ann Poe", date="2026-05-01")),
        ("Text: Maria Huber, Fotos: Jan Kohl", Facts(author="Maria Huber")),
        (
            "Original: https://www.a.example/2024/03/01/x/",
            Facts(site="a.example", url="https://www.a.example/2024/03/01/x/"),
        ),
        (
            "原文链接：https://mp.b.example/s/abc",
            Facts(site="mp.b.example", url="https://mp.b.example/s/abc"),
        ),
        (
            "Source: Harbour Post (https://a.example/x)",
            Facts(site="Harbour Post", url="https://a.example/x"),
        ),
        ("Источник: Вечерний маяк", Facts(site="Вечерний маяк")),
        ("来源：海风日报 2024-03-01 10:00", Facts(site="海风日报", date="2024-03-01")),
        ("Monday, 6 May 2024, 10:30 am", Facts(date="2024-05-06")),
        ("发布时间：2024年3月1日 10:00", Facts(date="2024-03-01")),
        ("Veröffentlicht am 1. März 2024 um 10:30 Uhr", Facts(date="2024-03-01")),
        (
            "By Ann Poe\n1 May 2024\nSource: Harbour Post",
            Facts(author="Ann Poe", site="Harbour Post", date="2024-05-01"),
        ),
    ],
)
def test_a_line_of_facts_is_read(line, facts):
    assert facts_in(line) == facts


@pytest.mark.parametrize(
    "line",
    [
        "By Train to Vienna",
        "By the time they came, it was dark.",
        "Von der Leyen kommt nach Kiel",
        "The fire of 1 May 2004",
        "The treaty of 1 May 2004 was signed there",
        "Author: Redaktion",
        "Original: a word that philosophers love, because it means nothing at all.",
        "Text is what it is.",
        "Sources say that it is late",
        "x" * 1000,
        "",
    ],
)
def test_prose_tells_no_facts(line):
    assert facts_in(line) is None


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2026-03-01T10:30:00Z", "2026-03-01"),
        ("1 March 2026", "2026-03-01"),
        ("March 1st, 2026", "2026-03-01"),
        ("Mar. 1, 2026", "2026-03-01"),
        ("1. März 2026", "2026-03-01"),
        ("1er mars 2026", "2026-03-01"),
        ("1 de marzo de 2026", "2026-03-01"),
        ("1 marca 2026", "2026-03-01"),
        ("1 марта 2026 г.", "2026-03-01"),
        ("1 Mart 2026", "2026-03-01"),
        ("01.03.2026", "2026-03-01"),
        ("2026年3月1日", "2026-03-01"),
        ("2026년 3월 1일", "2026-03-01"),
        ("31/12/2026", "2026-12-31"),
        ("12/31/2026", "2026-12-31"),
        ("03/04/2026", None),
        ("31 February 2026", None),
        ("March 2026", None),
        ("9 Marchers 2026", None),
    ],
)
def test_dates_are_read_in_many_forms(text, date):
    assert iso_date(text) == date


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://www.toutiao.com/article/1/", "toutiao.com"),
        ("example.org/page", "example.org"),
        ("//cdn.a.example:8080/x", "cdn.a.example"),
        ("http://xn--bcher-kva.example/x", "bücher.example"),
        ("mailto:ann@a.example", None),
        ("Dr. No", None),
        ("http://[::1", None),
        ("", None),
    ],
)
def test_a_host_is_bare_and_readable(url, host):
    assert host_of(url) == host


def paragraphs(*texts):
    return tuple(Block("paragraph", text) for text in texts)


def test_facts_are_taken_from_both_ends_and_from_nowhere_else():
    prose = "The tide went out and left a row of small worlds behind. "
    blocks = paragraphs("By Ann Poe", *[prose] * 9, "Source: Middle", *[prose] * 9, "Source: End")
    facts, rest = without_facts(blocks)
    assert facts == Facts(author="Ann Poe", site="End")
    assert [block.text for block in rest if "Source" in block.text] == ["Source: Middle"]


def test_a_second_author_stays_in_the_article():
    facts, rest = without_facts(paragraphs("By Ann Poe", "By Tom Kay"))
    assert facts.author == "Ann Poe"
    assert [block.text for block in rest] == ["By Tom Kay"]


def test_the_title_is_not_said_again():
    blocks = paragraphs("TIDES!", "Tides come twice a day.", "Tides")
    assert [it.text for it in without_repeated_title(blocks, "Tides")] == [
        "Tides come twice a day.",
        "Tides",
    ]
    assert without_repeated_title(blocks, None) == blocks
    assert not same_words("***", "—")


@given(text=st.text(max_size=300), site=st.one_of(st.none(), st.text(max_size=30)))
def test_any_line_is_read_without_complaint(text, site):
    assert clean_title(text, site).split() == clean_title(text, site).split(" ") or not text.strip()
    facts_in(text)
    name = clean_author(text)
    assert name is None or any(map(str.isalpha, name))
