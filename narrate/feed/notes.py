"""Show notes as players want them: a little HTML, with the chapters' times, in 4,000 bytes."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from narrate.tags import Chapter

__all__ = ["MOST_BYTES", "clock", "notes_html"]

MOST_BYTES = 4000
"""What Apple and others show of a description, counted in UTF-8."""
ROOM_FOR_WORDS = 1200  # bytes that a long list of chapters leaves to the words before it
FEWEST_CHAPTERS = 3  # players look for no chapters in a description that names fewer times
ADDRESS = re.compile(r"https?://[^\s<>\"]*[^\s<>\"'.,;:!?)\]]")
TIME = re.compile(r"(?m)^(?:(\d{1,2}):)?(\d{1,2}):(\d\d)(?=\s)")


def clock(milliseconds: int) -> str:
    """A time as `00:00:00`, cut to the second as players do."""
    minutes, seconds = divmod(milliseconds // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}"


def notes_html(summary: str, chapters: Sequence[Chapter]) -> str:
    """Show notes as HTML of at most 4,000 bytes, with every chapter's time if there are three.

    What does not fit is cut at the end of the words before the chapters, and then at the end of
    the chapters.
    """
    text = TIME.sub(_as_clock, summary.strip())
    times = [f"{clock(it.start)} {_one_line(it.title)}" for it in chapters]
    if len(times) < FEWEST_CHAPTERS or all(time in text for time in times):
        return _html(text, MOST_BYTES)
    listed = _html("\n".join(times), MOST_BYTES - ROOM_FOR_WORDS)
    return _html(text, MOST_BYTES - len(listed.encode())) + listed


def _as_clock(time: re.Match[str]) -> str:
    hours, minutes, seconds = (int(part or 0) for part in time.groups())
    return clock(1000 * (3600 * hours + 60 * minutes + seconds))


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _html(text: str, room: int) -> str:
    """One paragraph for each block of lines, as many as fit."""
    shown = ""
    for block in re.split(r"\n\s*\n", text):
        paragraph = _paragraph(block, room - len(shown.encode()))
        shown += paragraph
        if not paragraph or paragraph.endswith("…</p>"):
            break
    return shown


def _paragraph(block: str, room: int) -> str:
    lines: list[str] = []
    room -= len("<p></p>")
    for line in block.strip().split("\n"):
        room -= len("<br/>") if lines else 0
        html = _linked(line.strip())
        if len(html.encode()) > room:
            cut = _cut(line.strip(), room)
            lines += [cut] if cut else []
            break
        lines.append(html)
        room -= len(html.encode())
    inside = "<br/>".join(lines)
    return f"<p>{inside}</p>" if inside else ""


def _linked(line: str) -> str:
    """A line as HTML whose addresses can be followed."""
    html, at = "", 0
    for found in ADDRESS.finditer(line):
        url = escape(found[0])
        html += escape(line[at : found.start()], quote=False) + f'<a href="{url}">{url}</a>'
        at = found.end()
    return html + escape(line[at:], quote=False)


def _cut(line: str, room: int) -> str:
    """As much of a line as fits, cut between characters, and an ellipsis."""
    least, most = 0, len(line)
    while least < most:
        middle = (least + most + 1) // 2
        fits = len(f"{escape(line[:middle], quote=False)}…".encode()) <= room
        least, most = (middle, most) if fits else (least, middle - 1)
    return f"{escape(line[:least].rstrip(), quote=False)}…" if least else ""
