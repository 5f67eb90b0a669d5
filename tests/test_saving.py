"""An MP3 is written whole or not at all."""

from __future__ import annotations

import subprocess
import sys

import pytest
from sounds import clip, heard, needs_mp3val, piece, tone, voice

from narrate import saving
from narrate.errors import UnwritableTarget
from narrate.recording import Recorder
from narrate.saving import save
from narrate.tags import Tags, read_tags

TAGS = Tags(title="The lighthouse", author="Jane Wren", language="en", text="Words.")


@pytest.fixture
def recording(tmp_path):
    with Recorder(tmp_path / "out" / "x.mp3") as recorder:
        for i in range(8):
            recorder.add(piece(i), clip(voice(2.0)))
        yield recorder.finish()


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "out"


def test_the_mp3_holds_tags_and_all_that_was_recorded(recording, folder):
    save(recording, folder / "x.mp3", TAGS)
    assert [it.name for it in folder.iterdir()] == ["x.mp3"]
    assert len(heard(folder / "x.mp3")) == recording.samples
    assert read_tags(folder / "x.mp3").title == "The lighthouse"


def test_a_recording_can_be_saved_twice_and_gives_the_same_bytes(recording, folder):
    save(recording, folder / "x.mp3", TAGS)
    save(recording, folder / "y.mp3", TAGS)
    assert (folder / "x.mp3").read_bytes() == (folder / "y.mp3").read_bytes()


def test_an_mp3_that_was_there_is_replaced(recording, folder):
    (folder / "x.mp3").write_bytes(b"old")
    save(recording, folder / "x.mp3", TAGS)
    assert read_tags(folder / "x.mp3").title == "The lighthouse"


def test_a_target_that_became_a_folder_is_refused_and_kept(recording, folder):
    (folder / "x.mp3").mkdir()
    with pytest.raises(UnwritableTarget, match="it is a folder"):
        save(recording, folder / "x.mp3", TAGS)
    assert [it.name for it in folder.iterdir()] == ["x.mp3"]


@pytest.mark.parametrize("error", [OSError(28, "full"), KeyboardInterrupt(), ValueError()])
def test_whatever_fails_the_old_file_stays_and_nothing_else(recording, folder, error, monkeypatch):
    (folder / "x.mp3").write_bytes(b"old")

    def fail(_: int) -> None:
        raise error

    monkeypatch.setattr(saving.os, "fsync", fail)
    expected = UnwritableTarget if isinstance(error, OSError) else type(error)
    with pytest.raises(expected):
        save(recording, folder / "x.mp3", TAGS)
    assert [(it.name, it.read_bytes()) for it in folder.iterdir()] == [("x.mp3", b"old")]


KILLED = """
import os, signal, sys
from pathlib import Path
sys.path.insert(0, {tests!r})
from sounds import clip, piece, tone
from narrate import saving
from narrate.recording import Recorder
from narrate.tags import Tags
saving.os.fsync = lambda _: os.kill(os.getpid(), signal.SIGKILL)
target = Path({target!r})
with Recorder(target) as recorder:
    recorder.add(piece(), clip(tone()))
    saving.save(recorder.finish(), target, Tags())
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there are no signals")
def test_what_a_killed_run_leaves_is_hidden_and_the_next_run_removes_it(tmp_path):
    target = tmp_path / "x.mp3"
    target.write_bytes(b"old")
    code = KILLED.format(tests=__file__.rsplit("/", 1)[0], target=str(target))
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == -9
    assert target.read_bytes() == b"old"
    left = [it.name for it in tmp_path.iterdir() if it != target]
    assert len(left) == 1
    assert left[0].startswith(".narrate-")
    with Recorder(tmp_path / "other.mp3"):
        assert [it.name for it in tmp_path.iterdir()] == ["x.mp3"]


@needs_mp3val
@pytest.mark.parametrize("clips", [1, 15])
def test_mp3val_has_no_warning(tmp_path, clips):
    path = tmp_path / "x.mp3"
    with Recorder(path) as recorder:
        for i in range(clips):
            recorder.add(piece(i), clip(tone(300, 2.0)))
        save(recorder.finish(), path, TAGS)
    report = subprocess.run(["mp3val", str(path)], capture_output=True, text=True, check=True)
    assert "WARNING" not in report.stdout
    assert "+ID3v2, CBR" in report.stdout
