"""The typeface for a text: one of the machine's, else the one that Pillow brings."""

from __future__ import annotations

import functools
import io
import itertools
import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from narrate.cover.fonts import covers, faces_with

if TYPE_CHECKING:
    from PIL import ImageFont

    from narrate.cover.fonts import Face

__all__ = ["Typeface", "drawable", "runs_from_the_right", "typeface_for"]

SHAPED = re.compile(
    "[\u0300-\u036f\u0590-\u109f\u1780-\u18af\ufb1d-\ufdff\ufe70-\ufefe\U00010800-\U00011fff]"
)
"""What runs from the right, or joins and stacks its letters: Hebrew to Khmer, loose accents."""
IDEOGRAPH = re.compile("[\u2e80-\u2fff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
DRAWERS = {
    "ja": ("JP", "Gothic", "Hiragino Sans", "Hiragino Kaku", "Meiryo"),
    "ko": ("KR", "Malgun", "SD Gothic", "Nanum"),
    "zh-hant": ("TC", "HK", "JhengHei", "MingLiU"),
    "zh": ("SC", "GB", "YaHei", "SimHei", "WenQuanYi"),
}
"""Words in the names of the fonts that draw the shared ideographs a language's way."""
TRADITIONAL = {"zh-tw", "zh-hk", "zh-mo", "yue"}
JOINERS = "\u200c\u200d"  # they shape the letters beside them and need no glyph


@dataclass(frozen=True, slots=True)
class Typeface:
    """A typeface that has every character of some text."""

    face: Face | None
    """None is the one that Pillow brings, Aileron: few characters, but well drawn."""

    @property
    def is_bold(self) -> bool:
        """Whether it needs no thickening."""
        return self.face is not None and self.face.is_bold

    def font(self, size: int) -> ImageFont.FreeTypeFont:
        """Cut it at a size in pixels."""
        return _font(self.face, size)

    def width(self, text: str, size: int) -> float:
        """Measure how far a text runs, in pixels."""
        return self.font(size).getlength(text)


def drawable(text: str) -> str:
    """Drop what no text font draws: emoji, marks that cannot be seen, doubled spaces."""
    kept = "".join(filter(_is_drawable, unicodedata.normalize("NFC", " ".join(text.split()))))
    return " ".join(kept.split())


def runs_from_the_right(text: str) -> bool:
    """Tell whether a line starts at the right: its first letter does (Unicode UAX 9, P2-P3)."""
    ways = (unicodedata.bidirectional(char) for char in text)
    return next((way != "L" for way in ways if way in {"L", "R", "AL"}), False)


@functools.lru_cache(maxsize=64)
def typeface_for(text: str, language: str | None) -> Typeface | None:
    """Find a typeface with every character of a text; None where there is none.

    `language` (BCP 47) chooses between typefaces that draw the same ideographs in other ways.
    Scripts whose letters join or run from the right need the library Raqm beside Pillow.
    """
    from PIL import features

    if not text or (SHAPED.search(text) and not features.check("raqm")):
        return None
    letters = "".join(char for char in text if char not in JOINERS)
    face = _best_face(letters, language)
    if (face is None or not face.is_well_drawn) and covers(io.BytesIO(_bundled()), letters):
        return Typeface(None)
    return None if face is None else Typeface(face)


def _is_drawable(char: str) -> bool:
    kind = unicodedata.category(char)
    if kind in {"So", "Cf"}:
        return char in f"©®™°{JOINERS}"
    return kind not in {"Cc", "Cs", "Cn", "Co", "Sk"} and not "\ufe00" <= char <= "\ufe0f"


def _best_face(text: str, language: str | None) -> Face | None:
    from PIL import ImageFont

    faces = list(itertools.islice(faces_with(text), 12))
    for face in faces if IDEOGRAPH.search(text) else ():
        family = ImageFont.truetype(face.path, 10, face.index).getname()[0] or ""
        if any(word in family for word in _drawers(language or "")):
            return face
    return faces[0] if faces else None


def _drawers(language: str) -> tuple[str, ...]:
    tag = language.replace("_", "-").lower()
    if tag in TRADITIONAL:
        tag = "zh-hant"
    return next((words for start, words in DRAWERS.items() if tag.startswith(start)), ())


@functools.cache
def _bundled() -> bytes:
    from PIL import ImageFont

    font = ImageFont.load_default(10)
    return font.font_bytes if isinstance(font, ImageFont.FreeTypeFont) else b""


@functools.lru_cache(maxsize=32)
def _font(face: Face | None, size: int) -> ImageFont.FreeTypeFont:
    from PIL import ImageFont

    if face is None:
        return ImageFont.truetype(io.BytesIO(_bundled()), size)
    return ImageFont.truetype(face.path, size, face.index)
