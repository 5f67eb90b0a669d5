"""Google's voice: gTTS words each request, a verified session of ours sends it.

Left to send by itself, gTTS verifies no certificate, knows no time limit and opens a new
connection for every piece. So here it only makes the body of the request.
"""

from __future__ import annotations

import base64
import binascii
import contextlib
import email.utils
import functools
import json
import threading
import time
import urllib.parse
from datetime import datetime, timezone
from typing import TYPE_CHECKING

from narrate.engine import Clip
from narrate.engines.session import open_session, requests_errors, route
from narrate.errors import Faulty, Refused, SlowDown

if TYPE_CHECKING:
    from collections.abc import Iterator

    import requests

__all__ = ["GoogleVoice"]

_OURS = {
    "iw": ("he",), "jw": ("jv",), "no": ("no", "nb"), "tl": ("fil", "tl"),
    "zh": (), "zh-CN": ("zh-CN", "zh-Hans", "zh"), "zh-TW": ("zh-TW", "zh-Hant", "zh-HK", "zh-MO"),
}  # fmt: skip
"""Google's own codes that are not BCP 47, or stand for several of its tags."""

_ACCENTS = {
    "en-AU": ("en", "com.au"), "en-CA": ("en", "ca"), "en-GB": ("en", "co.uk"),
    "en-IE": ("en", "ie"), "en-IN": ("en", "co.in"), "en-NG": ("en", "com.ng"),
    "en-US": ("en", "com"), "en-ZA": ("en", "co.za"),
    "es-ES": ("es", "es"), "es-MX": ("es", "com.mx"), "es-US": ("es", "us"),
    "fr-CA": ("fr-CA", "ca"), "fr-FR": ("fr", "fr"),
    "pt-BR": ("pt", "com.br"), "pt-PT": ("pt-PT", "pt"),
}  # fmt: skip
"""Google's code and host for an accent; gTTS's documentation, "Localized accents"."""

_PATH = "/_/TranslateWebserverUi/data/batchexecute"
_RPC = "jQ1olc"
_LARGEST_ANSWER = 5_000_000
"""Bytes; a hundred characters are some 70,000."""


class GoogleVoice:
    """The voice of Google Translate, over the network; what it speaks is sent to Google.

    One value serves any number of threads. Connections are opened when first needed, one for
    each thread that asks at the same time, and kept.
    """

    name = "gtts"
    at_once = 8
    needs_network = True

    def __init__(self, *, connect_s: float = 5.0, answer_s: float = 10.0) -> None:
        """Get ready, without a word to the network.

        A connection may take `connect_s` seconds to stand; an answer may keep us waiting
        `answer_s` seconds for its first or next part, and twice that in all.
        """
        self._limits = (connect_s, answer_s)
        self._lock = threading.Lock()
        self._session: requests.Session | None = None

    @functools.cached_property
    def version(self) -> str:
        """The version of gTTS: it decides what is asked."""
        import gtts  # heavy: it imports requests, 0.15 s

        return str(gtts.__version__)

    @functools.cached_property
    def max_chars(self) -> int:
        """The longest text that the service takes, in characters, as gTTS knows it."""
        from gtts import gTTS  # heavy, as above

        return int(gTTS.GOOGLE_TTS_MAX_CHARS)

    @functools.cached_property
    def languages(self) -> frozenset[str]:
        """The languages that gTTS lists, and their accents, as BCP 47."""
        return frozenset(self._codes)

    @functools.cached_property
    def _codes(self) -> dict[str, tuple[str, str]]:
        """For each of our tags Google's code and the end of its host's name."""
        from gtts.lang import tts_langs  # heavy, as above

        plain = {tag: (code, "com") for code in tts_langs() for tag in _OURS.get(code, (code,))}
        return plain | _ACCENTS

    def speak(self, text: str, language: str) -> Clip:
        """Ask Google to speak a piece; see `Engine.speak` for what goes in and out."""
        code, end = self._codes[language]
        body = _body(text, code)
        host = f"translate.google.{end}"
        with requests_errors(host):
            answer = self._post(f"https://{host}{_PATH}", body)
        return Clip(data=_audio(answer), encoding="mp3", rate=None)

    def close(self) -> None:
        """Close the connections; a later `speak` opens new ones."""
        with self._lock:
            session, self._session = self._session, None
        if session is not None:
            session.close()

    def _post(self, url: str, body: str) -> bytes:
        from gtts import gTTS  # heavy, as above

        session = self._opened()
        deadline = time.monotonic() + sum(self._limits) + self._limits[1]
        with session.post(
            url,
            data=body,
            headers=gTTS.GOOGLE_TTS_HEADERS,
            timeout=self._limits,
            proxies=route(url),
            allow_redirects=False,
            stream=True,
        ) as response:
            _check_status(response)
            return _read(response, deadline)

    def _opened(self) -> requests.Session:
        with self._lock:
            if self._session is None:
                self._session = open_session()
            return self._session


