"""Connections with an end: who dribbles, stalls or crowds does not keep others out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

if TYPE_CHECKING:
    import asyncio

__all__ = ["Connection"]


class Connection(H11Protocol):
    """An HTTP/1.1 connection of uvicorn's, with the deadlines that it lacks.

    A request must be there, whole to its last header, within `head_seconds` of the connection
    or of the answer before it. An answer that nobody takes for `stall_seconds` is dropped: long,
    since a browser stops reading while its listener pauses, and asks for the rest later. Where
    `most` are open, the one that has waited longest without a request makes room.
    """

    head_seconds = 10.0
    stall_seconds = 900.0
    most = 400  # two descriptors each stay below the 1,024 that Linux gives

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._head_timer: asyncio.TimerHandle | None = None
        self._stall_timer: asyncio.TimerHandle | None = None

    @property
    def waiting(self) -> float | None:
        """When a request is due, on the loop's clock; None while one is being answered."""
        return self._head_timer.when() if self._head_timer else None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Start the clock; at the limit, somebody goes."""
        super().connection_made(transport)
        self._head_timer = self._after(self.head_seconds)
        if len(self.connections) > self.most:
            idle = [one for one in self.connections if isinstance(one, Connection) and one.waiting]
            min(idle, key=lambda one: one.waiting or 0).abort()

    def handle_events(self) -> None:
        """Stop the clock as soon as a request is being answered."""
        super().handle_events()
        if self.cycle is not None and not self.cycle.response_complete:
            _stop(self._head_timer)
            self._head_timer = None

    def on_response_complete(self) -> None:
        """Start the clock for the next request, which uvicorn may already hold."""
        _stop(self._head_timer)
        self._head_timer = self._after(self.head_seconds)
        super().on_response_complete()

    def pause_writing(self) -> None:
        """Note since when the client takes nothing more."""
        super().pause_writing()
        self._stall_timer = self._after(self.stall_seconds)

    def resume_writing(self) -> None:
        """The client takes what is sent."""
        super().resume_writing()
        _stop(self._stall_timer)
        self._stall_timer = None

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the clocks."""
        _stop(self._head_timer)
        self._head_timer = None
        _stop(self._stall_timer)
        self._stall_timer = None
        super().connection_lost(exc)

    def send_400_response(self, msg: str) -> None:
        """Answer what is not HTTP; just hang up where it comes behind a request."""
        if self.cycle is not None and not self.cycle.response_complete:
            # Said now: the answer may be tried before the loop says that the line is cut.
            self.cycle.disconnected = True
        elif self.conn.our_state is h11.IDLE or self.conn.our_state is h11.SEND_RESPONSE:
            super().send_400_response(msg)
            return
        self.abort()

    def abort(self) -> None:
        """Hang up at once, whatever is unsent."""
        self.transport.abort()

    def _after(self, seconds: float) -> asyncio.TimerHandle:
        return self.loop.call_later(seconds, self.abort)


def _stop(timer: asyncio.TimerHandle | None) -> None:
    if timer is not None:
        timer.cancel()
