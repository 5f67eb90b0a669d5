"""A text in lines: as large as a box allows, broken where a line may be broken."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

__all__ = ["Setting", "set_text"]

CJK = "\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff"
OPENING = "「『（【《〈“‘"
CLOSING = "」』）】》〉，。、：；！？”’!?,.:;…ー"
WORD = re.compile(rf"\s+|[{OPENING}]*[{CJK}][{CLOSING}]*|[^\s{CJK}]+")
"""What stays together: a word, or an ideograph with the marks that cling to it."""

Measure = Callable[[str, int], float]
"""How wide a text runs at a size, in pixels."""


@dataclass(frozen=True, slots=True)
class Setting:
    """Lines at a size."""

    lines: tuple[str, ...]
    size: int
    """Of the letters, in pixels."""


def set_text(
    text: str, measure: Measure, sizes: Sequence[int], box: tuple[int, int], leading: float
) -> Setting:
    """Set a text at the first of some sizes, largest first, at which it fits into a box.

    `box` is a width and a height in pixels; there is always room for one line. `leading` is
    the distance of lines as a multiple of the size. Words are broken only where one is wider
    than the box at the last size; what does not fit even then ends in an ellipsis.
    """
    width, height = box
    must_break = _widest(text, measure, sizes[-1]) > width
    for size in sizes:
        lines = _wrapped(text, measure, size, width)
        whole = must_break or _widest(text, measure, size) <= width
        if whole and len(lines) <= _room(height, size, leading):
            return Setting(_evened(text, measure, size, width, len(lines)), size)
    most = _room(height, sizes[-1], leading)
    last = _with_ellipsis(lines[most - 1], measure, sizes[-1], width)
    return Setting((*lines[: most - 1], last), sizes[-1])


def _widest(text: str, measure: Measure, size: int) -> float:
    return max(measure(word, size) for word in WORD.findall(text))


def _room(height: int, size: int, leading: float) -> int:
    """How many lines a box takes; the last one needs no leading."""
    return max(1, 1 + int((height - size) / (size * leading)))


def _wrapped(text: str, measure: Measure, size: int, width: int) -> tuple[str, ...]:
    lines = [""]
    for word in _parts(text, measure, size, width):
        if measure((lines[-1] + word).strip(), size) <= width or not lines[-1]:
            lines[-1] += word
        else:
            lines.append(word.lstrip())
    return tuple(line.strip() for line in lines if line.strip())


def _parts(text: str, measure: Measure, size: int, width: int) -> Iterator[str]:
    """Yield words, and of a word that is wider than a line its letters."""
    for word in WORD.findall(text):
        if measure(word, size) > width:
            yield from word
        else:
            yield word


def _evened(text: str, measure: Measure, size: int, width: int, count: int) -> tuple[str, ...]:
    """Narrow the box as far as the number of lines allows, so that no line is left short."""
    wide = width
    narrow = min(wide, max(width // 2, int(_widest(text, measure, size))))
    while wide - narrow > 4:
        middle = (narrow + wide) // 2
        fits = len(_wrapped(text, measure, size, middle)) == count
        narrow, wide = (narrow, middle) if fits else (middle, wide)
    return _wrapped(text, measure, size, wide)


def _with_ellipsis(line: str, measure: Measure, size: int, width: int) -> str:
    while line and measure(f"{line}…", size) > width:
        line = line[:-1].rstrip()
    return f"{line.rstrip(',;:.')}…"
