"""What goes back: a file with its ranges, bytes made on request, or word that nothing changed."""

from __future__ import annotations

import hashlib
import re
from email.utils import formatdate, parsedate
from typing import TYPE_CHECKING

from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.staticfiles import NotModifiedResponse

if TYPE_CHECKING:
    from pathlib import Path

    from starlette.requests import Request

__all__ = ["file_answer", "made_answer", "not_found"]

ALWAYS_ASK = {"cache-control": "private, no-cache"}
"""Kept by the client, but used only once we have said that it is still the same."""

ONE_RANGE = re.compile(rb"bytes=(\d{1,18}-\d{0,18}|-\d{1,18})")
"""What a player asks for. A server may ignore any other (RFC 9110, section 14.2), and this one
does: many ranges in one request cost more to answer than to ask."""


def file_answer(request: Request, path: Path, kind: str) -> Response:
    """A file of that media type: all of it, one range, or 304."""
    try:
        facts = path.stat()
    except OSError:  # it went since it was listed
        return not_found()
    request.scope["headers"] = list(filter(_is_understood, request.scope["headers"]))
    return _unless_known(
        request, FileResponse(path, media_type=kind, stat_result=facts, headers=ALWAYS_ASK)
    )


def made_answer(request: Request, body: bytes, kind: str, changed: float | None = None) -> Response:
    """Bytes of that media type, or 304 where they are the same as before.

    `changed` is when they may have changed last, in seconds since 1970, for clients that go by
    dates.
    """
    headers = {**ALWAYS_ASK, "etag": f'"{hashlib.sha256(body).hexdigest()[:32]}"'}
    if changed is not None:
        headers["last-modified"] = formatdate(changed, usegmt=True)
    return _unless_known(request, Response(body, media_type=kind, headers=headers))


def not_found() -> Response:
    """There is no such thing here."""
    return PlainTextResponse("Not found.\n", 404)


def _is_understood(header: tuple[bytes, bytes]) -> bool:
    name, value = header
    return name != b"range" or ONE_RANGE.fullmatch(value.strip()) is not None


def _unless_known(request: Request, response: Response) -> Response:
    """The response, or 304 where the client holds it already (RFC 9110, section 13.2.2)."""
    asked, told = request.headers, response.headers
    known = asked.get("if-none-match")
    if known is not None:
        tags = [tag.strip().removeprefix("W/") for tag in known.split(",")]
        is_known = "*" in tags or told["etag"] in tags
    else:
        since = parsedate(asked.get("if-modified-since", ""))
        changed = parsedate(told.get("last-modified", ""))
        is_known = since is not None and changed is not None and since >= changed
    return NotModifiedResponse(told) if is_known else response
