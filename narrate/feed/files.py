"""Files that appear whole or not at all, whoever else writes them at the same time."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from narrate.spool import partial

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["put"]


def put(path: Path, content: bytes, *, flush: bool = False, tries: int = 5) -> None:
    """Make a file have this content; one that has it already is not touched.

    `flush` waits until it is on the disk for good. Raises OSError.
    """
    if path.is_file() and path.read_bytes() == content:
        return
    try:
        _replace(path, content, flush=flush)
    except FileNotFoundError:  # another run took the new file for litter, just as it began
        if tries == 1 or not path.parent.is_dir():
            raise
        put(path, content, flush=flush, tries=tries - 1)


def _replace(path: Path, content: bytes, *, flush: bool) -> None:
    with partial(path.parent) as (file, unfinished):
        file.write(content)
        file.flush()
        if flush:
            os.fsync(file.fileno())
        if os.name == "nt":
            file.close()  # Windows renames no open file; elsewhere its lock tells that we live
        unfinished.replace(path)
