"""A tree of HTML or XHTML -> blocks in reading order.

It takes the tree at its word: every paragraph in it is the article's. What of a page from the web
is the article is decided elsewhere.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from narrate.article import Block, BlockKind
from narrate.reading.markup import Line, enter, is_unread, leave, line_of, name_of, roles_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.etree import _Element

__all__ = ["blocks_of", "holds_sentences", "one_line", "table_text"]

_BLOCKS = frozenset(
    """
    address article aside blockquote body caption center dd details div dl dt fieldset figcaption
    figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu ol optgroup p
    section summary table tbody td tfoot th thead tr ul
    """.split()  # noqa: SIM905 - easier to read as words
)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_PAGE_MARKS = frozenset(
    {"pagebreak", "doc-pagebreak", "pagenum", "pageno", "page-number", "pg-boilerplate"}
)
_NOTE = frozenset({"footnote", "endnote", "rearnote", "doc-footnote", "doc-endnote"})
_NOTES = frozenset({"footnotes", "endnotes", "rearnotes", "doc-endnotes", "doc-footnotes"})
_NUMBER = re.compile(r"\s*[\[(]?(\d{1,4}|[*†‡§]{1,3})[\])]?[.:]?(?:\s|$)")
_SENTENCE_END = re.compile(r"[.!?…。！？।؟]")
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def blocks_of(
    root: _Element, base: str | None = None, language: str | None = None
) -> tuple[Block, ...]:
    """Read all blocks inside `root`, in order; notes stay where they stand.

    Links are completed with the address `base`. A block says its language where its primary tag
    is another than that of `language`. A picture is a block if it stands alone, with its caption
    or its alternative text; a table one row a line (see `table_text`), if it holds data.
    """
    from lxml.etree import iterwalk  # loaded by whoever has an element

    gatherer = _Gatherer(base, language)
    walk = iterwalk(root, events=("start", "end", "comment", "pi"))
    for event, element in walk:
        if event == "start":
            if gatherer.start(element):
                walk.skip_subtree()
            continue
        if event == "end":
            gatherer.end(element)
        if element is root:
            break
        gatherer.line.add(element.tail)
    gatherer.flush()
    return tuple(gatherer.blocks)


def one_line(text: str) -> str:
    """Join the lines of a heading: "Chapter 1" above "The Sea" is "Chapter 1. The Sea"."""
    lines = [line.strip() for line in text.split("\n")]
    joined = ""
    for line in filter(None, lines):
        stop = "" if not joined or joined[-1] in ".!?:;,…—–。！？：" else "."
        joined = f"{joined}{stop} {line}" if joined else line
    return joined


def table_text(rows: Sequence[Sequence[str]]) -> str:
    """Write a table for reading: a line a row, its filled cells joined by "; "."""
    lines = ("; ".join(one_line(cell) for cell in row if cell.strip()) for row in rows)
    return "\n".join(filter(None, lines))


def holds_sentences(rows: Sequence[Sequence[str]]) -> bool:
    """Tell a table that only lays out text: one column, or mostly sentences in its cells."""
    cells = [cell for row in rows for cell in row if cell.strip()]
    if max((sum(bool(cell.strip()) for cell in row) for row in rows), default=0) < 2:
        return True
    long = [cell for cell in cells if len(cell) >= 60 and _SENTENCE_END.search(cell)]
    return sum(map(len, long)) * 2 > sum(map(len, cells))


@dataclass(slots=True)
class _List:
    """A list that is open: the number of its next item, if it is numbered."""

    number: int | None
    step: int = 1
    letters: str | None = None

    def next(self, value: str | None) -> str | None:
        if self.number is None:
            return None
        value = (value or "").strip()[:9]
        if value.isdecimal():
            self.number = int(value)
        number = self.number
        self.number += self.step
        if self.letters and 1 <= number <= 26:
            return self.letters[number - 1]
        return str(number)


@dataclass(slots=True)
class _Gatherer:
    """What is open at a point of the tree, and the blocks that are done."""

    base: str | None
    language: str | None
    blocks: list[Block] = field(default_factory=list)
    line: Line = field(default_factory=Line)
    lists: list[_List] = field(default_factory=list)
    item: tuple[int, str | None] | None = None
    heading: int | None = None
    quotes: int = 0
    notes: list[_Element] = field(default_factory=list)
    number: str | None = None
    note_lists: int = 0
    languages: list[tuple[_Element, str]] = field(default_factory=list)
    picture: str | None = None

    def start(self, element: _Element) -> bool:
        """Begin an element; True if nothing inside it is left to read."""
        name = name_of(element)
        if name == "img":
            self.picture = (self.picture or element.get("alt") or "").strip()
            return True
        if _is_skipped(element):
            return True
        if self._is_whole(element, name):
            return True
        if (tag := element.get("lang") or element.get(_LANG)) and name not in ("html", "body"):
            self.languages.append((element, tag))
        if name in _BLOCKS:
            self.flush()
            self._open(element, name)
            self.line.add(element.text)
        elif name == "br" and self.line.broken and not self.heading:
            self.flush()
        else:
            enter(self.line, element, self.base)
        return False

    def end(self, element: _Element) -> None:
        """End an element that was begun."""
        name = name_of(element)
        if name == "img" or _is_skipped(element):
            return
        if name in _BLOCKS:
            self.flush()
            self._close(element, name)
        elif name not in ("pre", "math"):
            leave(self.line, element)
        if self.languages and self.languages[-1][0] is element:
            self.languages.pop()

    def flush(self) -> None:
        """Make a block of the words gathered so far, if there are any."""
        line, self.line = self.line, Line()
        text = line.text
        picture, self.picture = self.picture, None
        if not text:
            if picture is not None and not self.heading:
                self.blocks.append(Block("picture", picture, language=self._language()))
            return
        self.blocks.append(self._block(text, line))

    def _block(self, text: str, line: Line) -> Block:
        block = Block("paragraph", text, language=self._language(), links=line.links)
        if self.notes:
            number, self.number = self.number, None
            return _without_number(replace(block, kind="note"), number)
        if self.heading:
            # Links are dropped where the text may have changed.
            joined = one_line(text)
            links = line.links if joined == text else ()
            return replace(block, kind="heading", text=joined, level=self.heading, links=links)
        if self.item:
            (level, number), self.item = self.item, None
            return replace(block, kind="item", level=level, number=number)
        return replace(block, kind="quote") if self.quotes else block

    def _is_whole(self, element: _Element, name: str) -> bool:
        """Read at once what is one block, or one word, with all that is inside."""
        if name == "pre":
            self._append_whole("code", "".join(element.itertext()).strip("\n").rstrip())
        elif name == "math":
            self.line.add(element.get("alttext") or "".join(element.itertext()))
        elif name == "figure" and _is_picture(element):
            self._append_whole("picture", _caption(element))
        elif name == "table" and (text := _data_of(element)):
            self._append_whole("table", text)
        else:
            return False
        return True

    def _append_whole(self, kind: BlockKind, text: str) -> None:
        self.flush()
        if text or kind == "picture":
            self.blocks.append(Block(kind, text, language=self._language()))

    def _open(self, element: _Element, name: str) -> None:
        roles = set(roles_of(element))
        if name in _HEADINGS:
            self.heading = _HEADINGS[name]
        elif name == "blockquote":
            self.quotes += 1
        elif name in ("ol", "ul", "menu"):
            self.lists.append(_list_of(element, name))
        elif name == "dt":
            self.item = (max(1, len(self.lists)), None)
        if roles & _NOTES:
            self.note_lists += 1
        if name == "li":
            number = self.lists[-1].next(element.get("value")) if self.lists else None
            self.item = (max(1, len(self.lists)), number)
        if roles & _NOTE or (self.note_lists and name == "li"):
            self._open_note(element)

    def _open_note(self, element: _Element) -> None:
        self.notes.append(element)
        listed = self.item[1] if self.item else None
        found = _NUMBER.match("".join(_first_words(element)))
        self.number = found[1] if found else listed
        self.item = None

    def _close(self, element: _Element, name: str) -> None:
        if name in _HEADINGS:
            self.heading = None
        elif name == "blockquote":
            self.quotes -= 1
        elif name in ("ol", "ul", "menu") and self.lists:
            self.lists.pop()
        elif name in ("li", "dt"):
            self.item = None
        if set(roles_of(element)) & _NOTES:
            self.note_lists -= 1
        if self.notes and self.notes[-1] is element:
            self.notes.pop()

    def _language(self) -> str | None:
        if not self.languages:
            return None
        tag = self.languages[-1][1].strip()
        same = self.language and tag.lower().split("-")[0] == self.language.lower().split("-")[0]
        return None if same or not tag else tag


def _is_skipped(element: _Element) -> bool:
    return is_unread(element) or not _PAGE_MARKS.isdisjoint(roles_of(element))


def _first_words(element: _Element) -> list[str]:
    words: list[str] = []
    for text in element.itertext():
        words.append(str(text))
        if sum(map(len, words)) > 20 or len(words) > 10:
            break
    return words


def _without_number(block: Block, number: str | None) -> Block:
    """Take a note's own number off its text; links move with the words."""
    found = _NUMBER.match(block.text)
    if not number or not found or found[1] != number or found.end() == len(block.text):
        shift = len(block.text) - len(block.text.lstrip(".:) "))
    else:
        shift = found.end()
    if shift == len(block.text):
        return replace(block, number=number)  # nothing else is in it
    links = tuple(
        replace(link, start=link.start - shift) for link in block.links if link.start >= shift
    )
    return replace(block, text=block.text[shift:], number=number, links=links)


