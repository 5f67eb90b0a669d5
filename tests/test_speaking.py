"""Speaking: every piece once, in order, whatever the threads do; and what stops it."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from array import array

import pytest
from standin import Plan, speech

from narrate import asking
from narrate.cutting import Piece
from narrate.decoding import decode
from narrate.engine import Clip
from narrate.engines.google import GoogleVoice
from narrate.errors import Faulty, Refused, SlowDown, Unreachable
from narrate.events import Waiting
from narrate.pace import Pace
from narrate.speaking import Failure, kept, requests_for, speak
from narrate.store import Store


def pieces_of(texts, language="en"):
    return [Piece(text, language, number, 0) for number, text in enumerate(texts)]


PIECES = pieces_of(f"Piece number {number} of the text" for number in range(40))
LOUD = array("h", [9000, -9000]).tobytes()


class Toy:
    """A voice that says a text as samples that hold it, and does what it is told before."""

    name, version, languages, max_chars = "toy", "1", frozenset({"en"}), 100

    def __init__(self, *, at_once=8, needs_network=True, before=lambda _: None) -> None:
        self.at_once, self.needs_network, self._before = at_once, needs_network, before
        self.said: list[str] = []
        self.now = self.most = 0
        self._lock = threading.Lock()

    def speak(self, text: str, _language: str) -> Clip:
        with self._lock:
            self.said.append(text)
            self.now += 1
            self.most = max(self.most, self.now)
        try:
            self._before(text)
        finally:
            with self._lock:
                self.now -= 1
        return toy_clip(text)

    def close(self) -> None:
        pass


def toy_clip(text):
    return Clip(text.encode().ljust(100) + LOUD * 20_000, "pcm", 8_000)


@pytest.fixture
def google():
    voice = GoogleVoice(connect_s=2, answer_s=2)
    yield voice
    voice.close()


def voices_end():
    """Whether every thread that asks a voice ends by itself."""
    threads = [thread for thread in threading.enumerate() if thread.name == "narrate voice"]
    for thread in threads:
        thread.join(10)
    return not any(thread.is_alive() for thread in threads)


def says(*, wrong, tries=10**9):
    """What a toy does before it speaks: fail for the texts in `wrong`, so many times."""
    left = dict.fromkeys(wrong, tries)
    lock = threading.Lock()

    def before(text):
        with lock:
            if left.get(text, 0) <= 0:
                return
            left[text] -= 1
        raise wrong[text]

    return before


def test_every_clip_comes_in_order_and_once():
    draw = random.Random(5)
    toy = Toy(before=lambda _: time.sleep(draw.uniform(0, 0.01)))
    clips = list(speak(PIECES, toy, pace=Pace()))
    assert clips == [toy_clip(piece.text) for piece in PIECES]
    assert sorted(toy.said) == sorted(piece.text for piece in PIECES)


def test_every_thread_ends_after_the_last_clip():
    list(speak(PIECES, Toy(), pace=Pace()))
    assert voices_end()


def test_nothing_to_speak_is_nothing():
    assert list(speak([], Toy(), pace=Pace())) == []


def test_the_same_piece_is_asked_for_once():
    toy = Toy()
    pieces = pieces_of(["yes", "no", "yes", "yes", "no"])
    clips = list(speak(pieces, toy, pace=Pace()))
    assert clips == [toy_clip(text) for text in ("yes", "no", "yes", "yes", "no")]
    assert sorted(toy.said) == ["no", "yes"]


def test_a_voice_on_this_machine_says_the_same_piece_again():
    toy = Toy(needs_network=False, at_once=1)
    list(speak(pieces_of(["yes", "no", "yes"]), toy))
    assert toy.said == ["yes", "no", "yes"]


def test_a_voice_that_speaks_one_at_a_time_is_asked_in_order_whatever_the_jobs():
    toy = Toy(at_once=1)
    list(speak(PIECES, toy, jobs=16, pace=Pace()))
    assert toy.most == 1
    assert toy.said == [piece.text for piece in PIECES]


@pytest.mark.parametrize(("jobs", "most"), [(None, 8), (3, 3), (16, 16), (1, 1)])
def test_so_many_are_asked_at_once_and_no_more(jobs, most):
    together = threading.Barrier(most)

    def before(text):
        together.wait(10)

    toy = Toy(before=before)
    pieces = pieces_of(f"Number {n}" for n in range(3 * most))
    assert len(list(speak(pieces, toy, jobs=jobs, pace=Pace()))) == 3 * most
    assert toy.most == most


def test_no_more_than_64_are_spoken_before_they_are_wanted():
    pieces = pieces_of(f"Number {n}" for n in range(200))
    toy = Toy()
    idle = threading.Event()
    toy._before = lambda text: idle.set() if text == "Number 63" else None
    with speak(pieces, toy, pace=Pace()) as speech_:
        assert idle.wait(10)
        for taken in range(1, 100):
            next(speech_)
            assert len(toy.said) <= 64 + taken
    assert len(set(toy.said)) == len(toy.said)


def test_long_clips_are_not_hoarded():
    second = Clip(LOUD * 500_000, "pcm", 22_050)  # 2 MB

    class Long(Toy):
        def speak(self, text, language):
            super().speak(text, language)
            return second

    toy = Long(at_once=1, needs_network=False)
    clips = speak(pieces_of(f"Number {n}" for n in range(60)), toy)
    for taken, _ in enumerate(clips, start=1):
        assert len(toy.said) <= taken + 10


@pytest.mark.parametrize("error", [Faulty("bad"), Unreachable("gone")])
def test_what_passes_is_tried_eight_times(soon, error):
    toy = Toy(before=says(wrong={"Piece number 7 of the text": error}, tries=7))
    assert all(isinstance(clip, Clip) for clip in speak(PIECES, toy, pace=Pace()))
    assert toy.said.count("Piece number 7 of the text") == 8


def test_a_voice_on_this_machine_is_asked_again_at_once(monkeypatch):
    monkeypatch.setattr(asking, "_REST_S", 1e9)
    monkeypatch.setattr(asking, "_LONGEST_REST_S", 1e9)
    toy = Toy(
        at_once=1, needs_network=False, before=says(wrong={PIECES[2].text: Faulty("bad")}, tries=2)
    )
    assert all(isinstance(clip, Clip) for clip in speak(PIECES, toy, pace=Pace()))


def test_a_piece_that_fails_for_good_is_told_in_its_place_and_all_others_are_spoken(soon):
    error = Faulty("bad")
    toy = Toy(before=says(wrong={PIECES[7].text: error}))
    outcomes = list(speak(PIECES, toy, pace=Pace()))
    assert outcomes[7] == Failure(PIECES[7], error)
    assert [n for n, it in enumerate(outcomes) if isinstance(it, Failure)] == [7]
    assert toy.said.count(PIECES[7].text) == 8


def test_a_piece_that_is_refused_is_not_asked_for_again():
    toy = Toy(before=says(wrong={PIECES[7].text: Refused("no")}))
    outcomes = list(speak(PIECES, toy, pace=Pace()))
    assert [n for n, it in enumerate(outcomes) if isinstance(it, Failure)] == [7]
    assert toy.said.count(PIECES[7].text) == 1


def test_the_same_piece_fails_wherever_it_stands():
    pieces = pieces_of(["good", "bad", "good", "bad"])
    toy = Toy(before=says(wrong={"bad": Refused("no")}))
    outcomes = list(speak(pieces, toy, pace=Pace()))
    assert [isinstance(it, Failure) for it in outcomes] == [False, True, False, True]
    assert outcomes[3].piece is pieces[3]


def test_what_would_refuse_every_piece_ends_it_at_once():
    error = Refused("bad certificate", everything=True)
    toy = Toy(before=says(wrong={piece.text: error for piece in PIECES}))
    with pytest.raises(Refused) as caught:
        list(speak(PIECES, toy, pace=Pace()))
    assert caught.value is error
    assert len(toy.said) <= 8


def test_a_service_that_refuses_piece_after_piece_is_not_asked_to_the_end():
    pieces = pieces_of(f"Number {n}" for n in range(500))
    toy = Toy(before=says(wrong={piece.text: Refused("no") for piece in pieces}))
    outcomes = list(speak(pieces, toy, pace=Pace()))
    assert all(isinstance(it, Failure) for it in outcomes)
    assert len(outcomes) == 500
    assert len(toy.said) <= 40


def test_a_service_that_is_down_is_not_asked_eight_times_for_every_piece(soon):
    pieces = pieces_of(f"Number {n}" for n in range(500))
    toy = Toy(before=says(wrong={piece.text: Faulty("down") for piece in pieces}))
    outcomes = list(speak(pieces, toy, pace=Pace()))
    assert [it.piece for it in outcomes] == pieces
    assert len(toy.said) <= 12 * 8


def test_a_bug_in_a_voice_reaches_the_caller_with_its_traceback():
    toy = Toy(before=says(wrong={PIECES[3].text: ZeroDivisionError("bug")}))
    with pytest.raises(ZeroDivisionError) as caught:
        list(speak(PIECES, toy, pace=Pace()))
    assert any(entry.name == "before" for entry in caught.traceback)


def test_what_is_in_a_language_that_the_voice_lacks_fails_alone():
    toy, stranger = Toy(), Piece("Hallo", "de", 1, 0)
    *clips, failure = speak([*PIECES, stranger], toy, pace=Pace())
    assert all(isinstance(clip, Clip) for clip in clips)
    assert failure.piece == stranger
    assert "'de'" in str(failure.error)
    assert "Hallo" not in toy.said


def test_after_close_nothing_more_is_asked():
    gate = threading.Event()
    toy = Toy(before=lambda _: gate.wait(10))
    with speak(PIECES, toy, pace=Pace()):
        pass
    gate.set()
    assert voices_end()
    assert len(toy.said) <= 8


def test_stopping_a_for_loop_half_way_and_closing_leaves_no_thread():
    toy = Toy()
    with speak(PIECES, toy, pace=Pace()) as clips:
        for number, _ in enumerate(clips):
            if number == 5:
                break
    assert voices_end()


# With the store


def test_what_was_heard_is_not_asked_for_again(stand_in, google, tmp_path):
    service, store = stand_in(), Store(tmp_path)
    assert requests_for(PIECES, google, store) == len(PIECES)
    first = list(speak(PIECES, google, store=store))
    service.forget()
    assert requests_for(PIECES, google, store) == 0
    assert kept(PIECES, google, store) == len(PIECES)
    assert list(speak(PIECES, google, store=store)) == first
    assert service.asked == []
    assert service.connections == 0


def test_a_changed_piece_costs_only_itself(stand_in, google, tmp_path):
    service, store = stand_in(), Store(tmp_path)
    list(speak(PIECES, google, store=store))
    service.forget()
    changed = [*PIECES[:5], Piece("Something else", "en", 5, 0), *PIECES[6:]]
    assert requests_for(changed, google, store) == 1
    list(speak(changed, google, store=store))
    assert service.texts() == ["Something else"]


def test_fresh_asks_for_everything_again(stand_in, google, tmp_path):
    service = stand_in()
    list(speak(PIECES, google, store=Store(tmp_path)))
    list(speak(PIECES, google, store=Store(tmp_path, reads=False)))
    assert len(service.asked) == 2 * len(PIECES)


def test_the_language_is_part_of_what_is_kept(stand_in, google, tmp_path):
    service, store = stand_in(), Store(tmp_path)
    for language in ("en", "en-GB", "en"):
        list(speak(pieces_of(["Hello"], language), google, store=store))
    assert [asked.host for asked in service.asked] == [
        "translate.google.com", "translate.google.co.uk"
    ]  # fmt: skip


def test_an_entry_with_a_flipped_byte_is_spoken_again_and_never_played(stand_in, google, tmp_path):
    service, store = stand_in(), Store(tmp_path)
    first = list(speak(PIECES, google, store=store))
    victim = sorted(store.folder.rglob("*.clip"))[3]
    data = bytearray(victim.read_bytes())
    data[len(data) // 2] ^= 1
    victim.write_bytes(data)
    service.forget()
    assert list(speak(PIECES, google, store=store)) == first
    assert len(service.asked) == 1


def test_a_voice_on_this_machine_is_not_stored(tmp_path):
    store = Store(tmp_path)
    toy = Toy(needs_network=False)
    list(speak(PIECES, toy, store=store))
    assert store.contents().clips == 0
    assert requests_for(PIECES, toy, store) == kept(PIECES, toy, store) == 0


def test_what_is_no_speech_is_not_kept(stand_in, google, tmp_path, soon):
    stand_in(plan=Plan("silence", "always"))
    store = Store(tmp_path)
    assert all(isinstance(it, Failure) for it in speak(PIECES, google, store=store))
    assert store.contents().clips == 0


def test_a_store_that_cannot_be_written_stops_nothing(stand_in, google, tmp_path):
    stand_in()
    (tmp_path / "file").write_text("in the way")
    store = Store(tmp_path / "file")
    assert all(isinstance(it, Clip) for it in speak(PIECES, google, store=store))
    assert kept(PIECES, google, store) == 0
    assert store.trouble


def test_two_runs_at_once_share_what_either_has_heard(stand_in, tmp_path):
    service = stand_in(latency=0.005)
    pieces = pieces_of(f"Number {n} is said to both" for n in range(120))
    results = {}

    def work(name, order):
        voice = GoogleVoice()
        clips = list(speak(order, voice, jobs=2, store=Store(tmp_path), pace=Pace()))
        results[name] = dict(zip([piece.text for piece in order], clips, strict=True))
        voice.close()

    orders = {"one": pieces, "two": pieces[::-1]}
    threads = [threading.Thread(target=work, args=item) for item in orders.items()]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    expected = {piece.text: decode(Clip(speech(piece.text), "mp3", None)) for piece in pieces}
    assert results == {"one": expected, "two": expected}
    assert len(service.asked) < 160


# The first answer


def test_a_service_that_is_not_there_is_known_before_the_first_clip(stand_in, google):
    stand_in(plan=Plan("proxy", "always"))
    with pytest.raises(Unreachable, match="503"):
        next(speak(PIECES, google, first_answer_s=60))


def test_a_service_that_says_nothing_is_left_after_a_while(stand_in, google):
    service = stand_in(plan=Plan("never", "always"))
    with pytest.raises(Unreachable, match="does not answer"):
        next(speak(PIECES, google, first_answer_s=0.2))
    assert len(service.asked) <= 8


def test_a_first_fault_that_passes_does_not_count(stand_in, google, monkeypatch):
    service = stand_in(plan=Plan("proxy", "always"))
    monkeypatch.setattr(asking, "_DOUBTS", 100)
    speech_ = speak(PIECES, google, first_answer_s=60)
    service.plan = None
    assert all(isinstance(it, Clip) for it in speech_)


@pytest.mark.parametrize("trouble", ["503", "empty", "429"])
def test_an_answer_without_speech_is_an_answer(stand_in, google, soon, trouble):
    stand_in(plan=Plan(trouble, "always"))
    outcomes = list(speak(PIECES, google, first_answer_s=60, pace=Pace()))
    assert all(isinstance(it, Failure) for it in outcomes)


def test_a_bad_certificate_is_an_error_and_no_silence(stand_in, google):
    stand_in(plan=Plan("certificate", "always"))
    with pytest.raises(Refused, match="verify"):
        next(speak(PIECES, google, first_answer_s=60))


def test_without_a_request_nobody_has_to_answer(stand_in, google, tmp_path):
    service, store = stand_in(), Store(tmp_path)
    first = list(speak(PIECES, google, store=store))
    service.plan = Plan("proxy", "always")
    google.close()
    assert list(speak(PIECES, google, store=store, first_answer_s=60)) == first


def test_one_request_that_is_needed_decides_before_the_first_clip(stand_in, google, tmp_path):
    service, store = stand_in(), Store(tmp_path)
    list(speak(PIECES[:-1], google, store=store))
    service.plan = Plan("proxy", "always")
    google.close()
    with pytest.raises(Unreachable):
        next(speak(PIECES, google, store=store, first_answer_s=60))


def test_who_insists_gets_failures_instead(stand_in, google, soon):
    stand_in(plan=Plan("proxy", "always"))
    outcomes = list(speak(PIECES, google))
    assert all(isinstance(it.error, Unreachable) for it in outcomes)
    assert len(outcomes) == len(PIECES)


# What is told on the way


def test_a_wait_is_told_once_on_the_callers_thread(stand_in, google):
    stand_in(plan=Plan("429 wait", "once"), retry_after="1")
    events = []
    speech_ = speak(
        PIECES, google, pace=Pace(), on_event=lambda e: events.append((e, threading.get_ident()))
    )
    assert all(isinstance(it, Clip) for it in speech_)
    [(event, thread)] = events
    assert isinstance(event, Waiting)
    assert event.engine == "gtts"
    assert 0 < event.seconds <= 1.25
    assert thread == threading.get_ident()


def test_raising_from_the_hook_cancels(stand_in, google):
    service = stand_in(plan=Plan("429 wait", "always"), retry_after="100")

    class Enough(Exception):
        pass

    def on_event(event):
        raise Enough

    with pytest.raises(Enough):
        list(speak(PIECES, google, pace=Pace(), on_event=on_event))
    assert len(service.asked) <= 8


def test_a_service_that_only_ever_says_429_is_left_after_eight_waits(stand_in, google, soon):
    service = stand_in(plan=Plan("429", "always"))
    outcomes = list(speak(PIECES, google, pace=Pace()))
    assert all(isinstance(it.error, SlowDown) for it in outcomes)
    assert len(outcomes) == len(PIECES)
    assert 8 <= len(service.asked) <= 8 * 8 + 8  # in each burst, all that were on their way


def test_a_wait_of_hours_is_not_waited_for(stand_in, google):
    service = stand_in(plan=Plan("429 wait", "always"), retry_after="7200")
    outcomes = list(speak(PIECES, google, pace=Pace()))
    assert all(isinstance(it, Failure) for it in outcomes)
    assert len(service.asked) <= 8


SCRIPT = """
import sys
from narrate.cutting import Piece
from narrate.engines.google import GoogleVoice
from narrate.pace import Pace
from narrate.speaking import speak
print("ready", flush=True)
try:
    list(speak([Piece(f"Number {n}", "en", n, 0) for n in range(30)],
               GoogleVoice(answer_s=60), on_event=lambda e: print("waiting", flush=True)))
