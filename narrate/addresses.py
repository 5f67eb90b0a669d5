"""Addresses inside a text: web links and e-mail, as a voice says them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from narrate.phrases import phrase

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["addresses_in", "host_of", "is_address", "without_addresses"]

_BREAKS = r"\s<>\"“”«»\[\]{}\u3000-\u9fff\uac00-\ud7af\uff00-\uffef"
_URL = re.compile(  # its case is ignored in one place: in those ranges that costs 10 ms to compile
    rf"(?<!\w)(?i:(?:https?|ftp)://|www\.)[^{_BREAKS}()]+(?:\([^{_BREAKS}()]*\)[^{_BREAKS}()]*)*"
)
_EMAIL = re.compile(
    r"(?<![\w.+@-])(?:mailto:)?(?P<user>[\w.+-]{1,64})"
    r"@(?P<host>(?:[\w-]{1,63}\.)+[^\W\d_]{2,24})(?![\w@]|\.\w)"
)
_MARKDOWN = re.compile(r"\[([^\[\]\n]{1,200})\]\((?:https?://|www\.|mailto:)[^()\s]{1,500}\)")
_TARGET = re.compile(r"(?<=\w) ?\(\s?(?:https?://|www\.)[^()\s]{1,500}\s?\)", re.IGNORECASE)
_STOPS = ".,;:!?…'’*_"


def without_addresses(text: str, language: str) -> str:
    """Word `https://example.com/a` as "link to example.com", `x@y.org` as "x at y dot org".

    Of `[words](https://…)` and `words (https://…)` the words stay.
    """
    text = _TARGET.sub("", _MARKDOWN.sub(r"\1", text))
    if "@" in text:
        text = _EMAIL.sub(lambda match: _spelled(match, language), text)
    return _URL.sub(lambda match: _link(match[0], language), text)


def addresses_in(text: str) -> Iterator[tuple[int, str]]:
    """Find the addresses of web pages in a text, each with the place where it begins."""
    for match in _URL.finditer(text):
        if not match[0].lower().startswith("ftp:"):
            yield match.start(), match[0].rstrip(_STOPS)


def is_address(text: str) -> bool:
    """Tell whether a text is a bare web address and nothing else."""
    return bool(_URL.fullmatch(text.strip(" \t\r\n<>()[]." + _STOPS)))


def host_of(url: str) -> str | None:
    """Find the bare host of an address, readable and without `www.`, or None.

    `https://www.toutiao.com/a/1` is `toutiao.com`; `example.org/page` works too.
    """
    url = url.strip()
    if "@" in url and "//" not in url:
        return None
    try:
        host = urlsplit(url if "//" in url else f"//{url}").hostname or ""
    except ValueError:
        return None
    host = host.rstrip(".").removeprefix("www.")
    if "." not in host or not re.fullmatch(r"[\w.-]{4,253}", host):
        return None
    return _readable(host)


def _spelled(match: re.Match[str], language: str) -> str:
    dot = phrase("dot", language)
    user, host = (match[part].strip(".").replace(".", dot) for part in ("user", "host"))
    return phrase("email", language, user=user, host=host)


def _link(url: str, language: str) -> str:
    address = url.rstrip(_STOPS)
    host = host_of(address)
    return phrase("link", language, host=host) + url[len(address) :] if host else url


def _readable(host: str) -> str:
    if "xn--" not in host:
        return host
    try:
        return host.encode("ascii").decode("idna")
    except UnicodeError:
        return host
