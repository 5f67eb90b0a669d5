"""What is said: an article as utterances in order, and what is left out, and why.

Pure: no file, no network, no clock, no engine. All that can be decided before a word is
spoken is decided here, as data.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from narrate.addresses import host_of
from narrate.cutting import Piece, parts_of
from narrate.errors import NothingToSay
from narrate.furniture import furniture_in
from narrate.phrases import phrase
from narrate.wording import has_words, sentence, speakable

if TYPE_CHECKING:
    from narrate.article import Article, Block, BlockKind

__all__ = [
    "Lexicon",
    "Manner",
    "Script",
    "Skipped",
    "Utterance",
    "UtteranceKind",
    "lines_of",
    "pieces_of",
    "write_script",
]

UtteranceKind = Literal[
    "title", "dek", "author", "source", "running-time",
    "heading", "paragraph", "item", "quote", "note", "omission",
]  # fmt: skip

Lexicon = Callable[[str, str], str]
"""How the listener wants words said: speakable text and its language (BCP 47) -> the same
text, respelled."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How an article is to be read out, where a listener may choose."""

    code: Literal["announce", "read", "skip"] = "announce"
    """Of blocks of code: say that one is omitted, read it, or pass over it."""
    tables: Literal["announce", "read", "skip"] = "announce"
    """Of tables of data, the same."""
    notes: Literal["end", "skip"] = "end"
    """Of the bodies of notes: read them as the last part, or not at all."""
    keep_all: bool = False
    """Read the platform's furniture too: notices, calls to subscribe, page numbers."""
    lexicon: Lexicon | None = None
    """Changes what is said, never what is shown as written."""


