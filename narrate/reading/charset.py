"""A page's bytes -> its text, as browsers decode it.

The order is that of the HTML standard (https://html.spec.whatwg.org/#determining-the-character-encoding):
byte order mark, what the server said, what the page says; only that a page which is whole UTF-8
is read as such whatever it claims.
"""

from __future__ import annotations

import codecs
import re

__all__ = ["page_text"]

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_META = re.compile(
    rb"<meta[^<>]{0,300}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})"
    rb"|<\?xml[^<>]{0,100}?encoding\s*=\s*[\"']([\w.:-]{2,40})",
    re.IGNORECASE,
)
_LOOK = 8192
# Names that browsers read as a wider set (https://encoding.spec.whatwg.org/#names-and-labels).
_WIDER = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "big5": "big5hkscs",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
}
# What old pages are written in; each has ASCII as its lower half.
_OLD = (
    "cp1252", "cp1251", "koi8_r", "koi8_u", "cp1250", "iso8859_2", "cp932", "euc_jp", "gb18030",
    "big5hkscs", "cp949", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp1258", "cp874",
)  # fmt: skip
_ENOUGH = 30
"""So many bytes that are not ASCII let an encoding be guessed."""
_TAG = re.compile(rb"<[^<>]*>")


def page_text(data: bytes, declared: str | None = None) -> str:
    """Decode a page; `declared` is the charset that the server named.

    Bytes that are nothing in the page's encoding become U+FFFD; never raises.
    """
    for mark, marked in _BOMS:
        if data.startswith(mark):
            return data[len(mark) :].decode(marked, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        damage = error
    codec = _known(declared) or _known(_said_inside(data))
    if codec in (None, "utf-8"):
        # Claims UTF-8, or nothing: a few bad bytes in long good text do not change that.
        if codec and _mostly_utf8(data, damage.start):
            return data.decode("utf-8", "replace")
        codec = _guessed(data)
    return data.decode(codec or "cp1252", "replace")


def _known(name: str | None) -> str | None:
    """Find Python's codec for a charset's name; None for a name of nothing."""
    if not name:
        return None
    try:
        found = codecs.lookup(name.strip(" \"'")).name
        if b"<".decode(found) not in ("<", "\ufffd"):
            return None
    except (LookupError, ValueError):  # of names such as `hex`, `rot13`
        return None
    if found.startswith(("utf-16", "utf-32")):
        return "utf-8"  # a page whose own tags could be read is neither
    return _WIDER.get(found, found)


def _said_inside(data: bytes) -> str | None:
    found = _META.search(data[:_LOOK])
    return (found[1] or found[2]).decode("ascii", "ignore") if found else None


def _mostly_utf8(data: bytes, first_damage: int) -> bool:
    sample = data[: max(first_damage + 1000, 100_000)]
    bad = sample.decode("utf-8", "replace").count("\ufffd")
    high = sum(byte >= 0x80 for byte in sample)
    return bad * 10 < high


def _guessed(data: bytes) -> str | None:
    from charset_normalizer import from_bytes  # only for old pages that tell nothing

    lines = _TAG.sub(b" ", data[:400_000]).splitlines()
    words = b"\n".join(line for line in lines if not line.isascii())[:60_000]
    if sum(byte >= 0x80 for byte in words) < _ENOUGH:
        return None
    best = from_bytes(words, cp_isolation=list(_OLD)).best()
    return _WIDER.get(best.encoding.replace("_", "-"), best.encoding) if best else None
