"""Google's voice, on the stand-in: what is asked, what comes back, what each trouble means."""

from __future__ import annotations

import email.utils
import json
import subprocess
import sys
import threading
import time

import gtts
import gtts.lang
import gtts.tokenizer.core
import pytest
import requests
from standin import Authority, Plan, speech

from narrate.engine import Clip, voice_for
from narrate.engines import google, session
from narrate.engines.google import GoogleVoice
from narrate.errors import EngineError, Faulty, Refused, SlowDown, UnknownLanguage, Unreachable


@pytest.fixture
def voice():
    voice = GoogleVoice()
    yield voice
    voice.close()


@pytest.fixture
def hasty():
    voice = GoogleVoice(connect_s=1, answer_s=0.5)
    yield voice
    voice.close()


def trouble_of(voice, kind):
    with pytest.raises(kind) as caught:
        voice.speak("Hello there", "en")
    assert type(caught.value) is kind
    return caught.value


@pytest.mark.parametrize("packed", [False, True])
def test_what_the_service_says_comes_back_as_it_is(stand_in, voice, packed):
    service = stand_in(packed=packed)
    assert voice.speak("Hello there", "en") == Clip(speech("Hello there"), "mp3", None)
    assert voice.speak("Good night", "en") == Clip(speech("Good night"), "mp3", None)
    assert service.connections == 1


@pytest.mark.parametrize(
    "text",
    [
        "“Well…” — he said: it is 3.5 % of 1,000 & more + 1 = 2!",
        "e.g. Dr. No; No. 7",
        "\\ \" ' < > \t %7B",
        "我们在公园里散步，看见一只鸟。",
        "Мы гуляли в парке.",
        "é 👩‍👧 Straße",
        "x" * 100,
    ],
)
def test_the_text_arrives_untouched_in_one_request(stand_in, voice, text):
    service = stand_in()
    voice.speak(text, "en")
    assert service.texts() == [text]


@pytest.mark.parametrize(
    ("tag", "code", "end"),
    [
        ("en", "en", "com"),
        ("en-GB", "en", "co.uk"),
        ("en-US", "en", "com"),
        ("en-AU", "en", "com.au"),
        ("en-IN", "en", "co.in"),
        ("en-CA", "en", "ca"),
        ("en-IE", "en", "ie"),
        ("en-ZA", "en", "co.za"),
        ("en-NG", "en", "com.ng"),
        ("fr", "fr", "com"),
        ("fr-CA", "fr-CA", "ca"),
        ("fr-FR", "fr", "fr"),
        ("pt", "pt", "com"),
        ("pt-BR", "pt", "com.br"),
        ("pt-PT", "pt-PT", "pt"),
        ("es-MX", "es", "com.mx"),
        ("es-ES", "es", "es"),
        ("es-US", "es", "us"),
        ("zh", "zh-CN", "com"),
        ("zh-Hans", "zh-CN", "com"),
        ("zh-CN", "zh-CN", "com"),
        ("zh-Hant", "zh-TW", "com"),
        ("zh-TW", "zh-TW", "com"),
        ("yue", "yue", "com"),
        ("he", "iw", "com"),
        ("jv", "jw", "com"),
        ("nb", "no", "com"),
        ("no", "no", "com"),
        ("fil", "tl", "com"),
        ("de-AT", "de", "com"),
        ("zh-Hans-SG", "zh-CN", "com"),
        ("PT_br", "pt", "com.br"),
    ],
)
def test_our_tags_become_googles_codes_and_hosts(stand_in, voice, tag, code, end):
    service = stand_in()
    voice.speak("Hello", voice_for(voice, tag))
    assert [(asked.language, asked.host) for asked in service.asked] == [
        (code, f"translate.google.{end}")
    ]


def test_every_language_of_gtts_can_be_asked_for_and_none_in_googles_own_spelling(voice):
    codes = {code for code, _ in voice._codes.values()}
    assert codes == set(gtts.lang.tts_langs()) - {"zh"}  # the same voice as zh-CN
    assert not {"iw", "jw"} & voice.languages


def test_a_language_that_gtts_lacks_is_unknown(voice):
    with pytest.raises(UnknownLanguage):
        voice_for(voice, "tlh")


def test_limits_and_version_are_those_of_gtts(voice):
    assert voice.max_chars == gtts.gTTS.GOOGLE_TTS_MAX_CHARS == 100
    assert voice.version == gtts.__version__


@pytest.mark.parametrize("text", ["—", "...", "", " "])
def test_a_text_without_words_is_refused_and_not_sent(stand_in, voice, text):
    service = stand_in()
    with pytest.raises(Refused) as caught:
        voice.speak(text, "en")
    assert not caught.value.everything
    assert service.asked == []


