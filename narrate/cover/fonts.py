"""Which of the machine's fonts has every character of a text.

Looks into the character map of TrueType and OpenType files: the table `cmap`, formats 4 and 12,
of https://learn.microsoft.com/en-us/typography/opentype/spec/cmap.
"""

from __future__ import annotations

import functools
import os
import re
import struct
import sys
from bisect import bisect_left
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["Face", "covers", "faces_with", "font_folders"]

UNSUITED = re.compile(
    r"italic|oblique|mono|cond|emoji|symbol|math|light|thin|black|ornament|display"
    r"|webdings|wingdings|lastresort|serif(?!.*sans)",
    re.IGNORECASE,
)
"""In a file's name: a font that is taken when no other will do."""
WELL_DRAWN = re.compile(
    r"inter|notosans|segoeui|helveticaneue|pingfang|hiragino|msyh|malgun|yugoth|meiryo|nirmala"
    r"|leelawad|sourcehan|wqy|roboto|opensans|liberationsans|arial",
    re.IGNORECASE,
)
BOLD = re.compile(r"bold|semibd|medium|w6|bd\.tt|uib\.ttf|arialbd", re.IGNORECASE)
MOST_FACES = 64  # a collection has up to a few dozen; a broken one may claim any number


@dataclass(frozen=True, slots=True)
class Face:
    """One font of a file; a collection (`.ttc`) holds several."""

    path: Path
    index: int

    @property
    def is_bold(self) -> bool:
        """Whether the file's name says so."""
        return BOLD.search(self.path.name) is not None

    @property
    def is_well_drawn(self) -> bool:
        """Whether it is one of the typefaces that were made for screens."""
        return WELL_DRAWN.match(self.path.name) is not None


def font_folders() -> tuple[Path, ...]:
    """Where this platform keeps its fonts; not all of them need exist."""
    home = Path.home()
    if sys.platform == "win32":
        own = Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local")
        windows = Path(os.environ.get("WINDIR") or "C:/Windows")
        return (windows / "Fonts", own / "Microsoft" / "Windows" / "Fonts")
    if sys.platform == "darwin":
        return (Path("/System/Library/Fonts"), Path("/Library/Fonts"), home / "Library" / "Fonts")
    data = Path(os.environ.get("XDG_DATA_HOME") or home / ".local" / "share")
    return (
        Path("/usr/share/fonts"),
        Path("/usr/local/share/fonts"),
        data / "fonts",
        home / ".fonts",
    )


def faces_with(text: str, folders: tuple[Path, ...] | None = None) -> Iterator[Face]:
    """Find the faces that have every character of a text but its spaces, best suited first.

    `folders` are searched instead of the platform's own.
    """
    for path in _font_files(font_folders() if folders is None else folders):
        yield from _faces_of(path, text)


def covers(font: BinaryIO, text: str, index: int = 0) -> bool:
    """Tell whether a font has a glyph for every character of a text but its spaces.

    `index` picks a face of a collection. What is broken, or no font, covers nothing.
    """
    try:
        glyph_of = _character_map(_table(font, b"cmap", index))
        return all(glyph_of(ord(char)) for char in set(text) if not char.isspace())
    except (struct.error, IndexError):
        return False


@functools.cache
def _font_files(folders: tuple[Path, ...]) -> tuple[Path, ...]:
    found = {
        Path(folder, name)
        for top in folders
        for folder, _, names in os.walk(top)
        for name in names
        if name.lower().endswith((".ttf", ".otf", ".ttc"))
    }
    return tuple(sorted(found, key=_shortcomings))


def _faces_of(path: Path, text: str) -> Iterator[Face]:
    try:
        with path.open("rb") as font:
            for index in range(_count_faces(font)):
                if covers(font, text, index):
                    yield Face(path, index)
    except (OSError, struct.error):  # unreadable, or no font for all its name
        return


def _shortcomings(path: Path) -> tuple[bool, bool, bool, str]:
    face = Face(path, 0)
    unsuited = UNSUITED.search(path.name) is not None
    return (unsuited, not face.is_well_drawn, not face.is_bold, str(path))


def _count_faces(font: BinaryIO) -> int:
    font.seek(0)
    head = font.read(12)
    return min(struct.unpack(">8xL", head)[0], MOST_FACES) if head[:4] == b"ttcf" else 1


def _table(font: BinaryIO, name: bytes, index: int) -> bytes:
    """Read one table of a face; empty where there is none."""
    font.seek(0)
    start = 0
    if font.read(4) == b"ttcf":
        font.seek(12 + 4 * index)
        (start,) = struct.unpack(">L", font.read(4))
    font.seek(start)
    (count,) = struct.unpack(">4xH6x", font.read(12))
    for _ in range(count):
        tag, offset, length = struct.unpack(">4s4xLL", font.read(16))
        if tag == name:
            font.seek(offset)
            return font.read(length)
    return b""


def _character_map(cmap: bytes) -> Callable[[int], int]:
    """Make a function from a code point to its glyph's number; 0 is no glyph."""
    readers = {4: _format_4, 12: _format_12}
    (count,) = struct.unpack_from(">2xH", cmap)
    found = {}
    for record in range(count):
        platform, _, offset = struct.unpack_from(">HHL", cmap, 4 + 8 * record)
        (form,) = struct.unpack_from(">H", cmap, offset)
        if platform in {0, 3} and form in readers:  # Unicode and Windows
            found[form] = offset
    if not found:
        return lambda _: 0
    form = max(found)  # 12 knows the characters beyond U+FFFF as well
    return readers[form](cmap[found[form] :])


def _format_12(table: bytes) -> Callable[[int], int]:
    (count,) = struct.unpack_from(">12xL", table)
    groups = list(struct.iter_unpack(">LLL", table[16 : 16 + 12 * count]))
    ends = [end for _, end, _ in groups]

    def glyph_of(code: int) -> int:
        at = bisect_left(ends, code)
        if at == len(groups) or code < groups[at][0]:
            return 0
        start, _, glyph = groups[at]
        return int(glyph) + code - int(start)

    return glyph_of


def _format_4(table: bytes) -> Callable[[int], int]:
    (length,) = struct.unpack_from(">6xH", table)
    count = length // 2
    ends = struct.unpack_from(f">{count}H", table, 14)
    starts = struct.unpack_from(f">{count}H", table, 16 + length)
    deltas = struct.unpack_from(f">{count}H", table, 16 + 2 * length)
    offsets_at = 16 + 3 * length
    offsets = struct.unpack_from(f">{count}H", table, offsets_at)

    def glyph_of(code: int) -> int:
        at = bisect_left(ends, code)
        if at == count or code < starts[at]:
            return 0
        glyph = code
        if offsets[at]:  # counted in bytes from where it stands itself
            place = offsets_at + 2 * at + offsets[at] + 2 * (code - starts[at])
            (glyph,) = struct.unpack_from(">H", table, place)
            if not glyph:
                return 0
        return int(glyph + deltas[at]) & 0xFFFF

    return glyph_of
