"""Files that are never litter: they vanish with the process that made them.

`spool` has no name where the platform allows it, so that nothing stays behind whatever ends
the process. `partial` needs a name, because only a named file can replace another; it is
hidden, bears a lock for as long as its process lives, and the next run in the same folder
removes every one whose lock is gone.
"""

from __future__ import annotations

import contextlib
import errno
import os
import sys
import tempfile
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO, cast

from narrate.errors import UnwritableTarget

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["folder_for", "mapped", "partial", "spool", "sweep"]

REASONS = {
    errno.EISDIR: "it is a folder; choose a file name",
    errno.ENOTDIR: "a part of its path is a file; choose another folder",
    errno.EEXIST: "a part of its path is a file; choose another folder",
    errno.ENOSPC: "the disk is full; free some space or choose another folder",
    errno.EDQUOT: "your share of the disk is used up; free some space or choose another folder",
    errno.EFBIG: "the disk takes no file of this size; choose another folder",
    errno.EACCES: "access is denied, or a program has it open; choose another folder",
    errno.EPERM: "access is denied; choose another folder",
    errno.EROFS: "the disk can only be read; choose another folder",
    errno.ENAMETOOLONG: "its name is too long; choose a shorter one",
}
PREFIX, SUFFIX = ".narrate-", ".part"
CLOSING = 60  # seconds in which a process on Windows renames a file that it has just closed


@contextmanager
def spool(folder: Path) -> Iterator[BinaryIO]:
    """A nameless file in a folder, to write and to read; raises OSError.

    On Windows, where an open file has a name, the system removes it when it is closed, also
    when the process is killed.
    """
    file = tempfile.TemporaryFile(dir=folder, prefix=PREFIX, suffix=SUFFIX)  # noqa: SIM115
    try:
        yield cast("BinaryIO", file)
    finally:
        with contextlib.suppress(OSError):  # a full disk, again; what it held is given up
            file.close()


@contextmanager
def partial(folder: Path) -> Iterator[tuple[BinaryIO, Path]]:
    """A new locked file in a folder and its path; removed at the end unless it was renamed.

    Raises OSError. Its permissions are those of any new file.
    """
    file, path = _new(folder)
    try:
        yield file, path
    finally:
        with contextlib.suppress(OSError):
            file.close()  # first, because Windows removes no open file
        with contextlib.suppress(OSError):
            path.unlink()


def sweep(folder: Path) -> None:
    """Remove the partial files of processes that are gone; never those of one that lives."""
    for path in folder.glob(f"{PREFIX}*{SUFFIX}"):
        with contextlib.suppress(OSError):
            _remove_if_left(path)


@contextmanager
def folder_for(target: Path) -> Iterator[Path]:
    """The folder of a file, made if need be; on an error, remove again what was made.

    Raises OSError, also where the target is a folder itself.
    """
    if target.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(target))
    folder = target.parent
    made = [path for path in (folder, *folder.parents) if not path.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    try:
        yield folder
    except BaseException:
        for path in made:
            with contextlib.suppress(OSError):  # something else lies in it by now
                path.rmdir()
        raise


@contextmanager
def mapped(target: Path) -> Iterator[None]:
    """Turn an OSError inside into an UnwritableTarget that tells the listener what to do."""
    try:
        yield
    except OSError as error:
        reason = REASONS.get(error.errno or 0, error.strerror or str(error))
        raise UnwritableTarget(f"{target} cannot be written: {reason}.") from error


def _new(folder: Path) -> tuple[BinaryIO, Path]:
    while True:
        path = folder / f"{PREFIX}{os.urandom(8).hex()}{SUFFIX}"
        file = path.open("xb")
        _lock(file)
        if path.exists():  # else another process swept it away before it was locked
            return file, path
        file.close()


if sys.platform == "win32":

    def _lock(file: BinaryIO) -> None:
        """Do nothing: an open file cannot be removed."""

    def _remove_if_left(path: Path) -> None:
        if path.stat().st_mtime < time.time() - CLOSING:
            path.unlink()

else:
    import fcntl

    def _lock(file: BinaryIO) -> None:
        with contextlib.suppress(OSError):  # where there are no locks, nothing is swept either
            fcntl.flock(file, fcntl.LOCK_EX)

    def _remove_if_left(path: Path) -> None:
        with path.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            path.unlink()
