"""The process that the built-in voice lives in: texts in, samples out.

Run by its file path as `python -I -S espeak_helper.py LIBRARY DATA`, so it imports nothing but
the standard library, and starts in 20 ms. Why a process of its own: libespeak-ng remembers
what it spoke, so that only a fresh one gives the same bytes again; a crash in it must not be
ours; and a Ctrl-C inside its callback would be printed and lost.

Standard input carries requests, standard output answers, one for each, in order. Lengths are
unsigned 32-bit, little-endian:

    request    length, then the voice's name, a NUL, and the text in UTF-8
    answer     status (one byte: `DONE` or `FAILED`), length, then samples (16-bit,
               little-endian, mono) or a sentence in UTF-8

One answer is sent unasked at the start: the samples a second and the library's version
(`22050 1.52.0`), or why there is no voice. The process ends when its standard input does.
"""

from __future__ import annotations

import ctypes
import faulthandler
import os
import struct
import sys

TYPE_CHECKING = False  # As in typing, whose import would be a third of the start.
if TYPE_CHECKING:
    from typing import BinaryIO

__all__ = ["ANSWER", "DONE", "FAILED", "REQUEST", "main"]

REQUEST = struct.Struct("<I")
"""What stands before a request: its length in bytes."""
ANSWER = struct.Struct("<BI")
"""What stands before an answer: its status, its length in bytes."""
DONE, FAILED = 0, 1

# Values of espeak-ng 1.52's speak_lib.h.
_SYNCHRONOUS = 2  # AUDIO_OUTPUT_SYNCHRONOUS: espeak_Synth returns when all is spoken.
_BUFFER_MS = 500  # Samples for one callback; the bytes are the same for any length up to 1 s.
_DONT_EXIT = 0x8000  # Without it, trouble with the data ends the process without a word.
_POS_CHARACTER = 1
_CHARS_UTF8 = 1  # Alone: neither SSML (0x10) nor [[phonemes]] (0x100) are understood in a text.

_STUCK_SECONDS = 60
"""A piece takes milliseconds; a library that is still at it now will never end."""

_Callback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)


class _LibraryError(Exception):
    """Something the library refused, as a sentence."""


class _Library:
    """libespeak-ng, initialised."""

    def __init__(self, library: str, data: str) -> None:
        self._espeak = ctypes.CDLL(library)
        # A relative path: the library copies it into 160 characters, and on Windows
        # it would not understand a user's name with an umlaut in it.
        os.chdir(os.path.dirname(data))  # noqa: PTH120 - pathlib costs 10 ms of the start
        name = os.path.basename(data).encode()  # noqa: PTH119
        self.rate = self._espeak.espeak_Initialize(_SYNCHRONOUS, _BUFFER_MS, name, _DONT_EXIT)
        if self.rate <= 0:
            raise _LibraryError("its data cannot be read")
        self._voice = ""
        self._heard: list[bytes] = []
        self._callback = _Callback(self._hear)  # Kept: the library does not own it.
        self._espeak.espeak_SetSynthCallback(self._callback)

    @property
    def version(self) -> str:
        """`1.52.0`, without what is said of the platform after it."""
        info = self._espeak.espeak_Info
        info.restype = ctypes.c_char_p
        return str(info(None).decode().split()[0])

    def speak(self, voice: str, text: bytes) -> bytes:
        """Speak a text in a voice; raises _LibraryError where the library does not take it."""
        self._choose(voice)
        self._heard.clear()
        size = ctypes.c_size_t(len(text) + 1)
        status = self._espeak.espeak_Synth(
            text, size, 0, _POS_CHARACTER, 0, _CHARS_UTF8, None, None
        )
        if status:
            raise _LibraryError(f"espeak_Synth returned {status}")
        return b"".join(self._heard)

    def _choose(self, voice: str) -> None:
        # A name that is not known is not an error to the library: it keeps the voice before.
        if voice == self._voice:
            return
        if self._espeak.espeak_SetVoiceByName(voice.encode()):
            raise _LibraryError(f"it has no voice {voice!r}")
        self._voice = voice

    def _hear(self, samples: int | None, count: int, _events: int | None) -> int:
        if samples and count:
            self._heard.append(ctypes.string_at(samples, 2 * count))
        return 0


def main(library: str, data: str) -> None:
    """Answer requests from standard input on standard output until the input ends."""
    requests = sys.stdin.buffer
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # What the library may print does not get among the answers.
    try:
        _serve(library, data, requests, answers)
    except BrokenPipeError:  # Nobody listens any more.
        os._exit(1)
    os._exit(0)  # At once: neither we nor the library have anything left to put in order.


def _serve(library: str, data: str, requests: BinaryIO, answers: BinaryIO) -> None:
    try:
        espeak = _Library(library, data)
    except (OSError, AttributeError, _LibraryError) as error:
        _send(answers, FAILED, str(error).encode())
        return
    _send(answers, DONE, f"{espeak.rate} {espeak.version}".encode())
    while len(head := requests.read(REQUEST.size)) == REQUEST.size:
        (length,) = REQUEST.unpack(head)
        voice, _, text = requests.read(length).partition(b"\0")
        faulthandler.dump_traceback_later(_STUCK_SECONDS, exit=True)
        try:
            _send(answers, DONE, espeak.speak(voice.decode(), text))
        except _LibraryError as error:
            _send(answers, FAILED, str(error).encode())
        finally:
            faulthandler.cancel_dump_traceback_later()


def _send(answers: BinaryIO, status: int, payload: bytes) -> None:
    answers.write(ANSWER.pack(status, len(payload)))
    answers.write(payload)
    answers.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
