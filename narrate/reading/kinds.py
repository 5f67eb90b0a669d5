"""Paragraphs of plain text that are headings, notes or pictures, told by their looks."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from narrate.addresses import is_address
from narrate.furniture import furniture_in
from narrate.reading.facts import facts_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from narrate.article import Block

__all__ = ["is_unfinished", "with_kinds"]

LONGEST_HEADING = 80
"""In characters."""
HEADINGS_IN_ROW = 3
"""More short lines one after the other are a list or verse, and no headings."""


def with_kinds(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Tell headings, notes and pictures apart from paragraphs."""
    headings = _headings(blocks)
    used: set[str] = set()
    found = []
    for index, block in enumerate(blocks):
        if block.kind == "paragraph" and _PICTURE.fullmatch(block.text):
            found.append(replace(block, kind="picture"))
        elif index in headings:
            level = 1 if _PART.match(block.text) else 2
            found.append(replace(block, kind="heading", level=level))
        else:
            found.append(_as_note(block, used))
        used.update(_name_of(match) for match in _NOTE_USED.finditer(block.text))
    return tuple(found)


def is_unfinished(text: str) -> bool:
    """Tell whether a line ends without any mark, as titles and headings do."""
    return not _FINISHED.search(text)


_FINISHED = re.compile(r"[.!?…:;,。！？：；，।؟]['\"”’»)\]』」]*$")
_MARKED = re.compile(r"\W{2}|[*†‡\[•<>|-]")
_NOTE = re.compile(
    r"(?:(?P<star>[*†‡⁎∗＊]{1,2})|\[(?P<number>\d{1,3})\]|(?P<raised>[¹²³⁰⁴-⁹]{1,3}))"
    r"\s*(?=[\w\"“«„(])"
)
_NOTE_USED = re.compile(
    r"(?<=\S)\s?(?P<star>[*†‡⁎∗＊]{1,2})(?![\w*])|(?<=\S)\s?\[(?P<number>\d{1,3})\]"
    r"|(?<=[^\W\d]{2})(?P<raised>[¹²³⁰⁴-⁹]{1,3})(?!\w)"
)
_PICTURE = re.compile(r"\[(?:Illustration|Image|Photo|Picture)\b[^\]]*\]", re.IGNORECASE)
_PART = re.compile(
    r"(?:chapter|part|book|volume|kapitel|teil|buch|chapitre|partie|livre|capítulo|parte|libro"
    r"|capitolo|hoofdstuk|deel|rozdział|część|глава|часть|книга|розділ|частина|bölüm)"
    r"\s(?:\d{1,3}|[ivxlc]{1,7}|\w{3,12})\b.{0,60}$|第[\d一二三四五六七八九十百]{1,5}[章回节節部].{0,30}$"
    r"|(?:prologue|epilogue|preface|prolog|epilog|vorwort|préface|пролог|эпилог)\.?$",
    re.IGNORECASE,
)


def _as_note(block: Block, used: set[str]) -> Block:
    """Make a paragraph a note that begins with a mark which an earlier one bears."""
    mark = _NOTE.match(block.text) if block.kind == "paragraph" else None
    if not mark or _name_of(mark) not in used:
        return block
    return replace(block, kind="note", text=block.text[mark.end() :], number=mark["number"])


def _name_of(match: re.Match[str]) -> str:
    return match["number"] or match["raised"] or match["star"]


def _headings(blocks: Sequence[Block]) -> set[int]:
    """Find short unfinished lines over finished text, at most three in a row."""
    found = set()
    row: list[int] = []
    for index, block in enumerate(blocks):
        if block.kind == "paragraph" and _PART.match(block.text) and len(block.text) < 120:
            found.add(index)
        if _may_be_heading(block):
            row.append(index)
            continue
        before = blocks[row[0] - 1] if row and row[0] else None
        if row and len(row) <= HEADINGS_IN_ROW and _is_text(block) and _ends(before):
            found.update(row)
        row = []
    return found


def _may_be_heading(block: Block) -> bool:
    text = block.text
    if block.kind != "paragraph" or "\n" in text or len(text) > LONGEST_HEADING:
        return False
    if not is_unfinished(text) or _MARKED.match(text) or len(text.split()) > 12:
        return False
    if not any(map(str.isalpha, text)) or text[0].islower() or _is_listing(text):
        return False
    return not (facts_in(text) or is_address(text) or furniture_in([block]))


def _is_listing(text: str) -> bool:
    """Whether a line enumerates: `Keywords: dew, hills, water`."""
    return len(_COMMA.findall(text)) > 1


_COMMA = re.compile("[,;，、；،]")


def _is_text(block: Block) -> bool:
    """Whether a block is what may stand under a heading."""
    finished = not is_unfinished(block.text) and len(block.text) > 30
    return finished if block.kind == "paragraph" else block.kind in ("item", "quote", "table")


def _ends(block: Block | None) -> bool:
    """Whether a new section may begin after a block."""
    if block is None or block.kind != "paragraph":
        return True
    text = block.text
    return not is_unfinished(text) or not any(map(str.isalnum, text)) or _is_listing(text)
