"""Every fault of the service: nothing is lost, nothing is doubled, nothing half is left."""

from __future__ import annotations

import os
import random
import re
import socket
import subprocess
import sys
from contextlib import ExitStack, closing, suppress

import pytest
from standin import Plan, StandIn, speech

from narrate.article import Article, Block
from narrate.cutting import Piece
from narrate.decoding import decode
from narrate.engine import Clip
from narrate.engines.google import GoogleVoice
from narrate.errors import PassagesMissing, Refused
from narrate.narration import narrate
from narrate.speaking import Failure, speak
from narrate.store import Store, key_of

pytestmark = pytest.mark.usefixtures("soon")

PASSING = ["429", "429 wait", "500", "503", "empty", "cut", "stall", "noise", "silence", "never",
           "base64", "half", "reset", "proxy"]  # fmt: skip
"""What passes: the piece is asked for again."""


def mostly_slow(troubles, *quick):
    return [t if t in quick else pytest.param(t, marks=pytest.mark.slow) for t in troubles]


PIECES = [Piece(f"Sentence {n} of a quiet text", "en", n, 0) for n in range(30)]
EXPECTED = [decode(Clip(speech(piece.text), "mp3", None)) for piece in PIECES]


def voice(trouble=None):
    """Google's voice; where the service falls silent, half a second of patience will do."""
    return closing(GoogleVoice(answer_s=0.5 if trouble in ("never", "stall") else 10))


def spoken(store, trouble=None):
    """What comes of all pieces, with an engine of its own."""
    with voice(trouble) as google:
        return list(speak(PIECES, google, store=store))


@pytest.mark.parametrize("when", ["once", "third"])
@pytest.mark.parametrize("trouble", PASSING)
def test_after_a_fault_that_passes_every_piece_is_there_in_order_once(
    stand_in, tmp_path, trouble, when
):
    service = stand_in(plan=Plan(trouble, when), retry_after="0")
    assert spoken(Store(tmp_path), trouble) == EXPECTED
    heard = service.texts("spoken")
    assert set(heard) == {piece.text for piece in PIECES}
    service.forget()
    assert spoken(Store(tmp_path)) == EXPECTED
    assert service.asked == []


@pytest.mark.parametrize("when", ["later", "always"])
@pytest.mark.parametrize("trouble", mostly_slow(PASSING, "429", "503", "cut", "proxy"))
def test_after_a_fault_that_stays_the_next_run_asks_for_what_is_missing_alone(
    stand_in, tmp_path, trouble, when
):
    service = stand_in(plan=Plan(trouble, when), retry_after="0")
    outcomes = spoken(Store(tmp_path), trouble)
    failed = {it.piece.text for it in outcomes if isinstance(it, Failure)}
    for outcome_, expected in zip(outcomes, EXPECTED, strict=True):
        assert isinstance(outcome_, Failure) or outcome_ == expected
    if trouble != "proxy":  # few connections are made, and then kept
        assert failed
        assert (len(failed) < len(PIECES)) == (when == "later")
    service.plan = None
    service.forget()
    assert spoken(Store(tmp_path)) == EXPECTED
    assert set(service.texts()) == failed


@pytest.mark.parametrize("when", ["once", "third", "always"])
@pytest.mark.parametrize("trouble", ["certificate", "403", "redirect"])
def test_what_no_second_try_would_change_is_an_error_and_what_was_heard_is_kept(
    stand_in, tmp_path, trouble, when
):
    service = stand_in(plan=Plan(trouble, when))
    with pytest.raises(Refused):
        spoken(Store(tmp_path))
    heard = set(service.texts("spoken"))
    service.plan = None
    service.forget()
    assert spoken(Store(tmp_path)) == EXPECTED
    assert set(service.texts()) == {piece.text for piece in PIECES} - heard


@pytest.mark.parametrize("when", ["once", "third"])
def test_a_piece_that_is_refused_is_missing_alone(stand_in, tmp_path, when):
    service = stand_in(plan=Plan("400", when))
    outcomes = spoken(Store(tmp_path))
    refused = set(service.texts("400"))
    assert {it.piece.text for it in outcomes if isinstance(it, Failure)} == refused
    assert len(service.asked) == len(PIECES)
    service.plan = None
    service.forget()
    assert spoken(Store(tmp_path)) == EXPECTED
    assert set(service.texts()) == refused


