"""The whole journey: what is in the MP3 of an article, with a real voice."""

from __future__ import annotations

import re
import shutil
import subprocess
from contextlib import closing

import pytest
from sounds import heard, needs_ffmpeg, needs_mp3val

from narrate.article import Article, Block, Link
from narrate.engines import open_engine
from narrate.engines.google import GoogleVoice
from narrate.errors import UnknownLanguage, UnwritableTarget
from narrate.events import Spoken
from narrate.narration import narrate
from narrate.runningtime import spoken_time
from narrate.tags import read_tags

SENTENCE = "The keeper of the lock opens it at six, and closes it when the last boat is through. "
BLOCKS = (
    Block("paragraph", SENTENCE * 3),
    Block("heading", "The lock — 1850–1900", level=2),
    Block(
        "paragraph", "See the plan. " + SENTENCE, links=(Link("plan", "https://x.example/p", 8),)
    ),
    Block("heading", "The boats", level=2),
    Block("code", "boats = 3"),
    Block("paragraph", SENTENCE * 4),
    Block("note", "It was built twice.", number="1"),
)
ARTICLE = Article(
    "The Lock",
    BLOCKS,
    dek="A morning at the canal",
    author="Ann Lee",
    url="https://www.canal.example/lock",
    date="2026-02-03",
    language="en",
)


def told(path, article=ARTICLE, **options):
    with closing(open_engine("espeak")) as engine:
        return narrate(article, path, engine, **options)


@pytest.fixture(scope="module")
def episode(tmp_path_factory):
    return told(tmp_path_factory.mktemp("audio") / "lock.mp3", transcript=True)


@pytest.fixture(scope="module")
def tags(episode):
    return read_tags(episode.path)


def test_the_running_time_is_said_behind_the_head_and_true(episode, tags):
    said = [it.text for it in tags.cues]
    assert said[:5] == [
        "The Lock",
        "A morning at the canal",
        "By Ann Lee.",
        "From canal.example.",
        spoken_time(episode.duration, "en"),
    ]


def test_each_heading_is_a_chapter_on_a_whole_second_and_the_notes_are_the_last(tags):
    assert [(it.title, it.url) for it in tags.chapters] == [
        ("The Lock", "https://www.canal.example/lock"),
        ("The lock — 1850–1900", "https://x.example/p"),
        ("The boats", None),
        ("Notes", None),
    ]
    assert tags.chapters[0].start == 0
    assert all(it.start % 1000 == 0 for it in tags.chapters)


def test_each_cue_begins_with_the_sound_to_a_tenth_of_a_second(episode, tags):
    """Before it is silence, and at it begins what is heard."""
    sound = heard(episode.path)
    floor = max(sound) * 10 ** (-45 / 20)

    def is_heard(start, end):
        return max(map(abs, sound[int(44.1 * start) : int(44.1 * end)])) > floor

    for cue in tags.cues:
        assert not is_heard(cue.start - 80, cue.start - 5), cue
        assert is_heard(cue.start, cue.start + 100), cue


def test_chapters_begin_in_silence(episode, tags):
    sound = heard(episode.path)
    for chapter in tags.chapters[1:]:
        at = int(44.1 * chapter.start)
        assert max(map(abs, sound[at - 441 : at + 2205])) < 100


def test_the_text_beside_the_mp3_says_the_same_at_the_same_time(episode, tags):
    vtt = episode.path.with_suffix(".vtt").read_text(encoding="utf-8")
    srt = episode.path.with_suffix(".srt").read_text(encoding="utf-8")
    assert len(re.findall(" --> ", vtt)) == len(re.findall(" --> ", srt)) == len(tags.cues)
    for cue in tags.cues:
        seconds, thousandths = divmod(cue.start, 1000)
        assert f"{seconds % 60:02}.{thousandths:03} --> " in vtt
        assert cue.text in vtt


def test_the_notes_tell_the_links_with_their_times_and_what_is_not_read(tags):
    assert "plan: https://x.example/p (00:00:" in tags.summary
    assert "Not read: “boats = 3”" in tags.summary
    assert "Voice: espeak" in tags.summary


def test_the_same_article_gives_the_same_bytes(episode, tmp_path):
    again = told(tmp_path / "again.mp3")
    assert again.path.read_bytes() == episode.path.read_bytes()
    assert [it.name for it in tmp_path.iterdir()] == ["again.mp3"]


def test_it_is_not_said_how_long_it_is_if_the_listener_does_not_care(tmp_path, tags):
    quiet = read_tags(told(tmp_path / "x.mp3", running_time=False).path)
    assert [it.text for it in quiet.cues] == [
        it.text for it in tags.cues if not it.text.endswith("minute.")
    ]


def test_an_article_without_a_head_begins_with_how_long_it_is(tmp_path):
    bare = Article(None, (Block("paragraph", SENTENCE),), language="en")
    cues = read_tags(told(tmp_path / "x.mp3", bare).path).cues
    assert [it.text for it in cues] == ["1 minute.", SENTENCE.strip()]
    assert cues[1].start - cues[0].start > 1500