@pytest.mark.parametrize(
    ("trouble", "kind", "word"),
    [
        ("500", Faulty, "500"),
        ("503", Faulty, "503"),
        ("empty", Faulty, "no audio"),
        ("cut", Faulty, "broke off"),
        ("base64", Faulty, "damaged"),
        ("huge", Faulty, "too long"),
        ("429", SlowDown, "429"),
        ("429 wait", SlowDown, "429"),
        ("sorry", SlowDown, "captcha"),
        ("reset", Unreachable, "cannot be reached"),
        ("proxy", Unreachable, "503"),
        ("400", Refused, "400"),
    ],
)
def test_each_trouble_has_its_error_and_its_word(stand_in, voice, trouble, kind, word):
    stand_in(plan=Plan(trouble, "always"))
    error = trouble_of(voice, kind)
    assert word in str(error)
    assert error.passes is not (kind is Refused)


@pytest.mark.parametrize(
    ("trouble", "word"),
    [("403", "newer gTTS"), ("redirect", "elsewhere"), ("certificate", "REQUESTS_CA_BUNDLE")],
)
def test_what_every_piece_would_meet_is_told_apart(stand_in, voice, trouble, word):
    stand_in(plan=Plan(trouble, "always"))
    error = trouble_of(voice, Refused)
    assert error.everything
    assert word in str(error)


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("trouble", ["never", "stall", "trickle"])
def test_an_answer_that_does_not_come_to_its_end_is_not_waited_for(
    stand_in, hasty, trouble, packed
):
    stand_in(plan=Plan(trouble, "always"), packed=packed)
    trouble_of(hasty, Faulty)


@pytest.mark.parametrize("trouble", ["cut", "huge"])
def test_a_compressed_answer_in_chunks_may_break_too(stand_in, voice, trouble):
    stand_in(plan=Plan(trouble, "always"), packed=True)
    trouble_of(voice, Faulty)


def test_after_a_trouble_that_has_passed_the_voice_speaks(stand_in, voice):
    service = stand_in(plan=Plan("cut", "always"))
    trouble_of(voice, Faulty)
    service.plan = None
    assert voice.speak("Hello there", "en").data == speech("Hello there")


@pytest.mark.parametrize(
    ("header", "least", "most"),
    [
        ("12", 12, 12),
        ("0", 0, 0),
        (email.utils.formatdate(time.time() + 3600, usegmt=True), 3000, 3600),
        (email.utils.formatdate(time.time() - 3600, usegmt=True), 0, 0),
        ("Wed, 21 Oct 2015 07:28:00 -0000", 0, 0),
        ("soon", None, None),
        ("-1", None, None),
    ],
)
def test_retry_after_is_seconds_or_a_date(stand_in, voice, header, least, most):
    stand_in(plan=Plan("429 wait", "always"), retry_after=header)
    wait = trouble_of(voice, SlowDown).retry_after
    assert wait is None if least is None else least <= wait <= most


def test_one_thread_needs_one_connection(stand_in, voice):
    service = stand_in()
    for number in range(20):
        voice.speak(f"Number {number}", "en")
    assert service.connections == 1


def test_eight_threads_need_at_most_eight_connections(stand_in, voice):
    service = stand_in(latency=0.01)

    def work():
        for number in range(10):
            voice.speak(f"Number {number}", "en")

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(service.asked) == 80
    assert service.connections <= 8


def test_it_can_be_closed_twice_and_used_again(stand_in, voice):
    service = stand_in()
    voice.close()
    voice.speak("One", "en")
    voice.close()
    voice.close()
    voice.speak("Two", "en")
    assert service.connections == 2


def test_a_stranger_is_not_trusted_and_is_told_nothing(stand_in, voice, tmp_path, monkeypatch):
    service = stand_in()
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(Authority(tmp_path).ca_file))
    error = trouble_of(voice, Refused)
    assert "does not verify" in str(error)
    assert service.asked == []


@pytest.mark.parametrize("names", [["REQUESTS_CA_BUNDLE"], ["SSL_CERT_FILE"]])
def test_either_variable_names_whom_to_trust(stand_in, voice, monkeypatch, names):
    stand_in()
    for name in {"REQUESTS_CA_BUNDLE", "SSL_CERT_FILE", "CURL_CA_BUNDLE"} - set(names):
        monkeypatch.delenv(name)
    assert voice.speak("Hello", "en").data


def test_of_both_variables_requests_own_counts(stand_in, voice, tmp_path, monkeypatch):
    stand_in()
    monkeypatch.setenv("SSL_CERT_FILE", str(Authority(tmp_path).ca_file))
    assert voice.speak("Hello", "en").data


def test_without_either_only_the_usual_authorities_are_trusted(stand_in, voice, monkeypatch):
    service = stand_in()
    for name in ("REQUESTS_CA_BUNDLE", "SSL_CERT_FILE", "CURL_CA_BUNDLE"):
        monkeypatch.delenv(name)
    assert "does not verify" in str(trouble_of(voice, Refused))
    assert service.asked == []


@pytest.mark.parametrize("name", ["REQUESTS_CA_BUNDLE", "SSL_CERT_FILE"])
@pytest.mark.parametrize("path", ["/no/such/file.pem", __file__])
def test_an_unreadable_file_of_certificates_is_named(stand_in, voice, monkeypatch, name, path):
    stand_in()
    monkeypatch.delenv("REQUESTS_CA_BUNDLE")
    monkeypatch.setenv(name, path)
    error = trouble_of(voice, Refused)
    assert name in str(error)
    assert path in str(error)
    assert error.everything


