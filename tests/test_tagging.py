"""What an episode knows beside its sound."""

from __future__ import annotations

from narrate.article import Article, Block
from narrate.script import write_script
from narrate.tagging import MOST_TAG_BYTES, subtitles, tags_of, with_cues
from narrate.tags import Chapter, write_tags
from narrate.transcript import TimedText, Timeline


def known(*texts, title=None, language="en"):
    blocks = tuple(Block("paragraph", text) for text in texts)
    script = write_script(Article(title, blocks, language=language))
    heard = tuple(TimedText(float(i), i + 0.9, text, i, 0) for i, text in enumerate(texts))
    timeline = Timeline(float(len(texts)), (Chapter(0, "One"), Chapter(1000, "Two")), heard)
    return tags_of(script, blocks, timeline, "espeak 1.52.0"), timeline


def test_the_tag_holds_text_chapters_voice_and_notes():
    tags, _ = known("It is quiet.", "It rains.", title="The pier")
    assert tags.title == "The pier"
    assert tags.text == "It is quiet.\n\nIt rains."
    assert [it.title for it in tags.chapters] == ["One", "Two"]
    assert tags.voice == "espeak 1.52.0"
    assert tags.summary.startswith("It is quiet")
    assert tags.picture is None
    assert tags.cues == ()


def test_without_a_title_the_opening_words_are_one():
    assert known("It is quiet. Then it rains.")[0].title == "It is quiet. Then it rains"
    long = "渡船早上七点出发，" * 20
    assert 20 < len(known(long, language="zh")[0].title) <= 41


def test_the_tag_of_an_article_holds_its_timed_text():
    tags, timeline = known("It is quiet.", "It rains.")
    cues = with_cues(tags, timeline).cues
    assert [(it.start, it.text) for it in cues] == [(0, "It is quiet."), (1000, "It rains.")]


def test_a_tag_is_never_made_too_large_by_timed_text():
    for count in (400, 800, 3200):
        tags, timeline = known(
            *(f"{i}: It is quiet at the pier, and then it rains." for i in range(count))
        )
        full = with_cues(tags, timeline)
        assert len(write_tags(full, timeline.seconds)) <= MOST_TAG_BYTES
        assert bool(full.cues) == (count < 3200)


def test_the_same_timed_text_is_written_as_files():
    texts = subtitles(known("It is quiet.", "It rains.")[1], "en", (".vtt", ".srt"))
    assert list(texts) == [".vtt", ".srt"]
    assert all("It rains." in text for text in texts.values())