@dataclass(frozen=True, slots=True)
class Utterance:
    """One thing said in one breath of thought: a title, a paragraph, an announcement."""

    kind: UtteranceKind
    text: str
    """The speakable words."""
    written: str
    """The same as it stands on the page; of an announcement, what is announced."""
    pause_ms: int
    """The silence before it, in milliseconds."""
    language: str
    """BCP 47."""
    level: int | None = None
    """Of a heading 1 to 6, else None."""
    block: int | None = None
    """Which of the article's blocks it speaks; None in the head."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """What stands on the page and is not spoken."""

    text: str
    reason: str
    """A few words for the listener: `platform notice`."""
    block: int | None = None


@dataclass(frozen=True, slots=True)
class Script:
    """All that is said, in order, with its pauses; all that is not, with its reasons."""

    title: str | None
    language: str
    """BCP 47; what an utterance speaks unless it says otherwise."""
    utterances: tuple[Utterance, ...]
    skipped: tuple[Skipped, ...] = ()
    dek: str | None = None
    author: str | None = None
    site: str | None = None
    url: str | None = None
    date: str | None = None


PAUSES: dict[UtteranceKind, int] = {
    "title": 0,
    "dek": 700,
    "author": 700,
    "source": 350,
    "heading": 1000,
    "paragraph": 600,
    "quote": 600,
    "omission": 600,
    "item": 400,
    "note": 500,
}
"""The silence before each kind of utterance, in milliseconds."""

AFTER_HEAD = 1200
"""The silence between the head and the first block, in milliseconds."""
AFTER_SENTENCE = 300
"""The silence between two pieces of one utterance where a sentence ends."""
AFTER_CLAUSE = 120
"""The same where a comma, colon or the like stands; in mid-phrase there is none."""


def write_script(article: Article, manner: Manner | None = None) -> Script:
    """Decide what is said of an article, in its own language (`article.language`).

    Each block of the article is in exactly one of the script's `utterances` and `skipped`.
    Raises NothingToSay where nothing is left to say, and ValueError for an article whose
    language nobody has found out.
    """
    if article.language is None:
        raise ValueError("The article's language must be known before its script is written")
    writer = _Writer(article, manner or Manner(), article.language)
    body = list(writer.body())
    spoken = [line for line in body if isinstance(line, Utterance)]
    head = list(writer.head())
    if not spoken and not any(line.kind in ("title", "dek") for line in head):
        raise NothingToSay("There is nothing in this article that a voice could say.")
    if head and spoken:
        spoken[0] = replace(spoken[0], pause_ms=max(AFTER_HEAD, spoken[0].pause_ms))
    spoken = [*head, *spoken]
    return Script(
        title=article.title,
        language=article.language,
        utterances=(replace(spoken[0], pause_ms=0), *spoken[1:]),
        skipped=tuple(line for line in body if isinstance(line, Skipped)),
        dek=article.dek,
        author=article.author,
        site=article.site,
        url=article.url,
        date=article.date,
    )


def pieces_of(script: Script, max_chars: int, *, pack: bool = True) -> tuple[Piece, ...]:
    """Cut every utterance into pieces of at most `max_chars` characters, with their pauses.

    With `pack` short neighbouring sentences share a piece (for a voice that is asked over a
    network); without, each sentence is a piece (a local voice, a transcript that follows).
    """
    pieces = []
    for index, utterance in enumerate(script.utterances):
        pauses = {"start": utterance.pause_ms, "sentence": AFTER_SENTENCE, "clause": AFTER_CLAUSE}
        owed = 0
        for part in parts_of(utterance.text, max_chars, utterance.language, pack=pack):
            owed = max(owed, pauses.get(part.joint, 0))
            if has_words(part.text):
                pieces.append(Piece(part.text, utterance.language, index, owed))
                owed = 0
    return tuple(pieces)


def lines_of(script: Script) -> Iterator[Utterance | Skipped]:
    """Give all that is said and all that is skipped, as a reader would come upon it."""
    skipped = list(script.skipped)
    for utterance in script.utterances:
        while utterance.block is not None and skipped and (skipped[0].block or 0) < utterance.block:
            yield skipped.pop(0)
        yield utterance
    yield from skipped


class _Writer:
    """Writes the lines of one script; holds nothing that changes."""

    def __init__(self, article: Article, manner: Manner, language: str) -> None:
        self.article = article
        self.manner = manner
        self.language = language

    def head(self) -> Iterator[Utterance]:
        """Say title, dek, author and source."""
        article, language = self.article, self.language
        if article.title:
            yield from self.line("title", sentence(article.title, language), article.title)
        if article.dek:
            yield from self.line("dek", sentence(article.dek, language), article.dek)
        if article.author and (name := speakable(article.author, language).rstrip(".")):
            yield from self.line("author", phrase("author", language, name=name), article.author)
        site = article.site or (host_of(article.url) if article.url else None)
        if site and (name := speakable(site, language).rstrip(".")):
            words = phrase("source", language, site=name)
            yield from self.line("source", words, article.url or site)

    def body(self) -> Iterator[Utterance | Skipped]:
        """Say or skip every block, the notes last."""
        blocks = self.article.blocks
        unwanted = {} if self.manner.keep_all else furniture_in(blocks)
        notes = []
        before: str | None = None
        unwanted |= dict.fromkeys(_headings_of_notes(blocks), "heading of the notes")
        for index, block in enumerate(blocks):
            if index in unwanted:
                yield Skipped(block.text, unwanted[index], index)
            elif block.kind == "note":
                notes.append((index, block))
            else:
                yield from self.block(index, block, before)
                before = block.kind
        yield from self.notes(notes)

    def block(self, index: int, block: Block, before: str | None) -> Iterator[Utterance | Skipped]:
        """Say or skip one block; `before` is the kind of the one before it."""
        if block.kind == "picture":
            yield Skipped(block.text, "picture", index)
            return
        wishes = {"code": self.manner.code, "table": self.manner.tables}
        wish = wishes.get(block.kind, "read")
        if wish == "read":
            yield self.words(index, block)
        elif wish == "skip" or before == block.kind:
            yield Skipped(block.text, block.kind, index)
        else:
            words = phrase(block.kind, self.language)
            said = next(self.line("omission", words, block.text, block=index), None)
            yield said or Skipped(block.text, block.kind, index)

    def words(self, index: int, block: Block) -> Utterance | Skipped:
        """Say a block in its own words, if any are left."""
        language = block.language or self.language
        kind = _SPOKEN_AS[block.kind]
        text = (sentence if kind in ("heading", "item") else speakable)(block.text, language)
        if not text:
            return Skipped(block.text, "ornament", index)
        if kind == "item" and block.number:
            text = f"{block.number}: {text}"
        said = next(self.line(kind, text, block.text, language=language, block=index), None)
        if said is None:
            return Skipped(block.text, "silent by the listener's own words", index)
        return replace(said, level=block.level if kind == "heading" else None)

    def notes(self, notes: list[tuple[int, Block]]) -> Iterator[Utterance | Skipped]:
        """Say the bodies of the notes under a heading of their own."""
        if self.manner.notes == "skip":
            yield from (Skipped(block.text, "note", index) for index, block in notes)
            return
        lines = [self.words(index, block) for index, block in notes]
        if any(isinstance(line, Utterance) for line in lines):
            words = phrase("notes", self.language)
            for heading in self.line("heading", words, words.rstrip(".。।")):
                yield replace(heading, level=1)
        yield from lines

    def line(
        self,
        kind: UtteranceKind,
        text: str,
        written: str,
        *,
        language: str | None = None,
        block: int | None = None,
    ) -> Iterator[Utterance]:
        """Make one utterance, as the lexicon has it, if there is a word in it."""
        language = language or self.language
        if self.manner.lexicon:
            text = self.manner.lexicon(text, language)
        if has_words(text):
            yield Utterance(kind, text, written, PAUSES[kind], language, block=block)


def _headings_of_notes(blocks: Sequence[Block]) -> Iterator[int]:
    """Find headings under which nothing stands but notes, which are said under their own."""
    under: set[str] = set()
    for index in range(len(blocks) - 1, -1, -1):
        kind = blocks[index].kind
        if kind == "heading" and under == {"note"}:
            yield index
        under = set() if kind == "heading" else under | {kind}


_SPOKEN_AS: dict[BlockKind, UtteranceKind] = {
    "paragraph": "paragraph",
    "heading": "heading",
    "item": "item",
    "quote": "quote",
    "note": "note",
    "code": "paragraph",
    "table": "paragraph",
}
