"""Addresses on the web taken apart, and where a redirect leads."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from urllib.parse import quote, urljoin, urlsplit

from narrate.errors import UnreadableArticle

__all__ = ["Site", "redirected", "site_of"]


@dataclass(frozen=True, slots=True)
class Site:
    """Where an address leads."""

    url: str
    scheme: str
    host: str
    port: int
    target: str
    """Path and query, as they are sent."""


def site_of(url: str) -> Site:
    """Take an address apart; raises UnreadableArticle for what is none of the web's."""
    url = "".join(sign for sign in url.strip() if sign >= " " and sign != "\x7f")
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").rstrip(".")
        port = parts.port or {"http": 80, "https": 443}.get(parts.scheme, 0)
        if not host.isascii():
            host = host.encode("idna").decode("ascii")
    except (ValueError, UnicodeError):
        raise UnreadableArticle(f"{url} is no address: correct it.") from None
    if parts.scheme not in ("http", "https"):
        raise UnreadableArticle(f"{url} is no address on the web: it must begin with https://.")
    if not host or any(sign in host for sign in " /\\@%"):
        raise UnreadableArticle(f"{url} names no host: correct it.")
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    query = quote(parts.query, safe="/%:@!$&'()*+,;=~-._?[]|^`{}")
    target = f"{path}?{query}" if query else path
    shown = f"[{host}]" if ":" in host else host
    place = shown if port in (80, 443) and parts.port is None else f"{shown}:{port}"
    return Site(f"{parts.scheme}://{place}{target}", parts.scheme, host, port, target)


def redirected(site: Site, place: str) -> str:
    """Complete where a redirect leads; raises UnreadableArticle for what is not the web."""
    with contextlib.suppress(UnicodeError):
        place = place.encode("latin-1").decode("utf-8")  # http.client reads bytes as Latin-1
    try:
        url = urljoin(site.url, place.strip())
        scheme = urlsplit(url).scheme
    except ValueError:
        raise UnreadableArticle(f"{site.url} leads to an address that is none.") from None
    if scheme not in ("http", "https"):
        raise UnreadableArticle(f"{site.url} leads to {scheme}:, which is not the web.")
    return url
