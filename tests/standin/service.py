"""The service itself: a proxy that answers in Google's place, and remembers what it was asked."""

from __future__ import annotations

import base64
import contextlib
import functools
import gzip
import json
import shutil
import socket
import tempfile
import threading
import time
import urllib.parse
from collections import deque
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Literal

from .authority import Authority
from .voice import hush, speech

if TYPE_CHECKING:
    import ssl

Trouble = Literal[
    "429", "429 wait", "400", "403", "500", "503", "empty", "cut", "stall", "noise", "silence",
    "never", "trickle", "base64", "half", "redirect", "sorry", "huge", "reset", "certificate",
    "proxy",
]  # fmt: skip
When = Literal["once", "third", "later", "always"]

_PATH = "/_/TranslateWebserverUi/data/batchexecute"
_STATUS = {
    "429": "429 Too Many Requests", "429 wait": "429 Too Many Requests", "400": "400 Bad Request",
    "403": "403 Forbidden", "500": "500 Internal Server Error", "503": "503 Service Unavailable",
    "redirect": "302 Found", "sorry": "302 Found",
}  # fmt: skip
_HEADERS = {
    "429 wait": "Retry-After: {wait}\r\n",
    "redirect": "Location: https://www.google.com/elsewhere\r\n",
    "sorry": "Location: https://www.google.com/sorry/index?continue=x\r\n",
}
_MUTE = ("never", "reset")
_UNHEARD = {"noise": lambda: b"This is no MP3. " * 400, "silence": hush}
_OF_CONNECTIONS = ("certificate", "proxy")


@dataclass(frozen=True)
class Plan:
    """Which trouble is made: for one request, every third, all after twenty, or simply all.

    `certificate` and `proxy` befall connections, everything else befalls requests.
    """

    trouble: Trouble
    when: When = "once"

    def hits(self, number: int) -> bool:
        """Whether the request or connection of this number, from 1, is hit."""
        return {
            "once": number == 2,
            "third": number % 3 == 0,
            "later": number > 20,
            "always": True,
        }[self.when]


@dataclass(frozen=True)
class Asked:
    """One request as it came in, and what became of it."""

    text: str
    language: str
    """Google's own code."""
    host: str
    connection: int
    """Number of the connection that it came on, from 1."""
    at: float
    """When it came, in seconds of `time.monotonic`."""
    outcome: str
    """`spoken`, or the trouble that was made."""