def test_texts_beside_an_mp3_that_is_made_anew_are_made_anew_too(tmp_path):
    path = tmp_path / "x.mp3"
    told(path, transcript=True)
    old = path.with_suffix(".vtt").read_text(encoding="utf-8")
    path.with_suffix(".srt").unlink()
    changed = Article("The Lock", (Block("paragraph", "It is closed."),), language="en")
    told(path, changed)
    assert "It is closed." in path.with_suffix(".vtt").read_text(encoding="utf-8") != old
    assert not path.with_suffix(".srt").exists()


def test_a_strangers_text_is_left_alone(tmp_path):
    (tmp_path / "x.vtt").write_text("mine", encoding="utf-8")
    told(tmp_path / "x.mp3", Article("The Lock", (), language="en"))
    assert (tmp_path / "x.vtt").read_text(encoding="utf-8") == "mine"


TWO_LANGUAGES = Article(
    "The Lock",
    (
        Block("paragraph", "It is closed."),
        Block("paragraph", "水門は閉まっていた。", language="ja"),
        Block("paragraph", "Nobody came."),
    ),
    language="en",
)


def test_a_passage_in_a_language_that_the_voice_lacks_is_named_before_a_word_is_spoken(tmp_path):
    events = []
    with pytest.raises(UnknownLanguage, match=r"'ja'.*水門"):
        told(tmp_path / "x.mp3", TWO_LANGUAGES, on_event=events.append)
    assert events == []
    assert list(tmp_path.iterdir()) == []


def test_a_passage_in_a_language_that_the_voice_lacks_may_be_a_gap(tmp_path):
    episode = told(tmp_path / "x.mp3", TWO_LANGUAGES, allow_gaps=True)
    assert [entry.outcome for entry in episode.ledger] == ["spoken", "spoken", "failed", "spoken"]
    assert "A passage is missing here." in [it.text for it in read_tags(episode.path).cues]


def test_a_cover_goes_along(tmp_path):
    path = told(
        tmp_path / "x.mp3", Article("The Lock", (), language="en"), picture=lambda: b"\xff\xd8"
    ).path
    assert read_tags(path).picture == b"\xff\xd8"


def test_a_voice_on_the_network_says_it_too_and_is_asked_for_little_more(stand_in, tmp_path):
    service = stand_in()
    planned = []
    with closing(GoogleVoice()) as engine:
        episode = narrate(ARTICLE, tmp_path / "x.mp3", engine, on_event=planned.append)
    words = spoken_time(episode.duration, "en")
    assert words in [it.text for it in read_tags(episode.path).cues]
    assert words in service.texts("spoken")
    assert len(service.asked) - planned[0].requests in (1, 2)


@pytest.mark.skipif(not shutil.which("ffprobe"), reason="ffprobe is not installed")
def test_ffprobe_lists_the_chapters_without_a_gap(episode, tags):
    done = subprocess.run(
        ["ffprobe", "-v", "error", "-show_chapters", "-of", "csv=p=0", str(episode.path)],
        capture_output=True,
        text=True,
        check=True,
    )
    rows = [line.split(",") for line in done.stdout.splitlines()]
    assert [row[-1] for row in rows] == [it.title for it in tags.chapters]
    starts, ends = [int(row[2]) for row in rows], [int(row[4]) for row in rows]
    assert starts == [0, *ends[:-1]]
    assert ends[-1] == round(1000 * episode.duration)


@needs_mp3val
def test_mp3val_has_no_warning(episode):
    done = subprocess.run(["mp3val", str(episode.path)], capture_output=True, text=True, check=True)
    assert "WARNING" not in done.stdout + done.stderr


@needs_ffmpeg
def test_chapters_survive_a_copy_by_ffmpeg(episode, tags, tmp_path):
    copy = tmp_path / "copy.mp3"
    command = ["ffmpeg", "-v", "error", "-i", str(episode.path), "-c", "copy", str(copy)]
    subprocess.run(command, check=True)
    copied = read_tags(copy).chapters
    assert [it.title for it in copied] == [it.title for it in tags.chapters]
    for one, other in zip(copied, tags.chapters, strict=True):
        assert one.start == pytest.approx(other.start, abs=30)  # ffmpeg takes LAME's delay off


def test_where_the_tag_has_no_room_the_timed_text_lies_beside_the_mp3(tmp_path):
    article = Article("The Lock", (Block("paragraph", "It is closed."),), language="en")
    path = told(tmp_path / "x.mp3", article, picture=lambda: b"\xff\xd8" + bytes(299_900)).path
    assert read_tags(path).cues == ()
    assert "It is closed." in path.with_suffix(".vtt").read_text(encoding="utf-8")
    assert sorted(it.name for it in tmp_path.iterdir()) == ["x.mp3", "x.vtt"]


def test_what_cannot_be_put_in_place_leaves_no_text_behind(tmp_path, episode):
    path = tmp_path / "x.mp3"

    def become_a_folder(event):
        if isinstance(event, Spoken) and event.done == event.total:
            path.mkdir()

    with pytest.raises(UnwritableTarget):
        told(path, transcript=True, on_event=become_a_folder)
    assert [it.name for it in tmp_path.iterdir()] == ["x.mp3"]
