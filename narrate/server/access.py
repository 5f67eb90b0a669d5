"""Who may see anything: the key in the path, the Host, the method, and the headers of every answer.

Whoever lacks the key gets the same bare 404 for every path, so that a guest in the network
learns nothing, not even that the path before the key exists.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import re
import secrets
from typing import TYPE_CHECKING

from starlette.responses import PlainTextResponse, RedirectResponse, Response

from narrate.errors import UnwritableTarget
from narrate.settings import config_folder

if TYPE_CHECKING:
    from pathlib import Path

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["Access", "host_of", "key_of"]

KEY_LETTERS = 26  # 5 bits each: 130, more than anybody can try
MOST_HEADERS = 100  # a browser sends about fifteen
HOST = re.compile(r"(\[[0-9a-f:.]{2,45}\]|[a-z0-9.-]{1,253})(:\d{1,5})?", re.IGNORECASE)
LOCAL_NAMES = frozenset({"localhost", "127.0.0.1", "[::1]"})

CONTENT_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "media-src 'self'",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
)
Headers = tuple[tuple[bytes, bytes], ...]
HEADERS: Headers = (
    (b"content-security-policy", CONTENT_POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),  # the address holds the key
    (b"x-frame-options", b"DENY"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
    (b"x-robots-tag", b"noindex"),
)
ALONE = (b"cross-origin-opener-policy", b"same-origin")


def key_of(folder: Path) -> str:
    """The part of the path that nobody can guess: 26 of `a`-`z` and `2`-`7`.

    The same for a folder on every run, as long as it is not moved, so that a subscription
    lasts; another for every other folder. Made from one secret of the user's, which is kept in
    a file that only they can read. Raises UnwritableTarget where that cannot be kept.
    """
    place = os.path.normcase(os.path.realpath(folder))
    digest = hmac.new(_secret(), place.encode("utf-8", "surrogateescape"), hashlib.sha256)
    return base64.b32encode(digest.digest()).decode()[:KEY_LETTERS].lower()


def _secret() -> bytes:
    path = config_folder() / "serve.secret"
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _create(path)
        secret = path.read_bytes()
        if len(secret) < 32:  # the machine went down while it was written
            path.unlink()
            _create(path)
            secret = path.read_bytes()
    except OSError as error:
        raise UnwritableTarget(
            f"The key of the address cannot be kept in {path}: {error.strerror}. "
            "It must be a folder that you may write to."
        ) from error
    return secret


def _create(path: Path) -> None:
    """Make the secret in one step with its name, so that two that start at once share it."""
    if path.exists():
        return
    made = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(secrets.token_bytes(32))
    try:
        os.link(made, path)
    except FileExistsError:
        pass
    except OSError:  # a file system without hard links
        made.replace(path)
    made.unlink(missing_ok=True)


def host_of(scope: Scope) -> str | None:
    """The Host that was asked for, with its port, or None where it is not this machine's.

    It must be a name of the machine for itself, or the very address that the connection came
    in at. So a page elsewhere that points its own name at this machine gets nothing
    (DNS rebinding).
    """
    asked = [value for name, value in scope["headers"] if name == b"host"]
    if len(asked) != 1:
        return None
    host = HOST.fullmatch(asked[0].decode("latin-1"))
    if host is None:
        return None
    address = (scope.get("server") or ("",))[0]
    own = LOCAL_NAMES | {address, f"[{address}]"}
    return host[0] if host[1].lower() in own else None


class Access:
    """Stands before the application: lets in who has the key, and signs every answer."""

    def __init__(self, app: ASGIApp, key: str) -> None:
        self._app = app
        self._key = key.encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand on what is allowed, with the path after the key; refuse all else."""
        answer = self._answer(scope)
        if answer is not None:
            await answer(scope, receive, _signing(send, HEADERS))
            return
        host = host_of(scope) or ""
        _, key, rest = scope["path"].split("/", 2)
        inner = {**scope, "path": f"/{rest}", "root_path": ""}
        inner["state"] = {"base": f"http://{host}/{key}/"}
        # Elsewhere than on this machine a browser ignores it on plain http, and complains.
        is_local = re.sub(r":\d+$", "", host.lower()) in LOCAL_NAMES
        headers = (*HEADERS, ALONE) if is_local else HEADERS
        await self._app(inner, receive, _signing(send, headers))

    def _answer(self, scope: Scope) -> Response | None:
        """What is answered at the door, if the request need not come in."""
        if len(scope["headers"]) > MOST_HEADERS:
            return _refuse("Too many headers.", 431)
        key, slash, _ = scope["path"].removeprefix("/").partition("/")
        has_key = hmac.compare_digest(key.encode("utf-8", "surrogateescape"), self._key)
        if not has_key or host_of(scope) is None:
            return _refuse("Not found.", 404)
        if scope["method"] not in ("GET", "HEAD"):
            return _refuse("Only GET and HEAD.", 405, allow="GET, HEAD")
        return None if slash else RedirectResponse(f"/{key}/", 308)


def _refuse(sentence: str, status: int, **headers: str) -> PlainTextResponse:
    # Closed at once: whoever stands outside holds no connection, nor sends a body.
    return PlainTextResponse(f"{sentence}\n", status, {"connection": "close", **headers})


def _signing(send: Send, headers: Headers) -> Send:
    async def signed(message: Message) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [*message["headers"], *headers]
        await send(message)

    return signed
