"""The store: what is put is found again, or it is a miss; never wrong, never in the way."""

from __future__ import annotations

import os
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from narrate.engine import Clip
from narrate.errors import UnknownLanguage
from narrate.store import Contents, Store, cache_folder, key_of

VOICE = SimpleNamespace(name="v", version="1", languages=frozenset({"en", "en-GB", "de"}))
CLIP = Clip(b"\xff\xf3 sound \n\x00 of a voice", "mp3", None)


def key(text="Hello", language="en", **facts):
    return key_of(SimpleNamespace(**{**vars(VOICE), **facts}), text, language)


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path)


def files(store):
    return [path for path in store.folder.rglob("*") if path.is_file()]


@pytest.mark.parametrize(
    "clip", [CLIP, Clip(b"\x01\x02" * 5, "pcm", 22_050), Clip(b"", "mp3", None)]
)
def test_what_is_put_is_found_again_also_by_another_run(store, tmp_path, clip):
    store.put(key(), clip)
    assert store.get(key()) == clip
    assert Store(tmp_path).get(key()) == clip
    assert store.has(key())


def test_what_was_never_put_is_a_miss(store):
    assert store.get(key()) is None
    assert not store.has(key())
    assert store.contents() == Contents(0, 0)
    assert store.clear() == Contents(0, 0)
    assert not store.folder.exists()


def test_all_that_changes_the_sound_changes_the_key():
    keys = [key(), key("Hello."), key(language="de"), key(language="en-GB"),
            key(name="w"), key(version="2")]  # fmt: skip
    assert len(set(keys)) == len(keys)


def test_tags_that_the_voice_speaks_alike_share_a_key():
    assert key(language="de-AT") == key(language="de")
    with pytest.raises(UnknownLanguage):
        key(language="fr")


def test_a_flip_of_any_byte_is_a_miss_and_removes_the_entry(store):
    store.put(key(), CLIP)
    [path] = files(store)
    whole = path.read_bytes()
    for place in range(len(whole)):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        assert store.get(key()) is None
        assert not path.exists()


def test_an_entry_cut_anywhere_is_a_miss(store):
    store.put(key(), CLIP)
    [path] = files(store)
    whole = path.read_bytes()
    for length in range(len(whole)):
        path.write_bytes(whole[:length])
        assert store.get(key()) is None


def test_a_damaged_entry_can_be_put_again(store):
    store.put(key(), CLIP)
    [path] = files(store)
    path.write_bytes(b"rubbish")
    assert store.get(key()) is None
    store.put(key(), CLIP)
    assert store.get(key()) == CLIP


def test_fresh_goes_round_what_is_there_and_replaces_it(store, tmp_path):
    store.put(key(), CLIP)
    fresh = Store(tmp_path, reads=False)
    assert fresh.get(key()) is None
    assert not fresh.has(key())
    newer = replace(CLIP, data=b"newer")
    fresh.put(key(), newer)
    assert store.get(key()) == newer


def test_nothing_but_clips_lies_in_the_folder_afterwards(store):
    for number in range(20):
        store.put(key(str(number)), CLIP)
    assert len(files(store)) == 20
    assert {path.suffix for path in files(store)} == {".clip"}
    assert store.contents().clips == 20
    assert store.contents().size == sum(path.stat().st_size for path in files(store))


def test_what_was_used_longest_ago_leaves_first(tmp_path):
    clip = Clip(bytes(10_000), "mp3", None)
    store = Store(tmp_path)
    for number in range(20):
        store.put(key(str(number)), clip)
        [path] = [p for p in files(store) if p.stat().st_mtime > 1e9]
        os.utime(path, (1000 + number,) * 2)
    assert store.get(key("0")) == clip  # now it is the one used last
    small = Store(tmp_path, limit=100_000)
    small.put(key("new"), clip)
    left = {n for n in [*map(str, range(20)), "new"] if small.has(key(n))}
    assert left == {"0", "new", "14", "15", "16", "17", "18", "19"}
    assert small.contents().size <= 100_000


def test_the_bound_holds_while_more_and_more_is_put(tmp_path):
    store = Store(tmp_path, limit=100_000)
    for number in range(50):
        store.put(key(str(number)), Clip(bytes(5_000), "mp3", None))
        assert store.contents().size <= 100_000
    assert store.has(key("49"))


def test_what_others_put_counts_too(tmp_path):
    ours, theirs = Store(tmp_path, limit=100_000), Store(tmp_path, limit=10**9)
    ours.put(key("first"), CLIP)
    for number in range(40):
        theirs.put(key(str(number)), Clip(bytes(5_000), "mp3", None))
    for number in range(40, 60):
        ours.put(key(str(number)), Clip(bytes(5_000), "mp3", None))
    assert ours.contents().size <= 100_000


