"""A recording -> one tagged MP3, whole or not at all."""

from __future__ import annotations

import contextlib
import os
import sys
from contextlib import ExitStack
from itertools import chain
from types import MappingProxyType
from typing import TYPE_CHECKING, BinaryIO

from narrate.mp3 import info_frame
from narrate.spool import folder_for, mapped, partial
from narrate.tags import Tags, write_tags

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from narrate.recording import Recording

__all__ = ["save"]

NOTHING: Mapping[str, str] = MappingProxyType({})


def save(
    recording: Recording, target: Path, tags: Tags, beside: Mapping[str, str] = NOTHING
) -> None:
    """Write tags, the frame that tells the length, and the frames; then put it in place.

    `beside` are texts for files of the same name with another ending (`.vtt`). Until the last
    moment `target` is what it was before, and then it is the new file, on the disk for good.
    Raises UnwritableTarget, and leaves nothing behind.
    """
    head = write_tags(tags, recording.duration)
    info = info_frame(recording.frames, recording.size, recording.samples)
    with mapped(target), folder_for(target) as folder, ExitStack() as stack:
        texts = {target.with_suffix(it): [text.encode()] for it, text in beside.items()}
        ready = {}
        for place, content in {target: chain([head, info], recording.chunks()), **texts}.items():
            file, path = stack.enter_context(partial(folder))
            file.writelines(content)
            ready[place] = path
            _flush(file)
        for place, path in ready.items():  # the MP3 first: if a player holds it, all stays
            path.replace(place)
        _settle(folder)


def _flush(file: BinaryIO) -> None:
    file.flush()
    os.fsync(file.fileno())
    if sys.platform == "win32":
        file.close()  # Windows renames no open file


def _settle(folder: Path) -> None:
    """Put the new name on the disk too, where the system lets a folder be flushed."""
    if sys.platform == "win32":
        return
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
