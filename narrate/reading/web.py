"""An address -> the bytes that are there, fetched politely, safely and within bounds.

Only http and https; redirects are followed by hand, and from the internet never into this
machine or its local network. Whoever runs the program may name such an address himself.
"""

from __future__ import annotations

import contextlib
import http.client
import ssl
import threading
import time
import zlib
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

from narrate.errors import UnreadableArticle
from narrate.reading.network import INTERNET, Connection, Network, Route, is_public, proxy_for
from narrate.reading.site import Site, redirected, site_of

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["ARTICLES", "MAX_BYTES", "PICTURES", "Page", "fetch", "is_web_address"]

MAX_BYTES = 20_000_000
"""What is read of a body at most, as sent and unpacked."""
MAX_REDIRECTS = 5
TOTAL_SECONDS = 40.0
"""For all of it, redirects included; looking up names has the system's own limits."""
READ_SECONDS = 15.0
"""For a connection to open, and for the next bytes to come."""

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
ARTICLES = frozenset(
    """
    text/html application/xhtml+xml text/plain text/markdown text/x-markdown text/xml
    application/xml application/epub+zip application/pdf application/x-pdf application/zip
    application/octet-stream binary/octet-stream application/force-download application/download
    """.split()  # noqa: SIM905 - easier to read as words
)
"""Media types that an article may come as."""
PICTURES = frozenset({"image/jpeg", "image/png", "image/webp", "image/gif", "image/avif"})
"""Media types that a picture may come as."""
_REFUSALS = {
    401: "wants a login",
    402: "wants to be paid",
    403: "refuses to show it; open it in a browser, save the page, and give the file",
    404: "has no such page",
    407: "is behind a proxy that wants a login",
    410: "has taken the page down",
    429: "asks for fewer requests; try again later",
    451: "may not show it for legal reasons",
}


@dataclass(frozen=True, slots=True)
class Page:
    """What was found at an address."""

    data: bytes
    """Unpacked."""
    content_type: str
    """In lower case without its parameters: `text/html`; "" if the server said none."""
    charset: str | None
    """What the server said."""
    url: str
    """Where it was found in the end."""


def is_web_address(source: str) -> bool:
    """Tell whether a source that a listener names is an address on the web."""
    return source.strip().lower().startswith(("http://", "https://"))


def fetch(
    url: str,
    *,
    types: frozenset[str] = ARTICLES,
    private: bool = True,
    network: Network = INTERNET,
    seconds: float = TOTAL_SECONDS,
) -> Page:
    """Get what is at an address, within `seconds`, if it is of one of the media `types`.

    With `private` the address itself may be one of this machine or its local network; a page on
    the internet can never lead there. Raises UnreadableArticle, which says what went wrong.
    """
    visit = _Visit(network, types, private=private, until=time.monotonic() + seconds)
    for _ in range(MAX_REDIRECTS + 1):
        found = visit.ask(url)
        if isinstance(found, Page):
            return found
        url = found
    raise UnreadableArticle(f"{url} leads from page to page without an end.")


@dataclass(slots=True)
class _Visit:
    """What is remembered from one redirect to the next."""

    network: Network
    types: frozenset[str]
    private: bool
    until: float
    cookies: dict[str, dict[str, str]] = field(default_factory=dict)
    """By host; some sites lead in circles whoever does not give them back."""

    def ask(self, url: str) -> Page | str:
        """Ask once: the page, or the address that it leads to."""
        site = site_of(url)
        with _errors_about(site, self):
            route = self._route(site)
            left = max(0.1, self.until - time.monotonic())
            connection = Connection(self.network, route, min(READ_SECONDS, left))
            # A server can send a byte now and then for ever: each is in time, all are not.
            watchdog = threading.Timer(left, connection.cut)
            watchdog.daemon = True
            watchdog.start()
            try:
                whole = route.proxy is not None and not route.tls
                return self._exchange(connection, site, site.url if whole else site.target)
            finally:
                watchdog.cancel()
                connection.close()

    def _route(self, site: Site) -> Route:
        """Find the way to a host that it is allowed to go; raises UnreadableArticle if none is."""
        tls = site.scheme == "https"
        proxy = proxy_for(site.scheme, site.host)
        if proxy is None:
            return Route(site.host, site.port, tls, self._checked(site))
        self._check_literal(site)
        return Route(site.host, site.port, tls, proxy=proxy)

    def _checked(self, site: Site) -> list[str]:
        """Look up a host; the addresses that are given back are the ones that are used."""
        addresses = list(self.network.resolve(site.host, site.port))
        self._allow(site, public=bool(addresses) and all(map(is_public, addresses)))
        return addresses

    def _check_literal(self, site: Site) -> None:
        """Check what can be, where a proxy looks names up: an address in place of a name."""
        if all(sign in "0123456789abcdef.:" for sign in site.host):
            self._allow(site, public=is_public(site.host))
        else:
            self._allow(site, public=site.host != "localhost")

    def _allow(self, site: Site, *, public: bool) -> None:
        if public:
            self.private = False  # from here on nothing leads back inside
        elif not self.private:
            raise UnreadableArticle(
                f"{site.url} is inside this machine or its network, where no page may lead."
            )

    def _exchange(self, connection: Connection, site: Site, target: str) -> Page | str:
        connection.putrequest("GET", target, skip_host=True, skip_accept_encoding=True)
        for name, value in self._headers(site).items():
            connection.putheader(name, value)
        connection.endheaders()
        with connection.getresponse() as response:
            self._keep_cookies(response, site)
            if response.status in _REDIRECTS and (place := response.getheader("Location")):
                return redirected(site, place)
            _refuse_status(response.status, site)
            kind, charset = _type_of(response)
            if kind not in self.types and kind:
                what = "article" if self.types == ARTICLES else "picture"
                raise UnreadableArticle(f"{site.url} is no {what}: its type is {kind}.")
            data = _body(response, site, self)
            if connection.is_cut:
                raise TimeoutError
            return Page(data, kind, charset, site.url)

    def _headers(self, site: Site) -> dict[str, str]:
        usual = {"http": 80, "https": 443}[site.scheme]
        host = f"[{site.host}]" if ":" in site.host else site.host
        headers = {
            "Host": host if site.port == usual else f"{host}:{site.port}",
            "User-Agent": f"narrate/{_version()} (reads one article aloud)",
            "Accept": "text/html,application/xhtml+xml,text/markdown;q=0.9,text/plain;q=0.9,"
            "application/epub+zip;q=0.9,application/pdf;q=0.9,*/*;q=0.5",
            "Accept-Encoding": "gzip, deflate",
            "Connection": "close",
        }
        cookies = self.cookies.get(site.host)
        if cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in cookies.items())
        return headers

    def _keep_cookies(self, response: http.client.HTTPResponse, site: Site) -> None:
        for line in (response.headers.get_all("Set-Cookie") or [])[:50]:
            name, equals, value = line.partition(";")[0].partition("=")
            if equals and len(line) < 4000 and (name + value).isascii() and line.isprintable():
                self.cookies.setdefault(site.host, {})[name.strip()] = value.strip()


