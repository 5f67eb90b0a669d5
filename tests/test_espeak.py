"""The built-in voice says what is written, the same every time, and never takes us down."""

import array
import contextlib
import json
import os
import select
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from narrate.engine import Clip
from narrate.engines import espeak
from narrate.engines.espeak import VOICES, EspeakVoice
from narrate.errors import Faulty, Refused, UnknownLanguage

TEXTS = [
    ("The kettle sings, and the cat listens.", "en"),
    ("Die Katze schläft auf dem Ofen.", "de"),
    ("The kettle sings, and the cat listens.", "en"),
]
SENTENCES = dict(
    line.split("\t")
    for line in Path(__file__)
    .with_name("espeak_sentences.tsv")
    .read_text(encoding="utf-8")
    .splitlines()
)
"""A sentence in each language that the voice claims to speak."""

posix = pytest.mark.skipif(sys.platform == "win32", reason="signals are a matter of POSIX")


@pytest.fixture
def voice():
    voice = EspeakVoice()
    yield voice
    voice.close()


def spoken(text, language="en"):
    """One text by a voice of its own."""
    voice = EspeakVoice()
    try:
        return voice.speak(text, language).data
    finally:
        voice.close()


def seconds(samples):
    return len(samples) / 2 / 22050


def test_a_sentence_becomes_samples_that_can_be_heard(voice):
    clip = voice.speak("The kettle sings, and the cat listens.", "en")
    assert isinstance(clip, Clip)
    assert (clip.encoding, clip.rate) == ("pcm", 22050)
    assert 1.5 < seconds(clip.data) < 4
    assert max(array.array("h", clip.data)) > 5000


def test_the_version_is_the_librarys_and_ours(voice):
    assert voice.version == f"1.52.0+{espeak._REVISION}"