@pytest.mark.parametrize(
    "proxy",
    ["foo://x", "http://", "localhost:99999", "http://[", "socks5://127.0.0.1:9", "http://a b",
     "http://.x."],
)  # fmt: skip
def test_a_proxy_that_is_no_address_is_refused(stand_in, voice, monkeypatch, proxy):
    stand_in()
    for name in ("HTTPS_PROXY", "https_proxy"):
        monkeypatch.setenv(name, proxy)
    error = trouble_of(voice, Refused)
    assert error.everything
    assert "HTTPS_PROXY" in str(error)


@pytest.mark.parametrize("proxy", ["http://127.0.0.1:9", "https://127.0.0.1:9"])
def test_a_proxy_that_is_not_there_is_out_of_reach(stand_in, voice, monkeypatch, proxy):
    stand_in()
    for name in ("HTTPS_PROXY", "https_proxy"):
        monkeypatch.setenv(name, proxy)
    assert "refused" in str(trouble_of(voice, Unreachable))


def test_no_proxy_is_honoured(stand_in, monkeypatch):
    service = stand_in()
    assert session.route("https://translate.google.com/x")["https"] == service.proxy
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.setenv(name, "example.org,google.com")
    assert session.route("https://translate.google.com/x") == {}


def test_a_login_in_a_netrc_file_is_not_sent(stand_in, voice, monkeypatch, tmp_path):
    stand_in()
    netrc = tmp_path / "netrc"
    netrc.write_text("machine translate.google.com login me password secret\n")
    monkeypatch.setenv("NETRC", str(netrc))
    prepared = requests.Request("POST", "https://translate.google.com/x")
    assert "Authorization" not in session.open_session().prepare_request(prepared).headers
    assert voice.speak("Hello", "en").data


def exported_errors():
    return [
        kind
        for kind in vars(requests.exceptions).values()
        if isinstance(kind, type)
        and issubclass(kind, Exception)
        and not issubclass(kind, Warning)
        and kind.__module__ == "requests.exceptions"
    ]


def test_every_error_of_requests_is_mapped_by_name():
    assert set(exported_errors()) == set(session._table())


@pytest.mark.parametrize("kind", exported_errors(), ids=lambda kind: kind.__name__)
def test_every_error_of_requests_becomes_ours(kind):
    error = kind("a", "b", 0) if kind is requests.exceptions.JSONDecodeError else kind("a")
    with (
        pytest.raises(EngineError, match=r"example\.org") as caught,
        session.requests_errors("example.org"),
    ):
        raise error
    assert caught.value.__cause__ is error


def test_gtts_has_no_error_that_nobody_knows():
    modules = [m for name, m in sys.modules.items() if name.split(".")[0] == "gtts"]
    errors = {
        kind
        for module in modules
        for kind in vars(module).values()
        if isinstance(kind, type) and issubclass(kind, Exception) and "gtts" in kind.__module__
    }
    assert errors == {gtts.gTTSError}


@pytest.mark.parametrize("error", [AssertionError("a"), ValueError("a"), gtts.gTTSError("a")])
def test_every_error_of_gtts_becomes_ours(error):
    with pytest.raises(Refused, match="hello"), google._gtts_errors("hello"):
        raise error


def line(inner):
    return json.dumps([["di", 1], ["wrb.fr", "jQ1olc", inner, None]]).encode()


@pytest.mark.parametrize(
    "answer",
    [
        b")]}'\n\n99\n" + line('["QUJD"]') + b"\n25\n[]",
        line('["QUJD"]').replace(b"QUJD", b"Q\\u0055JD"),
        b"\r\n" + line('["QUJD", 1, null]') + b"\r\n",
    ],
)
def test_the_audio_is_found_wherever_it_stands(answer):
    assert google._audio(answer) == b"ABC"


@pytest.mark.parametrize(
    "answer",
    [
        b"", b"\xff\xfe", b"<html>jQ1olc</html>", b'["jQ1olc"]', b'{"jQ1olc": 1}', line(None),
        line("null"), line("[]"), line("[null]"), line("[1]"), line('[""]'), line('["QUJ"]'),
        line('["QU!D"]'), line('["QUJD"')[:-3], line({}),
    ],
)  # fmt: skip
def test_any_other_answer_is_faulty(answer):
    with pytest.raises(Faulty):
        google._audio(answer)


def test_nothing_heavy_is_loaded_before_the_voice_is_asked_for_something():
    code = (
        "import sys, narrate.engines.google as g; v = g.GoogleVoice(); v.close();"
        "sys.exit(bool({'requests', 'gtts', 'urllib3', 'certifi'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.net
def test_the_real_service_speaks(voice):
    assert len(GoogleVoice().speak("Good morning.", "en-GB").data) > 5_000


def test_gtts_itself_understands_the_stand_in(stand_in):
    """So that what is measured beside it is asked of the same service."""
    stand_in()
    assert b"".join(gtts.gTTS("A quiet text", lang="en").stream()) == speech("A quiet text")
