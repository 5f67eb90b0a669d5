"""What a voice says is joined with its chapters opened and its gaps announced."""

from __future__ import annotations

from functools import partial

import pytest
from sounds import clip, voice

from narrate.article import Article, Block
from narrate.chapters import chapters_of, openings_of
from narrate.engine import Clip
from narrate.errors import Faulty, Refused
from narrate.joining import Joiner
from narrate.recording import Recorder
from narrate.script import pieces_of, write_script
from narrate.speaking import Failure, speak

BLOCKS = (
    Block("paragraph", "The pier is old."),
    Block("heading", "Out", level=2),
    Block("paragraph", "It is repaired each spring. Nobody pays for it."),
    Block("heading", "Back", level=2),
    Block("paragraph", "Then the boats come."),
)
SCRIPT = write_script(Article("The pier", BLOCKS, language="en"))
PIECES = pieces_of(SCRIPT, 100, pack=False)
OPENINGS = openings_of(SCRIPT, BLOCKS)
GONE = "A passage is missing here."


class Murmur:
    """A voice that says anything alike."""

    name, version, languages = "murmur", "1", frozenset({"en"})
    max_chars, at_once, needs_network = 100, 1, False

    def __init__(self, error=None):
        self.error = error

    def speak(self, text, language):
        assert text
        assert language in self.languages
        if self.error:
            raise self.error
        return Clip(voice(0.4), "pcm", 22_050)

    def close(self):
        pass


def joined(tmp_path, missing=(), *, engine=None, allow_gaps=True):
    """The joiner after all pieces but those of certain words, and the recording."""
    say = partial(speak, engine=engine or Murmur())
    with Recorder(tmp_path / "x.mp3") as recorder:
        joiner = Joiner(recorder, SCRIPT, OPENINGS, say if allow_gaps else None)
        for piece in PIECES:
            lost = Failure(piece, Faulty("No."))
            joiner.take(piece, lost if piece.text in missing else clip(voice(0.6)))
        return joiner, recorder.finish()


def said(joiner):
    return [piece.text for piece in joiner.pieces]


def test_all_is_joined_and_chapters_lie_in_pauses_long_enough(tmp_path):
    joiner, recording = joined(tmp_path)
    assert said(joiner) == [piece.text for piece in PIECES]
    assert recording.spans[0].start < 0.5
    for opening in OPENINGS[1:]:
        at = next(i for i, it in enumerate(recording.spans) if it.utterance == opening.utterance)
        assert recording.spans[at].start - recording.spans[at - 1].end > 1.05


def test_passages_that_are_missing_together_are_announced_once(tmp_path):
    lost = ["It is repaired each spring.", "Nobody pays for it.", "The pier is old."]
    joiner, _ = joined(tmp_path, lost)
    assert said(joiner) == ["The pier.", GONE, "Out.", GONE, "Back.", "Then the boats come."]
    assert [it.piece.text for it in joiner.failures] == ["The pier is old.", *lost[:2]]


@pytest.mark.parametrize("lost", [["Out."], ["The pier is old.", "Out."]])
def test_a_chapter_whose_heading_is_missing_begins_in_a_pause_all_the_same(tmp_path, lost):
    _, recording = joined(tmp_path, lost)
    chapters = chapters_of(OPENINGS, recording.spans)
    assert [it.title for it in chapters] == ["The pier", "Out", "Back"]
    for chapter in chapters[1:]:
        before = max(it.end for it in recording.spans if it.end <= chapter.start / 1000 + 0.01)
        after = min(it.start for it in recording.spans if it.start > before)
        assert before <= chapter.start / 1000 <= after - 0.05


def test_where_gaps_are_not_allowed_nothing_is_joined_behind_one(tmp_path):
    joiner, _ = joined(tmp_path, ["Out."], allow_gaps=False)
    assert said(joiner) == ["The pier.", "The pier is old."]
    assert len(joiner.failures) == 1


def test_a_voice_that_cannot_even_say_that_something_is_missing_ends_it(tmp_path):
    with pytest.raises(Refused):
        joined(tmp_path, ["Out."], engine=Murmur(Refused("No.", everything=True)))
