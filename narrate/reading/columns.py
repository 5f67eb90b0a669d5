"""A printed page's words in reading order: columns, without running heads and page numbers.

Pure. All lengths are points, from the lower left corner of a page.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = [
    "Line",
    "Page",
    "Run",
    "body_size",
    "lines_of",
    "note_mark",
    "without_marks",
    "without_running_lines",
]

_NOTE_MARK = re.compile(r"\[?(\d{1,3}|[*†‡§]{1,2})[\].)]{0,2}\s*(?=[^\W\d]|[“«\"'(])")
_MARK = re.compile(r"(?:\d{1,3}|[*†‡§]{1,2})(?:,\s?\d{1,3})*\Z")
_PAGE_NUMBER = re.compile(
    r"(?:[-–—|\s]*(?:page|p\.|seite|página|стр\.|str\.)?\s*(?:\d{1,4}|[ivxlc]{1,7})"
    r"(?:\s*(?:/|of|von|de|из|sur)\s*\d{1,4})?[-–—|\s]*)\Z",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Run:
    """Words that stand together on one line."""

    text: str
    left: float
    right: float
    y: float
    """The baseline."""
    size: float
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """The words of one page, in any order."""

    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of one column."""

    text: str
    left: float
    right: float
    y: float
    size: float
    bold: bool
    cells: tuple[str, ...]
    column: tuple[float, float]
    """Where its column begins and ends."""
    place: tuple[int, int]
    """Page and column, in reading order."""


def note_mark(text: str) -> re.Match[str] | None:
    """Match the mark that a note at the foot of a page begins with; group 1 is the mark."""
    return _NOTE_MARK.match(text)


def body_size(pages: Iterable[Page]) -> float:
    """Find the size that most characters have."""
    weights: Counter[float] = Counter()
    for page in pages:
        for run in page.runs:
            weights[round(run.size * 2) / 2] += len(run.text)
    return weights.most_common(1)[0][0] if weights else 10.0


def _rows(runs: Iterable[Run]) -> list[list[Run]]:
    """Group runs that stand on one line, from the top; each row from the left."""
    rows: list[list[Run]] = []
    for run in sorted(runs, key=lambda run: -run.y):
        if rows and abs(rows[-1][0].y - run.y) <= 0.35 * min(rows[-1][0].size, run.size):
            rows[-1].append(run)
        else:
            rows.append([run])
    return [sorted(row, key=lambda run: run.left) for row in rows]


def without_running_lines(pages: Sequence[Page], body: float) -> list[Page]:
    """Take off page numbers, and the lines that head or foot several pages.

    A line that is larger than the text heads a chapter, though it be on many pages.
    """
    edges = [[row for row in _edges(page) if row[0].size < 1.12 * body] for page in pages]
    seen: Counter[tuple[str, int]] = Counter()
    for page_edges in edges:
        seen.update({_shape(row) for row in page_edges})
    often = 2 if len(pages) <= 4 else 3
    kept = []
    for page, page_edges in zip(pages, edges, strict=True):
        ends = [
            row for row in (*page_edges[:1], *page_edges[-1:]) if _PAGE_NUMBER.match(_text(row))
        ]
        running = [row for row in page_edges if seen[_shape(row)] >= often]
        gone = {run for row in (*ends, *running) for run in row}
        kept.append(replace(page, runs=tuple(run for run in page.runs if run not in gone)))
    return kept


def without_marks(page: Page, body: float) -> Page:
    """Take off marks of notes that stand for themselves, raised behind a word."""
    marks = [run for run in page.runs if run.size <= 0.8 * body and _MARK.match(run.text)]
    if not 0 < len(marks) <= 100:
        return page
    gone = {
        mark
        for mark in marks
        for run in page.runs
        if run.size > 1.2 * mark.size
        and 0.12 * run.size < mark.y - run.y < run.size
        and run.left < mark.left < run.right + 0.6 * run.size
    }
    return replace(page, runs=tuple(run for run in page.runs if run not in gone))


def _edges(page: Page) -> list[list[Run]]:
    """Take the two rows at the top and the two at the foot."""
    rows = _rows(page.runs)
    return rows if len(rows) <= 4 else rows[:2] + rows[-2:]


def _text(row: Iterable[Run]) -> str:
    return " ".join(run.text for run in row)


