"""A stand-in for Google's voice on loopback: real TLS, real MP3, every fault on demand.

It is an HTTPS proxy (`CONNECT`) that answers in the service's place, with certificates of its
own throw-away authority. Whatever honours `HTTPS_PROXY` and a CA file can be pointed at it,
in this process or in another one (`python -m tests.standin --help`).
"""

from __future__ import annotations

from .authority import Authority
from .service import Asked, Plan, StandIn, Trouble
from .voice import speech

__all__ = ["Asked", "Authority", "Plan", "StandIn", "Trouble", "speech"]