except KeyboardInterrupt:
    print("stopped", flush=True)
    sys.exit(130)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="a console's Ctrl-C cannot be sent there")
@pytest.mark.parametrize("trouble", ["never", "429 wait"])
def test_ctrl_c_ends_it_whatever_the_threads_wait_for(stand_in, trouble):
    service = stand_in(plan=Plan(trouble, "always"), retry_after="200")
    with subprocess.Popen(
        [sys.executable, "-c", SCRIPT], stdout=subprocess.PIPE, text=True, env=os.environ.copy()
    ) as process:
        assert process.stdout.readline() == "ready\n"
        while not service.asked:
            time.sleep(0.01)
        process.send_signal(signal.SIGINT)
        out, _ = process.communicate(timeout=30)  # the requests would take 60 s, the wait 200 s
    assert process.returncode == 130
    assert "stopped" in out


@pytest.mark.slow
def test_half_an_hour_of_text_through_a_service_that_grants_twenty_a_second(stand_in, google):
    """At most 10 % are refused after the first 5 s, and 75 % of what is granted is used."""
    service = stand_in(latency=0.2, connecting=0.1, limit=20)
    pieces = pieces_of(f"Sentence {n} is one of very many that are all alike" for n in range(450))
    clips = list(speak(pieces, google, pace=Pace()))
    assert clips == [decode(Clip(speech(piece.text), "mp3", None)) for piece in pieces]
    start = service.asked[0].at
    late = [asked for asked in service.asked if asked.at > start + 5]
    refused = sum(asked.outcome == "429" for asked in late)
    print(json.dumps({"requests": len(late), "refused": refused}))  # noqa: T201
    assert refused <= 0.10 * len(late)
    assert len(late) - refused >= 0.75 * 20 * (late[-1].at - start - 5)