@pytest.mark.parametrize("when", ["once", "third", "always"])
def test_a_name_that_is_not_found(stand_in, tmp_path, monkeypatch, when):
    service = stand_in()
    for name in ("HTTPS_PROXY", "https_proxy"):
        monkeypatch.setenv(name, f"http://localhost:{service.port}")
    look_up, plan, count = socket.getaddrinfo, Plan("proxy", when), iter(range(1, 1_000_000))

    def sometimes(*asked, **options):
        if plan.hits(next(count)):
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return look_up(*asked, **options)

    monkeypatch.setattr(socket, "getaddrinfo", sometimes)
    outcomes = spoken(Store(tmp_path))
    if when == "always":
        assert all("not known" in str(it.error) for it in outcomes)
    else:
        assert outcomes == EXPECTED
    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    assert spoken(Store(tmp_path)) == EXPECTED


# The whole journey: an MP3 or none

ARTICLE = Article(
    title="A year in the orchard",
    blocks=tuple(
        Block(
            "paragraph",
            f"In week {n} the gardener walked between the trees and counted the buds. "
            f"There were {n * 7} of them on the old pear, and she wrote that down.",
        )
        for n in range(1, 13)
    ),
    author="Ada Green",
    date="2026-03-01",
    language="en",
)


def make(folder, store, trouble=None, **options):
    """Narrate the article into `folder`; returns the bytes of the MP3."""
    folder.mkdir(exist_ok=True)
    target = folder / "orchard.mp3"
    with voice(trouble) as google:
        narrate(ARTICLE, target, google, store=store, **options)
    assert [path.name for path in folder.iterdir()] == ["orchard.mp3"]
    return target.read_bytes()


@pytest.fixture(scope="module")
def undisturbed(authority, tmp_path_factory):
    """The MP3 as it is when nothing goes wrong."""
    folder = tmp_path_factory.mktemp("undisturbed")
    with StandIn(authority=authority) as service, pytest.MonkeyPatch.context() as patch:
        for name, value in service.env().items():
            patch.setenv(name, value)
        return make(folder / "out", Store(folder))


@pytest.mark.parametrize("trouble", mostly_slow(PASSING, "cut", "429"))
def test_a_fault_that_passes_is_not_heard(stand_in, tmp_path, undisturbed, trouble):
    stand_in(plan=Plan(trouble, "third"), retry_after="0")
    assert make(tmp_path / "out", Store(tmp_path / "store"), trouble) == undisturbed


@pytest.mark.parametrize("trouble", mostly_slow([*PASSING, "certificate"], "500", "certificate"))
def test_a_fault_that_stays_leaves_nothing_at_the_target(stand_in, tmp_path, undisturbed, trouble):
    service = stand_in(plan=Plan(trouble, "always"), retry_after="0")
    with pytest.raises(Refused if trouble == "certificate" else PassagesMissing) as caught:
        make(tmp_path / "out", Store(tmp_path / "store"), trouble)
    assert list((tmp_path / "out").iterdir()) == []
    assert "\n" not in str(caught.value)
    service.plan = None
    assert make(tmp_path / "out", Store(tmp_path / "store")) == undisturbed


def test_what_is_kept_is_said_and_an_older_mp3_stays_as_it_is(stand_in, tmp_path, undisturbed):
    service = stand_in(plan=Plan("500", "later"))
    older = tmp_path / "out" / "orchard.mp3"
    older.parent.mkdir()
    older.write_bytes(b"an older one")
    store = Store(tmp_path / "store")
    with pytest.raises(PassagesMissing) as caught:
        make(older.parent, store)
    assert older.read_bytes() == b"an older one"
    heard = set(service.texts("spoken"))
    assert len(heard) == store.contents().clips == 20
    assert "20 of " in str(caught.value)
    service.plan = None
    service.forget()
    assert make(older.parent, store) == undisturbed
    assert not heard & set(service.texts())


