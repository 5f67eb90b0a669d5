"""Bytes -> text, whatever encoding they are in; what is no text is named."""

from __future__ import annotations

import codecs
import re

from narrate.errors import UnreadableArticle
from narrate.reading.legacy import codec_of

__all__ = ["LIMIT", "decoded"]

LIMIT = 2_000_000
"""The longest text that is read, in bytes: about 30 hours of speech."""

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_FORMATS = (
    (re.compile(rb"ID3[\x02-\x04]|\xff[\xfa\xfb\xf2\xf3]"), "an MP3"),
    (re.compile(rb"%PDF-"), "a PDF"),
    (re.compile(rb"PK\x03\x04"), "a ZIP archive or an office document"),
    (re.compile(rb"\x89PNG|\xff\xd8\xff|GIF8[79]a|BM....\x00\x00\x00\x00", re.DOTALL), "a picture"),
    (re.compile(rb"II\*\x00|MM\x00\*|RIFF....WEBP", re.DOTALL), "a picture"),
    (re.compile(rb"RIFF....WAVE|OggS|fLaC|FORM....AIF", re.DOTALL), "a sound file"),
    (re.compile(rb"....ftyp|\x1aE\xdf\xa3|RIFF....AVI ", re.DOTALL), "a video or sound file"),
    (re.compile(rb"\x1f\x8b|BZh|\xfd7zXZ|7z\xbc\xaf|Rar!|\x28\xb5\x2f\xfd"), "a packed archive"),
    (re.compile(rb"\xd0\xcf\x11\xe0"), "an old Microsoft Office document"),
    (re.compile(rb"\x7fELF|MZ.{30}|\xca\xfe\xba\xbe|\xcf\xfa\xed\xfe", re.DOTALL), "a program"),
    (re.compile(rb"SQLite format 3"), "a database"),
)
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")


def decoded(data: bytes, name: str) -> str:
    """Read bytes as text: by their byte order mark, else as UTF-8, else by their looks.

    `name` stands in the error's sentence. Raises UnreadableArticle for what is no text, and
    for more than `LIMIT` bytes.
    """
    marked = next((codec for bom, codec in _BOMS if data.startswith(bom)), None)
    if marked is None:
        _refuse_formats(data, name)
    if len(data) > LIMIT:
        raise UnreadableArticle(
            f"{name} holds more than {LIMIT // 1_000_000} MB of text: split it into parts."
        )
    text = _by_mark(data, marked, name) if marked else _by_looks(data, name)
    if len(_CONTROLS.findall(text)) > len(text) // 100:
        raise UnreadableArticle(f"{name} is no text: it seems to be binary data.")
    return text


def _refuse_formats(data: bytes, name: str) -> None:
    for pattern, what in _FORMATS:
        if pattern.match(data):
            raise UnreadableArticle(f"{name} is no text: it seems to be {what}.")


def _by_mark(data: bytes, codec: str, name: str) -> str:
    try:
        return data.decode(codec)
    except UnicodeDecodeError as error:
        raise UnreadableArticle(
            f"{name} begins as {codec.removesuffix('-sig').upper()} but is damaged "
            f"at byte {error.start}."
        ) from error


def _by_looks(data: bytes, name: str) -> str:
    if b"\x00" in data[:4096]:
        return _without_mark(data, name)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _legacy(data, name)


def _without_mark(data: bytes, name: str) -> str:
    """UTF-16 of mostly Latin text without a mark: every other byte is NUL."""
    half = max(len(data[:4096]) // 2, 1)
    for codec, nuls in (("utf-16-le", data[1:4096:2]), ("utf-16-be", data[0:4096:2])):
        if nuls.count(0) > 0.7 * half:
            try:
                return data.decode(codec)
            except UnicodeDecodeError:
                break
    raise UnreadableArticle(f"{name} is no text: it holds NUL bytes, so it seems to be binary.")


def _legacy(data: bytes, name: str) -> str:
    sample = _sample(data)
    codec = codec_of(sample)
    if codec is None:
        # Only for the oddest old files; its import costs more than reading most articles.
        from charset_normalizer import from_bytes

        best = from_bytes(sample).best()
        if best is None:
            raise UnreadableArticle(
                f"{name} is in no encoding that can be recognised: save it as UTF-8."
            )
        codec = _WIDER.get(best.encoding, best.encoding)
    return data.decode(codec, errors="replace")


_WIDER = {"latin_1": "cp1252", "iso8859_1": "cp1252", "gb2312": "gb18030", "gbk": "gb18030"}


def _sample(data: bytes) -> bytes:
    """Enough to recognise an encoding: the lines with bytes that are not ASCII."""
    telling = [line for line in data.splitlines(keepends=True) if not line.isascii()]
    return b"".join(telling)[:60_000]
