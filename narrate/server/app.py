"""The application: what is there for whoever holds the key, and the server that runs it."""

from __future__ import annotations

import io
import json
import threading
import time
from dataclasses import asdict
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import uvicorn
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from narrate.cover import draw_cover
from narrate.errors import NarrateError
from narrate.feed import Show, chapters_json, feed_of
from narrate.feed.chapters import MEDIA_TYPE as CHAPTERS_TYPE
from narrate.feed.chapters import SUFFIX as CHAPTERS
from narrate.feed.writing import show_cover
from narrate.server.access import Access
from narrate.server.answers import file_answer, made_answer, not_found
from narrate.server.connections import Connection
from narrate.server.following import follow
from narrate.server.library import MEDIA_TYPES
from narrate.server.network import allow_files

if TYPE_CHECKING:
    import socket

    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.types import ASGIApp

    from narrate.feed import Feed
    from narrate.server.library import Library

__all__ = ["make_app", "make_server", "run"]

PAGE = Path(str(files("narrate.server") / "static"))
SCRIPTS = ("memory.js", "page.js", "parts.js", "player.js", "reading.js", "words.js")
OWN_FILES = {
    "": ("page.html", "text/html; charset=utf-8"),
    "page.css": ("page.css", "text/css; charset=utf-8"),
    "icon.svg": ("icon.svg", "image/svg+xml"),
    **{name: (name, "text/javascript; charset=utf-8") for name in SCRIPTS},
}
"""What comes with the program, by path."""


def make_app(
    library: Library, key: str, *, show: Show | None = None, lan_page: str | None = None
) -> ASGIApp:
    """The whole application, behind its key.

    `show` is what the feed says of the series, where somebody said it.
    `lan_page` is the address of the page as a phone reaches it, where one does.
    """
    shelf = _Shelf(library, show or Show(), lan_page)
    routes = [
        Route("/feed.xml", shelf.feed),
        Route("/cover-{digest}.jpg", shelf.show_cover),
        Route(f"/{{name}}{CHAPTERS}", shelf.chapters),
        Route("/episodes.json", shelf.episodes),
        Route("/about/{name}.json", shelf.about),
        Route("/cover/{name}.jpg", shelf.cover),
        Route("/qr.svg", shelf.qr),
        Route("/{name}", shelf.file),
        Route("/", shelf.file),
    ]
    app = Starlette(
        routes=routes, exception_handlers={OSError: _unreadable, NarrateError: _unreadable}
    )
    app.router.redirect_slashes = False
    return Access(app, key)


def run(app: ASGIApp, sock: socket.socket) -> None:
    """Serve on a socket until Ctrl-C, which raises KeyboardInterrupt when all is closed."""
    allow_files(2 * Connection.most + 100)  # each has its connection and a file; and some of ours
    make_server(app).run(sockets=[sock])


def make_server(app: ASGIApp, connection: type[Connection] = Connection) -> uvicorn.Server:
    """uvicorn, as quiet and as strict as a server in somebody's home should be."""
    return _Server(
        uvicorn.Config(
            app,
            http=connection,
            ws="none",
            lifespan="off",
            log_config=None,
            log_level="error",  # what a stranger sends is no news; a bug of ours is
            access_log=False,
            server_header=False,
            proxy_headers=False,
            timeout_graceful_shutdown=1,
        )
    )


class _Server(uvicorn.Server):
    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Hang up on everybody first: a download in progress would hold the end up."""
        for connection in list(self.server_state.connections):
            connection.transport.abort()
        await super().shutdown(sockets)


async def _unreadable(_request: Request, _error: Exception) -> Response:
    return PlainTextResponse("The folder cannot be read just now.\n", 503)


class _Shelf:
    """What each path leads to. Plain functions, since they read files: each gets a thread."""

    def __init__(self, library: Library, show: Show, lan: str | None) -> None:
        self._library = library
        self._show = show
        self._lan = lan
        self._started = time.time()
        self._drawing = threading.Lock()
        self._show_covers: dict[str, bytes] = {}

    def _feed(self, request: Request) -> Feed:
        return feed_of(self._library.folder, self._show, request.state.base)

    def file(self, request: Request) -> Response:
        """A file of the page's own, an episode or a sidecar."""
        name = request.path_params.get("name", "")
        if name in OWN_FILES:
            own, kind = OWN_FILES[name]
            return file_answer(request, PAGE / own, kind)
        path = self._library.find(name)
        return file_answer(request, path, MEDIA_TYPES[path.suffix.lower()]) if path else not_found()

    def feed(self, request: Request) -> Response:
        """The podcast feed, with addresses of the host that it was asked at."""
        # What is said of the series may be another since the start.
        changed = max(self._library.changed(), self._started)
        feed = self._feed(request).xml
        return made_answer(request, feed, "application/rss+xml; charset=utf-8", changed)

    def show_cover(self, request: Request) -> Response:
        """The picture that the feed names; another name is an older picture's, or nobody's."""
        feed = self._feed(request)
        name = request.url.path.rpartition("/")[2]
        if name != feed.image:
            return not_found()
        with self._drawing:
            if name not in self._show_covers:  # a second's work, so it is kept
                self._show_covers = {name: show_cover(self._show, feed.title)}
            picture = self._show_covers[name]
        return made_answer(request, picture, "image/jpeg")

    def chapters(self, request: Request) -> Response:
        """One episode's chapters, for the podcast apps."""
        tags = self._library.tags(request.path_params["name"])
        if tags is None or not tags.chapters:
            return not_found()
        return made_answer(request, chapters_json(tags.chapters).encode(), CHAPTERS_TYPE)

    def episodes(self, request: Request) -> Response:
        """The list of episodes, and where the feed is, for the page."""
        shown = [asdict(entry) for entry in self._library.entries()]
        feed = (self._lan or request.state.base) + "feed.xml"
        about = {"title": self._show.title, "feed": feed, "lan": self._lan is not None}
        return _json(request, {**about, "episodes": shown})

    def about(self, request: Request) -> Response:
        """One episode's chapters and text, for the page."""
        name = request.path_params["name"]
        tags = self._library.tags(name)
        if tags is None:
            return not_found()
        return _json(
            request, follow(tags, None if tags.cues else self._library.text(f"{name}.vtt"))
        )

    def cover(self, request: Request) -> Response:
        """One episode's cover: its own, or one that is drawn."""
        tags = self._library.tags(request.path_params["name"])
        if tags is None:
            return not_found()
        title = tags.title or request.path_params["name"]
        picture = tags.picture or draw_cover(title, tags.site, language=tags.language)
        return made_answer(request, picture, _kind_of(picture))

    def qr(self, request: Request) -> Response:
        """The page's address in the network, as a QR code."""
        if self._lan is None:
            return not_found()
        import segno  # only here: most requests need no drawing

        drawing = io.BytesIO()
        segno.make(self._lan, error="m").save(drawing, kind="svg", scale=8, light="white")
        return made_answer(request, drawing.getvalue(), "image/svg+xml")


def _json(request: Request, value: dict[str, Any]) -> Response:
    body = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    return made_answer(request, body, "application/json; charset=utf-8")


def _kind_of(picture: bytes) -> str:
    """JPEG is what we write; what other programs tag may be PNG. All else is called JPEG too."""
    return "image/png" if picture.startswith(b"\x89PNG") else "image/jpeg"
