"""Printed pages -> blocks: paragraphs, headings, items, tables, notes.

Pure: it knows where words stand on a page and how large they are, not where they come from.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

from narrate.article import Block, BlockKind
from narrate.reading.blocks import table_text
from narrate.reading.columns import (
    Line,
    body_size,
    lines_of,
    note_mark,
    without_marks,
    without_running_lines,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from narrate.reading.columns import Page

__all__ = ["blocks_of_pages", "title_of"]


@dataclass(slots=True)
class _Passage:
    """Lines that belong together."""

    kind: BlockKind
    lines: list[Line] = field(default_factory=list)
    number: str | None = None


_BULLET = re.compile(r"[•◦▪▸►‣∙·●○■□–—*-]\s+(?=\S)")
_NUMBERED = re.compile(r"(\d{1,2})[.)]\s+(?=\S)")
_CAPTION = re.compile(
    r"(?:fig(?:ure|\.)|abb(?:ildung|\.)|figura|рис(?:унок|\.)|photo|foto)\s*\d", re.IGNORECASE
)
_END = re.compile(r"[.!?:…。！？][”\"’»)\]]*\Z")
_UNSPACED = re.compile(r"[\u2e80-\u9fff\uff00-\uffef]")
_HYPHENS = "-\u2010\u00ad"


def blocks_of_pages(pages: Sequence[Page]) -> tuple[Block, ...]:
    """Read pages as blocks; notes from the feet of pages come last.

    A larger or bolder line is a heading, its level told by its size. A word that is broken at a
    line's end is joined; its hyphen stays if the document has the word with a hyphen elsewhere.
    """
    body = body_size(pages)
    shown = [without_marks(page, body) for page in without_running_lines(pages, body)]
    lines, notes = lines_of(shown, body)
    words = Counter(re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", " ".join(line.text for line in lines)))
    passages = _passages(lines, body)
    levels = _levels(passages, body)
    blocks = [_block(passage, levels, words) for passage in passages]
    return (*blocks, *(_block(passage, levels, words) for passage in _notes(notes)))


def title_of(pages: Sequence[Page]) -> str | None:
    """Tell the largest words of the first page, if they are larger than its text; else None."""
    if not pages:
        return None
    body = body_size(pages)
    lines, _ = lines_of([pages[0]], body)
    passages = [each for each in _passages(lines, body) if each.kind == "heading"]
    if not passages:
        return None
    largest = max(passages, key=lambda each: round(each.lines[0].size, 1))
    text = _joined(largest.lines, Counter())
    return text if largest.lines[0].size >= 1.15 * body and 3 <= len(text) <= 250 else None


def _notes(lines: Iterable[Line]) -> list[_Passage]:
    passages: list[_Passage] = []
    for line in lines:
        found = note_mark(line.text)
        if found or not passages:
            number = found[1] if found else None
            text = line.text[found.end() :] if found else line.text
            passages.append(_Passage("note", [replace(line, text=text)], number))
        else:
            passages[-1].lines.append(line)
    return passages


def _passages(lines: Sequence[Line], body: float) -> list[_Passage]:
    """Group lines into paragraphs, headings, items and tables."""
    steps = [
        above.y - below.y
        for above, below in pairwise(lines)
        if above.place == below.place and above.size == below.size
    ]
    leading = median(steps) if steps else 1.2 * body
    bold_text = sum(len(line.text) for line in lines if line.bold) * 2 > sum(
        len(line.text) for line in lines
    )
    passages: list[_Passage] = []
    tables = _table_lines(lines)
    for index, line in enumerate(lines):
        heading = line.size >= 1.12 * body or (line.bold and not bold_text)
        kind: BlockKind = "heading" if heading else "table" if index in tables else "paragraph"
        last = passages[-1] if passages else None
        if last is None or not _goes_on(last, line, kind, leading):
            passages.append(_begun(line, kind))
        else:
            last.lines.append(line)
    return [_settled(passage) for passage in passages]


def _table_lines(lines: Sequence[Line]) -> set[int]:
    """Find three lines and more in a row that have gaps in them, as the rows of a table have."""
    found: set[int] = set()
    begun = 0
    for index in range(len(lines) + 1):
        if index < len(lines) and len(lines[index].cells) > 1:
            continue
        block = lines[begun:index]
        if len(block) >= 3 and sum(len(line.cells) for line in block) >= 2.5 * len(block):
            found.update(range(begun, index))
        begun = index + 1
    return found


def _begun(line: Line, kind: BlockKind) -> _Passage:
    if kind == "paragraph":
        bullet, numbered = _BULLET.match(line.text), _NUMBERED.match(line.text)
        if found := bullet or numbered:
            shorter = replace(line, text=line.text[found.end() :])
            return _Passage("item", [shorter], numbered[1] if numbered else None)
    return _Passage(kind, [line])


def _goes_on(last: _Passage, line: Line, kind: BlockKind, leading: float) -> bool:
    """Whether a line belongs to the passage above it."""
    above = last.lines[-1]
    if last.kind != kind and not (last.kind == "item" and kind == "paragraph"):
        return False
    if abs(above.size - line.size) > 0.08 * line.size:
        return False
    step = above.y - line.y
    if kind in ("heading", "table"):
        return above.place == line.place and step <= 1.6 * max(leading, 1.2 * line.size)
    if above.place == line.place:
        apart = step > 1.35 * leading
    else:
        apart = abs(_width(above) - _width(line)) > 0.1 * _width(line)
    return not (apart or _begins_item(line, above) or _is_new_paragraph(last, line))


def _is_new_paragraph(last: _Passage, line: Line) -> bool:
    """Whether the line above ended short of its column, or this one is indented."""
    above = last.lines[-1]
    short = above.right < above.column[1] - 0.12 * _width(above)
    return (short and bool(_END.search(above.text))) or _is_indented(last, line)


def _width(line: Line) -> float:
    return line.column[1] - line.column[0]


def _begins_item(line: Line, above: Line) -> bool:
    found = _BULLET.match(line.text) or _NUMBERED.match(line.text)
    dash = line.text[0] in "–—*-"
    return found is not None and (not dash or bool(_END.search(above.text)))


def _is_indented(last: _Passage, line: Line) -> bool:
    """Whether a line begins further right than both its column and the line above."""
    above = last.lines[-1]
    indent = line.left - line.column[0]
    if last.kind == "item":
        first = last.lines[0]
        return line.place == first.place and line.left < first.left - 0.5 * line.size
    return indent > 0.8 * line.size and above.left - above.column[0] < 0.5 * line.size


def _settled(passage: _Passage) -> _Passage:
    """Make text again of what is too long for a heading, or too short for a table."""
    lines = passage.lines
    if passage.kind == "heading" and sum(len(line.text) for line in lines) > 250:
        return replace(passage, kind="paragraph")
    if passage.kind == "paragraph" and _CAPTION.match(lines[0].text) and len(lines) <= 4:
        return replace(passage, kind="picture")
    return passage


def _levels(passages: Iterable[_Passage], body: float) -> dict[float, int]:
    """Give each size of a heading its level: the largest is 1, the bold of the text the last."""
    sizes = {_size(each) for each in passages if each.kind == "heading"}
    larger = sorted(sizes, reverse=True)
    return {size: min(level, 6) for level, size in enumerate(larger, 1)} or {body: 1}


def _size(passage: _Passage) -> float:
    return round(passage.lines[0].size * 2) / 2


def _block(passage: _Passage, levels: dict[float, int], words: Counter[str]) -> Block:
    if passage.kind == "table":
        return Block("table", table_text([line.cells for line in passage.lines]))
    text = _joined(passage.lines, words)
    if passage.kind == "heading":
        return Block("heading", text, level=levels[_size(passage)])
    level = 1 if passage.kind == "item" else None
    return Block(passage.kind, text, level=level, number=passage.number)


def _joined(lines: Iterable[Line], words: Counter[str]) -> str:
    """Join the lines of a passage, and the words that are broken at their ends."""
    parts: list[str] = []
    for line in lines:
        if parts:
            parts[-1] = _led_on(parts[-1], line.text, words)
        parts.append(line.text)
    return "".join(parts)


def _led_on(text: str, following: str, words: Counter[str]) -> str:
    """Write a line such that the following one can be put right behind it."""
    if text[-1] in _HYPHENS and text[-2:-1].isalpha():
        return text if _keeps_hyphen(text, following, words) else text[:-1]
    if text[-1] in _HYPHENS and text[-2:-1].isdigit() and following[0].isdigit():
        return text
    unspaced = _UNSPACED.match(text[-1]) and _UNSPACED.match(following[0])
    return text if unspaced else f"{text} "


def _keeps_hyphen(text: str, following: str, words: Counter[str]) -> bool:
    """Whether a hyphen at a line's end is the word's own: "space-" and "craft" have none.

    It is before a capital, and in a compound that the document has elsewhere.
    """
    if text[-1] == "\u00ad":
        return False
    before = re.search(r"[^\W\d_]+(?:-[^\W\d_]+)*\Z", text[-60:-1])
    after = re.match(r"[^\W\d_]+", following)
    if before is None or after is None or not following[0].islower():
        return True
    return words[f"{before[0]}-{after[0]}"] > words[before[0] + after[0]]
