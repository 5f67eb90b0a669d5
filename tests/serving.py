"""Folders with episodes in them, and a server that serves one on loopback."""

from __future__ import annotations

import contextlib
import io
import socket
import threading
from typing import TYPE_CHECKING

from narrate.mp3 import RATE, SAMPLES_A_FRAME, encode, frames_of, info_frame
from narrate.server.app import make_app, make_server
from narrate.server.connections import Connection
from narrate.server.library import Library
from narrate.tags import Chapter, Cue, Tags, write_tags

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from starlette.types import ASGIApp

KEY = "abcdefghijklmnopqrstuvwxyz"


def cover(color: str = "#336655") -> bytes:
    from PIL import Image

    file = io.BytesIO()
    Image.new("RGB", (600, 600), color).save(file, "JPEG")
    return file.getvalue()


def episode(path: Path, tags: Tags, seconds: int = 4) -> Path:
    """Write an MP3 as the program does, with a soft saw tooth for a voice."""
    saw = b"".join(
        (400 * (i % 200 - 100) // 100).to_bytes(2, "little", signed=True) for i in range(RATE)
    )
    sound = encode(saw * seconds, RATE)
    frames = frames_of(RATE * seconds, RATE)
    info = info_frame(frames, len(sound), RATE * seconds)
    path.write_bytes(write_tags(tags, frames * SAMPLES_A_FRAME / RATE) + info + sound)
    return path


def sentences(count: int, every: float = 2.0) -> tuple[Cue, ...]:
    return tuple(
        Cue(round(i * every * 1000), f"Sentence number {i} stands here.") for i in range(count)
    )


def walk(folder: Path, seconds: int = 4, name: str = "walk") -> Path:
    """An episode with all that one can have."""
    cues = sentences(seconds // 2)
    return episode(
        folder / f"{name}.mp3",
        Tags(
            title="A walk along the shore",
            author="Ada Example",
            site="Example Notes",
            date="2026-03-01",
            language="en",
            url="https://example.org/walk",
            summary="What lives between the tides.",
            text="\n\n".join(
                " ".join(it.text for it in cues[i : i + 3]) for i in range(0, len(cues), 3)
            ),
            chapters=(Chapter(0, "The beginning"), Chapter(seconds // 2 * 1000, "The end")),
            cues=cues,
            picture=cover(),
        ),
        seconds,
    )


@contextlib.contextmanager
def serving(
    folder: Path,
    connection: type[Connection] = Connection,
    host: str = "127.0.0.1",
    around: Callable[[ASGIApp], ASGIApp] = lambda app: app,
    **options,
) -> Iterator[str]:
    """Serve a folder from a thread; gives the address of the page.

    `around` may put something between the server and the application, to watch it.
    """
    with socket.create_server((host, 0)) as sock:
        port = sock.getsockname()[1]
        server = make_server(around(make_app(Library(folder), KEY, **options)), connection)
        thread = threading.Thread(target=server.run, args=([sock],))
        thread.start()
        try:
            yield f"http://{host}:{port}/{KEY}/"
        finally:
            server.should_exit = True
            thread.join()