def _body(text: str, code: str) -> str:
    """Let gTTS make the body of the request for a piece, with the text left as it is."""
    from gtts import gTTS  # heavy, as above

    with _gtts_errors(text):
        [body] = gTTS(
            text,
            lang=code,
            lang_check=False,
            pre_processor_funcs=[],
            tokenizer_func=lambda whole: [whole],
        ).get_bodies()
    return str(body)


@contextlib.contextmanager
def _gtts_errors(text: str) -> Iterator[None]:
    """Turn what gTTS raises into our errors; AssertionError is its way to say "no text"."""
    from gtts import gTTSError  # heavy, as above

    try:
        yield
    except (AssertionError, ValueError, gTTSError) as error:
        raise Refused(f"Google's voice cannot say {text!r} ({error}).") from error


def _read(response: requests.Response, deadline: float) -> bytes:
    """Read an answer as it comes, so that neither its length nor its time is without bound."""
    parts = []
    size = 0
    # `iter_content` would wait until each of its parts is full, however slowly that goes.
    while part := response.raw.read1(65_536, decode_content=True):
        parts.append(part)
        size += len(part)
        if size > _LARGEST_ANSWER:
            raise Faulty("Google's answer is far too long for speech.")
        if time.monotonic() > deadline:
            raise Faulty("Google's answer does not come to its end.")
    return b"".join(parts)


def _audio(answer: bytes) -> bytes:
    """Find the MP3 in an answer: base64 in JSON in JSON, on one line of several."""
    for line in answer.splitlines():
        if _RPC.encode() not in line:
            continue
        try:
            inner = next(row[2] for row in json.loads(line) if row[1:2] == [_RPC])
            if inner is None:
                break
            audio = base64.b64decode(json.loads(inner)[0], validate=True)
        except (ValueError, TypeError, LookupError, StopIteration, binascii.Error) as error:
            raise Faulty(f"Google's answer is damaged ({error}).") from error
        if audio:
            return audio
    raise Faulty("Google's answer holds no audio; it may not know the language or the signs.")


def _check_status(response: requests.Response) -> None:
    """Raise what an answer without speech means."""
    status = response.status_code
    where = urllib.parse.urlsplit(response.url).hostname
    if status == 200:
        return
    if status == 429:
        raise SlowDown(
            "Google asks for fewer requests (429).", _seconds(response.headers.get("Retry-After"))
        )
    if status >= 500 or status == 408:
        raise Faulty(f"Google's service is in trouble ({status} from {where}).")
    if 300 <= status < 400:
        target = response.headers.get("Location", "")
        if "/sorry/" in target:  # where Google leads those who ask too much
            raise SlowDown("Google asks for fewer requests (it shows its captcha).")
        raise Refused(f"{where} leads elsewhere ({status} to {target!r}).", everything=True)
    if status == 400:
        raise Refused(f"Google will not speak this text (400 from {where}).")
    raise Refused(
        f"Google refuses to speak ({status} from {where}): the service may have changed; "
        "try a newer gTTS, or the built-in voice (-e espeak).",
        everything=True,
    )


def _seconds(header: str | None) -> float | None:
    """How long `Retry-After` asks to wait: seconds, or the time until a date (RFC 9110)."""
    if header is None:
        return None
    if header.strip().isdecimal():
        return float(header)
    try:
        then = email.utils.parsedate_to_datetime(header)
    except ValueError:
        return None
    if then.tzinfo is None:  # "-0000": a time in UTC
        then = then.replace(tzinfo=timezone.utc)
    return max(0.0, (then - datetime.now(timezone.utc)).total_seconds())
