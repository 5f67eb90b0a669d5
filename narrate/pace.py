"""How fast a service may be asked: learned from its answers, one pace for the process.

Nothing is held back until the service says 429. Then all stop for one wait, and go on a
little slower than what it had just granted; later the pace rises again, stays below the rate
that failed, and tries a little more now and then. No clock and no thread of its own.
"""

from __future__ import annotations

import functools
import math
import random
import threading
from collections import deque
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Pace", "pace_of"]

_CUT = 0.85
"""What is left of a rate that failed; halving was seen to waste a third of what is granted."""
_BELOW = 0.95
"""How near the pace comes to a rate that failed."""
_GROWTH = 0.03
"""By how much the pace rises in a second."""
_CALM_S = 15.0
"""After so many seconds without a 429 the rate that failed is taken for a little higher …"""
_PROBE = 1.05
"""… by this factor."""
_SLOWEST = 1.0
"""Requests a second; slower would be no pace but a stall."""
_SHORTEST_S, _LONGEST_S = 1.0, 60.0
"""The wait after a 429 that asks for none: it doubles from one to the other."""
_LATE_S = 0.02
"""How late a request may be for its turn without delaying all that follow."""


class Pace:
    """When the next request may go out. All times are seconds on one clock that only rises.

    For every request: `ask` until it returns 0, and afterwards `granted` or `refused`. Any
    number of threads may share one pace.
    """

    def __init__(self, draw: Callable[[], float] = random.random) -> None:
        """Start without any limit; `draw` gives the jitter, evenly from 0 to 1."""
        self.rate = math.inf
        """Requests a second, at most."""
        self.until = -math.inf
        """Nothing is asked before this moment."""
        self.in_a_row = 0
        """So many refusals without a request granted between them; a burst counts as one."""
        self._draw = draw
        self._lock = threading.Lock()
        self._failed = math.inf
        self._refused_at = -math.inf
        self._raised_at = -math.inf
        self._grown_at = -math.inf
        self._next = -math.inf
        self._held = False
        self._warned = False
        self._unmeasured = 0
        self._granted: deque[float] = deque(maxlen=1000)

    def ask(self, now: float) -> float:
        """Return 0 if a request may go out now (it is counted), else the seconds to wait."""
        with self._lock:
            if now < self.until:
                return self.until - now
            if self._unmeasured:
                self._measure()
            if now < self._next:
                self._held = True
                return self._next - now
            if self.rate < math.inf:
                self._next = max(self._next, now - _LATE_S) + 1 / self.rate
            return 0.0

    def granted(self, sent: float, now: float) -> None:
        """Note an answer other than 429 to a request that went out at `sent`."""
        with self._lock:
            self.in_a_row = 0
            if self.rate == math.inf:
                self._granted.append(sent)
            elif self._held:
                self._held = False
                self._rise(now)

    def refused(self, sent: float, now: float, retry_after: float | None = None) -> None:
        """Note a 429 to a request that went out at `sent`, with the wait it asks for, if any.

        Requests that were on their way when the service first said 429 count as one refusal
        with it; they can only make the wait longer.
        """
        with self._lock:
            wait = retry_after or 0.0
            if sent > self._refused_at:
                self._slow(now)
                own = min(_LONGEST_S, _SHORTEST_S * 2.0 ** (self.in_a_row - 1))
                wait = wait or own
            elif self._unmeasured:
                self._unmeasured += 1
            self.until = max(self.until, now + wait * (1 + self._draw() / 4))

    def _slow(self, now: float) -> None:
        self.in_a_row += 1
        self._refused_at = self._raised_at = self._grown_at = now
        self._held = False
        if self.rate == math.inf:
            # What was granted is known when the answers on their way have come: after the wait.
            self._unmeasured = 1
        else:
            self._failed = self.rate
            self.rate = max(_SLOWEST, self.rate * _CUT)

    def _measure(self) -> None:
        """Begin with a little less than what was granted in the second before the first 429."""
        refused, self._unmeasured = self._unmeasured, 0
        granted = sum(self._refused_at - 1.0 < sent for sent in self._granted)
        self._granted.clear()
        if refused > 1 or self._warned:
            self._failed = max(_SLOWEST, granted)
            self.rate = max(_SLOWEST, granted * _CUT)
        self._warned = True  # one 429 alone may be a whim; after the next it is a limit

    def _rise(self, now: float) -> None:
        """Go a little faster, where it was the pace and nothing else that held requests back."""
        if now - self._raised_at > _CALM_S:
            self._failed *= _PROBE
            self._raised_at = now
        seconds = min(now - self._grown_at, 0.5)
        self._grown_at = now
        faster = self.rate * (1 + _GROWTH * seconds)
        self.rate = max(self.rate, min(faster, self._failed * _BELOW))


@functools.cache
def pace_of(engine: str) -> Pace:  # noqa: ARG001 - the cache tells engines apart
    """Look up the one pace of this process for an engine, by its name."""
    return Pace()