def test_a_half_written_file_goes_when_nobody_can_be_writing_it(store):
    store.put(key(), CLIP)
    [path] = files(store)
    old, new = path.with_name("old.part"), path.with_name("new.part")
    for part in (old, new):
        part.write_bytes(b"half")
    os.utime(old, (time.time() - 10_000,) * 2)
    Store(store.folder.parent).put(key("another"), CLIP)
    assert not old.exists()
    assert new.exists()


def test_clear_removes_every_clip_and_nothing_of_others(store, tmp_path):
    for number in range(5):
        store.put(key(str(number)), CLIP)
    mine = [tmp_path / "letter.txt", store.folder / "letter.txt", files(store)[0].parent / "a.txt"]
    for path in mine:
        path.write_text("dear")
    gone = store.clear()
    assert gone.clips == 5
    assert gone.size > 0
    assert store.contents() == Contents(0, 0)
    assert all(path.exists() for path in mine)
    store.put(key(), CLIP)
    assert store.get(key()) == CLIP


def test_clear_leaves_no_folder_behind(store):
    store.put(key(), CLIP)
    store.clear()
    assert not store.folder.exists()


def test_where_nothing_can_be_written_nothing_is_kept_and_nothing_is_raised(tmp_path):
    (tmp_path / "file").write_text("in the way")
    store = Store(tmp_path / "file")
    store.put(key(), CLIP)
    assert store.get(key()) is None
    assert "cannot be kept" in store.trouble
    assert store.contents() == Contents(0, 0)
    assert store.clear() == Contents(0, 0)


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_store_is_still_read(store):
    store.put(key(), CLIP)
    folders = [store.folder, *store.folder.iterdir()]
    for folder in folders:
        folder.chmod(0o500)
    try:
        assert store.get(key()) == CLIP
        store.put(key("another"), CLIP)
        assert store.trouble
    finally:
        for folder in folders:
            folder.chmod(0o700)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_leaves_no_half_file(store):
    name = key()
    store.put(name, CLIP)
    [path] = files(store)
    part = path.with_name(f"{path.stem}-{os.getpid()}-{threading.get_ident()}.part")
    path.unlink()
    part.symlink_to("/dev/full")
    store.put(name, CLIP)
    assert "No space left" in store.trouble
    assert files(store) == []
    assert not part.is_symlink()
    assert store.get(name) is None


def test_many_threads_and_two_runs_may_write_and_read_the_same(tmp_path):
    runs = [Store(tmp_path, limit=40_000), Store(tmp_path, limit=40_000)]
    wrong = []

    def work(seed):
        for turn in range(60):
            number = (seed * 7 + turn) % 30
            clip = Clip(str(number).encode() * 1000, "mp3", None)
            store = runs[turn % 2]
            store.put(key(str(number)), clip)
            found = store.get(key(str(number)))
            if found not in (clip, None):
                wrong.append(number)

    threads = [threading.Thread(target=work, args=(seed,)) for seed in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert {path.suffix for path in files(runs[0])} <= {".clip"}


def test_the_folder_is_the_one_in_the_environment(monkeypatch, tmp_path):
    monkeypatch.setenv("NARRATE_CACHE_DIR", str(tmp_path / "mine"))
    assert cache_folder() == tmp_path / "mine"
    assert Store().folder == tmp_path / "mine" / "clips"


@pytest.mark.parametrize(
    ("platform", "expected"),
    [
        ("linux", "home/.cache/narrate"),
        ("darwin", "home/Library/Caches/narrate"),
        ("win32", "local/narrate/Cache"),
    ],
)
def test_without_one_it_is_the_platforms(monkeypatch, tmp_path, platform, expected):
    monkeypatch.delenv("NARRATE_CACHE_DIR")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("USERPROFILE", str(tmp_path / "home"))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "local"))
    monkeypatch.setattr(sys, "platform", platform)
    assert cache_folder() == tmp_path / expected


def test_xdg_cache_home_counts_where_it_is_absolute(monkeypatch, tmp_path):
    monkeypatch.delenv("NARRATE_CACHE_DIR")
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    assert cache_folder() == tmp_path / "xdg" / "narrate"
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    assert cache_folder() == Path.home() / ".cache" / "narrate"


def test_an_account_without_a_home_keeps_nothing(monkeypatch):
    def homeless():
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.delenv("NARRATE_CACHE_DIR")
    monkeypatch.setattr(Path, "home", homeless)
    store = Store()
    store.put(key(), CLIP)
    assert store.get(key()) is None
    assert store.trouble
