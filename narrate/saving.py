"""A recording -> one tagged MP3, whole or not at all."""

from __future__ import annotations

import contextlib
import os
import sys
from typing import TYPE_CHECKING

from narrate.mp3 import info_frame
from narrate.spool import folder_for, mapped, partial
from narrate.tags import Tags, write_tags

if TYPE_CHECKING:
    from pathlib import Path

    from narrate.recording import Recording

__all__ = ["save"]


def save(recording: Recording, target: Path, tags: Tags) -> None:
    """Write tags, the frame that tells the length, and the frames; then put it in place.

    Until the last moment `target` is what it was before, and then it is the new file, on the
    disk for good. Raises UnwritableTarget, and leaves nothing behind.
    """
    head = write_tags(tags, recording.duration)
    info = info_frame(recording.frames, recording.size, recording.samples)
    with mapped(target), folder_for(target) as folder, partial(folder) as (file, path):
        file.write(head)
        file.write(info)
        for chunk in recording.chunks():
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())
        if sys.platform == "win32":
            file.close()  # Windows renames no open file
        path.replace(target)
        _settle(folder)


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
