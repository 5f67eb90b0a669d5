"""The command line as a listener meets it: real processes, the built-in voice, real files."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
TEXT = "A walk at low tide\n\nThe sea goes out, and the pools stay.\n\nLook under the stones.\n"


class Listener:
    """Somebody who types commands in a folder of their own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def types(self, *words, given="", env=None):
        return subprocess.run(
            [sys.executable, "-m", "narrate", *map(str, words)],
            cwd=self.folder,
            env={**os.environ, "PYTHONPATH": str(ROOT), **(env or {})},
            input=given if isinstance(given, bytes) else given.encode(),
            capture_output=True,
            check=False,
        )

    def writes(self, name, text=TEXT):
        path = self.folder / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path


@pytest.fixture
def listener(tmp_path):
    return Listener(tmp_path)


def said(run):
    return run.stderr.decode()


def test_one_article_gives_one_mp3_and_its_path_alone_on_standard_output(listener):
    listener.writes("pools.txt")
    run = listener.types("pools.txt", "-e", "espeak", "-l", "en")
    assert run.returncode == 0, said(run)
    assert Path(run.stdout.decode().strip()) == Path("audio/pools.mp3")
    assert (listener.folder / "audio" / "pools.mp3").stat().st_size > 20_000
    assert re.fullmatch(r"3 utterances, 0:\d\d → audio.pools\.mp3\n", said(run))


def test_quiet_says_nothing_but_the_path(listener):
    listener.writes("pools.txt")
    run = listener.types("-q", "pools.txt", "-e", "espeak", "-l", "en")
    assert said(run) == ""
    assert run.stdout


def test_the_folder_holds_the_mp3_and_nothing_else_afterwards(listener):
    listener.writes("pools.txt")
    listener.types("pools.txt", "-e", "espeak", "-l", "en", "-o", "out")
    assert [path.name for path in (listener.folder / "out").iterdir()] == ["pools.mp3"]


def test_the_same_article_gives_the_same_bytes_whatever_was_narrated_before(listener):
    listener.writes("pools.txt")
    listener.writes("other.txt", "Another story\n\nIt has other words in it.\n")
    for target in ("one.mp3", "two.mp3"):
        run = listener.types("pools.txt", "-e", "espeak", "-l", "en", "-o", target)
        assert run.returncode == 0, said(run)
        listener.types("other.txt", "-e", "espeak", "-l", "en")
    one, two = ((listener.folder / name).read_bytes() for name in ("one.mp3", "two.mp3"))
    assert one == two


def test_standard_input_is_narrated_under_its_title(listener):
    run = listener.types("-", "-e", "espeak", "-l", "en", given=TEXT)
    assert run.stdout.decode().strip() == str(Path("audio/A-walk-at-low-tide.mp3"))


def test_an_mp3_of_another_source_is_never_overwritten(listener):
    for folder, text in (("a", TEXT), ("b", "Something else\n\nOf this the first says nothing.\n")):
        (listener.folder / folder).mkdir()
        listener.writes(f"{folder}/pools.txt", text)
    paths = [
        listener.types(f"{folder}/pools.txt", "-e", "espeak", "-l", "en").stdout.decode().strip()
        for folder in ("a", "b", "a", "b")
    ]
    first, second = str(Path("audio/pools.mp3")), str(Path("audio/pools-2.mp3"))
    assert paths == [first, second, first, second]


def test_an_mp3_that_is_not_ours_is_never_overwritten(listener):
    listener.writes("pools.txt")
    (listener.folder / "audio").mkdir()
    song = listener.writes("audio/pools.mp3", b"a song")
    run = listener.types("pools.txt", "-e", "espeak", "-l", "en")
    assert run.stdout.decode().strip() == str(Path("audio/pools-2.mp3"))
    assert song.read_bytes() == b"a song"


