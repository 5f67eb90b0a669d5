"""Golden pairs: a source in `golden/`, and beside it the script that a careful reader would sign.

A new case is two files and no code: `NAME.ENDING`, and `NAME.ENDING.script`, which
`pytest tests/test_golden.py --write-golden` writes anew for every pair. What it wrote is to be
read, line by line, before it is kept. A folder `NAME.epub` holds a book's documents as they stand
in its zip, in order of their names, and `metadata.xml`.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from documents import make_epub

from narrate.language import detect_language, with_block_languages
from narrate.reading import read_article
from narrate.script import Skipped, lines_of, write_script

FOLDER = Path(__file__).parent / "golden"
SOURCES = sorted(path.name for path in FOLDER.iterdir() if path.suffix != ".script")
FORMS = {"txt", "md", "mdx", "html", "epub", "pdf"}
LANGUAGES = {"en", "de", "fr", "es", "it", "pt", "nl", "pl", "ru", "zh", "ja", "ar"}
HEAD = ("title", "dek", "author", "site", "url", "date", "language")


def source_of(name, folder):
    """The path of a pair's source; a book's folder is packed first."""
    path = FOLDER / name
    if not path.is_dir():
        return path
    parts = sorted(path.glob("*.xhtml"))
    book = folder / name
    book.write_bytes(
        make_epub(
            {part.name: part.read_text("utf-8") for part in parts},
            metadata=(path / "metadata.xml").read_text("utf-8"),
        )
    )
    return book


def script_of(path):
    """The script as `narrate script` writes it, with every default."""
    article = read_article(str(path))
    if article.language is None:
        article = with_block_languages(replace(article, language=detect_language(article)))
    return write_script(article)


def shown(script):
    """A script as plain text: its facts, then a line for all that is said or skipped.

    `0.6 paragraph fr` is a paragraph in French (where the article is not) after 0.6 s of silence.
    """
    facts = [f"{name}: {value}" for name in HEAD if (value := getattr(script, name))]
    return "\n".join([*facts, "", *(line(it, script) for it in lines_of(script))]) + "\n"


def line(it, script):
    if isinstance(it, Skipped):
        return f"    not said, {it.reason}: {' / '.join(it.text.split(chr(10)))}"
    level = f" {it.level}" if it.level else ""
    language = f" {it.language}" if it.language != script.language else ""
    return f"{it.pause_ms / 1000:g} {it.kind}{level}{language}: {it.text}"


@pytest.mark.parametrize("name", SOURCES)
def test_an_article_is_read_as_a_careful_reader_would(name, tmp_path, request):
    expected = FOLDER / f"{name}.script"
    found = shown(script_of(source_of(name, tmp_path)))
    if request.config.getoption("--write-golden", default=False):
        expected.write_text(found, "utf-8", newline="\n")
    assert found.splitlines() == expected.read_text("utf-8").splitlines()


def test_every_source_has_its_script_and_every_script_its_source():
    scripts = {path.name.removesuffix(".script") for path in FOLDER.glob("*.script")}
    assert scripts == set(SOURCES)


def test_the_pairs_are_at_least_forty_over_every_form_and_twelve_languages():
    assert len(SOURCES) >= 40
    assert {name.rpartition(".")[2] for name in SOURCES} >= FORMS
    spoken = {(FOLDER / f"{name}.script").read_text("utf-8") for name in SOURCES}
    told = {text.split("\nlanguage: ", 1)[1].split("\n")[0].split("-")[0] for text in spoken}
    assert told >= LANGUAGES