def test_threads_that_ask_at_the_start_all_get_their_answer(voice):
    answers = []
    threads = [threading.Thread(target=lambda: answers.append(voice.version)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert answers == [voice.version] * 8


def test_two_fresh_voices_give_the_same_bytes_whatever_was_spoken_before():
    def article():
        voice = EspeakVoice()
        try:
            return [voice.speak(*text).data for text in TEXTS]
        finally:
            voice.close()

    first = article()
    spoken("Something else was narrated in between.", "it")
    assert article() == first


def test_a_language_changes_the_sound_and_a_country_may(voice):
    sounds = {voice.speak("Photo 2024", tag).data for tag in ("en", "en-GB", "de", "fr", "pl")}
    assert len(sounds) == 5


@pytest.mark.parametrize(
    ("asked", "heard"), [("de-AT", "de"), ("es_MX", "es-419"), ("pt", "pt-BR"), ("nn", "nb")]
)
def test_a_languages_closest_kin_speaks_it(asked, heard):
    assert spoken("Radio 2024", asked) == spoken("Radio 2024", heard)


@pytest.mark.parametrize("tag", ["ja", "he", "ar", "tlh", "", "xx-YY"])
def test_a_language_that_it_would_only_spell_is_unknown_to_it(voice, tag):
    with pytest.raises(UnknownLanguage):
        voice.speak("2024", tag)


def phonemes(words):
    """What the library makes of (voice, text) pairs, in a process of its own."""
    library, data = espeak._library()
    program = """
import ctypes, json, sys
espeak = ctypes.CDLL(sys.argv[1])
assert espeak.espeak_Initialize(2, 0, sys.argv[2].encode(), 0x8000) == 22050
espeak.espeak_TextToPhonemes.restype = ctypes.c_char_p
def say(voice, text):
    assert espeak.espeak_SetVoiceByName(voice.encode()) == 0, voice
    rest, heard = ctypes.c_char_p(text.encode()), []
    while rest.value is not None:
        heard.append(espeak.espeak_TextToPhonemes(ctypes.byref(rest), 1, 2).decode())
    return " ".join(heard)
print(json.dumps([say(*pair) for pair in json.load(sys.stdin)]))
"""
    done = subprocess.run(
        [sys.executable, "-I", "-c", program, library, data.parent],
        input=json.dumps(words),
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


def test_each_language_it_claims_has_a_sentence_to_prove_it():
    assert set(SENTENCES) >= {tag for tag in VOICES if "-" not in tag}
    assert set(SENTENCES) <= set(VOICES)


def test_each_language_reads_its_own_letters_without_naming_them_in_english():
    heard = phonemes([(VOICES[tag], text) for tag, text in SENTENCES.items()])
    spelled = {tag for tag, line in zip(SENTENCES, heard, strict=True) if "(en)" in line}
    assert not spelled


def test_naming_letters_is_seen_by_the_test_above():
    assert "(en)" in phonemes([("jpx/ja", "今日")])[0]


def test_each_language_tells_numbers_apart():
    numbers = ("7", "17", "37", "2004", "2024")
    heard = iter(phonemes([(VOICES[tag], number) for tag in SENTENCES for number in numbers]))
    told = {tag: {next(heard) for _ in numbers} - {""} for tag in SENTENCES}
    assert not {tag: words for tag, words in told.items() if len(words) < len(numbers)}


def test_each_language_is_spoken_at_the_pace_of_speech(voice):
    for tag in sorted(VOICES):
        text = SENTENCES.get(tag) or SENTENCES[tag.split("-")[0]]
        length = seconds(voice.speak(text, tag).data)
        words = len(text.encode()) / 15  # rough, and alike for alphabets and for ideographs
        assert 0.1 < length / words < 2.5, tag


@pytest.mark.parametrize(
    ("text", "longer_than"),
    [
        ("one [[h@l'oU]] two", "one hello two"),
        ("<b>bold</b> bee", "bold bee"),
        ("five &lt; six", "five six"),
    ],
)
def test_codes_in_a_text_are_words_like_others(text, longer_than):
    assert len(spoken(text)) > len(spoken(longer_than)) * 1.2


def test_no_mark_in_a_text_makes_a_pause():
    assert seconds(spoken('one <break time="9s"/> two')) < 5


@pytest.mark.parametrize(
    "mark", ["\x00", "😀", "★", "\x0199P", "\ud800", "\ue001", "\x1b", "\x9f", "\U00100001"]
)
def test_a_character_that_is_no_text_is_a_gap(mark):
    visible = "".join(c for c in mark if c.isascii() and c.isprintable())
    assert spoken(f"one{mark} two") == spoken(f"one {visible} two")


@pytest.mark.parametrize("text", ["", " ", "…", "—", "“”", "\x00", "\ud800", "\u200b"])
def test_what_has_no_sound_is_faulty(voice, text):
    with pytest.raises(Faulty, match="no sound"):
        voice.speak(text, "en")
    assert voice.speak("It goes on.", "en").data


@pytest.mark.parametrize(
    "text",
    [
        "e" + "\u0301" * 1000,
        "👩‍👩‍👧‍👦" * 100,
        "\u202eשלום مرحبا" * 60,
        "[" * 1000,
        "9" * 1000,
        "a" * 1000,
        "." * 999 + "a",
        "<" * 500 + "x" + ">" * 499,
        "漢" * 1000,
        "".join(map(chr, range(0x20, 0x3FF))),
        "".join(map(chr, range(0xFE00, 0xFFFF))) + "end",
    ],
)
def test_odd_text_leaves_the_voice_in_order(voice, text):
    with contextlib.suppress(Faulty):
        voice.speak(text[:1000], "en")
    assert seconds(voice.speak("It goes on.", "en").data) > 0.5


@pytest.mark.parametrize("tag", ["kn", "ml", "te", "bn", "gu", "pa", "am", "ti", "fi"])
def test_a_symbol_whose_name_crashes_the_library_is_not_shown_to_it(voice, tag):
    text = SENTENCES[tag]
    assert voice.speak(f"ⓜ ⣷ ⣿ {text}", tag).data


def test_a_helper_that_dies_is_refused_once_and_for_all(voice):
    voice.speak("Hello.", "en")
    voice._helper.kill()
    with pytest.raises(Refused, match=r"broke down at “Good day\.” \(.*\)"):
        voice.speak("Good day.", "en")
    with pytest.raises(Refused, match="broke down at “Good day"):
        voice.speak("And again.", "en")
    assert voice._helper.returncode is not None


@posix
def test_a_crash_of_the_library_is_told_by_its_signal(voice):
    os.kill(voice._helper.pid, signal.SIGSEGV)
    with pytest.raises(Refused, match=r"signal 11"):
        voice.speak("Good day.", "en")


def test_closing_twice_leaves_no_process_and_no_voice(voice):
    voice.speak("Hello.", "en")
    voice.close()
    voice.close()
    assert voice._helper.returncode is not None
    with pytest.raises(Refused, match="was closed"):
        voice.speak("Hello again.", "en")


def test_closing_from_another_thread_ends_a_piece_in_the_middle(voice):
    speaking, ends = threading.Event(), []

    def talk():
        try:
            while True:
                voice.speak("x y z " * 160, "en")
                speaking.set()
        except Refused as error:
            ends.append(str(error))

    thread = threading.Thread(target=talk)
    thread.start()
    assert speaking.wait(30)
    voice.close()
    thread.join(30)
    assert ends == ["The built-in voice was closed."]


def test_an_exception_in_the_middle_of_a_piece_never_mixes_up_answers(voice, monkeypatch):
    def interrupted(_pipe):
        raise KeyboardInterrupt

    voice.speak("Hello.", "en")
    with monkeypatch.context() as patch:
        patch.setattr(espeak, "_receive", interrupted)
        with pytest.raises(KeyboardInterrupt):
            voice.speak("One.", "en")
    with pytest.raises(Refused, match="was interrupted at “One"):
        voice.speak("Two.", "en")


def test_without_the_package_one_sentence_says_what_to_install(monkeypatch):
    monkeypatch.setattr(espeak.importlib.util, "find_spec", lambda _name: None)
    with pytest.raises(Refused, match="pip install espeakng-loader"):
        EspeakVoice()


def loader(folder, monkeypatch, *, library):
    """A package espeakng_loader whose library is these bytes, or is missing."""
    package = folder / "espeakng_loader"
    package.mkdir()
    (package / "__init__.py").touch()
    (package / "espeak-ng-data").mkdir()
    if library is not None:
        for name in ("libespeak-ng.so", "libespeak-ng.dylib", "espeak-ng.dll"):
            (package / name).write_bytes(library)
    monkeypatch.syspath_prepend(str(folder))
    monkeypatch.delitem(sys.modules, "espeakng_loader", raising=False)


def test_a_broken_wheel_is_told_by_what_it_lacks(tmp_path, monkeypatch):
    loader(tmp_path, monkeypatch, library=None)
    with pytest.raises(Refused, match=r"lacks .*espeak-ng\.(so|dylib|dll)"):
        EspeakVoice()


def test_a_library_for_another_machine_is_told_by_the_loaders_words(tmp_path, monkeypatch):
    loader(tmp_path, monkeypatch, library=b"\x7fELF of some other machine")
    voice = EspeakVoice()
    try:
        with pytest.raises(Refused, match="does not work here"):
            voice.speak("Hello.", "en")
        with pytest.raises(Refused, match="does not work here"):
            _ = voice.version
    finally:
        voice.close()


def test_data_that_cannot_be_read_is_told_and_does_not_end_us(tmp_path, monkeypatch):
    loader(tmp_path, monkeypatch, library=espeak._library()[0].read_bytes())
    voice = EspeakVoice()
    try:
        with pytest.raises(Refused, match="data cannot be read"):
            voice.speak("Hello.", "en")
    finally:
        voice.close()


def test_a_python_that_cannot_be_started_is_refused(monkeypatch, tmp_path):
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    with pytest.raises(Refused, match="does not start"):
        EspeakVoice()


TALKER = """
import sys
from narrate.engines.espeak import EspeakVoice
voice = EspeakVoice()
try:
    print(voice._helper.pid, voice.version, flush=True)
    while True:
        voice.speak("x y z " * 160, "en")
except KeyboardInterrupt:
    voice.close()
    print("closed", voice._helper.returncode is not None)
"""


@pytest.fixture
def talker():
    with subprocess.Popen(
        [sys.executable, "-c", TALKER],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        yield process
        process.kill()


@posix
def test_ctrl_c_reaches_us_alone_and_leaves_nothing_behind(talker):
    talker.stdout.readline()
    os.killpg(talker.pid, signal.SIGINT)
    assert talker.communicate(timeout=30) == ("closed True\n", "")


@pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="needs Linux to watch a stranger die")
def test_the_helper_ends_when_we_are_killed(talker):
    helper = os.pidfd_open(int(talker.stdout.readline().split()[0]))
    talker.kill()
    ended, _, _ = select.select([helper], [], [], 30)
    os.close(helper)
    assert ended


def test_the_helper_talks_only_through_its_protocol():
    library, data = espeak._library()
    done = subprocess.run(
        [sys.executable, "-I", "-S", espeak.espeak_helper.__file__, library, data],
        input=b"",
        capture_output=True,
        check=True,
    )
    status, length = espeak.espeak_helper.ANSWER.unpack(done.stdout[:5])
    assert (status, length) == (espeak.espeak_helper.DONE, len(done.stdout[5:]))
    assert done.stderr == b""
