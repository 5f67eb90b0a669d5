"""The built-in voice: espeak-ng, from the package espeakng-loader, in a process of its own.

It needs neither network nor key, and speaks about a thousand times faster than one listens.
The library remembers what it spoke, so an `EspeakVoice` is good for one article: its helper
process (`espeak_helper.py`) starts with it and ends with it, and the same texts in the same
order give the same bytes.
"""

from __future__ import annotations

import importlib.util
import subprocess
import sys
import threading
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING, cast
from unicodedata import category

from narrate.engine import Clip, voice_for
from narrate.engines import espeak_helper
from narrate.errors import Faulty, Refused

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["EspeakVoice"]

_SAME_NAME = (
    "aav/vi art/eo art/ia art/lfn bat/lt bat/ltg bat/lv bnt/sw ccs/ka cel/cy cel/ga cel/gd "
    "cus/om dra/kn dra/ml dra/ta dra/te esx/kl gmq/da gmq/is gmq/nb gmq/sv gmw/af gmw/de "
    "gmw/en-029 gmw/en-US gmw/nl grk/el inc/as inc/bn inc/gu inc/hi inc/mr inc/ne inc/or inc/pa "
    "inc/sd inc/si inc/ur ine/hy ine/sq ira/fa ira/ku itc/la poz/id poz/mi poz/ms roa/an "
    "roa/ca roa/es roa/es-419 roa/fr roa/fr-BE roa/fr-CH roa/it roa/pap roa/pt-BR roa/ro "
    "sem/am sem/ti sit/cmn sit/yue trk/az trk/ba trk/kk trk/ky trk/tk trk/tr trk/tt trk/ug "
    "trk/uz urj/et urj/fi urj/hu zle/be zle/ru zle/uk zls/bg zls/bs zls/hr zls/mk zls/sl "
    "zls/sr zlw/cs zlw/pl zlw/sk eu ko qu"
)

VOICES: dict[str, str] = (
    {voice.split("/")[-1]: voice for voice in _SAME_NAME.split()}
    | {
        # A language without a country is spoken as where most speak it (CLDR, likely subtags).
        "en": "gmw/en-US",
        "en-GB": "gmw/en",
        "pt": "roa/pt-BR",
        "pt-PT": "roa/pt",
        "zh": "sit/cmn",
        "es-ES": "roa/es",
        "fr-FR": "roa/fr",
        "ca-valencia": "roa/ca-va",
        "no": "gmq/nb",
        "nn": "gmq/nb",
    }
    | dict.fromkeys(("es-AR", "es-CL", "es-CO", "es-MX", "es-PE", "es-US"), "roa/es-419")
)
"""BCP 47 tag -> the file in `espeak-ng-data/lang` of a voice that really reads the language.

Each was given sentences and numbers in its language, and its phonemes were looked at. Left
out, although there is a file, is what names letters instead of reading them (ja: "Chinese
letter", hak, hyw, kok, mt, shn), loses the vowels that are not written (ar, he) or has rules
for a part of its letters only (my, th, tn), says numbers wrong or not at all (cv, gn, haw, ht,
lb), has no dictionary (fo, kaa), or could not be judged.
"""

_REVISION = 1
"""To be raised when the same text sounds different for a reason of ours."""

_UNSPEAKABLE = frozenset({"Cc", "Cn", "Co", "Cs", "Sk", "So"})
"""What a text holds besides text, by Unicode's categories: controls (1 is an embedded command to
espeak-ng, 0 ends its text), what is unassigned or private (it takes some for letters), halves
of surrogate pairs, and symbols: it names them in English, and to name ⓜ or ⣿ crashes it."""
_SPEAKABLE_SYMBOLS = frozenset("°©®™№℃℉")


