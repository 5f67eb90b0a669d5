"""Unfinished files are never litter, and those of others are never touched."""

from __future__ import annotations

import errno
import os
import subprocess
import sys

import pytest

from narrate.errors import UnwritableTarget
from narrate.spool import folder_for, mapped, partial, spool, sweep

HOLDER = """
import sys
from pathlib import Path
from narrate.spool import partial, spool
folder = Path(sys.argv[1])
with spool(folder) as spooled, partial(folder) as (file, path):
    spooled.write(b"x" * 100_000)
    file.write(b"x" * 100_000)
    print(path, flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def holder(tmp_path):
    """Another process that has both kinds of file open in `tmp_path`."""
    command = [sys.executable, "-c", HOLDER, str(tmp_path)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            yield process, process.stdout.readline().strip()
        finally:
            process.kill()


def test_what_is_spooled_can_be_read_again_and_has_no_name(tmp_path):
    with spool(tmp_path) as file:
        file.write(b"frames")
        file.seek(0)
        assert file.read() == b"frames"
        if sys.platform != "win32":
            assert list(tmp_path.iterdir()) == []
    assert list(tmp_path.iterdir()) == []


def test_a_partial_file_is_hidden_and_gone_at_the_end(tmp_path):
    with partial(tmp_path) as (file, path):
        file.write(b"x")
        assert list(tmp_path.iterdir()) == [path]
        assert path.name.startswith(".")
    assert list(tmp_path.iterdir()) == []


def test_a_partial_file_that_was_renamed_stays(tmp_path):
    with partial(tmp_path) as (file, path):
        file.write(b"x")
        file.close()
        path.replace(tmp_path / "x.mp3")
    assert [it.read_bytes() for it in tmp_path.iterdir()] == [b"x"]


@pytest.mark.skipif(sys.platform == "win32", reason="modes mean little here")
def test_a_new_file_may_be_read_by_whom_the_system_says(tmp_path):
    before = os.umask(0o027)
    try:
        with partial(tmp_path) as (_, path):
            assert path.stat().st_mode & 0o777 == 0o640
    finally:
        os.umask(before)


def test_files_of_a_process_at_work_are_not_swept(tmp_path, holder):
    _, path = holder
    sweep(tmp_path)
    assert [str(it) for it in tmp_path.iterdir()] == [path]


@pytest.mark.skipif(sys.platform == "win32", reason="swept a minute later here")
def test_files_of_a_killed_process_are_swept_and_nothing_else(tmp_path, holder):
    process, path = holder
    ours = tmp_path / ".narrate-notes.txt"
    ours.touch()
    process.kill()
    process.wait()
    assert sorted(map(str, tmp_path.iterdir())) == sorted([path, str(ours)])
    sweep(tmp_path)
    assert list(tmp_path.iterdir()) == [ours]


def test_a_folder_that_was_made_is_removed_when_what_follows_fails(tmp_path):
    def fail() -> None:
        with folder_for(tmp_path / "a" / "b" / "x.mp3") as folder:
            assert folder.is_dir()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_was_there_stays_when_what_follows_fails(tmp_path):
    (tmp_path / "a").mkdir()

    def fail() -> None:
        with folder_for(tmp_path / "a" / "b" / "x.mp3") as folder:
            (folder / "other").touch()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert (tmp_path / "a" / "b" / "other").exists()


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (errno.ENOSPC, "the disk is full; free some space"),
        (errno.EROFS, "the disk can only be read"),
        (errno.EACCES, "access is denied"),
        (errno.EIO, os.strerror(errno.EIO)),
    ],
)
def test_what_the_system_refuses_is_told_in_one_sentence(tmp_path, code, words):
    target = tmp_path / "x.mp3"
    with pytest.raises(UnwritableTarget) as caught, mapped(target):
        raise OSError(code, os.strerror(code))
    assert str(caught.value).startswith(f"{target} cannot be written: {words}")
    assert str(caught.value).endswith(".")