def test_what_is_kept_is_said_where_the_service_refuses_in_the_middle_too(stand_in, tmp_path):
    service = stand_in(plan=Plan("403", "later"))
    with pytest.raises(Refused, match=r"403.*Run again: 20 of \d+ pieces are kept\.$"):
        make(tmp_path / "out", Store(tmp_path / "store"))
    assert list((tmp_path / "out").iterdir()) == []
    heard = set(service.texts("spoken"))
    service.plan = None
    service.forget()
    make(tmp_path / "out", Store(tmp_path / "store"))
    assert not heard & set(service.texts())


def test_gaps_are_announced_where_they_are_allowed(stand_in, tmp_path):
    service = stand_in(plan=Plan("400", "once"))
    assert make(tmp_path / "out", Store(tmp_path / "store"), allow_gaps=True)
    assert "A passage is missing here." in service.texts("spoken")


def test_where_a_store_cannot_be_written_the_article_is_narrated_all_the_same(
    stand_in, tmp_path, undisturbed
):
    stand_in()
    (tmp_path / "file").write_text("in the way")
    assert make(tmp_path / "out", Store(tmp_path / "file")) == undisturbed


# The command, as a process of its own


@pytest.fixture
def command(tmp_path):
    """Start `narrate` with the article as a text file; whatever still runs is ended."""
    running = []

    def start(service, *words, folder=tmp_path, **options):
        article = folder / "orchard.txt"
        if not article.exists():
            text = "\n\n".join([ARTICLE.title, *(block.text for block in ARTICLE.blocks)])
            article.write_text(text, encoding="utf-8")
            os.utime(article, (1_770_000_000,) * 2)
        target = folder / "out" / "orchard.mp3"
        process = subprocess.Popen(
            [sys.executable, "-m", "narrate", str(article), "-o", str(target), "-l", "en", *words],
            env={**os.environ, **service.env(), "NARRATE_CACHE_DIR": str(folder / "cache")},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            **options,
        )
        running.append(process)
        return process

    yield start
    for process in running:
        if process.poll() is None:
            process.kill()
        process.communicate()


def outcome(process):
    """(exit status, standard output, standard error) in the end."""
    out, err = process.communicate(timeout=400)
    return process.returncode, out, err


def left(tmp_path):
    """What lies where the MP3 should be."""
    return sorted(path.name for path in (tmp_path / "out").glob("*"))


def test_the_command_makes_one_mp3_with_at_most_eight_connections(stand_in, command, tmp_path):
    service = stand_in()
    status, out, err = outcome(command(service, "-e", "gtts"))
    assert (status, left(tmp_path)) == (0, ["orchard.mp3"]), err
    assert out.strip() == str(tmp_path / "out" / "orchard.mp3")
    assert len(service.texts()) == len(set(service.texts()))
    assert service.connections <= 8


def test_the_command_refuses_an_unknown_authority(stand_in, command, tmp_path):
    service = stand_in(plan=Plan("certificate", "always"))
    for engine in ("auto", "gtts"):
        status, out, err = outcome(command(service, "-e", engine))
        assert (status, out, left(tmp_path)) == (1, "", [])
        assert "does not verify" in err
        assert "Traceback" not in err
    assert service.asked == []


def test_a_proxy_that_refuses_sends_the_whole_article_to_the_built_in_voice(
    stand_in, command, tmp_path
):
    service = stand_in(plan=Plan("proxy", "always"))
    status, _, err = outcome(command(service))
    assert (status, left(tmp_path)) == (0, ["orchard.mp3"]), err
    assert "-e gtts" in err
    assert service.asked == []


def test_an_http_error_is_no_reason_to_change_the_voice(stand_in, command, tmp_path):
    service = stand_in(plan=Plan("403", "always"))
    status, _, err = outcome(command(service))
    assert (status, left(tmp_path)) == (1, [])
    assert "403" in err


def test_two_commands_on_one_article_at_once_do_not_disturb_each_other(stand_in, command, tmp_path):
    service = stand_in(latency=0.02)
    both = [command(service, "-e", "gtts") for _ in range(2)]
    assert [outcome(process)[0] for process in both] == [0, 0]
    assert left(tmp_path) == ["orchard.mp3"]
    service.forget()
    assert outcome(command(service, "-e", "gtts"))[0] == 0
    assert service.asked == []


