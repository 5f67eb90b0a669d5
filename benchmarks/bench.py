"""What a benchmark stands on: an environment, a stand-in service, and the cost of a process."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

PROJECT = Path(__file__).resolve().parent.parent
PEERS = ("gTTS==2.5.4", "pydub==0.25.1", "cryptography", "audioop-lts; python_version >= '3.13'")
PAGE = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096


@dataclass(frozen=True)
class Cost:
    """What one run of a command took."""

    seconds: float
    megabytes: float
    """The most that the process and its children held at once (resident); 0 where unknown."""
    requests: int
    """How many the stand-in was asked meanwhile."""


class Bench:
    """One environment with narrate and its peers, and a folder to work in."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.bin = folder / "env" / ("Scripts" if os.name == "nt" else "bin")
        self.env = {
            key: value for key, value in os.environ.items() if not key.startswith("NARRATE_")
        }
        self._port = 0

    def install(self) -> None:
        """Make the environment from nothing."""
        subprocess.run([sys.executable, "-m", "venv", str(self.folder / "env")], check=True)
        pip = [str(self.bin / "pip"), "install", "-q"]
        subprocess.run([*pip, str(PROJECT), *PEERS], check=True, cwd=self.folder)

    @contextmanager
    def stand_in(self, *options: str) -> Iterator[None]:
        """Lead what runs inside to a service of our own, 0.2 s an answer, 0.1 s a connection."""
        process = subprocess.Popen(
            [str(self.bin / "python"), "-m", "tests.standin", *options],
            cwd=PROJECT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        before = self.env
        try:
            assert process.stdout
            told = json.loads(process.stdout.readline())
            self._port, self.env = told["port"], {**before, **told["env"]}
            yield
        finally:
            self._port, self.env = 0, before
            process.terminate()
            process.wait()

    def run(self, command: str | Sequence[str], *, cache: Path | None = None) -> Cost:
        """Run a command (a string: by the shell) to its end; it must end well."""
        env = {**self.env, "PATH": f"{self.bin}{os.pathsep}{os.environ['PATH']}"}
        env["NARRATE_CACHE_DIR"] = str(cache or self.folder / "cache")
        asked = self.requests()
        start = time.perf_counter()
        process = subprocess.Popen(
            command,
            shell=isinstance(command, str),
            cwd=self.folder,
            env=env,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        with watched_memory(process.pid) as peak:
            _, told = process.communicate()
        seconds = time.perf_counter() - start
        if process.returncode:
            sys.exit(f"{command} ended with {process.returncode}:\n{told}")
        return Cost(seconds, peak[0] / 1e6, self.requests() - asked)

    def requests(self) -> int:
        """How many requests the stand-in has answered, 0 without one."""
        return int(self.stats()["requests"]) if self._port else 0

    def stats(self) -> dict[str, Any]:
        """What the stand-in tells of all that it was asked."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self._port}/stats") as answer:
            stats: dict[str, Any] = json.load(answer)
        return stats


@contextmanager
def watched_memory(pid: int) -> Iterator[list[float]]:
    """Look at a process and its children 20 times a second; `[bytes]` at their peak (Linux)."""
    peak, over = [0.0], threading.Event()

    def watch() -> None:
        while not over.wait(0.05):
            peak[0] = max(peak[0], resident(pid))

    watcher = threading.Thread(target=watch, daemon=True)
    if Path("/proc/self/statm").exists():
        watcher.start()
    yield peak
    over.set()


def resident(pid: int) -> float:
    """Bytes held by a process and all below it."""
    try:
        held = int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * PAGE
        threads = list(Path(f"/proc/{pid}/task").iterdir())
        children = {c for t in threads for c in (t / "children").read_text().split()}
    except OSError:
        return 0.0
    return held + sum(resident(int(child)) for child in children)
