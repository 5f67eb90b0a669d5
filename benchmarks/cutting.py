"""How gTTS cuts English prose for Google's voice, and how narrate does.

    python benchmarks/cutting.py FILE...

Prints two lines, gTTS's and narrate's: requests per 1,000 characters; cuts an article where no mark
stands on either side; and those of them where not even a conjunction follows. Both get the same
paragraphs. A third line has the least cuts without a mark that any way must make.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from dataclasses import replace
from typing import TYPE_CHECKING

from gtts import gTTS

from narrate.cutting import cut
from narrate.reading import read_article
from narrate.script import write_script
from narrate.smallwords import CONJUNCTIONS

if TYPE_CHECKING:
    from narrate.article import Article


LIMIT = gTTS.GOOGLE_TTS_MAX_CHARS


def paragraphs_of(article: Article) -> list[str]:
    return [utterance.text for utterance in write_script(article).utterances]


def cuts_in_mid_clause(text: str, pieces: list[str]) -> tuple[int, int]:
    """How many joints have neither a mark before nor behind them, and no conjunction either."""
    cuts, torn, end = 0, 0, 0
    for number, piece in enumerate(pieces):
        start = text.find(piece[:20].strip(), end)
        if start < 0:  # gTTS rewords an abbreviation here and there
            continue
        between = text[end - 1 : start] if number else "."
        if not any(unicodedata.category(char).startswith("P") for char in between):
            cuts += 1
            torn += text[start:].partition(" ")[0].lower().strip(",.") not in CONJUNCTIONS["en"]
        end = start + len(piece)
    return cuts, torn


def unavoidable_cuts(text: str) -> int:
    """How many cuts the clauses that are too long for one request need."""
    clauses = re.split(r"(?<=\W)\s|\s(?=[^\w\s])", text)
    return sum(-(-len(clause) // LIMIT) - 1 for clause in clauses if clause)


def main(paths: list[str]) -> None:
    articles = [replace(read_article(path), language="en") for path in paths]
    texts = [[text for text in paragraphs_of(article) if text] for article in articles]
    characters = sum(len(text) for paragraphs in texts for text in paragraphs)
    for cutter in (
        gTTS("x", lang_check=False)._tokenize,
        lambda text: list(cut(text, LIMIT, "en")),
    ):
        pieces = [(text, cutter(text)) for paragraphs in texts for text in paragraphs]
        requests = sum(len(cut_text) for _, cut_text in pieces)
        counted = [cuts_in_mid_clause(text, cut_text) for text, cut_text in pieces]
        cuts, torn = (sum(numbers) for numbers in zip(*counted, strict=True))
        print(requests / characters * 1000, cuts / len(texts), torn / len(texts))
    print(sum(unavoidable_cuts(text) for it in texts for text in it) / len(texts))


if __name__ == "__main__":
    main(sys.argv[1:])
