"""The project's own articles: each has the script that a careful reader would sign.

A new article is two files: `articles/NAME.txt`, and `tests/articles/NAME.script`, which
`pytest tests/test_articles.py --write-golden` writes anew; read it before it is kept.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from test_golden import script_of, shown

TESTS = Path(__file__).parent
SOURCES = sorted(path.name for path in (TESTS.parent / "articles").glob("*.txt"))


@pytest.mark.parametrize("name", SOURCES)
def test_an_article_is_read_as_a_careful_reader_would(name, request):
    expected = TESTS / "articles" / name.replace(".txt", ".script")
    found = shown(script_of(TESTS.parent / "articles" / name))
    if request.config.getoption("--write-golden"):
        expected.write_text(found, "utf-8", newline="\n")
    assert found.splitlines() == expected.read_text("utf-8").splitlines()


def test_every_script_has_its_article():
    scripts = {path.stem for path in (TESTS / "articles").glob("*.script")}
    assert scripts == {Path(name).stem for name in SOURCES}


@pytest.mark.parametrize("name", SOURCES)
def test_nothing_that_a_listener_would_stumble_over_is_said(name):
    said = " ".join(line.text for line in script_of(TESTS.parent / "articles" / name).utterances)
    assert not set(said) & set("*†_#@[]{}|<>【】《》•→")
    assert "http" not in said
    assert "  " not in said
