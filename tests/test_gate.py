"""The gate: how much of what must be said is said, and that nothing else is.

Both are counted over every story of ours in every template of `tests/pages`, in letters, on the
finished script: what stands in it is what a listener hears.
"""

from __future__ import annotations

import re
import sys
from dataclasses import replace

import pytest
from pages.stories import STORIES
from pages.templates import TEMPLATES, make_page

from narrate.reading.html import read_html
from narrate.script import write_script

SAID_AT_LEAST = 0.98
"""Of the letters that must be said."""
NOT_SAID = 0
"""Sentences that must not be said."""


def letters(text):
    return re.sub(r"[\W_]+", "", text).casefold()


def judged(page):
    """What is missing of a page's story, and what is said though it is furniture."""
    article = replace(read_html(page.html.encode()), language=page.story.language)
    script = write_script(article)
    said = letters(" ".join(line.written for line in script.utterances if line.kind != "omission"))
    story = page.story
    must = [story.title, story.dek, *(part.text for part in story.parts)]
    missing = [text for text in must if letters(text) not in said]
    wrong = [text for text in page.furniture if letters(text) in said]
    return must, missing, wrong


@pytest.mark.parametrize("name", TEMPLATES)
def test_all_that_must_be_said_is_said_and_nothing_else(name, record_property, capsys):
    total = lost = 0
    missing, wrong = [], []
    for story in STORIES:
        must, gone, leaked = judged(make_page(name, story))
        total += sum(map(len, must))
        lost += sum(map(len, gone))
        missing += gone
        wrong += [f"{story.language}: {text}" for text in leaked]
    score = 1 - lost / total
    record_property("said", round(score, 4))
    with capsys.disabled():
        sys.stdout.write(f"\n  gate, html, {name}: {score:.4f} said, {len(wrong)} wrong ")
    assert len(wrong) <= NOT_SAID, wrong
    assert score >= SAID_AT_LEAST, missing