def test_what_the_listener_corrects_counts(listener):
    listener.writes("pools.txt")
    run = listener.types(
        "script", "pools.txt", "--json", "--title", "Tides", "--author", "Ann Lee",
        "--source", "https://www.example.org/pools", "-l", "en-GB",
    )  # fmt: skip
    script = json.loads(run.stdout)
    assert [it["text"] for it in script["utterances"][:3]] == [
        "Tides.", "By Ann Lee.", "From example.org.",
    ]  # fmt: skip
    assert script["url"] == "https://www.example.org/pools"
    assert script["language"] == "en-GB"


def test_the_whole_script_is_shown_as_json_with_null_for_what_is_absent(listener):
    listener.writes("pools.txt")
    script = json.loads(listener.types("script", "pools.txt", "--json", "-l", "en").stdout)
    assert set(script) == {
        "title", "dek", "author", "site", "url", "date", "language", "utterances", "skipped",
    }  # fmt: skip
    assert script["author"] is None
    assert set(script["utterances"][0]) == {
        "kind", "level", "text", "written", "pause_ms", "language",
    }  # fmt: skip


def test_the_script_in_a_pipe_is_one_utterance_a_line(listener):
    listener.writes("pools.txt")
    run = listener.types("script", "pools.txt", "-l", "en")
    assert run.stdout.decode().splitlines() == [
        "A walk at low tide.",
        "The sea goes out, and the pools stay.",
        "Look under the stones.",
    ]


def test_an_article_that_is_called_like_a_command_is_given_with_its_folder(listener):
    listener.writes("script")
    run = listener.types("./script", "-e", "espeak", "-l", "en")
    assert run.stdout.decode().strip() == str(Path("audio/script.mp3"))


def test_every_engine_is_listed_with_its_languages_and_its_need_for_a_network(listener):
    told = listener.types("engines").stdout.decode()
    assert re.search(r"^gtts .*needs the network", told, re.MULTILINE)
    assert re.search(r"^espeak .*without a network", told, re.MULTILINE)
    assert re.search(r"\ben-GB\b", told)


WRONG_USAGE = {
    "an unknown option": ["--loud", "pools.txt"],
    "an unknown engine": ["-e", "loud", "pools.txt"],
    "an unknown language": ["-e", "espeak", "-l", "xx-Nowhere", "pools.txt"],
    "a language that is none": ["-e", "espeak", "-l", "no such thing", "pools.txt"],
    "no article": [],
    "no jobs": ["--jobs", "0", "pools.txt"],
    "one MP3 for two articles": ["-o", "x.mp3", "pools.txt", "pools.txt"],
}


@pytest.mark.parametrize("words", WRONG_USAGE.values(), ids=WRONG_USAGE)
def test_wrong_usage_exits_2_and_writes_nothing(listener, words):
    listener.writes("pools.txt")
    run = listener.types(*words)
    assert run.returncode == 2, said(run)
    assert "Traceback" not in said(run)
    assert [path.name for path in listener.folder.iterdir()] == ["pools.txt"]


UNSPEAKABLE = {
    "empty": b"",
    "only spaces": b"  \n\n \t\n",
    "only symbols": "***\n\n———\n\n• • •\n".encode(),
    "NULs": b"A title\0\0\0 with NULs\0",
    "a binary file": bytes(range(256)) * 20,
    "an MP3": b"ID3\x03\x00\x00\x00\x00\x00\x00" + b"\xff\xfb\x90\x00" * 500,
    "over 2 MB": b"word " * 420_000,
}


@pytest.mark.parametrize("content", UNSPEAKABLE.values(), ids=UNSPEAKABLE)
def test_what_is_no_article_exits_1_with_one_sentence_and_writes_nothing(listener, content):
    listener.writes("thing.txt", content)
    assert_fails_alone(listener, "thing.txt")


def test_a_missing_file_exits_1_with_one_sentence(listener):
    assert "nowhere.txt" in assert_fails_alone(listener, "nowhere.txt")


def test_a_folder_exits_1_with_one_sentence(listener):
    (listener.folder / "thing.txt").mkdir()
    assert_fails_alone(listener, "thing.txt")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads all")
def test_an_unreadable_file_exits_1_with_one_sentence(listener):
    listener.writes("thing.txt").chmod(0)
    assert_fails_alone(listener, "thing.txt")