class EspeakVoice:
    """The built-in voice, for one article; see `narrate.engine.Engine` for the attributes.

    Raises Refused where it is not installed. The helper starts at once and needs about 20 ms,
    so it pays to open the voice before other work.
    """

    name = "espeak"
    languages = frozenset(VOICES)
    max_chars = 1_000
    """About a minute of speech, 3 MB; the library itself has no limit."""
    at_once = 1
    needs_network = False

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._ended: str | None = None
        self._greeting: tuple[int, str] | None = None
        self._helper = _start(*_library())

    @property
    def version(self) -> str:
        """The library's version and ours: `1.52.0+1`. Raises Refused if it does not start."""
        return f"{self._greeted()[1]}+{_REVISION}"

    def speak(self, text: str, language: str) -> Clip:
        """Speak one piece: 16-bit mono samples at 22,050 Hz.

        Nothing in the text is a command. Raises Faulty where nothing can be heard of it,
        Refused where the library gave up or was closed, UnknownLanguage.
        """
        voice = VOICES[voice_for(self, language)]
        request = f"{voice}\0{_speakable(text)}".encode()
        rate, _ = self._greeted()
        with self._talking(f"at “{_beginning(text)}”"):
            _send(cast("IO[bytes]", self._helper.stdin), request)
            samples = self._answer()
        if not samples.strip(b"\0"):
            raise Faulty(f"The built-in voice has no sound for “{_beginning(text)}”.")
        return Clip(samples, "pcm", rate)

    def close(self) -> None:
        """End the helper, even in the middle of a piece; safe twice and from any thread."""
        self._ended = "The built-in voice was closed."
        self._helper.kill()  # Whoever waits for an answer gets its end, and lets go of the lock.
        with self._lock:
            self._reap()

    def _greeted(self) -> tuple[int, str]:
        with self._talking("at its start"):
            if self._greeting is None:
                try:
                    rate, version = self._answer().decode().split()
                except Refused as error:
                    self._ended = str(error)
                    raise
                self._greeting = int(rate), version
            return self._greeting

    def _answer(self) -> bytes:
        status, payload = _receive(cast("IO[bytes]", self._helper.stdout))
        if status != espeak_helper.DONE:
            raise Refused(f"The built-in voice does not work here: {payload.decode()}.")
        return payload

    @contextmanager
    def _talking(self, where: str) -> Iterator[None]:
        """One question and its answer; where that fails, the helper's errors become ours."""
        with self._lock:
            if self._ended:
                raise Refused(self._ended)
            try:
                yield
            except Refused:
                raise
            except (OSError, EOFError) as error:
                self._ended = self._ended or self._breakdown(where)
                raise Refused(self._ended) from error
            except BaseException:  # Half a message was sent or read: no other can follow.
                self._ended = f"The built-in voice was interrupted {where}."
                self._helper.kill()
                raise

    def _breakdown(self, where: str) -> str:
        self._helper.kill()
        self._reap()
        code = self._helper.returncode
        end = f"signal {-code}" if code < 0 else f"exit code {code}"
        return f"The built-in voice broke down {where} ({end}): change the text, or use another."

    def _reap(self) -> None:
        self._helper.wait()
        for pipe in (self._helper.stdin, self._helper.stdout):
            with suppress(OSError):  # What was not sent yet finds no reader.
                cast("IO[bytes]", pipe).close()


def _speakable(text: str) -> str:
    """Leave a gap for each character that the library should not see."""
    return "".join(
        " " if category(c) in _UNSPEAKABLE and c not in _SPEAKABLE_SYMBOLS else c for c in text
    )


def _library() -> tuple[Path, Path]:
    """Find the library's file and its data; raises Refused where either is missing.

    `espeakng_loader` itself is not imported: that would take about as long as the helper.
    """
    spec = importlib.util.find_spec("espeakng_loader")
    if spec is None or spec.origin is None:
        raise Refused("The built-in voice is not installed: `pip install espeakng-loader`.")
    folder = Path(spec.origin).parent
    names = {"win32": "espeak-ng.dll", "darwin": "libespeak-ng.dylib"}
    library = folder / names.get(sys.platform, "libespeak-ng.so")
    data = folder / "espeak-ng-data"
    for path in (library, data):
        if not path.exists():
            raise Refused(
                f"The built-in voice lacks {path}: "
                "`pip install --force-reinstall espeakng-loader`, or use another voice."
            )
    return library, data


def _start(library: Path, data: Path) -> subprocess.Popen[bytes]:
    """Start a helper that no key pressed in our terminal reaches: we alone end it."""
    flags = 0
    if sys.platform == "win32":
        flags = subprocess.CREATE_NO_WINDOW
    command = [sys.executable, "-I", "-S", espeak_helper.__file__, str(library), str(data)]
    try:
        return subprocess.Popen(  # noqa: S603 - our own file, no shell
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            creationflags=flags,
        )
    except OSError as error:
        raise Refused(f"The built-in voice does not start: {error}.") from error


def _send(pipe: IO[bytes], request: bytes) -> None:
    pipe.write(espeak_helper.REQUEST.pack(len(request)) + request)
    pipe.flush()


def _receive(pipe: IO[bytes]) -> tuple[int, bytes]:
    head = pipe.read(espeak_helper.ANSWER.size)
    if len(head) < espeak_helper.ANSWER.size:
        raise EOFError
    status, length = espeak_helper.ANSWER.unpack(head)
    payload = pipe.read(length)
    if len(payload) < length:
        raise EOFError
    return status, payload


def _beginning(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= 40 else words[:40].rstrip() + "…"