def _version() -> str:
    try:
        return version("narrate")
    except PackageNotFoundError:  # run from its folder
        return "0"


def _refuse_status(status: int, site: Site) -> None:
    if status == 200:
        return
    why = _REFUSALS.get(status)
    if why is None:
        why = "has a fault; try again later" if status >= 500 else "gives no page"
    raise UnreadableArticle(f"{site.host} {why} (HTTP {status}): {site.url}")


def _type_of(response: http.client.HTTPResponse) -> tuple[str, str | None]:
    if response.getheader("Content-Type") is None:
        return "", None
    charset = response.headers.get_content_charset()
    return response.headers.get_content_type().lower(), charset


def _body(response: http.client.HTTPResponse, site: Site, visit: _Visit) -> bytes:
    """Read a body, unpacked, within all bounds."""
    declared = response.getheader("Content-Length") or ""
    if declared.isdecimal() and int(declared[:12]) > MAX_BYTES:
        raise _too_large(site)
    unpack = _Unpacker(response.getheader("Content-Encoding") or "", site)
    sent = 0
    parts: list[bytes] = []
    size = 0
    while chunk := response.read1(65_536):
        sent += len(chunk)
        data = unpack.more(chunk, MAX_BYTES - size)
        size += len(data)
        if size >= MAX_BYTES or sent > MAX_BYTES:
            raise _too_large(site)
        parts.append(data)
        if time.monotonic() > visit.until:
            raise TimeoutError
    if declared.isdecimal() and sent < int(declared[:12]):
        raise UnreadableArticle(f"{site.url} came only in part: try again.")
    unpack.end()
    return b"".join(parts)


def _too_large(site: Site) -> UnreadableArticle:
    return UnreadableArticle(
        f"{site.url} is larger than {MAX_BYTES // 1_000_000} MB: no article is."
    )


class _Unpacker:
    """Unpacks a body as it comes, never more than is asked for. The only place that knows zlib."""

    def __init__(self, encoding: str, site: Site) -> None:
        self._site = site
        self._encoding = encoding.strip().lower().removeprefix("x-")
        if self._encoding not in ("", "identity", "gzip", "deflate"):
            raise UnreadableArticle(f"{site.url} is packed in a way not asked for ({encoding}).")
        self._packed = self._encoding in ("gzip", "deflate")
        self._stream = zlib.decompressobj(zlib.MAX_WBITS | 32)
        self._begun = False

    def more(self, chunk: bytes, limit: int) -> bytes:
        """Unpack the next bytes, to at most `limit`."""
        if not self._packed:
            return chunk
        try:
            data = self._stream.decompress(chunk, max(1, limit))
        except zlib.error as error:
            if self._begun or self._encoding != "deflate":
                raise UnreadableArticle(f"{self._site.url} came damaged: try again.") from error
            # Some servers send `deflate` without the head that the standard wants.
            self._stream = zlib.decompressobj(-zlib.MAX_WBITS)
            self._begun = True
            return self.more(chunk, limit)
        self._begun = True
        return data

    def end(self) -> None:
        """Raise UnreadableArticle if the packed body was cut short."""
        if self._packed and self._begun and not self._stream.eof:
            raise UnreadableArticle(f"{self._site.url} came only in part: try again.")


@contextlib.contextmanager
def _errors_about(site: Site, visit: _Visit) -> Iterator[None]:
    """Turn what http.client, ssl and the system raise into one sentence."""
    try:
        yield
    except (OSError, http.client.HTTPException, UnicodeError) as error:
        if time.monotonic() > visit.until - 0.05:
            why = "it took too long; try again later"
        else:
            why = _cause(error)
        raise UnreadableArticle(f"{site.url} cannot be fetched: {why}.") from error


def _cause(error: Exception) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"its certificate is not to be trusted ({error.verify_message})"
    if isinstance(error, TimeoutError):
        return "it does not answer"
    if isinstance(error, http.client.IncompleteRead):
        return "it came only in part; try again"
    if isinstance(error, http.client.HTTPException):
        return f"it does not answer as a web server does ({type(error).__name__})"
    if isinstance(error, OSError):
        return error.strerror or str(error) or type(error).__name__
    return str(error)