def assert_fails_alone(listener, name):
    before = set(listener.folder.iterdir())
    run = listener.types(name, "-e", "espeak", "-l", "en")
    assert run.returncode == 1, said(run)
    assert re.fullmatch(r"narrate: [^\n]+\n", said(run))
    assert run.stdout == b""
    assert set(listener.folder.iterdir()) == before
    return said(run)


def test_the_other_articles_are_still_made_when_one_fails(listener):
    listener.writes("pools.txt")
    run = listener.types("nowhere.txt", "pools.txt", "-e", "espeak", "-l", "en")
    assert run.returncode == 1
    assert run.stdout.decode().splitlines() == [str(Path("audio/pools.mp3"))]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252", "koi8-r"])
def test_text_in_an_older_encoding_is_read(listener, encoding):
    russian = "Прогулка\n\n" + "Море уходит, и остаются лужи среди камней. " * 20
    french = "Marée\n\n" + "La mer s'en va à midi, et l'été s'achève déjà près du phare. " * 20
    text = russian if encoding == "koi8-r" else french
    listener.writes("old.txt", text.encode(encoding))
    run = listener.types("script", "old.txt", "-l", "fr")
    assert run.stdout.decode().split("\n")[0] == f"{text.splitlines()[0]}."


def test_only_a_title_is_spoken(listener):
    listener.writes("title.txt", "Just a title")
    run = listener.types("title.txt", "-e", "espeak", "-l", "en")
    assert run.returncode == 0, said(run)


def test_ten_thousand_empty_lines_do_no_harm(listener):
    listener.writes("pools.txt", TEXT.replace("\n\n", "\n" * 10_000))
    run = listener.types("script", "pools.txt", "-l", "en")
    assert len(run.stdout.decode().splitlines()) == 3


def test_a_target_that_cannot_be_written_exits_1_with_one_sentence(listener):
    listener.writes("pools.txt")
    listener.writes("taken", "a file, not a folder")
    run = listener.types("pools.txt", "-e", "espeak", "-l", "en", "-o", "taken/out.mp3")
    assert run.returncode == 1
    assert re.fullmatch(r"narrate: [^\n]+\n", said(run))


def test_a_target_that_is_a_folder_takes_the_mp3_in(listener):
    listener.writes("pools.txt")
    (listener.folder / "box.mp3").mkdir()
    run = listener.types("pools.txt", "-e", "espeak", "-l", "en", "-o", "box.mp3")
    assert run.stdout.decode().strip() == str(Path("box.mp3/pools.mp3"))


def test_the_settings_of_the_folder_count_and_the_command_line_wins(listener):
    listener.writes("pools.txt")
    listener.writes(
        "narrate.toml", 'engine = "espeak"\nlang = "en"\noutput = "out"\nquiet = true\n'
    )
    assert listener.types("pools.txt").stdout.decode().strip() == str(Path("out/pools.mp3"))
    run = listener.types("pools.txt", "-o", "else.mp3")
    assert run.stdout.decode().strip() == "else.mp3"


def test_a_wrong_setting_exits_2_and_names_its_line(listener):
    listener.writes("pools.txt")
    listener.writes("narrate.toml", '\nengin = "espeak"\n')
    run = listener.types("pools.txt")
    assert run.returncode == 2
    assert "narrate.toml, line 2" in said(run)


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C reaches the whole console there")
def test_ctrl_c_exits_130_and_leaves_nothing(listener):
    listener.writes("long.txt", "A long story\n\n" + "And so it went on and on. \n\n" * 5_000)
    process = subprocess.Popen(
        [sys.executable, "-m", "narrate", "long.txt", "-e", "espeak", "-l", "en", "-o", "out"],
        cwd=listener.folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stderr=subprocess.PIPE,
    )
    while not (listener.folder / "out").exists():
        assert process.poll() is None
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=10)
    assert process.returncode == 130
    assert b"Traceback" not in told
    out = listener.folder / "out"
    assert not out.exists() or list(out.iterdir()) == []
