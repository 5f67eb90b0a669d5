"""The packed streams inside a PDF, looked at before PDFium unpacks them: 94 kB can hold 7 GB.

PDFium has no limit of its own short of a gigabyte a stream, and takes some 150 bytes of memory
for each byte of a page's drawing commands.
"""

from __future__ import annotations

import re
import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["MAX_STREAM", "MAX_STREAMS", "is_bomb"]

MAX_STREAM = 12_000_000
"""Bytes of one stream that is no picture and no font, unpacked; a page of prose has some 50 kB."""
MAX_STREAMS = 500_000_000
"""Bytes of all of them, unpacked."""

_BEGIN = re.compile(rb"(?<!end)stream\r?\n")
_FONT = (b"\0\1\0\0", b"OTTO", b"true", b"ttcf", b"\1\0\4", b"%!PS", b"\x80\1")
_STEP = 65_536
_DEEPEST = 4


def is_bomb(data: bytes) -> bool:
    """Tell whether a PDF's streams unpack to more than any article needs.

    Pictures are passed by: nothing of them is unpacked to read a text.
    """
    total = 0
    for found in _BEGIN.finditer(data):
        head = data[max(0, found.start() - 1000) : found.start()].rpartition(b"obj")[2]
        packed = head.count(b"/FlateDecode") + head.count(b"/Fl ")
        if not packed or re.search(rb"/Subtype\s*/Image", head):
            continue
        if packed > _DEEPEST:
            return True
        size = _unpacked_size(data, found.end(), packed)
        total += size
        if size > MAX_STREAM or total > MAX_STREAMS:
            return True
    return False


def _unpacked_size(data: bytes, start: int, packed: int) -> int:
    """Measure a stream up to just above the limit; a font counts as nothing above it."""
    parts: Iterator[bytes] = (
        data[place : place + _STEP] for place in range(start, len(data), _STEP)
    )
    for _ in range(packed):
        parts = _inflated(parts)
    size, first = 0, b""
    for part in parts:
        first = first or part[:4]
        size += len(part)
        if size > MAX_STREAM:
            return 0 if first.startswith(_FONT) else size
    return size


def _inflated(parts: Iterator[bytes]) -> Iterator[bytes]:
    """Unpack a stream piece by piece; where it is damaged it ends."""
    inflater = zlib.decompressobj()
    for part in parts:
        rest = part
        while rest and not inflater.eof:
            try:
                unpacked = inflater.decompress(rest, _STEP)
            except zlib.error:
                return
            if unpacked:
                yield unpacked
            rest = inflater.unconsumed_tail
        if inflater.eof:
            return