class StandIn:
    """A loopback service for as long as the `with` block lasts."""

    def __init__(
        self,
        *,
        latency: float = 0.0,
        connecting: float = 0.0,
        plan: Plan | None = None,
        limit: int | None = None,
        retry_after: str | None = None,
        packed: bool = False,
        authority: Authority | None = None,
    ) -> None:
        """Set it up; times in seconds.

        `latency` passes before each answer, `connecting` before each new connection stands.
        More than `limit` requests in any second are answered 429, with `retry_after` as the
        header of that name. With `packed`, answers are compressed and come in chunks.
        """
        self.latency, self.connecting, self.plan = latency, connecting, plan
        self.limit, self.retry_after, self.packed = limit, retry_after, packed
        self.asked: list[Asked] = []
        self.connections = 0
        self._folder = Path(tempfile.mkdtemp(prefix="standin-"))
        self._authority = authority or Authority(self._folder)
        self.ca_file = self._authority.ca_file
        self._stranger: Authority | None = None
        self._recent: deque[float] = deque()
        self._lock = threading.Lock()
        self._stop = threading.Event()
        self._open: set[socket.socket] = set()
        self._threads: set[threading.Thread] = set()
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=128)
        self.port: int = self._listener.getsockname()[1]
        self.proxy = f"http://127.0.0.1:{self.port}"
        self._start(self._accept)

    def env(self) -> dict[str, str]:
        """What a process needs in its environment to come here."""
        ca = str(self.ca_file)
        return {
            "HTTPS_PROXY": self.proxy, "https_proxy": self.proxy, "NO_PROXY": "", "no_proxy": "",
            "REQUESTS_CA_BUNDLE": ca, "SSL_CERT_FILE": ca, "CURL_CA_BUNDLE": ca,
        }  # fmt: skip

    def texts(self, outcome: str | None = None) -> list[str]:
        """The texts asked for so far; only those with that outcome, if one is given."""
        with self._lock:
            return [a.text for a in self.asked if outcome in (None, a.outcome)]

    def forget(self) -> None:
        """Forget what was asked, and count requests and connections from 1 again."""
        with self._lock:
            self.asked.clear()
            self.connections = 0

    def __enter__(self) -> StandIn:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Cut every connection and leave nothing behind."""
        self._stop.set()
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        with self._lock:
            for sock in self._open:
                with contextlib.suppress(OSError):
                    sock.shutdown(socket.SHUT_RDWR)
            threads = list(self._threads)
        for thread in threads:
            thread.join(5)
        shutil.rmtree(self._folder)

    def _start(self, work, *args) -> None:
        thread = threading.Thread(target=work, args=args, daemon=True)
        with self._lock:  # whoever closes must not find it before it has begun
            self._threads.add(thread)
            thread.start()

    def _accept(self) -> None:
        while not self._stop.is_set():
            try:
                sock, _ = self._listener.accept()
            except OSError:
                return
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._start(self._connection, sock)

    def _connection(self, sock: socket.socket) -> None:
        with sock, contextlib.suppress(OSError, EOFError, ValueError):
            with self._lock:
                self._open.add(sock)
            try:
                self._greet(sock)
            finally:
                with self._lock:
                    self._open.discard(sock)
        self._threads.discard(threading.current_thread())

    def _greet(self, sock: socket.socket) -> None:
        with sock.makefile("rb", buffering=0) as raw:  # unbuffered: what follows is TLS
            method, target, _ = _head(raw)
        if method != "CONNECT":
            self._control(sock, target)
            return
        with self._lock:
            self.connections += 1
            number = self.connections
        host = target.rpartition(":")[0]
        trouble = self._trouble(number, of_connection=True)
        if trouble == "proxy":
            sock.sendall(b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n")
            return
        self._stop.wait(self.connecting)
        sock.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
        authority = self._unknown() if trouble == "certificate" else self._authority
        with authority.context(host).wrap_socket(sock, server_side=True) as tls:
            with self._lock:
                self._open.add(tls)
            try:
                self._serve(tls, host, number)
            finally:
                with self._lock:
                    self._open.discard(tls)

    def _unknown(self) -> Authority:
        with self._lock:
            if self._stranger is None:
                (self._folder / "stranger").mkdir()
                self._stranger = Authority(self._folder / "stranger")
            return self._stranger

    def _control(self, sock: socket.socket, target: str) -> None:
        """`GET /stats` and `GET /forget`: for whoever runs it as a process of its own."""
        if target == "/forget":
            self.forget()
        with self._lock:
            outcomes = [a.outcome for a in self.asked]
            stats = {
                "requests": len(outcomes),
                "connections": self.connections,
                "outcomes": {name: outcomes.count(name) for name in sorted(set(outcomes))},
                "later": _from_the_sixth_second_on(self.asked),
            }
        sock.sendall(_answer("200 OK", json.dumps(stats).encode()))

    def _trouble(self, number: int, *, of_connection: bool) -> Trouble | None:
        plan = self.plan
        if plan is None or (plan.trouble in _OF_CONNECTIONS) is not of_connection:
            return None
        return plan.trouble if plan.hits(number) else None

    def _serve(self, tls: ssl.SSLSocket, host: str, connection: int) -> None:
        with tls.makefile("rb") as stream:
            while not self._stop.is_set():
                method, path, headers = _head(stream)
                body = _whole(stream, int(headers.get("content-length", 0)))
                if (method, path) != ("POST", _PATH):
                    tls.sendall(_answer("404 Not Found", b""))
                    continue
                text, language = _question(body)
                outcome = self._note(text, language, host, connection)
                if not outcome.startswith("429"):
                    self._stop.wait(self.latency)
                if not self._reply(tls, outcome, text):
                    return

    def _note(self, text: str, language: str, host: str, connection: int) -> str:
        now = time.monotonic()
        with self._lock:
            trouble = self._trouble(len(self.asked) + 1, of_connection=False)
            if trouble is None and self._too_many(now):
                trouble = "429 wait" if self.retry_after else "429"
            outcome = trouble or "spoken"
            self.asked.append(Asked(text, language, host, connection, now, outcome))
        return outcome

    def _too_many(self, now: float) -> bool:
        if self.limit is None:
            return False
        while self._recent and now - self._recent[0] >= 1.0:
            self._recent.popleft()
        if len(self._recent) >= self.limit:
            return True
        self._recent.append(now)
        return False

    def _reply(self, tls: ssl.SSLSocket, outcome: str, text: str) -> bool:
        """Answer; whether the connection is still good for another request."""
        if outcome in _MUTE:
            if outcome == "never":
                self._stop.wait()
            return False
        if outcome in _STATUS:
            wait = self.retry_after or "1"
            header = _HEADERS.get(outcome, "").format(wait=wait)
            tls.sendall(_answer(_STATUS[outcome], b"<html>no</html>", header))
            return True
        body = _body(outcome, text)
        answer = _packed(body) if self.packed else _answer("200 OK", body)
        if outcome == "trickle":
            self._trickle(tls, answer)
            return False
        if outcome in ("cut", "stall"):
            tls.sendall(answer[: len(answer) // 2])
            self._stop.wait(None if outcome == "stall" else 0)
            return False
        tls.sendall(answer)
        return True

    def _trickle(self, tls: ssl.SSLSocket, answer: bytes) -> None:
        """Send a byte now and then: never silent for long, and never done."""
        for byte in answer:
            if self._stop.wait(0.02):
                break
            tls.sendall(bytes([byte]))


def _from_the_sixth_second_on(asked: list[Asked]) -> dict[str, float]:
    """How many were asked and refused when a client had five seconds to learn, and how long."""
    if not asked:
        return {"requests": 0, "refused": 0, "seconds": 0.0}
    begin = asked[0].at + 5
    late = [it.outcome for it in asked if it.at > begin]
    refused = sum(outcome.startswith("429") for outcome in late)
    seconds = max(0.0, asked[-1].at - begin)
    return {"requests": len(late), "refused": refused, "seconds": seconds}


def _body(outcome: str, text: str) -> bytes:
    """The service's own wrapping: an anti-hijack line, lengths, and JSON inside JSON."""
    audio: str | None = base64.b64encode(
        _UNHEARD[outcome]() if outcome in _UNHEARD else speech(text)
    ).decode()
    if outcome == "huge":
        audio = "A" * 6_000_000
    if outcome == "base64":
        audio = audio[: len(audio) // 2 | 1]
    if outcome == "half":  # good base64, of an MP3 that ends somewhere in a frame
        whole = base64.b64decode(audio)
        audio = base64.b64encode(whole[: len(whole) // 2 // 192 * 192 + 90]).decode()
    compact = functools.partial(json.dumps, separators=(",", ":"))  # as gTTS expects it
    inner = None if outcome == "empty" else compact([audio])
    line = compact([["wrb.fr", "jQ1olc", inner, None, None, None, "generic"], ["di", 42]])
    return f")]}}'\n\n{len(line)}\n{line}\n25\n".encode() + b'[["e",4,null,null,140]]\n'


def _answer(status: str, body: bytes, headers: str = "") -> bytes:
    head = f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\n{headers}\r\n"
    return head.encode() + body


def _packed(body: bytes) -> bytes:
    """Compress an answer and send it in chunks, as the real service does when it may."""
    small = gzip.compress(body, 1)
    chunks = [small[i : i + 5000] for i in range(0, len(small), 5000)]
    head = "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n"
    framed = [b"%x\r\n%b\r\n" % (len(chunk), chunk) for chunk in [*chunks, b""]]
    return head.encode() + b"".join(framed)


def _question(body: bytes) -> tuple[str, str]:
    """Text and language out of the form field `f.req`."""
    form = urllib.parse.parse_qs(body.decode("ascii"))
    [[[rpc, parameter, _, _]]] = json.loads(form["f.req"][0])
    assert rpc == "jQ1olc"
    text, language, _, _ = json.loads(parameter)
    return text, language


def _head(stream: BinaryIO) -> tuple[str, str, dict[str, str]]:
    """Read a request's first line and headers; EOFError when the client has gone."""
    method, target, _ = _line(stream).split(" ")
    headers = {}
    while line := _line(stream):
        name, _, value = line.partition(":")
        headers[name.strip().lower()] = value.strip()
    return method, target, headers


def _whole(stream: BinaryIO, size: int) -> bytes:
    body = stream.read(size)
    if len(body) < size:
        raise EOFError
    return body


def _line(stream: BinaryIO) -> str:
    line = stream.readline(65_536)
    if not line.endswith(b"\n"):
        raise EOFError
    return line.decode("latin-1").rstrip("\r\n")
