"""Run the stand-in as a process: `python -m tests.standin --latency 0.2 --connect 0.1`.

It prints one line of JSON with the environment that leads a program to it, and serves until
its standard input ends or it is told to stop. `GET /stats` on its port tells what was asked;
`GET /forget` starts the count again.
"""

from __future__ import annotations

import argparse
import json
import signal
import sys
from pathlib import Path

from .service import StandIn
from .voice import speech


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.standin", description=__doc__)
    parser.add_argument("--latency", type=float, default=0.2, help="seconds an answer takes")
    parser.add_argument("--connect", type=float, default=0.1, help="seconds a connection takes")
    parser.add_argument("--limit", type=int, help="requests in any second; more are answered 429")
    parser.add_argument("--retry-after", help="the header of a 429")
    parser.add_argument("--port-file", type=Path, help="also write the line of JSON here")
    given = parser.parse_args()
    speech("Get the voice ready before anything is measured.")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    with StandIn(
        latency=given.latency,
        connecting=given.connect,
        limit=given.limit,
        retry_after=given.retry_after,
    ) as service:
        told = json.dumps({"port": service.port, "env": service.env()})
        if given.port_file:
            given.port_file.write_text(told, encoding="utf-8")
        sys.stdout.write(told + "\n")
        sys.stdout.flush()
        sys.stdin.read()


main()