@pytest.mark.skipif(sys.platform == "win32", reason="a console's Ctrl-C cannot be sent there")
@pytest.mark.parametrize("signal", ["SIGINT", "SIGKILL"])
def test_what_was_heard_before_the_end_is_not_asked_for_again(stand_in, command, tmp_path, signal):
    import signal as signals

    service = stand_in(latency=0.02)
    process = command(service, "-e", "gtts", "--jobs", "1")
    while len(service.texts("spoken")) < 12 and process.poll() is None:
        pass
    process.send_signal(getattr(signals, signal))
    status, out, err = outcome(process)
    assert (status, out) == (130 if signal == "SIGINT" else -signals.SIGKILL, "")
    assert "Traceback" not in err
    if signal == "SIGINT":
        assert left(tmp_path) == []
        said = int(re.search(r"(\d+) of \d+ pieces are kept", err)[1])
        clips = Store(tmp_path / "cache").contents().clips
        assert said in (clips, clips - 1)  # one may have come after it was counted
    kept = service.texts()[:-2]  # the last one may have been on its way, and one before be written
    service.forget()
    status, _, err = outcome(command(service, "-e", "gtts"))
    assert (status, left(tmp_path)) == (0, ["orchard.mp3"]), err
    assert not set(kept) & set(service.texts())


@pytest.mark.skipif(sys.platform == "win32", reason="needs a limit on the size of files")
def test_a_full_disk_leaves_nothing_at_the_target(stand_in, command, tmp_path):
    import resource

    service = stand_in()
    status, _, err = outcome(
        command(
            service,
            "-e",
            "gtts",
            "--no-running-time",
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000)),
        )
    )
    assert (status, left(tmp_path)) == (1, [])
    assert "Traceback" not in err
    assert len(err.strip().splitlines()) == 1
    service.forget()
    status, _, err = outcome(command(service, "-e", "gtts", "--no-running-time"))
    assert (status, left(tmp_path)) == (0, ["orchard.mp3"]), err
    assert service.asked == []


@pytest.mark.slow
def test_every_fault_that_stays_ends_with_one_sentence_and_exit_1(authority, command, tmp_path):
    """With the real waits, all at once: the longest, 429 for ever, takes two minutes."""
    with ExitStack() as stack:
        runs = {}
        for trouble in PASSING:
            service = stack.enter_context(
                StandIn(plan=Plan(trouble, "always"), retry_after="2", authority=authority)
            )
            folder = tmp_path / trouble
            folder.mkdir()
            runs[trouble] = service, folder, command(service, "-e", "gtts", "-q", folder=folder)
        for service, folder, process in runs.values():
            status, out, err = outcome(process)
            assert (status, out, left(folder)) == (1, "", []), err
            assert len(err.strip().splitlines()) == 1
            assert "Run again: 0 of " in err
            service.plan = None
            status, _, err = outcome(command(service, "-e", "gtts", "-q", folder=folder))
            assert (status, left(folder)) == (0, ["orchard.mp3"]), err


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="nothing is killed in that way there")
def test_fifty_kills_at_random_moments_change_nothing_in_the_end(stand_in, tmp_path, command):
    """The same speech as undisturbed, nothing stored asked for again, no litter."""
    service = stand_in(latency=0.01)
    undisturbed = tmp_path / "undisturbed"
    undisturbed.mkdir()
    assert outcome(command(service, "-e", "gtts", folder=undisturbed))[0] == 0
    speech_of_it = (undisturbed / "out" / "orchard.mp3").read_bytes()
    texts = set(service.texts("spoken"))
    store, google = Store(tmp_path / "cache"), GoogleVoice()

    def kept():
        return {text for text in texts if store.has(key_of(google, text, "en"))}

    moments = random.Random(20)
    for _ in range(50):
        there = kept()
        service.forget()
        process = command(service, "-e", "gtts", "--jobs", "2")
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=moments.uniform(0.05, 2.0))
        process.kill()
        process.communicate()
        assert not there & set(service.texts())
    status, _, err = outcome(command(service, "-e", "gtts"))
    assert status == 0, err
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["orchard.mp3"]
    assert (tmp_path / "out" / "orchard.mp3").read_bytes() == speech_of_it
    assert kept() == texts