def _list_of(element: _Element, name: str) -> _List:
    if name != "ol":
        return _List(None)
    start = (element.get("start") or "").strip()
    first = int(start[:9]) if re.fullmatch(r"-?[0-9]+", start[:9]) else 1
    backwards = element.get("reversed") is not None
    if backwards and not start:
        first = sum(name_of(child) == "li" for child in element)
    kind = element.get("type") or ""
    letters = {"a": "abcdefghijklmnopqrstuvwxyz", "A": "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}.get(kind)
    return _List(first, -1 if backwards else 1, letters)


def _is_picture(figure: _Element) -> bool:
    names = {name_of(each) for each in figure.iter()}
    return bool(names & {"img", "svg", "picture", "video", "iframe", "canvas", "audio"}) and not (
        names & {"pre", "table", "blockquote", "ul", "ol"}
    )


def _caption(figure: _Element) -> str:
    for each in figure.iter():
        if name_of(each) == "figcaption" and (text := line_of(each).text):
            return text
    alts = (each.get("alt") for each in figure.iter() if name_of(each) == "img")
    return next((alt.strip() for alt in alts if alt), "")


def _data_of(table: _Element) -> str | None:
    """Write a table of data; None if it holds sentences, or other blocks."""
    inside = [name_of(each) for each in table.iter()]
    if inside.count("table") > 1 or {"h1", "h2", "h3", "blockquote", "pre"} & set(inside):
        return None
    if table.get("role") in ("presentation", "none"):
        return None
    rows = [
        [line_of(cell).text for cell in row if name_of(cell) in ("td", "th")]
        for row in table.iter()
        if name_of(row) == "tr"
    ]
    if holds_sentences(rows):
        return None
    captions = [line_of(each).text for each in table.iter() if name_of(each) == "caption"]
    return "\n".join(filter(None, [*captions[:1], table_text(rows)]))