def _shape(row: Sequence[Run]) -> tuple[str, int]:
    """Describe a row such that it is the same on every page: digits aside, and at one height."""
    return re.sub(r"\d+", "#", _text(row)).strip().casefold(), round(row[0].y / 6)


def _columns(runs: list[Run], body: float, depth: int = 0) -> list[list[Run]]:
    """Cut a page into columns in reading order; what spans them cuts them in height too."""
    gutter = _gutter(runs, body) if depth < 4 else None
    if gutter is None:
        return [runs] if runs else []
    parts: list[list[Run]] = []
    left: list[Run] = []
    right: list[Run] = []

    def flush() -> None:
        for side in (left, right):
            parts.extend(_columns(side.copy(), body, depth + 1))
            side.clear()

    for run in sorted(runs, key=lambda run: (-run.y, run.left)):
        if run.left < gutter < run.right:
            if left or right or not parts:
                headings = _last_headings(left, right, body)
                flush()
                parts.append(headings)
            parts[-1].append(run)
        else:
            (left if run.right <= gutter else right).append(run)
    flush()
    return [part for part in parts if part]


def _last_headings(left: list[Run], right: list[Run], body: float) -> list[Run]:
    """Take headings off the end of the left column that are not beside the right one."""
    lowest = min((run.y for run in right), default=0.0)
    taken: list[Run] = []
    while left and right and left[-1].y < lowest and left[-1].size >= 1.12 * body:
        taken.insert(0, left.pop())
    return taken


def _gutter(runs: list[Run], body: float) -> float | None:
    """Find the middle of the white strip between two columns of text; None if there is none."""
    if len(runs) < 12:
        return None
    left, right = min(run.left for run in runs), max(run.right for run in runs)
    width = right - left
    narrow = sorted((run.left, run.right) for run in runs if run.right - run.left < 0.6 * width)
    best = (0.0, 0.0)
    reach = narrow[0][1] if narrow else 0.0
    for start, end in narrow:
        middle = (reach + start) / 2
        if start - reach > best[0] and 0.2 * width < middle - left < 0.8 * width:
            best = (start - reach, middle)
        reach = max(reach, end)
    strip, middle = best
    if strip < max(5.0, 0.6 * body):
        return None
    sides = (
        [run for run in runs if run.right <= middle],
        [run for run in runs if run.left >= middle],
    )
    crossing = len(runs) - len(sides[0]) - len(sides[1])
    if crossing > 0.4 * len(runs) or min(map(len, sides)) < 5:
        return None
    # Columns of prose have long lines; the cells of a table are short.
    if any(median(run.right - run.left for run in side) < 7 * body for side in sides):
        return None
    return middle


def lines_of(pages: Sequence[Page], body: float) -> tuple[list[Line], list[Line]]:
    """Read all lines in order: those of the text, and those of notes at the feet of columns."""
    texts: list[Line] = []
    notes: list[Line] = []
    for number, page in enumerate(pages):
        for place, runs in enumerate(_columns(list(page.runs), body)):
            lines = _column_lines(runs, (number, place))
            first_note = _first_note(lines, body, first=place == 0)
            texts += lines[:first_note]
            notes += lines[first_note:]
    return texts, notes


def _column_lines(runs: list[Run], place: tuple[int, int]) -> list[Line]:
    rows = _rows(runs)
    # A table may reach further than the text.
    whole = [row[0] for row in rows if len(row) == 1] or runs
    lefts = sorted(run.left for run in whole)
    column = (lefts[len(lefts) // 10], max(run.right for run in whole))
    return [
        Line(
            text=" ".join(_text(row).split()),
            left=row[0].left,
            right=row[-1].right,
            y=row[0].y,
            size=max(row, key=lambda run: len(run.text)).size,
            bold=all(run.bold for run in row),
            cells=tuple(run.text for run in row),
            column=column,
            place=place,
        )
        for row in rows
    ]


def _first_note(lines: Sequence[Line], body: float, *, first: bool) -> int:
    """Tell where the notes at the foot of a column begin: smaller type, and a mark first.

    The `first` column of a page has text above them.
    """
    start = len(lines)
    while start > 0 and lines[start - 1].size <= 0.92 * body:
        start -= 1
    while start < len(lines) and not note_mark(lines[start].text):
        start += 1
    return len(lines) if first and start == 0 else start
